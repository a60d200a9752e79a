// The exchange at work: what waits is collected and delivered, what came back is reconciled, ambito by ambito. Without a folder in
// the configuration nothing runs, and files are made and read by hand.
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { Problem } from '../../shared/kernel/problems.ts'
import type { Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { consegna, type Dentro, raccogli, type Scambio } from './scambio-file.ts'
import { type Lette, leggiRisposte, riconcilia } from './scambio-risposte.ts'

const AZIONE = 'comunicazione.invia'
const operatore = 'scambio'

let automatico = false
/** Whether this process carries files by itself. */
export const isScambioAutomatico = (): boolean => automatico

interface AmbitoScambio {
  id: string
  codice: string
}

/** Ambiti with something to say, each with the comuni whose convenzione is registered. */
async function ambiti(deps: Deps): Promise<(AmbitoScambio & { comuni: string[] })[]> {
  const tutti = await inCtx(deps, { azione: AZIONE, nazionale: true, operatore }, async (ctx) => {
    const { rows } =
      await sql<AmbitoScambio>`select id, codice from ambito where id in (select accesso.ambiti_con_scambio()) order by codice`.execute(
        ctx.tx,
      )
    return rows
  })
  const con: (AmbitoScambio & { comuni: string[] })[] = []
  for (const a of tutti) {
    const comuni = await inCtx(deps, { azione: AZIONE, ambito: a.id, operatore }, async (ctx) => {
      const { rows } = await sql<{ comuni: string[] }>`select accesso.comuni_aperti('patti') as comuni`.execute(ctx.tx)
      return rows[0]!.comuni
    })
    if (comuni.length > 0) con.push({ ...a, comuni })
  }
  return con
}

/** One round: out, then in. */
export async function giroDiScambio(deps: Deps, scambio: Scambio): Promise<void> {
  for (const a of await ambiti(deps)) {
    const dentro: Dentro = (fn) =>
      inCtx(deps, { azione: AZIONE, ambito: a.id, comuni: a.comuni, fascicolo: true, operatore }, fn)
    await dentro(raccogli)
    await consegna(dentro, scambio, a.codice)
    for await (const f of scambio.arrivati(a.codice)) {
      let lette: Lette
      try {
        lette = await leggiRisposte(f.path)
      } catch (e) {
        // a file that is not one of receipts stays among those read, and stops nobody
        if (!(e instanceof Problem)) throw e
        await dentro((ctx) =>
          sql`select accesso.avvisa_chi_puo('comunicazione.invia', ${a.id}, ${a.comuni[0]}, ${`Il file «${f.nome.slice(0, 80)}» non è di ricevute: non è stato letto.`}, '/comunicazioni/file')`.execute(
            ctx.tx,
          ),
        )
        continue
      }
      const contenuto = await readFile(f.path)
      await dentro((ctx) => riconcilia(ctx, f.nome, contenuto, lette))
    }
  }
}

/** Nothing runs without a folder. `risponde` is the local simulator of who receives, in demonstrations. */
export function scambioJob(o: {
  scambio: Scambio | undefined
  risponde?: (ambito: string) => Promise<unknown>
}): Job[] {
  const { scambio, risponde } = o
  automatico = scambio !== undefined
  if (!scambio) return []
  return [
    {
      nome: 'comunicazioni.scambia',
      ogni: '*/5 * * * *',
      async run(deps) {
        await giroDiScambio(deps, scambio)
        if (!risponde) return
        for (const a of await ambiti(deps)) await risponde(a.codice)
        await giroDiScambio(deps, scambio)
      },
    },
  ]
}
