// The card of a minor: what is wrong, what it says, and whom the office knows by that token.
import { useParams } from 'react-router'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import { campoMinore } from '../../shared/flussi/percorsi.ts'
import { inLavorazione } from '../../shared/flussi/stati.rules.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ActionButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'
import { EnteDellaPagina } from './ente-scelto.tsx'
import { MinoreForm } from './minore-form.tsx'
import { StatoPrestazioneBadge } from './parole.tsx'
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
  const aperta = inLavorazione.includes(s.stato) && can('flusso.correggi')
  const rilegge = [minoriApi.list, minoriApi.leggi]
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
                conferma={{ titolo: 'Escludere la scheda?', testo: 'Non andrà a INPS.' }}
                invalidates={rilegge}
                esito="Scheda esclusa."
              />
            )}
            <PrintButton />
          </>
        }
      />
      <p>
        <StatoPrestazioneBadge stato={s.stato} /> {s.flusso && `Flusso ${s.flusso}. `}
        Scritta {formatIstante(s.creataIl)}.
      </p>
      {s.difetti.length > 0 && (
        <DataTable
          caption="Che cosa non va"
          lista={{ voci: s.difetti }}
          chiave={(d) => `${d.regola} ${d.campo} ${d.frase}`}
          conteggio={['difetto', 'difetti']}
          colonne={[
            { id: 'regola', titolo: 'Regola', riga: true, cella: (d) => d.regola },
            { id: 'campo', titolo: 'Dato', cella: (d) => campoMinore(d.campo)?.campo?.nome ?? 'Scheda intera' },
            { id: 'frase', titolo: 'Che cosa fare', cella: (d) => d.frase },
            {
              id: 'atto',
              titolo: 'Supera',
              cella: (d) => <Supera s={s} d={d} aperta={aperta} />,
            },
          ]}
          vuoto={{ titolo: 'Nessun difetto' }}
        />
      )}
      {aperta ? (
        <MinoreForm
          e={minoriApi.correggi}
          valori={s.valori}
          fissi={{ id: s.id, versione: s.versione }}
          invio="Conserva"
          esito="Scheda conservata."
        />
      ) : (
        <DataTable
          caption="Che cosa dice la scheda"
          lista={{ voci: s.valori }}
          chiave={(v) => v.campo}
          conteggio={['dato', 'dati']}
          colonne={[
            { id: 'campo', titolo: 'Dato', riga: true, cella: (v) => campoMinore(v.campo)?.campo?.nome ?? v.campo },
            { id: 'valore', titolo: 'Valore', cella: (v) => v.valore },
          ]}
          vuoto={{ titolo: 'Scheda vuota' }}
        />
      )}
    </>
  )
}

function Supera({ s, d, aperta }: { s: Scheda; d: Scheda['difetti'][number]; aperta: boolean }) {
  const gia = s.deroghe.find((x) => x.regola === d.regola)
  if (gia) return <>Superato: {gia.motivo}</>
  if (!aperta || !d.derogabile) return null
  return (
    <ActionButton
      e={minoriApi.deroga}
      input={{ id: s.id, versione: s.versione, regola: d.regola }}
      etichetta="Supera"
      piccolo
      conferma={{ titolo: `Superare l’avviso ${d.regola}?`, motivo: 'Perché si può andare avanti' }}
      invalidates={[minoriApi.list, minoriApi.leggi]}
      esito="Avviso superato."
    />
  )
}
