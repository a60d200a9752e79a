// What leaves a folder: the register for the person, the regional message, the whole folder in one archive with the
// reason that is printed on its cover.
import { esportazioneApi } from '../../../shared/cartella/esportazione.api.ts'
import { salvaFile } from '../../kernel/client.ts'
import { ActionButton, LinkButton } from '../../kernel/ui/azioni.tsx'

export function EsportaFascicolo({ id }: { id: string }) {
  return (
    <>
      <LinkButton azione="persona.letture" to={`/persone/${id}/registro`} variante="outline-primary">
        Registro per la persona
      </LinkButton>
      <LinkButton azione="messaggio-regionale.esporta" to={`/persone/${id}/messaggio`} variante="outline-primary">
        Messaggio regionale
      </LinkButton>
      <ActionButton
        e={esportazioneApi.esporta}
        input={{ id }}
        etichetta="Esporta il fascicolo"
        icona="it-download"
        conferma={{
          titolo: 'Esportare l’intero fascicolo?',
          testo: (
            <p>
              È un archivio con un PDF da leggere e da stampare, i dati e i file dei documenti: tutto ciò che puoi
              leggere tu, tranne gli indirizzi segreti e chi ha segnalato. Un fascicolo di molti anni chiede fino a un
              minuto.
            </p>
          ),
          motivo: 'Perché lo esporti: si legge sulla copertina e nel registro delle letture',
        }}
        campoMotivo="motivo"
        onDone={salvaFile}
        esito="Fascicolo esportato: il file è tra i tuoi scaricamenti. Conservalo in modo protetto."
      />
    </>
  )
}
