// Writing in a pact while one speaks with the family: savings of the same pact wait for each other, and what two people have
// written differently is never overwritten (as in an analysis, compilazioni-risposte.ts).

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import { chiaveDi } from '../../shared/parametri/questionari.rules.ts'
import { confrontaScritte } from '../../shared/patti/compilazioni.rules.ts'
import type { pattoApi } from '../../shared/patti/patto.api.ts'
import { siRendiconta, transizioniPatto, valoreVoceNonAmmesso } from '../../shared/patti/patto.rules.ts'
import { campiComuni, type GenereVoce, generi, generiVoce } from '../../shared/patti/patto-voci.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertVoci } from '../parametri/voci.ts'
import { bloccaCaso, type Caso, punto } from './caso.ts'
import { daVerificare } from './file-verifica.ts'
import { getPatto, type Patto, personeDi, scrittiDi, siSegue } from './patto-lettura.ts'

type Api = typeof pattoApi
type Scritta = Input<Api['salva']>['risposte'][number] & { componenteId: string }

/** The pact and its caso, locked together: whoever acts on one waits for who acts on the other. */
export async function bloccaPatto(ctx: Ctx, id: string): Promise<{ p: Patto; c: Caso }> {
  const { casoId } = await getPatto(ctx, id)
  const c = await bloccaCaso(ctx, casoId)
  const p = await getPatto(ctx, id)
  if (!siSegue(punto(c), p.stato))
    throw problem('stato-non-ammesso', {
      detail: 'Il caso non è a questo punto, o non è più in corso: qui si può soltanto leggere.',
    })
  return { p, c }
}

/** A signed pact that is still binding, with its caso: what comes after the signature is written in it. */
export async function daMonitorare(ctx: Ctx, id: string): Promise<{ p: Patto; c: Caso }> {
  const d = await bloccaPatto(ctx, id)
  assertTransizione(transizioniPatto, 'monitora', d.p.stato)
  return d
}

/** A pact that binds, or has bound, wherever its caso is: what was given in its days is known also when they are over. */
export async function daRendicontare(ctx: Ctx, id: string): Promise<{ p: Patto; chiusoIl: string | null }> {
  const { casoId } = await getPatto(ctx, id)
  await bloccaCaso(ctx, casoId)
  const p = await getPatto(ctx, id)
  if (!siRendiconta(p.stato))
    throw problem('stato-non-ammesso', { detail: 'Ore e costi sono di un patto firmato, o che è stato chiuso.' })
  const { rows } = await sql<{ chiusoIl: string | null }>`select chiuso_il from patto where id = ${id}`.execute(ctx.tx)
  return { p, chiusoIl: rows[0]!.chiusoIl }
}

export const assertVersione = (p: Patto, versione: number): void => {
  if (p.versione !== versione)
    throw problem('versione-superata', {
      detail: 'Il patto è cambiato da quando hai aperto la pagina: ricaricala, rileggilo e riprova.',
    })
}

export async function prossimaVersione(ctx: Ctx, id: string): Promise<number> {
  const { rows } = await sql<{
    versione: number
  }>`update patto set versione = versione + 1 where id = ${id} returning versione`.execute(ctx.tx)
  return rows[0]!.versione
}

/** Kind of every entry that is named: of those that are there, and of those that are being made. */
function generiNominati(noti: ReadonlyMap<string, GenereVoce>, scritte: readonly Scritta[]): Map<string, GenereVoce> {
  const di = new Map(noti)
  for (const s of scritte) {
    if (s.campo !== 'genere' || di.has(s.componenteId)) continue
    const g = generiVoce.find((x) => x === s.valore)
    if (!g) throw erroreDiCampo(chiaveDi(s.componenteId, s.campo), 'Questo genere di voce non c’è.')
    di.set(s.componenteId, g)
  }
  return di
}

async function assertScritte(ctx: Ctx, p: Patto, scritte: readonly Scritta[], di: ReadonlyMap<string, GenereVoce>) {
  const persone = new Set((await personeDi(ctx, p.id)).map((x) => x.componenteId))
  const codici: Record<string, readonly [Codifica, string]> = {}
  const offerte = new Set<string>()
  for (const s of scritte) {
    const chiave = chiaveDi(s.componenteId, s.campo)
    const genere = di.get(s.componenteId)
    if (!genere) throw erroreDiCampo(chiave, 'La voce non c’è.')
    const perche = valoreVoceNonAmmesso(genere, s.campo, s.valore)
    if (perche) throw erroreDiCampo(chiave, perche)
    if (s.campo === 'padre' && generi[genere].padre !== ((s.valore && di.get(s.valore as string)) ?? null))
      throw erroreDiCampo(chiave, 'La voce non può appartenere a quella.')
    const campo = generi[genere].campi.find((c) => c.nome === s.campo)
    if (!campo || s.valore === null) continue
    const nominati =
      campo.tipo === 'componenti' ? (s.valore as string[]) : campo.tipo === 'componente' ? [s.valore as string] : []
    if (nominati.some((x) => !persone.has(x))) throw erroreDiCampo(chiave, 'Scegli tra le persone del patto.')
    if (campo.codifica) codici[chiave] = [campo.codifica, s.valore as string]
    if (campo.tipo === 'offerta') offerte.add(s.valore as string)
  }
  await assertVoci(ctx.tx, ctx.oggi(), codici)
  if (offerte.size > 0) {
    const { rows } = await sql`select id from offerta_sostegno where id = any (${[...offerte]}::uuid[])`.execute(ctx.tx)
    if (rows.length < offerte.size) throw problem('riferimento-inesistente')
  }
}

