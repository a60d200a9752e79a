// Many transactions that remain whole or not at all: one outer transaction on one connection, and each of those that the
// code inside opens is a savepoint of it. For what must never be found half done after the process has died.
import { Base, contaLeCresciute, type Database, type Link } from './db.ts'

/** Runs `fn` on a database whose every commit waits for the end of `fn`; a refusal inside undoes only its own scope. */
export async function tuttoONiente<T>(db: Database, fn: (db: Database) => Promise<T>): Promise<T> {
  const link = await db.connect()
  let broken = false
  try {
    await link.exec('begin')
    const value = await fn(new Dentro(db, link))
    await link.exec('commit')
    return value
  } catch (e) {
    await link.exec('rollback').catch(() => {
      broken = true
    })
    throw e
  } finally {
    link.release(broken)
  }
}

class Dentro extends Base {
  readonly kind: Database['kind']
  readonly #link: Link
  /** Between two scopes the connection is the login role again. */
  readonly #login: string
  #tail: Promise<void> = Promise.resolve()
  constructor(db: Database, link: Link) {
    super()
    this.kind = db.kind
    this.#link = link
    // the embedded engine has no login of its own: its connection has taken the role
    this.#login = `set local role ${db.kind === 'pglite' ? 'servizio' : 'none'}`
  }
  async connect(): Promise<Link> {
    const before = this.#tail
    let release = () => {}
    this.#tail = new Promise((done) => {
      release = done
    })
    await before
    return {
      query: (text, values) => this.#link.query(text, values),
      exec: (text) => this.#link.exec(this.#comeSavepoint(text)),
      release,
    }
  }
  #comeSavepoint(text: string): string {
    if (text.startsWith('begin;')) return `savepoint passo; ${text.slice('begin;'.length)}`
    if (text === 'commit') return `release savepoint passo; ${this.#login}`
    if (text === 'rollback') return `rollback to savepoint passo; release savepoint passo; ${this.#login}`
    return text
  }
  contaRighe = async () => {
    if (this.kind !== 'pglite') return
    const link = await this.connect()
    await this.#link.exec(`set local role none; ${contaLeCresciute}; ${this.#login}`).finally(() => link.release())
  }
  close = async () => {}
}
