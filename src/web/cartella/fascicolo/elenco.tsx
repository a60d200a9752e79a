// A long list in a folder that is read whole, not in a table: the purpose when it is asked for, what to do when there is
// nothing, the next page.
import type { ReactNode } from 'react'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { plurale } from '../../kernel/format.ts'
import { CaricaAltri, type Elenco } from '../../kernel/ui/data-table.tsx'
import type { Lettura } from '../../kernel/ui/parts.tsx'

export function ElencoFascicolo<V>({
  personaId,
  lista,
  conteggio,
  vuoto,
  children,
}: {
  personaId: string
  lista: Elenco<V>
  conteggio: [uno: string, molti: string]
  vuoto: { titolo: string; testo: string }
  children: (voci: V[]) => ReactNode
}) {
  const query: Lettura<V[]> = {
    isPending: lista.isPending ?? false,
    error: lista.error ?? null,
    refetch: lista.refetch ?? (() => {}),
    ...(lista.isPending || lista.error ? {} : { data: lista.voci }),
  }
  return (
    <CaricamentoFascicolo personaId={personaId} query={query} righe={8}>
      {(voci) =>
        voci.length === 0 ? (
          <div className="vuoto" role="status">
            <p className="vuoto-titolo">{vuoto.titolo}</p>
            <p>{vuoto.testo}</p>
          </div>
        ) : (
          <>
            {children(voci)}
            <div className="tabella-piede">
              <p role="status">
                {plurale(voci.length, ...conteggio)}
                {lista.altre && '; ce n’è ancora'}
              </p>
              {lista.altre && <CaricaAltri lista={lista} />}
            </div>
          </>
        )
      }
    </CaricamentoFascicolo>
  )
}
