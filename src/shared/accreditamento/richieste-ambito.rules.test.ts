import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { impedimento } from '../kernel/transizioni.ts'
import {
  avvertenzeRichiesta,
  type ContenutoRichiesta,
  confrontaConNota,
  mancanzePerApprovazione,
  mancanzePerInvio,
  type PassoRichiesta,
  type StatoRichiesta,
  statiRichiesta,
  transizioniRichiesta,
} from './richieste-ambito.rules.ts'

const persona = (n: number) => ({
  id: `p${n}`,
  codiceFiscale: `CF${n}`,
  nome: 'Anna',
  cognome: `Prova${n}`,
  dataNascita: '1980-01-01',
  luogoNascitaId: 'H501',
  genere: 'F' as const,
  email: 'a@example.it',
  telefono: '061234567',
})
const completa: ContenutoRichiesta = {
  ambitoId: 'a',
  ambitoNominato: null,
  firmatarioNome: 'Ada',
  firmatarioCognome: 'Legale',
  firmatarioQualifica: 'legale-rappresentante',
  firmatarioEmail: 'ada@example.it',
  firmatarioTelefono: null,
  nominaDichiarata: true,
  persone: [persona(1)],
  personeNota: [{ codiceFiscale: 'CF1', nominativo: 'Prova1 Anna' }],
  documenti: [
    { tipo: 'nota', personaId: null },
    { tipo: 'documento-identita', personaId: 'p1' },
    { tipo: 'codice-fiscale', personaId: 'p1' },
  ],
}

describe('the states of a request', () => {
  test('are left only along the table', () => {
    const ammessi: Record<StatoRichiesta, PassoRichiesta[]> = {
      bozza: ['modifica', 'invia'],
      inviata: ['prendiInCarico'],
      'in-istruttoria': ['chiediIntegrazione', 'approva', 'respingi'],
      'integrazione-richiesta': ['modifica', 'invia', 'respingi'],
      approvata: [],
      respinta: [],
    }
    for (const stato of statiRichiesta)
      for (const passo of Object.keys(transizioniRichiesta) as PassoRichiesta[])
        expect([stato, passo, impedimento(transizioniRichiesta, passo, stato) === null]).toEqual([
          stato,
          passo,
          ammessi[stato].includes(passo),
        ])
  })
})

describe('what a request must contain', () => {
  const indicate = (indicataDa: 'richiedente' | 'istruttoria') =>
    completa.personeNota.map((p) => ({ ...p, indicataDa }))
  test('a complete one lacks nothing, to be sent or approved', () => {
    expect(mancanzePerInvio(completa)).toEqual([])
    expect(mancanzePerApprovazione({ ...completa, personeNota: indicate('istruttoria') })).toEqual([])
  })
  test('A2.05: the list of the note may wait for the Super Utente, who reads it himself before the approval', () => {
    const senza = { ...completa, personeNota: [] }
    expect(mancanzePerInvio(senza)).toEqual([])
    expect(mancanzePerApprovazione(senza).map((m) => m.regola)).toEqual(['A2.05'])
    const sua = { ...completa, personeNota: indicate('richiedente') }
    expect(mancanzePerApprovazione(sua).map((m) => m.regola)).toEqual(['A2.05'])
  })
  test('each missing piece is said under its rule', () => {
    const regole = (altro: Partial<ContenutoRichiesta>) =>
      mancanzePerInvio({ ...completa, ...altro }).map((m) => m.regola)
    expect(regole({ ambitoId: null })).toEqual(['A2.01'])
    expect(regole({ firmatarioEmail: null })).toEqual(['A2.01'])
    expect(regole({ persone: [{ ...persona(1), telefono: null }] })).toEqual(['A2.01'])
    expect(regole({ documenti: completa.documenti.filter((d) => d.tipo !== 'codice-fiscale') })).toEqual(['A2.02'])
    expect(regole({ firmatarioQualifica: 'delegato' })).toEqual(['A2.03'])
    expect(regole({ documenti: completa.documenti.filter((d) => d.tipo !== 'nota') })).toEqual(['A2.05'])
    expect(regole({ nominaDichiarata: false })).toEqual(['R1.13'])
  })
})

describe('form and note', () => {
  const insiemi = fc.uniqueArray(fc.integer({ min: 0, max: 8 }))
  test('agree exactly when they name the same persons, in whatever order', () => {
    fc.assert(
      fc.property(insiemi, insiemi, (a, b) => {
        const frasi = confrontaConNota(
          a.map(persona),
          b.map((n) => ({ codiceFiscale: `CF${n}`, nominativo: `N${n}` })),
        )
        const diversi = new Set(a).symmetricDifference(new Set(b))
        expect(frasi).toHaveLength(diversi.size)
        for (const n of diversi) expect(frasi.some((f) => f.includes(`(CF${n})`))).toBe(true)
      }),
    )
  })
})

test('R1.12: administrators named and present together exceed the advised number with a warning', () => {
  const r = { persone: [1], documenti: [] }
  expect(avvertenzeRichiesta(r, 1, 0)).toEqual([])
  expect(avvertenzeRichiesta(r, 2, 1)).toEqual([])
  expect(avvertenzeRichiesta(r, 1, 1)[0]).toContain('ha già un amministratore')
})
