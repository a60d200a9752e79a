// The acts that move a pact from one state to another, each with what it moves of its caso: states of the pact in
// shared/patti/patto.rules.ts, those of the caso in casi.rules.ts.
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { piuMesi } from '../../shared/misure/giorni.ts'
import { chiaveDi } from '../../shared/parametri/questionari.rules.ts'
import type { StatoCaso } from '../../shared/patti/casi.rules.ts'
import type { pattoApi } from '../../shared/patti/patto.api.ts'
import { mancanzePatto, transizioniPatto } from '../../shared/patti/patto.rules.ts'
import type { GenereVoce } from '../../shared/patti/patto-voci.ts'
import { testiDelPatto } from '../documenti/patto-testi.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertVoce } from '../parametri/voci.ts'
import { assertAvvenuto, bloccaCaso, type Caso, muoviCaso, registraEvento } from './caso.ts'
import { casoConPatto, comePersone, impedimentoApertura, type Patto, personeDi, vociDelPatto } from './patto-lettura.ts'
import { assertVersione, bloccaPatto, scriviVoci } from './patto-scrittura.ts'
import { preparaPdf } from './patto-stampa.ts'
import { obbligato } from './termini.ts'

type Api = typeof pattoApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

export const annotaPatto = (
  ctx: Ctx,
  p: Pick<Patto, 'id' | 'comuneId' | 'casoId'>,
  atto: string,
  testo: string | null = null,
) =>
  sql`insert into patto_passaggio (comune_id, caso_id, patto_id, atto, testo) values (${p.comuneId}, ${p.casoId}, ${p.id}, ${atto}, ${testo})`.execute(
    ctx.tx,
  )

const cambiaStato = (ctx: Ctx, p: Patto, stato: string) =>
  sql`update patto set stato = ${stato}, versione = versione + 1 where id = ${p.id}`.execute(ctx.tx)

// ---- beginning ---------------------------------------------------------------------------------------------------------

export async function apri(ctx: Ctx, i: Input<Api['apri']>): Promise<Output<Api['apri']>> {
  const c = await bloccaCaso(ctx, i.id)
  const { rows: ci } = await sql<{
    id: string
    stato: Patto['stato']
  }>`select id, stato from patto where caso_id = ${c.id}`.execute(ctx.tx)
  const bozza = ci.find((p) => p.stato === 'bozza')
  const riprende = bozza !== undefined && !casoConPatto.includes(c.stato)
  const perche = impedimentoApertura(c.stato, c.esitoAnalisi, ci)
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
  if (!casoConPatto.includes(c.stato)) await muoviCaso(ctx, c, 'apri-patto')
  else if ((['patto-sottoscritto', 'in-monitoraggio'] as StatoCaso[]).includes(c.stato))
    await muoviCaso(ctx, c, 'rivedi-patto')
  // the analysis was taken up again while the pact was being written: it is there, as it was
  if (riprende) return { id: bozza.id }
  const id = randomUUID()
  await sql`insert into patto (id, comune_id, caso_id, nucleo, origine_id)
    select ${id}, comune_id, id, codice_fiscale_chiave, ${id} from caso where id = ${c.id}`.execute(ctx.tx)
  const p = { id, comuneId: c.comuneId, casoId: c.id }
  await mettiPersone(ctx, p, c)
  await proponiVoci(ctx, p, c)
  await annotaPatto(ctx, p, 'apri')
  return { id }
}

type Riferimento = Pick<Patto, 'id' | 'comuneId' | 'casoId'>

