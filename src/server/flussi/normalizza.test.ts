// Normalising: the forms that files really have, one by one, and what must hold of all of them. Places are those of the
// installation, and of the official archive where it is.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { minoreDiProva, occasionaleDiProva, prestazioneDiProva } from '../../shared/flussi/esempi.fixture.ts'
import { codice, codicePrestazione, nazione, protocolloDsu, siNo } from '../../shared/flussi/normalizza/codici.ts'
import { anno, daSeriale, data, meseAnno } from '../../shared/flussi/normalizza/date.ts'
import { type Esito, regoleNormalizzazione } from '../../shared/flussi/normalizza/esito.ts'
import { importo, ore } from '../../shared/flussi/normalizza/importi.ts'
import { creaLuoghi, type Luoghi } from '../../shared/flussi/normalizza/luoghi.ts'
import { dividiPeriodo, tagliaAnni } from '../../shared/flussi/normalizza/periodi.ts'
import { normalizzaMinore, normalizzaPrestazione } from '../../shared/flussi/normalizza/record.ts'
import { codiceFiscale, nome, segnalaCodiceFiscale, testo, zeri } from '../../shared/flussi/normalizza/testi.ts'
import { leggiPercorso, scriviPercorso } from '../../shared/flussi/percorsi.ts'
import { applica } from '../../shared/flussi/regole.ts'
import { regolePrestazione } from '../../shared/flussi/regole-prestazione.ts'
import { Ricordi } from '../../shared/flussi/ricordi.ts'
import { centesimi, scriviImporto } from '../../shared/flussi/valori.ts'
import { calcolaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import { elenchiDiBase } from './elenchi.ts'
import { prestazioniGenerate } from './generati.fixture.ts'
import { luoghiDiBase } from './luoghi.ts'
import { conRiferimento, datiDiRiferimento } from './prova.fixture.ts'

const elenchi = elenchiDiBase()
const oggi = '2026-03-01'
let luoghi: Luoghi
beforeAll(async () => {
  luoghi = await luoghiDiBase()
})

/** The new text, or `?` with the rule where it cannot be read. */
const detto = (e: Esito) => ('frase' in e ? `? ${e.regola}` : e.valore)

describe('dates', () => {
  test.each([
    ['31/12/2025', '2025-12-31'],
    ['2025-12-31', '2025-12-31'],
    ['2025-12-31T00:00:00.000Z', '2025-12-31'],
    ['31/12/2025 00:00', '2025-12-31'],
    ['31-12-2025', '2025-12-31'],
    ['31.12.25', '2025-12-31'],
    ['1/2/25', '2025-02-01'],
    ['05/03/50', '1950-03-05'],
    ['31 dicembre 2025', '2025-12-31'],
    ['1° gen 2025', '2025-01-01'],
    ['20251231', '2025-12-31'],
    ['31122025', '2025-12-31'],
    ['46022', '2025-12-31'],
    ['46022.5', '2025-12-31'],
    ['29/02/2024', '2024-02-29'],
    ['31/02/2025', '? N05'],
    ['29/02/2025', '? N05'],
    ['00/01/2025', '? N05'],
    ['2025-13-01', '? N05'],
    ['domani', '? N05'],
    ['12', '? N05'],
  ])('%s → %s', (scritta, attesa) => {
    expect(detto(data(scritta, { oggi }))).toBe(attesa)
  })
  test('in American order, and from 1904', () => {
    expect(detto(data('12/31/2025', { oggi, ordine: 'mga' }))).toBe('2025-12-31')
    expect(detto(data('12/31/2025', { oggi }))).toBe('? N05')
    expect(daSeriale(44_560, true)).toBe('2025-12-31')
  })
  test('every day from 1900 to 2099 is read back from each way of writing it', () => {
    const giorni = fc.integer({ min: 61, max: 73_000 })
    fc.assert(
      fc.property(giorni, (n) => {
        const g = daSeriale(n)
        const [a, m, d] = g.split('-')
        for (const s of [g, `${d}/${m}/${a}`, `${Number(d)}.${Number(m)}.${a}`, `${a}${m}${d}`, String(n)])
          expect(detto(data(s, { oggi })), s).toBe(g)
      }),
      { numRuns: 500, seed: 1 },
    )
  })
  test('month and year, year', () => {
    for (const [s, atteso] of [
      ['6/2026', '06/2026'],
      ['2026-06', '06/2026'],
      ['15/06/2026', '06/2026'],
      ['13/2026', '? N05'],
    ] as const)
      expect(detto(meseAnno(s, { oggi })), s).toBe(atteso)
    expect(detto(anno('12/03/1950', { oggi }))).toBe('1950')
  })
})

describe('amounts', () => {
  test.each([
    ['1.234,56', '1234.56'],
    ['1234.56', '1234.56'],
    ['1234,56', '1234.56'],
    ['€ 1.234', '1234.00'],
    ['1.234 €', '1234.00'],
    ['EUR 1.234,5', '1234.50'],
    ['1,234.56', '1234.56'],
    ['1.234.567,89', '1234567.89'],
    ["1'234,50", '1234.50'],
    ['1 234,50', '1234.50'],
    ['0,5', '0.50'],
    ['12,5', '12.50'],
    ['500', '500.00'],
    ['-12,50', '-12.50'],
    ['(12,50)', '-12.50'],
    ['350.49999999999994', '350.50'],
    ['0.0', '0.00'],
    ['1,234', '? N07'],
    ['1234,567', '? N07'],
    ['1.23.456', '? N07'],
    ['dodici', '? N07'],
    ['12,50,1', '? N07'],
  ])('%s → %s', (scritto, atteso) => {
    expect(detto(importo(scritto))).toBe(atteso)
  })
  test('every amount is read back from the ways in which Italy writes it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (c) => {
        const piano = scriviImporto(c)
        const [intero, decimali] = piano.split('.') as [string, string]
        const migliaia = intero.replace(/\B(?=(\d{3})+$)/g, '.')
        for (const s of [piano, `${intero},${decimali}`, `${migliaia},${decimali}`, `€ ${migliaia},${decimali}`])
          expect(detto(importo(s)), s).toBe(piano)
        expect(centesimi(piano)).toBe(c)
      }),
      { numRuns: 500, seed: 1 },
    )
  })
  test.each([
    ['2:30', undefined, '2.30'],
    ['2 h 30', undefined, '2.30'],
    ['2h', undefined, '2.00'],
    ['2.59', undefined, '2.59'],
    ['2', undefined, '2'],
    ['2,5', undefined, '? N08'],
    ['2,5', 'decimali', '2.30'],
    ['2.5', 'decimali', '2.30'],
    ['2.75', undefined, '? N08'],
    ['2:75', undefined, '? N08'],
    ['due', undefined, '? N08'],
  ] as const)('hours %s (%s) → %s', (scritte, come, attese) => {
    expect(detto(ore(scritte, come))).toBe(attese)
  })
})

