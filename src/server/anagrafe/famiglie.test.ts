// Households and ties through the endpoints: dated, corrected without losing what was believed, compared, pinned; read
// from both sides with the right words; impossible ones refused with a sentence; who is hidden is not in the family.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from '../../../test/support/cartella.ts'
import { leggiPdf } from '../../../test/support/pdf.ts'
import type { NomeFatto } from '../../shared/anagrafe/fatti.ts'
import { nucleiApi } from '../../shared/anagrafe/nuclei.api.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import { unioniApi } from '../../shared/anagrafe/unioni.api.ts'
import { diarioApi } from '../../shared/cartella/diario.api.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
beforeAll(async () => {
  t = await testApp()
  a = await ambitoConCartella(t)
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  sociale = await operatore(t, a, 'assistente-sociale')
})
afterAll(() => t.close())

const qui = () => a.comuni[0]!
/** A person in charge of the caller, so that no purpose is asked. */
async function inCarico(altro: Parameters<typeof nuovaPersona>[2] = {}) {
  const id = await nuovaPersona(sociale, qui(), altro)
  await presaInCarico(t, a, qui(), id, sociale.utenteId)
  return id
}
const madre = () => inCarico({ nome: 'Maria', sesso: 'F', dataNascita: '1980-05-06' })
const figlio = () => inCarico({ nome: 'Luca', sesso: 'M', dataNascita: '2010-01-01' })

