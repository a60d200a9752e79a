import { describe, expect, test } from 'vitest'
import { type Copertura, mancanzeAmbito, mancanzeComune, type RuoloMinimo } from './completezza.rules.ts'

const con = (...ruoli: RuoloMinimo[]): Copertura[] => ruoli.map((ruolo) => ({ ruolo, stato: 'abilitato' as const }))
const comune = { delega: false, convenzionePatti: true, convenzioneControlli: true, copertura: [] as Copertura[] }
const ambito = {
  deleganti: 2,
  convenzionePatti: true,
  recapito: true,
  deleghePrive: 0,
  richiestePrive: false,
  copertura: [] as Copertura[],
}
const codici = (m: { codice: string }[]) => m.map((x) => x.codice)
const patti: RuoloMinimo[] = ['coordinatore-patto', 'case-manager']
const controlli: RuoloMinimo[] = ['coordinatore-controlli', 'responsabile-controlli']

describe('the minimum to communicate (gepi §2.4)', () => {
  test('a comune that has not delegated needs all four roles', () => {
    expect(codici(mancanzeComune(comune))).toEqual([...patti, ...controlli])
    expect(mancanzeComune({ ...comune, copertura: con(...patti, ...controlli) })).toEqual([])
    expect(codici(mancanzeComune({ ...comune, copertura: con(...controlli) }))).toEqual(patti)
  })
  test('a comune that has delegated the pacts needs only the registry checks', () => {
    expect(codici(mancanzeComune({ ...comune, delega: true }))).toEqual(controlli)
    expect(mancanzeComune({ ...comune, delega: true, copertura: con(...controlli) })).toEqual([])
  })
  test('who is prepared counts as communicated', () => {
    const copertura = [
      ...con(...patti, 'coordinatore-controlli'),
      { ruolo: 'responsabile-controlli' as const, stato: 'preparato' as const },
    ]
    expect(mancanzeComune({ ...comune, copertura })).toEqual([])
  })
  test('the missing adhesion, which may have been signed and be over, names the sections; of delegated pacts it says that nobody’s is valid', () => {
    const nulla = {
      ...comune,
      convenzionePatti: false,
      convenzioneControlli: false,
      copertura: con(...patti, ...controlli),
    }
    expect(mancanzeComune(nulla)[0]!.frase).toContain('firmata e valida oggi, per i patti e i controlli anagrafici')
    const delegante = { ...nulla, delega: true }
    expect(mancanzeComune(delegante)[0]!.frase).toContain('valida oggi, per i controlli anagrafici: finché')
    expect(codici(mancanzeComune(delegante))).toEqual(['convenzione'])
    // as soon as another delegating comune has one the ambito lacks nothing: this one still does
    const unAltroCeLha = mancanzeComune({ ...delegante, convenzioneControlli: true })
    expect(unAltroCeLha.map((m) => m.frase)).toEqual([expect.stringMatching(/^Per i patti, delegati all’ambito,/)])
    expect(mancanzeComune({ ...delegante, convenzioneControlli: true, convenzionePatti: true })).toEqual([])
  })
  test('the ambito needs two roles, an address and the notes, only where somebody has delegated', () => {
    expect(codici(mancanzeAmbito(ambito))).toEqual(patti)
    expect(mancanzeAmbito({ ...ambito, copertura: con(...patti) })).toEqual([])
    expect(mancanzeAmbito({ ...ambito, deleganti: 0, recapito: false })).toEqual([])
    expect(codici(mancanzeAmbito({ ...ambito, deleganti: 0, richiestePrive: true }))).toEqual([
      'richiesta-senza-documento',
    ])
    const spoglio = { ...ambito, recapito: false, deleghePrive: 2, convenzionePatti: false }
    expect(codici(mancanzeAmbito(spoglio))).toEqual(['recapito', 'delega-senza-nota', 'convenzione', ...patti])
  })
})
