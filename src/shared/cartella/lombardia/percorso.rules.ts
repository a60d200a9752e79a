// Where a person is along the five phases (cartella §2.0), from what is recorded and nothing else: the access is what
// the desk received, the assessment a presa in carico not yet over, the end its closing. Phases C and D have no facts
// before projects and delivery do.
import type { Giorno } from './messaggio.ts'

export const passi = ['accesso', 'valutazione', 'progetto', 'erogazione', 'finale'] as const
export type NomePasso = (typeof passi)[number]

export const nomiPasso: Readonly<Record<NomePasso, { lettera: string; nome: string }>> = {
  accesso: { lettera: 'A', nome: 'Accesso e orientamento' },
  valutazione: { lettera: 'B', nome: 'Valutazione e presa in carico' },
  progetto: { lettera: 'C', nome: 'Progetto individuale' },
  erogazione: { lettera: 'D', nome: 'Erogazione' },
  finale: { lettera: 'E', nome: 'Chiusura e valutazione finale' },
}

/** A contact, a segnalazione, or an access elsewhere that a message told of. `fine`: null while it is open. */
export interface AccessoNoto {
  specie: 'contatto' | 'segnalazione' | 'messaggio'
  giorno: Giorno
  fine: Giorno | null
}

export interface PresaNota {
  id: string
  numero: number
  chiusa: boolean
  apertaIl: Giorno
  attivataIl: Giorno | null
  chiusaIl: Giorno | null
}

export const statiPasso = ['non-cominciata', 'in-corso', 'conclusa', 'non-gestita'] as const

export interface Passo {
  passo: NomePasso
  stato: (typeof statiPasso)[number]
  dal: Giorno | null
  al: Giorno | null
  spiegazione: string
}

export interface Percorso {
  /** Null: nothing has begun. */
  fase: 'accesso' | 'valutazione' | 'finale' | null
  spiegazione: string
  /** The presa that the path speaks of; null while there is only an access. */
  presaId: string | null
  passi: Passo[]
}

const ultimo = (giorni: readonly Giorno[]): Giorno | undefined => giorni.toSorted().at(-1)
const inItaliano = (g: Giorno) => g.split('-').reverse().join('/')

const nomiSpecie: Record<AccessoNoto['specie'], readonly [string, string]> = {
  contatto: ['un contatto allo sportello', 'contatti allo sportello'],
  segnalazione: ['una segnalazione', 'segnalazioni'],
  messaggio: ['un accesso presso un altro ente', 'accessi presso altri enti'],
}

function inParole(accessi: readonly AccessoNoto[]): string {
  const conti = (Object.keys(nomiSpecie) as AccessoNoto['specie'][]).flatMap((specie) => {
    const n = accessi.filter((a) => a.specie === specie).length
    return n === 0 ? [] : [n === 1 ? nomiSpecie[specie][0] : `${n} ${nomiSpecie[specie][1]}`]
  })
  return conti.length > 1 ? `${conti.slice(0, -1).join(', ')} e ${conti.at(-1)}` : (conti[0] ?? '')
}

/** The presa that speaks today: the open one, else the last closed unless the person has come back since. */
function presaDiOggi(accessi: readonly AccessoNoto[], prese: readonly PresaNota[]): PresaNota | undefined {
  const recenti = prese.toSorted((a, b) => (a.apertaIl < b.apertaIl ? 1 : a.apertaIl > b.apertaIl ? -1 : 0))
  const aperta = recenti.find((p) => !p.chiusa)
  if (aperta) return aperta
  const ultima = recenti.toSorted((a, b) => ((a.chiusaIl ?? '') < (b.chiusaIl ?? '') ? 1 : -1))[0]
  return ultima && accessi.some((a) => a.giorno > (ultima.chiusaIl ?? '')) ? undefined : ultima
}

/** Accesses that led to this presa: since the one before was closed. Without a presa: since the last was closed. */
export function accessiDi<A extends AccessoNoto>(
  accessi: readonly A[],
  prese: readonly PresaNota[],
  presa: PresaNota | undefined,
): A[] {
  const chiuse = prese.flatMap((p) =>
    p !== presa && p.chiusaIl && (!presa || p.chiusaIl <= presa.apertaIl) ? [p.chiusaIl] : [],
  )
  const prima = ultimo(chiuse) ?? ''
  return accessi
    .filter((a) => a.giorno > prima && (!presa || a.giorno <= presa.apertaIl))
    .sort((a, b) => (a.giorno < b.giorno ? -1 : a.giorno > b.giorno ? 1 : 0))
}

