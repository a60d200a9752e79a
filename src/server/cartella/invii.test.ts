// Sending a sheet: the inbox of the receiving office, the note without personal data, who may answer.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { inValutazione, nuovoUfficio } from '../../../test/support/sportello.ts'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { inviiApi } from '../../shared/cartella/invii.api.ts'
import { statiInvio, transizioniInvio } from '../../shared/cartella/invii.rules.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'

let t: TestApp
let a: Ambito
let mittente: Caller
let altrove: Caller
let ufficioId: string
beforeAll(async () => {
  t = await testApp()
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  a = await ambitoConCartella(t)
  mittente = await operatore(t, a, 'operatore-sportello', a.comuni[0])
  altrove = await operatore(t, a, 'assistente-sociale', a.comuni[1])
  ufficioId = await nuovoUfficio(t, a, a.comuni[1]!, 'Servizi alla persona')
})
afterAll(() => t.close())

const contatto = async (personaId?: string) =>
  (
    await mittente.call(contattiApi.crea, {
      comuneId: a.comuni[0]!,
      canale: 'persona',
      esito: 'inviato',
      ...(personaId && { personaId }),
    })
  ).id
const testo = 'Rosa Sintetica chiede un aiuto per l’affitto.'
const arrivi = async (chi: Caller) => (await chi.call(inviiApi.list, { verso: 'arrivo' })).voci.map((v) => v.id)

describe('a un ufficio dell’ambito', () => {
  test('arriva quando è inviato, si apre ed è visto, si accetta; chi lo ha mandato lo viene a sapere', async () => {
    expect((await mittente.call(inviiApi.destinatari, {})).voci.map((v) => v.id)).toContain(ufficioId)
    const { id } = await mittente.call(inviiApi.crea, { contattoId: await contatto(), ufficioId, testo, bozza: true })
    expect(await arrivi(altrove)).toEqual([])
    expect(await rifiuto(altrove.call(inviiApi.leggi, { id }))).toMatchObject({ status: 404 })
    await mittente.call(inviiApi.invia, { id })
    expect(await arrivi(altrove)).toEqual([id])
    expect(await arrivi(mittente)).toEqual([])
    expect((await mittente.call(inviiApi.leggi, { id })).stato).toBe('inviata')
    expect(await altrove.call(inviiApi.leggi, { id })).toMatchObject({
      stato: 'vista',
      verso: 'arrivo',
      destinatario: 'Servizi alla persona',
      testo,
      contattoId: null,
    })
    await altrove.call(inviiApi.accetta, { id, risposta: 'La chiamiamo domani.' })
    const letto = await mittente.call(inviiApi.leggi, { id })
    expect(letto).toMatchObject({ stato: 'accettata', risposta: 'La chiamiamo domani.', verso: 'partenza' })
    expect(letto.passaggi.map((p) => p.a)).toEqual(['creata', 'inviata', 'vista', 'accettata'])
    expect((await mittente.call(notificheApi.list, {})).voci.map((n) => n.testo)).toEqual([
      'Un tuo invio è stato accettato.',
    ])
    expect(await rifiuto(altrove.call(inviiApi.respingi, { id, motivo: 'x' }))).toMatchObject({ status: 409 })
  })
  test('respinto vuole un motivo; chi lo ha mandato non risponde al posto dell’ufficio', async () => {
    const { id } = await mittente.call(inviiApi.crea, { contattoId: await contatto(), ufficioId, testo })
    expect(await rifiuto(mittente.call(inviiApi.accetta, { id }))).toMatchObject({ status: 403 })
    expect(await rifiuto(altrove.call(inviiApi.respingi, { id, motivo: ' ' }))).toMatchObject({ campo: 'motivo' })
    await altrove.call(inviiApi.respingi, { id, motivo: 'Non abita qui.' })
    expect((await mittente.call(inviiApi.leggi, { id })).risposta).toBe('Non abita qui.')
  })
  test('il destinatario non riceve la persona del fascicolo di un altro comune', async () => {
    const personaId = await nuovaPersona(mittente, a.comuni[0]!)
    const { id } = await mittente.call(inviiApi.crea, { contattoId: await contatto(personaId), ufficioId, testo })
    expect((await mittente.call(inviiApi.leggi, { id })).persona?.id).toBe(personaId)
    expect((await altrove.call(inviiApi.leggi, { id })).persona).toBeNull()
  })
  test('di una persona seguita da un collega lo legge chi lo manda, chi deve rispondere e chi ha risposto; poi con un motivo', async () => {
    const personaId = await nuovaPersona(mittente, a.comuni[0]!)
    const segue = await operatore(t, a, 'assistente-sociale', a.comuni[0])
    await presaInCarico(t, a, a.comuni[0]!, personaId, segue.utenteId)
    const qui = await nuovoUfficio(t, a, a.comuni[0]!)
    const { id } = await mittente.call(inviiApi.crea, { contattoId: await contatto(personaId), ufficioId: qui, testo })
    const [risponde, altra] = [
      await operatore(t, a, 'assistente-sociale', a.comuni[0]),
      await operatore(t, a, 'assistente-sociale', a.comuni[0]),
    ]
    for (const chi of [mittente, risponde, altra, segue]) await chi.call(inviiApi.leggi, { id })
    await risponde.call(inviiApi.accetta, { id })
    for (const chi of [mittente, risponde, segue]) await chi.call(inviiApi.leggi, { id })
    expect(await rifiuto(altra.call(inviiApi.leggi, { id }))).toMatchObject({ codice: 'motivo-richiesto' })
  })
  test('di una segnalazione poi riservata l’invio lo sanno chi lo ha mandato, chi lo ha ricevuto e chi la vede', async () => {
    const [as, collega, altro] = [
      await operatore(t, a, 'assistente-sociale', a.comuni[0]),
      await operatore(t, a, 'assistente-sociale', a.comuni[0]),
      await operatore(t, a, 'operatore-sportello', a.comuni[0]),
    ]
    const segnalazioneId = await inValutazione(as, a.comuni[0]!)
    const { invioId: id } = await as.call(segnalazioniApi.inoltra, { id: segnalazioneId, ufficioId, testo })
    const partiti = async (chi: Caller) =>
      (await chi.call(inviiApi.list, { verso: 'partenza' })).voci.map((v) => v.id).includes(id)
    expect((await collega.call(inviiApi.leggi, { id })).segnalazioneId).toBe(segnalazioneId)
    expect(await partiti(altro)).toBe(true)
    await as.call(segnalazioniApi.riserva, { id: segnalazioneId, colleghi: [] })
    for (const chi of [collega, altro]) {
      expect(await partiti(chi)).toBe(false)
      expect(await rifiuto(chi.call(inviiApi.leggi, { id }))).toMatchObject({ status: 404 })
    }
    expect((await as.call(inviiApi.leggi, { id })).segnalazioneId).toBe(segnalazioneId)
    expect(await altrove.call(inviiApi.leggi, { id })).toMatchObject({ testo, segnalazioneId: null })
    await altrove.call(inviiApi.accetta, { id })
  })
  test('una scheda riservata non si manda a un ufficio', async () => {
    const contattoId = await contatto()
    await mittente.call(contattiApi.riserva, { id: contattoId, colleghi: [] })
    expect(await rifiuto(mittente.call(inviiApi.crea, { contattoId, ufficioId, testo }))).toMatchObject({
      campo: 'ufficioId',
    })
    const { id } = await mittente.call(inviiApi.crea, { contattoId, ente: 'Caritas', testo })
    const collega = await operatore(t, a, 'responsabile-servizio')
    expect((await collega.call(inviiApi.list, { verso: 'partenza' })).voci).toEqual([])
    expect(await rifiuto(collega.call(inviiApi.leggi, { id }))).toMatchObject({ status: 404 })
  })
})

