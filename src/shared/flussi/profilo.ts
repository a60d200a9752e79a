// A profile: which column of a spreadsheet becomes which field of a record. Proposed from the headers and from how the first
// rows look, checked against the columns, kept as data: next month the same file needs one click. Pure, so that the page that
// proposes and the reading that applies are one thing.
import { chiaveNome } from '../territorio/luoghi.rules.ts'
import { campiPrestazione } from './campi.ts'
import { type CampoPiano, campiPianiMinore, campiPianiPrestazione, dove } from './percorsi.ts'
import {
  type Beneficiario,
  type PrestazioneErogata,
  prestazioneDa,
  type SchedaMinore,
  type TipoFlusso,
} from './prestazione.ts'
import { sinonimi } from './profilo-sinonimi.ts'

export interface VoceProfilo {
  /** Path of the field. */
  campo: string
  /** Header of the column it comes from… */
  colonna?: string
  /** …or a value that is always the same. */
  valore?: string
  /** What the other program writes → what the layout wants; what is not in it goes through as it is. */
  tabella?: Readonly<Record<string, string>>
}

export interface Profilo {
  tipo: TipoFlusso
  voci: readonly VoceProfilo[]
  ordineDate?: 'gma' | 'mga'
  ore?: 'minuti' | 'decimali'
}

/** A column of the file with what was understood of it. */
export interface ColonnaProposta {
  colonna: string
  campo: string | undefined
  /** Values of the first rows, to look at before saying yes. */
  esempi: string[]
}

export const campiPiani = (tipo: TipoFlusso): readonly CampoPiano[] =>
  tipo === 'SINBA' ? campiPianiMinore : campiPianiPrestazione

/** «CodiceFiscale», «CODICE_FISCALE» and «Codice fiscale» are one header. */
export const chiaveColonna = (titolo: string): string =>
  chiaveNome(
    titolo
      .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
      .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
      .replace(/[_/]+/g, ' '),
  )

const CODICE_FISCALE = /^[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]$/i
const PRESTAZIONE = /^A[1-9]\.\d{2}(\.\d{2})?$/i
const ESEMPI = 3

/** Names under which a field is known: its attribute, its label, and what other programs call it. */
const nomi = (c: CampoPiano) => [c.campo.xml, c.campo.nome, ...(sinonimi[c.percorso] ?? [])].map(chiaveColonna)

export function proponiColonne(
  tipo: TipoFlusso,
  colonne: readonly string[],
  righe: readonly (readonly string[])[],
): ColonnaProposta[] {
  const campi = campiPiani(tipo)
  const perNome = new Map<string, string>()
  for (const c of campi) for (const n of nomi(c)) if (!perNome.has(n)) perNome.set(n, c.percorso)
  const presi = new Set<string>()
  const prendi = (percorso: string | undefined) => {
    if (percorso === undefined || presi.has(percorso)) return undefined
    presi.add(percorso)
    return percorso
  }
  const valori = colonne.map((_, n) => righe.map((r) => (r[n] ?? '').trim()).filter(Boolean))
  // names first, for all: a value may look like a field that another column bears the name of
  const dalNome = colonne.map((c) => prendi(perNome.get(chiaveColonna(c))))
  return colonne.map((colonna, n) => ({
    colonna,
    campo: dalNome[n] ?? prendi(daiValori(tipo, valori[n]!)),
    esempi: [...new Set(valori[n])].slice(0, ESEMPI),
  }))
}

/** How many of the cells of a row are names of fields, of one layout or of the other. */
function nomiNoti(celle: readonly string[]): number {
  const noti = (tipo: TipoFlusso) => celle.filter((c) => c.trim() !== '' && nomiDi(tipo).has(chiaveColonna(c))).length
  return Math.max(noti('PS_PSA_SINA'), noti('SINBA'))
}

const nomiPerTipo = new Map<TipoFlusso, ReadonlySet<string>>()
function nomiDi(tipo: TipoFlusso): ReadonlySet<string> {
  const noti = nomiPerTipo.get(tipo) ?? new Set(campiPiani(tipo).flatMap(nomi))
  nomiPerTipo.set(tipo, noti)
  return noti
}