describe('nuclei', () => {
  const componi = (personaId: string, altri: string[], tipo: 'anagrafico' | 'isee' | 'fatto' = 'anagrafico') =>
    sociale.call(nucleiApi.crea, {
      personaId,
      tipo,
      fonte: 'anagrafe',
      dal: '2020-01-01',
      componenti: [
        { personaId, parentela: 'persona-di-riferimento', intestatario: true },
        ...altri.map((x) => ({ personaId: x, parentela: 'figlio' })),
      ],
    })
  const leggi = (id: string, giorno = '2026-03-02', comeNotoIl?: string) =>
    sociale.call(nucleiApi.diPersona, { id, giorno, ...(comeNotoIl ? { comeNotoIl } : {}) })

  test('chi compone il nucleo di chi non segue è fermato, e resta scritto di chi', async () => {
    const altrui = await nuovaPersona(sociale, qui())
    const collega = await operatore(t, a, 'assistente-sociale')
    const corpo = {
      personaId: altrui,
      tipo: 'anagrafico',
      fonte: 'anagrafe',
      componenti: [{ personaId: altrui, parentela: 'figlio' }],
    }
    expect(await rifiuto(collega.call(nucleiApi.crea, corpo as never))).toMatchObject({ codice: 'motivo-richiesto' })
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, (tx) =>
      sql`select oggetto_id, esito from kernel.registro_accessi where utente_id = ${collega.utenteId} and oggetto = '/nuclei'`.execute(
        tx,
      ),
    )
    expect(rows).toEqual([{ oggettoId: altrui, esito: 'negato' }])
  })
  test('di un componente si dice se convive, che responsabilità ha, se c’è contatto: resta quando esce', async () => {
    const [m, f] = [await madre(), await figlio()]
    const { id } = await componi(f, [])
    const detto = {
      convivente: false,
      responsabilita: 'limitata',
      contatto: 'saltuario',
      disponibilita: 'parziale',
    } as const
    const { id: componente } = await sociale.call(nucleiApi.aggiungi, {
      id,
      personaId: m,
      parentela: 'genitore',
      ...detto,
    })
    await sociale.call(nucleiApi.esce, { id, componente, al: '2026-03-01', motivo: 'Trasloco' })
    const { nuclei } = await leggi(f, '2026-02-01')
    expect(nuclei[0]!.membri.find((x) => x.persona.id === m)).toMatchObject({ ...detto, al: '2026-03-01' })
    expect(nuclei[0]!.membri.find((x) => x.persona.id === f)).toMatchObject({ convivente: null, contatto: null })
  })
  test('si compongono, con la parentela in parole e al genere giusto', async () => {
    const [m, f] = [await madre(), await figlio()]
    await componi(m, [f])
    const { nuclei } = await leggi(f)
    expect(nuclei).toMatchObject([{ tipo: 'anagrafico' }])
    expect(nuclei[0]!.membri.map((x) => [x.persona.id, x.parentelaNome])).toEqual([
      [m, 'Intestataria della scheda'],
      [f, 'Figlio'],
    ])
  })
  test('un nucleo senza componenti, con due intestatari, con la stessa persona due volte: una frase', async () => {
    const m = await madre()
    const prova = (componenti: object[]) =>
      rifiuto(
        sociale.call(nucleiApi.crea, { personaId: m, tipo: 'anagrafico', fonte: 'anagrafe', componenti } as never),
      )
    expect(await prova([])).toMatchObject({ status: 400, campo: 'componenti' })
    expect(await prova([{ personaId: m, parentela: 'figlio' }])).toMatchObject({ campo: 'componenti' })
    const io = { personaId: m, parentela: 'persona-di-riferimento', intestatario: true }
    expect(await prova([io, io])).toMatchObject({ campo: 'componenti' })
    expect(await prova([{ ...io, parentela: 'capo' }])).toMatchObject({ status: 422, campo: 'parentela' })
    // each is said in words, and of none anything is stored
    for (const c of [[], [io, io], [{ ...io, parentela: 'capo' }]]) {
      const p = (await prova(c)) as { errori?: { messaggio: string }[] }
      expect(p.errori?.[0]?.messaggio).toMatch(/^[A-Z][^_{}]{10,}\.$/)
    }
    expect(
      await rifiuto(
        sociale.call(nucleiApi.crea, {
          personaId: m,
          tipo: 'fatto',
          fonte: 'persona',
          dal: '1026-01-01',
          componenti: [io],
        }),
      ),
    ).toMatchObject({ campo: 'dal' })
    expect((await sociale.call(nucleiApi.diPersona, { id: m })).nuclei).toEqual([])
  })
  test('all’anagrafe si sta in una famiglia alla volta; nel nucleo ISEE si può essere contati altrove', async () => {
    const [m, altra, f] = [await madre(), await madre(), await figlio()]
    await componi(m, [f])
    expect(await rifiuto(componi(altra, [f]))).toMatchObject({ status: 409, campo: 'personaId' })
    await expect(componi(altra, [f], 'isee')).resolves.toMatchObject({ id: expect.any(String) })
  })
  test('le differenze tra i nuclei si spiegano', async () => {
    const [m, f] = [await madre(), await inCarico({ nome: 'Dario', sesso: 'M', dataNascita: '2001-01-01' })]
    await componi(m, [], 'anagrafico')
    await componi(m, [f], 'isee')
    const { differenze } = await leggi(m)
    expect(differenze).toMatchObject([{ personaId: f, in: ['isee'], nonIn: ['anagrafico'] }])
    expect(differenze[0]!.perche.join(' ')).toMatch(/maggiorenne a carico/)
  })
  test('chi esce c’era: com’era un giorno, e come la sapevamo prima di correggere', async () => {
    const [m, f] = [await madre(), await figlio()]
    const { id } = await componi(m, [f])
    const prima = (await leggi(m)).nuclei[0]!.membri.find((x) => x.persona.id === f)!
    t.clock.advance(10)
    await sociale.call(nucleiApi.esce, { id, componente: prima.id, al: '2025-12-31', motivo: 'Va a vivere col padre' })
    const chi = async (giorno: string, noto?: string) =>
      (await leggi(m, giorno, noto)).nuclei[0]!.membri.map((x) => x.persona.id)
    expect(await chi('2025-12-31')).toEqual([m, f])
    expect(await chi('2026-01-01')).toEqual([m])
    expect(await chi('2026-01-01', '2026-03-02T09:05:00.000Z')).toEqual([m, f])
  })
  test('la fotografia resta com’era, qualunque cosa si corregga dopo', async () => {
    const [m, f] = [await madre(), await figlio()]
    const { id } = await componi(m, [f])
    const una = await sociale.call(nucleiApi.fotografa, { id, giorno: '2026-01-15' })
    expect(await sociale.call(nucleiApi.fotografa, { id, giorno: '2026-01-15' })).toEqual(una)
    const c = (await leggi(m)).nuclei[0]!.membri.find((x) => x.persona.id === f)!
    await sociale.call(nucleiApi.correggi, {
      id,
      componente: c.id,
      personaId: f,
      parentela: 'figlio',
      dal: '2020-01-01',
      al: '2024-12-31',
      motivo: 'Uscito prima',
    })
    const due = await sociale.call(nucleiApi.fotografa, { id, giorno: '2026-01-15' })
    expect([una.membri, due.membri]).toEqual([2, 1])
    const { voci } = await sociale.call(nucleiApi.fotografie, { id })
    expect(voci.find((v) => v.id === una.id)!.membri.map((x) => x.personaId)).toEqual([m, f])
  })
  test('due fotografie uguali per chi le guarda sono una: nessuna dice che c’è chi è nascosto', async () => {
    const [m, f] = [await madre(), await figlio()]
    const { id } = await componi(m, [f])
    const giorno = '2026-01-15'
    const tutti = await sociale.call(nucleiApi.fotografa, { id, giorno })
    await t.deps.db.inScope(
      { azione: 'prova', ambito: a.id, comuni: a.comuni, utente: sociale.utenteId, fascicolo: true },
      (tx) => sql`update persona set riservato_a = ${[sociale.utenteId]} where id = ${f}`.execute(tx),
    )
    const collega = await operatore(t, a, 'assistente-sociale')
    const vede = async () => (await collega.call(nucleiApi.fotografie, { id })).voci
    await collega.call(personeApi.apri, { id: m, motivo: 'sostituzione', dettaglio: 'Assente' })
    const prima = await vede()
    expect(prima).toMatchObject([{ id: tutti.id, membri: [{ personaId: m }] }])
    t.clock.advance(1)
    const sua = await collega.call(nucleiApi.fotografa, { id, giorno })
    expect(sua).toEqual({ id: tutti.id, impronta: prima[0]!.impronta, membri: 1 })
    expect(await vede()).toEqual(prima)
    expect((await sociale.call(nucleiApi.fotografie, { id })).voci.map((v) => v.membri.length).sort()).toEqual([1, 2])
  })
  test('chiuso, non ha più nessuno dal giorno dopo', async () => {
    const [m, f] = [await madre(), await figlio()]
    const { id } = await componi(m, [f])
    await sociale.call(nucleiApi.chiudi, { id, al: '2026-01-31', versione: 1 })
    expect((await leggi(m, '2026-01-31')).nuclei[0]!.membri).toHaveLength(2)
    expect((await leggi(m, '2026-02-01')).nuclei).toEqual([])
    expect(await rifiuto(sociale.call(nucleiApi.chiudi, { id, al: '2026-02-01', versione: 1 }))).toMatchObject({
      status: 412,
    })
  })
})

