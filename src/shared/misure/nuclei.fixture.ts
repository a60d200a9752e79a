// Households that do not exist, made of a number: the same number, the same household. For the tests of the measures, for the
// what-if over thousands of them and for its figure in bench/.
import type { Fatti, ValoreFatto } from './linguaggio.ts'

/** A small generator (mulberry32): only its repeatability matters. */
export function caso(seme: number): () => number {
  let s = seme >>> 0
  return () => {
    s = (s + 0x6d2b79f5) >>> 0
    let t = Math.imul(s ^ (s >>> 15), s | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const nascita = (anno: number, n: number) =>
  `${anno}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`

export function componente(a: number, altro: Record<string, ValoreFatto> = {}): Record<string, ValoreFatto> {
  return {
    'componente.nascita': nascita(a, a),
    'componente.disabilita': 'nessuna',
    'componente.parto-entro-4-mesi': false,
    'componente.disoccupato': false,
    'componente.occupato': false,
    'componente.studente': false,
    'componente.pensione': false,
    'componente.naspi': false,
    'componente.carichi-di-cura': false,
    'componente.svantaggio': false,
    'componente.violenza': false,
    'componente.malattia-oncologica': false,
    'componente.struttura-pubblica': false,
    'componente.assente': false,
    'componente.attivabile': false,
    ...altro,
  }
}

/** In order with every shipped measure, with no income and no rent; the first applies. */
export function nucleo(
  componenti: Record<string, ValoreFatto>[],
  altro: Record<string, ValoreFatto> = {},
): Fatti & { nucleo: Record<string, ValoreFatto> } {
  return {
    nucleo: {
      'domanda.giorno': '2025-03-01',
      'richiedente.titolo': 'italiano',
      'richiedente.condanna': false,
      'residenza.mesi': 240,
      'residenza.mesi-continuativi': 240,
      'isee.valore': 0,
      'isee.isre': 0,
      'isee.reddito': 0,
      'isee.trattamenti': 0,
      'isee.immobili': 0,
      'isee.mobiliare': 0,
      'casa.canone': 0,
      'casa.mutuo': 0,
      'beni.veicolo-6-mesi': false,
      'beni.veicolo-24-mesi': false,
      'beni.veicolo-potente-24-mesi': false,
      'beni.veicolo-potente-36-mesi': false,
      'beni.nave': false,
      ...altro,
    },
    componenti,
  }
}

const gradi = ['nessuna', 'nessuna', 'nessuna', 'nessuna', 'nessuna', 'media', 'grave', 'non-autosufficiente']

/** Household number `n`: most are poor, some are not, of some a fact is missing. */
export function nucleoNumero(n: number): Fatti {
  const r = caso(n * 7919 + 13)
  const uno = <T>(voci: readonly T[]): T => voci[Math.floor(r() * voci.length)]!
  const quanti = 1 + Math.floor(r() * r() * 7)
  const componenti = Array.from({ length: quanti }, (_v, i) =>
    componente(i === 0 ? 1950 + Math.floor(r() * 55) : 1940 + Math.floor(r() * 85), {
      'componente.disabilita': uno(gradi),
      'componente.occupato': r() < 0.3,
      'componente.carichi-di-cura': r() < 0.2,
      'componente.svantaggio': r() < 0.1,
    }),
  )
  return nucleo(componenti, {
    'residenza.mesi': Math.floor(r() * 300),
    'isee.valore': Math.floor(r() * 1_300_000),
    'isee.reddito': r() < 0.4 ? 0 : Math.floor(r() * 1_200_000),
    'isee.trattamenti': r() < 0.8 ? 0 : Math.floor(r() * 200_000),
    'isee.mobiliare': Math.floor(r() * r() * 1_500_000),
    'casa.canone': r() < 0.5 ? 0 : 120_000 + Math.floor(r() * 600_000),
    ...(r() < 0.05 && { 'isee.immobili': null }),
  })
}
