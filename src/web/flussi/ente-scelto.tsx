// Which ente one works for: one, on every page of the flows, said and changed in the header. The address of the page holds it, so
// that a link, a reload and a second tab keep their own; a page opened from the menu goes on with the ente of its tab. An
// address without one, or with one that is not ours, never falls on another by itself and in silence.
import { Fragment, type ReactNode, useEffect, useId } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { type Ente, entiApi } from '../../shared/flussi/enti.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { InTestata } from '../kernel/ui/contesto.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'

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

const useEnti = () => useEndpoint(entiApi.list, {}, { staleTime: 60_000 })

function Scelta({
  enti,
  scelto,
  tutti,
  onScelto,
}: {
  enti: Ente[]
  scelto: string
  /** The words for all of them, where a page can show them together. */
  tutti?: string | undefined
  onScelto: (id: string) => void
}) {
  const id = useId()
  const cambia = (altro: string) => {
    // the pages opened next from the menu are of this one
    if (altro) ricorda(altro)
    onScelto(altro)
  }
  if (enti.length === 1 && !tutti)
    return (
      <InTestata>
        <strong>{enti[0]!.denominazione}</strong>
      </InTestata>
    )
  return (
    <InTestata>
      <label htmlFor={id}>Ente</label>
      <select id={id} className="form-select" value={scelto} onChange={(e) => cambia(e.target.value)}>
        {tutti && <option value="">{tutti}</option>}
        {enti.map((e) => (
          <option key={e.id} value={e.id}>
            {e.denominazione} ({e.codice})
          </option>
        ))}
      </select>
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
  children: (ente: Ente) => ReactNode
}) {
  const q = useEnti()
  return (
    <Caricamento query={q} righe={4}>
      {({ voci }) =>
        voci.length === 0 ? (
          <NessunEnte />
        ) : (
          <Uno voci={voci} scelto={scelto} onScelto={onScelto} contenuto={children} />
        )
      }
    </Caricamento>
  )
}

function Uno({
  voci,
  scelto,
  onScelto,
  contenuto,
}: {
  voci: Ente[]
  scelto: string
  onScelto: (id: string) => void
  contenuto: (ente: Ente) => ReactNode
}) {
  const ente = voci.find((e) => e.id === scelto)
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
      <Fragment key={ente.id}>{contenuto(ente)}</Fragment>
    </>
  )
}

/** A page that shows one ente or all of them together: counts, and nobody's. */
export function ConEntiInsieme({
  scelto,
  onScelto,
  children,
}: {
  scelto: string
  onScelto: (id: string) => void
  children: (ente: Ente | undefined, enti: Ente[]) => ReactNode
}) {
  const q = useEnti()
  return (
    <Caricamento query={q} righe={4}>
      {({ voci }) => {
        if (voci.length === 0) return <NessunEnte />
        const ente = voci.find((e) => e.id === scelto)
        if (scelto && !ente) return <NonMio voci={voci} onScelto={onScelto} />
        return (
          <>
            <Scelta
              enti={voci}
              scelto={scelto}
              tutti={voci.length > 1 ? 'Tutti i miei enti' : undefined}
              onScelto={onScelto}
            />
            <Fragment key={scelto}>{children(ente, voci)}</Fragment>
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

const NonMio = ({ voci, onScelto }: { voci: Ente[]; onScelto: (id: string) => void }) => (
  <Avviso tipo="warning" titolo="L’ente di questo indirizzo non è tra i tuoi">
    <p>Può essere di un altro ambito, o il tuo incarico per il suo comune è finito. Scegli su quale lavorare:</p>
    <p className="flussi-atti">
      {voci.slice(0, 20).map((e) => (
        <button key={e.id} type="button" className="btn btn-outline-primary btn-xs" onClick={() => onScelto(e.id)}>
          {e.denominazione}
        </button>
      ))}
    </p>
  </Avviso>
)