describe('texts and codes', () => {
  test('spaces, invisible characters, names', () => {
    expect(testo('\u200b Via\u00a0 Roma\t1 \r\n').valore).toBe('Via Roma 1')
    expect(nome(' d’ angelo  ').valore).toBe("D' ANGELO")
    expect(nome('rossi').regole).toEqual(['N02'])
    expect(nome('x'.repeat(50)).valore).toHaveLength(36)
  })
  test('a codice fiscale with a space; omocodia and a wrong check letter are said, not changed', () => {
    const persona = {
      cognome: 'Dimostrativa',
      nome: 'Sintetica',
      dataNascita: '1950-03-12',
      genere: 'F',
      belfiore: 'F205',
    } as const
    const [cf, omocodico] = [calcolaCodiceFiscale(persona), calcolaCodiceFiscale(persona, 4)]
    expect(codiceFiscale(` ${cf.slice(0, 6)} ${cf.slice(6).toLowerCase()}`).valore).toBe(cf)
    expect(segnalaCodiceFiscale(cf)).toBeUndefined()
    expect(segnalaCodiceFiscale(omocodico)?.frase).toContain('omocodia')
    // INPS's schema takes letters for the digits of the place, which are the first to be replaced
    for (const n of [1, 2, 3]) expect(segnalaCodiceFiscale(calcolaCodiceFiscale(persona, n))).toBeUndefined()
    expect(segnalaCodiceFiscale(`${cf.slice(0, 15)}${cf[15] === 'A' ? 'B' : 'A'}`)?.regola).toBe('N04')
  })
  test('zeros that Excel has eaten', () => {
    expect(detto(zeri('15146', 6))).toBe('015146')
    expect(detto(zeri('8.0', 3))).toBe('008')
    expect(detto(zeri('0015146', 6))).toBe('0015146')
    expect(detto(zeri('Milano', 6))).toBe('Milano')
  })
  test.each([
    ['A1.04', 'A1.04'],
    ['a1.4', 'A1.04'],
    ['A1,5,1', 'A1.05.01'],
    ['1.05', 'A1.05'],
    ['TELESOCCORSO E TELEASSISTENZA', 'A2.21'],
    ['A1.99', '? N15'],
  ])('prestazione %s → %s', (scritta, attesa) => {
    expect(detto(codicePrestazione(scritta, elenchi))).toBe(attesa)
  })
  test.each([
    ['Italia', '380'],
    ['ITALIANA', '380'],
    ['rumena', '642'],
    ['Z100', '008'],
    ['fr', '250'],
    ['990', '990'],
    ['Atlantide', '? N13'],
  ])('nation %s → %s', (scritta, attesa) => {
    expect(detto(nazione(scritta, elenchi))).toBe(attesa)
  })
  test('entries of the lists by their words; yes and no', () => {
    expect(detto(codice('Periodico', 'siuss-carattere-prestazione', elenchi))).toBe('1')
    expect(detto(codice('occasionale', 'siuss-carattere-prestazione', elenchi))).toBe('2')
    expect(detto(codice('F', 'siuss-genere', elenchi))).toBe('2')
    expect(detto(codice('01', 'siuss-genere', elenchi))).toBe('1')
    expect(detto(codice('altro', 'siuss-genere', elenchi))).toBe('? N14')
    expect(['Sì', 's', 'x', 'NO', 'false', '2', 'boh'].map((v) => detto(siNo(v)))).toEqual([
      '1',
      '1',
      '1',
      '2',
      '2',
      '2',
      '? N14',
    ])
  })
  test('a protocol of a DSU without its parts', () => {
    const intero = 'INPS-ISEE-2025-01234567A-00'
    for (const s of [intero, 'inps-isee-2025-01234567a-00', 'INPS ISEE 2025 1234567A 00', '2025-1234567A-0'])
      expect(detto(protocolloDsu(s)), s).toBe(intero)
    expect(detto(protocolloDsu('prot. 12'))).toBe('prot. 12')
  })
})

