// The monthly prestazioni of a month, a month later: the same person, service and amount, with the days of the next month.
import type { Giorno, PrestazioneErogata } from './prestazione.ts'
import { giorno } from './valori.ts'

const due = (n: number) => String(n).padStart(2, '0')
const giorniDelMese = (anno: number, mese: number) => new Date(Date.UTC(anno, mese, 0)).getUTCDate()

/** `AAAA-MM` → the next one. */
export const mesePiuUno = (periodo: string): string => {
  const [anno, mese] = periodo.split('-').map(Number) as [number, number]
  return mese === 12 ? `${anno + 1}-01` : `${anno}-${due(mese + 1)}`
}

/** The same day of the next month; the last one of a month is the last of the next. */
function dopo(il: Giorno): Giorno {
  const { anno, mese, giorno: g } = giorno(il)!
  const prossimo = mesePiuUno(`${anno}-${due(mese)}`)
  const ultimo = giorniDelMese(...(prossimo.split('-').map(Number) as [number, number]))
  return `${prossimo}-${due(g === giorniDelMese(anno, mese) ? ultimo : Math.min(g, ultimo))}`
}

export const motiviNonCopiata = {
  'gia-presente': 'C’è già nel mese dopo',
  'senza-fine': 'Non ha una fine: continua, e non si ripete',
  'piu-mesi': 'Dura più di un mese: non si ripete ogni mese',
} as const
export type MotivoNonCopiata = keyof typeof motiviNonCopiata

/** A periodic prestazione a month later; or why it is not one of each month. */
export function meseDopo(p: PrestazioneErogata): PrestazioneErogata | Exclude<MotivoNonCopiata, 'gia-presente'> {
  if (!giorno(p.dataFine)) return 'senza-fine'
  if (!giorno(p.dataInizio) || p.dataInizio!.slice(0, 7) !== p.dataFine!.slice(0, 7)) return 'piu-mesi'
  return {
    ...p,
    tipoOperazione: 'I',
    dataInizio: dopo(p.dataInizio!),
    dataFine: dopo(p.dataFine!),
    ...(p.dataEvento === p.dataInizio && p.dataEvento && { dataEvento: dopo(p.dataEvento) }),
  }
}
