// An elaborated record as the two rows that keep it: what lists and counts read, and what only a registered reading opens. Made
// where the record was made (the thread that reads, or a request); written by lots.
import { hash, randomUUIDv7 } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import {
  bancaDi,
  type Cambio,
  type Deroghe,
  type Elaborata,
  identita,
  periodoDi,
  posizione,
  regoleHub,
  totaleDi,
} from '../../shared/flussi/elabora.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import type { Difetto } from '../../shared/flussi/regole.ts'
import type { Ctx } from '../kernel/context.ts'

interface RigaStretta {
  stato: string
  operazione: 'I' | 'C'
  periodo: string | null
  banca: string | null
  codice: string | null
  area: string | null
  centesimi: number | null
  persona: string
  impronta: string
  errori: string[]
  avvisi: string[]
}

/** How a record was read: kept with the first of the rows that it makes. */
export interface ComeLetta {
  celle: readonly string[] | null
  letta: PrestazioneErogata | null
}

/** Twenty-two characters: more than a million records will ever confuse. */
const impronta = (testo: string) => hash('sha256', testo, 'base64url').slice(0, 22)

let ultima = { persona: '', impronta: '' }
/** Prestazioni of one person follow one another. */
function improntaPersona(p: PrestazioneErogata): string {
  const persona = JSON.stringify(p.beneficiario)
  if (persona !== ultima.persona) ultima = { persona, impronta: impronta(persona) }
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
    persona: improntaPersona(p),
    impronta: impronta(identita(p)),
  }
}

/** Changes as they are kept, four texts each: they are more than the record itself. */
export function scriviCambi(cambi: readonly Cambio[]): string {
  const piatti: (string | null)[] = []
  for (const c of cambi) piatti.push(c.campo, c.prima ?? null, c.dopo ?? null, c.regola)
  return JSON.stringify(piatti)
}

export const leggiCambi = (scritti: readonly (string | null)[]): Cambio[] =>
  Array.from({ length: scritti.length / 4 }, (_, n) => {
    const [campo, prima, dopo, regola] = scritti.slice(n * 4, n * 4 + 4)
    return { campo: campo!, prima: prima ?? undefined, dopo: dopo ?? undefined, regola: regola as Cambio['regola'] }
  })

/** A lot as the database takes it in at the least cost: a text for each column, an array or lines. */
export type Lotto = Readonly<Record<keyof typeof vuote, string>>

const vuote = {
  id: '',
  riga: '',
  parte: '',
  stato: '',
  operazione: '',
  periodo: '',
  banca: '',
  codice: '',
  area: '',
  centesimi: '',
  persona: '',
  impronta: '',
  errori: '',
  avvisi: '',
  celle: '',
  letta: '',
  record: '',
  modifiche: '',
  difetti: '',
}

const SEMPLICE = /^[\w.-]+$/
const voce = (v: string | number | null) =>
  v === null
    ? 'NULL'
    : SEMPLICE.test(String(v)) && v !== 'NULL'
      ? String(v)
      : `"${String(v).replaceAll(/["\\]/g, '\\$&')}"`

/** Gathers elaborated records as the columns of a lot. */
export class Righe {
  quante = 0
  readonly ids: string[] = []
  private colonne = { ...vuote }

  /** The rows of one row of the file: one for each calendar year. */
  aggiungi(elaborate: readonly Elaborata[], riga: number | null, come: ComeLetta): void {
    elaborate.forEach((e, parte) => {
      const s = stretta(e)
      // one after the other, so that the indexes grow at their end
      const id = randomUUIDv7()
      const c = this.colonne
      const tra = this.quante++ === 0 ? '' : ','
      const aCapo = tra && '\n'
      this.ids.push(id)
      c.id += tra + id
      c.riga += tra + (riga ?? 'NULL')
      c.parte += tra + parte
      c.stato += tra + s.stato
      c.operazione += tra + s.operazione
      c.periodo += tra + voce(s.periodo)
      c.banca += tra + voce(s.banca)
      c.codice += tra + voce(s.codice)
      c.area += tra + voce(s.area)
      c.centesimi += tra + (s.centesimi ?? 'NULL')
      c.persona += tra + s.persona
      c.impronta += tra + s.impronta
      c.errori += `${tra}"{${s.errori.join(',')}}"`
      c.avvisi += `${tra}"{${s.avvisi.join(',')}}"`
      const prima = parte === 0
      c.celle += aCapo + (prima && come.celle ? JSON.stringify(come.celle) : '')
      c.letta += aCapo + (prima && come.letta ? JSON.stringify(come.letta) : '')
      c.record += aCapo + JSON.stringify(e.record)
      c.modifiche += aCapo + scriviCambi(e.modifiche)
      c.difetti += aCapo + (e.difetti.length === 0 ? '[]' : JSON.stringify(e.difetti))
    })
  }

