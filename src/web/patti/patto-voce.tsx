// The entries of one kind, in order, each with its fields and with those that hang from it; added, moved, taken away, put back.
import { useRef } from 'react'
import type { Valore } from '../../shared/parametri/questionari.rules.ts'
import type { PattoLetto } from '../../shared/patti/patto.api.ts'
import { impedimentoCondizionale } from '../../shared/patti/patto.rules.ts'
import {
  type Campo,
  type GenereVoce,
  generi,
  generiVoce,
  testoDi,
  type ValoreVoce,
  type Voce,
  vociDi,
} from '../../shared/patti/patto-voci.ts'
import { CampoVoce } from './patto-campo.tsx'
import type { ParolePatto } from './patto-contesto.ts'

interface Comune {
  voci: readonly Voce[]
  p: PattoLetto
  parole: ParolePatto
  scrivi: (voce: string, campo: string, valore: Valore) => void
}

export function Elenco({ genere, padre, ...x }: Comune & { genere: GenereVoce; padre: string | null }) {
  const g = generi[genere]
  const sue = vociDi(x.voci, genere, padre)
  const tolte = x.voci.filter((v) => v.genere === genere && v.padre === padre && v.tolta)
  const contenitore = useRef<HTMLElement>(null)
  const sopra = g.padre && generi[g.padre].padre
  const Titolo = !g.padre ? 'h2' : sopra ? 'h4' : 'h3'
  const aggiungi = () => {
    const id = crypto.randomUUID()
    x.scrivi(id, 'genere', genere)
    if (padre) x.scrivi(id, 'padre', padre)
    x.scrivi(id, 'ordine', Math.max(0, ...sue.map((v) => v.ordine)) + 1)
    // where one begins to write
    requestAnimationFrame(() =>
      contenitore.current?.querySelector<HTMLElement>(`[data-voce="${id}"] :is(select, textarea, input)`)?.focus(),
    )
  }
  return (
    <section ref={contenitore} className={padre ? 'patto-figli' : 'patto-elenco'} aria-label={g.molti}>
      <Titolo tabIndex={-1}>{g.molti}</Titolo>
      {(!padre || sue.length === 0) && <p className="campo-aiuto">{g.aiuto}</p>}
      {sue.map((v, n) => (
        <Una key={v.voce} v={v} n={n} tutte={sue} {...x} />
      ))}
      {tolte.length > 0 && (
        <ul className="patto-tolte">
          {tolte.map((v) => (
            <li key={v.voce}>
              Tolto: {testoDi(v) || g.uno}{' '}
              <button type="button" className="btn btn-link btn-xs" onClick={() => x.scrivi(v.voce, 'tolta', false)}>
                Rimetti
              </button>
            </li>
          ))}
        </ul>
      )}
      {(!g.unico || sue.length === 0) && (
        <button type="button" className="btn btn-outline-primary btn-xs" onClick={aggiungi}>
          Aggiungi: {g.uno.toLowerCase()}
        </button>
      )}
    </section>
  )
}

function Una({ v, n, tutte, ...x }: Comune & { v: Voce; n: number; tutte: readonly Voce[] }) {
  const g = generi[v.genere]
  const persone = x.p.persone.map((c) => [c.componenteId, c.nome] as const)
  const scambia = (con: Voce | undefined) => {
    if (!con) return
    x.scrivi(v.voce, 'ordine', con.ordine)
    x.scrivi(con.voce, 'ordine', v.ordine)
  }
  const nome = `${g.uno}${tutte.length > 1 ? ` ${n + 1}` : ''}`
  return (
    <fieldset className="patto-voce" data-voce={v.voce}>
      <legend>{nome}</legend>
      {g.campi.map((c) => (
        <CampoVoce
          key={c.nome}
          v={v}
          campo={c}
          persone={persone}
          offerte={x.parole.offerte}
          impedito={impedito(v, c, x.p)}
          onCambia={(valore) => cambia(v, c, valore, x)}
        />
      ))}
      {generiVoce
        .filter((f) => generi[f].padre === v.genere)
        .map((f) => (
          <Elenco key={f} genere={f} padre={v.voce} {...x} />
        ))}
      <p className="patto-mosse">
        {n > 0 && (
          <button type="button" className="btn btn-link btn-xs" onClick={() => scambia(tutte[n - 1])}>
            Sposta su<span className="visually-hidden">: {nome}</span>
          </button>
        )}
        {n < tutte.length - 1 && (
          <button type="button" className="btn btn-link btn-xs" onClick={() => scambia(tutte[n + 1])}>
            Sposta giù<span className="visually-hidden">: {nome}</span>
          </button>
        )}
        <button type="button" className="btn btn-link btn-xs" onClick={() => x.scrivi(v.voce, 'tolta', true)}>
          Togli<span className="visually-hidden">: {nome}</span>
        </button>
      </p>
    </fieldset>
  )
}

/** Conditionality is offered only where it can stand. */
const impedito = (v: Voce, c: Campo, p: PattoLetto): string | null =>
  c.nome === 'condizionale'
    ? impedimentoCondizionale({ ...v, campi: { ...v.campi, condizionale: true } }, p.persone)
    : null

function cambia(v: Voce, c: Campo, valore: ValoreVoce, x: Comune) {
  x.scrivi(v.voce, c.nome, valore)
  // of another, or of nobody: what was conditional no longer is
  if (c.nome === 'componente' && v.campi.condizionale === true) {
    const dopo: Voce = { ...v, campi: { ...v.campi, componente: valore } }
    if (impedimentoCondizionale(dopo, x.p.persone)) x.scrivi(v.voce, 'condizionale', false)
  }
  // the catalogue already knows who gives it and who pays
  const o = c.tipo === 'offerta' ? x.parole.offerte.find((y) => y.id === valore) : undefined
  if (o) {
    x.scrivi(v.voce, 'tipo', o.sostegno)
    x.scrivi(v.voce, 'ente', o.ente)
    if (o.fondo) x.scrivi(v.voce, 'fondo', o.fondo)
    if (!testoDi(v)) x.scrivi(v.voce, 'testo', o.nome)
  }
}
