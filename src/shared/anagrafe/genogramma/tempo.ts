// The days between which a family is looked at: where the slider begins, one month more or less, the next thing that
// happened.
import { confronta, type DatiGenogramma } from './modello.ts'

const intero = (d: string | undefined): string[] => (d?.length === 10 ? [d] : d ? [`${d.slice(0, 4)}-01-01`] : [])

/** Every day on which something changes in the picture, in order. */
export function cambiamenti(dati: DatiGenogramma): string[] {
  const date = [
    ...dati.persone.flatMap((p) => [p.nascita, p.decesso, p.al, ...(p.segni ?? []).flatMap((s) => [s.dal, s.al])]),
    ...[...dati.unioni, ...dati.filiazioni, ...dati.legami].flatMap((x) => [x.dal, x.al]),
    ...dati.nuclei.flatMap((n) => n.membri.flatMap((m) => [m.dal, m.al])),
  ]
  return [...new Set(date.flatMap(intero))].sort(confronta)
}

const giorniDelMese = (anno: number, mese: number) => new Date(Date.UTC(anno, mese, 0)).getUTCDate()
const due = (n: number) => String(n).padStart(2, '0')

/** The same day some months later, or the last of a shorter month. */
export function spostaMesi(giorno: string, mesi: number): string {
  const totale = Number(giorno.slice(0, 4)) * 12 + Number(giorno.slice(5, 7)) - 1 + mesi
  const [anno, mese] = [Math.floor(totale / 12), (totale % 12) + 1]
  return `${anno}-${due(mese)}-${due(Math.min(Number(giorno.slice(8)), giorniDelMese(anno, mese)))}`
}
