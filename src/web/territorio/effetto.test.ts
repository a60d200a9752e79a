import { describe, expect, test } from 'vitest'
import { effettoRegistrazione } from './effetto.ts'

const oggi = '2026-03-02'
const atti = { convenzione: 'Convenzione', annuale: 'Atto annuale' } as const

const sezione = (id: string, attuatore: boolean, tipi: (keyof typeof atti)[]) => ({
  id,
  nome: id,
  descrizione: '',
  delegabile: attuatore,
  aperta: true,
  norma: null,
  aperture: [],
  requisiti: tipi.map((tipoId) => ({
    id: tipoId,
    tipoId,
    tipo: atti[tipoId],
    attuatore,
    dal: '2019-01-01',
    al: null,
    fonte: '',
  })),
})
const comune = (nome: string, delegato: boolean, mancano: (keyof typeof atti)[]) => ({
  comuneId: nome,
  comune: nome,
  delegato,
  aperta: mancano.length === 0,
  perche: '',
  mancanze: mancano.map((tipoId) => ({ tipoId, tipo: atti[tipoId], cosaFare: '' })),
})
const stato = (id: string, comuni: ReturnType<typeof comune>[], aperta = true) => ({
  id,
  nome: id,
  delegabile: true,
  nazionale: { aperta, norma: null },
  comuni,
})
const delComune = { tipoId: 'convenzione', comuneId: 'Latina', dal: oggi, al: null }
const dellAttuatore = { ...delComune, comuneId: null }
const frasi = (...p: Parameters<typeof effettoRegistrazione>) => effettoRegistrazione(...p).map((e) => e.frase)

describe('what registering an act will open', () => {
  test('the section that lacked only this act, for its comune alone', () => {
    const e = effettoRegistrazione(
      delComune,
      [sezione('Patti', true, ['convenzione'])],
      [stato('Patti', [comune('Latina', false, ['convenzione']), comune('Sezze', false, ['convenzione'])])],
      oggi,
    )
    expect(e).toHaveLength(1)
    expect(e[0]!.apre).toBe(true)
    expect(e[0]!.frase).toContain('Da subito apre «Patti» per il Comune di Latina')
  })
  test('from the first day, when it is to come, and until the last', () => {
    const [f] = frasi(
      { ...delComune, dal: '2026-04-01', al: '2026-12-31' },
      [sezione('Patti', true, ['convenzione'])],
      [stato('Patti', [comune('Latina', false, ['convenzione'])])],
      oggi,
    )
    expect(f).toMatch(/^Dal 01\/04\/2026 fino al 31\/12\/2026 apre/)
  })
  test('not the section that lacks another act too, which is named', () => {
    const e = effettoRegistrazione(
      delComune,
      [sezione('PUC', true, ['convenzione', 'annuale'])],
      [stato('PUC', [comune('Latina', false, ['convenzione', 'annuale'])])],
      oggi,
    )
    expect(e).toEqual([
      { apre: false, frase: 'Non basta ad aprire «PUC» per il Comune di Latina: manca «Atto annuale».' },
    ])
  })
  test('the act of the implementing body opens for the comuni that delegate, and says for which it does not', () => {
    const f = frasi(
      dellAttuatore,
      [sezione('Patti', true, ['convenzione'])],
      [
        stato('Patti', [
          comune('Latina', false, ['convenzione']),
          comune('Norma', true, ['convenzione']),
          comune('Sezze', true, ['convenzione']),
        ]),
      ],
      oggi,
    )
    expect(f[0]).toContain('per i comuni di Norma e Sezze')
    expect(f[1]).toContain('non delegano l’ambito (Latina)')
  })
  test('the act of the implementing body never opens the registry checks', () => {
    expect(
      effettoRegistrazione(
        dellAttuatore,
        [sezione('Controlli', false, ['convenzione'])],
        [stato('Controlli', [comune('Norma', true, ['convenzione'])])],
        oggi,
      ),
    ).toEqual([{ apre: false, frase: 'Non apre «Controlli»: lì serve l’atto di ciascun comune.' }])
  })
  test('nothing where the national switch is closed, where it is already open, where the days are past', () => {
    const s = [sezione('Patti', true, ['convenzione'])]
    const chiusa = [stato('Patti', [comune('Latina', false, ['convenzione'])], false)]
    const aperta = [stato('Patti', [comune('Latina', false, [])])]
    expect(frasi(delComune, s, chiusa, oggi)[0]).toContain('chiusa su tutto il territorio nazionale')
    expect(frasi(delComune, s, aperta, oggi)).toEqual(['«Patti» è già aperta per il Comune di Latina.'])
    expect(frasi({ ...delComune, dal: '2025-01-01', al: '2025-12-31' }, s, aperta, oggi)[0]).toContain('ormai passati')
    expect(effettoRegistrazione(delComune, s, chiusa, oggi).some((e) => e.apre)).toBe(false)
  })
  test('a requirement of another time does not count', () => {
    const s = sezione('Patti', true, ['convenzione'])
    s.requisiti[0]!.dal = '2027-01-01'
    expect(frasi(delComune, [s], [stato('Patti', [comune('Latina', false, [])])], oggi)[0]).toContain('Nessuna sezione')
  })
})