describe('relazioni', () => {
  const lega = (id: string, con: string, altro: object = {}) =>
    sociale.call(relazioniApi.registra, {
      id,
      con,
      specie: 'filiazione',
      tipo: 'naturale',
      altroE: 'figlio',
      fonte: 'anagrafe',
      ...altro,
    } as never)
  const dette = async (id: string) =>
    (await sociale.call(relazioniApi.elenco, { id })).voci.map((v) => [v.altro.id, v.etichetta])

  test('scritte una volta, lette dai due lati con le parole giuste', async () => {
    const [m, f] = [await madre(), await figlio()]
    await lega(m, f)
    expect(await dette(m)).toEqual([[f, 'figlio']])
    expect(await dette(f)).toEqual([[m, 'madre']])
  })
  test.each([
    ['unione', 'matrimonio', 'marito', 'moglie'],
    ['unione', 'convivenza', 'compagno', 'compagna'],
    ['gemelli', 'monozigoti', 'gemello', 'gemella'],
  ])('%s, %s', async (specie, tipo, m, f) => {
    const [lui, lei] = [await inCarico({ sesso: 'M', nome: 'Ugo' }), await inCarico({ sesso: 'F', nome: 'Ada' })]
    await lega(lui, lei, { specie, tipo, altroE: undefined })
    expect(await dette(lui)).toEqual([[lei, f]])
    expect(await dette(lei)).toEqual([[lui, m]])
  })
  test('finita con un divorzio, resta come ex, e la storia dice da quando', async () => {
    const [lui, lei] = [await inCarico({ sesso: 'M', nome: 'Ugo' }), await inCarico({ sesso: 'F', nome: 'Ada' })]
    const { id: relazione } = await lega(lui, lei, {
      specie: 'unione',
      tipo: 'matrimonio',
      altroE: undefined,
      dal: '2005-06-01',
    })
    await sociale.call(relazioniApi.correggi, {
      id: lui,
      relazione,
      tipo: 'matrimonio',
      dal: '2005-06-01',
      al: '2020-02-01',
      esito: 'divorzio',
      fonte: 'anagrafe',
      motivo: 'Sentenza di divorzio',
    })
    expect(await dette(lui)).toEqual([[lei, 'ex moglie']])
  })
  test('impossibili: genitore di sé stesso, discendente del figlio, più giovane del figlio, tre genitori, unione con chi è morto', async () => {
    const [m, f] = [await madre(), await figlio()]
    expect(await rifiuto(lega(m, m))).toMatchObject({ status: 422, campo: 'con' })
    await lega(m, f)
    expect((await rifiuto(lega(f, m))).detail).toMatch(/discende/)
    expect((await rifiuto(lega(f, await madre()))).detail).toMatch(/nata o nato dopo/)
    await lega(await inCarico({ sesso: 'M', nome: 'Ugo', dataNascita: '1979-01-01' }), f)
    expect((await rifiuto(lega(await madre(), f))).detail).toMatch(/già due genitori/)
    const morto = await inCarico({ sesso: 'M', nome: 'Ivo', dataNascita: '1950-01-01' })
    await sociale.call(fattiApi.registra, {
      id: morto,
      tipo: 'decesso',
      dati: {},
      dal: '2010-03-03',
      fonte: 'anagrafe',
    })
    expect(
      (await rifiuto(lega(morto, m, { specie: 'unione', tipo: 'matrimonio', altroE: undefined, dal: '2015-01-01' })))
        .detail,
    ).toMatch(/già morta o morto/)
    const unione = (con: string, altro: object = {}, di = morto) =>
      rifiuto(lega(di, con, { specie: 'unione', tipo: 'convivenza', altroE: undefined, ...altro }))
    expect(await unione(m, { dal: '1026-01-01' })).toMatchObject({ campo: 'dal' })
    expect(await unione(m, { al: '2012-01-01' })).toMatchObject({ campo: 'al' })
    expect(await unione(await inCarico({ dataNascita: '2011-01-01' }))).toMatchObject({ campo: 'con' })
    // of what was refused nothing remains
    expect((await sociale.call(relazioniApi.elenco, { id: morto })).voci).toEqual([])
    expect((await sociale.call(relazioniApi.elenco, { id: m })).voci).toHaveLength(1)
  })
  test('genitore di sé stesso nemmeno attraverso due schede unite', async () => {
    const [m, f, gemella] = [await madre(), await figlio(), await figlio()]
    await lega(m, f)
    await sociale.call(unioniApi.unisci, { id: gemella, altra: f, scelte: {}, motivo: 'La stessa' } as never)
    expect((await rifiuto(lega(gemella, m))).detail).toMatch(/discende/)
    expect(await rifiuto(lega(gemella, f))).toMatchObject({ campo: 'con' })
  })
  test('nessuno muore prima di un’unione registrata', async () => {
    const [lui, lei] = [await inCarico({ sesso: 'M', nome: 'Ugo' }), await inCarico({ sesso: 'F', nome: 'Ada' })]
    await lega(lui, lei, { specie: 'unione', tipo: 'convivenza', altroE: undefined, dal: '2015-01-01' })
    const muore = (dal: string) =>
      sociale.call(fattiApi.registra, { id: lui, tipo: 'decesso', dati: {}, dal, fonte: 'anagrafe' })
    expect(await rifiuto(muore('2014-03-03'))).toMatchObject({ campo: 'dal', detail: expect.stringMatching(/unione/) })
    await muore('2016-03-03')
  })
  test('date insolite si dicono, non si rifiutano', async () => {
    const [g, f] = [await inCarico({ dataNascita: '2000-05-05', sesso: 'F', nome: 'Eva' }), await figlio()]
    const r = await lega(g, f)
    expect(r.avvisi.join()).toMatch(/10 anni/)
  })
  test('un legame di violenza non esiste per chi non è della sua classe', async () => {
    const [lui, lei] = [await inCarico({ sesso: 'M', nome: 'Ugo' }), await inCarico({ sesso: 'F', nome: 'Ada' })]
    await lega(lui, lei, {
      specie: 'legame',
      tipo: 'violenza',
      altroE: undefined,
      fonte: 'persona',
      dettoDa: 'La signora Ada',
    })
    const educatore = await operatore(t, a, 'educatore')
    for (const id of [lui, lei]) await presaInCarico(t, a, qui(), id, educatore.utenteId)
    expect(await dette(lui)).toEqual([[lei, 'legame: violenza']])
    expect((await educatore.call(relazioniApi.elenco, { id: lui })).voci).toEqual([])
    expect((await educatore.call(relazioniApi.famiglia, { id: lui })).persone.map((p) => p.id)).toEqual([lui])
  })
})

