// A card of a minor as it is kept, whoever writes it: the form, a correction, a row of a file. A minor has a token drawn by lot, the same
// for all of his cards; by what reference the office knows him stands in a table of its own, that only the reading of one card opens.
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { type Cambio, type Deroghe, posizione, regoleHub } from '../../shared/flussi/elabora.ts'
import { elaboraMinore, type MinoreElaborato, PARTITA, SCHEDA_DOPPIA } from '../../shared/flussi/elabora-minore.ts'
import type { SchedaMinore } from '../../shared/flussi/prestazione.ts'
import type { Difetto } from '../../shared/flussi/regole.ts'
import { CODICE_FISCALE } from '../../shared/flussi/regole-minore.ts'
import { stessiDati } from '../../shared/flussi/regole-prestazione.ts'
import { aMano, rielabora } from '../../shared/flussi/rielabora.ts'
import { inLavorazione, type StatoPrestazione } from '../../shared/flussi/stati.rules.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import type { BaseMinori } from './contesto.ts'
import { type RigaMinore, schede } from './minori-lettura.ts'
import { tieniImpronte } from './righe-db.ts'
import type { Nuova, Rifatta } from './tracciato.ts'

export interface EnteDelMinore {
  id: string
  comuneId: string
}

const LETTERE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** One in four hundred would be taken for a codice fiscale (SB11): drawn again. */
export function nuovoGettone(): string {
  const uno = Array.from({ length: 20 }, () => LETTERE[randomInt(LETTERE.length)]).join('')
  return CODICE_FISCALE.test(uno) ? nuovoGettone() : uno
}

export const MASSIMO_RIFERIMENTO = 100
export const riferimentoDi = (detto: string): string => detto.trim().replace(/\s+/g, ' ').toUpperCase()

/** The token of whoever the office knows by that reference: the same as before, or drawn now. */
export async function gettoneDi(ctx: Ctx, ente: EnteDelMinore, detto: string): Promise<string> {
  const riferimento = riferimentoDi(detto)
  await sql`
    insert into minore_flussi (comune_id, ente_id, gettone, riferimento) values (${ente.comuneId}, ${ente.id}, ${nuovoGettone()}, ${riferimento})
    on conflict on constraint minore_flussi_uno_per_riferimento do nothing`.execute(ctx.tx)
  const { rows } = await sql<{ gettone: string }>`
    select gettone from minore_flussi where ente_id = ${ente.id} and riferimento = ${riferimento}`.execute(ctx.tx)
  return rows[0]!.gettone
}

/** Of a flow: one that this ente had generated bears its own tokens; what another program wrote is a reference like any other. */
export async function gettoneDalFlusso(ctx: Ctx, ente: EnteDelMinore, scritto: string): Promise<string> {
  const { rows } = await sql<{ gettone: string }>`
    select gettone from minore_flussi where ente_id = ${ente.id} and gettone = ${scritto.trim()}`.execute(ctx.tx)
  return rows[0]?.gettone ?? gettoneDi(ctx, ente, scritto)
}

/** The other cards of the same minor, but for those excluded. */
async function altreDi(ctx: Ctx, ente: string, gettone: string, questa: string | null): Promise<RigaMinore[]> {
  return schede(
    ctx.tx,
    sql`where p.ente_id = ${ente} and p.gettone = ${gettone} and p.stato <> 'esclusa' and p.id is distinct from ${questa}::uuid order by p.ordine`,
  )
}

const partita = (r: { stato: StatoPrestazione }) => r.stato === 'in-flusso' || r.stato === 'accettata'

/** Elaborated, and looked at beside the others of the same minor. */
async function esamina(
  ctx: Ctx,
  { ente, gettone, questa }: { ente: string; gettone: string; questa: string | null },
  base: BaseMinori,
  elabora: (c: Parameters<typeof elaboraMinore>[1]) => MinoreElaborato,
): Promise<MinoreElaborato> {
  const altre = await altreDi(ctx, ente, gettone, questa)
  const e = elabora({ ...base, giaPartita: altre.some(partita) })
  const doppia = altre.some((r) => !partita(r) && stessiDati(r.record, e.record))
  return doppia ? { ...e, difetti: [...e.difetti, SCHEDA_DOPPIA] } : e
}

const conGettone = (scritta: SchedaMinore, gettone: string): SchedaMinore => ({
  ...scritta,
  idBeneficiario: gettone,
  prestazioni: scritta.prestazioni ?? [],
  famiglia: scritta.famiglia ?? [],
})

/**
 * What was changed, without a codice fiscale that somebody had written by mistake: once it is corrected it is nowhere. Of what normalising
 * did to one nothing stays: without what it had been, it would be put back as nothing.
 */
const senzaChi = (modifiche: readonly Cambio[]): Cambio[] =>
  modifiche.flatMap((m) => {
    const [prima, dopo] = [m.prima, m.dopo].map((v) => (v !== undefined && CODICE_FISCALE.test(v) ? undefined : v))
    if (prima === m.prima && dopo === m.dopo) return [m]
    return aMano(m) ? [{ ...m, prima, dopo }] : []
  })

