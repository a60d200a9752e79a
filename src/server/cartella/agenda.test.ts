// The agenda: slots that do not overlap, days when the clock changes, midnight, reminders, and the calendar that says
// nothing of anyone.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, anonimo, as, type Caller, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore } from '../../../test/support/cartella.ts'
import { nuovoUfficio } from '../../../test/support/sportello.ts'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { agendaApi, calendarioApi } from '../../shared/cartella/agenda.api.ts'
import { jobPromemoria } from './promemoria.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let sportello: Caller
let ufficioId: string
beforeAll(async () => {
  t = await testApp()
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  a = await ambitoConCartella(t)
  sociale = await operatore(t, a, 'assistente-sociale', a.comuni[0])
  sportello = await operatore(t, a, 'operatore-sportello', a.comuni[0])
  ufficioId = await nuovoUfficio(t, a, a.comuni[0]!, 'Sportello, sede centrale')
})
afterAll(() => t.close())

const appuntamento = (altro: object = {}) => ({
  giorno: '2026-03-03',
  ora: '10:00',
  durataMinuti: 60,
  comuneId: a.comuni[0]!,
  ufficioId,
  operatoreId: sociale.utenteId,
  tipo: 'colloquio',
  ...altro,
})
const fissa = async (altro: object = {}) => (await sportello.call(agendaApi.crea, appuntamento(altro))).id
const giorno = async (g: string, chi = sociale) => (await chi.call(agendaApi.list, { dal: g, al: g })).voci

describe('fissare', () => {
  test('due appuntamenti alla stessa ora con lo stesso operatore no, di seguito sì', async () => {
    await fissa()
    expect(await rifiuto(sportello.call(agendaApi.crea, appuntamento({ ora: '10:30' })))).toMatchObject({
      codice: 'gia-presente',
      campo: 'ora',
    })
    await fissa({ ora: '11:00' })
    await fissa({ ora: '09:00' })
    await fissa({ operatoreId: sportello.utenteId })
    expect((await giorno('2026-03-03')).map((v) => `${v.ora}-${v.oraFine}`)).toEqual([
      '09:00-10:00',
      '10:00-11:00',
      '10:00-11:00',
      '11:00-12:00',
    ])
  })
  test('due insieme: uno entra, l’altro riceve la frase', async () => {
    const esiti = await Promise.all([
      rifiuto(sportello.call(agendaApi.crea, appuntamento())),
      rifiuto(sociale.call(agendaApi.crea, appuntamento())),
    ])
    expect(esiti.map((e) => e.codice).sort()).toEqual(['accettato', 'gia-presente'])
  })
  test.each([
    ['un giorno che non esiste', { giorno: '2026-02-30' }, 'giorno'],
    ['un giorno passato', { giorno: '2026-03-01' }, 'giorno'],
    ['un anno impossibile', { giorno: '9026-03-01' }, 'giorno'],
    ['un’ora che non esiste', { ora: '25:00' }, 'ora'],
    ['l’ora che l’orologio salta', { giorno: '2026-03-29', ora: '02:30' }, 'ora'],
    ['una durata nulla', { durataMinuti: 0 }, 'durataMinuti'],
    ['un operatore sconosciuto', { operatoreId: randomUUID() }, 'operatoreId'],
    ['una persona che non c’è', { personaId: randomUUID() }, 'personaId'],
    ['un tipo inventato', { tipo: 'boh' }, 'tipo'],
  ])('rifiuta %s', async (_che, altro, campo) => {
    expect(await rifiuto(sportello.call(agendaApi.crea, appuntamento(altro)))).toMatchObject({ campo })
  })
  test('nel giorno dell’ora legale e in quello dell’ora solare le ore sono quelle dell’orologio', async () => {
    await fissa({ giorno: '2026-03-29', ora: '01:30', durataMinuti: 60 })
    expect(await giorno('2026-03-29')).toMatchObject([
      { ora: '01:30', oraFine: '03:30', inizio: '2026-03-29T00:30:00.000Z' },
    ])
    await fissa({ giorno: '2026-10-25', ora: '09:00' })
    expect(await giorno('2026-10-25')).toMatchObject([{ ora: '09:00', inizio: '2026-10-25T08:00:00.000Z' }])
  })
  test('a cavallo della mezzanotte si vede in tutti e due i giorni', async () => {
    const id = await fissa({ ora: '23:30', durataMinuti: 60 })
    for (const g of ['2026-03-03', '2026-03-04']) expect((await giorno(g)).map((v) => v.id)).toEqual([id])
    expect(await giorno('2026-03-05')).toEqual([])
    const dopo = await fissa({ giorno: '2026-03-05', ora: '00:00', durataMinuti: 30 })
    expect((await giorno('2026-03-05')).map((v) => v.id)).toEqual([dopo])
    expect((await giorno('2026-03-04')).map((v) => v.id)).toEqual([id])
  })
})

