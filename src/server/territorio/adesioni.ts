// Adhesions of the comuni and of the implementing body: drafted, signed, documented, registered, ceased. From the day
// of registration the policies of the tables open the sections (A2.12): nothing here opens or closes anything by hand.
import { sql } from 'kysely'
import type { FileReply, Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { adesioniApi } from '../../shared/territorio/adesioni.api.ts'
import {
  controllaAffidamento,
  controllaBozza,
  controllaCessazione,
  controllaFirma,
  controllaRegistrazione,
  data,
  documentoModificabile,
  eliminabile,
  fraseAffidata,
  fraseCessata,
  type Qualifica,
  type StatoAdesione,
  spiegaAdesione,
  statoAllaFine,
  transizioni,
  type Violazione,
} from '../../shared/territorio/adesioni.rules.ts'
import { documenti, leggiAllegato, salvaAllegato } from '../kernel/allegati.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { inCtx } from '../kernel/serve.ts'
import { assertAmbito, assertComuneNellAmbito } from './tenenza.ts'
import { assertTipoDelRuolo, tipi } from './tipi-adesione.ts'

type Adesione = Output<typeof adesioniApi.leggi>

const assertRegola = (violata: Violazione | undefined) => {
  if (violata) throw erroreDiCampo(violata.campo, violata.messaggio)
}

const query = (ctx: Ctx) =>
  ctx.tx
    .selectFrom('adesione as a')
    .innerJoin('tipoAdesione as t', 't.id', 'a.tipoAdesioneId')
    .innerJoin('ambito as m', 'm.id', 'a.ambitoId')
    .leftJoin('comune as c', 'c.id', 'a.comuneId')
    .leftJoin('comune as k', 'k.id', 'm.capofilaId')
    .leftJoin('ambito as d', 'd.id', 'a.affidatarioId')
    // by key, for the rows of a page: joined, the planner reads all the files of the ambito, which it believes to be few
    .leftJoinLateral(
      (q) => q.selectFrom('allegato').selectAll().whereRef('allegato.id', '=', 'a.allegatoId').offset(0).as('f'),
      (j) => j.onTrue(),
    )
    .leftJoinLateral(
      (q) => q.selectFrom('utente').selectAll().whereRef('utente.id', '=', 'a.registrataDa').offset(0).as('u'),
      (j) => j.onTrue(),
    )
    .selectAll('a')
    .select([
      't.nome as tipo',
      't.controparte',
      't.annuale',
      't.affidaId',
      'd.nome as affidatario',
      'c.nome as comune',
      'm.nome as ambito',
      'm.soggettoAttuatore',
      'k.nome as capofila',
      'f.nome as fileNome',
      'f.tipo as fileTipo',
      'f.bytes as fileBytes',
      'u.nome as utenteNome',
      'u.cognome as utenteCognome',
      // who reads the whole ambito misses among its users only the one of national reach; others miss more
      sql<boolean>`kernel.ambito_intero()`.as('intero'),
    ])
type Riga = Awaited<ReturnType<ReturnType<typeof query>['execute']>>[number]

/** Who the act is of, in words: a comune, or the body that runs the associated form. */
export const nomeEnte = (r: {
  comune: string | null
  soggettoAttuatore: string | null
  capofila: string | null
  ambito: string
}) =>
  r.comune
    ? `Comune di ${r.comune}`
    : (r.soggettoAttuatore ?? `${r.capofila ? `Comune di ${r.capofila}, capofila di ` : ''}${r.ambito}`)

function toAdesione(r: Riga, oggi: string): Adesione {
  const stato = r.stato as StatoAdesione
  return {
    id: r.id,
    ambitoId: r.ambitoId,
    comuneId: r.comuneId,
    ente: nomeEnte(r),
    tipoId: r.tipoAdesioneId,
    tipo: r.tipo,
    controparte: r.controparte,
    annuale: r.annuale,
    affidatoA: r.affidatarioId ? { id: r.affidatarioId, nome: r.affidatario! } : null,
    anno: r.anno,
    stato,
    spiegazione: spiegaAdesione(
      { ...r, stato, conDocumento: r.allegatoId !== null, affida: r.affidaId !== null },
      oggi,
    ),
    firmatario: r.firmatario,
    firmatarioQualifica: r.firmatarioQualifica as Qualifica | null,
    firmataIl: r.firmataIl,
    dal: r.dal,
    al: r.al,
    documento: r.fileNome ? { nome: r.fileNome, tipo: r.fileTipo!, bytes: r.fileBytes! } : null,
    registrataDa: r.utenteCognome
      ? `${r.utenteNome} ${r.utenteCognome}`
      : r.registrataDa
        ? r.intero
          ? 'un utente di livello nazionale'
          : 'un altro utente'
        : null,
    registrataIl: r.registrataIl,
    motivoCessazione: r.motivoCessazione,
    note: r.note,
    versione: r.versione,
  }
}

async function getRiga(ctx: Ctx, id: string, perScrivere = false): Promise<Riga> {
  const q = query(ctx).where('a.id', '=', id)
  const r = await (perScrivere ? q.forUpdate('a') : q).executeTakeFirst()
  if (!r) throw problem('non-trovato')
  return r
}

async function elenco(ctx: Ctx, i: Input<typeof adesioniApi.elenco>): Promise<Output<typeof adesioniApi.elenco>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  // drafts and signed acts have no first day yet: they are the ones waiting, so they come first
  const ordine = sql<string>`coalesce(a.dal, '9999-12-31'::date)`
  let q = query(ctx)
    .select(ordine.as('ordine'))
    .orderBy(ordine, 'desc')
    .orderBy('a.id', 'desc')
    .limit(limite + 1)
  // the policy says the same, but hides from the planner which ambito it is
  if (ctx.ambito) q = q.where('a.ambitoId', '=', ctx.ambito)
  if (i.tipo) q = q.where('a.tipoAdesioneId', '=', i.tipo)
  if (i.stato) q = q.where('a.stato', '=', i.stato)
  if (i.comune) q = q.where('a.comuneId', '=', i.comune)
  if (dopo) q = q.where(sql<boolean>`(${ordine}, a.id) < (${dopo[0]}::date, ${dopo[1]}::uuid)`)
  const { voci, prossima } = pagina(await q.execute(), limite, (r) => [r.ordine, r.id])
  return { voci: voci.map((r) => toAdesione(r, ctx.oggi())), prossima }
}

