import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  analizzaCodiceFiscale,
  calcolaCodiceFiscale,
  confrontaCodiceFiscale,
  type DatiAnagrafici,
  type Luoghi,
} from './codice-fiscale.ts'

const mario: DatiAnagrafici = {
  nome: 'Mario',
  cognome: 'Rossi',
  dataNascita: '1985-12-10',
  genere: 'M',
  belfiore: 'A562',
}
const con = (altro: Partial<DatiAnagrafici>) => ({ ...mario, ...altro })

describe('calcolaCodiceFiscale', () => {
  // Check characters worked out by hand from the table of the decree.
  test.each<[string, Partial<DatiAnagrafici>]>([
    ['RSSMRA85T10A562S', {}],
    ['RSSMRA85T50A562W', { nome: 'Maria', genere: 'F' }],
    ['FOXNIX00A01H501', { cognome: 'Fo', nome: 'Ni', dataNascita: '2000-01-01', belfiore: 'H501' }],
    ['AIXNVL60R71Z11', { cognome: 'Aì', nome: 'Noè Viola', dataNascita: '1960-10-31', genere: 'F', belfiore: 'Z110' }],
    ['DNGGFR85T10A562', { cognome: 'D’Angelo', nome: 'Gianfranco' }],
    ['NCLNCL85T10A562', { cognome: "Ni'colò", nome: 'Nicolò' }],
    ['DLLGLI85T10A562', { cognome: 'De Llà', nome: 'Giulia' }],
    ['STRRSN85T10A562', { cognome: 'Straße', nome: 'Ørson' }],
    ['XXXXXX85T10A562', { cognome: '李', nome: '' }],
  ])('%s', (atteso, altro) => {
    expect(calcolaCodiceFiscale(con(altro))).toMatch(new RegExp(`^${atteso}`))
  })

  test('the whole alphabet of the check character occurs', () => {
    const ultimi = Array.from({ length: 999 }, (_, i) =>
      calcolaCodiceFiscale(con({ belfiore: `H${String(i).padStart(3, '0')}` })).at(-1),
    )
    expect(new Set(ultimi).size).toBe(26)
  })
})

describe('analizzaCodiceFiscale', () => {
  test('says what the code says, however it is typed', () => {
    expect(analizzaCodiceFiscale(' rssmra 85t50 a562w')).toEqual({
      valido: true,
      codice: 'RSSMRA85T50A562W',
      cognome3: 'RSS',
      nome3: 'MRA',
      dataNascita: { anno2: 85, mese: 12, giorno: 10 },
      genere: 'F',
      belfiore: 'A562',
      omocodico: false,
      base: 'RSSMRA85T50A562W',
    })
  })

  test('omocodia, from one digit to all seven, leads back to the same base', () => {
    expect(calcolaCodiceFiscale(mario, 1)).toMatch(/^RSSMRA85T10A56N/)
    expect(calcolaCodiceFiscale(mario, 7)).toMatch(/^RSSMRAURTMLARSN/)
    for (let n = 1; n <= 7; n++) {
      const analisi = analizzaCodiceFiscale(calcolaCodiceFiscale(mario, n))
      expect(analisi).toMatchObject({ valido: true, omocodico: true, base: 'RSSMRA85T10A562S', belfiore: 'A562' })
    }
  })

  test.each([
    ['', 'lunghezza'],
    ['RSSMRA85T10A562', 'lunghezza'],
    ['RSSMRA85T10A562SS', 'lunghezza'],
    ['RSSMR185T10A562S', 'caratteri'],
    ['RSSMRA85F10A562S', 'caratteri'],
    ['RSSMRA8AT10A562S', 'caratteri'],
    ['RSSMRA85T10A562T', 'controllo'],
    ['RSSMRA85T01A562S', 'controllo'],
    ['12345678903', 'provvisorio'],
    ['12345678904', 'controllo'],
  ])('%s is refused for %s', (cf, motivo) => {
    const analisi = analizzaCodiceFiscale(cf)
    expect(analisi).toMatchObject({ valido: false, motivo })
    expect('frase' in analisi && analisi.frase).toMatch(/^\p{Lu}.+\.$/u)
  })

  test.each([
    ['30 February', '1984-02-30'],
    ['29 February of no leap year', '1985-02-29'],
    ['31 April', '1985-04-31'],
    ['day zero', '1985-01-00'],
    ['day 32', '1985-01-32'],
    ['day 40', '1985-01-40'],
  ])('%s does not exist, for men and women', (_, dataNascita) => {
    for (const genere of ['M', 'F'] as const) {
      const analisi = analizzaCodiceFiscale(calcolaCodiceFiscale(con({ dataNascita, genere })))
      expect(analisi).toMatchObject({ valido: false, motivo: 'data' })
    }
  })

  test('29 February of 2000 exists, of 1900 does not', () => {
    const codice = calcolaCodiceFiscale(con({ dataNascita: '2000-02-29' }))
    expect(analizzaCodiceFiscale(codice).valido).toBe(true)
    expect(confrontaCodiceFiscale(codice, con({ dataNascita: '2000-02-29' })).esito).toBe('coerente')
    expect(confrontaCodiceFiscale(codice, con({ dataNascita: '1900-02-29' })).esito).toBe('impossibile')
  })

  test('one changed character of the first fifteen never passes unseen as the same person', () => {
    const codice = 'RSSMRA85T10A562S'
    for (let i = 0; i < 15; i++) {
      for (const c of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
        const altro = codice.slice(0, i) + c + codice.slice(i + 1)
        if (altro !== codice) expect(confrontaCodiceFiscale(altro, mario).esito).not.toBe('coerente')
      }
    }
  })
})

