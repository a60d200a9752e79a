// «Decisione motivata»: it cannot be taken without reasons, and what is learnt later does not rewrite it (idea 11).
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, operatore } from '../../../test/support/cartella.ts'
import { segnalazione } from '../../../test/support/sportello.ts'
import { fattiApi } from '../../shared/anagrafe/persone.api.ts'
import { decisioniApi } from '../../shared/cartella/decisioni.api.ts'
import { mancaPerDecidere } from '../../shared/cartella/decisioni.rules.ts'
import { diarioApi } from '../../shared/cartella/diario.api.ts'
import { oscuramentiApi } from '../../shared/cartella/oscuramento.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { apri, attiva, comeSistema, type Servizio, servizio } from './presa.fixture.ts'

let t: TestApp
let a: Ambito
let s: Servizio
let presaId: string
let personaId: string
beforeAll(async () => {
  t = await testApp()
  a = await ambitoConCartella(t)
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  s = await servizio(t, a)
  ;({ id: presaId, personaId } = await attiva(s))
})
afterAll(() => t.close())

type Scritta = Omit<Input<typeof decisioniApi.scrivi>, 'id' | 'versione'>
const piena = (fonti: Scritta['ragioni'][number]['fonti'] = [{ tipo: 'presa', id: presaId }]): Scritta => ({
  quesito: 'Inserimento in comunità?',
  alternative: [{ testo: 'Restare a casa con l’educatore', perche: 'Il padre non è d’accordo' }],
  scelta: 'Inserimento per sei mesi',
  ragioni: [{ testo: 'La casa non è adeguata', fonti }],
  partecipanti: [{ nome: 'Dott.ssa Verdi', qualita: 'psicologa' }],
  parere: 'Vorrebbe restare vicino alla scuola',
  dissenso: 'Il padre dissente',
  rivedereIl: '2026-09-01',
})
const nuova = async (d: Scritta = piena()) => {
  const { id } = await s.sociale.call(decisioniApi.crea, { id: personaId, presaId, quesito: d.quesito.trim() || 'x' })
  await s.sociale.call(decisioniApi.scrivi, { id, versione: 1, ...d })
  return id
}
const casa = (problemi: string) =>
  s.sociale.call(fattiApi.registra, {
    id: personaId,
    tipo: 'abitazione',
    dati: { tipo: 'appartamento', problemi },
    fonte: 'operatore',
    dal: '2025-01-01',
  })
const leggi = (id: string) => s.sociale.call(decisioniApi.leggi, { id })

describe('non si prende', () => {
  test.each([
    ['senza ragioni', { ragioni: [] }],
    ['con una ragione vuota', { ragioni: [{ testo: '   ', fonti: [] }] }],
    ['senza scelta', { scelta: '' }],
    ['senza domanda', { quesito: ' ' }],
  ])('%s', async (_nome, altro) => {
    const id = await nuova({ ...piena(), ...altro })
    expect(await rifiuto(s.sociale.call(decisioniApi.prendi, { id, versione: 2 }))).toMatchObject({ status: 422 })
    // and not even by hand
    const amano = comeSistema(
      t,
      a,
      sql`update decisione set stato = 'presa', presa_il = kernel.adesso() where id = ${id}`,
    )
    await expect(amano).rejects.toMatchObject({ constraint: 'decisione_motivata' })
  })
  test('senza un dato su cui si fonda: uno solo basta, ma tra quelli che chi la prende vede', async () => {
    const senza = await nuova(piena([]))
    const prende = (chi: Caller, id: string, versione = 2) => rifiuto(chi.call(decisioniApi.prendi, { id, versione }))
    const manca = { status: 422, detail: expect.stringContaining('Nessuna ragione rimanda a un dato') }
    expect(await prende(s.sociale, senza)).toMatchObject(manca)
    const amano = sql`update decisione set stato = 'presa', presa_il = kernel.adesso() where id = ${senza}`
    await expect(comeSistema(t, a, amano)).rejects.toMatchObject({ constraint: 'decisione_sui_fatti' })
    // a fact that a colleague does not see is not there for him, and the answer does not tell it
    const { id: voce } = await s.sociale.call(diarioApi.scrivi, {
      id: personaId,
      specie: 'diario',
      giorno: '2026-03-01',
      tipo: 'colloquio',
      blocchi: [{ tipo: 'fatto', testo: 'Solo per me.' }],
      destinatari: [],
      completa: true,
    })
    const ragioni = [
      { testo: 'Lo dice la legge', fonti: [] },
      { testo: 'Lo ha detto', fonti: [{ tipo: 'diario' as const, id: voce }] },
    ]
    const id = await nuova({ ...piena(), ragioni })
    const vertice = await operatore(t, a, 'responsabile-servizio', s.comune)
    await apri(vertice, personaId)
    expect(await prende(vertice, id)).toMatchObject(manca)
    expect(await prende(s.sociale, id)).toMatchObject({ codice: 'accettato' })
  })
  test('due volte, né sopra ciò che un collega ha appena salvato', async () => {
    const id = await nuova()
    expect(await rifiuto(s.sociale.call(decisioniApi.prendi, { id, versione: 1 }))).toMatchObject({
      codice: 'versione-superata',
    })
    const esiti = await Promise.all([1, 2].map(() => rifiuto(s.sociale.call(decisioniApi.prendi, { id, versione: 2 }))))
    expect(esiti.map((e) => e.codice).sort()).toEqual(['accettato', 'stato-non-ammesso'])
  })
})

