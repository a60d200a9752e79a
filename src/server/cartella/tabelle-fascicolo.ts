// Which tables a folder is made of, read from the catalogue: a table added tomorrow is exported tomorrow. Each is
// reached from the person by persona_id, or through the table it belongs to; the order is one in which rows can be
// written back.
import { sql } from 'kysely'
import type { FORMATO_ESPORTAZIONE } from '../../shared/cartella/esportazione.api.ts'
import type { Tx } from '../kernel/db.ts'

export interface Tabella {
  nome: string
  colonne: string[]
  /** Columns that name a colleague, and whether they may be empty. */
  operatori: { colonna: string; obbligatoria: boolean }[]
  /** Arrays of colleagues. */
  elenchiOperatori: string[]
  madri: { colonna: string; tabella: string }[]
}

export type RigaEsportata = Record<string, unknown>

export interface FascicoloEsportato {
  formato: typeof FORMATO_ESPORTAZIONE
  versione: number
  esportatoIl: string
  comune: { codice: string; nome: string }
  persona: string
  /** People whose ids stand in the rows: colleagues by name, so that a history is readable elsewhere. */
  operatori: Record<string, string>
  tabelle: Record<string, RigaEsportata[]>
}

/** Derived by trigger from what is exported; drafts of the browser are not of the record. */
export const DERIVATE = ['persona_parola', 'diario_persona']
/** What is not of a folder (the work of a loading), and the files, which do not leave yet. */
const ESCLUSE = [
  'documento',
  'documento_versione',
  'documento_contenuto',
  'documento_passaggio',
  'importazione_cartella',
  'importazione_cartella_parte',
  'importazione_cartella_riga',
]
const ELENCHI_OPERATORI = ['riservato_a', 'operatori', 'destinatari', 'prima']

export async function tabelleFascicolo(tx: Tx): Promise<Tabella[]> {
  const { rows } = await sql<{
    nome: string
    colonne: string[]
    madri: { colonna: string; tabella: string; obbligatoria: boolean }[]
  }>`
    select c.relname as nome,
           array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as colonne,
           coalesce((select jsonb_agg(jsonb_build_object('colonna', a.attname, 'tabella', k.confrelid::regclass::text, 'obbligatoria', a.attnotnull) order by a.attnum)
              from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1] where k.conrelid = c.oid and k.contype = 'f'), '[]') as madri
      from kernel.tabella_protetta t join pg_class c on c.oid = t.nome::regclass
     where t.sezione = 'cartella' and not t.nome = any (${[...DERIVATE, ...ESCLUSE]}) order by c.relname`.execute(tx)
  const nomi = new Set(rows.map((r) => r.nome))
  const nostra = (m: { tabella: string }) => nomi.has(m.tabella)
  const tabelle = rows.map(
    (r): Tabella => ({
      nome: r.nome,
      colonne: r.colonne,
      operatori: r.madri
        .filter((m) => m.tabella === 'utente')
        .map((m) => ({ colonna: m.colonna, obbligatoria: m.obbligatoria })),
      elenchiOperatori: r.colonne.filter((c) => ELENCHI_OPERATORI.includes(c)),
      madri: r.madri.filter(nostra).map(({ colonna, tabella }) => ({ colonna, tabella })),
    }),
  )
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
