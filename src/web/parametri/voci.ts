// Entries of the code lists on the screen. Lists change a few times a year: each is kept for ten minutes, and those
// that the fields of a page ask for in the same instant travel in one request.
//
//   const { voci } = useVoci('motivo-chiusura')              in force today; with a day, in force that day
//   parole(voce, 'F') → «Coniugata»
import { useQuery } from '@tanstack/react-query'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { codificheApi } from '../../shared/parametri/codifiche.api.ts'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import { useAmbitoScelto } from '../kernel/ambito.ts'
import { call, type ProblemaRete } from '../kernel/client.ts'

type Lista = Output<typeof codificheApi.voci>['codifiche'][number]
export type Voce = Lista['voci'][number]

const attese = new Map<string, { nomi: Set<string>; risposta: Promise<Lista[]> }>()

/** One list out of the request that all those who ask in this turn share. */
function chiediLista(ambito: string | null, nome: string, giorno: string | undefined): Promise<Lista> {
  const chiave = `${ambito} ${giorno}`
  let attesa = attese.get(chiave)
  if (!attesa) {
    const nomi = new Set<string>()
    const risposta = new Promise<void>((fatto) => setTimeout(fatto)).then(async () => {
      attese.delete(chiave)
      const input = { codifiche: [...nomi].sort().join(','), ...(giorno && { giorno }) }
      return (await call(codificheApi.voci, input)).codifiche
    })
    attesa = { nomi, risposta }
    attese.set(chiave, attesa)
  }
  attesa.nomi.add(nome)
  return attesa.risposta.then((liste) => liste.find((l) => l.id === nome)!)
}

const nessuna: Voce[] = []

export function useVoci(codifica: Codifica, giorno?: string) {
  const [ambito] = useAmbitoScelto()
  const q = useQuery<Lista, ProblemaRete>({
    // begins as useEndpoint's, so that an act that invalidates the endpoint reaches it
    queryKey: [`${codificheApi.voci.method} ${codificheApi.voci.path}`, ambito, codifica, giorno],
    queryFn: () => chiediLista(ambito, codifica, giorno),
    staleTime: 600_000,
  })
  return { voci: q.data?.voci ?? nessuna, livelli: q.data?.livelli ?? 1, isPending: q.isPending, error: q.error }
}

/** «Figlio / Figlia» where nobody says of whom. */
export const parole = (v: Pick<Voce, 'etichetta' | 'etichettaF'>, genere?: 'F' | 'M' | null): string =>
  v.etichettaF === null || genere === 'M'
    ? v.etichetta
    : genere === 'F'
      ? v.etichettaF
      : `${v.etichetta} / ${v.etichettaF}`

/** What contains an entry, from the widest: «Minori e famiglia, Disagio del minore». */
export function percorso(v: Voce, voci: readonly Voce[]): string {
  const sopra: string[] = []
  for (let p = v.padre; p !== null; ) {
    const padre = voci.find((x) => x.codice === p)
    if (!padre) break
    sopra.unshift(padre.etichetta)
    p = padre.padre
  }
  return sopra.join(', ')
}

const piatto = (s: string) => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Entries that have every typed word in themselves or in what contains them. */
export function cercaVoci(voci: readonly Voce[], tra: readonly Voce[], testo: string): Voce[] {
  const cercate = piatto(testo).split(/\s+/).filter(Boolean)
  return voci.filter((v) => {
    const tutto = piatto(`${parole(v)} ${percorso(v, tra)}`)
    return cercate.every((p) => tutto.includes(p))
  })
}
