import { describe, expect, test } from 'vitest'
import { famigliaEsempio } from '../famiglia-esempio.fixture.ts'
import { famiglia } from '../genogramma.fixture.ts'
import { descrivi } from './descrizione.ts'
import { disegna } from './disegno.ts'
import { disponi } from './disposizione.ts'
import { alGiorno, type DatiGenogramma, isPersona } from './modello.ts'

const svgDi = (d: DatiGenogramma, o = {}) => disegna(disponi(d), { titolo: 'Genogramma', ...o })
const attributi = (svg: string, nome: string) =>
  [...new Set([...svg.matchAll(new RegExp(`${nome}="([^"]*)"`, 'g'))].map((m) => m[1]!))].sort()

/** What the data say that must be drawn, worked out without the engine. */
function attesi(dati: DatiGenogramma): Set<string> {
  const s = new Set<string>()
  for (const p of dati.persone) {
    if (!isPersona(p)) {
      s.add(p.tipo!)
      continue
    }
    s.add({ M: 'persona-quadrato', F: 'persona-cerchio', altro: 'persona-rombo', ignoto: 'persona-rombo' }[p.sesso])
    if (p.indice) s.add('indice')
    if (p.decesso) s.add('decesso')
    if (p.nascita && (p.decesso || dati.giorno)) s.add('eta')
    for (const x of p.segni ?? []) s.add(`segno-${x.codice}`)
  }
  for (const l of dati.legami) s.add(`legame-${l.qualita}`)
  for (const n of dati.nuclei) s.add(`nucleo-${n.tipo}`)
  for (const u of dati.unioni) {
    s.add(`unione-${u.tipo}`)
    if (u.esito && u.esito !== 'vedovanza') s.add(`taglio-${u.esito}`)
  }
  return s
}

describe('il disegno', () => {
  test('ha una legenda con tutti e soli i simboli usati', () => {
    const sbagliate: string[] = []
    for (let s = 1; s <= 200; s++) {
      const dati = famiglia(s)
      const svg = svgDi(dati)
      const usati = attributi(svg, 'data-simbolo')
      const [scritti, previsti] = [attributi(svg, 'data-legenda'), attesi(dati)]
      if (usati.join() !== scritti.join())
        sbagliate.push(
          `famiglia ${s}: ${usati.filter((x) => !scritti.includes(x))} / ${scritti.filter((x) => !usati.includes(x))}`,
        )
      const mancanti = [...previsti].filter((x) => !scritti.includes(x))
      if (mancanti.length > 0) sbagliate.push(`famiglia ${s}: mancano ${mancanti}`)
      const estranei = scritti.filter((x) => !previsti.has(x) && !/^(figlio-|gemelli|unione-genitori)/.test(x))
      if (estranei.length > 0) sbagliate.push(`famiglia ${s}: di troppo ${estranei}`)
    }
    expect(sbagliate).toEqual([])
  })

  test('non lascia entrare né tag né attributi dai nomi e dai codici', () => {
    const cattivo = `<script>alert(1)</script>"'&`
    const svg = svgDi(
      {
        persone: [
          { id: `x"><b>`, etichetta: cattivo, sesso: 'M', segni: [{ codice: cattivo }] },
          { id: 'y', etichetta: 'a\u0000b\u0008', sesso: 'F' },
        ],
        unioni: [],
        filiazioni: [],
        legami: [{ a: 'y', b: `x"><b>`, qualita: cattivo }],
        nuclei: [{ id: 'n', tipo: 'rete', etichetta: cattivo, membri: [{ persona: 'y' }] }],
      },
      { titolo: cattivo, sottotitolo: cattivo, id: cattivo },
    )
    expect(svg).not.toContain('<script')
    expect(svg).not.toContain('<b>')
    expect(svg).toContain('&lt;script&gt;')
    // every mark opens and closes: what is left of the text has neither < nor stray quotes
    const fuori = svg.replace(/<[a-z/][^<>]*>/g, '')
    expect(fuori).not.toMatch(/[<>"]/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
    expect(svg).not.toMatch(/[\u0000-\u0008]/)
  })

  test('si fa leggere: titolo, descrizione, ruolo di immagine', () => {
    const svg = svgDi(alGiorno(famigliaEsempio, '2026-11-26'), { id: 'prova' })
    expect(svg).toMatch(/role="img" aria-labelledby="prova-titolo" aria-describedby="prova-descrizione"/)
    expect(svg).toContain('<title id="prova-titolo">Genogramma</title>')
    expect(svg).toContain('<desc id="prova-descrizione">Ettore Valli, uomo')
    expect(svg).not.toMatch(/href|url\(|@import|class=/)
  })

  test('cambia i tratti dei legami con la tabella di chi disegna', () => {
    const legami = [{ codice: 'fuso', nome: 'Invischiato', frase: 'invischiato', linee: 2 as const }]
    expect(svgDi(famigliaEsempio, { legami })).toContain('Legame: invischiato')
  })

  test('mostra età, unioni e genitori come erano in quel giorno', () => {
    const nel2014 = svgDi(alGiorno(famigliaEsempio, '2014-06-01'))
    expect(nel2014).not.toContain('div. 2016')
    expect(nel2014).not.toContain('Nadia')
    expect(svgDi(alGiorno(famigliaEsempio, '2016-04-04'))).toContain('div. 2016')
  })
})

describe('la descrizione a parole', () => {
  test('dice persone, unioni, figli, gemelli, legami e nuclei', () => {
    const frasi = descrivi(alGiorno(famigliaEsempio, '2026-11-26'))
    for (const f of [
      'Ettore Valli, uomo, nato il 04/03/1938, morto il 20/09/2011 a 73 anni.',
      'Giulia Valli, persona di cui si parla, donna, nata il 03/11/2009, 17 anni.',
      'Paolo Valli e Laura Neri: matrimonio dal 10/09/2005, divorzio il 04/04/2016.',
      'Mei Valli è figlia adottiva di Guido Sala e Teresa Valli.',
      'Karim è in affido a Guido Sala e Teresa Valli.',
      'Marco Valli e Matteo Valli sono gemelli identici.',
      'Legame conflittuale tra Paolo Valli e Giulia Valli.',
      'Rete «Rete di sostegno»: Bruna (vicina di casa) e Dino Neri.',
    ])
      expect(frasi).toContain(f)
  })
})
