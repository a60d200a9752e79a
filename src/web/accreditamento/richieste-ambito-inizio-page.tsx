// Where the first phase begins, for who has no account yet: what it is for, who may sign, what to have ready; then a
// new request, or one's own with its secret.
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { limitiRichiesta } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { formatByte } from '../kernel/format.ts'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { dimenticaChiave, ricordaNuova, tieniChiave, trovaChiave } from './richieste-ambito-chiave.ts'
import { ChiaveForm } from './richieste-ambito-chiave-form.tsx'

export default function RichiestaInizioPage() {
  const navigate = useNavigate()
  const [ricordata, setRicordata] = useState(() => trovaChiave() !== null)
  return (
    <>
      <PageHeader
        titolo="Richiesta di accreditamento di un ambito"
        sotto="Il primo passo: l’ambito comunica al ministero chi sarà il suo amministratore."
        azioni={<PrintButton />}
      />
      <h2>A che cosa serve</h2>
      <p>
        L’amministratore di ambito è chi accredita gli operatori dei comuni. Per accreditare lui, il legale
        rappresentante dell’ambito compila questo modulo e invia per PEC una nota di autorizzazione. Il ministero
        confronta l’uno con l’altra: devono esserci entrambi e nominare le stesse persone, altrimenti la richiesta resta
        ferma.
      </p>
      <h2>Chi può firmare</h2>
      <ul>
        <li>Il legale rappresentante dell’ente capofila dell’ambito, o del consorzio che lo gestisce.</li>
        <li>Una persona da lui delegata: in questo caso si allega l’atto di delega o di incarico.</li>
      </ul>
      <h2>Che cosa preparare</h2>
      <ul>
        <li>
          La <strong>nota di autorizzazione inviata per PEC</strong>, con il messaggio salvato dalla casella PEC in
          formato .eml. L’indirizzo al quale inviarla è scritto nel modulo.
        </li>
        <li>
          Di ogni amministratore: codice fiscale, cognome e nome, data e comune (o Stato) di nascita, genere, e-mail e
          telefono.
        </li>
        <li>
          Di ogni amministratore: <strong>copia del documento di identità e del codice fiscale</strong> (PDF o foto, al
          massimo {formatByte(limitiRichiesta.bytesPerFile)} l’una).
        </li>
        <li>
          Se firma un delegato, l’<strong>atto di delega</strong>.
        </li>
      </ul>
      <p>
        Il modulo si salva da sé mentre lo scrivi e si può riprendere un altro giorno. Gli amministratori dovranno avere
        SPID: non esiste una password.
      </p>
      {ricordata && (
        <Avviso titolo="In questo browser c’è una richiesta già cominciata">
          <p>
            <Link to="/richiesta-accreditamento/modulo" className="btn btn-primary btn-xs">
              Continua la richiesta
            </Link>{' '}
            <button
              type="button"
              className="btn btn-outline-primary btn-xs"
              onClick={() => {
                dimenticaChiave()
                setRicordata(false)
              }}
            >
              Dimentica la sua chiave
            </button>
          </p>
        </Avviso>
      )}
      <h2>Comincia</h2>
      <ActionButton
        e={richiestaPubblicaApi.crea}
        input={{}}
        etichetta="Comincia una nuova richiesta"
        variante={ricordata ? 'outline-primary' : 'primary'}
        onDone={(nuova) => {
          ricordaNuova(nuova)
          void navigate('/richiesta-accreditamento/chiave')
        }}
      />
      <h2>Riprendi una richiesta</h2>
      <p>Per finire una bozza, o per integrare una richiesta già inviata se il ministero lo ha chiesto.</p>
      <ChiaveForm
        onChiave={(chiave) => {
          tieniChiave(chiave, 'memoria')
          void navigate('/richiesta-accreditamento/modulo')
        }}
      />
      <h2>Segui una richiesta inviata</h2>
      <p>
        Con il codice di ricevuta puoi <Link to="/richiesta-accreditamento/stato">vedere a che punto è</Link>.
      </p>
    </>
  )
}