  /** The lot as it is, and a new one begins. */
  togli(): Lotto {
    const lotto = this.colonne
    this.colonne = { ...vuote }
    this.quante = 0
    this.ids.length = 0
    return lotto
  }
}

export interface Dove {
  comuneId: string
  enteId: string
  caricoId: string | null
}

const elenco = (testo: string) => sql`(${`{${testo}}`}::text)`

/**
 * Writes a lot. The same prestazione twice is told, whichever came first: in the narrow row, where the other rows are looked at; what it
 * says in words is added by who reads it.
 */
export async function scriviRighe(ctx: Ctx, dove: Dove, l: Lotto): Promise<void> {
  await sql`
    insert into prestazione_erogata (id, comune_id, ente_id, carico_id, riga, parte, stato, operazione, periodo, banca, codice, area, centesimi, persona, impronta, errori, avvisi)
    select r.id, ${dove.comuneId}, ${dove.enteId}::uuid, ${dove.caricoId}::uuid, r.riga, r.parte,
           case when r.doppia and r.stato = 'pronta' then 'da-completare' else r.stato end, r.operazione, r.periodo, r.banca, r.codice, r.area, r.centesimi,
           r.persona, r.impronta, r.errori::text[], case when r.doppia then array_append(r.avvisi::text[], ${DOPPIA.regola}) else r.avvisi::text[] end
      from (
        select u.*, u.operazione = 'I' and (row_number() over (partition by impronta order by n) > 1 or exists (
                 select 1 from prestazione_erogata p where p.ente_id = ${dove.enteId} and p.impronta = u.impronta and p.operazione = 'I' and p.stato <> 'esclusa')) as doppia
          from unnest(${elenco(l.id)}::uuid[], ${elenco(l.riga)}::integer[], ${elenco(l.parte)}::smallint[], ${elenco(l.stato)}::text[], ${elenco(l.operazione)}::text[],
                 ${elenco(l.periodo)}::text[], ${elenco(l.banca)}::text[], ${elenco(l.codice)}::text[], ${elenco(l.area)}::text[], ${elenco(l.centesimi)}::bigint[],
                 ${elenco(l.persona)}::text[], ${elenco(l.impronta)}::text[], ${elenco(l.errori)}::text[], ${elenco(l.avvisi)}::text[])
               with ordinality as u(id, riga, parte, stato, operazione, periodo, banca, codice, area, centesimi, persona, impronta, errori, avvisi, n)
      ) r order by r.n`.execute(ctx.tx)
  await sql`
    insert into prestazione_dati (id, comune_id, celle, letta, record, modifiche, difetti)
    select l.id, ${dove.comuneId}, nullif(l.celle, '')::json, nullif(l.letta, '')::json, l.record::json, l.modifiche::json, l.difetti::jsonb
      from rows from (unnest(${elenco(l.id)}::uuid[]), string_to_table(${l.celle}, e'\\n'), string_to_table(${l.letta}, e'\\n'), string_to_table(${l.record}, e'\\n'),
             string_to_table(${l.modifiche}, e'\\n'), string_to_table(${l.difetti}, e'\\n')) as l(id, celle, letta, record, modifiche, difetti)`.execute(
    ctx.tx,
  )
}

/** The defects as they stand now: whether a prestazione is a copy depends on the others, and its narrow row knows. */
export function difettiDi(r: { avvisi: readonly string[]; difetti: readonly Difetto[]; deroghe: Deroghe }): Difetto[] {
  const altri = r.difetti.filter((d) => d.regola !== DOPPIA.regola)
  return r.avvisi.includes(DOPPIA.regola) || r.deroghe[DOPPIA.regola] ? [...altri, DOPPIA] : altri
}

/**
 * When a row is excluded or becomes another, the copies of it are copies no more: the first of those that were told so goes on
 * without the warning. `impronte` are those that may have changed.
 */
export async function liberaDoppie(ctx: Ctx, enteId: string, impronte: RawBuilder<unknown>): Promise<void> {
  await sql`
    with attive as materialized (
      select id, ordine, impronta, ${DOPPIA.regola} = any (avvisi) as detta from prestazione_erogata
       where ente_id = ${enteId} and impronta in (${impronte}) and operazione = 'I' and stato <> 'esclusa'
    ),
    prime as (
      select distinct on (impronta) id from attive a where not exists (select 1 from attive b where b.impronta = a.impronta and not b.detta) order by impronta, ordine
    )
    update prestazione_erogata p set avvisi = array_remove(p.avvisi, ${DOPPIA.regola}), versione = p.versione + 1,
           stato = case when p.errori <> '{}' then 'rifiutata' when array_remove(p.avvisi, ${DOPPIA.regola}) <> '{}' then 'da-completare' else 'pronta' end
      from prime where p.id = prime.id and p.stato in ('rifiutata', 'da-completare')`.execute(ctx.tx)
}
