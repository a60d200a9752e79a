// One section: for which comuni its data are open today and, for the others, what is missing and whom to ask. Who
// handles the adhesions sees it comune by comune; an operator sees his own places and what they are waiting for.
import { Link, useParams } from 'react-router'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import { useAmbitoScelto } from '../kernel/ambito.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { type Sessione, useSessione } from '../kernel/session.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, Problema, StatusBadge } from '../kernel/ui/parts.tsx'
import { interruttore, requisitiOggi, type Sezione, suQuanti } from './sezioni.ts'

type DiAmbito = Output<typeof sezioniApi.stato>['voci'][number]
type Ambito = NonNullable<Sessione['ambito']>

export default function SezionePage() {
  const { codice } = useParams()
  const elenco = useEndpoint(sezioniApi.elenco, {})
  return (
    <Caricamento query={elenco}>
      {({ voci }) => {
        const sezione = voci.find((s) => s.id === codice)
        return sezione ? <UnaSezione sezione={sezione} /> : <Sconosciuta />
      }}
    </Caricamento>
  )
}

function Sconosciuta() {
  return (
    <>
      <PageHeader titolo="Sezione non trovata" />
      <p>
        Questa sezione non esiste: <Link to="/sezioni">torna all’elenco delle sezioni</Link>.
      </p>
    </>
  )
}

function UnaSezione({ sezione }: { sezione: Sezione }) {
  const { ambito, can } = useSessione()
  const [scelto] = useAmbitoScelto()
  const conAmbito = ambito !== null || scelto !== null
  return (
    <>
      <PageHeader titolo={sezione.nome} sotto={sezione.descrizione} azioni={<PrintButton />} />
      {!sezione.aperta && (
        <Avviso tipo="warning" titolo="Dati chiusi su tutto il territorio nazionale">
          <p>
            {sezione.norma}. Gli operatori si possono già preparare; i dati si apriranno con l’atto che attiva la
            sezione.
          </p>
        </Avviso>
      )}
      {conAmbito && can(sezioniApi.stato.azione) && <PerComune sezione={sezione} />}
      {ambito && !can(sezioniApi.stato.azione) && <PerOperatore sezione={sezione} ambito={ambito} />}
      {!conAmbito && (
        <p>
          <Link to="/ambiti">Scegli un ambito</Link> per vedere la sezione comune per comune.
        </p>
      )}
      <section aria-labelledby="serve">
        <h2 id="serve">Che cosa serve perché un comune sia aperto</h2>
        <ul>
          {requisitiOggi(sezione).map((r) => (
            <li key={r}>{r}.</li>
          ))}
        </ul>
        {!sezione.delegabile && <p>Questa attività è sempre del singolo comune: non può essere delegata all’ambito.</p>}
        <h3>Apertura nazionale nel tempo</h3>
        <ul>
          {interruttore(sezione).map((a) => (
            <li key={a}>{a}.</li>
          ))}
        </ul>
      </section>
    </>
  )
}

/** For who handles adhesions: a row for each comune, with what to do. */
function PerComune({ sezione }: { sezione: Sezione }) {
  const { can } = useSessione()
  const stato = useEndpoint(sezioniApi.stato, {})
  const mia: DiAmbito | undefined = stato.data?.voci.find((s) => s.id === sezione.id)
  const aperti = mia?.comuni.filter((c) => c.aperta).length ?? 0
  return (
    <section aria-labelledby="comuni">
      <h2 id="comuni">I comuni dell’ambito oggi</h2>
      {mia && <p>Dati aperti: {suQuanti(aperti, mia.comuni.length)}.</p>}
      <DataTable
        caption={`${sezione.nome}: stato per comune`}
        lista={{ voci: mia?.comuni ?? [], isPending: stato.isPending, error: stato.error, refetch: stato.refetch }}
        chiave={(c) => c.comuneId}
        conteggio={['comune', 'comuni']}
        colonne={[
          { id: 'comune', titolo: 'Comune', riga: true, cella: (c) => c.comune },
          {
            id: 'oggi',
            titolo: 'Oggi',
            cella: (c) => (
              <StatusBadge tono={c.aperta ? 'positivo' : 'attenzione'}>{c.aperta ? 'aperto' : 'chiuso'}</StatusBadge>
            ),
          },
          ...(sezione.delegabile
            ? [
                {
                  id: 'delega',
                  titolo: 'Delega',
                  cella: (c: DiAmbito['comuni'][number]) => (c.delegato ? 'all’ambito' : 'nessuna'),
                },
              ]
            : []),
          {
            id: 'perche',
            titolo: 'Perché, e che cosa fare',
            cella: (c) => (
              <>
                {c.perche}
                {c.mancanze.length > 0 && (
                  <ul>
                    {c.mancanze.map((m) => (
                      <li key={m.tipoId}>{m.cosaFare}</li>
                    ))}
                  </ul>
                )}
              </>
            ),
          },
        ]}
        vuoto={{ titolo: 'Nessun comune', testo: 'A oggi l’ambito non ha comuni.' }}
      />
      {can('adesione.gestisci') && (
        <p>
          Le adesioni si registrano in <Link to="/adesioni">Adesioni</Link>
          {sezione.delegabile && (
            <>
              , le deleghe in <Link to="/deleghe">Deleghe</Link>
            </>
          )}
          .
        </p>
      )}
    </section>
  )
}

/** For an operator: where it is open, where it is not, and whom to ask. */
function PerOperatore({ sezione, ambito }: { sezione: Sezione; ambito: Ambito }) {
  const { sezioni } = useSessione()
  const scheda = useEndpoint(ambitiApi.leggi, { id: ambito.id })
  const stato = sezioni.find((s) => s.codice === sezione.id)
  const aperti = stato?.comuniAperti ?? []
  const chiusi = scheda.data?.comuni.filter((c) => !aperti.includes(c.nome)).map((c) => c.nome) ?? []
  return (
    <section aria-labelledby="comuni">
      <h2 id="comuni">I comuni dell’ambito oggi</h2>
      <p>{stato?.spiegazione}</p>
      {scheda.error && <Problema problema={scheda.error} riprova={scheda.refetch} />}
      {aperti.length > 0 && (
        <>
          <h3>Dati aperti</h3>
          <ul>
            {aperti.map((c) => (
              <li key={c}>{c}</li>
            ))}
          </ul>
        </>
      )}
      {chiusi.length > 0 && (
        <>
          <h3>Dati chiusi</h3>
          <p>
            {sezione.aperta
              ? 'Per questi comuni manca una delle adesioni indicate sotto: finché non è registrata nessuno ne vede i dati. Chiedi all’amministratore del tuo ambito a che punto è.'
              : 'Si apriranno quando la sezione sarà attiva e le loro adesioni saranno registrate.'}
          </p>
          <ul>
            {chiusi.map((c) => (
              <li key={c}>{c}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
