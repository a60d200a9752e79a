// The équipe of a caso: its case manager names who is in it and for which parts; who is named reads those of an analysis, and adds what
// his profession says of them. Sittings and minutes are in equipe-sedute.ts.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Definizione } from '../../shared/parametri/questionario.ts'
import type { CompilazioneLetta } from '../../shared/patti/compilazioni.api.ts'
import { equipeApi } from '../../shared/patti/equipe.api.ts'
import { conCampi, type Parte, type ParteConCampi } from '../../shared/patti/equipe.rules.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { assertVoce } from '../parametri/voci.ts'
import { bloccaCaso, type Caso } from './caso.ts'
import { leggiCompilazione } from './compilazioni.ts'
import { contribuisciIn, daContribuire } from './compilazioni-risposte.ts'
import { dichiara } from './equipe-dichiarazioni.ts'
import { leggi, mie, seduta } from './equipe-lettura.ts'
import { patto } from './equipe-patto.ts'
import { aggiungi, annulla, bloccaAperto, chiudi, fissa, scrivi, sposta, verbalizza } from './equipe-sedute.ts'

type Api = typeof equipeApi

interface Versioni {
  questionarioId: string
  nome: string
  definizione: Definizione
}
/** The published versions of the questionnaires of the measure: an analysis is read under the one that it was begun with. */
async function versioniDel(ctx: Ctx, c: Caso): Promise<Versioni[]> {
  const { rows } = await sql<Versioni>`
    select v.questionario_id, q.nome, v.definizione from questionario_versione v join questionario q on q.id = v.questionario_id
     where v.stato in ('pubblicata', 'ritirata') and v.questionario_id in (
        select x ->> 'codice' from misura_versione m cross join lateral jsonb_array_elements(m.definizione -> 'questionari') x where m.id = ${c.versioneId})
     order by q.nome, v.numero desc`.execute(ctx.tx)
  return rows
}

async function nominabili(ctx: Ctx, i: Input<Api['nominabili']>): Promise<Output<Api['nominabili']>> {
  const c = await bloccaCaso(ctx, i.id)
  const { rows: operatori } = await sql<{ id: string; nome: string }>`
    select id, nome from accesso.nominabili(${c.id}) order by nome, id`.execute(ctx.tx)
  return {
    operatori,
    analisi: [...Map.groupBy(await versioniDel(ctx, c), (v) => v.questionarioId)].map(([id, sue]) => ({
      id,
      nome: sue[0]!.nome,
      sezioni: sue[0]!.definizione.modulo.pages.map((p) => ({ id: p.name, titolo: p.title })),
    })),
  }
}

async function partiComplete(ctx: Ctx, c: Caso, parti: readonly Parte[]): Promise<ParteConCampi[]> {
  const versioni = await versioniDel(ctx, c)
  return parti.map((p) =>
    conCampi(
      p,
      versioni.filter((v) => v.questionarioId === p.questionario).map((v) => v.definizione),
    ),
  )
}

/** Accredited for it in that comune, and not of the household. */
async function assertNominabile(ctx: Ctx, c: Caso, utenteId: string): Promise<string> {
  const { rows } = await sql<{ nome: string }>`
    select nome from accesso.nominabili(${c.id}) where id = ${utenteId}`.execute(ctx.tx)
  if (!rows[0]) throw erroreDiCampo('utenteId', 'Non può far parte di questa équipe: scegli un altro operatore.')
  return rows[0].nome
}

