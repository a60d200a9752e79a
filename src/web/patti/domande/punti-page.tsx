// Where domande are taken besides the desk of the comune.
import { domandeApi } from '../../../shared/patti/domande.api.ts'
import { AttoConCampi } from '../../cartella/atto-con-campi.tsx'
import { SelectField } from '../../kernel/form/fields.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { formatData, oggi } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'

const tocca = [domandeApi.punti, domandeApi.scelte]

export default function PuntiPage() {
  const q = useEndpoint(domandeApi.punti, {})
  return (
    <>
      <PageHeader
        titolo="Dove si raccolgono le domande"
        sotto="Lo sportello del comune c’è sempre; qui il comune indica gli altri punti di accesso"
        azioni={
          <>
            {q.data && (
              <AttoConCampi
                e={domandeApi.apriPunto}
                fissi={{}}
                iniziali={{
                  comuneId: q.data.comuni.length === 1 ? q.data.comuni[0]!.id : '',
                  ufficioId: '',
                  dal: oggi(),
                }}
                etichetta="Aggiungi un ufficio"
                titolo="Un altro punto di accesso"
                invio="Aggiungi"
                invalidates={tocca}
                esito="Ufficio aggiunto."
                primario
              >
                <SelectField
                  name="comuneId"
                  label="Comune"
                  opzioni={q.data.comuni.map((c) => [c.id, c.nome] as const)}
                />
                <SelectField
                  name="ufficioId"
                  label="Ufficio"
                  opzioni={q.data.uffici.map((u) => [u.id, u.nome] as const)}
                />
                <DateField name="dal" label="Dal" />
              </AttoConCampi>
            )}
            <PrintButton />
          </>
        }
      />
      <DataTable
        caption="Punti di accesso"
        lista={{ voci: q.data?.voci ?? [], isPending: q.isPending, error: q.error, refetch: q.refetch }}
        chiave={(p) => p.id}
        conteggio={['ufficio', 'uffici']}
        colonne={[
          { id: 'ufficio', titolo: 'Ufficio', riga: true, cella: (p) => p.ufficio },
          { id: 'comune', titolo: 'Per il comune', cella: (p) => p.comune },
          { id: 'dal', titolo: 'Dal', cella: (p) => formatData(p.dal) },
          { id: 'al', titolo: 'Fino al', cella: (p) => (p.al ? formatData(p.al) : 'oggi') },
          {
            id: 'atto',
            titolo: 'Chiusura',
            senzaTitolo: true,
            cella: (p) =>
              p.al ? null : (
                <AttoConCampi
                  e={domandeApi.chiudiPunto}
                  fissi={{ id: p.id }}
                  iniziali={{ al: oggi() }}
                  etichetta="Non raccoglie più"
                  titolo={`${p.ufficio}: non raccoglie più domande`}
                  invio="Registra"
                  invalidates={tocca}
                  piccolo
                >
                  <DateField name="al" label="Ultimo giorno" />
                </AttoConCampi>
              ),
          },
        ]}
        vuoto={{
          titolo: 'Nessun altro ufficio',
          testo:
            'Le domande si raccolgono allo sportello del comune. Aggiungi qui gli uffici che il comune ha indicato.',
        }}
      />
    </>
  )
}