/**
 * Which of the first rows has the names of the columns: the one with most names that are known; where none is, the first that is nearly as
 * long as the longest, because titles take a cell or two. Undefined where the first is of data already.
 */
export function proponiIntestazione(righe: readonly (readonly string[])[]): number | undefined {
  // below the header there is a row at least
  const prime = righe.slice(0, -1)
  const noti = prime.map(nomiNoti)
  const piu = Math.max(0, ...noti)
  if (piu >= 2) return noti.indexOf(piu)
  const piene = (r: readonly string[]) => r.filter((c) => c.trim() !== '').length
  const lunga = Math.max(0, ...righe.map(piene))
  const prima = Math.max(
    0,
    prime.findIndex((r) => piene(r) >= Math.max(2, lunga / 2)),
  )
  const dato = (v: string) => CODICE_FISCALE.test(v.replace(/\s/g, '')) || PRESTAZIONE.test(v.trim())
  return righe[prima]?.some(dato) ? undefined : prima
}

/** How sure it is that a table is one of prestazioni, or of minors: the names that its header has. */
export const somiglia = (intestazione: readonly string[]): number => nomiNoti(intestazione)

function daiValori(tipo: TipoFlusso, valori: readonly string[]): string | undefined {
  if (tipo === 'SINBA' || valori.length === 0) return undefined
  if (valori.every((v) => CODICE_FISCALE.test(v.replace(/\s/g, '')))) return 'beneficiario.codiceFiscale'
  if (valori.every((v) => PRESTAZIONE.test(v))) return 'codicePrestazione'
  return undefined
}

/** Which layout a table looks like: the one that recognises more of its columns. Whoever knows better says so. */
export function tipoProbabile(colonne: readonly string[], righe: readonly (readonly string[])[]): TipoFlusso {
  const note = (tipo: TipoFlusso) => proponiColonne(tipo, colonne, righe).filter((c) => c.campo !== undefined).length
  return note('SINBA') > note('PS_PSA_SINA') ? 'SINBA' : 'PS_PSA_SINA'
}

export const profiloDa = (tipo: TipoFlusso, proposte: readonly ColonnaProposta[]): Profilo => ({
  tipo,
  voci: proposte.flatMap((p) => (p.campo ? [{ campo: p.campo, colonna: p.colonna }] : [])),
})

/** Without these no row can become a record. */
const DOVUTI: Readonly<Record<TipoFlusso, readonly string[]>> = {
  PS_PSA_SINA: ['beneficiario.codiceFiscale', 'codicePrestazione'],
  SINBA: ['idBeneficiario'],
}

/** Why a profile cannot be used on these columns; empty when it can. */
export function difettiProfilo(p: Profilo, colonne: readonly string[]): string[] {
  const difetti: string[] = []
  const perPercorso = new Map(campiPiani(p.tipo).map((c) => [c.percorso, c.campo]))
  const note = new Map<string, number>()
  for (const c of colonne) note.set(chiaveColonna(c), (note.get(chiaveColonna(c)) ?? 0) + 1)
  const visti = new Set<string>()
  for (const v of p.voci) {
    const campo = perPercorso.get(v.campo)
    if (!campo) {
      difetti.push(`Il campo «${v.campo}» non esiste: toglilo dal profilo.`)
      continue
    }
    if (visti.has(v.campo)) difetti.push(`«${campo.nome}» è indicato due volte.`)
    visti.add(v.campo)
    const quante = v.colonna === undefined ? 1 : (note.get(chiaveColonna(v.colonna)) ?? 0)
    if (quante === 0) difetti.push(`Nel file manca la colonna «${v.colonna}» (${campo.nome}).`)
    if (quante > 1) difetti.push(`La colonna «${v.colonna}» si ripete: dai a ogni colonna un nome diverso.`)
    if (v.colonna === undefined && !v.valore) difetti.push(`Per «${campo.nome}» indica una colonna oppure un valore.`)
  }
  for (const d of DOVUTI[p.tipo])
    if (!visti.has(d))
      difetti.push(`Indica la colonna di «${perPercorso.get(d)!.nome}»: senza, le righe non si possono usare.`)
  return difetti
}

