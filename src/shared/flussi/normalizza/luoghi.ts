// Places by name or code, as they were on a day. The layouts use three codings of the same comune (Belfiore, ISTAT, and the
// region in table T0), and both names and ISTAT codes change with the years: so every row has its days.
import { chiaveNome } from '../../territorio/luoghi.rules.ts'
import type { Giorno } from '../prestazione.ts'
import { copia } from '../ricordi.ts'
import { inizio } from './testi.ts'

/** A comune under one name, one ISTAT code and one province. */
export interface PeriodoComune {
  belfiore: string
  istat: string | null
  nome: string
  altroNome: string | null
  sigla: string | null
  /** ISTAT code of the region. */
  regione: string | null
  dal: Giorno
  al: Giorno | null
}

export interface StatoEstero {
  belfiore: string
  nome: string
}

export type Trovato<T> = { trovato: T } | { frase: string }

export interface Luoghi {
  /** The comune on that day, from its name (also with the letters of the province), Belfiore code or ISTAT code of any time. */
  comune(testo: string, il: Giorno): Trovato<PeriodoComune>
  /** Belfiore code of a place of birth: a comune as it was that year, or a foreign state. */
  nascita(testo: string, anno: string | undefined): Trovato<string>
}

const RICORDATI = 10_000

export function creaLuoghi(comuni: readonly PeriodoComune[], stati: readonly StatoEstero[]): Luoghi {
  const perNome = raggruppa(comuni, (c) => [c.nome, ...(c.altroNome ? [c.altroNome] : [])].map(chiaveNome))
  const perBelfiore = raggruppa(comuni, (c) => [c.belfiore])
  const perIstat = raggruppa(comuni, (c) => (c.istat ? [c.istat] : []))
  const statiPerNome = new Map(stati.map((s) => [chiaveNome(s.nome), s.belfiore]))
  const statiPerCodice = new Set(stati.map((s) => s.belfiore))

  const trovati = new Map<string, readonly PeriodoComune[]>()
  /** Rows of any time that the text may mean. In a file the same comuni come a million times. */
  const cerca = (testo: string): readonly PeriodoComune[] => {
    let righe = trovati.get(testo)
    if (!righe) {
      if (trovati.size > RICORDATI) trovati.clear()
      righe = leggi(testo)
      trovati.set(copia(testo), righe)
    }
    return righe
  }
  const leggi = (testo: string): readonly PeriodoComune[] => {
    const t = testo.trim()
    if (/^[A-Z]\d{3}$/i.test(t)) return perBelfiore.get(t.toUpperCase()) ?? []
    if (/^\d{6}$/.test(t)) return perIstat.get(t) ?? []
    // «Samone (TO)», «Samone TO», «Samone - TO»
    const m = /^(.+?)\s*(?:\(([A-Z]{2})\)|[\s,/-]+([A-Z]{2}))$/.exec(t)
    const sigla = m?.[2] ?? m?.[3]
    const intero = perNome.get(chiaveNome(t))
    if (intero) return intero
    return sigla ? (perNome.get(chiaveNome(m![1]!)) ?? []).filter((c) => c.sigla === sigla) : []
  }
  const unici = (righe: readonly PeriodoComune[]) => [...new Set(righe.map((r) => r.belfiore))]

  return {
    comune(testo, il) {
      const trovate = cerca(testo)
      const dei = unici(trovate)
      if (dei.length === 0) return { frase: `Il comune «${inizio(testo, 60)}» non è nell’archivio: controlla il nome.` }
      // the code or the name may be of another time: what matters is the comune, on the day
      const vive = dei.flatMap((b) => (perBelfiore.get(b) ?? []).filter((r) => vale(r, il)))
      const vivi = unici(vive)
      if (vivi.length > 1)
        return {
          frase: `Ci sono più comuni che si chiamano «${inizio(testo, 60)}»: aggiungi la provincia, come «Samone (TO)».`,
        }
      const riga = vive[0]
      if (!riga) return { frase: `Il comune «${inizio(testo, 60)}» in quella data non c’era: indica quello che c’era.` }
      return { trovato: riga }
    },
    nascita(testo, anno) {
      const codice = testo.trim().toUpperCase()
      if (statiPerCodice.has(codice) || perBelfiore.has(codice)) return { trovato: codice }
      const righe = cerca(testo)
      const nellAnno = anno
        ? righe.filter((r) => r.dal <= `${anno}-12-31` && (r.al === null || r.al >= `${anno}-01-01`))
        : righe
      const codici = unici(nellAnno.length > 0 ? nellAnno : righe)
      if (codici.length > 1)
        return {
          frase: `Ci sono più comuni che si chiamano «${inizio(testo, 60)}»: aggiungi la provincia, come «Samone (TO)».`,
        }
      const trovato = codici[0] ?? statiPerNome.get(chiaveNome(testo))
      return trovato
        ? { trovato }
        : { frase: `Il luogo di nascita «${inizio(testo, 60)}» non è nell’archivio: controlla il nome.` }
    },
  }
}

const vale = (r: { dal: Giorno; al: Giorno | null }, il: Giorno) => r.dal <= il && (r.al === null || r.al >= il)

function raggruppa<T>(righe: readonly T[], chiavi: (r: T) => readonly string[]): Map<string, T[]> {
  const gruppi = new Map<string, T[]>()
  for (const r of righe)
    for (const k of chiavi(r)) {
      const g = gruppi.get(k)
      if (g) g.push(r)
      else gruppi.set(k, [r])
    }
  return gruppi
}
