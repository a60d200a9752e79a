// What every page of a file does while its work goes on: asks again, says how far it is and that one may leave; when it ends, what
// was in hand is read anew.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { StatoImportazione } from '../../../shared/anagrafe/importazioni.rules.ts'
import type { AnyEndpoint, InputWeb } from '../../kernel/client.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { ProgressBar } from '../../kernel/ui/parts.tsx'
import { alLavoro } from './parole.tsx'

/** The work, read again and again until it stops. */
export function useSeguito<const E extends AnyEndpoint>(e: E, input: InputWeb<E>) {
  const [segue, setSegue] = useState(true)
  const q = useEndpoint(e, input, { ogni: segue ? 1500 : false })
  const stato = (q.data as unknown as { stato: StatoImportazione } | undefined)?.stato
  const client = useQueryClient()
  useEffect(() => {
    if (stato === undefined) return
    setSegue(alLavoro(stato))
    // the rows, and after the confirmation what came of them, are others than those in hand
    if (!alLavoro(stato)) void client.invalidateQueries({ predicate: (x) => x.queryKey[0] !== `${e.method} ${e.path}` })
  }, [stato, client, e])
  return q
}

export const Avanzamento = ({
  etichetta,
  fatto,
  totale,
}: {
  etichetta: string
  fatto: number
  totale: number | null
}) => (
  <section aria-label="Avanzamento">
    <ProgressBar etichetta={etichetta} fatto={fatto} totale={totale} />
    <p>Puoi lasciare questa pagina: il lavoro continua e lo ritrovi tra i file caricati.</p>
  </section>
)
