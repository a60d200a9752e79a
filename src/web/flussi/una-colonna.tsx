// The field that a column is, chosen among those of INPS; and for a column of codes, what the other program writes and what it means.
import { useId, useState } from 'react'
import type { ProfiloWeb } from '../../shared/flussi/carichi.api.ts'
import { campiPianiMinore, campiPianiPrestazione } from '../../shared/flussi/percorsi.ts'
import { significato, Voci } from '../kernel/form/fields.tsx'
import { useScelte } from './scelte.ts'
import { type Gruppi, PRESTAZIONI, tracciatoWeb } from './tracciati.ts'

type Voce = ProfiloWeb['voci'][number]

const gruppiDi = (p: ProfiloWeb): Gruppi => (p.tipo === 'SINBA' ? [['Minore', campiPianiMinore]] : PRESTAZIONI.gruppi)
const campiDi = (p: ProfiloWeb) => (p.tipo === 'SINBA' ? campiPianiMinore : campiPianiPrestazione)

export function SceltaCampo({
  id,
  valore,
  vuota,
  gruppi,
  presi,
  onScelta,
}: {
  id: string
  valore: string
  vuota: string
  gruppi: Gruppi
  /** Already another column's. */
  presi: ReadonlySet<string>
  onScelta: (campo: string) => void
}) {
  return (
    <select id={id} className="form-select" value={valore} onChange={(e) => onScelta(e.target.value)}>
      <option value="">{vuota}</option>
      {gruppi.map(([nome, campi]) => (
        <optgroup key={nome} label={nome}>
          {campi.map((c) => (
            <option key={c.percorso} value={c.percorso} disabled={c.percorso !== valore && presi.has(c.percorso)}>
              {c.campo.nome}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

interface Propr {
  profilo: ProfiloWeb
  onCambia: (p: ProfiloWeb) => void
}
const presiIn = (p: ProfiloWeb) => new Set(p.voci.map((v) => v.campo))

export function UnaColonna({
  colonna,
  esempi,
  profilo,
  onCambia,
}: Propr & { colonna: string; esempi: readonly string[] }) {
  const id = useId()
  const voce = profilo.voci.find((v) => v.colonna === colonna)
  const cambia = (v: Voce | null) =>
    onCambia({ ...profilo, voci: [...profilo.voci.filter((x) => x.colonna !== colonna), ...(v ? [v] : [])] })
  const genere = campiDi(profilo).find((c) => c.percorso === voce?.campo)?.campo.genere
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        Che cos’è la colonna {colonna}
      </label>
      <SceltaCampo
        id={id}
        valore={voce?.campo ?? ''}
        vuota="Non serve"
        gruppi={gruppiDi(profilo)}
        presi={presiIn(profilo)}
        onScelta={(campo) => cambia(campo ? { campo, colonna } : null)}
      />
      {voce && (genere === 'codice' || genere === 'prestazione' || genere === 'si-no') && (
        <Tabella tipo={profilo.tipo} voce={voce} colonna={colonna} esempi={esempi} onCambia={cambia} />
      )}
    </>
  )
}

function Tabella({
  tipo,
  voce,
  colonna,
  esempi,
  onCambia,
}: {
  tipo: ProfiloWeb['tipo']
  voce: Voce
  colonna: string
  esempi: readonly string[]
  onCambia: (v: Voce) => void
}) {
  const id = useId()
  const scritti = [...new Set([...Object.keys(voce.tabella ?? {}), ...esempi])]
  const [nuovo, setNuovo] = useState('')
  const voci = useScelte(tracciatoWeb(tipo)).get(voce.campo)
  const metti = (scritto: string, codice: string) => {
    const { [scritto]: _, ...altri } = voce.tabella ?? {}
    onCambia({ ...voce, tabella: codice.trim() ? { ...altri, [scritto]: codice.trim() } : altri })
  }
  return (
    <details className="flussi-tabella">
      <summary>Codici propri del programma</summary>
      <p className="campo-aiuto">
        Ciò che c’è nel file, e il codice di INPS che significa. Ciò che non si indica passa com’è.
      </p>
      {voci && <Voci id={`${id}-voci`} voci={voci} />}
      {scritti.map((s, n) => (
        <div key={s} className="flussi-coppia">
          <label htmlFor={`${id}-${n}`}>
            <span className="visually-hidden">Colonna {colonna}: </span>
            {s}
          </label>
          <input
            id={`${id}-${n}`}
            list={voci && `${id}-voci`}
            className="form-control"
            maxLength={200}
            value={voce.tabella?.[s] ?? ''}
            onChange={(e) => metti(s, e.target.value)}
          />
          <small>{significato(voci, voce.tabella?.[s])}</small>
        </div>
      ))}
      <div className="flussi-coppia">
        <label htmlFor={`${id}-altro`}>Un altro valore del file</label>
        <input
          id={`${id}-altro`}
          className="form-control"
          maxLength={200}
          value={nuovo}
          onChange={(e) => setNuovo(e.target.value)}
        />
        <button
          type="button"
          className="btn btn-outline-primary btn-xs"
          onClick={() => {
            if (nuovo.trim()) onCambia({ ...voce, tabella: { ...voce.tabella, [nuovo.trim()]: nuovo.trim() } })
            setNuovo('')
          }}
        >
          Aggiungi
        </button>
      </div>
    </details>
  )
}

/** What is the same for every row and stands in no column. */
export function ValoriUguali({ profilo, onCambia }: Propr) {
  const id = useId()
  const fissi = profilo.voci.filter((v) => v.colonna === undefined)
  const altri = profilo.voci.filter((v) => v.colonna !== undefined)
  const scelte = useScelte(tracciatoWeb(profilo.tipo))
  const nome = (campo: string) => campiDi(profilo).find((c) => c.percorso === campo)?.campo.nome ?? campo
  return (
    <fieldset className="campo flussi-uguali">
      <legend>Valori uguali per tutte le righe</legend>
      <p className="campo-aiuto">
        Ciò che nel file non c’è perché è sempre lo stesso: per esempio la prova dei mezzi, o il carattere.
      </p>
      {fissi.map((v, n) => (
        <div key={v.campo} className="flussi-coppia">
          <label htmlFor={`${id}-${n}`}>{nome(v.campo)}</label>
          <input
            id={`${id}-${n}`}
            list={scelte.has(v.campo) ? `${id}-${n}-voci` : undefined}
            className="form-control"
            maxLength={500}
            value={v.valore ?? ''}
            onChange={(e) =>
              onCambia({
                ...profilo,
                voci: [...altri, ...fissi.map((x) => (x === v ? { ...x, valore: e.target.value } : x))],
              })
            }
          />
          {scelte.has(v.campo) && <Voci id={`${id}-${n}-voci`} voci={scelte.get(v.campo)!} />}
          <small>{significato(scelte.get(v.campo), v.valore)}</small>
          <button
            type="button"
            className="btn btn-link btn-xs"
            onClick={() => onCambia({ ...profilo, voci: [...altri, ...fissi.filter((x) => x !== v)] })}
          >
            Togli<span className="visually-hidden"> {nome(v.campo)}</span>
          </button>
        </div>
      ))}
      <label htmlFor={`${id}-nuovo`}>Aggiungi un valore</label>
      <SceltaCampo
        id={`${id}-nuovo`}
        valore=""
        vuota="Scegli…"
        gruppi={gruppiDi(profilo)}
        presi={presiIn(profilo)}
        onScelta={(campo) => campo && onCambia({ ...profilo, voci: [...profilo.voci, { campo, valore: '' }] })}
      />
    </fieldset>
  )
}
