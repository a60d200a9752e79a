// The information on data processing owed to who enters (GDPR, art. 13), for what this installation does today:
// accreditation of operators. Each later section of the product will have its own for the persons it is about.
import { Link } from 'react-router'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { ConContatti, Email } from './contatti.tsx'

const registrati: { cosa: string; perche: string; quanto: string }[] = [
  {
    cosa: 'Dati anagrafici, recapiti, ruoli e territori degli operatori',
    perche: 'Accreditare chi lavora per l’ente e dargli l’accesso che gli spetta',
    quanto: 'Finché dura l’accreditamento; poi la scheda resta come «cessata», perché i registri vi fanno riferimento',
  },
  {
    cosa: 'Richieste e risposte scambiate con il gestore SPID',
    perche: 'Lo richiedono le regole tecniche di SPID, per ricostruire un accesso',
    quanto: '24 mesi, poi sono cancellate',
  },
  {
    cosa: 'Sessioni: ora di inizio, ultima attività, tipo di dispositivo',
    perche: 'Tenere aperto l’accesso e permetterti di chiuderlo ovunque',
    quanto: 'Finché servono alla sicurezza dell’accesso',
  },
  {
    cosa: 'Bozze di ciò che scrivi e non hai ancora inviato: le leggi solo tu',
    perche: 'Non perdere il testo se cade il collegamento o la sessione scade',
    quanto: 'Finché invii il modulo o le elimini, e comunque pochi giorni',
  },
  {
    cosa: 'Registro delle modifiche: chi, quando, che cosa, in forza di quale atto',
    perche: 'Rendere conto di ogni accreditamento e di ogni correzione',
    quanto: 'Per il tempo stabilito dall’ente nel proprio massimario di conservazione',
  },
  {
    cosa: 'Registro degli accessi ai fascicoli, anche di quelli negati',
    perche: 'Proteggere le persone seguite: ogni apertura lascia traccia',
    quanto: 'Per il tempo stabilito dall’ente nel proprio massimario di conservazione',
  },
  {
    cosa: 'Richieste di accreditamento degli ambiti con i loro documenti',
    perche: 'Verificare chi è indicato come amministratore e da chi',
    quanto: 'Le bozze mai inviate scadono e sono cancellate; le altre seguono il massimario dell’ente',
  },
]

export default function InformativaPage() {
  return (
    <>
      <PageHeader
        titolo="Informativa sul trattamento dei dati"
        sotto="Per chi entra in Trama e per chi vi è indicato"
      />
      <ConContatti>
        {(c) => (
          <div>
            <div className="prosa">
              <h2>Chi tratta i dati</h2>
              <p>
                Il comune o l’ambito per cui lavori è titolare dei dati che vi inserisce. {c.gestore} gestisce la
                piattaforma. Il responsabile della protezione dei dati si raggiunge a <Email a={c.responsabileDati} />.
              </p>
              <h2>Perché</h2>
              <p>
                Per accreditare gli operatori e farli lavorare secondo ruolo e territorio: è un compito di interesse
                pubblico (Regolamento UE 2016/679, art. 6, par. 1, lettera e). L’accesso avviene solo con SPID: nessuna
                password è conservata.
              </p>
            </div>
            <h2>Che cosa si registra e per quanto</h2>
            <DataTable
              caption="Dati, ragione e durata"
              lista={{ voci: registrati }}
              chiave={(r) => r.cosa}
              conteggio={['voce', 'voci']}
              colonne={[
                { id: 'cosa', titolo: 'Che cosa', riga: true, cella: (r) => r.cosa },
                { id: 'perche', titolo: 'Perché', cella: (r) => r.perche },
                { id: 'quanto', titolo: 'Per quanto', cella: (r) => r.quanto },
              ]}
              vuoto={{ titolo: '' }}
            />
            <div className="prosa">
              <h2>Chi li vede</h2>
              <p>
                L’amministratore del tuo ambito e il Super Utente vedono la tua scheda; nessuno dei due vede i dati
                delle persone seguite dai servizi. Nelle e-mail che Trama invia non ci sono dati personali: dicono
                soltanto di entrare a leggere.
              </p>
              <h2>Sul tuo computer</h2>
              <p>
                Trama usa soltanto cookie tecnici: quello della sessione e quelli, di pochi minuti, dell’accesso con
                SPID. Le bozze di ciò che scrivi sono conservate sul server, dove le leggi solo tu; nel browser resta,
                cifrato, soltanto ciò che il server non ha ancora ricevuto, e si cancella quando invii, quando esci e
                comunque dopo due settimane. Non ci sono cookie di terze parti né strumenti che seguono la navigazione.
              </p>
              <h2>I tuoi diritti</h2>
              <p>
                Puoi vedere i tuoi dati nel <Link to="/profilo">tuo profilo</Link> e chiederne la correzione
                all’amministratore del tuo ambito. Per gli altri diritti degli articoli 15 e seguenti del Regolamento
                scrivi al titolare o al responsabile della protezione dei dati; puoi proporre reclamo al{' '}
                <a href="https://www.garanteprivacy.it/">Garante per la protezione dei dati personali</a>.
              </p>
            </div>
          </div>
        )}
      </ConContatti>
    </>
  )
}
