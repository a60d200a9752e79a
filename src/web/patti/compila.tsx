// Compiling an analysis: one page of the questionnaire at a time, saved while one writes, then the summary with what is
// missing. Steps are links with their own address, so that the back button goes back one page.
import { type ReactNode, useEffect, useId, useMemo, useRef, useSyncExternalStore } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { VersioneQuestionario } from '../../shared/parametri/questionari.api.ts'
import {
  chiaveDi,
  stessoValore,
  type Valore,
  type Voce,
  valoreInParole,
  voci,
} from '../../shared/parametri/questionari.rules.ts'
import { esitoDi } from '../../shared/patti/analisi.rules.ts'
import type { CompilazioneLetta, MembroCompilazione } from '../../shared/patti/compilazioni.api.ts'
import { AvvisoBozza } from '../kernel/bozze/avviso-bozza.tsx'
import { Attesa, Avviso } from '../kernel/ui/parts.tsx'
import { Conflitti } from './conflitti.tsx'
import { type Contesto, inAttesa, inGruppi, visibileQui } from './contesto.ts'
import { Contributi } from './contributi.tsx'
import { DomandaField, FirmaRisposta, NotaField } from './domanda-field.tsx'
import { useEsame } from './motore.ts'
import { chiEra } from './parole-analisi.tsx'
import { RiepilogoCompila } from './riepilogo.tsx'
import { useSalvataggio } from './salvataggio.ts'
import { StatoSalvataggio } from './stato-salvataggio.tsx'
import './analisi.css'

const RIEPILOGO = 'riepilogo'

export function Compila({ c, v }: { c: CompilazioneLetta; v: VersioneQuestionario }) {
  const d = v.definizione
  const s = useSalvataggio(c)
  const foto = useSyncExternalStore(s.scritti.ascolta, s.scritti.foto)
  const componenti = useMemo(() => c.membri.map(({ id, eta, sesso }) => ({ id, eta, sesso })), [c.membri])
  const esame = useEsame(d, foto.valori, componenti)
  const mie = useMemo(
    () => voci(d).filter((x) => !x.domanda.classe || c.classi.includes(x.domanda.classe)),
    [d, c.classi],
  )
  const [search] = useSearchParams()
  if (!esame) return <Attesa righe={8} cosa="Preparazione del questionario" />
  const vai = (pagina: string) => {
    const q = new URLSearchParams(search)
    q.set('pagina', pagina)
    return `?${q}`
  }
  const x: Contesto = { c, v, s, esame, valori: foto.valori, mie, vai }
  const pagine = d.modulo.pages.filter((p) => mie.some((m) => m.pagina.name === p.name && visibileQui(x, m)))
  const scelta = search.get('pagina')
  const pagina = scelta === RIEPILOGO ? null : (pagine.find((p) => p.name === scelta) ?? pagine[0]!)
  return (
    <div className="analisi-compila">
      <Passi pagine={pagine} x={x} qui={pagina?.name ?? RIEPILOGO} />
      <div className="analisi-pagina">
        <StatoSalvataggio s={s} inSospeso={foto.inSospeso} />
        <AvvisoBozza bozza={s.bozza} dopo={() => document.querySelector<HTMLElement>('.analisi-pagina h2')?.focus()} />
        <Conflitti x={x} conflitti={foto.conflitti} />
        {pagina ? <Pagina key={pagina.name} x={x} pagina={pagina} /> : <RiepilogoCompila x={x} />}
        <Avanti pagine={pagine} x={x} qui={pagina?.name ?? RIEPILOGO} />
      </div>
    </div>
  )
}

type PaginaModulo = VersioneQuestionario['definizione']['modulo']['pages'][number]

