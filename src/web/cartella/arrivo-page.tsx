// What another comune sends, and the answer.
import { useNavigate, useParams } from 'react-router'
import { scambiApi } from '../../shared/cartella/scambi.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { SelectField } from '../kernel/form/fields.tsx'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import { AttoConCampi } from './atto-con-campi.tsx'
import { nomeDi, Scadenza } from './parole.tsx'
import { toccate } from './presa/scheda.ts'
import './cartella.css'

const NESSUNA = 'nessuna'

export default function ArrivoPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(scambiApi.leggi, { id })
  return (
    <>
      <PageHeader titolo={q.data ? nomeDi(q.data) : 'Presa in carico offerta'} azioni={q.data && <PrintButton />} />
      <Caricamento query={q} righe={6}>
        {(s) => <Corpo s={s} />}
      </Caricamento>
    </>
  )
}

function Corpo({ s }: { s: Output<typeof scambiApi.leggi> }) {
  const navigate = useNavigate()
  return (
    <>
      <p className="atti">
        <AttoConCampi
          e={scambiApi.accetta}
          fissi={{ id: s.id }}
          invalidates={[scambiApi.arrivi, ...toccate]}
          iniziali={{ utenteId: '', ...(s.simili.length > 0 && { personaId: '' }) }}
          // one of the similar ones, or none of them: all looked at
          toInput={({ personaId, ...v }) =>
            ({
              ...v,
              id: s.id,
              ...(personaId === NESSUNA ? { diverseDa: s.simili.map((x) => x.id) } : personaId && { personaId }),
            }) as never
          }
          etichetta="Accetta e assegna"
          titolo="A chi la assegni?"
          primario
          esito="Presa in carico accettata: l’operatore è stato avvisato."
          onDone={() => void navigate('/arrivi')}
        >
          <p>I termini già in corso continuano: né il primo contatto né i compiti ricominciano da capo.</p>
          {s.simili.length > 0 && (
            <SelectField
              name="personaId"
              label="Chi è, tra le persone del tuo comune?"
              obbligatorio
              opzioni={[
                ...s.simili.map(
                  (x) =>
                    [
                      x.id,
                      `${nomeDi(x)}${x.dataNascita ? `, ${formatData(x.dataNascita)}` : ''} (${x.motivi.join(', ')})`,
                    ] as const,
                ),
                [NESSUNA, 'Nessuna di queste: è un’altra persona'] as const,
              ]}
              aiuto="Se è già nel tuo archivio la presa in carico si aggiunge al suo fascicolo, e non nasce un doppione."
            />
          )}
          <SelectField
            name="utenteId"
            label="Operatore"
            opzioni={s.operatori.map((o) => [o.utenteId, o.nome] as const)}
          />
        </AttoConCampi>
        <ActionButton
          e={scambiApi.rifiuta}
          input={{ id: s.id }}
          etichetta="Rifiuta"
          conferma={{
            titolo: 'Rifiutare la presa in carico?',
            testo: 'Il motivo è comunicato all’altro comune.',
            motivo: 'Motivo',
          }}
          invalidates={[scambiApi.arrivi]}
          esito="Offerta rifiutata."
          onDone={() => void navigate('/arrivi')}
        />
      </p>
      <DefinitionList
        voci={[
          ['Data di nascita', s.dataNascita && formatData(s.dataNascita)],
          ['Primo contatto entro il', s.primoContattoEntro && formatData(s.primoContattoEntro)],
        ]}
      />
      <h2>Compiti aperti</h2>
      <DataTable
        caption="Dalla scadenza più vicina"
        lista={{ voci: s.compiti }}
        chiave={(c) => `${c.titolo} ${c.scade}`}
        conteggio={['compito', 'compiti']}
        colonne={[
          { id: 'titolo', titolo: 'Che cosa', riga: true, cella: (c) => c.titolo },
          { id: 'scade', titolo: 'Scadenza', cella: (c) => <Scadenza giorno={c.scade} /> },
        ]}
        vuoto={{ titolo: 'Nessun compito aperto' }}
      />
      <h2>Consegne</h2>
      <ul>
        {s.consegne.map((v) => (
          <li key={`${v.sezione} ${v.testo}`}>
            {v.testo}
            {v.scade && ` (${formatData(v.scade)})`}
          </li>
        ))}
      </ul>
    </>
  )
}
