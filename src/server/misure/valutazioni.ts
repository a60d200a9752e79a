// Evaluations of cases: made under a published version, kept with the facts, read again and computed again.
import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { type Fatti, isGiorno } from '../../shared/misure/linguaggio.ts'
import type { VersioneLetta } from '../../shared/misure/misure.api.ts'
import type { Risultato } from '../../shared/misure/risultato.ts'
import { valuta } from '../../shared/misure/valutazione.rules.ts'
import { type ValutazioneLetta, valutazioniApi } from '../../shared/misure/valutazioni.api.ts'
import { leggiDefinizione, type VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { getVersione } from './misure.ts'

type Api = typeof valutazioniApi
type Riga = Output<Api['list']>['voci'][number]

/** A stored version always compiles: it was read before it was kept. */
export function compilata(v: Pick<VersioneLetta, 'definizione'>): VersioneCompilata {
  const { versione, difetti } = leggiDefinizione(v.definizione)
  if (!versione) throw new Error(`measure that cannot be read: ${difetti.join(' ')}`)
  return versione
}

const righe = sql`
  select v.id, v.pratica, v.comune_id, c.nome as comune, m.nome as misura, x.etichetta as versione, v.giorno, v.esito, v.mensile, v.creata_il
    from valutazione_misura v join comune c on c.id = v.comune_id join misura m on m.id = v.misura_id join misura_versione x on x.id = v.versione_id`

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<Riga>`
    ${righe} where v.assegnatario_id = ${ctx.utente}
      ${dopo ? sql`and (v.creata_il, v.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)` : sql``}
     order by v.creata_il desc, v.id desc limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.creataIl, r.id])
}

async function comuni(ctx: Ctx): Promise<Output<Api['comuni']>> {
  const { rows } = await sql<{ id: string; nome: string }>`
    select id, nome from comune where id = any (kernel.comuni() || kernel.comuni_assegnati()) order by nome`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

/** Only the facts that the version asks for are kept: nothing is stored that does not serve. */
function soloUsati(v: VersioneCompilata, fatti: Fatti): Fatti {
  const usati = new Set(v.usati.map((f) => f.id))
  const suoi = (r: Fatti['nucleo']) => Object.fromEntries(Object.entries(r).filter(([k]) => usati.has(k)))
  return { nucleo: suoi(fatti.nucleo), componenti: fatti.componenti.map(suoi) }
}

async function conserva(ctx: Ctx, i: Input<Api['conserva']>): Promise<Output<Api['conserva']>> {
  const letta = await getVersione(ctx.tx, i.versioneId)
  if (letta.stato !== 'pubblicata' && letta.stato !== 'ritirata')
    throw problem('stato-non-ammesso', { detail: 'Si valuta una pratica con una versione pubblicata.' })
  const versione = compilata(letta)
  const giorno = i.fatti.nucleo['domanda.giorno']
  if (!isGiorno(giorno)) throw erroreDiCampo('fatti.nucleo.domanda.giorno', 'Serve il giorno della domanda.')
  if (giorno < letta.dal || (letta.al !== null && giorno > letta.al))
    throw erroreDiCampo('fatti.nucleo.domanda.giorno', 'Questa versione non era in vigore il giorno della domanda.')
  const fatti = soloUsati(versione, i.fatti)
  const risultato = valuta(versione, fatti)
  const { id } = await ctx.tx
    .insertInto('valutazioneMisura')
    .values({
      ambitoId: ctx.ambito!,
      comuneId: i.comuneId,
      misuraId: letta.misuraId,
      versioneId: letta.id,
      pratica: i.pratica.trim(),
      giorno,
      fatti: JSON.stringify(fatti),
      risultato: JSON.stringify(risultato),
      esito: risultato.esito,
      mensile: risultato.mensile,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id }
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<ValutazioneLetta> {
  const { rows } = await sql<Riga & { versioneId: string; fatti: Fatti; risultato: Risultato }>`
    select r.*, v.versione_id, v.fatti, v.risultato from (${righe}) r join valutazione_misura v on v.id = r.id where r.id = ${i.id}`.execute(
    ctx.tx,
  )
  const r = rows[0]
  if (!r) throw problem('non-trovato')
  const { versioneId, ...valutazione } = r
  const versioneLetta = await getVersione(ctx.tx, versioneId)
  const identica = isDeepStrictEqual(valuta(compilata(versioneLetta), r.fatti), r.risultato)
  return { ...valutazione, versioneLetta, identica }
}

export const valutazioniRotte = rotte(valutazioniApi, { list, comuni, conserva, leggi })
