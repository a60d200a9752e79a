// The households of a person on a day, one beside the other, with what differs and why.
import { Fragment, useState } from 'react'
import { Link, useParams } from 'react-router'
import { nucleiApi } from '../../shared/anagrafe/nuclei.api.ts'
import { nomiNucleo, situazioneMembro } from '../../shared/anagrafe/nuclei.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterDate, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, StatusBadge } from '../kernel/ui/parts.tsx'
import { CaricamentoFascicolo } from './apertura.tsx'
import { Aggiungi, Correggi, Esce } from './nucleo-componente.tsx'
import { nascitaInParole, nomePersona, SegniPersona } from './parole.tsx'
import './anagrafe.css'

type Risposta = Output<typeof nucleiApi.diPersona>
type Nucleo = Risposta['nuclei'][number]
type Membro = Nucleo['membri'][number]

/** Within a sentence: «nucleo ISEE». */
const minuscolo = (t: Nucleo['tipo']) => nomiNucleo[t].charAt(0).toLowerCase() + nomiNucleo[t].slice(1)

const VUOTI = { giorno: '' }
const tocca = [nucleiApi.diPersona]

export default function NucleiPage() {
  const { id = '' } = useParams()
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const q = useEndpoint(nucleiApi.diPersona, { id, ...(filtri.giorno && { giorno: filtri.giorno }) })
  return (
    <>
      <PageHeader
        titolo="Nuclei"
        azioni={
          <>
            <LinkButton azione="nucleo.gestisci" to={`/persone/${id}/nuclei/nuovo`} icona="it-plus">
              Componi un nucleo
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterDate name="giorno" label="Com’erano il giorno" />
      </Filtri>
      <CaricamentoFascicolo personaId={id} query={q} righe={8}>
        {(r) =>
          r.nuclei.length === 0 ? (
            <Avviso titolo="Nessun nucleo registrato in questo giorno">
              <p>
                Componi il nucleo anagrafico, quello della dichiarazione ISEE e chi vive davvero insieme: la pagina li
                mette a confronto.
              </p>
            </Avviso>
          ) : (
            <>
              <Differenze r={r} />
              {r.nuclei.map((n) => (
                <NucleoVista key={n.id} n={n} passato={filtri.giorno !== '' && filtri.giorno < oggi()} />
              ))}
            </>
          )
        }
      </CaricamentoFascicolo>
    </>
  )
}

function Differenze({ r }: { r: Risposta }) {
  if (r.differenze.length === 0) return null
  const nomi = (tipi: Risposta['differenze'][number]['in']) => tipi.map(minuscolo).join(', ')
  return (
    <section>
      <h2>Che cosa non coincide</h2>
      <DataTable
        caption="Persone che non sono in tutti i nuclei"
        lista={{ voci: r.differenze }}
        chiave={(d) => d.personaId}
        colonne={[
          {
            id: 'chi',
            titolo: 'Persona',
            riga: true,
            cella: (d) => <Link to={`/persone/${d.personaId}`}>{d.nome}</Link>,
          },
          { id: 'in', titolo: 'È nel', cella: (d) => nomi(d.in) },
          { id: 'non', titolo: 'Non è nel', cella: (d) => nomi(d.nonIn) },
          {
            id: 'perche',
            titolo: 'Che cosa può spiegarlo',
            cella: (d) => d.perche.join(' ') || 'Da chiedere alla persona',
          },
        ]}
        vuoto={{ titolo: 'I nuclei coincidono' }}
      />
    </section>
  )
}

/** Which of the forms is open, and on whom. */
type Aperto = 'aggiungi' | { esce: Membro } | { corregge: Membro } | null

function NucleoVista({ n, passato }: { n: Nucleo; passato: boolean }) {
  const can = useCan()
  const [aperto, setAperto] = useState<Aperto>(null)
  const gestisce = can('nucleo.gestisci') && !passato
  return (
    <section>
      <h2>
        {nomiNucleo[n.tipo]} {n.etichetta && <small>{n.etichetta}</small>}{' '}
        {n.al && <StatusBadge>Chiuso il {formatData(n.al)}</StatusBadge>}
      </h2>
      {n.riferimento && <p className="sotto-nome">Riferimento: {n.riferimento}</p>}
      {n.casi.length > 0 && (
        <p className="sotto-nome">
          È il nucleo di{' '}
          {n.casi.map((c, k) => (
            <Fragment key={c.id}>
              {k > 0 && ', '}
              <Link to={`/miei-casi/${c.id}`}>
                {c.richiedente} ({c.misura})
              </Link>
            </Fragment>
          ))}
        </p>
      )}
      <DataTable
        caption={`Componenti del ${minuscolo(n.tipo)}`}
        lista={{ voci: n.membri }}
        chiave={(m) => m.id}
        conteggio={['componente', 'componenti']}
        colonne={[
          {
            id: 'chi',
            titolo: 'Persona',
            riga: true,
            cella: (m) => (
              <>
                <Link to={`/persone/${m.persona.id}`}>{nomePersona(m.persona)}</Link>
                <small className="sotto-nome">{nascitaInParole(m.persona)}</small>
              </>
            ),
          },
          { id: 'parentela', titolo: 'Rapporto', cella: (m) => m.parentelaNome },
          { id: 'dal', titolo: 'Dal', cella: (m) => (m.dal ? formatData(m.dal) : '–') },
          { id: 'al', titolo: 'Al', cella: (m) => (m.al ? formatData(m.al) : '–') },
          {
            id: 'segni',
            titolo: 'Note',
            cella: (m) => (
              <>
                <SegniPersona p={m.persona} />{' '}
                {situazioneMembro(m).map((s) => (
                  <small key={s} className="sotto-nome">
                    {s}
                  </small>
                ))}
              </>
            ),
          },
          ...(gestisce
            ? [
                {
                  id: 'atti',
                  titolo: 'Che cosa fare',
                  senzaTitolo: true,
                  cella: (m: Membro) => (
                    <>
                      <button type="button" className="btn btn-link btn-xs" onClick={() => setAperto({ corregge: m })}>
                        Correggi<span className="visually-hidden"> il componente: {nomePersona(m.persona)}</span>
                      </button>
                      <button type="button" className="btn btn-link btn-xs" onClick={() => setAperto({ esce: m })}>
                        È uscita o uscito<span className="visually-hidden"> dal nucleo: {nomePersona(m.persona)}</span>
                      </button>
                    </>
                  ),
                },
              ]
            : []),
        ]}
        vuoto={{ titolo: 'Nessun componente in questo giorno' }}
      />
      {gestisce && aperto === null && (
        <div className="fatto-atti">
          <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => setAperto('aggiungi')}>
            Aggiungi una persona
          </button>
          <ActionButton
            e={nucleiApi.fotografa}
            input={{ id: n.id, giorno: oggi() }}
            etichetta="Fissa la composizione di oggi"
            piccolo
            esito={(r) => `Composizione fissata: ${r.membri} componenti.`}
            invalidates={[nucleiApi.fotografie]}
          />
          {!n.al && (
            <ActionButton
              e={nucleiApi.chiudi}
              input={{ id: n.id, al: oggi(), versione: n.versione }}
              etichetta="Chiudi il nucleo da oggi"
              piccolo
              variante="link"
              conferma={{
                titolo: 'Chiudere il nucleo?',
                testo: 'Da domani non avrà più componenti. La sua storia resta.',
              }}
              esito="Nucleo chiuso."
              invalidates={tocca}
            />
          )}
        </div>
      )}
      {aperto === 'aggiungi' && <Aggiungi n={n} onFatto={() => setAperto(null)} />}
      {aperto !== null && aperto !== 'aggiungi' && 'esce' in aperto && (
        <Esce n={n} m={aperto.esce} onFatto={() => setAperto(null)} />
      )}
      {aperto !== null && aperto !== 'aggiungi' && 'corregge' in aperto && (
        <Correggi n={n} m={aperto.corregge} onFatto={() => setAperto(null)} />
      )}
    </section>
  )
}
