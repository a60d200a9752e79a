// What each professional says of a dimension, under his name and day. Whoever may contribute adds his own, and writing
// again takes the place of what he had said.
import { createContext, useContext, useId, useState } from 'react'
import { scelteDi, type Valore, type Voce, valoreInParole } from '../../shared/parametri/questionari.rules.ts'
import type { Definizione } from '../../shared/parametri/questionario.ts'
import { type CompilazioneLetta, compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { equipeApi } from '../../shared/patti/equipe.api.ts'
import { AvvisoBozza } from '../kernel/bozze/avviso-bozza.tsx'
import { useScritto } from '../kernel/bozze/use-bozza.ts'
import { formatIstante, plurale } from '../kernel/format.ts'
import { useAction } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'

/** Whether one reads the analysis as a member of the équipe: then it is by that act that he contributes. */
export const PerEquipe = createContext(false)

interface Dove {
  c: CompilazioneLetta
  d: Definizione
  voce: Voce
  componenteId: string | null
}

export function Contributi({ c, d, voce, componenteId }: Dove) {
  const can = useCan()
  const [aperto, setAperto] = useState(false)
  const suoi = c.contributi.filter((k) => k.campo === voce.domanda.name && k.componenteId === componenteId)
  const perEquipe = useContext(PerEquipe)
  const scrive = c.stato === 'in-corso' && can(perEquipe ? 'equipe.contribuisci' : 'analisi.contribuisci')
  if (suoi.length === 0 && !scrive) return null
  return (
    <details className="dettagli analisi-contributi" onToggle={(e) => setAperto(e.currentTarget.open)}>
      <summary>
        {suoi.length === 0 ? 'Contributi dei professionisti' : plurale(suoi.length, 'contributo', 'contributi')}
        <span className="visually-hidden">: {voce.domanda.title}</span>
      </summary>
      {suoi.length > 0 && (
        <ul>
          {suoi.map((k) => (
            <li key={k.id}>
              <strong>{k.autore ?? 'Un collega'}</strong>
              {k.professione && `, ${k.professione}`}, {formatIstante(k.scrittoIl)}
              {k.valore !== null && `: ${valoreInParole(voce.domanda, d, k.valore)}`}
              <br />
              {k.testo}
            </li>
          ))}
        </ul>
      )}
      {/* a draft is looked for only where one is going to write */}
      {scrive && aperto && <Aggiungi c={c} d={d} voce={voce} componenteId={componenteId} />}
    </details>
  )
}

function Aggiungi({ c, d, voce, componenteId }: Dove) {
  const id = useId()
  const mio = c.contributi.find((k) => k.mio && k.campo === voce.domanda.name && k.componenteId === componenteId)
  const [manca, setManca] = useState(false)
  const { valori, scrivi, bozza } = useScritto(`contributo:${c.id}:${componenteId ?? ''}:${voce.domanda.name}`, {
    testo: mio?.testo ?? '',
    valore: (mio?.valore ?? null) as Valore,
  })
  const { testo, valore } = valori
  const dopo = { invalidates: [compilazioniApi.leggi, equipeApi.analisi], esito: 'Contributo aggiunto.' }
  const diChiCompila = useAction(compilazioniApi.contribuisci, dopo)
  const diEquipe = useAction(equipeApi.contribuisci, dopo)
  const azione = useContext(PerEquipe) ? diEquipe : diChiCompila
  const invia = async () => {
    if (!testo.trim()) return setManca(true)
    setManca(false)
    await bozza.scrittura?.inviando()
    await azione
      .run(
        { id: c.id, componenteId, campo: voce.domanda.name, valore, testo },
        bozza.scrittura ? { bozza: bozza.scrittura.id } : {},
      )
      .then(
        () => bozza.scrittura?.inviata(),
        () => bozza.scrittura?.nonInviata(),
      )
  }
  return (
    <div className="analisi-contributo">
      <AvvisoBozza bozza={bozza} dopo={() => document.getElementById(id)?.focus()} />
      <label htmlFor={`${id}-valore`}>La tua valutazione</label>
      <select
        id={`${id}-valore`}
        className="form-select"
        value={valore === null ? '' : String(valore)}
        onChange={(e) => scrivi({ valore: e.target.value === '' ? null : Number(e.target.value) })}
      >
        <option value="">Nessuna</option>
        {scelteDi(voce.domanda, d).map((s) => (
          <option key={s.value} value={s.value}>
            {s.value} – {s.text}
          </option>
        ))}
      </select>
      <label htmlFor={id}>Che cosa hai osservato</label>
      <textarea
        id={id}
        className="form-control"
        rows={3}
        autoComplete="off"
        maxLength={4000}
        value={testo}
        aria-invalid={manca || undefined}
        aria-describedby={manca ? `${id}-errore` : undefined}
        onChange={(e) => scrivi({ testo: e.target.value })}
      />
      {manca && (
        <p id={`${id}-errore`} className="campo-errore">
          Scrivi che cosa hai osservato.
        </p>
      )}
      <button
        type="button"
        className="btn btn-outline-primary btn-xs"
        aria-disabled={azione.inCorso}
        onClick={() => void invia()}
      >
        {mio ? 'Sostituisci il tuo contributo' : 'Aggiungi il tuo contributo'}
      </button>
    </div>
  )
}
