// What is due, ente by ente and month by month; and the term of one ente, where it is not that of all.
import { Link } from 'react-router'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { inviiApi, type Scadenza, type TermineEnte } from '../../shared/flussi/invii.api.ts'
import {
  type Decorrenza,
  decorrenze,
  nomiDecorrenza,
  nomiScadenza,
  nomiTipoTermine,
  perUrgenza,
  type StatoScadenza,
  statiScadenza,
  type TipoTermine,
  tipiTermine,
} from '../../shared/flussi/scadenze.rules.ts'
import { SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { NumberField } from '../kernel/form/typed-fields.tsx'
import { formatData, formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint, usePerAmbito } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, StatusBadge, type Tono } from '../kernel/ui/parts.tsx'
import { ConEntiInsieme } from './ente-scelto.tsx'
import { ambitiDi } from './enti-miei.ts'
import { nomePeriodo } from './parole.tsx'
import './flussi.css'

const VUOTI = { stato: '' }

export default function ScadenzePage() {
  const [filtri, setFiltri] = useFiltri({ ente: '', ...VUOTI })
  return (
    <>
      <PageHeader
        titolo="Scadenze degli invii"
        sotto="Che cosa ogni ente deve ancora inviare a INPS, ed entro quando"
        azioni={<PrintButton />}
      />
      <ConEntiInsieme scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente })}>
        {(ente, enti) => (
          <>
            <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
              <FilterSelect
                name="stato"
                label="Stato"
                opzioni={statiScadenza.map((s): [StatoScadenza, string] => [s, nomiScadenza[s]])}
                tutti="Tutti"
              />
            </Filtri>
            <Elenco ente={filtri.ente} ambiti={ambitiDi(ente, enti)} stato={filtri.stato} />
            <TermineDi ente={ente} />
          </>
        )}
      </ConEntiInsieme>
    </>
  )
}

const toni: Record<StatoScadenza, Tono> = {
  inviato: 'positivo',
  'nei-termini': 'neutro',
  'in-scadenza': 'attenzione',
  'in-ritardo': 'critico',
  nulla: 'attenzione',
}

function Elenco({ ente, ambiti, stato }: { ente: string; ambiti: (string | null)[]; stato: string }) {
  const q = usePerAmbito(inviiApi.scadenze, ente ? { ente } : {}, ambiti)
  const tutte = perUrgenza(q.data?.flatMap(({ risposta }) => risposta.voci) ?? [])
  const ritardo = tutte.filter((s) => s.stato === 'in-ritardo')
  return (
    <>
      {ritardo.length > 0 && (
        <Avviso
          tipo="warning"
          titolo={`${plurale(ritardo.length, 'mese è', 'mesi sono')} in ritardo: ${plurale(
            ritardo.reduce((n, s) => n + s.daInviare, 0),
            'riga',
            'righe',
          )} da inviare`}
        />
      )}
      <DataTable
        caption="Scadenze, dalla più urgente"
        lista={{ ...q, voci: tutte.filter((s) => !stato || s.stato === stato) }}
        chiave={(s) => `${s.enteId} ${s.tipo} ${s.periodo}`}
        conteggio={['scadenza', 'scadenze']}
        colonne={[
          { id: 'ente', titolo: 'Ente', riga: true, cella: (s) => <Apri s={s} /> },
          { id: 'tipo', titolo: 'Flusso', cella: (s) => nomiTipoTermine[s.tipo] },
          { id: 'mese', titolo: 'Mese', cella: (s) => <Mese s={s} /> },
          {
            id: 'stato',
            titolo: 'Stato',
            cella: (s) => <StatusBadge tono={toni[s.stato]}>{nomiScadenza[s.stato]}</StatusBadge>,
          },
          { id: 'prima', titolo: 'Le prime entro', cella: (s) => formatData(s.prima) },
          { id: 'ultima', titolo: 'Le ultime entro', cella: (s) => formatData(s.ultima) },
          { id: 'da', titolo: 'Da inviare', numero: true, cella: (s) => formatNumero(s.daInviare) },
          { id: 'fatte', titolo: 'Inviate', numero: true, cella: (s) => formatNumero(s.inviate) },
        ]}
        vuoto={{ titolo: 'Nessuna scadenza in questo stato', testo: 'Togli il filtro per vederle tutte.' }}
      />
    </>
  )
}

