// The desk: quick contacts, full sheets, private notes, and figures that betray nothing of what is reserved.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, asRuolo, type Caller, daProprietario, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { nuovoUfficio } from '../../../test/support/sportello.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { statiContatto, transizioniContatto } from '../../shared/cartella/contatti.rules.ts'

let t: TestApp
let a: Ambito
let sportello: Caller
let sociale: Caller
let coordinatore: Caller
beforeAll(async () => {
  t = await testApp()
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  a = await ambitoConCartella(t)
  sportello = await operatore(t, a, 'operatore-sportello', a.comuni[0])
  sociale = await operatore(t, a, 'assistente-sociale', a.comuni[0])
  coordinatore = await operatore(t, a, 'coordinatore-servizio')
})
afterAll(() => t.close())

const qui = () => a.comuni[0]!
const rapido = (altro: object = {}) => ({
  comuneId: qui(),
  canale: 'telefono',
  esito: 'informazione-data',
  bisogno: 'reddito',
  ...altro,
})
const sempre = { dal: '2026-01-01', al: '2026-12-31' }

describe('un contatto rapido', () => {
  test('anonimo conta nelle statistiche e non crea una persona', async () => {
    const { id } = await sportello.call(contattiApi.crea, rapido({ nota: 'Chiede dell’assegno.' }))
    expect(await sportello.call(contattiApi.leggi, { id })).toMatchObject({
      persona: null,
      stato: 'creata',
      nota: 'Chiede dell’assegno.',
      bisogniTesto: ['Reddito'],
    })
    const s = await coordinatore.call(contattiApi.statistiche, sempre)
    expect(s).toMatchObject({ contatti: 1, anonimi: 1, perBisogno: [{ codice: 'reddito', contatti: 1 }] })
    const persone = await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni }, (tx) =>
      sql<{ n: number }>`select count(*) as n from persona where ambito_id = ${a.id}`.execute(tx),
    )
    expect(persone.rows[0]!.n).toBe(0)
  })
  test('trova pronti il comune, l’ufficio e il canale usati per ultimi', async () => {
    const ufficioId = await nuovoUfficio(t, a, qui())
    expect((await sportello.call(contattiApi.postazione, {})).predefiniti).toMatchObject({
      comuneId: qui(),
      ufficioId: null,
      canale: 'persona',
    })
    await sportello.call(contattiApi.crea, rapido({ ufficioId }))
    const p = await sportello.call(contattiApi.postazione, {})
    expect(p.predefiniti).toMatchObject({ comuneId: qui(), ufficioId, canale: 'telefono' })
    expect(p.comuni.map((c) => c.id)).toEqual([qui()])
  })
  test('il doppio clic è un contatto solo', async () => {
    const headers = { 'idempotency-key': randomUUID() }
    const uno = await sportello.call(contattiApi.crea, rapido(), { headers })
    const due = await sportello.call(contattiApi.crea, rapido(), { headers })
    expect(due.id).toBe(uno.id)
    expect((await coordinatore.call(contattiApi.statistiche, sempre)).contatti).toBe(1)
  })
  test('rifiuta con una frase ciò che non va, e non registra nulla', async () => {
    expect(await rifiuto(sportello.call(contattiApi.crea, rapido({ canale: 'piccione' })))).toMatchObject({
      campo: 'canale',
    })
    expect(await rifiuto(sportello.call(contattiApi.crea, rapido({ comuneId: a.comuni[1] })))).toMatchObject({
      campo: 'comuneId',
    })
    expect(await rifiuto(sportello.call(contattiApi.crea, rapido({ personaId: randomUUID() })))).toMatchObject({
      campo: 'personaId',
    })
    expect(await rifiuto(sportello.call(contattiApi.crea, rapido({ nota: 'x'.repeat(50_000) })))).toMatchObject({
      status: 400,
      campo: 'nota',
    })
    const enorme = await sportello.raw(contattiApi.crea, rapido({ nota: 'x'.repeat(2_000_000) }))
    expect(enorme).toMatchObject({ status: 413, body: { codice: 'file-troppo-grande' } })
    expect((enorme.body as { detail: string }).detail).toMatch(/dividilo in più parti/)
    expect((await coordinatore.call(contattiApi.statistiche, sempre)).contatti).toBe(0)
  })
  test('con una persona di un altro comune in cui si lavora è di quel comune, dove sta il fascicolo', async () => {
    const ovunque = await operatore(t, a, 'operatore-sportello')
    const personaId = await nuovaPersona(ovunque, a.comuni[1]!)
    const ufficioId = await nuovoUfficio(t, a, qui())
    const { id } = await ovunque.call(contattiApi.crea, rapido({ personaId, ufficioId }))
    expect(await ovunque.call(contattiApi.leggi, { id })).toMatchObject({ comuneId: a.comuni[1], ufficioId: null })
    expect(await rifiuto(sportello.call(contattiApi.crea, rapido({ personaId })))).toMatchObject({ campo: 'personaId' })
  })
  test('con una persona la mostra, e la lettura resta scritta', async () => {
    const personaId = await nuovaPersona(sportello, qui())
    const { id } = await sportello.call(contattiApi.crea, rapido({ personaId }))
    await sociale.call(contattiApi.leggi, { id })
    await sociale.call(contattiApi.list, {})
    const { rows } = await t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, (tx) =>
      sql`select interrogazione, oggetto_id, per, fuori_carico from kernel.registro_accessi
        where ${personaId}::uuid = any (persone) and utente_id = ${sociale.utenteId} order by id`.execute(tx),
    )
    expect(rows).toEqual([
      { interrogazione: null, oggettoId: id, per: null, fuoriCarico: false },
      { interrogazione: 'elenco dei contatti dello sportello', oggettoId: null, per: [id], fuoriCarico: false },
    ])
  })
  test('di una persona seguita da un collega vuole un motivo; lo sportello, che non ne può indicare, lo legge e resta scritto', async () => {
    const personaId = await nuovaPersona(sportello, qui())
    const { id } = await sportello.call(contattiApi.crea, rapido({ personaId }))
    const altroSportello = await operatore(t, a, 'operatore-sportello', qui())
    const segue = await operatore(t, a, 'assistente-sociale', qui())
    await sociale.call(contattiApi.leggi, { id })
    await presaInCarico(t, a, qui(), personaId, segue.utenteId)
    for (const chi of [sportello, segue]) await chi.call(contattiApi.leggi, { id })
    await altroSportello.call(contattiApi.leggi, { id })
    const r = await sociale.raw(contattiApi.leggi, { id })
    // the page is told on whose folder
    expect(r.body).toMatchObject({ codice: 'motivo-richiesto', persona: personaId })
    await sociale.call(personeApi.apri, { id: personaId, motivo: 'vigilanza', dettaglio: 'Torna domani' })
    await sociale.call(contattiApi.leggi, { id })
    const { rows } = await t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, (tx) =>
      sql<{ utenteId: string; fuoriCarico: boolean; esito: string }>`
        select utente_id, fuori_carico, esito from kernel.registro_accessi where oggetto_id = ${id} order by id`.execute(
        tx,
      ),
    )
    expect(rows.map((x) => [x.utenteId, x.esito, x.fuoriCarico])).toEqual([
      [sociale.utenteId, 'consentito', false],
      [sportello.utenteId, 'consentito', false],
      [segue.utenteId, 'consentito', false],
      [altroSportello.utenteId, 'consentito', true],
      [sociale.utenteId, 'negato', false],
      [sociale.utenteId, 'consentito', true],
    ])
  })
  test('chi apre fascicoli in un comune ed è allo sportello di un altro legge qui come lo sportello', async () => {
    const personaId = await nuovaPersona(sportello, qui())
    const { id } = await sportello.call(contattiApi.crea, rapido({ personaId }))
    const segue = await operatore(t, a, 'assistente-sociale', qui())
    await presaInCarico(t, a, qui(), personaId, segue.utenteId)
    const divisa = await asRuolo(
      t,
      a,
      { ruolo: 'assistente-sociale', comune: a.comuni[1]! },
      { ruolo: 'operatore-sportello', comune: qui() },
    )
    await divisa.call(contattiApi.leggi, { id })
  })
})

