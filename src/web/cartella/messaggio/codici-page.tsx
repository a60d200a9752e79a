// The codes of the regional message as a table: each system with its OID, how far it can be trusted, what contradicts it
// and the parameter that changes it, the codes that are known.
import { Link } from 'react-router'
import { messaggiApi } from '../../../shared/cartella/messaggi.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'
import { formatData, plurale } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { FilterCheck, FilterText, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, StatusBadge, type Tono } from '../../kernel/ui/parts.tsx'
import './messaggio.css'

type Risposta = Output<typeof messaggiApi.codici>
type Sistema = Risposta['sistemi'][number]

const segni: Record<Sistema['segno'], readonly [Tono, string]> = {
  verificato: ['positivo', 'verificato'],
  'da-verificare': ['neutro', 'da verificare'],
  ipotesi: ['attenzione', 'ipotesi'],
}
const elenchi: Record<Sistema['elenco'], string> = {
  completo: 'i codici sono tutti qui',
  parziale: 'i codici sono soltanto alcuni',
  sconosciuto: 'l’elenco della Regione non si conosce',
}
const VUOTI = { testo: '', conflitti: '' }

export default function CodiciPage() {
  const q = useEndpoint(messaggiApi.codici, {}, { staleTime: 300_000 })
  return (
    <>
      <PageHeader
        titolo="Codici dei messaggi regionali"
        sotto="Da dove viene ogni codice, e quanto è certo"
        azioni={<PrintButton />}
      />
      <Avviso tipo="warning" titolo="Schema non verificato">
        <p>
          Nessuna riga è stata confermata dalla Regione. «Da verificare» vuol dire visto in un altro programma o in un
          registro pubblico; «ipotesi» vuol dire scelto da Trama, e la fonte dice perché.
        </p>
      </Avviso>
      <Caricamento query={q} righe={8}>
        {(r) => <Tabella r={r} />}
      </Caricamento>
    </>
  )
}

const cerca = (s: Sistema, testo: string) =>
  `${s.sistema} ${s.descrizione} ${s.oid ?? ''}`.toLowerCase().includes(testo.trim().toLowerCase())

function Tabella({ r }: { r: Risposta }) {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const sistemi = r.sistemi.filter((s) => cerca(s, filtri.testo) && (!filtri.conflitti || s.conflitto))
  return (
    <>
      {r.difetti.length > 0 && (
        <Avviso
          tipo="danger"
          titolo="I parametri si contraddicono: finché è così nessun messaggio si scrive o si legge"
        >
          <ul>
            {r.difetti.map((d) => (
              <li key={d}>{d}</li>
            ))}
          </ul>
        </Avviso>
      )}
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="testo" label="Cerca un codice o un OID" />
        <FilterCheck name="conflitti" label="Soltanto quelli che si contraddicono" />
      </Filtri>
      <DataTable
        caption="Sistemi di codici"
        lista={{ voci: sistemi }}
        chiave={(s) => `${s.sistema} ${s.dal}`}
        conteggio={['sistema', 'sistemi']}
        colonne={[
          {
            id: 'sistema',
            titolo: 'Sistema',
            riga: true,
            cella: (s) => (
              <>
                {s.sistema}: {s.descrizione}
              </>
            ),
          },
          { id: 'oid', titolo: 'OID', cella: (s) => <span className="messaggio-oid">{s.oid ?? 'nessuno'}</span> },
          { id: 'segno', titolo: 'Segno', cella: (s) => <Segno segno={s.segno} /> },
          { id: 'conflitto', titolo: 'Si contraddice', cella: (s) => <Conflitto s={s} /> },
          { id: 'codici', titolo: 'Codici conosciuti', cella: (s) => <Codici s={s} /> },
          { id: 'fonte', titolo: 'Fonte', cella: (s) => `${s.fonte}. Dal ${formatData(s.dal)}` },
        ]}
        vuoto={{ titolo: 'Nessun sistema', testo: 'Prova con altre parole.' }}
      />
    </>
  )
}

const Segno = ({ segno }: { segno: Sistema['segno'] }) => (
  <StatusBadge tono={segni[segno][0]}>{segni[segno][1]}</StatusBadge>
)

function Conflitto({ s }: { s: Sistema }) {
  const can = useCan()
  if (!s.conflitto) return null
  return (
    <>
      Nella fonte ha lo stesso OID di {s.conflitto}.{' '}
      {s.parametro && can('parametro.leggi') && <Link to={`/parametri/${s.parametro}`}>Cambia l’OID</Link>}
    </>
  )
}

function Codici({ s }: { s: Sistema }) {
  if (s.codici.length === 0) return elenchi[s.elenco]
  return (
    <details>
      <summary>
        {plurale(s.codici.length, 'codice', 'codici')}: {elenchi[s.elenco]}
      </summary>
      <ul>
        {s.codici.map((c) => (
          <li key={`${c.codice} ${c.dal}`}>
            <strong>{c.codice}</strong> {c.descrizione} <Segno segno={c.segno} />
          </li>
        ))}
      </ul>
    </details>
  )
}
