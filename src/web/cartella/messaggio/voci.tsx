// A message item by item: what it adds, what is there already, what stays as it is, what remains in the file.
import type { EsitoVoce, VoceMessaggio } from '../../../shared/cartella/messaggi.api.ts'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { StatusBadge, type Tono } from '../../kernel/ui/parts.tsx'

const esiti: Record<EsitoVoce, readonly [Tono, string]> = {
  aggiunge: ['positivo', 'si aggiunge'],
  'gia-presente': ['neutro', 'c’è già'],
  resta: ['attenzione', 'resta com’è'],
  fuori: ['neutro', 'resta nel file'],
}

export function Voci({ voci, titolo }: { voci: readonly VoceMessaggio[]; titolo: string }) {
  return (
    <DataTable
      caption={titolo}
      lista={{ voci: voci.map((v, n) => ({ ...v, n })) }}
      chiave={(v) => String(v.n)}
      conteggio={['dato', 'dati']}
      colonne={[
        { id: 'cosa', titolo: 'Dato', riga: true, cella: (v) => v.cosa },
        { id: 'valore', titolo: 'Nel messaggio', cella: (v) => v.valore || '–' },
        {
          id: 'esito',
          titolo: 'Esito',
          cella: (v) => <StatusBadge tono={esiti[v.esito][0]}>{esiti[v.esito][1]}</StatusBadge>,
        },
        { id: 'perche', titolo: 'Perché', cella: (v) => v.perche ?? '' },
      ]}
      vuoto={{ titolo: 'Il messaggio non dice nulla' }}
    />
  )
}
