// To whom a sheet is sent: an office of the ambito, which finds it in Trama, or an outside body, which is told by mail
// that something is coming, without a name.
import { inviiApi } from '../../shared/cartella/invii.api.ts'
import { SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { useEndpoint } from '../kernel/hooks.ts'

export function DestinatarioFields() {
  const q = useEndpoint(inviiApi.destinatari, {}, { staleTime: 300_000 })
  return (
    <>
      <div className="campi-affiancati">
        <SelectField
          name="ufficioId"
          label="Ufficio dell’ambito"
          vuota="Nessuno: va a un ente esterno"
          opzioni={(q.data?.voci ?? []).map((u) => [u.id, u.comune ? `${u.nome}, ${u.comune}` : u.nome] as const)}
        />
        <TextField name="ente" label="Ente esterno" aiuto="Soltanto se non scegli un ufficio" />
        <TextField
          name="email"
          label="E-mail o PEC dell’ente"
          tipo="email"
          aiuto="Parte un avviso senza dati personali: la scheda la trasmetti con un canale protetto"
        />
      </div>
      <TextArea name="testo" label="Che cosa scrivi" righe={5} aiuto="Lo legge l’ufficio che riceve" />
    </>
  )
}
