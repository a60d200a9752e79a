// The long work on an extract, outside any request: read and judge, then, once confirmed, take in. Each lot is a transaction that
// also says how far it is, so that a run that dies is taken up where it was and leaves nothing half. It runs with the reach that
// whoever asked has at that moment, and no more.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Lettura, lettoreEstratto, type Mappa } from '../../shared/patti/estratto.rules.ts'
import { frase, type RigaFile, righeDelFile, risolutore, scarica } from '../anagrafe/importa-lettura.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { TabellaRifiutata } from '../kernel/tabelle/rifiuti.ts'
import { type Estratto, type Giudicato, giudica, type VersioneDatata } from './estratto-giudizio.ts'
import { scrivi } from './estratto-scrittura.ts'
import { Termini } from './termini.ts'

export interface Incarico {
  id: string
  ambito: string
  utente: string
}

const LOTTO = 500
/** Households judged, or taken in, in one transaction. */
const TRATTO = 100
const CORSE = 5
const SILENZIO_MINUTI = 10
const PARTI = 'importazione_estratto_parte'

/** Another run has taken the work up: this one stops, without harm. */
class Superata extends Error {}

const dentro = async <T>(deps: Deps, i: Incarico, fn: (ctx: Ctx) => Promise<T>): Promise<T> => {
  const comuni = await inCtx(deps, { azione: 'domanda.importa', ambito: i.ambito, utente: i.utente }, async (ctx) => {
    const { rows } = await sql<{ comuni: string[] }>`
      select (accesso.portata(${i.utente}, ${i.ambito}, 'domanda.importa', kernel.oggi())).comuni as comuni`.execute(
      ctx.tx,
    )
    return rows[0]!.comuni
  })
  return inCtx(deps, { azione: 'domanda.importa', ambito: i.ambito, utente: i.utente, comuni, fascicolo: true }, fn)
}

interface Presa {
  comuneId: string
  misuraId: string
  estrattoIl: string
  completo: boolean
  colonne: string[]
  mappa: Mappa
  ultimaRiga: number
}

/** Takes the work up in this state; undefined when it is no longer there to be done. */
async function prendi(ctx: Ctx, id: string, stato: string, corsa: string): Promise<Presa | undefined> {
  const { rows } = await sql<Presa & { corse: number }>`
    update importazione_estratto set corsa = ${corsa}, corse = corse + 1, aggiornata = kernel.adesso() where id = ${id} and stato = ${stato}
    returning comune_id, misura_id, estratto_il, completo, colonne, mappa, ultima_riga, corse`.execute(ctx.tx)
  if (!rows[0] || rows[0].corse <= CORSE) return rows[0]
  await fallisce(
    ctx,
    id,
    corsa,
    'La lettura si è interrotta più volte: ricarica il file; se si ripete, avvisa l’assistenza.',
  )
  return undefined
}

async function fallisce(ctx: Ctx, id: string, corsa: string, errore: string) {
  await sql`update importazione_estratto set stato = 'fallita', corsa = null, errore = ${errore} where id = ${id} and corsa = ${corsa}`.execute(
    ctx.tx,
  )
}

/** Says how far the run is, and that it is still the one. */
async function avanza(ctx: Ctx, id: string, corsa: string, p: { ultima?: number; lette?: number; elaborate?: number }) {
  const { rows } = await sql`
    update importazione_estratto set aggiornata = kernel.adesso(), ultima_riga = coalesce(${p.ultima ?? null}, ultima_riga),
           righe_lette = righe_lette + ${p.lette ?? 0}, elaborate = elaborate + ${p.elaborate ?? 0}
     where id = ${id} and corsa = ${corsa} returning id`.execute(ctx.tx)
  if (rows.length === 0) throw new Superata()
}

const silenzioso = async (fn: () => Promise<void>) => {
  try {
    await fn()
  } catch (e) {
    if (!(e instanceof Superata)) throw e
  }
}

async function estratto(ctx: Ctx, id: string, p: Presa): Promise<Estratto> {
  const { rows: comuni } = await sql<{ id: string }>`
    select id from comune where id = any (array(select unnest(kernel.comuni()) intersect select unnest(accesso.comuni_aperti('patti'))))`.execute(
    ctx.tx,
  )
  const { rows: nomi } = await sql<{ id: string; nome: string }>`select id, nome from comune`.execute(ctx.tx)
  const { rows: versioni } = await sql<VersioneDatata>`
    select id, stato, dal, al, numero from misura_versione where misura_id = ${p.misuraId} and stato = 'pubblicata'`.execute(
    ctx.tx,
  )
  return {
    id,
    comuneId: p.comuneId,
    misuraId: p.misuraId,
    estrattoIl: p.estrattoIl,
    comuni: new Set(comuni.map((c) => c.id)),
    nomi: new Map(nomi.map((c) => [c.id, c.nome])),
    versioni,
  }
}

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

