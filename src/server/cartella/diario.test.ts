// The diary: drafts of their author, what completing locks, one entry in several folders, confidential entries that
// do not exist for the others, addenda, annulment, the move out of a wrong folder.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { PDF } from '../../../test/support/file-di-prova.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { attivitaInParole } from '../../shared/cartella/attivita.rules.ts'
import { diarioApi } from '../../shared/cartella/diario.api.ts'
import { CARATTERI_MASSIMI } from '../../shared/cartella/diario.rules.ts'
import { documentiApi } from '../../shared/documenti/documenti.api.ts'
import { verificaJob } from '../documenti/verifica.ts'
import { bozzeInRitardo } from './diario-bozze.ts'
import { avvisiDi } from './presa.fixture.ts'

let t: TestApp
let a: Ambito
let autore: Caller
let collega: Caller
let responsabile: Caller
let persona: string
beforeAll(async () => {
  t = await testApp()
  a = await ambitoConCartella(t)
  await t.jobs.drain(t.deps, verificaJob({ clamd: undefined })) // the queue exists before the first upload
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  autore = await operatore(t, a, 'assistente-sociale')
  collega = await operatore(t, a, 'educatore')
  responsabile = await operatore(t, a, 'responsabile-servizio')
  persona = await nuovaPersona(autore, qui())
  const presa = await presaInCarico(t, a, qui(), persona, autore.utenteId)
  await inEquipe(presa, collega.utenteId)
  await inEquipe(presa, responsabile.utenteId)
})
afterAll(() => t.close())

