// Colleagues who may have written in a folder, as choices of a filter.
import { diarioApi } from '../../../shared/cartella/diario.api.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useSessione } from '../../kernel/session.tsx'

export function useAutori(personaId: string, enabled: boolean): (readonly [string, string])[] {
  const { utente, can } = useSessione()
  const q = useEndpoint(
    diarioApi.contesto,
    { id: personaId },
    { enabled: enabled && can('diario.leggi'), staleTime: 300_000 },
  )
  return [[utente.id, 'Io'] as const, ...(q.data?.colleghi ?? []).map((c) => [c.id, c.nome] as const)]
}
