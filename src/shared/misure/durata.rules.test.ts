// How long a benefit lasts, for versions that no law has: months of every length, pauses, renewals that repeat and that do not, domande that
// come too early.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Definizione } from './definizione.ts'
import { dopoLaFine, durata, troppoPresto, vieta } from './durata.rules.ts'
import { giorniTra, piuGiorni, piuMesi } from './giorni.ts'
import type { Segno } from './provenienza.ts'
import { leggiDefinizione, type VersioneCompilata } from './versione.rules.ts'

const fonte = { fonte: 'Prova', segno: 'P' } as const
type Durata = Definizione['durata']
const DI_NESSUNO: Durata = {
  mesi: 7,
  rinnovi: [],
  decorre: { eventi: ['semina', 'domanda'], mesiDopo: 1, ...fonte },
  testo: 'Sette mesi.',
  ...fonte,
}
const definizione = (d: Partial<Durata>): Definizione => ({
  fatti: [{ id: 'orto.fermo', tipo: 'logico', nome: 'non riposa' }],
  valori: [],
  calcoli: [],
  requisiti: [],
  importi: {
    voci: [{ id: 'm', nome: 'm', periodo: 'mese', formula: { euro: 1 }, arrotonda: { modo: 'vicino' }, ...fonte }],
    mensile: 'm',
  },
  durata: { ...DI_NESSUNO, ...d },
  termini: [],
  questionari: [],
  obblighi: [],
  esoneri: [],
  flussi: [],
})
function versione(d: Partial<Durata>): VersioneCompilata {
  const { versione: v, difetti } = leggiDefinizione(definizione(d))
  if (!v) throw new Error(difetti.join(' '))
  return v
}
const NULLA = { nucleo: {}, componenti: [] }
const due = { mesi: 3, sosta: 2, testo: 'Dopo due mesi.' }
const quando = (evento: string, ...giorni: string[]) => giorni.map((giorno) => ({ evento, giorno }))
const calcola = (d: Partial<Durata>, accaduti: { evento: string; giorno: string }[], prima = 0, fatti = NULLA) =>
  durata(versione(d), accaduti, 'rinnovo', fatti, prima)

describe('from when, until when', () => {
  test('whole months from the first of the events that happened; without them, or without the rule, nothing is said', () => {
    expect(calcola({}, quando('domanda', '2026-01-31'))).toMatchObject({ dal: '2026-02-01', al: '2026-08-31' })
    expect(calcola({}, [...quando('domanda', '2026-01-31'), ...quando('semina', '2026-03-02')])).toMatchObject({
      dal: '2026-04-01',
      al: '2026-10-31',
    })
    expect(calcola({}, quando('altro', '2026-01-31'))).toBeNull()
    const { decorre: _d, ...senza } = DI_NESSUNO
    const { versione: v } = leggiDefinizione({ ...definizione({}), durata: senza })
    expect(durata(v!, quando('domanda', '2026-01-31'), 'rinnovo', NULLA)).toBeNull()
  })
  test('after it: the pause, then the renewal; after the last one nothing, unless it repeats', () => {
    const domanda = quando('domanda', '2026-01-10')
    const d = { rinnovi: [due] }
    expect(calcola(d, domanda)!.poi).toMatchObject({ mesi: 3, nonPrima: '2026-11-01' })
    const rinnovato = calcola(d, [...domanda, ...quando('rinnovo', '2026-11-20')])!
    expect(rinnovato).toMatchObject({ dal: '2026-11-01', al: '2027-01-31', rinnovi: 1, poi: null })
    // one that the version does not know is not counted
    expect(calcola(d, [...domanda, ...quando('rinnovo', '2026-11-20', '2027-04-01')])).toEqual(rinnovato)
    const ripete = { rinnovi: [{ ...due, ripete: true as const }] }
    expect(calcola(ripete, [...domanda, ...quando('rinnovo', '2026-11-20', '2027-04-01')])).toMatchObject({
      dal: '2027-04-01',
      al: '2027-06-30',
      rinnovi: 2,
      poi: { nonPrima: '2027-09-01' },
    })
    // told before its time, it begins when it may
    expect(calcola(d, [...domanda, ...quando('rinnovo', '2026-08-20')])!.dal).toBe('2026-11-01')
    // its day corrected by a later extract, it is the same renewal: also the last one
    for (const x of [d, ripete])
      expect(calcola(x, [...domanda, ...quando('rinnovo', '2026-11-20', '2026-12-01')])).toMatchObject({
        dal: '2026-12-01',
        al: '2027-02-28',
        rinnovi: 1,
      })
    expect(calcola(ripete, [...domanda, ...quando('rinnovo', '2026-08-20', '2026-11-20')])!.rinnovi).toBe(1)
  })
  test('the pause may not be of every household; where that is not known, its day is not said', () => {
    const d = { rinnovi: [{ ...due, senzaSosta: 'orto.fermo' }] }
    const con = (fermo: boolean | null) =>
      calcola(d, quando('domanda', '2026-01-10'), 0, { nucleo: { 'orto.fermo': fermo } as never, componenti: [] })!.poi!
    expect([true, false, null].map((x) => con(x).nonPrima)).toEqual(['2026-09-01', '2026-11-01', null])
  })
  test('asked again with a domanda, it is as long as the renewal', () => {
    const d = { rinnovi: [{ ...due, conDomanda: true as const }] }
    expect(calcola(d, quando('domanda', '2027-01-10'), 1)).toMatchObject({
      dal: '2027-02-01',
      al: '2027-04-30',
      rinnovi: 1,
      poi: null,
    })
  })
  test('only the last renewal repeats', () => {
    const { difetti } = leggiDefinizione(definizione({ rinnovi: [{ ...due, ripete: true }, due] }))
    expect(difetti).toEqual(['Durata: soltanto l’ultimo rinnovo si ripete.'])
  })
})