describe('com’è andata', () => {
  test('svolto e non presentato si dicono dopo l’ora; le assenze si contano', async () => {
    const [uno, due] = [await fissa(), await fissa({ ora: '12:00' })]
    expect(await rifiuto(sociale.call(agendaApi.svolgi, { id: uno }))).toMatchObject({ codice: 'stato-non-ammesso' })
    t.clock.set('2026-03-03T15:00:00Z')
    sociale = await as(t, await nuovoUtente(t, a, ['assistente-sociale']))
    await sociale.call(agendaApi.svolgi, { id: uno })
    await sociale.call(agendaApi.nonPresentato, { id: due })
    expect(await sociale.call(agendaApi.list, { dal: '2026-03-03', al: '2026-03-03' })).toMatchObject({
      nonPresentati: 1,
      voci: [{ stato: 'svolto' }, { stato: 'non-presentato' }],
    })
    expect(await rifiuto(sociale.call(agendaApi.annulla, { id: due, motivo: 'x' }))).toMatchObject({ status: 409 })
  })
  test('di una settimana troppo piena si mostra la prima parte, e si contano tutti', async () => {
    await t.deps.db.inScope({ azione: 'prova.prepara', ambito: a.id, comuni: a.comuni }, (tx) =>
      sql`insert into appuntamento (comune_id, ufficio_id, operatore_id, inizio, fine, tipo, stato)
        select ${a.comuni[0]!}, ${ufficioId}, ${sociale.utenteId}, timestamptz '2026-02-01T08:00Z' + n * interval '5 min', timestamptz '2026-02-01T08:05Z' + n * interval '5 min',
               'colloquio', case when n > 1998 then 'non-presentato' else 'svolto' end from generate_series(0, 2002) n`.execute(
        tx,
      ),
    )
    const { voci, ...conti } = await sociale.call(agendaApi.list, { dal: '2026-02-01', al: '2026-02-28' })
    expect(voci).toHaveLength(2000)
    expect(conti).toMatchObject({ quanti: 2003, nonPresentati: 4 })
  })
  test('annullato libera l’ora; spostato tiene la persona e la storia', async () => {
    const personaId = await nuovaPersona(sportello, a.comuni[0]!)
    const id = await fissa({ personaId })
    const { id: nuovo } = await sociale.call(agendaApi.sposta, {
      id,
      giorno: '2026-03-03',
      ora: '10:15',
      durataMinuti: 30,
      motivo: 'Ritardo del treno',
    })
    expect(await giorno('2026-03-03')).toMatchObject([
      { id, stato: 'spostato', motivo: 'Ritardo del treno' },
      { id: nuovo, stato: 'fissato', ora: '10:15', persona: { id: personaId } },
    ])
    await sociale.call(agendaApi.annulla, { id: nuovo, motivo: 'Chiuso' })
    await fissa({ ora: '10:15' })
  })
})

test('chi non può vedere la persona vede l’ora occupata, e nulla lo distingue da un’ora senza persona', async () => {
  const utente = await nuovoUtente(t, a, ['assistente-sociale'])
  const personaId = await nuovaPersona(sportello, a.comuni[0]!)
  await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni }, (tx) =>
    sql`update persona set codice_fiscale = ${utente.codiceFiscale} where id = ${personaId}`.execute(tx),
  )
  await fissa({ personaId })
  const lui = await as(t, utente)
  expect(await giorno('2026-03-03', lui)).toMatchObject([{ ora: '10:00', persona: null }])
  expect(await giorno('2026-03-03', sportello)).toMatchObject([{ persona: { id: personaId } }])
  const altrove = await operatore(t, a, 'assistente-sociale', a.comuni[1])
  expect(await giorno('2026-03-03', altrove)).toEqual([])
})

