// A meeting of a pact is one thing wherever it is met: an hour of the agenda, a day of the scadenziere, the convocation that calls to it, the
// presence that the desk registers, what was said in it.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { SEGNO } from '../../../seed/patto.ts'
import { type Ambito, as, asRuolo, type Caller, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import {
  ambitoConPatti,
  casoSeguito,
  conAnalisi,
  finto,
  lavora,
  preparaPatti,
  scorta,
  scriviPatto,
} from '../../../test/support/patti.ts'
import { nuovoUfficio } from '../../../test/support/sportello.ts'
import { agendaApi, calendarioApi } from '../../shared/cartella/agenda.api.ts'
import { disponibilitaApi } from '../../shared/cartella/disponibilita.api.ts'
import { INCONTRO_PREVISTO } from '../../shared/patti/casi.rules.ts'
import { convocazioniApi } from '../../shared/patti/convocazioni.api.ts'
import { incontriApi } from '../../shared/patti/incontri.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { monitoraggioApi, pattoApi } from '../../shared/patti/patto.api.ts'
import { caricaModelli } from '../documenti/carica-modelli.ts'
import { inCtx } from '../kernel/serve.ts'
import { notteDi } from './notte.ts'

const OGGI = '2026-03-02'
const INCONTRO = '2026-03-16'
let t: TestApp
let mio: Ambito
let comune: string
let ufficio: string
let cp: Caller
let cm: Caller
let rri: Caller
let sociale: Caller
const chi: { codiceFiscale: string }[] = []
async function quando(giorno: string, ora = '09:00') {
  t.clock.set(`${giorno}T${ora}:00Z`)
  ;[cp, cm, rri, sociale] = (await Promise.all(chi.map((u) => as(t, u)))) as [Caller, Caller, Caller, Caller]
}
beforeAll(async () => {
  t = await testApp()
  await preparaPatti(t)
  await caricaModelli(t.deps)
  mio = await ambitoConPatti(t, 2, true)
  comune = mio.comuni[0]!
  ufficio = await nuovoUfficio(t, mio, comune, 'Ufficio di prova')
  for (const ruolo of ['coordinatore-patto', 'case-manager', 'responsabile-incontri', 'assistente-sociale'])
    chi.push(await nuovoUtente(t, mio, [{ ruolo, comune }]))
  arrivata = scorta({ t, comune }, nuovaFamiglia)
}, 120_000)
beforeEach(() => quando(OGGI))
afterAll(() => t.close())

const nuovaFamiglia = () => [finto(), finto('Ugo', '1980-05-06', 'M')]
let arrivata: ReturnType<typeof scorta>
async function diPrima(misura: string) {
  const persone = nuovaFamiglia()
  const altro = { 'Data presentazione': '10/01/2022' }
  return { id: await casoSeguito({ t, comune }, { cp, cm }, persone, { altro, misura }), persone }
}
/** A household with a signed pact; of a measure that asks for no periodic meeting, where it is said. */
async function patto(misura?: string) {
  const { id: casoId, persone: famiglia } = misura ? await diPrima(misura) : await arrivata({ cp, cm })
  await conAnalisi(t, mio, casoId, cm)
  const { id } = await cm.call(pattoApi.apri, { id: casoId })
  const { risultato } = await scriviPatto(cm, id)
  await cm.call(pattoApi.proponi, { id, versione: (await cm.call(pattoApi.leggi, { id })).versione })
  const { firme, versione, persone, propostoIl } = await cm.call(pattoApi.leggi, { id })
  const giorno = propostoIl!
  for (const f of firme) await cm.call(pattoApi.disegna, { id, firma: f.id, versione, giorno, immagine: SEGNO })
  const di = (nome: string) => persone.find((x) => x.nome.endsWith(nome))!.componenteId
  return { id, casoId, cf: famiglia[0]!.cf, risultato, ada: di('Ada'), ugo: di('Ugo') }
}
type Patto = Awaited<ReturnType<typeof patto>>

/** A planned meeting, in an office where it is said. */
async function previsto(p: Patto, altro: object = {}) {
  await cm.call(monitoraggioApi.pianifica, {
    id: p.id,
    giorni: [INCONTRO],
    ora: '10:00',
    durata: 30,
    voci: [p.risultato],
    ...altro,
  })
  return (await incontri(p)).find((n) => n.stato === 'previsto')!
}
const incontri = async (p: Patto) => (await cm.call(monitoraggioApi.leggi, { id: p.id })).incontri
const uno = async (p: Patto, id: string) => (await incontri(p)).find((n) => n.id === id)!
const scheda = (p: Patto) => cm.call(mieiCasiApi.leggi, { id: p.casoId })
const agenda = async (giorno = INCONTRO) =>
  (await sociale.call(agendaApi.list, { dal: giorno, al: giorno, operatore: cm.utenteId })).voci
const stati = async (giorno = INCONTRO) => (await agenda(giorno)).map((a) => [a.ora, a.stato])
/** Hours of the agenda that a caso has had, in order. */
const ore = async (casoId: string) => {
  const { rows } = await inCtxTutto(
    sql`select a.stato from appuntamento a join appuntamento_caso c on c.appuntamento_id = a.id where c.caso_id = ${casoId} order by a.inizio, a.creato_il, a.id`,
  )
  return rows.map((r) => (r as { stato: string }).stato)
}
const dovuti = async (p: Patto, fino = '2027-12-31') =>
  (await cm.call(mieiCasiApi.scadenziere, { fino, limite: 200 })).voci.filter(
    (v) => v.casoId === p.casoId && v.termine === INCONTRO_PREVISTO.nome,
  )
async function convoca(p: Patto, voce: object = {}, altro: object = {}) {
  const { modelli } = await cm.call(convocazioniApi.scelte, {})
  const r = await cm.raw(convocazioniApi.crea, {
    modello: modelli[0]!.id,
    canali: ['a-mano'],
    modo: 'primo',
    luogo: 'Ufficio di prova, via delle Prove 2',
    minuti: 30,
    voci: [{ casoId: p.casoId, giorno: INCONTRO, ora: '10:00', ...voce }],
    ...altro,
  } as never)
  await lavora(t)
  return r
}
/** The convocation of a caso that waits to be answered, or the one that there is. */
const convocazione = async (p: Patto) => {
  const { voci } = await cm.call(convocazioniApi.elenco, { caso: p.casoId })
  return voci.find((v) => v.stato !== 'annullata' && v.esito === null) ?? voci[0]!
}
const registra = (p: Patto, incontro: string, altro: object = {}) =>
  cm.raw(monitoraggioApi.registra, {
    id: p.id,
    incontro,
    giorno: INCONTRO,
    tenuto: true,
    presenti: [p.ada],
    assenti: [],
    valutazioni: [],
    ...altro,
  })
const libera = () => inCtxTutto(sql`update appuntamento set stato = 'annullato' where stato in ('fissato', 'svolto')`)
const inCtxTutto = (q: ReturnType<typeof sql>) =>
  inCtx(t.deps, { azione: 'prova', ambito: mio.id, utente: cm.utenteId, comuni: mio.comuni, fascicolo: true }, (ctx) =>
    q.execute(ctx.tx),
  )

test('a planned meeting takes its hour in the agenda of the offices, with who is awaited and how long; the hour is taken and names nobody', async () => {
  const p = await patto()
  await cm.call(disponibilitaApi.crea, {
    comuneId: comune,
    ufficioId: ufficio,
    settimana: '1',
    dalle: '10:00',
    alle: '11:00',
    minuti: 30,
    dal: OGGI,
  })
  const libere = async () =>
    (await cm.call(disponibilitaApi.libere, { dal: INCONTRO, ufficio, quanti: 1 })).voci.map(
      (s) => `${s.giorno} ${s.ora}`,
    )
  expect(await libere()).toEqual([`${INCONTRO} 10:00`])
  const pianifica = (altro: object) =>
    cm.raw(monitoraggioApi.pianifica, { id: p.id, giorni: [INCONTRO], voci: [], ufficioId: ufficio, ...altro } as never)
  // an office without an hour, an hour without its length, somebody who is not in the pact
  expect(await pianifica({ durata: 30 })).toMatchObject({ status: 422, body: { errori: [{ campo: 'ora' }] } })
  expect(await pianifica({ ora: '10:00' })).toMatchObject({ status: 422, body: { errori: [{ campo: 'durata' }] } })
  expect(await pianifica({ ora: '10:00', durata: 30, persone: [crypto.randomUUID()] })).toMatchObject({ status: 422 })
  const n = await previsto(p, { ufficioId: ufficio, luogo: 'Stanza 3', persone: [p.ada] })
  expect(n).toMatchObject({
    durata: 30,
    persone: [p.ada],
    ufficio: 'Ufficio di prova',
    luogo: 'Stanza 3',
    appuntamento: 'fissato',
  })
  expect(await libere()).toEqual([`${INCONTRO} 10:30`])
  expect((await agenda()).map((a) => [a.ora, a.oraFine, a.stato, a.persona, a.caso])).toEqual([
    ['10:00', '10:30', 'fissato', null, null],
  ])
  // the second of two plans is told on which day the hour is taken
  expect(await pianifica({ giorni: ['2026-03-09', INCONTRO], ora: '10:15', durata: 30 })).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('16 marzo 2026') },
  })
  const { percorso } = await cm.call(calendarioApi.collega, {})
  const ics = (await t.app.inject({ method: 'GET', url: percorso })).body
  expect(ics).toContain('DTSTART:20260316T090000Z')
  expect(ics).toContain('DTSTART;VALUE=DATE:20260316')
  for (const detto of ['Ada', p.cf, 'patto', 'Patto']) expect(ics).not.toContain(detto)
  // moved, the old hour is free; taken away, the new one
  await cm.call(monitoraggioApi.sposta, { id: p.id, incontro: n.id, giorno: '2026-03-23', ora: '10:00' })
  expect([await stati(), await stati('2026-03-23')]).toEqual([[['10:00', 'spostato']], [['10:00', 'fissato']]])
  expect((await dovuti(p)).map((v) => v.scade)).toEqual(['2026-03-23'])
  await cm.call(monitoraggioApi.annulla, { id: p.id, incontro: n.id, motivo: 'Prova' })
  expect(await stati('2026-03-23')).toEqual([['10:00', 'annullato']])
  expect(await dovuti(p)).toEqual([])
})

