import { expect, test } from 'vitest'
import { attoDovuto } from './esoneri.rules.ts'
import { conFine, fermaIlNucleo, GIUSTIFICATO } from './motivi.rules.ts'

const libero = (genere: 'escluso' | 'esonerabile', dal = '2026-03-01') => ({
  obbligato: false,
  esoneri: [{ genere, dal }],
})
const obbligato = { obbligato: true, esoneri: [] }
const senza = { obbligato: false, esoneri: [] }

test('T12, C3.30: a household is out where the comune has said why and nobody is left; back as soon as somebody has obligations', () => {
  expect(attoDovuto('presentato', [libero('escluso'), senza], null)).toBe('escludi')
  expect(attoDovuto('presentato', [libero('escluso'), libero('esonerabile')], null)).toBe('esonera')
  expect(attoDovuto('presentato', [libero('escluso'), obbligato], null)).toBeNull()
  // the law asks nothing of them: nobody has taken them out
  expect(attoDovuto('presentato', [senza], null)).toBeNull()
  expect(attoDovuto('presentato', [], null)).toBeNull()
  expect(attoDovuto('esonerato', [libero('esonerabile'), obbligato], null)).toBe('reintegra')
  expect(attoDovuto('escluso', [libero('escluso'), senza], null)).toBeNull()
  // not yet followed, suspended, over: INPS or the coordinator speak first
  for (const s of ['ricevuto', 'sospeso', 'chiuso', 'terminato'] as const)
    expect(attoDovuto(s, [libero('escluso')], null), s).toBeNull()
})

test('T15: after a renewal everybody is called again, also who was out; what is registered since takes out', () => {
  expect(attoDovuto('assegnato', [libero('escluso', '2026-03-01')], '2026-06-01')).toBeNull()
  expect(attoDovuto('assegnato', [libero('escluso', '2026-06-01')], '2026-06-01')).toBe('escludi')
})

const fatto = (
  evento: string,
  giorno: string,
  altro: { componenteId?: string; presenti?: string[]; fino?: string } = {},
) => ({
  evento,
  giorno,
  fino: altro.fino ?? null,
  componenteId: altro.componenteId ?? null,
  presenti: altro.presenti ?? null,
})
const fine = (motivo: ReturnType<typeof fatto>, ...altri: ReturnType<typeof fatto>[]) =>
  conFine([motivo, ...altri])[0]!.fino

test('D13: a reason left open is over when they come, and not before', () => {
  const motivo = fatto(GIUSTIFICATO, '2026-03-10')
  expect(fine(motivo)).toBeNull()
  expect(fine(motivo, fatto('incontro', '2026-03-05'), fatto('mancata-presentazione', '2026-03-20'))).toBeNull()
  // given at a meeting, it goes on after it
  expect(fine(motivo, fatto('incontro', '2026-03-10'))).toBeNull()
  expect(fine(motivo, fatto('incontro', '2026-04-20'), fatto('incontro-patto', '2026-04-02'))).toBe('2026-04-01')
  expect(fine(fatto(GIUSTIFICATO, '2026-03-10', { fino: '2026-05-01' }), fatto('incontro', '2026-04-02'))).toBe(
    '2026-05-01',
  )
})

test('the reason of one is over when he comes himself, and stops the household only where nobody else has obligations', () => {
  const suo = fatto(GIUSTIFICATO, '2026-03-10', { componenteId: 'ada' })
  expect(fine(suo, fatto('incontro', '2026-04-02', { presenti: ['ugo'] }))).toBeNull()
  expect(fine(suo, fatto('incontro', '2026-04-02', { componenteId: 'ugo' }))).toBeNull()
  expect(fine(suo, fatto('incontro', '2026-04-02', { presenti: ['ada', 'ugo'] }))).toBe('2026-04-01')
  expect(fine(suo, fatto('incontro', '2026-04-02', { componenteId: 'ada' }))).toBe('2026-04-01')
  expect(fine(suo, fatto('incontro', '2026-04-02'))).toBe('2026-04-01')
  const chi = (ugo: boolean) => [
    { id: 'ada', obbligato: true },
    { id: 'ugo', obbligato: ugo },
  ]
  expect([true, false].map((ugo) => fermaIlNucleo('ada', chi(ugo)))).toEqual([false, true])
  expect(fermaIlNucleo(null, chi(true))).toBe(true)
})
