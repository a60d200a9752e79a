// States of files and prestazioni, fields and rules, as people say them.
import type { Carico } from '../../shared/flussi/carichi.api.ts'
import { regoleHub } from '../../shared/flussi/elabora.ts'
import { regoleNormalizzazione } from '../../shared/flussi/normalizza/esito.ts'
import { campoMinore, campoPrestazione } from '../../shared/flussi/percorsi.ts'
import { regole } from '../../shared/flussi/regole-flusso.ts'
import { nomeMese } from '../../shared/flussi/scadenze.rules.ts'
import { nomiStato, type StatoPrestazione } from '../../shared/flussi/stati.rules.ts'
import { StatusBadge, type Tono } from '../kernel/ui/parts.tsx'

const carichi: Record<Carico['stato'], readonly [parola: string, tono: Tono]> = {
  'in-arrivo': ['in arrivo', 'informativo'],
  'da-mappare': ['da leggere', 'attenzione'],
  'in-lettura': ['lettura in corso', 'informativo'],
  concluso: ['letto', 'positivo'],
  fallito: ['non riuscito', 'critico'],
  'in-ritiro': ['ritiro in corso', 'informativo'],
  ritirato: ['ritirato', 'neutro'],
}
export const StatoCarico = ({ stato }: { stato: Carico['stato'] }) => (
  <StatusBadge tono={carichi[stato][1]}>{carichi[stato][0]}</StatusBadge>
)

const toni: Record<StatoPrestazione, Tono> = {
  rifiutata: 'critico',
  'da-completare': 'attenzione',
  pronta: 'positivo',
  'in-flusso': 'informativo',
  accettata: 'positivo',
  esclusa: 'neutro',
}
export const StatoPrestazioneBadge = ({ stato }: { stato: StatoPrestazione }) => (
  <StatusBadge tono={toni[stato]}>{nomiStato[stato].toLocaleLowerCase('it')}</StatusBadge>
)

/** The label of a field, by its path; of a further address with its number. */
export function nomeCampo(percorso: string): string {
  const nome = (campoPrestazione(percorso) ?? campoMinore(percorso))?.campo?.nome ?? 'Riga intera'
  const altro = /^beneficiario\.indirizzi\.([1-4])\./.exec(percorso)
  return altro ? `${nome} (indirizzo ${Number(altro[1]) + 1})` : nome
}

const titoli = new Map<string, string>([
  ...regole.map((r) => [r.id, r.titolo] as const),
  ...Object.values(regoleHub).map((r) => [r.id, r.titolo] as const),
  ...Object.entries(regoleNormalizzazione),
])
/** What a rule asks, in the words of the manual. */
export const nomeRegola = (id: string): string => titoli.get(id) ?? id

/** «maggio 2025»; «senza data» where no month can be read. */
export function nomePeriodo(periodo: string | null): string {
  if (!periodo || periodo === 'senza-data') return 'senza data'
  return nomeMese(periodo)
}
