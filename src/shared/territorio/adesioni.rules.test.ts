import { describe, expect, test } from 'vitest'
import type { Problem } from '../kernel/problems.ts'
import { assertTransizione } from '../kernel/transizioni.ts'
import {
  type AttoAdesione,
  controllaAffidamento,
  controllaBozza,
  controllaCessazione,
  controllaFirma,
  controllaRegistrazione,
  fraseAffidata,
  fraseCessata,
  nomeQualifica,
  qualifiche,
  spiegaAdesione,
  statiAdesione,
  statoAllaFine,
  transizioni,
} from './adesioni.rules.ts'

describe('the states of an adhesion', () => {
  const lecite: Record<AttoAdesione, string[]> = {
    firma: ['bozza→firmata', 'firmata→firmata'],
    registra: ['firmata→registrata'],
    cessa: ['registrata→cessata'],
    annulla: ['firmata→bozza'],
  }
  for (const atto of Object.keys(lecite) as AttoAdesione[])
    test(`${atto} is possible only where the table says, and says why elsewhere`, () => {
      const trovate: string[] = []
      for (const stato of statiAdesione) {
        try {
          trovate.push(`${stato}→${assertTransizione(transizioni, atto, stato)}`)
        } catch (e) {
          expect((e as Problem).codice).toBe('stato-non-ammesso')
          expect((e as Problem).detail).toMatch(/\.$/)
        }
      }
      expect(trovate).toEqual(lecite[atto])
    })
})

describe('A2.11: who signs', () => {
  test('the act of a comune is signed by the sindaco or the segretario he delegates, that of the body by its representative', () => {
    const esito = (diComune: boolean) =>
      qualifiche.filter(
        (qualifica) => !controllaFirma({ firmataIl: '2026-03-01', qualifica }, { diComune, oggi: '2026-03-02' }),
      )
    expect(esito(true)).toEqual(['sindaco', 'segretario-generale-delegato'])
    expect(esito(false)).toEqual(['legale-rappresentante-capofila', 'legale-rappresentante-attuatore'])
  })
  test('a signature of tomorrow is refused, one of today is not', () => {
    const firma = (firmataIl: string) =>
      controllaFirma({ firmataIl, qualifica: 'sindaco' }, { diComune: true, oggi: '2026-03-02' })?.campo
    expect(firma('2026-03-03')).toBe('firmataIl')
    expect(firma('2026-03-02')).toBeUndefined()
  })
  test('every title has its words', () => {
    for (const q of qualifiche) expect(nomeQualifica[q].length).toBeGreaterThan(5)
  })
})

describe('the yearly act', () => {
  const atto = { annuale: true, anno: 2026, firmataIl: '2026-02-10', conDocumento: true }
  test('needs its year, and a lasting one must not have it', () => {
    expect(controllaBozza({ annuale: true })?.campo).toBe('anno')
    expect(controllaBozza({ annuale: false, anno: 2026 })?.campo).toBe('anno')
    expect(controllaBozza({ annuale: true, anno: 2026 })).toBeUndefined()
    expect(controllaBozza({ annuale: false, anno: null })).toBeUndefined()
  })
  test('its days stay inside the year, and it may cover days before the signature', () => {
    expect(controllaRegistrazione({ dal: '2026-01-01', al: '2026-12-31' }, atto)).toBeUndefined()
    expect(controllaRegistrazione({ dal: '2025-12-31', al: '2026-12-31' }, atto)?.campo).toBe('dal')
    expect(controllaRegistrazione({ dal: '2026-01-01', al: '2027-01-01' }, atto)?.campo).toBe('al')
    expect(controllaRegistrazione({ dal: '2026-01-01' }, atto)?.campo).toBe('al')
  })
})

