import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogo, fasi, sistemaDi } from '../../../shared/cartella/lombardia/campi.ts'
import { controllaTabella, versioneDel } from '../../../shared/cartella/lombardia/codici.ts'
import { codiciDi } from '../../../shared/cartella/lombardia/codici-usati.rules.ts'
import type { Messaggio } from '../../../shared/cartella/lombardia/messaggio.ts'
import { radice } from '../../kernel/paths.ts'
import { attesi, esempio, letto, tabella } from './esempi.fixture.ts'
import { scriviMessaggio } from './scrivi.ts'

describe('la tabella dei codici', () => {
  test('il manuale nomina ogni sistema con il suo OID', () => {
    const manuale = readFileSync(join(radice, 'docs/lombardia.md'), 'utf8').split('\n')
    const breve = (oid: string) => oid.replace(/^2\.16\.840\.1\.113883\.2\.9\.2\.30\.3\.2\./, '….')
    for (const r of tabella.sistemi.filter((s) => s.al === null)) {
      const righe = manuale.filter((x) => x.includes(`\`${r.sistema}\``))
      expect(righe.length, r.sistema).toBeGreaterThan(0)
      expect(righe.join(), r.sistema).toContain(r.oid ? `\`${breve(r.oid)}\`` : '–')
    }
  })
  test('quella del prodotto è coerente, ed è completa per ciò che il messaggio usa', () => {
    expect(controllaTabella(tabella)).toEqual([])
    const v = versioneDel(tabella, '2026-11-23')
    for (const f of fasi) {
      expect(v.perNome('FASE', f)?.codice).toBe(catalogo[f].lettera)
      for (const c of catalogo[f].campi) expect(v.sistema(sistemaDi(f, c)), sistemaDi(f, c)).toBeDefined()
    }
    for (const m of Object.values(attesi))
      for (const { sistema } of codiciDi(m)) expect(v.sistema(sistema)).toBeDefined()
  })
  test('gli OID che altrove si contraddicono qui sono diversi', () => {
    const v = versioneDel(tabella, '2026-11-23')
    for (const [uno, altro] of [
      ['A.TIRI', 'A.MOCO'],
      ['A.DSU0', 'A.TIIS'],
      ['B.COPA', 'PROFILO-CASE-MANAGER'],
      ['LUOGO-PRESTAZIONE', 'PROFILO-EROGATORE'],
    ] as const)
      expect(v.sistema(uno)?.oid).not.toBe(v.sistema(altro)?.oid)
  })
  test('due sistemi su un OID, righe sovrapposte, OID mal scritti si rifiutano in parole', () => {
    const sistemi = tabella.sistemi.map((r) =>
      r.sistema === 'A.MOCO' ? { ...r, oid: tabella.sistemi.find((x) => x.sistema === 'A.TIRI')!.oid } : r,
    )
    const difetti = controllaTabella({ ...tabella, sistemi })
    expect(difetti).toHaveLength(1)
    expect(difetti[0]!.frase).toContain('due codici su un solo OID')
    const riga = tabella.sistemi[0]!
    expect(controllaTabella({ sistemi: [riga, { ...riga, dal: '2030-01-01' }], codici: [] })).toHaveLength(1)
    expect(controllaTabella({ sistemi: [{ ...riga, oid: '2.16.x' }], codici: [] })[0]!.frase).toContain('non è un OID')
    expect(controllaTabella({ sistemi: [], codici: tabella.codici.slice(0, 1) })[0]!.frase).toContain(
      'aggiungi la sua riga',
    )
  })
  test('ATS e ASST si riconoscono dal nome, dall’elenco dei codici, o dall’OID se ognuna ha il suo', () => {
    expect(letto(esempio('a').replaceAll(/ assigningAuthorityName="\w+"/g, ''))).toStrictEqual(attesi.a)
    const sistemi = tabella.sistemi.map((r) =>
      r.sistema === 'ASST'
        ? { ...r, oid: '1.2.3', registro: null }
        : r.sistema === 'ATS'
          ? { ...r, registro: null }
          : r,
    )
    const t = { ...tabella, sistemi }
    expect(letto(scriviMessaggio(attesi.a!, t), t)).toStrictEqual(attesi.a)
  })
  test('un OID cambiato da un giorno vale per i messaggi creati da quel giorno', () => {
    const nuovo = '2.16.840.1.113883.2.9.2.30.3.2.3.1.1.99'
    const sistemi = tabella.sistemi.flatMap((r) =>
      r.sistema === 'A.MOCO'
        ? [
            { ...r, al: '2026-12-31' },
            { ...r, oid: nuovo, dal: '2027-01-01' },
          ]
        : [r],
    )
    const t = { ...tabella, sistemi }
    expect(controllaTabella(t)).toEqual([])
    const nel = (creato: string): Messaggio => ({ ...attesi.a!, busta: { ...attesi.a!.busta, creato } })
    expect(scriviMessaggio(nel('2026-12-31'), t)).not.toContain(nuovo)
    expect(scriviMessaggio(nel('2027-01-01'), t)).toContain(`code="MOCO" codeSystem="${nuovo}"`)
    expect(letto(scriviMessaggio(nel('2027-01-01'), t), t)).toStrictEqual(nel('2027-01-01'))
  })
})
