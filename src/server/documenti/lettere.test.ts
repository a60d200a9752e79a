// Letters from templates: what may be said of a person, the document that stays, the templates of an ambito.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { segnalazione } from '../../../test/support/sportello.ts'
import { fattiApi } from '../../shared/anagrafe/persone.api.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { documentiApi } from '../../shared/documenti/documenti.api.ts'
import { lettereApi, modelliApi } from '../../shared/documenti/modelli.api.ts'
import { CLASSE_SEGNALANTE, messaggiDelModello } from '../../shared/documenti/modelli.rules.ts'
import { caricaModelli, leggiModelli } from './carica-modelli.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let responsabile: Caller
let persona: string
let presa: string
const qui = () => a.comuni[0]!
beforeAll(async () => {
  t = await testApp()
  await caricaModelli(t.deps)
  a = await ambitoConCartella(t)
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  sociale = await operatore(t, a, 'assistente-sociale')
  responsabile = await operatore(t, a, 'responsabile-servizio')
  persona = await nuovaPersona(sociale, qui())
  presa = await presaInCarico(t, a, qui(), persona, sociale.utenteId)
})
afterAll(() => t.close())

const fatto = (tipo: string, dati: object, altro: object = {}) =>
  sociale.call(fattiApi.registra, { id: persona, tipo, dati, fonte: 'persona', ...altro } as never)
const residenza = (altro: object = {}) =>
  fatto('residenza', { comune: qui(), indirizzo: 'Via dei Tigli', civico: '7', cap: '00100' }, altro)
const modello = async (chi: Caller, nome: string) =>
  (await chi.call(lettereApi.prepara, { id: persona })).modelli.find((m) => m.nome === nome)!
/** A template of the ambito that is printed only if this is true of the data it is given. */
async function modelloCheVerifica(condizione: string): Promise<string> {
  const nome = `Verifica ${crypto.randomUUID()}`
  const { id } = await responsabile.call(modelliApi.crea, { nome })
  const testo = `#import "/trama.typ": *\n#show: lettera.with(titolo: "V")\n#let prova = dati.persona.nominativo == "Rosa Bianchi"\n#assert(prova or ${condizione}, message: repr(dati))`
  await responsabile.call(modelliApi.salva, { id, testo, revisione: 1 })
  await responsabile.call(modelliApi.pubblica, { id, dal: '2026-03-02' })
  return id
}
const esito = (chi: Caller, id: string, altro: object = {}) =>
  chi.call(lettereApi.anteprima, { id: persona, modello: id, campi: {}, ...altro }).then(
    () => 'sì',
    (e) => String(e.message),
  )
const avvertenze = async (chi = sociale) => (await chi.call(lettereApi.prepara, { id: persona })).avvertenze.join(' ')

