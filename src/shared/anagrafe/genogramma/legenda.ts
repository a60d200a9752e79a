// The printed legend: exactly what the picture uses, in a fixed order, each entry drawn by the functions of the picture.
import type { Disposizione, Forma, LineaUnione, Taglio } from './figura.ts'
import { isPersona, tipiFiliazione, tipiNucleo, tipiPersona, tipiUnione } from './modello.ts'
import { doppio, morte, sagoma, segno, taglio, trattoFiglio, trattoNucleo, trattoUnione } from './simboli.ts'
import {
  nomeTipoPersona,
  type StileLegame,
  type StileSegno,
  stileDelLegame,
  stileDelSegno,
  stiliLegame,
  stiliSegno,
} from './tabelle.ts'
import { linea, scrivi, trattoLegame } from './tratti.ts'

export interface Tabelle {
  legami?: readonly StileLegame[]
  segni?: readonly StileSegno[]
}

export interface VoceLegenda {
  codice: string
  nome: string
  /** Drawn in a box 44 by 26, from its corner. */
  disegno: (x: number, y: number) => string
}

export const codiceForma = (f: Forma) => `persona-${f}`
const nomeForma: Partial<Record<Forma, string>> = {
  quadrato: 'Uomo',
  cerchio: 'Donna',
  rombo: 'Altro sesso o sesso non noto',
}
const nomeUnione: Record<LineaUnione['tipo'], string> = {
  matrimonio: 'Matrimonio (m.)',
  'unione-civile': 'Unione civile (u.c.)',
  convivenza: 'Convivenza (conv.)',
  fidanzamento: 'Fidanzamento (fid.)',
  relazione: 'Relazione (rel.)',
  genitori: 'Genitori, unione non registrata',
}
const nomeTaglio: Record<Taglio, string> = {
  'separazione-legale': 'Separazione legale (sep.)',
  'separazione-di-fatto': 'Separazione di fatto (sep.)',
  divorzio: 'Divorzio o scioglimento (div.)',
}
const nomeFiglio = { naturale: 'Figlio', adottiva: 'Figlio adottivo', affido: 'Minore in affido' } as const
export const nomeNucleo = {
  anagrafico: 'Nucleo anagrafico',
  isee: 'Nucleo ISEE',
  fatto: 'Nucleo di fatto',
  rete: 'Rete',
} as const

const livella = (x: number, y: number) => [
  { x: x + 2, y: y + 13 },
  { x: x + 42, y: y + 13 },
]
const calata = (x: number, y: number) => [
  { x: x + 22, y },
  { x: x + 22, y: y + 26 },
]

function gemelli(x: number, y: number, uguali: boolean): string {
  const capo = { x: x + 22, y: y + 1 }
  const rami = [6, 38].map((dx) => linea([capo, { x: x + dx, y: y + 25 }], { spessore: 1.4 })).join('')
  return (
    rami +
    (uguali
      ? linea(
          [
            { x: x + 14, y: y + 13 },
            { x: x + 30, y: y + 13 },
          ],
          { spessore: 1.4 },
        )
      : '')
  )
}

