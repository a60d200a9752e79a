// From what is ready to files for INPS: asked for here, followed, downloaded, for ever the same.
import { useState } from 'react'
import type { Ente } from '../../shared/flussi/enti.api.ts'
import { esitiApi } from '../../shared/flussi/esiti.api.ts'
import {
  banche,
  type Flusso,
  type Generazione,
  generazioniApi,
  MASSIMO,
  nomiBanca,
} from '../../shared/flussi/generazioni.api.ts'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { SelectField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { NumberField } from '../kernel/form/typed-fields.tsx'
import { formatByte, formatEuro, formatIstante, formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint, usePagine } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ExportButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FileDrop, useUpload } from '../kernel/ui/file-drop.tsx'
import { useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, StatusBadge } from '../kernel/ui/parts.tsx'
import { Avanzamento } from './avanzamento.tsx'
import { DaVerificare } from './da-verificare.tsx'
import { ConEnte } from './ente-scelto.tsx'
import type { EnteMio } from './enti-miei.ts'
import { ErroreDiInps } from './errore-inps.tsx'
import { nomePeriodo } from './parole.tsx'
import './flussi.css'

export default function GeneratiPage() {
  const [filtri, setFiltri] = useFiltri({ ente: '' })
  return (
    <>
      <PageHeader
        titolo="Flussi generati"
        sotto="I file per INPS: una volta completi non cambiano più"
        azioni={<PrintButton />}
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente })}>
        {(ente) => <Flussi key={ente.id} ente={ente} />}
      </ConEnte>
    </>
  )
}

const vecchi = [generazioniApi.flussi, prestazioniApi.quadro, prestazioniApi.list]

function Flussi({ ente }: { ente: EnteMio }) {
  const can = useCan()
  const [avviata, setAvviata] = useState<string | null>(null)
  const lista = usePagine(generazioniApi.flussi, { ente: ente.id })
  return (
    <>
      <DaVerificare ambiti={[ente.ambito]} />
      {can('flusso.genera') && <Genera ente={ente} onAvviata={setAvviata} />}
      {avviata && (
        <Avanzamento key={avviata} id={avviata} vecchi={vecchi} inCorso="Flussi completi">
          {(g) => <Fatta g={g} />}
        </Avanzamento>
      )}
      <DataTable
        caption={`Flussi di ${ente.denominazione}, dal più recente`}
        lista={lista}
        chiave={(f) => f.id}
        conteggio={['flusso', 'flussi']}
        colonne={[
          { id: 'nome', titolo: 'Flusso', riga: true, cella: (f) => f.nome },
          { id: 'prestazioni', titolo: 'Prestazioni', numero: true, cella: (f) => formatNumero(f.prestazioni) },
          { id: 'persone', titolo: 'Persone', numero: true, cella: (f) => formatNumero(f.beneficiari) },
          { id: 'importo', titolo: 'Importo', numero: true, cella: (f) => formatEuro(f.centesimi) },
          { id: 'quando', titolo: 'Generato', cella: (f) => formatIstante(f.generatoIl) },
          { id: 'esito', titolo: 'Esito di INPS', cella: (f) => <Esito f={f} /> },
          { id: 'file', titolo: 'File', cella: (f) => <Scarica f={f} /> },
        ]}
        vuoto={{ titolo: 'Nessun flusso generato', testo: 'Quando ci sono prestazioni pronte, generali qui sopra.' }}
      />
      {can('flusso.genera') && lista.voci.length > 0 && <Esiti />}
    </>
  )
}

type Riportati = OutputWeb<typeof esitiApi.carica>

