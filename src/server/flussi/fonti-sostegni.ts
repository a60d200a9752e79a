// What the supports of pacts gave, one thing granted for each row of days with its hours and its cost. A caso is not seen from here: the
// database gives what a record needs and no more (ADR 0070), and nothing of whom where somebody of the household must not be found.
import { sql } from 'kysely'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { giorno, mesiToccati, scriviImporto } from '../../shared/flussi/valori.ts'
import { analizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import type { Concessa, FontePrestazioni } from './fonti.ts'

interface Sostegno {
  id: string
  sostegno: string
  dal: string
  al: string
  ore: number | null
  /** Cents. */
  costo: number | null
  protocollo: string
  codiceFiscale: string | null
  cognome: string | null
  nome: string | null
  nato: string | null
}

const mese = (giorno: string) => giorno.slice(0, 7)

/** Cost of one day is paid once; that of some days is an expense of those months. */
function record(s: Sostegno): PrestazioneErogata {
  const cf = analizzaCodiceFiscale(s.codiceFiscale ?? '')
  const importo = s.costo ? scriviImporto(s.costo) : undefined
  const unGiorno = s.dal === s.al
  return {
    beneficiario: {
      ...(s.codiceFiscale && { codiceFiscale: s.codiceFiscale }),
      anagrafica: {
        ...(s.cognome && { cognome: s.cognome }),
        ...(s.nome && { nome: s.nome }),
        ...(s.nato && { annoNascita: s.nato.slice(0, 4) }),
        ...(cf.valido && { luogoNascita: cf.belfiore, genere: cf.genere === 'M' ? '1' : '2' }),
      },
      indirizzi: [],
    },
    protocolloDomanda: s.protocollo.slice(0, 32),
    // who has a pact is in charge
    presaInCarico: '1',
    ...(importo && { importo }),
    ...(unGiorno ? { carattere: '2', dataErogazione: s.dal } : { carattere: '1', dataInizio: s.dal, dataFine: s.al }),
    // hours are of a month: of more than one no source says how they are shared
    ...(s.ore && mese(s.dal) === mese(s.al) && { oreServizioMensile: `${s.ore}.00` }),
  }
}

/** Of more than one month, the hours of each as the cost of each is reckoned (N23): by the months touched, to the minute. */
export function oreDiOgniMese({ dal, al, ore }: Pick<Sostegno, 'dal' | 'al' | 'ore'>): string | undefined {
  if (!ore || mese(dal) === mese(al)) return undefined
  const minuti = Math.round((ore * 60) / mesiToccati(giorno(dal)!, giorno(al)!))
  return `${Math.floor(minuti / 60)}.${String(minuti % 60).padStart(2, '0')}`
}

export const sostegni: FontePrestazioni = {
  id: 'sostegni',
  nome: 'Sostegni dei patti',
  async voci(ctx, comuneId) {
    const { rows } = await sql<{ voce: string; nome: string }>`
      select distinct on (v.codice) v.codice as voce, v.etichetta as nome from codifica_voce v
       where v.codifica_id = 'sostegno-patto' and (v.ambito_id is null or v.ambito_id = ${ctx.ambito}) and kernel.oggi() >= v.dal
         and ${comuneId} = any ((select accesso.comuni_aperti('patti'))::text[])
       order by v.codice, v.ambito_id nulls last, v.dal desc`.execute(ctx.tx)
    return rows
  },
  async concesse(ctx, { comuneId, mese: m, dopo, quante }): Promise<Concessa[]> {
    const { rows } = await sql<Sostegno>`
      select id, sostegno, dal::text, al::text, ore, costo, protocollo, codice_fiscale, cognome, nome, nato::text
        from accesso.sostegni_per_flussi(${comuneId}, ${`${m}-01`}::date, ${dopo}, ${quante}) order by id::text`.execute(
      ctx.tx,
    )
    return rows.map((s) => ({
      origine: s.id,
      voce: s.sostegno,
      oreDiOgniMese: oreDiOgniMese(s),
      riferimento: `Sostegno dal ${s.dal.split('-').reverse().join('/')}, ${s.id.slice(0, 8)}`,
      record: record(s),
      motivo: s.codiceFiscale === null ? 'a-mano' : null,
    }))
  },
}
