// Who is awaited, for whoever registers meetings at the desk: who, by when, for when they are convened; and how it went. Nothing of
// what is written about them.
import { type Atteso, esitiIncontro, incontriApi, nomiEsitoIncontro } from '../../shared/patti/incontri.api.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { Scadenza } from '../cartella/parole.tsx'
import { ChecksField, SelectField, TextField } from '../kernel/form/fields.tsx'
import { useFormCorrente } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import '../cartella/cartella.css'

const VUOTI = { testo: '' }
const toccate = [incontriApi.attesi]

export default function IncontriPage() {
  // a name is personal: it does not go in the address
  const [filtri, setFiltri] = useFiltri(VUOTI, { riservati: ['testo'] })
  const lista = usePagine(incontriApi.attesi, filtri.testo ? { testo: filtri.testo } : {})
  return (
    <>
      <PageHeader
        titolo="Incontri"
        sotto="Chi deve presentarsi, entro quando; registra chi è venuto e chi no"
        azioni={<PrintButton />}
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterText name="testo" label="Cognome o codice fiscale" />
      </Filtri>
      <DataTable
        caption="Dal giorno più vicino"
        lista={lista}
        chiave={(a) => a.casoId}
        conteggio={['nucleo', 'nuclei']}
        colonne={[
          {
            id: 'chi',
            titolo: 'Richiedente',
            riga: true,
            cella: (a) => (
              <>
                {a.richiedente}
                <small className="d-block">{a.codiceFiscale}</small>
              </>
            ),
          },
          { id: 'comune', titolo: 'Comune', cella: (a) => a.comune },
          { id: 'misura', titolo: 'Misura', cella: (a) => a.misura },
          { id: 'che', titolo: 'Incontro', cella: (a) => (a.primo ? 'Primo incontro' : 'Incontro periodico') },
          {
            id: 'convocato',
            titolo: 'Convocato per',
            cella: (a) =>
              !a.giorno ? (
                'Non convocato'
              ) : (
                <>
                  {formatData(a.giorno)}
                  {a.ora && `, ore ${a.ora}`}
                  {a.convocato && <small className="d-block">{a.convocato}, senza gli altri</small>}
                  {!a.convocazioneId && <small className="d-block">In programma, non convocato</small>}
                </>
              ),
          },
          { id: 'entro', titolo: 'Entro', cella: (a) => (a.entro ? <Scadenza giorno={a.entro} /> : '–') },
          { id: 'atti', titolo: 'Registra', senzaTitolo: true, cella: (a) => <Registra a={a} /> },
        ]}
        vuoto={
          filtri.testo
            ? { titolo: 'Nessuno con questo nome', testo: 'Cerca per cognome, o per codice fiscale intero.' }
            : {
                titolo: 'Nessuno deve presentarsi',
                testo:
                  'Compaiono qui i nuclei assegnati a un case manager che sono convocati, o hanno un incontro in scadenza.',
              }
        }
      />
    </>
  )
}

function Registra({ a }: { a: Atteso }) {
  return (
    <AttoConCampi
      e={incontriApi.registra}
      fissi={{ id: a.casoId, ...(a.convocazioneId && { convocazioneId: a.convocazioneId }) }}
      iniziali={{
        esito: 'tenuto',
        giorno: a.giorno && a.giorno <= oggi() ? a.giorno : oggi(),
        ora: '',
        luogo: '',
        presenti: [],
        fino: '',
        motivo: '',
        documento: '',
      }}
      etichetta="Registra"
      titolo={a.convocato ? `Convocazione di ${a.convocato}` : `Incontro di ${a.richiedente}`}
      invio="Registra"
      invalidates={toccate}
      esito="Incontro registrato."
      piccolo
    >
      <SelectField
        name="esito"
        label="Com’è andata"
        opzioni={esitiIncontro.map((e) => [e, nomiEsitoIncontro[e]] as const)}
      />
      <DateField name="giorno" label="Giorno" />
      <Secondo a={a} />
    </AttoConCampi>
  )
}

/** What is asked follows from how it went. */
function Secondo({ a }: { a: Atteso }) {
  const { rhf } = useFormCorrente()
  if (rhf.watch('esito') === 'giustificato')
    return (
      <>
        <VoceField name="motivo" label="Giustificato motivo" codifica="giustificato-motivo" obbligatorio />
        <TextField name="documento" label="Documento che lo dimostra" aiuto="Certificato, numero e data" obbligatorio />
        <DateField name="fino" label="Fino al" aiuto="Lascia vuoto se dura ancora." />
      </>
    )
  if (rhf.watch('esito') === 'assente') return null
  return (
    <>
      <TextField name="ora" label="Ora" aiuto="Per esempio 09:30" />
      <TextField name="luogo" label="Dove" />
      <ChecksField name="presenti" label="Chi è venuto" opzioni={a.componenti.map((c) => [c.id, c.nome] as const)} />
    </>
  )
}