function Esiti() {
  const [riportati, setRiportati] = useState<Riportati | null>(null)
  const carica = useUpload(esitiApi.carica, {
    invalidates: [generazioniApi.flussi, prestazioniApi.quadro, prestazioniApi.regole, prestazioniApi.list],
    onDone: setRiportati,
  })
  return (
    <section aria-label="Esiti di INPS">
      <h2>Esiti di INPS</h2>
      <FileDrop
        etichetta="File degli esiti"
        aiuto="Il JSON della cooperazione, oppure una tabella con il nome del flusso, l’esito e la descrizione."
        estensioni={['.json', '.csv', '.xlsx', '.ods']}
        maxBytes={esitiApi.carica.upload.maxBytes}
        onFile={(file) => void carica.invia({ file })}
        stato={carica}
      />
      {riportati && (
        <Avviso
          tipo={riportati.respinti + riportati.daRitentare + riportati.problemi.length > 0 ? 'warning' : 'success'}
          titolo={`Esiti riportati: ${plurale(riportati.accettati, 'flusso accettato', 'flussi accettati')}, ${plurale(riportati.respinti, 'respinto', 'respinti')}`}
          annuncia
        >
          {riportati.giaNoti > 0 && <p>{plurale(riportati.giaNoti, 'esito era già noto', 'esiti erano già noti')}.</p>}
          {riportati.daRitentare > 0 && (
            <p>
              Con {plurale(riportati.daRitentare, 'flusso', 'flussi')} INPS ha avuto un errore suo: si manda di nuovo lo
              stesso file, oppure vi si rinuncia.
            </p>
          )}
          {riportati.respinti > 0 && (
            <p>Le prestazioni dei flussi respinti sono tornate tra le rifiutate, con il motivo di INPS.</p>
          )}
          {riportati.problemi.length > 0 && (
            <ul>
              {riportati.problemi.map((p) => (
                <li key={p}>{p}</li>
              ))}
            </ul>
          )}
        </Avviso>
      )}
    </section>
  )
}

function Esito({ f }: { f: Flusso }) {
  if (f.erroreInpsIl) return <ErroreDiInps flusso={f.id} quando={f.erroreInpsIl} />
  if (!f.esito) return <>in attesa</>
  return <StatusBadge tono={f.esito === 'accettato' ? 'positivo' : 'critico'}>{f.esito}</StatusBadge>
}

const Scarica = ({ f }: { f: Flusso }) => (
  <div className="flussi-atti">
    <ExportButton e={generazioniApi.xml} input={{ id: f.id }} etichetta={`XML (${formatByte(f.bytes)})`} />
    <ExportButton e={generazioniApi.archivio} input={{ id: f.id }} etichetta="Zip con ricevuta" />
  </div>
)

function Genera({ ente, onAvviata }: { ente: Ente; onAvviata: (id: string) => void }) {
  const q = useEndpoint(prestazioniApi.quadro, { ente: ente.id })
  const voci = q.data?.voci ?? []
  const pronte = voci.reduce((n, p) => n + p.pronte, 0)
  const mesi = voci.flatMap((p) => (p.periodo ? [[p.periodo, nomePeriodo(p.periodo)] as const] : [])).toReversed()
  const form = useActionForm(generazioniApi.genera, {
    iniziali: { banca: '', dal: '', al: '', massimoRecord: MASSIMO.record, massimoMega: MASSIMO.mega },
    fissi: { ente: ente.id },
    esito: 'Generazione avviata.',
    onDone: (r) => onAvviata(r.id),
  })
  if (pronte === 0)
    return (
      <Avviso titolo="Nessuna prestazione è pronta">
        <p>Carica un file, o correggi le prestazioni che aspettano: quando sono pronte si generano qui.</p>
      </Avviso>
    )
  return (
    <section aria-label="Genera i flussi">
      <h2>Genera i flussi: {plurale(pronte, 'prestazione pronta', 'prestazioni pronte')}</h2>
      <Form form={form} invio="Genera">
        <div className="flussi-griglia">
          <SelectField
            name="banca"
            label="Banca"
            opzioni={banche.map((b) => [b, nomiBanca[b]] as const)}
            vuota="Tutte e due"
          />
          <SelectField name="dal" label="Dal mese" opzioni={mesi} vuota="Il primo" />
          <SelectField name="al" label="Al mese" opzioni={mesi} vuota="L’ultimo" />
          <NumberField name="massimoRecord" label="Prestazioni per file, al più" />
          <NumberField name="massimoMega" label="Megabyte per file, al più" />
        </div>
      </Form>
    </section>
  )
}

const Fatta = ({ g }: { g: Generazione }) => (
  <Avviso
    tipo="success"
    titolo={g.flussi > 0 ? `Generati ${plurale(g.flussi, 'flusso', 'flussi')}` : 'Nessuna prestazione da generare'}
    annuncia
  >
    <p>
      {g.flussi > 0
        ? `Contengono ${plurale(g.prestazioni, 'prestazione', 'prestazioni')}. Scarica i file e caricali sul sito di INPS, in «Trasmissione flussi».`
        : 'Con queste scelte nessuna prestazione era pronta.'}
    </p>
    {g.flussi > 0 && (
      <ExportButton e={generazioniApi.tutti} input={{ id: g.id }} etichetta="Scaricali tutti, con la ricevuta" />
    )}
  </Avviso>
)