test('what the desk does to the hour reaches the meeting and whoever follows the household', async () => {
  const p = await patto()
  const n = await previsto(p, { ufficioId: ufficio })
  const [a] = (await agenda()).filter((x) => x.stato === 'fissato')
  await sociale.call(agendaApi.sposta, { id: a!.id, giorno: '2026-03-30', ora: '11:30', durataMinuti: 45 } as never)
  await lavora(t)
  expect(await uno(p, n.id)).toMatchObject({
    previstoIl: '2026-03-30',
    ora: '11:30',
    durata: 45,
    appuntamento: 'fissato',
  })
  expect((await dovuti(p)).map((v) => v.scade)).toEqual(['2026-03-30'])
  t.clock.advance(1)
  const [b] = (await agenda('2026-03-30')).filter((x) => x.stato === 'fissato')
  await sociale.call(agendaApi.annulla, { id: b!.id, motivo: 'Ufficio chiuso' })
  await lavora(t)
  expect(await uno(p, n.id)).toMatchObject({ stato: 'previsto', appuntamento: 'annullato' })
  const { rows } = await inCtxTutto(
    sql`select testo from kernel.notifica where utente_id = ${cm.utenteId} and testo like '%in agenda%' order by creata, id`,
  )
  expect(rows.map((r) => String((r as { testo: string }).testo).includes('spostato')).sort()).toEqual([false, true])
})

