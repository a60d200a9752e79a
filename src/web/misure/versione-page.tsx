// One version of a measure, as a social worker reads it: requirements in words, amounts, scale, terms, duties, and where each
// comes from; beside it, what changes from another version; and for who may, the acts.
import { useNavigate, useParams } from 'react-router'
import { type MisuraLetta, misureApi, type VersioneLetta } from '../../shared/misure/misure.api.ts'
import { nominatore } from '../../shared/misure/parole.ts'
import { simulazioniApi } from '../../shared/misure/simulazioni.api.ts'
import { differenze, inParti, type SezioneVersione, sezioni } from '../../shared/misure/versioni.rules.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import { StatoVersioneBadge, validita } from '../parametri/versioni.tsx'
import './misure.css'
import { compila, Fonte, nomeTraLeAltre, nomeVersione, Regola } from './parti.tsx'

const LEGGE = [misureApi.list, misureApi.leggi]
const vuoti = { con: '' }

export default function VersionePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(misureApi.leggi, { id })
  const lista = useEndpoint(misureApi.list, {})
  const v = q.data
  const misura = lista.data?.voci.find((m) => m.id === v?.misuraId)
  return (
    <>
      <PageHeader
        titolo={v ? `${v.nome}: ${v.etichetta}` : 'Misura'}
        sotto={v && validita(v)}
        azioni={v && <Atti v={v} />}
      />
      <Caricamento query={q} righe={8}>
        {(x) => (
          <>
            <DefinitionList
              voci={[
                [
                  'Stato',
                  <StatoVersioneBadge
                    key="s"
                    stato={x.stato}
                    inVigore={misura?.versioni.some((y) => y.id === x.id && y.inVigore)}
                  />,
                ],
                ['Dal', formatData(x.dal)],
                ['Al', x.al ? formatData(x.al) : 'senza termine'],
                ['Nota', x.nota],
              ]}
            />
            {JSON.stringify(x.definizione).includes('"segno":"K"') && (
              <Avviso>
                <p>
                  Ciò che è segnato [K] è ricordato da chi ha scritto Trama e va confermato sul testo della norma prima
                  di farne una decisione.
                </p>
              </Avviso>
            )}
            <Parti v={x} />
            {misura && <Confronto key={x.id} v={x} misura={misura} />}
          </>
        )}
      </Caricamento>
    </>
  )
}

function Atti({ v }: { v: VersioneLetta }) {
  const navigate = useNavigate()
  return (
    <>
      <LinkButton to={`/misure/${v.id}/prova`}>Prova un caso</LinkButton>
      {v.stato !== 'scartata' && (
        <LinkButton azione={simulazioniApi.avvia.azione} to={`/misure/${v.id}/simulazioni`} variante="outline-primary">
          Che cosa cambierebbe
        </LinkButton>
      )}
      {v.stato === 'bozza' && (
        <>
          <LinkButton azione={misureApi.salva.azione} to={`/misure/${v.id}/bozza`} variante="outline-primary">
            Scrivi
          </LinkButton>
          <ActionButton
            e={misureApi.pubblica}
            input={{ id: v.id, revisione: v.revisione }}
            etichetta="Pubblica"
            invalidates={LEGGE}
            esito="Versione pubblicata."
            conferma={{
              titolo: `Pubblicare «${v.etichetta}»?`,
              testo: `Vale ${validita(v)} e non si potrà più modificare. Le decisioni già prese restano con la loro versione.`,
            }}
          />
          <ActionButton
            e={misureApi.scarta}
            input={{ id: v.id }}
            etichetta="Scarta"
            variante="outline-danger"
            invalidates={LEGGE}
            esito="Bozza scartata."
            onDone={() => void navigate('/misure')}
            conferma={{ titolo: 'Scartare questa bozza?', testo: 'Non si potrà più riprendere.', pericolo: true }}
          />
        </>
      )}
      {v.stato !== 'bozza' && (
        <ActionButton
          e={misureApi.scrivi}
          input={{ id: v.id }}
          etichetta="Nuova versione da questa"
          invalidates={LEGGE}
          onDone={(r) => void navigate(`/misure/${r.id}/bozza`)}
        />
      )}
      {v.stato === 'pubblicata' && (
        <ActionButton
          e={misureApi.ritira}
          input={{ id: v.id }}
          etichetta="Ritira"
          variante="outline-danger"
          invalidates={LEGGE}
          esito="Versione ritirata."
          conferma={{
            titolo: `Ritirare «${v.etichetta}»?`,
            testo: 'Torna in vigore quella di prima. Le decisioni già prese restano come sono.',
            pericolo: true,
          }}
        />
      )}
      <PrintButton />
    </>
  )
}

