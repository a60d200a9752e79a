// The family as the server gives it, as the data that the genogram draws. Intervals there end on the last day, in the
// picture on the day after; a filiation is drawn by the mark of its code list, not by its name.

import type { Output } from '../../kernel/endpoint.ts'
import type { relazioniApi } from '../relazioni.api.ts'
import type { Tabelle } from './legenda.ts'
import type { DatiGenogramma, Filiazione, Persona, Segno, TipoFiliazione, TipoUnione, Unione } from './modello.ts'
import { confronta, tipiUnione } from './modello.ts'
import { stileDaLista, stiliLegame } from './tabelle.ts'

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

/** The styles of this picture: those of the table, as the ambito's list marks them, and of the qualities that it has added. */
export function tabelleDi(f: Famiglia): Tabelle {
  const usate = new Map(f.relazioni.flatMap((r) => (r.specie === 'legame' ? [[r.tipo, r] as const] : [])))
  const note = new Set(stiliLegame.map((s) => s.codice))
  const altre = [...usate.values()].filter((r) => !note.has(r.tipo)).sort((a, b) => confronta(a.tipo, b.tipo))
  const daLista = (r: (typeof altre)[number]) => stileDaLista(r.tipo, r.nome, r.segno)
  const noti = stiliLegame.map((s) => {
    const r = usate.get(s.codice)
    return r ? daLista(r) : s
  })
  return { legami: [...noti, ...altre.map(daLista)] }
}

/** One mark of a kind for each person, whatever the facts that tell it: from the first of them to the last. */
function segniPerPersona(f: Famiglia): Map<string, Segno[]> {
  const estremo = (valori: readonly (string | null)[], ultimo: boolean) =>
    valori.includes(null) ? null : valori.toSorted().at(ultimo ? -1 : 0)!
  return new Map(
    [...Map.groupBy(f.segni, (s) => s.persona)].map(([persona, suoi]) => [
      persona,
      [...Map.groupBy(suoi, (s) => s.codice)].map(([codice, volte]) => {
        const al = estremo(
          volte.map((v) => v.al),
          true,
        )
        const dal = estremo(
          volte.map((v) => v.dal),
          false,
        )
        return { codice, ...se('dal', dal), ...(al && { al: giornoDopo(al) }) }
      }),
    ]),
  )
}

/** The other one of the couple on that day: the only one with whom she was united then. */
function unitoA(f: Famiglia, madre: string, giorno: string): string | undefined {
  const altri = f.relazioni.flatMap((r) =>
    r.specie === 'unione' &&
    (r.a === madre || r.b === madre) &&
    (!r.dal || r.dal <= giorno) &&
    (!r.al || r.al >= giorno)
      ? [r.a === madre ? r.b : r.a]
      : [],
  )
  return altri.length === 1 ? altri[0] : undefined
}

/** A pregnancy has a place among the children until its outcome; a loss, from then on. */
function attese(f: Famiglia): { persone: Persona[]; filiazioni: Filiazione[] } {
  const figure = f.gravidanze.flatMap((g) => {
    const padre = g.dellaCoppia ? unitoA(f, g.madre, g.dal ?? g.al ?? f.giorno) : undefined
    const genitori = { persone: [g.madre, ...(padre ? [padre] : [])] }
    const inCorso: Persona[] =
      g.al && (!g.dal || g.dal >= g.al)
        ? []
        : [
            {
              id: `${g.id}:attesa`,
              etichetta: '',
              sesso: 'ignoto',
              tipo: 'gravidanza',
              ...se('nascita', g.dal),
              ...se('al', g.al),
            },
          ]
    const perdita: Persona[] =
      g.esito && g.esito !== 'nascita'
        ? [{ id: g.id, etichetta: '', sesso: 'ignoto', tipo: g.esito, ...se('nascita', g.al) }]
        : []
    return [...inCorso, ...perdita].map((persona) => ({ persona, genitori }))
  })
  return {
    persone: figure.map((x) => x.persona),
    filiazioni: figure.map((x) => ({ figlio: x.persona.id, genitori: x.genitori, tipo: 'naturale' })),
  }
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
  const segni = segniPerPersona(f)
  const { persone: attesi, filiazioni: attesa } = attese(f)
  return {
    giorno: f.giorno,
    persone: [
      ...f.persone.map((p) => ({
        id: p.id,
        etichetta: p.nome,
        sesso: p.sesso ?? ('ignoto' as const),
        ...se('nascita', p.nascita),
        ...se('decesso', p.decesso),
        ...(segni.has(p.id) && { segni: segni.get(p.id)! }),
        ...(p.indice && { indice: true }),
      })),
      ...attesi,
    ],
    unioni,
    filiazioni: [...filiazioni, ...attesa],
    legami: di('legame').map((r) => ({ a: r.a, b: r.b, qualita: r.tipo, ...se('dal', r.dal), ...se('al', r.al) })),
    nuclei: f.nuclei.map((n) => ({
      id: n.id,
      tipo: n.tipo,
      etichetta: n.etichetta,
      membri: n.membri.map((m) => ({ persona: m.persona, ...se('dal', m.dal), ...(m.al && { al: giornoDopo(m.al) }) })),
    })),
  }
}