describe('famiglia per il genogramma', () => {
  test('tre generazioni, e chi è nascosto non lascia né un nodo né un passo verso altri', async () => {
    const [nonna, m, f] = [
      await inCarico({ nome: 'Rita', sesso: 'F', dataNascita: '1950-01-01' }),
      await madre(),
      await figlio(),
    ]
    for (const [x, y] of [
      [nonna, m],
      [m, f],
    ] as const)
      await sociale.call(relazioniApi.registra, {
        id: x,
        con: y,
        specie: 'filiazione',
        tipo: 'naturale',
        altroE: 'figlio',
        fonte: 'anagrafe',
      })
    const chi = async () => (await sociale.call(relazioniApi.famiglia, { id: f })).persone.map((p) => p.id).sort()
    const sulFoglio = async (giorno?: string) => {
      const { contenuto, nome } = await sociale.call(relazioniApi.genogrammaPdf, { id: f, ...(giorno && { giorno }) })
      return { nome, ...(await leggiPdf(contenuto as Uint8Array)) }
    }
    expect(await chi()).toEqual([nonna, m, f].sort())
    expect(await sulFoglio()).toMatchObject({
      nome: expect.stringContaining('genogramma-2026-03-02.pdf'),
      testo: expect.stringMatching(/Maria \S+ è figlia di Rita/),
    })
    // before she was born she is not in the picture
    const { testo: allora } = await sulFoglio('1979-12-31')
    expect(allora).toContain('Rita')
    expect(allora).not.toContain('Maria')
    await t.deps.db.inScope(
      {
        azione: 'prova',
        ambito: a.id,
        comuni: a.comuni,
        fascicolo: true,
        utente: (await operatore(t, a, 'assistente-sociale')).utenteId,
      },
      (tx) => sql`update persona set riservato_a = array[kernel.utente()] where id = ${m}`.execute(tx),
    )
    expect(await chi()).toEqual([f])
    const { testo } = await sulFoglio()
    expect(testo).toContain('Luca')
    expect(testo).not.toMatch(/Maria|Rita/)
  })
})

