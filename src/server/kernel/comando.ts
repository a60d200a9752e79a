// What the commands of every module do in the same way: paths from where the operator is, refusals in one sentence, files by
// their hash.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { Problem } from '../../shared/kernel/problems.ts'
import { ErroreDiAvvio } from './config.ts'
import type { AmbienteComando } from './modulo.ts'

export const percorso = (env: AmbienteComando, file: string) => (isAbsolute(file) ? file : join(env.cwd, file))

/** A refusal of the handlers, as the command line says it: one sentence, no stack. */
export async function inParole<T>(fn: () => Promise<T>): Promise<T> {
  try {
    return await fn()
  } catch (e) {
    if (e instanceof Problem) throw new ErroreDiAvvio(e.detail ?? e.message)
    throw e
  }
}

/** SHA-256 in hexadecimal of a file of any length. */
export async function impronta(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const pezzo of createReadStream(path)) hash.update(pezzo as Buffer)
  return hash.digest('hex')
}
