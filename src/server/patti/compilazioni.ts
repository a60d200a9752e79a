// Compilations of questionnaires: what is read of them, one or several to compare. Who begins, writes and closes them is in
// the files beside.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { type CompilazioneLetta, compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { confrontaLette, lette } from './analisi-confronto.ts'
import { annulla, finalizza, rettifica } from './compilazioni-atti.ts'
import { comincia, daCominciare } from './compilazioni-inizio.ts'
import {
  brevi,
  casoDi,
  classiAperte,
  conAutore,
  contributiDi,
  daCompilazione,
  getCompilazione,
  membriDi,
  proposteLette,
  type RigaBreve,
  risposteDi,
  storiaDi,
  versioniDi,
} from './compilazioni-lettura.ts'
import { conferma, contribuisci, salva } from './compilazioni-risposte.ts'

type Api = typeof compilazioniApi

async function righeDiPersona(ctx: Ctx, personaId: string, dove = sql`true`): Promise<RigaBreve[]> {
  const { rows } = await sql<RigaBreve>`
    select distinct ${brevi} from compilazione_persona p join ${daCompilazione} on c.id = p.compilazione_id
     where p.persona_id = any (accesso.stessa_persona(${personaId})) and ${dove} order by c.giorno desc, c.creata_il desc, c.id`.execute(
    ctx.tx,
  )
  return rows
}

async function compilazioniDiPersona(
  ctx: Ctx,
  i: Input<Api['compilazioniDiPersona']>,
): Promise<Output<Api['compilazioniDiPersona']>> {
  return { voci: await conAutore(ctx, await righeDiPersona(ctx, i.id)) }
}

const leggi = (ctx: Ctx, i: Input<Api['leggi']>) => leggiCompilazione(ctx, i.id)

/** As the reader may see it: what a policy hides from him is not among its rows. */
export async function leggiCompilazione(ctx: Ctx, id: string): Promise<CompilazioneLetta> {
  const { comuneId, casoAssegnazione: _c, ...c } = await getCompilazione(ctx, id)
  const [breve] = await conAutore(ctx, [c])
  return {
    ...breve!,
    membri: await membriDi(ctx, c.id, c.giorno),
    risposte: await risposteDi(ctx, c.id),
    proposte: await proposteLette(ctx, c.id),
    casoId: await casoDi(ctx, c.id),
    campi: null,
    contributi: await contributiDi(ctx, c.id),
    classi: await classiAperte(ctx, comuneId),
    storia: await storiaDi(ctx, c.id),
    versioni: await versioniDi(ctx, c.origineId),
  }
}

async function confronto(ctx: Ctx, i: Input<Api['confronto']>): Promise<Output<Api['confronto']>> {
  const righe = await righeDiPersona(ctx, i.id, sql`c.questionario_id = ${i.questionario} and c.stato = 'finalizzata'`)
  return confrontaLette(ctx, i.questionario, await lette(ctx, righe.reverse()))
}

async function mie(ctx: Ctx): Promise<Output<Api['mie']>> {
  type Riga = RigaBreve & { personaId: string; cognome: string | null; nome: string | null }
  const { rows } = await sql<Riga>`
    select ${brevi}, c.persona_id, coalesce(n.cognome, k.richiedente) as cognome, case when n.id is null and k.id is not null then '' else n.nome end as nome
      from ${daCompilazione} left join persona n on n.id = c.persona_id left join caso_analisi a on a.compilazione_id = c.id left join caso k on k.id = a.caso_id
     where c.assegnatario_id = ${ctx.utente} and c.stato = 'in-corso' order by c.creata_il desc, c.id limit 200`.execute(
    ctx.tx,
  )
  return { voci: await conAutore(ctx, rows) }
}

export const compilazioniRotte = rotte(compilazioniApi, {
  compilazioniDiPersona,
  daCominciare,
  comincia,
  leggi,
  salva,
  conferma,
  finalizza,
  rettifica,
  annulla,
  contribuisci,
  confronto,
  mie,
})

export const compilazioniVincoli: Vincoli = {
  compilazione_una_aperta: {
    codice: 'stato-non-ammesso',
    detail: 'Di questa analisi è già aperta una rettifica: continua quella.',
  },
  compilazione_numero_unico: {
    codice: 'stato-non-ammesso',
    detail: 'Qualcuno ha appena aperto una rettifica: ricarica la pagina.',
  },
  compilazione_chiusa_immutabile: {
    codice: 'stato-non-ammesso',
    detail: 'L’analisi è chiusa e non si modifica: se è sbagliata, rettificala con un motivo.',
  },
}