describe('una lettera', () => {
  test('si scrive in un atto: documento in uscita, con l’impronta, il modello, la storia', async () => {
    await residenza()
    const m = await modello(sociale, 'Convocazione a un colloquio')
    const campi = { giorno: '2026-03-16', ora: '10.30', luogo: 'gli uffici di piazza Roma' }
    const { id, avvertenze } = await sociale.call(lettereApi.scrivi, {
      id: persona,
      modello: m.id,
      campi,
      titolo: 'Convocazione: primo colloquio',
      presaId: presa,
    })
    expect(avvertenze).toEqual([])
    const d = await sociale.call(documentiApi.leggi, { id })
    expect(d).toMatchObject({
      sottocartella: 'in-uscita',
      titolo: 'Convocazione: primo colloquio',
      presaId: presa,
      versioni: [
        {
          numero: 1,
          nome: 'Convocazione- primo colloquio.pdf',
          tipo: 'application/pdf',
          verifica: 'pulito',
          daModello: 'Convocazione a un colloquio, versione 1',
        },
      ],
      passaggi: [{ atto: 'scrittura' }],
    })
    const pdf = Buffer.from((await sociale.call(documentiApi.scarica, { id, numero: 1 })).contenuto as Uint8Array)
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(createHash('sha256').update(pdf).digest('hex')).toBe(d.versioni[0]!.sha256)
  })
  test('l’anteprima non conserva nulla, e non resta nemmeno nella memoria delle richieste ripetute', async () => {
    const m = await modello(sociale, 'Lettera generica')
    const r = await sociale.raw(
      lettereApi.anteprima,
      { id: persona, modello: m.id, campi: { oggetto: 'Oggetto', corpo: 'Testo' } },
      { headers: { 'idempotency-key': crypto.randomUUID() } },
    )
    expect(r.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^inline/),
    })
    expect((await sociale.call(documentiApi.list, { id: persona })).voci).toEqual([])
    const { rows } = await t.deps.db.inScope({ azione: 'prova', utente: sociale.utenteId, ambito: a.id }, (tx) =>
      sql`select 1 from kernel.chiave_idempotenza where risposta::text like '%contenuto%'`.execute(tx),
    )
    expect(rows).toEqual([])
  })
  test('chi ha segnalato non vi è nominato, se la lettera non è di chi può saperlo; chi non lo sa non può indovinarlo', async () => {
    const educatore = await operatore(t, a, 'educatore')
    await presaInCarico(t, a, qui(), persona, educatore.utenteId)
    await sociale.call(segnalazioniApi.crea, {
      ...segnalazione(qui()),
      segnalante: { anonimo: false, nome: 'Gertrude Malvasia' },
      segnalati: [{ personaId: persona }],
    })
    const m = await modello(sociale, 'Lettera generica')
    const scritta = async (chi: Caller, altro: object = {}) => {
      const campi = { oggetto: 'Risposta', corpo: 'Ci ha scritto la Malvasia.' }
      const titolo = 'Risposta a Gertrude'
      const { id, avvertenze } = await chi.call(lettereApi.scrivi, {
        id: persona,
        modello: m.id,
        campi,
        titolo,
        ...altro,
      })
      return [
        (await sociale.call(documentiApi.leggi, { id })).titolo,
        avvertenze.filter((x) => x.includes('[omissis]')).length,
      ]
    }
    expect(await scritta(sociale)).toEqual(['Risposta a [omissis]', 1])
    expect(await scritta(sociale, { classe: CLASSE_SEGNALANTE })).toEqual(['Risposta a Gertrude', 0])
    expect(await scritta(educatore)).toEqual(['Risposta a Gertrude', 0])
    expect((await educatore.call(documentiApi.list, { id: persona })).voci).toHaveLength(2)
    // she who reported herself is named in her own letters
    const altra = await nuovaPersona(sociale, qui(), { cognome: 'Bellomare', nome: 'Teodora' })
    await presaInCarico(t, a, qui(), altra, sociale.utenteId)
    await sociale.call(segnalazioniApi.crea, {
      ...segnalazione(qui()),
      segnalante: { anonimo: false, nome: 'Teodora Bellomare', recapiti: '3331234567' },
      segnalati: [{ personaId: altra }],
    })
    const campi = { oggetto: 'Risposta a Teodora', corpo: 'La signora Bellomare ha chiamato dal 3331234567.' }
    const suo = { id: altra, modello: m.id, campi, titolo: 'Risposta a Teodora' }
    expect((await sociale.call(lettereApi.scrivi, suo)).avvertenze.join()).not.toContain('[omissis]')
  })
  test('un campo che manca, una data che non è, un campo che il modello non ha', async () => {
    const m = await modello(sociale, 'Convocazione a un colloquio')
    const p = await rifiuto(
      sociale.call(lettereApi.scrivi, {
        id: persona,
        modello: m.id,
        campi: { giorno: 'domani', boh: 'x' },
        titolo: 'x',
      }),
    )
    expect(p).toMatchObject({ status: 422 })
    expect((p as { errori?: { campo: string }[] } | undefined)?.errori?.map((e) => e.campo)).toEqual([
      'campi.giorno',
      'campi.ora',
      'campi.luogo',
      'campi.boh',
    ])
  })
  test('ciò che il modello pretende e non c’è viene detto in parole', async () => {
    const m = await modello(sociale, 'Attestazione di presa in carico')
    const senza = { id: persona, modello: m.id, campi: {}, titolo: 'Attestazione' }
    expect((await rifiuto(sociale.call(lettereApi.scrivi, senza)))?.detail).toContain('scegli la presa in carico')
    await expect(sociale.call(lettereApi.scrivi, { ...senza, presaId: presa })).resolves.toBeTruthy()
  })
  test('riservata è soltanto di chi la scrive; e leggerne i dati lascia la sua riga', async () => {
    const collega = await operatore(t, a, 'educatore')
    await presaInCarico(t, a, qui(), persona, collega.utenteId)
    const m = await modello(sociale, 'Lettera generica')
    await sociale.call(lettereApi.scrivi, {
      id: persona,
      modello: m.id,
      campi: { oggetto: 'O', corpo: 'C' },
      titolo: 'x',
      riservato: true,
    })
    expect((await collega.call(documentiApi.list, { id: persona })).voci).toEqual([])
    const { rows } = await t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, (tx) =>
      sql<{
        oggetto: string
      }>`select oggetto from kernel.registro_accessi where ${persona}::uuid = any (persone) and azione = 'documento.carica'`.execute(
        tx,
      ),
    )
    expect(rows.map((r) => r.oggetto)).toEqual(expect.arrayContaining(['/persone/:id/lettere', '/persone/:id/lettere']))
  })
})

