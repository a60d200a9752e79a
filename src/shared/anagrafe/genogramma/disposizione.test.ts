import { describe, expect, test } from 'vitest'
import { famigliaEsempio } from '../famiglia-esempio.fixture.ts'
import { caso, famiglia, rimescola } from '../genogramma.fixture.ts'
import { disegna } from './disegno.ts'
import { disponi } from './disposizione.ts'
import { leggi } from './famiglia.ts'
import { type Disposizione, type Punto, type Rettangolo, simboloDi, toccano } from './figura.ts'
import { alGiorno, type DatiGenogramma, senzaPersone } from './modello.ts'

const FAMIGLIE = Array.from({ length: 220 }, (_v, i) => i + 1)
const tutte: [string, DatiGenogramma][] = [
  ['esempio', famigliaEsempio],
  ...[1990, 2005, 2014, 2018, 2026].map((a): [string, DatiGenogramma] => [
    `esempio ${a}`,
    alGiorno(famigliaEsempio, `${a}-11-26`),
  ]),
  ...FAMIGLIE.map((s): [string, DatiGenogramma] => [`famiglia ${s}`, famiglia(s)]),
  ...[1, 2, 3, 8, 12].map((s): [string, DatiGenogramma] => [`famiglia da sessanta ${s}`, famiglia(s, 60)]),
]
const disposte = tutte.map(([nome, dati]) => ({ nome, dati, d: disponi(dati) }))
const svg = (d: Disposizione) => disegna(d, { titolo: 'Genogramma' })

/** The first families for which something is wrong, with what. */
const controlla = (trova: (d: Disposizione, dati: DatiGenogramma) => string[]) =>
  disposte.flatMap(({ nome, d, dati }) => trova(d, dati).map((x) => `${nome}: ${x}`)).slice(0, 10)

const riquadri = (d: Disposizione): [string, Rettangolo][] =>
  d.nodi.flatMap((n): [string, Rettangolo][] => [
    [`simbolo di ${n.persona.id}`, simboloDi(n)],
    ...(n.etichetta.h > 0 ? [[`nome di ${n.persona.id}`, n.etichetta] as [string, Rettangolo]] : []),
  ])

const dentroAnello = (p: Punto, anello: readonly Punto[]) =>
  anello.reduce((dentro, a, i) => {
    const b = anello[(i + 1) % anello.length]!
    return a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x ? !dentro : dentro
  }, false)
const dentro = (p: Punto, anelli: readonly (readonly Punto[])[]) =>
  anelli.filter((a) => dentroAnello(p, a)).length % 2 === 1
const angoli = (r: Rettangolo): Punto[] => [
  { x: r.x, y: r.y },
  { x: r.x + r.w, y: r.y },
  { x: r.x, y: r.y + r.h },
  { x: r.x + r.w, y: r.y + r.h },
]