test('a meeting that passes and of which nobody says anything warns, also where the measure asks for none', async () => {
  const p = await patto('rdc')
  expect(
    (await cm.call(mieiCasiApi.leggi, { id: p.casoId })).termini.filter((x) => x.id.startsWith('incontro-')),
  ).toEqual([])
  const n = await previsto(p)
  expect(await dovuti(p)).toMatchObject([{ scade: INCONTRO, luce: 'verde' }])
  // at the desk he is awaited that day, and not convened
  const [atteso] = (await rri.call(incontriApi.attesi, { testo: p.cf })).voci
  expect(atteso).toMatchObject({ giorno: INCONTRO, ora: '10:00', convocazioneId: null })
  await quando('2026-03-10')
  expect(await dovuti(p)).toMatchObject([{ luce: 'giallo' }])
  const avvisi = async () => {
    const { rows } = await inCtxTutto(
      sql`select 1 from kernel.notifica where utente_id = ${cm.utenteId} and testo like '%dei tuoi casi%'`,
    )
    return rows.length
  }
  await quando('2026-03-16')
  await notteDi(t.deps, mio.id)
  const prima = await avvisi()
  await quando('2026-03-17')
  await notteDi(t.deps, mio.id)
  await notteDi(t.deps, mio.id)
  expect(await avvisi()).toBe(prima + 1)
  expect(await dovuti(p)).toMatchObject([{ luce: 'scaduto' }])
  expect((await registra(p, n.id)).status).toBe(201)
  expect(await dovuti(p)).toEqual([])
})

test('a convocation starts from the planned meeting and has its hour; held, convocation, hour and caso know it (M7 once)', async () => {
  await libera()
  const p = await patto()
  const n = await previsto(p, { ufficioId: ufficio })
  // another hour is not this meeting
  expect(await convoca(p, { incontroId: n.id, ora: '12:00' })).toMatchObject({ status: 422 })
  expect((await convoca(p, { incontroId: n.id }, { ufficioId: ufficio })).status).toBe(201)
  const v = await convocazione(p)
  expect(await uno(p, n.id)).toMatchObject({ convocazioneId: v.id, appuntamento: 'fissato' })
  expect((await stati()).filter(([, s]) => s === 'fissato')).toEqual([['10:00', 'fissato']])
  // whoever is called there would find nobody
  const questo = { id: p.id, incontro: n.id }
  expect((await cm.raw(monitoraggioApi.sposta, { ...questo, giorno: '2026-03-23' })).status).toBe(409)
  expect(await cm.raw(monitoraggioApi.annulla, { ...questo, motivo: 'Prova' })).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining('annulla prima la convocazione') },
  })
  await quando(INCONTRO, '12:00')
  expect((await cm.call(convocazioniApi.elenco, { anche: 'senza-esito' })).voci.map((x) => x.id)).toContain(v.id)
  expect((await registra(p, n.id)).status).toBe(201)
  expect((await cm.call(convocazioniApi.leggi, { id: v.id })).esito).toBe('presentato')
  expect((await cm.call(convocazioniApi.elenco, { anche: 'senza-esito' })).voci.map((x) => x.id)).not.toContain(v.id)
  expect((await stati()).filter(([, s]) => s === 'fissato' || s === 'svolto')).toEqual([['10:00', 'svolto']])
  const s = await scheda(p)
  expect(s.incontri.filter((i) => i.giorno === INCONTRO)).toMatchObject([
    { esito: 'tenuto', presenti: [expect.stringContaining('Ada')] },
  ])
  const { rows } = await inCtxTutto(
    sql`select 1 from comunicazione where caso_id = ${p.casoId} and giorno = ${INCONTRO} and tipo = 'incontro-registrato'`,
  )
  expect(rows.length).toBeLessThanOrEqual(1)
  // whoever was met under the pact has answered: the next convocation is the first, however near
  await quando('2026-03-17')
  const { modelli } = await cm.call(convocazioniApi.scelte, {})
  const vista = await cm.call(convocazioniApi.anteprima, {
    modello: modelli[0]!.id,
    canali: ['a-mano'],
    modo: 'primo',
    luogo: 'Ufficio',
    voci: [{ casoId: p.casoId, giorno: '2026-03-21', ora: '10:00' }],
  })
  expect(vista.voci[0]).toMatchObject({ numero: 1, impedimento: null })
})

