// The cards of the minors for SINBA. A minor has a token drawn by lot, the same for all of his cards; whom it stands for is in a table of
// its own, that only the reading of one card opens, and that no flow can: the record of a card does not have it.
import { sql } from 'kysely'
import { campiMinore } from '../../shared/flussi/campi.ts'
import { type Deroghe, posizione } from '../../shared/flussi/elabora.ts'
import { minoriApi, type SchedaInElenco } from '../../shared/flussi/minori.api.ts'
import { cambiaPercorso, campiPianiMinore, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { SchedaMinore } from '../../shared/flussi/prestazione.ts'
import type { Difetto } from '../../shared/flussi/regole.ts'
import { inLavorazione } from '../../shared/flussi/stati.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { contestoMinori, vociDeiCampi } from './contesto.ts'
import { getEnte } from './enti.ts'
import { genera } from './minori-generazione.ts'
import { aggiungiScheda, esaminaScheda, gettoneDi } from './minori-scrittura.ts'

type Api = typeof minoriApi
type Scritti = Input<Api['create']>['campi']

const GETTONE = 'idBeneficiario'
const scrivibili = new Set(campiPianiMinore.map((c) => c.percorso).filter((c) => c !== GETTONE))
const colonne = sql`s.id, s.versione, s.stato, s.gettone, s.errori, s.avvisi, f.nome as flusso, s.creata_il`

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  await getEnte(ctx, i.ente)
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<SchedaInElenco>`
    select ${colonne} from scheda_minore s left join flusso f on f.id = s.flusso_id where s.ente_id = ${i.ente} ${i.stato ? sql`and s.stato = ${i.stato}` : sql``}
      ${dopo ? sql`and (s.creata_il, s.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)` : sql``}
     order by s.creata_il desc, s.id desc limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.creataIl, r.id])
}

/** What is a list of codes in one cell is typed. */
const daScegliere = Object.entries(campiMinore).map(([percorso, campo]) => ({ percorso, campo }))

const scelte = async (ctx: Ctx): Promise<Output<Api['scelte']>> => ({ voci: await vociDeiCampi(ctx, daScegliere) })

type Riga = SchedaInElenco & {
  enteId: string
  comuneId: string
  riferimento: string
  record: SchedaMinore
  difetti: (Difetto & { segno: string })[]
  deroghe: Deroghe
}

async function getScheda(ctx: Ctx, id: string, tieni = false): Promise<Riga> {
  if (tieni) await sql`select 1 from scheda_minore where id = ${id} for update`.execute(ctx.tx)
  const { rows } = await sql<Riga>`
    select ${colonne}, s.ente_id, s.comune_id, m.riferimento, d.record, d.difetti, d.deroghe
      from scheda_minore s join scheda_minore_dati d on d.id = s.id join minore_flussi m on m.gettone = s.gettone left join flusso f on f.id = s.flusso_id where s.id = ${id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const { record, difetti, deroghe, comuneId: _, ...r } = await getScheda(ctx, i.id)
  return {
    ...r,
    valori: campiPianiMinore.flatMap(({ percorso }) => {
      const valore = percorso === GETTONE ? undefined : leggiPercorso(record, percorso)
      return valore === undefined ? [] : [{ campo: percorso, valore }]
    }),
    difetti: difetti.map(({ segno: _s, ...d }) => d),
    deroghe: Object.entries(deroghe).map(([regola, { motivo, il }]) => ({ regola, motivo, il })),
  }
}

function scrivi(record: SchedaMinore, campi: Scritti): SchedaMinore {
  const nuovo = structuredClone(record)
  for (const { campo, valore } of campi) {
    if (!scrivibili.has(campo)) throw erroreDiCampo('campi', `Il campo «${campo}» non esiste.`)
    cambiaPercorso(nuovo, campo, valore.trim())
  }
  nuovo.prestazioni ??= []
  nuovo.famiglia ??= []
  return nuovo
}

async function create(ctx: Ctx, i: Input<Api['create']>): Promise<Output<Api['create']>> {
  const ente = await getEnte(ctx, i.ente)
  const gettone = await gettoneDi(ctx, ente, i.riferimento)
  const scritta = scrivi({ idBeneficiario: gettone, prestazioni: [], famiglia: [] }, i.campi)
  return aggiungiScheda(ctx, ente, gettone, scritta, await contestoMinori(ctx, ente.id))
}

function assertModificabile(r: Riga, versione: number): void {
  if (r.versione !== versione) throw problem('versione-superata')
  if (!inLavorazione.includes(r.stato))
    throw problem('stato-non-ammesso', {
      detail: 'Questa scheda è già partita o è esclusa: scrivine un’altra dello stesso minore, se serve.',
    })
}

async function riscrivi(ctx: Ctx, r: Riga, record: SchedaMinore, motivi: Deroghe): Promise<Output<Api['correggi']>> {
  const e = await esaminaScheda(ctx, r.enteId, r.gettone, record, await contestoMinori(ctx, r.enteId), r.id)
  const rotte_ = new Set(e.difetti.map((d) => d.regola))
  const deroghe = Object.fromEntries(Object.entries(motivi).filter(([regola]) => rotte_.has(regola)))
  const p = posizione(e.difetti, deroghe)
  const { rows } = await sql<{ versione: number }>`
    update scheda_minore set stato = ${p.stato}, errori = ${p.errori}, avvisi = ${p.avvisi}, versione = versione + 1 where id = ${r.id} returning versione`.execute(
    ctx.tx,
  )
  await sql`update scheda_minore_dati set record = ${JSON.stringify(e.record)}::jsonb, difetti = ${JSON.stringify(e.difetti)}::jsonb,
      deroghe = ${JSON.stringify(deroghe)}::jsonb where id = ${r.id}`.execute(ctx.tx)
  return { id: r.id, stato: p.stato, versione: rows[0]!.versione }
}

async function correggi(ctx: Ctx, i: Input<Api['correggi']>): Promise<Output<Api['correggi']>> {
  const r = await getScheda(ctx, i.id, true)
  assertModificabile(r, i.versione)
  return riscrivi(ctx, r, scrivi(r.record, i.campi), r.deroghe)
}

async function deroga(ctx: Ctx, i: Input<Api['deroga']>): Promise<Output<Api['deroga']>> {
  const r = await getScheda(ctx, i.id, true)
  assertModificabile(r, i.versione)
  if (!r.difetti.some((d) => d.regola === i.regola && d.derogabile))
    throw problem('regola-non-rispettata', { detail: `Non c’è un avviso ${i.regola} da superare.` })
  const detta = { motivo: i.motivo.trim(), da: ctx.utente, il: ctx.adesso().toISOString() }
  return riscrivi(ctx, r, r.record, { ...r.deroghe, [i.regola]: detta })
}

async function escludi(ctx: Ctx, i: Input<Api['escludi']>): Promise<Output<Api['escludi']>> {
  const { rows } = await sql<{ stato: SchedaInElenco['stato']; versione: number }>`
    select stato, versione from scheda_minore where id = ${i.id} for update`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  if (rows[0].versione !== i.versione) throw problem('versione-superata')
  if (!inLavorazione.includes(rows[0].stato))
    throw problem('stato-non-ammesso', { detail: 'Questa scheda è già partita o già esclusa.' })
  await sql`update scheda_minore set stato = 'esclusa', versione = versione + 1 where id = ${i.id}`.execute(ctx.tx)
  return { fatto: true }
}

export const minoriRotte = rotte(minoriApi, { list, scelte, leggi, create, correggi, deroga, escludi, genera })