test('gravidanze, perdite e segni vengono dai dati, e non escono dalla loro classe né dal loro fascicolo', async () => {
  const [m, f] = [await madre(), await figlio()]
  await sociale.call(relazioniApi.registra, {
    id: m,
    con: f,
    specie: 'filiazione',
    tipo: 'naturale',
    altroE: 'figlio',
    fonte: 'anagrafe',
  })
  const registra = (id: string, tipo: NomeFatto, dati: object, altro: object = {}) =>
    sociale.call(fattiApi.registra, { id, tipo, dati: dati as never, fonte: 'persona', dal: '2025-01-01', ...altro })
  await registra(m, 'salute', { descrizione: 'In cura al servizio', segno: 'dipendenza-in-cura' })
  await registra(m, 'salute', { descrizione: 'Un’allergia' })
  await registra(m, 'sociale', { gruppi: ['salute-mentale', 'senza-dimora'] })
  await registra(m, 'lingua', { lingua: 'Bengalese' })
  await registra(m, 'gravidanza', { esito: 'nato-morto' }, { al: '2025-06-01' })
  // what is not whole, or not hers, is said
  expect(await rifiuto(registra(m, 'gravidanza', { esito: 'interruzione' }))).toMatchObject({ campo: 'al' })
  expect(await rifiuto(registra(m, 'gravidanza', {}, { al: '2025-06-01' }))).toMatchObject({ campo: 'dati.esito' })
  expect(await rifiuto(registra(f, 'gravidanza', {}))).toMatchObject({ campo: 'tipo' })
  const vede = async (chi: Caller, id = f) => {
    const r = await chi.call(relazioniApi.famiglia, { id })
    return [r.segni.map((s) => s.codice).sort(), r.gravidanze.map((g) => g.esito)]
  }
  expect(await vede(sociale)).toEqual([['cultura', 'dipendenza-in-cura', 'malattia-psichica'], ['nato-morto']])
  const { contenuto } = await sociale.call(relazioniApi.genogrammaPdf, { id: f })
  expect((await leggiPdf(contenuto as Uint8Array)).testo).toMatch(/Nato morto/)
  // by class, and only of the folder that is open
  const educatore = await operatore(t, a, 'educatore')
  await presaInCarico(t, a, qui(), f, educatore.utenteId)
  expect(await vede(educatore)).toEqual([[], []])
  await presaInCarico(t, a, qui(), m, educatore.utenteId)
  expect(await vede(educatore)).toEqual([['cultura', 'dipendenza-in-cura', 'malattia-psichica'], []])
})

