// The fields of a kind of fact, drawn from its table (shared/anagrafe/fatti.ts).
import type { Campo } from '../../shared/anagrafe/fatti-forma.ts'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import { luoghiApi } from '../../shared/territorio/luoghi.api.ts'
import { ComboField } from '../kernel/form/combo-field.tsx'
import { CheckField, ChecksField, RadioField, SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { AmountField, DateField, NumberField } from '../kernel/form/typed-fields.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { parole, useVoci } from '../parametri/voci.ts'

const POCHE = 4

export function CampoFatto({ nome, campo: c }: { nome: string; campo: Campo }) {
  const p = {
    name: `dati.${nome}`,
    label: c.etichetta,
    obbligatorio: c.obbligatorio ?? false,
    ...(c.aiuto && { aiuto: c.aiuto }),
  }
  switch (c.genere) {
    case 'data':
      return <DateField {...p} />
    case 'si-no':
      return <CheckField {...p} />
    case 'numero':
      return <NumberField {...p} />
    case 'euro':
      return <AmountField {...p} />
    case 'testo-lungo':
      return <TextArea {...p} righe={5} {...(c.max && { maxLength: c.max })} />
    case 'codice':
      return <VoceField {...p} codifica={c.codifica as Codifica} />
    case 'codici':
      return <Voci p={p} codifica={c.codifica as Codifica} />
    case 'scelta': {
      const opzioni = Object.entries(c.scelte ?? {})
      return opzioni.length <= POCHE ? (
        <RadioField {...p} opzioni={opzioni} />
      ) : (
        <SelectField {...p} opzioni={opzioni} />
      )
    }
    case 'comune':
    case 'luogo':
    case 'stato':
      return (
        <ComboField
          {...p}
          e={luoghiApi.luoghi}
          cerca={(q) => ({
            q,
            ...(c.genere === 'comune' && { tipo: 'comune' as const }),
            ...(c.genere === 'stato' && { tipo: 'stato-estero' as const }),
          })}
          voci={(r) => r.voci}
          opzione={(l) => ({ valore: l.id, etichetta: l.provincia ? `${l.nome} (${l.provincia})` : l.nome })}
        />
      )
    case 'codice-fiscale':
      return <TextField {...p} maiuscolo maxLength={20} />
    default:
      return <TextField {...p} {...(c.max && { maxLength: c.max })} />
  }
}

function Voci({
  p,
  codifica,
}: {
  p: Parameters<typeof ChecksField>[0] extends infer P ? Omit<P, 'opzioni'> & { name: string; label: string } : never
  codifica: Codifica
}) {
  const { voci } = useVoci(codifica)
  return <ChecksField {...p} opzioni={voci.map((v) => [v.codice, parole(v)] as const)} />
}
