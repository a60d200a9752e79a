// Who opened, or tried to open, whose record, and why it was refused. The record appears by its key alone, so that the
// register itself tells nobody whose it is; nor does it tell why a record was opened, which may say it.
import { registriApi } from '../../shared/accesso/registri.api.ts'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { formatIstante } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { ExportButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterDate, FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { Restringi, Restrizione, soloPieni, useAtti } from './registro.tsx'

const vuoti = { dal: '', al: '', azione: '', esito: '', utente: '', oggetto: '' }
const esiti = [
  ['consentito', 'Consentiti'],
  ['negato', 'Negati'],
] as const

export default function AccessiPage() {
  const { ambito } = useSessione()
  const [filtri, setFiltri] = useFiltri(vuoti)
  const domanda = soloPieni(filtri) as Input<typeof registriApi.esportaAccessi>
  const lista = usePagine(registriApi.accessi, domanda)
  const atti = useAtti()
  return (
    <>
      <PageHeader
        titolo="Registro degli accessi"
        sotto="Chi ha aperto un fascicolo, e chi ha tentato senza poterlo fare, con il motivo del rifiuto. I fascicoli sono indicati dal loro codice, senza nomi."
        azioni={
          <>
            <ExportButton e={registriApi.esportaAccessi} input={domanda} etichetta="Esporta (CSV)" />
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
        <FilterDate name="dal" label="Dal giorno" />
        <FilterDate name="al" label="Al giorno" />
        <FilterSelect name="esito" label="Esito" opzioni={[...esiti]} tutti="Consentiti e negati" />
        <FilterSelect name="azione" label="Atto" opzioni={atti} tutti="Tutti gli atti" />
      </Filtri>
      {filtri.utente && (
        <Restrizione onTogli={() => setFiltri({ utente: '' })}>
          {`Solo gli accessi di ${lista.voci[0]?.chi ?? 'una persona'}.`}
        </Restrizione>
      )}
      {filtri.oggetto && (
        <Restrizione onTogli={() => setFiltri({ oggetto: '' })}>{`Solo il fascicolo ${filtri.oggetto}.`}</Restrizione>
      )}
      <DataTable
        caption="Accessi, dal più recente"
        lista={lista}
        chiave={(a) => String(a.id)}
        conteggio={['accesso', 'accessi']}
        colonne={[
          { id: 'quando', titolo: 'Quando', riga: true, cella: (a) => formatIstante(a.quando) },
          {
            id: 'chi',
            titolo: 'Chi',
            cella: (a) => (
              <>
                {a.chi}
                {a.utenteId && !filtri.utente && (
                  <div>
                    <Restringi di={a.chi} onClick={() => setFiltri({ utente: a.utenteId ?? '' })}>
                      Solo i suoi
                    </Restringi>
                  </div>
                )}
              </>
            ),
          },
          { id: 'atto', titolo: 'Atto', cella: (a) => a.atto },
          {
            id: 'esito',
            titolo: 'Esito',
            cella: (a) => <StatusBadge tono={a.esito === 'negato' ? 'critico' : 'positivo'}>{a.esito}</StatusBadge>,
          },
          { id: 'motivo', titolo: 'Motivo del rifiuto', cella: (a) => a.motivo ?? '–' },
          {
            id: 'fascicolo',
            titolo: 'Fascicolo',
            cella: (a) =>
              a.oggettoId ? (
                <>
                  <code>{a.oggettoId}</code>
                  {!filtri.oggetto && (
                    <div>
                      <Restringi di={a.oggettoId} onClick={() => setFiltri({ oggetto: a.oggettoId ?? '' })}>
                        Chi altri lo ha aperto
                      </Restringi>
                    </div>
                  )}
                </>
              ) : (
                '–'
              ),
          },
          ...(ambito
            ? []
            : [{ id: 'ambito', titolo: 'Ambito', cella: (a: { ambito: string | null }) => a.ambito ?? '–' }]),
        ]}
        vuoto={{ titolo: 'Nessun accesso', testo: 'Nel periodo e con i filtri scelti non risulta nulla.' }}
      />
    </>
  )
}
