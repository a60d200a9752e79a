// How the pages read a section, from the session and from the contract of the sections.
import type { Output } from '../../shared/kernel/endpoint.ts'
import type { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import { formatData, oggi, plurale } from '../kernel/format.ts'

export type Sezione = Output<typeof sezioniApi.elenco>['voci'][number]

const oggiTra = (r: { dal: string; al: string | null }) => r.dal <= oggi() && (r.al === null || r.al >= oggi())

/** The adhesions that a section asks for today, in words. */
export const requisitiOggi = (s: Sezione): string[] =>
  s.requisiti
    .filter(oggiTra)
    .map((r) =>
      r.attuatore
        ? `${r.tipo}: registrata per il comune, oppure per il soggetto attuatore se il comune ha dato la delega all’ambito`
        : `${r.tipo}: registrata per il singolo comune`,
    )

/** The national switch in words, with its past and its future. */
export function interruttore(s: Sezione): string[] {
  return [...s.aperture]
    .sort((a, b) => (a.dal < b.dal ? 1 : -1))
    .map((a) => {
      const quando = a.al ? `dal ${formatData(a.dal)} al ${formatData(a.al)}` : `dal ${formatData(a.dal)}`
      return `${a.aperta ? 'Aperta' : 'Chiusa'} ${quando} (${a.norma})`
    })
}

/** «3 comuni su 5». */
export const suQuanti = (aperti: number, tutti: number): string =>
  tutti === 0 ? 'nessun comune' : `${plurale(aperti, 'comune', 'comuni')} su ${tutti}`
