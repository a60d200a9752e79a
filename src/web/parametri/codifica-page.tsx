// One code list: its entries with their days, and for who may, a new entry and the end of one.
import { useParams } from 'react-router'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { codificheApi } from '../../shared/parametri/codifiche.api.ts'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import { useAmbitoScelto } from '../kernel/ambito.ts'
import type { InputWeb } from '../kernel/client.ts'
import { SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { ActionButton, ExportButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, StatusBadge } from '../kernel/ui/parts.tsx'
import { VoceField } from './voce-field.tsx'
import { cercaVoci, parole } from './voci.ts'

type Intera = Output<typeof codificheApi.leggi>
type Voce = Intera['voci'][number]

const vuoti = { testo: '', passate: '' }
const invalidates = [codificheApi.list, codificheApi.leggi, codificheApi.voci]

export default function CodificaPage() {
  const { codifica } = useParams()
  return (
    <Caricamento query={useEndpoint(codificheApi.leggi, { codifica: codifica ?? '' })}>
      {(c) => <UnaCodifica key={c.id} c={c} />}
    </Caricamento>
  )
}

function UnaCodifica({ c }: { c: Intera }) {
  const { can, ambito } = useSessione()
  const [scelto] = useAmbitoScelto()
  const [filtri, setFiltri] = useFiltri(vuoti)
  const giorno = oggi()
  const voci = cercaVoci(inAlbero(c.voci), c.voci, filtri.testo) as Voce[]
  const mostrate = voci.filter((v) => filtri.passate || v.al === null || v.al >= giorno)
  const nazionale = ambito === null && scelto === null
  const puoAggiungere = can(codificheApi.crea.azione) && (nazionale || c.estendibile)
  return (
    <>
      <PageHeader
        titolo={c.nome}
        sotto={`${c.descrizione}. Fonte: ${c.fonte}.`}
        azioni={
          <>
            <ExportButton e={codificheApi.esporta} input={{ codifica: c.id }} etichetta="Esporta in CSV" />
            <PrintButton />
          </>
        }
      />
      {[c, ...c.voci].some((x) => x.fonte.includes('[K]')) && (
        <Avviso>
          <p>
            Il segno [K] dice che la fonte non è ancora verificata: un’ipotesi di chi ha scritto Trama, da confermare
            con chi la usa, o una norma citata senza averne letto il testo.
            {c.estendibile && ' Il tuo ambito può aggiungere le sue voci.'}
          </p>
        </Avviso>
      )}
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
        <FilterText name="testo" label="Cerca una voce" />
        <FilterCheck name="passate" label="Anche le voci chiuse" />
      </Filtri>
      <DataTable
        caption={`Voci di «${c.nome}»`}
        lista={{ voci: mostrate }}
        chiave={(v) => v.id}
        conteggio={['voce', 'voci']}
        colonne={[
          { id: 'voce', titolo: 'Voce', riga: true, cella: (v) => `${'– '.repeat(v.livello - 1)}${parole(v)}` },
          { id: 'codice', titolo: 'Codice', cella: (v) => v.codice },
          { id: 'per', titolo: 'Vale per', cella: (v) => (v.locale ? 'il tuo ambito' : 'tutti') },
          { id: 'validita', titolo: 'In vigore', cella: (v) => <Validita v={v} giorno={giorno} /> },
          { id: 'altrove', titolo: 'Codici altrove', cella: (v) => altrove(v) },
          { id: 'fonte', titolo: 'Fonte', cella: (v) => v.fonte },
          ...(can(codificheApi.chiudi.azione)
            ? [
                {
                  id: 'azioni',
                  titolo: 'Azioni',
                  senzaTitolo: true,
                  cella: (v: Voce) => v.locale !== nazionale && <Chiudi v={v} />,
                },
              ]
            : []),
        ]}
        vuoto={{ titolo: 'Nessuna voce', testo: 'Prova con altre parole, o mostra anche le voci chiuse.' }}
      />
      {/* an entry more is a new form */}
      {puoAggiungere && <NuovaVoce key={c.voci.length} c={c} nazionale={nazionale} />}
    </>
  )
}

/** Each entry after what contains it. */
function inAlbero(voci: readonly Voce[], padre: string | null = null): Voce[] {
  const codici = new Set(voci.map((v) => v.codice))
  const radice = (v: Voce) => v.padre === null || !codici.has(v.padre)
  return voci
    .filter((v) => (padre === null ? radice(v) : v.padre === padre))
    .flatMap((v) => [
      v,
      ...inAlbero(
        voci.filter((x) => x.livello > v.livello),
        v.codice,
      ),
    ])
}

const altrove = (v: Voce) =>
  Object.entries(v.mappa)
    .map(([chi, codice]) => `${chi.toUpperCase()} ${codice}`)
    .join(', ') || '–'

function Validita({ v, giorno }: { v: Voce; giorno: string }) {
  // the beginning of lists whose facts may be older than any date
  const dal = v.dal > '1900-01-01' ? `dal ${formatData(v.dal)} ` : ''
  const al = v.al ? `fino al ${formatData(v.al)} ` : ''
  return (
    <>
      {dal || al ? `${dal}${al}` : 'sempre '}
      {v.al !== null && v.al < giorno && <StatusBadge>chiusa</StatusBadge>}
      {v.dal > giorno && <StatusBadge tono="informativo">futura</StatusBadge>}
    </>
  )
}

function Chiudi({ v }: { v: Voce }) {
  const impedita = v.bloccata ? 'Bloccata: serve al programma o a un flusso.' : null
  return v.al === null ? (
    <ActionButton
      e={codificheApi.chiudi}
      input={{ id: v.id, al: oggi() }}
      etichetta="Chiudi"
      piccolo
      impedita={impedita}
      invalidates={invalidates}
      esito={`«${v.etichetta}» si può scegliere fino a oggi.`}
      conferma={{
        titolo: `Chiudere «${v.etichetta}»?`,
        testo: 'Da domani non si potrà più scegliere. Ciò che è già scritto resta com’è.',
      }}
    />
  ) : (
    <ActionButton
      e={codificheApi.chiudi}
      input={{ id: v.id, al: null }}
      etichetta="Riapri"
      piccolo
      impedita={impedita}
      invalidates={invalidates}
      esito={`«${v.etichetta}» si può scegliere di nuovo.`}
    />
  )
}

/** What the national entries of a list say to the program, and each value that they give it. */
function attributiDi(c: Intera): [string, string[]][] {
  const valori = Map.groupBy(
    c.voci.filter((v) => !v.locale).flatMap((v) => Object.entries(v.attributi)),
    ([nome]) => nome,
  )
  return [...valori].map(([nome, coppie]) => [nome, [...new Set(coppie.map(([, valore]) => valore))].sort()])
}

function NuovaVoce({ c, nazionale }: { c: Intera; nazionale: boolean }) {
  const form = useActionForm(codificheApi.crea, {
    iniziali: { etichetta: '', etichettaF: '', padre: null, dal: oggi(), fonte: '', attributi: {} },
    toInput: ({ attributi, ...v }) =>
      ({
        ...v,
        attributi: Object.fromEntries(Object.entries(attributi as object).filter(([, valore]) => valore)),
      }) as InputWeb<typeof codificheApi.crea>,
    fissi: { codifica: c.id },
    invalidates,
    esito: 'La voce è aggiunta.',
  })
  return (
    <section aria-labelledby="nuova">
      <h2 id="nuova">{nazionale ? 'Aggiungi una voce per tutti' : 'Aggiungi una voce del tuo ambito'}</h2>
      <Form form={form} invio="Aggiungi la voce">
        {c.livelli > 1 && (
          <VoceField
            name="padre"
            label="Dentro la voce"
            codifica={c.id as Codifica}
            filtra={(v) => v.livello < c.livelli}
            aiuto="Vuoto se la voce non sta dentro un’altra."
          />
        )}
        <TextField name="etichetta" label="Parole della voce" />
        <TextField name="etichettaF" label="Parole per una donna" aiuto="Solo se sono diverse: Tutore, Tutrice." />
        {attributiDi(c).map(([nome, valori]) => (
          <SelectField
            key={nome}
            name={`attributi.${nome}`}
            label={`${nome.charAt(0).toUpperCase()}${nome.slice(1)}`}
            vuota="Nessuno"
            opzioni={valori.map((x) => [x, x] as const)}
          />
        ))}
        <DateField name="dal" label="Dal giorno" />
        <TextField name="fonte" label="Fonte" aiuto="La norma, l’atto o la decisione che la stabilisce." />
      </Form>
    </section>
  )
}
