import { describe, expect, test } from 'vitest'
import { type AccessoNoto, accessiDi, type PresaNota, percorsoDi } from './percorso.rules.ts'

const contatto = (giorno: string): AccessoNoto => ({ specie: 'contatto', giorno, fine: giorno })
const segnalazione = (giorno: string, fine: string | null = null): AccessoNoto => ({
  specie: 'segnalazione',
  giorno,
  fine,
})
const presa = (altro: Partial<PresaNota> = {}): PresaNota => ({
  id: 'p1',
  numero: 1,
  chiusa: false,
  apertaIl: '2026-02-01',
  attivataIl: null,
  chiusaIl: null,
  ...altro,
})
const fase = (a: AccessoNoto[], p: PresaNota[], id?: string) => percorsoDi(a, p, id).fase

describe('la fase in cui si trova una persona', () => {
  test('nessuna, finché non c’è nulla', () => {
    const p = percorsoDi([], [])
    expect(p).toMatchObject({ fase: null, presaId: null })
    expect(p.spiegazione).toBe('Non ci sono contatti, segnalazioni o prese in carico.')
  })
  test('A con un contatto o una segnalazione: aperta finché la segnalazione è da valutare', () => {
    expect(percorsoDi([contatto('2026-01-10')], []).passi[0]).toMatchObject({
      stato: 'conclusa',
      dal: '2026-01-10',
      al: '2026-01-10',
    })
    const p = percorsoDi([contatto('2026-01-10'), segnalazione('2026-01-12')], [])
    expect(p.fase).toBe('accesso')
    expect(p.passi[0]).toMatchObject({ stato: 'in-corso', dal: '2026-01-10', al: null })
    expect(p.spiegazione).toContain('un contatto allo sportello e una segnalazione')
  })
  test('B con una presa in carico aperta, anche dopo che è attiva; l’accesso è finito quel giorno', () => {
    const p = percorsoDi([contatto('2026-01-10')], [presa()])
    expect(p.passi.map((x) => x.stato)).toEqual([
      'conclusa',
      'in-corso',
      'non-gestita',
      'non-gestita',
      'non-cominciata',
    ])
    expect(p.passi[0]).toMatchObject({ dal: '2026-01-10', al: '2026-02-01' })
    const attiva = percorsoDi([], [presa({ attivataIl: '2026-02-20' })])
    expect(attiva.fase).toBe('valutazione')
    expect(attiva.passi[1]).toMatchObject({ stato: 'conclusa', al: '2026-02-20' })
    expect(attiva.passi[0]!.spiegazione).toContain('coincide con l’apertura')
  })
  const chiusa = presa({ chiusa: true, attivataIl: '2026-02-20', chiusaIl: '2026-06-30' })
  test('E quando l’ultima è chiusa; di nuovo A se la persona è tornata', () => {
    expect(fase([contatto('2026-01-10')], [chiusa])).toBe('finale')
    const p = percorsoDi([contatto('2026-01-10'), contatto('2026-09-01')], [chiusa])
    expect(p).toMatchObject({ fase: 'accesso', presaId: null })
    expect(p.passi[0]).toMatchObject({ dal: '2026-09-01' })
  })
  test('una riaperta è di nuovo in B', () => {
    expect(fase([], [presa({ attivataIl: '2026-02-20' })])).toBe('valutazione')
  })
  test('con più prese in carico quella aperta parla; di un’altra si chiede', () => {
    const nuova = presa({ id: 'p2', numero: 2, apertaIl: '2026-09-15' })
    const accessi = [contatto('2026-01-10'), contatto('2026-09-01')]
    expect(percorsoDi(accessi, [chiusa, nuova])).toMatchObject({ fase: 'valutazione', presaId: 'p2' })
    expect(percorsoDi(accessi, [chiusa, nuova], 'p1')).toMatchObject({ fase: 'finale', presaId: 'p1' })
    expect(accessiDi(accessi, [chiusa, nuova], nuova).map((a) => a.giorno)).toEqual(['2026-09-01'])
    expect(accessiDi(accessi, [chiusa, nuova], chiusa).map((a) => a.giorno)).toEqual(['2026-01-10'])
  })
})
