// The guide of the administrator, step by step through the three phases (the source's video tutorial), with pictures
// taken from the product itself. Open to all: who still has to be accredited needs it most.
import '../pubblico/pubblico.css'
import './guida.css'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { ruoliApi } from '../../../shared/accesso/ruoli.api.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Caricamento } from '../../kernel/ui/parts.tsx'
import { FiguraProcesso } from './figura-processo.tsx'
import { FiguraRuoli } from './figura-ruoli.tsx'
import { Immagine } from './immagine.tsx'

const capitoli: [id: string, titolo: string, contenuto: () => ReactNode][] = [
  ['processo', 'Il processo in breve', () => <FiguraProcesso />],
  ['ruoli', 'I ruoli', () => <Ruoli />],
  ['fase-1', 'Fase 1: l’ambito indica il suo amministratore', () => <Fase1 />],
  ['entrare', 'Entrare con SPID', () => <Entrare />],
  ['fase-2', 'Fase 2: adesioni, deleghe e richieste formali', () => <Fase2 />],
  ['uno-per-uno', 'Fase 3: abilitare gli operatori uno per uno', () => <UnoPerUno />],
  ['foglio', 'Fase 3: abilitare gli operatori con il foglio di calcolo', () => <Foglio />],
  ['dopo', 'Dopo: contratti, assenze, cambi', () => <Dopo />],
]

export default function GuidaPage() {
  return (
    <>
      <PageHeader
        titolo="Guida all’accreditamento"
        sotto="Passo per passo, per l’amministratore di ambito e per chi deve indicarlo."
        azioni={<PrintButton />}
      />
      <nav aria-label="Indice della guida">
        <ol className="indice">
          {capitoli.map(([id, titolo]) => (
            <li key={id}>
              <a href={`#${id}`}>{titolo}</a>
            </li>
          ))}
        </ol>
      </nav>
      {capitoli.map(([id, titolo, contenuto]) => (
        <section key={id} id={id} aria-label={titolo}>
          <h2>{titolo}</h2>
          {contenuto()}
        </section>
      ))}
    </>
  )
}

function Ruoli() {
  return (
    <Caricamento query={useEndpoint(ruoliApi.elenco, {}, { staleTime: 600_000 })}>
      {({ voci }) => <FiguraRuoli ruoli={voci} />}
    </Caricamento>
  )
}

function Fase1() {
  return (
    <div className="prosa">
      <p>La fa il legale rappresentante dell’ambito, o chi ne ha la delega. Non serve avere già un accesso.</p>
      <ol className="passi">
        <li>
          Apri il <Link to="/richiesta-accreditamento">modulo per l’accreditamento dell’ambito</Link>.
        </li>
        <li>
          Indica l’ambito e, per ogni amministratore: codice fiscale, nome, cognome, data e comune di nascita, genere,
          e-mail e telefono.
        </li>
        <li>
          Invia per PEC la nota di autorizzazione e allega al modulo il messaggio inviato (il file <code>.eml</code>),
          con copia del documento di identità e del codice fiscale di ciascuno. Se non firma il legale rappresentante,
          allega anche l’atto di delega.
        </li>
        <li>Controlla che modulo e nota nominino le stesse persone: se non è così, la richiesta resta ferma.</li>
        <li>Invia e conserva il codice di ricevuta: con quello puoi seguire lo stato della richiesta.</li>
      </ol>
      <Immagine nome="richiesta-pubblica">
        Il modulo pubblico, compilato da un delegato: i documenti si allegano più in basso.
      </Immagine>
      <p>
        Il Super Utente esamina le richieste in ordine di arrivo: può chiedere di integrarle, approvarle o respingerle,
        e dice sempre perché. All’approvazione l’amministratore è abilitato a entrare.
      </p>
      <Immagine nome="richieste-coda">La coda delle richieste, come la vede il Super Utente.</Immagine>
    </div>
  )
}

function Entrare() {
  return (
    <div className="prosa">
      <p>
        Si entra solo con la propria identità SPID di livello 2: non ci sono altre password. Chi è accreditato ma non ha
        SPID non entra; chi ha SPID ma non è accreditato legge perché, e a chi rivolgersi.
      </p>
      <Immagine nome="accesso">La pagina di accesso, con il pulsante «Entra con SPID».</Immagine>
      <p>La pagina iniziale dice che cosa c’è da fare: è il punto da cui ripartire ogni volta.</p>
      <Immagine nome="home-amministratore">
        La pagina iniziale dell’amministratore: operatori da abilitare, contratti in scadenza, ciò che manca.
      </Immagine>
    </div>
  )
}

