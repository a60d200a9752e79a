// The forms on one member of a household: joining it, what is known of her there, leaving it.
import { nucleiApi } from '../../shared/anagrafe/nuclei.api.ts'
import { nomiContattoNucleo, nomiDisponibilita, nomiResponsabilita } from '../../shared/anagrafe/nuclei.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import type { InputWeb } from '../kernel/client.ts'
import { CheckField, SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { nomePersona } from './parole.tsx'
import { PersonaField } from './persona-field.tsx'

type Nucleo = Output<typeof nucleiApi.diPersona>['nuclei'][number]
type Membro = Nucleo['membri'][number]

const tocca = [nucleiApi.diPersona]

const Annulla = ({ onFatto }: { onFatto: () => void }) => (
  <button type="button" className="btn btn-link" onClick={onFatto}>
    Annulla
  </button>
)

/** What the form of a member holds of it: «not said» is a value of its own. */
export const situazioneVuota = { convivente: '', responsabilita: '', contatto: '', disponibilita: '' }

/** Its three values to what the contract takes. */
export const conConvivente = <T extends { convivente?: unknown }>({ convivente, ...v }: T) => ({
  ...v,
  convivente: convivente === 'si' ? true : convivente === 'no' ? false : null,
})

/** What is known of a member beside her relation, at `in.` of the form. */
export function SituazioneFields({ in: dove = '' }: { in?: string }) {
  return (
    <details className="dettagli">
      <summary>Convivenza, responsabilità genitoriale, contatto</summary>
      <SelectField
        name={`${dove}convivente`}
        label="Convivente"
        opzioni={[
          ['si', 'Sì'],
          ['no', 'No'],
        ]}
      />
      <SelectField
        name={`${dove}responsabilita`}
        label="Responsabilità genitoriale"
        opzioni={Object.entries(nomiResponsabilita)}
      />
      <SelectField name={`${dove}contatto`} label="Contatto" opzioni={Object.entries(nomiContattoNucleo)} />
      <SelectField name={`${dove}disponibilita`} label="Disponibilità" opzioni={Object.entries(nomiDisponibilita)} />
    </details>
  )
}

export function Aggiungi({ n, onFatto }: { n: Nucleo; onFatto: () => void }) {
  const form = useActionForm(nucleiApi.aggiungi, {
    bozza: `nucleo:${n.id}:aggiungi`,
    iniziali: { personaId: null, parentela: '', dal: '', intestatario: false, ...situazioneVuota },
    toInput: (v) => ({ ...conConvivente(v), id: n.id }) as InputWeb<typeof nucleiApi.aggiungi>,
    invalidates: tocca,
    esito: 'Persona aggiunta al nucleo.',
    onDone: onFatto,
  })
  return (
    <Form form={form} invio="Aggiungi" annulla={<Annulla onFatto={onFatto} />}>
      <PersonaField name="personaId" label="Persona" obbligatorio escludi={n.membri.map((m) => m.persona.id)} />
      <VoceField name="parentela" label="Rapporto con l’intestatario" codifica="parentela" />
      <DateField name="dal" label="Dal" aiuto="gg/mm/aaaa. Vuota se non si sa." />
      <CheckField name="intestatario" label="È l’intestatario" />
      <SituazioneFields />
    </Form>
  )
}

export function Correggi({ n, m, onFatto }: { n: Nucleo; m: Membro; onFatto: () => void }) {
  const form = useActionForm(nucleiApi.correggi, {
    bozza: `nucleo:${n.id}:${m.id}:correggi`,
    iniziali: {
      parentela: m.parentela,
      intestatario: m.intestatario,
      dal: m.dal ?? '',
      al: m.al ?? '',
      convivente: m.convivente === null ? '' : m.convivente ? 'si' : 'no',
      responsabilita: m.responsabilita ?? '',
      contatto: m.contatto ?? '',
      disponibilita: m.disponibilita ?? '',
      motivo: '',
    },
    toInput: (v) =>
      ({ ...conConvivente(v), id: n.id, componente: m.id, personaId: m.persona.id }) as InputWeb<
        typeof nucleiApi.correggi
      >,
    invalidates: tocca,
    esito: 'Componente corretto: com’era prima resta nella storia.',
    onDone: onFatto,
  })
  return (
    <Form form={form} invio="Salva la correzione" annulla={<Annulla onFatto={onFatto} />}>
      <p>
        <strong>{nomePersona(m.persona)}</strong>
      </p>
      <VoceField name="parentela" label="Rapporto con l’intestatario" codifica="parentela" />
      <CheckField name="intestatario" label="È l’intestatario" />
      <DateField name="dal" label="Nel nucleo dal" aiuto="gg/mm/aaaa. Vuota: dall’inizio del nucleo." />
      <DateField name="al" label="Fino al" aiuto="gg/mm/aaaa. Vuota se c’è ancora." />
      <SituazioneFields />
      <TextField name="motivo" label="Perché lo correggi" />
    </Form>
  )
}

export function Esce({ n, m, onFatto }: { n: Nucleo; m: Membro; onFatto: () => void }) {
  const form = useActionForm(nucleiApi.esce, {
    bozza: `nucleo:${n.id}:${m.id}:esce`,
    iniziali: { al: '', motivo: '' },
    fissi: { id: n.id, componente: m.id },
    invalidates: tocca,
    esito: 'Uscita registrata.',
    onDone: onFatto,
  })
  return (
    <Form form={form} invio="Registra l’uscita" annulla={<Annulla onFatto={onFatto} />}>
      <p>
        <strong>{nomePersona(m.persona)}</strong> esce dal nucleo.
      </p>
      <DateField name="al" label="Ultimo giorno nel nucleo" />
      <TextField name="motivo" label="Perché" />
    </Form>
  )
}
