// The ambito one works on, with its comuni: of the user, or the one that the Super Utente has chosen.
import { ambitiApi } from '../../../shared/territorio/ambiti.api.ts'
import { useAmbitoScelto } from '../../kernel/ambito.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useSessione } from '../../kernel/session.tsx'

/** Null where a user of national reach has chosen none. */
export function useAmbitoId(): string | null {
  const [scelto] = useAmbitoScelto()
  return useSessione().ambito?.id ?? scelto
}

/** Name and comuni of today, for lists to choose from; empty until they arrive. */
export function useAmbito() {
  const id = useAmbitoId()
  const q = useEndpoint(ambitiApi.leggi, { id: id ?? '' }, { enabled: id !== null, staleTime: 300_000 })
  const comuni = q.data?.comuni ?? []
  return {
    id,
    nome: q.data?.nome ?? null,
    comuni,
    opzioniComuni: comuni.map((c) => [c.id, c.nome] as const),
    nomeComune: (belfiore: string) => comuni.find((c) => c.id === belfiore)?.nome ?? belfiore,
  }
}
