// A message item by item: what it adds, what is there already, what stays as it is, what remains in the file.
import type { EsitoVoce, VoceMessaggio } from '../../../shared/cartella/messaggi.api.ts'
import { plurale } from '../../kernel/format.ts'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { StatusBadge, type Tono } from '../../kernel/ui/parts.tsx'

const esiti: Record<Exclude<EsitoVoce, 'fuori'>, readonly [Tono, string]> = {
  aggiunge: ['positivo', 'si aggiunge'],
  'gia-presente': ['neutro', 'c’è già'],
  resta: ['attenzione', 'resta com’è'],
}

export function Voci({ voci, titolo }: { voci: readonly VoceMessaggio[]; titolo: string }) {
  const numerate = voci.map((v, n) => ({ ...v, n }))
  const fuori = numerate.filter((v) => v.esito === 'fuori')
  return (
    <>
      <Tabella voci={numerate.filter((v) => v.esito !== 'fuori')} titolo={titolo} />
      {fuori.length > 0 && (
        <details className="messaggio-fuori">
          <summary>Che cosa resta nel file: {plurale(fuori.length, 'dato', 'dati')}</summary>
          <ul className="messaggio-note">
            {fuori.map((v) => (
              <li key={v.n}>
                <strong>{v.cosa}</strong>
                {v.valore && ` (${v.valore})`}. {v.perche}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function Tabella({ voci, titolo }: { voci: (VoceMessaggio & { n: number })[]; titolo: string }) {
  return (
    <DataTable
      caption={titolo}
      lista={{ voci }}
      chiave={(v) => String(v.n)}
      conteggio={['dato', 'dati']}
      colonne={[
        { id: 'cosa', titolo: 'Dato', riga: true, cella: (v) => v.cosa },
        { id: 'valore', titolo: 'Nel messaggio', cella: (v) => v.valore || '–' },
        {
          id: 'esito',
          titolo: 'Esito',
          cella: (v) => v.esito !== 'fuori' && <Esito esito={v.esito} />,
        },
        { id: 'perche', titolo: 'Perché', cella: (v) => v.perche ?? '' },
      ]}
      vuoto={{ titolo: 'Il messaggio non dice nulla' }}
    />
  )
}

const Esito = ({ esito }: { esito: keyof typeof esiti }) => (
  <StatusBadge tono={esiti[esito][0]}>{esiti[esito][1]}</StatusBadge>
)