function Passi({ pagine, x, qui }: { pagine: PaginaModulo[]; x: Contesto; qui: string }) {
  const passi = [...pagine.map((p) => [p.name, p.title] as const), [RIEPILOGO, 'Riepilogo'] as const]
  return (
    <nav className="analisi-passi" aria-label="Parti dell’analisi">
      <ol>
        {passi.map(([nome, titolo]) => {
          const n = nome === RIEPILOGO ? 0 : inAttesa(x, nome).length
          return (
            <li key={nome}>
              <Link to={x.vai(nome)} aria-current={nome === qui ? 'step' : undefined} onClick={() => void x.s.salva()}>
                {titolo}
                {n > 0 && <span className="analisi-attesa"> ({n} da completare)</span>}
              </Link>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

function Avanti({ pagine, x, qui }: { pagine: PaginaModulo[]; x: Contesto; qui: string }) {
  const nomi = [...pagine.map((p) => p.name), RIEPILOGO]
  const i = nomi.indexOf(qui)
  const salva = () => void x.s.salva()
  return (
    <p className="analisi-avanti">
      {i > 0 && (
        <Link className="btn btn-outline-primary" to={x.vai(nomi[i - 1]!)} onClick={salva}>
          Indietro
        </Link>
      )}
      {i < nomi.length - 1 && (
        <Link className="btn btn-primary" to={x.vai(nomi[i + 1]!)} onClick={salva}>
          Avanti
        </Link>
      )}
    </p>
  )
}

function Pagina({ x, pagina }: { x: Contesto; pagina: PaginaModulo }) {
  const titolo = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // from one step to the next the keyboard starts from the title; on opening, from the top of the page
    if (document.activeElement?.closest('.analisi-passi, .analisi-avanti')) titolo.current?.focus()
  }, [])
  const sue = x.mie.filter((m) => m.pagina.name === pagina.name)
  const daConfermare = [...x.s.scritti.foto().risposte].filter(
    ([k, r]) =>
      r.daConfermare &&
      x.esame.visibili.has(k.split('#')[0]!) &&
      sue.some((m) => m.domanda.name === r.campo.split('#')[0]),
  )
  return (
    <>
      <h2 ref={titolo} tabIndex={-1}>
        {pagina.title}
      </h2>
      {pagina.description && <p>{pagina.description}</p>}
      {daConfermare.length > 1 && (
        <Avviso>
          <p>
            {daConfermare.length} risposte di questa pagina vengono dalla cartella, da INPS o dall’analisi precedente:
            guardale e confermale una a una, o tutte insieme.
          </p>
          <button
            type="button"
            className="btn btn-outline-primary btn-xs"
            onClick={() => void x.s.conferma(daConfermare.map(([k]) => k))}
          >
            Conferma tutte
          </button>
        </Avviso>
      )}
      <Gruppi x={x} sue={sue.filter((m) => !m.perComponente)} componenteId={null} />
      {sue.some((m) => m.perComponente) &&
        x.c.membri.map((m) => <Componente key={m.id} x={x} m={m} sue={sue.filter((q) => q.perComponente)} />)}
    </>
  )
}

function Componente({ x, m, sue }: { x: Contesto; m: MembroCompilazione; sue: Voce[] }) {
  if (!sue.some((q) => x.esame.visibili.has(chiaveDi(m.id, q.domanda.name)))) return null
  return (
    <section className="analisi-componente" aria-labelledby={`m-${m.id}`}>
      <h3 id={`m-${m.id}`}>{chiEra(m)}</h3>
      <Gruppi x={x} sue={sue} componenteId={m.id} />
    </section>
  )
}

function Gruppi({ x, sue, componenteId }: { x: Contesto; sue: Voce[]; componenteId: string | null }) {
  const visibili = sue.filter((q) => x.esame.visibili.has(chiaveDi(componenteId, q.domanda.name)))
  const Titolo = componenteId ? 'h4' : 'h3'
  return inGruppi(visibili).map((g) => {
    const domande = g.voci.map((q) => <Una key={q.domanda.name} x={x} voce={q} componenteId={componenteId} />)
    return g.titolo ? (
      <div key={g.titolo} className="analisi-gruppo">
        <Titolo>{g.titolo}</Titolo>
        {domande}
      </div>
    ) : (
      <div key={g.voci[0]!.domanda.name}>{domande}</div>
    )
  })
}

function Una({ x, voce, componenteId }: { x: Contesto; voce: Voce; componenteId: string | null }) {
  const { domanda } = voce
  const d = x.v.definizione
  const chiave = chiaveDi(componenteId, domanda.name)
  const valore = x.valori.get(chiave) ?? null
  const risposta = x.s.scritti.foto().risposte.get(chiave)
  const scrivi = (k: string) => (nuovo: Valore) => x.s.scritti.scrivi(k, nuovo)
  return (
    <DomandaField
      voce={voce}
      d={d}
      valore={valore}
      onCambia={scrivi(chiave)}
      obbligatoria={x.esame.obbligatorie.has(chiave)}
      risposta={risposta}
      onConferma={() => void x.s.conferma([chiave])}
      altre={x.c.proposte.filter(
        (p) => p.componenteId === componenteId && p.campo === domanda.name && !stessoValore(p.valore, valore),
      )}
      onScegli={(p) => void x.s.conferma([chiave], p.origine)}
    >
      <PercorsoProposto x={x} voce={voce} componenteId={componenteId} valore={valore} onUsa={scrivi(chiave)} />
      {d.candidati && domanda.type === 'rating' && <Priorita chiave={chiave} di={domanda.title} x={x} />}
      {domanda.nota && (
        <NotaField
          di={domanda.title}
          valore={x.valori.get(`${chiave}#nota`) ?? null}
          onCambia={scrivi(`${chiave}#nota`)}
        />
      )}
      <FirmaRisposta r={risposta} />
      {d.contributi && domanda.type === 'rating' && (
        <Contributi c={x.c} d={d} voce={voce} componenteId={componenteId} />
      )}
    </DomandaField>
  )
}

function Priorita({ chiave, di, x }: { chiave: string; di: string; x: Contesto }) {
  const id = useId()
  const k = `${chiave}#priorita`
  return (
    <div className="scelta">
      <input
        id={id}
        type="checkbox"
        checked={x.valori.get(k) === true}
        onChange={(e) => x.s.scritti.scrivi(k, e.target.checked ? true : null)}
      />
      <label htmlFor={id}>
        È una priorità<span className="visually-hidden">: {di}</span>
      </label>
    </div>
  )
}

/** What the rules propose for this member: one chooses. */
function PercorsoProposto({
  x,
  voce,
  componenteId,
  valore,
  onUsa,
}: {
  x: Contesto
  voce: Voce
  componenteId: string | null
  valore: Valore
  onUsa: (v: Valore) => void
}): ReactNode {
  const d = x.v.definizione
  if (!componenteId || d.esito?.percorso?.campo !== voce.domanda.name) return null
  const suo = esitoDi(d, { valori: x.valori, visibili: x.esame.visibili }, x.c.membri)?.percorsi.find(
    (p) => p.componenteId === componenteId,
  )
  if (!suo?.proposto || suo.proposto === valore) return null
  return (
    <div className="domanda-proposta">
      <p>
        Secondo le regole: {valoreInParole(voce.domanda, d, suo.proposto)} ({suo.fonte}).
      </p>
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => onUsa(suo.proposto)}>
        Usa questo<span className="visually-hidden"> percorso</span>
      </button>
    </div>
  )
}
