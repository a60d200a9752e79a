// The virus scanner, for whatever module keeps files: each is looked at after its upload, outside the request. What is infected opens
// to nobody, and who brought it is told. Where the scanner does not answer, the page says so, the file opens, and it is asked again: by
// the queue a few times, then every ten minutes for as long as it takes. Without a scanner the state says that too.
import type { EsitoVerifica } from '../../shared/documenti/documenti.rules.ts'
import type { Ctx, Deps } from '../kernel/context.ts'
import type { Scope, Tx } from '../kernel/db.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { chiediAlloScanner, type IndirizzoClamd, type Responso, ScannerMuto } from './clamd.ts'

/** On behalf of whom, and where, a file was uploaded. */
export interface DoveVerificare {
  ambito: string
  comune: string
  utente: string | null
  classe: string | null
}
export type Dentro = <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>

/** Files of a module: `D` names one of them. */
export interface SorgenteFile<D extends DoveVerificare> {
  /** Its queue, and the act under which it is looked at. */
  coda: string
  /** The job that asks again. */
  ripresa: string
  pezzi(dentro: Dentro, d: D): AsyncIterable<Uint8Array>
  /** Writes the answer; where it is a virus, tells who brought it. */
  segna(ctx: Ctx, d: D, esito: EsitoVerifica, nota: string | null): Promise<void>
  /** Those about which nobody has answered since an instant. */
  daRiprendere(ctx: Ctx, prima: string, ancheNonVerificati: boolean): Promise<D[]>
}

/** A document restricted to who uploaded it is still his. */
const perimetro = (azione: string, d: DoveVerificare): Scope => ({
  azione,
  ambito: d.ambito,
  comuni: [d.comune],
  utente: d.utente ?? undefined,
  classi: d.classe ? [d.classe] : [],
  fascicolo: true,
})

async function verifica<D extends DoveVerificare>(
  deps: Deps,
  s: SorgenteFile<D>,
  clamd: IndirizzoClamd | undefined,
  d: D,
): Promise<void> {
  const qui = perimetro(s.coda, d)
  const segna = (esito: EsitoVerifica, nota: string | null) => inCtx(deps, qui, (ctx) => s.segna(ctx, d, esito, nota))
  if (!clamd) return segna('non-verificato', null)
  let responso: Responso
  try {
    responso = await chiediAlloScanner(
      clamd,
      s.pezzi((fn) => inCtx(deps, qui, (ctx) => fn(ctx.tx)), d),
    )
  } catch (e) {
    if (e instanceof ScannerMuto) await segna('in-verifica', e.message.slice(0, 200))
    // the queue tries again
    throw e
  }
  await (responso.pulito ? segna('pulito', null) : segna('infetto', responso.virus))
}

/** Nobody has answered about these for ten minutes: the queue has given up, or the scanner was configured since. */
async function riprendi<D extends DoveVerificare>(
  deps: Deps,
  s: SorgenteFile<D>,
  clamd: IndirizzoClamd | undefined,
): Promise<void> {
  await inCtx(deps, { azione: s.coda, nazionale: true, operatore: 'antivirus' }, async (ctx) => {
    const prima = new Date(ctx.adesso().getTime() - 600_000).toISOString()
    for (const d of await s.daRiprendere(ctx, prima, clamd !== undefined))
      ctx.emit(s.coda, Object.fromEntries(Object.entries(d)))
  })
}

export const lavoriAntivirus = <D extends DoveVerificare>(
  s: SorgenteFile<D>,
  o: { clamd: IndirizzoClamd | undefined },
): Job[] => [
  { nome: s.coda, run: (deps, dati) => verifica(deps, s, o.clamd, dati as unknown as D) },
  { nome: s.ripresa, ogni: '*/10 * * * *', run: (deps) => riprendi(deps, s, o.clamd) },
]
