// Terms of the shipped measures over cases: the rules D1–D15 of the domain reference, and what must hold of any term. No database.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendario, pasqua } from '../../shared/kernel/festivi.ts'
import { giorniTra, piuGiorni, piuLavorativi, piuMesi } from '../../shared/misure/giorni.ts'
import { componente, nucleo } from '../../shared/misure/nuclei.fixture.ts'
import { type Accaduto, type Caso, statoTermine } from '../../shared/misure/termini.rules.ts'
import { leggiDefinizione } from '../../shared/misure/versione.rules.ts'
import { oggiInItalia } from '../kernel/context.ts'
import { readCsv } from '../kernel/read-csv.ts'
import { leggiMisure } from './carica-misure.ts'

const festivita = readCsv('festivita.csv').map((r) => ({
  giorno: r.giorno || null,
  dopoPasqua: r.dopo_pasqua ? Number(r.dopo_pasqua) : null,
  dalAnno: r.dal_anno ? Number(r.dal_anno) : null,
  alAnno: r.al_anno ? Number(r.al_anno) : null,
}))
const festivo = calendario(festivita)
const misure = leggiMisure()

function stato(codice: string, termine: string, oggi: string, accaduti: Accaduto[], altro: Partial<Caso> = {}) {
  const m = misure.findLast((x) => x.codice === codice)!
  const v = leggiDefinizione(m.definizione).versione!
  const t = v.definizione.termini.find((x) => x.id === termine)!
  const fatti = nucleo([componente(1985)], { 'domanda.giorno': '2026-02-01' })
  return statoTermine(v, t, { accaduti, fatti, ...altro }, oggi, festivo)
}
const pad = { evento: 'pad-nucleo', giorno: '2026-02-10' }
const incontro = (giorno: string) => ({ evento: 'incontro', giorno })
const primo = (oggi: string, ...altri: Accaduto[]) => stato('adi', 'primo-incontro', oggi, [pad, ...altri])

