// A button that opens a list of links or acts (the disclosure pattern, which suits navigation better than the menu
// roles of desktop applications). Keyboard: Enter or Space opens; arrows, Home and End move; Escape closes and gives
// the focus back; Tab goes on and closes. Bootstrap Italia's own dropdown fails axe, hence this one.
//
//   <MenuButton etichetta="Utenti" attivo>{[<NavLink to="/utenti" key="u">Elenco</NavLink>, …]}</MenuButton>
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Icon } from './parts.tsx'

/** Key → which entry is next, of `n`, from the one at `qui` (−1: none). */
const mosse = new Map<string, (qui: number, n: number) => number>([
  ['ArrowDown', (qui, n) => (qui + 1) % n],
  ['ArrowUp', (qui, n) => (qui <= 0 ? n - 1 : qui - 1)],
  ['Home', () => 0],
  ['End', (_qui, n) => n - 1],
])

export function MenuButton({
  etichetta,
  nome,
  attivo = false,
  className = '',
  children,
}: {
  etichetta: ReactNode
  /** Accessible name, when the label alone does not say it. */
  nome?: string
  /** The current page is inside. */
  attivo?: boolean
  className?: string
  children: ReactNode[]
}) {
  const [aperto, setAperto] = useState(false)
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const bottone = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!aperto) return
    const fuori = (e: Event) => !box.current?.contains(e.target as Node) && setAperto(false)
    document.addEventListener('pointerdown', fuori)
    return () => document.removeEventListener('pointerdown', fuori)
  }, [aperto])

  const voci = () => [...(box.current?.querySelectorAll<HTMLElement>('ul a, ul button') ?? [])]
  function tasto(e: KeyboardEvent) {
    if (e.key === 'Escape' && aperto) {
      e.stopPropagation()
      setAperto(false)
      bottone.current?.focus()
      return
    }
    const mossa = mosse.get(e.key)
    if (!mossa || (!aperto && e.key !== 'ArrowDown')) return
    e.preventDefault()
    setAperto(true)
    // the list is rendered on the next frame when it was closed
    requestAnimationFrame(() => {
      const tutte = voci()
      tutte[mossa(tutte.indexOf(document.activeElement as HTMLElement), tutte.length)]?.focus()
    })
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the button and links inside
    <div
      ref={box}
      className={`menu-bottone ${className}`}
      onKeyDown={tasto}
      onBlur={(e) => !box.current?.contains(e.relatedTarget) && setAperto(false)}
    >
      <button
        ref={bottone}
        type="button"
        className={attivo ? 'attivo' : undefined}
        aria-expanded={aperto}
        aria-controls={id}
        aria-label={nome}
        onClick={() => setAperto(!aperto)}
      >
        {etichetta}
        <Icon name="it-expand" className="icon-xs" />
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: closes after any choice, which the links themselves take by key */}
      <ul id={id} hidden={!aperto} onClick={() => setAperto(false)}>
        {children.map((voce, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
          <li key={i}>{voce}</li>
        ))}
      </ul>
    </div>
  )
}
