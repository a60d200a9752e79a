// Which ente one works for: one, on every page of the flows, said and changed in the header. The address of the page holds it, so
// that a link, a reload and a second tab keep their own; a page opened from the menu goes on with the ente of its tab. An
// address without one, or with one that is not ours, never falls on another by itself and in silence. An ente may be of another
// ambito, that entrusts ours with it: choosing it is choosing that ambito too, before anything of the page asks.
import { Fragment, type ReactNode, useEffect, useId } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { entiApi } from '../../shared/flussi/enti.api.ts'
import type { Azione } from '../../shared/kernel/endpoint.ts'
import { lavoraPresso, usePresso } from '../kernel/ambito.ts'
import { usePerAmbito } from '../kernel/hooks.ts'
import { useStatoSessione } from '../kernel/session.tsx'
import { InTestata } from '../kernel/ui/contesto.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { type EnteMio, enteUnico, perAmbito } from './enti-miei.ts'

const CHIAVE = 'flussi-ente'
/** Of this tab alone. */
const ricordato = (): string => {
  try {
    return sessionStorage.getItem(CHIAVE) ?? ''
  } catch {
    return ''
  }
}
const ricorda = (id: string) => {
  try {
    sessionStorage.setItem(CHIAVE, id)
  } catch {
    // a browser without storage goes on with the address alone
  }
}

/** Where one works: at home, which is null, and in the ambiti that entrust something, for an act. */
export function useAmbitiMiei(azione: Azione): { id: string | null; nome: string }[] {
  const { sessione } = useStatoSessione()
  const affidati = sessione?.affidati.filter((a) => a.azioni.includes(azione)) ?? []
  return [{ id: null, nome: sessione?.ambito?.nome ?? '' }, ...affidati.map(({ id, nome }) => ({ id, nome }))]
}

/** All the enti one works for, ambito by ambito: a question for each. */
export function useEnti() {
  const ambiti = useAmbitiMiei(entiApi.list.azione)
  const { rileggi } = useStatoSessione()
  const q = usePerAmbito(
    entiApi.list,
    {},
    ambiti.map((a) => a.id),
    { staleTime: 60_000, parziale: true },
  )
  // what was entrusted is no longer: the session knows it from its next reading on
  useEffect(() => {
    if (q.chiuso) rileggi()
  }, [q.chiuso, rileggi])
  const nomi = new Map(ambiti.map((a) => [a.id, a.nome]))
  const voci: EnteMio[] | undefined = q.data?.flatMap(({ ambito, risposta }) =>
    risposta.voci.map((e) => ({ ...e, ambito, nomeAmbito: nomi.get(ambito) ?? '' })),
  )
  const { isPending, error, refetch } = q
  const muti = q.muti.map((ambito) => nomi.get(ambito) ?? '')
  return { isPending, error, refetch, ...(voci && { data: { voci, muti } }) }
}

/** The ambiti that did not answer: their enti are not among those to choose, and the others go on. */
const Muti = ({ nomi, riprova }: { nomi: string[]; riprova: () => void }) =>
  nomi.length > 0 && (
    <Avviso tipo="warning" titolo={`Gli enti di questi ambiti ora non si leggono: ${nomi.join(', ')}`}>
      <p>Qui non ci sono. Con gli altri puoi continuare.</p>
      <button type="button" className="btn btn-outline-primary btn-xs" onClick={riprova}>
        Riprova
      </button>
    </Avviso>
  )

/** Goes where an ente is before its page asks for anything; false until it is there. */
function usePressoEnte(ambito: string | null | undefined): boolean {
  const presso = usePresso()
  useEffect(() => {
    if (ambito !== undefined) lavoraPresso(ambito)
  }, [ambito])
  return ambito === presso
}

function Scelta({
  enti,
  scelto,
  tutti,
  onScelto,
}: {
  enti: EnteMio[]
  scelto: string
  /** The words for all of them, where a page can show them together. */
  tutti?: string | undefined
  onScelto: (id: string) => void
}) {
  const id = useId()
  const gruppi = perAmbito(enti)
  // who entrusts an ente gives it its name: of which ambito it is stays in sight, also when the list is closed
  const [solo] = enti.length === 1 && !tutti ? enti : []
  const ente = solo ?? enti.find((e) => e.id === scelto)
  const altrove = ente?.ambito ? <span id={`${id}-ambito`}>{ente.nomeAmbito}</span> : null
  const opzioni = (di: EnteMio[]) =>
    di.map((e) => (
      <option key={e.id} value={e.id}>
        {e.denominazione} ({e.codice})
      </option>
    ))
  const cambia = (altro: string) => {
    // the pages opened next from the menu are of this one
    if (altro) ricorda(altro)
    onScelto(altro)
  }
  if (solo)
    return (
      <InTestata>
        <strong>{solo.denominazione}</strong>
        {altrove}
      </InTestata>
    )
  return (
    <InTestata>
      <label htmlFor={id}>Ente</label>
      <select
        id={id}
        className="form-select"
        aria-describedby={altrove ? `${id}-ambito` : undefined}
        value={scelto}
        onChange={(e) => cambia(e.target.value)}
      >
        {tutti && <option value="">{tutti}</option>}
        {gruppi.length === 1
          ? opzioni(enti)
          : gruppi.map((g) => (
              <optgroup key={g[0]!.ambito} label={g[0]!.nomeAmbito}>
                {opzioni(g)}
              </optgroup>
            ))}
      </select>
      {altrove}
    </InTestata>
  )
}

