// The templates of letters, national and of the ambito, with what is in force; from here a copy or a new one.
import { Link, useNavigate } from 'react-router'
import { type ModelloLetto, modelliApi } from '../../shared/documenti/modelli.api.ts'
import { TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { AnnullaButton, AttoButton } from '../territorio/parti.tsx'

const STATI = { bozza: 'bozza', pubblicata: 'pubblicata', ritirata: 'ritirata' } as const

export default function ModelliPage() {
  const lista = useEndpoint(modelliApi.list, {})
  return (
    <>
      <PageHeader
        titolo="Modelli delle lettere"
        sotto="Quelli nazionali valgono per tutti; l’ambito può copiarne uno e cambiarlo, o scriverne di suoi. Una versione pubblicata non cambia più."
        azioni={
          <>
            <AttoButton
              e={modelliApi.crea}
              etichetta="Nuovo modello"
              titolo="Nuovo modello dell’ambito"
              variante="primary"
            >
              {(chiudi) => <FormNuovo chiudi={chiudi} />}
            </AttoButton>
            <PrintButton />
          </>
        }
      />
      <DataTable
        caption="Modelli"
        lista={{ ...lista, voci: lista.data?.voci ?? [] }}
        chiave={(m) => m.id}
        conteggio={['modello', 'modelli']}
        colonne={[
          { id: 'nome', titolo: 'Modello', riga: true, cella: (m) => m.nome },
          { id: 'descrizione', titolo: 'A che cosa serve', cella: (m) => m.descrizione },
          {
            id: 'di',
            titolo: 'Di chi è',
            cella: (m) =>
              m.nazionale ? (
                <>Nazionale {m.sostituito && <StatusBadge>Sostituito dall’ambito</StatusBadge>}</>
              ) : (
                'Dell’ambito'
              ),
          },
          { id: 'versioni', titolo: 'Versioni', cella: (m) => <Versioni m={m} /> },
          { id: 'atti', titolo: 'Che cosa si può fare', senzaTitolo: true, cella: (m) => <Scrivi m={m} /> },
        ]}
        vuoto={{
          titolo: 'Nessun modello',
          testo: 'I modelli nazionali si caricano all’avvio; aggiungine uno dell’ambito.',
        }}
      />
    </>
  )
}

function Versioni({ m }: { m: ModelloLetto }) {
  return (
    <ul className="elenco-semplice">
      {m.versioni.map((v) => (
        <li key={v.id}>
          <Link to={`/modelli/${v.id}`}>Versione {v.versione}</Link>{' '}
          {v.inVigore ? (
            <StatusBadge tono="positivo">in vigore dal {formatData(v.dal)}</StatusBadge>
          ) : (
            <StatusBadge>
              {STATI[v.stato]}
              {v.stato === 'pubblicata' && `, dal ${formatData(v.dal)}`}
            </StatusBadge>
          )}
        </li>
      ))}
    </ul>
  )
}

function Scrivi({ m }: { m: ModelloLetto }) {
  const navigate = useNavigate()
  const bozza = m.versioni.find((v) => v.stato === 'bozza')
  return (
    <ActionButton
      e={modelliApi.scrivi}
      input={{ id: m.id }}
      etichetta={bozza ? 'Continua la bozza' : m.nazionale ? 'Copia e cambia' : 'Nuova versione'}
      piccolo
      invalidates={[modelliApi.list]}
      onDone={(r) => void navigate(`/modelli/${r.id}`)}
    />
  )
}

function FormNuovo({ chiudi }: { chiudi: () => void }) {
  const navigate = useNavigate()
  const form = useActionForm(modelliApi.crea, {
    iniziali: { nome: '', descrizione: '' },
    invalidates: [modelliApi.list],
    onDone: (r) => void navigate(`/modelli/${r.id}`),
  })
  return (
    <Form form={form} invio="Comincia la bozza" annulla={<AnnullaButton onClick={chiudi} />}>
      <TextField name="nome" label="Nome" />
      <TextField name="descrizione" label="A che cosa serve" />
    </Form>
  )
}
