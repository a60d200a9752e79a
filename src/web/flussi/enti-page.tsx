// Who sends: set once, changed when INPS or the person who sends changes.
import { useId, useState } from 'react'
import { type Ente, entiApi, nomiTipoEnte, tipiEnte } from '../../shared/flussi/enti.api.ts'
import { aScelta } from '../../shared/flussi/regole-flusso.ts'
import { usePresso } from '../kernel/ambito.ts'
import { SelectField, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { Dove } from './dove.tsx'
import { useAmbitiMiei } from './ente-scelto.tsx'
import './flussi.css'

export default function EntiPage() {
  const ambiti = useAmbitiMiei(entiApi.list.azione)
  const presso = usePresso()
  return (
    <>
      <PageHeader
        titolo="Enti che inviano"
        sotto="I comuni, o chi gestisce i loro servizi, con i dati che aprono ogni flusso"
        azioni={<PrintButton />}
      />
      <Dove ambiti={ambiti} qui={presso} />
      <Enti key={presso} presso={presso} />
    </>
  )
}

function Enti({ presso }: { presso: string | null }) {
  const can = useCan()
  const lista = useEndpoint(entiApi.list, {})
  const [aperto, setAperto] = useState<Ente | null>(null)
  return (
    <>
      <DataTable
        caption="Enti impostati"
        lista={{ ...lista, voci: lista.data?.voci ?? [] }}
        chiave={(e) => e.id}
        conteggio={['ente', 'enti']}
        colonne={[
          { id: 'nome', titolo: 'Ente', riga: true, cella: (e) => e.denominazione },
          { id: 'tipo', titolo: 'Che cos’è', cella: (e) => nomiTipoEnte[e.tipo] },
          { id: 'comune', titolo: 'Comune', cella: (e) => e.comune },
          { id: 'codice', titolo: 'Codice INPS', cella: (e) => e.codice },
          { id: 'sede', titolo: 'Sede (catastale)', cella: (e) => e.sede },
          {
            id: 'atti',
            titolo: 'Modifica',
            senzaTitolo: true,
            cella: (e) =>
              can('flusso.ente') && (
                <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => setAperto(e)}>
                  Modifica<span className="visually-hidden"> {e.denominazione}</span>
                </button>
              ),
          },
        ]}
        vuoto={{ titolo: 'Nessun ente è impostato', testo: 'Imposta qui sotto il primo.' }}
      />
      {can('flusso.ente') &&
        (aperto ? (
          <Modifica key={aperto.id} ente={aperto} onFatto={() => setAperto(null)} />
        ) : (
          <Nuovo presso={presso} />
        ))}
    </>
  )
}

const Campi = () => (
  <>
    <TextField
      name="codice"
      label="Codice dell’ente presso INPS"
      aiuto="Quello con cui l’ente accede ai servizi INPS: di solito è il codice catastale del comune, come F205."
    />
    <TextField name="denominazione" label="Denominazione" />
    <TextField name="sede" label="Codice catastale del comune della sede" aiuto="Come F205 per Milano." />
    <TextField name="codiceFiscaleOperatore" label="Codice fiscale di chi invia" maiuscolo />
  </>
)

const rilegge = [entiApi.list]

function Nuovo({ presso }: { presso: string | null }) {
  const comuni = useEndpoint(entiApi.comuni, {}, { staleTime: 300_000 })
  return (
    <Caricamento query={comuni} righe={4}>
      {({ voci }) => <NuovoConComuni comuni={voci} presso={presso} />}
    </Caricamento>
  )
}

function NuovoConComuni({ comuni, presso }: { comuni: { id: string; nome: string }[]; presso: string | null }) {
  const form = useActionForm(entiApi.create, {
    iniziali: {
      comuneId: comuni.length === 1 ? comuni[0]!.id : '',
      tipo: 'comune',
      codice: comuni.length === 1 ? comuni[0]!.id : '',
      denominazione: comuni.length === 1 ? `Comune di ${comuni[0]!.nome}` : '',
      sede: comuni.length === 1 ? comuni[0]!.id : '',
      codiceFiscaleOperatore: '',
    },
    fissi: { gravita: {} },
    bozza: presso ? `ente-flussi-nuovo ${presso}` : 'ente-flussi-nuovo',
    invalidates: rilegge,
    esito: 'Ente impostato: ora puoi caricare i suoi file.',
  })
  return (
    <section aria-label="Nuovo ente">
      <h2>Imposta un ente</h2>
      <Form form={form} invio="Imposta">
        <SelectField
          name="comuneId"
          label="Comune"
          opzioni={comuni.map((c) => [c.id, c.nome] as const)}
          vuota="Scegli…"
        />
        <SelectField name="tipo" label="Che cos’è" opzioni={tipiEnte.map((t) => [t, nomiTipoEnte[t]] as const)} />
        <Campi />
      </Form>
    </section>
  )
}

function Modifica({ ente, onFatto }: { ente: Ente; onFatto: () => void }) {
  const { codice, denominazione, sede, codiceFiscaleOperatore } = ente
  const [gravita, setGravita] = useState(ente.gravita)
  const form = useActionForm(entiApi.update, {
    iniziali: { codice, denominazione, sede, codiceFiscaleOperatore },
    fissi: { id: ente.id, versione: ente.versione, gravita },
    invalidates: rilegge,
    esito: 'Dati dell’ente aggiornati.',
    onDone: onFatto,
  })
  return (
    <section aria-label="Modifica dell’ente">
      <h2>Modifica {ente.denominazione}</h2>
      <Form
        form={form}
        invio="Salva"
        annulla={
          <button type="button" className="btn btn-link" onClick={onFatto}>
            Annulla
          </button>
        }
      >
        <Campi />
        <Severita gravita={gravita} onCambia={setGravita} />
      </Form>
    </section>
  )
}

function Severita({ gravita, onCambia }: { gravita: Ente['gravita']; onCambia: (g: Ente['gravita']) => void }) {
  const id = useId()
  return (
    <details className="campo">
      <summary>Quanto sono severe le regole che INPS non ha scritto</summary>
      <p className="campo-aiuto">
        Un avviso si supera scrivendo il motivo; un errore no. Vale per ciò che si legge o si corregge da adesso.
      </p>
      {aScelta.map((r) => (
        <div key={r.id} className="flussi-coppia">
          <label htmlFor={`${id}-${r.id}`}>
            {r.id}: {r.titolo}
          </label>
          <select
            id={`${id}-${r.id}`}
            className="form-select"
            value={gravita[r.id] ?? 'avviso'}
            onChange={(e) => onCambia({ ...gravita, [r.id]: e.target.value === 'errore' ? 'errore' : 'avviso' })}
          >
            <option value="avviso">Avviso</option>
            <option value="errore">Errore</option>
          </select>
        </div>
      ))}
    </details>
  )
}
