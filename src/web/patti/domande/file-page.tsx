// Files of the exchange: those that left, to be downloaded where nothing carries them, and those that came back with the report.
import { useState } from 'react'
import { nomiDestinatario } from '../../../shared/misure/definizione.ts'
import { comunicazioniApi, type FileScambio, type Riconciliazione } from '../../../shared/patti/comunicazioni.api.ts'
import { formatByte, formatIstante, formatNumero, plurale } from '../../kernel/format.ts'
import { useEndpoint, usePagine } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { ActionButton, ExportButton, LinkButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { FileDrop, useUpload } from '../../kernel/ui/file-drop.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso } from '../../kernel/ui/parts.tsx'
import { Fonte } from '../../misure/parti.tsx'

const tocca = [comunicazioniApi.file, comunicazioniApi.list, comunicazioniApi.numeri]
const stati: Record<FileScambio['stato'], string> = {
  'da-consegnare': 'Da consegnare',
  preparato: 'In consegna',
  consegnato: 'Consegnato',
  letto: 'Letto',
}

export default function FilePage() {
  const can = useCan()
  const lista = usePagine(comunicazioniApi.file, {})
  const numeri = useEndpoint(comunicazioniApi.numeri, {})
  const reti = useEndpoint(comunicazioniApi.rete, {}, { staleTime: 600_000 })
  return (
    <>
      <PageHeader
        titolo="File delle comunicazioni"
        sotto={
          numeri.data?.automatico
            ? 'Partono e tornano da soli, ogni cinque minuti'
            : 'Si scaricano da qui e si caricano dal destinatario; le sue ricevute si riportano qui'
        }
        azioni={
          <>
            <LinkButton to="/comunicazioni" variante="outline-primary">
              Comunicazioni
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      {can('comunicazione.invia') && <Ricevute />}
      <DataTable
        caption="Dal più recente"
        lista={lista}
        chiave={(f) => f.id}
        conteggio={['file', 'file']}
        colonne={[
          { id: 'nome', titolo: 'File', riga: true, cella: (f) => <span className="text-break">{f.nome}</span> },
          {
            id: 'verso',
            titolo: 'Verso',
            cella: (f) =>
              f.verso === 'uscita'
                ? `A ${f.destinatario ? nomiDestinatario[f.destinatario] : '–'}`
                : 'Ricevute ed esiti',
          },
          { id: 'comune', titolo: 'Comune', cella: (f) => f.comune },
          { id: 'righe', titolo: 'Righe', numero: true, cella: (f) => formatNumero(f.righe) },
          { id: 'creato', titolo: 'Quando', cella: (f) => formatIstante(f.creatoIl) },
          { id: 'stato', titolo: 'Stato', cella: (f) => <Stato f={f} /> },
          {
            id: 'atti',
            titolo: 'Atti',
            senzaTitolo: true,
            cella: (f) => <Atti f={f} automatico={numeri.data?.automatico ?? true} />,
          },
        ]}
        vuoto={{ titolo: 'Nessun file', testo: 'I file si preparano dalle comunicazioni da inviare.' }}
      />
      <DataTable
        caption="Tracciati in uso: nessuno è ufficiale"
        lista={{ voci: reti.data?.voci ?? [], isPending: reti.isPending, error: reti.error, refetch: reti.refetch }}
        chiave={(t) => t.codice}
        conteggio={['tracciato', 'tracciati']}
        colonne={[
          { id: 'nome', titolo: 'Tracciato', riga: true, cella: (t) => `${t.nome} (${t.codice})` },
          { id: 'nota', titolo: 'Com’è fatto', cella: (t) => t.nota },
          { id: 'fonte', titolo: 'Fonte', cella: (t) => <Fonte fonte={t.fonte} segno={t.segno as '?'} /> },
        ]}
        vuoto={{ titolo: 'Nessun tracciato' }}
      />
    </>
  )
}

const Stato = ({ f }: { f: FileScambio }) =>
  f.verso === 'uscita' ? (
    stati[f.stato]
  ) : (
    <>
      {plurale(f.applicate, 'risposta applicata', 'risposte applicate')}
      {f.giaNote > 0 && `, ${formatNumero(f.giaNote)} già note`}
      {f.problemi.length > 0 && (
        <details>
          <summary>{plurale(f.problemi.length, 'problema', 'problemi')}</summary>
          <ul>
            {f.problemi.map((p) => (
              <li key={p}>{p}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  )

const Atti = ({ f, automatico }: { f: FileScambio; automatico: boolean }) => (
  <>
    <ExportButton e={comunicazioniApi.scarica} input={{ id: f.id }} etichetta={`Scarica (${formatByte(f.bytes)})`} />
    {f.stato === 'da-consegnare' && !automatico && (
      <ActionButton
        e={comunicazioniApi.consegna}
        input={{ id: f.id }}
        etichetta="L’ho consegnato"
        piccolo
        conferma={{
          titolo: 'Il file è dal destinatario?',
          testo: 'Le sue comunicazioni risultano inviate e non si mandano più.',
        }}
        invalidates={tocca}
        esito="File consegnato."
      />
    )}
  </>
)

function Ricevute() {
  const [r, setR] = useState<Riconciliazione | null>(null)
  const carica = useUpload(comunicazioniApi.ricevi, { invalidates: tocca, onDone: setR })
  return (
    <section aria-label="Ricevute ed esiti">
      <h2>Ricevute ed esiti</h2>
      <FileDrop
        etichetta="File delle ricevute"
        aiuto="Una riga per risposta: RIFERIMENTO, ESITO, e dove servono DATA, MOTIVO, PROTOCOLLO, IMPORTO."
        estensioni={['.csv', '.txt', '.xlsx', '.ods']}
        maxBytes={comunicazioniApi.ricevi.upload.maxBytes}
        onFile={(file) => void carica.invia({ file, nome: file.name })}
        stato={carica}
      />
      {r && (
        <Avviso
          tipo={r.problemi.length > 0 ? 'warning' : 'success'}
          titolo={
            r.stessoFileIl
              ? `Lo stesso file era già stato letto il ${formatIstante(r.stessoFileIl)}: non è cambiato nulla`
              : `${plurale(r.applicate, 'risposta applicata', 'risposte applicate')}`
          }
          annuncia
        >
          {r.giaNote > 0 && <p>{plurale(r.giaNote, 'risposta era già nota', 'risposte erano già note')}.</p>}
          {r.problemi.length > 0 && (
            <ul>
              {r.problemi.map((p) => (
                <li key={p}>{p}</li>
              ))}
            </ul>
          )}
        </Avviso>
      )}
    </section>
  )
}
