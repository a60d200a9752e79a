// The files themselves, walked one by one, before any database.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { codifiche as nomi } from '../../shared/parametri/codifiche.rules.ts'
import { leggiCodifiche, leggiVoci } from './load-codifiche.ts'
import { radice } from './paths.ts'

const liste = leggiCodifiche()

test('each list has its file, its name in the code, and the other way round', () => {
  const file = readdirSync(join(radice, 'config', 'codifiche')).map((f) => f.replace(/\.csv$/, ''))
  const ids = liste.map((l) => l.id).sort()
  expect(file.sort()).toEqual(ids)
  expect([...nomi].sort()).toEqual(ids)
})

describe.each(liste)('$id', (lista) => {
  const voci = leggiVoci(lista)
  test('says what it is and where it comes from', () => {
    for (const parola of [lista.nome, lista.descrizione, lista.fonte]) expect(parola).toMatch(/\S/)
  })
  test('has entries with words, a source and a code that stays', () => {
    expect(voci.length).toBeGreaterThan(0)
    for (const v of voci) {
      expect(v.etichetta, v.codice).toMatch(/\S/)
      expect(v.etichetta, v.codice).not.toContain("'")
      expect(v.fonte, v.codice).toMatch(/\S/)
      // loc- and naz- are those added on the spot
      expect(v.codice).toMatch(/^(?!loc-|naz-)[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(v.al === null || v.al >= v.dal, v.codice).toBe(true)
    }
  })
  test('never says the same code twice for a day, nor the same words twice under one parent', () => {
    const chiavi = voci.map((v) => `${v.codice} ${v.dal}`)
    expect(new Set(chiavi).size).toBe(chiavi.length)
    const parole = voci.filter((v) => v.al === null).map((v) => `${v.padre} ${v.etichetta.toLowerCase()}`)
    expect(new Set(parole).size).toBe(new Set(voci.filter((v) => v.al === null).map((v) => v.codice)).size)
  })
  test('has parents that come before, and no deeper than it says', () => {
    const livelli = new Map<string, number>()
    for (const v of voci) {
      if (v.padre) expect(livelli.has(v.padre), `${v.codice} under ${v.padre}`).toBe(true)
      livelli.set(v.codice, v.padre ? livelli.get(v.padre)! + 1 : 1)
    }
    expect(Math.max(...livelli.values())).toBe(lista.livelli)
  })
  test('points only to codes of its own', () => {
    const codici = new Set(voci.map((v) => v.codice))
    for (const v of voci) if (v.attributi.inversa) expect(codici.has(v.attributi.inversa), v.codice).toBe(true)
  })
})

/** Articles that the domain notes of the project confirm. All the others are quoted from memory, and marked. */
const confermate = ['L. 184/1983, art. 5-bis']
const norma = /\bL\. \d|D\.Lgs\.|DPR |DPCM |\bDM \d|codice civile|c\.p\.c\./i

test('a norm that nobody has checked bears the mark of what is not checked', () => {
  const fonti = liste.flatMap((l) => [l.fonte, ...leggiVoci(l).map((v) => v.fonte)])
  const citate = [...new Set(fonti.filter((f) => norma.test(f)))]
  expect(citate.length).toBeGreaterThan(30)
  expect(citate.filter((f) => !f.includes('[K]') && !confermate.includes(f))).toEqual([])
})
