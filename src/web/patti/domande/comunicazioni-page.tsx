// The outbox: how many messages in each state, which ones, what can be done. Of whom they are is read by opening one.
import { Link } from 'react-router'
import { type Destinatario, destinatari, nomiDestinatario } from '../../../shared/misure/definizione.ts'
import { comunicazioniApi } from '../../../shared/patti/comunicazioni.api.ts'
import {
  nomiStatoComunicazione,
  type StatoComunicazione,
  statiComunicazione,
} from '../../../shared/patti/comunicazioni.rules.ts'
import { formatData, formatIstante, formatNumero, plurale } from '../../kernel/format.ts'
import { useEndpoint, usePagine } from '../../kernel/hooks.ts'
import { ActionButton, ExportButton, LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, StatusBadge } from '../../kernel/ui/parts.tsx'
import { StatoComunicazioneBadge } from './parole.tsx'
import { nomeTipo } from './tipi.ts'

const VUOTI = { stato: '', destinatario: '', ritardo: '' }

export default function ComunicazioniPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const filtrato = Object.values(filtri).some(Boolean)
  const numeri = useEndpoint(comunicazioniApi.numeri, {})
  const lista = usePagine(comunicazioniApi.list, {
    ...(filtri.stato && { stato: filtri.stato as StatoComunicazione }),
    ...(filtri.destinatario && { destinatario: filtri.destinatario as Destinatario }),
    ...(filtri.ritardo && { ritardo: 'si' as const }),
  })
  const voci = numeri.data?.voci ?? []
  const tarde = voci.reduce((n, v) => n + v.inRitardo, 0)
  const daInviare = voci.filter((v) => v.stato === 'da-inviare').reduce((n, v) => n + v.quante, 0)
  return (
    <>
      <PageHeader
        titolo="Comunicazioni e report"
        sotto="Che cosa parte verso INPS e gli altri, e che cosa torna. I tracciati sono nostri: quelli ufficiali non sono stati trovati"
        azioni={
          <>
            {numeri.data && !numeri.data.automatico && (
              <ActionButton
                e={comunicazioniApi.prepara}
                input={{}}
                etichetta="Prepara i file"
                variante="primary"
                impedita={daInviare === 0 ? 'Non c’è nulla da inviare.' : null}
                invalidates={[comunicazioniApi.list, comunicazioniApi.numeri, comunicazioniApi.file]}
                esito={(r) =>
                  `${plurale(r.file, 'file pronto', 'file pronti')}: ${plurale(r.comunicazioni, 'comunicazione', 'comunicazioni')}.`
                }
              />
            )}
            <LinkButton to="/comunicazioni/file" variante="outline-primary">
              File e ricevute
            </LinkButton>
            <ExportButton
              e={comunicazioniApi.esporta}
              input={filtri.stato ? { stato: filtri.stato as StatoComunicazione } : {}}
              etichetta="Esporta in Excel"
            />
            <PrintButton />
          </>
        }
      />
      {tarde > 0 && (
        <Avviso
          tipo="warning"
          titolo={`${plurale(tarde, 'comunicazione ha', 'comunicazioni hanno')} passato il giorno utile senza ricevuta`}
        >
          <p>
            <Link to="/comunicazioni?ritardo=1">Vedile</Link>: se il file è partito, chiedi la ricevuta al destinatario;
            non si manda due volte.
          </p>
        </Avviso>
      )}
      <DataTable
        caption="Per tipo e stato"
        lista={{ voci, isPending: numeri.isPending, error: numeri.error, refetch: numeri.refetch }}
        chiave={(v) => `${v.tipo} ${v.destinatario} ${v.stato}`}
        conteggio={['riga', 'righe']}
        colonne={[
          { id: 'tipo', titolo: 'Che cosa', riga: true, cella: (v) => nomeTipo(v.tipo) },
          { id: 'a', titolo: 'A chi', cella: (v) => nomiDestinatario[v.destinatario] },
          { id: 'stato', titolo: 'Stato', cella: (v) => <StatoComunicazioneBadge stato={v.stato} /> },
          { id: 'quante', titolo: 'Quante', numero: true, cella: (v) => formatNumero(v.quante) },
          { id: 'tarde', titolo: 'Oltre il giorno utile', numero: true, cella: (v) => formatNumero(v.inRitardo) },
        ]}
        vuoto={{
          titolo: 'Nessuna comunicazione',
          testo: 'Nascono da ciò che accade: una domanda inviata, un incontro registrato, un patto firmato.',
        }}
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect
          name="stato"
          label="Stato"
          tutti="Tutti"
          opzioni={statiComunicazione.map((s) => [s, nomiStatoComunicazione[s]] as const)}
        />
        <FilterSelect
          name="destinatario"
          label="A chi"
          tutti="Tutti"
          opzioni={destinatari.map((d) => [d, nomiDestinatario[d]] as const)}
        />
        <FilterSelect name="ritardo" label="Giorno utile" tutti="Tutte" opzioni={[['1', 'Passato senza ricevuta']]} />
      </Filtri>
      <DataTable
        caption="Dalla più recente"
        lista={lista}
        chiave={(c) => c.id}
        conteggio={['comunicazione', 'comunicazioni']}
        colonne={[
          {
            id: 'rif',
            titolo: 'Riferimento',
            riga: true,
            cella: (c) => <Link to={`/comunicazioni/${c.id}`}>{c.riferimento}</Link>,
          },
          { id: 'tipo', titolo: 'Che cosa', cella: (c) => nomeTipo(c.tipo) },
          { id: 'a', titolo: 'A chi', cella: (c) => nomiDestinatario[c.destinatario] },
          { id: 'comune', titolo: 'Comune', cella: (c) => c.comune },
          { id: 'giorno', titolo: 'Del', cella: (c) => formatData(c.giorno) },
          {
            id: 'entro',
            titolo: 'Entro',
            cella: (c) => (
              <>
                {formatData(c.entro)} {c.inRitardo && <StatusBadge tono="critico">passato</StatusBadge>}
              </>
            ),
          },
          {
            id: 'stato',
            titolo: 'Stato',
            cella: (c) => <StatoComunicazioneBadge stato={c.stato} revocata={c.revocata} />,
          },
          { id: 'risposta', titolo: 'Risposta', cella: (c) => (c.rispostaIl ? formatIstante(c.rispostaIl) : '–') },
        ]}
        vuoto={
          filtrato
            ? { titolo: 'Nessuna comunicazione con questi filtri', testo: 'Togli un filtro per vederne altre.' }
            : { titolo: 'Nessuna comunicazione', testo: 'Nascono da ciò che accade: non c’è niente da fare.' }
        }
      />
    </>
  )
}
