import type { Modulo } from '../kernel/modulo.ts'
import { bozzeRotte, bozzeVincoli } from './bozze.ts'
import { comandiSuperUtente } from './comandi.ts'
import { contattiRotte } from './contatti.ts'
import { notificheRotte } from './notifiche.ts'
import { pulizia } from './posta.ts'
import { registriRotte } from './registri.ts'
import { ruoliRotte } from './ruoli.ts'
import { sessioneRotte } from './sessione.ts'
import { ufficiOperatoriRotte, ufficiOperatoriVincoli } from './uffici-operatori.ts'
import { utentiRotte, utentiVincoli } from './utenti.ts'
import { jobContratti } from './utenti-contratti.ts'

export const accesso: Modulo = {
  nome: 'accesso',
  rotte: [
    sessioneRotte,
    bozzeRotte,
    notificheRotte,
    registriRotte,
    contattiRotte,
    ufficiOperatoriRotte,
    ...ruoliRotte,
    ...utentiRotte,
  ],
  vincoli: { ...utentiVincoli, ...bozzeVincoli, ...ufficiOperatoriVincoli },
  jobs: [pulizia, jobContratti],
  comandi: comandiSuperUtente,
}