describe('la scheda completa', () => {
  const completo = (versione: number) => ({
    versione,
    canale: 'persona',
    motivo: 'spontaneo',
    interlocutore: 'parente-o-conoscente',
    bisogni: ['casa', 'debiti'],
    esito: 'aiuto-immediato',
    durataMinuti: 25,
    accompagnatoDa: 'La sorella',
    informata: true,
    nota: 'Sfratto il mese prossimo.',
    aiutoTipo: 'buono-spesa',
    aiutoImporto: 50_00,
    aiutoFonte: 'comune',
    servizi: [{ descrizione: 'Mensa', esterno: true }],
  })
  test('aggiunge ciò che il contatto rapido non chiede, e i servizi tolti restano nel registro', async () => {
    const { id } = await sportello.call(contattiApi.crea, rapido())
    await sportello.call(contattiApi.completa, { id, ...completo(1) })
    const c = await sportello.call(contattiApi.leggi, { id })
    expect(c).toMatchObject({
      stato: 'completa',
      aiutoImporto: 5000,
      servizi: [{ descrizione: 'Mensa', esterno: true }],
    })
    await sportello.call(contattiApi.completa, { id, ...completo(2), servizi: [{ descrizione: 'Dormitorio' }] })
    // «convertito», as it is written by what comes from before, says what it was
    const { id: rimasto } = await sportello.call(contattiApi.crea, rapido({ bisogno: 'casa' }))
    await daProprietario(t, `update contatto set stato = 'convertita' where id in ('${id}', '${rimasto}')`)
    expect((await sportello.call(contattiApi.leggi, { id })).stato).toBe('completa')
    expect((await sportello.call(contattiApi.leggi, { id: rimasto })).stato).toBe('creata')
    expect((await sportello.call(contattiApi.leggi, { id })).servizi.map((s) => s.descrizione)).toEqual(['Dormitorio'])
    expect(await rifiuto(sportello.call(contattiApi.completa, { id, ...completo(2) }))).toMatchObject({
      codice: 'versione-superata',
    })
    expect(await rifiuto(sportello.call(contattiApi.completa, { id, ...completo(3), aiutoTipo: null }))).toMatchObject({
      campo: 'aiutoTipo',
    })
  })
  test('si scrive quando è avvenuto: conta quel giorno e lì sta nell’elenco, mai nel futuro', async () => {
    const { id } = await sportello.call(contattiApi.crea, rapido())
    t.clock.advance(1)
    const { id: altro } = await sportello.call(contattiApi.crea, rapido())
    const completa = (versione: number, quando: object) =>
      rifiuto(sportello.call(contattiApi.completa, { id: altro, ...completo(versione), ...quando }))
    const quando = async () => (await sportello.call(contattiApi.leggi, { id: altro })).quando
    const scritto = await quando()
    expect(await completa(1, { giorno: '2026-03-02', ora: '10:01' })).toMatchObject({ codice: 'accettato' })
    expect(await quando()).toBe(scritto)
    expect(await completa(2, { giorno: '2026-03-03' })).toMatchObject({ campo: 'giorno' })
    expect(await completa(2, { ora: '10:02' })).toMatchObject({ campo: 'giorno' })
    expect(await completa(2, { giorno: '1026-03-01' })).toMatchObject({ campo: 'giorno' })
    expect(await completa(2, { giorno: '2025-03-30', ora: '02:30' })).toMatchObject({ campo: 'ora' })
    expect(await completa(2, { giorno: '2026-02-27', ora: '23:30' })).toMatchObject({ codice: 'accettato' })
    expect(await quando()).toBe('2026-02-27T22:30:00.000Z')
    expect((await sociale.call(contattiApi.list, {})).voci.map((v) => v.id)).toEqual([id, altro])
    expect((await sociale.call(contattiApi.list, { al: '2026-02-28' })).voci.map((v) => v.id)).toEqual([altro])
    expect((await coordinatore.call(contattiApi.statistiche, sempre)).perGiorno).toMatchObject([
      { codice: '2026-02-27', contatti: 1 },
      { codice: '2026-03-02', contatti: 1 },
    ])
  })
  test('annullata non si conta più e non si modifica', async () => {
    const { id } = await sportello.call(contattiApi.crea, rapido())
    await sportello.call(contattiApi.annulla, { id, motivo: 'Registrato due volte' })
    expect((await coordinatore.call(contattiApi.statistiche, sempre)).contatti).toBe(0)
    expect(await rifiuto(sportello.call(contattiApi.completa, { id, ...completo(2) }))).toMatchObject({
      codice: 'stato-non-ammesso',
    })
  })
  test('le transizioni sono quelle della tabella', () => {
    const ammesse = Object.entries(transizioniContatto).flatMap(([atto, x]) =>
      statiContatto.filter((s) => x.da.includes(s)).map((s) => `${s} ${atto} ${x.a}`),
    )
    expect(ammesse.sort()).toEqual([
      'completa annulla annullata',
      'completa completa completa',
      'completa converti convertita',
      'creata annulla annullata',
      'creata completa completa',
      'creata converti convertita',
    ])
  })
})

