// Who a person says he is: the codice fiscale is not compulsory, and when it is there it must be possible. A doubtful
// one (omocodia aside, which is fine) is accepted with a reason, which stays with the fact.
import { sql } from 'kysely'
import { analizzaCodiceFiscale, confrontaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { archivio } from '../accesso/utenti-identita.ts'
import type { Ctx } from '../kernel/context.ts'

interface Generalita {
  cognome?: string
  nome?: string
  sesso?: 'M' | 'F' | null
  dataNascita?: string | null
  luogoNascita?: string | null
  codiceFiscale?: string | null
}

const NUMERICO = /^\d{11}$/

/** The data as they are stored: trimmed, the code normalised; refused on its field where they are impossible. */
export async function controllaGeneralita(
  ctx: Ctx,
  dati: Record<string, unknown>,
  confermaDubbio?: string | null,
): Promise<Record<string, unknown>> {
  const g = dati as Generalita
  if (g.dataNascita && g.dataNascita > ctx.oggi())
    throw erroreDiCampo('dataNascita', 'La data di nascita è nel futuro.')
  if (g.dataNascita && g.dataNascita < '1880-01-01')
    throw erroreDiCampo('dataNascita', 'La data di nascita è troppo lontana: controlla l’anno.')
  const puliti = { ...dati, cognome: g.cognome?.trim(), nome: g.nome?.trim() }
  const scritto = g.codiceFiscale?.replace(/\s/g, '').toUpperCase()
  if (!scritto) return puliti
  if (NUMERICO.test(scritto))
    throw erroreDiCampo(
      'codiceFiscale',
      'È un codice provvisorio numerico: registralo tra gli altri codici, non come codice fiscale.',
    )
  const analisi = analizzaCodiceFiscale(scritto)
  if (!analisi.valido) throw erroreDiCampo('codiceFiscale', analisi.frase)
  // without birth, place and sex there is nothing to compare with
  if (!g.dataNascita || !g.luogoNascita || !g.sesso || !g.cognome) return { ...puliti, codiceFiscale: analisi.codice }
  const { rows } = await sql<{ id: string; al: string | null }>`
    select id, al from comune where id = any (${[g.luogoNascita, analisi.belfiore]}) union all select id, al from stato_estero where id = any (${[g.luogoNascita, analisi.belfiore]})`.execute(
    ctx.tx,
  )
  const noti = new Map(rows.map((r) => [r.id, r]))
  const confronto = confrontaCodiceFiscale(
    analisi.codice,
    { cognome: g.cognome, nome: g.nome ?? '', dataNascita: g.dataNascita, genere: g.sesso, belfiore: g.luogoNascita },
    archivio(noti),
  )
  const detail = confronto.esito === 'coerente' ? '' : confronto.motivi.join(' ')
  if (confronto.esito === 'impossibile') throw erroreDiCampo('codiceFiscale', detail)
  if (confronto.esito !== 'coerente' && !confermaDubbio?.trim())
    throw problem('regola-non-rispettata', {
      detail: `${detail} Se i dati sono giusti, conferma indicando il motivo.`,
      errori: [{ campo: 'confermaDubbio', codice: 'conferma-richiesta', messaggio: detail }],
    })
  return { ...puliti, codiceFiscale: analisi.codice }
}
