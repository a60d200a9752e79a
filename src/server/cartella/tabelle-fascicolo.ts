// Which tables a folder is made of, read from the catalogue: a table added tomorrow is exported tomorrow. Each is
// reached from the person by persona_id, or through the table it belongs to; the order is one in which rows can be
// written back.
import { sql } from 'kysely'
import type { FORMATO_ESPORTAZIONE } from '../../shared/cartella/esportazione.api.ts'
import type { Tx } from '../kernel/db.ts'

interface Chiave {
  colonna: string
  tabella: string
  /** It cannot be empty. */
  obbligatoria: boolean
}

export interface Tabella {
  nome: string
  colonne: string[]
  /** Columns that name a colleague. */
  operatori: Omit<Chiave, 'tabella'>[]
  /** Arrays of colleagues. */
  elenchiOperatori: string[]
  /** Columns that name a row of the record. */
  madri: Chiave[]
  /** Columns that name something else that has an id: it travels by what it is called. */
  altrove: Chiave[]
  /** A number given by the database in the order of writing: not written, its order is that of the rows. */
  serie: string | null
}

export type RigaEsportata = Record<string, unknown>
/** Table → id there → what it is called. */
export type Riferimenti = Record<string, Record<string, unknown>>

export interface FileEsportato {
  /** The version of the document that it is. */
  versione: string
  percorso: string
  bytes: number
  sha256: string
}

export interface OperatoreEsportato {
  codiceFiscale: string
  cognome: string
  nome: string
  /** What he was, and where, on the day of the export. */
  qualifica: string | null
}

export interface FascicoloEsportato {
  formato: typeof FORMATO_ESPORTAZIONE
  versione: number
  esportatoIl: string
  comune: { codice: string; nome: string }
  persona: string
  /** Colleagues whose ids stand in the rows: who they are, so that elsewhere they are the same persons. */
  operatori: Record<string, OperatoreEsportato>
  riferimenti: Riferimenti
  tabelle: Record<string, RigaEsportata[]>
  file: FileEsportato[]
}

/** Derived by trigger from what is exported; drafts of the browser are not of the record. */
export const DERIVATE = ['persona_parola', 'diario_persona']
/** Bytes on their way, or that leave as files. */
const BYTE = ['documento_deposito', 'documento_contenuto', 'importazione_cartella_parte', 'importazione_cartella_riga']
/**
 * Not of the folder of one person: who reported, which is never in a copy; who is not the same as he; the work of a
 * loading and what a registry proposes; the offer to another comune, which is between two controllers.
 */
const NON_DI_UNO = [
  'segnalazione_segnalante',
  'doppione_scartato',
  'importazione_cartella',
  'profilo_importazione',
  'variazione',
  'variazione_dettaglio',
  'scambio_presa',
]
const ELENCHI_OPERATORI = ['riservato_a', 'operatori', 'destinatari', 'prima']
/** What is kept by the installation under a code that is the same everywhere. */
const OVUNQUE = ['comune', 'classe_riservatezza', 'oscurabile', 'questionario', 'questionario_versione']

export async function tabelleFascicolo(tx: Tx, di: 'persona' | 'ambito'): Promise<Tabella[]> {
  const escluse = [...DERIVATE, ...BYTE, ...(di === 'persona' ? NON_DI_UNO : [])]
  const { rows } = await sql<{
    nome: string
    colonne: string[]
    elenchi: string[]
    chiavi: Chiave[]
    serie: string | null
  }>`
    select c.relname as nome,
           array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = '' order by a.attnum) as colonne,
           -- «prima» is who saw it before in one table, and what was known before in another
           array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.atttypid = 'uuid[]'::regtype and a.attname = any (${ELENCHI_OPERATORI})) as elenchi,
           (select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and a.attidentity <> '') as serie,
           coalesce((select jsonb_agg(jsonb_build_object('colonna', a.attname, 'tabella', r.relname, 'obbligatoria', a.attnotnull) order by a.attnum)
              from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1] join pg_class r on r.oid = k.confrelid
             where k.conrelid = c.oid and k.contype = 'f'), '[]') as chiavi
      from kernel.tabella_protetta t join pg_class c on c.oid = t.nome::regclass
     where t.sezione = 'cartella' and not t.nome = any (${escluse}) order by c.relname`.execute(tx)
  const nomi = new Set(rows.map((r) => r.nome))
  const tabelle = rows.map((r): Tabella => {
    const altrove = r.chiavi.filter(
      (k) => !nomi.has(k.tabella) && ![...OVUNQUE, ...BYTE, 'utente'].includes(k.tabella) && k.colonna !== 'ambito_id',
    )
    return {
      nome: r.nome,
      colonne: r.colonne,
      operatori: r.chiavi.filter((k) => k.tabella === 'utente'),
      elenchiOperatori: r.elenchi,
      madri: r.chiavi.filter((k) => nomi.has(k.tabella)),
      altrove,
      serie: r.serie,
    }
  })
  return inOrdine(tabelle)
}

/** Mothers before daughters. */
function inOrdine(tabelle: readonly Tabella[]): Tabella[] {
  const fatte = new Map<string, Tabella>()
  const visita = (t: Tabella, aperte: readonly string[]) => {
    if (fatte.has(t.nome) || aperte.includes(t.nome)) return
    for (const m of t.madri)
      if (m.tabella !== t.nome) visita(tabelle.find((x) => x.nome === m.tabella)!, [...aperte, t.nome])
    fatte.set(t.nome, t)
  }
  for (const t of tabelle) visita(t, [])
  return [...fatte.values()]
}
