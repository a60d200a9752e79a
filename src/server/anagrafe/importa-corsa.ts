// The long work on a file, outside any request: read and judge, then, once confirmed, take in. Each lot is a transaction
// that also says how far it is, so that a run that dies is taken up from where it was. It runs with the reach of whoever
// asked for it, and no more.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Mappa } from '../../shared/anagrafe/importa.rules.ts'
import type { SpecieImportazione } from '../../shared/anagrafe/importa-campi.ts'
import { lettoreRighe, type RigaLetta } from '../../shared/anagrafe/importa-riga.rules.ts'
import { notifica } from '../kernel/avvisi.ts'
import { cartellaTemporanea } from '../kernel/cartella-temporanea.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { TabellaRifiutata } from '../kernel/tabelle/rifiuti.ts'
import { dimentica, frase, type RigaFile, righeDelFile, risolutore, scarica } from './importa-lettura.ts'
import { difettiRiga, giudica, type Importazione } from './importa-persone.ts'
import { operatoriPerPrese } from './importa-prese.ts'
import { accoda, applicaProtetta, codiciGiaVisti, controllaFamiglie, type RigaDaApplicare } from './importa-righe.ts'
import { senzaIndirizziSegreti } from './importa-segreti.ts'
import { proponi } from './variazioni-proposta.ts'

export interface Portata {
  comuni: string[]
  classi: string[]
  vietate: string[]
}
export interface Incarico {
  id: string
  ambito: string
  utente: string
  portata: Portata
}

const LOTTO = 200
/** At the beginning, and each time that what was written may have doubled: plans follow the rows. */
const raddoppia = (giro: number) => (giro & (giro - 1)) === 0
const CORSE = 5
const SILENZIO_MINUTI = 10

/** Another run has taken the work up: this one stops, without harm. */
class Superata extends Error {}

const dentro = <T>(deps: Deps, i: Incarico, fn: (ctx: Ctx) => Promise<T>) =>
  inCtx(
    deps,
    {
      azione: 'cartella.importa',
      ambito: i.ambito,
      utente: i.utente,
      comuni: i.portata.comuni,
      classi: i.portata.classi,
      fascicolo: true,
    },
    async (ctx) => {
      // nobody loads his own record, or that of his family
      await sql`select set_config('app.persone_vietate', ${i.portata.vietate}::uuid[]::text, true)`.execute(ctx.tx)
      return fn(ctx)
    },
  )

interface Presa {
  specie: SpecieImportazione
  comuneId: string
  sistema: string
  mappa: Mappa
  colonne: string[]
  ultimaRiga: number
}

/** Takes the work up in this state; undefined when it is no longer there to be done, or may no longer be. */
async function prendi(ctx: Ctx, i: Incarico, stato: string, corsa: string): Promise<Presa | undefined> {
  const { rows } = await sql<Presa & { corse: number; puo: boolean }>`
    update importazione_cartella set corsa = ${corsa}, corse = corse + 1, aggiornata = kernel.adesso() where id = ${i.id} and stato = ${stato}
    returning specie, comune_id, sistema, mappa, colonne, ultima_riga, corse, accesso.puo(${i.utente}, 'cartella.importa', ${ctx.oggi()}) as puo`.execute(
    ctx.tx,
  )
  const presa = rows[0]
  if (!presa) return undefined
  if (presa.corse <= CORSE && presa.puo) return presa
  await fallisce(
    ctx,
    i.id,
    corsa,
    presa.puo
      ? 'L’operazione si è interrotta più volte: carica di nuovo il file; se si ripete, avvisa l’assistenza.'
      : 'Chi ha avviato l’operazione non è più abilitato a importare.',
  )
  return undefined
}

const fallisce = (ctx: Ctx, id: string, corsa: string, errore: string) =>
  sql`update importazione_cartella set stato = 'fallita', corsa = null, errore = ${errore} where id = ${id} and corsa = ${corsa}`.execute(
    ctx.tx,
  )

type Conto =
  | 'righe_lette'
  | 'righe_elaborate'
  | 'rifiutate'
  | 'proposte'
  | 'gia_proposte'
  | 'sconosciute'
  | 'gia_presenti'

/** Says how far the run is, and that it is still the one. */
async function avanza(
  ctx: Ctx,
  id: string,
  corsa: string,
  ultima: number | null,
  quanti: Partial<Record<Conto, number>>,
) {
  const somme = Object.entries(quanti).map(([c, n]) => sql`, ${sql.ref(c)} = ${sql.ref(c)} + ${n}`)
  const { rows } = await sql`
    update importazione_cartella set aggiornata = kernel.adesso(), ultima_riga = coalesce(${ultima}, ultima_riga) ${sql.join(somme, sql``)}
     where id = ${id} and corsa = ${corsa} returning id`.execute(ctx.tx)
  if (rows.length === 0) throw new Superata()
}

