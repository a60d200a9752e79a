// «Carico equo senza contenuto» (idea 14): the coordinator's token reaches the weight of the work and never of whom nor
// of what it is. Proved over every contract of the product, with the ids of a real case and well-formed requests.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ambito, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, operatore } from '../../../test/support/cartella.ts'
import { daProprietario } from '../../../test/support/mondo.ts'
import { FISSI, riempiOgniTabella } from '../../../test/support/ogni-tabella.ts'
import { scansioni } from '../../../test/support/piani.ts'
import { finta } from '../../../test/support/richiesta-finta.ts'
import { nuovoUfficio } from '../../../test/support/sportello.ts'
import { fattiApi } from '../../shared/anagrafe/persone.api.ts'
import { assegnazioneApi } from '../../shared/cartella/assegnazione.api.ts'
import { compitiApi } from '../../shared/cartella/compiti.api.ts'
import { decisioniApi } from '../../shared/cartella/decisioni.api.ts'
import { emergenzeApi } from '../../shared/cartella/emergenze.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { radarApi } from '../../shared/cartella/radar.api.ts'
import { scambiApi } from '../../shared/cartella/scambi.api.ts'
import { trasferimentiApi } from '../../shared/cartella/trasferimenti.api.ts'
import type { Endpoint } from '../../shared/kernel/endpoint.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { contratti } from '../openapi.ts'
import { caricaQuestionari } from '../parametri/carica-questionari.ts'
import { attiva, comeSistema, proposta, type Servizio, servizio } from './presa.fixture.ts'

let t: TestApp
let a: Ambito
let s: Servizio
let daAssegnare: string
/** Every id of the case, by table. */
let ids: string[]
const SEGNO = 'Zaffirorosa'
const SEZIONI = ['cartella']
let piene: Awaited<ReturnType<typeof riempiOgniTabella>>

beforeAll(async () => {
  t = await testApp()
  t.clock.set('2026-03-02T09:00:00Z')
  a = await ambitoConCartella(t)
  s = await servizio(t, a)
  const caso = await attiva(s, { oggetto: `${SEGNO} oggetto`, sicurezza: `${SEGNO} sicurezza`, peso: 7 })
  await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
    sql`update persona set cognome = ${SEGNO}, nome = ${`${SEGNO} nome`} where id = ${caso.personaId}`.execute(tx),
  )
  const { id } = caso
  await s.sociale.call(fattiApi.registra, {
    id: caso.personaId,
    tipo: 'recapito',
    dati: { mezzo: 'cellulare', valore: '3391112223', titolare: SEGNO },
    fonte: 'persona',
    nota: SEGNO,
  })
  await s.sociale.call(compitiApi.crea, { id, titolo: `${SEGNO} compito`, tipo: 'altro', scade: '2026-03-05' })
  await s.sociale.call(radarApi.rinvia, { id, regola: 'senza-informativa', motivo: SEGNO, fino: '2026-03-20' })
  const d = await s.sociale.call(decisioniApi.crea, { id: caso.personaId, presaId: id, quesito: `${SEGNO} quesito` })
  await s.sociale.call(trasferimentiApi.offri, { id, utenteId: s.collega.utenteId, motivo: `${SEGNO} motivo` })
  const pis = await operatore(t, a, 'pronto-intervento', s.comune)
  await pis.call(emergenzeApi.apri, { id: caso.personaId, dettaglio: `${SEGNO} emergenza` })
  // one refused, so that a reason stands in the history; one offered from another comune
  const altra = await proposta(s, { oggetto: `${SEGNO} altro oggetto` })
  await s.coordinatore.call(assegnazioneApi.assegna, {
    assegnazioni: [{ presaId: altra.id, utenteId: s.sociale.utenteId }],
  })
  await s.sociale.call(preseApi.rifiuta, { id: altra.id, motivo: `${SEGNO} rifiuto` })
  daAssegnare = altra.id
  const vicino = await servizio(t, a, a.comuni[1])
  const arrivo = await attiva(vicino, { oggetto: `${SEGNO} in arrivo` })
  await vicino.sociale.call(scambiApi.offriAComune, { id: arrivo.id, comuneId: s.comune, motivo: SEGNO })
  const righe = await comeSistema(
    t,
    a,
    sql<{
      id: string
    }>`select id from persona union select id from presa_in_carico union select id from compito union select id from trasferimento
      union select id from consegna_voce union select id from scambio_presa union select id from decisione union select id from apertura_fascicolo
      union select id from persona_fatto where dati::text like '%339111%' union select id from presa_operatore`,
  )
  // and something in every table of words, whatever writes in it: also in what this file does not know
  await caricaQuestionari(t.deps)
  await nuovoUfficio(t, a, s.comune)
  piene = await riempiOgniTabella(t, a, {
    sezioni: SEZIONI,
    utente: s.collega.utenteId,
    persona: caso.personaId,
    altra: altra.personaId,
    parole: (x, colonna) => (x.fascicolo ? `${SEGNO} ${x.nome}.${colonna}` : undefined),
    fissi: FISSI,
  })
  ids = [...new Set([...righe.map((r) => r.id), d.id, ...[...piene.values()].flatMap((r) => (r.id as string) ?? [])])]
})
afterAll(() => t.close())

