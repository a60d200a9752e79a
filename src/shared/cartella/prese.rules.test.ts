import { describe, expect, test } from 'vitest'
import {
  type AttoPresa,
  assertAtto,
  attiPresa,
  impedimentoPresa,
  mancaPerChiudere,
  nomiAtti,
  proponiAssegnazioni,
  type StatoPresa,
  statiPresa,
} from './prese.rules.ts'

/** Written by hand from cartella §2.4, so that a slip in the table does not prove itself. */
const attesi: Record<AttoPresa, Partial<Record<StatoPresa, StatoPresa>>> = {
  assegna: { proposta: 'assegnata' },
  accetta: { assegnata: 'accettata' },
  rifiuta: { assegnata: 'proposta' },
  contatta: { accettata: 'accettata' },
  attiva: { accettata: 'attiva' },
  sospendi: { attiva: 'sospesa' },
  riprendi: { sospesa: 'attiva' },
  informa: { assegnata: 'assegnata', accettata: 'accettata', attiva: 'attiva', sospesa: 'sospesa' },
  scrivi: {
    proposta: 'proposta',
    assegnata: 'assegnata',
    accettata: 'accettata',
    attiva: 'attiva',
    sospesa: 'sospesa',
  },
  componi: { assegnata: 'assegnata', accettata: 'accettata', attiva: 'attiva', sospesa: 'sospesa' },
  pianifica: { assegnata: 'assegnata', accettata: 'accettata', attiva: 'attiva', sospesa: 'sospesa' },
  offri: { accettata: 'accettata', attiva: 'attiva', sospesa: 'sospesa' },
  passa: { accettata: 'accettata', attiva: 'attiva', sospesa: 'sospesa' },
  chiudi: { proposta: 'chiusa', accettata: 'chiusa', attiva: 'chiusa', sospesa: 'chiusa' },
  trasferisci: { accettata: 'chiusa', attiva: 'chiusa', sospesa: 'chiusa' },
  riapri: { chiusa: 'attiva' },
  riproponi: { chiusa: 'proposta' },
  riassegna: { chiusa: 'assegnata' },
}

describe.each(nomiAtti)('%s', (atto) => {
  test.each(statiPresa)('da %s', (stato) => {
    const dopo = attesi[atto][stato]
    if (dopo) {
      expect(assertAtto(atto, stato)).toBe(dopo)
      expect(impedimentoPresa(atto, stato)).toBeNull()
    } else {
      expect(() => assertAtto(atto, stato)).toThrow(attiPresa[atto].altrimenti)
    }
  })
})

test('ogni stato tranne il primo si raggiunge, e da ogni stato si esce', () => {
  const usciti = new Set(
    nomiAtti.flatMap((a) => Object.entries(attesi[a]).filter(([da, x]) => da !== x)).map(([da]) => da),
  )
  const raggiunti = new Set(nomiAtti.flatMap((a) => Object.values(attesi[a])))
  expect(statiPresa.filter((s) => !usciti.has(s))).toEqual([])
  expect(statiPresa.filter((s) => !raggiunti.has(s))).toEqual([])
})

test('per chiudere si dice tutto ciò che manca', () => {
  expect(mancaPerChiudere({ compitiAperti: 0, passaggioInCorso: false })).toEqual([])
  expect(mancaPerChiudere({ compitiAperti: 1, passaggioInCorso: true })).toHaveLength(2)
})

describe('proposta equilibrata', () => {
  const a = { utenteId: 'a', carico: 4, comuni: ['X', 'Y'] }
  const b = { utenteId: 'b', carico: 1, comuni: ['X'] }
  test('le più pesanti per prime, a chi ha meno', () => {
    const prese = [
      { id: '1', comuneId: 'X', peso: 1 },
      { id: '2', comuneId: 'X', peso: 5 },
      { id: '3', comuneId: 'X', peso: 2 },
    ]
    expect(proponiAssegnazioni(prese, [a, b])).toEqual([
      { presaId: '2', utenteId: 'b' },
      { presaId: '3', utenteId: 'a' },
      { presaId: '1', utenteId: 'a' },
    ])
  })
  test('soltanto a chi lavora in quel comune; ciò che nessuno può prendere resta', () => {
    expect(
      proponiAssegnazioni(
        [
          { id: '1', comuneId: 'Y', peso: 3 },
          { id: '2', comuneId: 'Z', peso: 3 },
        ],
        [a, b],
      ),
    ).toEqual([{ presaId: '1', utenteId: 'a' }])
  })
  test('lo stesso ingresso dà sempre la stessa proposta, e la differenza non supera il peso maggiore', () => {
    const prese = Array.from({ length: 40 }, (_x, i) => ({ id: `p${i}`, comuneId: 'X', peso: (i % 10) + 1 }))
    const lavoratori = ['c', 'd', 'e'].map((utenteId) => ({ utenteId, carico: 0, comuni: ['X'] }))
    const esito = proponiAssegnazioni(prese, lavoratori)
    expect(proponiAssegnazioni([...prese].reverse(), [...lavoratori].reverse())).toEqual(esito)
    const somme = lavoratori.map((l) =>
      esito
        .filter((x) => x.utenteId === l.utenteId)
        .reduce((s, x) => s + prese.find((p) => p.id === x.presaId)!.peso, 0),
    )
    expect(Math.max(...somme) - Math.min(...somme)).toBeLessThanOrEqual(10)
  })
})
