// Segnalazioni: those to evaluate, with their term, and all the others. Filters stand in the address.
import { Link } from 'react-router'
import { type SegnalazioneInElenco, segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import {
  nomiMotivoRipetizione,
  nomiStatoSegnalazione,
  nomiUrgenza,
  type StatoSegnalazione,
  statiSegnalazione,
  type Urgenza,
  urgenze,
} from '../../shared/cartella/segnalazioni.rules.ts'
import { formatIstante } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterDate, FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { useVoci } from '../parametri/voci.ts'
import { nomePersona, StatoSegnalazioneBadge, UrgenzaBadge } from './sportello-parti.tsx'

const VUOTI = { stato: '', urgenza: '', classificazione: '', dal: '', al: '', scadute: '', mie: '' }

export default function SegnalazioniListPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const filtrato = Object.values(filtri).some(Boolean)
  const { voci } = useVoci('classificazione-segnalazione')
  const lista = usePagine(segnalazioniApi.list, {
    ...(filtri.stato && { stato: filtri.stato as StatoSegnalazione }),
    ...(filtri.urgenza && { urgenza: filtri.urgenza as Urgenza }),
    ...(filtri.classificazione && { classificazione: filtri.classificazione }),
    ...(filtri.dal && { dal: filtri.dal }),
    ...(filtri.al && { al: filtri.al }),
    ...(filtri.scadute && { scadute: true }),
    ...(filtri.mie && { mie: true }),
  })
  const nuova = (
    <LinkButton azione="segnalazione.crea" to="/segnalazioni/nuova" icona="it-plus">
      Nuova segnalazione
    </LinkButton>
  )
  return (
    <>
      <PageHeader
        titolo="Segnalazioni"
        sotto="Chi può avere bisogno di aiuto o di protezione, secondo chi lo ha segnalato"
        azioni={
          <>
            {nuova}
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect
          name="stato"
          label="Stato"
          opzioni={statiSegnalazione.map((s) => [s, nomiStatoSegnalazione[s]] as const)}
        />
        <FilterSelect name="urgenza" label="Urgenza" opzioni={urgenze.map((u) => [u, nomiUrgenza[u]] as const)} />
        <FilterSelect
          name="classificazione"
          label="Classificazione"
          opzioni={voci
            .filter((v) => v.livello < 3)
            .map((v) => [v.codice, `${v.livello === 2 ? '– ' : ''}${v.etichetta}`] as const)}
        />
        <FilterDate name="dal" label="Dal" />
        <FilterDate name="al" label="Al" />
        <FilterCheck name="scadute" label="Oltre il termine" />
        <FilterCheck name="mie" label="Che valuto io" />
      </Filtri>
      <DataTable
        caption="Dalla più recente"
        lista={lista}
        chiave={(s) => s.id}
        conteggio={['segnalazione', 'segnalazioni']}
        colonne={[
          { id: 'riferimento', titolo: 'Riferimento', riga: true, cella: (s) => <Nome s={s} /> },
          {
            id: 'segnalati',
            titolo: 'Di chi si tratta',
            cella: (s) => (
              <>
                {s.segnalati.map((p) => nomePersona(p.persona) ?? p.descrizione).join(', ')} <Ripetuta s={s} />
              </>
            ),
          },
          {
            id: 'classificazione',
            titolo: 'Classificazione',
            cella: (s) => s.classificazioneTesto ?? 'da classificare',
          },
          { id: 'urgenza', titolo: 'Urgenza', cella: (s) => <UrgenzaBadge urgenza={s.urgenza} /> },
          { id: 'ricevuta', titolo: 'Ricevuta il', cella: (s) => formatIstante(s.ricevutaIl) },
          {
            id: 'scade',
            titolo: 'Da valutare entro',
            cella: (s) => (
              <>
                {formatIstante(s.scadeIl)} {s.scaduta && <StatusBadge tono="critico">termine passato</StatusBadge>}
              </>
            ),
          },
          { id: 'valutatore', titolo: 'La valuta', cella: (s) => s.valutatore ?? '–' },
          { id: 'stato', titolo: 'Stato', cella: (s) => <StatoSegnalazioneBadge stato={s.stato} /> },
        ]}
        vuoto={{
          titolo: filtrato ? 'Nessuna segnalazione con questi filtri' : 'Nessuna segnalazione',
          testo: filtrato ? 'Togli un filtro per vederne altre.' : 'Registra la prima.',
          azione: nuova,
        }}
      />
    </>
  )
}

function Ripetuta({ s }: { s: SegnalazioneInElenco }) {
  if (s.ripetutaPer.length === 0) return null
  return (
    <>
      <StatusBadge tono="attenzione">altre segnalazioni</StatusBadge>{' '}
      <small>{s.ripetutaPer.map((m) => nomiMotivoRipetizione[m]).join(', ')}</small>
    </>
  )
}

/** The desk sees that it is there and how it goes; only who evaluates opens it. */
function Nome({ s }: { s: SegnalazioneInElenco }) {
  return useCan()('segnalazione.leggi') ? <Link to={`/segnalazioni/${s.id}`}>{s.riferimento}</Link> : s.riferimento
}
