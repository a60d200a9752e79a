// What leaves a folder: the register for the person, the regional message, the whole folder in one archive.
import { esportazioneApi } from '../../../shared/cartella/esportazione.api.ts'
import { ExportButton, LinkButton } from '../../kernel/ui/azioni.tsx'

export function EsportaFascicolo({ id }: { id: string }) {
  return (
    <>
      <LinkButton azione="persona.letture" to={`/persone/${id}/registro`} variante="outline-primary">
        Registro per la persona
      </LinkButton>
      <LinkButton azione="messaggio-regionale.esporta" to={`/persone/${id}/messaggio`} variante="outline-primary">
        Messaggio regionale
      </LinkButton>
      <ExportButton e={esportazioneApi.esporta} input={{ id }} etichetta="Esporta il fascicolo" />
    </>
  )
}
