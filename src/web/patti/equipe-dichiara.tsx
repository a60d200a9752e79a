// A member of the équipe beside the minutes: what he brings, and what he does not agree with.
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { equipeApi, type Seduta } from '../../shared/patti/equipe.api.ts'
import { transizioniDichiarazione } from '../../shared/patti/equipe.rules.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { SelectField, TextArea } from '../kernel/form/fields.tsx'
import { toccateEquipe } from './equipe-parole.tsx'
import '../cartella/cartella.css'

const COL_NOME = 'Con il tuo nome, la tua professione e il giorno di oggi. Una volta scritto non si cambia.'

export function Dichiara({ s }: { s: Seduta }) {
  const fissi = { id: s.casoId, seduta: s.id }
  return (
    <div className="atti">
      <AttoConCampi
        e={equipeApi.dichiara}
        fissi={{ ...fissi, specie: 'contributo' as const }}
        iniziali={{ testo: '' }}
        etichetta="Scrivi un contributo"
        titolo="Che cosa porti a questa seduta?"
        invio="Scrivi"
        impedita={impedimento(transizioniDichiarazione, 'contributo', s.stato)}
        invalidates={toccateEquipe}
        esito="Contributo scritto."
      >
        <TextArea name="testo" label="Contributo" aiuto={COL_NOME} />
      </AttoConCampi>
      <AttoConCampi
        e={equipeApi.dichiara}
        fissi={{ ...fissi, specie: 'dissenso' as const }}
        iniziali={{ testo: '', decisione: '' }}
        toInput={(v) => ({
          ...fissi,
          specie: 'dissenso' as const,
          testo: v.testo,
          decisione: v.decisione ? Number(v.decisione) : undefined,
        })}
        etichetta="Non sono d’accordo"
        titolo="Con che cosa non sei d’accordo?"
        invio="Scrivi il dissenso"
        impedita={impedimento(transizioniDichiarazione, 'dissenso', s.stato)}
        invalidates={toccateEquipe}
        esito="Dissenso scritto accanto al verbale."
      >
        <SelectField
          name="decisione"
          label="Con quale decisione"
          vuota="Con l’insieme del verbale"
          opzioni={(s.verbale?.decisioni ?? []).map((d, n) => [String(n + 1), `${n + 1}. ${d.testo}`])}
        />
        <TextArea name="testo" label="Perché" aiuto={COL_NOME} />
      </AttoConCampi>
    </div>
  )
}