describe('the first meeting of the ADI', () => {
  test('is due 120 days after the PAD; passed, the month after is suspended (D3, D4)', () => {
    expect(primo('2026-03-01')).toMatchObject({ luce: 'verde', scadenza: '2026-06-10', sospensione: null })
    expect(primo('2026-05-20')).toMatchObject({ luce: 'giallo' })
    expect(primo('2026-06-10')).toMatchObject({ luce: 'giallo' })
    expect(primo('2026-06-11')).toMatchObject({
      luce: 'scaduto',
      sospensione: { dalMese: '2026-07-01', salvoEntro: '2026-07-20', esito: 'ferma' },
    })
  })
  test('recorded afterwards heals: in time by the 20th, then with arrears (D5–D7)', () => {
    expect(primo('2026-08-01', incontro('2026-06-10'))).toMatchObject({ luce: 'adempiuto', sospensione: null })
    expect(primo('2026-08-01', incontro('2026-07-15')).sospensione).toMatchObject({ esito: 'in-tempo' })
    expect(primo('2026-08-01', incontro('2026-07-25'))).toMatchObject({
      luce: 'in-ritardo',
      sospensione: { esito: 'arretrati' },
    })
  })
  test('it is the registration that counts: held in time and registered late, the payment has stopped (D4, D5, D7)', () => {
    const tenuto = (registrato: string) => primo('2026-09-01', { ...incontro('2026-06-08'), registrato })
    expect(tenuto('2026-06-10')).toMatchObject({ luce: 'adempiuto', sospensione: null })
    expect(tenuto('2026-06-12')).toMatchObject({
      luce: 'in-ritardo',
      adempiuto: '2026-06-08',
      registrato: '2026-06-12',
      sospensione: { dalMese: '2026-07-01', salvoEntro: '2026-07-20', esito: 'in-tempo' },
    })
    expect(tenuto('2026-07-21').sospensione).toMatchObject({ esito: 'arretrati' })
    // the ninety days of after run from the meeting, whenever it was registered
    const dopo = stato(
      'adi',
      'incontro-trimestrale',
      '2026-07-25',
      [{ ...incontro('2026-06-08'), registrato: '2026-07-21' }],
      { componente: 0 },
    )
    expect(dopo).toMatchObject({ da: '2026-06-08', scadenza: '2026-09-06' })
    // where the law does not say so, the day of what was done
    expect(
      stato('rei', 'progetto', '2018-11-05', [
        { evento: 'analisi-preliminare', giorno: '2018-09-03' },
        { evento: 'patto-sottoscritto', giorno: '2018-10-01', registrato: '2018-10-20' },
      ]).luce,
    ).toBe('adempiuto')
  })
  test('the first three payments are safe, if it expires while the domanda is being examined (D8)', () => {
    const riconosciuta = (giorno: string) => ({ evento: 'riconoscimento', giorno })
    expect(primo('2026-06-30', riconosciuta('2026-06-25')).sospensione).toMatchObject({
      dalMese: '2026-09-01',
      salvoEntro: '2026-09-20',
    })
    expect(primo('2026-09-30', riconosciuta('2026-06-25'), incontro('2026-09-15')).sospensione).toMatchObject({
      esito: 'in-tempo',
    })
    // long before, they have been paid
    expect(primo('2026-06-30', riconosciuta('2026-03-25')).sospensione).toMatchObject({ dalMese: '2026-07-01' })
  })
  test('runs from the flow for the first applications, then from the PAD (D1, D2)', () => {
    const da = (domanda: string, flusso: string) =>
      stato(
        'adi',
        'primo-incontro',
        '2024-04-20',
        [
          { evento: 'flusso-ricevuto', giorno: flusso },
          { evento: 'pad-nucleo', giorno: '2024-03-05' },
        ],
        {
          fatti: nucleo([componente(1985)], { 'domanda.giorno': domanda }),
        },
      )
    expect(da('2024-01-15', '2024-01-26')).toMatchObject({ da: '2024-01-26', scadenza: '2024-05-25' })
    expect(da('2024-02-20', '2024-03-15')).toMatchObject({ da: '2024-03-15' })
    expect(da('2024-03-01', '2024-03-15')).toMatchObject({ da: '2024-03-05' })
    expect(
      stato('adi', 'primo-incontro', '2024-04-20', [pad], { fatti: { nucleo: {}, componenti: [{}] } }),
    ).toMatchObject({ luce: 'non-si-sa', mancano: ['domanda.giorno'] })
  })
  test('stops for a justified reason, by as many days as it lasts (D13)', () => {
    const malattia = (fino?: string) => ({ evento: 'giustificato-motivo', giorno: '2026-06-01', ...(fino && { fino }) })
    expect(primo('2026-07-01', malattia())).toMatchObject({ luce: 'fermo', sospensione: null })
    expect(primo('2026-07-01', malattia('2026-06-20'))).toMatchObject({ luce: 'scaduto', scadenza: '2026-06-30' })
    // one that begins when it has already passed changes nothing
    expect(primo('2026-07-01', { evento: 'giustificato-motivo', giorno: '2026-06-20' })).toMatchObject({
      luce: 'scaduto',
    })
    // two that overlap count once
    const doppia = { evento: 'giustificato-motivo', giorno: '2026-06-10', fino: '2026-06-20' }
    expect(primo('2026-07-01', malattia('2026-06-20'), doppia).scadenza).toBe('2026-06-30')
  })
  test('does not run before its event, and begins again with a renewal (D12)', () => {
    expect(stato('adi', 'primo-incontro', '2026-03-01', [])).toMatchObject({ luce: 'non-decorre' })
    const rinnovi = [incontro('2026-04-01'), { evento: 'rinnovo', giorno: '2027-09-01' }]
    expect(stato('adi', 'rinnovo', '2027-09-02', rinnovi)).toMatchObject({ luce: 'verde', scadenza: '2027-12-30' })
  })
  test('after a renewal what happened before counts no longer: neither late nor done (D12, T15)', () => {
    const rinnovo = { evento: 'rinnovo', giorno: '2027-09-01' }
    const prima = [pad, incontro('2026-04-01'), { evento: 'primo-incontro', giorno: '2026-04-01' }]
    const di = (termine: string, oggi: string, ...altri: Accaduto[]) =>
      stato('adi', termine, oggi, [...prima, ...altri], { componente: 0 })
    for (const termine of ['primo-incontro', 'primo-incontro-consigliato', 'incontro-trimestrale', 'patto']) {
      expect(di(termine, '2027-09-02').luce, termine).not.toBe('non-decorre')
      expect(di(termine, '2027-09-02', rinnovo), termine).toMatchObject({ luce: 'non-decorre', scadenza: null })
    }
    // the first meeting of after satisfies the renewal, and the ninety days and the pact run from it
    const dopo = [rinnovo, incontro('2027-10-01'), { evento: 'primo-incontro', giorno: '2027-10-01' }]
    expect(di('rinnovo', '2027-10-02', ...dopo)).toMatchObject({ luce: 'adempiuto', adempiuto: '2027-10-01' })
    expect(di('incontro-trimestrale', '2027-10-02', ...dopo)).toMatchObject({ scadenza: '2027-12-30' })
    expect(di('patto', '2027-10-02', ...dopo)).toMatchObject({ da: '2027-10-01', luce: 'verde' })
    // a reason that began before and lasts still stops what runs
    const motivo = { evento: 'giustificato-motivo', giorno: '2027-08-20', fino: '2027-09-11' }
    expect(di('rinnovo', '2027-12-01', motivo, rinnovo).scadenza).toBe('2028-01-09')
  })
})

