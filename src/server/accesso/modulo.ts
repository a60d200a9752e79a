import type { Modulo } from '../kernel/modulo.ts'
import { sessioneRotte } from './sessione.ts'

export const accesso: Modulo = { nome: 'accesso', rotte: [sessioneRotte] }
