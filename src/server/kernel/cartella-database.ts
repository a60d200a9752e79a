// The embedded database is one folder, and a restore puts another in its place with two renames. Their names are here, because
// whoever opens the data must know a restore that was broken off between the two from an installation that is not there yet.
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ErroreDiAvvio } from './config.ts'

const PRIMA = 'database.prima-'
const NUOVO = 'database.nuovo-'

export const cartellaDatabase = (dir: string) => join(dir, 'database')

/** Where a copy is loaded before it takes its place. What others began and did not finish goes: only who holds the folder asks. */
export function cartellaNuova(dir: string): string {
  for (const n of readdirSync(dir)) if (n.startsWith(NUOVO)) rmSync(join(dir, n), { recursive: true, force: true })
  return join(dir, `${NUOVO}${process.pid}`)
}

/** A name in a folder is on the disk when the folder is: without this a power cut may take a rename back. */
export function fissaNomi(path: string) {
  const fd = openSync(dirname(path), 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** The new database in the place of the present one, which stays beside: returns where. */
export function scambiaDatabase(dir: string, nuova: string): string | undefined {
  const target = cartellaDatabase(dir)
  const prima = join(dir, `${PRIMA}${new Date().toISOString().replaceAll(/[:.]/g, '-')}`)
  const cEra = existsSync(target)
  if (cEra) renameSync(target, prima)
  try {
    renameSync(nuova, target)
  } catch (e) {
    if (cEra) renameSync(prima, target)
    throw e
  }
  fissaNomi(target)
  return cEra ? prima : undefined
}

/** No database, and beside it what a restore was moving: opening these data would silently begin an empty installation. */
export function assertNessunRipristinoInterrotto(dir: string) {
  if (existsSync(cartellaDatabase(dir))) return
  const rimaste = readdirSync(dir)
    .filter((n) => n.startsWith(PRIMA) || n.startsWith(NUOVO))
    .sort()
  if (rimaste.length === 0) return
  const prima = rimaste.findLast((n) => n.startsWith(PRIMA))
  throw new ErroreDiAvvio(
    `In ${dir} il database non c’è, e un ripristino si è interrotto a metà (resta ${rimaste.map((n) => `«${n}»`).join(', ')}): ripeti «npm run trama -- ripristina FILE»${
      prima ? `, oppure rinomina «${prima}» in «database» per tornare ai dati di prima` : ''
    }; per cominciare con dati nuovi sposta altrove ${rimaste.length === 1 ? 'quella cartella' : 'quelle cartelle'}.`,
  )
}
