// A letter to a person, or about her: the template, its fields, the preview, and then among her documents.
import { lazy, Suspense, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { Link, useNavigate, useParams } from 'react-router'
import { personeApi } from '../../../shared/anagrafe/persone.api.ts'
import { documentiApi } from '../../../shared/documenti/documenti.api.ts'
import { lettereApi } from '../../../shared/documenti/modelli.api.ts'
import { CLASSE_SEGNALANTE } from '../../../shared/documenti/modelli.rules.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { nomePersona } from '../../anagrafe/parole.tsx'
import type { OutputWeb } from '../../kernel/client.ts'
import { CheckField, SelectField, TextArea, TextField } from '../../kernel/form/fields.tsx'
import { type ActionForm, Form, useActionForm } from '../../kernel/form/form.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { useAction, useEndpoint } from '../../kernel/hooks.ts'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Attesa, Avviso, Problema } from '../../kernel/ui/parts.tsx'

const VistaPdf = lazy(() => import('../../documenti/vista-pdf.tsx'))
type Preparata = OutputWeb<typeof lettereApi.prepara>
type Modello = Preparata['modelli'][number]

export default function LetteraPage() {
  const { id = '' } = useParams()
  const persona = useEndpoint(personeApi.leggi, { id })
  const q = useEndpoint(lettereApi.prepara, { id })
  const [scelto, setScelto] = useState<Modello | null>(null)
  return (
    <>
      <PageHeader titolo="Scrivi una lettera" sotto={persona.data && nomePersona(persona.data)} />
      <CaricamentoFascicolo personaId={id} query={q}>
        {(p) => (
          <>
            {p.avvertenze.length > 0 && (
              <Avviso tipo="warning" titolo="Che cosa non ci sarà nella lettera">
                <ul>
                  {p.avvertenze.map((a) => (
                    <li key={a}>{a}</li>
                  ))}
                </ul>
              </Avviso>
            )}
            {scelto ? (
              <>
                <p>
                  Modello: <strong>{scelto.nome}</strong>.{' '}
                  <button type="button" className="btn btn-link btn-xs" onClick={() => setScelto(null)}>
                    Scegline un altro
                  </button>
                </p>
                <Modulo key={scelto.id} personaId={id} m={scelto} />
              </>
            ) : (
              <ScegliModello modelli={p.modelli} onScegli={setScelto} />
            )}
          </>
        )}
      </CaricamentoFascicolo>
    </>
  )
}

function ScegliModello({ modelli, onScegli }: { modelli: Modello[]; onScegli: (m: Modello) => void }) {
  if (modelli.length === 0)
    return (
      <Avviso titolo="Nessun modello in vigore">
        <p>Il responsabile del servizio può pubblicarne uno da «Modelli delle lettere».</p>
      </Avviso>
    )
  return (
    <>
      <h2>Da quale modello?</h2>
      <ul className="elenco-semplice">
        {modelli.map((m) => (
          <li key={m.id}>
            <button type="button" className="btn btn-link p-0" onClick={() => onScegli(m)}>
              {m.nome}
            </button>
            <small className="sotto-nome">
              {m.descrizione} {m.nazionale ? '' : '(dell’ambito)'}
            </small>
          </li>
        ))}
      </ul>
    </>
  )
}

function Modulo({ personaId, m }: { personaId: string; m: Modello }) {
  const navigate = useNavigate()
  const cartelle = useEndpoint(documentiApi.cartelle, { id: personaId })
  const form = useActionForm(lettereApi.scrivi, {
    iniziali: {
      titolo: m.nome,
      presaId: '',
      riservato: false,
      puoNominare: false,
      campi: Object.fromEntries(m.campi.map((c) => [c.nome, ''])),
    },
    fissi: { id: personaId, modello: m.id },
    bozza: `lettera:${personaId}:${m.id}`,
    toInput: ({ puoNominare, ...v }) =>
      ({ ...v, classe: puoNominare ? CLASSE_SEGNALANTE : null, campi: v.campi ?? {} }) as never,
    invalidates: [documentiApi.list, documentiApi.cartelle],
    esito: 'Lettera scritta: è tra i documenti in uscita.',
    onDone: (r) => void navigate(`/persone/${personaId}/documenti/${r.id}`),
  })
  return (
    <>
      <Form
        form={form}
        invio="Scrivi e conserva"
        annulla={<Link to={`/persone/${personaId}/documenti`}>Torna ai documenti</Link>}
      >
        {m.campi.map((c) => {
          const comuni = { name: `campi.${c.nome}`, label: c.etichetta, obbligatorio: c.obbligatorio }
          if (c.genere === 'data') return <DateField key={c.nome} {...comuni} />
          if (c.genere === 'testo-lungo') return <TextArea key={c.nome} {...comuni} righe={8} maxLength={20_000} />
          return <TextField key={c.nome} {...comuni} maxLength={500} />
        })}
        {(cartelle.data?.prese.length ?? 0) > 0 && (
          <SelectField
            name="presaId"
            label="Presa in carico"
            vuota="Nessuna in particolare"
            opzioni={(cartelle.data?.prese ?? []).map((p) => [p.id, `n. ${p.numero}`])}
          />
        )}
        <TextField name="titolo" label="Titolo del documento" aiuto="Come lo troverai tra i documenti." />
        <CheckField name="riservato" label="Riservato: lo vedo soltanto io" />
        {cartelle.data?.classi.some((c) => c.id === CLASSE_SEGNALANTE) && (
          <CheckField
            name="puoNominare"
            label="La lettera può nominare chi ha segnalato"
            aiuto="Per esempio a un tribunale. La vede allora soltanto chi può saperlo, e non esce con il fascicolo. Altrimenti al suo posto c’è [omissis]."
          />
        )}
      </Form>
      <Prova personaId={personaId} m={m} form={form} />
    </>
  )
}

function Prova({ personaId, m, form }: { personaId: string; m: Modello; form: ActionForm }) {
  const [blob, setBlob] = useState<Blob | null>(null)
  const prova = useAction(lettereApi.anteprima, { mute: true, onDone: (r) => setBlob(r.blob) })
  const campi = useWatch({ control: form.rhf.control, name: 'campi' }) as Record<string, string | null> | undefined
  const puoNominare = useWatch({ control: form.rhf.control, name: 'puoNominare' }) as boolean | undefined
  const presaId = useWatch({ control: form.rhf.control, name: 'presaId' }) as string | undefined
  const mostra = () => {
    const compilati = Object.fromEntries(
      Object.entries(campi ?? {}).filter((x): x is [string, string] => Boolean(x[1])),
    )
    const classe = puoNominare ? CLASSE_SEGNALANTE : null
    prova
      .run({ id: personaId, modello: m.id, campi: compilati, presaId: presaId || null, classe })
      .catch(() => setBlob(null))
  }
  return (
    <section aria-labelledby="anteprima">
      <h2 id="anteprima">Anteprima</h2>
      <button
        type="button"
        className="btn btn-outline-primary"
        aria-disabled={prova.inCorso}
        onClick={() => !prova.inCorso && mostra()}
      >
        {prova.inCorso ? 'Preparazione…' : blob ? 'Aggiorna l’anteprima' : 'Mostra l’anteprima'}
      </button>
      {prova.problema && <Problema problema={prova.problema} />}
      {blob && (
        <Suspense fallback={<Attesa righe={6} />}>
          <VistaPdf sorgente={{ blob }} titolo="Anteprima della lettera" />
        </Suspense>
      )}
    </section>
  )
}
