// What INPS takes (WaaS, api-comuni 2.0.1): a flow of one record, in an envelope with the moment that is INPS's only cursor. So no
// two flows of an ente may have the same millisecond: a page that ends between them loses one.
import { leggiNome } from '../../shared/flussi/dividi.ts'
import type { IdentificazioneFlusso, PrestazioneErogata, SchedaMinore } from '../../shared/flussi/prestazione.ts'
import type { FlussoWaas } from '../../shared/flussi/waas.contratto.ts'
import { scriviMinori, scriviPrestazioni } from './scrivi-flusso.ts'

export const LIMITI_WAAS = { denominazione: 256, idFlusso: 64, base64: 10_000_000, flussi: 100 } as const

/** What cannot be sent so, with the reason. */
export class BustaImpossibile extends Error {}

/** What goes in one flow: one prestazione, or one minor. */
export type Contenuto =
  | { tipo: 'PS_PSA_SINA'; prestazione: PrestazioneErogata }
  | { tipo: 'SINBA'; minore: SchedaMinore }

export const codiceInCooperazione = (codice: string): boolean => /^[A-Z][0-9]{3}$/.test(codice)

/** The XML of a flow of one. */
export async function scriviUno(i: IdentificazioneFlusso, contenuto: Contenuto): Promise<string> {
  const codice = i.ente.codice ?? ''
  if (!codiceInCooperazione(codice))
    throw new BustaImpossibile(
      `Il codice dell’ente «${codice}» non è un codice catastale: in cooperazione INPS vuole quello, come F205.`,
    )
  const nome = i.nome ?? ''
  if (nome === '' || nome.length > LIMITI_WAAS.idFlusso)
    throw new BustaImpossibile(`Il nome del flusso va da 1 a ${LIMITI_WAAS.idFlusso} caratteri.`)
  let xml = ''
  const pezzi =
    contenuto.tipo === 'SINBA' ? scriviMinori(i, [contenuto.minore]) : scriviPrestazioni(i, [contenuto.prestazione])
  for await (const p of pezzi) xml += p
  if (4 * Math.ceil(Buffer.byteLength(xml) / 3) > LIMITI_WAAS.base64)
    throw new BustaImpossibile('Il flusso supera i 10 milioni di caratteri che INPS accetta in cooperazione.')
  return xml
}

export interface Scritto {
  codice: string
  denominazione: string
  nome: string
  istante: number
  xml: Uint8Array
}

/** Around a flow as it was written; its name says which kind it is. */
export const busta = (f: Scritto): FlussoWaas => ({
  codice_ente: f.codice,
  denominazione_ente: f.denominazione.slice(0, LIMITI_WAAS.denominazione),
  id_flusso: f.nome,
  tipo: leggiNome(f.nome)?.tipo ?? 'PS_PSA_SINA',
  ts_flusso: new Date(f.istante).toISOString(),
  flusso: Buffer.from(f.xml).toString('base64'),
})

/** The moment of the next flow of an ente: now, or the first millisecond after the last one given. */
export const istanteSuccessivo = (adesso: number, ultimo: number | null): number =>
  ultimo !== null && adesso <= ultimo ? ultimo + 1 : adesso
