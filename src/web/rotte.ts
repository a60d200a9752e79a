// Every page of every module, in the order of the menu.
import { conManuale } from './accesso/manuale/capitoli.ts'
import { routes as accesso, publicRoutes as aiuto } from './accesso/rotte.ts'
import { routes as utenti } from './accesso/utenti-rotte.ts'
import { routes as richiesteAmbito } from './accreditamento/richieste-ambito-rotte.ts'
import { routes as accreditamento } from './accreditamento/rotte.ts'
import { routes as anagrafe } from './anagrafe/rotte.ts'
import { routes as documentiPersona } from './cartella/documenti/rotte.ts'
import { routes as messaggi } from './cartella/messaggio/rotte.ts'
import { routes as cartella } from './cartella/rotte.ts'
import { routes as fascicolo } from './cartella/rotte-fascicolo.ts'
import { routes as sportello } from './cartella/sportello-rotte.ts'
import { routes as cruscotti } from './cruscotti/rotte.ts'
import { routes as documenti } from './documenti/rotte.ts'
import { routes as flussi } from './flussi/rotte.ts'
import { routes as interventi } from './interventi/rotte.ts'
import { routes as kernel } from './kernel/pages/routes.ts'
import type { Rotta } from './kernel/rotte.ts'
import { routes as misure } from './misure/rotte.ts'
import { routes as parametri } from './parametri/rotte.ts'
import { routes as domande } from './patti/domande/rotte.ts'
import { routes as patti } from './patti/rotte.ts'
import { routes as analisi } from './patti/rotte-analisi.ts'
import { routes as equipe } from './patti/rotte-equipe.ts'
import { routes as territorio } from './territorio/rotte.ts'

export const tutteLeRotte: readonly Rotta[] = conManuale([
  ...cruscotti,
  ...kernel,
  ...sportello,
  ...anagrafe,
  ...fascicolo,
  ...cartella,
  ...documentiPersona,
  ...messaggi,
  ...documenti,
  ...domande,
  ...patti,
  ...misure,
  ...flussi,
  ...interventi,
  ...analisi,
  ...equipe,
  ...territorio,
  ...richiesteAmbito,
  ...utenti,
  ...accreditamento,
  ...accesso,
  ...parametri,
  ...aiuto,
])
