// The grid: the cells that matter of each row, written in place. Enter and the arrows go down and up the same column, Escape takes
// back what was typed; a row stays where it is when it is put right, so that the keyboard does not lose its place.
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { type Opzione, significato, Voci } from '../kernel/form/fields.tsx'
import { contoRighe } from '../kernel/format.ts'
import { useAction } from '../kernel/hooks.ts'
import { CaricaAltri, type Elenco } from '../kernel/ui/data-table.tsx'
import { Attesa, Problema } from '../kernel/ui/parts.tsx'
import { nomeCampo, StatoPrestazioneBadge } from './parole.tsx'
import { useScelte } from './scelte.ts'
import { type Riga, siCorregge, type TracciatoWeb } from './tracciati.ts'
import { SceltaCampo } from './una-colonna.tsx'

const COLONNE_MASSIME = 12

/** The columns: who and what, then every field of which something is said. */
function colonneDi(t: TracciatoWeb, righe: readonly Riga[], aggiunte: readonly string[]): string[] {
  const detti = new Set(
    righe.flatMap((r) => r.difetti.map((d) => d.campo)).filter((c) => nomeCampo(c) !== 'Riga intera'),
  )
  const ordine = t.campi.map((c) => c.percorso).filter((c) => detti.has(c))
  return [...new Set([...t.sempre, ...ordine, ...aggiunte])].slice(0, COLONNE_MASSIME + aggiunte.length)
}

const valore = (r: Riga, campo: string) => r.valori.find((v) => v.campo === campo)?.valore ?? ''

export function Griglia({ t, lista }: { t: TracciatoWeb; lista: Elenco<Riga> }) {
  const id = useId()
  const [cambiate, setCambiate] = useState<ReadonlyMap<string, Riga>>(new Map())
  const [aggiunte, setAggiunte] = useState<string[]>([])
  const tabella = useRef<HTMLTableElement>(null)
  const scelte = useScelte(t)
  if (lista.isPending) return <Attesa righe={8} cosa={`Caricamento delle ${t.molte}`} />
  if (lista.error && lista.voci.length === 0) return <Problema problema={lista.error} riprova={lista.refetch} />
  if (lista.voci.length === 0)
    return (
      <div className="vuoto" role="status">
        <p className="vuoto-titolo">Nessuna {t.una} con queste scelte</p>
        <p>Togli un filtro, oppure carica un file.</p>
      </div>
    )
  const righe = lista.voci.map((r) => {
    const nuova = cambiate.get(r.id)
    return nuova && nuova.versione >= r.versione ? nuova : r
  })
  const colonne = colonneDi(t, lista.voci, aggiunte)
  const vai = (campo: string, riga: number) =>
    tabella.current?.querySelector<HTMLInputElement>(`input[data-campo="${campo}"][data-riga="${riga}"]`)?.focus()
  return (
    <>
      <div className="campo flussi-aggiungi">
        <label htmlFor={id}>Mostra anche il campo</label>
        <SceltaCampo
          id={id}
          valore=""
          vuota="Scegli…"
          gruppi={t.gruppi}
          presi={new Set(colonne)}
          onScelta={(c) => c && setAggiunte((a) => [...a, c])}
        />
      </div>
      {colonne.map((c) => {
        const voci = scelte.get(c)
        return voci && <Voci key={c} id={idVoci(c)} voci={voci} />
      })}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard */}
      <section className="flussi-scorre" aria-label={`${inizio(t.molte)}, cella per cella`} tabIndex={0}>
        {/* biome-ignore-start lint/a11y/noRedundantRoles: laid out as cards on phones, the implicit roles are lost */}
        <table ref={tabella} className="table flussi-celle" role="table">
          <caption className="visually-hidden">
            {inizio(t.molte)}: Invio e le frecce passano alla riga sotto o sopra, Alt e freccia giù mostra i codici, Esc
            rimette ciò che c’era
          </caption>
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">
                Stato
              </th>
              {colonne.map((c) => (
                <th key={c} scope="col" role="columnheader">
                  {nomeCampo(c)}
                </th>
              ))}
              <th scope="col" role="columnheader">
                Che cosa non va
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {righe.map((r, n) => (
              <UnaRiga
                key={r.id}
                t={t}
                r={r}
                n={n}
                colonne={colonne}
                scelte={scelte}
                onCambiata={(x) => setCambiate((m) => new Map(m).set(x.id, x))}
                onVai={vai}
              />
            ))}
          </tbody>
        </table>
        {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
      </section>
      <div className="tabella-piede">
        <p role="status">{contoRighe(righe.length, t.una, t.molte, Boolean(lista.altre))}</p>
        {lista.altre && <CaricaAltri lista={lista} />}
      </div>
    </>
  )
}

const inizio = (parola: string) => parola.charAt(0).toUpperCase() + parola.slice(1)
const idVoci = (campo: string) => `voci-${campo.replaceAll('.', '-')}`

