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
import { scriviCambi, scriviCelle, scriviPersona, scriviRecord } from './testo-riga.ts'

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

/** Columns whose values are an array, and those that are lines. */
const voci = [
  'id',
  'riga',
  'parte',
  'stato',
  'operazione',
  'periodo',
  'banca',
  'codice',
  'area',
  'centesimi',
  'persona',
  'impronta',
  'ripetuta',
  'errori',
  'avvisi',
] as const
const righe = ['celle', 'letta', 'record', 'modifiche', 'difetti'] as const
type Colonna = (typeof voci)[number] | (typeof righe)[number]

/** A lot as the database takes it in at the least cost: a text for each column, an array or lines. */
export type Lotto = Readonly<Record<Colonna, string>>

const vuote = () => Object.fromEntries([...voci, ...righe].map((c) => [c, [] as string[]])) as Record<Colonna, string[]>

const SEMPLICE = /^[\w.-]+$/
const voce = (v: string | number | null) =>
  v === null
    ? 'NULL'
    : SEMPLICE.test(String(v)) && v !== 'NULL'
      ? String(v)
      : `"${String(v).replaceAll(/["\\]/g, '\\$&')}"`

const elencoDi = (regole: readonly string[]) => (regole.length === 0 ? '"{}"' : `"{${regole.join(',')}}"`)

/** Gathers elaborated records as the columns of a lot. */
export class Righe {
  private colonne = vuote()
  /** Of the rows of this lot: the second one of a pair is told here, those of other lots in the database. */
  private readonly viste = new Set<string>()

  get quante(): number {
    return this.colonne.id.length
  }

  /** In the order of the rows: two drawn in one millisecond may not follow one another, and rows of a person leave by them. */
  get ids(): readonly string[] {
    return this.colonne.id.toSorted()
  }

  /** The rows of one row of the file: one for each calendar year. */
  aggiungi(elaborate: readonly Elaborata[], riga: number | null, come: ComeLetta): void {
    const c = this.colonne
    for (const [parte, e] of elaborate.entries()) {
      const s = stretta(e)
      if (come.identica) s.impronta = impronta(identita(come.identica))
      // one after the other, so that the indexes grow at their end
      c.id.push(randomUUIDv7())
      c.riga.push(riga === null ? 'NULL' : String(riga))
      c.parte.push(String(parte))
      c.stato.push(s.stato)
      c.operazione.push(s.operazione)
      c.periodo.push(voce(s.periodo))
      c.banca.push(voce(s.banca))
      c.codice.push(voce(s.codice))
      c.area.push(voce(s.area))
      c.centesimi.push(s.centesimi === null ? 'NULL' : String(s.centesimi))
      c.persona.push(s.persona)
      c.impronta.push(s.impronta)
      c.ripetuta.push(s.operazione === 'I' && this.viste.has(s.impronta) ? 't' : 'f')
      if (s.operazione === 'I') this.viste.add(s.impronta)
      c.errori.push(elencoDi(s.errori))
      c.avvisi.push(elencoDi(s.avvisi))
      const prima = parte === 0
      const scritto = scriviRecord(e.record)
      c.celle.push(prima && come.celle ? scriviCelle(come.celle) : '')
      c.letta.push(prima && come.letta ? scriviRecord(come.letta).record : '')
      c.record.push(scritto.record)
      c.modifiche.push(scriviCambi(e.modifiche, scritto))
      c.difetti.push(e.difetti.length === 0 ? '[]' : JSON.stringify(e.difetti))
    }
  }

  /** The lot as it is, and a new one begins. */
  togli(): Lotto {
    const c = { ...this.colonne, id: this.ids }
    this.colonne = vuote()
    this.viste.clear()
    return Object.fromEntries([
      ...voci.map((k) => [k, c[k].join(',')]),
      ...righe.map((k) => [k, c[k].join('\n')]),
    ]) as Record<Colonna, string>
  }
}
