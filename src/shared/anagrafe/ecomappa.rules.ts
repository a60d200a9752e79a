// The ecomap: a person or a household in the middle and around it what it lives on (services, school, work, friends), with
// the quality of each tie and which way the energy goes. Places are computed: one ring, or two when there are many, in an
// order that depends on the data alone.
import { foglio, type OpzioniDisegno } from './genogramma/disegno.ts'
import type { Punto } from './genogramma/figura.ts'
import type { VoceLegenda } from './genogramma/legenda.ts'
import { confronta } from './genogramma/modello.ts'
import { gruppo } from './genogramma/simboli.ts'
import type { StileLegame } from './genogramma/tabelle.ts'
import { aCapo } from './genogramma/testo.ts'
import { ALONE, INCHIOSTRO, linea, n, punta, scrivi, testo, trattoLegame } from './genogramma/tratti.ts'

export const tipiRisorsa = [
  'servizio',
  'salute',
  'scuola',
  'lavoro',
  'casa',
  'parenti',
  'amici',
  'associazione',
  'culto',
  'giustizia',
  'altro',
] as const
export type TipoRisorsa = (typeof tipiRisorsa)[number]
export const nomeRisorsa: Record<TipoRisorsa, string> = {
  servizio: 'Servizio',
  salute: 'Salute',
  scuola: 'Scuola',
  lavoro: 'Lavoro',
  casa: 'Casa',
  parenti: 'Parenti',
  amici: 'Amici e vicini',
  associazione: 'Associazione',
  culto: 'Comunità di fede',
  giustizia: 'Giustizia',
  altro: 'Altro',
}

export const qualitaRisorsa = ['forte', 'debole', 'conflittuale', 'interrotto', 'non-nota'] as const
export type QualitaRisorsa = (typeof qualitaRisorsa)[number]
export const versiEnergia = ['riceve', 'da', 'reciproca', 'nessuna'] as const
export type VersoEnergia = (typeof versiEnergia)[number]

export interface Risorsa {
  id: string
  etichetta: string
  tipo: TipoRisorsa
  qualita: QualitaRisorsa
  /** From the side of the centre: it receives, it gives, both, or nothing passes. */
  energia: VersoEnergia
}

export interface DatiEcomappa {
  centro: { tipo: 'persona' | 'nucleo'; etichetta: string; membri?: readonly string[] }
  risorse: readonly Risorsa[]
}

const stili: Record<QualitaRisorsa, StileLegame> = {
  forte: { codice: 'forte', nome: 'Legame forte', frase: 'forte', linee: 1, spessore: 3.6 },
  debole: { codice: 'debole', nome: 'Legame debole', frase: 'debole', linee: 1, tratto: 'tratti' },
  conflittuale: { codice: 'conflittuale', nome: 'Legame conflittuale', frase: 'conflittuale', linee: 1, onda: 'larga' },
  interrotto: { codice: 'interrotto', nome: 'Legame interrotto', frase: 'interrotto', linee: 1, segno: 'barre' },
  'non-nota': { codice: 'non-nota', nome: 'Qualità non nota', frase: 'di qualità non nota', linee: 1, spessore: 0.9 },
}
const nomeEnergia: Record<Exclude<VersoEnergia, 'nessuna'>, string> = {
  riceve: 'Energia verso il centro',
  da: 'Energia dal centro',
  reciproca: 'Energia nei due versi',
}

const RAGGIO = 46
const CENTRO = 66
/** A line passes between two resources of the inner ring. */
const VARCO = 30
const UN_ANELLO = 9
const MARGINE = 14

export interface NodoRisorsa extends Punto {
  risorsa: Risorsa
  /** From the edge of the centre to the edge of the resource. */
  linea: readonly Punto[]
}
export interface DisposizioneEcomappa {
  centro: DatiEcomappa['centro'] & Punto
  risorse: readonly NodoRisorsa[]
  larghezza: number
  altezza: number
}
export const raggi = { risorsa: RAGGIO, centro: CENTRO }

