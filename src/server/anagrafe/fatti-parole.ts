// The data of facts in words: labels of codes as they were on the day, names of places, amounts and dates the Italian
// way. Once for the screen, the print, the export and the documents.
import { sql } from 'kysely'
import { type NomeFatto, tipoFatto } from '../../shared/anagrafe/fatti.ts'
import type { Campo } from '../../shared/anagrafe/fatti-forma.ts'
import type { FattoLetto } from '../../shared/anagrafe/persone.api.ts'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import type { Ctx } from '../kernel/context.ts'

type Dati = Record<string, unknown>

const campi = (tipo: NomeFatto) => Object.entries<Campo>(tipoFatto(tipo).campi)
const elenco = (v: unknown): string[] =>
  Array.isArray(v) ? v.map(String) : v === undefined || v === null ? [] : [String(v)]

/** The codes that the data use, by field, as `assertVoci` takes them. */
export const codiciDi = (tipo: NomeFatto, dati: Dati): Record<string, readonly [Codifica, string[]]> =>
  Object.fromEntries(
    campi(tipo)
      .filter(([k, c]) => c.codifica && dati[k] !== undefined)
      .map(([k, c]) => [k, [c.codifica as Codifica, elenco(dati[k])] as const]),
  )

const LUOGHI: ReadonlySet<string> = new Set<Campo['genere']>(['luogo', 'comune', 'stato'])

interface DaDire {
  tipo: NomeFatto
  dati: Dati
  dal: string | null
}

const euro = new Intl.NumberFormat('it-IT', { style: 'currency', currency: 'EUR' })
const inItaliano = (g: string) => g.split('-').reverse().join('/')

/** What the words of a residence add to its fields. */
export const REGIONE = 'regione'

/** Two queries, however many the facts. */
async function nomi(
  ctx: Ctx,
  fatti: readonly DaDire[],
): Promise<{
  voce: (lista: string, codice: string, giorno: string | null) => string
  luogo: (id: string) => string
  regione: (comune: unknown) => string | null
}> {
  const voci = new Map<string, { lista: string; codice: string; giorno: string | null }>()
  const luoghi = new Set<string>()
  for (const f of fatti)
    for (const [k, c] of campi(f.tipo)) {
      if (LUOGHI.has(c.genere)) for (const id of elenco(f.dati[k])) luoghi.add(id)
      if (c.codifica)
        for (const codice of elenco(f.dati[k]))
          voci.set(`${c.codifica} ${codice} ${f.dal}`, { lista: c.codifica, codice, giorno: f.dal })
    }
  const etichette =
    voci.size > 0
      ? await sql<{ lista: string; codice: string; giorno: string | null; etichetta: string | null }>`
        select v.lista, v.codice, v.giorno, kernel.voce_etichetta(v.lista, v.codice, coalesce(v.giorno, kernel.oggi())) as etichetta
          from jsonb_to_recordset(${JSON.stringify([...voci.values()])}::jsonb) as v(lista text, codice text, giorno date)`.execute(
          ctx.tx,
        )
      : { rows: [] }
  const posti =
    luoghi.size > 0
      ? await sql<{ id: string; nome: string; regione: string | null }>`
        select c.id, c.nome || coalesce(' (' || p.sigla || ')', '') as nome, r.nome as regione from comune c
          left join provincia p on p.id = c.provincia_id left join regione r on r.id = p.regione_id where c.id = any (${[...luoghi]})
        union all select id, nome, null from stato_estero where id = any (${[...luoghi]})`.execute(ctx.tx)
      : { rows: [] }
  const perVoce = new Map(etichette.rows.map((r) => [`${r.lista} ${r.codice} ${r.giorno}`, r.etichetta]))
  const perLuogo = new Map(posti.rows.map((r) => [r.id, r]))
  return {
    voce: (lista, codice, giorno) => perVoce.get(`${lista} ${codice} ${giorno}`) ?? codice,
    luogo: (id) => perLuogo.get(id)?.nome ?? id,
    regione: (comune) => perLuogo.get(String(comune))?.regione ?? null,
  }
}

/** For each fact, its fields in the order of its kind; what was not said is left out. */
export async function inParole(ctx: Ctx, fatti: readonly DaDire[]): Promise<FattoLetto['parole'][]> {
  const n = await nomi(ctx, fatti)
  const dici = (c: Campo, v: unknown, giorno: string | null): string => {
    switch (c.genere) {
      case 'si-no':
        return v ? 'sì' : 'no'
      case 'data':
        return inItaliano(String(v))
      case 'euro':
        return euro.format(Number(v) / 100)
      case 'numero':
        return Number(v).toLocaleString('it-IT')
      case 'luogo':
      case 'comune':
      case 'stato':
        return n.luogo(String(v))
      case 'codice':
      case 'codici':
        return elenco(v)
          .map((x) => n.voce(c.codifica!, x, giorno))
          .join(', ')
      case 'scelta':
        return c.scelte?.[String(v)] ?? String(v)
      default:
        return String(v)
    }
  }
  return fatti.map((f) => {
    const detti = campi(f.tipo)
      .filter(([k]) => f.dati[k] !== undefined && f.dati[k] !== null && f.dati[k] !== '')
      .map(([k, c]) => ({ campo: k, etichetta: c.etichetta, valore: dici(c, f.dati[k], f.dal) }))
    // the region follows from the comune: it is read, never typed
    const regione = f.tipo === 'residenza' ? n.regione(f.dati.comune) : null
    return regione ? [...detti, { campo: REGIONE, etichetta: 'Regione', valore: regione }] : detti
  })
}
