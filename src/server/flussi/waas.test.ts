// The envelope against the contract of INPS, where it is; and the two samples that it carries as examples.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conBeneficiariComuni, leggiNome, scriviNome } from '../../shared/flussi/dividi.ts'
import { minoreDiProva, occasionaleDiProva, prestazioneDiProva } from '../../shared/flussi/esempi.fixture.ts'
import { conRiferimento, difettiDi, enteDiProva, fileInps, leggiTutto } from './prova.fixture.ts'
import { schemaDiTrama } from './schemi.ts'
import { BustaImpossibile, busta, istanteSuccessivo, LIMITI_WAAS, scriviUno } from './waas.ts'

const istante = Date.parse('2025-07-01T08:00:00.123Z')
const apri = (base64: string) => Buffer.from(base64, 'base64').toString()
const chiudi = (nome: string, xml: string) =>
  busta({ codice: 'F205', denominazione: 'Comune Dimostrativo', nome, istante, xml: Buffer.from(xml) })

describe('the envelope', () => {
  test('carries one prestazione, or one minor, that the schema takes and that comes out the same', async () => {
    const p = prestazioneDiProva()
    const dentro = chiudi(enteDiProva.nome!, await scriviUno(enteDiProva, { tipo: 'PS_PSA_SINA', prestazione: p }))
    expect(dentro).toMatchObject({
      codice_ente: 'F205',
      denominazione_ente: 'Comune Dimostrativo',
      id_flusso: enteDiProva.nome,
      tipo: 'PS_PSA_SINA',
      ts_flusso: '2025-07-01T08:00:00.123Z',
    })
    expect((await leggiTutto(apri(dentro.flusso))).prestazioni).toEqual([p])
    const nome = 'F205.SINBA.20250701.0000001'
    const minore = await scriviUno({ ...enteDiProva, nome }, { tipo: 'SINBA', minore: minoreDiProva() })
    expect(await difettiDi(minore, schemaDiTrama('SINBA').schema)).toEqual([])
    expect(chiudi(nome, minore).tipo).toBe('SINBA')
  })
  test('is refused for an ente without a Belfiore code, a flow without name, a record too large', async () => {
    const contenuto = { tipo: 'PS_PSA_SINA', prestazione: occasionaleDiProva() } as const
    const con = (ente: object, nome = enteDiProva.nome) =>
      scriviUno({ ...enteDiProva, nome, ente: { ...enteDiProva.ente, ...ente } }, contenuto)
    await expect(con({ codice: '015146' })).rejects.toThrow(BustaImpossibile)
    await expect(con({}, 'x'.repeat(65))).rejects.toThrow('64')
    const enorme = { ...contenuto, prestazione: occasionaleDiProva({ protocolloDomanda: 'x'.repeat(8_000_000) }) }
    await expect(scriviUno(enteDiProva, enorme)).rejects.toThrow('10 milioni')
  })
  test.skipIf(!conRiferimento)('has the limits of the contract of INPS', () => {
    const contratto = fileInps('api-comuni.yaml')
    const flusso = contratto.slice(contratto.indexOf('\n    Flusso:'), contratto.indexOf('\n    Entries:'))
    const massimi = [...flusso.matchAll(/maxLength: (\d+)/g)].map((m) => Number(m[1]))
    expect(massimi).toEqual([4, LIMITI_WAAS.denominazione, LIMITI_WAAS.idFlusso, LIMITI_WAAS.base64])
    expect(contratto).toMatch(new RegExp(`elenco_flussi:[\\s\\S]*maxItems: ${LIMITI_WAAS.flussi}`))
  })
})

test('the moments of one ente only grow, also when the clock stands still or goes back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 }), (orologio) => {
      let ultimo: number | null = null
      for (const ms of orologio) {
        const questo: number = istanteSuccessivo(ms, ultimo)
        if (ultimo !== null) expect(questo).toBeGreaterThan(ultimo)
        ultimo = questo
      }
    }),
    { seed: 1 },
  )
})

test('records of one person that follow one another are put under one beneficiario', () => {
  const [a, b, c] = [prestazioneDiProva(), occasionaleDiProva(), occasionaleDiProva()]
  c.beneficiario.codiceFiscale = '12345678901'
  const uniti = [...conBeneficiariComuni([a, b, c])]
  expect(uniti).toEqual([a, b, c])
  expect(uniti[1]!.beneficiario).toBe(uniti[0]!.beneficiario)
  expect(uniti[2]!.beneficiario).not.toBe(uniti[0]!.beneficiario)
})

test('the name of a flow says the ente, the kind, the day and the number', () => {
  const nome = { ente: 'F205', tipo: 'PS_PSA_SINA', giorno: '2025-07-01', progressivo: 12 } as const
  expect(scriviNome(nome)).toBe('F205.PS.20250701.0000012')
  expect(leggiNome(scriviNome(nome))).toEqual(nome)
  expect(leggiNome('H501.SINBA.20210520.00000004')).toMatchObject({ tipo: 'SINBA', progressivo: 4 })
  expect(leggiNome('H501.PS.INPS.20160423.115235')).toBeUndefined()
})
