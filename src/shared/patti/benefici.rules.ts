// What a household has asked for or received besides a caso, as lines of its one story: domande of every measure, also of those that are
// over, and prestazioni of the comuni. They have no author and no instant: the line says where it was read.
import { piuGiorni } from '../misure/giorni.ts'
import type { EventoStoria } from './miei-casi.api.ts'

export interface Beneficio {
  id: string
  specie: 'domanda' | 'prestazione'
  /** Name of the measure, of a domanda. */
  misura: string | null
  /** What it is, of a prestazione. */
  nome: string | null
  ente: string | null
  beneficio: string | null
  dal: string
  al: string | null
  volte: number
  centesimi: number | null
  /** Members whom it is of. */
  persona: string
}

const stati: Readonly<Record<string, string>> = {
  'in-pagamento': 'Beneficio in pagamento',
  sospeso: 'Beneficio sospeso',
  decaduto: 'Decadenza dal beneficio',
  revocato: 'Beneficio revocato',
  rinunciato: 'Rinuncia al beneficio',
  terminato: 'Beneficio terminato',
}

/** Taken away: what may come after is of other rules, which no version says. */
export const tolto = (beneficio: string | null): boolean => beneficio === 'decaduto' || beneficio === 'revocato'
/** Over, whatever the reason. */
export const finito = (beneficio: string | null): boolean =>
  tolto(beneficio) || beneficio === 'terminato' || beneficio === 'rinunciato'

/**
 * The last day that is paid: what the version of the measure counts (`al`; null: not known), or the day before the one since when INPS says
 * that it is over, if that comes first.
 */
export function ultimoPagato(
  al: string | null,
  detto: { beneficio: string | null; beneficioDal: string | null },
): string | null {
  const fine = detto.beneficioDal && finito(detto.beneficio) ? piuGiorni(detto.beneficioDal, -1) : null
  return al === null || (fine !== null && fine < al) ? fine : al
}

const euro = (centesimi: number) =>
  `${(centesimi / 100).toLocaleString('it-IT', { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: 'always' })} €`
const mese = (g: string) => `${g.slice(5, 7)}/${g.slice(0, 4)}`

const riga = (
  id: string,
  giorno: string,
  titolo: string,
  testo: string,
  misura: string,
  origine: string,
): EventoStoria => ({
  id,
  // among acts that have an instant it stands at the middle of its day
  quando: `${giorno}T12:00:00.000Z`,
  giorno,
  titolo,
  testo,
  autore: null,
  eventoId: null,
  misura,
  origine,
})

export function righeBeneficio(b: Beneficio): EventoStoria[] {
  if (b.specie === 'prestazione') {
    const quando = mese(b.dal) === mese(b.al ?? b.dal) ? mese(b.dal) : `da ${mese(b.dal)} a ${mese(b.al!)}`
    const quante = b.volte === 1 ? '' : `, ${b.volte} volte`
    const quanto = b.centesimi ? `, ${euro(b.centesimi)} in tutto` : ''
    return [
      riga(
        b.id,
        b.dal,
        b.nome ?? 'Prestazione sociale',
        `${b.persona}: ${quando}${quante}${quanto}`,
        b.ente ?? '',
        'Prestazioni inviate a INPS',
      ),
    ]
  }
  const da = 'Estratti di INPS'
  const misura = b.misura ?? ''
  const stato = b.beneficio ? stati[b.beneficio] : undefined
  const quanto = b.centesimi ? `, ${euro(b.centesimi)} al mese` : ''
  // without the day of the state, the line of the domanda says it
  const senzaGiorno = stato && !b.al ? `. ${stato}` : ''
  const domanda = riga(
    `${b.id} domanda`,
    b.dal,
    'Domanda presentata',
    `${b.persona}${quanto}${senzaGiorno}`,
    misura,
    da,
  )
  return stato && b.al ? [domanda, riga(`${b.id} stato`, b.al, stato, b.persona, misura, da)] : [domanda]
}

const giornoDi = (e: EventoStoria) => e.giorno ?? e.quando.slice(0, 10)

/** By the day on which it happened, which is the one that is read, the latest first; of one day, by when it was registered. */
export const inOrdine = (righe: readonly EventoStoria[]): EventoStoria[] =>
  [...righe].sort((a, b) => giornoDi(b).localeCompare(giornoDi(a)) || Date.parse(b.quando) - Date.parse(a.quando))