test('l’ecomappa viene da ciò che è registrato, e il legame dice la qualità', async () => {
  const io = await inCarico({ nome: 'Eva', sesso: 'F', dataNascita: '2012-01-01' })
  const zia = await inCarico({ nome: 'Ida', sesso: 'F', dataNascita: '1970-01-01' })
  await sociale.call(fattiApi.registra, {
    id: io,
    tipo: 'scuola',
    dati: { anno: '2025/2026', istituto: 'Scuola media Prova' },
    dal: '2025-09-10',
    fonte: 'scuola',
  })
  await sociale.call(nucleiApi.crea, {
    personaId: io,
    tipo: 'rete',
    fonte: 'operatore',
    componenti: [
      { personaId: io, parentela: 'non-definita' },
      { personaId: zia, parentela: 'zio-collaterale' },
    ],
  })
  await sociale.call(relazioniApi.registra, {
    id: io,
    con: zia,
    specie: 'legame',
    tipo: 'conflitto',
    fonte: 'operatore',
  })
  const scrivi = (giorno: string, altriUffici: string) =>
    sociale.call(diarioApi.scrivi, {
      id: io,
      specie: 'attivita',
      tipo: 'contatto-servizi',
      giorno,
      altriUffici,
      completa: true,
      blocchi: [{ tipo: 'fatto', testo: 'Riunione.' }],
    })
  const ora = async (chi: Caller) =>
    (await chi.call(relazioniApi.ecomappa, { id: io })).risorse
      .filter((r) => r.tipo === 'servizio')
      .map((r) => [r.etichetta, r.qualita])
  // too long ago to say anything of today
  await scrivi('2025-06-01', 'Vecchio servizio')
  expect(await ora(sociale)).toEqual([['Servizio sociale: Adulti in difficoltà', 'debole']])
  await scrivi('2026-02-01', 'Consultorio')
  await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, utente: sociale.utenteId }, (tx) =>
    sql`insert into invio (comune_id, persona_id, ente, stato, inviato_il) values
      (${qui()}, ${io}, 'CPIA', 'accettata', '2026-02-02T10:00:00Z'), (${qui()}, ${io}, 'Altro ente', 'inviata', '2026-02-02T10:00:00Z')`.execute(
      tx,
    ),
  )
  expect(await ora(sociale)).toEqual([
    ['Servizio sociale: Adulti in difficoltà', 'forte'],
    ['Consultorio', 'debole'],
    ['CPIA', 'debole'],
  ])
  // who does not read what happened to her does not learn it from the picture
  const amministrativo = await operatore(t, a, 'amministrativo')
  await amministrativo.call(personeApi.apri, { id: io, motivo: 'istruttoria-prestazione', dettaglio: 'Domanda' })
  expect((await ora(amministrativo)).map(([nome]) => nome)).toEqual(['Servizio sociale: Adulti in difficoltà'])
  const { risorse } = await sociale.call(relazioniApi.ecomappa, { id: io })
  expect(risorse.map((r) => [r.tipo, r.qualita])).toEqual([
    ['scuola', 'non-nota'],
    ['servizio', 'forte'],
    ['servizio', 'debole'],
    ['servizio', 'debole'],
    ['parenti', 'conflittuale'],
  ])
  const { contenuto } = await sociale.call(relazioniApi.ecomappaPdf, { id: io })
  expect((await leggiPdf(contenuto as Uint8Array)).testo).toMatch(/Ecomappa di Eva.*Scuola media Prova/s)
})
