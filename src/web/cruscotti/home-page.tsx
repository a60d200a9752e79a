// «What now?», for whoever enters. Who accredits finds what waits for him; the Super Utente the queue of requests, then
// what waits in the ambito he has chosen; an operator his roles, where they count today and, if not, why.
import './home.css'
import { Link } from 'react-router'
import { notificheApi } from '../../shared/accesso/notifiche.api.ts'
import { useAmbitoScelto } from '../kernel/ambito.ts'
import { formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Compito, PRIMI } from './compito.tsx'
import { DaFareNellAmbito } from './home-ambito.tsx'
import { ILavoriInCorso, NelServizio } from './home-cartella.tsx'
import { LeDomande } from './home-domande.tsx'
import { CodaNazionale } from './home-nazionale.tsx'
import { CoordinoICasi, IMieiCasi } from './home-patti.tsx'
import { MieiRuoli } from './home-ruoli.tsx'
import { AlloSportello, DaControllare } from './home-sportello.tsx'

export default function HomePage() {
  const { utente, ambito, can } = useSessione()
  const [scelto] = useAmbitoScelto()
  const accredita = can('utente.gestisci')
  const riceve = can('agenda.leggi')
  const controlla = can('accesso-insolito.leggi')
  const domande = can(['domanda.raccogli', 'domanda.controlla', 'domanda.invia'])
  const lavora =
    domande || can('presa.mie') || can('presa.assegna') || can('caso.miei') || can('caso.carico') || riceve || controlla
  return (
    <>
      <PageHeader
        titolo={accredita || lavora ? 'Che cosa c’è da fare' : 'I miei ruoli e le sezioni'}
        sotto={`${utente.nome} ${utente.cognome}, ${ambito?.nome ?? 'tutto il territorio nazionale'}`}
      />
      {can('richiesta-ambito.istruisci') && <CodaNazionale />}
      {accredita && (ambito || scelto) && <DaFareNellAmbito />}
      {domande && <LeDomande />}
      {can('caso.miei') && <IMieiCasi />}
      {can('caso.carico') && <CoordinoICasi />}
      {can('presa.mie') && <ILavoriInCorso />}
      {riceve && <AlloSportello />}
      {can('presa.assegna') && <NelServizio />}
      {controlla && <DaControllare />}
      {!accredita && <MieiRuoli />}
      <Novita accredita={accredita} />
    </>
  )
}

function Novita({ accredita }: { accredita: boolean }) {
  const q = useEndpoint(notificheApi.list, { soloDaLeggere: true, limite: PRIMI + 1 })
  return (
    <section aria-labelledby="novita">
      <h2 id="novita">Novità</h2>
      <Compito
        titolo="Notifiche da leggere"
        vuoto="Hai letto tutte le notifiche."
        lettura={q}
        voci={(d) =>
          d.voci.map((n) => ({
            chiave: n.id,
            testo: n.testo,
            ...(n.collegamento && { to: n.collegamento }),
            poi: formatIstante(n.creata),
          }))
        }
        tutti={{ to: '/notifiche', etichetta: 'Tutte le notifiche' }}
      />
      <p>
        Se è la prima volta, comincia {accredita ? 'dalla' : 'dal'}{' '}
        <Link to={accredita ? '/guida' : '/manuale'}>{accredita ? 'guida' : 'manuale'}</Link>.
      </p>
    </section>
  )
}
