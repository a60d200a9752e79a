// What-if: a version over the households in charge, by the job of the product on PostgreSQL, in a process of its own so that its
// peak of memory is its own. Once over evaluations kept under the version before (nuclei.fixture.ts), once over domande as extracts
// declare them (nuclei-tipo.ts), whose facts are made member by member.

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { oggiInItalia } from '../src/server/kernel/context.ts'
import type { Scope, Tx } from '../src/server/kernel/db.ts'
import { caricaMisure, leggiMisure } from '../src/server/misure/carica-misure.ts'
import type { Incarico } from '../src/server/misure/simulazioni-corsa.ts'
import { nucleoNumero } from '../src/shared/misure/nuclei.fixture.ts'
import { valuta } from '../src/shared/misure/valutazione.rules.ts'
import { leggiDefinizione } from '../src/shared/misure/versione.rules.ts'
import { adesione, delega } from '../test/support/accreditamento.ts'
import { nuovoAmbito, nuovoUtente, type TestApp } from '../test/support/app.ts'
import { type Ambiente, type Esito, mediana, opzioniDiNode, type Prodotto, proprietario } from './ambiente.ts'
import { tipi } from './nuclei-tipo.ts'

const GIRI = 5
const NUCLEI = Number(process.env.TRAMA_SIMULATI ?? 50_000)
const LOTTO = 1000

/** The measure with most versions: the latest two are compared. */
function dueVersioni() {
  const perMisura = [...Map.groupBy(leggiMisure(), (m) => m.codice).values()].sort((a, b) => b.length - a.length)
  const [prima, dopo] = perMisura.find((v) => v.some((m) => m.al === null))!.slice(-2)
  return { prima: prima!, dopo: dopo! }
}

interface Luogo {
  base: Prodotto
  ambito: string
  comune: string
  dentro: Scope
}
/** An ambito of one comune, open to the measures, and its coordinator. */
async function nuovoLuogo(base: Prodotto): Promise<Luogo & { utente: string }> {
  const { deps } = base
  const t = { app: base.app, deps } as TestApp
  const a = await nuovoAmbito(t, 1)
  const comune = a.comuni[0]!
  await adesione(t, a, comune, 'registrata')
  await delega(t, a, comune)
  const utente = (await nuovoUtente(t, a, [{ ruolo: 'coordinatore-patto', comune }])).id
  const dentro = {
    azione: 'prova.prepara',
    ambito: a.id,
    comuni: a.comuni,
    utente,
    fascicolo: true,
    adesso: deps.clock(),
  }
  return { base, ambito: a.id, comune, dentro, utente }
}

/** A lot of households at a time, written by one statement each. */
async function aLotti(l: Luogo, scrivi: (tx: Tx, numeri: number[]) => Promise<unknown>) {
  for (let da = 0; da < NUCLEI; da += LOTTO)
    await l.base.deps.db.inScope(l.dentro, (tx) =>
      scrivi(
        tx,
        Array.from({ length: LOTTO }, (_v, i) => da + i),
      ),
    )
}

type Versioni = ReturnType<typeof dueVersioni>

/** Evaluations kept by case managers, of households that are no domanda here. */
async function comeValutazioni(l: Luogo, { prima }: Versioni) {
  const versione = leggiDefinizione(prima.definizione).versione!
  await aLotti(l, (tx, numeri) => {
    const righe = numeri.map((n) => {
      const fatti = nucleoNumero(n)
      const risultato = valuta(versione, fatti)
      return { pratica: String(n), fatti, risultato, esito: risultato.esito, mensile: risultato.mensile }
    })
    return sql`insert into valutazione_misura (ambito_id, comune_id, misura_id, versione_id, pratica, giorno, fatti, risultato, esito, mensile)
        select ${l.ambito}, ${l.comune}, v.misura_id, v.id, r.pratica, '2025-03-01', r.fatti, r.risultato, r.esito, r.mensile
          from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(pratica text, fatti jsonb, risultato jsonb, esito text, mensile integer)
          join misura_versione v on v.misura_id = ${prima.codice} and v.numero = ${prima.versione}`.execute(tx)
  })
}

