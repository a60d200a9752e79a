// When an operator can be met, as free slots: what he has said week by week, less the days on which he is not there or nobody works,
// and the hours already taken. Hours are those of the clock on the wall, so the day on which it changes moves no slot.
import { giornoDopo } from './agenda.rules.ts'

export const nomiSettimana = ['lunedì', 'martedì', 'mercoledì', 'giovedì', 'venerdì', 'sabato', 'domenica'] as const

export interface Settimanale {
  /** 1 Monday … 7 Sunday. */
  settimana: number
  dalle: string
  alle: string
  minuti: number
  dal: string
  al: string | null
  comuneId: string
  ufficioId: string
}
export interface Slot {
  giorno: string
  ora: string
  minuti: number
  comuneId: string
  ufficioId: string
}
export interface Richiesta {
  disponibilita: readonly Settimanale[]
  assenze: readonly { dal: string; al: string }[]
  /** Taken, from when to when: `YYYY-MM-DDTHH:MM` in Italy. */
  occupati: readonly { inizio: string; fine: string }[]
  festivo: (giorno: string, comuneId: string) => boolean
  dal: string
  al: string
  /** Nothing is proposed before this moment. */
  adesso: string
  quanti: number
}

const inMinuti = (ora: string) => Number(ora.slice(0, 2)) * 60 + Number(ora.slice(3, 5))
const inOra = (m: number) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`
const settimanaDi = (giorno: string) => ((new Date(`${giorno}T12:00:00Z`).getUTCDay() + 6) % 7) + 1

const delGiorno = (giorno: string, d: Settimanale): Slot[] => {
  const slot: Slot[] = []
  for (let m = inMinuti(d.dalle); m + d.minuti <= inMinuti(d.alle); m += d.minuti)
    slot.push({ giorno, ora: inOra(m), minuti: d.minuti, comuneId: d.comuneId, ufficioId: d.ufficioId })
  return slot
}

/** Saturdays and Sundays only where he has said them. */
export function slotLiberi(r: Richiesta): Slot[] {
  const liberi: Slot[] = []
  for (let giorno = r.dal; giorno <= r.al && liberi.length < r.quanti; giorno = giornoDopo(giorno)) {
    const quale = settimanaDi(giorno)
    if (r.assenze.some((a) => a.dal <= giorno && giorno <= a.al)) continue
    const suoi = r.disponibilita
      .filter((d) => d.settimana === quale && d.dal <= giorno && giorno <= (d.al ?? '9999'))
      .filter((d) => quale > 5 || !r.festivo(giorno, d.comuneId))
      .flatMap((d) => delGiorno(giorno, d))
      .sort((a, b) => (a.ora < b.ora ? -1 : 1))
    for (const s of suoi) {
      const [inizio, fine] = [`${giorno}T${s.ora}`, `${giorno}T${inOra(inMinuti(s.ora) + s.minuti)}`]
      if (inizio < r.adesso || r.occupati.some((o) => o.inizio < fine && inizio < o.fine)) continue
      if (liberi.length < r.quanti) liberi.push(s)
    }
  }
  return liberi
}
