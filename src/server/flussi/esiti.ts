// What INPS answered, brought in from a file: JSON as the cooperation gives it, or a table with the name of the flow and its
// outcome, because nobody has published what the web upload answers. The same answer twice changes nothing; a refusal brings the
// prestazioni back to the board with INPS's reason in words.
import { hash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { regoleHub } from '../../shared/flussi/elabora.ts'
import { codiciEsito, esitiApi } from '../../shared/flussi/esiti.api.ts'
import { chiaveColonna } from '../../shared/flussi/profilo.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { presaDaInps } from './generazioni-lotto.ts'
import { accordaSchede } from './minori-scrittura.ts'
import { liberaDoppie, tieniImpronte } from './righe-db.ts'
import { fraseRifiuto } from './righe-file.ts'

type Api = typeof esitiApi
type Codice = keyof typeof codiciEsito

export interface EsitoLetto {
  flusso: string
  codice: Codice
  descrizione: string
  idAcquisizione: string | null
  acquisitoIl: string | null
}
export interface EsitiLetti {
  esiti: EsitoLetto[]
  problemi: string[]
}

// ---- reading --------------------------------------------------------------------------------------------------------------

type Riga = Record<string, unknown>

/** INPS's own contract and its examples do not agree on the names. */
const NOMI = {
  flusso: ['id flusso', 'flusso', 'nome flusso', 'nome', 'nome file', 'file'],
  codice: ['codice esito', 'esito', 'codice', 'stato'],
  descrizione: ['descrizione esito', 'descrizione', 'motivo', 'messaggio'],
  idAcquisizione: ['id acquisizione siuss', 'codice siuss', 'id acquisizione', 'protocollo'],
  acquisitoIl: ['ts acquisizione', 'data acquisizione', 'acquisito il'],
} as const

const testo = (r: Riga, quale: keyof typeof NOMI): string => {
  for (const nome of NOMI[quale]) {
    const v = r[nome]
    if (v !== undefined && v !== null && String(v).trim() !== '') return String(v).trim()
  }
  return ''
}

const BENE = /^(ok|accettat[oa]|acquisit[oa]|elaborat[oa]|positivo)$/i
function codiceDi(scritto: string): Codice | undefined {
  const t = scritto.toUpperCase().replace(/[\s-]+/g, '_')
  if (t in codiciEsito) return t as Codice
  if (BENE.test(scritto)) return 'OK'
  return /^(ko|respint[oa]|scartat[oa]|rifiutat[oa]|negativo)$/i.test(scritto) ? 'DATI_NON_TROVATI' : undefined
}

const istante = (v: string): string | null => {
  const d = new Date(v)
  return v && !Number.isNaN(d.getTime()) ? d.toISOString() : null
}

function leggiRiga(r: Riga, dove: string, letti: EsitiLetti): void {
  const flusso = testo(r, 'flusso').replace(/\.xml$/i, '')
  const scritto = testo(r, 'codice')
  const codice = codiceDi(scritto)
  if (!flusso) letti.problemi.push(`${dove}: manca il nome del flusso.`)
  else if (!codice)
    letti.problemi.push(
      `${dove}: «${scritto.slice(0, 40)}» non è un esito noto. Scrivi ${Object.keys(codiciEsito).join(', ')}.`,
    )
  else
    letti.esiti.push({
      flusso,
      codice,
      descrizione: testo(r, 'descrizione').slice(0, 1000),
      idAcquisizione: testo(r, 'idAcquisizione').slice(0, 100) || null,
      acquisitoIl: istante(testo(r, 'acquisitoIl')),
    })
}

const conChiavi = (r: object): Riga => Object.fromEntries(Object.entries(r).map(([k, v]) => [chiaveColonna(k), v]))

/** The outcomes as the cooperation gives them, one by one. */
export function leggiEsitiJson(righe: readonly unknown[]): EsitiLetti {
  const letti: EsitiLetti = { esiti: [], problemi: [] }
  for (const [n, r] of righe.entries())
    if (typeof r === 'object' && r !== null) leggiRiga(conChiavi(r), `Esito ${n + 1}`, letti)
    else letti.problemi.push(`Esito ${n + 1}: non si legge.`)
  return letti
}

function daJson(testoJson: string): EsitiLetti {
  let dati: unknown
  try {
    dati = JSON.parse(testoJson)
  } catch {
    throw problem('tipo-file-non-ammesso', { detail: 'Il file JSON non è leggibile: scaricalo di nuovo.' })
  }
  const elenco = Array.isArray(dati) ? dati : Object.values((dati ?? {}) as object).find(Array.isArray)
  return leggiEsitiJson(Array.isArray(elenco) ? elenco : [dati])
}

async function daTabella(path: string): Promise<EsitiLetti> {
  const letti: EsitiLetti = { esiti: [], problemi: [] }
  let colonne: string[] | undefined
  try {
    for await (const { riga, celle } of leggiTabella(path)) {
      if (!colonne) colonne = celle.map(chiaveColonna)
      else leggiRiga(Object.fromEntries(colonne.map((c, n) => [c, celle[n] ?? ''])), `Riga ${riga}`, letti)
    }
  } catch (e) {
    throw problem('tipo-file-non-ammesso', { detail: fraseRifiuto(e) })
  }
  return letti
}

export async function leggiEsiti(path: string): Promise<EsitiLetti> {
  const file = await open(path)
  const testa = Buffer.alloc(64)
  await file.read(testa, 0, 64, 0).finally(() => file.close())
  return /^\s*[[{]/.test(testa.toString('utf8').replace(/^\ufeff/, ''))
    ? daJson((await readFile(path, 'utf8')).replace(/^\ufeff/, ''))
    : daTabella(path)
}

// ---- reconciling ------------------------------------------------------------------------------------------------------------

const APERTI = sql`('rifiutata', 'da-completare', 'pronta')`

const impronta = (e: EsitoLetto) =>
  hash('sha256', JSON.stringify([e.codice, e.descrizione, e.idAcquisizione, e.acquisitoIl]), 'base64url').slice(0, 22)

const ERRORE_DI_INPS = 'ERRORE_GENERICO' satisfies Codice

/** When INPS had an error of its own with a flow `f` of which nothing else is known. */
export const erroreDiInps = sql`case when f.esito is null then
  (select max(x.ricevuto_il) from esito_flusso x where x.flusso_id = f.id and x.codice = ${ERRORE_DI_INPS}) end`

async function accetta(ctx: Ctx, flusso: string): Promise<void> {
  await sql`update prestazione_erogata set stato = 'accettata', versione = versione + 1 where flusso_id = ${flusso} and stato = 'in-flusso'`.execute(
    ctx.tx,
  )
  await sql`update scheda_minore set stato = 'accettata', versione = versione + 1 where flusso_id = ${flusso} and stato = 'in-flusso'`.execute(
    ctx.tx,
  )
  // what INPS has cancelled counts no more
  await sql`update prestazione_erogata p set stato = 'esclusa', versione = p.versione + 1 from prestazione_erogata c
    where c.flusso_id = ${flusso} and c.operazione = 'C' and p.id = c.annulla_id and p.stato in ('in-flusso', 'accettata')`.execute(
    ctx.tx,
  )
}

async function respingi(ctx: Ctx, flusso: string, enteId: string, e: EsitoLetto): Promise<void> {
  // before the rows: who writes what a row says reads it held, and would put back what it had read
  await tieniImpronte(ctx, enteId)
  const perche = e.descrizione || codiciEsito[e.codice]
  const difetto = diInps(
    `INPS ha respinto il flusso ${e.flusso}: ${perche}. Correggi la riga, oppure scrivi perché si può rimandare com’è.`,
  )
  // a flow is of cancellations or of prestazioni, never of both
  const diCancellazione = diInps(
    `INPS ha respinto la cancellazione, nel flusso ${e.flusso}: ${perche}. Finché non l’accetta la prestazione corretta che la segue non parte: scrivi perché la cancellazione si può rimandare com’è, oppure escludi prima quella e poi questa.`,
  )
  const { rows } = await sql<{ id: string; enteId: string; operazione: 'I' | 'C' }>`
    with mie as (
      update prestazione_erogata set stato = 'rifiutata', flusso_id = null, errori = array_append(array_remove(errori, ${difetto.regola}), ${difetto.regola}), versione = versione + 1
       where flusso_id = ${flusso} and stato = 'in-flusso' returning id, comune_id, ente_id, operazione),
    legami as (insert into flusso_prestazione (flusso_id, prestazione_id, comune_id) select ${flusso}::uuid, id, comune_id from mie on conflict do nothing),
    dati as (
      update prestazione_dati d set difetti = d.difetti || case m.operazione when 'C' then ${JSON.stringify([diCancellazione])}::jsonb else ${JSON.stringify([difetto])}::jsonb end,
             deroghe = d.deroghe - ${difetto.regola}::text from mie m where d.id = m.id)
    select id, ente_id, operazione from mie`.execute(ctx.tx)
  const mie = rows.map((r) => r.id)
  if (rows[0]?.operazione === 'I') await nonPiuDaCancellare(ctx, rows[0].enteId, mie, perche)
  if (rows[0]?.operazione === 'C') await cancellazioniDiNulla(ctx, mie)
  await respingiSchede(ctx, flusso, difetto)
}

const diInps = (frase: string) => ({
  regola: regoleHub.TR02.id,
  segno: regoleHub.TR02.segno,
  gravita: 'errore',
  derogabile: true,
  campo: '',
  frase,
})

/**
 * What INPS refused, and somebody was cancelling, INPS does not have: it stays away, its cancellation too if it has not left yet, and what
 * takes its place carries the reason, because it may have the same fault.
 */
async function nonPiuDaCancellare(ctx: Ctx, enteId: string, respinte: readonly string[], perche: string) {
  const difetto = diInps(
    `INPS ha respinto la prestazione di cui questa prende il posto: ${perche}. Correggi la riga, oppure scrivi perché può partire com’è.`,
  )
  const { rows } = await sql<{ id: string; annullaId: string }>`
    select id, annulla_id from prestazione_erogata where annulla_id = any (${[...respinte]}::uuid[]) and operazione = 'C' and stato <> 'esclusa'`.execute(
    ctx.tx,
  )
  if (rows.length === 0) return
  const cancellazioni = rows.map((r) => r.id)
  const vie = rows.map((r) => r.annullaId)
  await sql`update prestazione_erogata set stato = 'esclusa', versione = versione + 1
    where id = any (${vie}::uuid[]) or id = any (${cancellazioni}::uuid[]) and stato in ${APERTI}`.execute(ctx.tx)
  await sql`
    with seguono as (
      update prestazione_erogata set stato = 'rifiutata', errori = array_append(array_remove(errori, ${difetto.regola}), ${difetto.regola}), versione = versione + 1
       where segue_id = any (${cancellazioni}::uuid[]) and stato in ${APERTI} returning id)
    update prestazione_dati set difetti = difetti || ${JSON.stringify([difetto])}::jsonb, deroghe = deroghe - ${difetto.regola}::text
     where id in (select id from seguono)`.execute(ctx.tx)
  await liberaDoppie(ctx, enteId, sql`select x.impronta from prestazione_erogata x where x.id = any (${vie}::uuid[])`)
}

/** A cancellation that INPS refused, of what it had refused as well, is of no use. */
const cancellazioniDiNulla = (ctx: Ctx, respinte: readonly string[]) =>
  sql`update prestazione_erogata p set stato = 'esclusa', versione = p.versione + 1 from prestazione_erogata o
    where p.id = any (${[...respinte]}::uuid[]) and o.id = p.annulla_id and not ${presaDaInps('o')}`.execute(ctx.tx)

async function respingiSchede(ctx: Ctx, flusso: string, difetto: object): Promise<void> {
  const { rows } = await sql<{ enteId: string; gettone: string }>`
    with mie as (update scheda_minore set stato = 'rifiutata', flusso_id = null, errori = array_append(array_remove(errori, 'TR02'), 'TR02'), versione = versione + 1
       where flusso_id = ${flusso} and stato = 'in-flusso' returning id, ente_id, gettone),
    dette as (update scheda_minore_dati set difetti = difetti || ${JSON.stringify([difetto])}::jsonb, deroghe = deroghe - 'TR02' where id in (select id from mie))
    select ente_id, gettone from mie`.execute(ctx.tx)
  // of those minors none may have left now
  if (rows[0])
    await accordaSchede(
      ctx,
      rows[0].enteId,
      rows.map((r) => r.gettone),
    )
}

/**
 * One transaction for all: what is not ours is told and left. All the flows are held before anything of them changes, and taken in the order of their
 * names, which begin with the ente: two files that tell of some of the same flows, or of the same enti, wait for one another and never both.
 */
export async function riporta(ctx: Ctx, letti: EsitiLetti): Promise<Output<Api['carica']>> {
  const riassunto = { accettati: 0, respinti: 0, daRitentare: 0, giaNoti: 0, problemi: letti.problemi.slice(0, 200) }
  const nomi = [...new Set(letti.esiti.map((e) => e.flusso))]
  await sql`select 1 from flusso where ambito_id = ${ctx.ambito} and nome = any (${nomi}::text[]) and stato = 'generato' order by nome for update`.execute(
    ctx.tx,
  )
  // told as they stand in the file
  const problemi: [riga: number, frase: string][] = []
  const perNome = [...letti.esiti.entries()].sort(([, a], [, b]) =>
    a.flusso < b.flusso ? -1 : a.flusso > b.flusso ? 1 : 0,
  )
  for (const [n, e] of perNome) {
    const { rows } = await sql<{ id: string; comuneId: string; enteId: string; esito: string | null }>`
      select id, comune_id, ente_id, esito from flusso where nome = ${e.flusso} and stato = 'generato' for update`.execute(
      ctx.tx,
    )
    const f = rows[0]
    if (!f) {
      problemi.push([n, `Il flusso ${e.flusso.slice(0, 60)} non è tra quelli generati qui.`])
      continue
    }
    const { rows: nuovi } = await sql`
      insert into esito_flusso (comune_id, flusso_id, codice, descrizione, id_acquisizione, acquisito_il, impronta)
      values (${f.comuneId}, ${f.id}, ${e.codice}, ${e.descrizione}, ${e.idAcquisizione}, ${e.acquisitoIl}, ${impronta(e)})
      on conflict on constraint esito_flusso_una_volta do nothing returning id`.execute(ctx.tx)
    if (e.codice === ERRORE_DI_INPS) {
      // nothing is wrong in the record, and nobody knows whether INPS has it
      riassunto[nuovi.length > 0 && !f.esito ? 'daRitentare' : 'giaNoti']++
      continue
    }
    const esito = e.codice === 'OK' ? 'accettato' : 'respinto'
    if (nuovi.length === 0 || f.esito === esito) riassunto.giaNoti++
    else if (f.esito)
      problemi.push([
        n,
        `Il flusso ${e.flusso} risultava ${f.esito}, e ora ${esito}: verifica sul sito di INPS. Non è cambiato nulla.`,
      ])
    else {
      // first: nothing leaves a flow that INPS has not refused
      await sql`update flusso set esito = ${esito}, esito_il = kernel.adesso() where id = ${f.id}`.execute(ctx.tx)
      await (esito === 'accettato' ? accetta(ctx, f.id) : respingi(ctx, f.id, f.enteId, e))
      riassunto[esito === 'accettato' ? 'accettati' : 'respinti']++
    }
  }
  riassunto.problemi.push(...problemi.sort(([a], [b]) => a - b).map(([, frase]) => frase))
  return riassunto
}

const carica = async (ctx: Ctx, i: Input<Api['carica']>): Promise<Output<Api['carica']>> =>
  riporta(ctx, await leggiEsiti(i.file.path))

/** INPS had an error, and the flow will not be sent again as it is: whoever says so says why, and its prestazioni are back. */
async function rinuncia(ctx: Ctx, i: Input<Api['rinuncia']>): Promise<Output<Api['rinuncia']>> {
  const { rows } = await sql<{ nome: string; comuneId: string; enteId: string; errore: string | null }>`
    select f.nome, f.comune_id, f.ente_id, ${erroreDiInps} as errore from flusso f where f.id = ${i.id} and f.stato = 'generato' for update of f`.execute(
    ctx.tx,
  )
  const f = rows[0]
  if (!f) throw problem('non-trovato')
  if (!f.errore)
    throw problem('stato-non-ammesso', {
      detail: 'Si rinuncia soltanto a un flusso con il quale INPS ha avuto un errore, e che non ha un altro esito.',
    })
  const descrizione = `INPS ha risposto con un errore suo, e il flusso non si rimanda: ${i.motivo.trim()}`
  const e: EsitoLetto = { flusso: f.nome, codice: ERRORE_DI_INPS, descrizione, idAcquisizione: null, acquisitoIl: null }
  await sql`insert into esito_flusso (comune_id, flusso_id, codice, descrizione, impronta) values (${f.comuneId}, ${i.id}, 'RINUNCIA', ${descrizione}, ${impronta(e)})`.execute(
    ctx.tx,
  )
  await sql`update flusso set esito = 'respinto', esito_il = kernel.adesso() where id = ${i.id}`.execute(ctx.tx)
  await respingi(ctx, i.id, f.enteId, e)
  return { fatto: true }
}

export const esitiRotte = rotte(
  esitiApi,
  { carica, rinuncia },
  { carica: { controlla: async (file) => void (await leggiEsiti(file.path)) } },
)