/** What was recognised in a month is on the board in those in which it begins. */
function Mese({ s }: { s: Scadenza }) {
  const altri = s.periodi.some((p) => p !== s.periodo)
  return (
    <>
      {nomePeriodo(s.periodo)}
      {altri && <div className="campo-aiuto">righe di {s.periodi.map(nomePeriodo).join(', ')}</div>}
    </>
  )
}

function dove(s: Scadenza): string {
  if (s.tipo === 'SINBA') return `/flussi/minori?ente=${s.enteId}`
  return `/flussi?ente=${s.enteId}${s.periodi.length === 1 ? `&periodo=${s.periodi[0]}` : ''}`
}

const Apri = ({ s }: { s: Scadenza }) => (
  <Link to={dove(s)}>
    {s.ente}
    <span className="visually-hidden">, {nomePeriodo(s.periodo)}</span>
  </Link>
)

function TermineDi({ ente }: { ente: Ente | undefined }) {
  const can = useCan()
  if (!ente) return <p>Il termine di un ente si vede e si cambia scegliendolo nella testata.</p>
  return (
    <section aria-label="Termini dell’ente">
      <h2>I termini di {ente.denominazione}</h2>
      <p className="campo-aiuto">
        INPS non pubblica un termine che valga per tutti i flussi: verifica quello del tuo ente, e scrivi chi lo dice.
        Di ogni prestazione qui si conosce il mese (di una scheda SINBA, quello in cui è scritta): le prime scadono
        contando dal primo giorno, le ultime dall’ultimo. Se il termine conta dal riconoscimento, ciò che Trama sa
        quando è stato riconosciuto è nel mese di quel giorno; il resto, nel mese in cui comincia o si paga.
      </p>
      {tipiTermine.map((tipo) => (
        <Termine key={tipo} ente={ente} tipo={tipo} modificabile={can('flusso.ente')} />
      ))}
    </section>
  )
}

function Termine({ ente, tipo, modificabile }: { ente: Ente; tipo: TipoTermine; modificabile: boolean }) {
  const q = useEndpoint(inviiApi.termine, { ente: ente.id, tipo })
  return (
    <>
      <h3>{nomiTipoTermine[tipo]}</h3>
      <Caricamento query={q} righe={3}>
        {(t) => (
          <>
            {t.giorni === null ? (
              <p>Nessun termine è conosciuto: finché nessuno lo scrive, nulla risulta in ritardo.</p>
            ) : (
              <p>
                {plurale(t.giorni, 'giorno', 'giorni')} {daQuando(tipo, t)}; l’avviso arriva{' '}
                {plurale(t.preavviso, 'giorno', 'giorni')} prima.{' '}
                {t.versione === null && 'È il termine di tutti gli enti che non ne hanno scelto uno: '}
                {t.fonte}.
              </p>
            )}
            {modificabile && <Cambia key={ente.id} ente={ente.id} tipo={tipo} t={t} />}
          </>
        )}
      </Caricamento>
    </>
  )
}

const daQuando = (tipo: TipoTermine, t: TermineEnte) => (tipo === 'SINBA' ? 'dalla scheda' : nomiDecorrenza[t.da])

function Cambia({ ente, tipo, t }: { ente: string; tipo: TipoTermine; t: TermineEnte }) {
  const form = useActionForm(inviiApi.cambiaTermine, {
    iniziali: {
      giorni: t.giorni ?? undefined,
      da: t.da,
      preavviso: t.preavviso,
      fonte: t.versione === null ? '' : t.fonte,
    },
    fissi: { ente, tipo, versione: t.versione ?? undefined },
    invalidates: [inviiApi.termine, inviiApi.scadenze],
    esito: 'Termine aggiornato.',
  })
  return (
    <details className="campo">
      <summary>{t.giorni === null ? 'Scrivi il termine' : 'Cambia il termine'}</summary>
      <Form form={form} invio="Salva il termine">
        <NumberField name="giorni" label={tipo === 'SINBA' ? 'Giorni dalla scheda' : 'Giorni'} />
        {tipo !== 'SINBA' && (
          <SelectField
            name="da"
            label="Da quando si contano"
            opzioni={decorrenze.map((d): [Decorrenza, string] => [d, nomiDecorrenza[d]])}
          />
        )}
        <NumberField name="preavviso" label="Giorni di preavviso" />
        <TextField name="fonte" label="Chi lo dice" aiuto="La norma, la nota di INPS o la decisione dell’ente." />
      </Form>
    </details>
  )
}