test('annulled, a convocation leaves the meeting its hour; closed, the pact gives it back', async () => {
  await libera()
  const p = await patto()
  const n = await previsto(p, { ufficioId: ufficio })
  await convoca(p)
  const v = await convocazione(p)
  expect((await uno(p, n.id)).convocazioneId).toBe(v.id)
  await cm.call(convocazioniApi.annulla, { id: v.id, motivo: 'Prova' })
  expect(await uno(p, n.id)).toMatchObject({ convocazioneId: null, appuntamento: 'fissato' })
  const { versione } = await cm.call(pattoApi.leggi, { id: p.id })
  await cm.call(pattoApi.chiudi, {
    id: p.id,
    versione,
    giorno: OGGI,
    motivo: 'risultati-raggiunti',
    valutazione: 'Prova',
    caso: 'resta',
  } as never)
  expect(await uno(p, n.id)).toMatchObject({ stato: 'annullato', appuntamento: 'annullato' })
  expect(await dovuti(p)).toEqual([])
})

test('registered at the desk, the meeting of the pact is held: what was said in it is written after; a mistake gives it back', async () => {
  await libera()
  const p = await patto()
  const n = await previsto(p, { ufficioId: ufficio })
  await convoca(p, { incontroId: n.id })
  await quando(INCONTRO, '12:00')
  await rri.call(incontriApi.registra, { id: p.casoId, esito: 'tenuto', giorno: INCONTRO, presenti: [p.ada] })
  expect(await uno(p, n.id)).toMatchObject({
    stato: 'tenuto',
    tenutoIl: INCONTRO,
    daRaccontare: true,
    presenti: [p.ada],
    appuntamento: 'svolto',
  })
  expect((await convocazione(p)).esito).toBe('presentato')
  expect(await dovuti(p)).toEqual([])
  // by mistake: everything waits again
  const eventoId = async () => (await scheda(p)).storia.find((e) => e.titolo === 'Incontro')!.eventoId!
  await cm.call(mieiCasiApi.annullaEvento, { id: p.casoId, evento: await eventoId(), motivo: 'Un’altra famiglia' })
  expect(await uno(p, n.id)).toMatchObject({ stato: 'previsto', tenutoIl: null, presenti: [] })
  expect((await convocazione(p)).esito).toBeNull()
  expect(await dovuti(p)).toHaveLength(1)
  await rri.call(incontriApi.registra, { id: p.casoId, esito: 'tenuto', giorno: INCONTRO, presenti: [p.ada] })
  // what was said: of that day, held, once
  expect(await registra(p, n.id, { tenuto: false, presenti: [], assenti: [p.ada] })).toMatchObject({ status: 422 })
  const detto = {
    valutazioni: [{ voce: p.risultato, valore: 'parziale' }],
    assenti: [p.ugo],
    giustificati: [{ componenteId: p.ugo, motivo: 'malattia', documento: 'Certificato' }],
  }
  expect((await registra(p, n.id, detto)).status).toBe(201)
  expect(await uno(p, n.id)).toMatchObject({
    stato: 'tenuto',
    daRaccontare: false,
    giustificati: [{ motivo: 'malattia' }],
  })
  expect((await registra(p, n.id, detto)).status).toBe(409)
  const s = await scheda(p)
  const { rows } = await inCtxTutto(
    sql`select evento, count(*)::int as n from caso_evento where caso_id = ${p.casoId} and giorno = ${INCONTRO} and annullato_il is null group by 1 order by 1`,
  )
  expect(rows).toEqual([
    { evento: 'giustificato-motivo', n: 1 },
    { evento: 'incontro', n: 1 },
    { evento: 'incontro-patto', n: 1 },
  ])
  expect(s.incontri.filter((i) => i.giorno === INCONTRO)).toHaveLength(1)
  expect(
    await cm.raw(mieiCasiApi.annullaEvento, { id: p.casoId, evento: await eventoId(), motivo: 'Prova' }),
  ).toMatchObject({ status: 409, body: { detail: expect.stringContaining('già scritto nel patto') } })
})

test('who did not come, at the desk: the meeting is not held, of the household and not of one member alone', async () => {
  await libera()
  const p = await patto()
  const n = await previsto(p)
  await quando(INCONTRO, '12:00')
  await cm.call(mieiCasiApi.giustifica, {
    id: p.casoId,
    giorno: INCONTRO,
    fino: INCONTRO,
    motivo: 'malattia',
    documento: 'Certificato',
    componenteId: p.ugo,
  })
  expect((await uno(p, n.id)).stato).toBe('previsto')
  await cm.call(mieiCasiApi.nonSiPresenta, { id: p.casoId, giorno: INCONTRO })
  expect(await uno(p, n.id)).toMatchObject({ stato: 'non-tenuto', daRaccontare: false })
})

