// The dashboard of the casi, computed from sums by comune, measure and year of arrival. Who sees the households (the coordinator) has of
// their progress only groups of so many casi: a smaller group is counted together with others, whole, and only where no filter could
// take it apart. So no two answers, subtracted, speak of a few households (ADR 0038). Assignment is his to know, and is never hidden.
import { casoAperto, type StatoCaso, statiCaso } from './casi.rules.ts'

export interface Gruppo {
  comuneId: string
  misuraId: string
  anno: number
}
export interface FiguraCasi extends Gruppo {
  stato: StatoCaso
  assegnazione: 'da-assegnare' | 'assegnato' | 'concluso'
  casi: number
  presi: number
  incontrati: number
  entroPrimo: number
  entroUltimo: number
  oltrePrimo: number
  oltreUltimo: number
  giorniAssegnazione: number
  nAssegnazione: number
  giorniAnalisi: number
  nAnalisi: number
  giorniPatto: number
  nPatto: number
  scaduti: number
  sospesi: number
  sospesiIncontro: number
  patti: number
  attivabili: number
  /** Days that the version gives for the first meeting, the shortest and the longest; null where it gives none. */
  primo: number | null
  ultimo: number | null
}
export interface FiguraSostegno extends Gruppo {
  sostegno: string
  stato: string
  quanti: number
}
export interface FiguraArrivi {
  comuneId: string
  misuraId: string
  mese: string
  arrivati: number
}

export interface FiltriCruscotto {
  misura?: string | undefined
  comune?: string | undefined
  anno?: number | undefined
}

const passa = (g: Gruppo, f: FiltriCruscotto) =>
  (!f.misura || g.misuraId === f.misura) && (!f.comune || g.comuneId === f.comune) && (!f.anno || g.anno === f.anno)
const chiaveGruppo = (g: Gruppo) => `${g.comuneId} ${g.misuraId} ${g.anno}`

/** From the finest group to the whole: a group still too small joins the others of the next, which some filters would take apart. */
const unioni: readonly { insieme: (g: Gruppo) => string; divisaDa: readonly (keyof FiltriCruscotto)[] }[] = [
  { insieme: chiaveGruppo, divisaDa: [] },
  { insieme: (g) => `${g.misuraId} ${g.anno}`, divisaDa: ['comune'] },
  { insieme: (g) => g.misuraId, divisaDa: ['comune', 'anno'] },
  { insieme: () => '', divisaDa: ['comune', 'anno', 'misura'] },
]

/** Which groups are counted under these filters, where fewer casi than `minimo` would speak of somebody. */
export function gruppiContati(
  righe: readonly (Gruppo & { casi: number })[],
  filtri: FiltriCruscotto,
  minimo: number,
): (g: Gruppo) => boolean {
  const contati = new Set<string>()
  let restano = [...righe]
  for (const { insieme, divisaDa } of unioni) {
    const piccoli: typeof restano = []
    for (const uniti of Map.groupBy(restano, insieme).values()) {
      if (uniti.reduce((n, r) => n + r.casi, 0) < minimo) piccoli.push(...uniti)
      else if (divisaDa.every((k) => !filtri[k]))
        for (const r of uniti) if (passa(r, filtri)) contati.add(chiaveGruppo(r))
    }
    restano = piccoli
  }
  return (g) => contati.has(chiaveGruppo(g))
}

export const passi = ['assegnazione', 'analisi', 'patto'] as const
export type Passo = (typeof passi)[number]
export const nomiPasso: Readonly<Record<Passo, string>> = {
  assegnazione: 'Dall’avvio all’assegnazione',
  analisi: 'Dall’assegnazione all’analisi preliminare',
  patto: 'Dall’analisi preliminare alla firma del patto',
}

