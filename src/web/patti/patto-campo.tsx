// One field of an entry of a pact, by its kind: texts, days, numbers and amounts understood the Italian way, codes, persons, supports
// of the catalogue. What makes no sense stays as it was typed, with the reason, and is not saved.
import { type ReactNode, useId, useState } from 'react'
import type { OffertaSostegno } from '../../shared/patti/patto.api.ts'
import { type Campo, listaDi, type ValoreVoce, type Voce } from '../../shared/patti/patto-voci.ts'
import { formatData, formatImporto, parseData, parseImporto } from '../kernel/format.ts'
import { Icon } from '../kernel/ui/parts.tsx'
import { parole, useVoci } from '../parametri/voci.ts'

export interface CampoProps {
  v: Voce
  campo: Campo
  /** Whom one can choose, and by which id. */
  persone: readonly (readonly [string, string])[]
  offerte: readonly OffertaSostegno[]
  onCambia: (valore: ValoreVoce) => void
  /** Why it cannot be changed now. */
  impedito?: string | null
}

export function CampoVoce(p: CampoProps) {
  const id = useId()
  const { campo, v } = p
  const valore = v.campi[campo.nome] ?? null
  const aiuto = p.impedito ?? campo.aiuto ?? (campo.tipo === 'giorno' ? 'gg/mm/aaaa' : undefined)
  const base = { id, 'aria-describedby': aiuto ? `${id}-aiuto` : undefined }
  if (campo.tipo === 'si-no')
    return (
      <div className="campo scelta">
        <input
          {...base}
          type="checkbox"
          checked={valore === true}
          disabled={Boolean(p.impedito)}
          onChange={(e) => p.onCambia(e.target.checked)}
        />
        <label htmlFor={id}>{campo.etichetta}</label>
        {aiuto && <Aiuto id={id}>{aiuto}</Aiuto>}
      </div>
    )
  if (campo.tipo === 'componenti')
    return (
      <fieldset className="campo" aria-describedby={base['aria-describedby']}>
        <legend>{campo.etichetta}</legend>
        {aiuto && <Aiuto id={id}>{aiuto}</Aiuto>}
        {p.persone.map(([chi, nome]) => (
          <div className="scelta" key={chi}>
            <input
              type="checkbox"
              id={`${id}-${chi}`}
              checked={listaDi(v, campo.nome).includes(chi)}
              onChange={(e) => {
                const altri = listaDi(v, campo.nome).filter((x) => x !== chi)
                p.onCambia(e.target.checked ? [...altri, chi] : altri)
              }}
            />
            <label htmlFor={`${id}-${chi}`}>{nome}</label>
          </div>
        ))}
      </fieldset>
    )
  return (
    <div className="campo">
      <label htmlFor={id}>
        {campo.etichetta} {campo.serve && <span className="obbligatorio">(obbligatorio)</span>}
      </label>
      {aiuto && <Aiuto id={id}>{aiuto}</Aiuto>}
      <Casella p={p} base={base} valore={valore} />
    </div>
  )
}

const Aiuto = ({ id, children }: { id: string; children: ReactNode }) => (
  <p id={`${id}-aiuto`} className="campo-aiuto">
    {children}
  </p>
)

interface Base {
  id: string
  'aria-describedby': string | undefined
}

