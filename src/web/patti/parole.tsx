// What the pages of casi say in the same way: states, lights, outcomes of an extract, values that were declared.
import type { Luce } from '../../shared/misure/termini.rules.ts'
import { type Assegnazione, nomiAssegnazione } from '../../shared/patti/casi.api.ts'
import { casoAperto, nomiStatoCaso, type StatoCaso } from '../../shared/patti/casi.rules.ts'
import type { EsitoNucleo } from '../../shared/patti/estratti.api.ts'
import { campoEstratto } from '../../shared/patti/estratto-campi.ts'
import { formatData, formatEuro } from '../kernel/format.ts'
import { StatusBadge, type Tono } from '../kernel/ui/parts.tsx'

const tonoStato = (s: StatoCaso): Tono =>
  s === 'assegnato' || s === 'ricevuto'
    ? 'attenzione'
    : s === 'sospeso'
      ? 'critico'
      : casoAperto(s)
        ? 'informativo'
        : 'neutro'
export const StatoCasoBadge = ({ stato }: { stato: StatoCaso }) => (
  <StatusBadge tono={tonoStato(stato)}>{nomiStatoCaso[stato]}</StatusBadge>
)

const toniAssegnazione: Record<Assegnazione, Tono> = {
  'da-assegnare': 'attenzione',
  assegnato: 'positivo',
  passato: 'neutro',
  concluso: 'neutro',
}
export const AssegnazioneBadge = ({ di }: { di: Assegnazione }) => (
  <StatusBadge tono={toniAssegnazione[di]}>{nomiAssegnazione[di]}</StatusBadge>
)

const luci: Record<Luce, readonly [parola: string, tono: Tono]> = {
  'non-decorre': ['non decorre', 'neutro'],
  escluso: ['non riguarda', 'neutro'],
  adempiuto: ['adempiuto', 'positivo'],
  'in-ritardo': ['adempiuto in ritardo', 'attenzione'],
  fermo: ['fermo', 'informativo'],
  verde: ['in tempo', 'positivo'],
  giallo: ['vicino', 'attenzione'],
  scaduto: ['scaduto', 'critico'],
  'non-si-sa': ['mancano dati', 'attenzione'],
}
/** The word says how it stands, the colour only helps. */
export const LuceBadge = ({ luce }: { luce: Luce }) => <StatusBadge tono={luci[luce][1]}>{luci[luce][0]}</StatusBadge>

export const esiti: Record<EsitoNucleo, { parola: string; molte: string; tono: Tono; significa: string }> = {
  nuova: { parola: 'nuova', molte: 'nuove', tono: 'positivo', significa: 'diventano casi da assegnare' },
  cambiata: {
    parola: 'cambiata',
    molte: 'cambiate',
    tono: 'informativo',
    significa: 'aggiornano casi che ci sono già',
  },
  invariata: { parola: 'senza novità', molte: 'senza novità', tono: 'neutro', significa: 'non cambiano nulla' },
  sparita: {
    parola: 'non c’è più',
    molte: 'non ci sono più',
    tono: 'attenzione',
    significa: 'mancano da un estratto completo',
  },
  contraddittoria: {
    parola: 'contraddittoria',
    molte: 'contraddittorie',
    tono: 'attenzione',
    significa: 'da chiarire: restano fuori',
  },
  rifiutata: { parola: 'rifiutata', molte: 'rifiutate', tono: 'critico', significa: 'da correggere e ricaricare' },
}

/** A declared value as one reads it. */
export function valoreDichiarato(campo: string, v: string | number | boolean | null): string {
  if (v === null) return '–'
  if (typeof v === 'boolean') return v ? 'sì' : 'no'
  const tipo = campoEstratto(campo)?.tipo
  if (typeof v === 'number') return tipo === 'importo' ? formatEuro(v) : String(v)
  return tipo === 'giorno' ? formatData(v) : tipo === 'beneficio' ? v.replaceAll('-', ' ') : v
}