export function legenda(d: Disposizione, t: Tabelle = {}): VoceLegenda[] {
  const voci: VoceLegenda[] = []
  const metti = (usata: boolean, codice: string, nome: string, disegno: VoceLegenda['disegno']) => {
    if (usata) voci.push({ codice, nome, disegno })
  }
  const persone = d.nodi.filter((n) => isPersona(n.persona))
  for (const f of ['quadrato', 'cerchio', 'rombo'] as const)
    metti(
      persone.some((n) => n.forma === f),
      codiceForma(f),
      nomeForma[f]!,
      (x, y) => sagoma(f, x + 22, y + 13, 11),
    )
  metti(
    persone.some((n) => n.persona.indice),
    'indice',
    'Persona di cui si parla',
    (x, y) => sagoma('quadrato', x + 22, y + 13, 12) + doppio('quadrato', x + 22, y + 13, 12),
  )
  metti(
    persone.some((n) => n.persona.decesso),
    'decesso',
    'Persona deceduta',
    (x, y) => sagoma('quadrato', x + 22, y + 13, 11) + morte('quadrato', x + 22, y + 13, 11),
  )
  metti(
    persone.some((n) => n.eta !== undefined),
    'eta',
    'Età (alla data, o alla morte)',
    (x, y) => sagoma('cerchio', x + 22, y + 13, 11) + scrivi('34', x + 22, y + 17, 11, 'text-anchor="middle"'),
  )
  for (const tipo of tipiPersona) {
    if (tipo === 'persona') continue
    const n = d.nodi.find((q) => q.persona.tipo === tipo)
    if (n)
      metti(
        true,
        tipo,
        nomeTipoPersona[tipo],
        (x, y) =>
          sagoma(n.forma, x + 22, y + 13, Math.min(n.mezzo, 11)) +
          (tipo === 'nato-morto' ? morte(n.forma, x + 22, y + 13, 11) : ''),
      )
  }
  const segni = new Set(persone.flatMap((n) => (n.persona.segni ?? []).map((s) => s.codice)))
  for (const s of ordinati(segni, t.segni ?? stiliSegno, (c) => stileDelSegno(c, t.segni)))
    metti(
      true,
      `segno-${s.codice}`,
      s.nome,
      (x, y) => sagoma('quadrato', x + 20, y + 13, 11) + segno(s, 'quadrato', x + 20, y + 13, 11),
    )

  for (const tipo of [...tipiUnione, 'genitori'] as const)
    metti(
      d.unioni.some((u) => u.tipo === tipo),
      `unione-${tipo}`,
      nomeUnione[tipo],
      (x, y) => trattoUnione(tipo, livella(x, y)),
    )
  for (const esito of ['separazione-di-fatto', 'separazione-legale', 'divorzio'] as const)
    metti(
      d.unioni.some((u) => u.taglio === esito),
      `taglio-${esito}`,
      nomeTaglio[esito],
      (x, y) => trattoUnione('matrimonio', livella(x, y)) + taglio(esito, { x: x + 22, y: y + 13 }),
    )
  for (const tipo of tipiFiliazione)
    metti(
      d.figli.some((l) => l.tipo === tipo),
      `figlio-${tipo}`,
      nomeFiglio[tipo],
      (x, y) => trattoFiglio(tipo, calata(x, y)),
    )
  metti(
    d.gemelli.some((g) => !g.monozigoti),
    'gemelli',
    'Gemelli',
    (x, y) => gemelli(x, y, false),
  )
  metti(
    d.gemelli.some((g) => g.monozigoti),
    'gemelli-monozigoti',
    'Gemelli identici',
    (x, y) => gemelli(x, y, true),
  )
  for (const tipo of tipiNucleo)
    metti(
      d.contorni.some((c) => c.nucleo.tipo === tipo),
      `nucleo-${tipo}`,
      nomeNucleo[tipo],
      (x, y) => linea(livella(x, y), trattoNucleo[tipo]),
    )
  const qualita = new Set(d.legami.map((l) => l.legame.qualita))
  for (const s of ordinati(qualita, t.legami ?? stiliLegame, (c) => stileDelLegame(c, t.legami)))
    metti(true, `legame-${s.codice}`, `Legame: ${s.nome.charAt(0).toLowerCase()}${s.nome.slice(1)}`, (x, y) =>
      trattoLegame(passi(x, y), s),
    )
  return voci
}

const passi = (x: number, y: number) => Array.from({ length: 9 }, (_v, i) => ({ x: x + 2 + i * 5, y: y + 13 }))

/** In the order of the table; unknown codes after, in alphabetical order. */
function ordinati<S extends { codice: string }>(
  usati: ReadonlySet<string>,
  tabella: readonly S[],
  stile: (codice: string) => S,
): S[] {
  const posto = (c: string) => {
    const i = tabella.findIndex((s) => s.codice === c)
    return i < 0 ? tabella.length : i
  }
  return [...usati].sort((a, b) => posto(a) - posto(b) || (a < b ? -1 : 1)).map(stile)
}
