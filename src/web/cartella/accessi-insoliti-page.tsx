// What the weekly rules found about who reads the records: how many, never of whom; and what came of looking into it.
import { useState } from 'react'
import { accessiApi } from '../../shared/cartella/accessi.api.ts'
import { esitiEsame, nomiEsito, regolaInParole } from '../../shared/cartella/accessi.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { SelectField, TextArea } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { formatData, formatIstante } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'

type Insolito = Output<typeof accessiApi.insoliti>['voci'][number]
const VUOTI = { daEsaminare: '' }

export default function AccessiInsolitiPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const lista = usePagine(accessiApi.insoliti, filtri.daEsaminare ? { daEsaminare: true } : {})
  return (
    <>
      <PageHeader
        titolo="Accessi insoliti"
        sotto="Ogni lunedì, le letture della settimana che escono dal solito"
        azioni={<PrintButton />}
      />
      <p>
        Insolito non vuol dire scorretto: ogni riga dice la regola che l’ha trovata. Le soglie sono tra i parametri. Di
        chi sono i fascicoli non si vede qui.
      </p>
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterCheck name="daEsaminare" label="Solo da esaminare" />
      </Filtri>
      <DataTable
        caption="Accessi insoliti, dalla settimana più recente"
        lista={lista}
        chiave={(r) => r.id}
        conteggio={['accesso insolito', 'accessi insoliti']}
        colonne={[
          { id: 'settimana', titolo: 'Settimana del', cella: (r) => formatData(r.settimana) },
          { id: 'chi', titolo: 'Chi', riga: true, cella: (r) => r.chi },
          { id: 'cosa', titolo: 'Che cosa', cella: (r) => regolaInParole(r) },
          { id: 'esame', titolo: 'Esame', cella: (r) => <Esame r={r} /> },
        ]}
        vuoto={
          filtri.daEsaminare
            ? { titolo: 'Niente da esaminare', testo: 'Tutti gli accessi insoliti sono stati guardati.' }
            : { titolo: 'Nessun accesso insolito', testo: 'Le regole guardano le letture ogni lunedì mattina.' }
        }
      />
    </>
  )
}

function Esame({ r }: { r: Insolito }) {
  const [aperto, setAperto] = useState(false)
  if (r.esito && r.esito !== 'da-approfondire')
    return (
      <>
        {nomiEsito[r.esito]}, {r.esaminatoDa}, {formatIstante(r.esaminatoIl)}
        {r.nota && `: ${r.nota}`}
      </>
    )
  return (
    <details className="dettagli" onToggle={(e) => setAperto(e.currentTarget.open)}>
      <summary>{r.esito ? `${nomiEsito[r.esito]}: ${r.nota}` : 'Registra l’esame'}</summary>
      {/* a draft is looked for only where one is going to write */}
      {aperto && <ModuloEsame r={r} />}
    </details>
  )
}

function ModuloEsame({ r }: { r: Insolito }) {
  const form = useActionForm(accessiApi.esamina, {
    bozza: `accesso-insolito:${r.id}`,
    iniziali: { esito: '', nota: '' },
    fissi: { id: r.id, esameVisto: r.esaminatoIl },
    invalidates: [accessiApi.insoliti],
    esito: 'Esame registrato.',
  })
  return (
    <Form form={form} invio="Registra">
      <SelectField name="esito" label="Esito" opzioni={esitiEsame.map((e) => [e, nomiEsito[e]] as const)} />
      <TextArea name="nota" label="Nota" righe={2} />
    </Form>
  )
}
