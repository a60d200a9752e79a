// The long work on an extract, outside any request: read and judge, then, once confirmed, take in. Each lot is a transaction that
// also says how far it is, so that a run that dies is taken up where it was and leaves nothing half. It runs with the reach that
// whoever asked has at that moment, and no more.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Lettura, lettoreEstratto } from '../../shared/patti/estratto.rules.ts'
import { frase, type RigaFile, righeDelFile, risolutore, scarica } from '../anagrafe/importa-lettura.ts'
import { cartellaTemporanea } from '../kernel/cartella-temporanea.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { TabellaRifiutata } from '../kernel/tabelle/rifiuti.ts'
import { type Estratto, type Giudicato, giudica } from './estratto-giudizio.ts'
import {
  aTratti,
  avanza,
  conclude,
  dentro,
  estratto,
  fallisce,
  type Incarico,
  type Presa,
  prendi,
  silenzioso,
} from './estratto-incarico.ts'
import { scrivi } from './estratto-scrittura.ts'
import { Termini } from './termini-letti.ts'

/**
 * Rows stored, and households judged or taken in, in one transaction: what it costs to open one and to plan its statements is shared
 * by them. The embedded database does one transaction at a time, and the others wait for it.
 */
const lotti = (deps: Deps): { righe: number; nuclei: number } =>
  deps.db.kind === 'postgres' ? { righe: 2000, nuclei: 500 } : { righe: 500, nuclei: 100 }
const SILENZIO_MINUTI = 10
const PARTI = 'importazione_estratto_parte'

// ---- reading -----------------------------------------------------------------------------------------------------------

const senzaProtocollo = (riga: number) => `(riga ${riga})`

async function accoda(
  ctx: Ctx,
  i: Incarico,
  p: Presa,
  leggi: (celle: readonly string[]) => Lettura,
  righe: readonly RigaFile[],
) {
  const lette = righe.map(({ riga, celle }) => {
    const l = leggi(celle)
    return {
      riga,
      celle,
      dati: l.dati,
      motivi: l.motivi,
      protocollo: l.protocollo ?? senzaProtocollo(riga),
      codice_fiscale: l.codiceFiscale,
    }
  })
  await sql`insert into importazione_estratto_riga (importazione_id, comune_id, riga, protocollo, codice_fiscale, celle, dati, motivi)
    select ${i.id}, ${p.comuneId}, r.riga, r.protocollo, r.codice_fiscale, r.celle, r.dati, r.motivi
      from jsonb_to_recordset(${JSON.stringify(lette)}::jsonb) as r(riga integer, protocollo text, codice_fiscale text, celle text[], dati jsonb, motivi text[])`.execute(
    ctx.tx,
  )
}

/** Protocols still without a judgement, in the order of the file, from a row on: each lot reads its own rows and no others. */
async function daGiudicare(
  ctx: Ctx,
  id: string,
  dopo: number,
  quanti: number,
): Promise<{ protocolli: string[]; dopo: number }> {
  const { rows } = await sql<{ riga: number; protocollo: string }>`
    select r.riga, r.protocollo from importazione_estratto_riga r where r.importazione_id = ${id} and r.riga > ${dopo}
       and not exists (select 1 from importazione_estratto_domanda d where d.importazione_id = r.importazione_id and d.protocollo = r.protocollo offset 0)
     order by r.riga limit ${quanti * 4}`.execute(ctx.tx)
  const presi = new Set([...new Set(rows.map((r) => r.protocollo))].slice(0, quanti))
  const oltre = rows.find((r) => !presi.has(r.protocollo))
  return { protocolli: [...presi], dopo: oltre ? oltre.riga - 1 : (rows.at(-1)?.riga ?? dopo) }
}

async function scriviGiudizi(ctx: Ctx, e: Estratto, giudicati: readonly Giudicato[]) {
  const righe = giudicati.map((g) => ({
    protocollo: g.protocollo,
    comune_id: e.comuni.has(g.comuneId) ? g.comuneId : e.comuneId,
    riga: g.riga,
    esito: g.esito,
    motivi: g.motivi,
    differenze: g.differenze,
    domanda_id: g.nota?.domandaId ?? null,
  }))
  await sql`insert into importazione_estratto_domanda (importazione_id, protocollo, comune_id, riga, esito, motivi, differenze, domanda_id)
    select ${e.id}, r.protocollo, r.comune_id, r.riga, r.esito, r.motivi, r.differenze, r.domanda_id
      from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(protocollo text, comune_id text, riga integer, esito text, motivi text[], differenze jsonb, domanda_id uuid)`.execute(
    ctx.tx,
  )
}

