// The two tables that schools and ambiti change: how each quality of a bond is drawn, and how each mark of a person is.
// Symbols of life events are near-universal; those of bonds are not, so they are data and every picture carries its legend.
import type { TipoPersona } from './modello.ts'

export interface StileLegame {
  codice: string
  nome: string
  /** For the sentences: «Legame conflittuale tra …». */
  frase: string
  linee: 1 | 2 | 3
  onda?: 'larga' | 'stretta'
  tratto?: 'punti' | 'tratti'
  /** From the first person towards the second. */
  freccia?: 'piena' | 'vuota'
  /** In the middle of the line. */
  segno?: 'barre' | 'croce' | 'quadrato' | 'cerchio' | 'rombo'
  spessore?: number
}

export const stiliLegame: readonly StileLegame[] = [
  { codice: 'armonia', nome: 'Armonioso', frase: 'armonioso', linee: 1, segno: 'cerchio' },
  { codice: 'vicino', nome: 'Vicino', frase: 'vicino', linee: 2 },
  { codice: 'fuso', nome: 'Molto vicino o fuso', frase: 'molto vicino o fuso', linee: 3 },
  { codice: 'distante', nome: 'Distante', frase: 'distante', linee: 1, tratto: 'punti' },
  { codice: 'interrotto', nome: 'Interrotto', frase: 'interrotto', linee: 1, segno: 'barre' },
  { codice: 'conflitto', nome: 'Conflittuale', frase: 'conflittuale', linee: 1, onda: 'larga' },
  { codice: 'ostile', nome: 'Ostile', frase: 'ostile', linee: 1, onda: 'stretta' },
  {
    codice: 'ostile-distante',
    nome: 'Distante e ostile',
    frase: 'distante e ostile',
    linee: 1,
    onda: 'larga',
    tratto: 'punti',
  },
  { codice: 'ostile-vicino', nome: 'Vicino e ostile', frase: 'vicino e ostile', linee: 2, onda: 'larga' },
  { codice: 'ostile-fuso', nome: 'Fuso e ostile', frase: 'fuso e ostile', linee: 3, onda: 'larga' },
  {
    codice: 'violenza',
    nome: 'Violenza',
    frase: 'violento',
    linee: 1,
    onda: 'stretta',
    freccia: 'piena',
    spessore: 1.8,
  },
  { codice: 'abuso-fisico', nome: 'Abuso fisico', frase: 'di abuso fisico', linee: 1, onda: 'larga', freccia: 'piena' },
  {
    codice: 'abuso-psicologico',
    nome: 'Abuso psicologico',
    frase: 'di abuso psicologico',
    linee: 1,
    onda: 'larga',
    freccia: 'vuota',
  },
  {
    codice: 'abuso-sessuale',
    nome: 'Abuso sessuale',
    frase: 'di abuso sessuale',
    linee: 2,
    onda: 'larga',
    freccia: 'piena',
  },
  {
    codice: 'trascuratezza',
    nome: 'Trascuratezza',
    frase: 'di trascuratezza',
    linee: 1,
    tratto: 'tratti',
    freccia: 'vuota',
  },
  { codice: 'controllo', nome: 'Controllo', frase: 'di controllo', linee: 1, segno: 'quadrato', freccia: 'piena' },
  { codice: 'concentrato-su', nome: 'Concentrato su', frase: 'concentrato sull’altro', linee: 1, freccia: 'vuota' },
  {
    codice: 'manipolativo',
    nome: 'Manipolativo',
    frase: 'manipolativo',
    linee: 1,
    segno: 'rombo',
    freccia: 'vuota',
  },
  {
    codice: 'sostegno',
    nome: 'Sostegno e cura',
    frase: 'di sostegno e cura',
    linee: 1,
    segno: 'cerchio',
    freccia: 'piena',
  },
]

/** How a bond is drawn by the mark of its code list: for the qualities that an ambito adds, whose codes nobody here knows. */
export const trattiLegame: Readonly<Record<string, Omit<StileLegame, 'codice' | 'nome' | 'frase'>>> = {
  linea: { linee: 1 },
  doppia: { linee: 2 },
  tripla: { linee: 3 },
  punteggiata: { linee: 1, tratto: 'punti' },
  spezzata: { linee: 1, segno: 'barre' },
  zigzag: { linee: 1, onda: 'larga' },
  'zigzag-doppia': { linee: 2, onda: 'larga' },
  'zigzag-tripla': { linee: 3, onda: 'larga' },
  'zigzag-punteggiata': { linee: 1, onda: 'larga', tratto: 'punti' },
  'freccia-zigzag': { linee: 1, onda: 'larga', freccia: 'piena' },
  'freccia-punteggiata': { linee: 1, tratto: 'punti', freccia: 'vuota' },
  freccia: { linee: 1, freccia: 'piena' },
}

