// Rows already read, judged anew: asked for where one sees what stops them, followed until it ends, told what it has changed.
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { carichiApi } from '../../shared/flussi/carichi.api.ts'
import { type Rielaborazione, rielaborazioniApi } from '../../shared/flussi/rielaborazioni.api.ts'
import { nomiStato, type StatoPrestazione } from '../../shared/flussi/stati.rules.ts'
import { formatIstante, formatNumero, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso, ProgressBar } from '../kernel/ui/parts.tsx'
import { nomeEndpointDi } from './chiavi.ts'
import { nomePeriodo, nomeRegola } from './parole.tsx'
import type { TracciatoWeb } from './tracciati.ts'

interface Propr {
  t: TracciatoWeb
  ente: string
  periodo?: string
  carico?: string
}

export function Rielabora({ t, ente, periodo, carico }: Propr) {
  const [segue, setSegue] = useState(false)
  const q = useEndpoint(rielaborazioniApi.recenti, { ente, tipo: t.tipo }, { ogni: segue ? 1500 : false })
  const ultima = q.data?.voci[0]
  const inCorso = ultima?.stato === 'in-corso'
  const client = useQueryClient()
  useEffect(() => {
    // what it has changed is counted and listed elsewhere too
    if (segue && !inCorso)
      for (const e of [...t.rilegge, carichiApi.leggi]) void client.invalidateQueries({ queryKey: [nomeEndpointDi(e)] })
    setSegue(inCorso)
  }, [t, segue, inCorso, client])
  const quali = carico ? 'di questo file' : periodo ? `di ${nomePeriodo(periodo)}` : 'dell’ente'
  return (
    <section aria-label="Rielabora">
      <h2>Rielabora</h2>
      <p>
        Le righe già lette restano giudicate com’erano allora. Dopo una conferma dei codici, uno schema nuovo, una
        severità cambiata o una correzione insegnata, rielabora quelle {quali} che non sono ancora in un flusso: ciò che
        qualcuno ha corretto a mano resta com’è.
      </p>
      <ActionButton
        e={rielaborazioniApi.avvia}
        input={{ ente, tipo: t.tipo, ...(carico && { carico }), ...(periodo && { periodo }) }}
        etichetta={`Rielabora le ${t.molte} ${quali}`}
        impedita={inCorso ? 'Una rielaborazione è già in corso.' : null}
        invalidates={[rielaborazioniApi.recenti]}
        esito="Rielaborazione avviata."
      />
      {ultima && <Andata r={ultima} />}
    </section>
  )
}

function Andata({ r }: { r: Rielaborazione }) {
  if (r.stato === 'in-corso')
    return (
      <>
        <ProgressBar etichetta="Righe riguardate" fatto={r.guardate} totale={r.daGuardare} />
        <p>Puoi lasciare questa pagina: un avviso ti dirà quando è finita.</p>
      </>
    )
  if (r.stato === 'fallita')
    return (
      <Avviso tipo="danger" titolo="L’ultima rielaborazione non è riuscita">
        <p>{r.errore}</p>
      </Avviso>
    )
  return (
    <>
      <p role="status">
        Ultima rielaborazione, {formatIstante(r.conclusaIl)}
        {r.periodo && `, ${nomePeriodo(r.periodo)}`}
        {r.caricoId && ', di un file'}: {plurale(r.guardate, 'riga riguardata', 'righe riguardate')},{' '}
        {r.cambiate === 0 ? 'nessuna cambiata' : plurale(r.cambiate, 'cambiata', 'cambiate')}.
      </p>
      {r.passaggi.length > 0 && (
        <ul>
          {r.passaggi.map((p) => (
            <li key={`${p.da} ${p.a}`}>
              Da «{nomiStato[p.da as StatoPrestazione]}» a «{nomiStato[p.a as StatoPrestazione]}»:{' '}
              {formatNumero(p.quante)}
            </li>
          ))}
        </ul>
      )}
      {r.regole.length > 0 && (
        <DataTable
          caption="Che cosa è cambiato, regola per regola"
          lista={{ voci: r.regole }}
          chiave={(v) => v.regola}
          conteggio={['regola', 'regole']}
          colonne={[
            { id: 'regola', titolo: 'Regola', riga: true, cella: (v) => v.regola },
            { id: 'chiede', titolo: 'Che cosa chiede', cella: (v) => nomeRegola(v.regola) },
            { id: 'tolte', titolo: 'Righe che non ferma più', numero: true, cella: (v) => formatNumero(v.tolte) },
            { id: 'nuove', titolo: 'Righe che ora ferma', numero: true, cella: (v) => formatNumero(v.nuove) },
          ]}
          vuoto={{ titolo: 'Nessuna regola' }}
        />
      )}
    </>
  )
}