function richiesta(e: Endpoint, id: string, piena: boolean): Record<string, unknown> {
  // what he might type in a form is the name itself; an address is repeated by the refusals, so it carries another word
  const x = { id, comune: a.comuni[0]! }
  const input = {
    ...finta(e.params, { ...x, testo: 'prova' }, true),
    ...finta(e.body, { ...x, testo: SEGNO }, piena),
    // without what it may leave out: filters would only narrow the answer
    ...(piena ? finta(e.query, { ...x, testo: SEGNO }) : {}),
  }
  // a cursor made up would only be refused
  for (const k of ['dopo', 'limite']) delete input[k]
  return input
}

describe('il segnaposto si vede dove deve, o la prova non prova nulla', () => {
  test('chi ha in carico lo legge', async () => {
    expect(JSON.stringify(await s.sociale.call(preseApi.mie, {}))).toContain(SEGNO)
    expect(JSON.stringify(await s.responsabile.call(emergenzeApi.elenco, {}))).toContain(SEGNO)
  })
  test('sta in ogni tabella che si apre soltanto con un fascicolo e in cui si scrivono parole', () => {
    const diParole = [...piene].filter(
      ([x]) => x.fascicolo && x.colonne.some((c) => ['text', 'text[]', 'jsonb'].includes(c.tipo)),
    )
    expect(diParole.length).toBeGreaterThan(30)
    expect(diParole.filter(([, r]) => !JSON.stringify(r).includes(SEGNO)).map(([x]) => x.nome)).toEqual([])
  })
})

/** An answer as a person would read it: a workbook too, which is compressed. */
async function inChiaro(corpo: unknown): Promise<string> {
  if (!Buffer.isBuffer(corpo)) return JSON.stringify(corpo)
  if (corpo.subarray(0, 2).toString() !== 'PK') return corpo.toString()
  const dir = await mkdtemp(join(tmpdir(), 'trama-prova-'))
  try {
    await writeFile(join(dir, 'foglio.xlsx'), corpo)
    const righe: unknown[] = []
    for await (const riga of leggiTabella(join(dir, 'foglio.xlsx'))) righe.push(riga)
    return JSON.stringify(righe)
  } finally {
    await rm(dir, { recursive: true })
  }
}

describe('nessun endpoint dice al coordinatore di chi o di che cosa si tratta', () => {
  test.each(contratti())('$e.method $e.path', async ({ e }) => {
    // the endpoints that end the session would end the proof
    if (e.azione === 'sessione' && e.method !== 'GET') return
    const bersagli =
      /:(id|operatore|fatto|voce|compito)/.test(e.path) || JSON.stringify(e.body ?? {}).includes('uuid')
        ? ids
        : [ids[0]!]
    prossimo: for (const id of bersagli)
      for (const piena of [false, true]) {
        const input = richiesta(e, id, piena)
        const r = await s.coordinatore.raw(e, input as never, e.upload ? { file: Buffer.from('x') } : {})
        expect(await inChiaro(r.body), `${e.path} ${id}`).not.toContain(SEGNO)
        expect(r.status, `${e.path} ${JSON.stringify(r.body)}`).toBeLessThan(500)
        // the act is asked for before what it is done on: refused once, it is refused for every id
        if ((r.body as { codice?: string } | null)?.codice === 'azione-non-consentita') break prossimo
      }
  })
})