async function conclude(ctx: Ctx, i: Incarico, corsa: string, stato: 'da-confermare' | 'conclusa') {
  const { rows } = await sql<{ specie: string; rifiutate: number; proposte: number; buone: number }>`
    update importazione_cartella m set stato = ${stato}, corsa = null, corse = 0, errore = null, aggiornata = kernel.adesso(),
           righe_elaborate = m.righe_lette, conclusa_il = case when ${stato} = 'conclusa' then kernel.adesso() end,
           nuove = x.n, aggiornate = x.a, dubbie = x.d, rifiutate = x.r, gia_presenti = case when m.specie = 'persone' then x.g else m.gia_presenti end
      from (select count(*) filter (where esito = 'nuova') as n, count(*) filter (where esito = 'aggiorna') as a, count(*) filter (where esito = 'gia-presente') as g,
                   count(*) filter (where esito = 'dubbia') as d, count(*) filter (where esito = 'rifiutata') as r
              from importazione_cartella_riga where importazione_id = ${i.id}) x
     where m.id = ${i.id} and m.corsa = ${corsa} returning m.specie, m.rifiutate, m.proposte, m.nuove + m.aggiornate as buone`.execute(
    ctx.tx,
  )
  const r = rows[0]
  if (!r) throw new Superata()
  if (stato === 'conclusa') await dimentica(ctx, i.id)
  const cosa =
    r.specie === 'variazioni'
      ? `Il file delle variazioni è stato letto: ${r.proposte} proposte da esaminare`
      : stato === 'conclusa'
        ? `L’importazione è conclusa: ${r.buone} righe importate`
        : `Il file è stato letto: ${r.buone} righe da importare`
  await notifica(ctx, i.utente, `${cosa}, ${r.rifiutate} rifiutate.`, `/cartella/importazioni/${i.id}`)
}

const silenzioso = async (fn: () => Promise<void>) => {
  try {
    await fn()
  } catch (e) {
    if (!(e instanceof Superata)) throw e
  }
}

// ---- reading -----------------------------------------------------------------------------------------------------------

const incaricata = (i: Incarico, p: Presa, operatori: ReadonlyMap<string, string>): Importazione => ({
  id: i.id,
  comune: p.comuneId,
  sistema: p.sistema,
  comuni: i.portata.comuni,
  classi: i.portata.classi,
  operatori,
})

/** Reads the stored file: persons are judged row by row, registry changes become proposals. */
export const verifica = (deps: Deps, i: Incarico) =>
  silenzioso(async () => {
    const corsa = randomUUID()
    const inizio = await dentro(deps, i, async (ctx) => {
      const presa = await prendi(ctx, i, 'in-lettura', corsa)
      if (!presa) return undefined
      // the first rows were stored as examples
      if (presa.ultimaRiga === 0)
        await ctx.tx.deleteFrom('importazioneCartellaRiga').where('importazioneId', '=', i.id).execute()
      return { presa, leggi: lettoreRighe(presa.mappa, presa.colonne, await risolutore(ctx, presa.mappa)) }
    })
    if (!inizio) return
    const { presa, leggi } = inizio
    const { cartella, togli } = await cartellaTemporanea()
    const path = join(cartella, 'file')
    try {
      await dentro(deps, i, (ctx) => scarica(ctx, i.id, path))
      let lotto: RigaFile[] = []
      let giro = 0
      const chiudi = async () => {
        const questo = lotto
        lotto = []
        if (raddoppia(giro++)) await deps.db.contaRighe()
        if (questo.length > 0) await dentro(deps, i, (ctx) => unLotto(ctx, i, presa, corsa, leggi, questo))
      }
      for await (const riga of righeDelFile(path, presa.ultimaRiga)) if (lotto.push(riga) === LOTTO) await chiudi()
      await chiudi()
    } catch (e) {
      if (!(e instanceof TabellaRifiutata)) throw e
      await dentro(deps, i, (ctx) => fallisce(ctx, i.id, corsa, frase(e)))
      return
    } finally {
      await togli()
    }
    await dentro(deps, i, async (ctx) => {
      if (presa.specie === 'persone') await controllaFamiglie(ctx, i.id)
      await conclude(ctx, i, corsa, presa.specie === 'persone' ? 'da-confermare' : 'conclusa')
    })
  })

