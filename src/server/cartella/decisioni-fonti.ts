// What a reason can rest on, in words, as it is known now: facts, to-dos, the presa in carico itself, facts observed in
// the diary, documents, segnalazioni.
import { sql } from 'kysely'
import { type NomeFatto, tipoFatto } from '../../shared/anagrafe/fatti.ts'
import type { tipiFonte } from '../../shared/cartella/decisioni.api.ts'
import type { Ctx } from '../kernel/context.ts'

export interface FonteNota {
  tipo: (typeof tipiFonte)[number]
  id: string
  testo: string
  classe: string | null
  riservatoA: string[] | null
}

const inItaliano = (giorno: string) => giorno.split('-').reverse().join('/')
const euro = new Intl.NumberFormat('it-IT', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

interface Fatto {
  id: string
  tipo: NomeFatto
  dati: Record<string, unknown>
  dal: string | null
  al: string | null
  classe: string | null
  riservatoA: string[] | null
}

/** Words of the codes that these facts hold, by list and code. */
async function parole(ctx: Ctx, fatti: readonly Fatto[]): Promise<Map<string, string>> {
  const codici = fatti.flatMap((f) =>
    Object.entries(tipoFatto(f.tipo).campi).flatMap(([campo, c]) =>
      c.codifica ? [f.dati[campo] ?? []].flat().map((codice) => ({ lista: c.codifica, codice: String(codice) })) : [],
    ),
  )
  if (codici.length === 0) return new Map()
  const { rows } = await sql<{ lista: string; codice: string; testo: string | null }>`
    select distinct lista, codice, kernel.voce_etichetta(lista, codice) as testo from jsonb_to_recordset(${JSON.stringify(codici)}::jsonb) as x(lista text, codice text)`.execute(
    ctx.tx,
  )
  return new Map(rows.map((r) => [`${r.lista} ${r.codice}`, r.testo ?? r.codice]))
}

function inFrase(f: Fatto, voci: Map<string, string>): string {
  const tipo = tipoFatto(f.tipo)
  const valore = (campo: string, v: unknown): string => {
    const c = tipo.campi[campo]
    if (Array.isArray(v)) return v.map((x) => valore(campo, x)).join(', ')
    if (typeof v === 'boolean') return v ? 'sì' : 'no'
    if (c?.genere === 'euro') return `${euro.format(Number(v) / 100)} €`
    if (c?.genere === 'data') return inItaliano(String(v))
    if (c?.scelte) return c.scelte[String(v)] ?? String(v)
    return voci.get(`${c?.codifica} ${v}`) ?? String(v)
  }
  const campi = Object.entries(f.dati).map(([k, v]) => `${tipo.campi[k]?.etichetta ?? k}: ${valore(k, v)}`)
  const quando = [f.dal && `dal ${inItaliano(f.dal)}`, f.al && `al ${inItaliano(f.al)}`].filter(Boolean).join(' ')
  return `${tipo.nome}${quando && ` (${quando})`}${campi.length > 0 ? ` – ${campi.join('; ')}` : ''}`
}

export async function fontiNote(ctx: Ctx, personaId: string): Promise<FonteNota[]> {
  // a reason keeps a copy of what it rests on: what another comune wrote of the same person is not copied here
  const suoComune = sql`comune_id = (select comune_id from persona where id = ${personaId})`
  const { rows: fatti } = await sql<Fatto>`
    select id, tipo, dati, dal, al, classe, riservato_a from persona_fatto where persona_id = any (accesso.stessa_persona(${personaId})) and ${suoComune} and sostituito_il is null
     order by tipo, dal desc nulls last, id`.execute(ctx.tx)
  const voci = await parole(ctx, fatti)
  const { rows: altre } = await sql<FonteNota>`
    select tipo, id, testo, classe, riservato_a from decisione_origine where persona_id = any (accesso.stessa_persona(${personaId})) and ${suoComune} order by tipo, id`.execute(
    ctx.tx,
  )
  return [
    ...fatti.map(
      (f): FonteNota => ({
        tipo: 'fatto',
        id: f.id,
        testo: inFrase(f, voci),
        classe: f.classe,
        riservatoA: f.riservatoA,
      }),
    ),
    ...altre,
  ]
}