describe('registering and ceasing', () => {
  const atto = { annuale: false, anno: null, firmataIl: '2026-02-10', conDocumento: true }
  test('no registration without the document, before the signature, or backwards', () => {
    expect(controllaRegistrazione({ dal: '2026-02-10' }, { ...atto, conDocumento: false })?.campo).toBe('documento')
    expect(controllaRegistrazione({ dal: '2026-02-09' }, atto)?.campo).toBe('dal')
    expect(controllaRegistrazione({ dal: '2026-02-11', al: '2026-02-10' }, atto)?.campo).toBe('al')
    expect(controllaRegistrazione({ dal: '2026-02-10', al: null }, atto)).toBeUndefined()
  })
  test('an act ceases within its days', () => {
    const validita = { dal: '2026-02-10', al: '2026-12-31' }
    expect(controllaCessazione({ al: '2026-02-09' }, validita)?.campo).toBe('al')
    expect(controllaCessazione({ al: '2027-01-01' }, validita)?.campo).toBe('al')
    expect(controllaCessazione({ al: '2026-02-10' }, validita)).toBeUndefined()
  })
})

test('each state says in words what it means today and what to do next', () => {
  const frase = (
    stato: (typeof statiAdesione)[number],
    dal: string | null,
    al: string | null,
    altro: { conDocumento?: boolean; motivoCessazione?: string } = {},
  ) => spiegaAdesione({ stato, dal, al, conDocumento: true, motivoCessazione: null, ...altro }, '2026-03-02')
  expect(frase('bozza', null, null)).toContain('schema')
  expect(frase('firmata', null, null, { conDocumento: false })).toContain('allega il documento')
  expect(frase('firmata', null, null)).not.toContain('allega')
  expect(frase('registrata', '2026-01-01', null)).toBe('Valida.')
  expect(frase('registrata', '2026-01-01', '2026-12-31')).toBe('Valida fino al 31/12/2026.')
  expect(frase('registrata', '2026-04-01', null)).toBe('Registrata: varrà dal 01/04/2026.')
  expect(frase('registrata', '2025-01-01', '2025-12-31')).toContain('Scaduta il 31/12/2025')
  const motivoCessazione = 'Recesso'
  expect(frase('cessata', '2025-01-01', '2026-02-28', { motivoCessazione })).toBe('Cessata il 28/02/2026.')
  expect(frase('registrata', '2025-01-01', '2026-06-30', { motivoCessazione })).toContain('Cesserà il 30/06/2026')
})

test('an act whose last day is still to come stays registered', () => {
  expect(statoAllaFine('2026-03-01', '2026-03-02')).toBe('cessata')
  expect(statoAllaFine('2026-03-02', '2026-03-02')).toBe('registrata')
})

test('the entrusted ambito is told the days', () => {
  expect(fraseAffidata({ dal: '2026-03-02' })).toContain('dal 02/03/2026. ')
  expect(fraseAffidata({ dal: '2026-03-02', al: '2026-12-31' })).toContain('dal 02/03/2026 al 31/12/2026. ')
  expect(fraseCessata({ al: '2026-03-02' }, '2026-03-02')).toContain('finisce il 02/03/2026')
  expect(fraseCessata({ al: '2026-03-01' }, '2026-03-02')).toContain('è finito il 01/03/2026')
})

test('what entrusts says to whom, and is of a comune; what does not entrusts nothing', () => {
  const campo = (a: object) =>
    controllaAffidamento({ affida: true, comuneId: 'A001', affidatarioId: 'altro', ambitoId: 'questo', ...a })?.campo
  expect(campo({})).toBeUndefined()
  expect(campo({ comuneId: null })).toBe('comuneId')
  expect(campo({ affidatarioId: null })).toBe('affidatarioId')
  expect(campo({ affidatarioId: 'questo' })).toBe('affidatarioId')
  expect(campo({ affida: false })).toBe('affidatarioId')
  expect(campo({ affida: false, affidatarioId: null, comuneId: null })).toBeUndefined()
  const atto = { stato: 'firmata', dal: null, al: null, conDocumento: true, motivoCessazione: null } as const
  expect(spiegaAdesione({ ...atto, affida: true }, '2026-03-02')).toContain('affidamento')
})
