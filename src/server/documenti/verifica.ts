// Every file is looked at by the virus scanner after its upload, outside the request. What is infected opens to nobody,
// and who brought it is told. Where the scanner does not answer, the page says so, the file opens, and it is asked again:
// by the queue a few times, then every ten minutes for as long as it takes. Without a scanner the state says that too.
import { sql } from 'kysely'
import { notifica } from '../kernel/avvisi.ts'
import type { Deps } from '../kernel/context.ts'
import type { Scope } from '../kernel/db.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { chiediAlloScanner, type IndirizzoClamd, type Responso, ScannerMuto } from './clamd.ts'
import { pezzi } from './contenuto.ts'

export const VERIFICA = 'documenti.verifica'

interface DaVerificare {
  versione: string
  ambito: string
  comune: string
  utente: string
  classe: string | null
}

/** On behalf of who uploaded it: a document restricted to him is still his. */
const perimetro = (d: DaVerificare): Scope => ({
  azione: VERIFICA,
  ambito: d.ambito,
  comuni: [d.comune],
  utente: d.utente,
  classi: d.classe ? [d.classe] : [],
  fascicolo: true,
})

async function segna(deps: Deps, d: DaVerificare, esito: string, nota: string | null): Promise<void> {
  await inCtx(deps, perimetro(d), async (ctx) => {
    const { rows } = await sql<{ personaId: string }>`
      update documento_versione v set verifica = ${esito}, verifica_nota = ${nota}, verificata_il = kernel.adesso()
        from documento d where v.id = ${d.versione} and d.id = v.documento_id and (v.verifica, v.verifica_nota) is distinct from (${esito}, ${nota})
      returning d.persona_id`.execute(ctx.tx)
    if (esito === 'infetto' && rows[0])
      await notifica(
        ctx,
        d.utente,
        'L’antivirus ha trovato un virus in un file che hai caricato: non si può aprire. Chiedine una copia pulita a chi l’ha mandato.',
        `/persone/${rows[0].personaId}/documenti`,
      )
  })
}

async function verifica(deps: Deps, clamd: IndirizzoClamd | undefined, d: DaVerificare): Promise<void> {
  if (!clamd) return segna(deps, d, 'non-verificato', null)
  let responso: Responso
  try {
    responso = await chiediAlloScanner(
      clamd,
      pezzi((fn) => inCtx(deps, perimetro(d), (ctx) => fn(ctx.tx)), d.versione),
    )
  } catch (e) {
    if (e instanceof ScannerMuto) await segna(deps, d, 'in-verifica', e.message.slice(0, 200))
    // the queue tries again
    throw e
  }
  await (responso.pulito ? segna(deps, d, 'pulito', null) : segna(deps, d, 'infetto', responso.virus))
}

/** Nobody has answered about these for ten minutes: the queue has given up, or the scanner was configured since. */
async function riprendi(deps: Deps, clamd: IndirizzoClamd | undefined): Promise<void> {
  await inCtx(deps, { azione: VERIFICA, nazionale: true, operatore: 'antivirus' }, async (ctx) => {
    const prima = new Date(ctx.adesso().getTime() - 600_000).toISOString()
    const { rows } = await sql<{
      versioneId: string
      ambitoId: string
      comuneId: string
      utenteId: string
      classe: string | null
    }>`select * from accesso.documenti_da_verificare(${prima}, ${clamd !== undefined}, 100)`.execute(ctx.tx)
    for (const r of rows)
      ctx.emit(VERIFICA, {
        versione: r.versioneId,
        ambito: r.ambitoId,
        comune: r.comuneId,
        utente: r.utenteId,
        classe: r.classe,
      })
  })
}

export const verificaJob = (o: { clamd: IndirizzoClamd | undefined }): Job[] => [
  { nome: VERIFICA, run: (deps, dati) => verifica(deps, o.clamd, dati as unknown as DaVerificare) },
  { nome: 'documenti.riverifica', ogni: '*/10 * * * *', run: (deps) => riprendi(deps, o.clamd) },
]
