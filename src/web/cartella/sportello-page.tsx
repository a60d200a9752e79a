// The landing page of who receives people: a new contact, those of today, what has arrived from other offices, who is
// expected today.
import { Link } from 'react-router'
import { agendaApi } from '../../shared/cartella/agenda.api.ts'
import { nomiStatoAppuntamento } from '../../shared/cartella/agenda.rules.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { inviiApi } from '../../shared/cartella/invii.api.ts'
import { formatIstante, oggi } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { useCan, useSessione } from '../kernel/session.tsx'
import { LinkButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { ContattoRapido } from './contatto-rapido.tsx'
import { nomePersona, StatoInvioBadge } from './sportello-parti.tsx'
import './sportello.css'

export default function SportelloPage() {
  const can = useCan()
  const q = useEndpoint(contattiApi.postazione, {}, { staleTime: 300_000 })
  return (
    <>
      <PageHeader titolo="Sportello" sotto="Chi si presenta, chi chiama, chi scrive" />
      <Caricamento query={q}>{(p) => <ContattoRapido postazione={p} />}</Caricamento>
      <p className="sportello-passi">
        <LinkButton azione="segnalazione.crea" to="/segnalazioni/nuova" variante="outline-primary" icona="it-plus">
          Nuova segnalazione
        </LinkButton>
        <LinkButton azione="agenda.gestisci" to="/agenda/nuovo" variante="outline-primary" icona="it-calendar">
          Fissa un appuntamento
        </LinkButton>
        <LinkButton azione="persona.crea" to="/persone/nuova" variante="outline-primary" icona="it-user">
          Aggiungi una persona
        </LinkButton>
      </p>
      {can('contatto.leggi') && <Oggi />}
      {can('invio.leggi') && <Arrivi />}
      {can('agenda.leggi') && <Attesi />}
    </>
  )
}

function Oggi() {
  const lista = usePagine(contattiApi.list, { dal: oggi(), al: oggi(), limite: 20 })
  return (
    <section aria-labelledby="contatti-oggi">
      <h2 id="contatti-oggi">I contatti di oggi</h2>
      <DataTable
        caption="Dall’ultimo"
        lista={lista}
        chiave={(c) => c.id}
        conteggio={['contatto', 'contatti']}
        colonne={[
          {
            id: 'quando',
            titolo: 'Ora',
            riga: true,
            cella: (c) => <Link to={`/sportello/contatti/${c.id}`}>{formatIstante(c.quando).slice(-5)}</Link>,
          },
          { id: 'canale', titolo: 'Come', cella: (c) => c.canaleTesto },
          { id: 'bisogni', titolo: 'Bisogno', cella: (c) => c.bisogniTesto.join(', ') || '–' },
          { id: 'esito', titolo: 'Esito', cella: (c) => c.esitoTesto },
          { id: 'persona', titolo: 'Persona', cella: (c) => nomePersona(c.persona) ?? 'anonimo' },
          { id: 'operatore', titolo: 'Operatore', cella: (c) => c.operatore },
        ]}
        vuoto={{ titolo: 'Oggi nessun contatto', testo: 'Registra il primo qui sopra.' }}
      />
    </section>
  )
}

function Arrivi() {
  const lista = usePagine(inviiApi.list, { verso: 'arrivo', limite: 10 })
  return (
    <section aria-labelledby="invii-arrivo">
      <h2 id="invii-arrivo">Arrivati da altri uffici</h2>
      <DataTable
        caption="Dal più recente"
        lista={lista}
        chiave={(n) => n.id}
        conteggio={['invio', 'invii']}
        colonne={[
          {
            id: 'da',
            titolo: 'Da',
            riga: true,
            cella: (n) => <Link to={`/invii/${n.id}`}>{n.mittenteUfficio ?? n.mittente}</Link>,
          },
          { id: 'a', titolo: 'A', cella: (n) => n.destinatario },
          { id: 'quando', titolo: 'Quando', cella: (n) => formatIstante(n.inviatoIl) },
          { id: 'stato', titolo: 'Stato', cella: (n) => <StatoInvioBadge stato={n.stato} /> },
        ]}
        vuoto={{ titolo: 'Nessun invio ricevuto', testo: 'Quando un altro ufficio manda una scheda, la trovi qui.' }}
      />
    </section>
  )
}

function Attesi() {
  const { utente } = useSessione()
  const q = useEndpoint(agendaApi.list, { dal: oggi(), al: oggi() })
  return (
    <section aria-labelledby="agenda-oggi">
      <h2 id="agenda-oggi">Gli appuntamenti di oggi</h2>
      <DataTable
        caption="In ordine di ora"
        lista={{ ...q, voci: q.data?.voci ?? [] }}
        chiave={(a) => a.id}
        conteggio={['appuntamento', 'appuntamenti']}
        colonne={[
          { id: 'ora', titolo: 'Ora', riga: true, cella: (a) => `${a.ora}–${a.oraFine}` },
          { id: 'persona', titolo: 'Persona', cella: (a) => nomePersona(a.persona) ?? '–' },
          { id: 'operatore', titolo: 'Con', cella: (a) => (a.operatoreId === utente.id ? 'te' : a.operatore) },
          { id: 'ufficio', titolo: 'Ufficio', cella: (a) => a.ufficio },
          { id: 'stato', titolo: 'Stato', cella: (a) => nomiStatoAppuntamento[a.stato] },
        ]}
        vuoto={{
          titolo: 'Oggi nessun appuntamento',
          azione: <Link to="/agenda">Guarda la settimana</Link>,
        }}
      />
    </section>
  )
}
