// The code lists, the catalogue of fields and the schemas say the same, and what INPS publishes says so too (TRAMA_DATI_PROVA).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import {
  type Campo,
  campiAnagrafica,
  campiIndirizzo,
  campiMinore,
  campiPrestazione,
  campiSina,
  gruppiMinore,
  gruppiSina,
} from '../../shared/flussi/campi.ts'
import { denominazioneInps } from '../../shared/flussi/elenchi.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { areaSiussDi, codiciArea, codiciServizio } from '../../shared/interventi/istat.rules.ts'
import { readCsv } from '../kernel/read-csv.ts'
import { elenchiDiBase, regioniDaVerificare } from './elenchi.ts'
import { conRiferimento, datiDiRiferimento } from './prova.fixture.ts'
import type { TipoSemplice } from './schema-tipi.ts'
import type { Tipo } from './schema-xsd.ts'
import { schemaDiTrama } from './schemi.ts'

const elenchi = elenchiDiBase()

test('a code of a measure that is over is of its years', () => {
  for (const codice of ['A7.01', 'A7.02']) {
    expect(elenchi.trova('prestazione-siuss', codice, '2023-12-31')).toBeDefined()
    expect(elenchi.trova('prestazione-siuss', codice, '2024-01-01')).toBeUndefined()
  }
})

/** Attributes and texts of a schema: element or `element/@attribute` → the values it admits. */
function valoriDi(tipo: TipoFlusso): Map<string, string[] | undefined> {
  const fuori = new Map<string, string[] | undefined>()
  const scrivi = (nome: string, t: TipoSemplice) => {
    const valori = t.restrizioni.flatMap((r) => [...(r.valori ?? [])])
    fuori.set(nome, valori.length > 0 ? valori : undefined)
  }
  const visita = (nome: string, t: Tipo) => {
    if ('semplice' in t) {
      scrivi(nome, t.semplice)
      return
    }
    for (const a of t.complesso.attributi.values()) scrivi(`${nome}/@${a.nome}`, a.tipo)
    for (const f of t.complesso.figli) visita(f.nome, f.tipo)
  }
  for (const [nome, t] of schemaDiTrama(tipo).schema.radici) visita(nome, t)
  return fuori
}

const cataloghi: [TipoFlusso, Record<string, readonly Campo[]>, Campo[]][] = [
  [
    'PS_PSA_SINA',
    {
      Anagrafica: Object.values(campiAnagrafica),
      Indirizzo: Object.values(campiIndirizzo),
      PrestazioniSociali: Object.values(campiPrestazione),
      SINA: Object.values(campiSina),
    },
    Object.values(gruppiSina).map((g) => g.voce),
  ],
  ['SINBA', { SINBA: Object.values(campiMinore) }, Object.values(gruppiMinore).map((g) => g.voce)],
]

describe.each(cataloghi)('%s', (tipo, elementi, voci) => {
  const valori = valoriDi(tipo)
  test.each(Object.entries(elementi))('%s has in the catalogue the attributes of the schema', (elemento, campi) => {
    const delloSchema = [...valori.keys()].filter((k) => k.startsWith(`${elemento}/@`)).map((k) => k.split('@')[1])
    expect(campi.map((c) => c.xml).sort()).toEqual(delloSchema.sort())
  })
  test('every field with a list has in the schema the codes of its list', () => {
    const tutti: [string, Campo][] = [
      ...Object.entries(elementi).flatMap(([e, campi]) => campi.map((c): [string, Campo] => [`${e}/@${c.xml}`, c])),
      ...voci.map((c): [string, Campo] => [c.xml, c]),
    ]
    const conElenco = tutti.filter(([, c]) => c.genere === 'codice')
    expect(conElenco.length).toBeGreaterThan(10)
    for (const [nome, c] of conElenco)
      expect(
        elenchi
          .voci(c.elenco!)
          .map((v) => v.codice)
          .sort(),
        nome,
      ).toEqual([...valori.get(nome)!].sort())
  })
})

test('the sections of the catalogue are no codes to send', () => {
  expect(elenchi.voci('prestazione-siuss').every((v) => /^A\d\.\d{2}(\.\d{2})?$/.test(v.codice))).toBe(true)
  expect(elenchi.trova('prestazione-siuss', 'a1')).toBeUndefined()
})

test('the catalogue of services points at codes that are there, and says how sure each is', () => {
  const righe = readCsv('interventi.csv')
  expect(new Set(righe.map((r) => r.codice)).size).toBe(righe.length)
  for (const r of righe) {
    if (r.inps) expect(elenchi.trova('prestazione-siuss', r.inps)?.etichetta, r.codice).toBe(r.nome)
    if (r.istat_servizio) expect(codiciServizio).toContain(r.istat_servizio)
    if (r.istat_area) expect(codiciArea).toContain(r.istat_area)
    expect([Boolean(r.inps), Boolean(r.istat_servizio || r.istat_area)], r.codice).toEqual([
      Boolean(r.segno_inps),
      Boolean(r.segno_istat),
    ])
    expect(r.fonte).toMatch(/\S/)
  }
  // what the comuni do not send is not there, and every area of ISTAT falls in one of SIUSS
  expect(righe.some((r) => r.inps?.startsWith('A4'))).toBe(false)
  expect(codiciArea.map(areaSiussDi)).toEqual(['1', '2', '3', '2', '3', '3', '3'])
})

test('the table T0 ships to be verified', () => {
  expect(regioniDaVerificare(elenchi)).toBe(true)
})

const leggi = (file: string) =>
  parse(readFileSync(join(datiDiRiferimento, file)), { columns: true, bom: true }) as Record<string, string>[]
const con = test.skipIf(!conRiferimento)

con('the prestazioni are those of INPS’s vocabulary, label for label', () => {
  const loro = leggi('inps-ndc/tipo_categoria_siuss.csv').map((r) => [r.code, r.label_it!.trim()])
  expect(elenchi.voci('prestazione-siuss').map((v) => [v.codice, denominazioneInps(v)])).toEqual(loro)
})

con('the codes of INPS’s enumerations are those of our schemas', () => {
  for (const [tipo, file] of [
    ['PS_PSA_SINA', 'inps-waas/PS_PSA_SINA201812_enums.csv'],
    ['SINBA', 'inps-waas/SINBA_enums.csv'],
  ] as const) {
    const loro = Object.values(Object.groupBy(leggi(file), (r) => r.enum!)).map((g) => g!.map((r) => r.value).join())
    const nostri = [...valoriDi(tipo).values()].filter((v) => v !== undefined).map((v) => v.join())
    // each of theirs is used by some field, and ours has no other
    expect(new Set(nostri), tipo).toEqual(new Set(loro))
  }
})
