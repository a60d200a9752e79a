// A process on a data folder, that stops to be killed: it convenes many households, half way in the preparation
// (`convocazioni-ucciso.ts FOLDER HOW-MANY`); or finishes what that one left and sends, with a message in the hands of the carrier
// (`… FOLDER HOW-MANY SINK`). Run by convocazioni-ucciso.test.ts.
import { buildApp } from '../../src/server/app.ts'
import { caricaModelli } from '../../src/server/documenti/carica-modelli.ts'
import type { Deps } from '../../src/server/kernel/context.ts'
import { openEmbedded } from '../../src/server/kernel/db.ts'
import { caricaMisure } from '../../src/server/misure/carica-misure.ts'
import { moduli } from '../../src/server/modules.ts'
import { jobRiprendiConvocazioni, prepara } from '../../src/server/patti/convocazione-lavoro.ts'
import { importa, verifica } from '../../src/server/patti/estratto-corsa.ts'
import { spedisci } from '../../src/server/patti/spedizioniere.ts'
import { vettoreCartella } from '../../src/server/patti/vettori.ts'
import { casiApi } from '../../src/shared/patti/casi.api.ts'
import { convocazioniApi } from '../../src/shared/patti/convocazioni.api.ts'
import { estrattiApi } from '../../src/shared/patti/estratti.api.ts'
import { asRuolo, type TestApp } from './app.ts'
import { baseInCartella } from './database.ts'
import { giorno } from './giorni.ts'
import { ambitoConPatti, csv, finto, nucleo } from './patti.ts'
import { altroIngresso, fermo } from './processo.ts'

const [dir, nuclei, scarico] = process.argv.slice(2) as [string, string, string | undefined]

const vero = await openEmbedded(await baseInCartella(dir))
let transazioni = 0
let conta = false
const db = altroIngresso(vero, async (scope, fn) => (conta && ++transazioni === 20 ? fermo() : vero.inScope(scope, fn)))

async function spedisciAMeta(cartella: string) {
  const deps: Deps = {
    db: vero,
    clock: () => new Date(Date.now() + 15 * 60_000),
    jobs: { enqueue: async () => {} },
    verificaRisposte: false,
  }
  await jobRiprendiConvocazioni.run(deps, {})
  let portati = 0
  await spedisci(deps, {
    email: () => {
      const vettore = vettoreCartella(cartella)()
      return {
        // the last one has reached the carrier, and nobody will hear that it did
        porta: async (m) => {
          const esito = await vettore.porta(m)
          return ++portati === 15 ? fermo() : esito
        },
        chiudi: vettore.chiudi,
      }
    },
  })
}

async function preparaAMeta() {
  const deps: Deps = { db, clock: () => new Date(), jobs: { enqueue: async () => {} }, verificaRisposte: false }
  await caricaMisure(deps)
  await caricaModelli(deps)
  const app = await buildApp({ deps, moduli })
  const t = { app, deps } as TestApp
  const a = await ambitoConPatti(t, 1)
  const comune = a.comuni[0]!
  const chi = await asRuolo(t, a, { ruolo: 'coordinatore-patto', comune })
  const cm = await asRuolo(t, a, { ruolo: 'case-manager', comune })
  const righe = Array.from({ length: Number(nuclei) }, (_v, n) =>
    nucleo([finto()], { 'E-mail': `famiglia${n}@example.it` }),
  ).flat()
  const { id } = await chi.call(
    estrattiApi.carica,
    { nome: 'x.csv', comune, misura: 'adi', estrattoIl: '2026-03-02' } as never,
    {
      file: csv(righe),
    },
  )
  const { mappa } = await chi.call(estrattiApi.colonne, { id })
  await chi.call(estrattiApi.mappa, { id, mappa })
  const incarico = { id, ambito: a.id, utente: chi.utenteId }
  await verifica(deps, incarico)
  await chi.call(estrattiApi.conferma, { id })
  await importa(deps, incarico)
  const voci: { id: string }[] = []
  for (let dopo: string | undefined; ; ) {
    const pagina = await chi.call(casiApi.cerca, { limite: 200, ...(dopo && { dopo }) })
    voci.push(...pagina.voci)
    if (!pagina.prossima) break
    dopo = pagina.prossima
  }
  await chi.call(casiApi.assegna, { voci: voci.map((c) => ({ casoId: c.id, utenteId: cm.utenteId })) })
  const fraDieci = giorno(10)
  const { modelli } = await cm.call(convocazioniApi.scelte, {})
  const { id: invio } = await cm.call(convocazioniApi.crea, {
    modello: modelli[0]!.id,
    canali: ['email'],
    modo: 'primo',
    luogo: 'Sala',
    minuti: 30,
    voci: voci.map((c) => ({ casoId: c.id, giorno: fraDieci, ora: '09:30' })),
  })
  conta = true
  await prepara(deps, { invio, ambito: a.id, utente: cm.utenteId })
}

await (scarico ? spedisciAMeta(scarico) : preparaAMeta())
