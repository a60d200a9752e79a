// The figures of the dashboards from their sums: what small groups become, what is added up, what of a household's benefits is told.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inOrdine, righeBeneficio } from './benefici.rules.ts'
import { vuota } from './cruscotto.fixture.ts'
import {
  componiFigure,
  type FiguraCasi,
  type FiltriCruscotto,
  type Gruppo,
  gruppiContati,
  rapportoAbitanti,
  scelteDi,
} from './cruscotto.rules.ts'
import { type FiguraDomande, figureDomande } from './domande-figure.rules.ts'

const con = (comuneId: string, misuraId: string, anno: number, casi: number, altro: Partial<FiguraCasi> = {}) => ({
  ...vuota,
  comuneId,
  misuraId,
  anno,
  casi,
  ...altro,
})

describe('groups too small to be said', () => {
  const righe = [
    con('A001', 'una', 2026, 6),
    con('B001', 'una', 2026, 2),
    con('C001', 'una', 2026, 3),
    con('C001', 'una', 2025, 4),
    con('A001', 'altra', 2026, 1),
  ]
  const contati = (f: FiltriCruscotto, minimo = 5) => {
    const si = gruppiContati(righe, f, minimo)
    return righe.filter(si).reduce((n, r) => n + r.casi, 0)
  }
  test('are counted with others, and only where no filter could take them apart', () => {
    // 6 alone; 2 + 3 of two comuni together; 4 and 1 are too few even so, and join when nothing divides them
    expect(contati({})).toBe(16)
    expect(contati({ anno: 2026 })).toBe(11)
    expect(contati({ misura: 'una' })).toBe(11)
    expect(contati({ comune: 'A001' })).toBe(6)
    expect(contati({ comune: 'B001' })).toBe(0)
    expect(contati({ comune: 'C001', anno: 2025 })).toBe(0)
    expect(contati({ comune: 'B001' }, 1)).toBe(2)
  })
  test('no two answers differ by fewer casi than the least, whatever one asks', () => {
    const gruppo = fc.record({
      comuneId: fc.constantFrom('A001', 'B001', 'C001'),
      misuraId: fc.constantFrom('una', 'altra'),
      anno: fc.constantFrom(2024, 2025, 2026),
      casi: fc.integer({ min: 1, max: 9 }),
    })
    const scelta = fc.record({
      comune: fc.option(fc.constantFrom('A001', 'B001', 'C001'), { nil: undefined }),
      misura: fc.option(fc.constantFrom('una', 'altra'), { nil: undefined }),
      anno: fc.option(fc.constantFrom(2024, 2025, 2026), { nil: undefined }),
    })
    fc.assert(
      fc.property(
        fc.array(gruppo, { maxLength: 25 }),
        scelta,
        scelta,
        (gruppi: (Gruppo & { casi: number })[], a, b) => {
          const [inA, inB] = [gruppiContati(gruppi, a, 5), gruppiContati(gruppi, b, 5)]
          const soltanto = (una: typeof inA, altra: typeof inA) =>
            gruppi.filter((g) => una(g) && !altra(g)).reduce((n, g) => n + g.casi, 0)
          for (const n of [soltanto(inA, inB), soltanto(inB, inA)]) expect(n === 0 || n >= 5).toBe(true)
        },
      ),
    )
  })
})

