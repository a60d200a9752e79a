// Convocations of my casi: what has left, what could not be delivered, of which it is not yet said how it went; and how far those just
// made are.
import { useState } from 'react'
import { Link } from 'react-router'
import { convocazioniApi, type InvioConvocazioni } from '../../shared/patti/convocazioni.api.ts'
import {
  nomiStatoConvocazione,
  type StatoConvocazione,
  statiConvocazione,
} from '../../shared/patti/convocazioni.rules.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, oggi, plurale } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { ExportButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, ProgressBar } from '../kernel/ui/parts.tsx'
import { toccate as toccateDalCaso } from './atti.tsx'
import { esito, quando, StatoConvocazioneBadge } from './convocazione-parole.tsx'
import { RiportaRicevute } from './ricevute-pec.tsx'
import '../cartella/cartella.css'

const VUOTI = { stato: '', senza: '', invio: '', caso: '' }

export default function ConvocazioniPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const lista = usePagine(convocazioniApi.elenco, {
    ...(filtri.stato && { stato: filtri.stato as StatoConvocazione }),
    ...(filtri.senza && { anche: 'senza-esito' as const }),
    ...(filtri.invio && { invio: filtri.invio }),
    ...(filtri.caso && { caso: filtri.caso }),
  })
  return (
    <>
      <PageHeader
        titolo="Convocazioni"
        sotto="A chi hai scritto, per quale giorno, e che cosa ne è stato"
        azioni={
          <>
            <LinkButton to="/convocazioni/nuova" icona="it-plus">
              Convoca
            </LinkButton>
            <LinkButton to="/miei-casi" variante="outline-primary">
              I miei casi
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      {filtri.invio && <Invio id={filtri.invio} finito={() => lista.refetch?.()} />}
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect
          name="stato"
          label="Stato"
          tutti="Tutti"
          opzioni={statiConvocazione.map((s) => [s, nomiStatoConvocazione[s]] as const)}
        />
        <FilterCheck name="senza" label="Passate, senza esito" />
      </Filtri>
      <DataTable
        caption="Dalla più recente"
        lista={lista}
        chiave={(c) => c.id}
        conteggio={['convocazione', 'convocazioni']}
        colonne={[
          { id: 'chi', titolo: 'Chi', riga: true, cella: (c) => <Link to={`/convocazioni/${c.id}`}>{c.nome}</Link> },
          { id: 'misura', titolo: 'Misura', cella: (c) => c.misura },
          { id: 'numero', titolo: 'Numero', numero: true, cella: (c) => c.numero },
          { id: 'quando', titolo: 'Per quando', cella: quando },
          { id: 'dove', titolo: 'Dove', cella: (c) => c.luogo },
          {
            id: 'stato',
            titolo: 'Stato',
            cella: (c) => (
              <>
                <StatoConvocazioneBadge stato={c.stato} />
                {c.motivo && <small className="d-block">{c.motivo}</small>}
              </>
            ),
          },
          { id: 'inviata', titolo: 'Inviata', cella: (c) => formatData(c.inviataIl) || '–' },
          { id: 'esito', titolo: 'Com’è andata', cella: (c) => esito(c) ?? '–' },
        ]}
        vuoto={
          filtri.stato || filtri.senza || filtri.invio || filtri.caso
            ? { titolo: 'Nessuna convocazione con questi filtri', testo: 'Togli un filtro per vederne altre.' }
            : {
                titolo: 'Non hai ancora convocato nessuno',
                testo: 'Scegli uno o più casi e il giorno: le convocazioni partono da qui, con la prova di ciascuna.',
                azione: <Link to="/convocazioni/nuova">Convoca</Link>,
              }
        }
      />
      <RiportaRicevute />
    </>
  )
}

/** Convocations made together, until they are all ready. */
function Invio({ id, finito }: { id: string; finito: () => unknown }) {
  const [segue, setSegue] = useState(true)
  const q = useEndpoint(convocazioniApi.invio, { id }, { ogni: segue ? 1500 : false })
  const concluso = q.data?.stato === 'concluso' && q.data.inUscita === q.data.lettere
  if (concluso && segue) {
    setSegue(false)
    void finito()
  }
  return <Caricamento query={q}>{(i) => <Avanzamento i={i} />}</Caricamento>
}

function Avanzamento({ i }: { i: InvioConvocazioni }) {
  if (i.stato === 'in-corso')
    return (
      <section aria-label="Avanzamento">
        <ProgressBar etichetta="Convocazioni preparate" fatto={i.preparate} totale={i.totale} />
        <p>Puoi lasciare questa pagina: il lavoro continua, e ti avvisiamo quando è finito.</p>
      </section>
    )
  return (
    <Avviso
      tipo={i.nonRecapitate > 0 ? 'warning' : 'success'}
      titolo={`${plurale(i.totale, 'convocazione preparata', 'convocazioni preparate')}`}
    >
      <p>
        Inviate: {i.inviate}. In uscita: {i.inUscita}. Da consegnare in un altro modo: {i.nonRecapitate}.
      </p>
      {i.lettere > 0 && (
        <p className="atti">
          <ExportButton
            e={convocazioniApi.documento}
            input={{ id: i.id, fronteRetro: true }}
            etichetta={`${plurale(i.lettere, 'lettera', 'lettere')} da stampare, in un solo PDF`}
            variante="outline-primary"
          />
          <ExportButton
            e={convocazioniApi.lettere}
            input={{ id: i.id }}
            etichetta="Una per una, in un archivio"
            variante="outline-primary"
          />
          <AttoConCampi
            e={convocazioniApi.spedite}
            fissi={{ id: i.id }}
            iniziali={{ giorno: oggi() }}
            etichetta="Registra la spedizione"
            titolo="Lettere spedite per posta"
            invio="Registra"
            invalidates={[convocazioniApi.invio, convocazioniApi.elenco, ...toccateDalCaso]}
            esito="Spedizione registrata: i nuclei risultano convocati."
          >
            <DateField name="giorno" label="Quando sono state spedite" />
          </AttoConCampi>
        </p>
      )}
    </Avviso>
  )
}
