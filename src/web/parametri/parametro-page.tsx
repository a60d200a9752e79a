// One parameter: its history and the form that gives it a new value from a day on: for all, or for one's own ambito where
// it may have one.
import { useParams } from 'react-router'
import { parametriApi } from '../../shared/parametri/parametri.api.ts'
import { RadioField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField, NumberField } from '../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, StatusBadge } from '../kernel/ui/parts.tsx'
import { type Parametro, type Valore, valoreInParole } from './valore.ts'

export default function ParametroPage() {
  const { chiave } = useParams()
  return (
    <Caricamento query={useEndpoint(parametriApi.list, {})}>
      {({ voci }) => {
        const p = voci.find((v) => v.chiave === chiave)
        return p ? (
          // a new value is a new form: what was typed for the old one is done
          <UnParametro key={`${p.chiave} ${p.valori.length} ${p.valori[0]?.valore}`} p={p} />
        ) : (
          <>
            <PageHeader titolo="Parametro non trovato" />
            <p>Questo parametro non esiste: torna all’elenco.</p>
          </>
        )
      }}
    </Caricamento>
  )
}

function UnParametro({ p }: { p: Parametro }) {
  const can = useCan()
  const quando = (v: Parametro['valori'][number]) =>
    v.id === p.vigente?.id ? (
      <StatusBadge tono="positivo">in vigore</StatusBadge>
    ) : v.dal > oggi() ? (
      <StatusBadge tono="informativo">futuro</StatusBadge>
    ) : (
      <StatusBadge>passato</StatusBadge>
    )
  return (
    <>
      <PageHeader titolo={p.descrizione} sotto={p.chiave} azioni={<PrintButton />} />
      <DataTable
        caption="Valori, dal più recente"
        lista={{ voci: p.valori }}
        chiave={(v) => v.id}
        conteggio={['valore', 'valori']}
        colonne={[
          { id: 'valore', titolo: 'Valore', riga: true, cella: (v) => valoreInParole(v.valore) },
          { id: 'quando', titolo: 'Oggi', cella: quando },
          { id: 'dal', titolo: 'Dal', cella: (v) => formatData(v.dal) },
          { id: 'al', titolo: 'Al', cella: (v) => (v.al ? formatData(v.al) : 'senza termine') },
          { id: 'fonte', titolo: 'Fonte', cella: (v) => v.fonte },
          { id: 'per', titolo: 'Vale per', cella: (v) => (v.locale ? 'il tuo ambito' : 'tutti') },
        ]}
        vuoto={{ titolo: 'Nessun valore' }}
      />
      {can(parametriApi.cambia.azione) && <NuovoValore p={p} e={parametriApi.cambia} />}
      {p.adattabile && can(parametriApi.adatta.azione) && <NuovoValore p={p} e={parametriApi.adatta} />}
    </>
  )
}

function NuovoValore({ p, e }: { p: Parametro; e: typeof parametriApi.cambia | typeof parametriApi.adatta }) {
  const attuale = (p.vigente ?? p.valori[0])?.valore
  const proprio = e === parametriApi.adatta
  const form = useActionForm(e, {
    iniziali: { valore: typeof attuale === 'boolean' ? String(attuale) : (attuale ?? ''), dal: oggi(), fonte: '' },
    // an address may be taken away: an empty text is a value too
    toInput: (v) => ({
      chiave: p.chiave,
      valore: (typeof attuale === 'boolean' ? v.valore === 'true' : (v.valore ?? '')) as Valore,
      dal: v.dal as string,
      fonte: v.fonte as string,
    }),
    invalidates: [parametriApi.list],
    esito: 'Il nuovo valore è registrato.',
  })
  return (
    <section aria-labelledby="nuovo">
      <h2 id="nuovo">{proprio ? 'Dai un valore del tuo ambito' : 'Dai un nuovo valore'}</h2>
      <Avviso>
        <p>
          {proprio
            ? `Vale soltanto per il tuo ambito. ${p.adattabile}.`
            : 'Vale per tutti gli ambiti che non hanno un valore proprio.'}{' '}
          Comincia dal giorno indicato: i giorni passati restano come erano, ciò che è stato fatto allora seguiva il
          valore di allora.
        </p>
      </Avviso>
      <Form form={form} invio="Registra il nuovo valore">
        {typeof attuale === 'number' && <NumberField name="valore" label="Nuovo valore" />}
        {typeof attuale === 'string' && (
          <TextField name="valore" label="Nuovo valore" maxLength={1000} obbligatorio={false} />
        )}
        {typeof attuale === 'boolean' && (
          <RadioField
            name="valore"
            label="Nuovo valore"
            opzioni={[
              ['true', 'sì'],
              ['false', 'no'],
            ]}
          />
        )}
        <DateField name="dal" label="Dal giorno" />
        <TextField name="fonte" label="Fonte" aiuto="La norma o l’atto che lo stabilisce." />
      </Form>
    </section>
  )
}
