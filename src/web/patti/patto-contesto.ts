// What the parts of the page of a pact share: the entries as they stand, those of the version before, the names of the persons, the
// words of the codes, the catalogue.
import { useMemo } from 'react'
import { codificheApi } from '../../shared/parametri/codifiche.api.ts'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import type { Risposta } from '../../shared/patti/compilazioni.api.ts'
import {
  type OffertaSostegno,
  type PattoLetto,
  pattoApi,
  type ScrittoVoce,
  sostegniApi,
} from '../../shared/patti/patto.api.ts'
import { type Campo, generi, generiVoce, listaDi, type Voce, vociDaCampi } from '../../shared/patti/patto-voci.ts'
import { call } from '../kernel/client.ts'
import { formatData, formatEuro } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { parole } from '../parametri/voci.ts'
import { type ScrittiSalvati, useScritti } from './salvataggio.ts'

/** As answers of an analysis, of which nothing is proposed by the record. */
const comeRisposta = (s: ScrittoVoce): Risposta => ({ ...s, origine: null, informazioneDel: null, daConfermare: false })

export function usePattoScritto(p: PattoLetto): ScrittiSalvati {
  return useScritti({
    bozza: `patto:${p.id}`,
    versione: p.versione,
    risposte: p.risposte.map(comeRisposta),
    invia: async ({ vista, risposte }, o) => {
      const r = await call(
        pattoApi.salva,
        {
          id: p.id,
          vista,
          risposte: risposte.map((x) => ({ ...x, valore: Array.isArray(x.valore) ? x.valore.map(String) : x.valore })),
        },
        o,
      )
      return { versione: r.versione, conflitti: r.conflitti.map(comeRisposta), cambiate: r.cambiate.map(comeRisposta) }
    },
  })
}

export const vociDaScritti = (scritti: readonly Pick<ScrittoVoce, 'componenteId' | 'campo' | 'valore'>[]): Voce[] =>
  vociDaCampi(scritti.map((s) => [s.componenteId!, s.campo, s.valore] as const))

export interface ParolePatto {
  /** A value of an entry as one reads it; empty where there is none. */
  inParole: (v: Voce, c: Campo) => string
  /** The words of a code of a list. */
  codice: (lista: string, codice: string | null) => string
  nome: (componenteId: string) => string
  offerte: readonly OffertaSostegno[]
}

/** All the lists of a pact, those of its meetings too. */
const liste: Codifica[] = [
  ...new Set([
    ...generiVoce.flatMap((g) => [
      ...generi[g].campi.flatMap((c) => c.codifica ?? []),
      ...(generi[g].valutato ? [generi[g].valutato] : []),
    ]),
    ...(['giustificato-motivo', 'decisione-incontro'] as const),
  ]),
].sort()

export function useParolePatto(p: { persone: readonly { componenteId: string; nome: string }[] }): ParolePatto {
  const q = useEndpoint(codificheApi.voci, { codifiche: liste.join(',') }, { staleTime: 600_000 })
  const codifiche = q.data?.codifiche
  // who reads the pact as a member of the équipe has no catalogue
  const can = useCan()
  const offerte = useEndpoint(sostegniApi.list, {}, { enabled: can(sostegniApi.list.azione) }).data?.voci
  return useMemo(() => {
    const nome = (id: string) => p.persone.find((x) => x.componenteId === id)?.nome ?? ''
    const codice = (lista: string, c: string | null) => {
      const v = codifiche?.find((l) => l.id === lista)?.voci.find((x) => x.codice === c)
      return v ? parole(v) : (c ?? '')
    }
    const inParole = (v: Voce, c: Campo): string => {
      const x = v.campi[c.nome]
      if (x === null || x === undefined || x === '') return ''
      if (c.tipo === 'giorno') return formatData(String(x))
      if (c.tipo === 'importo') return formatEuro(Number(x))
      if (c.tipo === 'si-no') return x === true ? 'sì' : 'no'
      if (c.tipo === 'componente') return nome(String(x))
      if (c.tipo === 'componenti') return listaDi(v, c.nome).map(nome).filter(Boolean).join(', ')
      if (c.tipo === 'offerta') return offerte?.find((o) => o.id === x)?.nome ?? ''
      return c.codifica ? codice(c.codifica, String(x)) : String(x)
    }
    return { inParole, codice, nome, offerte: offerte ?? [] }
  }, [p.persone, offerte, codifiche])
}
