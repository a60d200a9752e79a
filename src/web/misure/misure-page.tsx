// The measures and their versions in time: which is in force, and for who may, a new measure.
import { Link, useNavigate } from 'react-router'
import { type MisuraLetta, misureApi } from '../../shared/misure/misure.api.ts'
import { SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatoVersioneBadge, validita } from '../parametri/versioni.tsx'
import { AnnullaButton, AttoButton } from '../territorio/parti.tsx'
import { nomeTraLeAltre, nomeVersione } from './parti.tsx'

export default function MisurePage() {
  const lista = useEndpoint(misureApi.list, {})
  const misure = lista.data?.voci ?? []
  return (
    <>
      <PageHeader
        titolo="Misure"
        sotto="Ciò che ogni legge chiede e dà, versione per versione. Una versione pubblicata non cambia: le decisioni già prese restano come sono."
        azioni={
          <>
            <AttoButton e={misureApi.crea} etichetta="Nuova misura" titolo="Nuova misura" variante="primary">
              {(chiudi) => <FormNuova misure={misure} chiudi={chiudi} />}
            </AttoButton>
            <PrintButton />
          </>
        }
      />
      <DataTable
        caption="Misure e versioni"
        lista={{ ...lista, voci: misure }}
        chiave={(m) => m.id}
        conteggio={['misura', 'misure']}
        colonne={[
          { id: 'nome', titolo: 'Misura', riga: true, cella: (m) => `${m.nome} (${m.sigla})` },
          { id: 'versioni', titolo: 'Versioni, dalla più recente', cella: (m) => <Versioni m={m} /> },
        ]}
        vuoto={{ titolo: 'Nessuna misura', testo: 'Quelle nazionali si caricano all’avvio.' }}
      />
    </>
  )
}

function Versioni({ m }: { m: MisuraLetta }) {
  return (
    <ul className="elenco-semplice">
      {m.versioni.map((v) => (
        <li key={v.id}>
          <Link to={`/misure/${v.id}`}>{nomeTraLeAltre(v, m.versioni)}</Link> ({validita(v)}){' '}
          <StatoVersioneBadge stato={v.stato} inVigore={v.inVigore} />
        </li>
      ))}
    </ul>
  )
}

function FormNuova({ misure, chiudi }: { misure: MisuraLetta[]; chiudi: () => void }) {
  const navigate = useNavigate()
  const form = useActionForm(misureApi.crea, {
    iniziali: { nome: '', sigla: '', codice: '', da: '' },
    invalidates: [misureApi.list],
    onDone: (r) => void navigate(`/misure/${r.id}/bozza`),
  })
  return (
    <Form form={form} invio="Comincia la bozza" annulla={<AnnullaButton onClick={chiudi} />}>
      <TextField name="nome" label="Nome" />
      <TextField name="sigla" label="Sigla" />
      <TextField name="codice" label="Codice" aiuto="Minuscole e trattini: non cambierà più." />
      <SelectField
        name="da"
        label="Comincia da"
        aiuto="La bozza ne è una copia, da cambiare in tutto ciò che serve."
        opzioni={misure.flatMap((m) => m.versioni.map((v) => [v.id, nomeVersione({ ...v, sigla: m.sigla })] as const))}
      />
    </Form>
  )
}
