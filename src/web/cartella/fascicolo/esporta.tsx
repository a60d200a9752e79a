// The whole folder in one archive, and where the register for the person is printed.
import { esportazioneApi } from '../../../shared/cartella/esportazione.api.ts'
import { ExportButton, LinkButton } from '../../kernel/ui/azioni.tsx'

export function EsportaFascicolo({ id }: { id: string }) {
  return (
    <>
      <LinkButton azione="persona.letture" to={`/persone/${id}/registro`} variante="outline-primary">
        Registro per la persona
      </LinkButton>
      <ExportButton e={esportazioneApi.esporta} input={{ id }} etichetta="Esporta il fascicolo" />
    </>
  )
}