/** Protocols still without a judgement, in the order of the file. */
async function daGiudicare(ctx: Ctx, id: string): Promise<string[]> {
  const { rows } = await sql<{ protocollo: string }>`
    select r.protocollo from importazione_estratto_riga r where r.importazione_id = ${id}
       and not exists (select 1 from importazione_estratto_domanda d where d.importazione_id = r.importazione_id and d.protocollo = r.protocollo)
     group by r.protocollo order by min(r.riga) limit ${TRATTO}`.execute(ctx.tx)
  return rows.map((r) => r.protocollo)
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

async function conclude(ctx: Ctx, i: Incarico, corsa: string, stato: 'da-confermare' | 'conclusa') {
  const { rows } = await sql<{ nuove: number; cambiate: number; rifiutate: number; contraddittorie: number }>`
    update importazione_estratto m set stato = ${stato}, corsa = null, corse = 0, errore = null, aggiornata = kernel.adesso(),
           conclusa_il = case when ${stato} = 'conclusa' then kernel.adesso() end,
           domande = x.n, elaborate = x.n, nuove = x.nuove, cambiate = x.cambiate, invariate = x.invariate, sparite = x.sparite, contraddittorie = x.contro, rifiutate = x.no
      from (select count(*)::int as n, count(*) filter (where esito = 'nuova')::int as nuove, count(*) filter (where esito = 'cambiata')::int as cambiate,
                   count(*) filter (where esito = 'invariata')::int as invariate, count(*) filter (where esito = 'sparita')::int as sparite,
                   count(*) filter (where esito = 'contraddittoria')::int as contro, count(*) filter (where esito = 'rifiutata')::int as no
              from importazione_estratto_domanda where importazione_id = ${i.id}) x
     where m.id = ${i.id} and m.corsa = ${corsa} returning m.nuove, m.cambiate, m.rifiutate, m.contraddittorie`.execute(
    ctx.tx,
  )
  const r = rows[0]
  if (!r) throw new Superata()
  const inizio = stato === 'conclusa' ? 'L’estratto è tra i casi' : 'L’estratto è stato letto'
  await notifica(
    ctx,
    i.utente,
    `${inizio}: ${r.nuove} domande nuove, ${r.cambiate} cambiate, ${r.contraddittorie} contraddittorie, ${r.rifiutate} rifiutate.`,
    `/casi/estratti/${i.id}`,
  )
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
    const cartella = await mkdtemp(join(tmpdir(), 'trama-'))
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
      for await (const riga of righeDelFile(path, presa.ultimaRiga)) if (lotto.push(riga) === LOTTO) await chiudi()
      await chiudi()
    } catch (err) {
      if (!(err instanceof TabellaRifiutata)) throw err
      await dentro(deps, i, (ctx) => fallisce(ctx, i.id, corsa, frase(err)))
      return
    } finally {
      await rm(cartella, { recursive: true, force: true })
    }
    await aTratti(deps, async () =>
      dentro(deps, i, async (ctx) => {
        const protocolli = await daGiudicare(ctx, i.id)
        await scriviGiudizi(ctx, e, await giudica(ctx, e, protocolli))
        await avanza(ctx, i.id, corsa, { elaborate: protocolli.length })
        return protocolli.length
      }),
    )
    await dentro(deps, i, async (ctx) => {
      if (presa.completo) await sparite(ctx, e)
      await conclude(ctx, i, corsa, 'da-confermare')
    })
  })

/** Until there is nothing left; counting the rows at the beginning, and each time that what was written may have doubled. */
async function aTratti(deps: Deps, fai: () => Promise<number>) {
  for (let giro = 0; ; giro++) {
    if ((giro & (giro - 1)) === 0) await deps.db.contaRighe()
    if ((await fai()) === 0) return
  }
}

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
    await aTratti(deps, () =>
      dentro(deps, i, async (ctx) => {
        const { rows } = await sql<{ protocollo: string }>`
          select protocollo from importazione_estratto_domanda where importazione_id = ${i.id} and esito in ('nuova', 'cambiata') and not applicata
           order by riga limit ${TRATTO}`.execute(ctx.tx)
        const giudicati = await giudica(
          ctx,
          e,
          rows.map((r) => r.protocollo),
        )
        await scrivi(ctx, e, giudicati, termini)
        await segnaScritti(ctx, e, giudicati)
        await avanza(ctx, i.id, corsa, { elaborate: rows.length })
        return rows.length
      }),
    )
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
         domanda_id = coalesce(x.domanda_id, (select d.id from domanda d where d.comune_id = x.comune_id and d.misura_id = ${e.misuraId} and d.protocollo = x.protocollo))
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