describe('contatto sicuro', () => {
  const SENZA = 'dati.persona.indirizzo == none'
  test('l’indirizzo di dove vive, i recapiti soltanto se segnati sicuri', async () => {
    await residenza()
    await fatto('domicilio', { comune: qui(), indirizzo: 'Via del Mare', civico: '1' })
    await fatto('recapito', { mezzo: 'cellulare', valore: '3330000001' })
    await fatto('recapito', { mezzo: 'email', valore: 'x@example.it', sicuro: true })
    const m = await modelloCheVerifica(
      '(dati.persona.indirizzo.first() == "Via del Mare 1" and dati.persona.telefono == none and dati.persona.email == "x@example.it")',
    )
    expect(await esito(sociale, m)).toBe('sì')
    expect(await avvertenze()).toBe('')
  })
  test('un indirizzo segreto non esce, e la pagina lo dice; nemmeno se ce n’è un altro che segreto non è', async () => {
    await residenza()
    await fatto('domicilio', { comune: qui(), indirizzo: 'Via Nascosta', civico: '3' }, { segreto: true })
    const m = await modelloCheVerifica(
      `(${SENZA} and not repr(dati).contains("Nascosta") and not repr(dati).contains("Tigli"))`,
    )
    expect(await esito(sociale, m)).toBe('sì')
    expect(await avvertenze()).toContain('L’indirizzo è segreto')
  })
  test('chi non vede gli indirizzi segreti ha lo stesso mondo di prima', async () => {
    await residenza()
    const amministrativo = await operatore(t, a, 'amministrativo')
    await presaInCarico(t, a, qui(), persona, amministrativo.utenteId)
    const prima = await amministrativo.call(lettereApi.prepara, { id: persona })
    const vede = await modelloCheVerifica(
      '(dati.persona.indirizzo.first() == "Via dei Tigli 7" and not repr(dati).contains("Nascosta"))',
    )
    expect(await esito(amministrativo, vede)).toBe('sì')
    await fatto('domicilio', { comune: qui(), indirizzo: 'Via Nascosta', civico: '3' }, { segreto: true })
    expect((await amministrativo.call(lettereApi.prepara, { id: persona })).avvertenze).toEqual(prima.avvertenze)
    expect(await esito(amministrativo, vede)).toBe('sì')
  })
  test.each([
    ['mai-a-casa', {}, 'Non le si scrive a casa'],
    ['solo-tramite', { riferimento: 'il consultorio' }, 'soltanto tramite il consultorio'],
    ['solo-in-presenza', {}, 'soltanto di persona'],
  ])('la regola «%s» toglie l’indirizzo', async (regola, dati, frase) => {
    await residenza()
    await fatto('contatto-sicuro', { regola, ...dati })
    expect(await esito(sociale, await modelloCheVerifica(SENZA))).toBe('sì')
    expect(await avvertenze()).toContain(frase)
  })
  test('«mai chiamare» toglie il telefono', async () => {
    await fatto('recapito', { mezzo: 'cellulare', valore: '3330000001', sicuro: true })
    await fatto('contatto-sicuro', { regola: 'mai-telefono', riferimento: '333' })
    expect(await esito(sociale, await modelloCheVerifica('dati.persona.telefono == none'))).toBe('sì')
  })
})

