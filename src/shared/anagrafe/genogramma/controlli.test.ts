import { describe, expect, test } from 'vitest'
import { famigliaEsempio } from '../famiglia-esempio.fixture.ts'
import { famiglia } from '../genogramma.fixture.ts'
import { controllaRelazioni } from './controlli.ts'
import type { DatiGenogramma, Filiazione, Persona, Unione } from './modello.ts'

const p = (id: string, nascita?: string, decesso?: string): Persona => ({
  id,
  etichetta: id.toUpperCase(),
  sesso: 'F',
  ...(nascita && { nascita }),
  ...(decesso && { decesso }),
})
const figlio = (f: string, ...persone: string[]): Filiazione => ({ figlio: f, genitori: { persone }, tipo: 'naturale' })
const dati = (d: Partial<DatiGenogramma>): DatiGenogramma => ({
  persone: [],
  unioni: [],
  filiazioni: [],
  legami: [],
  nuclei: [],
  ...d,
})
const trovati = (d: Partial<DatiGenogramma>) =>
  controllaRelazioni(dati(d)).map((a) => `${a.gravita} ${a.codice} ${a.persone.join(' ')}`)
const nozze = (id: string, a: string, b: string, dal?: string, altro: Partial<Unione> = {}): Unione => ({
  id,
  a,
  b,
  tipo: 'matrimonio',
  ...(dal && { dal }),
  ...altro,
})

describe('i controlli sulle relazioni', () => {
  test('non trovano niente nella famiglia d’esempio', () => {
    expect(controllaRelazioni(famigliaEsempio)).toEqual([])
  })
  test('nessuno è genitore o antenato di sé', () => {
    const persone = [p('a'), p('b'), p('c')]
    expect(trovati({ persone, filiazioni: [figlio('a', 'a')] })).toEqual(['errore genitore-di-se a'])
    expect(trovati({ persone, filiazioni: [figlio('a', 'b'), figlio('b', 'c'), figlio('c', 'a')] })).toEqual([
      'errore antenato-di-se a',
      'errore antenato-di-se b',
      'errore antenato-di-se c',
    ])
  })
  test('i genitori naturali sono al più due, comunque scritti; gli adottivi si aggiungono', () => {
    const persone = [p('a'), p('b'), p('c'), p('f')]
    expect(trovati({ persone, filiazioni: [figlio('f', 'a', 'b'), figlio('f', 'c')] })).toEqual([
      'errore troppi-genitori f a b c',
    ])
    expect(
      trovati({ persone, filiazioni: [figlio('f', 'a', 'b'), { ...figlio('f', 'c'), tipo: 'adottiva' }] }),
    ).toEqual([])
  })
  test('un figlio non nasce prima del genitore, né quando ha meno di dieci anni', () => {
    const con = (g: string, f: string) => trovati({ persone: [p('g', g), p('f', f)], filiazioni: [figlio('f', 'g')] })
    expect(con('1990-05-05', '1980-01-01')).toEqual(['errore nato-prima-del-genitore f g'])
    expect(con('1990-05-05', '1999-05-05')).toEqual(['avviso genitore-troppo-giovane f g'])
    expect(con('1990-05-05', '2000-05-05')).toEqual([])
    expect(con('1990', '1990-06-01')).toEqual(['avviso genitore-troppo-giovane f g'])
  })
  test('un’unione è tra due persone, vive, nate, e finisce dopo che è cominciata', () => {
    const persone = [p('a', '1950-01-01', '1990-01-01'), p('b', '1980-01-01')]
    expect(trovati({ persone, unioni: [nozze('u', 'a', 'a')] })).toEqual(['errore unione-con-se a'])
    expect(trovati({ persone, unioni: [nozze('u', 'a', 'b', '1995-01-01')] })).toEqual([
      'errore unione-dopo-la-morte a',
    ])
    expect(trovati({ persone, unioni: [nozze('u', 'a', 'b', '1990')] })).toEqual([])
    expect(trovati({ persone, unioni: [nozze('u', 'a', 'b', '1975')] })).toEqual([
      'errore unione-prima-della-nascita b',
    ])
    expect(trovati({ persone, unioni: [nozze('u', 'a', 'b', '1985-01-01', { al: '1984-01-01' })] })).toEqual([
      'errore date-unione a b',
    ])
  })
  test('due matrimoni non si sovrappongono: la separazione non scioglie, il divorzio e la morte sì', () => {
    const persone = [p('a', '1950'), p('b', '1950', '1999-09-09'), p('c', '1950')]
    const seconda = nozze('v', 'a', 'c', '2001')
    const con = (altro: Partial<Unione>, chi = 'b') =>
      trovati({ persone: [...persone, p('d', '1950')], unioni: [nozze('u', 'a', chi, '1980', altro), seconda] })
    expect(con({}, 'd')).toEqual(['errore matrimoni-sovrapposti a'])
    expect(con({ al: '1990', esito: 'separazione-legale' }, 'd')).toEqual(['errore matrimoni-sovrapposti a'])
    expect(con({ al: '1990', esito: 'divorzio' }, 'd')).toEqual([])
    expect(con({})).toEqual([])
    expect(trovati({ persone: [...persone, p('d', '1950')], unioni: [nozze('u', 'a', 'd'), seconda] })).toEqual([
      'avviso matrimoni-sovrapposti a',
    ])
  })
  test('nessuno muore prima di nascere', () => {
    expect(trovati({ persone: [p('a', '1990', '1980')] })).toEqual(['errore morte-prima-della-nascita a'])
  })
  test('ogni avviso è una frase che nomina chi riguarda', () => {
    for (let s = 1; s <= 60; s++)
      for (const a of controllaRelazioni(famiglia(s))) expect(a.messaggio).toMatch(/^[\p{L}’ ].{20,}\.$/u)
  })
})
