// Whoever comes back from registering a formal request finds it chosen (`?richiesta=`), over the draft restored before.
import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import type { ActionForm } from '../../kernel/form/form.tsx'

/** Called after `useActionForm`, whose effect restores the draft. */
export function useRichiestaDellIndirizzo({ rhf }: ActionForm): void {
  const [search] = useSearchParams()
  const richiesta = search.get('richiesta')
  useEffect(() => {
    if (richiesta) rhf.setValue('richiestaFormaleId', richiesta)
  }, [richiesta, rhf])
}