describe('la disposizione', () => {
  test('mette ogni persona una volta sola, dentro la figura', () => {
    expect(
      controlla((d, dati) => {
        const fuori = d.nodi.filter((n) => n.x < 0 || n.y < 0 || n.x > d.larghezza || n.y > d.altezza)
        return new Set(d.nodi.map((n) => n.persona.id)).size !== dati.persone.length || fuori.length > 0
          ? ['manca o è fuori']
          : []
      }),
    ).toEqual([])
  })
  test('non sovrappone simboli né nomi', () => {
    expect(
      controlla((d) => {
        const tutti = riquadri(d)
        return tutti.flatMap(([a, r], i) =>
          tutti.slice(i + 1).flatMap(([b, s]) => (toccano(r, s) ? [`${a} su ${b}`] : [])),
        )
      }),
    ).toEqual([])
  })
  test('non scrive date di unioni né nomi di nuclei sopra simboli, nomi o altre scritte', () => {
    expect(
      controlla((d) => {
        const scritte: [string, Rettangolo][] = [
          ...d.unioni.filter((u) => u.testo.length > 0).map((u): [string, Rettangolo] => [u.coppia.chiave, u.riquadro]),
          ...d.contorni.map((c): [string, Rettangolo] => [c.nucleo.etichetta, c.riquadro]),
        ]
        return scritte.flatMap(([a, r], i) =>
          [...riquadri(d), ...scritte.slice(i + 1)].flatMap(([b, s]) => (toccano(r, s) ? [`${a} su ${b}`] : [])),
        )
      }),
    ).toEqual([])
  })
  test('non fa passare le linee di famiglia sopra simboli e nomi', () => {
    expect(
      controlla((d) =>
        [...d.unioni, ...d.figli].flatMap((l) =>
          l.punti.slice(1).flatMap((q, i) => {
            const p = l.punti[i]!
            if (p.x !== q.x && p.y !== q.y) return [] // the fork of twins, between the strip and the symbols
            const r = { x: Math.min(p.x, q.x), y: Math.min(p.y, q.y), w: Math.abs(q.x - p.x), h: Math.abs(q.y - p.y) }
            return riquadri(d).flatMap(([nome, s]) => {
              // a diamond does not fill its box
              const m = nome.startsWith('simbolo') ? s.w / 4 : 1
              const stretto = { x: s.x + m, y: s.y + m, w: s.w - 2 * m, h: s.h - 2 * m }
              return toccano({ ...r, w: r.w || 0.1, h: r.h || 0.1 }, stretto) ? [`linea su ${nome}`] : []
            })
          }),
        ),
      ),
    ).toEqual([])
  })
  test('mette i figli sempre sotto i genitori', () => {
    expect(
      controlla((d) => {
        const y = new Map(d.nodi.map((n) => [n.persona.id, n.y]))
        return d.famiglia.coppie.flatMap((c) =>
          c.figli.flatMap((r) =>
            [c.a, c.b].flatMap((g) =>
              g !== undefined && y.get(g)! >= y.get(r.figlio)! ? [`${g} non è sopra ${r.figlio}`] : [],
            ),
          ),
        )
      }),
    ).toEqual([])
  })
  test('dà la stessa figura per gli stessi dati, in qualunque ordine arrivino', () => {
    const diverse = disposte
      .filter(({ dati, d }, i) => svg(disponi(rimescola(dati, i + 99))) !== svg(d))
      .map((x) => x.nome)
    expect(diverse).toEqual([])
  })
  test('chiude ogni nucleo intorno ai suoi membri e lascia fuori gli altri', () => {
    expect(
      controlla((d) =>
        d.contorni.flatMap((c) => {
          const membri = new Set(c.nucleo.membri.map((m) => m.persona))
          return d.nodi.flatMap((n) => {
            const punti = [...angoli(simboloDi(n)), ...(n.etichetta.h > 0 ? angoli(n.etichetta) : [])]
            if (membri.has(n.persona.id))
              return punti.every((p) => dentro(p, c.anelli)) ? [] : [`${n.persona.id} esce da ${c.nucleo.etichetta}`]
            return dentro(n, c.anelli) ? [`${n.persona.id} è dentro ${c.nucleo.etichetta}`] : []
          })
        }),
      ),
    ).toEqual([])
  })
})

describe('l’oscuramento', () => {
  test('non lascia traccia: la figura è quella di chi non c’è mai stato', () => {
    const diverse: string[] = []
    for (const s of FAMIGLIE.slice(0, 60)) {
      const dati = famiglia(s)
      const dado = caso(s)
      const nascosta = dati.persone[Math.floor(dado() * dati.persone.length)]!.id
      const unioni = new Map(dati.unioni.map((u) => [u.id, u]))
      // the same family written without that person from the start, with a row for each parent
      const senza: DatiGenogramma = {
        giorno: dati.giorno,
        persone: dati.persone.filter((p) => p.id !== nascosta),
        unioni: dati.unioni.filter((u) => u.a !== nascosta && u.b !== nascosta),
        filiazioni: dati.filiazioni.flatMap((f) => {
          const u = 'unione' in f.genitori ? unioni.get(f.genitori.unione)! : undefined
          const genitori = u ? [u.a, u.b] : 'persone' in f.genitori ? f.genitori.persone : []
          if (f.figlio === nascosta) return []
          return genitori.filter((g) => g !== nascosta).map((g) => ({ ...f, genitori: { persone: [g] } }))
        }),
        legami: dati.legami.filter((l) => l.a !== nascosta && l.b !== nascosta),
        nuclei: dati.nuclei
          .map((n) => ({ ...n, membri: n.membri.filter((m) => m.persona !== nascosta) }))
          .filter((n) => n.membri.length > 0),
      }
      const oscurata = svg(disponi(senzaPersone(dati, new Set([nascosta]))))
      if (oscurata !== svg(disponi(senza))) diverse.push(`famiglia ${s} senza ${nascosta}`)
      if (oscurata.includes(nascosta)) diverse.push(`famiglia ${s} nomina ${nascosta}`)
    }
    expect(diverse).toEqual([])
  })
  test('non fa di un gemello rimasto solo un gemello, né lascia un nucleo vuoto', () => {
    const d = disponi(senzaPersone(famigliaEsempio, new Set(['gem2', 'vicina', 'zio2'])))
    expect(d.gemelli).toEqual([])
    expect(d.contorni.map((c) => c.nucleo.id)).toEqual(['n1', 'n2'])
  })
})

