// The outcomes that a gateway writes back into the folder from which it took the messages: read every minute, reconciled once, as the
// receipts of certified mail are (ricevute-pec.ts). A file goes aside only after what it says is written: read again, it changes nothing.
import { sql } from 'kysely'
import type { CanaleAutomatico } from '../../shared/patti/convocazioni.rules.ts'
import { canaliAutomatici } from '../../shared/patti/convocazioni.rules.ts'
import { type EsitoRiportato, effettoEsito, leggiEsito } from '../../shared/patti/esiti-sms.rules.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { arriva, type Bloccato, nonArriva } from './convocazione-esiti.ts'
import { AZIONE, colCaseManager, comuniAperti, type Dove, dentro } from './spedizioniere.ts'
import type { Esiti, Vettori } from './vettori.ts'

/** At most so many in one run: the next minute takes the others. */
const PER_VOLTA = 200
const NON_ARRIVATO = 'Chi trasporta i messaggi dice che non è arrivato.'

/** What cannot be reached today may be tomorrow (an ambito whose section is closed); an outcome older than this is of nobody any more. */
const ATTESA_MS = 30 * 86_400_000

interface Trovato {
  /** Null: the section of its comune is not open today. */
  dove: Dove | null
  id: string
  assegnatarioId: string | null
}

/** Of which ambito each message is: a file says only which message. Those that are not there are of no ambito. */
async function cerca(deps: Deps, canale: CanaleAutomatico, ids: readonly string[]): Promise<Map<string, Trovato>> {
  const trovati = new Map<string, Trovato>()
  if (ids.length === 0) return trovati
  const noti = await inCtx(deps, { azione: AZIONE, nazionale: true, operatore: 'convocazioni' }, async (ctx) => {
    const { rows } = await sql<{ id: string; ambitoId: string }>`
      select id, ambito_id from accesso.ambiti_dei_messaggi(${ids}::uuid[], ${canale}) order by ambito_id, id`.execute(
      ctx.tx,
    )
    return rows
  })
  for (const { id } of noti) trovati.set(id, { dove: null, id, assegnatarioId: null })
  for (const ambito of new Set(noti.map((n) => n.ambitoId))) {
    const comuni = await comuniAperti(deps, ambito)
    if (comuni.length === 0) continue
    const dove = { ambito, comuni }
    const suoi = await dentro(deps, dove, async (ctx) => {
      const { rows } = await sql<Pick<Trovato, 'id' | 'assegnatarioId'>>`
        select g.id, (select c.assegnatario_id from convocazione v join caso c on c.id = v.caso_id where v.id = g.convocazione_id) as assegnatario_id
          from convocazione_messaggio g where g.id = any (${[...trovati.keys()]}::uuid[]) and g.ambito_id = ${ambito}`.execute(
        ctx.tx,
      )
      return rows
    })
    for (const s of suoi) trovati.set(s.id, { dove, ...s })
  }
  return trovati
}

async function applica(ctx: Ctx, m: Bloccato, e: EsitoRiportato): Promise<'letti' | 'scartati' | null> {
  const { rows } = await sql<{ creatoIl: string; inviatoIl: string | null; giorno: string }>`
    select creato_il, inviato_il, kernel.giorno(${e.quando}::timestamptz) as giorno from convocazione_messaggio where id = ${m.id}`.execute(
    ctx.tx,
  )
  const { giorno, ...suo } = rows[0]!
  const effetto = effettoEsito(e, { stato: m.stato, ...suo }, ctx.adesso().toISOString())
  if (effetto === 'consegna') await arriva(ctx, m, { quando: e.quando, giorno, nota: null, riferimento: null })
  else if (effetto === 'torna') await nonArriva(ctx, m, 'torna', NON_ARRIVATO)
  return effetto === 'attendi' ? null : effetto === 'scarta' ? 'scartati' : 'letti'
}

/** Where its file goes; null: it stays, and is read again. */
async function destino(
  deps: Deps,
  e: EsitoRiportato | null,
  m: Trovato | undefined,
): Promise<'letti' | 'scartati' | null> {
  if (!e || !m) return 'scartati'
  const { dove } = m
  if (!dove) return deps.clock().getTime() - Date.parse(e.quando) > ATTESA_MS ? 'scartati' : null
  return colCaseManager(deps, dove, m, (ctx, b) => applica(ctx, b, e))
}

/** Answers what went wrong: a file that cannot be read, or written, stops no other. */
async function riporta(deps: Deps, canale: CanaleAutomatico, esiti: Esiti): Promise<unknown[]> {
  const guasti: unknown[] = []
  const letti: { nome: string; e: EsitoRiportato | null }[] = []
  for (const f of await esiti.leggi(PER_VOLTA))
    if ('errore' in f) guasti.push(f.errore)
    else letti.push({ nome: f.nome, e: leggiEsito(f.contenuto) })
  const trovati = await cerca(
    deps,
    canale,
    letti.flatMap((f) => f.e?.id ?? []),
  )
  for (const { nome, e } of letti)
    try {
      const dove = await destino(deps, e, e ? trovati.get(e.id) : undefined)
      if (dove) await esiti.sposta(nome, dove)
    } catch (guasto) {
      guasti.push(guasto)
    }
  return guasti
}

/** Brings back what the carriers that have outcomes say; throws at the end, with the first thing that went wrong. */
export async function riportaEsiti(deps: Deps, vettori: Vettori): Promise<void> {
  const guasti: unknown[] = []
  for (const canale of canaliAutomatici) {
    const vettore = vettori[canale]?.()
    if (!vettore) continue
    try {
      if (vettore.esiti) guasti.push(...(await riporta(deps, canale, vettore.esiti)))
    } catch (guasto) {
      guasti.push(guasto)
    } finally {
      vettore.chiudi()
    }
  }
  if (guasti.length > 0)
    throw new Error(`Outcomes of messages not brought back: ${guasti.length}`, { cause: guasti[0] })
}

export const esitiRiportati = (vettori: Vettori): Job => ({
  nome: 'convocazione.esiti',
  ogni: '* * * * *',
  run: (deps) => riportaEsiti(deps, vettori),
})