describe('what is remembered, and what is said', () => {
  test('a text of a list comes a million times: it is read once, however long', () => {
    const ricordi = new Ricordi<string>()
    let letti = 0
    const di = (v: string) => {
      letti++
      return v.toUpperCase()
    }
    const voce = 'contributi economici a integrazione del reddito familiare'
    for (const v of [voce, 'no', `x${voce}`.slice(1), 'no', 'y'.repeat(5000)])
      expect(ricordi.trova(v, di)).toBe(v.toUpperCase())
    expect(letti).toBe(3)
  })
  test('a sentence never ends in half a letter, which the database would refuse with all the file', () => {
    const scritto = `${'x'.repeat(29)}😀`
    const frasi = [importo(scritto), data(scritto, { oggi }), siNo(scritto), ore(scritto, undefined)]
    for (const e of frasi) expect('frase' in e && e.frase.isWellFormed() && e.frase).toContain(`«${'x'.repeat(29)}»`)
    const lungo = `${'x'.repeat(59)}😀`
    for (const e of [
      codicePrestazione(lungo, elenchi),
      nazione(lungo, elenchi),
      luoghi.comune(lungo, oggi),
      luoghi.nascita(lungo, undefined),
    ])
      expect('frase' in e && e.frase.isWellFormed() && e.frase).toContain(`«${'x'.repeat(59)}»`)
    expect(nome(`${'X'.repeat(35)}😀`).valore).toBe('X'.repeat(35))
  })
})

