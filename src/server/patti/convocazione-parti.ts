// To whom a convocation goes and where it may reach him: what he declared, or the comune verified, less what the rules of safe contact
// forbid. The rules are read by a function that answers no reader: whoever handles the caso does not open the sheet of the person.
import { type RawBuilder, sql } from 'kysely'
import type { SegnoMessaggio } from '../../shared/documenti/modelli.rules.ts'
import { impedimentoCaso, type StatoCaso } from '../../shared/patti/casi.rules.ts'
import {
  impedimentoConvocazione,
  indirizziUsabili,
  type ParametriConvocazione,
  type Recapiti,
  type RegoleContatto,
} from '../../shared/patti/convocazioni.rules.ts'
import { INCONTRI } from '../../shared/patti/motivi.rules.ts'
import { giornoInParole } from '../documenti/fonte.ts'
import type { Ctx } from '../kernel/context.ts'

export interface Destinatario extends Recapiti, RegoleContatto {
  /** Which of those that were asked for. */
  posto: number
  casoId: string
  componenteId: string
  comuneId: string
  comune: string
  ambito: string
  personaId: string | null
  cognome: string
  nome: string
  sesso: 'F' | 'M' | null
  dataNascita: string | null
  codiceFiscale: string
  /** Of another member: how the applicant, who lives with him, may not be reached. */
  regoleDiCasa: RegoleContatto['regole']
  stato: StatoCaso
  statoPrima: StatoCaso | null
  /** Convocations since the household was last met. */
  prima: { id: string; giorno: string }[]
  /** As the version of its measure says, where it does. */
  preavviso: number | null
  distanza: number | null
}

/**
 * A contact of whoever is called: as the comune verified it, else as he declared it. What was verified of the household is the
 * applicant's: another member is not reached through him, whose rules are not his own. They live together: the address is of both.
 */
const recapito = (campo: string, diCasa = false): RawBuilder<unknown> => sql`coalesce(
  (select f.verificato from domanda_verifica f where f.domanda_id = d.id and f.campo = ${campo} and (f.componente_id = m.id or (f.componente_id is null and (m.richiedente or ${diCasa}::boolean)))
    order by f.registrata_il desc, f.id limit 1),
  m.dichiarati ->> ${campo}, case when ${diCasa}::boolean then r.dichiarati ->> ${campo} end)`

/** Of one's own casi: of those that are no longer, or of members who have left, there is no row. */
export async function destinatari(
  ctx: Ctx,
  voci: readonly { casoId: string; componenteId?: string | null | undefined }[],
): Promise<Destinatario[]> {
  const { rows } = await sql<Omit<Destinatario, 'indirizzo'> & { via: string | null; cap: string | null }>`
    select v.n as posto, c.id as caso_id, m.id as componente_id, c.comune_id, k.nome as comune, a.nome as ambito, case when m.richiedente then c.persona_id else m.persona_id end as persona_id,
           m.cognome, m.nome, m.sesso, m.data_nascita, m.codice_fiscale, s.stato, s.stato_prima,
           (w.definizione #>> '{convocazione,preavvisoGiorni}')::int as preavviso, (w.definizione #>> '{convocazione,distanzaGiorni}')::int as distanza, ${recapito('pec')} as pec, ${recapito('email')} as email, ${recapito('cellulare')} as cellulare,
           coalesce(${recapito('indirizzo', true)}, d.indirizzo) as via, d.cap,
           exists (select 1 from accesso.da_non_trovare(c.domanda_id)) as da_non_trovare,
           (select coalesce(jsonb_agg(jsonb_build_object('regola', g.regola, 'valore', g.valore)), '[]') from accesso.regole_di_contatto(m.id) g) as regole,
           case when m.richiedente then '[]' else (select coalesce(jsonb_agg(jsonb_build_object('regola', g.regola, 'valore', g.valore)), '[]') from accesso.regole_di_contatto(r.id) g) end as regole_di_casa,
           (select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'giorno', kernel.giorno(x.inizio)) order by x.inizio), '[]') from convocazione x
             where x.caso_id = c.id and x.stato <> 'annullata'
               and kernel.giorno(x.inizio) > coalesce((select max(e.giorno) from caso_evento e where e.caso_id = c.id and e.evento = any (${[...INCONTRI]}) and e.annullato_il is null), '-infinity')) as prima
      from jsonb_to_recordset(${JSON.stringify(voci.map((v, n) => ({ n, caso: v.casoId, componente: v.componenteId ?? null })))}::jsonb) as v(n integer, caso uuid, componente uuid)
      join caso c on c.id = v.caso and c.assegnatario_id = kernel.utente() and c.assegnazione = 'assegnato' join caso_stato s on s.caso_id = c.id join misura_versione w on w.id = c.versione_id
      join domanda d on d.id = c.domanda_id join comune k on k.id = c.comune_id join ambito a on a.id = c.ambito_id
      join domanda_componente r on r.domanda_id = d.id and r.richiedente and r.uscito_il is null
      join domanda_componente m on m.id = coalesce(v.componente, r.id) and m.domanda_id = d.id and m.uscito_il is null
     order by v.n`.execute(ctx.tx)
  return rows.map(({ via, cap, ...r }) => ({
    ...r,
    indirizzo: via ? [via, [cap, r.comune].filter(Boolean).join(' ')] : null,
  }))
}

/** Where each channel may reach him: a letter is found at home by the applicant too, and a number may be of both. The rules of both are obeyed. */
export const usabili = (d: Destinatario) =>
  indirizziUsabili(d, { daNonTrovare: d.daNonTrovare, regole: [...d.regole, ...d.regoleDiCasa] })

export async function parametriConvocazione(ctx: Ctx): Promise<ParametriConvocazione> {
  const { rows } = await sql<ParametriConvocazione>`
    select (kernel.parametro('convocazione.preavviso-giorni'))::int as preavviso, (kernel.parametro('convocazione.distanza-giorni'))::int as distanza,
           (kernel.parametro('convocazione.massimo'))::int as massimo`.execute(ctx.tx)
  return rows[0]!
}

/** T4 before the first meeting; afterwards the state stays as it is. */
export const attoConvocazione = (stato: StatoCaso, prima: StatoCaso | null): 'convoca' | 'richiama' | null =>
  impedimentoCaso('convoca', stato, prima) === null
    ? 'convoca'
    : impedimentoCaso('richiama', stato, prima) === null
      ? 'richiama'
      : null

/** What the measure says comes before what the ambito does. */
const dellaMisura = (
  p: ParametriConvocazione,
  d: Pick<Destinatario, 'preavviso' | 'distanza'>,
): ParametriConvocazione => ({ ...p, preavviso: d.preavviso ?? p.preavviso, distanza: d.distanza ?? p.distanza })

export const impedimentoPer = (
  p: ParametriConvocazione,
  oggi: string,
  giorno: string,
  d: Destinatario,
): string | null =>
  attoConvocazione(d.stato, d.statoPrima) === null
    ? 'Il caso non è in corso: non si convoca.'
    : impedimentoConvocazione(dellaMisura(p, d), oggi, giorno, d.prima)

export const segniDi = (
  d: Destinatario,
  q: { giorno: string; ora: string; luogo: string; operatore: string },
): Record<SegnoMessaggio, string> => ({
  nome: `${d.nome} ${d.cognome}`,
  giorno: giornoInParole(q.giorno),
  ora: q.ora,
  luogo: q.luogo,
  comune: d.comune,
  ambito: d.ambito,
  operatore: q.operatore,
})
