import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Database } from '../../src/server/kernel/db.ts'
import { radice } from '../../src/server/kernel/paths.ts'

/** For the processes that tests start: Node keeps the product as it has compiled it, and reads it once for all of them. */
export const programmaGiaLetto = { NODE_COMPILE_CACHE: join(radice, '.cache', 'compilati') }
/** For those that live a few seconds: the embedded database as it is first compiled, without the work of making it faster for later. */
export const pocoCompilato = '--liftoff-only'

/** Runs a program of this folder until it says that it is half way, kills it there (kill -9), and says how it ended. */
export async function uccidiAMeta(programma: string, ...args: string[]): Promise<NodeJS.Signals | null> {
  const figlio = spawn(process.execPath, [pocoCompilato, join(radice, 'test', 'support', programma), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...programmaGiaLetto },
  })
  const uscito = new Promise<NodeJS.Signals | null>((fine) => figlio.once('exit', (_codice, segnale) => fine(segnale)))
  for await (const riga of createInterface(figlio.stdout)) if (riga === 'a metà') break
  figlio.kill('SIGKILL')
  return uscito
}

/** Runs a program of this folder; killed (kill -9) when it says that it is beyond so many of a phase, unless it ends before. Its last line. */
export async function corsaUccisa(programma: string, args: readonly string[], fase?: string, oltre = 0) {
  const figlio = spawn(process.execPath, [pocoCompilato, join(radice, 'test', 'support', programma), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...programmaGiaLetto },
  })
  const uscito = new Promise<string | null>((fine) => figlio.once('exit', (_codice, segnale) => fine(segnale)))
  let ultima = ''
  for await (const riga of createInterface(figlio.stdout)) {
    ultima = riga
    const [detta, quante] = riga.split(' ')
    if (detta === fase && Number(quante) > oltre) figlio.kill('SIGKILL')
  }
  return { ultima, ucciso: (await uscito) === 'SIGKILL' }
}

/** The same database, with another way into a scope: to stop a process where a test says, or to break a transaction. */
export const altroIngresso = (db: Database, inScope: Database['inScope']): Database => ({
  kind: db.kind,
  inScope,
  inSession: (scope, fn) => db.inSession(scope, fn),
  call: (text, values) => db.call(text, values),
  connect: () => db.connect(),
  contaRighe: () => db.contaRighe(),
  close: () => db.close(),
})

/** Of a process that waits to be killed: says that it is half way, and does nothing more. */
export async function fermo(): Promise<never> {
  console.log('a metà')
  // with something to do, or the process would end by itself
  setInterval(() => {}, 1000)
  return new Promise(() => {})
}