function passoAccesso(accessi: readonly AccessoNoto[], presa: PresaNota | undefined): Passo {
  const dal = accessi[0]?.giorno ?? presa?.apertaIl ?? null
  if (dal === null)
    return {
      passo: 'accesso',
      stato: 'non-cominciata',
      dal: null,
      al: null,
      spiegazione: 'Non ci sono contatti, segnalazioni o prese in carico.',
    }
  const da = accessi.length > 0 ? `Nella cartella: ${inParole(accessi)}.` : ''
  if (presa)
    return {
      passo: 'accesso',
      stato: 'conclusa',
      dal,
      al: presa.apertaIl,
      spiegazione: `${(da && `${da} `) || 'Nessun contatto o segnalazione: l’accesso coincide con l’apertura. '}Si è concluso il ${inItaliano(presa.apertaIl)} con la presa in carico n. ${presa.numero}.`,
    }
  const aperti = accessi.some((a) => a.fine === null)
  const al = aperti ? null : (ultimo(accessi.flatMap((a) => a.fine ?? [])) ?? dal)
  return {
    passo: 'accesso',
    stato: aperti ? 'in-corso' : 'conclusa',
    dal,
    al,
    spiegazione: `${da} ${aperti ? 'Qualcosa è ancora da valutare.' : 'Nessuna presa in carico.'}`,
  }
}

function passoValutazione(p: PresaNota | undefined): Passo {
  if (!p)
    return {
      passo: 'valutazione',
      stato: 'non-cominciata',
      dal: null,
      al: null,
      spiegazione: 'Comincia con la presa in carico.',
    }
  const al = p.attivataIl ?? p.chiusaIl
  return {
    passo: 'valutazione',
    stato: al ? 'conclusa' : 'in-corso',
    dal: p.apertaIl,
    al,
    spiegazione: p.attivataIl
      ? `La presa in carico n. ${p.numero} è attiva dal ${inItaliano(p.attivataIl)}.`
      : p.chiusaIl
        ? `La presa in carico n. ${p.numero} è stata chiusa senza diventare attiva.`
        : `La presa in carico n. ${p.numero} non è ancora attiva.`,
  }
}

const passoFinale = (p: PresaNota | undefined): Passo =>
  p?.chiusa && p.chiusaIl
    ? {
        passo: 'finale',
        stato: 'conclusa',
        dal: p.chiusaIl,
        al: p.chiusaIl,
        spiegazione: `La presa in carico n. ${p.numero} è stata chiusa il ${inItaliano(p.chiusaIl)}.`,
      }
    : { passo: 'finale', stato: 'non-cominciata', dal: null, al: null, spiegazione: 'Comincia con la chiusura.' }

const nonGestito = (passo: 'progetto' | 'erogazione'): Passo => ({
  passo,
  stato: 'non-gestita',
  dal: null,
  al: null,
  spiegazione: passo === 'progetto' ? 'Arriverà con i progetti.' : 'Arriverà con le prestazioni erogate.',
})

/** `presaId`: the path of that presa instead of today's. */
export function percorsoDi(accessi: readonly AccessoNoto[], prese: readonly PresaNota[], presaId?: string): Percorso {
  const presa = presaId ? prese.find((p) => p.id === presaId) : presaDiOggi(accessi, prese)
  const a = passoAccesso(accessiDi(accessi, prese, presa), presa)
  const b = passoValutazione(presa)
  const e = passoFinale(presa)
  const corrente = e.stato === 'conclusa' ? e : presa ? b : a.stato === 'non-cominciata' ? undefined : a
  return {
    fase: (corrente?.passo ?? null) as Percorso['fase'],
    spiegazione: corrente?.spiegazione ?? a.spiegazione,
    presaId: presa?.id ?? null,
    passi: [a, b, nonGestito('progetto'), nonGestito('erogazione'), e],
  }
}
