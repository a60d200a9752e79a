// The registers of changes and of accesses: filters, keyset pages by instant, export. Which rows one reads is decided by
// the policies: an administrator those of his ambito, none with data of beneficiaries; the Super Utente all the others.
// Whatever is asked, an index has its rows newest first (ADR 0041), and the days are a range of it.
import { type RawBuilder, sql } from 'kysely'
import { registriApi } from '../../shared/accesso/registri.api.ts'
import {
  campiCambiati,
  fraseModifica,
  istanteInParole,
  nomeAtto,
  nomeOggetto,
} from '../../shared/accesso/registri.rules.ts'
import type { FileReply, Input, Output } from '../../shared/kernel/endpoint.ts'
import { type CodiceProblema, catalogo } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { scriviCsv } from '../kernel/tabelle/csv.ts'
import { nomiCitati, nomiVisibili, unoPerUno } from './registri-nomi.ts'
import { type Motivo as MotivoSpid, motivi as motiviSpid } from './spid/motivi.ts'

/** An export says so when it stops here. */
const MASSIMO_ESPORTATO = 10_000

type FiltriModifiche = Input<typeof registriApi.esportaModifiche>
type FiltriAccessi = Input<typeof registriApi.esportaAccessi>
type Modifica = Output<typeof registriApi.modifiche>['voci'][number]
type Accesso = Output<typeof registriApi.accessi>['voci'][number]

const tutte = (condizioni: RawBuilder<unknown>[]) =>
  condizioni.length > 0 ? sql`where ${sql.join(condizioni, sql` and `)}` : sql``

/** Days are Italian days, both included. */
function condizioniComuni(
  ctx: Ctx,
  registro: RawBuilder<unknown>,
  f: { dal?: string; al?: string; utente?: string; azione?: string },
  prima?: number,
) {
  return [
    // the policy says the same, but hides from the planner which ambito it is
    ...(ctx.ambito ? [sql`r.ambito_id = ${ctx.ambito}`] : []),
    ...(f.dal ? [sql`r.quando >= ${f.dal}::date::timestamp at time zone 'Europe/Rome'`] : []),
    ...(f.al ? [sql`r.quando < (${f.al}::date + 1)::timestamp at time zone 'Europe/Rome'`] : []),
    ...(f.utente ? [sql`r.utente_id = ${f.utente}`] : []),
    ...(f.azione ? [sql`r.azione = ${f.azione}`] : []),
    ...(prima === undefined
      ? []
      : [sql`(r.quando, r.id) < ((select x.quando from ${registro} x where x.id = ${prima}), ${prima})`]),
  ]
}

function chi(r: { utenteId: string | null; operatore?: string | null }, noti: ReadonlyMap<string, string>): string {
  if (r.utenteId) return noti.get(r.utenteId) ?? 'Utente di un altro ambito o del ministero'
  if (r.operatore === 'pubblico') return 'Persona non identificata (modulo pubblico)'
  return r.operatore ? `Trama (${r.operatore})` : 'Trama'
}

interface RigaModifica {
  id: number
  quando: string
  utenteId: string | null
  operatore: string | null
  ambito: string | null
  azione: string | null
  atto: string | null
  tabella: string
  rigaId: string | null
  operazione: Modifica['operazione']
  prima: Record<string, unknown> | null
  dopo: Record<string, unknown> | null
}

interface Soggetto {
  utenteId: string | null
  ruolo?: string
}

/** The user each row is about: itself, the one it refers to, or the holder of the role that it changes. */
async function soggettiDi(ctx: Ctx, rows: RigaModifica[]): Promise<Map<number, Soggetto>> {
  const cambiati = rows.filter((r) => r.tabella === 'assegnazione').map((r) => r.rigaId!)
  const { rows: trovati } = await sql<{ id: string; utenteId: string; ruolo: string }>`
    select a.id, a.utente_id, r.nome as ruolo
      from ${unoPerUno([...new Set(cambiati)], sql`select id, utente_id, ruolo_id from assegnazione`)} a
      join ruolo r on r.id = a.ruolo_id`.execute(ctx.tx)
  const incarichi = new Map(trovati.map((a) => [a.id, a]))
  const di = (r: RigaModifica): Soggetto => {
    if (r.tabella === 'utente') return { utenteId: r.rigaId }
    const riferito = (r.dopo?.utente_id ?? r.prima?.utente_id ?? null) as string | null
    return incarichi.get(r.tabella === 'assegnazione' ? (r.rigaId ?? '') : '') ?? { utenteId: riferito }
  }
  return new Map(rows.map((r) => [r.id, di(r)]))
}

