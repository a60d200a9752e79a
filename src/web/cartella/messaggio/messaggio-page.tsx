// The regional message of a person: where she is along the five phases, what the message of each would say and what it
// would not, the file, and the messages received.
import { useParams } from 'react-router'
import { messaggiApi, type StatoMessaggio } from '../../../shared/cartella/messaggi.api.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { nomePersona } from '../../anagrafe/parole.tsx'
import { formatData, formatIstante, plurale } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { ExportButton, LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { FilterSelect, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso } from '../../kernel/ui/parts.tsx'
import { Note } from './note.tsx'
import { Percorso } from './percorso.tsx'
import './messaggio.css'

const VUOTI = { presa: '' }

export default function MessaggioPage() {
  const { id = '' } = useParams()
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const q = useEndpoint(messaggiApi.stato, { id, ...(filtri.presa && { presa: filtri.presa }) }, { tieni: true })
  const s = q.data
  return (
    <>
      <PageHeader
        titolo="Messaggio regionale"
        sotto={
          s && `${nomePersona(s.persona)}${s.fase ? `, fase ${s.fase.lettera}: ${s.fase.nome.toLowerCase()}` : ''}`
        }
        azioni={
          <>
            <LinkButton azione="messaggio-regionale.importa" to="/messaggi-regionali" variante="outline-primary">
              Riporta un messaggio ricevuto
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <CaricamentoFascicolo personaId={id} query={q} righe={8}>
        {(dati) => (
          <>
            {dati.prese.length > 1 && (
              <Filtri valori={{ presa: dati.presaId ?? '' }} onCambia={setFiltri} vuoti={VUOTI}>
                <FilterSelect
                  name="presa"
                  label="Presa in carico"
                  opzioni={dati.prese.map((p) => [
                    p.id,
                    `N. ${p.numero}, dal ${formatData(p.apertaIl)}${p.chiusaIl ? ` al ${formatData(p.chiusaIl)}` : ''}`,
                  ])}
                  tutti="Quella di oggi"
                />
              </Filtri>
            )}
            <Corpo s={dati} />
          </>
        )}
      </CaricamentoFascicolo>
    </>
  )
}

function Corpo({ s }: { s: StatoMessaggio }) {
  return (
    <>
      <Avviso tipo="warning" titolo="Schema non verificato">
        <p>
          La Regione non ha pubblicato lo schema né tutti i codici: ogni file lo dice in testa. Prima di inviarlo chiedi
          conferma.{s.diProva && ' Finché il gestore non imposta altro, i messaggi sono di prova.'}
        </p>
      </Avviso>
      <h2>A che punto è</h2>
      {!s.fase && <p>{s.spiegazione}</p>}
      <Percorso passi={s.passi} />
      <h2>I messaggi</h2>
      <p>
        Il messaggio di una fase porta anche quelle già percorse. Chi ha segnalato, gli indirizzi segreti e i recapiti
        non sicuri non ne fanno mai parte.
      </p>
      {s.messaggi.map((m) => (
        <section key={m.fase} className="messaggio-fase" aria-label={`Messaggio della fase ${m.lettera}`}>
          <h3>
            Fase {m.lettera}, {m.nome}
          </h3>
          {m.mancano.length > 0 ? (
            <>
              <p>Non si può ancora scrivere:</p>
              <Note note={m.mancano} personaId={s.persona.id} />
            </>
          ) : (
            <ExportButton
              e={messaggiApi.esporta}
              input={{ id: s.persona.id, fase: m.fase, ...(s.presaId && { presa: s.presaId }) }}
              etichetta={`Scarica il messaggio della fase ${m.lettera}`}
            />
          )}
          {m.mancano.length === 0 && m.taciuti.length > 0 && (
            <details>
              <summary>Che cosa non dirà: {plurale(m.taciuti.length, 'dato', 'dati')}</summary>
              <Note note={m.taciuti} personaId={s.persona.id} />
            </details>
          )}
        </section>
      ))}
      <h2>Messaggi ricevuti</h2>
      {s.ricevuti.length === 0 ? (
        <p>Nessuno.</p>
      ) : (
        <ul>
          {s.ricevuti.map((r) => (
            <li key={r.id}>
              {formatIstante(r.ricevutoIl)}, da {r.mittente}: {r.fasi.map((f) => lettere[f]).join(', ')}
              {r.da && `; riportato da ${r.da}`}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

const lettere = { accesso: 'fase A', valutazione: 'fase B', finale: 'fase E' } as const
