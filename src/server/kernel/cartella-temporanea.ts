// Where what passes through the disk stands for as long as it takes: a file received, a copy to be read, a letter being printed.
// Hidden here: it goes with the work and with the process, and what a process killed in the middle has left goes at the next start.
//
// Each process has one folder in that of the system, and listens on a socket in it: as with the data folder (cartella-dati.ts),
// where nobody answers any more whoever made it is dead. A number of process would not say so: it is used again, and in two
// containers it is the same.
import { rmSync } from 'node:fs'
import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFISSO = 'trama-'
const PORTA = 'vivo.sock'

async function delProcesso(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), PREFISSO))
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
  const server = createServer((s) => s.destroy())
  // where a socket cannot stand (a path too long, another system) nothing is lost, but what is left nobody recognises
  await new Promise<void>((done) => {
    server.once('error', () => done())
    server.listen(join(dir, PORTA), done)
  })
  server.unref()
  return dir
}

let mia: Promise<string> | undefined

async function nellaMia(): Promise<string> {
  mia ??= delProcesso()
  const questa = mia
  try {
    return await mkdtemp(join(await questa, 'lavoro-'))
  } catch (e) {
    if (mia === questa) mia = undefined
    throw e
  }
}

export interface CartellaTemporanea {
  cartella: string
  togli(): Promise<void>
}

/** An empty folder that only this user reads, until `togli`. */
export async function cartellaTemporanea(): Promise<CartellaTemporanea> {
  // of a server up for weeks the system may have swept it away
  const cartella = await nellaMia().catch((e: NodeJS.ErrnoException) => {
    if (e.code === 'ENOENT') return nellaMia()
    throw e
  })
  return { cartella, togli: () => rm(cartella, { recursive: true, force: true }) }
}

/** There was somebody, and he is dead. Where there is no socket nothing is known, and nothing is touched. */
const nessunoRisponde = (porta: string) =>
  new Promise<boolean>((done) => {
    const s = createConnection(porta, () => {
      s.destroy()
      done(false)
    })
    s.on('error', (e: NodeJS.ErrnoException) => done(e.code === 'ECONNREFUSED'))
  })

/** Takes away, of this user, what dead processes have left in the folder of the system. */
export async function togliRimaste(dove = tmpdir()): Promise<void> {
  const nomi = await readdir(dove).catch(() => [])
  for (const nome of nomi.filter((n) => n.startsWith(PREFISSO))) {
    const dir = join(dove, nome)
    const s = await lstat(dir).catch(() => undefined)
    if (!s?.isDirectory() || (process.getuid && s.uid !== process.getuid())) continue
    // that it cannot be removed stops nobody from starting
    if (await nessunoRisponde(join(dir, PORTA))) await rm(dir, { recursive: true, force: true }).catch(() => {})
  }
}
