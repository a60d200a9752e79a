import type { Modulo } from '../kernel/modulo.ts'
import { parametriRotte } from './parametri.ts'

export const parametri: Modulo = { nome: 'parametri', rotte: [parametriRotte] }
