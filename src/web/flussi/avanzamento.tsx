// A generation at work, followed until it ends: flows as files, or put where INPS takes them.
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { type Generazione, generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import type { AnyEndpoint } from '../kernel/client.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { Avviso, ProgressBar } from '../kernel/ui/parts.tsx'
import { nomeEndpointDi } from './chiavi.ts'

export function Avanzamento({
  id,
  vecchi,
  inCorso,
  children,
}: {
  id: string
  /** What is to be read again when it has ended. */
  vecchi: AnyEndpoint[]
  /** How its flows are counted while it works. */
  inCorso: string
  children: (g: Generazione) => ReactNode
}) {
  const [segue, setSegue] = useState(true)
  const q = useEndpoint(generazioniApi.leggi, { id }, { ogni: segue ? 1500 : false })
  const client = useQueryClient()
  const stato = q.data?.stato
  // biome-ignore lint/correctness/useExhaustiveDependencies: `vecchi` is a new list at each drawing, and the lists are read again once, when it ends
  useEffect(() => {
    if (stato === undefined || stato === 'in-corso') return
    setSegue(false)
    for (const e of vecchi) void client.invalidateQueries({ queryKey: [nomeEndpointDi(e)] })
  }, [stato, client])
  const g = q.data
  if (!g) return null
  if (g.stato === 'in-corso')
    return (
      <section aria-label="Avanzamento">
        <ProgressBar etichetta={inCorso} fatto={g.flussi} totale={null} />
        <p>Puoi lasciare questa pagina: la generazione continua e un avviso ti dirà quando è finita.</p>
      </section>
    )
  if (g.stato === 'fallita')
    return (
      <Avviso tipo="danger" titolo="La generazione non è riuscita" annuncia>
        <p>{g.errore}</p>
      </Avviso>
    )
  return <>{children(g)}</>
}
