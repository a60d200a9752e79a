// One prestazione whole: what it says, what is wrong, what was changed and can be put back, what was overridden, and how it leaves.
import { Link, useNavigate, useParams } from 'react-router'
import { type Prestazione, prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { inLavorazione } from '../../shared/flussi/stati.rules.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { CampiForm } from './campi-form.tsx'
import { EnteDellaPagina } from './ente-scelto.tsx'
import { nomeCampo, nomePeriodo, nomeRegola, StatoPrestazioneBadge } from './parole.tsx'
import './flussi.css'

type Scheda = OutputWeb<typeof prestazioniApi.leggi>
const rilegge = [prestazioniApi.leggi, prestazioniApi.list, prestazioniApi.quadro, prestazioniApi.regole]

export default function PrestazionePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(prestazioniApi.leggi, { id })
  return (
    <>
      <EnteDellaPagina id={q.data?.enteId} />
      <PageHeader
        titolo={q.data?.operazione === 'C' ? 'Cancellazione' : 'Prestazione'}
        sotto={
          q.data && (
            <>
              {nomePeriodo(q.data.periodo)} <StatoPrestazioneBadge stato={q.data.stato} />
            </>
          )
        }
        azioni={<PrintButton />}
      />
      <Caricamento query={q} righe={10}>
        {(p) => <Corpo key={p.id} p={p} />}
      </Caricamento>
    </>
  )
}

/** It has left, and nothing is cancelling it. */
const sostituibile = (p: Scheda) =>
  p.operazione === 'I' && (p.stato === 'in-flusso' || p.stato === 'accettata') && p.legami.annullata === null

function Corpo({ p }: { p: Scheda }) {
  const aperta = inLavorazione.includes(p.stato) && p.operazione === 'I'
  return (
    <>
      <Legami p={p} />
      <Difetti p={p} />
      {aperta ? (
        <CampiForm
          e={prestazioniApi.correggi}
          valori={p.valori}
          fissi={{ id: p.id, versione: p.versione }}
          invio="Salva e ricontrolla"
          esito="Prestazione corretta."
          invalidates={rilegge}
        />
      ) : sostituibile(p) ? (
        <div className="flussi-affianco">
          <Valori p={p} />
          <Sostituisci p={p} />
        </div>
      ) : (
        <Valori p={p} />
      )}
      <Cambi p={p} aperta={aperta} />
      <Atti p={p} />
      {p.celle.length > 0 && (
        <details>
          <summary>La riga com’era nel file{p.riga !== null && ` (riga ${p.riga})`}</summary>
          <p className="flussi-celle-lette">{p.celle.map((c) => c || '–').join(' · ')}</p>
        </details>
      )}
    </>
  )
}

/** What this one is tied with: a cancellation, and what takes the place of what is cancelled. */
function Legami({ p }: { p: Scheda }) {
  const { annulla, annullata, segue, seguita } = p.legami
  const inAttesa = segue && segue.stato !== 'accettata' && segue.stato !== 'esclusa' && inLavorazione.includes(p.stato)
  const voci = [
    ['Cancella', annulla],
    ['È cancellata da', annullata],
    ['Parte dopo la cancellazione', segue],
    ['Prende il suo posto', seguita],
  ] as const
  const presenti = voci.filter(([, l]) => l !== null)
  if (presenti.length === 0) return null
  return (
    <Avviso
      tipo="info"
      titolo={inAttesa ? 'Parte quando INPS ha accettato la cancellazione' : 'Questa prestazione è legata ad altre'}
    >
      <ul>
        {presenti.map(([nome, l]) => (
          <li key={nome}>
            {nome}: <Link to={`/flussi/prestazioni/${l!.id}`}>apri</Link> <StatoPrestazioneBadge stato={l!.stato} />
          </li>
        ))}
      </ul>
    </Avviso>
  )
}

/** The record as it was sent, and beside it the one that takes its place: cancellation and correction are prepared together. */
function Sostituisci({ p }: { p: Scheda }) {
  const navigate = useNavigate()
  return (
    <section aria-label="La prestazione corretta">
      <h2>Cancella e correggi</h2>
      <p>
        INPS non prevede correzioni: la riga inviata riparte come cancellazione, identica; quella corretta parte quando
        INPS ha accettato la cancellazione, e se INPS la respinge non parte. Cambia qui ciò che era sbagliato.
      </p>
      <details>
        <summary>Scrivi quella corretta</summary>
        <CampiForm
          e={prestazioniApi.cancella}
          valori={p.valori}
          fissi={{ id: p.id }}
          invio="Prepara la cancellazione e quella corretta"
          bozza={`prestazione-corretta ${p.id}`}
          esito="Cancellazione e prestazione corretta preparate."
          invalidates={rilegge}
          onDone={(r) => {
            const nuova = r.voci[1] ?? r.voci[0]
            if (nuova) navigate(`/flussi/prestazioni/${nuova.id}`)
          }}
        />
      </details>
    </section>
  )
}

const Valori = ({ p }: { p: Prestazione }) => (
  <DataTable
    caption="Dati della prestazione"
    lista={{ voci: p.valori }}
    chiave={(v) => v.campo}
    conteggio={['dato', 'dati']}
    colonne={[
      { id: 'campo', titolo: 'Dato', riga: true, cella: (v) => nomeCampo(v.campo) },
      { id: 'valore', titolo: 'Valore', cella: (v) => v.valore },
    ]}
    vuoto={{ titolo: 'Nessun dato' }}
  />
)