/** The marks that the national list gives to the qualities of this table: where it says the same, the picture says more. */
export const segniDellaLista: Readonly<Record<string, string>> = {
  armonia: 'linea',
  vicino: 'doppia',
  fuso: 'tripla',
  distante: 'punteggiata',
  interrotto: 'spezzata',
  conflitto: 'zigzag',
  ostile: 'zigzag',
  'ostile-vicino': 'zigzag-doppia',
  'ostile-fuso': 'zigzag-tripla',
  'ostile-distante': 'zigzag-punteggiata',
  violenza: 'freccia-zigzag',
  'abuso-fisico': 'freccia-zigzag',
  'abuso-psicologico': 'freccia-zigzag',
  'abuso-sessuale': 'freccia-zigzag',
  trascuratezza: 'freccia-punteggiata',
  controllo: 'freccia',
  'concentrato-su': 'freccia',
  manipolativo: 'freccia',
  sostegno: 'freccia',
}

/**
 * The style of a quality as its list says it. One of this table is drawn as it is here, unless an ambito has given it another mark:
 * schools draw bonds in different ways.
 */
export function stileDaLista(codice: string, nome: string | null, segno: string | null): StileLegame {
  const suo = stiliLegame.find((s) => s.codice === codice)
  const altro = segno === null || segno === segniDellaLista[codice] ? undefined : trattiLegame[segno]
  if (suo) return altro ? { codice, nome: suo.nome, frase: suo.frase, ...altro } : suo
  const parole = nome ?? codice
  return {
    codice,
    nome: parole,
    frase: `«${parole}»`,
    ...(trattiLegame[segno ?? ''] ?? { linee: 1, tratto: 'tratti' }),
  }
}

export interface StileSegno {
  codice: string
  nome: string
  /** The part of the symbol that it fills, or what stands at its side. */
  dove: 'sinistra' | 'destra' | 'sotto' | 'sotto-sinistra' | 'sotto-destra' | 'onde' | 'tilde'
  rigato?: boolean
}

export const stiliSegno: readonly StileSegno[] = [
  { codice: 'malattia-fisica', nome: 'Malattia fisica grave', dove: 'sinistra', rigato: true },
  { codice: 'malattia-psichica', nome: 'Disturbo psichico', dove: 'sinistra' },
  { codice: 'dipendenza', nome: 'Dipendenza da sostanze, alcol o gioco', dove: 'sotto' },
  { codice: 'dipendenza-sospetta', nome: 'Dipendenza sospetta', dove: 'sotto', rigato: true },
  { codice: 'dipendenza-in-cura', nome: 'Dipendenza in trattamento', dove: 'sotto-sinistra' },
  { codice: 'disabilita', nome: 'Disabilità', dove: 'sotto-destra', rigato: true },
  { codice: 'migrazione', nome: 'Migrazione', dove: 'onde' },
  { codice: 'cultura', nome: 'Cambiamento di cultura o di lingua', dove: 'tilde' },
]

/** A code that the table does not know is drawn all the same, and the legend says so. */
export const stileDelLegame = (codice: string, tabella: readonly StileLegame[] = stiliLegame): StileLegame =>
  tabella.find((s) => s.codice === codice) ?? {
    codice,
    nome: `Legame «${codice}»`,
    frase: `«${codice}»`,
    linee: 1,
    tratto: 'tratti',
  }

export const stileDelSegno = (codice: string, tabella: readonly StileSegno[] = stiliSegno): StileSegno =>
  tabella.find((s) => s.codice === codice) ?? { codice, nome: `Segno «${codice}»`, dove: 'destra', rigato: true }

export const nomeTipoPersona: Record<Exclude<TipoPersona, 'persona'>, string> = {
  gravidanza: 'Gravidanza',
  'nato-morto': 'Nato morto',
  'aborto-spontaneo': 'Aborto spontaneo',
  interruzione: 'Interruzione di gravidanza',
}
