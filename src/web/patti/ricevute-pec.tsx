// Bringing back the receipts of certified mail: several files at once, each sent by itself, each with a sentence of what became of it.
import { useId, useState } from 'react'
import { Link } from 'react-router'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { convocazioniApi, type MessaggioConvocazione } from '../../shared/patti/convocazioni.api.ts'
import { nomiRicevuta } from '../../shared/patti/ricevute-pec.rules.ts'
import { asProblema } from '../kernel/client.ts'
import { formatIstante, plurale } from '../kernel/format.ts'
import { useAction } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ExportButton } from '../kernel/ui/azioni.tsx'
import { difettoDelFile } from '../kernel/ui/file-drop.tsx'
import { StatusBadge } from '../kernel/ui/parts.tsx'
import { toccate as toccateDalCaso } from './atti.tsx'

type Riportata = Output<typeof convocazioniApi.ricevuta>
interface Riga {
  n: number
  nome: string
  letta: Riportata | null
  rifiuto: string | null
}

const esiti = {
  applicata: 'Il messaggio è aggiornato.',
  conservata: 'È conservata: il messaggio era già com’essa dice.',
  nota: 'C’era già: non è cambiato nulla.',
} as const

const toccate = [convocazioniApi.leggi, convocazioniApi.elenco, convocazioniApi.invio, ...toccateDalCaso]

export function RiportaRicevute() {
  const can = useCan()
  const id = useId()
  const [righe, setRighe] = useState<Riga[]>([])
  const [restano, setRestano] = useState(0)
  const manda = useAction(convocazioniApi.ricevuta, { mute: true, invalidates: toccate })
  if (!can(convocazioniApi.ricevuta.azione)) return null

  const una = async (file: File): Promise<Omit<Riga, 'n'>> => {
    const rifiuto = difettoDelFile(file, ['.eml'], convocazioniApi.ricevuta.upload.maxBytes)
    if (rifiuto) return { nome: file.name, letta: null, rifiuto }
    try {
      // its name may say whose it is, and would stand in the address
      const senzaNome = new File([file], 'ricevuta.eml', { type: 'message/rfc822' })
      const letta = await manda.run({ file: senzaNome }, { idempotencyKey: crypto.randomUUID() })
      return { nome: file.name, letta, rifiuto: null }
    } catch (e) {
      return { nome: file.name, letta: null, rifiuto: asProblema(e).message }
    }
  }
  const tutte = async (files: File[]) => {
    setRighe([])
    // one after the other: two receipts of one message would wait for each other anyway
    for (const [n, file] of files.entries()) {
      setRestano(files.length - n)
      const riga = await una(file)
      setRighe((prima) => [...prima, { ...riga, n }])
    }
    setRestano(0)
  }
  return (
    <section aria-labelledby={`${id}-t`} className="no-print">
      <h2 id={`${id}-t`}>Ricevute della PEC e mancati recapiti</h2>
      <div className="campo file-zona">
        <div>
          <label htmlFor={id}>Ricevute salvate dalla casella</label>
          <p id={`${id}-aiuto`} className="campo-aiuto">
            File .eml, anche molti insieme: accettazione, avvenuta e mancata consegna della PEC, avvisi di mancato
            recapito delle e-mail. Ciascuna trova da sé il suo messaggio.
          </p>
          <input
            id={id}
            type="file"
            multiple
            accept=".eml"
            className="visually-hidden"
            aria-describedby={`${id}-aiuto`}
            aria-disabled={restano > 0}
            onClick={(e) => restano > 0 && e.preventDefault()}
            onChange={(e) => {
              const files = [...(e.target.files ?? [])]
              // so that the same files can be chosen again
              e.target.value = ''
              if (files.length > 0) void tutte(files)
            }}
          />
          {/* the browser's own button speaks the language of the browser */}
          <label htmlFor={id} className="btn btn-outline-primary btn-xs">
            Scegli i file
          </label>
        </div>
      </div>
      <div role="status">
        {restano > 0 && <p>{plurale(restano, 'ricevuta da leggere', 'ricevute da leggere')}…</p>}
        {righe.length > 0 && (
          <ul className="elenco-semplice">
            {righe.map((r) => (
              <li key={r.n}>
                <StatusBadge tono={r.rifiuto ? 'critico' : 'positivo'}>{r.rifiuto ? 'non letta' : 'letta'}</StatusBadge>{' '}
                {r.nome}: {r.rifiuto}
                {r.letta && (
                  <>
                    {nomiRicevuta[r.letta.specie]}
                    {r.letta.quando && ` del ${formatIstante(r.letta.quando)}`}. {esiti[r.letta.esito]}{' '}
                    <Link to={`/convocazioni/${r.letta.convocazioneId}`}>La convocazione</Link>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  )
}

/** Those of one message, with their files. */
export const RicevuteDelMessaggio = ({ m }: { m: MessaggioConvocazione }) =>
  m.ricevute.length === 0 ? null : (
    <ul className="elenco-semplice">
      {m.ricevute.map((r) => (
        <li key={r.id}>
          {nomiRicevuta[r.specie]}, {formatIstante(r.quando)}
          {r.gestore && `, ${r.gestore}`}
          {r.motivo && `: ${r.motivo}`}{' '}
          {r.leggibile && (
            <ExportButton e={convocazioniApi.scaricaRicevuta} input={{ id: r.id }} etichetta="Scarica" piccolo />
          )}
        </li>
      ))}
    </ul>
  )