describe('the meetings every ninety days', () => {
  const ogni = (oggi: string, accaduti: Accaduto[], chi = componente(1985)) =>
    stato('adi', 'incontro-trimestrale', oggi, accaduti, { fatti: nucleo([chi]), componente: 0 })
  test('count from the last one, also when it is one of the pact (D9, D10)', () => {
    expect(ogni('2026-05-01', [incontro('2026-03-01')])).toMatchObject({ scadenza: '2026-05-30', luce: 'verde' })
    const nelPatto = { evento: 'incontro-patto', giorno: '2026-05-20' }
    expect(ogni('2026-06-01', [incontro('2026-03-01'), nelPatto])).toMatchObject({
      da: '2026-05-20',
      scadenza: '2026-08-18',
    })
  })
  test('do not bind who is disabled, protected from violence, or sixty on the day they are due (D11)', () => {
    const incontri = [incontro('2026-03-01')]
    const nato = (giorno: string) => ({ ...componente(1966), 'componente.nascita': giorno })
    expect(ogni('2026-04-01', incontri, nato('1966-05-30')).luce).toBe('escluso')
    expect(ogni('2026-04-01', incontri, nato('1966-05-31')).luce).toBe('verde')
    expect(ogni('2026-04-01', incontri, componente(1985, { 'componente.violenza': true })).luce).toBe('escluso')
    expect(ogni('2026-04-01', incontri, componente(1985, { 'componente.disabilita': 'media' })).luce).toBe('escluso')
    expect(ogni('2026-04-01', incontri, { 'componente.nascita': '1985-01-01' })).toMatchObject({ luce: 'non-si-sa' })
  })
})

describe('who is attivabile', () => {
  const di = (termine: string, evento: string, chi: ReturnType<typeof componente>) =>
    stato('adi', termine, '2026-04-01', [{ evento, giorno: '2026-03-10' }], { fatti: nucleo([chi]), componente: 0 })
      .luce
  const attivabile = (si: boolean, altro = {}) => componente(1985, { 'componente.attivabile': si, ...altro })
  test('signs his own PAD and is not called every ninety days; who is not is called, and signs none (D9, D14)', () => {
    expect(di('incontro-trimestrale', 'incontro', attivabile(true))).toBe('escluso')
    expect(di('pad-individuale', 'analisi-preliminare', attivabile(true))).toBe('giallo')
    expect(di('incontro-trimestrale', 'incontro', attivabile(false))).toBe('verde')
    expect(di('pad-individuale', 'analisi-preliminare', attivabile(false))).toBe('escluso')
    expect(di('pad-individuale', 'analisi-preliminare', attivabile(true, { 'componente.violenza': true }))).toBe(
      'escluso',
    )
  })
  test('who was not at the meeting is called by the day of his own last one, or of the first of the household', () => {
    const senzaDiLui = (giorno: string) => ({ ...incontro(giorno), senzaDiLui: true })
    const suo = (...accaduti: Accaduto[]) =>
      stato('adi', 'incontro-trimestrale', '2026-06-20', accaduti, { componente: 0 })
    expect(suo(incontro('2026-03-01'), senzaDiLui('2026-05-20'))).toMatchObject({
      scadenza: '2026-05-30',
      luce: 'scaduto',
    })
    expect(suo(senzaDiLui('2026-03-01'), senzaDiLui('2026-05-20'))).toMatchObject({ da: '2026-03-01', luce: 'scaduto' })
    expect(suo(senzaDiLui('2026-03-01'), incontro('2026-05-20'))).toMatchObject({ da: '2026-05-20', luce: 'verde' })
  })
})

