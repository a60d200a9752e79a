// The analyses that a household brought from another comune: read as those of here, by the same page, and never written. Whose they
// are here is found by the codice fiscale, so that ratings of there and of here stand side by side.
import { sql } from 'kysely'
import { eta } from '../../shared/anagrafe/genogramma/modello.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Valore } from '../../shared/parametri/questionari.rules.ts'
import type { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import type { CompilazioneLetta, MembroCompilazione, Risposta } from '../../shared/patti/compilazioni.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { classiAperte, type RigaBreve } from './compilazioni-lettura.ts'
import type { MembroRicevuto } from './consegna-analisi.ts'

type Api = typeof analisiCasoApi
type Ricevuta = Omit<RigaBreve, 'creataDa'> & { daComune: string; comuneId: string; membri: MembroRicevuto[] }

const ricevuta = sql`r.id, r.questionario_id, q.nome as questionario, r.questionario_versione_id as versione_id, r.tempo, r.giorno, 'finalizzata' as stato, 1 as numero, r.id as origine_id,
  jsonb_array_length(r.membri) as persone, r.ricevuta_il as creata_il, r.finalizzata_il, r.da_comune, r.comune_id, r.membri`

export async function ricevuteDi(ctx: Ctx, casoId: string, dove = sql`true`): Promise<Ricevuta[]> {
  const { rows } = await sql<Ricevuta>`
    select ${ricevuta} from analisi_ricevuta r join questionario q on q.id = r.questionario_id where r.caso_id = ${casoId} and ${dove} order by r.giorno desc, r.finalizzata_il desc, r.id`.execute(
    ctx.tx,
  )
  return rows
}

/** As a list shows it: its author is the comune. */
export const breveRicevuta = ({ daComune, comuneId: _c, membri: _m, ...r }: Ricevuta) => ({
  ...r,
  autore: `Comune di ${daComune}`,
})

export async function membriRicevuti(ctx: Ctx, r: Ricevuta): Promise<MembroCompilazione[]> {
  const { rows } = await sql<{ chiave: string; testo: string | null }>`
    select m ->> 'chiave' as chiave, coalesce(kernel.voce_etichetta('parentela', m ->> 'parentela', ${r.giorno}::date, m ->> 'sesso'), m ->> 'parentela') as testo
      from jsonb_array_elements(${JSON.stringify(r.membri)}::jsonb) m`.execute(ctx.tx)
  const parentele = new Map(rows.map((x) => [x.chiave, x.testo]))
  return r.membri.map((m) => ({
    id: m.chiave,
    cognome: m.cognome,
    nome: m.nome,
    sesso: m.sesso,
    dataNascita: m.dataNascita,
    parentela: parentele.get(m.chiave) ?? null,
    eta: eta(m.dataNascita ?? undefined, r.giorno) ?? null,
  }))
}

export async function risposteRicevute(ctx: Ctx, r: Ricevuta): Promise<Risposta[]> {
  const { rows } = await sql<{ componenteId: string | null; campo: string; valore: Valore; scrittaIl: string }>`
    select membro as componente_id, campo, valore, scritta_il from analisi_ricevuta_voce where analisi_id = ${r.id} and testo is null order by campo, membro`.execute(
    ctx.tx,
  )
  return rows.map((x) => ({
    ...x,
    revisione: 1,
    autore: `Comune di ${r.daComune}`,
    origine: null,
    informazioneDel: null,
    daConfermare: false,
  }))
}

async function contributiRicevuti(ctx: Ctx, r: Ricevuta): Promise<CompilazioneLetta['contributi']> {
  const { rows } = await sql<Omit<CompilazioneLetta['contributi'][number], 'autore' | 'mio'>>`
    select id, membro as componente_id, campo, valore, testo, professione, scritta_il as scritto_il from analisi_ricevuta_voce where analisi_id = ${r.id} and testo is not null order by scritta_il, id`.execute(
    ctx.tx,
  )
  return rows.map((x) => ({ ...x, autore: `Comune di ${r.daComune}`, mio: false }))
}

export async function leggiRicevuta(ctx: Ctx, i: Input<Api['ricevuta']>): Promise<Output<Api['ricevuta']>> {
  const [r] = await ricevuteDi(ctx, i.id, sql`r.id = ${i.analisi}`)
  if (!r) throw problem('non-trovato')
  const membri = await membriRicevuti(ctx, r)
  return {
    ...breveRicevuta(r),
    personaId: membri[0]?.id ?? r.id,
    presaId: null,
    versione: 1,
    membri,
    risposte: await risposteRicevute(ctx, r),
    proposte: [],
    casoId: i.id,
    campi: null,
    contributi: await contributiRicevuti(ctx, r),
    classi: await classiAperte(ctx, r.comuneId),
    storia: [],
    versioni: [],
  }
}

export interface MembroQui {
  chiave: string
  componenteId: string
  /** Null where the record of here does not know him. */
  personaId: string | null
}
/** Who the members of there are here: those who are still of the household. */
export async function membriQui(ctx: Ctx, casoId: string): Promise<Map<string, MembroQui>> {
  const { rows } = await sql<MembroQui>`
    select m ->> 'chiave' as chiave, d.id as componente_id, coalesce(p.unita_a, d.persona_id) as persona_id
      from analisi_ricevuta r join caso c on c.id = r.caso_id cross join lateral jsonb_array_elements(r.membri) m
      join domanda_componente d on d.domanda_id = c.domanda_id and d.codice_fiscale_chiave = m ->> 'codiceFiscale'
      left join persona p on p.id = d.persona_id where r.caso_id = ${casoId}`.execute(ctx.tx)
  return new Map(rows.map((r) => [r.chiave, r]))
}

/** What the last analysis received says of the household. */
export async function esitoRicevuto(
  ctx: Ctx,
  casoId: string,
): Promise<{ esito: string; sociale: boolean; entro: string | null; versioneId: string } | undefined> {
  const { rows } = await sql<{ esito: string; sociale: boolean; entro: string | null; versioneId: string }>`
    select esito, coalesce(sociale, false) as sociale, entro, questionario_versione_id as versione_id from analisi_ricevuta
     where caso_id = ${casoId} and esito is not null order by finalizzata_il desc, id limit 1`.execute(ctx.tx)
  return rows[0]
}
