import { expect, test } from 'vitest'
import type { Fatto, Tipo } from '../../shared/misure/linguaggio.ts'
import type { VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import { type Caso, errato, ilRestoNo, inFatti, leggiScritto } from './caso.ts'

const fatto = (id: string, tipo: Tipo, scelte?: string[]): Fatto => ({
  id,
  tipo,
  nome: id,
  ...(scelte && { scelte: scelte.map((codice) => ({ codice, nome: codice })) }),
})
const usati = [
  fatto('domanda.giorno', 'giorno'),
  fatto('isee.valore', 'importo'),
  fatto('residenza.mesi', 'numero'),
  fatto('beni.nave', 'logico'),
  fatto('componente.disabilita', 'codice', ['nessuna', 'grave']),
  fatto('componente.naspi', 'logico'),
]
const v = { usati } as unknown as VersioneCompilata

test('what is typed the Italian way is understood, what makes no sense is not known and is said', () => {
  const caso: Caso = {
    nucleo: { 'domanda.giorno': '1/3/2026', 'isee.valore': '1.234,5', 'residenza.mesi': '24', 'beni.nave': 'no' },
    componenti: [{ 'componente.naspi': 'si', 'componente.disabilita': 'grave' }, {}],
  }
  expect(inFatti(v, caso)).toEqual({
    nucleo: { 'domanda.giorno': '2026-03-01', 'isee.valore': 123_450, 'residenza.mesi': 24, 'beni.nave': false },
    componenti: [
      { 'componente.naspi': true, 'componente.disabilita': 'grave' },
      { 'componente.naspi': null, 'componente.disabilita': null },
    ],
  })
  expect(leggiScritto(usati[1]!, 'mille')).toBeNull()
  expect(errato(usati[1]!, 'mille')).toMatch(/1\.234,56/)
  expect(errato(usati[1]!, '')).toBeNull()
  expect(errato(usati[0]!, '31/02/2026')).toMatch(/22\/11/)
})

test('«il resto no» answers what was left empty, and touches nothing of what was written', () => {
  const c = ilRestoNo(v, { nucleo: { 'isee.valore': '100', 'beni.nave': 'si' }, componenti: [{}] })
  expect(c.nucleo).toEqual({ 'isee.valore': '100', 'beni.nave': 'si' })
  expect(c.componenti[0]).toEqual({ 'componente.disabilita': 'nessuna', 'componente.naspi': 'no' })
})
