import { describe, expect, test } from 'vitest'
import {
  type DatiEcomappa,
  descriviEcomappa,
  disegnaEcomappa,
  disponiEcomappa,
  qualitaRisorsa,
  type Risorsa,
  raggi,
  tabellaEcomappa,
  tipiRisorsa,
  versiEnergia,
} from './ecomappa.rules.ts'
import { caso, mescola } from './genogramma.fixture.ts'

function mappa(seme: number, quante: number): DatiEcomappa {
  const dado = caso(seme)
  const uno = <T>(l: readonly T[]) => l[Math.floor(dado() * l.length)]!
  return {
    centro: { tipo: 'nucleo', etichetta: 'Nucleo Rossi', membri: ['Anna', 'Luca'] },
    risorse: Array.from(
      { length: quante },
      (_v, i): Risorsa => ({
        id: `r${i}`,
        etichetta: `Risorsa numero ${i}`,
        tipo: uno(tipiRisorsa),
        qualita: uno(qualitaRisorsa),
        energia: uno(versiEnergia),
      }),
    ),
  }
}
const mappe = Array.from({ length: 60 }, (_v, i) => mappa(i, i % 31))
const svg = (d: DatiEcomappa) => disegnaEcomappa(d, { titolo: 'Ecomappa' })

describe('l’ecomappa', () => {
  test('non sovrappone i cerchi, né fa passare una linea sopra un altro', () => {
    for (const m of mappe) {
      const d = disponiEcomappa(m)
      for (const [i, a] of d.risorse.entries()) {
        expect(Math.hypot(a.x - d.centro.x, a.y - d.centro.y)).toBeGreaterThan(raggi.centro + raggi.risorsa)
        expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(raggi.risorsa)
        const altre = d.risorse.filter((_b, j) => j !== i)
        const vicina = (p: { x: number; y: number }) => Math.min(...altre.map((b) => Math.hypot(p.x - b.x, p.y - b.y)))
        expect(vicina(a)).toBeGreaterThan(2 * raggi.risorsa + 4)
        expect(Math.min(...a.linea.map(vicina))).toBeGreaterThan(raggi.risorsa + 6)
      }
    }
  })
  test('è la stessa in qualunque ordine arrivino le risorse', () => {
    for (const [i, m] of mappe.entries()) expect(svg({ ...m, risorse: mescola(m.risorse, caso(i + 7)) })).toBe(svg(m))
  })
  test('ha una legenda con tutti e soli i segni usati', () => {
    for (const m of mappe) {
      const testo = svg(m)
      const di = (nome: string) =>
        [...new Set([...testo.matchAll(new RegExp(`${nome}="([^"]*)"`, 'g'))].map((x) => x[1]!))].sort()
      expect(di('data-legenda')).toEqual(di('data-simbolo'))
      const attesi = m.risorse.flatMap((r) => [
        `legame-${r.qualita}`,
        ...(r.energia === 'nessuna' ? [] : [`energia-${r.energia}`]),
      ])
      expect(di('data-legenda')).toEqual([...new Set(attesi)].sort())
    }
  })
  test('si dice anche a parole, e non lascia entrare tag', () => {
    const m: DatiEcomappa = {
      centro: { tipo: 'persona', etichetta: '<Anna> & "figli"' },
      risorse: [
        { id: 'a', etichetta: 'Scuola <b>Manzoni</b>', tipo: 'scuola', qualita: 'conflittuale', energia: 'da' },
      ],
    }
    expect(descriviEcomappa(m)).toEqual([
      'Al centro: <Anna> & "figli".',
      'Scuola: Scuola <b>Manzoni</b>, legame conflittuale, l’energia parte dal centro.',
    ])
    expect(svg(m)).not.toMatch(/<b>|<Anna>/)
    expect(svg(m)).toContain('role="img"')
  })

  test('dice in una tabella gli stessi legami, nell’ordine del disegno', () => {
    for (const m of mappe) {
      const righe = tabellaEcomappa(m)
      expect(righe.map((r) => r.id)).toEqual(disponiEcomappa(m).risorse.map((r) => r.risorsa.id))
      for (const r of righe) expect(svg(m)).toContain(`data-risorsa="${r.id}"`)
      expect(righe.filter((r) => !r.tipo || !r.nome || !r.legame)).toEqual([])
    }
  })
})
