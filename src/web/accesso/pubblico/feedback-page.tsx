// How to report a problem: a letter already begun, with what helps to find it. There is no form because nothing
// here needs one: who runs the platform reads mail.
import { Link } from 'react-router'
import { useStatoSessione } from '../../kernel/session.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { ConContatti, Email } from './contatti.tsx'

const TRACCIA = [
  'Che cosa stavo facendo: ',
  'In quale pagina (indirizzo): ',
  'Che cosa mi aspettavo: ',
  'Che cosa è successo: ',
  'Codice della richiesta, se il messaggio lo riporta tra i dettagli: ',
  'Programma e dispositivo che uso (anche tecnologie assistive): ',
].join('\r\n\r\n')

export default function FeedbackPage() {
  const { sessione } = useStatoSessione()
  return (
    <>
      <PageHeader titolo="Segnala un problema" />
      <ConContatti>
        {(c) => (
          <div className="prosa">
            <p>
              Scrivi a <Email a={c.email} oggetto="Segnalazione su Trama" testo={TRACCIA} />: il messaggio si apre già
              con una traccia. Indica:
            </p>
            <ul>
              <li>che cosa stavi facendo e in quale pagina;</li>
              <li>che cosa ti aspettavi e che cosa è successo;</li>
              <li>il codice della richiesta, se il messaggio di errore lo riporta tra i «dettagli»;</li>
              <li>il programma e il dispositivo che usi, comprese le tecnologie assistive.</li>
            </ul>
            <p>
              <strong>Non scrivere nomi, codici fiscali o altri dati delle persone seguite</strong>, e non allegare
              immagini che li mostrano: bastano la pagina e l’ora.
            </p>
            <h2>A chi rivolgersi per il resto</h2>
            <ul>
              <li>
                Ruoli, territorio, dati sbagliati: all’amministratore del tuo ambito
                {sessione?.ambito ? ` (${sessione.ambito.nome})` : ''}.
              </li>
              <li>SPID non funziona o non lo hai: al tuo gestore di identità digitale.</li>
              <li>
                Un messaggio di errore che non capisci: cercalo nel{' '}
                <Link to="/manuale/problemi">manuale dei problemi</Link>.
              </li>
              <li>
                Il servizio non risponde: guarda lo <Link to="/stato">stato del servizio</Link>.
              </li>
            </ul>
          </div>
        )}
      </ConContatti>
    </>
  )
}
