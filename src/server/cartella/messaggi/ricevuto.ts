// A file received → what the record could take of it, or one sentence that says why not. Nothing is written here.
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { catalogo, fasi } from '../../../shared/cartella/lombardia/campi.ts'
import { versioneDel } from '../../../shared/cartella/lombardia/codici.ts'
import type { Contenuto } from '../../../shared/cartella/lombardia/contenuto.ts'
import { daMessaggio, type Ricevuto } from '../../../shared/cartella/lombardia/da-messaggio.ts'
import type { Messaggio } from '../../../shared/cartella/lombardia/messaggio.ts'
import type { DiChi } from '../../../shared/cartella/messaggi.api.ts'
import type { UploadedFile } from '../../../shared/kernel/endpoint.ts'
import { problem } from '../../../shared/kernel/problems.ts'
import type { Ctx } from '../../kernel/context.ts'
import { leggiMessaggio } from '../lombardia/leggi.ts'
import { getTabella } from './tabella.ts'

export interface Letto extends Ricevuto {
  messaggio: Messaggio
  avvisi: string[]
}

/** One sentence: the first thing that is wrong, and how many others. */
export async function leggiRicevuto(ctx: Ctx, file: UploadedFile): Promise<Letto> {
  const tabella = await getTabella(ctx)
  const letto = leggiMessaggio(await readFile(file.path), tabella)
  if (letto.esito === 'rifiutato') {
    const [primo, ...altri] = letto.difetti
    const resto = altri.length === 0 ? '' : ` (e altri ${altri.length} difetti)`
    const dove = primo!.percorso ? `${primo!.percorso}: ` : ''
    throw problem('regola-non-rispettata', { detail: `${dove}${primo!.frase}${resto}` })
  }
  const { messaggio, avvisi } = letto
  return {
    messaggio,
    avvisi: avvisi.map((a) => a.frase),
    ...daMessaggio(messaggio, versioneDel(tabella, messaggio.busta.creato.slice(0, 10))),
  }
}

export const sommario = ({ messaggio, avvisi }: Letto): Pick<DiChi, 'mittente' | 'creato' | 'fasi' | 'avvisi'> => ({
  mittente: messaggio.busta.mittente,
  creato: messaggio.busta.creato,
  fasi: fasi.filter((f) => messaggio[f]).map((f) => ({ lettera: catalogo[f].lettera, nome: catalogo[f].nome })),
  avvisi,
})

/** Name of the sender as an origin of persons. */
export const sistemaDi = (m: Messaggio) => `messaggio regionale ${m.busta.mittente}`.slice(0, 60)

/** ISTAT code → Belfiore: the comune that has it, or had it last. */
export async function luoghiDi(ctx: Ctx, c: Contenuto): Promise<Map<string, string>> {
  const istat = [
    c.persona.luogoNascita,
    c.residenza,
    c.domicilio,
    ...[...c.nucleo, ...c.rete, ...c.assistenti].map((v) => v.residenza),
  ].filter((x): x is string => x !== undefined)
  const { rows } = await sql<{ istat: string; id: string }>`
    select distinct on (x.istat) x.istat, x.id from (
      select istat, id, al from comune where istat = any (${istat})
      union all select istat, comune_id, al from comune_periodo where istat = any (${istat})
    ) x order by x.istat, x.al is null desc, x.al desc`.execute(ctx.tx)
  return new Map(rows.map((r) => [r.istat, r.id]))
}