function Casella({ p, base, valore }: { p: CampoProps; base: Base; valore: ValoreVoce }) {
  const { campo } = p
  const testo = typeof valore === 'string' ? valore : ''
  const scelta = (opzioni: readonly (readonly [string, string])[], vuota: string) => (
    <select {...base} className="form-select" value={testo} onChange={(e) => p.onCambia(e.target.value || null)}>
      <option value="">{vuota}</option>
      {opzioni.map(([k, nome]) => (
        <option key={k} value={k}>
          {nome}
        </option>
      ))}
    </select>
  )
  switch (campo.tipo) {
    case 'testo':
      return (
        <textarea
          {...base}
          className="form-control"
          rows={3}
          maxLength={4000}
          value={testo}
          onChange={(e) => p.onCambia(e.target.value)}
        />
      )
    case 'voce':
      return <Codice campo={campo} scelta={scelta} testo={testo} />
    case 'componente':
      return scelta(p.persone, 'Tutto il nucleo')
    case 'offerta':
      return scelta(
        p.offerte.map((o) => [o.id, `${o.nome}, ${o.ente}${posti(o)}`] as const),
        'Fuori catalogo',
      )
    case 'giorno':
      return <Inteso base={base} valore={valore} come={giorno} onCambia={p.onCambia} />
    case 'numero':
      return <Inteso base={base} valore={valore} come={numero} onCambia={p.onCambia} />
    case 'importo':
      return <Inteso base={base} valore={valore} come={importo} onCambia={p.onCambia} />
    default:
      return (
        <input
          {...base}
          className="form-control"
          maxLength={300}
          autoComplete="off"
          value={testo}
          onChange={(e) => p.onCambia(e.target.value)}
        />
      )
  }
}

const posti = (o: OffertaSostegno) =>
  `${o.posti === null ? '' : ` (${o.attivi} posti occupati su ${o.posti})`}${o.inAttesa > 0 ? `, ${o.inAttesa} in attesa` : ''}`

function Codice({
  campo,
  scelta,
  testo,
}: {
  campo: Campo
  scelta: (opzioni: readonly (readonly [string, string])[], vuota: string) => ReactNode
  testo: string
}) {
  const { voci } = useVoci(campo.codifica!)
  const opzioni = voci.map((v) => [v.codice, parole(v)] as const)
  // kept from when the list still had it
  const fuori = testo && !opzioni.some(([k]) => k === testo) ? [[testo, `${testo} (non più in elenco)`] as const] : []
  return scelta([...opzioni, ...fuori], 'Scegli')
}

interface Come {
  leggi: (t: string) => ValoreVoce
  scrivi: (v: ValoreVoce) => string
  errore: string
}
const giorno: Come = {
  leggi: parseData,
  scrivi: (v) => formatData(String(v)),
  errore: 'Scrivi una data che esiste: per esempio 22/11/2026.',
}
const numero: Come = {
  leggi: (t) => (/^\d{1,6}$/.test(t.trim()) ? Number(t) : null),
  scrivi: String,
  errore: 'Scrivi un numero intero: per esempio 90.',
}
const importo: Come = {
  leggi: parseImporto,
  scrivi: (v) => formatImporto(Number(v)),
  errore: 'Scrivi un importo in euro: per esempio 1.234,56.',
}

/** A text with a meaning: saved as soon as there is one. */
function Inteso({
  base,
  valore,
  come,
  onCambia,
}: {
  base: Base
  valore: ValoreVoce
  come: Come
  onCambia: (v: ValoreVoce) => void
}) {
  const [scritto, setScritto] = useState<string | null>(null)
  const mostra = scritto ?? (valore === null || valore === '' ? '' : come.scrivi(valore))
  const sbagliato = scritto !== null && scritto.trim() !== '' && come.leggi(scritto) === null
  return (
    <>
      <input
        {...base}
        className="form-control campo-inteso"
        inputMode="decimal"
        autoComplete="off"
        value={mostra}
        aria-invalid={sbagliato || undefined}
        onChange={(e) => {
          setScritto(e.target.value)
          const letto = e.target.value.trim() === '' ? null : come.leggi(e.target.value)
          if (letto !== null || e.target.value.trim() === '') onCambia(letto)
        }}
        // what was understood is shown; what was not stays, with the reason
        onBlur={() => !sbagliato && setScritto(null)}
      />
      {sbagliato && (
        <p className="campo-errore">
          <Icon name="it-warning-circle" className="icon-sm" />
          {come.errore}
        </p>
      )}
    </>
  )
}