function Difetti({ p }: { p: Scheda }) {
  const superata = (regola: string) => p.deroghe.find((d) => d.regola === regola)
  if (p.difetti.length === 0) return null
  return (
    <DataTable
      caption="Che cosa non va"
      lista={{ voci: p.difetti }}
      chiave={(d) => `${d.regola} ${d.campo} ${d.frase}`}
      conteggio={['difetto', 'difetti']}
      colonne={[
        { id: 'regola', titolo: 'Regola', riga: true, cella: (d) => d.regola },
        { id: 'frase', titolo: 'Che cosa fare', cella: (d) => `${d.campo ? `${nomeCampo(d.campo)}: ` : ''}${d.frase}` },
        {
          id: 'atto',
          titolo: 'Si può superare',
          cella: (d) => {
            const s = superata(d.regola)
            if (s) return `Superato il ${formatIstante(s.il)}: ${s.motivo}`
            if (!d.derogabile) return 'No: si corregge'
            return (
              <ActionButton
                e={prestazioniApi.deroga}
                input={{ ente: p.enteId, id: p.id, regola: d.regola }}
                etichetta={`Supera ${d.regola}`}
                piccolo
                conferma={{
                  titolo: `Superare ${d.regola}?`,
                  testo: `${nomeRegola(d.regola)}. La prestazione partirà lo stesso.`,
                  motivo: 'Perché si può andare avanti',
                }}
                invalidates={rilegge}
                esito="Avviso superato."
              />
            )
          },
        },
      ]}
      vuoto={{ titolo: 'Nessun difetto' }}
    />
  )
}

function Cambi({ p, aperta }: { p: Scheda; aperta: boolean }) {
  if (p.modifiche.length === 0) return null
  const primoTaglio = p.modifiche.findIndex((m) => m.regola === 'N21')
  const tagliata = primoTaglio >= 0
  const parole: Record<string, string> = {
    insegnata: 'insegnato dall’ente',
    corretta: 'corretto a mano',
    ripristinata: 'rimesso com’era',
  }
  return (
    <DataTable
      caption="Che cosa è stato cambiato"
      lista={{ voci: p.modifiche.map((m, n) => ({ ...m, n })) }}
      chiave={(m) => String(m.n)}
      conteggio={['cambiamento', 'cambiamenti']}
      colonne={[
        { id: 'campo', titolo: 'Dato', riga: true, cella: (m) => nomeCampo(m.campo) },
        { id: 'prima', titolo: 'Prima', cella: (m) => m.prima ?? '(vuoto)' },
        { id: 'dopo', titolo: 'Dopo', cella: (m) => m.dopo ?? '(tolto)' },
        { id: 'perche', titolo: 'Perché', cella: (m) => parole[m.regola] ?? `${nomeRegola(m.regola)} (${m.regola})` },
        {
          id: 'atto',
          titolo: 'Rimetti',
          senzaTitolo: true,
          cella: (m) =>
            aperta &&
            m.regola.startsWith('N') &&
            // cut in two: all that was changed goes back together, with the days
            !(tagliata && (m.regola === 'N23' || (m.regola === 'N21' && m.n !== primoTaglio))) && (
              <ActionButton
                e={prestazioniApi.ripristina}
                input={{ id: p.id, versione: p.versione, campo: m.campo }}
                etichetta={m.regola === 'N21' ? 'Rimetti il periodo intero' : 'Rimetti com’era'}
                {...(m.regola === 'N21' && {
                  conferma: {
                    titolo: 'Rimettere il periodo intero?',
                    testo:
                      'Questa riga torna com’era nel file, e le altre in cui era divisa si escludono. INPS non accetta un periodo che passa il 31 dicembre: poi correggi le date.',
                  },
                })}
                piccolo
                invalidates={rilegge}
                esito="Valore rimesso com’era."
              />
            ),
        },
      ]}
      vuoto={{ titolo: 'Nessun cambiamento' }}
    />
  )
}

function Atti({ p }: { p: Scheda }) {
  const navigate = useNavigate()
  return (
    <div className="flussi-atti">
      <LinkButton
        azione="flusso.correggi"
        variante="outline-primary"
        to={`/flussi/prestazioni/nuova?ente=${p.enteId}&come=${p.id}`}
      >
        Scrivine una come questa
      </LinkButton>
      {inLavorazione.includes(p.stato) && (
        <ActionButton
          e={prestazioniApi.escludi}
          input={{ id: p.id, versione: p.versione }}
          etichetta="Escludi"
          variante="outline-danger"
          conferma={{
            titolo: 'Escludere questa prestazione?',
            testo: 'Non partirà. Si può riammettere quando si vuole.',
          }}
          invalidates={rilegge}
          esito="Prestazione esclusa."
        />
      )}
      {p.stato === 'esclusa' && (
        <ActionButton
          e={prestazioniApi.riammetti}
          input={{ id: p.id, versione: p.versione }}
          etichetta="Riammetti"
          invalidates={rilegge}
          esito="Prestazione riammessa."
        />
      )}
      {sostituibile(p) && (
        <ActionButton
          e={prestazioniApi.cancella}
          input={{ id: p.id }}
          etichetta="Prepara soltanto la cancellazione"
          variante="outline-danger"
          conferma={{
            titolo: 'Cancellare ciò che è già partito?',
            testo:
              'INPS non prevede correzioni: la stessa riga riparte come cancellazione, identica. Non dice con quali dati la riconosce: verifica che sia proprio questa. Per mandare al suo posto quella giusta usa «Cancella e correggi».',
            motivo: 'Perché si cancella',
            pericolo: true,
          }}
          invalidates={rilegge}
          esito="Cancellazione pronta: partirà con il prossimo flusso."
          onDone={(r) => r.voci[0] && navigate(`/flussi/prestazioni/${r.voci[0].id}`)}
        />
      )}
    </div>
  )
}
