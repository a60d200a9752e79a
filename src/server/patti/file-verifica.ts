// Files that the patti receive, for the virus scanner (documenti/antivirus.ts): scans and signed pacts, extracts and answers of INPS,
// receipts of certified mail. What Trama writes itself has nothing to be looked for.
import { sql } from 'kysely'
import { type EsitoVerifica, impedimentoLettura } from '../../shared/documenti/documenti.rules.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { type DoveVerificare, lavoriAntivirus, type SorgenteFile } from '../documenti/antivirus.ts'
import type { IndirizzoClamd } from '../documenti/clamd.ts'
import { notifica } from '../kernel/avvisi.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Tx } from '../kernel/db.ts'
import type { Job } from '../kernel/jobs.ts'

export const VERIFICA_PATTI = 'patti.verifica'

/** Table → where its bytes are, and where who brought one of its files goes to look. */
const specie = {
  patto_file: {
    contenuto: (id: string) => sql`select 0 as parte, contenuto from patto_file where id = ${id}`,
    dove: sql`'/patti/' || patto_id`,
  },
  scambio_file: {
    contenuto: (id: string) => sql`select 0 as parte, contenuto from scambio_contenuto where file_id = ${id}`,
    dove: sql`'/comunicazioni/file'`,
  },
  importazione_estratto: {
    contenuto: (id: string) =>
      sql`select parte, contenuto from importazione_estratto_parte where importazione_id = ${id}`,
    dove: sql`'/casi/estratti/' || id`,
  },
  convocazione_ricevuta: {
    contenuto: (id: string) => sql`select 0 as parte, contenuto from convocazione_ricevuta where id = ${id}`,
    dove: sql`'/convocazioni/' || (select convocazione_id from convocazione_messaggio g where g.id = messaggio_id)`,
  },
} as const
export type SpecieFile = keyof typeof specie

interface DaVerificare extends DoveVerificare {
  specie: SpecieFile
  id: string
}

async function* pezzi(
  leggi: (tx: Tx, parte: number) => Promise<Uint8Array | undefined>,
  dentro: Parameters<SorgenteFile<DaVerificare>['pezzi']>[0],
) {
  for (let parte = 0; ; parte++) {
    const pezzo = await dentro((tx) => leggi(tx, parte))
    if (!pezzo) return
    yield pezzo
  }
}

const sorgente: SorgenteFile<DaVerificare> = {
  coda: VERIFICA_PATTI,
  ripresa: 'patti.riverifica',
  pezzi: (dentro, d) =>
    pezzi(async (tx, parte) => {
      const { rows } = await sql<{ contenuto: Uint8Array }>`
        select contenuto from (${specie[d.specie].contenuto(d.id)}) x where parte = ${parte}`.execute(tx)
      return rows[0]?.contenuto
    }, dentro),
  async segna(ctx, d, esito, nota) {
    const { rows } = await sql<{ dove: string }>`
      update ${sql.table(d.specie)} set verifica = ${esito}, verifica_nota = ${nota}, verificata_il = kernel.adesso()
       where id = ${d.id} and (verifica, verifica_nota) is distinct from (${esito}, ${nota}) returning ${specie[d.specie].dove} as dove`.execute(
      ctx.tx,
    )
    if (esito === 'infetto' && rows[0] && d.utente)
      await notifica(
        ctx,
        d.utente,
        'L’antivirus ha trovato un virus in un file che hai caricato: non si può aprire. Chiedine una copia pulita a chi l’ha mandato.',
        rows[0].dove,
      )
  },
  async daRiprendere(ctx, prima, anche) {
    const { rows } = await sql<{
      specie: SpecieFile
      id: string
      ambitoId: string
      comuneId: string
      utenteId: string | null
    }>`select * from accesso.file_patti_da_verificare(${prima}, ${anche}, 100)`.execute(ctx.tx)
    return rows.map((r) => ({
      specie: r.specie,
      id: r.id,
      ambito: r.ambitoId,
      comune: r.comuneId,
      utente: r.utenteId,
      classe: null,
    }))
  },
}

export const verificaPattiJob = (o: { clamd: IndirizzoClamd | undefined }): Job[] => lavoriAntivirus(sorgente, o)

/** A file that has just been written is looked at once its act is done. */
export function daVerificare(ctx: Ctx, quale: SpecieFile, id: string, comune: string): void {
  ctx.emit(VERIFICA_PATTI, { specie: quale, id, ambito: ctx.ambito, comune, utente: ctx.utente || null, classe: null })
}

/** 409, with the sentence, where the scanner has found a virus, or has still to answer for the first time. */
export function assertLeggibile(f: { verifica: EsitoVerifica; verificaNota: string | null }): void {
  const detail = impedimentoLettura(f)
  if (detail) throw problem('stato-non-ammesso', { detail })
}