type Applica<T> = (celle: readonly string[]) => T

interface Voce {
  n: number
  valore: string
  fisso: boolean
  tabella: ReadonlyMap<string, string> | undefined
  dove: ReturnType<typeof dove>
}

function valoreDi({ n, valore, fisso, tabella }: Voce, celle: readonly string[]): string {
  const scritto = (fisso ? valore : (celle[n] ?? '')).trim()
  return tabella?.get(scritto) ?? scritto
}

/** What the columns fill, an object of the record at a time: those of one are found once. */
function vociDi(p: Profilo, colonne: readonly string[]): Map<string, Voce[]> {
  const numeri = new Map(colonne.map((c, n) => [chiaveColonna(c), n]))
  const noti = new Set(campiPiani(p.tipo).map((c) => c.percorso))
  const gruppi = new Map<string, Voce[]>()
  for (const v of p.voci) {
    // a profile is looked at before it is found good: what is no field is left
    if (!noti.has(v.campo)) continue
    const voce = {
      n: v.colonna === undefined ? -1 : (numeri.get(chiaveColonna(v.colonna)) ?? -1),
      valore: v.valore ?? '',
      fisso: v.colonna === undefined,
      tabella: v.tabella && new Map(Object.entries(v.tabella)),
      dove: dove(v.campo),
    }
    const { sopra } = voce.dove
    gruppi.set(sopra, [...(gruppi.get(sopra) ?? []), voce])
  }
  return gruppi
}

function riempi(record: object, voci: readonly Voce[], celle: readonly string[]): void {
  let qui: Record<string, unknown> | undefined
  for (const v of voci) {
    const valore = valoreDi(v, celle)
    if (valore === '') continue
    // an object of which nothing is said is not made
    qui ??= v.dove.dentro(record)
    qui[v.dove.chiave] = v.dove.scritto(valore)
  }
}

/** The function that turns a row into a record, as written: normalising comes after. Rows of one person that follow one another share one object. */
export function applicaPrestazioni(p: Profilo, colonne: readonly string[]): Applica<PrestazioneErogata> {
  const gruppi = vociDi(p, colonne)
  const suoi = [...gruppi].filter(([sopra]) => sopra.startsWith('beneficiario')).map(([, voci]) => voci)
  const dellaSina = gruppi.get('sina') ?? []
  // one voice at most for each field, as the profile has been found good; of one that is only looked at, the last
  const sue = new Map((gruppi.get('') ?? []).map((v) => [v.dove.chiave, v]))
  const posti = Object.keys(campiPrestazione).map((chiave) => sue.get(chiave))
  const numeri = suoi.flat().map((v) => v.n)
  let ultima: { celle: readonly string[]; beneficiario: Beneficiario } | undefined
  return (celle) => {
    if (!ultima || numeri.some((n) => celle[n] !== ultima!.celle[n])) {
      const nuovo = { beneficiario: { anagrafica: {}, indirizzi: [] } }
      for (const voci of suoi) riempi(nuovo, voci, celle)
      ultima = { celle, beneficiario: nuovo.beneficiario }
    }
    const valori = posti.map((v) => (v ? valoreDi(v, celle) : ''))
    const record = prestazioneDa(ultima.beneficiario, valori)
    riempi(record, dellaSina, celle)
    return record
  }
}

export function applicaMinori(p: Profilo, colonne: readonly string[]): Applica<SchedaMinore> {
  const gruppi = [...vociDi(p, colonne).values()]
  return (celle) => {
    const record: SchedaMinore = { prestazioni: [], famiglia: [] }
    for (const voci of gruppi) riempi(record, voci, celle)
    return record
  }
}

/** Where columns of fixed width begin: after every gutter that is blank in all the rows looked at. */
export function proponiColonneFisse(righe: readonly string[]): number[] {
  const lunga = Math.max(0, ...righe.map((r) => r.length))
  const inizi: number[] = []
  let prima = true
  for (let i = 0; i < lunga; i++) {
    const vuota = righe.every((r) => i >= r.length || r[i] === ' ')
    if (!vuota && prima) inizi.push(i)
    prima = vuota
  }
  return inizi
}
