// The family as the server gives it, as the data that the genogram draws. Intervals there end on the last day, in the
// picture on the day after; a filiation is drawn by the mark of its code list, not by its name.

import type { Output } from '../../kernel/endpoint.ts'
import type { relazioniApi } from '../relazioni.api.ts'
import type { DatiGenogramma, Filiazione, TipoFiliazione, TipoUnione, Unione } from './modello.ts'
import { tipiUnione } from './modello.ts'

type Famiglia = Output<typeof relazioniApi.famiglia>
type Relazione = Famiglia['relazioni'][number]

/** Mark → how a child is joined; what has no mark of a parentage (a stepchild) is not one in the picture. */
const filiazioniPerSegno: Record<string, TipoFiliazione> = {
  linea: 'naturale',
  'linea-tratteggio': 'adottiva',
  punteggiata: 'affido',
}

const giornoDopo = (g: string) => new Date(Date.parse(g) + 86_400_000).toISOString().slice(0, 10)
const se = <K extends string>(chiave: K, v: string | null) => (v ? ({ [chiave]: v } as Record<K, string>) : {})

/** Twins in pairs become groups: a of b and b of c are three. */
function gruppi(gemelli: readonly Relazione[]): Map<string, { gruppo: string; monozigoti: boolean }> {
  const capo = new Map<string, string>()
  const trova = (x: string): string => {
    const su = capo.get(x)
    return su === undefined || su === x ? x : trova(su)
  }
  for (const g of gemelli) {
    const [primo, secondo] = [trova(g.a), trova(g.b)].sort() as [string, string]
    capo.set(secondo, primo)
    capo.set(primo, primo)
  }
  return new Map(
    gemelli.flatMap((g) =>
      [g.a, g.b].map((id) => [id, { gruppo: trova(id), monozigoti: g.tipo === 'monozigoti' }] as const),
    ),
  )
}

export function datiGenogramma(f: Famiglia): DatiGenogramma {
  const di = (specie: Relazione['specie']) => f.relazioni.filter((r) => r.specie === specie)
  const gemelli = gruppi(di('gemelli'))
  const unioni: Unione[] = di('unione').map((r) => ({
    id: r.id,
    a: r.a,
    b: r.b,
    tipo: (tipiUnione as readonly string[]).includes(r.tipo) ? (r.tipo as TipoUnione) : 'relazione',
    ...se('dal', r.dal),
    ...se('al', r.al),
    ...(r.esito && { esito: r.esito }),
  }))
  const filiazioni: Filiazione[] = di('filiazione').flatMap((r) => {
    const tipo = filiazioniPerSegno[r.segno ?? '']
    const suoi = gemelli.get(r.b)
    return tipo
      ? [
          {
            figlio: r.b,
            genitori: { persone: [r.a] },
            tipo,
            ...se('dal', r.dal),
            ...se('al', r.al),
            ...(suoi && { gemelli: suoi }),
          },
        ]
      : []
  })
  return {
    giorno: f.giorno,
    persone: f.persone.map((p) => ({
      id: p.id,
      etichetta: p.nome,
      sesso: p.sesso ?? 'ignoto',
      ...se('nascita', p.nascita),
      ...se('decesso', p.decesso),
      ...(p.indice && { indice: true }),
    })),
    unioni,
    filiazioni,
    legami: di('legame').map((r) => ({ a: r.a, b: r.b, qualita: r.tipo, ...se('dal', r.dal), ...se('al', r.al) })),
    nuclei: f.nuclei.map((n) => ({
      id: n.id,
      tipo: n.tipo,
      etichetta: n.etichetta,
      membri: n.membri.map((m) => ({ persona: m.persona, ...se('dal', m.dal), ...(m.al && { al: giornoDopo(m.al) }) })),
    })),
  }
}