async function unLotto(
  ctx: Ctx,
  i: Incarico,
  p: Presa,
  corsa: string,
  leggi: (celle: readonly string[]) => RigaLetta,
  righe: RigaFile[],
) {
  const lette = righe.map((r) => ({ ...r, ...leggi(r.celle) }))
  const ultima = righe.at(-1)!.riga
  // who answers is looked for when the rows are taken in
  const imp = incaricata(i, p, new Map())
  if (p.specie === 'variazioni') {
    const conti = await proponi(ctx, imp, lette)
    const rifiutate = conti.rifiutate.map((r) => ({
      ...r,
      dati: null,
      esito: 'rifiutata',
      simili: [],
      personaId: null,
    }))
    const intese = new Map(lette.map((r) => [r.riga, r.dati]))
    await accoda(
      ctx,
      i.id,
      p.comuneId,
      await senzaIndirizziSegreti(
        ctx,
        imp,
        p,
        rifiutate.map((r) => ({ ...r, intesa: intese.get(r.riga)! })),
      ),
    )
    await avanza(ctx, i.id, corsa, ultima, {
      righe_lette: righe.length,
      proposte: conti.proposte,
      gia_proposte: conti.giaProposte,
      sconosciute: conti.sconosciute,
      gia_presenti: conti.senzaNovita,
      rifiutate: conti.rifiutate.length,
    })
    return
  }
  const prima = await codiciGiaVisti(ctx, i.id, lette)
  const esaminate = []
  for (const r of lette) {
    const motivi = [...r.errori, ...(await difettiRiga(ctx, imp, r.dati))]
    const doppia = r.dati.codice !== undefined ? prima.get(r.dati.codice) : undefined
    if (doppia !== undefined && doppia < r.riga) motivi.push(`Ripete il codice della riga ${doppia}.`)
    esaminate.push({ ...r, motivi })
  }
  const buone = esaminate.filter((r) => r.motivi.length === 0)
  const giudizi = await giudica(
    ctx,
    imp,
    buone.map((r) => r.dati),
  )
  const perRiga = new Map(buone.map((r, n) => [r.riga, giudizi[n]!]))
  const giudicate = esaminate.map(({ riga, celle, dati, motivi }) => {
    const g = perRiga.get(riga) ?? { motivi, esito: 'rifiutata', simili: [], personaId: null }
    return { riga, celle, dati, ...g, intesa: dati }
  })
  await accoda(ctx, i.id, p.comuneId, await senzaIndirizziSegreti(ctx, imp, p, giudicate))
  await avanza(ctx, i.id, corsa, ultima, { righe_lette: righe.length })
}

// ---- taking in -----------------------------------------------------------------------------------------------------------

const TRATTO = 50

export const importa = (deps: Deps, i: Incarico) =>
  silenzioso(async () => {
    const corsa = randomUUID()
    const presa = await dentro(deps, i, (ctx) => prendi(ctx, i, 'in-conferma', corsa))
    if (!presa) return
    const operatori = await operatoriPerPrese(deps, {
      azione: 'cartella.importa',
      ambito: i.ambito,
      utente: i.utente,
      comuni: i.portata.comuni,
    })
    const imp = incaricata(i, presa, operatori)
    for (let giro = 0, finito = false; !finito; giro++) {
      if (raddoppia(giro)) await deps.db.contaRighe()
      finito = await dentro(deps, i, async (ctx) => {
        const { rows } = await sql<RigaDaApplicare>`
          select riga, dati from importazione_cartella_riga where importazione_id = ${i.id} and esito in ('nuova', 'aggiorna') and not applicata
           order by riga limit ${TRATTO}`.execute(ctx.tx)
        for (const r of rows) await applicaProtetta(ctx, imp, r)
        await avanza(ctx, i.id, corsa, null, { righe_elaborate: rows.length })
        return rows.length === 0
      })
    }
    await dentro(deps, i, (ctx) => conclude(ctx, i, corsa, 'conclusa'))
  })

const incarico = (d: Record<string, unknown>) => d as unknown as Incarico

export const jobVerifica: Job = { nome: 'cartella.verifica', run: (deps, dati) => verifica(deps, incarico(dati)) }
export const jobImporta: Job = { nome: 'cartella.importa', run: (deps, dati) => importa(deps, incarico(dati)) }

/** What a run left unfinished when the process died, and the queue has not given to another yet. */
export const jobRiprendi: Job = {
  nome: 'cartella.riprendi',
  ogni: '*/5 * * * *',
  async run(deps) {
    const ferme = await inCtx(
      deps,
      { azione: 'cartella.importa', nazionale: true, operatore: 'ripresa' },
      async (ctx) => {
        const { rows } = await sql<{ id: string; ambitoId: string; utenteId: string; stato: string; portata: Portata }>`
        select * from accesso.importazioni_ferme(${SILENZIO_MINUTI})`.execute(ctx.tx)
        return rows
      },
    )
    for (const f of ferme) {
      const questo = { id: f.id, ambito: f.ambitoId, utente: f.utenteId, portata: f.portata }
      await (f.stato === 'in-lettura' ? verifica(deps, questo) : importa(deps, questo))
    }
  },
}
