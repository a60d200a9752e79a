// INPS's own schemas of the flows: uploaded here, used at once for every ambito, withdrawn when they are of no more use.
import { riferimentiApi } from '../../shared/flussi/riferimenti.api.ts'
import { formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FileDrop, useUpload } from '../kernel/ui/file-drop.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { Schemi } from './riferimenti-page.tsx'

const rilegge = [riferimentiApi.schemi]

export default function SchemiPage() {
  const q = useEndpoint(riferimentiApi.schemi, {})
  const carica = useUpload(riferimentiApi.carica, {
    invalidates: rilegge,
    esito: (r) => `Schema ${r.tipo.replaceAll('_', ' ')} caricato: vale da subito.`,
  })
  return (
    <>
      <PageHeader
        titolo="Schemi INPS dei flussi"
        sotto="Gli XSD pubblicati da INPS: senza, si usano quelli che Trama ha scritto sui campi documentati"
        azioni={<PrintButton />}
      />
      <FileDrop
        etichetta="Schema di un tracciato (.xsd)"
        aiuto="PS_PSA_SINA o SINBA: lo riconosce Trama. Uno schema che Trama non sa applicare per intero si rifiuta, dicendo perché."
        estensioni={['.xsd', '.xml']}
        maxBytes={riferimentiApi.carica.upload.maxBytes}
        onFile={(file) => void carica.invia({ file })}
        stato={carica}
      />
      <Caricamento query={q} righe={4}>
        {(r) => (
          <>
            <Schemi schemi={r.inUso} />
            <section aria-label="Schemi caricati">
              <h2>Caricati</h2>
              <DataTable
                caption="Schemi caricati, dal più recente"
                lista={{ voci: r.caricati }}
                chiave={(s) => s.id}
                conteggio={['schema', 'schemi']}
                colonne={[
                  { id: 'nome', titolo: 'File', riga: true, cella: (s) => s.nomeFile },
                  { id: 'tipo', titolo: 'Tracciato', cella: (s) => s.tipo.replaceAll('_', ' ') },
                  { id: 'sha', titolo: 'Impronta', cella: (s) => s.sha256.slice(0, 16) },
                  {
                    id: 'quando',
                    titolo: 'Caricato',
                    cella: (s) => `${formatIstante(s.caricatoIl)}${s.da ? `, ${s.da}` : ''}`,
                  },
                  {
                    id: 'atto',
                    titolo: 'Ritira',
                    cella: (s) =>
                      s.ritiratoIl ? (
                        `ritirato ${formatIstante(s.ritiratoIl)}`
                      ) : (
                        <ActionButton
                          e={riferimentiApi.ritira}
                          input={{ id: s.id }}
                          etichetta="Ritira"
                          piccolo
                          conferma={{
                            titolo: 'Ritirare lo schema?',
                            testo: 'Torna in uso quello di prima, o quello di Trama.',
                          }}
                          invalidates={rilegge}
                          esito="Schema ritirato."
                        />
                      ),
                  },
                ]}
                vuoto={{ titolo: 'Nessuno schema caricato', testo: 'Si usano gli schemi di Trama.' }}
              />
            </section>
          </>
        )}
      </Caricamento>
    </>
  )
}
