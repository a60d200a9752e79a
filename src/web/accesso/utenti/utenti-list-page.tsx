// The operators of the ambito (or, for the Super Utente, of all of them), with what each may do and why not. The text
// one searches by may be a codice fiscale, which goes in the body of a request and never into an address.
import { Link } from 'react-router'
import { ruoliApi } from '../../../shared/accesso/ruoli.api.ts'
import { assegnazioniApi, utentiApi } from '../../../shared/accesso/utenti.api.ts'
import type { StatoUtente } from '../../../shared/accesso/utenti.rules.ts'
import { formatData, formatIstante, oggi, plurale } from '../../kernel/format.ts'
import { useEndpoint, usePagine } from '../../kernel/hooks.ts'
import { ActionButton, ExportButton, LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { FilterCheck, FilterSelect, FilterText, Filtri, useFiltri } from '../../kernel/ui/filters.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, StatusBadge } from '../../kernel/ui/parts.tsx'
import { useAmbito } from './ambito-corrente.ts'
import { motivoOra, opzioniStato, StatoUtenteBadge, type Voce } from './parole.tsx'
import './utenti.css'

const VUOTI = { q: '', stato: '', ruolo: '', comune: '', contratto: '', spid: '' }
const TUTTO_AMBITO = 'ambito'

const fra = (giorni: number) => oggi(new Date(Date.now() + giorni * 86_400_000))

/** The beginning of a codice fiscale is enough to keep it out of addresses. */
const comeCodice = (q: string) => /^[A-Z]{6}\d/i.test(q.replace(/\s/g, ''))

export default function UtentiListPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI, { riservati: ['q'] })
  const ambito = useAmbito()
  const ruoli = useEndpoint(ruoliApi.elenco, {}, { staleTime: 300_000 })
  const q = filtri.q.trim()
  const codice = comeCodice(q) ? q.replace(/\s/g, '').toUpperCase() : null
  const criteri = {
    ...(q && !codice && { q }),
    ...(filtri.stato && { stato: filtri.stato as StatoUtente }),
    ...(filtri.ruolo && { ruolo: filtri.ruolo }),
    ...(filtri.comune === TUTTO_AMBITO && { interoAmbito: true }),
    ...(filtri.comune && filtri.comune !== TUTTO_AMBITO && { comune: filtri.comune }),
    ...(filtri.contratto && { contrattoEntro: fra(Number(filtri.contratto)) }),
    ...(filtri.spid && { differenzeSpid: true }),
  }
  const pagine = usePagine(utentiApi.list, criteri, { enabled: !codice })
  const intero = codice !== null && codice.length === 16
  const perCodice = useEndpoint(utentiApi.cercaCodice, { codiceFiscale: codice ?? '' }, { enabled: intero })
  const lista = codice
    ? { ...perCodice, voci: perCodice.data?.voci ?? [], isPending: intero && perCodice.isPending }
    : pagine
  const filtrato = Object.values(filtri).some(Boolean)
  return (
    <>
      <PageHeader
        titolo="Utenti"
        sotto={ambito.nome ?? 'Di tutti gli ambiti'}
        azioni={
          <>
            <LinkButton azione="utente.gestisci" to="/utenti/nuovo" icona="it-plus">
              Accredita un operatore
            </LinkButton>
            {(!codice || intero) && (
              <ExportButton
                e={utentiApi.esporta}
                input={{ ...(codice ? { codiceFiscale: codice } : criteri), formato: 'xlsx' }}
                etichetta="Esporta in Excel"
              />
            )}
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="q" label="Nome, e-mail o codice fiscale" />
        <FilterSelect name="stato" label="Stato" tutti="Tutti gli stati" opzioni={[...opzioniStato]} />
        <FilterSelect
          name="ruolo"
          label="Ruolo"
          tutti="Tutti i ruoli"
          opzioni={(ruoli.data?.voci ?? []).map((r) => [r.codice, r.nome] as const)}
        />
        {ambito.id && (
          <FilterSelect
            name="comune"
            label="Territorio"
            tutti="Ogni territorio"
            opzioni={[[TUTTO_AMBITO, 'Tutto l’ambito'], ...ambito.opzioniComuni]}
          />
        )}
        <FilterSelect
          name="contratto"
          label="Scadenza del contratto"
          tutti="Qualsiasi"
          opzioni={[
            ['-1', 'Già terminato'],
            ['30', 'Entro 30 giorni'],
            ['90', 'Entro 90 giorni'],
            ['365', 'Entro un anno'],
          ]}
        />
        <FilterCheck name="spid" label="SPID dice altro" />
      </Filtri>
      {codice && !intero && (
        <Avviso titolo="Scrivi il codice fiscale per intero">
          <p>Ha 16 caratteri: finora ne hai scritti {codice.length}.</p>
        </Avviso>
      )}
      {(!codice || intero) && (
        <DataTable
          caption={codice ? 'Utenti con questo codice fiscale' : 'Utenti in ordine di cognome'}
          lista={lista}
          chiave={(u) => u.id}
          conteggio={['utente', 'utenti']}
          colonne={[
            { id: 'cognome', titolo: 'Cognome e nome', riga: true, cella: (u) => <Nome u={u} /> },
            { id: 'stato', titolo: 'Stato', cella: (u) => <Stato u={u} /> },
            { id: 'ruoli', titolo: 'Ruoli e territorio', cella: (u) => <Ruoli u={u} /> },
            ...(ambito.id
              ? []
              : [{ id: 'ambito', titolo: 'Ambito', cella: (u: Voce) => u.ambito?.nome ?? 'Nazionale' }]),
            { id: 'contratto', titolo: 'Fine contratto', cella: (u) => <Contratto fine={u.fineContratto} /> },
            { id: 'accesso', titolo: 'Ultimo accesso', cella: (u) => formatIstante(u.ultimoAccesso) },
          ]}
          vuoto={
            filtrato
              ? {
                  titolo: 'Nessun utente corrisponde',
                  testo: codice
                    ? 'Nessuno, tra quelli che puoi vedere, ha questo codice fiscale.'
                    : 'Togli un filtro, o controlla come è scritto il nome.',
                }
              : {
                  titolo: 'Non c’è ancora nessun utente',
                  testo:
                    'Registra la richiesta formale con cui l’ente indica i suoi operatori, poi accreditali uno alla volta o con il foglio di calcolo.',
                  azione: <PrimiPassi />,
                }
          }
        />
      )}
      {ambito.id && !codice && pagine.voci.some((u) => u.incarichi.some((i) => i.stato === 'preparata')) && (
        <section className="accreditamento-nota">
          <h2>Ruoli preparati</h2>
          <p>
            Un ruolo preparato aspetta l’atto del comune che la sua sezione richiede, o una delega. Appena c’è, si
            abilita da qui: chi è in regola viene abilitato, gli altri restano come sono.
          </p>
          <ActionButton
            e={assegnazioniApi.abilitaPreparate}
            input={{}}
            etichetta="Abilita i ruoli preparati che ora sono in regola"
            conferma={{
              titolo: 'Abilitare i ruoli in regola?',
              testo: 'Da quel momento chi li ha può usarli, entrando con SPID.',
            }}
            invalidates={[utentiApi.list, utentiApi.leggi]}
            esito={(r) =>
              `${plurale(r.abilitati, 'ruolo abilitato', 'ruoli abilitati')}; ${plurale(r.preparati, 'resta preparato', 'restano preparati')}.`
            }
          />
        </section>
      )}
    </>
  )
}