describe('the quadro di analisi', () => {
  test('is due in twenty days where the analysis says that the need is complex, and nowhere else (T9, 11ter 9)', () => {
    for (const codice of ['rei', 'rdc', 'adi']) {
      const con = (esito: string | null) =>
        stato(codice, 'quadro-di-analisi', '2026-02-20', [{ evento: 'analisi-preliminare', giorno: '2026-02-10' }], {
          fatti: nucleo([componente(1985)], { 'analisi.esito': esito }),
        })
      expect(con('d'), codice).toMatchObject({ scadenza: '2026-03-02', luce: 'verde' })
      expect(con('b').luce, codice).toBe('non-decorre')
      expect(con(null), codice).toMatchObject({ luce: 'non-si-sa', mancano: ['analisi.esito'] })
    }
  })
})

describe('terms in working days and in months', () => {
  test('REI: analysis in 25 working days from the application, project in 20 from the analysis', () => {
    // from Monday 30 July 2018: Ferragosto is in between
    expect(
      stato('rei', 'analisi-preliminare', '2018-08-01', [{ evento: 'domanda', giorno: '2018-07-30' }]).scadenza,
    ).toBe('2018-09-04')
    expect(
      stato('rei', 'progetto', '2018-09-05', [{ evento: 'analisi-preliminare', giorno: '2018-09-03' }]).scadenza,
    ).toBe('2018-10-01')
  })
  test('REI: suspended after six months without the project', () => {
    const s = stato('rei', 'comunicazione-progetto', '2019-03-01', [{ evento: 'esito-domanda', giorno: '2018-08-31' }])
    expect(s).toMatchObject({ scadenza: '2019-02-28', luce: 'scaduto', sospensione: { dalMese: '2019-02-01' } })
  })
  test('RdC: facts reported in ten working days', () => {
    expect(
      stato('rdc', 'segnalazione', '2020-04-10', [{ evento: 'fatto-accertato', giorno: '2020-04-09' }]).scadenza,
    ).toBe('2020-04-24')
  })
  test('the patron of the comune is a holiday there alone, in the years in which it was', () => {
    const con = (giorno: string | null, dopoPasqua: number | null, dalAnno = 2000, alAnno: number | null = null) =>
      calendario([...festivita, { giorno, dopoPasqua, dalAnno, alAnno }])
    expect(piuLavorativi('2026-06-23', 1, con('06-24', null))).toBe('2026-06-25')
    expect(piuLavorativi('2026-06-23', 1, festivo)).toBe('2026-06-24')
    expect(piuLavorativi('2026-06-23', 1, con('06-24', null, 2000, 2025))).toBe('2026-06-24')
    // the Monday after Pentecost; and a day that common years have not, which moves nothing in them
    expect(piuLavorativi('2026-05-22', 1, con(null, 50))).toBe('2026-05-26')
    expect([2024, 2028].map((a) => con('02-29', null)(`${a}-02-29`))).toEqual([true, true])
    expect(con('02-29', null)('2027-03-01')).toBe(false)
  })
})

