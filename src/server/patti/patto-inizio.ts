// Beginning a pact: the members as they are that day, what is known already; or the one that was being prepared, where the analysis was
// taken up again meanwhile.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { piuMesi } from '../../shared/misure/giorni.ts'
import type { StatoCaso } from '../../shared/patti/casi.rules.ts'
import type { pattoApi } from '../../shared/patti/patto.api.ts'
import { transizioniPatto } from '../../shared/patti/patto.rules.ts'
import type { GenereVoce } from '../../shared/patti/patto-voci.ts'
import type { Ctx } from '../kernel/context.ts'
import { bloccaCaso, type Caso, muoviCaso, punto } from './caso.ts'
import { casoConPatto, impedimentoApertura, inPreparazione, type Patto } from './patto-lettura.ts'
import { annotaPatto, cambiaStato, type Riferimento, scriviVoci } from './patto-scrittura.ts'

type Api = typeof pattoApi

export async function apri(ctx: Ctx, i: Input<Api['apri']>): Promise<Output<Api['apri']>> {
  const c = await bloccaCaso(ctx, i.id)
  const { rows: ci } = await sql<Patto>`
    select id, caso_id, comune_id, origine_id, numero, stato, lingua, giro, versione from patto where caso_id = ${c.id}`.execute(
    ctx.tx,
  )
  const perche = impedimentoApertura(punto(c), c.esitoAnalisi, ci)
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
  if (!casoConPatto.includes(punto(c))) {
    await muoviCaso(ctx, c, 'apri-patto')
    // the analysis was taken up again while the pact was being prepared: it is there, and what was to be signed is read again
    const gia = ci.find(inPreparazione)
    if (gia?.stato === 'da-firmare') {
      await cambiaStato(ctx, gia, transizioniPatto.ritira.a)
      await annotaPatto(ctx, gia, 'ritira', 'L’analisi è stata rettificata')
    }
    if (gia) return { id: gia.id }
  } else if ((['patto-sottoscritto', 'in-monitoraggio'] as StatoCaso[]).includes(punto(c)))
    await muoviCaso(ctx, c, 'rivedi-patto')
  const id = randomUUID()
  await sql`insert into patto (id, comune_id, caso_id, origine_id)
    select ${id}, comune_id, id, ${id} from caso where id = ${c.id}`.execute(ctx.tx)
  const p = { id, comuneId: c.comuneId, casoId: c.id }
  await mettiPersone(ctx, p, c)
  await proponiVoci(ctx, p, c)
  await annotaPatto(ctx, p, 'apri')
  return { id }
}

/** The members as they are today: adults sign, who has no obligations or is exempted participates by choice. */
export async function mettiPersone(ctx: Ctx, p: Riferimento, c: Caso): Promise<void> {
  const { rows } = await sql<{ id: string; dataNascita: string | null; obbligato: boolean }>`
    select m.id, m.data_nascita, coalesce(k.obbligato, false) as obbligato
      from domanda_componente m left join caso_componente k on k.caso_id = ${c.id} and k.componente_id = m.id where m.domanda_id = ${c.domandaId} and m.uscito_il is null
       and not exists (select 1 from patto_persona y where y.patto_id = ${p.id} and y.componente_id = m.id)`.execute(
    ctx.tx,
  )
  const adulto = (nascita: string | null) => nascita === null || piuMesi(nascita, 18 * 12) <= ctx.oggi()
  const righe = rows.map((m) => ({
    componente_id: m.id,
    volontario: !m.obbligato,
    firma: adulto(m.dataNascita),
  }))
  await sql`insert into patto_persona (patto_id, componente_id, comune_id, caso_id, volontario, firma)
    select ${p.id}, r.componente_id, ${p.comuneId}, ${p.casoId}, r.volontario, r.firma
      from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(componente_id uuid, volontario boolean, firma boolean)`.execute(
    ctx.tx,
  )
}

/** What is known already: the benefit as INPS says it, and how often the ambito proposes to meet. */
async function proponiVoci(ctx: Ctx, p: Riferimento, c: Caso): Promise<void> {
  const { rows } = await sql<{ mensile: number | null; beneficio: string; dal: string | null; giorni: number }>`
    select mensile, beneficio, beneficio_dal as dal, (kernel.parametro('patto.incontri-ogni-giorni'))::int as giorni from domanda where id = ${c.domandaId}`.execute(
    ctx.tx,
  )
  const d = rows[0]!
  const [beneficio, monitoraggio] = [randomUUID(), randomUUID()]
  const stato = d.beneficio === 'in-pagamento' || d.beneficio === 'sospeso' ? d.beneficio : null
  const campi = [
    ...Object.entries({ genere: 'beneficio', ordine: 1, importo: d.mensile, dal: d.dal, stato }).map(
      ([campo, valore]) => ({
        componenteId: beneficio,
        campo,
        valore,
      }),
    ),
    ...Object.entries({ genere: 'monitoraggio', ordine: 1, giorni: d.giorni }).map(([campo, valore]) => ({
      componenteId: monitoraggio,
      campo,
      valore,
    })),
  ].filter((x) => x.valore !== null)
  const di = new Map<string, GenereVoce>([
    [beneficio, 'beneficio'],
    [monitoraggio, 'monitoraggio'],
  ])
  await scriviVoci(ctx, p, campi, di, 1)
}
