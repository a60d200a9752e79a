// Who of a household has obligations today, and who may be put to work (attivabile): the one place that says it. What a measure asks
// of whom is in its version (`obblighi`, `esoneri`); what is known of a member comes from the extract, from the exemptions that the
// comune has registered, from the analysis of the caso. Pure.
//
// An exemption registered frees from everything. INPS says who has obligations, where it says it. Of what is not known nobody is
// freed. What the analysis says of work holds until a renewal, when it is asked again; until it says, it is presumed.
import type { Definizione } from '../misure/definizione.ts'
import type { Contesto, Esito, Fatti } from '../misure/linguaggio.ts'
import type { VersioneCompilata } from '../misure/versione.rules.ts'

export const motiviSoggetto = ['esonero', 'inps', 'analisi', 'esclusione', 'regola', 'uscito'] as const
export type MotivoSoggetto = (typeof motiviSoggetto)[number]

export interface Soggetto {
  obbligato: boolean
  attivabile: boolean
  motivo: MotivoSoggetto
  /** Id of the obligation or of the exemption in the version, where it is one. */
  quale: string | null
}

export interface Noto {
  /** Kinds of exemption registered and in force. */
  esoneri: readonly string[]
  /** Whether he has obligations, as INPS says; undefined where it does not. */
  inps: boolean | undefined
  /** Whether he is attivabile, as the analysis says; null until it does. */
  detto: boolean | null
}

/** Of a rule that asks for the day of the domanda (how old he is), the day is that on which one looks. */
const aOggi = (f: Fatti, oggi: string): Fatti => ({ ...f, nucleo: { ...f.nucleo, 'domanda.giorno': oggi } })

export function soggetti(v: VersioneCompilata, fatti: Fatti, oggi: string, noti: readonly Noto[]): Soggetto[] {
  const base = { fatti: aOggi(fatti, oggi), calcolati: new Map<string, Esito>() }
  return noti.map((n, componente) => soggetto(v, { ...base, componente }, n))
}

function soggetto(v: VersioneCompilata, c: Contesto, n: Noto): Soggetto {
  if (n.esoneri.length > 0) return { obbligato: false, attivabile: false, motivo: 'esonero', quale: n.esoneri[0]! }
  const { obblighi, esoneri } = v.definizione
  // who may be freed is so by an act, and not by what is known of him
  const escluso = esoneri.filter((e, i) => e.genere === 'escluso' && v.esoneri[i]!.nodo(c) === true)
  const lo = obblighi.filter((o, i) => o.impegna !== 'altro' && v.obblighi[i]!.nodo(c) !== false)
  const daTutto = escluso.find((e) => e.libera !== 'lavoro')
  const obbligato = n.inps ?? (lo.length > 0 && !daTutto)
  const lavoro = lo.find((o) => o.impegna !== 'servizi')
  const attivabile = n.detto ?? (obbligato && lavoro !== undefined && escluso.length === 0)
  if (n.detto !== null) return { obbligato, attivabile, motivo: 'analisi', quale: null }
  const fuori = daTutto ?? escluso[0]
  if (fuori && n.inps !== true) return { obbligato, attivabile, motivo: 'esclusione', quale: fuori.id }
  if (n.inps !== undefined) return { obbligato, attivabile, motivo: 'inps', quale: null }
  return { obbligato, attivabile, motivo: 'regola', quale: (lavoro ?? lo[0])?.id ?? null }
}

/** Kinds of exemption or exclusion of the version that hold of a member by what is known of him. */
export function valgono(v: VersioneCompilata, fatti: Fatti, oggi: string, componente: number): string[] {
  const c: Contesto = { fatti: aOggi(fatti, oggi), calcolati: new Map(), componente }
  return v.esoneri.filter((e) => e.nodo(c) === true).map((e) => e.id)
}

/** The question of an analysis that says it, of one member: a name that questionnaires share, as events do (docs/questionari.md). */
export const CAMPO_ATTIVABILE = 'attivabile'

export function soggettoInParole(s: Soggetto, d: Pick<Definizione, 'obblighi' | 'esoneri'>): string {
  const voci: readonly { id: string; nome: string }[] = s.motivo === 'regola' ? d.obblighi : d.esoneri
  const nome = (id: string) => voci.find((x) => x.id === id)?.nome ?? id
  const che = s.obbligato
    ? s.attivabile
      ? 'Ha obblighi ed è attivabile al lavoro'
      : 'Ha obblighi, non è attivabile al lavoro'
    : s.attivabile
      ? 'Non ha obblighi, è attivabile al lavoro'
      : 'Non ha obblighi'
  const perche: Record<MotivoSoggetto, string> = {
    esonero: `è esonerato o escluso${s.quale ? ` (${nome(s.quale)})` : ''}`,
    inps: 'lo dice INPS',
    analisi: 'lo dice l’analisi',
    esclusione: `è tra chi la norma esclude${s.quale ? ` (${nome(s.quale)})` : ''}`,
    regola: s.quale ? `la norma chiede: ${nome(s.quale)}` : 'la norma non gli chiede nulla',
    uscito: 'non è più nel nucleo',
  }
  return `${che}: ${perche[s.motivo]}`
}
