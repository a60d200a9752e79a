// The catalogue of services: how INPS and ISTAT call what the comuni give, and how sure that is.
import { type Intervento, interventiApi } from '../../shared/interventi/interventi.api.ts'
import { nomiSegno, type Segno } from '../../shared/interventi/interventi.rules.ts'
import { areeIstat, codiciArea, serviziIstat } from '../../shared/interventi/istat.rules.ts'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterSelect, FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'

const VUOTI = { testo: '', area: '', tutti: '' }

export default function InterventiPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const filtrato = Boolean(filtri.testo || filtri.area)
  const can = useCan()
  const area = codiciArea.find((a) => a === filtri.area)
  const q = useEndpoint(
    interventiApi.list,
    {
      ...(filtri.testo.trim() && { testo: filtri.testo.trim() }),
      ...(area && { area }),
      ...(filtri.tutti && { tutti: true }),
    },
    { tieni: true },
  )
  const nuovo = (
    <LinkButton azione="intervento.gestisci" to="/interventi/nuovo" icona="it-plus">
      Nuovo servizio
    </LinkButton>
  )
  return (
    <>
      <PageHeader
        titolo="Catalogo degli interventi"
        sotto="I servizi dei comuni, con il codice con cui li chiamano INPS e ISTAT"
        azioni={
          <>
            {nuovo}
            <PrintButton />
          </>
        }
      />
      <Avviso titolo="Dei codici ISTAT se ne conoscono pochi">
        <p>
          Di ogni servizio c’è il codice INPS ufficiale; quello ISTAT solo dove una fonte lo dice. Dove manca, la
          casella è vuota: Trama non lo indovina. L’ambito può scriverlo, con la sua fonte.
        </p>
      </Avviso>
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="testo" label="Nome o codice INPS" />
        <FilterSelect name="area" label="Area ISTAT" opzioni={codiciArea.map((a) => [a, areeIstat[a]] as const)} />
        <FilterCheck name="tutti" label="Anche passati e futuri" />
      </Filtri>
      <DataTable
        caption="Servizi, in ordine di codice INPS"
        lista={{ ...q, voci: q.data?.voci ?? [] }}
        chiave={(p) => p.id}
        conteggio={['servizio', 'servizi']}
        colonne={[
          { id: 'nome', titolo: 'Servizio', riga: true, cella: (p) => p.nome },
          {
            id: 'inps',
            titolo: 'INPS',
            cella: (p) => (p.inps ? conSegno(`${p.inps}, ${p.inpsNome ?? ''}`, p.segnoInps) : 'non si manda'),
          },
          { id: 'istat', titolo: 'ISTAT', cella: (p) => istat(p) },
          { id: 'fonte', titolo: 'Fonte', cella: (p) => p.fonte },
          {
            id: 'vale',
            titolo: 'Vale',
            cella: (p) =>
              `dal ${formatData(p.dal)}${p.al ? ` al ${formatData(p.al)}` : ''}, ${p.nazionale ? 'ovunque' : 'nell’ambito'}`,
          },
          ...(can('intervento.gestisci')
            ? [
                {
                  id: 'atti',
                  titolo: 'Che cosa puoi fare',
                  senzaTitolo: true,
                  cella: (p: Intervento) => <Atti p={p} />,
                },
              ]
            : []),
        ]}
        vuoto={{
          titolo: filtrato ? 'Nessun servizio con questi filtri' : 'Nessun servizio',
          testo: filtrato ? 'Togli un filtro, o aggiungi quelli del territorio.' : 'Aggiungi quelli del territorio.',
          azione: nuovo,
        }}
      />
    </>
  )
}

const conSegno = (testo: string, segno: Segno | null) => (segno ? `${testo} (${nomiSegno[segno]})` : testo)

function istat(p: Intervento): string {
  const detti = [
    ...(p.istatServizio ? [`${p.istatServizio}, ${serviziIstat[p.istatServizio]}`] : []),
    ...(p.istatArea ? [`area ${p.istatArea}, ${areeIstat[p.istatArea]}`] : []),
  ]
  return detti.length > 0 ? conSegno(detti.join('; '), p.segnoIstat) : 'non si conosce'
}

function Atti({ p }: { p: Intervento }) {
  if (p.al !== null) return null
  return (
    <>
      <LinkButton to={`/interventi/nuovo?versione=${p.id}`} variante="outline-primary" piccolo>
        {p.nazionale ? 'Scrivi per l’ambito' : 'Cambia'}
        <span className="visually-hidden"> {p.nome}</span>
      </LinkButton>
      {!p.nazionale && (
        <ActionButton
          e={interventiApi.chiudi}
          input={{ id: p.id, al: oggi() }}
          etichetta="Chiudi"
          piccolo
          conferma={{
            titolo: `Chiudere «${p.nome}»?`,
            testo: 'Da domani non è più nel catalogo; se ce n’è una versione nazionale, torna a valere quella.',
          }}
          invalidates={[interventiApi.list]}
          esito="Da domani non è più nel catalogo."
        />
      )}
    </>
  )
}