export interface SchedaScritta {
  id: string
  versione: number
  stato: StatoPrestazione
}

/** A card as it arrives. */
export interface SchedaNuova extends Nuova<SchedaMinore> {
  gettone: string
  /** The file and its row; null where somebody writes it. */
  da: { carico: string; riga: number } | null
  /** With another program: kept as sent, it does not leave again. */
  giaInviata?: boolean
}

/** A new card, by hand or from the row of a file. */
export async function aggiungiScheda(
  ctx: Ctx,
  ente: EnteDelMinore,
  n: SchedaNuova,
  base: BaseMinori,
): Promise<SchedaScritta> {
  await tieniImpronte(ctx, ente.id)
  const scritta = conGettone(n.record, n.gettone)
  const e = await esamina(ctx, { ente: ente.id, gettone: n.gettone, questa: null }, base, (c) =>
    elaboraMinore(scritta, c, n.fermi),
  )
  const stato = n.giaInviata ? await statoGiaInviata(ctx, ente.id, n.gettone, e.record) : posizione(e.difetti)
  const { rows } = await sql<{ id: string; versione: number }>`
    insert into scheda_minore (comune_id, ente_id, gettone, stato, errori, avvisi, carico_id, riga, gia_inviata)
    values (${ente.comuneId}, ${ente.id}, ${n.gettone}, ${stato.stato}, ${stato.errori}, ${stato.avvisi}, ${n.da?.carico ?? null}, ${n.da?.riga ?? null}, ${n.giaInviata === true})
    returning id, versione`.execute(ctx.tx)
  await sql`insert into scheda_minore_dati (id, comune_id, record, modifiche, difetti, fermi)
    values (${rows[0]!.id}, ${ente.comuneId}, ${JSON.stringify(e.record)}::jsonb, ${JSON.stringify(senzaChi([...n.modifiche, ...e.modifiche]))}::jsonb,
            ${JSON.stringify(n.giaInviata ? [] : e.difetti)}::jsonb, ${n.fermi})`.execute(ctx.tx)
  if (n.giaInviata) await accordaSchede(ctx, ente.id, [n.gettone])
  return { ...rows[0]!, stato: stato.stato }
}

/** What left with another program and is among what left with ours is one: the first is enough. */
async function statoGiaInviata(ctx: Ctx, ente: string, gettone: string, record: SchedaMinore) {
  const nota = (await altreDi(ctx, ente, gettone, null)).some((r) => partita(r) && stessiDati(r.record, record))
  return { stato: nota ? ('esclusa' as const) : ('in-flusso' as const), errori: [], avvisi: [] }
}

/** Writes what came of a card in its place: where it stands now. */
async function sostituisci(ctx: Ctx, r: RigaMinore, e: MinoreElaborato, fermi: readonly string[]) {
  // what is no longer wrong needs no reason
  const infrante = new Set(e.difetti.map((d) => d.regola))
  const deroghe: Deroghe = Object.fromEntries(Object.entries(r.deroghe).filter(([regola]) => infrante.has(regola)))
  const p = posizione(e.difetti, deroghe)
  await sql`update scheda_minore set stato = ${p.stato}, errori = ${p.errori}, avvisi = ${p.avvisi}, versione = versione + 1 where id = ${r.id}`.execute(
    ctx.tx,
  )
  await sql`update scheda_minore_dati set record = ${JSON.stringify(e.record)}::jsonb, modifiche = ${JSON.stringify(senzaChi(e.modifiche))}::jsonb,
      difetti = ${JSON.stringify(e.difetti)}::jsonb, deroghe = ${JSON.stringify(deroghe)}::jsonb, fermi = ${[...fermi]} where id = ${r.id}`.execute(
    ctx.tx,
  )
  if (!stessiDati(e.record, r.record)) await accordaSchede(ctx, r.enteId, [r.gettone])
  return p
}

/** Elaborates a card anew and writes what came of it. */
export async function riscriviScheda(ctx: Ctx, r: RigaMinore, n: Nuova<SchedaMinore>, base: BaseMinori): Promise<void> {
  const scritta = conGettone(n.record, r.gettone)
  const e = await esamina(ctx, { ente: r.enteId, gettone: r.gettone, questa: r.id }, base, (c) =>
    elaboraMinore(scritta, c, n.fermi),
  )
  const modifiche = [...r.modifiche, ...n.modifiche, ...e.modifiche]
  // of two that are equal the one that was good stays so
  const buona = inLavorazione.includes(r.stato) && !detta(r) && stessiDati(e.record, r.record)
  const suoi = buona ? e.difetti.filter((d) => d.regola !== SCHEDA_DOPPIA.regola) : e.difetti
  await sostituisci(ctx, r, { ...e, modifiche, difetti: [...suoi, ...(n.restano ?? [])] }, n.fermi)
}