export interface Assegnati {
  id: string
  casi: number
  daAssegnare: number
  assegnati: number
  conclusi: number
}
export interface Figure {
  casi: number
  daAssegnare: number
  assegnati: number
  conclusi: number
  /** Casi of groups too small: in no figure of the progress. */
  taciuti: number
  presi: number
  scaduti: number
  sospesi: number
  sospesiIncontro: number
  patti: number
  attivabili: number
  stati: { stato: StatoCaso; casi: number }[]
  /** Of the measures that give days for it: how many, where they all give the same. */
  incontri: { quale: 'primo' | 'ultimo'; giorni: number | null; entro: number; su: number }[]
  tempi: { passo: Passo; giorni: number | null; casi: number }[]
  sostegni: { sostegno: string; previsti: number; inAttesa: number; attivi: number; finiti: number }[]
  mesi: { mese: string; arrivati: number }[]
  comuni: Assegnati[]
  misure: Assegnati[]
}

const somma = <R>(righe: readonly R[], di: (r: R) => number) => righe.reduce((n, r) => n + di(r), 0)

function assegnati(id: string, righe: readonly FiguraCasi[]): Assegnati {
  const con = (a: FiguraCasi['assegnazione']) =>
    somma(
      righe.filter((r) => r.assegnazione === a),
      (r) => r.casi,
    )
  return {
    id,
    casi: somma(righe, (r) => r.casi),
    daAssegnare: con('da-assegnare'),
    assegnati: con('assegnato'),
    conclusi: con('concluso'),
  }
}
const per = (righe: readonly FiguraCasi[], chiave: 'comuneId' | 'misuraId') =>
  [...Map.groupBy(righe, (r) => r[chiave])].map(([id, sue]) => assegnati(id, sue))

/** A meeting is asked of who is still on the way: exempted, out or over, there is none to be late. */
const inAttesaDiIncontro = (s: StatoCaso) => casoAperto(s) && s !== 'esonerato' && s !== 'escluso'

/**
 * Of each measure by its own days; one that gives none has nobody who is late. Small groups are joined among those alone: with the
 * others, how many they are would come out by subtraction.
 */
function incontriEntro(casi: readonly FiguraCasi[], filtri: FiltriCruscotto, minimo: number): Figure['incontri'] {
  return (['primo', 'ultimo'] as const).flatMap((quale) => {
    // with one term alone there is nothing that comes before it
    const con = casi.filter((r) => r[quale] !== null && (quale === 'ultimo' || r.primo !== r.ultimo))
    const contato = gruppiContati(con, filtri, minimo)
    const sue = con.filter((r) => passa(r, filtri) && contato(r))
    if (sue.length === 0) return []
    const giorni = new Set(sue.map((r) => r[quale]))
    const attesa = sue.filter((r) => inAttesaDiIncontro(r.stato))
    return [
      {
        quale,
        giorni: giorni.size === 1 ? [...giorni][0]! : null,
        entro: somma(sue, (r) => (quale === 'primo' ? r.entroPrimo : r.entroUltimo)),
        su: somma(sue, (r) => r.incontrati) + somma(attesa, (r) => (quale === 'primo' ? r.oltrePrimo : r.oltreUltimo)),
      },
    ]
  })
}
export const nomeIncontro = (x: Figure['incontri'][number]): string =>
  x.giorni !== null
    ? `Primo incontro entro ${x.giorni} giorni`
    : `Primo incontro entro il termine ${x.quale === 'primo' ? 'consigliato' : 'dovuto'} della misura`