test('figures are sums over what is counted; assignment is counted whole', () => {
  const casi = [
    con('A001', 'una', 2026, 4, {
      oltrePrimo: 3,
      oltreUltimo: 1,
      scaduti: 3,
      attivabili: 5,
      nAssegnazione: 4,
      giorniAssegnazione: 82,
    }),
    con('A001', 'una', 2026, 2, { stato: 'ricevuto', assegnazione: 'da-assegnare', oltrePrimo: 2 }),
    con('A001', 'una', 2026, 2, {
      stato: 'in-monitoraggio',
      incontrati: 2,
      entroPrimo: 1,
      entroUltimo: 2,
      presi: 2,
      patti: 2,
      sospesi: 1,
      sospesiIncontro: 1,
    }),
    // over: what it had of due or suspended is over too, and no meeting is awaited
    con('A001', 'una', 2026, 1, {
      stato: 'decaduto',
      assegnazione: 'concluso',
      oltrePrimo: 1,
      oltreUltimo: 1,
      scaduti: 1,
      attivabili: 1,
    }),
    con('B001', 'una', 2026, 2, { stato: 'presentato', incontrati: 2, entroPrimo: 2 }),
  ]
  const sostegni = [
    { comuneId: 'A001', misuraId: 'una', anno: 2026, sostegno: 'leps-d', stato: 'attivo', quanti: 2 },
    { comuneId: 'A001', misuraId: 'una', anno: 2026, sostegno: 'leps-d', stato: 'interrotto', quanti: 1 },
    { comuneId: 'B001', misuraId: 'una', anno: 2026, sostegno: 'leps-a', stato: 'attivo', quanti: 1 },
  ]
  const arrivi = [
    { comuneId: 'B001', misuraId: 'una', mese: '2026-02', arrivati: 2 },
    { comuneId: 'A001', misuraId: 'una', mese: '2026-01', arrivati: 9 },
  ]
  const f = componiFigure({ casi, sostegni, arrivi }, {}, 5)
  expect(f).toMatchObject({ casi: 11, daAssegnare: 2, assegnati: 8, conclusi: 1, taciuti: 2 })
  expect(f).toMatchObject({ presi: 2, patti: 2, scaduti: 3, sospesi: 1, sospesiIncontro: 1, attivabili: 5 })
  expect(f.stati).toEqual([
    { stato: 'ricevuto', casi: 2 },
    { stato: 'assegnato', casi: 4 },
    { stato: 'in-monitoraggio', casi: 2 },
    { stato: 'decaduto', casi: 1 },
  ])
  expect(f.incontri).toEqual([
    { quale: 'primo', giorni: 60, entro: 1, su: 7 },
    { quale: 'ultimo', giorni: 120, entro: 2, su: 3 },
  ])
  // another measure has its own days, or none; a few of one are not told from the few of another by subtraction
  const senza = con('A001', 'senza', 2026, 9, { incontrati: 4, primo: null, ultimo: null })
  const breve = con('A001', 'breve', 2026, 6, { incontrati: 5, entroUltimo: 4, primo: 30, ultimo: 30 })
  const poche = con('B001', 'senza', 2026, 3, { incontrati: 3, primo: null, ultimo: null })
  const incontri = (altri: FiguraCasi[]) =>
    componiFigure({ casi: [...casi, ...altri], sostegni: [], arrivi: [] }, {}, 5).incontri
  expect(incontri([senza, poche])).toEqual(f.incontri)
  expect(incontri([breve])).toEqual([
    { quale: 'primo', giorni: 60, entro: 1, su: 7 },
    { quale: 'ultimo', giorni: null, entro: 6, su: 8 },
  ])
  expect(componiFigure({ casi: [senza], sostegni: [], arrivi: [] }, {}, 5).incontri).toEqual([])
  expect(f.tempi).toEqual([
    { passo: 'assegnazione', giorni: 21, casi: 4 },
    { passo: 'analisi', giorni: null, casi: 0 },
    { passo: 'patto', giorni: null, casi: 0 },
  ])
  expect(f.sostegni).toEqual([{ sostegno: 'leps-d', previsti: 0, inAttesa: 0, attivi: 2, finiti: 1 }])
  expect(f.mesi.map((m) => [m.mese, m.arrivati])).toEqual([
    ['2026-01', 9],
    ['2026-02', 2],
  ])
  expect(f.comuni.map((c) => [c.id, c.casi, c.daAssegnare, c.conclusi])).toEqual([
    ['A001', 9, 2, 1],
    ['B001', 2, 0, 0],
  ])
  expect(componiFigure({ casi, sostegni, arrivi }, { comune: 'B001' }, 1)).toMatchObject({
    taciuti: 0,
    stati: [{ stato: 'presentato', casi: 2 }],
    sostegni: [{ sostegno: 'leps-a' }],
  })
  expect(scelteDi(casi)).toEqual({ comuni: ['A001', 'B001'], misure: ['una'], anni: [2026] })
})

