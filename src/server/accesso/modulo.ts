import type { Modulo } from '../kernel/modulo.ts'
import { comandiSuperUtente } from './comandi.ts'
import { notificheRotte } from './notifiche.ts'
import { pulizia } from './posta.ts'
import { registriRotte } from './registri.ts'
import { sessioneRotte } from './sessione.ts'

export const accesso: Modulo = {
  nome: 'accesso',
  rotte: [sessioneRotte, notificheRotte, registriRotte],
  jobs: [pulizia],
  comandi: comandiSuperUtente,
}
