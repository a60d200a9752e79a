// One version of a questionnaire: its questions with numbers, choices and sources, the rules of its outcome; for who may,
// the acts.
import { Link, useNavigate, useParams } from 'react-router'
import { questionariApi, type VersioneQuestionario } from '../../shared/parametri/questionari.api.ts'
import { scelteDi, type Voce, voci } from '../../shared/parametri/questionari.rules.ts'
import { type Definizione, nomiVia, viaDi } from '../../shared/parametri/questionario.ts'
import { formatData, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList, StatusBadge } from '../kernel/ui/parts.tsx'
import { StatoVersioneBadge, validita } from './versioni.tsx'

const LETTI = [questionariApi.list, questionariApi.leggi]

export default function QuestionarioPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(questionariApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo={q.data ? `${q.data.nome}: ${q.data.etichetta}` : 'Questionario'}
        sotto={q.data && validita(q.data)}
        azioni={q.data && <Atti v={q.data} />}
      />
      <Caricamento query={q} righe={8}>
        {(v) => <Letto v={v} />}
      </Caricamento>
    </>
  )
}

function Letto({ v }: { v: VersioneQuestionario }) {
  const d = v.definizione
  const tutte = voci(d)
  return (
    <>
      <DefinitionList
        voci={[
          ['Stato', <StatoVersioneBadge key="s" stato={v.stato} />],
          ['Al', v.al ? formatData(v.al) : 'senza termine'],
          ['Riguarda', d.per === 'nucleo' ? 'la famiglia, con i suoi componenti' : 'una persona'],
          ['Domande', plurale(tutte.length, 'domanda', 'domande')],
          ...(d.tempi ? [['Tempi', d.tempi.join(', ')] as const] : []),
          ['Nota', v.nota],
        ]}
      />
      {JSON.stringify(d).includes('[K]') && (
        <Avviso>
          <p>
            Ciò che è segnato [K] è ricordato da chi ha scritto Trama e va confermato sul testo della norma prima di
            farne una regola.
          </p>
        </Avviso>
      )}
      {d.scala && (
        <section>
          <h2>Scala</h2>
          <ul>
            {d.scala.map((s) => (
              <li key={s.valore}>
                {s.valore} – {s.nome}
              </li>
            ))}
          </ul>
          {d.scalaFonte && <p className="testata-sotto">{d.scalaFonte}</p>}
        </section>
      )}
      {d.modulo.pages.map((p) => (
        <Pagina key={p.name} d={d} titolo={p.title} sue={tutte.filter((t) => t.pagina.name === p.name)} />
      ))}
      {d.esito && <Regole e={d.esito} />}
    </>
  )
}

function Pagina({ d, titolo, sue }: { d: Definizione; titolo: string; sue: Voce[] }) {
  return (
    <section>
      <h2>{titolo}</h2>
      <DataTable
        caption={`Domande di «${titolo}»`}
        lista={{ voci: sue }}
        chiave={(v) => v.domanda.name}
        colonne={[
          { id: 'domanda', titolo: 'Domanda', riga: true, cella: (v) => `${v.numero} ${v.domanda.title}` },
          {
            id: 'dove',
            titolo: 'Di chi',
            cella: (v) => `${v.perComponente ? 'ogni componente' : 'nucleo'}${v.gruppo ? `: ${v.gruppo.title}` : ''}`,
          },
          { id: 'risposte', titolo: 'Risposte', cella: (v) => <Risposte d={d} v={v} /> },
          { id: 'quando', titolo: 'Quando', cella: (v) => <Quando v={v} /> },
          { id: 'fonte', titolo: 'Fonte', cella: (v) => v.domanda.fonte ?? '–' },
        ]}
        vuoto={{ titolo: 'Nessuna domanda' }}
      />
    </section>
  )
}

function Risposte({ d, v }: { d: Definizione; v: Voce }) {
  const { domanda } = v
  if (domanda.type === 'rating')
    return (
      <>
        scala da {domanda.rateMin} a {domanda.rateMax}
      </>
    )
  const scelte = scelteDi(domanda, d)
  if (scelte.length === 0)
    return <>{domanda.inputType === 'number' ? 'numero' : domanda.inputType === 'date' ? 'data' : 'testo'}</>
  return (
    <ul>
      {scelte.map((s) => (
        <li key={s.value}>
          {s.text}{' '}
          {s.segno === 'problema' && (
            <StatusBadge tono={s.gravita ? 'critico' : 'attenzione'}>
              {s.gravita ? 'bisogno complesso' : 'problema'}
            </StatusBadge>
          )}
          {s.segno === 'risorsa' && <StatusBadge tono="positivo">risorsa</StatusBadge>}
        </li>
      ))}
    </ul>
  )
}

