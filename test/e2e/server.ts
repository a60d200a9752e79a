// Trama as a process of its own, as it is installed: started on a data folder and a port, stopped or killed.
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { ownerOfPostgres } from '../../src/server/kernel/migrate.ts'
import { radice } from '../../src/server/kernel/paths.ts'
import { asServizio, databaseMigrato, withDatabase } from '../support/database.ts'
import { programmaGiaLetto } from '../support/processo.ts'

/** Where the demonstration is, to be copied for each journey. */
export const DIMOSTRAZIONE = 'trama_dimostrazione'

export const portaLibera = () =>
  new Promise<number>((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address() as { port: number }
      s.close(() => done(port))
    })
  })

const detti = new Map<ChildProcess, () => string>()
/** The last words of each server that is running: its log. */
export const ultimeParole = () => [...detti.values()].map((output) => output().slice(-2000))

/** Starts the server on this folder, port and database (its owner's address), and waits until it is ready. */
export async function avvia(dir: string, port: number, database: string): Promise<ChildProcess> {
  const server: ChildProcess = spawn(process.execPath, [join(radice, 'src/server/main.ts')], {
    // the journeys walk in the small demonstration, where they know who is there
    env: {
      ...process.env,
      ...programmaGiaLetto,
      TRAMA_DEMO: 'piccola',
      // what leaves is carried by hand: nothing moves while a journey looks
      TRAMA_SIMULATORE_INPS: '0',
      TRAMA_DATA_DIR: join(dir, 'dati'),
      TRAMA_PORT: String(port),
      TRAMA_MIGRATION_URL: database,
      TRAMA_DATABASE_URL: asServizio(database),
    },
  })
  let output = ''
  detti.set(server, () => output)
  for (const s of [server.stdout!, server.stderr!])
    s.on('data', (d) => {
      output += d
    })
  for (let i = 0; !output.includes('Trama è pronta'); i++) {
    if (server.exitCode !== null || i > 2400) throw new Error(`il server non è partito:\n${output}`)
    await new Promise((done) => setTimeout(done, 100))
  }
  return server
}

export async function ferma(server: ChildProcess, segnale: 'SIGINT' | 'SIGKILL') {
  const ended = new Promise((done) => server.once('close', done))
  server.kill(segnale)
  await ended
  detti.delete(server)
}

/** The small demonstration, written by the server itself: a database of that PostgreSQL, and the folder beside it. */
export async function scriviDimostrazione(dir: string, pgUrl: string): Promise<void> {
  const modello = await databaseMigrato(pgUrl)
  const admin = await ownerOfPostgres(pgUrl)
  await admin.exec(`create database ${DIMOSTRAZIONE} template ${modello}`)
  await admin.close()
  await ferma(await avvia(dir, await portaLibera(), withDatabase(pgUrl, DIMOSTRAZIONE)), 'SIGINT')
}