async function righeModifiche(ctx: Ctx, f: FiltriModifiche, limite: number, prima?: number): Promise<Modifica[]> {
  const condizioni = [
    // said also here: it is what the indexes are of
    sql`not r.beneficiari`,
    ...condizioniComuni(ctx, sql`kernel.registro_modifiche`, f, prima),
    ...(f.tabella ? [sql`r.tabella = ${f.tabella}`] : []),
    ...(f.riga ? [sql`r.riga_id = ${f.riga}`] : []),
  ]
  const { rows } = await sql<RigaModifica>`
    select r.id, r.quando, r.utente_id, r.operatore, a.nome as ambito, r.azione, z.descrizione as atto, r.tabella, r.riga_id,
           r.operazione, r.prima, r.dopo
      from kernel.registro_modifiche r left join azione z on z.id = r.azione left join ambito a on a.id = r.ambito_id
      ${tutte(condizioni)} order by r.quando desc, r.id desc limit ${limite}`.execute(ctx.tx)
  const soggetti = await soggettiDi(ctx, rows)
  const noti = await nomiCitati(
    ctx,
    rows.flatMap((r) => [r.prima, r.dopo]),
    rows.flatMap((r) => [r.utenteId, soggetti.get(r.id)?.utenteId]),
  )
  return rows.map((r) => {
    const soggetto = soggetti.get(r.id)
    const nome = noti.get(soggetto?.utenteId ?? '')
    const riguarda = nome ? `${nome}${soggetto?.ruolo ? ` (${soggetto.ruolo})` : ''}` : null
    const oggetto = nomeOggetto(r.tabella)
    // the person is already named: his key adds nothing
    const { utente_id: _p, ...vecchi } = r.prima ?? {}
    const { utente_id: _d, ...nuovi } = r.dopo ?? {}
    const campi = campiCambiati(vecchi, nuovi, noti)
    return {
      id: r.id,
      quando: r.quando,
      utenteId: r.utenteId,
      chi: chi(r, noti),
      ambito: r.ambito,
      azione: r.azione,
      atto: nomeAtto(r.azione, r.atto),
      operazione: r.operazione,
      tabella: r.tabella,
      oggetto,
      rigaId: r.rigaId,
      riguarda,
      campi,
      frase: fraseModifica({ operazione: r.operazione, oggetto, riguarda, campi }),
    }
  })
}

/** A refusal in words: of an act, or of a login with SPID. */
const percheNo = (motivo: string | null) =>
  catalogo[motivo as CodiceProblema]?.[1] ?? motiviSpid[motivo as MotivoSpid]?.[1] ?? motivo

async function righeAccessi(ctx: Ctx, f: FiltriAccessi, limite: number, prima?: number): Promise<Accesso[]> {
  const condizioni = [
    ...condizioniComuni(ctx, sql`kernel.registro_accessi`, f, prima),
    // the word itself: what was refused has its own indexes
    ...(f.esito ? [f.esito === 'negato' ? sql`r.esito = 'negato'` : sql`r.esito = 'consentito'`] : []),
    ...(f.oggetto ? [sql`r.oggetto_id = ${f.oggetto}`] : []),
  ]
  const { rows } = await sql<Omit<Accesso, 'chi' | 'atto'> & { atto: string | null }>`
    select r.id, r.quando, r.utente_id, a.nome as ambito, r.azione, z.descrizione as atto,
           nullif(r.oggetto_id, '') as oggetto_id, r.esito, r.motivo
      from kernel.registro_accessi r left join azione z on z.id = r.azione left join ambito a on a.id = r.ambito_id
      ${tutte(condizioni)} order by r.quando desc, r.id desc limit ${limite}`.execute(ctx.tx)
  const noti = await nomiVisibili(
    ctx,
    rows.map((r) => r.utenteId),
  )
  return rows.map((r) => ({
    ...r,
    chi: !r.utenteId && r.azione?.startsWith('sessione.') ? 'Persona non identificata' : chi(r, noti),
    atto: nomeAtto(r.azione, r.atto),
    // why a folder was opened may say of whom: it is read with the folder, and by who reviews unusual accesses
    motivo: r.esito === 'negato' ? percheNo(r.motivo) : null,
  }))
}

const prima = (dopo?: string) => {
  const chiave = leggiCursore(dopo, 1)
  return chiave && Number(chiave[0])
}

async function modifiche(
  ctx: Ctx,
  i: Input<typeof registriApi.modifiche>,
): Promise<Output<typeof registriApi.modifiche>> {
  const limite = i.limite ?? PER_PAGINA
  return pagina(await righeModifiche(ctx, i, limite + 1, prima(i.dopo)), limite, (r) => [r.id])
}

async function accessi(ctx: Ctx, i: Input<typeof registriApi.accessi>): Promise<Output<typeof registriApi.accessi>> {
  const limite = i.limite ?? PER_PAGINA
  return pagina(await righeAccessi(ctx, i, limite + 1, prima(i.dopo)), limite, (r) => [r.id])
}

function comeCsv<R>(nome: string, titoli: string[], righe: R[], celle: (r: R) => string[]): FileReply {
  const oltre = righe.length > MASSIMO_ESPORTATO
  const corpo = righe.slice(0, MASSIMO_ESPORTATO).map(celle)
  const avviso = `Elenco interrotto alle prime ${MASSIMO_ESPORTATO} righe: restringi il periodo per avere le altre.`
  return {
    nome,
    tipo: 'text/csv; charset=utf-8',
    contenuto: scriviCsv([titoli, ...corpo, ...(oltre ? [[avviso]] : [])]),
  }
}

async function esportaModifiche(ctx: Ctx, i: FiltriModifiche): Promise<FileReply> {
  return comeCsv(
    `registro-modifiche-${ctx.oggi()}.csv`,
    ['Quando', 'Chi', 'Atto', 'Che cosa', 'Ambito'],
    await righeModifiche(ctx, i, MASSIMO_ESPORTATO + 1),
    (r) => [istanteInParole(r.quando), r.chi, r.atto, r.frase, r.ambito ?? ''],
  )
}

async function esportaAccessi(ctx: Ctx, i: FiltriAccessi): Promise<FileReply> {
  return comeCsv(
    `registro-accessi-${ctx.oggi()}.csv`,
    ['Quando', 'Chi', 'Atto', 'Fascicolo', 'Esito', 'Motivo del rifiuto', 'Ambito'],
    await righeAccessi(ctx, i, MASSIMO_ESPORTATO + 1),
    (r) => [istanteInParole(r.quando), r.chi, r.atto, r.oggettoId ?? '', r.esito, r.motivo ?? '', r.ambito ?? ''],
  )
}

export const registriRotte = rotte(registriApi, { modifiche, esportaModifiche, accessi, esportaAccessi })
