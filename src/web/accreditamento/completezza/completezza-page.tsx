// The board that says who is still missing (note on GePI, second phase; gepi §2.4): the minimum of roles for each comune
// and for the ambito, what to do, and the links to do it with the comune and the role already chosen.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { completezzaApi } from '../../../shared/accreditamento/completezza.api.ts'
import { type RuoloMinimo, ruoliMinimi, ruoliPatti } from '../../../shared/accreditamento/completezza.rules.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'
import { plurale } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { type Colonna, DataTable } from '../../kernel/ui/data-table.tsx'
import { FilterCheck, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../../kernel/ui/parts.tsx'
import { ConAmbito } from '../../territorio/ambito-scelto.tsx'
import { TUTTO } from '../abilitazione/incarichi.ts'
import { Manca } from './manca.tsx'
import '../accreditamento.css'

type Completezza = Output<typeof completezzaApi.leggi>
type Comune = Completezza['comuni'][number]
type Copertura = Comune['copertura'][number]

const TITOLO = 'Completezza'
const VUOTI = { incompleti: '' }

const nomi: Record<RuoloMinimo, string> = {
  'coordinatore-patto': 'Coordinatore patto',
  'case-manager': 'Case manager',
  'coordinatore-controlli': 'Coordinatore controlli',
  'responsabile-controlli': 'Responsabile controlli',
}

export default function CompletezzaPage() {
  return <ConAmbito titolo={TITOLO}>{() => <Pagina />}</ConAmbito>
}

function Pagina() {
  const q = useEndpoint(completezzaApi.leggi, {})
  return (
    <>
      <PageHeader
        titolo={TITOLO}
        sotto="Gli operatori che ogni ente deve comunicare, e ciò che ancora manca"
        azioni={<PrintButton />}
      />
      <Caricamento query={q} righe={8}>
        {(c) => <Corpo c={c} />}
      </Caricamento>
    </>
  )
}

function Corpo({ c }: { c: Completezza }) {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const enti = c.comuni.length + 1
  const comuni = filtri.incompleti ? c.comuni.filter((x) => x.mancanze.length > 0) : c.comuni
  return (
    <>
      {c.incompleti === 0 ? (
        <Avviso tipo="success" titolo="Non manca nulla">
          <p>Ogni comune e l’ambito hanno almeno il minimo degli operatori, con le adesioni valide.</p>
        </Avviso>
      ) : (
        <Avviso
          tipo="warning"
          titolo={`${plurale(c.incompleti, 'ente è incompleto', 'enti sono incompleti')} su ${enti}`}
        >
          <p>Per ciascuno è scritto che cosa manca e da dove cominciare.</p>
        </Avviso>
      )}
      <h2>{c.ambito.nome}</h2>
      <Ambito a={c.ambito} />
      <h2>Comuni</h2>
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterCheck name="incompleti" label="Soltanto i comuni a cui manca qualcosa" />
      </Filtri>
      <DataTable
        caption="Se in ogni comune qualcuno ha ciascun ruolo"
        lista={{ voci: comuni }}
        chiave={(x) => x.id}
        conteggio={['comune', 'comuni']}
        colonne={[
          { id: 'comune', titolo: 'Comune', riga: true, cella: (x) => <NomeComune c={x} /> },
          ...ruoliMinimi.map(
            (ruolo): Colonna<Comune> => ({ id: ruolo, titolo: nomi[ruolo], cella: (x) => coperturaComune(x, ruolo) }),
          ),
          {
            id: 'manca',
            titolo: 'Che cosa manca',
            cella: (x) => <Manca mancanze={x.mancanze} comune={x.id} nulla="Nulla" />,
          },
        ]}
        vuoto={
          filtri.incompleti
            ? { titolo: 'A nessun comune manca qualcosa' }
            : { titolo: 'L’ambito non ha comuni', testo: 'Chiedi al Super Utente di registrarli.' }
        }
      />
    </>
  )
}

function Ambito({ a }: { a: Completezza['ambito'] }) {
  if (a.deleganti === 0)
    return <p>Nessun comune ha delegato i patti: all’ambito non è richiesto alcun operatore proprio.</p>
  const di = (ruolo: RuoloMinimo) => a.copertura.find((x) => x.ruolo === ruolo)
  return (
    <>
      <DefinitionList
        voci={[
          ['Comuni che hanno delegato i patti', a.deleganti],
          ...ruoliPatti.map((r) => [`${nomi[r]}, per tutto l’ambito`, come(di(r), true)] as const),
        ]}
      />
      <Manca mancanze={a.mancanze} comune={TUTTO} nulla="All’ambito non manca nulla." />
    </>
  )
}

function NomeComune({ c }: { c: Comune }) {
  const valide = [c.convenzionePatti && 'patti', c.convenzioneControlli && 'controlli'].filter(Boolean)
  return (
    <>
      <Link to={`/utenti?comune=${c.id}`}>{c.nome}</Link>
      <small className="accreditamento-sotto">{c.delega ? 'patti delegati all’ambito' : 'patti propri'}</small>
      <small className="accreditamento-sotto">
        {valide.length > 0 ? `adesione valida oggi: ${valide.join(' e ')}` : 'nessuna adesione valida oggi'}
      </small>
    </>
  )
}

/** «abilitato», «solo preparato», «nessuno». */
function come(c: Copertura | undefined, atteso: boolean): ReactNode {
  if (c?.stato === 'abilitato') return 'abilitato'
  if (c?.stato === 'preparato') return 'solo preparato'
  return atteso ? <strong className="completezza-manca">nessuno</strong> : 'nessuno'
}

function coperturaComune(c: Comune, ruolo: RuoloMinimo): ReactNode {
  const suo = c.copertura.find((x) => x.ruolo === ruolo)
  if (!c.attesi.includes(ruolo) && suo?.stato === 'nessuno') return 'dell’ambito'
  return come(suo, c.attesi.includes(ruolo))
}
