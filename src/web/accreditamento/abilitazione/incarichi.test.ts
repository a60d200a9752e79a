import { describe, expect, test } from 'vitest'
import {
  dove,
  incarichiDaInviare,
  incaricoVuoto,
  previsione,
  type RuoloAssegnabile,
  TUTTO,
  territorioAdatto,
} from './incarichi.ts'

const caseManager: RuoloAssegnabile = {
  id: 'case-manager',
  sigla: 'CM',
  nome: 'Case manager',
  descrizione: 'Accompagna la famiglia.',
  territorio: 'ambito-o-comune',
  esclusivo: false,
  richiedeRichiestaFormale: true,
  comuniAmmessi: ['E472'],
  ambitoAmmesso: false,
  atti: ['Convenzione'],
  richiedeDelega: true,
}
const responsabile: RuoloAssegnabile = { ...caseManager, id: 'responsabile-controlli', territorio: 'comune' }
const nome = (b: string) => (b === 'H421' ? 'Rocca Massima' : b)
const scritto = (comune: string, dal = '') => ({ ...incaricoVuoto('case-manager', comune), dal })

describe('what the form of the roles sends', () => {
  test('the whole ambito is sent only when it was chosen, dates only when they were written', () => {
    expect(incarichiDaInviare([scritto(TUTTO), { ...scritto('E472', '2026-12-01'), al: '2026-12-31' }])).toEqual([
      { ruolo: 'case-manager', comune: null },
      { ruolo: 'case-manager', comune: 'E472', dal: '2026-12-01', al: '2026-12-31' },
    ])
  })
})

describe('where a role may be held', () => {
  test('R1.11: registry checks are of a comune, never of the whole ambito', () => {
    expect(territorioAdatto(responsabile, TUTTO)).toBe(false)
    expect(territorioAdatto(responsabile, 'E472')).toBe(true)
    expect(dove(responsabile, false)).toContain('mai di tutto l’ambito')
  })
  test('a role of the whole ambito takes no comune', () => {
    const amministratore = { ...caseManager, territorio: 'ambito' as const }
    expect(territorioAdatto(amministratore, 'E472')).toBe(false)
    expect(territorioAdatto(amministratore, TUTTO)).toBe(true)
  })
  test('where a delega is needed the words say so', () => {
    expect(dove(caseManager, true)).toContain('delega')
    expect(dove(caseManager, false)).not.toContain('delega')
  })
})

describe('what happens on saving (A2.13b)', () => {
  test('nothing is foretold before role and territory are chosen', () => {
    expect(previsione(undefined, scritto('E472'), nome, '2026-03-02')).toBeNull()
    expect(previsione(caseManager, scritto(''), nome, '2026-03-02')).toBeNull()
  })
  test('with the signed convenzione the role is enabled at once, from its first day', () => {
    expect(previsione(caseManager, scritto('E472'), nome, '2026-03-02')).toMatchObject({ subito: true })
    expect(previsione(caseManager, scritto('E472', '2026-04-01'), nome, '2026-03-02')?.frase).toContain(
      'dal 01/04/2026',
    )
  })
  test('without it the role is only prepared, and the comune that must sign is named', () => {
    const p = previsione(caseManager, scritto('H421'), nome, '2026-03-02')
    expect(p?.subito).toBe(false)
    expect(p?.frase).toContain('Rocca Massima')
  })
  test('for the whole ambito what is missing is also the delega', () => {
    expect(previsione(caseManager, scritto(TUTTO), nome, '2026-03-02')?.frase).toContain('delega')
  })
})
