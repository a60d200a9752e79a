// config/codifiche.csv (the lists) and config/codifiche/<list>.csv (their entries) → rows, idempotently. The meaning
// of a published entry never changes: the same code with a new `dal` is a new row, and the one before ends the day
// before. Words, order, mappings and last day of a row may be put right; what was closed on the spot stays closed.
// Entries of the ambiti are never touched.
import { sql } from 'kysely'
import type { Tx } from './db.ts'
import { readCsv } from './read-csv.ts'

/** Where the file gives no first day: the facts of a record may be older than any list. */
const SEMPRE = '1900-01-01'

export interface VoceDaFile {
  codifica_id: string
  codice: string
  etichetta: string
  etichetta_f: string | null
  padre: string | null
  ordine: number
  dal: string
  al: string | null
  bloccata: boolean
  mappa: Record<string, string>
  attributi: Record<string, string>
  fonte: string
}

/** Columns `mappa.inps`, `attributi.inversa`… of a row, those with a value, by what follows the point. */
const sotto = (riga: Record<string, string>, prefisso: string) =>
  Object.fromEntries(
    Object.entries(riga)
      .filter(([k, v]) => k.startsWith(`${prefisso}.`) && v !== '')
      .map(([k, v]) => [k.slice(prefisso.length + 1), v]),
  )

export function leggiCodifiche() {
  return readCsv('codifiche.csv').map((r) => ({
    id: r.codifica!,
    nome: r.nome!,
    descrizione: r.descrizione!,
    estendibile: r.estendibile === 'si',
    livelli: Number(r.livelli),
    fonte: r.fonte!,
  }))
}

/** The entries of a list, each code with its rows in order of time; a row without a source has that of its list. */
export function leggiVoci(codifica: { id: string; fonte: string }): VoceDaFile[] {
  return readCsv(`codifiche/${codifica.id}.csv`).map(
    (r, i): VoceDaFile => ({
      codifica_id: codifica.id,
      codice: r.codice!,
      etichetta: r.etichetta!,
      etichetta_f: r.etichetta_f || null,
      padre: r.padre || null,
      ordine: (i + 1) * 10,
      dal: r.dal || SEMPRE,
      al: r.al || null,
      bloccata: r.bloccata === 'si',
      mappa: sotto(r, 'mappa'),
      attributi: sotto(r, 'attributi'),
      fonte: r.fonte || codifica.fonte,
    }),
  )
}

export async function loadCodifiche(
  tx: Tx,
  codifiche = leggiCodifiche(),
  voci: VoceDaFile[] = codifiche.flatMap(leggiVoci),
): Promise<void> {
  await sql`
    insert into codifica (id, nome, descrizione, estendibile, livelli, fonte)
    select id, nome, descrizione, estendibile, livelli, fonte
      from jsonb_populate_recordset(null::codifica, ${JSON.stringify(codifiche)}::jsonb)
    on conflict (id) do update set nome = excluded.nome, descrizione = excluded.descrizione,
      estendibile = excluded.estendibile, livelli = excluded.livelli, fonte = excluded.fonte
    where (codifica.nome, codifica.descrizione, codifica.estendibile, codifica.livelli, codifica.fonte)
      is distinct from (excluded.nome, excluded.descrizione, excluded.estendibile, excluded.livelli, excluded.fonte)`.execute(
    tx,
  )
  const file = sql`jsonb_populate_recordset(null::codifica_voce, ${JSON.stringify(voci)}::jsonb)`
  // a row followed by a later one of the same code ends the day before it
  await sql`
    update codifica_voce v set al = n.dal - 1
      from (select codifica_id, codice, dal from ${file}) n
     where v.ambito_id is null and v.codifica_id = n.codifica_id and v.codice = n.codice
       and n.dal > v.dal and coalesce(v.al, 'infinity') >= n.dal`.execute(tx)
  // a parent that differs is a meaning that differs: the trigger refuses it, a new `dal` is needed
  await sql`
    update codifica_voce v set etichetta = f.etichetta, etichetta_f = f.etichetta_f, padre = f.padre, ordine = f.ordine,
      al = coalesce(f.al, f.fine, v.al), bloccata = f.bloccata, mappa = f.mappa, attributi = f.attributi, fonte = f.fonte
      from (select *, lead(dal) over (partition by codifica_id, codice order by dal) - 1 as fine from ${file}) f
     where v.ambito_id is null and v.codifica_id = f.codifica_id and v.codice = f.codice and v.dal = f.dal
       and (v.etichetta, v.etichetta_f, v.padre, v.ordine, v.al, v.bloccata, v.mappa, v.attributi, v.fonte)
         is distinct from (f.etichetta, f.etichetta_f, f.padre, f.ordine, coalesce(f.al, f.fine, v.al), f.bloccata, f.mappa, f.attributi, f.fonte)`.execute(
    tx,
  )
  // in the order of the file: a parent comes before what it contains
  await sql`
    insert into codifica_voce (codifica_id, codice, etichetta, etichetta_f, padre, ordine, dal, al, bloccata, mappa, attributi, fonte)
    select codifica_id, codice, etichetta, etichetta_f, padre, ordine, dal,
           coalesce(al, lead(dal) over (partition by codifica_id, codice order by dal) - 1), bloccata, mappa, attributi, fonte
      from ${file} f
     where not exists (select 1 from codifica_voce v where v.ambito_id is null
       and v.codifica_id = f.codifica_id and v.codice = f.codice and v.dal = f.dal)
     order by codifica_id, ordine`.execute(tx)
}
