// A process on a data folder of its own that takes an extract in and says when part of it is in the tables, then waits to be
// killed: `estratto-ucciso.ts FOLDER`. Run by estratto-ucciso.test.ts.
import { buildApp } from '../../src/server/app.ts'
import type { Deps } from '../../src/server/kernel/context.ts'
import { openEmbedded } from '../../src/server/kernel/db.ts'
import { caricaMisure } from '../../src/server/misure/carica-misure.ts'
import { moduli } from '../../src/server/modules.ts'
import { importa, verifica } from '../../src/server/patti/estratto-corsa.ts'
import { estrattiApi } from '../../src/shared/patti/estratti.api.ts'
import { asRuolo, type TestApp } from './app.ts'
import { baseInCartella } from './database.ts'
import { ambitoConPatti, csv, finto, nucleo } from './patti.ts'
import { altroIngresso, fermo } from './processo.ts'

const NUCLEI = 250

const vero = await openEmbedded(await baseInCartella(process.argv[2]!))

let lotti = 0
let conta = false
/** Stops for ever when the third transaction that opens the folders begins: the first lot is written. */
const db = altroIngresso(vero, async (scope, fn) =>
  conta && scope.fascicolo && ++lotti === 3 ? fermo() : vero.inScope(scope, fn),
)
const deps: Deps = { db, clock: () => new Date(), jobs: { enqueue: async () => {} }, verificaRisposte: false }
await caricaMisure(deps)
const app = await buildApp({ deps, moduli })
const t = { app, deps } as TestApp
const a = await ambitoConPatti(t, 1)
const comune = a.comuni[0]!
const chi = await asRuolo(t, a, { ruolo: 'coordinatore-patto', comune })
const righe = Array.from({ length: NUCLEI }, () => nucleo([finto()])).flat()
const estrattoIl = '2026-03-02'
const { id } = await chi.call(estrattiApi.carica, { nome: 'x.csv', comune, misura: 'adi', estrattoIl } as never, {
  file: csv(righe),
})
const { mappa } = await chi.call(estrattiApi.colonne, { id })
await chi.call(estrattiApi.mappa, { id, mappa })
const incarico = { id, ambito: a.id, utente: chi.utenteId }
await verifica(deps, incarico)
await chi.call(estrattiApi.conferma, { id })
conta = true
await importa(deps, incarico)
