// What the pages of the desk share: the choice of a person, the badges of the states, a person in words.
import type { PersonaBreve } from '../../shared/anagrafe/persone.api.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import type { PersonaNominata } from '../../shared/cartella/contatti.api.ts'
import { nomiStatoContatto, type StatoContatto } from '../../shared/cartella/contatti.rules.ts'
import { nomiStatoInvio, type StatoInvio } from '../../shared/cartella/invii.rules.ts'
import {
  nomiStatoSegnalazione,
  nomiUrgenza,
  type StatoSegnalazione,
  type Urgenza,
} from '../../shared/cartella/segnalazioni.rules.ts'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import { ComboField } from '../kernel/form/combo-field.tsx'
import type { FieldProps } from '../kernel/form/fields.tsx'
import type { Scelta } from '../kernel/form/schema.ts'
import { formatData } from '../kernel/format.ts'
import { StatusBadge, type Tono } from '../kernel/ui/parts.tsx'
import { useVoci } from '../parametri/voci.ts'

export const nomePersona = (p: PersonaNominata | null) => (p ? `${p.cognome} ${p.nome}` : null)

export const sceltaPersona = (p: PersonaNominata | null): Scelta | null =>
  p && { valore: p.id, etichetta: nomePersona(p)! }

const opzione = (p: PersonaBreve) => ({
  valore: p.id,
  etichetta: `${p.cognome} ${p.nome}`,
  dettaglio: [p.dataNascita && `nata/o il ${formatData(p.dataNascita)}`, p.comune].filter(Boolean).join(', '),
})

/** A person of the record, by the beginnings of surname and name. */
export const PersonaField = (p: FieldProps) => (
  <ComboField
    {...p}
    e={personeApi.cerca}
    cerca={(testo) => ({ nome: testo, limite: 10 })}
    voci={(r) => r.voci}
    opzione={opzione}
    minimo={3}
  />
)

/** Entries of a list, for a filter. */
export function useOpzioni(codifica: Codifica): (readonly [string, string])[] {
  const { voci } = useVoci(codifica)
  const padri = new Set(voci.map((v) => v.padre))
  return voci.filter((v) => !padri.has(v.codice)).map((v) => [v.codice, v.etichetta] as const)
}

const toniSegnalazione: Record<StatoSegnalazione, Tono> = {
  ricevuta: 'attenzione',
  'in-valutazione': 'informativo',
  archiviata: 'neutro',
  orientata: 'positivo',
  'presa-in-carico': 'positivo',
  inoltrata: 'informativo',
  'segnalata-autorita': 'critico',
}
export const StatoSegnalazioneBadge = ({ stato }: { stato: StatoSegnalazione }) => (
  <StatusBadge tono={toniSegnalazione[stato]}>{nomiStatoSegnalazione[stato]}</StatusBadge>
)

const toniUrgenza: Record<Urgenza, Tono> = { ordinaria: 'neutro', urgente: 'attenzione', emergenza: 'critico' }
export const UrgenzaBadge = ({ urgenza }: { urgenza: Urgenza }) => (
  <StatusBadge tono={toniUrgenza[urgenza]}>{nomiUrgenza[urgenza]}</StatusBadge>
)

const toniInvio: Record<StatoInvio, Tono> = {
  creata: 'neutro',
  inviata: 'attenzione',
  vista: 'informativo',
  accettata: 'positivo',
  respinta: 'critico',
}
export const StatoInvioBadge = ({ stato }: { stato: StatoInvio }) => (
  <StatusBadge tono={toniInvio[stato]}>{nomiStatoInvio[stato]}</StatusBadge>
)

const toniContatto: Record<StatoContatto, Tono> = {
  creata: 'neutro',
  completa: 'positivo',
  convertita: 'informativo',
  annullata: 'critico',
}
export const StatoContattoBadge = ({ stato }: { stato: StatoContatto }) => (
  <StatusBadge tono={toniContatto[stato]}>{nomiStatoContatto[stato]}</StatusBadge>
)
