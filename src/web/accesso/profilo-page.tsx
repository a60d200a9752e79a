// Myself as Trama knows me: my data, my roles and territories with their dates, what each lets me do, my open sessions.
import { profiloApi, ruoliApi } from '../../shared/accesso/ruoli.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { type Portata, sessioneApi } from '../../shared/kernel/sessione.api.ts'
import { svuotaCassetto } from '../kernel/bozze/locali.ts'
import { formatData, formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { type Sessione, useSessione } from '../kernel/session.tsx'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento, DefinitionList, StatusBadge } from '../kernel/ui/parts.tsx'
import { dispositivoInParole } from './dispositivo.ts'

type Assegnazione = Sessione['assegnazioni'][number]
type Ruolo = Output<typeof ruoliApi.elenco>['voci'][number]

const quanto: Record<Portata, string> = {
  nazionale: 'in tutta Italia',
  ambito: 'in tutto l’ambito',
  comune: 'nel territorio del ruolo',
  assegnati: 'per ciò che ti è assegnato',
}

export default function ProfiloPage() {
  const { utente, ambito, assegnazioni } = useSessione()
  const dati = useEndpoint(profiloApi.leggi, {})
  const ruoli = useEndpoint(ruoliApi.elenco, {})
  return (
    <>
      <PageHeader
        titolo={`${utente.nome} ${utente.cognome}`}
        sotto={ambito?.nome ?? 'Tutto il territorio nazionale'}
        azioni={<PrintButton />}
      />
      <section aria-labelledby="dati">
        <h2 id="dati">I miei dati</h2>
        <Caricamento query={dati}>
          {(d) => (
            <>
              <DefinitionList
                voci={[
                  ['Codice fiscale', d.codiceFiscale],
                  ['Nascita', `${formatData(d.dataNascita)}${d.luogoNascita ? `, ${d.luogoNascita}` : ''}`],
                  ['E-mail', d.email],
                  ['Telefono', d.telefono],
                  ['Fine del contratto', d.fineContratto ? formatData(d.fineContratto) : 'senza termine indicato'],
                  ['Primo accesso', formatIstante(d.primoAccesso)],
                ]}
              />
              <p>
                {ambito
                  ? 'Se qualcosa non è corretto, chiedi all’amministratore del tuo ambito di correggerlo.'
                  : 'Se qualcosa non è corretto, chiedi a un altro Super Utente di correggerlo.'}
              </p>
            </>
          )}
        </Caricamento>
      </section>
      <section aria-labelledby="ruoli">
        <h2 id="ruoli">I miei ruoli e il mio territorio</h2>
        <DataTable
          caption="Ruoli, territori e validità"
          lista={{ voci: assegnazioni }}
          chiave={(a) => `${a.ruolo} ${a.comuneId ?? ''} ${a.dal}`}
          conteggio={['ruolo', 'ruoli']}
          colonne={[
            { id: 'ruolo', titolo: 'Ruolo', riga: true, cella: (a) => a.ruoloNome },
            { id: 'territorio', titolo: 'Territorio', cella: (a) => a.territorio },
            { id: 'validita', titolo: 'Validità', cella: validita },
            { id: 'oggi', titolo: 'Oggi', cella: (a) => <Oggi a={a} /> },
          ]}
          vuoto={{ titolo: 'Nessun ruolo', testo: 'Chiedi all’amministratore del tuo ambito di assegnartene uno.' }}
        />
      </section>
      <section aria-labelledby="consente">
        <h2 id="consente">Che cosa posso fare</h2>
        <Caricamento query={ruoli}>{(r) => <Consente ruoli={r.voci} assegnazioni={assegnazioni} />}</Caricamento>
      </section>
      <SessioniAperte />
    </>
  )
}

const validita = (a: Assegnazione) =>
  a.al ? `dal ${formatData(a.dal)} al ${formatData(a.al)}` : `dal ${formatData(a.dal)}`

function Oggi({ a }: { a: Assegnazione }) {
  if (!a.nonEfficacePerche) return <StatusBadge tono="positivo">efficace</StatusBadge>
  return (
    <>
      <StatusBadge tono="attenzione">non efficace</StatusBadge> {a.nonEfficacePerche}
    </>
  )
}

function Consente({ ruoli, assegnazioni }: { ruoli: Ruolo[]; assegnazioni: Assegnazione[] }) {
  const miei = ruoli.filter((r) => assegnazioni.some((a) => a.ruolo === r.codice))
  return miei.map((r) => {
    const efficace = assegnazioni.some((a) => a.ruolo === r.codice && !a.nonEfficacePerche)
    return (
      <div key={r.codice}>
        <h3>{r.nome}</h3>
        <p>
          {r.descrizione} {!efficace && <strong>Oggi questo ruolo non è efficace e non consente nulla.</strong>}
        </p>
        <ul>
          {r.azioni.map((a) => (
            <li key={a.azione}>
              {a.descrizione} <span className="testata-sotto">({quanto[a.portata]})</span>
            </li>
          ))}
        </ul>
      </div>
    )
  })
}

function SessioniAperte() {
  const { utente } = useSessione()
  const sessioni = useEndpoint(sessioneApi.aperte, {})
  return (
    <section aria-labelledby="sessioni">
      <h2 id="sessioni">Le mie sessioni aperte</h2>
      <p>Se ne vedi una che non riconosci, esci ovunque e avvisa subito il tuo ente.</p>
      <DataTable
        caption="Sessioni aperte"
        lista={{ voci: sessioni.data?.voci ?? [], ...sessioni }}
        chiave={(s) => s.id}
        conteggio={['sessione', 'sessioni']}
        colonne={[
          {
            id: 'dispositivo',
            titolo: 'Dispositivo',
            riga: true,
            cella: (s) => (
              <>
                {dispositivoInParole(s.dispositivo)}{' '}
                {s.corrente && <StatusBadge tono="informativo">questa</StatusBadge>}
              </>
            ),
          },
          { id: 'aperta', titolo: 'Aperta il', cella: (s) => formatIstante(s.apertaIl) },
          { id: 'attivita', titolo: 'Ultima attività', cella: (s) => formatIstante(s.ultimaAttivita) },
        ]}
        vuoto={{ titolo: 'Nessuna sessione aperta' }}
      />
      <ActionButton
        e={sessioneApi.esciOvunque}
        input={{}}
        etichetta="Esci ovunque"
        variante="outline-danger"
        conferma={{
          titolo: 'Uscire da tutti i dispositivi?',
          testo:
            'Si chiudono tutte le tue sessioni, questa compresa, e le bozze rimaste solo in un browser non si aprono più. Per continuare rientrerai con SPID.',
          pericolo: true,
        }}
        // the whole application starts again, with nothing of the closed session in memory nor in the browser
        onDone={() => void svuotaCassetto(utente.id).finally(() => location.assign('/accesso'))}
      />
    </section>
  )
}
