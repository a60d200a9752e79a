// What can be done on a pact now, read from the table of its states.
import { useWatch } from 'react-hook-form'
import { useNavigate } from 'react-router'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { impedimentoCaso, motiviChiusura } from '../../shared/patti/casi.rules.ts'
import { type PropostaDelCaso, propostaDelCaso, type SceltaDelCaso } from '../../shared/patti/chiusura.rules.ts'
import { convocazioniApi } from '../../shared/patti/convocazioni.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { monitoraggioApi, type PattoLetto, pattoApi } from '../../shared/patti/patto.api.ts'
import { type AttoPatto, attoDiRevisione, attoDiRinuncia, transizioniPatto } from '../../shared/patti/patto.rules.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { RadioField, SelectField, TextArea } from '../kernel/form/fields.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { oggi } from '../kernel/format.ts'
import { VoceField } from '../parametri/voce-field.tsx'
import '../cartella/cartella.css'

export const toccatePatto = [
  pattoApi.leggi,
  pattoApi.delCaso,
  monitoraggioApi.leggi,
  mieiCasiApi.leggi,
  mieiCasiApi.cerca,
  mieiCasiApi.scadenziere,
  convocazioniApi.elenco,
]

export function AttiDelPatto({ p }: { p: PattoLetto }) {
  const vai = useNavigate()
  const puo = (a: AttoPatto) => impedimento(transizioniPatto, a, p.stato) === null
  const comune = { invalidates: toccatePatto }
  // after a renewal
  const conferma = attoDiRinuncia(p.statoCaso) === 'sottoscrivi-patto'
  return (
    <div className="atti">
      {puo('ritira') && (
        <AttoConCampi
          e={pattoApi.ritira}
          {...comune}
          fissi={{ id: p.id }}
          iniziali={{ motivo: '' }}
          etichetta="Riporta in preparazione"
          titolo="Riportare il patto in preparazione? Le firme ricominciano."
          esito="Il patto è di nuovo in preparazione."
        >
          <TextArea name="motivo" label="Perché" righe={3} />
        </AttoConCampi>
      )}
      {puo('rivedi') && impedimentoCaso(attoDiRevisione(p.statoCaso), p.statoCaso) === null && (
        <AttoConCampi
          e={pattoApi.rivedi}
          {...comune}
          fissi={{ id: p.id, versione: p.versione }}
          iniziali={{ motivo: '' }}
          etichetta="Rivedi il patto"
          titolo="Rivedere il patto? Quello firmato vale finché non è firmato il nuovo."
          invio="Comincia la revisione"
          esito="Revisione cominciata."
          onDone={(r) => vai(`/patti/${r.id}`)}
        >
          <TextArea name="motivo" label="Perché si rivede" righe={3} />
        </AttoConCampi>
      )}
      {puo('annulla') && p.numero > 1 && (
        <AttoConCampi
          e={pattoApi.annulla}
          {...comune}
          fissi={{ id: p.id }}
          iniziali={{ motivo: '' }}
          etichetta={conferma ? 'Conferma il patto com’era' : 'Lascia la revisione'}
          titolo={conferma ? 'Confermare il patto già firmato?' : 'Lasciare la revisione? Vale il patto già firmato.'}
          esito={conferma ? 'Patto confermato.' : 'Revisione lasciata.'}
        >
          <TextArea name="motivo" label="Perché" righe={3} />
        </AttoConCampi>
      )}
      {puo('chiudi') && <Chiudi p={p} />}
    </div>
  )
}

/** With the pact one says what becomes of its caso: what is proposed says why, and nothing is done unsaid. */
function Chiudi({ p }: { p: PattoLetto }) {
  const caso = propostaDelCaso(p.statoCaso)
  return (
    <AttoConCampi
      e={pattoApi.chiudi}
      invalidates={toccatePatto}
      fissi={{ id: p.id, versione: p.versione }}
      iniziali={{
        motivo: '',
        valutazione: '',
        giorno: oggi(),
        ...(caso && { caso: '', motivoCaso: caso.motivo ?? '' }),
      }}
      etichetta="Chiudi il patto"
      titolo="Chiudere il patto?"
      esito="Patto chiuso."
    >
      <VoceField name="motivo" label="Motivo" codifica="motivo-chiusura-patto" />
      <TextArea name="valutazione" label="Valutazione: a che punto sono i risultati" righe={5} />
      <DateField name="giorno" label="Ultimo giorno" />
      {caso && <DelCaso caso={caso} />}
    </AttoConCampi>
  )
}

function DelCaso({ caso }: { caso: PropostaDelCaso }) {
  const scelta = useWatch({ name: 'caso' })
  const proposta = (x: SceltaDelCaso) => (caso.proposta === x ? caso.perche : undefined)
  return (
    <>
      <RadioField
        name="caso"
        label="Che cosa succede al caso"
        obbligatorio
        opzioni={[
          ['resta', 'Il caso resta aperto', proposta('resta')],
          ['chiudi', 'Si chiude anche il caso', proposta('chiudi')],
        ]}
      />
      {scelta === 'chiudi' && (
        <SelectField
          name="motivoCaso"
          label="Perché il caso si chiude"
          obbligatorio
          opzioni={Object.entries(motiviChiusura)}
        />
      )}
    </>
  )
}