/** Of a complete extract: what was in charge in the comuni that it names, and is no longer in it. */
async function sparite(ctx: Ctx, e: Estratto) {
  await sql`insert into importazione_estratto_domanda (importazione_id, protocollo, comune_id, riga, esito, motivi, domanda_id)
    select ${e.id}, d.protocollo, d.comune_id, 0, 'sparita', array['L’estratto è completo e non l’ha più: resta in carico, e si chiede a INPS.'], d.id
      from domanda d join caso c on c.domanda_id = d.id
     where d.ambito_id = ${ctx.ambito} and d.misura_id = ${e.misuraId} and d.sparita_il is null and c.assegnazione in ('da-assegnare', 'assegnato')
       and d.comune_id in (select x.comune_id from importazione_estratto_domanda x where x.importazione_id = ${e.id} and x.esito <> 'rifiutata')
       and not exists (select 1 from importazione_estratto_riga r where r.importazione_id = ${e.id} and r.protocollo = d.protocollo)
    on conflict do nothing`.execute(ctx.tx)
}

/** Reads the stored file and judges every household: the dry run. */
export const verifica = (deps: Deps, i: Incarico) =>
  silenzioso(async () => {
    const corsa = randomUUID()
    const inizio = await dentro(deps, i, async (ctx) => {
      const presa = await prendi(ctx, i.id, 'in-lettura', corsa)
      if (!presa) return undefined
      // the first rows were stored as examples
      if (presa.ultimaRiga === 0)
        await sql`delete from importazione_estratto_riga where importazione_id = ${i.id}`.execute(ctx.tx)
      const { luogo } = await risolutore(ctx, [])
      return {
        presa,
        leggi: lettoreEstratto(presa.mappa, presa.colonne, { oggi: presa.estrattoIl, comune: luogo }),
        e: await estratto(ctx, i.id, presa),
      }
    })
    if (!inizio) return
    const { presa, leggi, e } = inizio
    const { cartella, togli } = await cartellaTemporanea()
    const path = join(cartella, 'file')
    try {
      await dentro(deps, i, (ctx) => scarica(ctx, i.id, path, PARTI))
      let lotto: RigaFile[] = []
      const chiudi = async () => {
        const righe = lotto
        lotto = []
        if (righe.length === 0) return
        await dentro(deps, i, async (ctx) => {
          await accoda(ctx, i, presa, leggi, righe)
          await avanza(ctx, i.id, corsa, { ultima: righe.at(-1)!.riga, lette: righe.length })
        })
      }
      for await (const riga of righeDelFile(path, presa.ultimaRiga))
        if (lotto.push(riga) === lotti(deps).righe) await chiudi()
      await chiudi()
    } catch (err) {
      if (!(err instanceof TabellaRifiutata)) throw err
      await dentro(deps, i, (ctx) => fallisce(ctx, i.id, corsa, frase(err)))
      return
    } finally {
      await togli()
    }
    let dopo = 0
    await aTratti(deps, async () => {
      const fatti = await dentro(deps, i, async (ctx) => {
        const lotto = await daGiudicare(ctx, i.id, dopo, lotti(deps).nuclei)
        await scriviGiudizi(ctx, e, await giudica(ctx, e, lotto.protocolli, 'prova'))
        await avanza(ctx, i.id, corsa, { elaborate: lotto.protocolli.length })
        return lotto
      })
      dopo = fatti.dopo
      return fatti.protocolli.length
    })
    await dentro(deps, i, async (ctx) => {
      if (presa.completo) await sparite(ctx, e)
      await conclude(ctx, i, corsa, 'da-confermare')
    })
  })

// ---- taking in -----------------------------------------------------------------------------------------------------------

