// The shipped measures, as they are in config/misure: the vectors and the table of the domain reference, and what must hold of
// any measure. No database.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { durata, troppoPresto, vieta } from '../../shared/misure/durata.rules.ts'
import type { Fatti, ValoreFatto } from '../../shared/misure/linguaggio.ts'
import { componente, nucleo, nucleoNumero } from '../../shared/misure/nuclei.fixture.ts'
import { conValori, inParole, nominatore } from '../../shared/misure/parole.ts'
import type { Risultato } from '../../shared/misure/risultato.ts'
import { valuta } from '../../shared/misure/valutazione.rules.ts'
import { leggiDefinizione, type VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import { radice } from '../kernel/paths.ts'
import { leggiMisure } from './carica-misure.ts'

const misure = leggiMisure()
const versione = (codice: string, numero: number): VersioneCompilata => {
  const lettura = leggiDefinizione(misure.find((m) => m.codice === codice && m.versione === numero)!.definizione)
  if (!lettura.versione) throw new Error(lettura.difetti.join('\n'))
  return lettura.versione
}
const rei = [versione('rei', 1), versione('rei', 2)] as const
const rdc = versione('rdc', 1)
const adi = [versione('adi', 1), versione('adi', 2)] as const
const sia = versione('sostegno-inclusione-attiva', 1)
const tutte = [sia, ...rei, rdc, ...adi]
/** What the oldest asks for and the others do not. */
const delSia = { 'nucleo.punteggio': 30, 'beni.veicolo-12-mesi': false, 'beni.veicolo-potente-storico': false }

const adulto = (altro: Record<string, ValoreFatto> = {}) => componente(1985, altro)
const minore = () => componente(2015)
const righe = (r: Risultato) => Object.fromEntries(r.importi.map((x) => [x.id, x.centesimi]))
const esitoDi = (r: Risultato, id: string) => r.requisiti.find((x) => x.id === id)?.esito
const persone = (n: number) => Array.from({ length: n }, () => adulto())

describe('vectors (§11.4, 11ter 22)', () => {
  test('REI: one person, four, seven (the cap)', () => {
    const nel2018 = (n: number) => nucleo(persone(n), { 'domanda.giorno': '2018-07-02' })
    expect(valuta(rei[1], nel2018(1))).toMatchObject({ esito: 'spetta', mensile: 18_750 })
    expect(valuta(rei[1], nel2018(4))).toMatchObject({ esito: 'spetta', mensile: 46_125 })
    expect(valuta(rei[1], nel2018(7))).toMatchObject({ esito: 'spetta', mensile: 53_982 })
  })
  test('REI: the table of the maxima, from one to six members', () => {
    const massimi = [18_750, 29_438, 38_250, 46_125, 53_437, 53_982]
    expect(massimi.map((_m, i) => valuta(rei[1], nucleo(persone(i + 1))).mensile)).toEqual(massimi)
    const scale = ['1', '1,57', '2,04', '2,46', '2,85', '3,2']
    expect(scale.map((_s, i) => valuta(rei[1], nucleo(persone(i + 1))).scala?.valore)).toEqual(scale)
  })
  test('REI: the table contradicts itself: one rule gives 294,38 and 534,38, another 294,37 and 534,37', () => {
    const dodicesimo = (n: number) => valuta(rei[1], nucleo(persone(n))).importi.find((r) => r.id === 'dodicesimo')!
    // both are half a cent above: whoever rounds one up rounds up the other
    expect(dodicesimo(2)).toMatchObject({ esatto: '294,375', centesimi: 29_438 })
    expect(dodicesimo(5)).toMatchObject({ esatto: '534,375', centesimi: 53_438 })
    // the published maximum of five members is a value of the version, and wins
    expect(valuta(rei[1], nucleo(persone(5))).mensile).toBe(53_437)
  })
  test('REI: until 31 May 2018 the family counts, afterwards it does not', () => {
    const sola = nucleo([adulto()], { 'domanda.giorno': '2018-05-30' })
    expect(valuta(rei[0], sola)).toMatchObject({ esito: 'non-spetta', mensile: 0 })
    expect(esitoDi(valuta(rei[0], sola), 'famiglia')).toBe('no')
    expect(valuta(rei[1], sola).esito).toBe('spetta')
    for (const chi of [
      minore(),
      adulto({ 'componente.disabilita': 'media' }),
      adulto({ 'componente.parto-entro-4-mesi': true }),
    ])
      expect(valuta(rei[0], nucleo([adulto(), chi])).esito).toBe('spetta')
    const disoccupato = (anno: number) => componente(anno, { 'componente.disoccupato': true })
    const nel2018 = { 'domanda.giorno': '2018-03-01' }
    expect(valuta(rei[0], nucleo([disoccupato(1962)], nel2018)).esito).toBe('spetta')
    expect(valuta(rei[0], nucleo([disoccupato(1964)], nel2018)).esito).toBe('non-spetta')
  })
  test('SIA: eighty euro for each member, four hundred at most; the score asked for went down in April 2017', () => {
    const nel = (giorno: string, persone: ReturnType<typeof adulto>[]) =>
      valuta(
        sia,
        nucleo(persone, {
          'domanda.giorno': giorno,
          'nucleo.punteggio': 30,
          'beni.veicolo-12-mesi': false,
          'beni.veicolo-potente-storico': false,
        }),
      )
    expect(nel('2017-05-02', [adulto(), adulto(), minore(), minore()])).toMatchObject({
      esito: 'spetta',
      mensile: 32_000,
    })
    expect(nel('2017-05-02', [adulto(), ...persone(5), minore()]).importi.at(-1)).toMatchObject({ centesimi: 40_000 })
    expect(nel('2017-04-29', [adulto(), minore()]).esito).toBe('non-spetta')
  })
  test('RdC: a couple with two minors, no income, in rent at 300', () => {
    const r = valuta(rdc, nucleo([adulto(), adulto(), minore(), minore()], { 'casa.canone': 360_000 }))
    expect(r).toMatchObject({ esito: 'spetta', mensile: 118_000, scala: { valore: '1,8' } })
    expect(righe(r)).toMatchObject({ 'quota-a': 90_000, 'quota-b': 28_000 })
  })
  test('RdC: three adults and two minors reach the highest scale', () => {
    const r = valuta(rdc, nucleo([adulto(), adulto(), adulto(), minore(), minore()]))
    expect(r).toMatchObject({ mensile: 105_000, scala: { somma: '2,2', valore: '2,1' } })
    const grave = adulto({ 'componente.disabilita': 'grave' })
    expect(valuta(rdc, nucleo([adulto(), adulto(), grave, minore(), minore()])).scala).toMatchObject({ valore: '2,2' })
  })
  test('ADI 2024 and 2025: a disabled adult and one minor', () => {
    const x = nucleo([adulto({ 'componente.disabilita': 'grave' }), minore()])
    expect(valuta(adi[0], x)).toMatchObject({ esito: 'spetta', mensile: 57_500, scala: { valore: '1,15' } })
    expect(valuta(adi[1], x)).toMatchObject({ esito: 'spetta', mensile: 62_292 })
  })
  test('ADI 2025: alone, 67 or more, rent of 200', () => {
    const r = valuta(adi[1], nucleo([componente(1955)], { 'casa.canone': 240_000 }))
    expect(r).toMatchObject({ esito: 'spetta', mensile: 84_500 })
    expect(righe(r)).toMatchObject({ 'quota-a': 68_250, 'quota-b': 16_250 })
  })
  test('ADI 2025: an adult with a rent of 250', () => {
    const r = valuta(adi[1], nucleo([adulto({ 'componente.disabilita': 'media' })], { 'casa.canone': 300_000 }))
    expect(righe(r)).toMatchObject({ 'quota-b': 25_000, 'quota-a': 54_167 })
  })
})

describe('requirements of residence', () => {
  const mesi = (totali: number, continui = 24) =>
    nucleo([minore()], { 'residenza.mesi': totali, 'residenza.mesi-continuativi': continui })
  test('nine years and eleven months are not enough for the RdC and are for the ADI', () => {
    expect(esitoDi(valuta(rdc, mesi(119)), 'residenza')).toBe('no')
    expect(esitoDi(valuta(rdc, mesi(120)), 'residenza')).toBe('si')
    expect(esitoDi(valuta(adi[1], mesi(119)), 'residenza')).toBe('si')
  })
  test('a gap in the last two years breaks the continuity', () => {
    for (const v of [rdc, ...adi, ...rei]) expect(esitoDi(valuta(v, mesi(144, 23)), 'residenza')).toBe('no')
  })
})

describe('the scale of the ADI', () => {
  const scala = (...altri: ReturnType<typeof componente>[]) =>
    valuta(adi[1], nucleo([adulto(), ...altri])).scala?.valore
  const cura = { 'componente.carichi-di-cura': true }
  const svantaggio = { 'componente.svantaggio': true }
  test('each member counts once, for what gives most', () => {
    expect(scala(componente(1950, { 'componente.disabilita': 'grave' }))).toBe('1,5')
    expect(scala(componente(1950))).toBe('1,4')
    expect(scala(minore(), minore(), minore())).toBe('1,4')
    expect(scala(adulto())).toBe('1')
  })
  test('one adult with care burdens, and whoever of two is also in distress takes the other weight', () => {
    expect(scala(adulto(cura), adulto(cura))).toBe('1,4')
    expect(scala(adulto({ ...cura, ...svantaggio }), adulto(cura))).toBe('1,7')
    expect(scala(adulto(cura), adulto({ ...cura, ...svantaggio }))).toBe('1,7')
  })
  test('who is at full public charge or abroad does not count', () => {
    expect(scala({ ...minore(), 'componente.struttura-pubblica': true })).toBe('1')
    expect(scala({ ...minore(), 'componente.assente': true }, minore())).toBe('1,15')
  })
})

describe('of any measure', () => {
  const numero = fc.integer({ min: 0, max: 100_000 })
  const con = (f: Fatti, altro: Record<string, ValoreFatto>): Fatti => ({ ...f, nucleo: { ...f.nucleo, ...altro } })
  const cambia = (n: number, fatto: string, di: number) => {
    const f = con(nucleoNumero(n), { 'isee.immobili': 0, ...delSia })
    return [f, con(f, { [fatto]: Number(f.nucleo[fatto]) + di })] as const
  }
  const ognuna = (fn: (v: VersioneCompilata) => void) => tutte.forEach(fn)

  test.each(['isee.reddito', 'isee.trattamenti', 'isee.valore', 'isee.isre', 'isee.mobiliare', 'isee.immobili'])(
    'more of «%s» never raises the amount',
    (fatto) => {
      fc.assert(
        fc.property(numero, fc.integer({ min: 1, max: 2_000_000 }), (n, di) => {
          const [prima, dopo] = cambia(n, fatto, di)
          ognuna((v) => expect(valuta(v, dopo).mensile).toBeLessThanOrEqual(valuta(v, prima).mensile!))
        }),
      )
    },
  )
  test('more rent never lowers it', () => {
    fc.assert(
      fc.property(numero, fc.integer({ min: 1, max: 500_000 }), (n, di) => {
        const [prima, dopo] = cambia(n, 'casa.canone', di)
        ognuna((v) => expect(valuta(v, dopo).mensile).toBeGreaterThanOrEqual(valuta(v, prima).mensile!))
      }),
    )
  })
  test.each(['residenza.mesi', 'residenza.mesi-continuativi'])('more of «%s» never lowers it', (fatto) => {
    fc.assert(
      fc.property(numero, fc.integer({ min: 1, max: 120 }), (n, di) => {
        const [prima, dopo] = cambia(n, fatto, di)
        ognuna((v) => expect(valuta(v, dopo).mensile).toBeGreaterThanOrEqual(valuta(v, prima).mensile!))
      }),
    )
  })
  test('one child more never lowers it, where somebody is not old: a household of old people has a threshold of its own', () => {
    fc.assert(
      fc.property(numero, (n) => {
        const [prima] = cambia(n, 'casa.canone', 0)
        const con1 = { ...prima, componenti: [...prima.componenti, adulto()] }
        const con2 = { ...prima, componenti: [...con1.componenti, minore()] }
        ognuna((v) => expect(valuta(v, con2).mensile).toBeGreaterThanOrEqual(valuta(v, con1).mensile!))
      }),
    )
  })
  test('one member more never lowers the scale, and the order of the others does not matter', () => {
    // the oldest has no scale: so much for each
    const virgola = (r: Risultato) => Number((r.scala?.valore ?? '0').replace(',', '.'))
    fc.assert(
      fc.property(numero, numero, (n, m) => {
        const f = nucleoNumero(n)
        const nuovo = nucleoNumero(m).componenti[0]!
        ognuna((v) => {
          const r = valuta(v, f)
          expect(virgola(valuta(v, { ...f, componenti: [...f.componenti, nuovo] }))).toBeGreaterThanOrEqual(virgola(r))
          const [primo, ...altri] = f.componenti
          expect(valuta(v, { ...f, componenti: [primo!, ...altri.reverse()] }).scala?.valore).toBe(r.scala?.valore)
        })
      }),
    )
  })
  test('what is paid is whole cents, and nothing where a requirement fails', () => {
    fc.assert(
      fc.property(numero, (n) =>
        ognuna((v) => {
          const r = valuta(v, con(nucleoNumero(n), delSia))
          if (r.esito === 'non-spetta') expect(r.mensile).toBe(0)
          if (r.esito === 'spetta') expect(Number.isSafeInteger(r.mensile)).toBe(true)
          if (r.esito === 'non-si-sa') expect(r.requisiti.flatMap((x) => x.mancano)).toContain('isee.immobili')
        }),
      ),
    )
  })
  test('a fact that is missing is named, and filling it in only decides what was open', () => {
    fc.assert(
      fc.property(
        numero,
        fc.constantFrom('isee.valore', 'isee.reddito', 'residenza.mesi-continuativi', 'casa.canone'),
        (n, fatto) => {
          const pieno = con(nucleoNumero(n), { 'isee.immobili': 0, ...delSia })
          const senza = con(pieno, { [fatto]: null })
          ognuna((v) => {
            const [a, b] = [valuta(v, senza), valuta(v, pieno)]
            for (const [i, r] of a.requisiti.entries())
              if (r.esito === 'non-si-sa') expect(r.mancano).toEqual([fatto])
              else expect(r.esito).toBe(b.requisiti[i]!.esito)
          })
        },
      ),
    )
  })
})

describe('how long (§11.1, §11.3)', () => {
  const ultima = (codice: string) => {
    const sue = misure.filter((m) => m.codice === codice)
    return versione(codice, Math.max(...sue.map((m) => m.versione)))
  }
  const nessuno = { nucleo: {}, componenti: [] }
  const domanda = (giorno: string) => [{ evento: 'domanda', giorno }]
  test('REI: eighteen months from the month after the domanda, twelve more once, with a domanda after six months', () => {
    const d = durata(ultima('rei'), domanda('2018-07-02'), 'rinnovo', nessuno)
    expect(d).toMatchObject({ dal: '2018-08-01', al: '2020-01-31', poi: { mesi: 12, nonPrima: '2020-08-01' } })
    expect(durata(ultima('rei'), domanda('2018-07-02'), 'rinnovo', nessuno, 1)).toMatchObject({
      al: '2019-07-31',
      poi: null,
    })
    const presto = troppoPresto(ultima('rei'), '2020-07-31', { volte: 1, fino: d!.al }, nessuno)
    expect(presto).toContain('dal 01/08/2020')
    // its rule is read in pages that report it: it is told, and forbids nobody
    expect(vieta(ultima('rei').definizione.durata.segno)).toBe(false)
  })
  test('RdC: eighteen months, again and again, after a month; in households of elders without it', () => {
    const eta = (anno: number) => ({
      nucleo: { 'domanda.giorno': '2020-01-10' },
      componenti: [componente(anno)],
    })
    const poi = (anno: number) => durata(ultima('rdc'), domanda('2020-01-10'), 'rinnovo', eta(anno))?.poi
    expect([poi(1985), poi(1940)]).toMatchObject([{ nonPrima: '2021-09-01' }, { nonPrima: '2021-08-01' }])
  })
  test('ADI: eighteen months from the month after the PAD, then twelve at a time, each after a month', () => {
    const eventi = [...domanda('2025-01-10'), { evento: 'pad-nucleo', giorno: '2025-02-03' }]
    const rinnovato = (giorni: string[]) =>
      durata(ultima('adi'), [...eventi, ...giorni.map((giorno) => ({ evento: 'rinnovo', giorno }))], 'rinnovo', nessuno)
    expect(durata(ultima('adi'), domanda('2025-01-10'), 'rinnovo', nessuno)).toBeNull()
    expect(rinnovato([])).toMatchObject({
      dal: '2025-03-01',
      al: '2026-08-31',
      poi: { mesi: 12, nonPrima: '2026-10-01' },
    })
    expect(rinnovato(['2026-10-05', '2027-11-03'])).toMatchObject({ al: '2028-10-31', rinnovi: 2 })
  })
})

const leggi = (f: string) => readFileSync(join(radice, f), 'utf8')

describe('as files', () => {
  test('every part has its source, and the marks are known', () => {
    for (const m of misure) {
      const parti = [
        ...m.definizione.valori,
        ...m.definizione.requisiti,
        ...m.definizione.importi.voci,
        ...m.definizione.termini,
      ]
      for (const p of parti) expect(p.fonte, `${m.codice} ${p.id}`).toMatch(/\S{3}/)
      expect(JSON.stringify(m), m.codice).not.toContain("'")
    }
  })
  test('the rule can be said in words, with no name of ours left in it', () => {
    for (const v of tutte) {
      const nomina = nominatore(v.definizione, v.fatti)
      for (const r of v.definizione.requisiti) {
        expect(conValori(r.testo, v.definizione)).not.toContain('{')
        expect(inParole(r.condizione as never, nomina), r.id).toMatch(/^[^{}[\]]+$/)
      }
      for (const r of v.definizione.importi.voci)
        expect(inParole(r.formula as never, nomina), r.id).not.toMatch(/isee\.|[a-z]-annua/)
    }
  })
  test('no program knows a measure by name, whole or inside another name', () => {
    const parole = (di: string[]) => `(?<![\\p{L}\\d])(${[...new Set(di)].join('|')})(?![\\p{L}\\d])`
    const nomi = new RegExp(parole(misure.flatMap((m) => [m.codice, m.nome])), 'iu')
    // written small, one of them is a word of every sentence
    const sigle = new RegExp(parole(misure.map((m) => m.sigla)), 'u')
    const file = globSync('{src,migrations}/**/*.{ts,tsx,sql}', { cwd: radice }).filter((f) => !f.endsWith('.test.ts'))
    const noto = (testo: string) => nomi.test(testo) || sigle.test(testo)
    expect(file.filter((f) => noto(readFileSync(join(radice, f), 'utf8')))).toEqual([])
    // «importoRdc», «soglia_adi», «rei-domanda.ts»: a piece of a name of ours
    const corti = new Set(misure.flatMap((m) => [m.codice, m.sigla.toLowerCase()]))
    const pezzi = (nome: string) => nome.split(/(?<=[a-z0-9])(?=[A-Z])|[-_.]/).map((x) => x.toLowerCase())
    const composti = (testo: string) =>
      (testo.match(/[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+|(?<=[a-z0-9])[A-Z][A-Za-z0-9]*)+/g) ?? []).filter((x) =>
        pezzi(x).some((p) => corti.has(p)),
      )
    expect(file.flatMap((f) => [...composti(f.split('/').at(-1)!), ...composti(leggi(f))])).toEqual([])
  })
  test('the papers and platforms of one law are named where words are, and nowhere else', () => {
    const carte = /(?<![A-Za-z])(pad|siisl)(?![A-Za-z])|[pP]ad(?!Start|End)(?=[A-Z])|[sS]iisl(?=[A-Z])/
    const parole = {
      'src/shared/misure/definizione.ts': 'who may be told',
      'src/shared/patti/estratto-campi.ts': 'headers of the extracts',
      'src/shared/patti/eventi.ts': 'what may have happened, in words',
      'src/server/schema.gen.ts': 'a column of a released migration',
    }
    const dove = globSync('src/**/*.{ts,tsx}', { cwd: radice }).filter((f) => !f.endsWith('.test.ts'))
    const dice = (f: string) => carte.test(leggi(f)) || /(?<![\p{L}\d])(PAD|SIISL)(?![\p{L}\d])/u.test(leggi(f))
    expect(dove.filter(dice).sort()).toEqual(Object.keys(parole).sort())
  })
  test('no threshold, amount or length of a term is written in a program', () => {
    const dove = globSync('src/{shared,server,web}/{misure,patti}/**/*.{ts,tsx}', { cwd: radice }).filter(
      (f) => !/\.(test|fixture)\.tsx?$/.test(f),
    )
    // round numbers are of everybody: those that only a law would choose, in euro and in cents
    const valori = misure.flatMap((m) => m.definizione.valori.map((v) => Number(v.euro ?? 0)))
    const suoi = new Set(
      valori.filter((v) => v > 100 && v % 100 !== 0).flatMap((v) => [String(v), String(Math.round(v * 100))]),
    )
    const numeri = (testo: string) =>
      (testo.match(/(?<![\w.])\d[\d_]*(?:\.\d+)?/g) ?? []).map((x) => x.replaceAll('_', ''))
    expect(dove.flatMap((f) => numeri(leggi(f)).flatMap((x) => (suoi.has(x) ? [`${f} ${x}`] : [])))).toEqual([])
    const conta = /piu(?:Giorni|Lavorativi|Mesi)\([^()]*,\s*-?\d{2,}\b(?!\s*\*)/g
    expect(dove.flatMap((f) => (leggi(f).match(conta) ?? []).map((x) => `${f} ${x}`))).toEqual([])
  })
})