function UnaRiga({
  t,
  r,
  n,
  colonne,
  scelte,
  onCambiata,
  onVai,
}: {
  t: TracciatoWeb
  r: Riga
  n: number
  colonne: readonly string[]
  scelte: ReadonlyMap<string, readonly Opzione[]>
  onCambiata: (r: Riga) => void
  onVai: (campo: string, riga: number) => void
}) {
  const id = useId()
  const correggi = useAction(t.api.correggi, {
    // not the rows themselves: one stays where it is when it is put right
    invalidates: t.rilegge.filter((e) => e !== t.api.righe),
    onDone: onCambiata,
  })
  // one at a time, each over what the one before has written: two cells of a row are typed faster than they are saved
  const versione = useRef(r.versione)
  versione.current = Math.max(versione.current, r.versione)
  const coda = useRef<Promise<unknown>>(Promise.resolve())
  const salva = (campo: string, scritto: string) => {
    const questa = coda.current.then(async () => {
      const dopo = await correggi.run({ id: r.id, versione: versione.current, campi: [{ campo, valore: scritto }] })
      versione.current = dopo.versione
    })
    coda.current = questa.catch(() => {})
    return questa
  }
  const aperta = siCorregge(r)
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: as the table
    <tr role="row">
      <td role="cell" data-titolo="Stato">
        <StatoPrestazioneBadge stato={r.stato} />{' '}
        <Link to={`${t.base}/${r.id}`}>
          {t.chi?.(r) ?? 'Apri'}
          <span className="visually-hidden">
            {' '}
            la {t.una} {n + 1}
          </span>
        </Link>
      </td>
      {colonne.map((campo) => {
        const errata = r.difetti.some((d) => d.campo === campo)
        return (
          <td key={campo} role="cell" data-titolo={nomeCampo(campo)}>
            {aperta ? (
              <Cella
                una={t.una}
                voci={scelte.get(campo)}
                campo={campo}
                riga={n}
                versione={r.versione}
                valore={valore(r, campo)}
                errata={errata}
                descritta={`${id}-difetti`}
                onSalva={(v) => salva(campo, v)}
                onVai={(verso) => onVai(campo, n + verso)}
              />
            ) : (
              valore(r, campo) || '–'
            )}
          </td>
        )
      })}
      <td id={`${id}-difetti`} role="cell" className="flussi-difetti" data-titolo="Che cosa non va">
        {r.difetti.length === 0 ? (
          '–'
        ) : (
          <ul className="flussi-elenco">
            {r.difetti.map((d) => (
              <li key={`${d.regola} ${d.campo} ${d.frase}`}>
                {d.frase}{' '}
                <small>({r.deroghe.some((x) => x.regola === d.regola) ? `${d.regola}, superato` : d.regola})</small>
              </li>
            ))}
          </ul>
        )}
      </td>
    </tr>
    // biome-ignore-end lint/a11y/noRedundantRoles: as the table
  )
}

function Cella({
  una,
  voci,
  campo,
  riga,
  versione,
  valore: iniziale,
  errata,
  descritta,
  onSalva,
  onVai,
}: {
  una: string
  /** The codes that one may choose, where the field has them. */
  voci: readonly Opzione[] | undefined
  campo: string
  riga: number
  versione: number
  valore: string
  errata: boolean
  descritta: string
  onSalva: (v: string) => Promise<void>
  onVai: (verso: 1 | -1) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  // what is being typed, or is on its way, stays as it is whatever comes back of its row
  const scritta = useRef(false)
  // the last on its way: what was there before, written again meanwhile, is a change of that
  const inViaggio = useRef<{ v: string } | null>(null)
  const [salvate, setSalvate] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was kept may be what was there before: it is shown at each version and saving
  useLayoutEffect(() => {
    if (input.current && !scritta.current) input.current.value = iniziale
  }, [iniziale, versione, salvate])
  const salva = (v: string) => {
    const questa = { v }
    inViaggio.current = questa
    const arrivata = () => {
      if (inViaggio.current === questa) inViaggio.current = null
    }
    return onSalva(v).then(
      () => {
        arrivata()
        scritta.current = input.current?.value !== v
        setSalvate((n) => n + 1)
      },
      // refused, and said: it stays to be corrected
      arrivata,
    )
  }
  const tasto = (e: KeyboardEvent<HTMLInputElement>) => {
    // among the codes that the browser is offering, the arrows are its own
    if (voci && e.key !== 'Enter' && e.key !== 'Escape' && (scritta.current || e.altKey)) return
    if (e.key === 'Enter' || e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault()
      onVai(e.key === 'ArrowUp' || (e.key === 'Enter' && e.shiftKey) ? -1 : 1)
      // the last row has nowhere to go: what was typed is kept all the same
      if (document.activeElement === input.current) input.current?.blur()
    } else if (e.key === 'Escape' && input.current) {
      input.current.value = iniziale
      scritta.current = false
    }
  }
  const significa = significato(voci, iniziale)
  return (
    <>
      <input
        ref={input}
        list={voci && idVoci(campo)}
        className="form-control"
        aria-label={`${nomeCampo(campo)}, ${una} ${riga + 1}`}
        aria-invalid={errata || undefined}
        aria-describedby={errata ? descritta : undefined}
        data-campo={campo}
        data-riga={riga}
        maxLength={500}
        defaultValue={iniziale}
        onKeyDown={tasto}
        onChange={() => {
          scritta.current = true
        }}
        onBlur={(e) => {
          if (e.target.value.trim() !== (inViaggio.current?.v.trim() ?? iniziale)) void salva(e.target.value)
          else scritta.current = false
        }}
      />
      {significa && <small className="flussi-significa">{significa}</small>}
    </>
  )
}
