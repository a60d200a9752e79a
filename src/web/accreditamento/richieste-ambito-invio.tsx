// The last part of the form: what is missing, in words and with where to go; sending; throwing the draft away.
import { useNavigate } from 'react-router'
import { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import type { Mancanza } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import type { ActionForm } from '../kernel/form/form.tsx'
import { plurale } from '../kernel/format.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { dimenticaChiave } from './richieste-ambito-chiave.ts'
import { type Propria, parteDi, parti } from './richieste-ambito-modulo.ts'
import { Sezione } from './richieste-ambito-parti.tsx'
import type { Salvataggio } from './richieste-ambito-salvataggio.ts'

export function Invio({
  stato,
  chiave,
  form,
  mancanze,
  salvataggio,
  onInviata,
}: {
  stato: Propria['stato']
  chiave: string
  form: ActionForm
  mancanze: Mancanza[]
  salvataggio: Salvataggio
  onInviata: (r: Propria) => void
}) {
  const navigate = useNavigate()
  const impedita = salvataggio.problema
    ? 'Le ultime modifiche non sono salvate: il motivo è in cima alla pagina.'
    : salvataggio.daSalvare
      ? 'Salvataggio in corso: attendi un momento.'
      : mancanze.length > 0
        ? 'Prima completa ciò che è elencato qui sopra.'
        : null
  return (
    <Sezione id="invio">
      {mancanze.length > 0 ? (
        <>
          <p>{mancanze.length === 1 ? 'Manca una cosa:' : `Mancano ${mancanze.length} cose:`}</p>
          <ul className="ra-mancanze">
            {mancanze.map((m) => (
              <li key={m.campo + m.messaggio}>
                {m.messaggio} <VaiA campo={m.campo} form={form} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>Non manca nulla: il modulo e i documenti sono completi.</p>
      )}
      <p>
        Dopo l’invio la richiesta non si modifica, a meno che il ministero chieda un’integrazione. Vedrai il codice di
        ricevuta, e chi firma lo riceverà anche per e-mail (una volta sola, se ne invii altre nelle stesse ore).
      </p>
      <div className="ra-atti">
        <ActionButton
          e={richiestaPubblicaApi.invia}
          input={{}}
          chiave={chiave}
          etichetta={stato === 'bozza' ? 'Invia la richiesta' : 'Invia la richiesta integrata'}
          variante="primary"
          impedita={impedita}
          conferma={{
            titolo: 'Inviare la richiesta?',
            testo: `La richiesta di accreditare ${plurale(salvataggio.letta.persone.length, 'persona', 'persone')} come amministratore passa al ministero.`,
          }}
          onDone={onInviata}
        />
        {stato === 'bozza' && (
          <ActionButton
            e={richiestaPubblicaApi.rinuncia}
            input={{}}
            chiave={chiave}
            etichetta="Cancella la bozza"
            variante="outline-danger"
            conferma={{
              titolo: 'Cancellare la bozza?',
              testo: 'Dati e documenti sono cancellati e non si possono recuperare.',
              pericolo: true,
            }}
            esito="La bozza è stata cancellata."
            onDone={() => {
              dimenticaChiave()
              void navigate('/richiesta-accreditamento')
            }}
          />
        )}
      </div>
    </Sezione>
  )
}

/** To the field where it is on the screen, else to its part. */
function VaiA({ campo, form }: { campo: string; form: ActionForm }) {
  const noto = form.campi.get(campo)
  const parte = parti.find((p) => p.id === parteDi(campo))!
  return (
    <a
      href={`#ra-${parte.id}`}
      onClick={(e) => {
        if (!noto) return
        e.preventDefault()
        document.getElementById(noto.id)?.focus()
      }}
    >
      Vai a «{noto?.label ?? parte.titolo}»
    </a>
  )
}
