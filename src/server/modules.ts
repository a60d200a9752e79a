// Every domain module, in the order of the architecture: a module may import only those above it.
import { accesso } from './accesso/modulo.ts'
import { accreditamento } from './accreditamento/modulo.ts'
import type { Modulo } from './kernel/modulo.ts'
import { parametri } from './parametri/modulo.ts'

export const moduli: readonly Modulo[] = [accesso, parametri, accreditamento]