/** As it had been written, judged by what holds today; written only where something is otherwise. */
export async function rifaiScheda(ctx: Ctx, r: RigaMinore, base: BaseMinori): Promise<Rifatta | undefined> {
  const e = await esamina(ctx, { ente: r.enteId, gettone: r.gettone, questa: r.id }, base, (c) => {
    const [nuova] = rielabora(r, (letta, fermi) => [elaboraMinore(conGettone(letta, r.gettone), c, fermi)])
    return nuova
  })
  // of two that are equal the one that was good stays so; what INPS answered stays until someone corrects the card
  const restano = r.difetti.filter((d) => d.regola === regoleHub.TR02.id || d.regola === SCHEDA_DOPPIA.regola)
  const suoi = e.difetti.filter((d) => d.regola !== SCHEDA_DOPPIA.regola)
  const nuova = stessiDati(e.record, r.record)
    ? { ...e, difetti: [...suoi, ...restano] }
    : { ...e, difetti: [...e.difetti, ...restano.filter((d) => d.regola === regoleHub.TR02.id)] }
  if (stessiDati(nuova.record, r.record) && stessiInsieme(nuova.difetti, r.difetti)) return undefined
  const prima = posizione(r.difetti, r.deroghe)
  return { prima, dopo: await sostituisci(ctx, r, nuova, r.fermi) }
}

/** Two lists of defects that say the same, in whatever order. */
function stessiInsieme(a: readonly Difetto[], b: readonly Difetto[]): boolean {
  const detti = (difetti: readonly Difetto[]) =>
    difetti.map((d) => `${d.regola} ${d.campo} ${d.gravita} ${d.derogabile} ${d.frase}`).sort()
  return stessiDati(detti(a), detti(b))
}

/**
 * What cards of the same minor say of one another, after one of them has left, gone or become another: of those equal to a good one none is
 * freed, otherwise the first is; and one that waits is told when another has left.
 */
export async function accordaSchede(ctx: Ctx, ente: string, gettoni: readonly string[]): Promise<void> {
  const tutte = await schede(
    ctx.tx,
    sql`where p.ente_id = ${ente} and p.gettone = any (${[...gettoni]}) and p.stato <> 'esclusa' order by p.ordine for update of p`,
  )
  for (const [, sue] of Map.groupBy(tutte, (r) => r.gettone)) {
    const uscita = sue.some(partita)
    const buone: RigaMinore[] = []
    const aperte = sue.filter((r) => inLavorazione.includes(r.stato))
    // those that were good first: what was told to be a copy is freed only where none of them is left
    for (const r of [...aperte.filter((x) => !detta(x)), ...aperte.filter(detta)]) {
      const copia = detta(r) && buone.some((b) => stessiDati(b.record, r.record))
      if (!copia) buone.push(r)
      const altri = r.difetti.filter((d) => d.regola !== PARTITA.regola && d.regola !== SCHEDA_DOPPIA.regola)
      const difetti = [...altri, ...(uscita ? [PARTITA] : []), ...(copia ? [SCHEDA_DOPPIA] : [])]
      if (stessiInsieme(difetti, r.difetti)) continue
      await sostituisci(ctx, r, { record: r.record, modifiche: r.modifiche, difetti }, r.fermi)
    }
  }
}
const detta = (r: RigaMinore) => r.difetti.some((d) => d.regola === SCHEDA_DOPPIA.regola)

export function assertModificabile(r: RigaMinore, versione: number): void {
  if (r.versione !== versione) throw problem('versione-superata')
  if (!inLavorazione.includes(r.stato))
    throw problem('stato-non-ammesso', {
      detail:
        r.stato === 'esclusa'
          ? 'Questa scheda è esclusa: riammettila, e poi correggila.'
          : 'Questa scheda è già partita: scrivine un’altra dello stesso minore, se serve.',
    })
}

export async function escludiScheda(ctx: Ctx, r: RigaMinore): Promise<void> {
  await sql`update scheda_minore set stato = 'esclusa', versione = versione + 1 where id = ${r.id}`.execute(ctx.tx)
  await accordaSchede(ctx, r.enteId, [r.gettone])
}

/** Those that a file has brought and that have not left from here. */
export async function ritiraSchede(ctx: Ctx, ente: string, carico: string): Promise<void> {
  await tieniImpronte(ctx, ente)
  const { rows } = await sql<{ gettone: string }>`
    update scheda_minore set stato = 'esclusa', versione = versione + 1
     where carico_id = ${carico} and (stato in ('rifiutata', 'da-completare', 'pronta') or gia_inviata and flusso_id is null and stato = 'in-flusso') returning gettone`.execute(
    ctx.tx,
  )
  await accordaSchede(ctx, ente, [...new Set(rows.map((r) => r.gettone))])
  await sql`update carico_flussi set ritirate = ritirate + ${rows.length}, aggiornato = kernel.adesso() where id = ${carico}`.execute(
    ctx.tx,
  )
}
