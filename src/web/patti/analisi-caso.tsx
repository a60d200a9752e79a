// The analyses of a caso on its page: what it concluded, the path of each member, what is under way and what can be begun, what of
// the framework may become an objective.
import { useWatch } from 'react-hook-form'
import { Link, useNavigate } from 'react-router'
import { type AnalisiDelCaso, analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import { mieiCasiApi, type SchedaCaso } from '../../shared/patti/miei-casi.api.ts'
import { nucleiCasoApi } from '../../shared/patti/nuclei-caso.api.ts'
import { SelectField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatData, formatIstante, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso, Caricamento, DefinitionList, StatusBadge } from '../kernel/ui/parts.tsx'
import { type Attesa, useAttesa } from './attesa.ts'
import { StatoAnalisi, versoAnalisi } from './parole-analisi.tsx'

/** What a member who meets the record changes on the page besides the analysis. */
const conLaCartella = [mieiCasiApi.leggi, nucleiCasoApi.leggi]

export function AnalisiCaso({ c }: { c: SchedaCaso }) {
  const { q, attesa, comincia } = useAttesa(
    analisiCasoApi.leggi,
    { id: c.id },
    { esito: 'La cartella ha risposto: guarda i componenti.', anche: conLaCartella },
  )
  return (
    <section aria-labelledby="analisi">
      <h2 id="analisi">Analisi</h2>
      <Caricamento query={q}>
        {(a) => (
          <>
            {a.cartellaChiusa && !c.soloLettura && (
              <Avviso tipo="warning" titolo="Qui l’analisi non può cominciare">
                <p>{a.cartellaChiusa} Intanto il nucleo si convoca e si incontra, e i termini continuano.</p>
              </Avviso>
            )}
            <Esito a={a} />
            <Elenco id={c.id} a={a} />
            <Confronti id={c.id} a={a} />
            {a.analisi.some((x) => x.tempo && x.stato === 'finalizzata') && <Candidati id={c.id} />}
            {!c.soloLettura && !a.cartellaChiusa && <DaCollegare id={c.id} a={a} attesa={attesa} comincia={comincia} />}
            {!c.soloLettura && !a.cartellaChiusa && <Comincia id={c.id} a={a} />}
          </>
        )}
      </Caricamento>
    </section>
  )
}

function Esito({ a }: { a: AnalisiDelCaso }) {
  if (!a.esito && a.percorsi.length === 0) return null
  return (
    <DefinitionList
      voci={[
        ...(a.esito
          ? [
              ['Esito', `${a.esito.codice} – ${a.esito.nome}`] as const,
              ['Presa in carico sociale', a.esito.sociale ? 'sì' : 'no'] as const,
              ...(a.esito.entro ? [['Quadro di analisi entro il', formatData(a.esito.entro)] as const] : []),
            ]
          : []),
        ...a.percorsi.map((p) => [`Percorso di ${p.nome}`, `${p.testo} (dal ${formatData(p.dal)})`] as const),
      ]}
    />
  )
}

/** Where the same questionnaire has been finished at more than one time. */
function Confronti({ id, a }: { id: string; a: AnalisiDelCaso }) {
  const finite = Map.groupBy(
    a.analisi.filter((x) => x.tempo && x.stato === 'finalizzata'),
    (x) => x.questionarioId,
  )
  const piu = [...finite.values()].filter((sue) => sue.length > 1)
  if (piu.length === 0) return null
  return (
    <ul className="elenco-semplice">
      {piu.map((sue) => (
        <li key={sue[0]!.questionarioId}>
          <Link to={`/miei-casi/${id}/confronto/${sue[0]!.questionarioId}`}>
            {sue[0]!.questionario}: confronta{' '}
            {sue
              .map((x) => x.tempo)
              .reverse()
              .join(', ')}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Elenco({ id, a }: { id: string; a: AnalisiDelCaso }) {
  return (
    <DataTable
      caption="Analisi del caso, dalla più recente"
      lista={{ voci: a.analisi }}
      chiave={(x) => x.id}
      colonne={[
        {
          id: 'analisi',
          titolo: 'Analisi',
          riga: true,
          cella: (x) => (
            <>
              <Link to={versoAnalisi(id, x)}>
                {x.questionario}
                {x.tempo && ` ${x.tempo}`}
                {x.numero > 1 && `, versione ${x.numero}`}
              </Link>
              {x.ricevuta && ` (${x.autore})`}
            </>
          ),
        },
        { id: 'giorno', titolo: 'Colloquio', cella: (x) => formatData(x.giorno) },
        { id: 'stato', titolo: 'Stato', cella: (x) => <StatoAnalisi stato={x.stato} /> },
        {
          id: 'finalizzata',
          titolo: 'Finalizzata',
          cella: (x) => (x.finalizzataIl ? formatIstante(x.finalizzataIl) : '–'),
        },
      ]}
      vuoto={{
        titolo: 'Nessuna analisi',
        testo: 'L’analisi preliminare si comincia qui sotto, dopo il primo incontro.',
      }}
    />
  )
}

function Candidati({ id }: { id: string }) {
  const q = useEndpoint(analisiCasoApi.candidati, { id })
  return (
    <Caricamento query={q}>
      {(k) => (
        <DataTable
          caption="Obiettivi possibili, dall’ultimo quadro concluso"
          lista={{ voci: k.voci }}
          chiave={(x) => `${x.componenteId} ${x.campo}`}
          colonne={[
            { id: 'dimensione', titolo: 'Dimensione', riga: true, cella: (x) => `${x.numero} ${x.titolo}` },
            { id: 'chi', titolo: 'Di chi', cella: (x) => x.nome ?? 'Nucleo' },
            { id: 'valore', titolo: 'Valore', numero: true, cella: (x) => x.valore },
            {
              id: 'priorita',
              titolo: 'Priorità',
              cella: (x) => (x.priorita ? <StatusBadge tono="critico">priorità</StatusBadge> : '–'),
            },
          ]}
          vuoto={{
            titolo: 'Nessun obiettivo possibile',
            testo: 'Nessuna dimensione è debole, e nessuna è tra le priorità.',
          }}
        />
      )}
    </Caricamento>
  )
}

function DaCollegare({
  id,
  a,
  attesa,
  comincia,
}: {
  id: string
  a: AnalisiDelCaso
  attesa: Attesa
  comincia: () => void
}) {
  const nuovi = a.daCollegare.filter((m) => m.collegamento !== 'proposto')
  if (nuovi.length === 0) return null
  return (
    <Avviso titolo="Componenti da collegare alla cartella">
      <p>
        {nuovi.map((m) => m.nome).join(', ')}: l’analisi riguarda le persone della cartella. Chiedi di cercarle, e di
        aggiungerle se non ci sono.
      </p>
      <ActionButton
        e={analisiCasoApi.collega}
        input={{ id }}
        etichetta="Collega i componenti"
        impedita={attesa === 'in-corso' ? 'Si stanno cercando: la pagina si aggiorna da sola.' : null}
        onDone={comincia}
        esito="Richiesta inviata: la pagina si aggiorna da sola."
      />
      {attesa === 'tarda' && <p role="status">Finora non è cambiato nulla: ciò che manca è detto qui sotto.</p>}
    </Avviso>
  )
}

function Comincia({ id, a }: { id: string; a: AnalisiDelCaso }) {
  const possibili = a.daCominciare.filter((x) => !x.impedimento)
  const impediti = a.daCominciare.filter((x) => x.impedimento)
  return (
    <>
      {possibili.length > 0 && <Modulo id={id} possibili={possibili} />}
      {impediti.length > 0 && (
        <ul>
          {impediti.map((x) => (
            <li key={x.id}>
              {x.nome}: {x.impedimento}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Modulo({ id, possibili }: { id: string; possibili: AnalisiDelCaso['daCominciare'] }) {
  const navigate = useNavigate()
  const form = useActionForm(analisiCasoApi.comincia, {
    iniziali: { questionario: possibili[0]!.id, giorno: oggi(), tempo: possibili[0]!.tempi[0] ?? '' },
    fissi: { id },
    bozza: `analisi-caso:${id}`,
    invalidates: [analisiCasoApi.leggi, mieiCasiApi.leggi, mieiCasiApi.cerca],
    onDone: (r) => void navigate(`/analisi/${r.id}`),
  })
  const scelto = useWatch({ control: form.rhf.control, name: 'questionario' })
  const tempi = possibili.find((x) => x.id === scelto)?.tempi ?? []
  return (
    <>
      <h3>Comincia un’analisi</h3>
      <Form form={form} invio="Comincia">
        <SelectField
          name="questionario"
          label="Che cosa"
          opzioni={possibili.map((x) => [x.id, `${x.nome} (${x.etichetta})`])}
        />
        {tempi.length > 0 && (
          <SelectField
            name="tempo"
            label="Tempo"
            obbligatorio
            opzioni={tempi.map((t) => [t, t])}
            aiuto="Più tempi si confrontano tra loro."
          />
        )}
        <DateField name="giorno" label="Giorno del colloquio" />
      </Form>
    </>
  )
}
