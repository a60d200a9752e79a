// What the pages of convocations say in the same way.
import { type ConvocazioneBreve, nomiEsitoConvocazione } from '../../shared/patti/convocazioni.api.ts'
import {
  nomiStatoConvocazione,
  nomiStatoMessaggio,
  type StatoConvocazione,
  type StatoMessaggio,
} from '../../shared/patti/convocazioni.rules.ts'
import { formatData } from '../kernel/format.ts'
import { StatusBadge, type Tono } from '../kernel/ui/parts.tsx'

const toniConvocazione: Record<StatoConvocazione, Tono> = {
  'da-preparare': 'neutro',
  'in-uscita': 'informativo',
  inviata: 'positivo',
  'non-recapitata': 'critico',
  annullata: 'neutro',
}
export const StatoConvocazioneBadge = ({ stato }: { stato: StatoConvocazione }) => (
  <StatusBadge tono={toniConvocazione[stato]}>{nomiStatoConvocazione[stato]}</StatusBadge>
)

const toniMessaggio: Record<StatoMessaggio, Tono> = {
  escluso: 'neutro',
  'in-uscita': 'informativo',
  'in-partenza': 'informativo',
  incerto: 'attenzione',
  inviato: 'positivo',
  consegnato: 'positivo',
  fallito: 'critico',
}
export const StatoMessaggioBadge = ({ stato }: { stato: StatoMessaggio }) => (
  <StatusBadge tono={toniMessaggio[stato]}>{nomiStatoMessaggio[stato]}</StatusBadge>
)

export const quando = (c: Pick<ConvocazioneBreve, 'giorno' | 'ora'>) => `${formatData(c.giorno)}, ore ${c.ora}`
export const esito = (c: Pick<ConvocazioneBreve, 'esito'>) => (c.esito ? nomiEsitoConvocazione[c.esito] : null)
