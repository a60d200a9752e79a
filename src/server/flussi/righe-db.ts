// An elaborated record as the two rows that keep it: what lists and counts read, and what only a registered reading opens. Made
// where the record was made (the thread that reads, or a request); written by lots.
import { hash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import {
  bancaDi,
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

export interface RigaStretta {
  id: string
  riga: number | null
  parte: number
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

export interface RigaLarga {
  id: string
  celle: string[] | null
  letta: PrestazioneErogata | null
  record: PrestazioneErogata
  modifiche: Elaborata['modifiche']
  difetti: Difetto[]
}

/** Twenty-two characters: more than a million records will ever confuse. */
const impronta = (testo: string) => hash('sha256', testo, 'base64url').slice(0, 22)

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
export function stretta(e: Elaborata, deroghe: Deroghe = {}): Omit<RigaStretta, 'id' | 'riga' | 'parte'> {
  const { record: p } = e
  return {
    ...posizione(e.difetti, deroghe),
    operazione: p.tipoOperazione === 'C' ? 'C' : 'I',
    periodo: periodoDi(p) ?? null,
    banca: bancaDi(p) ?? null,
    codice: p.codicePrestazione?.slice(0, 20) ?? null,
    area: p.areaUtenza?.slice(0, 5) ?? null,
    centesimi: totaleDi(p) ?? null,
    persona: impronta(JSON.stringify(p.beneficiario)),
    impronta: impronta(identita(p)),
  }
}

export interface Righe {
  strette: RigaStretta[]
  larghe: RigaLarga[]
}

/** The rows of one row of the file: one for each calendar year. */
export function inRighe(
  elaborate: readonly Elaborata[],
  riga: number | null,
  come: Pick<RigaLarga, 'celle' | 'letta'>,
): Righe {
  const righe: Righe = { strette: [], larghe: [] }
  elaborate.forEach((e, parte) => {
    const id = randomUUID()
    righe.strette.push({ id, riga, parte, ...stretta(e) })
    const { record, modifiche, difetti } = e
    const come_ = parte === 0 ? come : { celle: null, letta: null }
    righe.larghe.push({ id, ...come_, record, modifiche, difetti })
  })
  return righe
}

export interface Dove {
  comuneId: string
  enteId: string
  caricoId: string | null
}

/** Writes a lot: both as JSON texts, as they come from the thread. The same prestazione twice is told, whichever came first. */
export async function scriviRighe(ctx: Ctx, dove: Dove, strette: string, larghe: string): Promise<void> {
  await sql`
    with r as materialized (
      select r.*, row_number() over (partition by impronta order by riga, parte) as volta
        from jsonb_to_recordset(${strette}::jsonb) as r(id uuid, riga integer, parte smallint, stato text, operazione text, periodo text, banca text, codice text,
               area text, centesimi bigint, persona text, impronta text, errori text[], avvisi text[])
    ),
    doppie as materialized (
      select r.id from r where r.operazione = 'I' and (r.volta > 1 or exists (
        select 1 from prestazione_erogata p where p.ente_id = ${dove.enteId} and p.impronta = r.impronta and p.operazione = 'I' and p.stato <> 'esclusa'))
    ),
    nuove as (
      insert into prestazione_erogata (id, comune_id, ente_id, carico_id, riga, parte, stato, operazione, periodo, banca, codice, area, centesimi, persona, impronta, errori, avvisi)
      select r.id, ${dove.comuneId}, ${dove.enteId}::uuid, ${dove.caricoId}::uuid, r.riga, r.parte,
             case when d.id is not null and r.stato = 'pronta' then 'da-completare' else r.stato end, r.operazione, r.periodo, r.banca, r.codice, r.area, r.centesimi,
             r.persona, r.impronta, r.errori, case when d.id is not null then array_append(r.avvisi, ${DOPPIA.regola}) else r.avvisi end
        from r left join doppie d on d.id = r.id order by r.riga, r.parte
      returning id
    )
    insert into prestazione_dati (id, comune_id, celle, letta, record, modifiche, difetti)
    select l.id, ${dove.comuneId}, l.celle, l.letta, l.record, l.modifiche,
           case when d.id is not null then l.difetti || ${JSON.stringify([DOPPIA])}::jsonb else l.difetti end
      from jsonb_to_recordset(${larghe}::jsonb) as l(id uuid, celle text[], letta jsonb, record jsonb, modifiche jsonb, difetti jsonb)
      join nuove n on n.id = l.id left join doppie d on d.id = l.id`.execute(ctx.tx)
}
