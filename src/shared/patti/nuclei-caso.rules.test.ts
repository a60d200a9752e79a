import { describe, expect, test } from 'vitest'
import {
  affianca,
  coincidono,
  componibili,
  type Decisione,
  daCollegare,
  type MembroDelCaso,
  perCheNonSiCompone,
  statoDi,
  traccia,
} from './nuclei-caso.rules.ts'

const membro = (personaId: string | null, nome: string, richiedente = false): MembroDelCaso => ({
  componenteId: `c-${nome}`,
  personaId,
  nome,
  parentela: richiedente ? null : 'Figlio',
  richiedente,
})
const ada = membro('a', 'Ada', true)
const ivo = membro('i', 'Ivo')
const inCartella = (personaId: string, nome: string) => ({ personaId, nome, parentela: 'Figlio' })
const [adaLa, ivoLa, leaLa] = [inCartella('a', 'Ada'), inCartella('i', 'Ivo'), inCartella('l', 'Lea')]
const decisa = (stato: Decisione['stato'], impronta: string): Decisione => ({
  stato,
  modo: 'confermato',
  motivo: null,
  dal: '2026-03-02',
  impronta,
})

describe('side by side', () => {
  test('the same persons, in whatever order', () => {
    expect(coincidono(affianca([ada, ivo], [ivoLa, adaLa]))).toBe(true)
    expect(traccia([ada, ivo], [ivoLa, adaLa])).toBe(traccia([ivo, ada], [adaLa, ivoLa]))
  })
  test('who is missing, who is more, who is not in the record yet', () => {
    const righe = affianca([ada, membro(null, 'Nino')], [adaLa, leaLa])
    expect(righe.map((r) => [r.nome, r.inCartella, r.nelCaso])).toEqual([
      ['Ada', 'Figlio', 'Richiedente'],
      ['Nino', null, 'Figlio'],
      ['Lea', 'Figlio', null],
    ])
    expect(coincidono(righe)).toBe(false)
  })
  test('two members who are one person of the record are one', () => {
    expect(affianca([ada, { ...ivo, personaId: 'a' }], [adaLa])).toHaveLength(1)
  })
})

test('who is in a household made from the caso: once each, the applicant as such', () => {
  const doppia = membro('a', 'Ada di prima')
  const nomi = (...caso: MembroDelCaso[]) => componibili(caso).map((m) => [m.nome, m.richiedente])
  expect(nomi(doppia, ada, membro(null, 'Nino'), ivo)).toEqual([
    ['Ada', true],
    ['Ivo', false],
  ])
  expect(nomi(ada, doppia)).toEqual([['Ada', true]])
})

test('a decision holds for what was compared', () => {
  expect(statoDi(null, true, 'x')).toBe('proposto')
  expect(statoDi(decisa('collegato', 'x'), false, 'x')).toBe('collegato')
  expect(statoDi(decisa('collegato', 'x'), false, 'y')).toBe('da-rivedere')
  expect(statoDi(decisa('collegato', 'x'), true, 'y')).toBe('collegato')
  expect(statoDi(decisa('rifiutato', 'x'), false, 'x')).toBe('rifiutato')
  expect(statoDi(decisa('rifiutato', 'x'), true, 'y')).toBe('proposto')
})

test('linked by itself only where one alone is the same, nothing is linked and nobody has refused it', () => {
  const n = (id: string, uguali: boolean, decisione: Decisione | null = null) => ({
    id,
    uguali,
    decisione,
    stato: statoDi(decisione, uguali, 'x'),
  })
  expect(daCollegare([n('1', true), n('2', false)])).toBe('1')
  expect(daCollegare([n('1', true), n('2', true)])).toBeNull()
  expect(daCollegare([n('1', false)])).toBeNull()
  expect(daCollegare([n('1', true), n('2', false, decisa('collegato', 'x'))])).toBeNull()
  expect(daCollegare([n('1', true, decisa('rifiutato', 'y'))])).toBeNull()
})

test('a household is made in the record where there is none, from who is there', () => {
  expect(perCheNonSiCompone([ada], [])).toBeNull()
  expect(perCheNonSiCompone([ada], [{ stato: 'rifiutato' }])).toBeNull()
  expect(perCheNonSiCompone([ada], [{ stato: 'proposto' }])).toMatch(/c’è già/)
  expect(perCheNonSiCompone([{ ...ada, personaId: null }, ivo], [])).toMatch(/non è ancora nella cartella/)
})
