// What is decided for the whole nation: from which day each section is open («nelle more del decreto» accreditation goes
// on and data stay closed), which acts it requires, and the schemes those acts are written from.
import { Link } from 'react-router'
import { adesioniApi, schemiApi } from '../../shared/territorio/adesioni.api.ts'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { CheckField, SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, StatusBadge } from '../kernel/ui/parts.tsx'
import { AnnullaButton, AttoButton, StatoSchemaBadge } from './parti.tsx'

type Sezione = OutputWeb<typeof sezioniApi.elenco>['voci'][number]
type Requisito = Sezione['requisiti'][number]
const LEGGE = [sezioniApi.elenco, sezioniApi.stato, adesioniApi.tipi]

export default function SezioniNazionaliPage() {
  const q = useEndpoint(sezioniApi.elenco, {})
  return (
    <>
      <PageHeader
        titolo="Sezioni sul piano nazionale"
        sotto="Una sezione chiusa non mostra dati a nessuno, in nessun comune; gli operatori si possono accreditare lo stesso."
        azioni={<PrintButton />}
      />
      <Caricamento query={q} righe={6}>
        {({ voci }) => voci.map((s) => <SchedaSezione key={s.id} s={s} />)}
      </Caricamento>
      <Schemi />
    </>
  )
}

function SchedaSezione({ s }: { s: Sezione }) {
  return (
    <section aria-labelledby={`sezione-${s.id}`}>
      <h2 id={`sezione-${s.id}`}>
        {s.nome}{' '}
        <StatusBadge tono={s.aperta ? 'positivo' : 'critico'}>{s.aperta ? 'aperta oggi' : 'chiusa oggi'}</StatusBadge>
      </h2>
      <p>
        {s.descrizione} {s.delegabile && 'Il comune può delegare l’ambito.'}
      </p>
      <DataTable
        caption="Aperture e chiusure"
        lista={{ voci: s.aperture }}
        chiave={(p) => p.dal}
        conteggio={['periodo', 'periodi']}
        vuoto={{ titolo: 'Mai aperta', testo: 'Finché non si indica il giorno e l’atto che la apre, resta chiusa.' }}
        colonne={[
          { id: 'stato', titolo: 'Stato', riga: true, cella: (p) => (p.aperta ? 'aperta' : 'chiusa') },
          { id: 'dal', titolo: 'Dal', cella: (p) => formatData(p.dal) },
          { id: 'al', titolo: 'Al', cella: (p) => formatData(p.al) },
          { id: 'norma', titolo: 'In forza di', cella: (p) => p.norma },
        ]}
      />
      <Interruttore s={s} />
      <DataTable
        caption="Atti che servono ad aprirla, tutti insieme"
        lista={{ voci: s.requisiti }}
        chiave={(r) => r.id}
        conteggio={['atto', 'atti']}
        vuoto={{ titolo: 'Nessun atto', testo: 'Senza atti richiesti la sezione non si apre per nessun comune.' }}
        colonne={[
          { id: 'tipo', titolo: 'Atto', riga: true, cella: (r) => r.tipo },
          {
            id: 'attuatore',
            titolo: 'Di chi',
            cella: (r) => (r.attuatore ? 'del comune; o del soggetto attuatore, se delega' : 'del comune'),
          },
          { id: 'dal', titolo: 'Dal', cella: (r) => formatData(r.dal) },
          { id: 'al', titolo: 'Al', cella: (r) => formatData(r.al) },
          { id: 'fonte', titolo: 'Fonte', cella: (r) => r.fonte },
          {
            id: 'atti',
            titolo: 'Operazioni',
            senzaTitolo: true,
            cella: (r) => (!r.al || r.al >= oggi()) && <FineRequisito s={s} r={r} />,
          },
        ]}
      />
      <AttoButton
        e={sezioniApi.richiedi}
        etichetta="Richiedi un altro atto"
        nome={`Richiedi un altro atto: ${s.nome}`}
        titolo={`Un altro atto per «${s.nome}»`}
        icona="it-plus"
        piccolo
      >
        {(chiudi) => <FormRequisito s={s} chiudi={chiudi} />}
      </AttoButton>
    </section>
  )
}

/** The next change follows the last one already decided, which may be to come. */
function Interruttore({ s }: { s: Sezione }) {
  const ultima = s.aperture[0]
  const apre = !(ultima && (ultima.al === null || ultima.al >= oggi()) && ultima.aperta)
  const verbo = apre ? 'Apri' : 'Chiudi'
  return (
    <AttoButton
      e={sezioniApi.apri}
      etichetta={`${verbo} da un giorno`}
      nome={`${verbo} da un giorno: ${s.nome}`}
      titolo={`${apre ? 'Aprire' : 'Chiudere'} «${s.nome}» in tutta Italia?`}
      variante={apre ? 'outline-primary' : 'outline-danger'}
      piccolo
    >
      {(chiudi) => <FormApertura s={s} apre={apre} chiudi={chiudi} />}
    </AttoButton>
  )
}