const ordine: readonly SezioneVersione[] = [
  'importi',
  'scala',
  'valori',
  'durata',
  'termini',
  'obblighi',
  'esoneri',
  'questionari',
  'convocazione',
  'flussi',
  'calcoli',
]

function Parti({ v }: { v: VersioneLetta }) {
  const d = v.definizione
  const { fatti } = compila(v)
  const parti = inParti(d, fatti)
  const nomina = nominatore(d, fatti)
  return (
    <>
      <DataTable
        caption="Requisiti"
        lista={{ voci: d.requisiti }}
        chiave={(r) => r.id}
        conteggio={['requisito', 'requisiti']}
        colonne={[
          { id: 'nome', titolo: 'Requisito', riga: true, cella: (r) => r.nome },
          {
            id: 'regola',
            titolo: 'Regola',
            cella: (r) => <Regola r={r} d={d} nomina={nomina} />,
          },
          { id: 'fonte', titolo: 'Fonte', cella: (r) => <Fonte fonte={r.fonte} segno={r.segno} /> },
        ]}
        vuoto={{ titolo: 'Nessun requisito' }}
      />
      {ordine
        .filter((s) => parti[s].length > 0)
        .map((s) => (
          <section key={s} aria-labelledby={`sezione-${s}`}>
            <h2 id={`sezione-${s}`}>{sezioni[s]}</h2>
            <DefinitionList voci={parti[s].map((p) => [p.nome, p.testo] as const)} />
          </section>
        ))}
    </>
  )
}

function Confronto({ v, misura }: { v: VersioneLetta; misura: MisuraLetta }) {
  const [filtri, setFiltri] = useFiltri(vuoti)
  const can = useCan()
  const altre = misura.versioni.filter((x) => x.id !== v.id)
  // the one it was written from, else the one before
  const scelta =
    filtri.con || v.derivataDa || altre.find((x) => x.dal < v.dal || (x.dal === v.dal && x.numero < v.numero))?.id || ''
  const q = useEndpoint(misureApi.leggi, { id: scelta }, { enabled: scelta !== '' && can(misureApi.leggi.azione) })
  if (altre.length === 0 && scelta === '') return null
  return (
    <section aria-labelledby="cambia">
      <h2 id="cambia">Che cosa cambia</h2>
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti} etichetta="Versione con cui confrontare">
        <FilterSelect
          name="con"
          label="Rispetto a"
          tutti="La versione di prima"
          opzioni={altre.map((x) => [x.id, nomeTraLeAltre(x, misura.versioni)] as const)}
        />
      </Filtri>
      {scelta === '' ? (
        <p>È la prima versione: scegli con quale confrontarla.</p>
      ) : (
        <Caricamento query={q}>
          {(prima) => (
            <DataTable
              caption={`Rispetto a «${nomeVersione(prima)}»`}
              lista={{
                voci: differenze(
                  { definizione: prima.definizione, fatti: compila(prima).fatti },
                  { definizione: v.definizione, fatti: compila(v).fatti },
                ),
              }}
              chiave={(d) => `${d.sezione} ${d.nome} ${d.prima}`}
              conteggio={['differenza', 'differenze']}
              colonne={[
                { id: 'nome', titolo: 'Parte', riga: true, cella: (d) => `${sezioni[d.sezione]}: ${d.nome}` },
                { id: 'prima', titolo: 'Prima', cella: (d) => d.prima ?? 'non c’era' },
                { id: 'dopo', titolo: 'In questa', cella: (d) => d.dopo ?? 'non c’è più' },
              ]}
              vuoto={{ titolo: 'Nessuna differenza', testo: 'Le due versioni dicono le stesse cose.' }}
            />
          )}
        </Caricamento>
      )}
    </section>
  )
}
