// A note of delega, for one comune or many at once (R1.11). The document is attached on the next page.
import { Link, useNavigate } from 'react-router'
import { delegheApi } from '../../shared/territorio/deleghe.api.ts'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import { ChecksField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { ConAmbito } from './ambito-scelto.tsx'
import { enumera } from './parole.ts'
import './territorio.css'

interface Comune {
  comuneId: string
  comune: string
  delegato: boolean
}

export default function DelegaNuovaPage() {
  return (
    <ConAmbito titolo="Nuova delega">
      {() => (
        <>
          <PageHeader titolo="Nuova delega" sotto="Una nota può valere per più comuni; ognuno può finirla da sé." />
          <Dati />
        </>
      )}
    </ConAmbito>
  )
}

function Dati() {
  const q = useEndpoint(sezioniApi.stato, {})
  return (
    <Caricamento query={q} righe={6}>
      {({ voci }) => <Modulo comuni={voci[0]?.comuni ?? []} />}
    </Caricamento>
  )
}

function Modulo({ comuni }: { comuni: Comune[] }) {
  const navigate = useNavigate()
  const form = useActionForm(delegheApi.crea, {
    iniziali: { oggetto: 'Delega per i patti per l’inclusione', protocollo: '', data: '', comuni: [], dal: '', al: '' },
    bozza: 'delega-nuova',
    invalidates: [delegheApi.elenco, sezioniApi.stato],
    esito: 'Delega registrata: ora allega la nota.',
    onDone: (d) => navigate(`/deleghe/${d.id}`),
  })
  const liberi = comuni.filter((c) => !c.delegato)
  const delegati = comuni.filter((c) => c.delegato)
  const scegli = (chi: Comune[]) =>
    form.rhf.setValue(
      'comuni',
      chi.map((c) => c.comuneId),
      { shouldDirty: true, shouldValidate: form.rhf.formState.isSubmitted },
    )
  if (comuni.length === 0) {
    return (
      <div className="vuoto">
        <p className="vuoto-titolo">L’ambito non ha ancora comuni</p>
        <p>Chiedi al Super Utente di aggiungerli: poi potrai registrare le loro deleghe.</p>
      </div>
    )
  }
  return (
    <Form form={form} invio="Registra la delega" annulla={<Link to="/deleghe">Annulla</Link>}>
      <TextField name="oggetto" label="Oggetto della nota" />
      <TextField name="protocollo" label="Protocollo" aiuto="Come è scritto sulla nota: numero e anno" />
      <DateField name="data" label="Data della nota" />
      {delegati.length > 0 && (
        <Avviso tipo="info">
          <p>
            Già sotto delega oggi: {enumera(delegati.map((c) => c.comune))}. Per loro serve una nota nuova solo quando
            quella in corso sarà finita.
          </p>
        </Avviso>
      )}
      {comuni.length > 1 && (
        <div className="scelte-tutti">
          <button type="button" className="btn btn-link btn-xs" onClick={() => scegli(liberi)}>
            Spunta tutti quelli senza delega
          </button>
          <button type="button" className="btn btn-link btn-xs" onClick={() => scegli([])}>
            Togli tutte le spunte
          </button>
        </div>
      )}
      <div className="scelte-colonne">
        <ChecksField
          name="comuni"
          label="Comuni che delegano"
          obbligatorio
          opzioni={comuni.map((c) => [c.comuneId, c.delegato ? `${c.comune} (già sotto delega)` : c.comune])}
        />
      </div>
      <DateField name="dal" label="La delega vale dal" />
      <DateField name="al" label="Ultimo giorno" aiuto="gg/mm/aaaa; vuoto: senza scadenza" />
      <Avviso tipo="warning">
        <p>
          Chi ha un ruolo sui patti per tutto l’ambito vedrà i casi di questi comuni dal primo giorno della delega
          all’ultimo. I controlli anagrafici restano a ciascun comune.
        </p>
      </Avviso>
    </Form>
  )
}
