// The report of a file, row by row: how many of each kind (each count is also a filter, kept in the address), what was
// written, what becomes of it and why; and of a doubtful row, who it is.

import { Link } from 'react-router'
import {
  importaApi,
  type RigaImportata as Riga,
  type ImportazioneScheda as Scheda,
} from '../../../shared/anagrafe/importazioni.api.ts'
import { esitiRiga } from '../../../shared/anagrafe/importazioni.rules.ts'
import { formatNumero } from '../../kernel/format.ts'
import { usePagine } from '../../kernel/hooks.ts'
import { ActionButton } from '../../kernel/ui/azioni.tsx'
import { ContiRighe } from '../../kernel/ui/conti-righe.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { useFiltri } from '../../kernel/ui/filters.tsx'
import { StatusBadge } from '../../kernel/ui/parts.tsx'
import { nascitaInParole, nomePersona } from '../parole.tsx'
import { conti, esiti } from './parole.tsx'
import '../anagrafe.css'

export function Righe({ i }: { i: Scheda }) {
  const [filtri, setFiltri] = useFiltri({ esito: '' })
  const scelto = esitiRiga.find((e) => e === filtri.esito)
  const lista = usePagine(importaApi.righe, { id: i.id, ...(scelto && { esito: scelto }) })
  return (
    <section aria-label="Esito riga per riga">
      <h2>Riga per riga</h2>
      <ContiRighe conti={conti(i)} parole={esiti} scelto={scelto} onScelto={(esito) => setFiltri({ esito })} />
      <DataTable
        caption={scelto ? `Righe ${esiti[scelto].molte}` : 'Tutte le righe'}
        lista={lista}
        chiave={(r) => String(r.riga)}
        colonne={[
          { id: 'riga', titolo: 'Riga', numero: true, riga: true, cella: (r) => formatNumero(r.riga) },
          { id: 'scritto', titolo: 'Nel file', cella: (r) => <Scritto r={r} /> },
          { id: 'esito', titolo: 'Esito', cella: (r) => <Esito i={i} r={r} /> },
        ]}
        vuoto={scelto ? { titolo: `Nessuna riga ${esiti[scelto].parola}` } : { titolo: 'Nessuna riga da mostrare' }}
      />
    </section>
  )
}

const DA_MOSTRARE = 6

function Scritto({ r }: { r: Riga }) {
  if (r.celle.length === 0)
    return r.personaId ? <Link to={`/persone/${r.personaId}/scheda`}>Apri la scheda</Link> : <>–</>
  return <>{r.celle.filter(Boolean).slice(0, DA_MOSTRARE).join(' · ')}</>
}

function Esito({ i, r }: { i: Scheda; r: Riga }) {
  return (
    <>
      {r.esito && <StatusBadge tono={esiti[r.esito].tono}>{esiti[r.esito].parola}</StatusBadge>}
      {r.motivi.map((m) => (
        <small key={m} className="accreditamento-sotto">
          {m}
        </small>
      ))}
      {r.esito === 'dubbia' && <Decisione i={i} r={r} />}
    </>
  )
}

function Decisione({ i, r }: { i: Scheda; r: Riga }) {
  const comune = {
    e: importaApi.decidi,
    piccolo: true,
    impedita: i.stato === 'conclusa' ? null : 'Si decide dopo aver confermato le altre righe.',
    esito: 'Riga importata.',
    invalidates: [importaApi.righe, importaApi.leggi],
  }
  return (
    <ul className="elenco-semplice">
      {r.simili.map((p) => (
        <li key={p.id}>
          {nomePersona(p)}, {nascitaInParole(p)}{' '}
          <ActionButton
            {...comune}
            input={{ id: i.id, riga: r.riga, personaId: p.id }}
            etichetta={`È ${nomePersona(p)}`}
          />
        </li>
      ))}
      <li>
        <ActionButton
          {...comune}
          variante="link"
          input={{ id: i.id, riga: r.riga, personaId: null }}
          etichetta="È una persona nuova"
        />
      </li>
    </ul>
  )
}
