// A new act, in draft: of a comune, or of the body that runs the associated form. Says at once what it is for.
import { Link, useNavigate, useSearchParams } from 'react-router'
import { adesioniApi } from '../../shared/territorio/adesioni.api.ts'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import type { InputWeb, OutputWeb } from '../kernel/client.ts'
import { SelectField, TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { NumberField } from '../kernel/form/typed-fields.tsx'
import { oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { ConAmbito } from './ambito-scelto.tsx'
import { enumera } from './parole.ts'

type Crea = InputWeb<typeof adesioniApi.crea>

export default function AdesioneNuovaPage() {
  return (
    <ConAmbito titolo="Nuova adesione">
      {(ambitoId) => (
        <>
          <PageHeader titolo="Nuova adesione" sotto="Nasce in bozza: la firma e la registrazione si riportano dopo." />
          <Dati ambitoId={ambitoId} />
        </>
      )}
    </ConAmbito>
  )
}

function Dati({ ambitoId }: { ambitoId: string }) {
  const tipi = useEndpoint(adesioniApi.tipi, {}, { staleTime: 300_000 })
  const ambito = useEndpoint(ambitiApi.leggi, { id: ambitoId }, { staleTime: 300_000 })
  return (
    <Caricamento query={tipi}>
      {(t) => <Caricamento query={ambito}>{(a) => <Modulo tipi={t.voci} ambito={a} />}</Caricamento>}
    </Caricamento>
  )
}

/** To whom a comune may entrust: all the other ambiti in use. */
function useAltriAmbiti(questo: string) {
  const q = useEndpoint(ambitiApi.affidatari, {}, { staleTime: 300_000 })
  return (q.data?.voci ?? []).filter((a) => a.id !== questo)
}

function Modulo({
  tipi,
  ambito,
}: {
  tipi: OutputWeb<typeof adesioniApi.tipi>['voci']
  ambito: OutputWeb<typeof ambitiApi.leggi>
}) {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  // what the link before already knows, or the role leaves no choice about
  const tipoId = search.get('tipo') || (tipi.length === 1 ? tipi[0]!.id : '')
  const comuneId = search.get('comune') ?? ''
  const form = useActionForm(adesioniApi.crea, {
    iniziali: { tipoId, comuneId, anno: Number(oggi().slice(0, 4)), affidatarioId: '', note: '' },
    bozza: `adesione-nuova-${tipoId}-${comuneId}`,
    toInput: (v) =>
      ({
        ...v,
        anno: scelto(v.tipoId)?.annuale ? v.anno : null,
        affidatarioId: scelto(v.tipoId)?.affida ? v.affidatarioId : null,
      }) as Crea,
    invalidates: [adesioniApi.elenco],
    esito: 'Adesione preparata in bozza: ora scarica lo schema compilato.',
    onDone: (a) => navigate(`/adesioni/${a.id}`),
  })
  const ambiti = useAltriAmbiti(ambito.id)
  const scelto = (id: unknown) => tipi.find((t) => t.id === id)
  const tipo = scelto(form.rhf.watch('tipoId'))
  const suoi = tipo?.comuni
  return (
    <Form form={form} invio="Prepara la bozza" annulla={<Link to="/adesioni">Annulla</Link>}>
      <SelectField name="tipoId" label="Tipo di atto" opzioni={tipi.map((t) => [t.id, t.nome])} />
      {tipo && (
        <Avviso tipo="info">
          <p>
            Si firma con: {tipo.controparte}.{' '}
            {tipo.affida
              ? `Con questo atto il comune fa lavorare nella sezione «${tipo.affida}» gli operatori di un altro ambito: soltanto dove la sezione è già aperta per il comune, finché l’atto vale, e con i loro nomi nei registri di questo ambito.`
              : tipo.sezioni.length > 0
                ? `Serve ad aprire ${enumera(tipo.sezioni.map((s) => `«${s}»`))}.`
                : 'Oggi nessuna sezione lo richiede.'}
            {tipo.annuale && ' Si rinnova ogni anno.'}
          </p>
        </Avviso>
      )}
      <SelectField
        name="comuneId"
        label="Di quale ente"
        obbligatorio={Boolean(suoi || tipo?.affida)}
        vuota={
          suoi || tipo?.affida
            ? 'Scegli il comune'
            : `Del soggetto attuatore (${ambito.soggettoAttuatore ?? (ambito.capofila ? `Comune di ${ambito.capofila.nome}` : ambito.nome)})`
        }
        opzioni={ambito.comuni.filter((c) => !suoi || suoi.includes(c.id)).map((c) => [c.id, `Comune di ${c.nome}`])}
        aiuto={
          suoi
            ? 'I comuni per i quali hai il ruolo.'
            : tipo?.affida
              ? 'Ciascun comune affida i suoi.'
              : 'L’atto del soggetto attuatore vale solo per i comuni che delegano l’ambito, e mai per i controlli anagrafici.'
        }
      />
      {tipo?.affida && (
        <SelectField
          name="affidatarioId"
          label="A chi li affida"
          vuota="Scegli l’ambito"
          opzioni={ambiti.map((a) => [a.id, `${a.nome} (${a.codice})`])}
          aiuto="L’ambito, o l’ente che in Trama è registrato come ambito: una città metropolitana può non avere comuni propri."
        />
      )}
      {tipo?.annuale && <NumberField name="anno" label="Anno" obbligatorio />}
      <TextArea name="note" label="Note" righe={3} />
    </Form>
  )
}