function Quando({ v: { domanda, gruppo, pagina } }: { v: Voce }) {
  const se = [pagina.visibleIf, gruppo?.visibleIf, domanda.visibleIf].filter(Boolean)
  return (
    <>
      {domanda.isRequired
        ? 'sempre necessaria'
        : domanda.requiredIf
          ? `necessaria se ${domanda.requiredIf}`
          : 'facoltativa'}
      {se.length > 0 && `; si chiede se ${se.join(' e ')}`}
      {domanda.precompila && '; proposta dalla cartella'}
      {domanda.classe && `; dati protetti: ${domanda.classe}`}
    </>
  )
}

function Regole({ e }: { e: NonNullable<Definizione['esito']> }) {
  return (
    <section>
      <h2>Regole dell’esito</h2>
      <DataTable
        caption="Esiti"
        lista={{ voci: e.valori }}
        chiave={(v) => v.codice}
        colonne={[
          { id: 'codice', titolo: 'Esito', riga: true, cella: (v) => `${v.codice} – ${v.nome}` },
          { id: 'sociale', titolo: 'Presa in carico sociale', cella: (v) => (v.sociale ? 'sì' : 'no') },
          { id: 'via', titolo: 'Porta', cella: (v) => nomiVia[viaDi(v)] },
          { id: 'apre', titolo: 'Apre', cella: (v) => (v.apre ? `${v.apre}, entro ${v.entroGiorni} giorni` : '–') },
          { id: 'fonte', titolo: 'Fonte', cella: (v) => v.fonte },
        ]}
        vuoto={{ titolo: 'Nessun esito' }}
      />
      <DataTable
        caption="Avvisi: si dicono, non impediscono"
        lista={{ voci: e.avvisi }}
        chiave={(a) => a.id}
        colonne={[
          { id: 'testo', titolo: 'Avviso', riga: true, cella: (a) => a.testo },
          { id: 'propone', titolo: 'Propone', cella: (a) => a.propone ?? '–' },
          { id: 'fonte', titolo: 'Fonte', cella: (a) => a.fonte },
        ]}
        vuoto={{ titolo: 'Nessun avviso' }}
      />
    </section>
  )
}

function Atti({ v }: { v: VersioneQuestionario }) {
  const navigate = useNavigate()
  return (
    <>
      <LinkButton to={`/questionari/${v.id}/modulo`} variante="outline-primary">
        Modulo di carta
      </LinkButton>
      {v.stato === 'bozza' && (
        <>
          <LinkButton azione={questionariApi.salva.azione} to={`/questionari/${v.id}/bozza`} variante="outline-primary">
            Scrivi
          </LinkButton>
          <ActionButton
            e={questionariApi.pubblica}
            input={{ id: v.id, revisione: v.revisione }}
            etichetta="Pubblica"
            invalidates={LETTI}
            esito="Versione pubblicata."
            conferma={{
              titolo: `Pubblicare «${v.etichetta}»?`,
              testo: `Vale ${validita(v)} e non si potrà più modificare. Ciò che è già compilato resta con la sua versione.`,
            }}
          />
          <ActionButton
            e={questionariApi.scarta}
            input={{ id: v.id }}
            etichetta="Scarta"
            variante="outline-danger"
            invalidates={LETTI}
            esito="Bozza scartata."
            onDone={() => void navigate('/questionari')}
            conferma={{ titolo: 'Scartare questa bozza?', testo: 'Non si potrà più riprendere.', pericolo: true }}
          />
        </>
      )}
      {v.stato !== 'bozza' && (
        <ActionButton
          e={questionariApi.scrivi}
          input={{ id: v.id }}
          etichetta="Nuova versione da questa"
          invalidates={LETTI}
          onDone={(r) => void navigate(`/questionari/${r.id}/bozza`)}
        />
      )}
      {v.stato === 'pubblicata' && (
        <ActionButton
          e={questionariApi.ritira}
          input={{ id: v.id }}
          etichetta="Ritira"
          variante="outline-danger"
          invalidates={LETTI}
          esito="Versione ritirata."
          conferma={{
            titolo: `Ritirare «${v.etichetta}»?`,
            testo: 'Non si comincia più. Ciò che è compilato con questa versione resta leggibile.',
            pericolo: true,
          }}
        />
      )}
      <Link className="btn btn-outline-primary" to="/questionari">
        Tutti i questionari
      </Link>
      <PrintButton />
    </>
  )
}