export async function salva(ctx: Ctx, i: Input<Api['salva']>): Promise<Output<Api['salva']>> {
  const { p } = await bloccaPatto(ctx, i.id)
  assertTransizione(transizioniPatto, 'scrivi', p.stato)
  const scritte = i.risposte.map((r): Scritta => {
    if (!r.componenteId) throw erroreDiCampo(r.campo, 'Manca la voce a cui appartiene.')
    return { ...r, componenteId: r.componenteId }
  })
  const ci = await scrittiDi(ctx, p.id)
  const presenti = new Map(ci.map((s) => [chiaveDi(s.componenteId, s.campo), s]))
  const noti = new Map(
    ci.flatMap((s) => (s.campo === 'genere' ? [[s.componenteId!, s.valore as GenereVoce] as const] : [])),
  )
  const di = generiNominati(noti, scritte)
  await assertScritte(ctx, p, scritte, di)
  const { nuove, conflitti } = confrontaScritte(scritte, presenti)
  const versione = nuove.length > 0 ? await prossimaVersione(ctx, p.id) : p.versione
  if (nuove.length > 0) await scriviVoci(ctx, p, nuove, di, versione)
  return {
    versione,
    conflitti: conflitti.map((s) => presenti.get(chiaveDi(s.componenteId, s.campo))!),
    cambiate: await scrittiDi(ctx, p.id, i.vista),
  }
}

interface Campo {
  componenteId: string
  campo: string
  valore: Scritta['valore']
}
/** Puts fields in their entries, making those that are not there. Kind and parent have columns of their own. */
export async function scriviVoci(
  ctx: Ctx,
  p: Riferimento,
  campi: readonly Campo[],
  di: ReadonlyMap<string, GenereVoce>,
  versione: number,
): Promise<void> {
  const quando = ctx.adesso().toISOString()
  const fuori: readonly string[] = [campiComuni[0], campiComuni[1]]
  const righe = [...Map.groupBy(campi, (n) => n.componenteId)].map(([voce, suoi]) => ({
    voce,
    genere: di.get(voce),
    padre: suoi.find((s) => s.campo === 'padre')?.valore ?? null,
    campi: Object.fromEntries(suoi.filter((s) => !fuori.includes(s.campo)).map((s) => [s.campo, s.valore])),
    scritti: Object.fromEntries(suoi.map((s) => [s.campo, { r: versione, u: ctx.utente || null, t: quando }])),
  }))
  // not «on conflict»: the checks of the table would look at the part that is written, and not at the whole entry
  await sql`with r as (
      select * from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(voce uuid, genere text, padre uuid, campi jsonb, scritti jsonb)
    ), cambiate as (
      update patto_voce v set campi = v.campi || r.campi, scritti = v.scritti || r.scritti from r where v.patto_id = ${p.id} and v.voce = r.voce
    )
    insert into patto_voce (patto_id, voce, comune_id, caso_id, genere, padre, campi, scritti)
    select ${p.id}, r.voce, ${p.comuneId}, ${p.casoId}, r.genere, r.padre, r.campi, r.scritti from r
     where not exists (select 1 from patto_voce v where v.patto_id = ${p.id} and v.voce = r.voce)`.execute(ctx.tx)
}

export async function persona(ctx: Ctx, i: Input<Api['persona']>): Promise<Output<Api['persona']>> {
  const { p } = await bloccaPatto(ctx, i.id)
  assertTransizione(transizioniPatto, 'scrivi', p.stato)
  const { numAffectedRows } = await sql`update patto_persona set volontario = ${i.volontario}, firma = ${i.firma}
    where patto_id = ${p.id} and componente_id = ${i.componente}`.execute(ctx.tx)
  if (!numAffectedRows) throw problem('non-trovato')
  await prossimaVersione(ctx, p.id)
  return { fatto: true }
}

// ---- what every act writes ------------------------------------------------------------------------------------------------

export type Riferimento = Pick<Patto, 'id' | 'comuneId' | 'casoId'>

export const annotaPatto = (ctx: Ctx, p: Riferimento, atto: string, testo: string | null = null) =>
  sql`insert into patto_passaggio (comune_id, caso_id, patto_id, atto, testo) values (${p.comuneId}, ${p.casoId}, ${p.id}, ${atto}, ${testo})`.execute(
    ctx.tx,
  )

export const cambiaStato = (ctx: Ctx, p: Patto, stato: string) =>
  sql`update patto set stato = ${stato}, versione = versione + 1 where id = ${p.id}`.execute(ctx.tx)

interface NuovoFile {
  specie: 'patto' | 'scansione' | 'disegno' | 'firmato'
  nome: string
  tipo: string
  contenuto: Buffer
}
export async function conservaFile(ctx: Ctx, p: Riferimento, f: NuovoFile): Promise<string> {
  const sha256 = createHash('sha256').update(f.contenuto).digest('hex')
  // what Trama has written itself has nothing to be looked for
  const nostro = f.specie === 'patto'
  const { rows } = await sql<{ id: string }>`
    insert into patto_file (comune_id, caso_id, patto_id, specie, nome, tipo, bytes, sha256, contenuto, verifica)
    values (${p.comuneId}, ${p.casoId}, ${p.id}, ${f.specie}, ${f.nome}, ${f.tipo}, ${f.contenuto.length}, ${sha256}, ${f.contenuto}, ${nostro ? 'pulito' : 'in-verifica'}) returning id`.execute(
    ctx.tx,
  )
  const { id } = rows[0]!
  if (!nostro) daVerificare(ctx, 'patto_file', id, p.comuneId)
  return id
}
