// One version of a scheme: changed while it is a draft, published from a day, withdrawn if published by mistake.
import { useParams } from 'react-router'
import { schemiApi } from '../../shared/territorio/adesioni.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import { AnnullaButton, AttoButton, StatoSchemaBadge } from './parti.tsx'
import { CampiSchema } from './schema-campi.tsx'
import './territorio.css'

type Schema = OutputWeb<typeof schemiApi.leggi>
const LEGGE = [schemiApi.leggi, schemiApi.elenco]

export default function SchemaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(schemiApi.leggi, { id })
  const s = q.data
  return (
    <>
      <PageHeader
        titolo={s?.titolo ?? 'Schema di un atto'}
        sotto={s && `${s.tipo}, versione ${s.versione}`}
        azioni={
          s && (
            <>
              {s.stato === 'bozza' && (
                <AttoButton
                  e={schemiApi.pubblica}
                  etichetta="Pubblica"
                  titolo="Pubblicare questa versione?"
                  variante="primary"
                >
                  {(chiudi) => <FormPubblica s={s} chiudi={chiudi} />}
                </AttoButton>
              )}
              {s.stato === 'pubblicata' && (
                <ActionButton
                  e={schemiApi.ritira}
                  input={{ id: s.id }}
                  etichetta="Ritira"
                  variante="outline-danger"
                  conferma={{
                    titolo: 'Ritirare questa versione?',
                    testo: <p>Torna in uso quella pubblicata prima. Gli atti già firmati restano come sono.</p>,
                    pericolo: true,
                  }}
                  invalidates={LEGGE}
                  esito="Versione ritirata."
                />
              )}
              <LinkButton to={`/sezioni-nazionali/schemi/nuovo?da=${s.id}`} variante="outline-primary">
                Nuova versione da questa
              </LinkButton>
              <PrintButton />
            </>
          )
        }
      />
      <Caricamento query={q} righe={8}>
        {(x) => (
          <>
            <DefinitionList
              voci={[
                ['Stato', <StatoSchemaBadge key="s" s={x} />],
                ['In uso dal', formatData(x.dal)],
                ['Fonte', x.fonte],
              ]}
            />
            <section aria-labelledby="testo">
              <h2 id="testo">Testo</h2>
              {x.stato === 'bozza' ? <FormTesto s={x} /> : <div className="testo-schema">{x.testo}</div>}
            </section>
          </>
        )}
      </Caricamento>
    </>
  )
}

function FormTesto({ s }: { s: Schema }) {
  const form = useActionForm(schemiApi.modifica, {
    iniziali: { titolo: s.titolo, testo: s.testo, fonte: s.fonte },
    fissi: { id: s.id },
    bozza: `schema-${s.id}`,
    invalidates: LEGGE,
    esito: 'Bozza dello schema salvata.',
  })
  return (
    <Form form={form} invio="Salva la bozza">
      <CampiSchema />
    </Form>
  )
}

function FormPubblica({ s, chiudi }: { s: Schema; chiudi: () => void }) {
  const form = useActionForm(schemiApi.pubblica, {
    iniziali: { dal: oggi() },
    fissi: { id: s.id },
    invalidates: LEGGE,
    esito: 'Versione pubblicata.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Pubblica la versione" annulla={<AnnullaButton onClick={chiudi} />}>
      <p>
        Da quel giorno gli enti scaricano questo testo. Salva prima ciò che hai scritto: una versione pubblicata non si
        modifica più.
      </p>
      <DateField name="dal" label="In uso dal" />
    </Form>
  )
}