test('an act on one member, the household being called and awaited, ends nothing of the others; one of the household ends it', async () => {
  await libera()
  const p = await patto()
  const n = await previsto(p, { ufficioId: ufficio })
  await convoca(p, { incontroId: n.id })
  const v = await convocazione(p)
  await quando(INCONTRO, '12:00')
  const diUgo = { id: p.casoId, giorno: INCONTRO, componenteId: p.ugo }
  const motivo = { motivo: 'malattia', documento: 'Certificato' }
  const com_e = async () => [
    (await cm.call(convocazioniApi.leggi, { id: v.id })).esito,
    ...(await ore(p.casoId)),
    (await uno(p, n.id)).stato,
  ]
  await cm.call(mieiCasiApi.giustifica, { ...diUgo, fino: INCONTRO, ...motivo })
  expect(await com_e()).toEqual([null, 'fissato', 'previsto'])
  await cm.call(mieiCasiApi.nonSiPresenta, diUgo)
  expect(await com_e()).toEqual([null, 'fissato', 'previsto'])
  // also where it is said to which convocation he did not come
  await cm.call(mieiCasiApi.nonSiPresenta, { ...diUgo, convocazioneId: v.id })
  await cm.call(mieiCasiApi.incontra, { ...diUgo, presenti: [p.ugo] })
  expect(await com_e()).toEqual([null, 'fissato', 'previsto'])
  // the others came: the meeting of the pact is held, and its terms know it
  expect((await registra(p, n.id)).status).toBe(201)
  expect(await com_e()).toEqual(['presentato', 'svolto', 'tenuto'])
  const { rows } = await inCtxTutto(
    sql`select count(*)::int as n from caso_evento where caso_id = ${p.casoId} and evento = 'incontro-patto' and annullato_il is null`,
  )
  expect(rows).toEqual([{ n: 1 }])
  // of the whole household
  await quando(OGGI)
  const q = await patto()
  const m = await previsto(q, { ufficioId: ufficio, ora: '11:00' })
  await convoca(q, { incontroId: m.id, ora: '11:00' })
  await quando(INCONTRO, '12:00')
  await cm.call(mieiCasiApi.nonSiPresenta, { id: q.casoId, giorno: INCONTRO })
  expect([(await convocazione(q)).esito, (await uno(q, m.id)).stato]).toEqual(['assente', 'non-tenuto'])
  expect(await ore(q.casoId)).toEqual(['non-presentato'])
})

test('a convocation of one member is ended by his act, or by a meeting to which he came, and not by that of another', async () => {
  await libera()
  const convocato = async (ora: string, altro: object = {}) => {
    await quando(OGGI)
    const p = await patto()
    expect((await convoca(p, { componenteId: p.ugo, ora }, { ufficioId: ufficio })).status).toBe(201)
    const v = await convocazione(p)
    await quando(INCONTRO, '15:00')
    const esito = async () => [(await cm.call(convocazioniApi.leggi, { id: v.id })).esito, ...(await ore(p.casoId))]
    return { p, v, esito, base: { id: p.casoId, giorno: INCONTRO }, ...altro }
  }
  const motivo = { motivo: 'malattia', documento: 'Certificato', fino: INCONTRO }
  const a = await convocato('10:00')
  await cm.call(mieiCasiApi.nonSiPresenta, { ...a.base, componenteId: a.p.ada })
  expect(await a.esito()).toEqual([null, 'fissato'])
  await cm.call(mieiCasiApi.giustifica, { ...a.base, ...motivo, componenteId: a.p.ugo })
  expect(await a.esito()).toEqual(['giustificato', 'annullato'])
  // a meeting of the household to which he did not come does not say that he came
  const b = await convocato('10:30')
  await cm.call(mieiCasiApi.incontra, { ...b.base, presenti: [b.p.ada] })
  expect(await b.esito()).toEqual([null, 'fissato'])
  await cm.call(mieiCasiApi.incontra, { ...b.base, presenti: [b.p.ada, b.p.ugo] })
  expect(await b.esito()).toEqual(['presentato', 'svolto'])
  // at the desk one says how the convocation went: he did not come, and it is of him alone
  const c = await convocato('11:00')
  await rri.call(incontriApi.registra, { ...c.base, esito: 'assente', convocazioneId: c.v.id })
  expect(await c.esito()).toEqual(['assente', 'non-presentato'])
  const { rows } = await inCtxTutto(
    sql`select componente_id from caso_evento where caso_id = ${c.p.casoId} and evento = 'mancata-presentazione' and annullato_il is null`,
  )
  expect(rows).toEqual([{ componenteId: c.p.ugo }])
  // with the household, at one hour of a meeting of the pact: his absence leaves it to the others
  await quando(OGGI)
  const d = await patto()
  const n = await previsto(d, { ufficioId: ufficio, ora: '11:30' })
  const voci = [null, d.ugo].map((componenteId) => ({
    ...{ casoId: d.casoId, giorno: INCONTRO, ora: '11:30', incontroId: n.id, componenteId },
  }))
  expect((await convoca(d, {}, { voci })).status).toBe(201)
  await quando(INCONTRO, '15:00')
  await cm.call(mieiCasiApi.nonSiPresenta, { id: d.casoId, giorno: INCONTRO, componenteId: d.ugo })
  const esiti = async () =>
    (await cm.call(convocazioniApi.elenco, { caso: d.casoId })).voci.map((v) => [v.nome.split(' ').at(-1), v.esito])
  expect([await ore(d.casoId), (await esiti()).sort()]).toEqual([
    ['fissato'],
    [
      ['Ada', null],
      ['Ugo', 'assente'],
    ],
  ])
  expect((await registra(d, n.id)).status).toBe(201)
  expect([await ore(d.casoId), (await esiti()).sort()]).toEqual([
    ['svolto'],
    [
      ['Ada', 'presentato'],
      ['Ugo', 'assente'],
    ],
  ])
})

