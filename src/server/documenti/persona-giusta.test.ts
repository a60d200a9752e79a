// A document filed under the wrong person goes to the right one: whole, with its history, leaving its trace in both folders
// and telling neither who the other is.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { PDF } from '../../../test/support/file-di-prova.ts'
import { daProprietario } from '../../../test/support/mondo.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { fascicoloApi } from '../../shared/cartella/fascicolo.api.ts'
import { documentiApi as api } from '../../shared/documenti/documenti.api.ts'
import { verificaJob } from './verifica.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let sbagliata: string
let giusta: string
const qui = () => a.comuni[0]!
const lavora = () => t.jobs.drain(t.deps, verificaJob({ clamd: undefined }))
beforeAll(async () => {
  t = await testApp()
  await lavora()
  a = await ambitoConCartella(t)
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  sociale = await operatore(t, a, 'assistente-sociale')
  sbagliata = await inCarico(sociale)
  giusta = await inCarico(sociale)
})
afterAll(() => t.close())

const inCarico = async (chi: Caller, comune = qui()) => {
  const id = await nuovaPersona(chi, comune)
  await presaInCarico(t, a, comune, id, chi.utenteId)
  return id
}
const carica = async (altro: object = {}) => {
  const nuovo = { id: sbagliata, sottocartella: 'tribunale', nome: 'Decreto.pdf', ...altro }
  const { id } = await sociale.call(api.carica, nuovo as never, { file: PDF })
  await lavora()
  return id
}
const sposta = (id: string, a: string, chi = sociale) =>
  chi.call(api.spostaPersona, { id, a, motivo: 'Era nel fascicolo sbagliato' })
const storia = async (persona: string, chi = sociale) =>
  (await chi.call(fascicoloApi.timeline, { id: persona, tipo: 'documento' })).voci
const titoli = async (persona: string) => (await sociale.call(api.list, { id: persona })).voci.map((d) => d.titolo)
const campo = (messaggio: string) => ({
  status: 422,
  errori: [{ campo: 'a', messaggio: expect.stringContaining(messaggio) }],
})

test('si sposta intero: versioni, byte, protocollo, storia; la presa in carico era di un’altra', async () => {
  const { prese } = await sociale.call(api.cartelle, { id: sbagliata })
  const id = await carica({ presaId: prese[0]!.id })
  const due = Buffer.concat([PDF, Buffer.from('%due')])
  await sociale.call(api.nuovaVersione, { id, nome: 'Decreto firmato.pdf' } as never, { file: due })
  await lavora()
  const prima = await sociale.call(api.leggi, { id })
  await sposta(id, giusta)
  const dopo = await sociale.call(api.leggi, { id })
  expect(dopo).toEqual({
    ...prima,
    personaId: giusta,
    presaId: null,
    versione: prima.versione + 1,
    passaggi: [
      {
        atto: 'persona',
        da: null,
        a: null,
        motivo: 'Era nel fascicolo sbagliato',
        quando: '2026-03-02T09:00:00.000Z',
        chi: 'Prova Utente',
      },
      ...prima.passaggi,
    ],
  })
  for (const [numero, file] of [
    [1, PDF],
    [2, due],
  ] as const)
    expect(Buffer.from((await sociale.call(api.scarica, { id, numero })).contenuto as Uint8Array).equals(file)).toBe(
      true,
    )
  expect(await titoli(sbagliata)).toEqual([])
  expect(await titoli(giusta)).toEqual(['Decreto'])
})

test('la traccia è in tutti e due i fascicoli, e nessuno dei due dice quale sia l’altro', async () => {
  const id = await carica()
  await sposta(id, giusta)
  const uscita = await storia(sbagliata)
  expect(uscita).toMatchObject([
    {
      titolo: 'Un documento è stato spostato nel fascicolo giusto',
      testo: 'Era nel fascicolo sbagliato',
      autore: 'Prova Utente',
      collegamento: `/persone/${sbagliata}/documenti`,
    },
  ])
  const entrata = await storia(giusta)
  expect(entrata.map((e) => e.titolo).sort()).toEqual([
    'Decreto: Tribunale: decreti e relazioni',
    'Un documento è arrivato da un altro fascicolo',
  ])
  expect(JSON.stringify(uscita)).not.toContain(giusta)
  expect(JSON.stringify(uscita)).not.toContain('Decreto')
  expect(JSON.stringify(uscita)).not.toContain(id)
  expect(JSON.stringify(entrata)).not.toContain(sbagliata)
})

