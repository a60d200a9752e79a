// The outbox of convocations. Each message is claimed in one transaction, carried outside any, and marked in another, as in
// accesso/posta.ts; but these have legal effects, so one that was being carried when the process died is not sent again by itself: it
// is «incerto», and whoever follows the household decides. A carrier that does not answer loses nothing and counts no attempt.
import { sql } from 'kysely'
import {
  attesaMinuti,
  type CanaleAutomatico,
  canaliAutomatici,
  NON_USABILE,
  TENTATIVI,
} from '../../shared/patti/convocazioni.rules.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import type { EsitoSmtp } from '../kernel/smtp.ts'
import { type Bloccato, bloccaMessaggio, nonArriva, partito, perso, riposto } from './convocazione-esiti.ts'
import { destinatari, usabili } from './convocazione-parti.ts'
import type { DaPortare, Vettore, Vettori } from './vettori.ts'

export const AZIONE = 'convocazione.spedisci'
/** At most so many of an ambito in one run: the next minute takes the others. */
export const PER_VOLTA = 200
/** After so long without an answer, whoever was carrying it is dead. */
const MORTO_DOPO_MINUTI = 15
/** A carrier that does not answer is asked again after so long. */
const MUTO_MINUTI = 10

export interface Dove {
  ambito: string
  comuni: string[]
}
export const dentro = <T>(deps: Deps, d: Dove, fn: (ctx: Ctx) => Promise<T>) =>
  inCtx(deps, { azione: AZIONE, ambito: d.ambito, comuni: d.comuni, fascicolo: true, operatore: 'convocazioni' }, fn)

type Preso = DaPortare & { assegnatarioId: string | null }

/** The next message of a channel: `in-partenza` from now, whatever happens to this process. */
async function prendi(deps: Deps, d: Dove, canale: CanaleAutomatico): Promise<Preso | undefined> {
  return dentro(deps, d, async (ctx) => {
    const { rows } = await sql<Preso>`
      update convocazione_messaggio set stato = 'in-partenza', preso_il = kernel.adesso(), tentativi = tentativi + 1
       where id = (select g.id from convocazione_messaggio g where g.ambito_id = ${d.ambito} and g.canale = ${canale} and g.stato = 'in-uscita' and g.prossimo_tentativo <= kernel.adesso()
                    order by g.prossimo_tentativo, g.id limit 1 for update skip locked)
      returning id, canale, indirizzo, oggetto, testo,
        (select c.assegnatario_id from convocazione v join caso c on c.id = v.caso_id where v.id = convocazione_id) as assegnatario_id`.execute(
      ctx.tx,
    )
    return rows[0]
  })
}

/** What was true when it was prepared may not be so now: a rule of contact, the caso, the convocation itself. */
async function ancora(ctx: Ctx, m: Bloccato, indirizzo: string): Promise<boolean> {
  if (m.statoConvocazione === 'annullata') return false
  const [d] = await destinatari(ctx, [m])
  return d !== undefined && usabili(d)[m.canale] === indirizzo
}

/** In the name of whoever follows the caso: his is the line in its history. */
export async function colCaseManager<T>(
  deps: Deps,
  d: Dove,
  { id, assegnatarioId }: Pick<Preso, 'id' | 'assegnatarioId'>,
  fn: (ctx: Ctx, m: Bloccato) => Promise<T>,
): Promise<T> {
  return inCtx(
    deps,
    {
      azione: AZIONE,
      ambito: d.ambito,
      comuni: d.comuni,
      fascicolo: true,
      operatore: 'convocazioni',
      utente: assegnatarioId ?? undefined,
    },
    async (ctx) => fn(ctx, await bloccaMessaggio(ctx, id)),
  )
}

