import { DOMParser, type Element, Node } from '@xmldom/xmldom'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  campiAccesso,
  campiFinale,
  campiValutazione,
  catalogo,
  fasi,
  sistemaDi,
} from '../../../shared/cartella/lombardia/campi.ts'
import { versioneDel } from '../../../shared/cartella/lombardia/codici.ts'
import { controllaMessaggio } from '../../../shared/cartella/lombardia/messaggio.rules.ts'
import type { Messaggio } from '../../../shared/cartella/lombardia/messaggio.ts'
import { accessoMinimo, attesi, esempio, letto, tabella } from './esempi.fixture.ts'
import { messaggi } from './messaggi.fixture.ts'
import { scriviMessaggio } from './scrivi.ts'

/** The same tree whatever the prefixes, the order of the attributes, the comments and the blanks between elements. */
function canonico(xml: string): string {
  const el = (e: Element): string => {
    const attributi = [...e.attributes].filter((a) => !a.name.startsWith('xmlns')).map((a) => `${a.name}=${a.value}`)
    const figli = [...e.childNodes].map((n) =>
      n.nodeType === Node.ELEMENT_NODE ? el(n as Element) : n.nodeType === Node.TEXT_NODE ? n.nodeValue!.trim() : '',
    )
    return `<${e.localName} ${attributi.sort().join(' ')}>${figli.join('')}</>`
  }
  return el(new DOMParser().parseFromString(xml, 'text/xml').documentElement!)
}

describe('andata e ritorno', () => {
  test('ogni messaggio valido torna com’era', () => {
    fc.assert(
      fc.property(messaggi, (m) => {
        expect(controllaMessaggio(m)).toEqual([])
        const xml = scriviMessaggio(m, tabella)
        expect(xml).toContain('schema non verificato')
        expect(letto(xml)).toStrictEqual(m)
        expect(scriviMessaggio(letto(xml), tabella)).toBe(xml)
      }),
      { numRuns: 300 },
    )
  })
  test.each(['a', 'b', 'e'])(
    'l’esempio della fase %s, scritto a mano, dice quello che deve e si riscrive uguale',
    (f) => {
      const m = letto(esempio(f))
      expect(m).toStrictEqual(attesi[f])
      expect(canonico(scriviMessaggio(m, tabella))).toBe(canonico(esempio(f)))
    },
  )
  test('ogni campo del catalogo compare in un messaggio che li ha tutti', () => {
    const pieni = (campi: readonly { chiave: string; tipo: string; multiplo: boolean }[]) =>
      Object.fromEntries(
        campi.map((c) => {
          const valore = c.tipo === 'importo' ? '1' : c.tipo === 'data' ? '2026-01-01' : 'X'
          return [c.chiave, c.multiplo ? [valore] : valore]
        }),
      )
    const m = {
      ...attesi.a!,
      accesso: { ...accessoMinimo, dati: pieni(campiAccesso) },
      valutazione: { ...attesi.b!.valutazione!, dati: pieni(campiValutazione) },
      finale: { ...attesi.e!.finale!, dati: pieni(campiFinale) },
    } as Messaggio
    const xml = scriviMessaggio(m, tabella)
    for (const f of fasi)
      for (const c of catalogo[f].campi) {
        const oid = versioneDel(tabella, '2026-11-23').sistema(sistemaDi(f, c))?.oid
        expect(xml).toContain(oid ? `<code code="${c.sigla}" codeSystem="${oid}"/>` : `<code code="${c.sigla}"/>`)
      }
    expect(letto(xml)).toStrictEqual(m)
  })
  test('un istante con un altro fuso è lo stesso istante', () => {
    const xml = esempio('a').replace('20261123093000+0000', '20261123103000+0100')
    expect(letto(xml).busta.creato).toBe('2026-11-23T09:30:00Z')
  })
})