test('la decisione dice tutto ciò che manca in una volta', () => {
  expect(mancaPerDecidere({ quesito: '', scelta: '', ragioni: [{ testo: '', fonti: [] }] })).toHaveLength(4)
  expect(mancaPerDecidere({ quesito: '', scelta: '', ragioni: [] })).toHaveLength(3)
})

test('ciò che si sa dopo non la riscrive: resta la copia di quel giorno, e si vede che è cambiata', async () => {
  const { id: fatto } = await casa('Umidità e muffa')
  const { voci } = await s.sociale.call(decisioniApi.fonti, { id: personaId })
  expect(voci.find((f) => f.id === fatto)?.testo).toContain('Problemi: Umidità e muffa')
  const id = await nuova(
    piena([
      { tipo: 'fatto', id: fatto },
      { tipo: 'presa', id: presaId },
    ]),
  )
  await s.sociale.call(decisioniApi.prendi, { id, versione: 2 })
  const presa = await leggi(id)
  expect(presa.ragioni[0]!.fonti.map((f) => f.cambiata)).toEqual([false, false])
  t.clock.advance(5)
  await s.sociale.call(fattiApi.correggi, {
    id: personaId,
    fatto,
    tipo: 'abitazione',
    dati: { tipo: 'appartamento', problemi: 'Nessuno' },
    fonte: 'operatore',
    dal: '2025-01-01',
    motivo: 'Verificato di persona',
  })
  const { versione } = await s.sociale.call(preseApi.leggi, { id: presaId })
  await s.sociale.call(preseApi.scrivi, {
    id: presaId,
    versione,
    area: 'adulti',
    mandato: 'accordo',
    peso: 3,
    oggetto: 'Tutt’altro',
  })
  const dopo = await leggi(id)
  expect(dopo.ragioni[0]!.fonti.map((f) => f.testo)).toEqual(presa.ragioni[0]!.fonti.map((f) => f.testo))
  expect(dopo.ragioni[0]!.fonti.map((f) => f.cambiata)).toEqual([true, true])
  expect({ ...dopo, ragioni: [] }).toEqual({ ...presa, ragioni: [] })
})

test('presa, non si modifica: né dall’editor né a mano; la si rivede con un’altra', async () => {
  const id = await nuova()
  await s.sociale.call(decisioniApi.prendi, { id, versione: 2 })
  expect(
    await rifiuto(s.sociale.call(decisioniApi.scrivi, { id, versione: 3, ...piena(), scelta: 'Altro' })),
  ).toMatchObject({ status: 409 })
  for (const amano of [
    sql`update decisione_testo set scelta = 'Altro' where decisione_id = ${id}`,
    sql`update decisione set rivedere_il = null where id = ${id}`,
    sql`insert into decisione_fonte (comune_id, persona_id, decisione_id, ragione_id, tipo, origine_id, testo) values (${s.comune}, ${personaId}, ${id}, ${id}, 'fatto', ${id}, 'x')`,
  ])
    await expect(comeSistema(t, a, amano)).rejects.toMatchObject({ constraint: 'decisione_presa_immutabile' })
  const seconda = await s.sociale.call(decisioniApi.crea, {
    id: personaId,
    presaId,
    quesito: 'Dopo sei mesi?',
    rivedeId: id,
  })
  expect(await leggi(seconda.id)).toMatchObject({ stato: 'bozza', rivedeId: id })
  expect((await s.sociale.call(decisioniApi.decisioniDiPersona, { id: personaId })).voci).toHaveLength(2)
})

test('un dato di una classe protetta resta della sua classe anche dentro una decisione', async () => {
  const { id: fatto } = await s.sociale.call(fattiApi.registra, {
    id: personaId,
    tipo: 'domicilio',
    dati: { indirizzo: 'Via Nascosta' },
    dal: '2026-01-01',
    fonte: 'persona',
    segreto: true,
  })
  const id = await nuova(
    piena([
      { tipo: 'fatto', id: fatto },
      { tipo: 'presa', id: presaId },
    ]),
  )
  await s.sociale.call(decisioniApi.prendi, { id, versione: 2 })
  expect(JSON.stringify(await leggi(id))).toContain('Via Nascosta')
  const educatore = await operatore(t, a, 'educatore', s.comune)
  await s.sociale.call(preseApi.aggiungiOperatore, {
    id: presaId,
    utenteId: educatore.utenteId,
    professione: 'educatore-professionale',
  })
  const letta = await educatore.call(decisioniApi.leggi, { id })
  expect(letta.ragioni[0]!.fonti.map((f) => f.tipo)).toEqual(['presa'])
  expect(JSON.stringify(letta)).not.toContain('Via Nascosta')
})