function Fase2() {
  return (
    <div className="prosa">
      <p>
        Prima di abilitare qualcuno servono gli atti degli enti. Senza la convenzione di un comune i suoi operatori si
        possono preparare, ma non abilitare, e nessuno ne vede i dati.
      </p>
      <ol className="passi">
        <li>
          In <Link to="/ambito">Il mio ambito</Link> controlla comuni, recapiti e uffici.
        </li>
        <li>
          In <Link to="/adesioni">Adesioni</Link> prepara l’atto di ogni comune, scarica lo schema già compilato, fallo
          firmare (sindaco, segretario generale delegato o legale rappresentante del capofila), allega il documento e
          registralo. Per i progetti utili alla collettività serve anche l’atto di adesione dell’anno.
        </li>
        <li>
          In <Link to="/deleghe">Deleghe</Link> registra le note con cui i comuni delegano all’ambito i patti: una nota
          può valere per più comuni. I controlli anagrafici non si delegano mai.
        </li>
        <li>
          In <Link to="/richieste-formali">Richieste formali</Link> registra ciò che ricevi dagli enti: ufficio,
          protocollo, data, documento. Ogni abilitazione farà riferimento a una richiesta.
        </li>
        <li>
          Il quadro della <Link to="/completezza">completezza</Link> mostra, comune per comune, chi manca. Il minimo:
          per chi non delega, un coordinatore e un case manager per i patti, un coordinatore e un responsabile per i
          controlli anagrafici; per chi delega, gli ultimi due, mentre i primi due sono dell’ambito. Una persona può
          ricoprire insieme i due ruoli.
        </li>
      </ol>
      <Immagine nome="ambito">Il mio ambito: comuni, recapiti e uffici.</Immagine>
      <Immagine nome="adesione">
        Un’adesione registrata: chi ha firmato, da quando vale, chi ora si può abilitare.
      </Immagine>
      <Immagine nome="delega">Una delega con i suoi comuni e le date.</Immagine>
      <Immagine nome="completezza">Il quadro della completezza: che cosa manca, comune per comune.</Immagine>
    </div>
  )
}

function UnoPerUno() {
  return (
    <div className="prosa">
      <ol className="passi">
        <li>
          In <Link to="/utenti">Utenti</Link> scegli di aggiungere un utente.
        </li>
        <li>
          Scrivi i dati anagrafici. Il codice fiscale è confrontato con nome, nascita e genere: se è impossibile è
          rifiutato, se è solo insolito ti è chiesto di confermarlo con un motivo.
        </li>
        <li>
          Scegli i ruoli e, per ciascuno, il territorio: un comune, oppure tutto l’ambito se il ruolo lo consente. I
          ruoli per i controlli anagrafici sono sempre di un comune.
        </li>
        <li>Indica la richiesta formale a cui l’abilitazione si riferisce.</li>
        <li>
          Se il contratto ha un termine, scrivi la data e il fondo: ti avvisiamo prima, e alla scadenza l’utente è
          sospeso da solo.
        </li>
      </ol>
      <Immagine nome="utente-nuovo">
        Un nuovo utente, prima di accreditarlo: i ruoli con i loro territori seguono i suoi dati.
      </Immagine>
      <p>
        La scheda dell’utente dice che cosa può fare oggi e dove e, se un ruolo non è ancora efficace, perché. Vi trovi
        anche la storia di ogni ruolo.
      </p>
      <Immagine nome="utente-scheda">
        La scheda di un utente con i suoi ruoli e territori: la storia di ciascuno è più in basso.
      </Immagine>
    </div>
  )
}

function Foglio() {
  return (
    <div className="prosa">
      <ol className="passi">
        <li>
          In <Link to="/importazioni">Importazioni</Link> scarica il modello: comuni e ruoli sono già elenchi a discesa.
          Puoi scaricarlo anche per un solo comune, da inviargli per raccogliere i dati, o con gli utenti già presenti.
        </li>
        <li>
          Compila una riga per ogni ruolo: la stessa persona si ripete quanti sono i suoi ruoli. Recapiti, fondo e fine
          del contratto bastano in una delle sue righe; se li ripeti, devono essere uguali. Non spostare né rinominare
          le colonne.
        </li>
        <li>Carica il foglio e indica la richiesta formale. Per ora non cambia nulla: è una prova.</li>
        <li>
          Leggi l’esito riga per riga: accettata, già presente, modificata, rifiutata con il motivo. Poi conferma:
          entrano le righe buone.
        </li>
        <li>
          Scarica le righe rifiutate, correggile e ricaricale. Lo stesso foglio caricato due volte non cambia nulla.
        </li>
      </ol>
      <Immagine nome="importazione-modello">La pagina da cui si scarica il modello e si carica il foglio.</Immagine>
      <Immagine nome="importazione-esito">L’esito della prova, riga per riga.</Immagine>
    </div>
  )
}

function Dopo() {
  return (
    <div className="prosa">
      <ul className="passi">
        <li>
          <strong>Contratti:</strong> la pagina iniziale elenca quelli che stanno per terminare. Aggiorna la data,
          oppure l’utente sarà sospeso il giorno dopo.
        </li>
        <li>
          <strong>Assenze:</strong> dalla scheda di chi è assente affida i suoi ruoli a un collega per un periodo: allo
          scadere tornano com’erano. Di un ruolo che il collega ha già passano soltanto gli altri giorni; ciò che non
          passa ti è detto ruolo per ruolo, con il perché.
        </li>
        <li>
          <strong>Chi se ne va:</strong> sospendi o fai cessare l’utente: le sue sessioni aperte si chiudono subito.
        </li>
        <li>
          <strong>Dati diversi da SPID:</strong> se SPID comunica dati diversi da quelli accreditati, la scheda li
          mostra affiancati: correggi quelli sbagliati.
        </li>
        <li>
          <strong>Che cosa è aperto:</strong> la pagina <Link to="/sezioni">Sezioni</Link> dice per quali comuni i dati
          sono aperti oggi e, per gli altri, che cosa manca.
        </li>
        <li>
          <strong>Chi ha fatto che cosa:</strong> il <Link to="/registri/modifiche">registro delle modifiche</Link> e
          quello degli <Link to="/registri/accessi">accessi</Link> rispondono per il tuo ambito. I dati delle persone
          seguite non vi compaiono.
        </li>
      </ul>
    </div>
  )
}
