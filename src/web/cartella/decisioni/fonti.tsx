// What a reason rests on: chosen among what is known of the person today. The server keeps a copy of the words.
import { useId, useState } from 'react'
import { useController } from 'react-hook-form'
import type { decisioniApi } from '../../../shared/cartella/decisioni.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'

type Fonte = Output<typeof decisioniApi.fonti>['voci'][number]
type Legame = Pick<Fonte, 'tipo' | 'id'>

const stessa = (a: Legame, b: Legame) => a.tipo === b.tipo && a.id === b.id

export function ScegliFonti({ name, fonti, ragione }: { name: string; fonti: readonly Fonte[]; ragione: number }) {
  const { field } = useController({ name })
  const id = useId()
  const [cerca, setCerca] = useState('')
  const scelte: Legame[] = field.value ?? []
  const testo = (l: Legame) => fonti.find((f) => stessa(f, l))?.testo ?? 'Dato non più in elenco: resta la copia'
  const trovate = fonti.filter(
    (f) => !scelte.some((s) => stessa(s, f)) && f.testo.toLowerCase().includes(cerca.trim().toLowerCase()),
  )
  return (
    <div className="campo">
      <p className="campo-aiuto">Si fonda su</p>
      <ul>
        {scelte.map((s) => (
          <li key={`${s.tipo} ${s.id}`}>
            {testo(s)}{' '}
            <button
              type="button"
              className="btn btn-link btn-xs"
              onClick={() => field.onChange(scelte.filter((x) => !stessa(x, s)))}
            >
              Scollega
            </button>
          </li>
        ))}
        {scelte.length === 0 && <li>Nessun dato collegato.</li>}
      </ul>
      <details className="dettagli">
        <summary>Collega un dato alla ragione {ragione}</summary>
        <label htmlFor={id}>Cerca tra ciò che si sa della persona</label>
        <input
          id={id}
          type="search"
          className="form-control"
          value={cerca}
          onChange={(e) => setCerca(e.target.value)}
        />
        <ul>
          {trovate.slice(0, 20).map((f) => (
            <li key={`${f.tipo} ${f.id}`}>
              {f.testo}{' '}
              <button
                type="button"
                className="btn btn-outline-primary btn-xs"
                onClick={() => field.onChange([...scelte, { tipo: f.tipo, id: f.id }])}
              >
                Collega
              </button>
            </li>
          ))}
          {trovate.length === 0 && <li>Nessun dato con queste parole.</li>}
          {trovate.length > 20 && <li>Ce ne sono altri: scrivi qualche lettera.</li>}
        </ul>
      </details>
    </div>
  )
}
