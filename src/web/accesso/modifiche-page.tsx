// Who changed what, under which act, in words. What one reads here is decided by the database: an administrator the
// rows of his ambito, none with data of beneficiaries.
import { registriApi } from '../../shared/accesso/registri.api.ts'
import { nomeOggetto } from '../../shared/accesso/registri.rules.ts'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { formatIstante } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { ExportButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterDate, FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Restringi, Restrizione, soloPieni, useAtti } from './registro.tsx'

const vuoti = { dal: '', al: '', azione: '', tabella: '', utente: '', riga: '' }

export default function ModifichePage() {
  const { ambito } = useSessione()
  const [filtri, setFiltri] = useFiltri(vuoti)
  const domanda = soloPieni(filtri) as Input<typeof registriApi.esportaModifiche>
  const lista = usePagine(registriApi.modifiche, domanda)
  const atti = useAtti()
  const primo = lista.voci[0]
  return (
    <>
      <PageHeader
        titolo="Registro delle modifiche"
        sotto="Ogni inserimento, modifica e cancellazione, con chi l’ha fatta e in forza di quale atto. Il registro non si può alterare."
        azioni={
          <>
            <ExportButton e={registriApi.esportaModifiche} input={domanda} etichetta="Esporta (CSV)" />
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={vuoti}>
        <FilterDate name="dal" label="Dal giorno" />
        <FilterDate name="al" label="Al giorno" />
        <FilterSelect name="azione" label="Atto" opzioni={atti} tutti="Tutti gli atti" />
      </Filtri>
      {filtri.utente && (
        <Restrizione onTogli={() => setFiltri({ utente: '' })}>
          {`Solo ciò che ha fatto ${primo?.chi ?? 'la persona scelta'}.`}
        </Restrizione>
      )}
      {filtri.riga && (
        <Restrizione onTogli={() => setFiltri({ riga: '', tabella: '' })}>
          {`Solo la storia di: ${nomeOggetto(filtri.tabella)}${primo?.riguarda ? ` di ${primo.riguarda}` : ''}.`}
        </Restrizione>
      )}
      <DataTable
        caption="Modifiche, dalla più recente"
        lista={lista}
        chiave={(m) => String(m.id)}
        conteggio={['modifica', 'modifiche']}
        colonne={[
          { id: 'quando', titolo: 'Quando', riga: true, cella: (m) => formatIstante(m.quando) },
          {
            id: 'chi',
            titolo: 'Chi',
            cella: (m) => (
              <>
                {m.chi}
                {m.utenteId && !filtri.utente && (
                  <div>
                    <Restringi di={m.chi} onClick={() => setFiltri({ utente: m.utenteId ?? '' })}>
                      Solo le sue
                    </Restringi>
                  </div>
                )}
              </>
            ),
          },
          { id: 'atto', titolo: 'Atto', cella: (m) => m.atto },
          {
            id: 'cosa',
            titolo: 'Che cosa',
            cella: (m) => (
              <>
                {m.frase}
                {m.rigaId && !filtri.riga && (
                  <div>
                    <Restringi
                      di={m.riguarda ? `${m.oggetto} di ${m.riguarda}` : m.oggetto}
                      onClick={() => setFiltri({ riga: m.rigaId ?? '', tabella: m.tabella })}
                    >
                      Tutta la sua storia
                    </Restringi>
                  </div>
                )}
              </>
            ),
          },
          ...(ambito
            ? []
            : [{ id: 'ambito', titolo: 'Ambito', cella: (m: { ambito: string | null }) => m.ambito ?? '–' }]),
        ]}
        vuoto={{ titolo: 'Nessuna modifica', testo: 'Nel periodo e con i filtri scelti non risulta nulla.' }}
      />
    </>
  )
}