describe('places', () => {
  const trovato = (v: string, il = oggi) => {
    const t = luoghi.comune(v, il)
    return 'frase' in t ? t.frase : t.trovato.istat
  }
  test('a comune by name, Belfiore and ISTAT code, and the one of two with the same name by its province', () => {
    for (const s of ['Milano', 'MILANO', 'F205', '015146', 'Milano (MI)']) expect(trovato(s), s).toBe('015146')
    expect(trovato('Samone')).toContain('provincia')
    expect(trovato('Samone (TO)')).toMatch(/^001/)
    expect(trovato('Atlantide')).toContain('non è nell’archivio')
  })
  test('the place of birth: comune, suppressed comune, foreign state', () => {
    const nato = (v: string, a?: string) => {
      const t = luoghi.nascita(v, a)
      return 'frase' in t ? t.frase : t.trovato
    }
    expect(nato('Roma', '1950')).toBe('H501')
    expect(nato('Romania', '1980')).toBe('Z129')
    expect(nato('z129')).toBe('Z129')
    expect(nato('Atlantide')).toContain('non è nell’archivio')
  })
  test.skipIf(!conRiferimento)('in the official archive a code is that of its day', () => {
    const righe = parse(readFileSync(join(datiDiRiferimento, 'comuni-anpr-storico.csv')), {
      columns: true,
      bom: true,
    }) as Record<string, string>[]
    const storici = creaLuoghi(
      righe.map((r) => ({
        belfiore: r.CODCATASTALE!,
        istat: r.CODISTAT!,
        nome: r.DENOMINAZIONE_IT!,
        altroNome: null,
        sigla: r.SIGLAPROVINCIA!,
        regione: r.IDREGIONE!,
        dal: r.DATAISTITUZIONE!,
        al: r.DATACESSAZIONE === '9999-12-31' ? null : r.DATACESSAZIONE!,
      })),
      [],
    )
    const istat = (v: string, il: string) => {
      const t = storici.comune(v, il)
      return 'frase' in t ? t.frase : t.trovato.istat
    }
    // from the province of Milano to that of Lodi, in 1992: also from the code of before
    expect(istat('Abbadia Cerreto', '1990-01-01')).toBe('015001')
    expect(istat('Abbadia Cerreto', oggi)).toBe('098001')
    expect(istat('015001', oggi)).toBe('098001')
    expect(istat('Abbadia Alpina', oggi)).toContain('in quella data non c’era')
  })
})

