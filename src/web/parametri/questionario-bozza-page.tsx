// A draft of a questionnaire being written: its days and words are fields, its questions are the definition as text, checked
// as one types with all that is wrong in sentences. The server reads it again, expressions too.
import { useWatch } from 'react-hook-form'
import { useParams } from 'react-router'
import { questionariApi, type VersioneQuestionario } from '../../shared/parametri/questionari.api.ts'
import { difettiDi } from '../../shared/parametri/questionari.rules.ts'
import type { Definizione } from '../../shared/parametri/questionario.ts'
import { TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import './questionari.css'

export default function QuestionarioBozzaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(questionariApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo={q.data ? `Bozza: ${q.data.nome}` : 'Bozza'}
        sotto="Finché è una bozza si cambia; una volta pubblicata resta com’è."
        azioni={
          <LinkButton to={`/questionari/${id}`} variante="outline-primary">
            Leggi la versione
          </LinkButton>
        }
      />
      <Caricamento query={q} righe={8}>
        {(v) =>
          v.stato === 'bozza' ? (
            <Modulo key={v.revisione} v={v} />
          ) : (
            <Avviso>
              <p>Questa versione non è più una bozza: aprine una nuova dalla sua pagina.</p>
            </Avviso>
          )
        }
      </Caricamento>
    </>
  )
}

/** The definition, or why the text is none. */
function leggi(testo: string): { d: Definizione | null; difetti: string[] } {
  let d: Definizione
  try {
    d = JSON.parse(testo) as Definizione
  } catch (e) {
    return { d: null, difetti: [`Il testo non è JSON: ${(e as Error).message}`] }
  }
  try {
    return { d, difetti: difettiDi(d) }
  } catch {
    // of another shape altogether: the server says where
    return { d, difetti: [] }
  }
}

function Modulo({ v }: { v: VersioneQuestionario }) {
  const form = useActionForm(questionariApi.salva, {
    iniziali: {
      etichetta: v.etichetta,
      dal: v.dal,
      al: v.al ?? '',
      nota: v.nota,
      testo: JSON.stringify(v.definizione, null, 2),
    },
    fissi: { id: v.id, revisione: v.revisione },
    toInput: ({ testo, ...i }) => ({
      id: v.id,
      revisione: v.revisione,
      etichetta: String(i.etichetta ?? ''),
      dal: String(i.dal ?? ''),
      al: i.al ? String(i.al) : null,
      nota: String(i.nota ?? ''),
      definizione: leggi(String(testo)).d ?? v.definizione,
    }),
    bozza: `questionario:${v.id}`,
    invalidates: [questionariApi.leggi, questionariApi.list],
    esito: 'Bozza salvata.',
  })
  const testo = String(useWatch({ control: form.rhf.control, name: 'testo' }) ?? '')
  const { difetti } = leggi(testo)
  return (
    <Form form={form} invio="Salva la bozza">
      <TextField name="etichetta" label="Nome della versione" />
      <DateField name="dal" label="Vale dal" />
      <DateField name="al" label="Al (vuoto: senza termine)" />
      <TextArea name="nota" label="Nota" righe={2} obbligatorio={false} />
      <div className="testo-definizione">
        <TextArea
          name="testo"
          label="Definizione"
          righe={24}
          maxLength={400_000}
          valida={(t: string) => leggi(t).difetti[0] ?? null}
          aiuto="Domande, voci, aree, scala e regole dell’esito, in JSON."
        />
      </div>
      {difetti.length > 0 && (
        <Avviso tipo="warning" titolo="La definizione non è ancora utilizzabile">
          <ul>
            {difetti.map((x) => (
              <li key={x}>{x}</li>
            ))}
          </ul>
        </Avviso>
      )}
    </Form>
  )
}