test('domande: a discarded draft is nowhere, a draft has no month; days are means of who has taken the step', () => {
  const d = (stato: FiguraDomande['stato'], quante: number, altro: Partial<FiguraDomande> = {}): FiguraDomande => ({
    comuneId: 'A001',
    misuraId: 'una',
    mese: '2026-02',
    stato,
    quante,
    vicine: 0,
    scadute: 0,
    giorniInvio: 0,
    nInvio: 0,
    giorniEsito: 0,
    nEsito: 0,
    giorniIntero: 0,
    nIntero: 0,
    ...altro,
  })
  const righe = [
    d('bozza', 2),
    d('scartata', 7),
    d('inviata', 1, { giorniInvio: 4, nInvio: 1, vicine: 1 }),
    d('accolta', 3, { giorniInvio: 20, nInvio: 3, giorniEsito: 15, nEsito: 3, giorniIntero: 35, nIntero: 3 }),
    d('respinta', 1, { mese: '2025-12', giorniIntero: 5, nIntero: 1 }),
  ]
  const f = figureDomande(righe, {})
  expect(f.voci.map((v) => [v.stato, v.quante])).toEqual([
    ['bozza', 2],
    ['inviata', 1],
    ['accolta', 3],
    ['respinta', 1],
  ])
  expect(f.mesi).toEqual([
    { mese: '2025-12', presentate: 1, accolte: 0, respinte: 1, rinunciate: 0 },
    { mese: '2026-02', presentate: 4, accolte: 3, respinte: 0, rinunciate: 0 },
  ])
  expect(f.tempi.map((x) => [x.giorni, x.domande])).toEqual([
    [6, 4],
    [5, 3],
    [10, 4],
  ])
  expect(figureDomande(righe, { anno: 2025 }).voci).toMatchObject([{ stato: 'respinta' }])
  expect(figureDomande(righe, { comune: 'B001' }).voci).toEqual([])
})

test('a benefit is told by its days, once each; what a comune gives month by month is one line', () => {
  const base = { id: 'x', misura: 'Misura', nome: null, ente: null, volte: 1, persona: 'Ada Prova' }
  const domanda = { ...base, specie: 'domanda' as const, dal: '2016-10-10', centesimi: 32_000 }
  const righe = (b: Parameters<typeof righeBeneficio>[0]) => righeBeneficio(b).map((r) => [r.giorno, r.titolo, r.testo])
  expect(righe({ ...domanda, beneficio: 'terminato', al: '2017-12-31' })).toEqual([
    ['2016-10-10', 'Domanda presentata', 'Ada Prova, 320,00 € al mese'],
    ['2017-12-31', 'Beneficio terminato', 'Ada Prova'],
  ])
  expect(righe({ ...domanda, beneficio: 'terminato', al: null })).toEqual([
    ['2016-10-10', 'Domanda presentata', 'Ada Prova, 320,00 € al mese. Beneficio terminato'],
  ])
  expect(righe({ ...domanda, beneficio: 'riconosciuto', al: null, centesimi: null })).toEqual([
    ['2016-10-10', 'Domanda presentata', 'Ada Prova'],
  ])
  const data = {
    ...base,
    specie: 'prestazione' as const,
    misura: null,
    beneficio: null,
    nome: 'Contributo',
    ente: 'Comune',
  }
  expect(righe({ ...data, dal: '2025-01-01', al: '2025-03-31', volte: 3, centesimi: 90_000 })).toEqual([
    ['2025-01-01', 'Contributo', 'Ada Prova: da 01/2025 a 03/2025, 3 volte, 900,00 € in tutto'],
  ])
  expect(righe({ ...data, dal: '2025-05-01', al: '2025-05-31', centesimi: 123_450 })[0]![2]).toBe(
    'Ada Prova: 05/2025, 1.234,50 € in tutto',
  )
  const due = righeBeneficio({ ...domanda, beneficio: 'terminato', al: '2017-12-31' })
  expect(inOrdine(due).map((r) => r.giorno)).toEqual(['2017-12-31', '2016-10-10'])
  // what was registered later of an earlier day stands where that day is; what has no day, on that of its writing
  const [fine] = due.slice(1)
  const atti = [
    { ...fine!, id: 'tardi', giorno: '2017-01-02', quando: '2018-03-01T09:00:00.000Z' },
    { ...fine!, id: 'senza', giorno: null, quando: '2017-06-01T09:00:00.000Z' },
    { ...fine!, id: 'prima', giorno: '2017-01-02', quando: '2017-01-02T09:00:00.000Z' },
  ]
  expect(inOrdine([...due, ...atti]).map((r) => r.giorno ?? r.id)).toEqual([
    '2017-12-31',
    'senza',
    '2017-01-02',
    '2017-01-02',
    '2016-10-10',
  ])
  expect(inOrdine(atti).map((r) => r.id)).toEqual(['senza', 'tardi', 'prima'])
})

test('inhabitants for each social worker, before the essential level', () => {
  const con = (abitanti: number | null, assistenti: number) =>
    rapportoAbitanti({ abitanti, assistenti, livello: 5000, soglia: 6500 })
  expect(con(50_000, 10)).toEqual({ ciascuno: 5000, come: 'livello' })
  expect(con(50_001, 10)).toEqual({ ciascuno: 5001, come: 'soglia' })
  expect(con(13_001, 2)).toEqual({ ciascuno: 6501, come: 'sotto' })
  expect([con(null, 10), con(50_000, 0)]).toEqual([null, null])
})
