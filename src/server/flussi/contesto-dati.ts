// What elaborating a record needs to know, as data, which crosses to the thread that reads a file, and as the functions that those data
// become. Apart from the queries: the thread has no database, and need not hold in memory what speaks with one.
import type { ContestoElaborazione, Insegnamenti } from '../../shared/flussi/elabora.ts'
import { creaElenchi, type RigaElenco } from '../../shared/flussi/elenchi.ts'
import { creaLuoghi, type Luoghi } from '../../shared/flussi/normalizza/luoghi.ts'
import { campoPrestazione } from '../../shared/flussi/percorsi.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import type { Profilo } from '../../shared/flussi/profilo.ts'
import type { GravitaScelte } from '../../shared/flussi/regole.ts'
import { leggiConfigurazione } from '../kernel/config.ts'
import { controlloSchema } from './convalida.ts'
import { leggiSchema, type Schema } from './schema-xsd.ts'
import { apriSchemi } from './schemi.ts'

type RigaComune = [
  belfiore: string,
  istat: string | null,
  nome: string,
  altroNome: string | null,
  sigla: string | null,
  regione: string | null,
  dal: string,
  al: string | null,
]

/** From the text of contesto.ts. */
export function luoghiDa(testo: string): Luoghi {
  const letti = JSON.parse(testo) as { comuni: RigaComune[] | null; stati: [string, string][] | null }
  return creaLuoghi(
    (letti.comuni ?? []).map(([belfiore, istat, nome, altroNome, sigla, regione, dal, al]) => ({
      belfiore,
      istat,
      nome,
      altroNome,
      sigla,
      regione,
      dal,
      al,
    })),
    (letti.stati ?? []).map(([belfiore, nome]) => ({ belfiore, nome })),
  )
}

export interface DatiEnte {
  voci: RigaElenco[]
  gravita: GravitaScelte
  /** Field, what is written, what it means. */
  insegnamenti: [string, string, string][]
  oggi: string
  /** INPS's own schema, where it was uploaded. */
  xsd: string | null
}

const letti = new Map<string, Schema>()
/** From the text that was uploaded, or the installation's: INPS's own where it has it, Trama's otherwise. */
export function schemaDa(caricato: string | null, tipo: TipoFlusso = 'PS_PSA_SINA'): Schema {
  const chiave = caricato ?? tipo
  let schema = letti.get(chiave)
  if (!schema) {
    schema = caricato === null ? apriSchemi(leggiConfigurazione().xsdInps)[tipo].schema : leggiSchema(caricato)
    // those of before are of no more use
    if (letti.size > 4) letti.clear()
    letti.set(chiave, schema)
  }
  return schema
}

/** What the ente has taught of the fields of one layout: no field is of both. */
export function insegnamentiDi(d: DatiEnte, suo: (campo: string) => unknown): Insegnamenti {
  const insegnamenti = new Map<string, Map<string, string>>()
  for (const [campo, prima, dopo] of d.insegnamenti) {
    if (!suo(campo)) continue
    const tabella = insegnamenti.get(campo) ?? new Map<string, string>()
    insegnamenti.set(campo, tabella.set(prima, dopo))
  }
  return insegnamenti
}

export function componiContesto(d: DatiEnte, dove: Luoghi, profilo?: Profilo | null): ContestoElaborazione {
  return {
    elenchi: creaElenchi(d.voci),
    luoghi: dove,
    oggi: d.oggi,
    gravita: d.gravita,
    insegnamenti: insegnamentiDi(d, campoPrestazione),
    schema: controlloSchema(schemaDa(d.xsd)),
    ...(profilo?.ordineDate && { ordineDate: profilo.ordineDate }),
    ...(profilo?.ore && { ore: profilo.ore }),
  }
}