test('of the household and of one member called at the same hour: the desk has first that of the household, and one act of it answers both', async () => {
  await libera()
  const insieme = async (ora: string) => {
    await quando(OGGI)
    const p = await patto()
    // the household is the last to be written: the order is not that of writing
    const voci = [p.ugo, p.ada, null].map((componenteId) => ({ casoId: p.casoId, giorno: INCONTRO, ora, componenteId }))
    expect((await convoca(p, {}, { voci })).status).toBe(201)
    await quando(INCONTRO, '15:00')
    const attesi = async () => (await rri.call(incontriApi.attesi, { testo: p.cf })).voci
    const { rows } = await inCtxTutto(
      sql`select id, componente_id from convocazione where caso_id = ${p.casoId} and stato <> 'annullata'`,
    )
    const tutte = rows as { id: string; componenteId: string | null }[]
    const esiti = async () =>
      Object.fromEntries(
        await Promise.all(
          tutte.map(async (v) => [
            v.componenteId === p.ugo ? 'Ugo' : v.componenteId === p.ada ? 'Ada' : 'nucleo',
            (await cm.call(convocazioniApi.leggi, { id: v.id })).esito,
          ]),
        ),
      )
    const base = { id: p.casoId, giorno: INCONTRO }
    return { p, base, attesi, esiti, delNucleo: tutte.find((v) => v.componenteId === null)!.id }
  }
  const a = await insieme('10:00')
  expect(await a.attesi()).toMatchObject([{ convocazioneId: a.delNucleo, convocato: null }])
  await rri.call(incontriApi.registra, { ...a.base, esito: 'assente', convocazioneId: a.delNucleo })
  expect(await a.esiti()).toEqual({ nucleo: 'assente', Ada: 'assente', Ugo: 'assente' })
  const mancate = async (p: Patto) => {
    const { rows } = await inCtxTutto(
      sql`select componente_id from caso_evento where caso_id = ${p.casoId} and evento = 'mancata-presentazione' and annullato_il is null`,
    )
    return rows
  }
  expect(await mancate(a.p)).toEqual([{ componenteId: null }])
  // who came has answered, and who did not is still awaited: the desk says who
  const b = await insieme('11:00')
  const eventi = async () =>
    (await scheda(b.p)).storia.filter((e) => e.titolo === 'Incontro').flatMap((e) => e.eventoId ?? [])
  await cm.call(mieiCasiApi.incontra, { ...b.base, presenti: [b.p.ada] })
  expect(await b.esiti()).toEqual({ nucleo: 'presentato', Ada: 'presentato', Ugo: null })
  const [suo] = await b.attesi()
  expect(suo).toMatchObject({ convocato: expect.stringMatching(/ Ugo$/) })
  t.clock.advance(1)
  await rri.call(incontriApi.registra, { ...b.base, esito: 'assente', convocazioneId: suo!.convocazioneId! })
  expect(await b.esiti()).toEqual({ nucleo: 'presentato', Ada: 'presentato', Ugo: 'assente' })
  expect(await mancate(b.p)).toEqual([{ componenteId: b.p.ugo }])
  // by mistake: what that act had answered waits again, and nothing else
  const [evento] = await eventi()
  await cm.call(mieiCasiApi.annullaEvento, { id: b.p.casoId, evento: evento!, motivo: 'Un’altra famiglia' })
  expect(await b.esiti()).toEqual({ nucleo: null, Ada: null, Ugo: 'assente' })
})