/** The page of one ente; what is inside is made anew when it changes. */
export function ConEnte({
  scelto,
  onScelto,
  children,
}: {
  scelto: string
  /** Puts it in the address; whatever else the page had chosen was of another. */
  onScelto: (id: string) => void
  children: (ente: EnteMio) => ReactNode
}) {
  const q = useEnti()
  return (
    <Caricamento query={q} righe={4}>
      {({ voci, muti }) => (
        <>
          <Muti nomi={muti} riprova={q.refetch} />
          {voci.length > 0 ? (
            <Uno voci={voci} scelto={scelto} onScelto={onScelto} contenuto={children} />
          ) : (
            muti.length === 0 && <NessunEnte />
          )}
        </>
      )}
    </Caricamento>
  )
}

function Uno({
  voci,
  scelto,
  onScelto,
  contenuto,
}: {
  voci: EnteMio[]
  scelto: string
  onScelto: (id: string) => void
  contenuto: (ente: EnteMio) => ReactNode
}) {
  const ente = voci.find((e) => e.id === scelto)
  const arrivato = usePressoEnte(ente?.ambito)
  const { search, state } = useLocation()
  const navigate = useNavigate()
  const qui = ricordato()
  const primo = (voci.find((e) => e.id === qui) ?? voci[0]!).id
  // biome-ignore lint/correctness/useExhaustiveDependencies: it acts when the ente of the address changes, not when the rest of the address does
  useEffect(() => {
    if (ente) return ricorda(ente.id)
    if (scelto) return
    // whatever else the address says stays: only the ente was missing
    const con = new URLSearchParams(search)
    con.set('ente', primo)
    void navigate({ search: con.toString() }, { replace: true, preventScrollReset: true, state })
  }, [ente?.id, scelto, primo])
  if (!ente) return scelto ? <NonMio voci={voci} onScelto={onScelto} /> : null
  return (
    <>
      <Scelta enti={voci} scelto={ente.id} onScelto={onScelto} />
      {arrivato && <Fragment key={ente.id}>{contenuto(ente)}</Fragment>}
    </>
  )
}

/** A page that shows one ente or all of them together, also of several ambiti: counts, and nobody's. With one there is nothing to choose. */
export function ConEntiInsieme({
  scelto,
  onScelto,
  children,
}: {
  scelto: string
  onScelto: (id: string) => void
  children: (ente: EnteMio | undefined, enti: EnteMio[]) => ReactNode
}) {
  const q = useEnti()
  const ente = q.data && enteUnico(q.data.voci, scelto)
  // of all together nobody's ambito is the one: each question says its own
  const arrivato = usePressoEnte(q.data && (ente ? ente.ambito : null))
  return (
    <Caricamento query={q} righe={4}>
      {({ voci, muti }) => {
        const avviso = <Muti nomi={muti} riprova={q.refetch} />
        if (voci.length === 0) return muti.length > 0 ? avviso : <NessunEnte />
        if (scelto && !ente)
          return (
            <>
              {avviso}
              <NonMio voci={voci} onScelto={onScelto} />
            </>
          )
        return (
          <>
            {avviso}
            <Scelta
              enti={voci}
              scelto={scelto}
              tutti={voci.length > 1 ? 'Tutti i miei enti' : undefined}
              onScelto={onScelto}
            />
            {arrivato && <Fragment key={scelto}>{children(ente, voci)}</Fragment>}
          </>
        )
      }}
    </Caricamento>
  )
}

/** The page of one thing: its ente is what it is. Choosing another leaves it. */
export function EnteDellaPagina({ id }: { id: string | undefined }) {
  const q = useEnti()
  const navigate = useNavigate()
  useEffect(() => {
    if (id) ricorda(id)
  }, [id])
  const voci = q.data?.voci
  if (!id || !voci?.some((e) => e.id === id)) return null
  return <Scelta enti={voci} scelto={id} onScelto={(altro) => void navigate(`/flussi?ente=${altro}`)} />
}

const NessunEnte = () => (
  <div className="vuoto" role="status">
    <p className="vuoto-titolo">Nessun ente imposta ancora i suoi flussi</p>
    <p>Per cominciare servono il codice che INPS ha dato all’ente e il codice fiscale di chi invia.</p>
    <Link className="btn btn-primary" to="/flussi/enti">
      Imposta l’ente
    </Link>
  </div>
)

const NonMio = ({ voci, onScelto }: { voci: EnteMio[]; onScelto: (id: string) => void }) => (
  <Avviso tipo="warning" titolo="L’ente di questo indirizzo non è tra i tuoi">
    <p>
      Può essere di un altro ambito, anche di uno che ora non si legge, o il tuo incarico per il suo comune, o
      l’affidamento, è finito. Scegli su quale lavorare:
    </p>
    <p className="flussi-atti">
      {voci.slice(0, 20).map((e) => (
        <button key={e.id} type="button" className="btn btn-outline-primary btn-xs" onClick={() => onScelto(e.id)}>
          {e.denominazione}
        </button>
      ))}
    </p>
  </Avviso>
)