describe('of any days', () => {
  const giorno = fc
    .date({ min: new Date('2017-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10))
  const quanti = fc.integer({ min: 0, max: 400 })
  test('a day later is a day later: daylight saving and leap years move nothing', () => {
    fc.assert(
      fc.property(giorno, quanti, (g, n) => {
        expect(giorniTra(g, piuGiorni(g, n))).toBe(n)
        expect(piuGiorni(piuGiorni(g, n), -n)).toBe(g)
      }),
    )
    expect(piuGiorni('2026-03-28', 2)).toBe('2026-03-30')
    expect(piuGiorni('2024-02-28', 1)).toBe('2024-02-29')
  })
  test('a month later is the same day, or the last one; never a month further', () => {
    fc.assert(
      fc.property(giorno, fc.integer({ min: 0, max: 60 }), (g, n) => {
        const dopo = piuMesi(g, n)
        const mesi = (x: string) => Number(x.slice(0, 4)) * 12 + Number(x.slice(5, 7))
        expect(mesi(dopo) - mesi(g)).toBe(n)
        expect(Number(dopo.slice(8))).toBeLessThanOrEqual(Number(g.slice(8)))
        if (dopo.slice(8) !== g.slice(8)) expect(piuGiorni(dopo, 1).slice(8)).toBe('01')
      }),
    )
    expect(piuMesi('2024-01-31', 1)).toBe('2024-02-29')
  })
  test('a working day is never a holiday, and between two there are as many as were counted', () => {
    fc.assert(
      fc.property(giorno, fc.integer({ min: 1, max: 60 }), (g, n) => {
        const fine = piuLavorativi(g, n, festivo)
        expect(festivo(fine)).toBe(false)
        let contati = 0
        for (let x = piuGiorni(g, 1); x <= fine; x = piuGiorni(x, 1)) if (!festivo(x)) contati++
        expect(contati).toBe(n)
      }),
    )
  })
  test('Easter is a Sunday between 22 March and 25 April, and the Mondays after it are holidays', () => {
    for (let anno = 1990; anno <= 2090; anno++) {
      const p = pasqua(anno)
      expect(new Date(p).getUTCDay()).toBe(0)
      expect(p >= `${anno}-03-22` && p <= `${anno}-04-25`).toBe(true)
      expect(festivo(piuGiorni(p, 1))).toBe(true)
    }
    expect([pasqua(2018), pasqua(2024), pasqua(2026)]).toEqual(['2018-04-01', '2024-03-31', '2026-04-05'])
  })
  test('the later it is registered the worse, and nothing of before a renewal moves what runs after it', () => {
    const gravita = [undefined, 'in-tempo', 'arretrati']
    fc.assert(
      fc.property(quanti, quanti, fc.integer({ min: 0, max: 120 }), (a, b, quando) => {
        const tenuto = piuGiorni(pad.giorno, quando)
        const esiti = [Math.min(a, b), Math.max(a, b)].map((n) => {
          const s = primo('2029-01-01', { ...incontro(tenuto), registrato: piuGiorni(tenuto, n) })
          expect(s.adempiuto).toBe(tenuto)
          return gravita.indexOf(s.sospensione?.esito)
        })
        expect(esiti[1]).toBeGreaterThanOrEqual(esiti[0]!)
        const rinnovo = { evento: 'rinnovo', giorno: '2027-09-01' }
        const prima = { ...incontro(piuGiorni('2027-08-31', -a)), registrato: piuGiorni('2027-08-31', b) }
        for (const t of ['rinnovo', 'incontro-trimestrale', 'primo-incontro', 'patto'])
          expect(stato('adi', t, '2027-11-01', [prima, rinnovo], { componente: 0 })).toEqual(
            stato('adi', t, '2027-11-01', [rinnovo], { componente: 0 }),
          )
      }),
    )
  })
  test('a stop never brings the day nearer, and the light only goes from green to red as days pass', () => {
    const ordine = ['verde', 'giallo', 'scaduto']
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 119 }),
        fc.integer({ min: 0, max: 60 }),
        quanti,
        quanti,
        (inizio, dura, a, b) => {
          const dal = piuGiorni(pad.giorno, inizio)
          const ferma = { evento: 'giustificato-motivo', giorno: dal, fino: piuGiorni(dal, dura) }
          expect(primo('2028-01-01', ferma).scadenza).toBe(piuGiorni('2026-06-10', dura + 1))
          const [prima, dopo] = [Math.min(a, b), Math.max(a, b)].map((n) =>
            ordine.indexOf(primo(piuGiorni(pad.giorno, n)).luce),
          )
          expect(dopo).toBeGreaterThanOrEqual(prima!)
        },
      ),
    )
  })
  test('the day is that of Italy, whatever the clock of the machine: the hour that is missing in March and the one that is twice in October', () => {
    const istanti = [
      ['2026-03-28T22:59:59Z', '2026-03-28'],
      ['2026-03-28T23:00:00Z', '2026-03-29'],
      ['2026-03-29T21:59:59Z', '2026-03-29'],
      ['2026-03-29T22:00:00Z', '2026-03-30'],
      ['2026-10-24T21:59:59Z', '2026-10-24'],
      ['2026-10-24T22:00:00Z', '2026-10-25'],
      ['2026-10-25T22:59:59Z', '2026-10-25'],
      ['2026-10-25T23:00:00Z', '2026-10-26'],
    ] as const
    const qui = process.env.TZ
    try {
      for (const fuso of ['America/Los_Angeles', 'Pacific/Auckland', 'Europe/Rome']) {
        process.env.TZ = fuso
        for (const [istante, atteso] of istanti) expect(oggiInItalia(new Date(istante)), fuso).toBe(atteso)
        expect([piuGiorni('2026-03-28', 1), piuGiorni('2026-10-25', 1), piuMesi('2026-02-28', 1)]).toEqual([
          '2026-03-29',
          '2026-10-26',
          '2026-03-28',
        ])
        // due on 24 October: still in time in the last minute of that day, late in the first of the next
        const dovuto = (istante: string) =>
          stato('adi', 'primo-incontro', oggiInItalia(new Date(istante)), [
            { evento: 'pad-nucleo', giorno: '2026-06-26' },
          ])
        expect(dovuto('2026-10-24T21:59:59Z')).toMatchObject({ scadenza: '2026-10-24', luce: 'giallo' })
        expect(dovuto('2026-10-24T22:00:00Z')).toMatchObject({ luce: 'scaduto' })
      }
    } finally {
      if (qui === undefined) delete process.env.TZ
      else process.env.TZ = qui
    }
  })
})

