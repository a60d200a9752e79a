// The list of the users: filters, search by beginnings of words, keyset pages, export. Every condition is one that an
// index answers under row-level security: ranges on stored keys, never a LIKE.
import { type RawBuilder, sql } from 'kysely'
import type { utentiApi } from '../../shared/accesso/utenti.api.ts'
import type { StatoAssegnazione, StatoUtente } from '../../shared/accesso/utenti.rules.ts'
import { analizzaCodiceFiscale, normalizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { scriviCsv } from '../kernel/tabelle/csv.ts'
import { type Colonna, scriviFoglioLungo, TIPO_XLSX } from '../kernel/tabelle/scrivi.ts'
import { perche } from './sessione.ts'

type Filtri = Omit<Input<typeof utentiApi.list>, 'dopo' | 'limite'>

interface RigaIncarico {
  id: string
  ruolo: string
  ruoloNome: string
  territorio: string
  comuneId: string | null
  stato: StatoAssegnazione
  dal: string
  al: string | null
  motivoStato: string | null
}

interface Riga {
  id: string
  codiceFiscale: string
  cognome: string
  nome: string
  cognomeChiave: string
  nomeChiave: string
  stato: StatoUtente
  motivoStato: string | null
  email: string | null
  telefono: string | null
  fondo: string | null
  fineContratto: string | null
  ultimoAccesso: string | null
  differenzeSpid: boolean
  ambito: { id: string; nome: string } | null
  incarichi: RigaIncarico[]
}

/** «Comune di Latina», «tutto l’ambito», «tutto il territorio nazionale». */
export const territorioInParole = sql`case when c.nome is not null then 'Comune di ' || c.nome
  when r.territorio = 'nazionale' then 'tutto il territorio nazionale' else 'tutto l’ambito' end`

/** A codice fiscale typed in the search box would stay in addresses and logs. */
function parole(q: string): string[] {
  if (q.split(/\s+/).some((p) => /^([A-Z]{6}\d|[A-Z]{6}[A-Z\d]{9}[A-Z]$)/i.test(p)))
    throw erroreDiCampo('q', 'Per cercare un codice fiscale usa «Cerca per codice fiscale».')
  return q
    .split(/[\s'’.-]+/)
    .filter((p) => p !== '')
    .slice(0, 5)
}

/** What one search reads: where the users come from, in the order of the list, and which of them. */
interface Ricerca {
  da: RawBuilder<unknown>
  /** Qualifier of the columns of the order. */
  ordine: RawBuilder<unknown>
  dove: RawBuilder<unknown>
}

/**
 * A beginning of so many letters finds users in the order of the list. Of fewer there is none; more letters find fewer
 * users, who are put in order once found.
 */
const LETTERE = 3

/** The rows of words that begin so; the last code point closes the range. */
const parolaCheInizia = (ctx: Ctx, p: string) => sql`${ctx.ambito ? sql`w.ambito_id = ${ctx.ambito} and` : sql``}
  w.parola >= kernel.normalizza(${p}) and w.parola < kernel.normalizza(${p}) || ${'\u{10ffff}'}`

/** Users one by one from an index that has the order of the list: a page costs the same however many are found. */
const inOrdine = (ctx: Ctx, inizio: RawBuilder<unknown>) => ({
  da: sql`(select distinct w.cognome_chiave, w.nome_chiave, w.utente_id as id from utente_parola w
    where ${ctx.ambito ? sql`w.ambito_id = ${ctx.ambito} and` : sql``} w.inizio = ${inizio}) k join utente u on u.id = k.id`,
  ordine: sql`k`,
})

function ricerca(ctx: Ctx, f: Filtri): Ricerca {
  const cond: RawBuilder<unknown>[] = []
  if (ctx.ambito) cond.push(sql`u.ambito_id = ${ctx.ambito}`)
  // who only wrote what came from another installation is not an operator of here: shown to who asks for him
  cond.push(f.stato ? sql`u.stato = ${f.stato}` : sql`u.stato <> 'altrove'`)
  if (f.contrattoEntro) cond.push(sql`u.fine_contratto <= ${f.contrattoEntro}`)
  if (f.differenzeSpid !== undefined)
    cond.push(f.differenzeSpid ? sql`u.spid_differenze is not null` : sql`u.spid_differenze is null`)
  const cercate = parole(f.q ?? '')
  const breve = cercate.find((p) => p.length === LETTERE)
  for (const p of cercate)
    if (p !== breve) cond.push(sql`u.id in (select w.utente_id from utente_parola w where ${parolaCheInizia(ctx, p)})`)
  const delComune = cercate.length === 0 && f.comune
  if (f.ruolo || f.comune || f.interoAmbito) {
    const a: RawBuilder<unknown>[] = [sql`a.stato <> 'revocata' and coalesce(a.al, 'infinity') >= ${ctx.oggi()}::date`]
    if (ctx.ambito) a.push(sql`a.ambito_id = ${ctx.ambito}`)
    if (f.ruolo) a.push(sql`a.ruolo_id = ${f.ruolo}`)
    if (f.comune) a.push(sql`a.comune_id = ${f.comune}`)
    if (f.interoAmbito) a.push(sql`a.comune_id is null`)
    const suoi = sql.join(a, sql` and `)
    // offset 0: asked of each user as he comes, never turned into a join that would read them all
    cond.push(
      delComune
        ? sql`exists (select 1 from assegnazione a where a.utente_id = u.id and ${suoi} offset 0)`
        : sql`u.id in (select a.utente_id from assegnazione a where ${suoi})`,
    )
  }
  const inizio = breve ? sql`kernel.normalizza(${breve})` : delComune ? sql`${f.comune}` : undefined
  const da = inizio ? inOrdine(ctx, inizio) : { da: sql`utente u`, ordine: sql`u` }
  return { ...da, dove: sql.join(cond, sql` and `) }
}

const chiave = ({ ordine: o }: Ricerca) => sql`${o}.cognome_chiave, ${o}.nome_chiave, ${o}.id`

async function righe(ctx: Ctx, r: Ricerca, limite: number): Promise<Riga[]> {
  // the page is cut first, then its assignments are read: not those of every user
  const { rows } = await sql<Riga>`
    with p as materialized (
      select u.* from ${r.da} where ${r.dove} order by ${chiave(r)} limit ${limite}
    )
    select p.id, p.codice_fiscale, p.cognome, p.nome, p.cognome_chiave, p.nome_chiave, p.stato, p.motivo_stato, p.email, p.telefono, p.fondo,
           p.fine_contratto, p.ultimo_accesso, p.spid_differenze is not null as differenze_spid,
           case when b.id is not null then jsonb_build_object('id', b.id, 'nome', b.nome) end as ambito,
           coalesce(i.voci, '[]') as incarichi
      from p
      left join ambito b on b.id = p.ambito_id
      left join lateral (
        select jsonb_agg(jsonb_build_object('id', a.id, 'ruolo', a.ruolo_id, 'ruoloNome', r.nome, 'territorio', ${territorioInParole},
                 'comuneId', a.comune_id, 'stato', a.stato, 'dal', a.dal, 'al', a.al, 'motivoStato', a.motivo_stato)
                 order by r.ordine, c.nome) as voci
          from assegnazione a join ruolo r on r.id = a.ruolo_id left join comune c on c.id = a.comune_id
         where a.utente_id = p.id and a.stato <> 'revocata' and coalesce(a.al, 'infinity') >= ${ctx.oggi()}::date
      ) i on true
     order by p.cognome_chiave, p.nome_chiave, p.id`.execute(ctx.tx)
  return rows
}

const voce = (ctx: Ctx, r: Riga): Output<typeof utentiApi.list>['voci'][number] => ({
  id: r.id,
  codiceFiscale: r.codiceFiscale,
  cognome: r.cognome,
  nome: r.nome,
  stato: r.stato,
  motivoStato: r.motivoStato,
  email: r.email,
  fineContratto: r.fineContratto,
  ultimoAccesso: r.ultimoAccesso,
  differenzeSpid: r.differenzeSpid,
  ambito: r.ambito,
  incarichi: r.incarichi.map(({ motivoStato, ...i }) => ({
    ...i,
    nonEfficacePerche: perche({ ...i, motivoStato }, ctx.oggi()),
  })),
})

export async function list(ctx: Ctx, i: Input<typeof utentiApi.list>): Promise<Output<typeof utentiApi.list>> {
  const limite = i.limite ?? PER_PAGINA
  const da = leggiCursore(i.dopo, 3)
  const r = ricerca(ctx, i)
  const dopo = da ? sql`(${chiave(r)}) > (${da[0]}, ${da[1]}, ${da[2]}::uuid)` : sql`true`
  const lette = await righe(ctx, { ...r, dove: sql`${r.dove} and ${dopo}` }, limite + 1)
  const p = pagina(lette, limite, (r) => [r.cognomeChiave, r.nomeChiave, r.id])
  return { voci: p.voci.map((r) => voce(ctx, r)), prossima: p.prossima }
}

export async function cercaCodice(
  ctx: Ctx,
  i: Input<typeof utentiApi.cercaCodice>,
): Promise<Output<typeof utentiApi.cercaCodice>> {
  const analisi = analizzaCodiceFiscale(i.codiceFiscale)
  const cercati = [normalizzaCodiceFiscale(i.codiceFiscale), ...(analisi.valido ? [analisi.base] : [])]
  const r = ricerca(ctx, {})
  const dove = sql`${r.dove} and u.codice_fiscale = any (${cercati})`
  const lette = await righe(ctx, { ...r, dove }, PER_PAGINA)
  return { voci: lette.map((r) => voce(ctx, r)) }
}

// ---- export -------------------------------------------------------------------------------------------------------

const colonne: readonly Colonna[] = [
  { titolo: 'Codice fiscale', larghezza: 20 },
  { titolo: 'Cognome', larghezza: 24 },
  { titolo: 'Nome', larghezza: 24 },
  { titolo: 'Stato', larghezza: 12 },
  { titolo: 'Ambito', larghezza: 30 },
  { titolo: 'Ruolo', larghezza: 40 },
  { titolo: 'Territorio', larghezza: 30 },
  { titolo: 'Stato del ruolo', larghezza: 40 },
  { titolo: 'Dal', formato: 'data' },
  { titolo: 'Al', formato: 'data' },
  { titolo: 'E-mail', larghezza: 30 },
  { titolo: 'Telefono', larghezza: 16 },
  { titolo: 'Fondo', larghezza: 20 },
  { titolo: 'Fine contratto', formato: 'data' },
  { titolo: 'Ultimo accesso', formato: 'data' },
]
/** More than any nation has of operators; what is read must fit in memory, because the reply outlives the transaction. */
const TUTTI = 100_000

export async function esporta(ctx: Ctx, i: Input<typeof utentiApi.esporta>): Promise<Output<typeof utentiApi.esporta>> {
  const lette = await righe(ctx, ricerca(ctx, i), TUTTI)
  function* celle() {
    for (const u of lette) {
      const fine = [u.email, u.telefono, u.fondo, u.fineContratto, u.ultimoAccesso?.slice(0, 10)]
      const inizio = [u.codiceFiscale, u.cognome, u.nome, u.stato, u.ambito?.nome]
      const nessuno = [undefined, undefined, undefined, undefined, undefined]
      const ruoli = u.incarichi.map((a) => [
        a.ruoloNome,
        a.territorio,
        perche(a, ctx.oggi()) ?? 'Abilitato',
        a.dal,
        a.al,
      ])
      for (const r of ruoli.length > 0 ? ruoli : [nessuno]) yield [...inizio, ...r, ...fine]
    }
  }
  const nome = `utenti-${ctx.oggi()}`
  if (i.formato === 'csv') {
    const testi = function* () {
      yield colonne.map((c) => c.titolo)
      for (const r of celle()) yield r.map((v) => v ?? '')
    }
    return { nome: `${nome}.csv`, tipo: 'text/csv; charset=utf-8', contenuto: scriviCsv(testi()) }
  }
  return { nome: `${nome}.xlsx`, tipo: TIPO_XLSX, contenuto: scriviFoglioLungo({ nome: 'Utenti', colonne }, celle()) }
}