describe('periods', () => {
  test('cut at 31 December, with the months of each year', () => {
    expect(tagliaAnni('2024-11-15', '2026-02-02')).toEqual([
      { dal: '2024-11-15', al: '2024-12-31', mesi: 2 },
      { dal: '2025-01-01', al: '2025-12-31', mesi: 12 },
      { dal: '2026-01-01', al: '2026-02-02', mesi: 2 },
    ])
    expect(tagliaAnni('2025-01-27', '2025-02-02')).toEqual([{ dal: '2025-01-27', al: '2025-02-02', mesi: 2 }])
    expect(tagliaAnni('2025-02-02', '2025-01-27')).toBeUndefined()
    const p = prestazioneDiProva({ dataInizio: '2025-11-01', dataFine: '2026-01-31' })
    const parti = dividiPeriodo({ ...p, importo: '1051.50' }, [], () => {})
    // the amount of the whole, beside the one of each month, is in neither
    expect(
      parti.map(({ record: x }) => [x.dataInizio, x.dataFine, x.periodoErogazione, x.importo, x.importoMensile]),
    ).toEqual([
      ['2025-11-01', '2025-12-31', '2', undefined, p.importoMensile],
      ['2026-01-01', '2026-01-31', '1', undefined, p.importoMensile],
    ])
    expect(parti[1]!.modifiche.map((m) => `${m.campo} ${m.prima} ${m.dopo} ${m.regola}`)).toEqual([
      'dataInizio 2025-11-01 2026-01-01 N21',
      'periodoErogazione 3 1 N21',
      'importo 1051.50 undefined N21',
    ])
  })
  const giorni = fc.integer({ min: 36_526, max: 50_000 }).map((n) => daSeriale(n))
  test('the parts cover the period without holes, and their months are those of the whole', () => {
    fc.assert(
      fc.property(giorni, giorni, (a, b) => {
        const [dal, al] = a <= b ? [a, b] : [b, a]
        const parti = tagliaAnni(dal, al)!
        expect([parti[0]!.dal, parti.at(-1)!.al]).toEqual([dal, al])
        for (const [n, p] of parti.entries()) {
          expect(p.dal.slice(0, 4)).toBe(p.al.slice(0, 4))
          if (n > 0) expect([parti[n - 1]!.al.slice(5), p.dal.slice(5)]).toEqual(['12-31', '01-01'])
        }
        const mesi =
          (Number(al.slice(0, 4)) - Number(dal.slice(0, 4))) * 12 + Number(al.slice(5, 7)) - Number(dal.slice(5, 7)) + 1
        expect(parti.reduce((s, p) => s + p.mesi, 0)).toBe(mesi)
      }),
      { numRuns: 500, seed: 1 },
    )
  })
  test('shares always make the amount, are never negative, and the month is the expense rounded half up', () => {
    const cent = fc.integer({ min: 0, max: 1_000_000 })
    fc.assert(
      fc.property(giorni, giorni, cent, cent, cent, (a, b, ente, utente, ssn) => {
        const [dal, al] = a <= b ? [a, b] : [b, a]
        const quote = { importoQuotaUtente: scriviImporto(utente), importoQuotaSsn: scriviImporto(ssn) }
        const totale = ente + utente + ssn
        const intera = prestazioneDiProva({ dataInizio: dal, dataFine: al, importo: scriviImporto(totale), ...quote })
        for (const k of ['importoMensile', 'importoQuotaEnte', 'periodoErogazione'] as const) delete intera[k]
        const parti = dividiPeriodo(intera, [], () => {})
        if (totale === 0) return
        const mesi = parti.reduce((s, r) => s + Number(r.record.periodoErogazione), 0)
        for (const { record: r } of parti) {
          expect(r.importo).toBeUndefined()
          expect(Math.abs(centesimi(r.importoMensile)! * mesi - totale)).toBeLessThanOrEqual(mesi / 2)
          for (const q of [r.importoQuotaEnte, r.importoQuotaUtente, r.importoQuotaSsn])
            expect(centesimi(q ?? '0')).toBeGreaterThanOrEqual(0)
          const difetti = applica(regolePrestazione, r, { elenchi }).map((d) => d.regola)
          // of less than half a cent each month there is nothing to send
          if (centesimi(r.importoMensile)! > 0) expect(difetti.filter((d) => /^PS0[235]/.test(d))).toEqual([])
        }
      }),
      { numRuns: 500, seed: 1 },
    )
  })
  test('shares that do not make the amount are told, and nothing is divided', () => {
    const p = prestazioneDiProva({ importo: '900.00', importoQuotaEnte: '500.00', importoQuotaUtente: '100.00' })
    delete p.importoMensile
    const dette: string[] = []
    expect(dividiPeriodo(p, [], (s) => dette.push(`${s.campo} ${s.regola}`))).toEqual([{ record: p, modifiche: [] }])
    expect(dette).toEqual(['importo N23'])
  })
})

