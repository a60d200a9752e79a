// The data of a formal request: who asks (a comune, or the ambito), with which protocol, when.
import { useAmbito } from '../../accesso/utenti/ambito-corrente.ts'
import { SelectField, TextArea, TextField } from '../../kernel/form/fields.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { oggi } from '../../kernel/format.ts'

export function RichiestaFormaleFields() {
  const ambito = useAmbito()
  return (
    <>
      <SelectField
        name="comune"
        label="Ente che chiede"
        vuota={ambito.nome ? `L’ambito: ${ambito.nome}` : 'L’ambito'}
        opzioni={ambito.opzioniComuni.map(([v, nome]) => [v, `Comune di ${nome}`] as const)}
      />
      <TextField name="ufficio" label="Ufficio" aiuto="Per esempio: Servizi sociali, Anagrafe." />
      <TextField name="protocollo" label="Protocollo" aiuto="Il numero con cui la nota è stata protocollata." />
      <DateField
        name="data"
        label="Data della nota"
        valida={(v: string) => (v > oggi() ? 'La data della nota non può essere nel futuro.' : null)}
      />
      <TextArea name="note" label="Note" righe={3} />
    </>
  )
}
