// What can be done on a caso now, read from the table of its states.
import { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import { type AttoCaso, impedimentoCaso, motiviChiusura } from '../../shared/patti/casi.rules.ts'
import { convocazioniApi } from '../../shared/patti/convocazioni.api.ts'
import { mieiCasiApi, type SchedaCaso } from '../../shared/patti/miei-casi.api.ts'
import { nucleiCasoApi } from '../../shared/patti/nuclei-caso.api.ts'
import { pattoApi } from '../../shared/patti/patto.api.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { ChecksField, type Opzione, SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { oggi } from '../kernel/format.ts'
import { ActionButton, LinkButton } from '../kernel/ui/azioni.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import '../cartella/cartella.css'

export const toccate = [
  mieiCasiApi.leggi,
  mieiCasiApi.cerca,
  mieiCasiApi.scadenziere,
  analisiCasoApi.leggi,
  pattoApi.delCaso,
  nucleiCasoApi.leggi,
  // a meeting answers a convocation
  convocazioniApi.elenco,
  convocazioniApi.leggi,
]

const incontroVuoto = { ora: '', luogo: '', presenti: [], altri: '', nota: '' }

const CampiIncontro = ({ dentro }: { dentro: readonly Opzione[] }) => (
  <>
    <TextField name="ora" label="Ora" aiuto="Per esempio 09:30" />
    <TextField name="luogo" label="Dove" />
    <ChecksField name="presenti" label="Chi del nucleo è venuto" opzioni={dentro} />
    <TextField name="altri" label="Chi altro c’era" aiuto="Operatori, altri servizi" />
    <TextField name="nota" label="Nota" />
  </>
)

export function AttiDelCaso({ c }: { c: SchedaCaso }) {
  const puo = (a: AttoCaso) => impedimentoCaso(a, c.stato, c.statoPrima) === null
  const comune = { fissi: { id: c.id }, invalidates: toccate }
  const dentro = c.nucleo.filter((m) => m.uscitoIl === null).map((m) => [m.id, m.nome] as const)
  return (
    <div className="atti">
      {(puo('convoca') || puo('richiama')) && (
        <LinkButton
          azione="convocazione.gestisci"
          to={`/convocazioni/nuova?caso=${c.id}`}
          variante={c.stato === 'assegnato' ? 'primary' : 'outline-primary'}
        >
          Convoca
        </LinkButton>
      )}
      {puo('convoca') && (
        <AttoConCampi
          e={mieiCasiApi.convoca}
          {...comune}
          iniziali={{ giorno: oggi(), nota: '' }}
          etichetta="Registra una convocazione già fatta"
          titolo="Convocazione al primo incontro, fatta in un altro modo"
          invio="Registra"
          esito="Convocazione registrata."
        >
          <DateField name="giorno" label="Quando è stato convocato" />
          <TextField name="nota" label="Come" />
        </AttoConCampi>
      )}
      {puo('presenta') && (
        <AttoConCampi
          e={mieiCasiApi.presenta}
          {...comune}
          iniziali={{ giorno: oggi(), ...incontroVuoto }}
          etichetta="Registra il primo incontro"
          titolo="Primo incontro"
          invio="Registra"
          primario={c.stato === 'convocato'}
          esito="Primo incontro registrato."
        >
          <DateField name="giorno" label="Quando è avvenuto" />
          <CampiIncontro dentro={dentro} />
        </AttoConCampi>
      )}
      {puo('incontra') && (
        <AttoConCampi
          e={mieiCasiApi.incontra}
          {...comune}
          iniziali={{ giorno: oggi(), componenteId: '', ...incontroVuoto }}
          etichetta="Registra un incontro"
          titolo="Incontro"
          invio="Registra"
          primario
          esito="Incontro registrato."
        >
          <DateField name="giorno" label="Quando è avvenuto" />
          <SelectField
            name="componenteId"
            label="Di chi è l’incontro"
            opzioni={dentro}
            vuota="Tutto il nucleo"
            aiuto="Scegli uno solo se l’incontro vale per lui e non per gli altri."
          />
          <CampiIncontro dentro={dentro} />
        </AttoConCampi>
      )}
      {puo('non-si-presenta') && (
        <AttoConCampi
          e={mieiCasiApi.nonSiPresenta}
          {...comune}
          iniziali={{ giorno: oggi(), nota: '', componenteId: '' }}
          etichetta="Non si è presentato"
          titolo="Mancata presentazione"
          invio="Registra"
          esito="Mancata presentazione registrata."
        >
          <DateField name="giorno" label="A quale giorno era convocato" />
          <SelectField name="componenteId" label="Chi" opzioni={dentro} vuota="Tutto il nucleo" />
          <TextField name="nota" label="Nota" />
        </AttoConCampi>
      )}
      {puo('giustifica') && (
        <AttoConCampi
          e={mieiCasiApi.giustifica}
          {...comune}
          iniziali={{ giorno: oggi(), fino: '', nota: '', componenteId: '', motivo: '', documento: '' }}
          etichetta="Giustificato motivo"
          titolo="Giustificato motivo: finché dura i termini sono fermi"
          invio="Registra"
          esito="Giustificato motivo registrato."
        >
          <DateField name="giorno" label="Dal" />
          <DateField
            name="fino"
            label="Fino al"
            aiuto="Lascia vuoto se dura ancora: il giorno in cui finisce si scrive poi, accanto al motivo, tra gli incontri."
          />
          <SelectField name="componenteId" label="Di chi" opzioni={dentro} vuota="Tutto il nucleo" />
          <VoceField name="motivo" label="Motivo" codifica="giustificato-motivo" />
          <TextField name="documento" label="Documento che lo dimostra" aiuto="Certificato, numero e data" />
          <TextArea name="nota" label="Nota" righe={3} />
        </AttoConCampi>
      )}
      {puo('chiudi') && (
        <AttoConCampi
          e={mieiCasiApi.chiudi}
          {...comune}
          iniziali={{ motivo: '', nota: '' }}
          etichetta="Chiudi"
          titolo="Chiudere il caso?"
          esito="Caso chiuso."
        >
          <SelectField name="motivo" label="Motivo" opzioni={Object.entries(motiviChiusura)} />
          <TextArea name="nota" label="Nota" righe={3} />
        </AttoConCampi>
      )}
      {puo('riapri') && (
        <ActionButton
          e={mieiCasiApi.riapri}
          input={{ id: c.id }}
          etichetta="Riapri"
          variante="primary"
          conferma={{ titolo: 'Riaprire il caso?', testo: 'Torna dov’era quando è stato chiuso.', motivo: 'Motivo' }}
          invalidates={toccate}
          esito="Caso riaperto."
        />
      )}
    </div>
  )
}