export const importa = (deps: Deps, i: Incarico) =>
  silenzioso(async () => {
    const corsa = randomUUID()
    const inizio = await dentro(deps, i, async (ctx) => {
      const presa = await prendi(ctx, i.id, 'in-conferma', corsa)
      if (!presa) return undefined
      return { presa, e: await estratto(ctx, i.id, presa) }
    })
    if (!inizio) return
    const { e } = inizio
    const termini = new Termini()
    let dopo = 0
    // those that wait for others of the file are taken up again after them, until none of them can go on
    let giro = { rinviate: 0, scritte: 0, ultimo: false }
    await aTratti(deps, async () => {
      const fatte = await dentro(deps, i, async (ctx) => {
        const { rows } = await sql<{ protocollo: string; riga: number }>`
          select protocollo, riga from importazione_estratto_domanda where importazione_id = ${i.id} and esito in ('nuova', 'cambiata') and not applicata
             and riga > ${dopo} order by riga limit ${lotti(deps).nuclei}`.execute(ctx.tx)
        const tutti = await giudica(
          ctx,
          e,
          rows.map((r) => r.protocollo),
          'scrittura',
        )
        const giudicati = giro.ultimo ? tutti : tutti.filter((g) => !g.attende)
        await scrivi(ctx, e, giudicati, termini)
        await segnaScritti(ctx, e, giudicati)
        await avanza(ctx, i.id, corsa, { elaborate: giudicati.length })
        return { righe: rows, scritte: giudicati.length }
      })
      giro.scritte += fatte.scritte
      giro.rinviate += fatte.righe.length - fatte.scritte
      dopo = fatte.righe.at(-1)?.riga ?? dopo
      if (fatte.righe.length > 0 || giro.rinviate === 0) return fatte.righe.length
      dopo = 0
      giro = { rinviate: 0, scritte: 0, ultimo: giro.scritte === 0 }
      return 1
    })
    await dentro(deps, i, async (ctx) => {
      await sql`update domanda d set sparita_il = ${e.estrattoIl} from importazione_estratto_domanda x
         where x.importazione_id = ${i.id} and x.esito = 'sparita' and not x.applicata and d.id = x.domanda_id`.execute(
        ctx.tx,
      )
      await sql`update importazione_estratto_domanda set applicata = true where importazione_id = ${i.id} and esito = 'sparita'`.execute(
        ctx.tx,
      )
      // what was refused can still be corrected and uploaded again; the rest is in the tables, and in the original
      await sql`delete from importazione_estratto_riga r using importazione_estratto_domanda x
         where r.importazione_id = ${i.id} and x.importazione_id = r.importazione_id and x.protocollo = r.protocollo and x.esito not in ('rifiutata', 'contraddittoria')`.execute(
        ctx.tx,
      )
      await conclude(ctx, i, corsa, 'conclusa')
    })
  })

/** The report says what was done, which may be less than what was foreseen. */
const segnaScritti = (ctx: Ctx, e: Estratto, giudicati: readonly Giudicato[]) =>
  sql`update importazione_estratto_domanda x set applicata = true, esito = r.esito, motivi = r.motivi,
         domanda_id = coalesce(x.domanda_id, (select d.id from domanda d where d.ambito_id = ${ctx.ambito} and d.comune_id = x.comune_id and d.misura_id = ${e.misuraId} and d.protocollo = x.protocollo))
    from jsonb_to_recordset(${JSON.stringify(giudicati.map((g) => ({ protocollo: g.protocollo, esito: g.esito, motivi: g.motivi })))}::jsonb) as r(protocollo text, esito text, motivi text[])
   where x.importazione_id = ${e.id} and x.protocollo = r.protocollo`.execute(ctx.tx)

const incarico = (d: Record<string, unknown>) => d as unknown as Incarico
export const jobVerifica: Job = { nome: 'estratto.verifica', run: (deps, dati) => verifica(deps, incarico(dati)) }
export const jobImporta: Job = { nome: 'estratto.importa', run: (deps, dati) => importa(deps, incarico(dati)) }

/** What a run left unfinished when the process died, and the queue has not given to another yet. */
export const jobRiprendi: Job = {
  nome: 'estratto.riprendi',
  ogni: '*/5 * * * *',
  async run(deps) {
    const fermi = await inCtx(
      deps,
      { azione: 'domanda.importa', nazionale: true, operatore: 'ripresa' },
      async (ctx) => {
        const { rows } = await sql<{ id: string; ambitoId: string; utenteId: string; stato: string }>`
        select * from accesso.estratti_fermi(${SILENZIO_MINUTI})`.execute(ctx.tx)
        return rows
      },
    )
    for (const f of fermi) {
      const questo = { id: f.id, ambito: f.ambitoId, utente: f.utenteId }
      await (f.stato === 'in-lettura' ? verifica(deps, questo) : importa(deps, questo))
    }
  },
}
