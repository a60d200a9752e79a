// The first page of a folder: who, why, what now, next due, alerts. One reading, one screen.
import { Link, useParams } from 'react-router'
import { type Frontespizio, fascicoloApi } from '../../../shared/cartella/fascicolo.api.ts'
import { isRiaperta, statoPresaInParole } from '../../../shared/cartella/prese.rules.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { nascitaInParole, nomePersona, SegniPersona } from '../../anagrafe/parole.tsx'
import { formatData } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, DefinitionList, StatusBadge } from '../../kernel/ui/parts.tsx'
import { EsportaFascicolo } from './esporta.tsx'
import './fascicolo.css'

export default function FrontespizioPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(fascicoloApi.frontespizio, { id })
  const f = q.data
  return (
    <>
      <PageHeader
        titolo={f ? nomePersona(f.persona) : 'Fascicolo'}
        sotto={
          f && (
            <>
              {nascitaInParole(f.persona)} – Comune di {f.persona.comune} <SegniPersona p={f.persona} />{' '}
              {f.riservata && <StatusBadge tono="critico">Fascicolo oscurato</StatusBadge>}
            </>
          )
        }
        azioni={
          f && (
            <>
              <LinkButton azione="diario.scrivi" to={`/persone/${id}/diario/nuova`} icona="it-plus">
                Scrivi nel diario
              </LinkButton>
              <EsportaFascicolo id={id} />
              <PrintButton />
            </>
          )
        }
      />
      <CaricamentoFascicolo personaId={id} query={q} righe={8}>
        {(dati) => <Pagina f={dati} id={id} />}
      </CaricamentoFascicolo>
    </>
  )
}

function Pagina({ f, id }: { f: Frontespizio; id: string }) {
  return (
    <>
      {f.principaleId && (
        <Avviso tipo="warning" titolo="È la stessa persona di un altro fascicolo">
          <Link to={`/persone/${f.principaleId}`}>Apri il fascicolo principale</Link>
        </Avviso>
      )}
      {f.avvisi.length > 0 && (
        <Avviso tipo={f.avvisi.some((a) => a.grave) ? 'warning' : 'info'} titolo="Da sapere">
          <ul className="fascicolo-regole">
            {f.avvisi.map((a) => (
              <li key={a.testo}>{a.testo}</li>
            ))}
          </ul>
        </Avviso>
      )}
      <div className="fascicolo-colonne">
        <Perche f={f} id={id} />
        <section className="fascicolo-riquadro" aria-labelledby="prossimi">
          <h2 id="prossimi">Prossime scadenze</h2>
          {f.prossimi.length === 0 ? (
            <p>Niente in scadenza.</p>
          ) : (
            <ul>
              {f.prossimi.map((p) => (
                <li key={p.collegamento + p.giorno}>
                  {formatData(p.giorno)} – <Link to={p.collegamento}>{p.cosa}</Link>{' '}
                  {p.scaduto && <StatusBadge tono="critico">in ritardo</StatusBadge>}
                </li>
              ))}
            </ul>
          )}
        </section>
        <section className="fascicolo-riquadro" aria-labelledby="dati">
          <h2 id="dati">Come si raggiunge</h2>
          {f.dati.length === 0 ? (
            <p>Non c’è ancora nessun recapito. Registralo nella scheda.</p>
          ) : (
            <DefinitionList voci={f.dati.map((d) => [d.etichetta, d.valore] as const)} />
          )}
        </section>
        <section className="fascicolo-riquadro" aria-labelledby="ultimi">
          <h2 id="ultimi">Ultime voci del diario</h2>
          {f.ultimi.length === 0 ? (
            <p>Nessuna voce da leggere.</p>
          ) : (
            <ul>
              {f.ultimi.map((u) => (
                <li key={u.id}>
                  {formatData(u.giorno)} – <Link to={`/diario/${u.id}`}>{u.tipo}</Link>, {u.autore}
                </li>
              ))}
            </ul>
          )}
        </section>
        {f.nuclei.map((n) => (
          <section key={n.id} className="fascicolo-riquadro" aria-label={n.tipoTesto}>
            <h2>{n.tipoTesto}</h2>
            <ul>
              {n.componenti.map((c) => (
                <li key={c.id}>
                  {c.id === f.persona.id ? c.nome : <Link to={`/persone/${c.id}`}>{c.nome}</Link>}
                  {c.parentela && `, ${c.parentela.toLowerCase()}`}
                  {c.eta !== null && `, ${c.eta} anni`}
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  )
}

function Perche({ f, id }: { f: Frontespizio; id: string }) {
  return (
    <section className="fascicolo-riquadro" aria-labelledby="perche">
      <h2 id="perche">Presa in carico</h2>
      {f.percorso?.fase && (
        <p>
          <strong>
            Fase {f.percorso.fase.lettera}, {f.percorso.fase.nome.toLowerCase()}
          </strong>
          . {f.percorso.spiegazione}
        </p>
      )}
      {f.prese.length === 0 && <p>Non è in carico a nessuno.</p>}
      <ul>
        {f.prese.map((p) => (
          <li key={p.id}>
            <Link to={`/prese/${p.id}`}>
              N. {p.numero}, {p.area}
            </Link>{' '}
            <StatusBadge tono={p.stato === 'attiva' ? 'positivo' : 'neutro'}>{statoPresaInParole(p.stato)}</StatusBadge>
            {isRiaperta(p) && <StatusBadge tono="informativo">riaperta</StatusBadge>}
            <br />
            Dal {formatData(p.apertaIl)}
            {p.chiusaIl && ` al ${formatData(p.chiusaIl)}`}
            {p.responsabile && `; responsabile ${p.responsabile.nome}`}
            {p.equipe.length > 0 && `; con ${p.equipe.map((e) => e.nome).join(', ')}`}
          </li>
        ))}
      </ul>
      {f.perche && (
        <DefinitionList
          voci={(
            [
              ['Perché', f.perche.oggetto],
              ['Che cosa desidera', f.perche.desideri],
              ['Accordi', f.perche.accordi],
              ['Sicurezza', f.perche.sicurezza],
            ] as const
          ).filter(([, v]) => v)}
        />
      )}
      {f.ultimi.length > 0 && (
        <p>
          <Link to={`/persone/${id}/timeline`}>Tutta la storia</Link>
        </p>
      )}
    </section>
  )
}