/** The radius at which `quante` circles stand on a ring with a passage between them. */
const raggioAnello = (quante: number) =>
  Math.max(CENTRO + RAGGIO + 76, quante > 1 ? (RAGGIO + VARCO / 2) / Math.sin(Math.PI / quante) : 0)

export function disponiEcomappa(dati: DatiEcomappa): DisposizioneEcomappa {
  const risorse = [...dati.risorse].sort(
    (a, b) =>
      tipiRisorsa.indexOf(a.tipo) - tipiRisorsa.indexOf(b.tipo) ||
      confronta(a.etichetta, b.etichetta) ||
      confronta(a.id, b.id),
  )
  const dueAnelli = risorse.length > UN_ANELLO
  const interne = dueAnelli ? Math.ceil(risorse.length / 2) : risorse.length
  const interno = raggioAnello(interne)
  const esterno = interno + 2 * RAGGIO + 24
  const lato = (dueAnelli ? esterno : interno) + RAGGIO + MARGINE
  const posti = risorse.map((_r, i) => {
    const fuori = dueAnelli && i % 2 === 1
    const angolo =
      -Math.PI / 2 + (2 * Math.PI * (dueAnelli ? Math.floor(i / 2) + (fuori ? 0.5 : 0) : i)) / Math.max(1, interne)
    return { angolo, raggio: fuori ? esterno : interno }
  })
  const punto = (angolo: number, r: number): Punto => ({
    x: Math.round((lato + Math.cos(angolo) * r) * 10) / 10,
    y: Math.round((lato + Math.sin(angolo) * r) * 10) / 10,
  })
  return {
    centro: { ...dati.centro, x: lato, y: lato },
    risorse: risorse.map((risorsa, i) => {
      const { angolo, raggio } = posti[i]!
      const [da, a] = [CENTRO + 3, raggio - RAGGIO - 3]
      const passi = Math.max(4, Math.round((a - da) / 6))
      return {
        risorsa,
        ...punto(angolo, raggio),
        linea: Array.from({ length: passi + 1 }, (_v, k) => punto(angolo, da + ((a - da) * k) / passi)),
      }
    }),
    larghezza: 2 * lato,
    altezza: 2 * lato,
  }
}

function frecce(punti: readonly Punto[], energia: VersoEnergia): string {
  const verso = (p: readonly Punto[]) => punta(p.at(-3) ?? p[0]!, p.at(-1)!, true)
  const centro = energia === 'riceve' || energia === 'reciproca' ? verso([...punti].reverse()) : ''
  return centro + (energia === 'da' || energia === 'reciproca' ? verso(punti) : '')
}

const cerchio = (p: Punto, r: number, spessore: number) =>
  `<circle cx="${n(p.x)}" cy="${n(p.y)}" r="${r}" fill="#fff" stroke="${INCHIOSTRO}" stroke-width="${spessore}"/>`

function righeCentrate(righe: readonly { t: string; corpo: number; altro?: string }[], p: Punto): string {
  const passo = 13
  const y = p.y - ((righe.length - 1) * passo) / 2 + 4
  return righe
    .map((r, i) => scrivi(r.t, p.x, y + i * passo, r.corpo, `text-anchor="middle" ${ALONE} ${r.altro ?? ''}`))
    .join('')
}

