// The report of an extract, household by household: how many of each kind (each count is also a filter, kept in the address), what
// becomes of it and why; of what changes, before and after.
import { type EstrattoScheda, esitiNucleo, estrattiApi, type NucleoLetto } from '../../shared/patti/estratti.api.ts'
import { nomeCampoEstratto } from '../../shared/patti/estratto-campi.ts'
import { usePagine } from '../kernel/hooks.ts'
import { ContiRighe } from '../kernel/ui/conti-righe.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { useFiltri } from '../kernel/ui/filters.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { esiti, valoreDichiarato } from './parole.tsx'
import '../anagrafe/anagrafe.css'

export function Nuclei({ i }: { i: EstrattoScheda }) {
  const [filtri, setFiltri] = useFiltri({ esito: '' })
  const scelto = esitiNucleo.find((e) => e === filtri.esito)
  const lista = usePagine(estrattiApi.nuclei, { id: i.id, ...(scelto && { esito: scelto }) })
  return (
    <section aria-label="Esito domanda per domanda">
      <h2>Domanda per domanda</h2>
      <ContiRighe
        conti={[
          ['nuova', i.nuove],
          ['cambiata', i.cambiate],
          ['invariata', i.invariate],
          ['sparita', i.sparite],
          ['contraddittoria', i.contraddittorie],
          ['rifiutata', i.rifiutate],
        ]}
        parole={esiti}
        scelto={scelto}
        onScelto={(esito) => setFiltri({ esito })}
      />
      <DataTable
        caption={scelto ? `Domande ${esiti[scelto].molte}` : 'Tutte le domande'}
        lista={lista}
        chiave={(n) => n.protocollo}
        conteggio={['domanda', 'domande']}
        colonne={[
          { id: 'protocollo', titolo: 'Protocollo', riga: true, cella: (n) => n.protocollo },
          { id: 'riga', titolo: 'Prima riga', numero: true, cella: (n) => n.riga || '–' },
          {
            id: 'esito',
            titolo: 'Esito',
            cella: (n) => <StatusBadge tono={esiti[n.esito].tono}>{esiti[n.esito].parola}</StatusBadge>,
          },
          { id: 'perche', titolo: 'Che cosa, e perché', cella: (n) => <Perche n={n} /> },
        ]}
        vuoto={
          scelto ? { titolo: `Nessuna domanda ${esiti[scelto].parola}` } : { titolo: 'Nessuna domanda da mostrare' }
        }
      />
    </section>
  )
}

function Perche({ n }: { n: NucleoLetto }) {
  if (n.motivi.length === 0 && n.differenze.length === 0) return <>–</>
  return (
    <ul className="elenco-semplice">
      {n.motivi.map((m) => (
        <li key={m}>{m}</li>
      ))}
      {n.differenze.map((d) => (
        <li key={`${d.di} ${d.campo}`}>
          {d.campo === 'componente' ? (
            <>
              {d.di}: {d.dopo}
            </>
          ) : (
            <>
              {d.di && `${d.di}, `}
              {nomeCampoEstratto(d.campo)}: {valoreDichiarato(d.campo, d.prima)} → {valoreDichiarato(d.campo, d.dopo)}
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
