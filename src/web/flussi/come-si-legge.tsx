// What a text file does not say of itself, and how its dates and hours are written. Guessed; opened only by who must correct it.
import { useId, useState } from 'react'
import type { ProfiloWeb } from '../../shared/flussi/carichi.api.ts'
import { codificheFile, type Lettura } from '../../shared/flussi/lettura.ts'

const nomiCodifica: Record<(typeof codificheFile)[number], string> = {
  'utf-8': 'UTF-8',
  'windows-1252': 'Windows (1252)',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16 (big endian)',
}

const numeri = (testo: string) =>
  [
    ...new Set(
      testo
        .split(/[\s,;]+/)
        .filter((x) => /^\d+$/.test(x))
        .map(Number),
    ),
  ].sort((a, b) => a - b)

export function ComeSiLegge({
  lettura,
  profilo,
  onLettura,
  onProfilo,
}: {
  lettura: Lettura
  profilo: ProfiloWeb
  onLettura: (l: Lettura) => void
  onProfilo: (p: ProfiloWeb) => void
}) {
  const id = useId()
  const [l, setL] = useState<Lettura>(lettura)
  const [colonne, setColonne] = useState((lettura.colonneFisse ?? []).map((n) => n + 1).join(', '))
  const [nomi, setNomi] = useState((lettura.nomi ?? []).join(', '))
  const senza = (k: keyof Lettura) => {
    const { [k]: _, ...altri } = l
    return altri
  }
  const applica = () => {
    const fisse = numeri(colonne).map((n) => n - 1)
    const scritti = nomi
      .split(/[,;\n]+/)
      .map((x) => x.trim())
      .filter(Boolean)
    const { colonneFisse: _, nomi: __, ...base } = l
    onLettura({
      ...base,
      ...(fisse.length > 0 && { colonneFisse: fisse }),
      ...(scritti.length > 0 && { nomi: scritti }),
    })
  }
  return (
    <details className="flussi-lettura">
      <summary>Il file non si legge bene?</summary>
      <div className="flussi-griglia">
        <div className="campo">
          <label htmlFor={`${id}-s`}>Separatore</label>
          <input
            id={`${id}-s`}
            className="form-control"
            maxLength={4}
            placeholder="si riconosce da solo"
            value={l.separatore ?? ''}
            onChange={(e) => setL(e.target.value ? { ...l, separatore: e.target.value } : senza('separatore'))}
          />
        </div>
        <div className="campo">
          <label htmlFor={`${id}-c`}>Codifica dei caratteri</label>
          <select
            id={`${id}-c`}
            className="form-select"
            value={l.codifica ?? ''}
            onChange={(e) => {
              const codifica = codificheFile.find((x) => x === e.target.value)
              setL(codifica ? { ...l, codifica } : senza('codifica'))
            }}
          >
            <option value="">Si riconosce da sola</option>
            {codificheFile.map((x) => (
              <option key={x} value={x}>
                {nomiCodifica[x]}
              </option>
            ))}
          </select>
        </div>
        <div className="campo">
          <label htmlFor={`${id}-f`}>Colonne fisse: il carattere in cui comincia ciascuna</label>
          <input
            id={`${id}-f`}
            className="form-control"
            placeholder="1, 17, 53"
            value={colonne}
            onChange={(e) => setColonne(e.target.value)}
          />
        </div>
        <div className="campo">
          <label htmlFor={`${id}-n`}>Nomi delle colonne, se la prima riga non li ha</label>
          <input id={`${id}-n`} className="form-control" value={nomi} onChange={(e) => setNomi(e.target.value)} />
        </div>
        <div className="campo">
          <label htmlFor={`${id}-d`}>Ordine delle date</label>
          <select
            id={`${id}-d`}
            className="form-select"
            value={profilo.ordineDate ?? 'gma'}
            onChange={(e) => onProfilo({ ...profilo, ordineDate: e.target.value === 'mga' ? 'mga' : 'gma' })}
          >
            <option value="gma">Giorno, mese, anno</option>
            <option value="mga">Mese, giorno, anno</option>
          </select>
        </div>
        <div className="campo">
          <label htmlFor={`${id}-o`}>Ore di servizio</label>
          <select
            id={`${id}-o`}
            className="form-select"
            value={profilo.ore ?? 'minuti'}
            onChange={(e) => onProfilo({ ...profilo, ore: e.target.value === 'decimali' ? 'decimali' : 'minuti' })}
          >
            <option value="minuti">In ore e minuti: 2.30 è due ore e mezza</option>
            <option value="decimali">In ore con decimali: 2,5 è due ore e mezza</option>
          </select>
        </div>
      </div>
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={applica}>
        Leggi di nuovo le colonne
      </button>
    </details>
  )
}
