// What the operator adds where the message does not say it in codes that are known: each is a choice, none is guessed.
import type { campiAggiunti } from '../../../shared/cartella/messaggi.api.ts'
import { mandati, nomiMandato } from '../../../shared/cartella/prese.api.ts'
import { SelectField } from '../../kernel/form/fields.tsx'
import { VoceField } from '../../parametri/voce-field.tsx'

type Campo = (typeof campiAggiunti)[number]

export const VUOTE: Record<Campo, string> = { area: '', mandato: '', motivoChiusura: '', tipoIsee: '' }

export function Aggiunte({ servono }: { servono: readonly Campo[] }) {
  if (servono.length === 0) return null
  return (
    <fieldset className="gruppo-campi">
      <legend>Ciò che il messaggio non dice</legend>
      <div>
        <p>Se lo sai indicalo: altrimenti quella parte resta nel file.</p>
        {servono.includes('area') && (
          <VoceField name="area" label="Area della presa in carico" codifica="area-utenza" />
        )}
        {servono.includes('mandato') && (
          <SelectField
            name="mandato"
            label="Presa in carico"
            opzioni={mandati.map((m) => [m, nomiMandato[m]] as const)}
          />
        )}
        {servono.includes('motivoChiusura') && (
          <VoceField name="motivoChiusura" label="Motivo della chiusura" codifica="motivo-chiusura" />
        )}
        {servono.includes('tipoIsee') && <VoceField name="tipoIsee" label="Tipo di ISEE" codifica="tipo-isee" />}
      </div>
    </fieldset>
  )
}