const leggi = async (ctx: Ctx, i: { id: string }): Promise<Adesione> => toAdesione(await getRiga(ctx, i.id), ctx.oggi())

async function crea(ctx: Ctx, i: Input<typeof adesioniApi.crea>): Promise<Adesione> {
  const ambitoId = assertAmbito(ctx)
  const tipo = await ctx.tx.selectFrom('tipoAdesione').selectAll().where('id', '=', i.tipoId).executeTakeFirst()
  if (!tipo) throw erroreDiCampo('tipoId', 'Questo tipo di adesione non esiste: sceglilo dall’elenco.')
  assertRegola(controllaBozza({ annuale: tipo.annuale, anno: i.anno }))
  if (i.comuneId) await assertComuneNellAmbito(ctx, ambitoId, i.comuneId, ctx.oggi())
  await assertTipoDelRuolo(ctx, tipo, i.comuneId ?? null)
  assertRegola(
    controllaAffidamento({
      affida: tipo.affidaId !== null,
      comuneId: i.comuneId,
      affidatarioId: i.affidatarioId,
      ambitoId,
    }),
  )
  if (i.affidatarioId) await assertAffidatario(ctx, i.affidatarioId)
  const { id } = await ctx.tx
    .insertInto('adesione')
    .values({
      ambitoId,
      tipoAdesioneId: tipo.id,
      comuneId: i.comuneId ?? null,
      anno: i.anno ?? null,
      affidatarioId: i.affidatarioId ?? null,
      note: i.note ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return leggi(ctx, { id })
}

async function assertAffidatario(ctx: Ctx, id: string) {
  const a = await ctx.tx.selectFrom('ambito').select('al').where('id', '=', id).executeTakeFirst()
  if (!a || (a.al !== null && a.al < ctx.oggi()))
    throw erroreDiCampo('affidatarioId', 'Questo ambito non c’è, o è terminato: sceglilo dall’elenco.')
}

async function elimina(ctx: Ctx, i: { id: string }): Promise<{ fatto: true }> {
  const r = await getRiga(ctx, i.id, true)
  if (!eliminabile(r.stato as StatoAdesione))
    throw problem('stato-non-ammesso', {
      detail: 'Si elimina solo una bozza: un atto firmato resta, e se è registrato si registra la sua cessazione.',
    })
  await ctx.tx.deleteFrom('adesione').where('id', '=', i.id).execute()
  if (r.allegatoId) await ctx.tx.deleteFrom('allegato').where('id', '=', r.allegatoId).execute()
  return { fatto: true }
}

/** The row locked, in the version the user saw, and the state that the act leads to. */
async function perAtto(ctx: Ctx, atto: keyof typeof transizioni, i: { id: string; versione: number }) {
  const r = await getRiga(ctx, i.id, true)
  const stato = assertTransizione(transizioni, atto, r.stato as StatoAdesione)
  if (r.versione !== i.versione) throw problem('versione-superata')
  return { r, stato }
}

async function salva(ctx: Ctx, r: Riga, campi: Record<string, unknown>): Promise<Adesione> {
  await ctx.tx
    .updateTable('adesione')
    .set({ ...campi, versione: r.versione + 1 })
    .where('id', '=', r.id)
    .execute()
  return leggi(ctx, r)
}

async function firma(ctx: Ctx, i: Input<typeof adesioniApi.firma>): Promise<Adesione> {
  const { r, stato } = await perAtto(ctx, 'firma', i)
  assertRegola(controllaFirma(i, { diComune: r.comuneId !== null, oggi: ctx.oggi() }))
  return salva(ctx, r, {
    stato,
    firmatario: i.firmatario,
    firmatarioQualifica: i.qualifica,
    firmataIl: i.firmataIl,
    ...(i.note === undefined ? {} : { note: i.note }),
  })
}

async function documento(ctx: Ctx, i: Input<typeof adesioniApi.documento>): Promise<Adesione> {
  const r = await getRiga(ctx, i.id, true)
  if (!documentoModificabile(r.stato as StatoAdesione))
    throw problem('stato-non-ammesso', { detail: 'L’atto è registrato: il suo documento non si cambia più.' })
  const allegatoId = await salvaAllegato({ ...ctx, ambito: r.ambitoId }, i.file, documenti)
  const esito = await salva(ctx, r, { allegatoId })
  if (r.allegatoId) await ctx.tx.deleteFrom('allegato').where('id', '=', r.allegatoId).execute()
  return esito
}

async function scarica(ctx: Ctx, i: { id: string }): Promise<FileReply> {
  const r = await getRiga(ctx, i.id)
  if (!r.allegatoId) throw problem('non-trovato', { detail: 'A questa adesione non è ancora allegato il documento.' })
  return leggiAllegato(ctx, r.allegatoId)
}

async function registra(ctx: Ctx, i: Input<typeof adesioniApi.registra>): Promise<Adesione> {
  const { r, stato } = await perAtto(ctx, 'registra', i)
  assertRegola(
    controllaRegistrazione(i, {
      annuale: r.annuale,
      anno: r.anno,
      firmataIl: r.firmataIl!,
      conDocumento: r.allegatoId !== null,
    }),
  )
  if (r.comuneId) await assertComuneNellAmbito(ctx, r.ambitoId, r.comuneId, i.dal, 'dal')
  const altra = await ctx.tx
    .selectFrom('adesione')
    .select(['dal', 'al'])
    .where('ambitoId', '=', r.ambitoId)
    .where('tipoAdesioneId', '=', r.tipoAdesioneId)
    .where('stato', 'in', ['registrata', 'cessata'])
    .where(sql<boolean>`comune_id is not distinct from ${r.comuneId}`)
    .where(sql<boolean>`daterange(dal, al, '[]') && daterange(${i.dal}, ${i.al ?? null}, '[]')`)
    .executeTakeFirst()
  if (altra)
    throw erroreDiCampo(
      'dal',
      `${nomeEnte(r)} ha già un atto di questo tipo valido dal ${data(altra.dal!)}${altra.al ? ` al ${data(altra.al)}` : ''}: registrane prima la cessazione, o scegli altri giorni.`,
    )
  const esito = await salva(ctx, r, {
    stato,
    dal: i.dal,
    al: i.al ?? null,
    registrataDa: ctx.utente,
    registrataIl: ctx.adesso().toISOString(),
  })
  await avvisaAffidatario(ctx, r, fraseAffidata(i))
  return esito
}

/** The entrusted ambito has no part in the act, and its own users cannot open it: it is told. */
async function avvisaAffidatario(ctx: Ctx, r: Riga, frase: string) {
  if (!r.affidatarioId) return
  const testo = `${nomeEnte(r)} (${r.ambito}), «${r.tipo}»: ${frase}`
  await sql`select accesso.avvisa_affidatario(${r.id}, ${testo})`.execute(ctx.tx)
}

async function cessa(ctx: Ctx, i: Input<typeof adesioniApi.cessa>): Promise<Adesione> {
  const { r } = await perAtto(ctx, 'cessa', i)
  assertRegola(controllaCessazione(i, { dal: r.dal!, al: r.al }))
  const esito = await salva(ctx, r, { stato: statoAllaFine(i.al, ctx.oggi()), al: i.al, motivoCessazione: i.motivo })
  await avvisaAffidatario(ctx, r, fraseCessata(i, ctx.oggi()))
  return esito
}

/** Written by mistake: a draft again, that may be corrected or deleted. Why, and what it was, stays in its notes and in the register. */
async function annulla(ctx: Ctx, i: Input<typeof adesioniApi.annulla>): Promise<Adesione> {
  const { r, stato } = await perAtto(ctx, 'annulla', i)
  return salva(ctx, r, {
    stato,
    firmatario: null,
    firmatarioQualifica: null,
    firmataIl: null,
    note: [`Riportata in bozza il ${data(ctx.oggi())}: ${i.motivo}`, r.note].filter(Boolean).join('\n'),
  })
}

/** Each night: an act whose announced end has come has ceased. Its data had closed by themselves, with its last day. */
export const adesioniCessate: Job = {
  nome: 'adesioni-cessate',
  ogni: '10 0 * * *',
  run: (deps) =>
    inCtx(deps, { azione: 'adesione.gestisci', nazionale: true, operatore: 'sistema' }, async (ctx) => {
      await sql`update adesione set stato = 'cessata', versione = versione + 1
        where stato = 'registrata' and motivo_cessazione is not null and al < ${ctx.oggi()}`.execute(ctx.tx)
    }),
}

export const adesioniRotte = rotte(adesioniApi, {
  tipi,
  elenco,
  leggi,
  crea,
  elimina,
  firma,
  documento,
  scarica,
  registra,
  cessa,
  annulla,
})
