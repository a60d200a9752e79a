// The chronologies that workers have made of a person's story.
import { Link, useNavigate, useParams } from 'react-router'
import { cronologieApi } from '../../../shared/cartella/fascicolo.api.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { TextArea, TextField } from '../../kernel/form/fields.tsx'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { formatIstante } from '../../kernel/format.ts'
import { usePagine } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { StatusBadge } from '../../kernel/ui/parts.tsx'
import '../fascicolo/fascicolo.css'

export default function CronologiePage() {
  const { id = '' } = useParams()
  const can = useCan()
  const lista = usePagine(cronologieApi.cronologie, { id })
  return (
    <>
      <PageHeader
        titolo="Cronologie"
        sotto="Eventi scelti dalla storia, con l’analisi di chi li ha scelti"
        azioni={<PrintButton />}
      />
      <CaricamentoFascicolo
        personaId={id}
        query={{ ...lista, ...(lista.isPending || lista.error ? {} : { data: lista.voci }) }}
      >
        {(voci) => (
          <>
            <DataTable
              caption="Cronologie, dalla più recente"
              lista={{ ...lista, voci }}
              chiave={(c) => c.id}
              conteggio={['cronologia', 'cronologie']}
              colonne={[
                {
                  id: 'titolo',
                  titolo: 'Titolo',
                  riga: true,
                  cella: (c) => <Link to={`/cronologie/${c.id}`}>{c.titolo}</Link>,
                },
                {
                  id: 'stato',
                  titolo: 'Stato',
                  cella: (c) => (
                    <StatusBadge tono={c.stato === 'chiusa' ? 'positivo' : 'attenzione'}>{c.stato}</StatusBadge>
                  ),
                },
                { id: 'chi', titolo: 'Chi l’ha cominciata', cella: (c) => c.creataDa },
                { id: 'quando', titolo: 'Quando', cella: (c) => formatIstante(c.creataIl) },
              ]}
              vuoto={{
                titolo: 'Nessuna cronologia',
                testo:
                  'Serve a raccontare una storia in poche righe: scegli gli eventi che contano, scrivi che cosa ne pensi, chiudila.',
              }}
            />
            {can('cronologia.cura') && <Nuova id={id} />}
          </>
        )}
      </CaricamentoFascicolo>
    </>
  )
}

function Nuova({ id }: { id: string }) {
  const navigate = useNavigate()
  const form = useActionForm(cronologieApi.comincia, {
    iniziali: { titolo: '', scopo: '' },
    fissi: { id },
    bozza: `cronologia-nuova-${id}`,
    invalidates: [cronologieApi.cronologie],
    onDone: (r) => void navigate(`/cronologie/${r.id}`),
  })
  return (
    <section aria-labelledby="nuova" className="d-print-none">
      <h2 id="nuova">Comincia una cronologia</h2>
      <Form form={form} invio="Comincia">
        <TextField name="titolo" label="Titolo" />
        <TextArea name="scopo" label="A che cosa serve" righe={2} />
      </Form>
    </section>
  )
}
