// Whoever comes back from registering a formal request finds it chosen (`?richiesta=`), over the draft that is taken up.
import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import type { ActionForm } from '../../kernel/form/form.tsx'

export function useRichiestaDellIndirizzo({ rhf, bozza: { riprese } }: ActionForm): void {
  const [search] = useSearchParams()
  const richiesta = search.get('richiesta')
  // biome-ignore lint/correctness/useExhaustiveDependencies: again over each draft taken up
  useEffect(() => {
    if (richiesta) rhf.setValue('richiestaFormaleId', richiesta)
  }, [richiesta, rhf, riprese])
}
