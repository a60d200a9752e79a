// The files of documents, for the virus scanner (antivirus.ts).
import { sql } from 'kysely'
import { notifica } from '../kernel/avvisi.ts'
import type { Job } from '../kernel/jobs.ts'
import { type DoveVerificare, lavoriAntivirus, type SorgenteFile } from './antivirus.ts'
import type { IndirizzoClamd } from './clamd.ts'
import { pezzi } from './contenuto.ts'

export const VERIFICA = 'documenti.verifica'

interface DaVerificare extends DoveVerificare {
  versione: string
  utente: string
}

const versioni: SorgenteFile<DaVerificare> = {
  coda: VERIFICA,
  ripresa: 'documenti.riverifica',
  pezzi: (dentro, d) => pezzi(dentro, d.versione),
  async segna(ctx, d, esito, nota) {
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
  },
  async daRiprendere(ctx, prima, anche) {
    const { rows } = await sql<{
      versioneId: string
      ambitoId: string
      comuneId: string
      utenteId: string
      classe: string | null
    }>`select * from accesso.documenti_da_verificare(${prima}, ${anche}, 100)`.execute(ctx.tx)
    return rows.map((r) => ({
      versione: r.versioneId,
      ambito: r.ambitoId,
      comune: r.comuneId,
      utente: r.utenteId,
      classe: r.classe,
    }))
  },
}

export const verificaJob = (o: { clamd: IndirizzoClamd | undefined }): Job[] => lavoriAntivirus(versioni, o)