describe('il cursore del tempo', () => {
  test('toglie chi non è nato, scioglie le unioni al loro giorno, muove i nuclei', () => {
    const nel = (giorno: string) => leggi(alGiorno(famigliaEsempio, giorno))
    expect(nel('2008-01-01').perId.has('io')).toBe(false)
    expect(nel('2010-01-01').perId.get('nonno')!.decesso).toBeUndefined()
    const unione = (giorno: string) => nel(giorno).coppie.find((c) => c.unioni.some((u) => u.id === 'u4'))?.unioni[0]
    expect(unione('2005-09-09')).toBeUndefined()
    expect(unione('2010-01-01')).toMatchObject({ tipo: 'matrimonio' })
    expect(unione('2010-01-01')!.esito).toBeUndefined()
    expect(unione('2016-04-04')!.esito).toBe('divorzio')
    const casa = (giorno: string) =>
      nel(giorno)
        .nuclei.find((n) => n.id === 'n1')!
        .membri.map((m) => m.persona)
    expect(casa('2016-04-03')).toContain('padre')
    expect(casa('2016-04-04')).not.toContain('padre')
  })
  test('tiene i genitori anche prima che si sposino', () => {
    const dati: DatiGenogramma = {
      persone: [
        { id: 'a', etichetta: 'A', sesso: 'M', nascita: '1980' },
        { id: 'b', etichetta: 'B', sesso: 'F', nascita: '1980' },
        { id: 'c', etichetta: 'C', sesso: 'F', nascita: '2003' },
      ],
      unioni: [{ id: 'u', a: 'a', b: 'b', tipo: 'matrimonio', dal: '2007' }],
      filiazioni: [{ figlio: 'c', genitori: { unione: 'u' }, tipo: 'naturale' }],
      legami: [],
      nuclei: [],
    }
    expect(disponi(alGiorno(dati, '2005-01-01')).unioni.map((u) => u.tipo)).toEqual(['genitori'])
    expect(disponi(alGiorno(dati, '2010-01-01')).unioni.map((u) => u.tipo)).toEqual(['matrimonio'])
  })
})

describe('dati impossibili', () => {
  const persone = ['a', 'b', 'c'].map((id) => ({ id, etichetta: id, sesso: 'F' as const }))
  const vuoto = { persone, unioni: [], filiazioni: [], legami: [], nuclei: [] }
  test('antenati di sé, unioni con sé e persone ignote non fermano la figura', () => {
    const d = disponi({
      ...vuoto,
      unioni: [
        { id: 'u', a: 'a', b: 'a', tipo: 'matrimonio' },
        { id: 'v', a: 'a', b: 'nessuno', tipo: 'matrimonio' },
      ],
      filiazioni: [
        { figlio: 'a', genitori: { persone: ['a'] }, tipo: 'naturale' },
        { figlio: 'b', genitori: { persone: ['a'] }, tipo: 'naturale' },
        { figlio: 'c', genitori: { persone: ['b'] }, tipo: 'naturale' },
        { figlio: 'a', genitori: { persone: ['c'] }, tipo: 'naturale' },
        { figlio: 'a', genitori: { unione: 'z' }, tipo: 'naturale' },
      ],
      legami: [{ a: 'a', b: 'nessuno', qualita: 'vicino' }],
    })
    expect(d.nodi).toHaveLength(3)
  })
  test('una famiglia senza persone è un foglio vuoto', () => {
    expect(disponi({ ...vuoto, persone: [] }).nodi).toEqual([])
  })
  test('chi ha sposato la madre e poi ha un figlio dalla figlia sta accanto a lei, e la linea scende dalla madre', () => {
    const d = disponi({
      ...vuoto,
      persone: ['uomo', 'madre', 'figlia', 'bambino'].map((id) => ({ id, etichetta: id, sesso: 'M' as const })),
      unioni: [
        { id: 'u', a: 'uomo', b: 'madre', tipo: 'matrimonio' },
        { id: 'v', a: 'uomo', b: 'figlia', tipo: 'convivenza' },
      ],
      filiazioni: [
        { figlio: 'figlia', genitori: { persone: ['madre'] }, tipo: 'naturale' },
        { figlio: 'bambino', genitori: { unione: 'v' }, tipo: 'naturale' },
      ],
    })
    const g = new Map(d.nodi.map((n) => [n.persona.id, n.generazione]))
    expect(['uomo', 'madre', 'figlia', 'bambino'].map((id) => g.get(id))).toEqual([1, 0, 1, 2])
    expect(d.unioni).toHaveLength(2)
  })
})