/** Domande in charge, as an extract declares them: the facts are made of what it says of each member. */
async function comeDomande(l: Luogo, { prima }: Versioni) {
  const diversi = tipi(oggiInItalia(l.base.deps.clock()))
  await aLotti(l, async (tx, numeri) => {
    const domande = numeri.map((n) => ({ id: randomUUID(), n, tipo: diversi[n % diversi.length]! }))
    const righe = domande.map(({ id, n, tipo }) => ({ id, protocollo: `INPS-BANCO-${n}`, presentata: tipo.presentata }))
    await sql`insert into domanda (id, comune_id, misura_id, versione_id, protocollo, presentata_il, ricevuta_il, beneficio, mensile, codice_fiscale, cognome, nome)
        select r.id, ${l.comune}, v.misura_id, v.id, r.protocollo, r.presentata, r.presentata + 10, 'in-pagamento', 50000, 'BANCO' || r.protocollo, 'Banco', 'Sintetico'
          from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(id uuid, protocollo text, presentata date)
          join misura_versione v on v.misura_id = ${prima.codice} and v.numero = ${prima.versione}`.execute(tx)
    const membri = domande.flatMap(({ id, n, tipo }) =>
      tipo.componenti.map((m) => ({
        id,
        cf: `BANCO${n}M${m.m}`,
        m: m.m,
        nata: m.nata,
        sesso: m.sesso,
        dichiarati: m.dichiarati,
      })),
    )
    await sql`insert into domanda_componente (comune_id, domanda_id, ordine, richiedente, codice_fiscale, cognome, nome, data_nascita, sesso, dichiarati)
        select ${l.comune}, r.id, r.m, r.m = 1, r.cf, 'Banco', 'Sintetico', r.nata, r.sesso, r.dichiarati
          from jsonb_to_recordset(${JSON.stringify(membri)}::jsonb) as r(id uuid, cf text, m int, nata date, sesso text, dichiarati jsonb)`.execute(
      tx,
    )
  })
}

async function prepara(
  base: Prodotto,
  versioni: Versioni,
  scrivi: (l: Luogo, v: Versioni) => Promise<void>,
): Promise<Incarico[]> {
  const l = await nuovoLuogo(base)
  await scrivi(l, versioni)
  await proprietario(base.urlProprietario, (o) => o.query('analyze domanda, domanda_componente, valutazione_misura'))
  return base.deps.db.inScope(l.dentro, async (tx) => {
    const incarichi = Array.from({ length: GIRI }, () => ({ id: randomUUID(), ambito: l.ambito, utente: l.utente }))
    for (const i of incarichi)
      await sql`insert into simulazione_misura (id, ambito_id, versione_id, portata)
        select ${i.id}, ${l.ambito}, id, ${JSON.stringify({ comuni: [l.comune] })}::jsonb from misura_versione
         where misura_id = ${versioni.dopo.codice} and numero = ${versioni.dopo.versione}`.execute(tx)
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

/** Where the households are found: both are read by the job, of domande first. */
const fonti = [
  ['nuclei valutati', comeValutazioni],
  ['domande in carico', comeDomande],
] as const

export async function whatif({ base }: Ambiente): Promise<Esito[]> {
  await caricaMisure(base.deps)
  const versioni = dueVersioni()
  const n = (v: number) => v.toLocaleString('it-IT')
  const esiti: Esito[] = []
  for (const [nome, scrivi] of fonti) {
    const corse: Corsa[] = []
    for (const i of await prepara(base, versioni, scrivi)) corse.push(await corsa(base, i))
    if (corse.some((c) => c.nuclei !== NUCLEI)) throw new Error('nuclei esaminati diversi da quelli in carico')
    const alSecondo = Math.round(mediana(corse.map((c) => NUCLEI / (c.ms / 1000))))
    const picco = mediana(corse.map((c) => c.picco))
    esiti.push(
      {
        misura: `Simulazione di una versione su ${n(NUCLEI)} ${nome}, mediana di ${GIRI}`,
        valore: `${n(alSecondo)} nuclei al secondo`,
        soglia: '≥ 2.000 al secondo',
        rispettata: alSecondo >= 2000,
      },
      {
        misura: `Picco di memoria del processo, ${nome}`,
        valore: `${n(picco)} MB`,
        soglia: '< 400 MB',
        rispettata: picco < 400,
      },
    )
  }
  return esiti
}
