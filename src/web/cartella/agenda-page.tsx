// The week of the offices: a row for each operator, a day for each column (cards on a phone); below, the list with what
// can be done. By office, by operator, or both.
import { Link } from 'react-router'
import { type Appuntamento, agendaApi } from '../../shared/cartella/agenda.api.ts'
import { giornoDopo, lunediDi, nomiStatoAppuntamento } from '../../shared/cartella/agenda.rules.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { formatData, formatNumero, oggi, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan, useSessione } from '../kernel/session.tsx'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterDate, FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { AttiAppuntamento } from './appuntamento-atti.tsx'
import { nomePersona } from './sportello-parti.tsx'
import { filtroUffici, UfficiFilter } from './uffici-filter.tsx'
import './sportello.css'

const VUOTI = { giorno: '', ufficio: '', operatore: '' }
const nomeGiorno = new Intl.DateTimeFormat('it-IT', { weekday: 'long', timeZone: 'UTC' })
const giornoInParole = (g: string) => `${nomeGiorno.format(new Date(`${g}T12:00:00Z`))} ${formatData(g).slice(0, 5)}`

export default function AgendaPage() {
  const can = useCan()
  const { utente } = useSessione()
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const lunedi = lunediDi(filtri.giorno || oggi())
  const giorni = Array.from({ length: 7 }, (_v, n) => giornoDopo(lunedi, n))
  const q = useEndpoint(
    agendaApi.list,
    {
      dal: lunedi,
      al: giorni[6]!,
      ...filtroUffici(filtri.ufficio),
      ...(filtri.operatore && { operatore: filtri.operatore }),
    },
    { tieni: true },
  )
  const operatori = useEndpoint(agendaApi.operatori, {}, { staleTime: 300_000 })
  const postazione = useEndpoint(contattiApi.postazione, {}, { staleTime: 300_000, enabled: can('contatto.crea') })
  const vai = (n: number) => setFiltri({ giorno: giornoDopo(lunedi, n) })
  return (
    <>
      <PageHeader
        titolo="Agenda"
        sotto={`Settimana dal ${formatData(lunedi)} al ${formatData(giorni[6])}`}
        azioni={
          <>
            <LinkButton azione="agenda.gestisci" to="/agenda/nuovo" icona="it-plus">
              Nuovo appuntamento
            </LinkButton>
            <LinkButton azione="agenda.disponibilita" to="/agenda/disponibilita" variante="outline-primary">
              Quando ci sei
            </LinkButton>
            <LinkButton to="/agenda/calendario" variante="outline-primary">
              Il tuo calendario
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterDate name="giorno" label="Settimana del" />
        <UfficiFilter altri={postazione.data?.uffici ?? []} />
        <FilterSelect
          name="operatore"
          label="Operatore"
          opzioni={(operatori.data?.voci ?? []).map(
            (o) => [o.id, o.id === utente.id ? `${o.nome} (tu)` : o.nome] as const,
          )}
        />
      </Filtri>
      <p className="atti">
        <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => vai(-7)}>
          Settimana prima
        </button>
        <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => setFiltri({ giorno: '' })}>
          Questa settimana
        </button>
        <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => vai(7)}>
          Settimana dopo
        </button>
      </p>
      <Caricamento query={q}>
        {(a) => (
          <>
            {a.quanti > a.voci.length && (
              <Avviso tipo="warning">
                <p>
                  Sono mostrati i primi {formatNumero(a.voci.length)} appuntamenti di {formatNumero(a.quanti)}: scegli
                  un ufficio o un operatore per vedere gli altri.
                </p>
              </Avviso>
            )}
            {a.nonPresentati > 0 && <p>Chi non si è presentato: {plurale(a.nonPresentati, 'persona', 'persone')}.</p>}
            {a.voci.length > 0 && <Settimana voci={a.voci} giorni={giorni} />}
            <Elenco voci={a.voci} />
          </>
        )}
      </Caricamento>
    </>
  )
}

/** Who comes, as the reader may see it: of one's own casi, the household. */
const chi = (a: Appuntamento) => nomePersona(a.persona) ?? a.caso?.richiedente ?? null

/** Days that an appointment touches: past midnight it is of two. */
const tocca = (a: Appuntamento, g: string) =>
  a.giorno === g || (a.giorno === giornoDopo(g, -1) && a.oraFine < a.ora && a.oraFine > '00:00')

function Settimana({ voci, giorni }: { voci: Appuntamento[]; giorni: string[] }) {
  const operatori = [...new Map(voci.map((a) => [a.operatoreId, a.operatore]))].map(([id, nome]) => ({ id, nome }))
  return (
    <div className="settimana">
      <DataTable
        caption="La settimana, per operatore"
        lista={{ voci: operatori }}
        chiave={(o) => o.id}
        conteggio={['operatore', 'operatori']}
        colonne={[
          { id: 'operatore', titolo: 'Operatore', riga: true, cella: (o) => o.nome },
          ...giorni.map((g) => ({
            id: g,
            titolo: giornoInParole(g),
            cella: (o: { id: string }) => {
              const suoi = voci.filter((a) => a.operatoreId === o.id && tocca(a, g))
              if (suoi.length === 0) return '–'
              return (
                <ul>
                  {suoi.map((a) => (
                    <li
                      key={a.id}
                      className={a.stato === 'annullato' || a.stato === 'spostato' ? 'non-piu' : undefined}
                    >
                      {a.giorno === g ? a.ora : 'dal giorno prima'}–{a.oraFine} {chi(a) ?? a.tipoTesto}
                    </li>
                  ))}
                </ul>
              )
            },
          })),
        ]}
        vuoto={{ titolo: 'Nessun operatore' }}
      />
    </div>
  )
}

function Elenco({ voci }: { voci: Appuntamento[] }) {
  return (
    <DataTable
      caption="Gli appuntamenti, in ordine di ora"
      lista={{ voci }}
      chiave={(a) => a.id}
      conteggio={['appuntamento', 'appuntamenti']}
      colonne={[
        {
          id: 'quando',
          titolo: 'Quando',
          riga: true,
          cella: (a) => `${giornoInParole(a.giorno)}, ${a.ora}–${a.oraFine}`,
        },
        { id: 'operatore', titolo: 'Operatore', cella: (a) => a.operatore },
        {
          id: 'persona',
          titolo: 'Persona',
          cella: (a) => (a.caso ? <Link to={`/miei-casi/${a.caso.id}`}>{a.caso.richiedente}</Link> : (chi(a) ?? '–')),
        },
        { id: 'tipo', titolo: 'Tipo', cella: (a) => a.tipoTesto },
        { id: 'dove', titolo: 'Dove', cella: (a) => [a.ufficio, a.luogo].filter(Boolean).join(', ') },
        {
          id: 'stato',
          titolo: 'Stato',
          cella: (a) => `${nomiStatoAppuntamento[a.stato]}${a.motivo ? `: ${a.motivo}` : ''}`,
        },
        { id: 'atti', titolo: 'Che cosa puoi fare', senzaTitolo: true, cella: (a) => <AttiAppuntamento a={a} /> },
      ]}
      vuoto={{
        titolo: 'Nessun appuntamento in questa settimana',
        testo: 'Cambia settimana, scegli «Tutti gli uffici», o fissane uno.',
        azione: <Link to="/agenda/nuovo">Fissa un appuntamento</Link>,
      }}
    />
  )
}