function FormApertura({ s, apre, chiudi }: { s: Sezione; apre: boolean; chiudi: () => void }) {
  const form = useActionForm(sezioniApi.apri, {
    iniziali: { dal: '', norma: '' },
    fissi: { id: s.id, aperta: apre },
    invalidates: LEGGE,
    esito: apre ? 'Apertura registrata.' : 'Chiusura registrata.',
    onDone: chiudi,
  })
  return (
    <Form
      form={form}
      invio={apre ? 'Apri la sezione' : 'Chiudi la sezione'}
      annulla={<AnnullaButton onClick={chiudi} />}
    >
      <Avviso tipo="warning">
        <p>
          {apre
            ? 'Da quel giorno, in tutti i comuni che hanno gli atti richiesti, gli operatori abilitati vedranno i dati della sezione.'
            : 'Da quel giorno nessuno vedrà più i dati della sezione, in nessun comune.'}
        </p>
      </Avviso>
      <DateField name="dal" label="Dal giorno" aiuto="gg/mm/aaaa; oggi o un giorno futuro" />
      <TextField name="norma" label="In forza di quale atto" aiuto="Per esempio: DM 108/2019" />
    </Form>
  )
}

function FormRequisito({ s, chiudi }: { s: Sezione; chiudi: () => void }) {
  const tipi = useEndpoint(adesioniApi.tipi, {})
  const form = useActionForm(sezioniApi.richiedi, {
    iniziali: { tipoId: '', attuatore: false, dal: oggi(), al: '', fonte: '' },
    fissi: { id: s.id },
    invalidates: LEGGE,
    esito: 'Atto aggiunto tra quelli richiesti.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Richiedi l’atto" annulla={<AnnullaButton onClick={chiudi} />}>
      <Avviso tipo="warning">
        <p>Da quel giorno la sezione si chiude per i comuni che non hanno anche questo atto.</p>
      </Avviso>
      <SelectField name="tipoId" label="Tipo di atto" opzioni={(tipi.data?.voci ?? []).map((t) => [t.id, t.nome])} />
      {s.delegabile && (
        <CheckField name="attuatore" label="Vale anche l’atto del soggetto attuatore, per chi lo delega" />
      )}
      <DateField name="dal" label="Dal" />
      <DateField name="al" label="Ultimo giorno" aiuto="gg/mm/aaaa; vuoto: senza scadenza" />
      <TextField name="fonte" label="Fonte" />
    </Form>
  )
}

function FineRequisito({ s, r }: { s: Sezione; r: Requisito }) {
  return (
    <AttoButton
      e={sezioniApi.nonRichiedere}
      etichetta="Non richiedere più"
      nome={`Non richiedere più: ${r.tipo}, per ${s.nome}`}
      titolo={`Non richiedere più «${r.tipo}»?`}
      variante="outline-danger"
      piccolo
    >
      {(chiudi) => <FormFine s={s} r={r} chiudi={chiudi} />}
    </AttoButton>
  )
}

function FormFine({ s, r, chiudi }: { s: Sezione; r: Requisito; chiudi: () => void }) {
  const form = useActionForm(sezioniApi.nonRichiedere, {
    iniziali: { al: r.al ?? '' },
    fissi: { id: r.id },
    invalidates: LEGGE,
    esito: 'Ultimo giorno registrato.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Registra l’ultimo giorno" annulla={<AnnullaButton onClick={chiudi} />}>
      <p>Dal giorno dopo «{s.nome}» si apre anche per i comuni ai quali mancava solo questo atto.</p>
      <DateField name="al" label="Ultimo giorno in cui serve" />
    </Form>
  )
}

function Schemi() {
  const q = useEndpoint(schemiApi.elenco, {})
  return (
    <section aria-labelledby="schemi">
      <h2 id="schemi">Schemi degli atti</h2>
      <p>Da questi testi si scarica l’atto compilato per ogni ente. Una versione pubblicata non cambia più.</p>
      <DataTable
        caption="Tutte le versioni"
        lista={{ voci: q.data?.voci ?? [], isPending: q.isPending, error: q.error, refetch: q.refetch }}
        chiave={(s) => s.id}
        conteggio={['versione', 'versioni']}
        vuoto={{ titolo: 'Nessuno schema', testo: 'Prepara il primo: finché manca, gli enti usano un testo loro.' }}
        colonne={[
          {
            id: 'titolo',
            titolo: 'Schema',
            riga: true,
            cella: (s) => <Link to={`/sezioni-nazionali/schemi/${s.id}`}>{s.titolo}</Link>,
          },
          { id: 'tipo', titolo: 'Tipo di atto', cella: (s) => s.tipo },
          { id: 'versione', titolo: 'Versione', numero: true, cella: (s) => s.versione },
          { id: 'stato', titolo: 'Stato', cella: (s) => <StatoSchemaBadge s={s} /> },
          { id: 'dal', titolo: 'Dal', cella: (s) => formatData(s.dal) },
        ]}
      />
      <LinkButton
        azione="schema-adesione.gestisci"
        to="/sezioni-nazionali/schemi/nuovo"
        icona="it-plus"
        variante="outline-primary"
        piccolo
      >
        Nuova versione
      </LinkButton>
    </section>
  )
}
