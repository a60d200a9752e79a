// The dashboard of the domande, computed from sums by comune, measure, month and state: who counts them also reads them, or sees no name.
import type { StatoDomanda } from './domande.rules.ts'

export interface FiguraDomande {
  comuneId: string
  misuraId: string
  mese: string
  stato: StatoDomanda
  quante: number
  vicine: number
  scadute: number
  giorniInvio: number
  nInvio: number
  giorniEsito: number
  nEsito: number
  giorniIntero: number
  nIntero: number
}

export const passiDomanda = ['invio', 'esito', 'intero'] as const
export type PassoDomandaContato = (typeof passiDomanda)[number]
export const nomiPassoDomanda: Readonly<Record<PassoDomandaContato, string>> = {
  invio: 'Dalla domanda all’invio a INPS',
  esito: 'Dall’invio all’esito',
  intero: 'Dalla domanda all’esito',
}

interface Quale {
  misura?: string | undefined
  comune?: string | undefined
  anno?: number | undefined
}
const annoDi = (r: { mese: string }) => Number(r.mese.slice(0, 4))
export const annoDelGruppo = (r: FiguraDomande) => ({ comuneId: r.comuneId, misuraId: r.misuraId, anno: annoDi(r) })

export function figureDomande(tutte: readonly FiguraDomande[], q: Quale) {
  const righe = tutte.filter(
    (r) =>
      r.stato !== 'scartata' &&
      (!q.misura || r.misuraId === q.misura) &&
      (!q.comune || r.comuneId === q.comune) &&
      (!q.anno || annoDi(r) === q.anno),
  )
  const somma = (di: readonly FiguraDomande[], k: keyof FiguraDomande) => di.reduce((n, r) => n + Number(r[k]), 0)
  const con = (di: readonly FiguraDomande[], stato: StatoDomanda) =>
    somma(
      di.filter((r) => r.stato === stato),
      'quante',
    )
  const tempo = (passo: PassoDomandaContato, giorni: keyof FiguraDomande, n: keyof FiguraDomande) => {
    const domande = somma(righe, n)
    return { passo, giorni: domande === 0 ? null : Math.round(somma(righe, giorni) / domande), domande }
  }
  return {
    voci: [...Map.groupBy(righe, (r) => `${r.comuneId} ${r.misuraId} ${r.stato}`).values()].map((sue) => ({
      comuneId: sue[0]!.comuneId,
      misuraId: sue[0]!.misuraId,
      stato: sue[0]!.stato,
      quante: somma(sue, 'quante'),
      vicine: somma(sue, 'vicine'),
      scadute: somma(sue, 'scadute'),
    })),
    // a draft has not been presented yet
    mesi: [
      ...Map.groupBy(
        righe.filter((r) => r.stato !== 'bozza'),
        (r) => r.mese,
      ),
    ]
      .map(([mese, sue]) => ({
        mese,
        presentate: somma(sue, 'quante'),
        accolte: con(sue, 'accolta'),
        respinte: con(sue, 'respinta'),
        rinunciate: con(sue, 'rinunciata'),
      }))
      .sort((a, b) => a.mese.localeCompare(b.mese)),
    tempi: [
      tempo('invio', 'giorniInvio', 'nInvio'),
      tempo('esito', 'giorniEsito', 'nEsito'),
      tempo('intero', 'giorniIntero', 'nIntero'),
    ],
  }
}