test('il giorno prima l’operatore è avvisato una volta, senza nomi', async () => {
  const personaId = await nuovaPersona(sportello, a.comuni[0]!, { cognome: 'Zodavanti' })
  await fissa({ personaId })
  await fissa({ giorno: '2026-03-10' })
  await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
    sql`update utente set email = 'operatrice@example.it' where id = ${sociale.utenteId}`.execute(tx),
  )
  await jobPromemoria.run(t.deps, {})
  await jobPromemoria.run(t.deps, {})
  expect((await sociale.call(notificheApi.list, {})).voci).toMatchObject([
    { testo: 'Hai un appuntamento dal 03/03/2026: guarda l’agenda.', collegamento: '/agenda?giorno=2026-03-03' },
  ])
  const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
    sql<{
      testo: string
    }>`select testo from kernel.posta_in_uscita where destinatario = 'operatrice@example.it' and ambito_id = ${a.id}`.execute(
      tx,
    ),
  )
  expect(rows).toHaveLength(1)
  expect(rows[0]!.testo).not.toMatch(/Zodavanti|colloquio/)
})

describe('il calendario', () => {
  const scarica = async (percorso: string) => {
    const chiave = new URL(percorso, 'http://localhost').searchParams.get('chiave')!
    return String(Buffer.from((await anonimo(t).call(calendarioApi.scarica, { chiave })).contenuto as Uint8Array))
  }
  const rifiutato = async (percorso: string) =>
    (
      await anonimo(t).raw(calendarioApi.scarica, {
        chiave: new URL(percorso, 'http://localhost').searchParams.get('chiave')!,
      })
    ).status

  test('porta ore e uffici, e nessun dato personale', async () => {
    const personaId = await nuovaPersona(sportello, a.comuni[0]!, { cognome: 'Zodavanti', nome: 'Clotilde' })
    await fissa({ personaId, luogo: 'Via Segreta 3', tipo: 'visita-domiciliare' })
    await fissa({ giorno: '2026-03-29', ora: '23:30', durataMinuti: 60 })
    await fissa({ operatoreId: sportello.utenteId, ora: '12:00' })
    const annullato = await fissa({ ora: '15:00' })
    await sociale.call(agendaApi.annulla, { id: annullato, motivo: 'Clotilde non può' })
    const { percorso } = await sociale.call(calendarioApi.collega, {})
    const testo = await scarica(percorso)
    expect(testo).not.toMatch(/Zodavanti|Clotilde|Segreta|visita|colloquio/i)
    expect(testo.match(/^DTSTART:.*$/gm)).toEqual([
      'DTSTART:20260303T090000Z',
      'DTSTART:20260303T140000Z',
      // the clock has moved that night: 23:30 in Italy is two hours ahead
      'DTSTART:20260329T213000Z',
    ])
    expect(testo.match(/^DTEND:.*$/gm)?.at(-1)).toBe('DTEND:20260329T223000Z')
    expect(testo.match(/^STATUS:CANCELLED$/gm)).toHaveLength(1)
    expect(testo).toContain('SUMMARY:Appuntamento\\, ufficio Sportello\\, sede centrale')
  })
  test('l’indirizzo si revoca, e uno nuovo spegne quello di prima', async () => {
    const { percorso: uno } = await sociale.call(calendarioApi.collega, {})
    expect((await sociale.call(calendarioApi.leggi, {})).creatoIl).not.toBeNull()
    const { percorso: due } = await sociale.call(calendarioApi.collega, {})
    expect(await rifiutato(uno)).toBe(404)
    expect(await rifiutato(due)).toBe(200)
    await sociale.call(calendarioApi.revoca, {})
    expect(await rifiutato(due)).toBe(404)
    expect((await sociale.call(calendarioApi.leggi, {})).creatoIl).toBeNull()
  })
  test('muore con il ruolo di chi lo ha creato', async () => {
    const { percorso } = await sociale.call(calendarioApi.collega, {})
    await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql`update assegnazione set stato = 'sospesa' where utente_id = ${sociale.utenteId}`.execute(tx),
    )
    expect(await rifiutato(percorso)).toBe(404)
  })
  test('il segreto non si conserva, e a indovinarlo si è fermati presto', async () => {
    const { percorso } = await sociale.call(calendarioApi.collega, {})
    const chiave = percorso.split('chiave=')[1]!
    const { rows } = await t.deps.db.inScope({ azione: 'prova', ambito: a.id, utente: sociale.utenteId }, (tx) =>
      sql<{
        n: number
      }>`select count(*) as n from calendario_feed where encode(chiave_hash, 'escape') like ${`%${chiave}%`}`.execute(
        tx,
      ),
    )
    expect(rows[0]!.n).toBe(0)
    const stati: number[] = []
    for (let n = 0; n < 40; n++) stati.push(await rifiutato(`/x?chiave=${'A'.repeat(43)}`))
    expect(stati).toContain(429)
  })
})