function figura(d: DisposizioneEcomappa): string {
  const linee = d.risorse.map(
    (r) =>
      gruppo(`legame-${r.risorsa.qualita}`, trattoLegame(r.linea, stili[r.risorsa.qualita])) +
      (r.risorsa.energia === 'nessuna'
        ? ''
        : gruppo(`energia-${r.risorsa.energia}`, frecce(r.linea, r.risorsa.energia))),
  )
  const nodi = d.risorse.map((r) => {
    const nome = aCapo(r.risorsa.etichetta, 10.5, 2 * RAGGIO - 16, 3).map((t) => ({ t, corpo: 10.5 }))
    const tipo = { t: nomeRisorsa[r.risorsa.tipo], corpo: 8.5, altro: 'fill="#444"' }
    return `<g data-risorsa="${testo(r.risorsa.id)}"><title>${testo(r.risorsa.etichetta)}</title>${cerchio(r, RAGGIO, 1.4)}${righeCentrate([tipo, ...nome], r)}</g>`
  })
  const nome = aCapo(d.centro.etichetta, 12, 2 * CENTRO - 20, 2).map((t) => ({
    t,
    corpo: 12,
    altro: 'font-weight="bold"',
  }))
  const membri = d.centro.membri ?? []
  const elenco = (membri.length > 5 ? [...membri.slice(0, 4), `e altri ${membri.length - 4}`] : membri).flatMap((m) =>
    aCapo(m, 10, 2 * CENTRO - 28, 1).map((t) => ({ t, corpo: 10 })),
  )
  return [...linee, ...nodi, cerchio(d.centro, CENTRO, 2.4), righeCentrate([...nome, ...elenco], d.centro)].join('')
}

function legendaEcomappa(d: DisposizioneEcomappa): VoceLegenda[] {
  const punti = (x: number, y: number) => Array.from({ length: 9 }, (_v, i) => ({ x: x + 2 + i * 5, y: y + 13 }))
  return [
    ...qualitaRisorsa
      .filter((q) => d.risorse.some((r) => r.risorsa.qualita === q))
      .map(
        (q): VoceLegenda => ({
          codice: `legame-${q}`,
          nome: stili[q].nome,
          disegno: (x, y) => trattoLegame(punti(x, y), stili[q]),
        }),
      ),
    ...versiEnergia
      .filter((v) => v !== 'nessuna')
      .filter((v) => d.risorse.some((r) => r.risorsa.energia === v))
      .map(
        (v): VoceLegenda => ({
          codice: `energia-${v}`,
          nome: nomeEnergia[v],
          // the centre stands on the left
          disegno: (x, y) =>
            `<circle cx="${n(x + 5)}" cy="${n(y + 13)}" r="5" fill="#fff" stroke="${INCHIOSTRO}" stroke-width="2"/>${linea(punti(x, y).slice(2))}${frecce(punti(x, y).slice(2), v)}`,
        }),
      ),
  ]
}

const versoInParole: Record<VersoEnergia, string> = {
  riceve: 'l’energia va verso il centro',
  da: 'l’energia parte dal centro',
  reciproca: 'l’energia va nei due versi',
  nessuna: '',
}

/** The ties of the map in words, in the order of the drawing: who cannot see it reads the same. */
export const tabellaEcomappa = (dati: DatiEcomappa) =>
  disponiEcomappa(dati).risorse.map(({ risorsa: r }) => ({
    id: r.id,
    tipo: nomeRisorsa[r.tipo],
    nome: r.etichetta,
    legame: stili[r.qualita].frase,
    energia: versoInParole[r.energia],
  }))

export function descriviEcomappa(dati: DatiEcomappa): string[] {
  const { centro } = dati
  return [
    `Al centro: ${centro.etichetta}${centro.membri?.length ? ` (${centro.membri.join(', ')})` : ''}.`,
    ...tabellaEcomappa(dati).map(
      (r) => `${r.tipo}: ${r.nome}, legame ${r.legame}${r.energia ? `, ${r.energia}` : ''}.`,
    ),
  ]
}

export function disegnaEcomappa(dati: DatiEcomappa, o: Omit<OpzioniDisegno, 'legami' | 'segni'>): string {
  const d = disponiEcomappa(dati)
  return foglio({ id: 'ecomappa', ...o }, d.larghezza, d.altezza, figura(d), legendaEcomappa(d), descriviEcomappa(dati))
}