/** The members as they are today: adults sign, who has no obligations or is exempted participates by choice. */
async function mettiPersone(ctx: Ctx, p: Riferimento, c: Caso): Promise<void> {
  const { rows } = await sql<{
    id: string
    dataNascita: string | null
    dichiarati: Record<string, never>
    esonerato: boolean
  }>`
    select m.id, m.data_nascita, m.dichiarati,
           exists (select 1 from esonero x where x.componente_id = m.id and x.cessato_il is null and ${ctx.oggi()}::date between x.dal and coalesce(x.al, 'infinity')) as esonerato
      from domanda_componente m where m.domanda_id = ${c.domandaId} and m.uscito_il is null
       and not exists (select 1 from patto_persona y where y.patto_id = ${p.id} and y.componente_id = m.id)`.execute(
    ctx.tx,
  )
  const adulto = (nascita: string | null) => nascita === null || piuMesi(nascita, 18 * 12) <= ctx.oggi()
  const righe = rows.map((m) => ({
    componente_id: m.id,
    volontario: m.esonerato || !obbligato(m, ctx.oggi()),
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

export async function lingua(ctx: Ctx, i: Input<Api['lingua']>): Promise<Fatto> {
  const { p } = await bloccaPatto(ctx, i.id)
  assertTransizione(transizioniPatto, 'scrivi', p.stato)
  if (i.lingua !== null && (i.lingua === 'it' || !testiDelPatto(i.lingua)))
    throw erroreDiCampo('lingua', 'I testi fissi non ci sono in questa lingua.')
  await sql`update patto set lingua = ${i.lingua}, versione = versione + 1 where id = ${p.id}`.execute(ctx.tx)
  return fatto
}

// ---- to be signed ------------------------------------------------------------------------------------------------------

export async function proponi(ctx: Ctx, i: Input<Api['proponi']>): Promise<Fatto> {
  const { p } = await bloccaPatto(ctx, i.id)
  const stato = assertTransizione(transizioniPatto, 'proponi', p.stato)
  // what is proposed is what the person has read
  assertVersione(p, i.versione)
  const persone = comePersone(await personeDi(ctx, p.id))
  const mancanze = mancanzePatto(await vociDelPatto(ctx, p.id), persone)
  if (mancanze.length > 0)
    throw problem('regola-non-rispettata', {
      detail: mancanze.length === 1 ? mancanze[0]!.frase : `Prima di firmare mancano ${mancanze.length} cose.`,
      errori: mancanze.map((m) => ({
        campo: chiaveDi(m.voce, m.campo ?? m.genere),
        codice: 'mancante',
        messaggio: m.frase,
      })),
    })
  const giro = p.giro + 1
  await sql`update patto set stato = ${stato}, giro = ${giro}, proposto_il = ${ctx.oggi()}, versione = versione + 1 where id = ${p.id}`.execute(
    ctx.tx,
  )
  const pdf = await (await preparaPdf(ctx, { ...p, stato }))()
  await conservaFile(ctx, p, { specie: 'patto', nome: 'patto.pdf', tipo: 'application/pdf', contenuto: pdf })
  await sql`insert into patto_firma (comune_id, caso_id, patto_id, giro, componente_id)
    select p.comune_id, p.caso_id, p.id, p.giro, x.componente_id
      from patto p, (select y.componente_id from patto_persona y where y.patto_id = ${p.id} and y.firma union all select null::uuid) x where p.id = ${p.id}`.execute(
    ctx.tx,
  )
  await annotaPatto(ctx, p, 'proponi')
  return fatto
}

interface NuovoFile {
  specie: 'patto' | 'scansione' | 'disegno' | 'firmato'
  nome: string
  tipo: string
  contenuto: Buffer
}
export async function conservaFile(ctx: Ctx, p: Riferimento, f: NuovoFile): Promise<string> {
  const sha256 = createHash('sha256').update(f.contenuto).digest('hex')
  const { rows } = await sql<{ id: string }>`
    insert into patto_file (comune_id, caso_id, patto_id, specie, nome, tipo, bytes, sha256, contenuto)
    values (${p.comuneId}, ${p.casoId}, ${p.id}, ${f.specie}, ${f.nome}, ${f.tipo}, ${f.contenuto.length}, ${sha256}, ${f.contenuto}) returning id`.execute(
    ctx.tx,
  )
  return rows[0]!.id
}

export async function ritira(ctx: Ctx, i: Input<Api['ritira']>): Promise<Fatto> {
  const { p } = await bloccaPatto(ctx, i.id)
  await cambiaStato(ctx, p, assertTransizione(transizioniPatto, 'ritira', p.stato))
  await annotaPatto(ctx, p, 'ritira', i.motivo.trim())
  return fatto
}

// ---- revisions ---------------------------------------------------------------------------------------------------------

export async function rivedi(ctx: Ctx, i: Input<Api['rivedi']>): Promise<Output<Api['rivedi']>> {
  const { p, c } = await bloccaPatto(ctx, i.id)
  assertVersione(p, i.versione)
  const stato = assertTransizione(transizioniPatto, 'rivedi', p.stato)
  await muoviCaso(ctx, c, 'rivedi-patto', { motivo: i.motivo })
  await cambiaStato(ctx, p, stato)
  const id = randomUUID()
  await sql`insert into patto (id, comune_id, caso_id, nucleo, origine_id, numero, lingua)
    select ${id}, comune_id, caso_id, nucleo, origine_id, (select max(x.numero) + 1 from patto x where x.origine_id = p.origine_id), lingua from patto p where id = ${p.id}`.execute(
    ctx.tx,
  )
  const nuovo = { id, comuneId: p.comuneId, casoId: p.casoId }
  // who has left the household no longer signs
  await sql`insert into patto_persona (patto_id, componente_id, comune_id, caso_id, volontario, firma)
    select ${id}, y.componente_id, y.comune_id, y.caso_id, y.volontario, y.firma and m.uscito_il is null
      from patto_persona y join domanda_componente m on m.id = y.componente_id where y.patto_id = ${p.id}`.execute(
    ctx.tx,
  )
  await mettiPersone(ctx, nuovo, c)
  // under the number from which the new version grows: nothing of it has been written yet
  await sql`insert into patto_voce (patto_id, voce, comune_id, caso_id, genere, padre, campi, scritti, creata_il, creata_da)
    select ${id}, voce, comune_id, caso_id, genere, padre, campi, (select coalesce(jsonb_object_agg(k, s || '{"r": 1}'), '{}') from jsonb_each(scritti) as e(k, s)), creata_il, creata_da
      from patto_voce where patto_id = ${p.id} and not tolta`.execute(ctx.tx)
  await annotaPatto(ctx, nuovo, 'rivedi', i.motivo.trim())
  return { id }
}

/** A revision is given up: what was signed goes on as it is. A first pact is not annulled: it is written again. */
export async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Fatto> {
  const { p, c } = await bloccaPatto(ctx, i.id)
  const stato = assertTransizione(transizioniPatto, 'annulla', p.stato)
  const { rows } = await sql<Patto>`
    select id, caso_id, comune_id, origine_id, numero, stato, lingua, giro, versione from patto where origine_id = ${p.origineId} and stato = 'in-revisione'`.execute(
    ctx.tx,
  )
  const prima = rows[0]
  if (!prima)
    throw problem('stato-non-ammesso', { detail: 'È il primo patto del caso: non c’è un patto firmato a cui tornare.' })
  await cambiaStato(ctx, p, stato)
  await cambiaStato(ctx, prima, assertTransizione(transizioniPatto, 'rinuncia', prima.stato))
  await muoviCaso(ctx, c, 'lascia-revisione', { motivo: i.motivo })
  await annotaPatto(ctx, p, 'annulla', i.motivo.trim())
  return fatto
}

export async function chiudi(ctx: Ctx, i: Input<Api['chiudi']>): Promise<Fatto> {
  // whatever state the caso is in: one that INPS has ended leaves a pact to be closed
  const { casoId } = await daChiudere(ctx, i.id)
  const c = await bloccaCaso(ctx, casoId)
  const p = await daChiudere(ctx, i.id)
  assertVersione(p, i.versione)
  const stato = assertTransizione(transizioniPatto, 'chiudi', p.stato)
  assertAvvenuto(ctx, c, i.giorno)
  if (p.firmatoIl && i.giorno < p.firmatoIl) throw erroreDiCampo('giorno', 'La data viene prima della firma.')
  await assertVoce(ctx.tx, 'motivo-chiusura-patto', i.motivo, ctx.oggi(), 'motivo')
  await sql`update patto set stato = ${stato}, chiuso_il = ${i.giorno}, chiusura = ${i.motivo}, versione = versione + 1 where id = ${p.id}`.execute(
    ctx.tx,
  )
  await sql`update patto_incontro set stato = 'annullato', versione = versione + 1 where origine_id = ${p.origineId} and stato = 'previsto'`.execute(
    ctx.tx,
  )
  await sql`update patto_sostegno set stato = case when attivo_dal is null then 'non-attivato' else 'concluso' end, finito_il = greatest(${i.giorno}::date, attivo_dal), versione = versione + 1
    where origine_id = ${p.origineId} and stato in ('previsto', 'in-attesa', 'attivo', 'interrotto')`.execute(ctx.tx)
  await annotaPatto(ctx, p, 'chiudi', i.valutazione.trim())
  await registraEvento(ctx, c, { evento: 'patto-chiuso', giorno: i.giorno, origine: 'patto', origineId: p.id })
  return fatto
}

async function daChiudere(ctx: Ctx, id: string): Promise<Patto & { firmatoIl: string | null }> {
  const { rows } = await sql<Patto & { firmatoIl: string | null }>`
    select id, caso_id, comune_id, origine_id, numero, stato, lingua, giro, versione, firmato_il from patto where id = ${id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}
