// Whether a person can be who the form says: the codice fiscale against name, birth and gender (A2 columns 1–6), the
// place of birth against the dated archive. Impossible is refused on its field; doubtful is refused until whoever acts
// confirms it with a reason, which is kept (issue 2 §5).
import { sql } from 'kysely'
import {
  analizzaCodiceFiscale,
  confrontaCodiceFiscale,
  type DatiAnagrafici,
  type Luoghi,
} from '../../shared/kernel/codice-fiscale.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Tx } from '../kernel/db.ts'

export interface Identita {
  codiceFiscale: string
  cognome: string
  nome: string
  dataNascita: string
  luogoNascita: string
  genere: 'M' | 'F'
  confermaDubbio?: string | null | undefined
}

interface Luogo {
  id: string
  nome: string
  dal: string | null
  al: string | null
}

/** Places with these Belfiore codes, comuni and foreign states alike. */
async function luoghiPerCodice(tx: Tx, codici: readonly string[]): Promise<Map<string, Luogo>> {
  const { rows } = await sql<Luogo>`
    select id, nome, dal, al from comune where id = any (${codici as string[]})
    union all select id, nome, dal, al from stato_estero where id = any (${codici as string[]})`.execute(tx)
  return new Map(rows.map((r) => [r.id, r]))
}

export const archivio = (noti: ReadonlyMap<string, { al: string | null }>): Luoghi => ({
  stato: (b) => {
    const luogo = noti.get(b)
    return luogo ? (luogo.al === null ? 'attuale' : 'soppresso') : 'inesistente'
  },
})

/** Returns the normalised code and the reason by which a doubt was accepted. */
export async function controllaIdentita(
  tx: Tx,
  p: Identita,
  oggi: string,
): Promise<{ codiceFiscale: string; dubbioAccettato: string | null }> {
  const analisi = analizzaCodiceFiscale(p.codiceFiscale)
  if (!analisi.valido) throw erroreDiCampo('codiceFiscale', analisi.frase)
  if (p.dataNascita >= oggi) throw erroreDiCampo('dataNascita', 'La data di nascita deve essere nel passato.')
  const noti = await luoghiPerCodice(tx, [p.luogoNascita, analisi.belfiore])
  const luogo = noti.get(p.luogoNascita)
  if (!luogo)
    throw erroreDiCampo(
      'luogoNascita',
      'Il luogo di nascita non è tra i comuni e gli Stati noti: sceglilo dall’elenco.',
    )
  if ((luogo.dal && p.dataNascita < luogo.dal) || (luogo.al && p.dataNascita > luogo.al))
    throw erroreDiCampo(
      'luogoNascita',
      `${luogo.nome} non esisteva con questo codice alla data di nascita: scegli il nome che aveva allora.`,
    )
  const persona: DatiAnagrafici = { ...p, belfiore: p.luogoNascita }
  const confronto = confrontaCodiceFiscale(analisi.codice, persona, archivio(noti))
  if (confronto.esito === 'coerente') return { codiceFiscale: analisi.codice, dubbioAccettato: null }
  const detail = confronto.motivi.join(' ')
  if (confronto.esito === 'impossibile') throw erroreDiCampo('codiceFiscale', detail)
  const motivo = p.confermaDubbio?.trim()
  if (motivo) return { codiceFiscale: analisi.codice, dubbioAccettato: motivo }
  throw problem('regola-non-rispettata', {
    detail: `${detail} Se i dati sono giusti, conferma indicando il motivo.`,
    errori: [{ campo: 'confermaDubbio', codice: 'conferma-richiesta', messaggio: detail }],
  })
}
