// A draft being written. What changes most often, the values and the days, is a form; the rules are the definition itself, as
// text, checked as one types with all that is wrong in sentences.
import { useParams } from 'react-router'
import { Definizione } from '../../shared/misure/definizione.ts'
import { misureApi, type VersioneLetta } from '../../shared/misure/misure.api.ts'
import { paroleSegno, segni } from '../../shared/misure/provenienza.ts'
import { leggiDefinizione } from '../../shared/misure/versione.rules.ts'
import { SelectField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { AmountField, DateField, NumberField } from '../kernel/form/typed-fields.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import './misure.css'

const LEGGE = [misureApi.list, misureApi.leggi]
type Valori = VersioneLetta['definizione']['valori']

export default function BozzaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(misureApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo={q.data ? `Bozza: ${q.data.nome}` : 'Bozza'}
        sotto="Finché è una bozza si cambia e si prova; una volta pubblicata resta com’è."
        azioni={
          <>
            <LinkButton to={`/misure/${id}`} variante="outline-primary">
              Leggi la versione
            </LinkButton>
            <LinkButton to={`/misure/${id}/prova`} variante="outline-primary">
              Prova un caso
            </LinkButton>
          </>
        }
      />
      <Caricamento query={q} righe={8}>
        {(v) =>
          v.stato === 'bozza' ? (
            // what was saved is a new form: the two share the revision
            <div key={v.revisione}>
              <FormValori v={v} />
              <FormRegole v={v} />
            </div>
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

const testata = (v: VersioneLetta) => ({ etichetta: v.etichetta, dal: v.dal, al: v.al ?? '', nota: v.nota })
const genere = (v: Valori[number]) => (v.euro !== undefined ? 'euro' : v.numero !== undefined ? 'numero' : 'giorno')
const decimale = (n: string | number | undefined) => Number(String(n ?? '').replace(',', '.'))

interface ValoreScritto {
  valore: string | number
  fonte: string
  segno: Valori[number]['segno']
}
const perForm = (v: Valori[number]): ValoreScritto => ({
  valore:
    genere(v) === 'euro'
      ? Math.round(decimale(v.euro) * 100)
      : genere(v) === 'numero'
        ? decimale(v.numero)
        : (v.giorno ?? ''),
  fonte: v.fonte,
  segno: v.segno,
})

/** The value as the definition has it: decimals written out, so that no float passes. */
function comeNellaDefinizione(v: Valori[number], s: ValoreScritto): Valori[number] {
  const { euro: _e, numero: _n, giorno: _g, ...resto } = v
  const n = Number(s.valore)
  const scritto = { euro: (n / 100).toFixed(2), numero: String(n), giorno: String(s.valore) }[genere(v)]
  return { ...resto, [genere(v)]: scritto, fonte: s.fonte, segno: s.segno }
}

function FormValori({ v }: { v: VersioneLetta }) {
  const d = v.definizione
  const form = useActionForm(misureApi.salva, {
    iniziali: { ...testata(v), valori: d.valori.map(perForm) },
    toInput: (x) => ({
      id: v.id,
      revisione: v.revisione,
      etichetta: String(x.etichetta ?? ''),
      dal: String(x.dal ?? ''),
      al: x.al ? String(x.al) : null,
      nota: String(x.nota ?? ''),
      definizione: {
        ...d,
        valori: d.valori.map((y, i) => comeNellaDefinizione(y, (x.valori as ValoreScritto[])[i]!)),
      },
    }),
    bozza: `misura-valori-${v.id}`,
    invalidates: LEGGE,
    esito: 'Bozza salvata.',
  })
  return (
    <section aria-labelledby="valori">
      <h2 id="valori">Giorni e valori</h2>
      <Form form={form} invio="Salva giorni e valori">
        <TextField name="etichetta" label="Etichetta" aiuto="Ciò che la distingue dalle altre versioni: «2027»." />
        <DateField name="dal" label="In vigore dal" />
        <DateField name="al" label="Fino al" aiuto="gg/mm/aaaa; vuoto se senza termine" />
        <TextArea name="nota" label="Che cosa cambia e perché" righe={3} />
        {d.valori.map((x, i) => (
          <fieldset key={x.id}>
            <legend>{x.nome}</legend>
            {genere(x) === 'euro' && (
              <AmountField name={`valori.${i}.valore`} label={`Importo: ${x.nome}`} obbligatorio />
            )}
            {genere(x) === 'numero' && (
              <NumberField name={`valori.${i}.valore`} label={`Numero: ${x.nome}`} obbligatorio />
            )}
            {genere(x) === 'giorno' && (
              <DateField name={`valori.${i}.valore`} label={`Giorno: ${x.nome}`} obbligatorio />
            )}
            <TextField name={`valori.${i}.fonte`} label="Fonte" obbligatorio maxLength={400} />
            <SelectField
              name={`valori.${i}.segno`}
              label="Quanto è sicura"
              obbligatorio
              opzioni={segni.map((s) => [s, `[${s}] ${paroleSegno[s]}`] as const)}
            />
          </fieldset>
        ))}
      </Form>
    </section>
  )
}

/** What is wrong with the text, in a sentence; null when it can be saved. */
function difettoDelTesto(testo: string): string | null {
  let letto: unknown
  try {
    letto = JSON.parse(testo)
  } catch (e) {
    return `Il testo non è JSON: ${e instanceof Error ? e.message : ''}`
  }
  const parti = typeof letto === 'object' && letto !== null ? Object.keys(letto) : []
  const manca = Object.keys(Definizione.properties).find((k) => k !== 'scala' && !parti.includes(k))
  if (manca) return `Manca la parte «${manca}».`
  try {
    return leggiDefinizione(letto as VersioneLetta['definizione']).difetti.join(' ') || null
  } catch {
    // of another shape altogether: the server says where, field by field
    return null
  }
}

function FormRegole({ v }: { v: VersioneLetta }) {
  const form = useActionForm(misureApi.salva, {
    iniziali: { testo: JSON.stringify(v.definizione, null, 2) },
    toInput: (x) => ({
      id: v.id,
      revisione: v.revisione,
      etichetta: v.etichetta,
      dal: v.dal,
      al: v.al,
      nota: v.nota || v.etichetta,
      definizione: JSON.parse(String(x.testo)) as VersioneLetta['definizione'],
    }),
    bozza: `misura-regole-${v.id}`,
    invalidates: LEGGE,
    esito: 'Regole salvate.',
  })
  return (
    <section aria-labelledby="regole" className="testo-regole">
      <h2 id="regole">Regole</h2>
      <Form form={form} invio="Salva le regole">
        <TextArea
          name="testo"
          label="La definizione intera"
          righe={24}
          maxLength={300_000}
          aiuto="Requisiti, scala, importi, termini, obblighi, flussi. Il manuale delle misure (docs/misure.md) dice come si scrivono le espressioni."
          obbligatorio
          valida={(t: string) => difettoDelTesto(t)}
        />
      </Form>
    </section>
  )
}
