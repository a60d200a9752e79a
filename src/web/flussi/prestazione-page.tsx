// One prestazione whole: what it says, what is wrong, what was changed and can be put back, what was overridden, and how it leaves.
import { Link, useNavigate, useParams } from 'react-router'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { inLavorazione } from '../../shared/flussi/stati.rules.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { CampiForm } from './campi-form.tsx'
import { EnteDellaPagina } from './ente-scelto.tsx'
import { nomePeriodo, StatoPrestazioneBadge } from './parole.tsx'
import { Cambi, Difetti, Valori } from './riga.tsx'
import { PRESTAZIONI } from './tracciati.ts'
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
              {q.data.giaInviata && ' Inviata con un altro programma.'}
              {q.data.riconosciutaIl && ` Riconosciuta il ${formatData(q.data.riconosciutaIl)}.`}
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
      <Difetti t={PRESTAZIONI} r={p} />
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
          <Valori t={PRESTAZIONI} r={p} />
          <Sostituisci p={p} />
        </div>
      ) : (
        <Valori t={PRESTAZIONI} r={p} />
      )}
      <Cambi t={PRESTAZIONI} r={p} aperta={aperta} />
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
      {p.stato === 'esclusa' && !p.giaInviata && (
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