describe('confrontaCodiceFiscale', () => {
  const codice = calcolaCodiceFiscale(mario)
  const luoghi: Luoghi = {
    stato: (b) => (b === 'A999' ? 'inesistente' : b === 'A998' ? 'soppresso' : 'attuale'),
  }
  const nato = (nel: string, detto: string | string[], dataNascita = '1985-12-10') =>
    confrontaCodiceFiscale(
      calcolaCodiceFiscale(con({ belfiore: nel, dataNascita })),
      con({ belfiore: detto, dataNascita }),
      luoghi,
    )

  test.each<[string, Partial<DatiAnagrafici>]>([
    ['data di nascita', { dataNascita: '1985-12-11' }],
    ['data di nascita', { dataNascita: '1986-12-10' }],
    ['genere', { genere: 'F' }],
    ['luogo di nascita', { belfiore: 'H501' }],
    ['luogo di nascita', { belfiore: 'Z112' }],
  ])('impossible: another %s', (campo, altro) => {
    const confronto = confrontaCodiceFiscale(codice, con(altro))
    expect(confronto).toMatchObject({ esito: 'impossibile', motivi: [expect.stringContaining(campo)] })
  })

  test('impossible: a code that cannot exist, with its own sentence', () => {
    const esito = confrontaCodiceFiscale('RSSMRA85T10A562T', mario)
    expect(esito).toMatchObject({ esito: 'impossibile', motivi: [expect.stringContaining('errore di battitura')] })
  })

  test.each<[string, Partial<DatiAnagrafici>]>([
    ['cognome', { cognome: 'Rossi Bianchi Verdi'.replace('Rossi ', '') }],
    ['nome', { nome: 'Mario Luca Andrea' }],
    ['scambiati', { nome: 'Rossi', cognome: 'Mario' }],
  ])('doubtful: %s', (campo, altro) => {
    const confronto = confrontaCodiceFiscale(codice, con(altro))
    expect(confronto).toMatchObject({ esito: 'dubbio', motivi: [expect.stringContaining(campo)] })
  })

  test('what makes no difference: accents, apostrophes, blanks, hyphens, case, the century', () => {
    for (const cognome of ['ROSSÌ', 'ro-ssi', "Ro'ssi ", 'Ro ssi']) {
      expect(confrontaCodiceFiscale(codice, con({ cognome })).esito).toBe('coerente')
    }
    expect(confrontaCodiceFiscale(codice, con({ dataNascita: '1885-12-10' })).esito).toBe('coerente')
  })

  test('places: what may have changed is doubtful, what cannot is impossible', () => {
    expect(nato('A562', ['H501', 'A562']).esito).toBe('coerente')
    expect(nato('A562', 'H501').esito).toBe('impossibile')
    expect(nato('A998', 'H501').esito).toBe('dubbio')
    expect(nato('A999', 'A999').esito).toBe('impossibile')
    expect(nato('Z135', 'Z154').esito).toBe('dubbio')
    expect(nato('Z135', 'H501').esito).toBe('impossibile')
    expect(nato('H501', 'Z135').esito).toBe('impossibile')
    expect(nato('D620', 'Z149', '1940-05-01').esito).toBe('dubbio')
  })

  test('a certain contradiction hides the doubts', () => {
    const confronto = confrontaCodiceFiscale(codice, con({ nome: 'Ugo', genere: 'F' }))
    expect(confronto).toMatchObject({ esito: 'impossibile', motivi: [expect.stringContaining('genere')] })
  })

  const persona = fc.record({
    nome: fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzàèéìòùç’ -'), minLength: 1, maxLength: 20 }),
    cognome: fc.string({ unit: 'grapheme', maxLength: 20 }),
    dataNascita: fc
      .date({ min: new Date('1901-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
      .map((d) => d.toISOString().slice(0, 10)),
    genere: fc.constantFrom('M' as const, 'F' as const),
    belfiore: fc
      .tuple(fc.constantFrom(...'ABCDEFGHILMZ'), fc.integer({ min: 0, max: 999 }))
      .map(([l, n]) => `${l}${String(n).padStart(3, '0')}`),
  })

  test('what is computed is valid and coherent, with any omocodia', () => {
    const proprieta = fc.property(persona, fc.integer({ min: 0, max: 7 }), (p, omocodia) => {
      const cf = calcolaCodiceFiscale(p, omocodia)
      expect(analizzaCodiceFiscale(cf)).toMatchObject({ valido: true, base: calcolaCodiceFiscale(p), genere: p.genere })
      expect(confrontaCodiceFiscale(cf, p)).toEqual({ esito: 'coerente' })
    })
    fc.assert(proprieta, { numRuns: 500 })
  })
})
