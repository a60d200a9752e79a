// What is written is read back the same, is well formed for libxml2, and valid where it should be: thousands of made records.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { prestazioneDiProva } from '../../shared/flussi/esempi.fixture.ts'
import { radice } from '../kernel/paths.ts'
import { minoriGenerati, prestazioniGenerate } from './generati.fixture.ts'
import { Giudice } from './libxml.fixture.ts'
import { difettiDi, enteDiProva, leggiTutto, unisci } from './prova.fixture.ts'
import { schemaDiTrama } from './schemi.ts'
import { CarattereImpossibile, scriviMinori, scriviPrestazioni } from './scrivi-flusso.ts'

const giudice = (file: string) => new Giudice(readFileSync(join(radice, 'config', 'flussi', file), 'utf8'))
const giudici = { ps: giudice('ps-psa-sina-201812.xsd'), sinba: giudice('sinba.xsd') }
afterAll(() => {
  giudici.ps.chiudi()
  giudici.sinba.chiudi()
})

test('prestazioni: written, read back the same in pieces of any size, valid for libxml2 and for us', async () => {
  const { schema } = schemaDiTrama('PS_PSA_SINA')
  await fc.assert(
    fc.asyncProperty(prestazioniGenerate, fc.integer({ min: 1, max: 400 }), async (prestazioni, pezzo) => {
      const testo = await unisci(scriviPrestazioni(enteDiProva, prestazioni))
      expect(giudici.ps.rifiuto(testo)).toBeUndefined()
      expect(await difettiDi(testo, schema)).toEqual([])
      const letto = await leggiTutto(testo, pezzo)
      expect(letto.prestazioni).toEqual(prestazioni)
      expect(letto.intestazione).toEqual({ ...enteDiProva, radice: [] })
      // those of one person share the object again
      const persone = (p: typeof prestazioni) => new Set(p.map((x) => x.beneficiario)).size
      expect(persone(letto.prestazioni)).toBe(persone(prestazioni))
    }),
    { numRuns: 400, seed: 201812 },
  )
}, 120_000)

test('minors: written, read back the same, valid for libxml2 and for us', async () => {
  const { schema } = schemaDiTrama('SINBA')
  await fc.assert(
    fc.asyncProperty(minoriGenerati, fc.integer({ min: 1, max: 400 }), async (minori, pezzo) => {
      const testo = await unisci(scriviMinori(enteDiProva, minori))
      expect(giudici.sinba.rifiuto(testo)).toBeUndefined()
      expect(await difettiDi(testo, schema)).toEqual([])
      expect((await leggiTutto(testo, pezzo)).minori).toEqual(minori)
    }),
    { numRuns: 400, seed: 201812 },
  )
}, 120_000)

test.each(['\u0001', 'a\u000bb', '\ud800', '\uffff'])(
  'a character that XML cannot hold is refused, not written',
  async (valore) => {
    const p = prestazioneDiProva({ protocolloDomanda: valore })
    await expect(unisci(scriviPrestazioni(enteDiProva, [p]))).rejects.toThrow(CarattereImpossibile)
  },
)
