// For who receives people: who is expected today, which sheets wait for an answer, which segnalazioni to be evaluated; for
// who watches over the readings, those to be examined.
import { accessiApi } from '../../shared/cartella/accessi.api.ts'
import { regolaInParole } from '../../shared/cartella/accessi.rules.ts'
import { agendaApi } from '../../shared/cartella/agenda.api.ts'
import { inviiApi } from '../../shared/cartella/invii.api.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { nomiUrgenza } from '../../shared/cartella/segnalazioni.rules.ts'
import { formatData, formatIstante, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan, useSessione } from '../kernel/session.tsx'
import { Compito, PRIMI } from './compito.tsx'

const limite = PRIMI + 1

export function AlloSportello() {
  const can = useCan()
  return (
    <section aria-labelledby="sportello">
      <h2 id="sportello">Allo sportello</h2>
      <div className="da-fare">
        {can('agenda.leggi') && <Attesi />}
        {can('segnalazione.valuta') && <DaValutare />}
        {can('invio.rispondi') && <DaRispondere />}
      </div>
    </section>
  )
}

/** Who has people in charge looks at his own appointments; the desk at everybody's. */
function Attesi() {
  const { utente, can } = useSessione()
  const miei = can('presa.mie')
  const q = useEndpoint(agendaApi.list, { dal: oggi(), al: oggi(), ...(miei && { operatore: utente.id }) })
  return (
    <Compito
      titolo={miei ? 'I miei appuntamenti di oggi' : 'Gli appuntamenti di oggi'}
      vuoto="Oggi non c’è nessun appuntamento."
      lettura={q}
      voci={(d) =>
        d.voci
          .filter((a) => a.stato === 'fissato')
          .map((a) => ({
            chiave: a.id,
            testo: `${a.ora}, ${a.persona ? `${a.persona.cognome} ${a.persona.nome}` : a.tipoTesto}`,
            to: '/agenda',
            ...(!miei && { poi: `con ${a.operatore}` }),
          }))
      }
      tutti={{ to: '/agenda', etichetta: 'La settimana' }}
    />
  )
}

function DaValutare() {
  const q = useEndpoint(segnalazioniApi.list, { stato: 'ricevuta', limite })
  return (
    <Compito
      titolo="Segnalazioni da valutare"
      vuoto="Ogni segnalazione ricevuta è in valutazione o conclusa."
      lettura={q}
      voci={(d) =>
        d.voci.map((s) => ({
          chiave: s.id,
          testo: s.riferimento,
          to: `/segnalazioni/${s.id}`,
          poi: `${nomiUrgenza[s.urgenza]}, entro il ${formatIstante(s.scadeIl)}`,
        }))
      }
      tutti={{ to: '/segnalazioni?stato=ricevuta', etichetta: 'Tutte quelle da valutare' }}
    />
  )
}

function DaRispondere() {
  const q = useEndpoint(inviiApi.list, { verso: 'arrivo', stato: 'inviata', limite })
  return (
    <Compito
      titolo="Schede arrivate da altri uffici"
      vuoto="Nessuna scheda nuova da altri uffici."
      lettura={q}
      voci={(d) =>
        d.voci.map((n) => ({
          chiave: n.id,
          testo: n.mittenteUfficio ?? n.mittente,
          to: `/invii/${n.id}`,
          poi: formatIstante(n.inviatoIl),
        }))
      }
      tutti={{ to: '/invii', etichetta: 'Tutti gli invii' }}
    />
  )
}

export function DaControllare() {
  const q = useEndpoint(accessiApi.insoliti, { daEsaminare: true, limite })
  return (
    <section aria-labelledby="controllo">
      <h2 id="controllo">Da controllare</h2>
      <Compito
        titolo="Accessi insoliti da esaminare"
        vuoto="Tutti gli accessi insoliti sono stati esaminati."
        lettura={q}
        voci={(d) =>
          d.voci.map((r) => ({
            chiave: r.id,
            testo: r.chi,
            to: '/accessi-insoliti?daEsaminare=1',
            poi: `settimana del ${formatData(r.settimana)}: ${regolaInParole(r)}`,
          }))
        }
        tutti={{ to: '/accessi-insoliti', etichetta: 'Gli accessi insoliti' }}
      />
    </section>
  )
}
