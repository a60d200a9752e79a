// The envelope that INPS polls (WaaS, api-comuni 2.0.1): one flow of one record, its XML in base64, with the moment that is
// INPS's only cursor. So no two flows of an ente may have the same millisecond: a page that ends between them loses one.
import type {
  IdentificazioneFlusso,
  PrestazioneErogata,
  SchedaMinore,
  TipoFlusso,
} from '../../shared/flussi/prestazione.ts'
import { scriviMinori, scriviPrestazioni } from './scrivi-flusso.ts'

export interface BustaWaas {
  codice_ente: string
  denominazione_ente: string
  id_flusso: string
  tipo: TipoFlusso
  /** With milliseconds, in UTC. */
  ts_flusso: string
  flusso: string
}

export const LIMITI_WAAS = { denominazione: 256, idFlusso: 64, base64: 10_000_000, flussi: 100 } as const

/** What cannot be put in an envelope, with the reason. */
export class BustaImpossibile extends Error {}

/** What goes in one envelope: one prestazione, or one minor. */
export type Contenuto =
  | { tipo: 'PS_PSA_SINA'; prestazione: PrestazioneErogata }
  | { tipo: 'SINBA'; minore: SchedaMinore }

export async function imbusta(i: IdentificazioneFlusso, contenuto: Contenuto, istante: Date): Promise<BustaWaas> {
  const { codice = '', denominazione = '' } = i.ente
  const id = i.nome ?? ''
  if (!/^[A-Z][0-9]{3}$/.test(codice))
    throw new BustaImpossibile(
      `Il codice dell’ente «${codice}» non è un codice catastale: in cooperazione INPS vuole quello, come F205.`,
    )
  if (id === '' || id.length > LIMITI_WAAS.idFlusso)
    throw new BustaImpossibile(`Il nome del flusso va da 1 a ${LIMITI_WAAS.idFlusso} caratteri.`)
  let xml = ''
  const pezzi =
    contenuto.tipo === 'SINBA' ? scriviMinori(i, [contenuto.minore]) : scriviPrestazioni(i, [contenuto.prestazione])
  for await (const p of pezzi) xml += p
  const flusso = Buffer.from(xml).toString('base64')
  if (flusso.length > LIMITI_WAAS.base64)
    throw new BustaImpossibile('Il flusso supera i 10 milioni di caratteri che INPS accetta in cooperazione.')
  return {
    codice_ente: codice,
    denominazione_ente: denominazione.slice(0, LIMITI_WAAS.denominazione),
    id_flusso: id,
    tipo: contenuto.tipo,
    ts_flusso: istante.toISOString(),
    flusso,
  }
}

/** The moment of the next flow of an ente: now, or the first millisecond after the last one given. */
export const istanteSuccessivo = (adesso: Date, ultimo: Date | undefined): Date =>
  ultimo && adesso <= ultimo ? new Date(ultimo.getTime() + 1) : adesso
