// The card of a minor: what is wrong, what it says, what was changed, and whom the office knows by that token.
import { useParams } from 'react-router'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { EnteDellaPagina } from './ente-scelto.tsx'
import { MinoreForm } from './minore-form.tsx'
import { StatoPrestazioneBadge } from './parole.tsx'
import { Cambi, Difetti, Valori } from './riga.tsx'
import { MINORI, siCorregge } from './tracciati.ts'
import './flussi.css'

type Scheda = OutputWeb<typeof minoriApi.leggi>

export default function MinorePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(minoriApi.leggi, { id })
  return (
    <>
      <EnteDellaPagina id={q.data?.enteId} />
      <Caricamento query={q} righe={10}>
        {(s) => <Contenuto key={s.id} s={s} />}
      </Caricamento>
    </>
  )
}

function Contenuto({ s }: { s: Scheda }) {
  const can = useCan()
  const aperta = siCorregge(s) && can('flusso.correggi')
  return (
    <>
      <PageHeader
        titolo={`Scheda ${s.gettone}`}
        sotto={`Fascicolo ${s.riferimento}, che non entra in alcun flusso`}
        azioni={
          <>
            {aperta && (
              <ActionButton
                e={minoriApi.escludi}
                input={{ id: s.id, versione: s.versione }}
                etichetta="Escludi"
                conferma={{
                  titolo: 'Escludere la scheda?',
                  testo: 'Non andrà a INPS. Si può riammettere quando si vuole.',
                }}
                invalidates={MINORI.rilegge}
                esito="Scheda esclusa."
              />
            )}
            {s.stato === 'esclusa' && !s.giaInviata && (
              <ActionButton
                e={minoriApi.riammetti}
                input={{ id: s.id, versione: s.versione }}
                etichetta="Riammetti"
                invalidates={MINORI.rilegge}
                esito="Scheda riammessa."
              />
            )}
            <PrintButton />
          </>
        }
      />
      <p>
        <StatoPrestazioneBadge stato={s.stato} /> {s.flusso && `Flusso ${s.flusso}. `}
        {s.giaInviata && 'Inviata con un altro programma. '}
        Scritta {formatIstante(s.creataIl)}.
      </p>
      <Difetti t={MINORI} r={s} />
      {aperta ? (
        <MinoreForm
          e={minoriApi.correggi}
          valori={s.valori}
          fissi={{ id: s.id, versione: s.versione }}
          invio="Conserva"
          esito="Scheda conservata."
        />
      ) : (
        <Valori t={MINORI} r={s} />
      )}
      <Cambi t={MINORI} r={s} aperta={aperta} />
    </>
  )
}