describe('i modelli', () => {
  test('quelli del prodotto si caricano una volta sola', async () => {
    const versioni = () =>
      t.deps.db.inScope({ azione: 'prova', ambito: a.id }, async (tx) => {
        const { rows } = await sql<{
          n: number
        }>`select count(*) as n from modello_versione where ambito_id is null`.execute(tx)
        return rows[0]!.n
      })
    expect(await versioni()).toBe(leggiModelli().length)
    await caricaModelli(t.deps)
    expect(await versioni()).toBe(leggiModelli().length)
    const nomi = (await sociale.call(lettereApi.prepara, { id: persona })).modelli
      .filter((m) => m.nazionale)
      .map((m) => m.nome)
    expect(nomi.sort()).toEqual(
      leggiModelli()
        .filter((m) => m.uso === 'lettera' && !messaggiDelModello(m.testo))
        .map((m) => m.nome)
        .sort(),
    )
  })
  test('un ambito copia il nazionale, lo cambia, lo prova, lo pubblica: da quel giorno vale il suo; ritirato, torna il nazionale', async () => {
    const nazionale = (await responsabile.call(modelliApi.list, {})).voci.find(
      (m) => m.codice === 'lettera-generica' && m.nazionale,
    )!
    const { id, modelloId } = await responsabile.call(modelliApi.scrivi, { id: nazionale.id })
    expect(await responsabile.call(modelliApi.scrivi, { id: nazionale.id })).toEqual({ id, modelloId })
    const bozza = await responsabile.call(modelliApi.leggi, { id })
    expect(bozza).toMatchObject({ stato: 'bozza', versione: 1, nazionale: false, revisione: 1 })
    const testo = `${bozza.testo}\n// campo: saluto | Saluto | testo\n#dati.campi.saluto\n`
    await responsabile.call(modelliApi.salva, { id, testo, nota: 'Con il saluto', revisione: 1 })
    expect(await rifiuto(responsabile.call(modelliApi.salva, { id, testo, revisione: 1 }))).toMatchObject({
      codice: 'versione-superata',
    })
    const pdf = await responsabile.call(modelliApi.prova, { testo })
    expect(
      Buffer.from(pdf.contenuto as Uint8Array)
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    // a draft is nobody's yet
    expect((await modello(sociale, 'Lettera generica')).nazionale).toBe(true)
    expect(await rifiuto(responsabile.call(modelliApi.pubblica, { id, dal: '2026-03-01' }))).toMatchObject({
      errori: [{ campo: 'dal' }],
    })
    await responsabile.call(modelliApi.pubblica, { id, dal: '2026-03-10' })
    expect((await modello(sociale, 'Lettera generica')).nazionale).toBe(true)
    t.clock.set('2026-03-10T09:00:00Z')
    sociale = await operatore(t, a, 'assistente-sociale')
    await presaInCarico(t, a, qui(), persona, sociale.utenteId)
    responsabile = await operatore(t, a, 'responsabile-servizio')
    const suo = await modello(sociale, 'Lettera generica')
    expect(suo).toMatchObject({ id, nazionale: false })
    expect(suo.campi.map((c) => c.nome)).toEqual(['oggetto', 'corpo', 'saluto'])
    const elenco = (await responsabile.call(modelliApi.list, {})).voci.filter((m) => m.codice === 'lettera-generica')
    expect(elenco.map((m) => [m.nazionale, m.sostituito])).toEqual([
      [false, false],
      [true, true],
    ])
    // published is for ever
    expect(await rifiuto(responsabile.call(modelliApi.salva, { id, testo: 'x', revisione: 2 }))).toMatchObject({
      codice: 'stato-non-ammesso',
    })
    await expect(
      t.deps.db.inScope({ azione: 'prova', ambito: a.id, intero: true }, (tx) =>
        sql`update modello_versione set testo = 'x' where id = ${id}`.execute(tx),
      ),
    ).rejects.toMatchObject({ constraint: 'versione_pubblicata_immutabile' })
    // another ambito knows nothing of it
    const b = await ambitoConCartella(t, 1)
    const altrove = await operatore(t, b, 'responsabile-servizio')
    expect((await altrove.call(modelliApi.list, {})).voci.every((m) => m.nazionale)).toBe(true)
    expect(await rifiuto(altrove.call(modelliApi.leggi, { id }))).toMatchObject({ status: 404 })
    expect(await rifiuto(altrove.call(modelliApi.ritira, { id }))).toMatchObject({ status: 404 })
    await responsabile.call(modelliApi.ritira, { id })
    expect((await modello(sociale, 'Lettera generica')).nazionale).toBe(true)
    // and what follows starts from what there was
    const due = await responsabile.call(modelliApi.scrivi, { id: nazionale.id })
    expect(await responsabile.call(modelliApi.leggi, { id: due.id })).toMatchObject({ versione: 2, testo })
  })
  test('ciò che non si stampa non si pubblica; il nazionale non si tocca; due con lo stesso nome no', async () => {
    const { id } = await responsabile.call(modelliApi.crea, { nome: 'Sbagliato è' })
    expect(await rifiuto(responsabile.call(modelliApi.crea, { nome: 'Sbagliato e' }))).toMatchObject({
      codice: 'gia-presente',
    })
    await responsabile.call(modelliApi.salva, {
      id,
      testo: '#set document(title: "x")\n#read("/etc/passwd")',
      revisione: 1,
    })
    expect((await rifiuto(responsabile.call(modelliApi.pubblica, { id, dal: '2026-03-02' })))?.detail).toContain(
      'Riga 2',
    )
    const nazionale = (await responsabile.call(modelliApi.list, {})).voci.find((m) => m.nazionale)!.versioni[0]!
    for (const r of [
      () => responsabile.call(modelliApi.salva, { id: nazionale.id, testo: 'x', revisione: 1 }),
      () => responsabile.call(modelliApi.ritira, { id: nazionale.id }),
    ])
      expect((await rifiuto(r()))?.detail).toContain('nazionale')
  })
  test('una lettera cominciata su una versione che non vale più lo dice', async () => {
    const id = await modelloCheVerifica('true')
    await responsabile.call(modelliApi.ritira, { id })
    expect(
      await rifiuto(sociale.call(lettereApi.scrivi, { id: persona, modello: id, campi: {}, titolo: 'x' })),
    ).toMatchObject({ codice: 'stato-non-ammesso' })
  })
})
