// PS05: the three shares of an amount. INPS writes the rule; its own examples break it, so the clerk may override it.
import type { PrestazioneErogata } from './prestazione.ts'
import type { Regola } from './regole.ts'
import { centesimi, importoInParole } from './valori.ts'

const quoteDi = {
  importoQuotaEnte: 'dell’ente',
  importoQuotaUtente: 'dell’utente',
  importoQuotaSsn: 'del servizio sanitario',
} as const
const nomiQuote = Object.keys(quoteDi) as (keyof typeof quoteDi)[]

export const quote: readonly Regola<PrestazioneErogata>[] = [
  {
    id: 'PS05a',
    segno: 'O',
    derogabile: true,
    titolo: 'Le quote di ente, utente e servizio sanitario sommano all’importo (mensile se periodica)',
    controlla(p, _, dice) {
      const scritte = nomiQuote.filter((q) => p[q] !== undefined)
      const totale = centesimi(p.carattere === '1' ? p.importoMensile : p.carattere === '2' ? p.importo : undefined)
      if (scritte.length === 0 || totale === undefined) return
      const valori = scritte.map((q) => centesimi(p[q]))
      if (valori.some((v) => v === undefined)) return
      const somma = valori.reduce<number>((a, v) => a + v!, 0)
      if (somma !== totale)
        dice(
          'importoQuotaEnte',
          `Le quote sommano ${importoInParole(somma)}, l’importo${p.carattere === '1' ? ' mensile' : ''} è ${importoInParole(totale)}: correggi le quote, oppure toglile.`,
        )
    },
  },
  {
    id: 'PS05b',
    segno: 'O',
    titolo: 'Le quote sono in euro e centesimi, mai negative',
    controlla(p, _, dice) {
      for (const q of nomiQuote) {
        const v = centesimi(p[q])
        if (p[q] !== undefined && (v === undefined || v < 0))
          dice(q, `La quota ${quoteDi[q]} «${p[q]}» non è un importo: scrivila come 1234.56, senza segno.`)
      }
    },
  },
  {
    id: 'PS05c',
    segno: 'O',
    derogabile: true,
    titolo: 'La quota dell’ente, se c’è, è maggiore di zero',
    controlla(p, _, dice) {
      if (centesimi(p.importoQuotaEnte) === 0)
        dice('importoQuotaEnte', 'La quota dell’ente è zero: per INPS deve essere maggiore di zero, togli il valore.')
    },
  },
  {
    id: 'PS05d',
    segno: 'inf',
    titolo: 'La quota del servizio sanitario, quando è zero, non si scrive',
    controlla(p, _, dice) {
      if (centesimi(p.importoQuotaSsn) === 0)
        dice(
          'importoQuotaSsn',
          'La quota del servizio sanitario è zero: per INPS deve essere maggiore di zero, togli il valore.',
        )
    },
  },
]
