// The economic benefits of the measures, one thing granted for each domanda and month of payment. Of who receives it is said what the
// domanda itself says, and what his codice fiscale says by law; whether the household is in charge that day the database says, and no more of its caso.
import { sql } from 'kysely'
import type { MotivoConcessa } from '../../shared/flussi/fonti.api.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { giorniDelMese, scriviImporto } from '../../shared/flussi/valori.ts'
import { analizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import { siDice } from '../patti/non-si-trova.ts'
import type { Concessa, FontePrestazioni } from './fonti.ts'

interface Domanda {
  id: string
  origine: string
  misuraId: string
  protocollo: string
  comuneId: string
  beneficio: string
  beneficioDal: string | null
  riconosciutaIl: string | null
  mensile: number | null
  codiceFiscale: string
  cognome: string
  nome: string
  nato: string | null
  inCarico: boolean
  giaEstratto: boolean
  daNonTrovare: boolean
}

const ID = 'benefici'
const IN_PAGAMENTO = 'in-pagamento'
const MAI_PAGATO = 'riconosciuto'

/** Why a benefit was not paid in a month, as far as is known; null where it was. */
export function perche(d: Pick<Domanda, 'beneficio' | 'beneficioDal'>, mese: string): MotivoConcessa | null {
  const dal = d.beneficioDal?.slice(0, 7)
  if (d.beneficio === MAI_PAGATO) return 'non-pagata'
  if (dal === undefined) return 'a-mano'
  if (d.beneficio === IN_PAGAMENTO) return mese >= dal ? null : 'non-pagata'
  // it was paid until then, and what is known is only the end
  return mese >= dal ? 'non-pagata' : 'a-mano'
}

function record(d: Domanda, mese: string): PrestazioneErogata {
  const cf = analizzaCodiceFiscale(d.codiceFiscale)
  const [anno, numero] = mese.split('-').map(Number) as [number, number]
  return {
    beneficiario: {
      codiceFiscale: d.codiceFiscale,
      anagrafica: {
        cognome: d.cognome,
        nome: d.nome,
        ...(d.nato && { annoNascita: d.nato.slice(0, 4) }),
        ...(cf.valido && { luogoNascita: cf.belfiore, genere: cf.genere === 'M' ? '1' : '2' }),
      },
      indirizzi: [{ comune: d.comuneId }],
    },
    carattere: '1',
    protocolloDomanda: d.protocollo.slice(0, 32),
    dataInizio: `${mese}-01`,
    dataFine: `${mese}-${String(giorniDelMese(anno, numero)).padStart(2, '0')}`,
    periodoErogazione: '1',
    ...(d.mensile !== null && { importoMensile: scriviImporto(d.mensile) }),
  }
}

export const benefici: FontePrestazioni = {
  id: ID,
  nome: 'Benefici delle misure',
  async voci(ctx, comuneId) {
    const { rows } = await sql<{ voce: string; nome: string }>`
      select m.id as voce, m.nome from misura m where exists (select 1 from domanda d where d.misura_id = m.id and d.comune_id = ${comuneId}) order by m.id`.execute(
      ctx.tx,
    )
    return rows
  },
  async concesse(ctx, { comuneId, mese, dopo, quante }): Promise<Concessa[]> {
    const [anno, numero] = mese.split('-').map(Number) as [number, number]
    const ultimo = `${mese}-${giorniDelMese(anno, numero)}`
    const { rows } = await sql<Domanda>`
      with pagina as materialized (
        select d.id from domanda d where d.comune_id = ${comuneId} and d.sparita_il is null and d.id || '/' || ${mese} > ${dopo}
           and coalesce(d.riconosciuta_il, d.presentata_il) <= ${ultimo}::date
         order by d.id || '/' || ${mese} limit ${quante}),
      in_carico as materialized (select accesso.in_carico_per_flussi(array(select id from pagina), ${ultimo}::date) as id)
      select d.id, d.id || '/' || ${mese} as origine, d.misura_id, d.protocollo, d.comune_id, d.beneficio, d.beneficio_dal, d.riconosciuta_il, d.mensile, d.codice_fiscale, d.cognome, d.nome,
             (select max(c.data_nascita)::text from domanda_componente c where c.domanda_id = d.id and c.codice_fiscale_chiave = d.codice_fiscale_chiave) as nato,
             d.id in (select x.id from in_carico x) as in_carico,
             exists (select 1 from concessa_flussi x where x.comune_id = ${comuneId} and x.fonte = ${ID} and x.prestazione_id is not null and not x.doppia
               and x.origine > d.id || '/' and x.origine < d.id || '/' || ${mese}) as gia_estratto,
             not ${siDice(sql`d.id`)} as da_non_trovare
        from pagina q join domanda d on d.id = q.id order by d.id || '/' || ${mese}`.execute(ctx.tx)
    return rows.map((d) => ({
      origine: d.origine,
      voce: d.misuraId,
      riferimento: d.protocollo.slice(0, 60),
      record: record(d, mese),
      inCarico: d.inCarico,
      // the month with which it begins; the others follow, and their term is of when they are given. In payment again after a suspension it has
      // the day of then, and is no beginning: months before it have gone already
      riconosciutaIl: d.beneficioDal?.slice(0, 7) === mese && !d.giaEstratto ? d.riconosciutaIl : null,
      // which comune follows a household says where it is: nothing of it is put together here
      motivo: d.daNonTrovare ? ('a-mano' as const) : perche(d, mese),
    }))
  },
}