test('una ragione si fonda anche su un fatto osservato, un documento, una segnalazione; oscurati, se ne vanno anche da qui', async () => {
  const voce = await s.sociale.call(diarioApi.scrivi, {
    id: personaId,
    specie: 'diario',
    giorno: '2026-03-01',
    tipo: 'visita-domiciliare',
    blocchi: [
      { tipo: 'fatto', testo: 'In casa non c’è acqua.' },
      { tipo: 'valutazione', testo: 'Mi pare grave.' },
    ],
    completa: true,
  })
  const { id: segnalata } = await s.sociale.call(
    segnalazioniApi.crea,
    segnalazione(s.comune, { segnalati: [{ personaId }], fatti: 'La vicina Testimonio dice che urla.' }),
  )
  const [documento] = await comeSistema(
    t,
    a,
    sql<{ id: string }>`insert into documento (comune_id, persona_id, sottocartella, titolo)
      values (${s.comune}, ${personaId}, 'altro', 'Referto') returning id`,
  )
  const { voci } = await s.sociale.call(decisioniApi.fonti, { id: personaId })
  const testi = voci.map((f) => f.testo).join('\n')
  expect(testi).toContain('Fatto osservato il 01/03/2026 – In casa non c’è acqua.')
  expect(testi).toContain('Segnalazione del 02/03/2026')
  expect(testi).not.toMatch(/Mi pare grave|Testimonio/)
  const id = await nuova(
    piena([
      { tipo: 'diario', id: voce.id },
      { tipo: 'segnalazione', id: segnalata },
      { tipo: 'documento', id: documento!.id },
    ]),
  )
  await s.sociale.call(decisioniApi.prendi, { id, versione: 2 })
  const vertice = await operatore(t, a, 'responsabile-servizio', s.comune)
  await apri(vertice, personaId)
  const fonti = async (chi: Caller) => (await chi.call(decisioniApi.leggi, { id })).ragioni[0]!.fonti.map((f) => f.tipo)
  expect((await fonti(vertice)).sort()).toEqual(['diario', 'documento', 'segnalazione'])
  await s.sociale.call(oscuramentiApi.nascondi, {
    id: personaId,
    tipo: 'diario',
    oggettoId: voce.id,
    motivo: 'Protezione',
    utenti: [],
  })
  expect((await fonti(vertice)).sort()).toEqual(['documento', 'segnalazione'])
  expect((await fonti(s.sociale)).sort()).toEqual(['diario', 'documento', 'segnalazione'])
})

test('un dato tolto dalla bozza non è più una ragione; uno inventato non si collega', async () => {
  const { id: fatto } = await casa('Barriere')
  const id = await nuova(piena([{ tipo: 'fatto', id: fatto }]))
  const [ragione] = (await leggi(id)).ragioni
  await s.sociale.call(decisioniApi.scrivi, {
    id,
    versione: 2,
    ...piena(),
    ragioni: [{ id: ragione!.id, testo: 'Altra', fonti: [] }],
  })
  expect((await leggi(id)).ragioni).toEqual([{ id: ragione!.id, testo: 'Altra', fonti: [] }])
  expect(
    await rifiuto(s.sociale.call(decisioniApi.scrivi, { id, versione: 3, ...piena([{ tipo: 'fatto', id: presaId }]) })),
  ).toMatchObject({ campo: 'ragioni' })
})

test('chi non c’entra non la vede; le mie si filtrano', async () => {
  const id = await nuova()
  expect((await s.sociale.call(decisioniApi.mie, { stato: 'bozza' })).voci.map((d) => d.id)).toEqual([id])
  expect((await s.sociale.call(decisioniApi.mie, { daRivedere: true })).voci).toEqual([])
  expect((await s.collega.call(decisioniApi.mie, {})).voci).toEqual([])
  expect(await rifiuto(s.collega.call(decisioniApi.leggi, { id }))).toMatchObject({ codice: 'motivo-richiesto' })
  for (const chi of [
    await operatore(t, a, 'assistente-sociale', a.comuni[1]),
    await operatore(t, await ambitoConCartella(t), 'responsabile-servizio'),
  ])
    expect(await rifiuto(chi.call(decisioniApi.leggi, { id }))).toMatchObject({ status: 404 })
})
