// What a table does not say of itself: the sheet and the row of its header, seen by all; how a text is written, and its dates and hours,
// opened only by who must correct them. All of it is guessed.
import { useId, useState } from 'react'
import type { carichiApi, ProfiloWeb } from '../../shared/flussi/carichi.api.ts'
import { codificheFile, type Lettura } from '../../shared/flussi/lettura.ts'
import type { InputWeb, OutputWeb } from '../kernel/client.ts'

/** What is looked for again in the file. */
export type Cerca = NonNullable<InputWeb<typeof carichiApi.proposta>['cerca']>

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

type Proposta = OutputWeb<typeof carichiApi.proposta>

/** In which sheet the table is, and which row has the names of its columns. */
export function DoveComincia({
  p,
  onLettura,
}: {
  p: Pick<Proposta, 'lettura' | 'fogli' | 'prime' | 'larghezza' | 'calcolate'>
  onLettura: (l: Lettura, cerca?: Cerca) => void
}) {
  const id = useId()
  const { lettura, fogli, prime, larghezza, calcolate } = p
  const { intestazione, nomi: _, ...base } = lettura
  const titoli = lettura.nomi ? '' : String(intestazione ?? prime[0]?.riga ?? '')
  const scegli = (v: string) => {
    // the first filled row is what one has without saying it
    if (v !== '') onLettura(Number(v) === prime[0]?.riga ? base : { ...base, intestazione: Number(v) })
    else onLettura({ ...base, nomi: Array.from({ length: larghezza }, (_, n) => `Colonna ${n + 1}`) })
  }
  return (
    <div className="flussi-griglia">
      {fogli.length > 1 && (
        <div className="campo">
          <label htmlFor={`${id}-foglio`}>Foglio della cartella</label>
          <select
            id={`${id}-foglio`}
            className="form-select"
            value={lettura.foglio ?? fogli[0]!.nome}
            onChange={(e) => onLettura({ ...base, foglio: e.target.value }, 'intestazione')}
          >
            {fogli.map((f) => (
              <option key={f.nome} value={f.nome} disabled={f.rifiuto !== null}>
                {f.nome}
                {f.rifiuto !== null && ' (non si legge)'}
              </option>
            ))}
          </select>
          {fogli.flatMap((f) =>
            f.rifiuto === null
              ? []
              : [
                  <p key={f.nome} className="campo-aiuto">
                    «{f.nome}»: {f.rifiuto}
                  </p>,
                ],
          )}
        </div>
      )}
      <div className="campo">
        <label htmlFor={`${id}-riga`}>Riga con i nomi delle colonne</label>
        <select id={`${id}-riga`} className="form-select" value={titoli} onChange={(e) => scegli(e.target.value)}>
          {prime.map((r) => (
            <option key={r.riga} value={r.riga}>
              {r.riga}: {r.testo}
            </option>
          ))}
          <option value="">Nessuna: le righe sono già dati</option>
        </select>
        <p className="campo-aiuto">Ciò che sta sopra (titoli, date di stampa) si lascia.</p>
      </div>
      {fogli.length > 0 && (
        <div className="campo">
          <div className="scelta">
            <input
              id={`${id}-formule`}
              type="checkbox"
              checked={lettura.formule === true}
              onChange={(e) => {
                const { formule: __, ...senza } = lettura
                onLettura(e.target.checked ? { ...senza, formule: true } : senza)
              }}
            />
            <label htmlFor={`${id}-formule`}>Leggi i valori calcolati dalle formule</label>
          </div>
          <p className="campo-aiuto">
            {calcolate.length > 0 ? (
              <strong>
                In questo foglio {calcolate.length === 1 ? 'è calcolata' : 'sono calcolate'} con formule:{' '}
                {calcolate.join(', ')}. Controlla negli esempi che i valori siano giusti, e conferma.
              </strong>
            ) : (
              'Serve soltanto se qualche cella è una formula: si legge il valore che il foglio mostra.'
            )}
          </p>
        </div>
      )}
    </div>
  )
}

export function ComeSiLegge({
  lettura,
  profilo,
  onLettura,
  onProfilo,
}: {
  lettura: Lettura
  profilo: ProfiloWeb
  onLettura: (l: Lettura, cerca?: Cerca) => void
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
          <label htmlFor={`${id}-v`}>Segno che racchiude le celle</label>
          <select
            id={`${id}-v`}
            className="form-select"
            value={l.virgolette ?? '"'}
            onChange={(e) => setL(e.target.value === '"' ? senza('virgolette') : { ...l, virgolette: e.target.value })}
          >
            <option value={'"'}>Virgolette (")</option>
            <option value="'">Apostrofo (')</option>
            <option value="">Nessuno: sono lettere come le altre</option>
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
          <button type="button" className="btn btn-link btn-xs" onClick={() => onLettura(l, 'colonne-fisse')}>
            Trova dove cominciano
          </button>
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
