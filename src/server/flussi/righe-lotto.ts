// An elaborated record as the two rows that keep it: what lists and counts read, and what only a registered reading opens. Made
// where the record was made (the thread that reads, or a request), as lots; righe-db.ts writes them.
import { hash, randomUUIDv7 } from 'node:crypto'
import {
  bancaDi,
  type Deroghe,
  type Elaborata,
  identita,
  type Posizione,
  periodoDi,
  posizione,
  regoleHub,
  totaleDi,
} from '../../shared/flussi/elabora.ts'
import type { Beneficiario, PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import type { Difetto } from '../../shared/flussi/regole.ts'
import { Colonna, type generi } from './colonna.ts'
import { scriviPersona, scriviRecord, versaCambi, versaCelle, versaRecord } from './testo-riga.ts'

interface RigaStretta extends Posizione {
  operazione: 'I' | 'C'
  periodo: string | null
  banca: string | null
  codice: string | null
  area: string | null
  centesimi: number | null
  persona: string
  impronta: string
}

/** How a record was read: kept with the first of the rows that it makes. */
export interface ComeLetta {
  /** Of a table, as they are kept. */
  celle: readonly string[] | null
  letta: PrestazioneErogata | null
  /** What tells whether it is a copy of another, where it is not the record itself. */
  identica?: PrestazioneErogata | undefined
}

/** Twenty-two characters: more than a million records will ever confuse. */
const impronta = (testo: string) => hash('sha256', testo, 'base64url').slice(0, 22)

let ultima: { di: Beneficiario; impronta: string } | undefined
/** Prestazioni of one person follow one another, and then they share one object. */
function improntaPersona(di: Beneficiario): string {
  if (ultima?.di !== di) ultima = { di, impronta: impronta(scriviPersona(di)) }
  return ultima.impronta
}

export const DOPPIA: Difetto = {
  regola: regoleHub.TR01.id,
  segno: regoleHub.TR01.segno,
  gravita: 'avviso',
  derogabile: true,
  campo: '',
  frase:
    'La stessa prestazione (persona, codice, domanda, date e importo) c’è già: escludi questa riga, o scrivi perché è un’altra.',
}

/** What the narrow row says of a record, wherever it comes from. */
export function stretta(e: Elaborata, deroghe: Deroghe = {}): RigaStretta {
  const { record: p } = e
  return {
    ...posizione(e.difetti, deroghe),
    operazione: p.tipoOperazione === 'C' ? 'C' : 'I',
    periodo: periodoDi(p) ?? null,
    banca: bancaDi(p) ?? null,
    codice: p.codicePrestazione?.slice(0, 20) ?? null,
    area: p.areaUtenza?.slice(0, 5) ?? null,
    centesimi: totaleDi(p) ?? null,
    persona: improntaPersona(p.beneficiario),
    impronta: impronta(identita(p)),
  }
}

/** What the elements of each column are. */
const generiColonne = {
  id: 'uuid',
  riga: 'intero',
  parte: 'breve',
  stato: 'testo',
  operazione: 'testo',
  periodo: 'testo',
  banca: 'testo',
  codice: 'testo',
  area: 'testo',
  centesimi: 'lungo',
  persona: 'testo',
  impronta: 'testo',
  ripetuta: 'breve',
  errori: 'testo',
  avvisi: 'testo',
  celle: 'testo',
  letta: 'testo',
  record: 'testo',
  modifiche: 'testo',
  difetti: 'testo',
} as const satisfies Record<string, keyof typeof generi>
type NomeColonna = keyof typeof generiColonne
const nomiColonne = Object.keys(generiColonne) as NomeColonna[]

/** A lot as the database takes it in at the least cost: the bytes of an array for each column. */
export interface Lotto {
  colonne: Readonly<Record<NomeColonna, Uint8Array<ArrayBuffer>>>
  /** Ids of the rows that cancel another. */
  cancellazioni: string[]
}

/** Bytes pass from a thread to the other without being copied. */
export const memorie = (l: Lotto): ArrayBuffer[] => Object.values(l.colonne).map((c) => c.buffer)

/** In the order of the rows: two drawn in one millisecond may not follow one another, and rows of a person leave by them. */
export const nuoviId = (quanti: number): string[] => Array.from({ length: quanti }, () => randomUUIDv7()).sort()

const vuote = () =>
  Object.fromEntries(nomiColonne.map((c) => [c, new Colonna(generiColonne[c])])) as Record<NomeColonna, Colonna>

const elencoDi = (regole: readonly string[]) => (regole.length === 0 ? '{}' : `{${regole.join(',')}}`)

/** Gathers elaborated records as the columns of a lot. */
export class Righe {
  private readonly colonne = vuote()
  /** Of the rows of this lot: the second one of a pair is told here, those of other lots in the database. */
  private readonly viste = new Set<string>()
  /** Which rows of this lot cancel another. */
  private cancellano: number[] = []
  quante = 0

  /** The rows of one row of the file: one for each calendar year. */
  aggiungi(elaborate: readonly Elaborata[], riga: number | null, come: ComeLetta): void {
    const c = this.colonne
    for (const [parte, e] of elaborate.entries()) {
      const s = stretta(e)
      if (come.identica) s.impronta = impronta(identita(come.identica))
      c.riga.aggiungi(riga)
      c.parte.aggiungi(parte)
      c.stato.aggiungi(s.stato)
      c.operazione.aggiungi(s.operazione)
      c.periodo.aggiungi(s.periodo)
      c.banca.aggiungi(s.banca)
      c.codice.aggiungi(s.codice)
      c.area.aggiungi(s.area)
      c.centesimi.aggiungi(s.centesimi)
      c.persona.aggiungi(s.persona)
      c.impronta.aggiungi(s.impronta)
      c.ripetuta.aggiungi(s.operazione === 'I' && this.viste.has(s.impronta) ? 1 : 0)
      if (s.operazione === 'I') this.viste.add(s.impronta)
      else this.cancellano.push(this.quante)
      c.errori.aggiungi(elencoDi(s.errori))
      c.avvisi.aggiungi(elencoDi(s.avvisi))
      const prima = parte === 0
      if (prima && come.celle) versaCelle(come.celle, c.celle)
      else c.celle.aggiungi(null)
      c.letta.aggiungi(prima && come.letta ? scriviRecord(come.letta).record : null)
      versaCambi(e.modifiche, versaRecord(e.record, c.record), c.modifiche)
      c.difetti.aggiungi(e.difetti.length === 0 ? '[]' : JSON.stringify(e.difetti))
      this.quante++
    }
  }

  /** The lot as it is, and a new one begins; in the memory of one already stored, where there is. */
  togli(ids = nuoviId(this.quante), reso?: Lotto): Lotto {
    const c = this.colonne
    for (const id of ids) c.id.aggiungi(id)
    const cancellazioni = this.cancellano.map((n) => ids[n]!)
    this.cancellano = []
    this.quante = 0
    this.viste.clear()
    const fatte = nomiColonne.map((k) => [k, c[k].togli(reso?.colonne[k].buffer)])
    return { colonne: Object.fromEntries(fatte) as Lotto['colonne'], cancellazioni }
  }
}
