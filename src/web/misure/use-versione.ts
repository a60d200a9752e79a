// The version by which a domanda or a caso is judged, as the pages that explain its requirements ask for it.
import { misureApi } from '../../shared/misure/misure.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'

/** Asked for once it is known which; a published version does not change, so it is not asked again for ten minutes. */
export const useVersione = (id: string | undefined) =>
  useEndpoint(misureApi.leggi, { id: id ?? '' }, { enabled: id !== undefined, staleTime: 600_000 })