describe('D13, of every measure and every term', () => {
  test('a justified reason gives back its days to each term that it stops, and to no other', () => {
    const visti = new Set<boolean>()
    for (const m of misure) {
      const v = leggiDefinizione(m.definizione).versione!
      for (const t of v.definizione.termini) {
        const ferma = t.ferma.includes('giustificato-motivo')
        visti.add(ferma)
        const giorno = '2024-03-04'
        const inizio = { evento: t.ancore.at(-1)!.evento, giorno }
        const caso = (altri: Accaduto[]) => {
          const fatti = nucleo([componente(1985)], { 'domanda.giorno': '2024-03-04' })
          const membro = t.esclusi === undefined ? {} : { componente: 0 }
          return statoTermine(v, t, { accaduti: [inizio, ...altri], fatti, ...membro }, piuGiorni(giorno, 4), festivo)
        }
        const malattia = { evento: 'giustificato-motivo', giorno: piuGiorni(giorno, 1), fino: piuGiorni(giorno, 3) }
        const [senza, con] = [caso([]).scadenza!, caso([malattia]).scadenza!]
        if (ferma) expect(con > senza, `${m.codice} ${t.id}`).toBe(true)
        else expect(con, `${m.codice} ${t.id}`).toBe(senza)
        if (ferma && t.lunghezza.unita === 'giorni') expect(giorniTra(senza, con)).toBe(3)
      }
    }
    expect([...visti].sort()).toEqual([false, true])
  })
})

test('a day by which one is in time is said by a source of the measure, or is marked as deduced', () => {
  const ultime = misure.filter(
    (m) => !misure.some((x) => x.codice === m.codice && x.dal === m.dal && x.versione > m.versione),
  )
  const segnati = ultime.flatMap(({ codice, definizione: d }) =>
    d.termini.flatMap((t) => {
      if (!t.sospende) return []
      const giorno = t.sospende.salvoEntro
      if (giorno === undefined) return []
      const detto = d.comunicazioni?.some(
        (c) => c.entroIlGiorno === giorno && c.eventi.some((e) => t.adempie.includes(e)),
      )
      expect(detto || (t.segno === 'inf' && t.fonte.includes(`giorno ${giorno}`)), `${codice} ${t.id}`).toBe(true)
      return [t.segno]
    }),
  )
  expect(segnati.length).toBeGreaterThan(0)
})

test('the REI stops without a project after six months, and no day of the month saves it: later it goes on (gepi §3.4 D5 is of another measure, §7.6)', () => {
  const esito = { evento: 'esito-domanda', giorno: '2018-02-12' }
  const progetto = (oggi: string, ...altri: Accaduto[]) =>
    stato('rei', 'comunicazione-progetto', oggi, [esito, ...altri])
  const firmato = (giorno: string) => ({ evento: 'patto-sottoscritto', giorno })
  expect(progetto('2018-08-12')).toMatchObject({ scadenza: '2018-08-12', sospensione: null })
  const ferma = { dalMese: '2018-08-01', salvoEntro: null }
  expect(progetto('2018-08-13').sospensione).toEqual({ ...ferma, esito: 'ferma' })
  // on the 18th too, which the rule of the ADI would call in time
  for (const giorno of ['2018-08-18', '2018-10-02'])
    expect(progetto('2018-11-01', firmato(giorno)).sospensione).toEqual({ ...ferma, esito: 'riprende' })
  expect(progetto('2018-11-01', firmato('2018-08-12')).sospensione).toBeNull()
})
