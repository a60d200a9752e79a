// Households that other comuni say live here: taken, with their terms as they are, or refused with a reason.
import { casiApi } from '../../shared/patti/casi.api.ts'
import { formatData, formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import '../cartella/cartella.css'

const tocca = [casiApi.arrivi, casiApi.cerca]

export default function ArriviPage() {
  const q = useEndpoint(casiApi.arrivi, {})
  return (
    <>
      <PageHeader
        titolo="Nuclei offerti da altri comuni"
        sotto="Accettandone uno diventa un caso da assegnare: i termini continuano, non ricominciano"
        azioni={<PrintButton />}
      />
      <DataTable
        caption="Da quello che attende di più"
        lista={{ voci: q.data?.voci ?? [], isPending: q.isPending, error: q.error, refetch: q.refetch }}
        chiave={(o) => o.id}
        conteggio={['nucleo', 'nuclei']}
        colonne={[
          {
            id: 'chi',
            titolo: 'Richiedente',
            riga: true,
            cella: (o) => (
              <>
                {o.richiedente}
                <small className="d-block">{o.codiceFiscale}</small>
              </>
            ),
          },
          { id: 'da', titolo: 'Da', cella: (o) => `${o.comune}, ${o.ambito}` },
          { id: 'a', titolo: 'A', cella: (o) => o.comuneDest },
          { id: 'misura', titolo: 'Misura', cella: (o) => `${o.misura}, domanda del ${formatData(o.presentataIl)}` },
          { id: 'motivo', titolo: 'Motivo', cella: (o) => o.motivo },
          { id: 'quando', titolo: 'Offerto', cella: (o) => formatIstante(o.offertaIl) },
          {
            id: 'atti',
            titolo: 'Risposta',
            senzaTitolo: true,
            cella: (o) => (
              <div className="atti">
                <ActionButton
                  e={casiApi.rispondi}
                  input={{ id: o.id, accetta: true, motivo: '' }}
                  etichetta="Accetta"
                  variante="primary"
                  conferma={{
                    titolo: `Accettare ${o.richiedente}?`,
                    testo: 'Diventa un caso del tuo comune, da assegnare.',
                  }}
                  invalidates={tocca}
                  esito="Nucleo accettato: tra poco è tra i casi da assegnare."
                  piccolo
                />
                <ActionButton
                  e={casiApi.rispondi}
                  input={{ id: o.id, accetta: false, motivo: '' }}
                  etichetta="Rifiuta"
                  conferma={{
                    titolo: `Rifiutare ${o.richiedente}?`,
                    testo: 'Resta al comune che lo offre.',
                    motivo: 'Perché',
                  }}
                  invalidates={tocca}
                  esito="Nucleo rifiutato."
                  piccolo
                />
              </div>
            ),
          },
        ]}
        vuoto={{
          titolo: 'Nessun nucleo offerto',
          testo: 'Compaiono qui quelli che un altro comune dice vivere nel tuo.',
        }}
      />
    </>
  )
}
