// The households of the measures: mostly families of the record, so that one thing leads to the other, and some of a comune that
// keeps none; each with its fate, its comune, who follows it. Nothing is written anywhere yet.
import { piuMesi } from '../../../src/shared/misure/giorni.ts'
import type { PersonaDemo } from '../../persone.ts'
import type { Persona } from '../casa.ts'
import { componiAltre, type Famiglia } from '../famiglie.ts'
import { type Mondo, presenti } from '../mondo.ts'
import { MAGENTA, type Territorio, territori } from './operatori.ts'
import { codaDelleSorti, type NomeSorte, sorteDi } from './sorti.ts'

export interface Nucleo {
  /** Which of the households it is. */
  n: number
  famiglia: Famiglia
  sorte: NomeSorte
  /** Which of those of its fate. */
  k: number
  dove: Territorio
  /** Who asks first, then who lives with him. */
  membri: readonly Persona[]
  chi: PersonaDemo
  /** Known once its extract is in. */
  caso: { id: string }
}

export const adultoIl = (p: Pick<Persona, 'nascita'>, giorno: string): boolean => piuMesi(p.nascita, 18 * 12) <= giorno

function membriDi(f: Famiglia, oggi: string): Persona[] {
  const tutti = presenti(f)
    .map((k) => f.casa.persone[k]!)
    .filter((p) => p.codiceFiscale)
  const chiede = tutti.find((p) => adultoIl(p, `${Number(oggi.slice(0, 4)) - 10}-01-01`))
  return chiede ? [chiede, ...tutti.filter((p) => p !== chiede)] : []
}

/** One household out of so many of a comune without a record. */
const OGNI_ALTRE = 12

export function componiNuclei(m: Mondo, oggi: string, quanti: (su300: number) => number): Nucleo[] {
  const coda = codaDelleSorti(quanti)
  const conCartella = territori.filter((t) => t.cartella)
  const note = m.servizi
    .flatMap((s) => s.famiglie)
    .sort((a, b) => a.casa.n - b.casa.n)
    .filter((f) => membriDi(f, oggi).length > 0 && conCartella.some((t) => t.comune === f.casa.comune))
  // an analysis concerns persons of the record, and takes them in charge: where no other story of the year does
  const liberi = note.filter((f) => m.liberi.has(f))
  const perAnalisi = liberi.splice(0, coda.filter((x) => sorteDi(x.nome).analisi).length)
  const altri = [...note.filter((f) => !m.liberi.has(f)), ...liberi]
  const altre = componiAltre(coda.length, 560, oggi, MAGENTA)
  const seguiti = new Map<string, number>()
  return coda.map(({ nome: sorte, k }, n) => {
    const di = sorteDi(sorte).analisi ? perAnalisi : n % OGNI_ALTRE === OGNI_ALTRE - 1 ? altre : altri
    const famiglia = di.shift() ?? altre.shift()!
    const dove = territori.find((t) => t.comune === famiglia.casa.comune)!
    const quale = seguiti.get(dove.comune) ?? 0
    seguiti.set(dove.comune, quale + 1)
    return {
      n,
      famiglia,
      sorte,
      k,
      dove,
      membri: membriDi(famiglia, oggi),
      chi: dove.seguono[quale % dove.seguono.length]!,
      caso: { id: '' },
    }
  })
}