describe('a whole record', () => {
  const norma = (p: Parameters<typeof normalizzaPrestazione>[0]) => normalizzaPrestazione(p, { elenchi, luoghi, oggi })

  test('a comune whose ISTAT code is not known is told so, with what to do', () => {
    // born after the list that is installed: the archive of comuni has it
    const p = occasionaleDiProva()
    p.beneficiario.indirizzi = [{ comune: 'Misiliscemi' }]
    p.dataErogazione = '2025-05-20'
    expect(norma(p).segnalazioni).toContainEqual({
      campo: 'beneficiario.indirizzi.0.comune',
      regola: 'N11',
      frase: expect.stringContaining('non si conosce il codice ISTAT'),
    })
  })

  test('from a spreadsheet to what INPS takes, each change with its before, after and rule', () => {
    const buona = prestazioneDiProva()
    const sporca = structuredClone(buona)
    for (const [campo, valore] of Object.entries({
      'beneficiario.codiceFiscale': `${buona.beneficiario.codiceFiscale!.slice(0, 6).toLowerCase()} ${buona.beneficiario.codiceFiscale!.slice(6)}`,
      'beneficiario.anagrafica.cognome': ' Dimostrativa',
      'beneficiario.anagrafica.annoNascita': '12/03/1950',
      'beneficiario.anagrafica.luogoNascita': 'Milano',
      'beneficiario.anagrafica.genere': 'F',
      'beneficiario.anagrafica.cittadinanza': 'italiana',
      'beneficiario.indirizzi.0.comune': 'MILANO',
      carattere: 'Periodico',
      codicePrestazione: 'a2,7',
      numeroProtocolloDsu: '2025-1234567a-0',
      dataDsu: '03/02/2025',
      dataInizio: '45748',
      dataFine: '30.06.2025',
      importoMensile: '€ 350,50',
      importoQuotaUtente: '50,5',
      importoQuotaSsn: '0',
      oreServizioMensile: '12:30',
      presaInCarico: 'sì',
      areaUtenza: 'disabilità e non autosufficienza',
    }))
      scriviPercorso(sporca, campo, valore)
    delete sporca.beneficiario.indirizzi[0]!.regione
    delete sporca.beneficiario.indirizzi[0]!.nazione
    delete sporca.denominazionePrestazione
    delete sporca.annoProtocolloDsu
    delete sporca.importoQuotaEnte
    const { record, modifiche, segnalazioni } = norma(sporca)
    expect(segnalazioni).toEqual([])
    expect(record.map((x) => x.record)).toEqual([buona])
    // a field may change twice: the last change is what stands
    for (const m of new Map(modifiche.map((x) => [x.campo, x])).values()) {
      expect(regoleNormalizzazione[m.regola], m.campo).toBeTruthy()
      expect(leggiPercorso(record[0]!.record, m.campo) ?? undefined, m.campo).toBe(m.dopo)
    }
    expect(modifiche.find((m) => m.campo === 'dataInizio')).toEqual({
      campo: 'dataInizio',
      prima: '45748',
      dopo: '2025-04-01',
      regola: 'N06',
    })
    expect(modifiche.find((m) => m.campo === 'importoQuotaEnte')).toEqual({
      campo: 'importoQuotaEnte',
      prima: undefined,
      dopo: '300.00',
      regola: 'N20',
    })
  })
  test('what cannot be read stays as it is, with a sentence', () => {
    const { record, segnalazioni } = norma(occasionaleDiProva({ dataErogazione: '31/02/2025', importo: '1,234' }))
    expect(record[0]!.record).toMatchObject({ dataErogazione: '31/02/2025', importo: '1,234' })
    expect(segnalazioni.map((s) => `${s.campo} ${s.regola}`)).toEqual(['dataErogazione N05', 'importo N07'])
  })
  test('shares that are all zero are not touched: they are a mistake, not a rounding', () => {
    const zero = { importoQuotaEnte: '0.00', importoQuotaUtente: '0.00', importoQuotaSsn: '0.00' }
    expect(norma(prestazioneDiProva(zero)).record[0]!.record).toMatchObject(zero)
  })
  test('Bolzano and Trento, one region for ISTAT, are two in table T0', () => {
    const a = (comune: string) => {
      const p = occasionaleDiProva()
      p.beneficiario.indirizzi = [{ comune, nazione: '380' }]
      return norma(p).record[0]!.record.beneficiario.indirizzi[0]!.regione
    }
    expect([a('Bolzano'), a('Trento'), a('Milano')]).toEqual(['03', '18', '10'])
  })
  test('normalising twice is normalising once, and good records are left alone', () => {
    for (const p of [prestazioneDiProva(), occasionaleDiProva()])
      expect(norma(p)).toMatchObject({ record: [{ record: p, modifiche: [] }], modifiche: [] })
    expect(normalizzaMinore(minoreDiProva(), { elenchi, luoghi, oggi })).toMatchObject({
      record: minoreDiProva(),
      modifiche: [],
    })
    fc.assert(
      fc.property(prestazioniGenerate, ([p]) => {
        const prima = norma(p!)
        for (const { record: r } of prima.record) {
          const poi = norma(r)
          expect(poi.modifiche).toEqual([])
          expect(poi.record).toEqual([{ record: r, modifiche: [] }])
        }
      }),
      { numRuns: 200, seed: 1 },
    )
  })
})