describe('what must hold of any length and any day', () => {
  const giorno = fc
    .date({ min: new Date('2016-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10))
  const numeri = fc.record({
    mesi: fc.integer({ min: 1, max: 60 }),
    rinnovo: fc.integer({ min: 1, max: 60 }),
    sosta: fc.integer({ min: 0, max: 24 }),
    mesiDopo: fc.integer({ min: 0, max: 12 }),
  })
  const di = (n: { mesi: number; rinnovo: number; sosta: number; mesiDopo: number }): Partial<Durata> => ({
    mesi: n.mesi,
    rinnovi: [{ mesi: n.rinnovo, sosta: n.sosta, ripete: true, testo: 'Si rinnova.' }],
    decorre: { eventi: ['domanda'], mesiDopo: n.mesiDopo, ...fonte },
  })
  test('it begins on the first of a month, ends on the last of one, and is as many months as the version says', () => {
    fc.assert(
      fc.property(giorno, numeri, (g, n) => {
        const d = calcola(di(n), quando('domanda', g))!
        expect(d.dal.slice(8)).toBe('01')
        expect(d.dal >= g || n.mesiDopo === 0).toBe(true)
        expect(piuGiorni(d.al, 1)).toBe(piuMesi(d.dal, n.mesi))
        // the pause is whole months after the end
        expect(d.poi!.nonPrima).toBe(piuMesi(piuGiorni(d.al, 1), n.sosta))
      }),
    )
  })
  test('a later event never ends it earlier; a renewal never overlaps what was paid, nor the pause', () => {
    fc.assert(
      fc.property(
        giorno,
        numeri,
        fc.integer({ min: 0, max: 2000 }),
        fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 5 }),
        (g, n, dopo, rinnovi) => {
          expect(
            calcola(di(n), quando('domanda', piuGiorni(g, dopo)))!.al >= calcola(di(n), quando('domanda', g))!.al,
          ).toBe(true)
          let prima = calcola(di(n), quando('domanda', g))!
          const accaduti = quando('domanda', g)
          for (const r of [...rinnovi].sort((a, b) => a - b)) {
            accaduti.push(...quando('rinnovo', piuGiorni(g, r)))
            const ora = calcola(di(n), accaduti)!
            const mese = `${piuGiorni(g, r).slice(0, 8)}01`
            // the day of the renewal just begun, corrected
            const stesso = prima.rinnovi > 0 && mese <= prima.al
            expect(ora.rinnovi).toBe(prima.rinnovi + (stesso ? 0 : 1))
            if (stesso) expect(ora.dal).toBe(mese > prima.dal ? mese : prima.dal)
            else {
              expect(ora.dal >= prima.poi!.nonPrima!).toBe(true)
              expect(giorniTra(prima.al, ora.dal)).toBeGreaterThan(0)
            }
            prima = ora
          }
        },
      ),
    )
  })
  test('a domanda is too early on every day before the first good one, and on none after', () => {
    fc.assert(
      fc.property(giorno, numeri, fc.integer({ min: -900, max: 900 }), (fino, n, scarto) => {
        const v = versione({ rinnovi: [{ mesi: n.rinnovo, sosta: n.sosta, conDomanda: true, testo: 'Si chiede.' }] })
        const buono = dopoLaFine(v, 0, fino, NULLA)!.nonPrima!
        const g = piuGiorni(buono, scarto)
        expect(troppoPresto(v, g, { volte: 1, fino }, NULLA) === null).toBe(scarto >= 0)
        // the only renewal has been had
        expect(troppoPresto(v, g, { volte: 2, fino }, NULLA)).toMatch(/2 volte.*non prevede/)
        expect(troppoPresto(v, g, { volte: 0, fino }, NULLA)).toBeNull()
      }),
    )
  })
  test('where no domanda renews it nothing is said; and only a rule read in an official text forbids', () => {
    expect(troppoPresto(versione({ rinnovi: [due] }), '2026-01-01', { volte: 1, fino: '2026-01-01' }, NULLA)).toBeNull()
    expect((['O', 'O2', 'K', 'inf', 'P', '?'] as Segno[]).map(vieta)).toEqual([true, false, false, false, false, false])
  })
})
