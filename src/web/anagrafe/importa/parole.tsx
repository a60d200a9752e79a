// States of a file and outcomes of its rows, as people say them.

import type { SpecieImportazione } from '../../../shared/anagrafe/importa-campi.ts'
import type { ImportazioneScheda, ImportazioneVoce } from '../../../shared/anagrafe/importazioni.api.ts'
import type { EsitoRiga, StatoImportazione } from '../../../shared/anagrafe/importazioni.rules.ts'
import { StatusBadge, type Tono } from '../../kernel/ui/parts.tsx'

export const nomiSpecie: Record<SpecieImportazione, string> = {
  persone: 'Persone, famiglie e prese in carico',
  variazioni: 'Variazioni anagrafiche',
}

const stati: Record<StatoImportazione, readonly [parola: string, tono: Tono]> = {
  'da-mappare': ['colonne da indicare', 'attenzione'],
  'in-lettura': ['lettura in corso', 'informativo'],
  'da-confermare': ['da confermare', 'attenzione'],
  'in-conferma': ['importazione in corso', 'informativo'],
  conclusa: ['conclusa', 'positivo'],
  annullata: ['annullata', 'neutro'],
  fallita: ['non riuscita', 'critico'],
}
export const StatoBadge = ({ stato }: { stato: StatoImportazione }) => (
  <StatusBadge tono={stati[stato][1]}>{stati[stato][0]}</StatusBadge>
)

/** It advances by itself: the page asks again until it stops. */
export const alLavoro = (stato: StatoImportazione) => stato === 'in-lettura' || stato === 'in-conferma'

export const esiti: Record<EsitoRiga, { parola: string; molte: string; tono: Tono; significa: string }> = {
  nuova: { parola: 'nuova', molte: 'nuove', tono: 'positivo', significa: 'persone che non c’erano' },
  aggiorna: {
    parola: 'aggiunge',
    molte: 'aggiungono',
    tono: 'informativo',
    significa: 'dati che mancavano a chi c’è già',
  },
  'gia-presente': { parola: 'già presente', molte: 'già presenti', tono: 'neutro', significa: 'non cambiano nulla' },
  dubbia: { parola: 'dubbia', molte: 'dubbie', tono: 'attenzione', significa: 'di cui dire chi è' },
  rifiutata: { parola: 'rifiutata', molte: 'rifiutate', tono: 'critico', significa: 'da correggere e ricaricare' },
}

/** How many rows of each kind, in the order of the screen. */
export const conti = (i: ImportazioneVoce | ImportazioneScheda): readonly (readonly [EsitoRiga, number])[] =>
  i.specie === 'variazioni'
    ? [['rifiutata', i.rifiutate]]
    : [
        ['nuova', i.nuove],
        ['aggiorna', i.aggiornate],
        ['gia-presente', i.giaPresenti],
        ['dubbia', i.dubbie],
        ['rifiutata', i.rifiutate],
      ]
