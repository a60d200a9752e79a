// What-if: a version over the households in charge, by the job of the product on PostgreSQL, in a process of its own so that its
// peak of memory is its own. Households are invented (nuclei.fixture.ts), with evaluations kept under the version before.

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { caricaMisure, leggiMisure } from '../src/server/misure/carica-misure.ts'
import type { Incarico } from '../src/server/misure/simulazioni-corsa.ts'
import { nucleoNumero } from '../src/shared/misure/nuclei.fixture.ts'
import { valuta } from '../src/shared/misure/valutazione.rules.ts'
import { leggiDefinizione } from '../src/shared/misure/versione.rules.ts'
import { adesione, delega } from '../test/support/accreditamento.ts'
import { nuovoAmbito, nuovoUtente, type TestApp } from '../test/support/app.ts'
import { type Ambiente, type Esito, mediana, opzioniDiNode, type Prodotto } from './ambiente.ts'

const GIRI = 5
const NUCLEI = 50_000
const LOTTO = 1000

/** The measure with most versions: the latest two are compared. */
function dueVersioni() {
  const perMisura = [...Map.groupBy(leggiMisure(), (m) => m.codice).values()].sort((a, b) => b.length - a.length)
  const [prima, dopo] = perMisura.find((v) => v.some((m) => m.al === null))!.slice(-2)
  return { prima: prima!, dopo: dopo! }
}

async function preparaNuclei(base: Prodotto): Promise<Incarico[]> {
  const { deps } = base
  const t = { app: base.app, deps } as TestApp
  const { prima, dopo } = dueVersioni()
  await caricaMisure(deps)
  const a = await nuovoAmbito(t, 1)
  const comune = a.comuni[0]!
  await adesione(t, a, comune, 'registrata')
  await delega(t, a, comune)
  const utente = (await nuovoUtente(t, a, [{ ruolo: 'coordinatore-patto', comune }])).id
  const versione = leggiDefinizione(prima.definizione).versione!
  const dentro = { azione: 'prova.prepara', ambito: a.id, comuni: a.comuni, utente, adesso: deps.clock() }
  for (let da = 0; da < NUCLEI; da += LOTTO) {
    const righe = Array.from({ length: LOTTO }, (_v, i) => {
      const fatti = nucleoNumero(da + i)
      const risultato = valuta(versione, fatti)
      return { pratica: String(da + i), fatti, risultato, esito: risultato.esito, mensile: risultato.mensile }
    })
    await deps.db.inScope(dentro, (tx) =>
      sql`insert into valutazione_misura (ambito_id, comune_id, misura_id, versione_id, pratica, giorno, fatti, risultato, esito, mensile)
        select ${a.id}, ${comune}, v.misura_id, v.id, r.pratica, '2025-03-01', r.fatti, r.risultato, r.esito, r.mensile
          from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(pratica text, fatti jsonb, risultato jsonb, esito text, mensile integer)
          join misura_versione v on v.misura_id = ${prima.codice} and v.numero = ${prima.versione}`.execute(tx),
    )
  }
  return deps.db.inScope(dentro, async (tx) => {
    const incarichi = Array.from({ length: GIRI }, () => ({ id: randomUUID(), ambito: a.id, utente }))
    for (const i of incarichi)
      await sql`insert into simulazione_misura (id, ambito_id, versione_id, portata)
        select ${i.id}, ${a.id}, id, ${JSON.stringify({ comuni: a.comuni })}::jsonb from misura_versione
         where misura_id = ${dopo.codice} and numero = ${dopo.versione}`.execute(tx)
    return incarichi
  })
}

interface Corsa {
  ms: number
  picco: number
  nuclei: number
}

function corsa(base: Prodotto, i: Incarico): Promise<Corsa> {
  const args = [...opzioniDiNode(), join(import.meta.dirname, 'whatif-corsa.ts'), base.url, JSON.stringify(i)]
  const p = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let detto = ''
  p.stdout.on('data', (pezzo: Buffer) => {
    detto += pezzo.toString()
  })
  return new Promise((fatto, errore) =>
    p.once('exit', (c) => (c === 0 ? fatto(JSON.parse(detto) as Corsa) : errore(new Error('simulazione fallita')))),
  )
}

export async function whatif({ base }: Ambiente): Promise<Esito[]> {
  const corse: Corsa[] = []
  for (const i of await preparaNuclei(base)) corse.push(await corsa(base, i))
  if (corse.some((c) => c.nuclei !== NUCLEI)) throw new Error('nuclei esaminati diversi da quelli in carico')
  const alSecondo = Math.round(mediana(corse.map((c) => NUCLEI / (c.ms / 1000))))
  const picco = mediana(corse.map((c) => c.picco))
  const n = (v: number) => v.toLocaleString('it-IT')
  return [
    {
      misura: `Simulazione di una versione su ${n(NUCLEI)} nuclei, mediana di ${GIRI}`,
      valore: `${n(alSecondo)} nuclei al secondo`,
      soglia: '≥ 2.000 al secondo',
      rispettata: alSecondo >= 2000,
    },
    { misura: 'Picco di memoria del processo', valore: `${n(picco)} MB`, soglia: '< 400 MB', rispettata: picco < 400 },
  ]
}
