// Composing a household, starting from one of its members.
import { useFieldArray } from 'react-hook-form'
import { Link, useNavigate, useParams } from 'react-router'
import { nucleiApi } from '../../shared/anagrafe/nuclei.api.ts'
import { nomiNucleo, tipiNucleo } from '../../shared/anagrafe/nuclei.rules.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import type { InputWeb } from '../kernel/client.ts'
import { CheckField, RadioField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { CaricamentoFascicolo } from './apertura.tsx'
import { conConvivente, SituazioneFields, situazioneVuota } from './nucleo-componente.tsx'
import { nomePersona } from './parole.tsx'
import { PersonaField } from './persona-field.tsx'

const significato = {
  anagrafico: 'Come risulta all’anagrafe',
  isee: 'Come è dichiarato nella DSU',
  fatto: 'Chi vive davvero insieme',
  rete: 'Chi sta intorno, anche senza vivere insieme',
} as const

const VUOTO = {
  personaId: null as { valore: string; etichetta: string } | null,
  parentela: '',
  intestatario: false,
  dal: '',
  al: '',
  ...situazioneVuota,
}

export default function NucleoNuovoPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(personeApi.leggi, { id })
  return (
    <>
      <PageHeader titolo="Componi un nucleo" sotto={q.data && nomePersona(q.data)} />
      <CaricamentoFascicolo personaId={id} query={q}>
        {(p) => <Modulo id={id} nome={nomePersona(p)} />}
      </CaricamentoFascicolo>
    </>
  )
}

function Modulo({ id, nome }: { id: string; nome: string }) {
  const navigate = useNavigate()
  const form = useActionForm(nucleiApi.crea, {
    iniziali: {
      tipo: 'anagrafico',
      etichetta: '',
      fonte: 'anagrafe',
      riferimento: '',
      dal: '',
      componenti: [
        {
          ...VUOTO,
          personaId: { valore: id, etichetta: nome },
          parentela: 'persona-di-riferimento',
          intestatario: true,
        },
      ],
    },
    toInput: (v) =>
      ({
        ...v,
        personaId: id,
        componenti: (v.componenti as { convivente?: unknown }[]).map(conConvivente),
      }) as InputWeb<typeof nucleiApi.crea>,
    bozza: `nucleo:${id}`,
    invalidates: [nucleiApi.diPersona],
    esito: 'Nucleo composto.',
    onDone: () => void navigate(`/persone/${id}/nuclei`),
  })
  const righe = useFieldArray({ control: form.rhf.control, name: 'componenti' })
  return (
    <Form form={form} invio="Componi il nucleo" annulla={<Link to={`/persone/${id}/nuclei`}>Annulla</Link>}>
      <RadioField
        name="tipo"
        label="Quale nucleo"
        opzioni={tipiNucleo.map((t) => [t, nomiNucleo[t], significato[t]] as const)}
      />
      <VoceField name="fonte" label="Chi lo dice" codifica="fonte-informazione" />
      <TextField name="riferimento" label="Numero di famiglia o protocollo della DSU" />
      <TextField name="etichetta" label="Nome da dargli" aiuto="Facoltativo: per esempio «casa della nonna»." />
      <DateField name="dal" label="Dal" aiuto="gg/mm/aaaa. Vuota se non si sa." />
      <h2>Componenti</h2>
      {righe.fields.map((r, n) => (
        <fieldset key={r.id} className="fatto">
          <legend>Componente {n + 1}</legend>
          <PersonaField name={`componenti.${n}.personaId`} label="Persona" obbligatorio />
          <VoceField name={`componenti.${n}.parentela`} label="Rapporto con l’intestatario" codifica="parentela" />
          <CheckField name={`componenti.${n}.intestatario`} label="È l’intestatario" />
          <DateField
            name={`componenti.${n}.dal`}
            label="Nel nucleo dal"
            aiuto="gg/mm/aaaa. Vuota: dall’inizio del nucleo."
          />
          <SituazioneFields in={`componenti.${n}.`} />
          {righe.fields.length > 1 && (
            <button type="button" className="btn btn-link btn-xs" onClick={() => righe.remove(n)}>
              Togli<span className="visually-hidden"> il componente {n + 1}</span>
            </button>
          )}
        </fieldset>
      ))}
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => righe.append(VUOTO)}>
        Aggiungi un componente
      </button>
    </Form>
  )
}
