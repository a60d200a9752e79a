// States of domande and messages in words and tones.
import { nomiStatoComunicazione, type StatoComunicazione } from '../../../shared/patti/comunicazioni.rules.ts'
import {
  type EsitoControllo,
  nomiEsitoControllo,
  nomiStatoDomanda,
  type StatoDomanda,
} from '../../../shared/patti/domande.rules.ts'
import { formatData } from '../../kernel/format.ts'
import { StatusBadge, type Tono } from '../../kernel/ui/parts.tsx'

const toniDomanda: Record<StatoDomanda, Tono> = {
  bozza: 'neutro',
  presentata: 'attenzione',
  'in-correzione': 'attenzione',
  controllata: 'attenzione',
  inviata: 'informativo',
  'in-verifica': 'informativo',
  sospesa: 'critico',
  accolta: 'positivo',
  respinta: 'critico',
  rinunciata: 'neutro',
  scartata: 'neutro',
}
export const StatoDomandaBadge = ({ stato }: { stato: StatoDomanda }) => (
  <StatusBadge tono={toniDomanda[stato]}>{nomiStatoDomanda[stato]}</StatusBadge>
)

const toniControllo: Record<EsitoControllo, Tono> = {
  regolare: 'positivo',
  'non-regolare': 'critico',
  'in-attesa': 'attenzione',
}
export const EsitoControlloBadge = ({ esito }: { esito: EsitoControllo | null }) => (
  <StatusBadge tono={esito ? toniControllo[esito] : 'neutro'}>
    {esito ? nomiEsitoControllo[esito] : 'Da applicare'}
  </StatusBadge>
)

const toniComunicazione: Record<StatoComunicazione, Tono> = {
  'da-inviare': 'attenzione',
  'in-invio': 'informativo',
  inviata: 'informativo',
  ricevuta: 'positivo',
  scartata: 'critico',
  annullata: 'neutro',
}
export const StatoComunicazioneBadge = ({
  stato,
  revocata = false,
}: {
  stato: StatoComunicazione
  revocata?: boolean
}) => (
  <>
    <StatusBadge tono={toniComunicazione[stato]}>{nomiStatoComunicazione[stato]}</StatusBadge>
    {revocata && stato !== 'annullata' && <small className="d-block">non è più vera</small>}
  </>
)

const luci: Record<'verde' | 'giallo' | 'scaduto', readonly [string, Tono]> = {
  verde: ['in tempo', 'positivo'],
  giallo: ['vicino', 'attenzione'],
  scaduto: ['scaduto', 'critico'],
}
/** The day due with its light: the word says how it stands, the colour only helps. */
export const Scadenza = ({ scade, luce }: { scade: string | null; luce: 'verde' | 'giallo' | 'scaduto' | null }) =>
  scade && luce ? (
    <>
      {formatData(scade)} <StatusBadge tono={luci[luce][1]}>{luci[luce][0]}</StatusBadge>
    </>
  ) : (
    <>–</>
  )
