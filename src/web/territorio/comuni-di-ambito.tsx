// The comuni of an ambito as a table: those of a day, or those that left or will come. Where the reader may change
// them, each row ends with its act.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { formatData } from '../kernel/format.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'

type ComuneDiAmbito = OutputWeb<typeof ambitiApi.leggi>['comuni'][number]

export function ElencoComuni({
  comuni,
  caption = 'Comuni dell’ambito',
  atto,
  vuoto = { titolo: 'Nessun comune', testo: 'L’ambito non ha ancora comuni: li aggiunge il Super Utente.' },
}: {
  comuni: ComuneDiAmbito[]
  caption?: string
  atto?: (c: ComuneDiAmbito) => ReactNode
  vuoto?: { titolo: string; testo?: string }
}) {
  return (
    <DataTable
      caption={caption}
      lista={{ voci: comuni }}
      chiave={(c) => c.id + c.dal}
      conteggio={['comune', 'comuni']}
      vuoto={vuoto}
      colonne={[
        {
          id: 'nome',
          titolo: 'Comune',
          riga: true,
          cella: (c) => (
            <>
              <Link to={`/comuni/${c.id}`}>{c.nome}</Link>
              {c.capofila && ' (capofila)'}
            </>
          ),
        },
        { id: 'provincia', titolo: 'Provincia', cella: (c) => c.provincia ?? '–' },
        { id: 'dal', titolo: 'Dal', cella: (c) => formatData(c.dal) },
        { id: 'al', titolo: 'Al', cella: (c) => formatData(c.al) },
        ...(atto ? [{ id: 'atti', titolo: 'Operazioni', senzaTitolo: true, cella: atto }] : []),
      ]}
    />
  )
}