const PrimiPassi = () => (
  <span className="accreditamento-passi">
    <LinkButton azione="richiesta-formale.gestisci" to="/richieste-formali/nuova" variante="outline-primary">
      Registra una richiesta formale
    </LinkButton>
    <LinkButton azione="utente.gestisci" to="/utenti/nuovo">
      Accredita un operatore
    </LinkButton>
    <LinkButton azione="importazione.esegui" to="/importazioni" variante="outline-primary">
      Importa da un foglio
    </LinkButton>
  </span>
)

function Nome({ u }: { u: Voce }) {
  return (
    <>
      <Link to={`/utenti/${u.id}`}>
        {u.cognome} {u.nome}
      </Link>
      <small className="accreditamento-sotto">{u.codiceFiscale}</small>
      {u.email && <small className="accreditamento-sotto">{u.email}</small>}
    </>
  )
}

function Stato({ u }: { u: Voce }) {
  return (
    <div>
      <StatoUtenteBadge stato={u.stato} />
      {u.differenzeSpid && (
        <>
          {' '}
          <StatusBadge tono="attenzione">SPID dice altro</StatusBadge>
        </>
      )}
      {motivoOra(u) && <small className="accreditamento-sotto">{motivoOra(u)}</small>}
    </div>
  )
}

/** One line for each role, its territories together: who holds ten comuni does not fill the page. */
function Ruoli({ u }: { u: Voce }) {
  if (u.incarichi.length === 0) return <>Nessun ruolo</>
  const perRuolo = new Map<string, Voce['incarichi']>()
  for (const i of u.incarichi) {
    const chiave = `${i.ruolo} ${i.nonEfficacePerche ?? ''}`
    perRuolo.set(chiave, [...(perRuolo.get(chiave) ?? []), i])
  }
  return (
    <ul className="accreditamento-ruoli">
      {[...perRuolo].map(([chiave, voci]) => (
        <li key={chiave}>
          {voci[0]!.ruoloNome}: {voci.map((i) => i.territorio).join(', ')}
          {voci[0]!.nonEfficacePerche && (
            <small className="accreditamento-sotto">Non efficace: {voci[0]!.nonEfficacePerche}</small>
          )}
        </li>
      ))}
    </ul>
  )
}

function Contratto({ fine }: { fine: string | null }) {
  if (!fine) return <>–</>
  return (
    <div>
      {formatData(fine)}
      {fine < oggi() && <small className="accreditamento-sotto">terminato</small>}
    </div>
  )
}
