// What the flows are checked against: the table of the regions, that somebody compares and confirms, and the schemas in use.
import { nomiOrigine, riferimentiApi, type SchemaDetto } from '../../shared/flussi/riferimenti.api.ts'
import { useAmbitoDi } from '../kernel/ambito.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { formatIstante, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { Dove } from './dove.tsx'
import { useAmbitiMiei } from './ente-scelto.tsx'

type Riferimenti = OutputWeb<typeof riferimentiApi.leggi>

export default function RiferimentiPage() {
  const q = useEndpoint(riferimentiApi.leggi, {})
  const ambiti = useAmbitiMiei(riferimentiApi.leggi.azione)
  const dove = useAmbitoDi(riferimentiApi.leggi)
  const altro = ambiti.find((a) => a.id !== null && a.id === dove)
  return (
    <>
      <PageHeader
        titolo="Tabelle e schemi"
        sotto="Con che cosa si controllano i flussi, e chi lo ha verificato"
        azioni={<PrintButton />}
      />
      <Dove ambiti={ambiti} qui={altro?.id ?? null} />
      <Caricamento query={q} righe={8}>
        {(r) => (
          <>
            <Regioni r={r} altro={altro?.nome} />
            <Istat senza={r.senzaIstat} />
            <Schemi schemi={r.schemi} />
          </>
        )}
      </Caricamento>
    </>
  )
}

/** `altro`: the ambito that this table is confirmed for, when it is not one's own. */
function Regioni({ r, altro }: { r: Riferimenti; altro: string | undefined }) {
  const can = useCan()
  const daVerificare = r.regioni.some((x) => x.daVerificare)
  return (
    <section aria-label="Codici delle regioni">
      <h2>Codici delle regioni (tabella T0)</h2>
      {r.conferma ? (
        <Avviso
          tipo="success"
          titolo={`Confermata${altro ? ` per ${altro}` : ''} il ${formatIstante(r.conferma.il)}${r.conferma.da ? ` da ${r.conferma.da}` : ''}`}
        >
          <p>Confrontata con: {r.conferma.fonte}</p>
        </Avviso>
      ) : (
        daVerificare && (
          <Avviso tipo="warning" titolo="Tabella da verificare">
            <p>
              Questi codici non vengono da una fonte ufficiale.{' '}
              {altro
                ? `Per i flussi di ${altro} li confronta e li conferma un operatore di quell’ambito.`
                : 'Confrontali con la tabella T0 in vigore dell’Agenzia delle Entrate, poi conferma qui sotto: l’avviso sparisce per tutto l’ambito, finché la tabella resta questa.'}
            </p>
          </Avviso>
        )
      )}
      <DataTable
        caption="Codici delle regioni nei flussi INPS"
        lista={{ voci: r.regioni }}
        chiave={(x) => x.codice}
        conteggio={['regione', 'regioni']}
        colonne={[
          { id: 'codice', titolo: 'Codice T0', riga: true, cella: (x) => x.codice },
          { id: 'nome', titolo: 'Regione', cella: (x) => x.nome },
          { id: 'istat', titolo: 'Codice ISTAT', cella: (x) => x.istat ?? '' },
        ]}
        vuoto={{ titolo: 'La tabella è vuota' }}
      />
      {!altro && can('flusso.ente') && daVerificare && !r.conferma && (
        <Conferma key={r.impronta} impronta={r.impronta} />
      )}
    </section>
  )
}

const Istat = ({ senza: { quanti, nomi } }: { senza: Riferimenti['senzaIstat'] }) => (
  <section aria-label="Codici ISTAT dei comuni">
    <h2>Codici ISTAT dei comuni</h2>
    {quanti === 0 ? (
      <p>Ogni comune di oggi ha il suo codice.</p>
    ) : (
      <Avviso
        tipo="warning"
        titolo={`${plurale(quanti, 'comune di oggi non ha', 'comuni di oggi non hanno')} un codice ISTAT`}
      >
        <p>
          {nomi.join(', ')}
          {quanti > nomi.length && ' e altri'}. Una residenza in questi comuni si scrive con il suo codice di sei cifre.
          Perché si trovino da sé, chi gestisce Trama scarica l’archivio ufficiale dei comuni (ANPR, «archivio storico
          dei comuni», in CSV) e lo carica con il comando{' '}
          <code>npm run trama -- territorio importa-comuni FILE.csv</code>: porta anche i codici che i comuni avevano in
          passato.
        </p>
      </Avviso>
    )}
  </section>
)

function Conferma({ impronta }: { impronta: string }) {
  const form = useActionForm(riferimentiApi.conferma, {
    iniziali: { fonte: '' },
    fissi: { impronta },
    invalidates: [riferimentiApi.leggi],
    esito: 'Tabella confermata.',
  })
  return (
    <Form form={form} invio="Confermo: i codici sono questi">
      <TextField
        name="fonte"
        label="Con che cosa l’hai confrontata"
        aiuto="Come: tabella T0 dell’Agenzia delle Entrate, pagina del 3 marzo 2026."
      />
    </Form>
  )
}

export const Schemi = ({ schemi }: { schemi: readonly SchemaDetto[] }) => (
  <section aria-label="Schemi in uso">
    <h2>Schemi in uso</h2>
    <DataTable
      caption="Lo schema con cui si controlla ogni tracciato"
      lista={{ voci: [...schemi] }}
      chiave={(s) => s.tipo}
      conteggio={['schema', 'schemi']}
      colonne={[
        { id: 'tipo', titolo: 'Tracciato', riga: true, cella: (s) => s.tipo.replaceAll('_', ' ') },
        { id: 'origine', titolo: 'Schema', cella: (s) => nomiOrigine[s.origine] },
        { id: 'nome', titolo: 'File', cella: (s) => s.nome ?? '' },
        { id: 'sha', titolo: 'Impronta', cella: (s) => s.sha256?.slice(0, 16) ?? '' },
        { id: 'quando', titolo: 'Caricato', cella: (s) => (s.caricatoIl ? formatIstante(s.caricatoIl) : '') },
      ]}
      vuoto={{ titolo: 'Nessuno schema' }}
    />
  </section>
)
