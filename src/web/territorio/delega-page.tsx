// One note of delega: its document and its comuni, each with its own days. Its end closes by itself what the ambito saw.
import { Link, useParams } from 'react-router'
import { MAX_DOCUMENTO } from '../../shared/territorio/adesioni.api.ts'
import { delegheApi } from '../../shared/territorio/deleghe.api.ts'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { DateField } from '../kernel/form/typed-fields.tsx'
import { formatByte, formatData, oggi, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useRotte } from '../kernel/rotte.ts'
import { useSessione } from '../kernel/session.tsx'
import { ExportButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FileDrop, useUpload } from '../kernel/ui/file-drop.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento, DefinitionList, StatusBadge } from '../kernel/ui/parts.tsx'
import { AnnullaButton, AttoButton, ESTENSIONI } from './parti.tsx'

type Delega = OutputWeb<typeof delegheApi.leggi>
type ComuneDelegato = Delega['comuni'][number]

const LEGGE = [delegheApi.leggi, delegheApi.elenco, sezioniApi.stato]
const finita = (c: ComuneDelegato) => c.al !== null && c.al < oggi()

export default function DelegaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(delegheApi.leggi, { id })
  return (
    <>
      <PageHeader
        titolo={q.data?.oggetto ?? 'Delega'}
        sotto={q.data && `Protocollo ${q.data.protocollo}, ${formatData(q.data.data)}`}
        azioni={<PrintButton />}
      />
      <Caricamento query={q} righe={6}>
        {(d) => <Scheda d={d} />}
      </Caricamento>
    </>
  )
}

function Scheda({ d }: { d: Delega }) {
  const { can } = useSessione()
  const { esiste } = useRotte()
  const aperte = d.comuni.filter((c) => !finita(c))
  return (
    <>
      <DefinitionList
        voci={[
          ['Oggetto', d.oggetto],
          ['Protocollo', d.protocollo],
          ['Data della nota', formatData(d.data)],
          ['Vale oggi per', plurale(d.comuni.filter((c) => c.inCorso).length, 'comune', 'comuni')],
        ]}
      />
      {can('registro.modifiche') && esiste('/registri/modifiche') && (
        <p>
          <Link to={`/registri/modifiche?${new URLSearchParams({ tabella: 'delega', riga: d.id })}`}>
            Storia: chi ha riportato che cosa, e quando
          </Link>
        </p>
      )}
      <section aria-labelledby="comuni">
        <h2 id="comuni">Comuni della delega</h2>
        <DataTable
          caption="Ogni comune con i suoi giorni"
          lista={{ voci: d.comuni }}
          chiave={(c) => c.comuneId + c.dal}
          conteggio={['comune', 'comuni']}
          vuoto={{ titolo: 'Nessun comune in questa delega' }}
          colonne={[
            {
              id: 'comune',
              titolo: 'Comune',
              riga: true,
              cella: (c) => <Link to={`/comuni/${c.comuneId}`}>{c.comune}</Link>,
            },
            { id: 'dal', titolo: 'Dal', cella: (c) => formatData(c.dal) },
            { id: 'al', titolo: 'Al', cella: (c) => formatData(c.al) },
            { id: 'oggi', titolo: 'Oggi', cella: (c) => <Oggi c={c} /> },
            { id: 'motivo', titolo: 'Motivo della fine', cella: (c) => c.motivoFine ?? '–' },
            ...(can('delega.gestisci')
              ? [
                  {
                    id: 'atti',
                    titolo: 'Operazioni',
                    senzaTitolo: true,
                    cella: (c: ComuneDelegato) => !finita(c) && <Chiudi d={d} c={c} />,
                  },
                ]
              : []),
          ]}
        />
        {aperte.length > 1 && <Chiudi d={d} />}
      </section>
      <Documento d={d} />
    </>
  )
}

function Oggi({ c }: { c: ComuneDelegato }) {
  if (c.inCorso) return <StatusBadge tono="positivo">in corso</StatusBadge>
  return finita(c) ? (
    <StatusBadge>finita</StatusBadge>
  ) : (
    <StatusBadge tono="attenzione">comincerà il {formatData(c.dal)}</StatusBadge>
  )
}

/** The end for one comune; without it, for all those still under delega. */
function Chiudi({ d, c }: { d: Delega; c?: ComuneDelegato }) {
  return (
    <AttoButton
      e={delegheApi.chiudi}
      etichetta={c ? 'Chiudi' : 'Chiudi per tutti'}
      nome={c && `Chiudi la delega del comune di ${c.comune}`}
      titolo={c ? `Chiudere la delega del Comune di ${c.comune}?` : 'Chiudere la delega per tutti i comuni?'}
      variante="outline-danger"
      piccolo
    >
      {(chiudi) => <FormChiudi d={d} c={c} chiudi={chiudi} />}
    </AttoButton>
  )
}

function FormChiudi({ d, c, chiudi }: { d: Delega; c?: ComuneDelegato; chiudi: () => void }) {
  const form = useActionForm(delegheApi.chiudi, {
    iniziali: { al: '', motivo: '' },
    fissi: { id: d.id, comuneId: c?.comuneId ?? null },
    bozza: `delega-chiusura-${d.id}-${c?.comuneId ?? ''}`,
    invalidates: LEGGE,
    esito: 'Fine della delega registrata.',
    onDone: chiudi,
  })
  return (
    <Form form={form} invio="Registra la fine" annulla={<AnnullaButton onClick={chiudi} />}>
      <p>
        Dopo l’ultimo giorno chi ha un ruolo sui patti per tutto l’ambito non vede più i casi
        {c ? ` del Comune di ${c.comune}` : ' di questi comuni'}: servono operatori del comune.
      </p>
      <DateField name="al" label="Ultimo giorno" />
      <TextArea name="motivo" label="Motivo" righe={3} />
    </Form>
  )
}

function Documento({ d }: { d: Delega }) {
  const { can } = useSessione()
  const carica = useUpload(delegheApi.documento, { invalidates: LEGGE, esito: 'Nota allegata.' })
  return (
    <section aria-labelledby="documento">
      <h2 id="documento">La nota</h2>
      <p>
        {d.documento
          ? `«${d.documento.nome}» (${formatByte(d.documento.bytes)}).`
          : 'La nota non è ancora allegata: caricala perché la delega sia completa.'}
      </p>
      {d.documento && <ExportButton e={delegheApi.scarica} input={{ id: d.id }} etichetta="Scarica la nota" />}
      {can('delega.gestisci') && (
        <FileDrop
          etichetta={d.documento ? 'Sostituisci la nota' : 'Allega la nota'}
          aiuto="PDF, p7m, immagine o messaggio PEC (.eml)."
          estensioni={ESTENSIONI}
          maxBytes={MAX_DOCUMENTO}
          stato={carica}
          onFile={(file) => void carica.invia({ id: d.id, nome: file.name, file })}
        />
      )}
    </section>
  )
}
