// The local catalogue of supports: by which entity, how many places, how many wait. Who may, adds and changes.
import { type OffertaSostegno, sostegniApi } from '../../shared/patti/patto.api.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { TextField } from '../kernel/form/fields.tsx'
import { AmountField, DateField, NumberField } from '../kernel/form/typed-fields.tsx'
import { formatData, formatEuro, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { parole, useVoci } from '../parametri/voci.ts'
import '../cartella/cartella.css'

const VUOTI = { finiti: '' }
const tocca = [sostegniApi.list, sostegniApi.numeri]

const Campi = () => (
  <>
    <TextField name="nome" label="Nome" />
    <VoceField name="sostegno" label="Sostegno" codifica="sostegno-patto" />
    <TextField name="ente" label="Chi lo dà" />
    <TextField name="recapiti" label="Recapiti dell’ente" />
    <NumberField name="posti" label="Posti" aiuto="Quanti insieme; lascia vuoto se non c’è un limite." />
    <DateField name="dal" label="Dal" />
    <DateField name="al" label="Fino al" />
    <AmountField name="costoOrario" label="Costo di un’ora" />
    <VoceField name="fondo" label="Fondo" codifica="fondo-sostegno" />
  </>
)
const valori = (o?: OffertaSostegno) => ({
  nome: o?.nome ?? '',
  sostegno: o?.sostegno ?? '',
  ente: o?.ente ?? '',
  recapiti: o?.recapiti ?? '',
  posti: o?.posti ?? '',
  dal: o?.dal ?? oggi(),
  al: o?.al ?? '',
  costoOrario: o?.costoOrario ?? '',
  fondo: o?.fondo ?? '',
})

export default function SostegniPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const q = useEndpoint(sostegniApi.list, { ...(filtri.finiti && { anche: 'finiti' as const }) })
  const nomi = useVoci('sostegno-patto').voci
  const fondi = useVoci('fondo-sostegno').voci
  const dice = (voci: typeof nomi, codice: string | null) => {
    const v = voci.find((x) => x.codice === codice)
    return v ? parole(v) : (codice ?? '–')
  }
  return (
    <>
      <PageHeader
        titolo="Sostegni"
        sotto="Che cosa i servizi dell’ambito possono dare nei patti, con i posti e chi attende"
        azioni={
          <>
            <AttoConCampi
              e={sostegniApi.crea}
              fissi={{}}
              iniziali={valori()}
              etichetta="Aggiungi un sostegno"
              titolo="Sostegno del catalogo"
              invio="Aggiungi"
              invalidates={tocca}
              esito="Sostegno aggiunto al catalogo."
              primario
            >
              <Campi />
            </AttoConCampi>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterCheck name="finiti" label="Anche quelli finiti" />
      </Filtri>
      <Caricamento query={q} righe={6}>
        {({ voci, parziale }) => (
          <>
            {parziale && (
              <Avviso titolo="Alcuni nuclei non sono contati">
                <p>
                  Tra chi occupa un posto, attende o attenderà non ci sono i nuclei di gruppi così piccoli che il numero
                  direbbe di qualcuno: i posti liberi possono essere meno. Chi segue i casi li vede tutti.
                </p>
              </Avviso>
            )}
            <DataTable
              caption="Catalogo dei sostegni"
              lista={{ voci }}
              chiave={(o) => o.id}
              colonne={[
                {
                  id: 'nome',
                  titolo: 'Nome',
                  riga: true,
                  cella: (o) => (
                    <>
                      {o.nome}
                      <small className="d-block">{dice(nomi, o.sostegno)}</small>
                    </>
                  ),
                },
                {
                  id: 'ente',
                  titolo: 'Chi lo dà',
                  cella: (o) => (
                    <>
                      {o.ente}
                      {o.recapiti && <small className="d-block">{o.recapiti}</small>}
                    </>
                  ),
                },
                {
                  id: 'posti',
                  titolo: 'Posti',
                  cella: (o) => (o.posti === null ? 'senza limite' : `${o.attivi} occupati su ${o.posti}`),
                },
                { id: 'attesa', titolo: 'In attesa', cella: (o) => o.inAttesa },
                { id: 'previsti', titolo: 'Previsti', cella: (o) => o.previsti },
                {
                  id: 'quando',
                  titolo: 'Quando',
                  cella: (o) => `dal ${formatData(o.dal)}${o.al ? ` al ${formatData(o.al)}` : ''}`,
                },
                {
                  id: 'fondo',
                  titolo: 'Fondo',
                  cella: (o) => (
                    <>
                      {dice(fondi, o.fondo)}
                      {o.costoOrario !== null && <small className="d-block">{formatEuro(o.costoOrario)} l’ora</small>}
                    </>
                  ),
                },
                {
                  id: 'atti',
                  titolo: 'Atti',
                  senzaTitolo: true,
                  cella: (o) => (
                    <AttoConCampi
                      e={sostegniApi.modifica}
                      fissi={{ id: o.id, versione: o.versione }}
                      iniziali={valori(o)}
                      etichetta="Cambia"
                      titolo={o.nome}
                      invio="Salva"
                      invalidates={tocca}
                      esito="Sostegno cambiato."
                      piccolo
                    >
                      <Campi />
                    </AttoConCampi>
                  ),
                },
              ]}
              vuoto={{
                titolo: 'Il catalogo è vuoto',
                testo:
                  'Aggiungi i sostegni che l’ambito può dare: chi scrive un patto li trova già pronti, e si vede quanti attendono.',
              }}
            />
          </>
        )}
      </Caricamento>
    </>
  )
}