export function componiFigure(
  dati: { casi: readonly FiguraCasi[]; sostegni: readonly FiguraSostegno[]; arrivi: readonly FiguraArrivi[] },
  filtri: FiltriCruscotto,
  minimo: number,
): Figure {
  const qui = dati.casi.filter((r) => passa(r, filtri))
  const contato = gruppiContati(dati.casi, filtri, minimo)
  const righe = qui.filter(contato)
  const aperte = righe.filter((r) => casoAperto(r.stato))
  const media = (giorni: number, n: number) => (n === 0 ? null : Math.round(giorni / n))
  const { id: _i, ...assegnazione } = assegnati('', qui)
  const [nAssegnazione, nAnalisi, nPatto] = [
    somma(righe, (r) => r.nAssegnazione),
    somma(righe, (r) => r.nAnalisi),
    somma(righe, (r) => r.nPatto),
  ]
  const sostegni = dati.sostegni.filter(contato)
  return {
    ...assegnazione,
    taciuti: somma(qui, (r) => r.casi) - somma(righe, (r) => r.casi),
    presi: somma(righe, (r) => r.presi),
    scaduti: somma(aperte, (r) => r.scaduti),
    sospesi: somma(aperte, (r) => r.sospesi),
    sospesiIncontro: somma(aperte, (r) => r.sospesiIncontro),
    patti: somma(righe, (r) => r.patti),
    attivabili: somma(aperte, (r) => r.attivabili),
    stati: statiCaso.flatMap((stato) => {
      const casi = somma(
        righe.filter((r) => r.stato === stato),
        (r) => r.casi,
      )
      return casi > 0 ? [{ stato, casi }] : []
    }),
    incontri: incontriEntro(dati.casi, filtri, minimo),
    tempi: [
      {
        passo: 'assegnazione',
        giorni: media(
          somma(righe, (r) => r.giorniAssegnazione),
          nAssegnazione,
        ),
        casi: nAssegnazione,
      },
      {
        passo: 'analisi',
        giorni: media(
          somma(righe, (r) => r.giorniAnalisi),
          nAnalisi,
        ),
        casi: nAnalisi,
      },
      {
        passo: 'patto',
        giorni: media(
          somma(righe, (r) => r.giorniPatto),
          nPatto,
        ),
        casi: nPatto,
      },
    ],
    sostegni: [...Map.groupBy(sostegni, (s) => s.sostegno)]
      .map(([sostegno, suoi]) => {
        const in_ = (...stati: string[]) =>
          somma(
            suoi.filter((s) => stati.includes(s.stato)),
            (s) => s.quanti,
          )
        return {
          sostegno,
          previsti: in_('previsto'),
          inAttesa: in_('in-attesa'),
          attivi: in_('attivo'),
          finiti: in_('concluso', 'interrotto'),
        }
      })
      .sort((a, b) => a.sostegno.localeCompare(b.sostegno)),
    mesi: [
      ...Map.groupBy(
        dati.arrivi.filter((a) => passa({ ...a, anno: Number(a.mese.slice(0, 4)) }, filtri)),
        (a) => a.mese,
      ),
    ]
      .map(([mese, suoi]) => ({ mese, arrivati: somma(suoi, (a) => a.arrivati) }))
      .sort((a, b) => a.mese.localeCompare(b.mese)),
    comuni: per(qui, 'comuneId'),
    misure: per(qui, 'misuraId'),
  }
}

/** What the filters may ask for: what there is, whatever the filters say now. */
export const scelteDi = (righe: readonly Gruppo[]) => ({
  comuni: [...new Set(righe.map((r) => r.comuneId))],
  misure: [...new Set(righe.map((r) => r.misuraId))],
  anni: [...new Set(righe.map((r) => r.anno))].sort((a, b) => b - a),
})

/** Inhabitants for each social worker, and how that stands before the essential level; null where it cannot be said. */
export function rapportoAbitanti(r: {
  abitanti: number | null
  assistenti: number
  livello: number
  soglia: number
}): { ciascuno: number; come: 'livello' | 'soglia' | 'sotto' } | null {
  if (r.abitanti === null || r.assistenti === 0) return null
  const ciascuno = Math.ceil(r.abitanti / r.assistenti)
  return { ciascuno, come: ciascuno <= r.livello ? 'livello' : ciascuno <= r.soglia ? 'soglia' : 'sotto' }
}
