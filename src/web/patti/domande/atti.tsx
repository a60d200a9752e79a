// What can be done on a domanda now, read from the table of its states.
import { domandeApi, type SchedaDomanda } from '../../../shared/patti/domande.api.ts'
import { type AttoDomanda, impedimentoDomanda } from '../../../shared/patti/domande.rules.ts'
import { AttoConCampi } from '../../cartella/atto-con-campi.tsx'
import { RadioField, TextArea, TextField } from '../../kernel/form/fields.tsx'
import { AmountField, DateField } from '../../kernel/form/typed-fields.tsx'
import { oggi } from '../../kernel/format.ts'
import { ActionButton } from '../../kernel/ui/azioni.tsx'
import { toccate } from './toccate.ts'

export function AttiDellaDomanda({ d }: { d: SchedaDomanda }) {
  const puo = (a: AttoDomanda) => impedimentoDomanda(a, d.stato) === null
  const comune = { input: { id: d.id }, invalidates: toccate }
  const campi = { fissi: { id: d.id }, invalidates: toccate }
  return (
    <div className="atti">
      {puo('invia') && d.impedimentoRiporto === null && (
        <AttoConCampi
          e={domandeApi.riporta}
          {...campi}
          iniziali={{
            esito: '',
            inviataIl: '',
            esitoIl: '',
            protocollo: '',
            mensile: '',
            finitoIl: '',
            motivo: '',
          }}
          etichetta="Riporta com’è finita"
          titolo="Com’è finita questa domanda"
          invio="Riporta"
          esito="Domanda riportata: nulla è partito per INPS."
          primario
        >
          <RadioField
            name="esito"
            label="Com’è stata decisa"
            opzioni={[
              ['accolta', 'Accolta', 'Entra nella storia del nucleo'],
              ['respinta', 'Respinta'],
            ]}
          />
          <DateField
            name="inviataIl"
            label="Inviata a INPS il"
            aiuto="Lascia vuoto se l’ha respinta il comune."
            obbligatorio={false}
          />
          <DateField name="esitoIl" label="Decisa il" />
          <TextField name="protocollo" label="Protocollo di INPS" aiuto="Serve se è accolta." obbligatorio={false} />
          <AmountField name="mensile" label="Importo mensile" obbligatorio={false} />
          <DateField
            name="finitoIl"
            label="Ultimo giorno del beneficio"
            aiuto="Vuoto se è ancora in corso: allora c’è un caso da assegnare."
            obbligatorio={false}
          />
          <TextArea name="motivo" label="Motivo" aiuto="Serve se è respinta." righe={2} obbligatorio={false} />
        </AttoConCampi>
      )}
      {puo('invia') && d.impedimentoRiporto !== null && (
        <ActionButton
          {...comune}
          e={domandeApi.invia}
          etichetta="Invia a INPS"
          variante="primary"
          impedita={d.impedimentoInvio}
          conferma={{
            titolo: 'Inviare la domanda a INPS?',
            testo: 'Parte con i controlli del comune. Finché non c’è l’esito non si può più correggere.',
          }}
          esito="La domanda è tra le comunicazioni da inviare."
        />
      )}
      {puo('respingi') && d.impedimentoRifiuto === null && (
        <ActionButton
          {...comune}
          e={domandeApi.respingi}
          etichetta="Respingi"
          variante="outline-danger"
          conferma={{
            titolo: 'Respingere la domanda?',
            testo: 'Un controllo non è regolare: la domanda non va a INPS.',
            motivo: 'Motivo',
            pericolo: true,
          }}
          esito="Domanda respinta."
        />
      )}
      {puo('integra') && (
        <AttoConCampi
          e={domandeApi.integra}
          {...campi}
          iniziali={{ nota: '' }}
          etichetta="Invia l’integrazione"
          titolo="Integrazione chiesta da INPS"
          invio="Invia"
          esito="L’integrazione è tra le comunicazioni da inviare."
          primario
        >
          <TextArea name="nota" label="Che cosa si integra" righe={3} />
        </AttoConCampi>
      )}
      {puo('accogli') && (
        <AttoConCampi
          e={domandeApi.esito}
          {...campi}
          iniziali={{ esito: '', giorno: oggi(), protocollo: '', mensile: '', motivo: '' }}
          etichetta="Registra l’esito a mano"
          titolo="Esito di INPS arrivato per altra via"
          invio="Registra"
          esito="Esito registrato."
        >
          <RadioField
            name="esito"
            label="Che cosa ha deciso INPS"
            opzioni={[
              ['accolta', 'Accolta', 'Si apre il caso, da assegnare'],
              ['respinta', 'Respinta'],
              ['integrazione', 'Chiede un’integrazione'],
            ]}
          />
          <DateField name="giorno" label="In quale giorno" />
          <TextField name="protocollo" label="Protocollo di INPS" />
          <AmountField name="mensile" label="Importo mensile" />
          <TextArea name="motivo" label="Motivo" righe={2} obbligatorio={false} />
        </AttoConCampi>
      )}
      {puo('correggi') && (
        <ActionButton
          {...comune}
          e={domandeApi.correggi}
          etichetta="Correggi"
          conferma={{
            titolo: 'Correggere la domanda?',
            testo:
              'Si riapre com’è; presentata di nuovo, i controlli si applicano un’altra volta. Il giorno della domanda non cambia.',
            motivo: 'Perché',
          }}
          esito="Domanda riaperta."
        />
      )}
      {puo('rinuncia') && (
        <AttoConCampi
          e={domandeApi.rinuncia}
          {...campi}
          iniziali={{ giorno: oggi(), motivo: '' }}
          etichetta="Rinuncia"
          titolo="La persona rinuncia alla domanda"
          invio="Registra"
          esito="Rinuncia registrata."
        >
          <DateField name="giorno" label="In quale giorno" />
          <TextArea name="motivo" label="Motivo" righe={2} />
        </AttoConCampi>
      )}
      {puo('scarta') && (
        <ActionButton
          {...comune}
          e={domandeApi.scarta}
          etichetta="Scarta la bozza"
          variante="link"
          conferma={{
            titolo: 'Scartare questa bozza?',
            testo: 'Non si potrà più compilare.',
            motivo: 'Perché',
            pericolo: true,
          }}
          esito="Bozza scartata."
        />
      )}
    </div>
  )
}