const qui = () => a.comuni[0]!
const inEquipe = (presa: string, utente: string) =>
  t.deps.db.inScope({ azione: 'prova.prepara', ambito: a.id, comuni: a.comuni }, (tx) =>
    sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, dal) values (${qui()}, ${presa}, ${utente}, 'educatore', '2026-01-10')`.execute(
      tx,
    ),
  )
const voce = (altro: object = {}) => ({
  id: persona,
  specie: 'diario' as const,
  giorno: '2026-03-02',
  tipo: 'colloquio',
  blocchi: [{ tipo: 'fatto' as const, testo: 'La casa è in ordine.' }],
  ...altro,
})
const ids = async (chi: Caller, id = persona) => (await chi.call(diarioApi.voci, { id })).voci.map((v) => v.id)

describe('una voce', () => {
  test('in bozza è soltanto del suo autore; completata si legge e non si cambia più', async () => {
    const { id, versione } = await autore.call(diarioApi.scrivi, voce())
    expect(await ids(autore)).toEqual([id])
    expect(await ids(collega)).toEqual([])
    expect(await rifiuto(collega.call(diarioApi.leggi, { id }))).toMatchObject({ status: 404 })
    const blocchi = [
      { tipo: 'fatto' as const, testo: 'La casa è in ordine.' },
      { tipo: 'dichiarazione' as const, di: 'la madre', testo: 'Il bambino dorme poco.' },
      { tipo: 'valutazione' as const, testo: 'Serve un sostegno al sonno.' },
      { tipo: 'parole' as const, testo: '«Sono stanca.»' },
      { tipo: 'valutazione' as const, testo: '  ' },
    ]
    const { id: _, specie: __, ...resto } = voce({ blocchi, con: ['utente'], luogo: 'Ufficio', durataMinuti: 45 })
    await autore.call(diarioApi.update, { ...resto, id, versione, completa: true })
    const letta = await collega.call(diarioApi.leggi, { id })
    expect(letta).toMatchObject({
      stato: 'completata',
      tipoTesto: 'Colloquio in ufficio',
      conTesto: ['La persona stessa'],
      mia: false,
      ritardo: null,
      riservataA: null,
      puoIntegrare: false,
    })
    expect(letta.blocchi).toEqual(blocchi.slice(0, 4))
    expect(await rifiuto(autore.call(diarioApi.update, { ...resto, id, versione: 2 }))).toMatchObject({ status: 409 })
    // not even by whoever could reach the table
    await expect(
      t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
        sql`update diario_voce set luogo = 'altrove' where id = ${id}`.execute(tx),
      ),
    ).rejects.toMatchObject({ constraint: 'diario_completato_immutabile' })
  })
  test('senza testo, nel futuro, senza dire di chi è la dichiarazione: una frase, e la bozza resta', async () => {
    const { id, versione } = await autore.call(diarioApi.scrivi, voce({ blocchi: [] }))
    const { id: _, specie: __, ...resto } = voce()
    const completa = (altro: object) =>
      rifiuto(autore.call(diarioApi.update, { ...resto, id, versione, completa: true, ...altro }))
    expect(await completa({ blocchi: [] })).toMatchObject({ campo: 'blocchi', status: 422 })
    expect(await completa({ giorno: '2026-03-03' })).toMatchObject({ campo: 'giorno' })
    expect(await completa({ giorno: '1026-03-03' })).toMatchObject({ campo: 'giorno' })
    expect(await completa({ blocchi: [{ tipo: 'dichiarazione', testo: 'x' }] })).toMatchObject({
      campo: 'blocchi.0.di',
    })
    expect(await completa({ tipo: 'inesistente' })).toMatchObject({ campo: 'tipo' })
    expect(await completa({ versione: 7 })).toMatchObject({ status: 412 })
    expect((await autore.call(diarioApi.leggi, { id })).stato).toBe('bozza')
  })
  test('una nota di 2 MB è rifiutata con una frase, e niente si perde', async () => {
    const { id, versione } = await autore.call(diarioApi.scrivi, voce())
    const { id: _, specie: __, ...resto } = voce()
    const con = (testo: string) =>
      rifiuto(autore.call(diarioApi.update, { ...resto, id, versione, blocchi: [{ tipo: 'fatto', testo }] }))
    expect(await con('a'.repeat(CARATTERI_MASSIMI + 1))).toMatchObject({ status: 422, campo: 'blocchi' })
    const r = await autore.raw(diarioApi.update, {
      ...resto,
      id,
      versione,
      blocchi: [{ tipo: 'fatto', testo: 'a'.repeat(2_000_000) }],
    })
    expect(r.status).toBe(413)
    expect(JSON.stringify(r.body)).toContain('troppo lungo')
    expect((await autore.call(diarioApi.leggi, { id })).blocchi).toEqual([
      { tipo: 'fatto', testo: 'La casa è in ordine.' },
    ])
  })
  test('scritta in ritardo, dice di quanti giorni', async () => {
    const { id } = await autore.call(diarioApi.scrivi, voce({ giorno: '2026-02-20', completa: true }))
    expect((await autore.call(diarioApi.leggi, { id })).ritardo).toBe(10)
  })
  test('riguarda più persone: scritta una volta, è in ogni fascicolo', async () => {
    const figlio = await nuovaPersona(autore, qui())
    await presaInCarico(t, a, qui(), figlio, autore.utenteId)
    const { id } = await autore.call(diarioApi.scrivi, voce({ altrePersone: [figlio], completa: true }))
    expect(await ids(autore, figlio)).toEqual([id])
    expect((await autore.call(diarioApi.leggi, { id })).persone.map((p) => p.id)).toEqual([persona, figlio])
    const altrove = await nuovaPersona(autore, a.comuni[1]!)
    expect(await rifiuto(autore.call(diarioApi.scrivi, voce({ altrePersone: [altrove] })))).toMatchObject({
      campo: 'altrePersone',
    })
  })
  test('riservata, per gli altri non esiste: né in elenco, né a leggerla', async () => {
    const { id } = await autore.call(diarioApi.scrivi, voce({ destinatari: [collega.utenteId], completa: true }))
    expect([await ids(autore), await ids(collega), await ids(responsabile)]).toEqual([[id], [id], []])
    expect(await rifiuto(responsabile.call(diarioApi.leggi, { id }))).toMatchObject({ status: 404 })
    const { riservataA } = await collega.call(diarioApi.leggi, { id })
    expect(riservataA!.map((x) => x.id).sort()).toEqual([autore.utenteId, collega.utenteId].sort())
    const sportello = await operatore(t, a, 'operatore-sportello')
    // whom it is for is told once, when it is finished, and never of what a colleague of the family may not know of
    const avvisi = async (c: Caller) => (await avvisiDi(t, a, c)).filter((x) => x.collegamento?.startsWith('/diario/'))
    expect(await avvisi(collega)).toMatchObject([{ collegamento: `/diario/${id}` }])
    const bozza = await autore.call(diarioApi.scrivi, voce({ destinatari: [responsabile.utenteId] }))
    expect(await avvisi(responsabile)).toEqual([])
    await autore.call(diarioApi.update, {
      ...voce({ destinatari: [responsabile.utenteId, autore.utenteId], completa: true }),
      id: bozza.id,
      versione: 1,
    } as never)
    expect(await avvisi(responsabile)).toMatchObject([{ collegamento: `/diario/${bozza.id}` }])
    expect(await avvisi(autore)).toEqual([])
    expect(await rifiuto(autore.call(diarioApi.scrivi, voce({ destinatari: [sportello.utenteId] })))).toMatchObject({
      campo: 'destinatari',
    })
  })
  test('il contesto dice chi la leggerà', async () => {
    const c = await autore.call(diarioApi.contesto, { id: persona })
    expect(c.colleghi.map((x) => x.id)).toEqual(expect.arrayContaining([collega.utenteId, responsabile.utenteId]))
    expect(c.colleghi.map((x) => x.id)).not.toContain(autore.utenteId)
    expect(c.prese).toHaveLength(1)
  })
  test('le pagine seguono il giorno, e i filtri valgono', async () => {
    const scritte: string[] = []
    for (const giorno of ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-01', '2026-03-02'])
      scritte.unshift(
        (await autore.call(diarioApi.scrivi, voce({ giorno, completa: true, significativo: giorno === '2026-02-28' })))
          .id,
      )
    const viste: string[] = []
    let dopo: string | undefined
    do {
      const p = await collega.call(diarioApi.voci, { id: persona, limite: 2, ...(dopo ? { dopo } : {}) })
      viste.push(...p.voci.map((v) => v.id))
      dopo = p.prossima ?? undefined
    } while (dopo)
    expect(viste).toHaveLength(5)
    expect(new Set(viste)).toEqual(new Set(scritte))
    const filtra = async (f: object) => (await collega.call(diarioApi.voci, { id: persona, ...f })).voci.length
    expect(await filtra({ significativi: true })).toBe(1)
    expect(await filtra({ dal: '2026-03-01', al: '2026-03-01' })).toBe(2)
    expect(await filtra({ autore: collega.utenteId })).toBe(0)
    expect(await filtra({ tipo: 'telefonata' })).toBe(0)
    expect(await filtra({ specie: 'attivita' })).toBe(0)
  })
})

describe('un’attività professionale', () => {
  test('ha le sue voci, gli operatori, la proposta e la prossima attività', async () => {
    const { id } = await autore.call(diarioApi.scrivi, {
      ...voce({
        completa: true,
        operatori: [collega.utenteId],
        altriUffici: 'Consultorio',
        proposta: 'Sostegno educativo',
      }),
      specie: 'attivita',
      tipo: 'indagine-sociale',
      prossimaAttivita: 'verifica-progetto',
      prossimaIl: '2026-04-01',
    })
    expect(await collega.call(diarioApi.leggi, { id })).toMatchObject({
      specie: 'attivita',
      tipoTesto: 'Indagine sociale',
      operatori: [{ id: collega.utenteId }],
      prossimaAttivitaTesto: 'Verifica del progetto',
      proposta: 'Sostegno educativo',
    })
    expect(
      await rifiuto(autore.call(diarioApi.scrivi, { ...voce(), specie: 'attivita', tipo: 'colloquio' })),
    ).toMatchObject({ campo: 'tipo' })
  })
  test('dice situazioni, fonti, problemi e interventi, e completata non si cambia nemmeno in questo', async () => {
    const attivita = {
      ambientale: ' Due stanze umide. ',
      fonti: 'Visita del 2 marzo',
      interventi: '',
      problemi: [
        { problema: 'Morosità', natura: 'materiale' as const, stato: 'peggiora' as const },
        { problema: ' ', natura: 'immateriale' as const, stato: 'aperto' as const },
      ],
      prossimaAl: '2026-04-30',
    }
    const scrivi = (altro: object) =>
      autore.call(diarioApi.scrivi, {
        ...voce({ completa: true, ...altro }),
        specie: 'attivita',
        tipo: 'indagine-sociale',
        attivita,
      })
    expect(await rifiuto(scrivi({}))).toMatchObject({ campo: 'prossimaIl' })
    expect(await rifiuto(scrivi({ prossimaIl: '2026-05-01' }))).toMatchObject({ campo: 'attivita.prossimaAl' })
    const { id } = await scrivi({ prossimaIl: '2026-04-01' })
    const letta = await collega.call(diarioApi.leggi, { id })
    expect(letta.attivita).toEqual({
      ambientale: 'Due stanze umide.',
      fonti: 'Visita del 2 marzo',
      problemi: [attivita.problemi[0]],
      prossimaAl: '2026-04-30',
    })
    expect(attivitaInParole(letta.attivita).at(-1)).toEqual([
      'Problemi toccati',
      'Morosità (materiale, in peggioramento)',
    ])
    await expect(
      t.deps.db.inScope(
        { azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true, utente: autore.utenteId },
        (tx) => sql`update diario_voce set attivita = '{}' where id = ${id}`.execute(tx),
      ),
    ).rejects.toMatchObject({ constraint: 'diario_completato_immutabile' })
  })
})

describe('un allegato', () => {
  const allega = (chi: Caller, id: string) =>
    chi.call(diarioApi.allega, { id, nome: 'Referto.pdf' } as never, { file: PDF })
  const documenti = async (chi: Caller, id = persona) =>
    (await chi.call(documentiApi.list, { id })).voci.map((d) => d.id)

  test('si vede come la voce: di una bozza o di una riservata non c’è per gli altri, né per chi non legge il diario', async () => {
    const { id, versione } = await autore.call(diarioApi.scrivi, voce())
    const { id: documento } = await allega(autore, id)
    expect(await documenti(autore)).toEqual([documento])
    expect(await documenti(collega)).toEqual([])
    const { id: _, specie: __, ...resto } = voce({ destinatari: [responsabile.utenteId] })
    await autore.call(diarioApi.update, { ...resto, id, versione, completa: true })
    expect(await documenti(collega)).toEqual([])
    expect(await rifiuto(collega.call(documentiApi.leggi, { id: documento }))).toMatchObject({ status: 404 })
    expect(await documenti(responsabile)).toEqual([documento])
    // and that it was read is told to nobody else
    await responsabile.call(documentiApi.leggi, { id: documento })
    const altra = await operatore(t, a, 'assistente-sociale')
    await altra.call(personeApi.apri, { id: persona, motivo: 'lavoro-equipe', dettaglio: 'Prova' })
    const letture = async (chi: Caller) =>
      (await chi.call(personeApi.letture, { id: persona })).voci.filter((l) => l.atto.includes('scaricare')).length
    expect((await letture(autore)) - (await letture(altra))).toBe(1)
    const aperta = await autore.call(diarioApi.scrivi, voce({ completa: true }))
    expect(await rifiuto(allega(collega, aperta.id))).toMatchObject({ status: 403 })
    const { id: altro } = await allega(responsabile, aperta.id)
    expect(await collega.call(diarioApi.leggi, { id: aperta.id })).toMatchObject({
      stato: 'completata',
      puoAllegare: false,
      allegati: [{ id: altro, personaId: persona, titolo: 'Referto' }],
    })
    expect(await documenti(collega)).toEqual([altro])
    const amministrativo = await operatore(t, a, 'amministrativo')
    await amministrativo.call(personeApi.apri, { id: persona, motivo: 'istruttoria-prestazione', dettaglio: 'Domanda' })
    expect(await documenti(amministrativo)).toEqual([])
  })
  test('va dove va la voce; spostato da solo non le appartiene più', async () => {
    const giusta = await nuovaPersona(autore, qui())
    const presa = await presaInCarico(t, a, qui(), giusta, autore.utenteId)
    await inEquipe(presa, responsabile.utenteId)
    const { id } = await autore.call(diarioApi.scrivi, voce({ completa: true }))
    const { id: documento } = await allega(autore, id)
    await responsabile.call(diarioApi.sposta, { id, da: persona, a: giusta, motivo: 'Omonimia' })
    expect([await documenti(autore), await documenti(autore, giusta)]).toEqual([[], [documento]])
    expect((await autore.call(documentiApi.leggi, { id: documento })).passaggi).toMatchObject([{ atto: 'persona' }])
    await responsabile.call(documentiApi.spostaPersona, { id: documento, a: persona, motivo: 'Era suo' })
    expect(await responsabile.call(documentiApi.leggi, { id: documento })).toMatchObject({ voceId: null })
    expect((await autore.call(diarioApi.leggi, { id })).allegati).toEqual([])
  })
})

describe('dopo il completamento', () => {
  test('integra chi l’ha scritta o chi risponde del servizio, e il testo di prima resta', async () => {
    const { id } = await autore.call(diarioApi.scrivi, voce({ completa: true }))
    await autore.call(diarioApi.integra, { id, testo: 'Aggiungo l’orario.' })
    t.clock.advance(1)
    await responsabile.call(diarioApi.integra, { id, testo: 'Visto.' })
    expect(await rifiuto(collega.call(diarioApi.integra, { id, testo: 'Anch’io' }))).toMatchObject({ status: 403 })
    const v = await autore.call(diarioApi.leggi, { id })
    expect(v).toMatchObject({ stato: 'integrata', blocchi: [{ testo: 'La casa è in ordine.' }] })
    expect(v.integrazioni.map((x) => x.testo)).toEqual(['Aggiungo l’orario.', 'Visto.'])
    expect(
      await rifiuto(autore.call(diarioApi.integra, { id, testo: 'x'.repeat(CARATTERI_MASSIMI + 1) })),
    ).toMatchObject({ campo: 'testo' })
  })
  test('si annulla con un motivo, e resta', async () => {
    const { id } = await autore.call(diarioApi.scrivi, voce({ completa: true }))
    expect(await rifiuto(collega.call(diarioApi.annulla, { id, motivo: 'x' }))).toMatchObject({ status: 403 })
    await autore.call(diarioApi.annulla, { id, motivo: 'Scritta due volte' })
    expect(await autore.call(diarioApi.leggi, { id })).toMatchObject({
      stato: 'annullata',
      motivoAnnullamento: 'Scritta due volte',
    })
    expect(await rifiuto(autore.call(diarioApi.integra, { id, testo: 'x' }))).toMatchObject({ status: 409 })
  })
  test('nel fascicolo sbagliato la sposta il responsabile, con traccia e senza dire da dove', async () => {
    const giusta = await nuovaPersona(autore, qui())
    await presaInCarico(t, a, qui(), giusta, autore.utenteId)
    const { id } = await autore.call(diarioApi.scrivi, voce({ completa: true }))
    expect(await rifiuto(autore.call(diarioApi.sposta, { id, da: persona, a: giusta, motivo: 'x' }))).toMatchObject({
      status: 403,
    })
    await responsabile.call(diarioApi.sposta, { id, da: persona, a: giusta, motivo: 'Omonimia' })
    expect([await ids(autore), await ids(autore, giusta)]).toEqual([[], [id]])
    const v = await autore.call(diarioApi.leggi, { id })
    expect(v).toMatchObject({ persone: [{ id: giusta }], spostamenti: [{ motivo: 'Omonimia' }] })
    expect(JSON.stringify(v)).not.toContain(persona)
  })
})

describe('le bozze', () => {
  test('lasciate oltre le ore previste sono ricordate al loro autore, una volta e senza nomi', async () => {
    const { id } = await autore.call(diarioApi.scrivi, voce())
    expect((await autore.call(diarioApi.bozze, {})).voci).toMatchObject([{ id, personaId: persona }])
    const avvisi = () =>
      t.deps.db.inScope({ azione: 'prova', utente: autore.utenteId, ambito: a.id }, async (tx) => {
        const { rows } = await sql<{
          testo: string
        }>`select testo from kernel.notifica where utente_id = ${autore.utenteId} and collegamento = '/diario/bozze'`.execute(
          tx,
        )
        return rows
      })
    await bozzeInRitardo.run(t.deps, {})
    expect(await avvisi()).toEqual([])
    t.clock.advance(25 * 60)
    await bozzeInRitardo.run(t.deps, {})
    await bozzeInRitardo.run(t.deps, {})
    expect(await avvisi()).toEqual([{ testo: 'Una voce di diario è ancora in bozza: completala o annullala.' }])
  })
})
