// The analyses of a caso as its page reads them: what there is, of here and of elsewhere, what can be begun, the path of each member,
// what of the framework may become an objective.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { candidatiDi } from '../../shared/patti/analisi.rules.ts'
import { type AnalisiDelCaso, analisiCasoApi, type CandidatiObiettivo } from '../../shared/patti/analisi-caso.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { getVersioneQuestionario } from '../parametri/questionari.ts'
import { comincia, type DelCaso, daCominciare, scollegati } from './analisi-caso-inizio.ts'
import { analisiLette, confrontoDelCaso } from './analisi-confronto.ts'
import { membriDelCaso } from './analisi-mossa.ts'
import { breveRicevuta, esitoRicevuto, leggiRicevuta, ricevuteDi } from './analisi-ricevute.ts'
import { cartellaChiusa } from './cartella-chiusa.ts'
import { bloccaCaso, esitoLetto } from './caso.ts'
import { brevi, conAutore, daCompilazione, esaminate, type RigaBreve } from './compilazioni-lettura.ts'

type Api = typeof analisiCasoApi
async function righeDelCaso(ctx: Ctx, casoId: string, dove = sql`true`): Promise<RigaBreve[]> {
  const { rows } = await sql<RigaBreve>`
    select ${brevi} from caso_analisi a join ${daCompilazione} on c.id = a.compilazione_id
     where a.caso_id = ${casoId} and ${dove} order by c.giorno desc, c.creata_il desc, c.id`.execute(ctx.tx)
  return rows
}

async function getCaso(ctx: Ctx, id: string): Promise<DelCaso> {
  const { rows } = await sql<DelCaso>`
    select c.id, c.versione_id, c.comune_id, s.stato, s.stato_prima, ${esitoLetto} from caso c join caso_stato s on s.caso_id = c.id where c.id = ${id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

/** What the last concluded analysis says of the household. */
async function esitoDel(ctx: Ctx, casoId: string): Promise<AnalisiDelCaso['esito']> {
  const { rows } = await sql<{ esito: string; sociale: boolean; entro: string | null; versioneId: string }>`
    select e.esito, e.sociale, e.entro, c.questionario_versione_id as versione_id
      from caso_analisi a join compilazione c on c.id = a.compilazione_id join compilazione_esito e on e.compilazione_id = c.id
     where a.caso_id = ${casoId} and c.stato = 'finalizzata' order by c.finalizzata_il desc, c.id limit 1`.execute(
    ctx.tx,
  )
  const r = rows[0] ?? (await esitoRicevuto(ctx, casoId))
  if (!r) return null
  const { definizione } = await getVersioneQuestionario(ctx.tx, r.versioneId)
  const nome = definizione.esito?.valori.find((v) => v.codice === r.esito)?.nome ?? r.esito
  return { codice: r.esito, nome, sociale: r.sociale, entro: r.entro }
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<AnalisiDelCaso> {
  const c = await getCaso(ctx, i.id)
  const membri = await membriDelCaso(ctx, c.id)
  const { rows: percorsi } = await sql<{ componenteId: string; percorso: string; testo: string; dal: string }>`
    select componente_id, percorso, nome as testo, dal from caso_percorso where caso_id = ${c.id}`.execute(ctx.tx)
  const di = new Map(percorsi.map((p) => [p.componenteId, p]))
  return {
    analisi: [
      ...(await conAutore(ctx, await righeDelCaso(ctx, c.id))).map((a) => ({ ...a, ricevuta: false })),
      ...(await ricevuteDi(ctx, c.id)).map((r) => ({ ...breveRicevuta(r), ricevuta: true })),
    ],
    daCominciare: await daCominciare(ctx, c, membri),
    cartellaChiusa: await cartellaChiusa(ctx, c.comuneId),
    esito: await esitoDel(ctx, c.id),
    percorsi: membri.flatMap((m) => {
      const p = di.get(m.componenteId)
      return p ? [{ ...p, personaId: m.personaId, nome: m.nome }] : []
    }),
    daCollegare: scollegati(membri).map((m) => ({ id: m.componenteId, nome: m.nome, collegamento: m.collegamento })),
  }
}

/** The work that links a caso to the record is asked for again: it writes nothing twice. */
async function collega(ctx: Ctx, i: Input<Api['collega']>): Promise<Output<Api['collega']>> {
  const c = await bloccaCaso(ctx, i.id)
  const chiusa = await cartellaChiusa(ctx, c.comuneId)
  if (chiusa) throw problem('regola-non-rispettata', { detail: chiusa })
  ctx.emit('caso.presa', { caso: c.id, ambito: ctx.ambito, utente: ctx.utente, comune: c.comuneId })
  return { fatto: true }
}

/** The weak dimensions and the priorities of the last framework concluded: what the pact may take as objectives. */
export async function candidatiDelCaso(ctx: Ctx, casoId: string): Promise<CandidatiObiettivo> {
  const { id } = await getCaso(ctx, casoId)
  for (const { analisi, membri, risposte } of (await analisiLette(ctx, id)).reverse()) {
    const d = (await getVersioneQuestionario(ctx.tx, analisi.versioneId)).definizione
    if (!d.candidati) continue
    const delCaso = await membriDelCaso(ctx, id)
    const qui = (x: string | null) => delCaso.find((y) => x !== null && (y.personaId === x || y.componenteId === x))
    return {
      analisi,
      finoA: d.candidati.finoA,
      voci: candidatiDi(d, esaminate(d, risposte, membri), membri).map((x) => {
        const m = membri.find((y) => y.id === x.componenteId)
        return {
          ...x,
          membroId: qui(x.componenteId)?.componenteId ?? null,
          nome: m ? `${m.cognome} ${m.nome}` : null,
        }
      }),
    }
  }
  return { analisi: null, finoA: null, voci: [] }
}

const candidati = (ctx: Ctx, i: Input<Api['candidati']>) => candidatiDelCaso(ctx, i.id)

export const analisiCasoRotte = rotte(analisiCasoApi, {
  leggi,
  ricevuta: leggiRicevuta,
  confronto: confrontoDelCaso,
  comincia,
  collega,
  candidati,
})
