// One version of a template: its text, changed while it is a draft, with the preview beside; then published, withdrawn.
import { lazy, Suspense, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { useNavigate, useParams } from 'react-router'
import { modelliApi } from '../../shared/documenti/modelli.api.ts'
import { campiDelModello, difettiDelModello, segnaposto } from '../../shared/documenti/modelli.rules.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { useAction, useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Attesa, Caricamento, DefinitionList, Problema } from '../kernel/ui/parts.tsx'
import { AnnullaButton, AttoButton } from '../territorio/parti.tsx'
import './documenti.css'

const VistaPdf = lazy(() => import('./vista-pdf.tsx'))
type Versione = OutputWeb<typeof modelliApi.leggi>
const LEGGE = [modelliApi.leggi, modelliApi.list]
const STATI = { bozza: 'Bozza', pubblicata: 'Pubblicata', ritirata: 'Ritirata' } as const

export default function ModelloPage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const q = useEndpoint(modelliApi.leggi, { id })
  const v = q.data
  return (
    <>
      <PageHeader
        titolo={v?.nome ?? 'Modello'}
        sotto={v && `Versione ${v.versione}, ${v.nazionale ? 'nazionale' : 'dell’ambito'}`}
        azioni={
          v && (
            <>
              {v.stato === 'bozza' && (
                <AttoButton
                  e={modelliApi.pubblica}
                  etichetta="Pubblica"
                  titolo="Pubblicare questa versione?"
                  variante="primary"
                >
                  {(chiudi) => <FormPubblica v={v} chiudi={chiudi} />}
                </AttoButton>
              )}
              {v.stato === 'pubblicata' && !v.nazionale && (
                <ActionButton
                  e={modelliApi.ritira}
                  input={{ id: v.id }}
                  etichetta="Ritira"
                  variante="outline-danger"
                  conferma={{
                    titolo: 'Ritirare questa versione?',
                    testo: <p>Torna in vigore quella di prima. Le lettere già scritte restano come sono.</p>,
                    pericolo: true,
                  }}
                  invalidates={LEGGE}
                  esito="Versione ritirata."
                />
              )}
              {v.stato !== 'bozza' && (
                <ActionButton
                  e={modelliApi.scrivi}
                  input={{ id: v.modelloId }}
                  etichetta={v.nazionale ? 'Copia e cambia' : 'Nuova versione'}
                  invalidates={LEGGE}
                  onDone={(r) => void navigate(`/modelli/${r.id}`)}
                />
              )}
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
                ['A che cosa serve', x.descrizione],
                ['Stato', x.inVigore ? 'In vigore' : STATI[x.stato]],
                ['Dal', formatData(x.dal)],
                ['Che cosa cambia', x.nota],
              ]}
            />
            {x.stato === 'bozza' ? <FormTesto key={x.id} v={x} /> : <SoloLettura v={x} />}
            <Segnaposto />
          </>
        )}
      </Caricamento>
    </>
  )
}

function SoloLettura({ v }: { v: Versione }) {
  return (
    <section className="testo-modello" aria-labelledby="testo">
      <h2 id="testo">Testo</h2>
      <pre>{v.testo}</pre>
      <Prova testo={v.testo} />
    </section>
  )
}

function FormTesto({ v }: { v: Versione }) {
  const form = useActionForm(modelliApi.salva, {
    iniziali: { testo: v.testo, nota: v.nota ?? '' },
    fissi: { id: v.id, revisione: v.revisione },
    bozza: `modello-${v.id}`,
    invalidates: LEGGE,
    esito: 'Bozza del modello salvata.',
  })
  const testo = String(useWatch({ control: form.rhf.control, name: 'testo' }) ?? '')
  const campi = campiDelModello(testo)
  return (
    <section className="testo-modello" aria-labelledby="testo">
      <h2 id="testo">Testo</h2>
      <Form form={form} invio="Salva la bozza">
        <TextArea
          name="testo"
          label="Testo del modello"
          righe={24}
          aiuto="Nel linguaggio typst. In fondo alla pagina trovi che cosa si può scrivere."
          valida={(t: string) => difettiDelModello(t)[0] ?? null}
        />
        <p role="status">
          {campi.length === 0
            ? 'Chi scrive la lettera non compila nulla.'
            : `Chi scrive la lettera compila: ${campi.map((c) => c.etichetta).join(', ')}.`}
        </p>
        <TextField name="nota" label="Che cosa cambia in questa versione" />
      </Form>
      <Prova testo={testo} />
    </section>
  )
}

/** The text as it is now, typeset with the data of a person who does not exist. */
function Prova({ testo }: { testo: string }) {
  const can = useCan()
  const [blob, setBlob] = useState<Blob | null>(null)
  const prova = useAction(modelliApi.prova, { mute: true, onDone: (r) => setBlob(r.blob) })
  if (!can('modello.gestisci')) return null
  return (
    <section aria-labelledby="prova">
      <h2 id="prova">Anteprima</h2>
      <p>Con i dati di una persona inventata.</p>
      <button
        type="button"
        className="btn btn-outline-primary"
        aria-disabled={prova.inCorso}
        onClick={() => !prova.inCorso && prova.run({ testo }).catch(() => setBlob(null))}
      >
        {prova.inCorso ? 'Preparazione…' : blob ? 'Aggiorna l’anteprima' : 'Mostra l’anteprima'}
      </button>
      {prova.problema && <Problema problema={prova.problema} />}
      {blob && (
        <Suspense fallback={<Attesa righe={6} />}>
          <VistaPdf sorgente={{ blob }} titolo="Anteprima del modello" />
        </Suspense>
      )}
    </section>
  )
}

function Segnaposto() {
  return (
    <section aria-labelledby="segnaposto">
      <h2 id="segnaposto">Che cosa si può scrivere</h2>
      <p>
        Un modello comincia con <code>#import "/trama.typ": *</code> e <code>#show: lettera.with(titolo: "…")</code>. Un
        campo da compilare si dichiara con una riga come{' '}
        <code>{'// campo: oggetto | Oggetto | testo | obbligatorio'}</code> (testo, testo-lungo o data) e si scrive con{' '}
        <code>#dati.campi.oggetto</code>; un testo lungo con <code>#paragrafi(dati.campi.corpo)</code>.
      </p>
      <DefinitionList voci={segnaposto.map(([nome, significato]) => [nome, significato] as const)} />
    </section>
  )
}

function FormPubblica({ v, chiudi }: { v: Versione; chiudi: () => void }) {
  const form = useActionForm(modelliApi.pubblica, {
    iniziali: { dal: oggi() },
    fissi: { id: v.id },
    invalidates: LEGGE,
    esito: 'Versione pubblicata.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Pubblica la versione" annulla={<AnnullaButton onClick={chiudi} />}>
      <p>
        Da quel giorno le lettere dell’ambito si scrivono con questo testo. Salva prima ciò che hai scritto: una
        versione pubblicata non si modifica più.
      </p>
      <DateField name="dal" label="In vigore dal" />
    </Form>
  )
}
