// Loading a file of prestazioni; what was loaded before stands below.
import { Link, useNavigate } from 'react-router'
import { carichiApi, MAX_FILE } from '../../shared/flussi/carichi.api.ts'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { formatByte, formatIstante, formatNumero } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FileDrop, useUpload } from '../kernel/ui/file-drop.tsx'
import { useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { ConEnte } from './ente-scelto.tsx'
import { StatoCarico } from './parole.tsx'
import './flussi.css'

export default function CarichiPage() {
  const [filtri, setFiltri] = useFiltri({ ente: '' })
  return (
    <>
      <PageHeader
        titolo="File di prestazioni"
        sotto="Il foglio dell’ufficio, il file di un altro programma, un XML di INPS: l’originale si conserva, e nulla parte da solo"
        azioni={<PrintButton />}
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente })}>
        {(ente) => (
          <>
            <Carica ente={ente} />
            <h2>File caricati</h2>
            <Caricati ente={ente} />
          </>
        )}
      </ConEnte>
    </>
  )
}

function Carica({ ente }: { ente: Ente }) {
  const can = useCan()
  const navigate = useNavigate()
  const carica = useUpload(carichiApi.carica, {
    invalidates: [carichiApi.list],
    onDone: (r) => navigate(`/flussi/carichi/${r.id}`),
  })
  if (!can('flusso.carica')) return null
  return (
    <div className="modulo">
      <FileDrop
        etichetta={`File di ${ente.denominazione}`}
        aiuto="Excel (.xlsx), LibreOffice (.ods), CSV, testo a colonne fisse (.txt), con i nomi delle colonne nella prima riga; oppure un XML di INPS. Prestazioni, oppure minori (SINBA)."
        estensioni={['.xlsx', '.ods', '.csv', '.txt', '.xml', '.xls']}
        maxBytes={MAX_FILE}
        onFile={(file) => void carica.invia({ file, ente: ente.id })}
        stato={carica}
      />
      <p>
        Non hai un file?{' '}
        <LinkButton azione="flusso.correggi" variante="link" to={`/flussi/prestazioni/nuova?ente=${ente.id}`}>
          Scrivi una prestazione a mano
        </LinkButton>
      </p>
    </div>
  )
}

function Caricati({ ente }: { ente: Ente }) {
  const lista = usePagine(carichiApi.list, { ente: ente.id })
  return (
    <DataTable
      caption="I file caricati, dal più recente"
      lista={lista}
      chiave={(c) => c.id}
      conteggio={['file', 'file']}
      colonne={[
        {
          id: 'nome',
          titolo: 'File',
          riga: true,
          cella: (c) => <Link to={`/flussi/carichi/${c.id}`}>{c.nomeFile}</Link>,
        },
        { id: 'stato', titolo: 'Stato', cella: (c) => <StatoCarico stato={c.stato} /> },
        { id: 'righe', titolo: 'Righe', numero: true, cella: (c) => formatNumero(c.righeLette) },
        { id: 'prestazioni', titolo: 'Prestazioni', numero: true, cella: (c) => formatNumero(c.prestazioni) },
        { id: 'bytes', titolo: 'Dimensione', numero: true, cella: (c) => formatByte(c.bytes) },
        { id: 'quando', titolo: 'Caricato', cella: (c) => formatIstante(c.creatoIl) },
      ]}
      vuoto={{
        titolo: 'Nessun file caricato',
        testo: 'Scegline uno qui sopra: le sue colonne si riconoscono da sole.',
      }}
    />
  )
}