describe('ciò che vede', () => {
  test('il tabellone e il carico, con i numeri giusti', async () => {
    const tabellone = await s.coordinatore.call(assegnazioneApi.daAssegnare, {})
    expect(Object.keys(tabellone.voci[0]!).sort()).toEqual([
      'apertaIl',
      'area',
      'comune',
      'comuneId',
      'daRiassegnare',
      'giorni',
      'id',
      'numero',
      'peso',
      'tipo',
    ])
    const { voci } = await s.coordinatore.call(assegnazioneApi.carico, {})
    expect(voci.find((v) => v.utenteId === s.sociale.utenteId)).toMatchObject({
      carico: 7,
      attive: 1,
      inScadenza: 1,
      scaduti: 0,
    })
    const foglio = await inChiaro((await s.coordinatore.raw(assegnazioneApi.esportaCarico, {})).body)
    expect(foglio).toContain('Carico pesato')
    expect(foglio).toContain('Prova Utente')
  })
  test('il carico va dalle prese in carico e dai compiti aperti, quanta che sia la storia', async () => {
    const { id } = await attiva(await servizio(t, a, a.comuni[1]))
    for (const riga of [
      `set session_replication_role = replica`,
      `insert into presa_in_carico (id, ambito_id, comune_id, persona_id, numero, stato, tipo, area, mandato, chiusa_il, motivo_chiusura) select gen_random_uuid(), ambito_id, comune_id, persona_id, 100000 + n, 'chiusa', tipo, area, mandato, '2021-01-01', 'rinuncia' from presa_in_carico, generate_series(1, 4000) n where id = '${id}'`,
      `insert into presa_operatore (ambito_id, comune_id, presa_id, utente_id, professione, responsabile, dal, al) select ambito_id, comune_id, id, '${s.sociale.utenteId}', 'altro', true, '2020-01-01', '2021-01-01' from presa_in_carico where numero > 100000 and ambito_id = '${a.id}'`,
      `insert into compito (ambito_id, comune_id, persona_id, presa_id, utente_id, tipo, scade, stato, chiuso_il) select ambito_id, comune_id, persona_id, id, '${s.sociale.utenteId}', 'altro', '2020-02-01', 'fatto', '2020-03-01' from presa_in_carico where numero > 100000 and ambito_id = '${a.id}'`,
      `set session_replication_role = origin`,
      `analyze presa_in_carico`,
      `analyze presa_operatore`,
      `analyze compito`,
    ])
      await daProprietario(t, riga)
    const leggi = () => s.coordinatore.call(assegnazioneApi.carico, {})
    const come = async (tabella: string) =>
      (await scansioni(t.deps.db, 'presa_operatore', tabella, leggi)).map((x) => x['Index Name'] ?? x['Node Type'])
    expect(await come('compito')).toEqual(['compito_aperti'])
    expect(await come('presa_in_carico')).toContain('presa_elenco')
    // of each that is open, who answers for it: not all that anybody has ever had
    for (const x of await scansioni(t.deps.db, 'presa_operatore', 'presa_operatore', leggi))
      expect(x['Index Cond'], x['Index Name'] ?? x['Node Type']).toMatch(/\(presa_id = /)
  })
  test('soltanto del suo comune', async () => {
    const altrove = await operatore(t, a, 'coordinatore-servizio', a.comuni[1])
    expect((await altrove.call(assegnazioneApi.daAssegnare, {})).voci).toEqual([])
    expect((await altrove.call(assegnazioneApi.carico, {})).voci.map((v) => v.utenteId)).not.toContain(
      s.sociale.utenteId,
    )
    const r = await altrove.raw(assegnazioneApi.assegna, {
      assegnazioni: [{ presaId: daAssegnare, utenteId: s.sociale.utenteId }],
    })
    expect(r.status).toBe(404)
  })
})
