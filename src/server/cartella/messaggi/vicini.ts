// Who stands beside the person in the message: her household (of the registry, else of fact), her network, who assists
// her at home. A relation is told only where it is known towards her: those of a household are towards its person of
// reference. Where somebody lives in secret, nobody's comune is told.
import { sql } from 'kysely'
import {
  ASSISTENTE_FAMILIARE,
  type Contenuto,
  NON_DEFINITA,
  type Vicino,
} from '../../../shared/cartella/lombardia/contenuto.ts'
import type { Ctx } from '../../kernel/context.ts'

interface Riga {
  nucleoId: string
  tipo: 'anagrafico' | 'fatto' | 'rete'
  personaId: string
  parentela: string
  inversa: string | null
  intestatario: boolean
  cognome: string
  nome: string
  sesso: 'F' | 'M' | null
  nascita: string | null
  codiceFiscale: string | null
  residenza: string | null
}

export interface Vicini extends Pick<Contenuto, 'nucleo' | 'rete' | 'assistenti'> {
  /** Whose data they are: for the register of accesses. */
  persone: string[]
}

/** What is restricted to a few does not leave. */
async function leggiRighe(ctx: Ctx, persone: readonly string[]): Promise<Riga[]> {
  const { rows } = await sql<Riga>`
    with miei as materialized (
      select distinct n.id, n.tipo from nucleo n join nucleo_componente c on c.nucleo_id = n.id
       where c.persona_id = any (${[...persone]}) and n.tipo in ('anagrafico', 'fatto', 'rete') and n.riservato_a is null and (n.al is null or n.al >= kernel.oggi())
         and c.sostituito_il is null and c.riservato_a is null and (c.al is null or c.al >= kernel.oggi())
    )
    select distinct on (m.tipo, m.id, p.id) m.id as nucleo_id, m.tipo, p.id as persona_id, c.parentela, c.intestatario, p.cognome, p.nome, p.sesso, p.data_nascita as nascita, p.codice_fiscale,
           (select v.attributi ->> 'inversa' from codifica_voce v where v.codifica_id = 'parentela' and v.codice = c.parentela and v.ambito_id is null order by v.dal desc limit 1) as inversa,
           (select k.istat from persona_fatto f join comune k on k.id = f.dati ->> 'comune' where f.persona_id = p.id and f.tipo = 'residenza' and f.sostituito_il is null
              and f.classe is null and f.riservato_a is null and (f.dal is null or f.dal <= kernel.oggi()) and (f.al is null or f.al >= kernel.oggi()) limit 1) as residenza
      from miei m join nucleo_componente c on c.nucleo_id = m.id and c.sostituito_il is null and c.riservato_a is null and (c.al is null or c.al >= kernel.oggi())
      join persona p on p.id = kernel.principale(c.persona_id) and p.riservato_a is null
     order by m.tipo, m.id, p.id, c.intestatario desc`.execute(ctx.tx)
  return rows
}

const senzaNulli = <T extends object>(o: T): T =>
  Object.fromEntries(Object.entries(o).filter(([, x]) => x !== null && x !== undefined)) as T

/** Towards her: as written where she is the one of reference, turned round for the one of reference; else not known. */
function versoDiLei(r: Riga, lei: Riga): string | undefined {
  const riferimento = (x: Riga) => x.intestatario || x.parentela === 'persona-di-riferimento'
  if (r.parentela === ASSISTENTE_FAMILIARE) return r.parentela
  const detta = riferimento(lei) ? r.parentela : riferimento(r) ? lei.inversa : null
  return detta && detta !== NON_DEFINITA && detta !== 'persona-di-riferimento' ? detta : undefined
}

export async function leggiVicini(ctx: Ctx, persone: readonly string[]): Promise<Vicini & { segreto: boolean }> {
  const righe = await leggiRighe(ctx, persone)
  const tutte = [...persone, ...righe.map((r) => r.personaId)]
  const { rows: segreti } = await sql<{ id: string }>`
    select s as id from accesso.indirizzo_segreto(${tutte}) s`.execute(ctx.tx)
  const inSegreto = new Set(segreti.map((s) => s.id))
  const segreto = persone.some((p) => inSegreto.has(p))
  const perNucleo = Map.groupBy(righe, (r) => r.nucleoId)
  const nuclei = [...perNucleo.values()]
  const famiglia = nuclei.find((n) => n[0]!.tipo === 'anagrafico') ?? nuclei.find((n) => n[0]!.tipo === 'fatto') ?? []
  const reti = nuclei.filter((n) => n[0]!.tipo === 'rete')
  // where one of them hides, the comune of the others would tell it
  const tacere = segreto || famiglia.some((r) => inSegreto.has(r.personaId))
  const visti = new Set<string>(persone)
  const letti: { r: Riga; v: Vicino; rete: boolean }[] = []
  for (const n of [famiglia, ...reti]) {
    const lei = n.find((r) => persone.includes(r.personaId))
    for (const r of n) {
      if (!lei || visti.has(r.personaId)) continue
      visti.add(r.personaId)
      const v = senzaNulli({
        parentela: versoDiLei(r, lei),
        codiceFiscale: r.codiceFiscale,
        cognome: r.cognome || null,
        nome: r.nome || null,
        sesso: r.sesso,
        nascita: r.nascita,
        residenza: tacere || inSegreto.has(r.personaId) ? null : r.residenza,
      }) as Vicino
      letti.push({ r, v, rete: r.tipo === 'rete' })
    }
  }
  const ordinati = letti.sort((a, b) => chiave(a.v).localeCompare(chiave(b.v)))
  const senzaParentela = ({ parentela: _, ...v }: Vicino): Vicino => v
  const assiste = (x: { v: Vicino }) => x.v.parentela === ASSISTENTE_FAMILIARE
  return {
    segreto,
    persone: ordinati.map((x) => x.r.personaId),
    nucleo: ordinati.filter((x) => !x.rete && !assiste(x)).map((x) => x.v),
    rete: ordinati.filter((x) => x.rete && !assiste(x)).map((x) => x.v),
    assistenti: ordinati.filter(assiste).map((x) => senzaParentela(x.v)),
  }
}

/** An order that does not depend on when or where they were written: two records that say the same make the same message. */
const chiave = (v: Vicino) => [v.nascita ?? '', v.cognome ?? '', v.nome ?? '', v.codiceFiscale ?? ''].join(' ')
