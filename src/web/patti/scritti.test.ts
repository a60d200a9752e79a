// The answers of an analysis while one writes: what goes, what comes back, what two people have written differently.
import { describe, expect, test } from 'vitest'
import type { Risposta } from '../../shared/patti/compilazioni.api.ts'
import { tratteggi } from './radar.tsx'
import { Scritti } from './scritti.ts'

const risposta = (campo: string, valore: Risposta['valore'], revisione = 1): Risposta => ({
  componenteId: null,
  campo,
  valore,
  revisione,
  autore: 'Verdi Anna',
  scrittaIl: '2026-03-02T09:00:00Z',
  origine: null,
  informazioneDel: null,
  daConfermare: false,
})
const valore = (s: Scritti, k: string) => s.foto().valori.get(k)

describe('si invia ciò che il server non ha', () => {
  test('una risposta scritta, sopra quella vista; tornata com’era, nulla', () => {
    const s = new Scritti(3, [risposta('a', 'uno', 2)])
    s.scrivi('a', 'due')
    s.scrivi('x/b', 5)
    expect(s.daInviare()).toEqual([
      { componenteId: null, campo: 'a', valore: 'due', revisione: 2 },
      { componenteId: 'x', campo: 'b', valore: 5, revisione: 0 },
    ])
    s.scrivi('a', 'uno')
    s.scrivi('x/b', null)
    expect(s.foto().inSospeso).toBe(0)
  })
  test('ciò che si scrive mentre il salvataggio viaggia resta da salvare, sopra la risposta nuova', () => {
    const s = new Scritti(1, [])
    s.scrivi('a', 'primo')
    const inviate = s.daInviare()
    s.scrivi('a', 'primo e secondo')
    s.ricevi(inviate, { versione: 2, conflitti: [], cambiate: [risposta('a', 'primo', 2)] })
    expect(valore(s, 'a')).toBe('primo e secondo')
    expect(s.daInviare()).toMatchObject([{ valore: 'primo e secondo', revisione: 2 }])
    expect(s.foto().conflitti.size).toBe(0)
  })
})

describe('un collega scrive intanto', () => {
  test('altrove: si vede ciò che ha scritto', () => {
    const s = new Scritti(1, [])
    s.ricevi([], { versione: 2, conflitti: [], cambiate: [risposta('b', 'sua', 2)] })
    expect([valore(s, 'b'), s.foto().versione, s.foto().inSospeso]).toEqual(['sua', 2, 0])
  })
  test('la stessa: si aspetta una scelta, e poi si scrive sopra la sua', () => {
    const s = new Scritti(1, [risposta('a', 'prima')])
    s.scrivi('a', 'mia')
    s.ricevi(s.daInviare(), { versione: 2, conflitti: [risposta('a', 'sua', 2)], cambiate: [risposta('a', 'sua', 2)] })
    expect(s.foto().conflitti.get('a')).toMatchObject({ mio: 'mia', loro: { valore: 'sua' } })
    expect(s.daInviare()).toEqual([])
    expect(valore(s, 'a')).toBe('mia')
    s.risolvi('a', 'mia')
    expect(s.daInviare()).toMatchObject([{ valore: 'mia', revisione: 2 }])
  })
  test('si prende l’altra: nulla da inviare', () => {
    const s = new Scritti(1, [risposta('a', 'prima')])
    s.scrivi('a', 'mia')
    s.ricevi(s.daInviare(), { versione: 2, conflitti: [risposta('a', 'sua', 2)], cambiate: [] })
    s.risolvi('a', 'sua')
    expect([valore(s, 'a'), s.foto().inSospeso, s.foto().conflitti.size]).toEqual(['sua', 0, 0])
  })
  test('ciò che torna uguale a com’era non contende nulla', () => {
    const s = new Scritti(1, [risposta('a', 'prima')])
    s.scrivi('a', 'mia')
    s.ricevi([], { versione: 2, conflitti: [], cambiate: [risposta('a', 'prima'), risposta('b', 'sua', 2)] })
    expect([s.foto().conflitti.size, valore(s, 'a'), valore(s, 'b')]).toEqual([0, 'mia', 'sua'])
  })
  test('su ciò che si sta ancora scrivendo: non è sovrascritto senza vederlo', () => {
    const s = new Scritti(1, [])
    s.scrivi('altro', 'x')
    const inviate = s.daInviare()
    s.scrivi('a', 'mia')
    s.ricevi(inviate, { versione: 3, conflitti: [], cambiate: [risposta('altro', 'x', 3), risposta('a', 'sua', 2)] })
    expect(s.foto().conflitti.get('a')).toMatchObject({ mio: 'mia', loro: { valore: 'sua' } })
    expect(s.daInviare()).toEqual([])
  })
})

test('una bozza ripresa su una risposta che è cambiata è un conflitto, altrimenti si riscrive', () => {
  const s = new Scritti(5, [risposta('a', 'nuova', 4), risposta('b', 'stessa', 2)])
  s.riprendi({
    risposte: [
      { componenteId: null, campo: 'a', valore: 'mia', revisione: 1 },
      { componenteId: null, campo: 'b', valore: 'cambiata', revisione: 2 },
      { componenteId: null, campo: 'c', valore: 'in più', revisione: 0 },
    ],
  })
  expect([...s.foto().conflitti.keys()]).toEqual(['a'])
  expect(s.daInviare().map((x) => x.campo)).toEqual(['b', 'c'])
})

test('il radar si interrompe dove manca un valore, e si chiude dove ci sono tutti', () => {
  expect(tratteggi([1, 2, 3])).toEqual([[0, 1, 2, 3]])
  expect(tratteggi([1, null, 3, 4])).toEqual([[2, 3, 0]])
  expect(tratteggi([null, null])).toEqual([])
})
