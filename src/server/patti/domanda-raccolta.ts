// What every act on a domanda that the comune takes goes through: the row locked, the transition asserted, its line in the history,
// the day due by the terms of its measure; and what it declares, read without what must not be said.
import { sql } from 'kysely'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { type Accaduto, type StatoTermine, statoTermine } from '../../shared/misure/termini.rules.ts'
import type { Termine } from '../../shared/misure/termini.ts'
import type { VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import { type Contenuto, DOVE_DOMANDA, type Valori } from '../../shared/patti/domanda-campi.ts'
import {
  type AttoDomanda,
  type ControlloApplicato,
  controlliValidi,
  dopoAttoDomanda,
  isFinita,
  type Raccolta,
  type StatoDomanda,
} from '../../shared/patti/domande.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { Termini } from './termini-letti.ts'

export interface DomandaRaccolta {
  id: string
  numero: string
  comuneId: string
  misuraId: string
  versioneId: string
  stato: StatoDomanda
  presentataIl: string
  inviataIl: string | null
  esitoIl: string | null
  revisione: number
  richiedente: string
  codiceFiscale: string | null
  versione: number
}
const colonne = sql`id, numero, comune_id, misura_id, versione_id, stato, presentata_il, inviata_il, esito_il, revisione, richiedente, codice_fiscale, versione`

/** Locked: of two who act at the same moment the second finds what the first has done. 404 where it is out of reach. */
export async function bloccaDomanda(ctx: Ctx, id: string): Promise<DomandaRaccolta> {
  const { rows } =
    await sql<DomandaRaccolta>`select ${colonne} from domanda_raccolta where id = ${id} for update`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

export function assertVersione(d: DomandaRaccolta, versione: number): void {
  if (d.versione !== versione) throw problem('versione-superata')
}

/** A day on which something has already happened, after the domanda. */
export function assertGiorno(ctx: Ctx, d: DomandaRaccolta, giorno: string): void {
  if (giorno > ctx.oggi()) throw erroreDiCampo('giorno', 'La data è nel futuro: si registra ciò che è già avvenuto.')
  if (giorno < d.presentataIl) throw erroreDiCampo('giorno', 'La data viene prima della domanda.')
}

export function raccoltaDi(v: VersioneCompilata): Raccolta {
  const r = v.definizione.domanda
  if (!r) throw erroreDiCampo('misuraId', 'Per questa misura la domanda non si raccoglie al comune.')
  return r
}

// ---- terms ----------------------------------------------------------------------------------------------------------------

/** Events of which a domanda, before it has a caso, is the only source: the terms that they satisfy are its own. */
const SUOI = ['domanda-inviata', 'esito-domanda']
const accaduti = (d: DomandaRaccolta): Accaduto[] =>
  (
    [
      ['domanda', d.presentataIl],
      ['domanda-inviata', d.inviataIl],
      ['esito-domanda', d.esitoIl],
    ] as const
  ).flatMap(([evento, giorno]) => (giorno ? [{ evento, giorno }] : []))

export async function terminiDomanda(
  ctx: Ctx,
  d: DomandaRaccolta,
  comuni = new Termini(),
): Promise<{ termine: Termine; stato: StatoTermine }[]> {
  if (d.stato === 'bozza' || d.stato === 'scartata') return []
  const v = await comuni.versione(ctx, d.versioneId)
  const festivi = await comuni.festivi(ctx)
  const festivo = (g: string) => festivi.festivo(g, d.comuneId)
  const caso = { accaduti: accaduti(d), fatti: { nucleo: {}, componenti: [] } }
  return v.definizione.termini
    .filter((t) => t.adempie.some((e) => SUOI.includes(e)))
    .map((termine) => ({ termine, stato: statoTermine(v, termine, caso, ctx.oggi(), festivo) }))
}

/** The next day due, written with the state. */
export async function segnaScadenza(ctx: Ctx, d: DomandaRaccolta, comuni = new Termini()): Promise<void> {
  const aperti = isFinita(d.stato)
    ? []
    : (await terminiDomanda(ctx, d, comuni))
        .filter((t) => t.stato.scadenza && ['verde', 'giallo', 'scaduto'].includes(t.stato.luce))
        .sort((a, b) => (a.stato.scadenza! < b.stato.scadenza! ? -1 : 1))
  const primo = aperti[0]
  await sql`update domanda_raccolta set scade = ${primo?.stato.scadenza ?? null}, preavviso = ${primo?.termine.preavviso ?? 0} where id = ${d.id}`.execute(
    ctx.tx,
  )
}

// ---- acts -----------------------------------------------------------------------------------------------------------------

interface Altro {
  giorno?: string
  motivo?: string
  validi?: readonly { esito: ControlloApplicato['esito'] | null }[]
  inviataIl?: string
  esitoIl?: string
}

/** Does the act: the state that follows, its line in the history, the day due. */
export async function muoviDomanda(ctx: Ctx, d: DomandaRaccolta, atto: AttoDomanda, altro: Altro = {}): Promise<void> {
  const dopo = dopoAttoDomanda(atto, d.stato, altro.validi)
  const prima = d.stato
  Object.assign(d, { stato: dopo, inviataIl: altro.inviataIl ?? d.inviataIl, esitoIl: altro.esitoIl ?? d.esitoIl })
  // granted, the state comes with its caso: one row, one check
  if (dopo !== 'accolta')
    await sql`update domanda_raccolta set stato = ${dopo}, stato_dal = case when stato = ${dopo} then stato_dal else kernel.oggi() end,
        inviata_il = ${d.inviataIl}, esito_il = ${d.esitoIl}, versione = versione + 1 where id = ${d.id}`.execute(
      ctx.tx,
    )
  d.versione++
  await segnaPasso(ctx, d, atto, prima, altro)
  await segnaScadenza(ctx, d)
}

export const segnaPasso = (
  ctx: Ctx,
  d: DomandaRaccolta,
  atto: AttoDomanda | 'comincia',
  da: StatoDomanda | null,
  altro: Altro = {},
) =>
  sql`insert into domanda_raccolta_passaggio (comune_id, domanda_id, atto, da, a, giorno, motivo)
    values (${d.comuneId}, ${d.id}, ${atto}, ${da}, ${d.stato}, ${altro.giorno ?? null}, ${altro.motivo?.trim() || null})`.execute(
    ctx.tx,
  )

export async function applicati(ctx: Ctx, id: string): Promise<ControlloApplicato[]> {
  const { rows } = await sql<ControlloApplicato>`
    select controllo, revisione, esito from domanda_raccolta_controllo where domanda_id = ${id} order by posto desc`.execute(
    ctx.tx,
  )
  return rows
}
export const validiDi = async (ctx: Ctx, d: DomandaRaccolta, r: Raccolta) =>
  controlliValidi(r, await applicati(ctx, d.id), d.revisione)

// ---- what it declares -------------------------------------------------------------------------------------------------------

export interface MembroRaccolto {
  id: string
  personaId: string | null
  collegamento: 'nessuno' | 'codice-fiscale' | 'confermato' | 'escluso' | 'proposto'
  valori: Valori
}
export interface Dichiarato extends Contenuto {
  membri: MembroRaccolto[]
  segreta: boolean
}

const senzaDove = (v: Valori): Valori =>
  Object.fromEntries(Object.entries(v).filter(([k]) => !DOVE_DOMANDA.includes(k)))

/** What the domanda declares, as far as the reader may know it. */
export async function leggiDichiarato(ctx: Ctx, id: string): Promise<Dichiarato> {
  const { rows: membri } = await sql<MembroRaccolto>`
    select id, persona_id, collegamento, dati as valori from domanda_raccolta_componente where domanda_id = ${id} and tolto_il is null order by ordine, id`.execute(
    ctx.tx,
  )
  const { rows } = await sql<{ dati: Valori; segreta: boolean }>`
    select n.dati, exists (select 1 from accesso.raccolta_da_non_trovare(${id}::uuid)) as segreta from domanda_raccolta_nucleo n where n.domanda_id = ${id}`.execute(
    ctx.tx,
  )
  const { dati = {}, segreta = false } = rows[0] ?? {}
  return { nucleo: segreta ? senzaDove(dati) : dati, componenti: membri.map((m) => m.valori), membri, segreta }
}
