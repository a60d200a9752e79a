// The report of an import, row by row: how many of each kind (each count is also a filter, kept in the address), and for
// every row what was written, what becomes of it and why.
import { importazioniApi } from '../../../shared/accreditamento/importazioni.api.ts'
import { type ColonnaModello, colonneModello, esitiRiga } from '../../../shared/accreditamento/importazioni.rules.ts'
import { formatNumero } from '../../kernel/format.ts'
import { usePagine } from '../../kernel/hooks.ts'
import { ContiRighe } from '../../kernel/ui/conti-righe.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { useFiltri } from '../../kernel/ui/filters.tsx'
import { StatusBadge } from '../../kernel/ui/parts.tsx'
import { conti, esiti, type Riga, type Scheda } from './parole.tsx'

const cella = (r: Riga, colonna: ColonnaModello) => r.celle[colonneModello.indexOf(colonna)] ?? ''

export function RigheImportate({ i }: { i: Scheda }) {
  const [filtri, setFiltri] = useFiltri({ esito: '' })
  const scelto = esitiRiga.find((e) => e === filtri.esito)
  const lista = usePagine(importazioniApi.righe, { id: i.id, ...(scelto && { esito: scelto }) })
  return (
    <section aria-label="Esito riga per riga">
      <h2>Riga per riga</h2>
      <ContiRighe conti={conti(i)} parole={esiti} scelto={scelto} onScelto={(esito) => setFiltri({ esito })} />
      <DataTable
        caption={scelto ? `Righe ${esiti[scelto].molte}` : 'Tutte le righe'}
        lista={lista}
        chiave={(r) => String(r.riga)}
        colonne={[
          { id: 'riga', titolo: 'Riga', numero: true, cella: (r) => formatNumero(r.riga) },
          { id: 'persona', titolo: 'Persona', riga: true, cella: (r) => <Persona r={r} /> },
          { id: 'ruolo', titolo: 'Ruolo', cella: (r) => cella(r, 'Ruolo') || '–' },
          {
            id: 'territorio',
            titolo: 'Territorio',
            cella: (r) => cella(r, 'Comune di riferimento') || cella(r, 'Ambito di riferimento') || '–',
          },
          { id: 'esito', titolo: 'Esito', cella: (r) => <Esito r={r} /> },
        ]}
        vuoto={
          scelto
            ? { titolo: `Nessuna riga ${esiti[scelto].parola}` }
            : {
                titolo: 'Il foglio non conteneva righe compilate',
                testo: 'Controlla di aver salvato il foglio giusto.',
              }
        }
      />
    </section>
  )
}

function Persona({ r }: { r: Riga }) {
  return (
    <>
      {`${cella(r, 'Cognome')} ${cella(r, 'Nome')}`.trim() || 'senza nome'}
      <small className="accreditamento-sotto">{cella(r, 'Codice fiscale')}</small>
    </>
  )
}

function Esito({ r }: { r: Riga }) {
  return (
    <div>
      {r.esito ? <StatusBadge tono={esiti[r.esito].tono}>{esiti[r.esito].parola}</StatusBadge> : 'non verificata'}
      {r.motivi.length > 0 && (
        <ul className="accreditamento-ruoli">
          {r.motivi.map((m) => (
            <li key={m}>{m}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
