// Questionnaires as data: what is shipped can be used, a published version never changes, a wrong definition says why.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { asRuolo, type Caller, nuovoAmbito, type TestApp, testApp } from '../../../test/support/app.ts'
import { esiti } from '../../../test/support/patti.ts'
import type { Componente } from '../../shared/parametri/motore.ts'
import { questionariApi } from '../../shared/parametri/questionari.api.ts'
import { chiaveDi, difettiDi, scelteDi, type Valore, voci } from '../../shared/parametri/questionari.rules.ts'
import { type Definizione, viaDi } from '../../shared/parametri/questionario.ts'
import { caricaQuestionari, leggiQuestionari } from './carica-questionari.ts'
import { difettiDellaDefinizione, esaminaRisposte } from './motore.ts'

const diFabbrica = leggiQuestionari()
const [ap, qa] = ['analisi-preliminare', 'quadro-di-analisi'].map(
  (codice) => diFabbrica.find((q) => q.codice === codice)!.definizione,
) as [Definizione, Definizione]
const copia = (d: Definizione): Definizione => structuredClone(d)
const famiglia: Componente[] = [
  { id: 'ada', eta: 40, sesso: 'F' },
  { id: 'leo', eta: 10, sesso: 'M' },
]
const esame = (d: Definizione, valori: Record<string, Valore>, componenti = famiglia) =>
  esaminaRisposte(d, new Map(Object.entries(valori)), componenti)

describe('ciò che è di fabbrica', () => {
  test('si legge tutto, espressioni comprese', () => {
    for (const q of diFabbrica) expect(difettiDellaDefinizione(q.definizione), `${q.codice}.${q.versione}`).toEqual([])
  })
  test('ogni domanda ha la sua fonte', () => {
    for (const q of diFabbrica)
      for (const v of voci(q.definizione)) expect(v.domanda.fonte, `${q.codice} ${v.domanda.name}`).toBeTruthy()
  })
  test('le domande sono numerate una volta sola, nell’ordine in cui si leggono', () => {
    const numeri = voci(ap).map((v) => v.numero)
    expect(new Set(numeri).size).toBe(numeri.length)
    expect(numeri.slice(0, 2)).toEqual(['1.1', '1.2'])
    expect(voci(ap).find((v) => v.domanda.name === 'cura')!.numero).toBe('3.1.1')
  })
  test('il Mondo del Bambino ha 17 dimensioni su tre lati (§5.3), la scala va da 1 a 6', () => {
    const bambino = voci(qa).filter((v) => v.pagina.name === 'bambini')
    expect([...Map.groupBy(bambino, (v) => v.gruppo!.title).values()].map((x) => x.length)).toEqual([7, 5, 5])
    expect(scelteDi(bambino[0]!.domanda, qa).map((s) => s.value)).toEqual([0, 1, 2, 3, 4, 5, 6])
  })
})

test('gli esiti di fabbrica portano dove dicono le fonti: A al lavoro, B e C al patto, D al quadro e poi al patto', () => {
  const letti = diFabbrica.flatMap((q) => q.definizione.esito?.valori ?? [])
  expect(letti.length).toBeGreaterThan(4)
  for (const v of letti)
    expect({ codice: v.codice, sociale: v.sociale, via: viaDi(v), apre: v.apre ?? null }).toEqual(
      esiti[v.codice as keyof typeof esiti],
    )
})

describe('il motore', () => {
  test('a un bambino non si chiede del lavoro, a un adulto non della scuola', () => {
    const { visibili } = esame(ap, {})
    expect(visibili.has('ada/condizione')).toBe(true)
    expect(visibili.has('leo/condizione')).toBe(false)
    expect([visibili.has('ada/scuola'), visibili.has('leo/scuola')]).toEqual([false, true])
    expect(esame(qa, {}).visibili.has('leo/b-gioco')).toBe(true)
    expect(esame(qa, {}).visibili.has('ada/b-gioco')).toBe(false)
  })
  test('una domanda che dipende da un’altra si apre e si chiude con lei', () => {
    expect(esame(ap, { 'ada/condizione': 'occupato' }).visibili.has('ada/senza-lavoro')).toBe(false)
    expect(esame(ap, { 'ada/condizione': 'disoccupato' }).visibili.has('ada/senza-lavoro')).toBe(true)
    expect(esame(ap, { esito: 'B' }).visibili.has('servizio-specialistico')).toBe(false)
    const c = esame(ap, { esito: 'C' })
    expect(c.mancanze.map((m) => m.chiave)).toContain('servizio-specialistico')
  })
  test('risponde lo stesso per ogni componente, e la stessa persona in due pagine è una', () => {
    const { obbligatorie } = esame(ap, { 'ada/esclusione': 'studente' })
    expect(obbligatorie.has(chiaveDi('ada', 'esclusione'))).toBe(true)
    expect(obbligatorie.has(chiaveDi('leo', 'esclusione'))).toBe(false)
    expect(esame(ap, { 'ada/esclusione': 'studente' }).visibili.has('ada/volontario')).toBe(true)
    expect(esame(ap, { 'ada/esclusione': 'nessuna' }).visibili.has('ada/volontario')).toBe(false)
  })
  test('di chi non si sa l’età si chiede ciò che si chiede a tutti', () => {
    const { visibili } = esame(ap, {}, [{ id: 'x', eta: null, sesso: 'F' }])
    expect(visibili.has('x/percorso')).toBe(true)
    expect(visibili.has('x/condizione')).toBe(false)
  })
})