describe('ciò che è riservato non esiste per gli altri', () => {
  /** Everything that a colleague reads of the desk, to compare a world with and without. */
  const mondo = async (chi: Caller) => ({
    elenco: await chi.call(contattiApi.list, {}),
    filtrato: await chi.call(contattiApi.list, { bisogno: 'protezione-violenza' }),
    statistiche: await chi.call(contattiApi.statistiche, sempre),
    foglio: String(Buffer.from((await chi.call(contattiApi.esporta, sempre)).contenuto as Uint8Array)),
  })
  test('un contatto riservato non si conta, non si elenca, non si esporta', async () => {
    await sportello.call(contattiApi.crea, rapido())
    const prima = await mondo(sociale)
    const { id } = await sportello.call(contattiApi.crea, rapido({ bisogno: 'protezione-violenza' }))
    await sportello.call(contattiApi.riserva, { id, colleghi: [] })
    expect(await mondo(sociale)).toEqual(prima)
    expect((await coordinatore.call(contattiApi.statistiche, sempre)).contatti).toBe(1)
    expect(await rifiuto(sociale.call(contattiApi.leggi, { id }))).toMatchObject({ status: 404 })
    expect((await sportello.call(contattiApi.statistiche, sempre)).contatti).toBe(2)
    await sportello.call(contattiApi.riserva, { id, colleghi: null })
    expect((await sociale.call(contattiApi.leggi, { id })).riservato).toBe(false)
  })
  test('una nota privata c’è per chi l’ha scritta e per i colleghi scelti', async () => {
    const { id } = await sportello.call(contattiApi.crea, rapido())
    const altro = await operatore(t, a, 'responsabile-servizio')
    const prima = await altro.call(contattiApi.leggi, { id })
    await sportello.call(contattiApi.annota, { id, testo: 'Teme il marito.', colleghi: [sociale.utenteId] })
    expect((await sociale.call(contattiApi.leggi, { id })).note).toMatchObject([{ testo: 'Teme il marito.' }])
    expect(await altro.call(contattiApi.leggi, { id })).toEqual(prima)
  })
  test('il coordinatore conta e non legge', async () => {
    const { id } = await sportello.call(contattiApi.crea, rapido())
    for (const esito of await Promise.all(
      [coordinatore.call(contattiApi.list, {}), coordinatore.call(contattiApi.leggi, { id })].map(rifiuto),
    ))
      expect(esito).toMatchObject({ status: 403 })
  })
  test('un altro comune e un altro ambito non vedono nulla', async () => {
    const { id } = await sportello.call(contattiApi.crea, rapido())
    const altrove = await operatore(t, a, 'assistente-sociale', a.comuni[1])
    const altrui = await operatore(t, await ambitoConCartella(t), 'assistente-sociale')
    for (const chi of [altrove, altrui]) {
      expect((await chi.call(contattiApi.list, {})).voci).toEqual([])
      expect((await chi.call(contattiApi.statistiche, sempre)).contatti).toBe(0)
      expect(await rifiuto(chi.call(contattiApi.leggi, { id }))).toMatchObject({ status: 404 })
    }
  })
})

test('il periodo delle statistiche è controllato', async () => {
  for (const periodo of [
    { dal: '2026-03-02', al: '2026-03-01' },
    { dal: '2020-01-01', al: '2026-03-01' },
  ])
    expect(await rifiuto(coordinatore.call(contattiApi.statistiche, periodo))).toMatchObject({ campo: 'dal' })
  expect(await rifiuto(coordinatore.call(contattiApi.statistiche, { dal: '2026-02-30' }))).toMatchObject({
    status: 400,
  })
})

test('l’elenco si sfoglia senza perdere né ripetere', async () => {
  for (let n = 0; n < 5; n++) {
    t.clock.advance(1)
    await sportello.call(contattiApi.crea, rapido())
  }
  const visti: string[] = []
  let dopo: string | undefined
  do {
    const p = await sociale.call(contattiApi.list, { limite: 2, ...(dopo && { dopo }) })
    visti.push(...p.voci.map((v) => v.id))
    dopo = p.prossima ?? undefined
  } while (dopo)
  expect(new Set(visti).size).toBe(5)
  expect(visti).toHaveLength(5)
})
