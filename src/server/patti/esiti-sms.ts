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

interface Trovato {
  dove: Dove
  id: string
  assegnatarioId: string | null
}

/** Of which ambito each message is: a file says only which message. */
async function cerca(deps: Deps, canale: CanaleAutomatico, ids: readonly string[]): Promise<Map<string, Trovato>> {
  const trovati = new Map<string, Trovato>()
  const ambiti = await inCtx(deps, { azione: AZIONE, nazionale: true, operatore: 'convocazioni' }, async (ctx) => {
    const { rows } = await sql<{ id: string }>`select id from ambito order by id`.execute(ctx.tx)
    return rows
  })
  for (const { id: ambito } of ambiti) {
    const restano = ids.filter((x) => !trovati.has(x))
    if (restano.length === 0) break
    const comuni = await comuniAperti(deps, ambito)
    if (comuni.length === 0) continue
    const dove = { ambito, comuni }
    const suoi = await dentro(deps, dove, async (ctx) => {
      const { rows } = await sql<Pick<Trovato, 'id' | 'assegnatarioId'>>`
        select g.id, (select c.assegnatario_id from convocazione v join caso c on c.id = v.caso_id where v.id = g.convocazione_id) as assegnatario_id
          from convocazione_messaggio g where g.id = any (${restano}::uuid[]) and g.ambito_id = ${ambito} and g.canale = ${canale}`.execute(
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

async function riporta(deps: Deps, canale: CanaleAutomatico, esiti: Esiti): Promise<void> {
  const letti = (await esiti.leggi(PER_VOLTA)).map((f) => ({ nome: f.nome, e: leggiEsito(f.contenuto) }))
  const trovati = await cerca(
    deps,
    canale,
    letti.flatMap((f) => f.e?.id ?? []),
  )
  for (const { nome, e } of letti) {
    const m = e && trovati.get(e.id)
    const dove = m ? await colCaseManager(deps, m.dove, m, (ctx, b) => applica(ctx, b, e)) : 'scartati'
    if (dove) await esiti.sposta(nome, dove)
  }
}

/** Brings back what the carriers that have outcomes say. */
export async function riportaEsiti(deps: Deps, vettori: Vettori): Promise<void> {
  for (const canale of canaliAutomatici) {
    const vettore = vettori[canale]?.()
    if (!vettore) continue
    try {
      if (vettore.esiti) await riporta(deps, canale, vettore.esiti)
    } finally {
      vettore.chiudi()
    }
  }
}

export const esitiRiportati = (vettori: Vettori): Job => ({
  nome: 'convocazione.esiti',
  ogni: '* * * * *',
  run: (deps) => riportaEsiti(deps, vettori),
})
