// The life of a compilation, and two people who write in it at once: nothing that was not seen is written over.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { impedimento } from '../kernel/transizioni.ts'
import type { Valore } from '../parametri/questionari.rules.ts'
import {
  confrontaScritte,
  type Presente,
  type Scritta,
  statiCompilazione,
  transizioniCompilazione,
} from './compilazioni.rules.ts'

test('ciò che è possibile in ogni stato, e nient’altro', () => {
  const atti = Object.keys(transizioniCompilazione) as (keyof typeof transizioniCompilazione)[]
  const possibili = Object.fromEntries(
    statiCompilazione.map((s) => [s, atti.filter((a) => impedimento(transizioniCompilazione, a, s) === null)]),
  )
  expect(possibili).toEqual({
    'in-corso': ['scrivi', 'finalizza', 'annulla'],
    finalizzata: ['rettifica', 'sostituisci', 'annulla'],
    sostituita: [],
    annullata: [],
  })
})

describe('due che scrivono insieme', () => {
  const campo = fc.constantFrom('a', 'b', 'c')
  const valore: fc.Arbitrary<Valore> = fc.oneof(fc.constant(null), fc.constantFrom('x', 'y'), fc.constantFrom(1, 2))
  const scritte = fc.uniqueArray(
    fc.record({ componenteId: fc.constant(null), campo, valore, revisione: fc.integer({ min: 0, max: 3 }) }),
    { selector: (s: Scritta) => s.campo },
  )
  const presenti = fc
    .dictionary(campo, fc.record({ valore, revisione: fc.integer({ min: 1, max: 3 }) }))
    .map((d) => new Map<string, Presente>(Object.entries(d)))

  test('ogni risposta ha una sorte sola, e una diversa da quella vista non è mai scritta sopra', () => {
    fc.assert(
      fc.property(scritte, presenti, (s, p) => {
        const { nuove, conflitti, uguali } = confrontaScritte(s, p)
        expect([...nuove, ...conflitti, ...uguali].map((x) => x.campo).sort()).toEqual(s.map((x) => x.campo).sort())
        for (const x of nuove) {
          const ora = p.get(x.campo)
          expect(ora === undefined || ora.revisione === x.revisione).toBe(true)
        }
        for (const x of conflitti) expect(p.get(x.campo)?.revisione).not.toBe(x.revisione)
      }),
    )
  })
  test('le stesse voci in altro ordine sono la stessa risposta', () => {
    const s = { componenteId: 'x', campo: 'a', valore: ['u', 'v'], revisione: 0 }
    const p = new Map([['x/a', { valore: ['v', 'u'], revisione: 4 }]])
    expect(confrontaScritte([s], p).uguali).toEqual([s])
  })
})