test('a meeting that awaits one member alone is his: how it went for him is how it went, and is written once', async () => {
  await libera()
  const p = await patto()
  const diUgo = { id: p.casoId, giorno: INCONTRO, componenteId: p.ugo }
  const n = await previsto(p, { ufficioId: ufficio, persone: [p.ugo] })
  expect((await convoca(p, { incontroId: n.id, componenteId: p.ugo })).status).toBe(201)
  await quando(INCONTRO, '12:00')
  // not of another
  await cm.call(mieiCasiApi.incontra, { ...diUgo, componenteId: p.ada })
  expect((await uno(p, n.id)).stato).toBe('previsto')
  await rri.call(incontriApi.registra, {
    ...{ id: p.casoId, giorno: INCONTRO, esito: 'assente', convocazioneId: (await convocazione(p)).id },
  } as never)
  expect(await uno(p, n.id)).toMatchObject({ stato: 'non-tenuto' })
  expect([await ore(p.casoId), await dovuti(p)]).toEqual([['non-presentato'], []])
  // held, it is one under the pact
  await quando(OGGI)
  const q = await patto()
  const m = await previsto(q, { persone: [q.ugo] })
  await quando(INCONTRO, '12:00')
  await cm.call(mieiCasiApi.incontra, { ...diUgo, id: q.casoId, componenteId: q.ugo })
  expect(await uno(q, m.id)).toMatchObject({ stato: 'tenuto', daRaccontare: true })
  // of who was missing, what is written already is not written again; a reason may come after
  await quando(OGGI)
  const r = await patto()
  const k = await previsto(r)
  await quando(INCONTRO, '12:00')
  for (const componenteId of [r.ada, r.ugo])
    await cm.call(mieiCasiApi.nonSiPresenta, { ...diUgo, id: r.casoId, componenteId })
  const suoMotivo = { componenteId: r.ugo, motivo: 'malattia', documento: 'Certificato' }
  const assenti = { tenuto: false, presenti: [], assenti: [r.ada, r.ugo], giustificati: [suoMotivo] }
  expect((await registra(r, k.id, assenti)).status).toBe(201)
  const { rows } = await inCtxTutto(
    sql`select evento, componente_id from caso_evento where caso_id = ${r.casoId} and giorno = ${INCONTRO} and annullato_il is null order by evento, componente_id = ${r.ugo}`,
  )
  expect(rows).toEqual([
    { evento: 'giustificato-motivo', componenteId: r.ugo },
    { evento: 'mancata-presentazione', componenteId: r.ada },
    { evento: 'mancata-presentazione', componenteId: r.ugo },
  ])
})

test('in the agenda of the offices an hour of a caso says that it is taken or no longer is, and never why nor where', async () => {
  await libera()
  const PAROLE = 'La signora Rossi è in ospedale'
  const luogo = 'Da Rossi, stanza 3'
  const passati: Patto[] = []
  const conOra = async (giorno: string, ora: string) => {
    const p = await patto()
    passati.push(p)
    return { p, n: await previsto(p, { ufficioId: ufficio, luogo, giorni: [giorno], ora }) }
  }
  // not held by the service; taken away; moved without an hour; convocation annulled; pact closed
  const a = await conOra('2026-03-03', '08:00')
  await convoca(a.p, { incontroId: a.n.id, giorno: '2026-03-03', ora: '08:00' }, { luogo })
  const b = await conOra('2026-03-03', '09:00')
  await cm.call(monitoraggioApi.annulla, { id: b.p.id, incontro: b.n.id, motivo: PAROLE })
  const c = await conOra('2026-03-03', '10:00')
  await cm.call(monitoraggioApi.sposta, { id: c.p.id, incontro: c.n.id, giorno: '2026-03-10' })
  const d = await patto()
  await convoca(d, { giorno: '2026-03-17', ora: '11:00' }, { ufficioId: ufficio, luogo })
  await cm.call(convocazioniApi.annulla, { id: (await convocazione(d)).id, motivo: PAROLE })
  const e = await conOra('2026-03-03', '12:00')
  const { versione } = await cm.call(pattoApi.leggi, { id: e.p.id })
  await cm.call(pattoApi.chiudi, {
    ...{ id: e.p.id, versione, giorno: OGGI, motivo: 'risultati-raggiunti', valutazione: PAROLE, caso: 'resta' },
  } as never)
  await quando('2026-03-03', '07:30')
  const fatto = { tenuto: false, presenti: [], giorno: '2026-03-03', nota: PAROLE }
  expect((await registra(a.p, a.n.id, fatto)).status).toBe(201)
  const sportello = await asRuolo(t, mio, { ruolo: 'operatore-sportello', comune })
  const lette = []
  for (const giorno of ['2026-03-03', '2026-03-17'])
    lette.push(...(await sportello.call(agendaApi.list, { dal: giorno, al: giorno, operatore: cm.utenteId })).voci)
  expect(lette).toHaveLength(5)
  expect(lette.map((x) => [x.stato, x.motivo, x.luogo])).toEqual(
    lette.map(() => ['annullato', 'L’appuntamento non è più in programma.', null]),
  )
  // who follows the household reads there what was written
  expect((await cm.call(pattoApi.leggi, { id: a.p.id })).passaggi.at(-1)).toMatchObject({ testo: PAROLE })
  expect(await uno(a.p, a.n.id)).toMatchObject({ luogo })
})

