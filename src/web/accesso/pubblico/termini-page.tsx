// Terms of use: of the pages and of the programming interface, whose OpenAPI document points here.
import { Link } from 'react-router'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { ConContatti, Email } from './contatti.tsx'

export default function TerminiPage() {
  return (
    <>
      <PageHeader titolo="Termini d’uso" />
      <div className="prosa">
        <h2>Chi può usare Trama</h2>
        <ul>
          <li>Le persone accreditate dal proprio ambito, con la propria identità SPID di livello 2.</li>
          <li>
            L’accesso è personale. Si lavora soltanto con il ruolo e sul territorio ricevuti, e per le finalità
            dell’ente che ha chiesto l’accreditamento.
          </li>
          <li>Ogni modifica e ogni apertura di un fascicolo è registrata con il nome di chi la compie.</li>
          <li>
            Le pagine pubbliche (questa, la <Link to="/guida">guida</Link>, la{' '}
            <Link to="/richiesta-accreditamento">richiesta di accreditamento</Link> degli ambiti) sono aperte a tutti.
          </li>
        </ul>
        <h2>Che cosa è chiesto a chi entra</h2>
        <ul>
          <li>Non prestare la propria sessione e chiuderla quando si lascia il computer.</li>
          <li>Non copiare fuori dalla piattaforma più dati di quanti ne servano al compito.</li>
          <li>
            Avvisare subito il proprio ente se si vede qualcosa che non si dovrebbe, o una sessione che non si
            riconosce.
          </li>
        </ul>
        <h2>Interfaccia per i programmi</h2>
        <p>
          Gli stessi contratti che servono alle pagine sono descritti in <a href="/openapi.json">formato OpenAPI</a>.
          Ogni rifiuto ha un codice, spiegato nel <Link to="/manuale/problemi">manuale dei problemi</Link>. Le richieste
          troppo frequenti ricevono una risposta 429: si attende e si riprova.
        </p>
        <h2>Il programma</h2>
        <p>
          Trama è software libero con licenza <a href="https://eupl.eu/1.2/it/">EUPL-1.2</a>: ogni amministrazione può
          usarlo, studiarlo e modificarlo. È fornito senza garanzie, come dice la licenza.
        </p>
        <ConContatti>
          {(c) => (
            <p>
              Questa installazione è gestita da {c.gestore}: <Email a={c.email} />.
            </p>
          )}
        </ConContatti>
      </div>
    </>
  )
}
