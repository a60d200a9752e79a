// Choosing a person in a form: by beginnings of surname and name, told from namesakes by birth and comune.
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { ComboField } from '../kernel/form/combo-field.tsx'
import type { FieldProps } from '../kernel/form/fields.tsx'
import { nascitaInParole, nomePersona } from './parole.tsx'

const PROPOSTE = 12

export function PersonaField({ escludi, ...p }: FieldProps & { escludi?: readonly string[] }) {
  return (
    <ComboField
      {...p}
      e={personeApi.cerca}
      cerca={(nome) => ({ nome, limite: PROPOSTE })}
      voci={(r) => r.voci.filter((v) => !escludi?.includes(v.id))}
      opzione={(v) => ({ valore: v.id, etichetta: nomePersona(v), dettaglio: `${nascitaInParole(v)}, ${v.comune}` })}
    />
  )
}