describe('una definizione sbagliata dice perché', () => {
  const prima = (d: Definizione) =>
    d.modulo.pages[0]!.elements[0]! as { name: string; visibleIf?: string; area?: string }
  test.each<[string, (d: Definizione) => unknown, string]>([
    ['due domande con lo stesso nome', (d) => Object.assign(prima(d), { name: 'luogo' }), 'usato 2 volte'],
    ['un’area che non c’è', (d) => Object.assign(prima(d), { area: 'altrove' }), 'area «altrove»'],
    ['una condizione illeggibile', (d) => Object.assign(prima(d), { visibleIf: '{luogo} ===' }), 'non si legge'],
    ['una condizione su ciò che non c’è', (d) => Object.assign(prima(d), { visibleIf: '{mai} = 1' }), 'cita «mai»'],
    ['un esito senza la sua voce', (d) => d.esito!.valori.pop(), 'L’esito vuole'],
    [
      'un avviso su un esito che non c’è',
      (d) => Object.assign(d.esito!.avvisi[0]!, { propone: 'Z' }),
      'l’esito «Z» non c’è',
    ],
    [
      'un percorso che non è tra le voci',
      (d) => Object.assign(d.esito!.percorso!.proposte[0]!, { codice: '9' }),
      'percorso «9»',
    ],
  ])('%s', (_nome, rompi, frase) => {
    const d = copia(ap)
    rompi(d)
    expect(difettiDellaDefinizione(d).join(' ')).toContain(frase)
  })
  test('una scala senza un nome per ogni valore; parti per componente di una persona sola', () => {
    const d = copia(qa)
    d.scala!.pop()
    expect(difettiDi(d)[0]).toContain('la scala non ha un nome')
    expect(difettiDi({ ...qa, per: 'persona' })[0]).toContain('parti per componente')
  })
})

describe('le versioni', () => {
  let t: TestApp
  let su: Caller
  beforeAll(async () => {
    t = await testApp()
    await caricaQuestionari(t.deps)
    su = await asRuolo(t, null, 'super-utente')
  })
  afterAll(() => t.close())

  test('caricate due volte restano quelle; si leggono tutte', async () => {
    await caricaQuestionari(t.deps)
    const { voci: lista } = await su.call(questionariApi.list, {})
    // the second is of the years before: what is in force is said by the days, not by the number
    expect(lista.find((q) => q.id === 'analisi-preliminare')!.versioni).toMatchObject([
      { id: 'analisi-preliminare.1', stato: 'pubblicata', inVigore: true },
      { id: 'analisi-preliminare.2', al: '2023-12-31', inVigore: false },
    ])
    const chi = await asRuolo(t, await nuovoAmbito(t), 'assistente-sociale')
    expect((await chi.call(questionariApi.leggi, { id: 'quadro-di-analisi.1' })).definizione).toEqual(qa)
    expect(await rifiuto(chi.call(questionariApi.scrivi, { id: 'quadro-di-analisi.1' }))).toMatchObject({ status: 403 })
  })

  test('pubblicata non cambia, nemmeno a mano; se ne scrive un’altra, che vale quando è pubblicata', async () => {
    await expect(
      t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, (tx) =>
        sql`update questionario_versione set nota = 'x' where id = 'quadro-di-analisi.1'`.execute(tx),
      ),
    ).rejects.toMatchObject({ constraint: 'versione_pubblicata_immutabile' })
    const { id } = await su.call(questionariApi.scrivi, { id: 'quadro-di-analisi.1' })
    expect((await su.call(questionariApi.scrivi, { id: 'quadro-di-analisi.1' })).id).toBe(id)
    const b = await su.call(questionariApi.leggi, { id })
    expect(b).toMatchObject({ stato: 'bozza', derivataDa: 1 })
    const salva = (definizione: Definizione, revisione = 1) =>
      su.call(questionariApi.salva, {
        id,
        etichetta: 'Seconda',
        dal: '2026-01-01',
        al: null,
        nota: '',
        definizione,
        revisione,
      })
    const rotta = copia(qa)
    rotta.scala!.pop()
    expect(await rifiuto(salva(rotta))).toMatchObject({ campo: 'definizione' })
    const ignota = copia(qa)
    ;(ignota.modulo.pages[0]!.elements[0]! as { classe?: string }).classe = 'mai-vista'
    expect(await rifiuto(salva(ignota))).toMatchObject({ campo: 'definizione' })
    await salva(qa)
    expect(await rifiuto(salva(qa))).toMatchObject({ codice: 'versione-superata' })
    await su.call(questionariApi.pubblica, { id, revisione: 2 })
    expect(await rifiuto(salva(qa, 2))).toMatchObject({ codice: 'stato-non-ammesso' })
    const inVigore = async () =>
      (await su.call(questionariApi.list, {})).voci
        .find((q) => q.id === 'quadro-di-analisi')!
        .versioni.find((v) => v.inVigore)!.id
    expect(await inVigore()).toBe(id)
    await su.call(questionariApi.ritira, { id })
    expect(await inVigore()).toBe('quadro-di-analisi.1')
  })
})
