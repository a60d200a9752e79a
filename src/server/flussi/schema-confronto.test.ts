// Four verdicts on the same thousands of files, made and spoiled: INPS's schema and ours, applied by libxml2 and by us. One that
// differs from the others is an error of ours. Without INPS's files (TRAMA_DATI_PROVA) two verdicts are left.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { radice } from '../kernel/paths.ts'
import { minoriGenerati, prestazioniGenerate } from './generati.fixture.ts'
import { Giudice } from './libxml.fixture.ts'
import { muta, mutazioni } from './mutazioni.fixture.ts'
import { conRiferimento, difettiDi, enteDiProva, fileInps, unisci } from './prova.fixture.ts'
import { leggiSchema, SchemaNonCapito } from './schema-xsd.ts'
import { schemaDiTrama, tipoDi } from './schemi.ts'
import { scriviMinori, scriviPrestazioni } from './scrivi-flusso.ts'

const file = (nome: string) => readFileSync(join(radice, 'config', 'flussi', nome), 'utf8')

const tracciati: [TipoFlusso, string, string, fc.Arbitrary<() => AsyncGenerator<string>>][] = [
  [
    'PS_PSA_SINA',
    'ps-psa-sina-201812.xsd',
    'PS_PSA_SINA201812.xsd',
    prestazioniGenerate.map((p) => () => scriviPrestazioni(enteDiProva, p)),
  ],
  ['SINBA', 'sinba.xsd', 'SINBA.xsd', minoriGenerati.map((m) => () => scriviMinori(enteDiProva, m))],
]

describe.each(tracciati)('%s', (tipo, nostro, loro, generati) => {
  test('three thousand files, good and spoiled: the same verdict from every schema and every judge', async () => {
    const giudici = [new Giudice(file(nostro)), ...(conRiferimento ? [new Giudice(fileInps(loro))] : [])]
    const schemi = [schemaDiTrama(tipo).schema, ...(conRiferimento ? [leggiSchema(fileInps(loro))] : [])]
    let [buoni, cattivi] = [0, 0]
    await fc.assert(
      fc.asyncProperty(generati, fc.option(mutazioni, { freq: 8 }), async (scritto, guasti) => {
        const intero = await unisci(scritto())
        const testo = guasti ? muta(intero, guasti) : intero
        const rifiuti = giudici.map((g) => g.rifiuto(testo))
        const valido = rifiuti[0] === undefined
        valido ? buoni++ : cattivi++
        const detti = [rifiuti, ...(await Promise.all(schemi.map((s) => difettiDi(testo, s))))]
        const verdetti = [...rifiuti.map((r) => r === undefined), ...detti.slice(1).map((d) => d.length === 0)]
        expect(new Set(verdetti).size, `${JSON.stringify(detti)}\n${testo}`).toBe(1)
      }),
      { numRuns: 3000, seed: 201812, endOnFailure: true },
    )
    for (const g of giudici) g.chiudi()
    // both kinds are many, or the test would prove nothing
    expect(Math.min(buoni, cattivi)).toBeGreaterThan(500)
  }, 300_000)

  test.skipIf(!conRiferimento)('the schema of INPS is recognised by what it holds', () => {
    expect(tipoDi(leggiSchema(fileInps(loro)))).toBe(tipo)
  })
})

describe('a schema that uses what we do not apply is refused, naming it', () => {
  const schema = (dentro: string) =>
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:x" targetNamespace="urn:x" elementFormDefault="qualified">${dentro}</xs:schema>`
  const elemento = (dentro: string) =>
    schema(`<xs:element name="A"><xs:complexType>${dentro}</xs:complexType></xs:element>`)
  const attributo = (dentro: string) =>
    elemento(`<xs:attribute name="a"><xs:simpleType>${dentro}</xs:simpleType></xs:attribute>`)
  test.each([
    ['xs:choice', elemento('<xs:choice><xs:element name="B" type="xs:string"/></xs:choice>')],
    ['xs:any', elemento('<xs:sequence><xs:any/></xs:sequence>')],
    ['xs:anyAttribute', elemento('<xs:anyAttribute/>')],
    ['xs:key', schema('<xs:element name="A"><xs:complexType/><xs:key name="k"/></xs:element>')],
    ['mixed', schema('<xs:complexType name="T" mixed="true"/><xs:element name="A" type="T"/>')],
    ['nillable', schema('<xs:element name="A" type="xs:string" nillable="true"/>')],
    ['default', elemento('<xs:attribute name="a" type="xs:string" default="1"/>')],
    ['xs:dateTime', elemento('<xs:attribute name="a" type="xs:dateTime"/>')],
    ['xs:union', attributo('<xs:union memberTypes="xs:string"/>')],
    [
      'xs:fractionDigits',
      attributo('<xs:restriction base="xs:decimal"><xs:fractionDigits value="2"/></xs:restriction>'),
    ],
    [
      '[a-z-[aeiou]]',
      attributo('<xs:restriction base="xs:string"><xs:pattern value="[a-z-[aeiou]]"/></xs:restriction>'),
    ],
    ['xs:import', schema('<xs:import namespace="urn:y"/>')],
  ])('%s', (che, testo) => {
    expect(() => leggiSchema(testo)).toThrow(SchemaNonCapito)
    expect(() => leggiSchema(testo)).toThrow(che)
  })
  test('what is no schema', () => {
    expect(() => leggiSchema('<a/>')).toThrow('xs:schema')
    expect(() => leggiSchema('<a')).toThrow('ben formato')
  })
})