async function segna(deps: Deps, d: Dove, preso: Preso, e: EsitoSmtp): Promise<void> {
  await colCaseManager(deps, d, preso, async (ctx, m) => {
    const quando = ctx.adesso().toISOString()
    if (e.esito === 'partito')
      await partito(ctx, m, 'parte', { quando, giorno: ctx.oggi(), riferimento: e.riferimento })
    else if (e.esito === 'respinto') await nonArriva(ctx, m, 'respinto', e.motivo)
    else if (e.esito === 'incerto') await perso(ctx, m, e.motivo)
    else if (e.esito === 'muto') await riposto(ctx, m, MUTO_MINUTI, e.motivo, false)
    else if (m.tentativi >= TENTATIVI) await nonArriva(ctx, m, 'respinto', e.motivo)
    else await riposto(ctx, m, attesaMinuti(m.tentativi), e.motivo, true)
  })
}

async function unMessaggio(
  deps: Deps,
  d: Dove,
  canale: CanaleAutomatico,
  vettore: Vettore,
): Promise<'finiti' | 'muto' | 'altri'> {
  const m = await prendi(deps, d, canale)
  if (!m) return 'finiti'
  const parte = await colCaseManager(deps, d, m, async (ctx, b) => {
    const si = await ancora(ctx, b, m.indirizzo)
    if (!si) await nonArriva(ctx, b, 'lascia', NON_USABILE)
    return si
  })
  if (!parte) return 'altri'
  const esito = await vettore.porta(m)
  await segna(deps, d, m, esito)
  return esito.esito === 'muto' ? 'muto' : 'altri'
}

/** Those that somebody was carrying when he died. */
async function dispersi(deps: Deps, d: Dove) {
  const ids = await dentro(deps, d, async (ctx) => {
    const { rows } = await sql<Pick<Preso, 'id' | 'assegnatarioId'>>`
      select g.id, (select c.assegnatario_id from convocazione v join caso c on c.id = v.caso_id where v.id = g.convocazione_id) as assegnatario_id
        from convocazione_messaggio g where g.ambito_id = ${d.ambito} and g.stato = 'in-partenza' and g.preso_il < kernel.adesso() - make_interval(mins => ${MORTO_DOPO_MINUTI})`.execute(
      ctx.tx,
    )
    return rows
  })
  for (const disperso of ids)
    await colCaseManager(deps, d, disperso, (ctx, m) =>
      perso(ctx, m, 'Il programma si è fermato mentre il messaggio partiva: non si sa se sia arrivato.'),
    )
}

export async function comuniAperti(deps: Deps, ambito: string): Promise<string[]> {
  return inCtx(deps, { azione: AZIONE, ambito, operatore: 'convocazioni' }, async (ctx) => {
    const { rows } = await sql<{ comuni: string[] }>`select accesso.comuni_aperti('patti') as comuni`.execute(ctx.tx)
    return rows[0]!.comuni
  })
}

async function doveSpedire(deps: Deps): Promise<Dove[]> {
  const ambiti = await inCtx(deps, { azione: AZIONE, nazionale: true, operatore: 'convocazioni' }, async (ctx) => {
    const { rows } = await sql<{
      id: string
    }>`select x as id from accesso.convocazioni_in_uscita() x order by 1`.execute(ctx.tx)
    return rows
  })
  const dove: Dove[] = []
  for (const { id } of ambiti) {
    const comuni = await comuniAperti(deps, id)
    if (comuni.length > 0) dove.push({ ambito: id, comuni })
  }
  return dove
}

/** Sends what waits, channel by channel; without a carrier for one of them its messages wait for the day there is. */
export async function spedisci(deps: Deps, vettori: Vettori): Promise<void> {
  const dove = await doveSpedire(deps)
  for (const d of dove) await dispersi(deps, d)
  for (const canale of canaliAutomatici) {
    const vettore = vettori[canale]?.()
    if (!vettore) continue
    try {
      let risponde = true
      for (const d of dove)
        for (let n = 0; risponde && n < PER_VOLTA; n++) {
          const e = await unMessaggio(deps, d, canale, vettore)
          if (e === 'finiti') break
          risponde = e !== 'muto'
        }
    } finally {
      vettore.chiudi()
    }
  }
}

export const spedizioniere = (vettori: Vettori): Job => ({
  nome: 'convocazione.spedisci',
  ogni: '* * * * *',
  run: (deps) => spedisci(deps, vettori),
})
