// The help that the desk gives on the spot, one thing granted for each contact that registers one. Of the person is said what her
// sheet says of who she is: of one who must not be found nothing is put together. What was given without
// knowing to whom, or to somebody without a codice fiscale, INPS does not take: it is in the list, and is sent by nobody.
import { sql } from 'kysely'
import type { MotivoConcessa } from '../../shared/flussi/fonti.api.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { scriviImporto } from '../../shared/flussi/valori.ts'
import { analizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import type { Concessa, FontePrestazioni } from './fonti.ts'

interface Aiuto {
  id: string
  voce: string
  giorno: string
  centesimi: number | null
  codiceFiscale: string | null
  cognome: string | null
  nome: string | null
  nato: string | null
  sesso: 'M' | 'F' | null
  luogoNascita: string | null
  inCarico: boolean
  daNonTrovare: boolean
}

function record(a: Aiuto): PrestazioneErogata {
  const cf = analizzaCodiceFiscale(a.codiceFiscale ?? '')
  const sesso = cf.valido ? cf.genere : a.sesso
  const luogo = cf.valido ? cf.belfiore : a.luogoNascita
  return {
    beneficiario: {
      ...(a.codiceFiscale && { codiceFiscale: a.codiceFiscale }),
      anagrafica: {
        ...(a.cognome && { cognome: a.cognome }),
        ...(a.nome && { nome: a.nome }),
        ...(a.nato && { annoNascita: a.nato.slice(0, 4) }),
        ...(luogo && { luogoNascita: luogo }),
        ...(sesso && { genere: sesso === 'M' ? '1' : '2' }),
      },
      indirizzi: [],
    },
    carattere: '2',
    // the number of the contact: the same for ever, and it says nothing of whom
    protocolloDomanda: a.id.replaceAll('-', ''),
    dataErogazione: a.giorno,
    ...(a.centesimi !== null && a.centesimi > 0 && { importo: scriviImporto(a.centesimi) }),
    // not taken in charge is not known from here: the clerk says it
    ...(a.inCarico && { presaInCarico: '1' }),
  }
}

/** One reason for who is not known and for who may not be said. */
const perche = (a: Aiuto): MotivoConcessa | null =>
  a.codiceFiscale === null || a.cognome === null || a.daNonTrovare ? 'a-mano' : null

/** What tells nothing of whom, where nothing may be put together. */
const senzaPersona = (a: Aiuto): Aiuto => ({
  ...a,
  codiceFiscale: null,
  cognome: null,
  nome: null,
  nato: null,
  sesso: null,
  luogoNascita: null,
  inCarico: false,
})

export const aiuti: FontePrestazioni = {
  id: 'aiuti',
  nome: 'Aiuti dati allo sportello',
  async voci(ctx) {
    const { rows } = await sql<{ voce: string; nome: string }>`
      select distinct on (v.codice) v.codice as voce, v.etichetta as nome from codifica_voce v
       where v.codifica_id = 'aiuto-immediato' and (v.ambito_id is null or v.ambito_id = ${ctx.ambito}) and kernel.oggi() >= v.dal
       order by v.codice, v.ambito_id nulls last, v.dal desc`.execute(ctx.tx)
    return rows
  },
  async concesse(ctx, { comuneId, mese, dopo, quante }): Promise<Concessa[]> {
    const { rows } = await sql<Aiuto>`
      with dati as materialized (
        select c.id, (c.quando at time zone 'Europe/Rome')::date as giorno, coalesce(d.persona_id, c.persona_id) as persona_id, d.aiuto_tipo, d.aiuto_importo
          from contatto c join contatto_dettaglio d on d.contatto_id = c.id
         where c.comune_id = ${comuneId} and c.stato <> 'annullata' and d.aiuto_tipo is not null and c.id::text > ${dopo}
           and c.quando >= (${`${mese}-01`}::date::timestamp at time zone 'Europe/Rome')
           and c.quando < ((${`${mese}-01`}::date + interval '1 month')::timestamp at time zone 'Europe/Rome')
         order by c.id::text limit ${quante})
      select x.id, x.aiuto_tipo as voce, x.giorno::text, x.aiuto_importo as centesimi, coalesce(p.codice_fiscale, u.codice_fiscale) as codice_fiscale, p.cognome, p.nome,
             coalesce(p.data_nascita, u.data_nascita)::text as nato, p.sesso, p.luogo_nascita_id as luogo_nascita,
             exists (select 1 from presa_in_carico k where k.persona_id in (p.id, u.id) and k.riservato_a is null and k.attivata_il <= x.giorno and coalesce(k.chiusa_il, 'infinity') >= x.giorno) as in_carico,
             x.persona_id is not null and accesso.persona_da_non_trovare(x.persona_id) as da_non_trovare
        from dati x left join persona p on p.id = x.persona_id and p.specie = 'nota' left join persona u on u.id = p.unita_a
       order by x.id::text`.execute(ctx.tx)
    return rows.map((a) => {
      const motivo = perche(a)
      return {
        origine: a.id,
        voce: a.voce,
        riferimento: `Contatto del ${a.giorno.split('-').reverse().join('/')}, ${a.id.slice(0, 8)}`,
        record: record(motivo ? senzaPersona(a) : a),
        motivo,
      }
    })
  },
}
