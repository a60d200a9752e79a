// Every domain module, in the order of the architecture: a module may import only those above it.
import { accesso } from './accesso/modulo.ts'
import { accreditamento } from './accreditamento/modulo.ts'
import { datiPerLettera } from './anagrafe/dati-lettera.ts'
import { anagrafe } from './anagrafe/modulo.ts'
import { cartella } from './cartella/modulo.ts'
import { senzaSegnalanti } from './cartella/segnalanti.ts'
import { documenti } from './documenti/modulo.ts'
import { flussi } from './flussi/modulo.ts'
import { interventi } from './interventi/modulo.ts'
import type { Modulo } from './kernel/modulo.ts'
import { misure } from './misure/modulo.ts'
import { parametri } from './parametri/modulo.ts'
import { patti } from './patti/modulo.ts'
import { territorio } from './territorio/modulo.ts'

export const moduli: readonly Modulo[] = [
  territorio,
  accesso,
  parametri,
  documenti(datiPerLettera, senzaSegnalanti),
  accreditamento,
  anagrafe,
  cartella,
  misure,
  patti,
  interventi,
  flussi,
]
