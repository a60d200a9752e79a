// States of an import and what becomes of a row, as people say them.
import type { Static } from 'typebox'
import type {
  ImportazioneScheda,
  ImportazioneVoce,
  RigaImportata,
} from '../../../shared/accreditamento/importazioni.api.ts'
import type { EsitoRiga, StatoImportazione } from '../../../shared/accreditamento/importazioni.rules.ts'
import { StatusBadge, type Tono } from '../../kernel/ui/parts.tsx'

export type Importazione = Static<typeof ImportazioneVoce>
export type Scheda = Static<typeof ImportazioneScheda>
export type Riga = Static<typeof RigaImportata>

const stati: Record<StatoImportazione, readonly [parola: string, tono: Tono]> = {
  'in-lettura': ['verifica in corso', 'informativo'],
  'da-confermare': ['da confermare', 'attenzione'],
  'in-conferma': ['importazione in corso', 'informativo'],
  conclusa: ['conclusa', 'positivo'],
  annullata: ['annullata', 'neutro'],
  fallita: ['non riuscita', 'critico'],
}
export const StatoImportazioneBadge = ({ stato }: { stato: StatoImportazione }) => (
  <StatusBadge tono={stati[stato][1]}>{stati[stato][0]}</StatusBadge>
)

/** It advances by itself: the page asks again until it stops. */
export const alLavoro = (stato: StatoImportazione) => stato === 'in-lettura' || stato === 'in-conferma'

export const esiti: Record<EsitoRiga, { parola: string; molte: string; tono: Tono; significa: string }> = {
  accettata: { parola: 'accettata', molte: 'accettate', tono: 'positivo', significa: 'nuovi utenti o nuovi ruoli' },
  modificata: {
    parola: 'modificata',
    molte: 'modificate',
    tono: 'informativo',
    significa: 'aggiornano dati di chi c’è già',
  },
  'gia-presente': { parola: 'già presente', molte: 'già presenti', tono: 'neutro', significa: 'non cambiano nulla' },
  rifiutata: { parola: 'rifiutata', molte: 'rifiutate', tono: 'critico', significa: 'da correggere e ricaricare' },
}

/** How many rows of each kind, in the order of the screen. */
export const conti = (i: Importazione): readonly (readonly [EsitoRiga, number])[] => [
  ['accettata', i.accettate],
  ['modificata', i.modificate],
  ['gia-presente', i.giaPresenti],
  ['rifiutata', i.rifiutate],
]
