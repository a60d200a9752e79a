// Folders opened in an emergency, to be reviewed the next morning by somebody else.
import { Link } from 'react-router'
import { emergenzeApi, esitiRiesame } from '../../shared/cartella/emergenze.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { SelectField, TextArea } from '../kernel/form/fields.tsx'
import { formatIstante } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { useSessione } from '../kernel/session.tsx'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { AttoConCampi } from './atto-con-campi.tsx'
import { nomeDi } from './parole.tsx'

type Apertura = Output<typeof emergenzeApi.elenco>['voci'][number]
const VUOTI = { riesaminate: '' }
const nomiEsito = { giustificata: 'giustificata', 'non-giustificata': 'non giustificata' } as const

export default function EmergenzePage() {
  const { can } = useSessione()
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const lista = usePagine(emergenzeApi.elenco, filtri.riesaminate ? { riesaminate: true } : {})
  return (
    <>
      <PageHeader
        titolo="Aperture in emergenza"
        sotto="Il pronto intervento apre un fascicolo per poche ore: il mattino dopo si dice se era giusto"
        azioni={<PrintButton />}
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterCheck name="riesaminate" label="Quelle già riesaminate" />
      </Filtri>
      <DataTable
        caption="Dalla più recente"
        lista={lista}
        chiave={(a) => a.id}
        conteggio={['apertura', 'aperture']}
        colonne={[
          { id: 'quando', titolo: 'Aperto il', riga: true, cella: (a) => formatIstante(a.dal) },
          { id: 'scade', titolo: 'Fino a', cella: (a) => formatIstante(a.scade) },
          { id: 'chi', titolo: 'Da', cella: (a) => a.chi ?? '–' },
          {
            id: 'persona',
            titolo: 'Fascicolo di',
            cella: (a) =>
              can('persona.letture') ? (
                <Link to={`/persone/${a.persona.id}/letture`}>{nomeDi(a.persona)}</Link>
              ) : (
                nomeDi(a.persona)
              ),
          },
          { id: 'perche', titolo: 'Scopo dichiarato', cella: (a) => a.dettaglio },
          { id: 'esito', titolo: 'Riesame', cella: (a) => <Riesame a={a} /> },
        ]}
        vuoto={
          filtri.riesaminate
            ? { titolo: 'Nessuna apertura riesaminata' }
            : { titolo: 'Niente da riesaminare', testo: 'Nessun fascicolo è stato aperto in emergenza.' }
        }
      />
    </>
  )
}

function Riesame({ a }: { a: Apertura }) {
  if (a.esito)
    return (
      <>
        <StatusBadge tono={a.esito === 'giustificata' ? 'positivo' : 'critico'}>{nomiEsito[a.esito]}</StatusBadge>
        <div>{a.nota}</div>
        <div>
          {a.riesaminataDa}, {formatIstante(a.riesaminataIl)}
        </div>
      </>
    )
  return (
    <>
      {a.daRiesaminare && <StatusBadge tono="attenzione">da riesaminare</StatusBadge>}{' '}
      <AttoConCampi
        e={emergenzeApi.riesamina}
        fissi={{ id: a.id }}
        invalidates={[emergenzeApi.elenco]}
        iniziali={{ esito: '', nota: '' }}
        etichetta="Riesamina"
        titolo="Era giustificata?"
        invio="Registra il riesame"
        piccolo
        esito="Riesame registrato."
      >
        <SelectField name="esito" label="Esito" opzioni={esitiRiesame.map((e) => [e, nomiEsito[e]] as const)} />
        <TextArea name="nota" label="Perché" righe={3} />
      </AttoConCampi>
    </>
  )
}
