// What Trama has to tell me: newest first, read one by one (opening the page it is about counts) or all together.
import { Link } from 'react-router'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { sessioneApi } from '../../shared/kernel/sessione.api.ts'
import { formatIstante } from '../kernel/format.ts'
import { useAction, usePagine } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'

type Notifica = Output<typeof notificheApi.list>['voci'][number]
const vuoti = { daLeggere: '' }
const rileggi = [notificheApi.list, sessioneApi.leggi]

export default function NotifichePage() {
  const { notificheDaLeggere } = useSessione()
  const [filtri, setFiltri] = useFiltri(vuoti)
  const lista = usePagine(notificheApi.list, filtri.daLeggere ? { soloDaLeggere: true } : {})
  return (
    <>
      <PageHeader
        titolo="Notifiche"
        sotto={notificheDaLeggere === 0 ? 'Nessuna da leggere.' : `Da leggere: ${notificheDaLeggere}.`}
        azioni={
          <ActionButton
            e={notificheApi.leggiTutte}
            input={{}}
            etichetta="Segna tutte come lette"
            impedita={notificheDaLeggere === 0 ? 'Le hai già lette tutte.' : null}
            invalidates={rileggi}
            esito="Tutte le notifiche sono lette."
          />
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
        <FilterCheck name="daLeggere" label="Solo da leggere" />
      </Filtri>
      <DataTable
        caption="Le mie notifiche, dalla più recente"
        lista={lista}
        chiave={(n) => n.id}
        conteggio={['notifica', 'notifiche']}
        colonne={[
          { id: 'testo', titolo: 'Che cosa', riga: true, cella: (n) => <Testo n={n} /> },
          { id: 'quando', titolo: 'Quando', cella: (n) => formatIstante(n.creata) },
          {
            id: 'stato',
            titolo: 'Lettura',
            cella: (n) =>
              n.letta ? (
                `Letta il ${formatIstante(n.letta)}`
              ) : (
                <>
                  <StatusBadge tono="informativo">da leggere</StatusBadge>{' '}
                  <ActionButton
                    e={notificheApi.leggi}
                    input={{ id: n.id }}
                    etichetta="Segna come letta"
                    piccolo
                    invalidates={rileggi}
                  />
                </>
              ),
          },
        ]}
        vuoto={
          filtri.daLeggere
            ? { titolo: 'Nessuna notifica da leggere', testo: 'Togli il filtro per rivedere quelle già lette.' }
            : { titolo: 'Nessuna notifica', testo: 'Qui arrivano gli avvisi che riguardano te e il tuo lavoro.' }
        }
      />
    </>
  )
}

function Testo({ n }: { n: Notifica }) {
  const letta = useAction(notificheApi.leggi, { invalidates: rileggi, mute: true })
  if (!n.collegamento) return n.testo
  return (
    <Link to={n.collegamento} onClick={() => !n.letta && void letta.run({ id: n.id }).catch(() => {})}>
      {n.testo}
    </Link>
  )
}