test('un documento riservato non lascia tracce a chi non lo vede; reso riservato dopo, nemmeno', async () => {
  const collega = await operatore(t, a, 'educatore')
  for (const p of [sbagliata, giusta]) await presaInCarico(t, a, qui(), p, collega.utenteId)
  const riservato = await carica({ riservato: true })
  await sposta(riservato, giusta)
  expect(await storia(sbagliata, collega)).toEqual([])
  expect(await storia(giusta, collega)).toEqual([])
  expect(await storia(sbagliata)).toHaveLength(1)
  const altro = await carica()
  await sposta(altro, giusta)
  expect(await storia(sbagliata, collega)).toHaveLength(1)
  await sociale.call(api.riserva, { id: altro, riservatoA: [], classe: null })
  expect(await storia(sbagliata, collega)).toEqual([])
  expect(await storia(giusta, collega)).toEqual([])
})

test('il registro dice chi, quando, perché: delle due persone', async () => {
  const id = await carica()
  await sposta(id, giusta)
  const righe = await t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, async (tx) => {
    const { rows } = await sql<{ persone: string[] }>`
      select persone from kernel.registro_accessi where azione = 'documento.sposta' and esito = 'consentito' and oggetto_id = ${id} order by id`.execute(
      tx,
    )
    return rows.map((r) => r.persone)
  })
  expect(righe).toEqual([[sbagliata], [giusta]])
  const cambiati = await daProprietario(
    t,
    `select tabella from kernel.registro_modifiche where azione = 'documento.sposta' and utente_id = '${sociale.utenteId}' order by tabella`,
  )
  expect(cambiati.map((r) => r.tabella)).toEqual([
    'documento',
    'documento_passaggio',
    'documento_spostamento',
    'documento_spostamento',
  ])
})

describe('non si sposta', () => {
  test('dove non si può entrare: fuori dal proprio carico si apre prima il fascicolo, dicendo perché', async () => {
    const id = await carica()
    const collega = await operatore(t, a, 'assistente-sociale')
    const altrui = await inCarico(collega)
    expect(await rifiuto(sposta(id, altrui))).toMatchObject(campo('apri prima il suo fascicolo'))
    await sociale.call(personeApi.apri, { id: altrui, motivo: 'sostituzione', dettaglio: 'Documento suo' })
    await sposta(id, altrui)
    expect(await titoli(altrui)).toEqual(['Decreto'])
  })
  test('nel proprio fascicolo, che per chi lavora non c’è', async () => {
    const id = await carica()
    const io = await ioStesso(sociale)
    expect(await rifiuto(sposta(id, io))).toMatchObject(campo('non c’è'))
    expect(await titoli(sbagliata)).toEqual(['Decreto'])
  })
  test('nel fascicolo di un altro comune, di un altro ambito, di nessuno, nello stesso', async () => {
    const id = await carica()
    const altroComune = await inCarico(sociale, a.comuni[1]!)
    expect(await rifiuto(sposta(id, altroComune))).toMatchObject(campo('di un altro comune'))
    const b = await ambitoConCartella(t)
    const chiB = await operatore(t, b, 'assistente-sociale')
    const altrove = await nuovaPersona(chiB, b.comuni[0]!)
    expect(await rifiuto(sposta(id, altrove))).toMatchObject(campo('non c’è'))
    expect(await rifiuto(sposta(id, crypto.randomUUID()))).toMatchObject(campo('non c’è'))
    expect(await rifiuto(sposta(id, sbagliata))).toMatchObject(campo('già nel fascicolo'))
    expect(await titoli(sbagliata)).toEqual(['Decreto'])
  })
  test('un documento annullato; senza motivo; da chi non può; da dove non lo si vede', async () => {
    const id = await carica()
    expect(await rifiuto(sociale.call(api.spostaPersona, { id, a: giusta, motivo: ' ' }))).toMatchObject({
      status: 400,
    })
    const educatore = await operatore(t, a, 'educatore')
    await presaInCarico(t, a, qui(), sbagliata, educatore.utenteId)
    expect(await rifiuto(sposta(id, giusta, educatore))).toMatchObject({ status: 403 })
    const lontana = await operatore(t, a, 'assistente-sociale', a.comuni[1]!)
    expect(await rifiuto(sposta(id, giusta, lontana))).toMatchObject({ status: 404 })
    await sociale.call(api.annulla, { id, motivo: 'Doppione' })
    expect(await rifiuto(sposta(id, giusta))).toMatchObject({ codice: 'stato-non-ammesso' })
  })
})

/** A person of the record who is the operator himself, by his codice fiscale. */
async function ioStesso(chi: Caller): Promise<string> {
  const id = await nuovaPersona(await operatore(t, a, 'assistente-sociale'), qui())
  await presaInCarico(t, a, qui(), id, chi.utenteId)
  const cf = await t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, async (tx) => {
    const { rows } = await sql<{ cf: string }>`
      select codice_fiscale as cf from utente where id = ${chi.utenteId}`.execute(tx)
    return rows[0]!.cf
  })
  await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
    sql`update persona set codice_fiscale = ${cf} where id = ${id}`.execute(tx),
  )
  return id
}
