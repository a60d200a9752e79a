// N19 and N20: the shares of an amount, where a share of zero is not to be written and the ente's own is what the others leave.
import type { PrestazioneErogata } from '../prestazione.ts'
import { centesimi, scriviImporto } from '../valori.ts'
import type { RegolaNormalizzazione } from './esito.ts'

type DiceModifica = (
  campo: string,
  prima: string | undefined,
  dopo: string | undefined,
  regola: RegolaNormalizzazione,
) => void

/** What rounding three shares can leave. */
export const CENTESIMI = 3

/** Changes the shares of a record, telling each change. */
export function sistemaQuote(p: PrestazioneErogata, dice: DiceModifica): void {
  for (const q of ['importoQuotaEnte', 'importoQuotaSsn'] as const)
    if (p[q] !== undefined && centesimi(p[q]) === 0 && altreQuote(p, q)) {
      dice(q, p[q], undefined, 'N19')
      delete p[q]
    }
  const [utente, ssn] = [p.importoQuotaUtente, p.importoQuotaSsn]
  const totale = centesimi(p.carattere === '1' ? p.importoMensile : p.carattere === '2' ? p.importo : undefined)
  if (totale === undefined || (utente === undefined && ssn === undefined)) return
  const altre = [utente, ssn].map((q) => (q === undefined ? 0 : centesimi(q)))
  if (altre.some((c) => c === undefined)) return
  const resta = totale - altre[0]! - altre[1]!
  const scritta = centesimi(p.importoQuotaEnte)
  // a difference of cents is rounding; a larger one is somebody's mistake, and PS05 says so
  const arrotondamento =
    p.importoQuotaEnte !== undefined && scritta !== undefined && Math.abs(scritta - resta) <= CENTESIMI
  if (resta > 0 && scritta !== resta && (p.importoQuotaEnte === undefined || arrotondamento)) {
    dice('importoQuotaEnte', p.importoQuotaEnte, scriviImporto(resta), 'N20')
    p.importoQuotaEnte = scriviImporto(resta)
  }
}

/** Whether some other share is above zero: shares that are all zero are not a rounding, and stay for the clerk to see. */
const altreQuote = (p: PrestazioneErogata, questa: string) =>
  (['importoQuotaEnte', 'importoQuotaUtente', 'importoQuotaSsn'] as const).some(
    (q) => q !== questa && (centesimi(p[q]) ?? 0) > 0,
  )