describe('a un ente esterno', () => {
  test('parte una nota che non dice di chi si tratta, e la risposta la scrive chi ha mandato', async () => {
    const { id } = await mittente.call(inviiApi.crea, {
      contattoId: await contatto(),
      ente: 'Caritas diocesana',
      email: 'ascolto@example.it',
      testo,
    })
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql<{
        oggetto: string
        testo: string
      }>`select oggetto, testo from kernel.posta_in_uscita where ambito_id = ${a.id}`.execute(tx),
    )
    expect(rows).toHaveLength(1)
    expect(`${rows[0]!.oggetto} ${rows[0]!.testo}`).not.toMatch(/Rosa|Sintetica|affitto/)
    expect(rows[0]!.testo).toContain(id.slice(0, 8).toUpperCase())
    await mittente.call(inviiApi.accetta, { id, risposta: 'Appuntamento lunedì.' })
    expect((await mittente.call(inviiApi.leggi, { id })).stato).toBe('accettata')
    expect(await arrivi(altrove)).toEqual([])
  })
  test.each([
    ['né ufficio né ente', {}, 'ufficioId'],
    ['un indirizzo che non è un indirizzo', { ente: 'Caritas', email: 'chiocciola' }, 'email'],
  ])('rifiuta %s', async (_che, altro, campo) => {
    expect(
      await rifiuto(mittente.call(inviiApi.crea, { contattoId: await contatto(), testo, ...altro })),
    ).toMatchObject({ campo })
  })
  test('rifiuta l’ufficio e l’ente insieme, e l’indirizzo per un ufficio', async () => {
    const contattoId = await contatto()
    for (const altro of [{ ufficioId, ente: 'Caritas' }])
      expect(await rifiuto(mittente.call(inviiApi.crea, { contattoId, testo, ...altro }))).toMatchObject({
        campo: 'ufficioId',
      })
    expect(
      await rifiuto(mittente.call(inviiApi.crea, { contattoId, testo, ufficioId, email: 'a@example.it' })),
    ).toMatchObject({ campo: 'email' })
  })
})

test('un altro ambito non trova l’invio, né uno di una segnalazione di un altro comune', async () => {
  const sociale = await operatore(t, a, 'assistente-sociale', a.comuni[0])
  const segnalazioneId = await inValutazione(sociale, a.comuni[0]!)
  const { invioId } = await sociale.call(segnalazioniApi.inoltra, { id: segnalazioneId, ente: 'ASL', testo })
  const altrui = await operatore(t, await ambitoConCartella(t), 'responsabile-servizio')
  for (const chi of [altrui, altrove])
    expect(await rifiuto(chi.call(inviiApi.leggi, { id: invioId }))).toMatchObject({ status: 404 })
})

test('le transizioni sono quelle della tabella', () => {
  const ammesse = Object.entries(transizioniInvio).flatMap(([atto, x]) =>
    statiInvio.filter((s) => x.da.includes(s)).map((s) => `${s} ${atto} ${x.a}`),
  )
  expect(ammesse.sort()).toEqual([
    'creata invia inviata',
    'inviata accetta accettata',
    'inviata respingi respinta',
    'inviata vedi vista',
    'vista accetta accettata',
    'vista respingi respinta',
  ])
})
