// A new person. While one types, those already there who may be the same are shown beside, with why: to add another
// one says that he has looked at them.
import { useDeferredValue, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { analizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import { luoghiApi } from '../../shared/territorio/luoghi.api.ts'
import { ComboField } from '../kernel/form/combo-field.tsx'
import { CheckField, RadioField, SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm, useFormCorrente } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, StatusBadge } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { nascitaInParole, nomePersona } from './parole.tsx'
import './anagrafe.css'

const VUOTA = {
  specie: 'nota',
  cognome: '',
  nome: '',
  sesso: '',
  dataNascita: '',
  nascitaPresunta: false,
  luogoNascita: null,
  codiceFiscale: '',
  recapito: '',
  comuneId: '',
  fonte: 'persona',
  confermaDubbio: '',
}

export default function PersonaNuovaPage() {
  const comuni = useEndpoint(personeApi.comuni, {}, { staleTime: 300_000 })
  return (
    <>
      <PageHeader
        titolo="Nuova persona"
        sotto="Il codice fiscale non è necessario: si può aggiungere anche chi non ne ha."
      />
      <Caricamento query={comuni} righe={6}>
        {(r) => <Modulo comuni={r.voci} />}
      </Caricamento>
    </>
  )
}

function Modulo({ comuni }: { comuni: { id: string; nome: string }[] }) {
  const navigate = useNavigate()
  const [viste, setViste] = useState<string[]>([])
  const form = useActionForm(personeApi.create, {
    iniziali: { ...VUOTA, comuneId: comuni.length === 1 ? comuni[0]!.id : '' },
    fissi: { diverseDa: viste },
    bozza: 'persona-nuova',
    invalidates: [personeApi.cerca],
    esito: 'Persona aggiunta.',
    onDone: (r) => void navigate(`/persone/${r.id}`),
  })
  if (comuni.length === 0)
    return (
      <Avviso tipo="warning" titolo="Nessun comune è aperto alla cartella sociale">
        <p>
          Serve il protocollo d’intesa registrato del comune, o la delega all’ambito. Chiedi all’amministratore
          dell’ambito.
        </p>
      </Avviso>
    )
  return (
    <Form form={form} invio="Aggiungi la persona" annulla={<Link to="/persone">Annulla</Link>}>
      <RadioField
        name="specie"
        label="Come la conosciamo"
        opzioni={[
          ['nota', 'Con il suo nome'],
          ['alias', 'Con un nome che non è il suo', 'Dice di chiamarsi così, o è conosciuta così'],
          ['anonima', 'Non ancora identificata', 'Scrivi un nome di lavoro, per esempio «Uomo della stazione»'],
        ]}
      />
      <TextField name="cognome" label="Cognome" />
      <TextField name="nome" label="Nome" />
      <RadioField
        name="sesso"
        label="Sesso"
        opzioni={[
          ['F', 'Femmina'],
          ['M', 'Maschio'],
        ]}
      />
      <DateField name="dataNascita" label="Data di nascita" />
      <CheckField name="nascitaPresunta" label="La data è presunta" />
      <ComboField
        name="luogoNascita"
        label="Comune o Stato di nascita"
        e={luoghiApi.luoghi}
        cerca={(q) => ({ q })}
        voci={(r) => r.voci}
        opzione={(l) => ({ valore: l.id, etichetta: l.provincia ? `${l.nome} (${l.provincia})` : l.nome })}
      />
      <TextField
        name="codiceFiscale"
        label="Codice fiscale"
        maiuscolo
        maxLength={20}
        valida={(v: string) => {
          const a = analizzaCodiceFiscale(v)
          return a.valido ? null : a.frase
        }}
      />
      <Dubbio />
      <TextField name="recapito" label="Telefono o e-mail" maxLength={254} />
      <SelectField name="comuneId" label="Comune che la segue" opzioni={comuni.map((c) => [c.id, c.nome] as const)} />
      <VoceField name="fonte" label="Chi lo dice" codifica="fonte-informazione" />
      <Simili
        viste={viste}
        onVista={(id) => setViste((v) => (v.includes(id) ? v.filter((x) => x !== id) : [...v, id]))}
      />
    </Form>
  )
}

function Dubbio() {
  const { rhf, problema } = useFormCorrente()
  const frase = problema?.errori.find((e) => e.campo === 'confermaDubbio')?.messaggio
  if (!frase && !rhf.watch('confermaDubbio')) return null
  return (
    <Avviso tipo="warning" titolo="Il codice fiscale non convince" annuncia={Boolean(frase)}>
      {frase && <p>{frase}</p>}
      <TextArea name="confermaDubbio" label="Perché i dati sono giusti" righe={2} obbligatorio={Boolean(frase)} />
    </Avviso>
  )
}

const gradi = {
  certo: ['critico', 'È quasi certamente lei'],
  probabile: ['attenzione', 'Probabilmente è lei'],
  possibile: ['neutro', 'Potrebbe essere lei'],
} as const

function Simili({ viste, onVista }: { viste: string[]; onVista: (id: string) => void }) {
  const { rhf, problema } = useFormCorrente()
  const v = useDeferredValue(rhf.watch(['specie', 'cognome', 'nome', 'dataNascita', 'codiceFiscale', 'recapito']))
  const [specie, cognome, nome, dataNascita, codice, recapito] = v as string[]
  const abbastanza = specie !== 'anonima' && (cognome?.trim().length ?? 0) > 1 && (nome?.trim().length ?? 0) > 1
  const data = /^\d{4}-\d{2}-\d{2}$/.test(dataNascita ?? '') ? dataNascita : undefined
  const q = useEndpoint(
    personeApi.simili,
    {
      cognome: cognome?.trim() ?? '',
      nome: nome?.trim() ?? '',
      ...(data && { dataNascita: data }),
      ...(codice?.trim().length === 16 && { codiceFiscale: codice.trim() }),
      ...((recapito?.trim().length ?? 0) > 5 && { recapito: recapito!.trim() }),
    },
    { enabled: abbastanza, tieni: true, staleTime: 30_000 },
  )
  const voci = abbastanza ? (q.data?.voci ?? []) : []
  if (voci.length === 0) return null
  return (
    <Avviso
      tipo={problema?.codice === 'possibile-doppione' ? 'danger' : 'warning'}
      titolo={voci.length === 1 ? 'C’è già una persona simile' : `Ci sono già ${voci.length} persone simili`}
      annuncia
    >
      <p>Guarda se è la stessa. Se è un’altra, spuntala: resta scritto che l’hai guardata.</p>
      <ul className="elenco-semplice">
        {voci.map(({ persona: p, grado, motivi }) => (
          <li key={p.id}>
            <Link to={`/persone/${p.id}`}>{nomePersona(p)}</Link>, {nascitaInParole(p)}, {p.comune}{' '}
            <StatusBadge tono={gradi[grado][0]}>{gradi[grado][1]}</StatusBadge> {motivi.join(', ')}
            <label className="scelta">
              <input type="checkbox" checked={viste.includes(p.id)} onChange={() => onVista(p.id)} /> L’ho guardata: è
              un’altra persona
            </label>
          </li>
        ))}
      </ul>
    </Avviso>
  )
}