test('a meeting registered by mistake gives back its hour too, if nobody has taken it', async () => {
  await libera()
  const [p, altro] = [await patto(), await patto()]
  const n = await previsto(p, { ufficioId: ufficio })
  await convoca(p, { incontroId: n.id })
  const eventi = async () => (await scheda(p)).storia.flatMap((e) => e.eventoId ?? [])
  const sbaglia = async (esito: 'tenuto' | 'assente' | 'giustificato', prima: string) => {
    const gia = await eventi()
    const altro = esito === 'giustificato' ? { motivo: 'malattia', documento: 'x', fino: INCONTRO } : {}
    await rri.call(incontriApi.registra, { id: p.casoId, esito, giorno: INCONTRO, presenti: [], ...altro } as never)
    expect(await ore(p.casoId)).toEqual([prima])
    for (const evento of (await eventi()).filter((e) => !gia.includes(e)))
      await cm.raw(mieiCasiApi.annullaEvento, { id: p.casoId, evento, motivo: 'Un’altra famiglia' })
  }
  await quando(INCONTRO, '12:00')
  for (const [esito, stato] of [
    ['tenuto', 'svolto'],
    ['assente', 'non-presentato'],
    ['giustificato', 'annullato'],
  ] as const) {
    await sbaglia(esito, stato)
    expect(await ore(p.casoId)).toEqual(['fissato'])
    expect(await uno(p, n.id)).toMatchObject({ stato: 'previsto', appuntamento: 'fissato' })
  }
  // before its hour it was free for others, and another has it: it stays free of this one
  await quando(INCONTRO, '08:00')
  await rri.call(incontriApi.registra, { id: p.casoId, esito: 'assente', giorno: INCONTRO })
  expect((await uno(p, n.id)).stato).toBe('non-tenuto')
  await previsto(altro, { ufficioId: ufficio })
  const evento = (await scheda(p)).storia.find((e) => e.titolo === 'Mancata presentazione' && e.eventoId)!.eventoId!
  await cm.call(mieiCasiApi.annullaEvento, { id: p.casoId, evento, motivo: 'Un’altra famiglia' })
  expect(await uno(p, n.id)).toMatchObject({ stato: 'previsto', appuntamento: 'annullato' })
})

test('not held: said of the family only when somebody was missing, and as it was', async () => {
  await libera()
  const titoli = async (p: Patto) => (await scheda(p)).storia.filter((e) => e.giorno === INCONTRO).map((e) => e.titolo)
  const esito = async (p: Patto, altro: object) => {
    const n = await previsto(p)
    expect((await convoca(p, { incontroId: n.id })).status).toBe(201)
    const v = await convocazione(p)
    await quando(INCONTRO, '12:00')
    const r = await registra(p, n.id, { tenuto: false, presenti: [], ...altro })
    const letta = await cm.call(convocazioniApi.leggi, { id: v.id })
    await quando(OGGI)
    return [r.status, letta.stato === 'annullata' ? 'annullata' : letta.esito]
  }
  // the service did not hold it
  const p = await patto()
  expect(await esito(p, { nota: 'L’operatrice era malata.' })).toEqual([201, 'annullata'])
  expect(await titoli(p)).not.toContain('Mancata presentazione')
  expect((await cm.call(pattoApi.leggi, { id: p.id })).passaggi.at(-1)).toMatchObject({
    atto: 'incontro-non-tenuto',
    testo: 'L’operatrice era malata.',
  })
  // all of them justified; what was annulled keeps nobody from being called again
  const giustificati = [
    { componenteId: p.ada, motivo: 'malattia', documento: 'Certificato di Ada' },
    { componenteId: p.ugo, motivo: 'famiglia', documento: 'Turno di Ugo' },
  ]
  expect(await esito(p, { assenti: [p.ada, p.ugo], giustificati })).toEqual([201, 'giustificato'])
  expect(await titoli(p)).not.toContain('Mancata presentazione')
  expect(await titoli(p)).toContain('Giustificato motivo')
  // each has his own reason, also on the page of the caso
  const n = (await incontri(p)).findLast((x) => x.giustificati.length > 0)!
  expect(n.giustificati).toEqual(giustificati)
  const mancati = async (q: Patto) =>
    (await scheda(q)).incontri
      .filter((x) => x.giorno === INCONTRO)
      .map((x) => [x.esito, x.documento, x.presenti.map((chi) => chi.split(' ').at(-1))])
      .sort()
  expect(await mancati(p)).toEqual([
    ['giustificato', 'Certificato di Ada', ['Ada']],
    ['giustificato', 'Turno di Ugo', ['Ugo']],
  ])
  // one justified and the other not: the household did not come, and each is written as he is
  const due = await patto()
  const [, suo] = [giustificati, { componenteId: due.ugo, motivo: 'famiglia', documento: 'Turno di Ugo' }]
  expect(await esito(due, { assenti: [due.ada, due.ugo], giustificati: [suo] })).toEqual([201, 'assente'])
  expect(await mancati(due)).toEqual([
    ['assente', null, ['Ada']],
    ['giustificato', 'Turno di Ugo', ['Ugo']],
  ])
  const { rows } = await inCtxTutto(
    sql`select evento, componente_id from caso_evento where caso_id = ${due.casoId} and giorno = ${INCONTRO} and annullato_il is null and evento <> 'convocazione' order by evento`,
  )
  expect(rows).toEqual([
    { evento: 'giustificato-motivo', componenteId: due.ugo },
    { evento: 'mancata-presentazione', componenteId: due.ada },
  ])
  // missing
  const altro = await patto()
  expect(await esito(altro, { assenti: [altro.ada] })).toEqual([201, 'assente'])
  expect(await titoli(altro)).toContain('Mancata presentazione')
})