async function nomina(ctx: Ctx, i: Input<Api['nomina']>): Promise<Output<Api['nomina']>> {
  const c = await bloccaAperto(ctx, i.id)
  await assertVoce(ctx.tx, 'professione-operatore', i.professione, ctx.oggi(), 'professione')
  if (i.al && i.al < i.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  const nome = i.utenteId ? await assertNominabile(ctx, c, i.utenteId) : i.nome?.trim()
  if (!nome) throw erroreDiCampo('nome', 'Scegli un operatore accreditato, o scrivi il nome di chi non lo è.')
  if (!i.utenteId && i.parti.length > 0)
    throw erroreDiCampo('parti', 'Chi non è accreditato non entra nella piattaforma: non vede alcuna parte.')
  const parti = await partiComplete(ctx, c, i.parti)
  const { rows } = await sql<{ id: string }>`
    insert into equipe_componente (comune_id, caso_id, utente_id, nome, professione, ente, parti, dal, al)
    values (${c.comuneId}, ${c.id}, ${i.utenteId ?? null}, ${nome}, ${i.professione}, ${i.ente.trim()}, ${JSON.stringify(parti)}::jsonb, ${i.dal}, ${i.al ?? null}) returning id`.execute(
    ctx.tx,
  )
  if (i.utenteId)
    await notifica(ctx, i.utenteId, 'Sei nell’équipe di un caso: guarda di che cosa si tratta.', `/equipe/${c.id}`)
  return rows[0]!
}

async function cambia(ctx: Ctx, i: Input<Api['cambia']>): Promise<Output<Api['cambia']>> {
  const c = await bloccaAperto(ctx, i.id)
  const { rows } = await sql<{ utenteId: string | null; dal: string; versione: number }>`
    select utente_id, dal, versione from equipe_componente where id = ${i.componente} and caso_id = ${c.id}`.execute(
    ctx.tx,
  )
  const e = rows[0]
  if (!e) throw problem('non-trovato')
  if (e.versione !== i.versione) throw problem('versione-superata')
  if (i.al && i.al < e.dal) throw erroreDiCampo('al', 'L’ultimo giorno viene prima del primo.')
  if (!e.utenteId && i.parti.length > 0)
    throw erroreDiCampo('parti', 'Chi non è accreditato non entra nella piattaforma: non vede alcuna parte.')
  await sql`update equipe_componente set ente = ${i.ente.trim()}, parti = ${JSON.stringify(await partiComplete(ctx, c, i.parti))}::jsonb, al = ${i.al ?? null},
      motivo_fine = ${i.al ? i.motivo?.trim() || null : null}, versione = versione + 1 where id = ${i.componente}`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

// ---- of who is named -------------------------------------------------------------------------------------------------------

async function analisi(ctx: Ctx, i: Input<Api['analisi']>): Promise<CompilazioneLetta> {
  const { rows } = await sql<{ campo: string }>`
    select campo from accesso.campi_in_equipe() where compilazione_id = ${i.id} order by campo`.execute(ctx.tx)
  const campi = rows.map((r) => r.campo)
  return { ...(await leggiCompilazione(ctx, i.id)), casoId: null, campi: campi.includes('*') ? null : campi }
}

async function contribuisci(ctx: Ctx, i: Input<Api['contribuisci']>): Promise<Output<Api['contribuisci']>> {
  const { rows: campi } = await sql`
    select 1 from accesso.campi_in_equipe() where compilazione_id = ${i.id} and campo in ('*', ${i.campo})`.execute(
    ctx.tx,
  )
  if (campi.length === 0) throw problem('non-trovato')
  const { rows } = await sql<{ professione: string }>`
    select coalesce(kernel.voce_etichetta('professione-operatore', e.professione), e.professione) || ', ' || e.ente as professione
      from accesso.casi_di_equipe() e join accesso.analisi_di_equipe(e.caso_id) a on a.id = ${i.id} order by e.dal limit 1`.execute(
    ctx.tx,
  )
  // not locked: who is named may not write in the analysis, only beside it
  const c = await daContribuire(ctx, i.id)
  const fatto = await contribuisciIn(ctx, c, i, rows[0]?.professione ?? null)
  // concluded meanwhile, it takes nothing more
  await daContribuire(ctx, i.id)
  return fatto
}

export const equipeRotte = rotte(equipeApi, {
  mie,
  leggi,
  seduta,
  analisi,
  contribuisci,
  patto,
  dichiara,
  nominabili,
  nomina,
  cambia,
  fissa,
  sposta,
  annulla,
  verbalizza,
  scrivi,
  chiudi,
  aggiungi,
})

export const equipeVincoli: Vincoli = {
  equipe_componente_una: {
    codice: 'gia-presente',
    detail: 'È già nell’équipe di questo caso: cambia la sua nomina, o indicane prima l’ultimo giorno.',
  },
  equipe_verbale_chiuso: {
    codice: 'stato-non-ammesso',
    detail: 'Il verbale è chiuso e non si modifica: ciò che manca si scrive come aggiunta.',
  },
  equipe_seduta_numero_unico: {
    codice: 'stato-non-ammesso',
    detail: 'Qualcuno ha appena fissato una seduta: ricarica la pagina.',
  },
}
