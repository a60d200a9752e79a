// A computed picture on a page: zoom, SVG and PDF to keep, paper. Hidden here: the text of the SVG becomes elements through the
// XML parser, never as HTML, and a picture wider than the page scrolls with the keyboard too.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { salvaFile } from '../../kernel/client.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { Icon } from '../../kernel/ui/parts.tsx'
import './figura.css'

const PASSI = [0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2] as const

export function Figura({
  svg,
  nome,
  file,
  comandi,
  pdf,
}: {
  svg: string
  nome: string
  file: string
  comandi?: ReactNode
  /** The button that downloads the same picture as a PDF. */
  pdf?: ReactNode
}) {
  const quadro = useRef<HTMLDivElement>(null)
  /** null: as wide as the page, never larger than its own size. */
  const [zoom, setZoom] = useState<number | null>(null)

  useEffect(() => {
    const disegno = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
    quadro.current?.replaceChildren(document.importNode(disegno, true))
  }, [svg])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new drawing takes the zoom of the one before
  useEffect(() => {
    const disegno = quadro.current?.querySelector('svg')
    if (!disegno) return
    const naturale = disegno.viewBox.baseVal.width
    disegno.style.width = zoom === null ? '100%' : `${naturale * zoom}px`
    disegno.style.maxWidth = zoom === null ? `${naturale}px` : 'none'
    disegno.style.height = 'auto'
  }, [svg, zoom])

  const attuale = () => {
    const disegno = quadro.current?.querySelector('svg')
    return disegno ? disegno.getBoundingClientRect().width / disegno.viewBox.baseVal.width : 1
  }
  const piu = () => setZoom(PASSI.find((p) => p > attuale() + 0.01) ?? PASSI.at(-1)!)
  const meno = () => setZoom([...PASSI].reverse().find((p) => p < attuale() - 0.01) ?? PASSI[0])

  return (
    <div className="figura-calcolata">
      <div className="figura-comandi">
        {comandi}
        <fieldset className="figura-zoom">
          <legend className="visually-hidden">Ingrandimento</legend>
          <button type="button" className="btn btn-outline-primary btn-xs" onClick={meno}>
            <Icon name="it-zoom-out" className="icon-sm" titolo="Rimpicciolisci" />
          </button>
          <button type="button" className="btn btn-outline-primary btn-xs" onClick={piu}>
            <Icon name="it-zoom-in" className="icon-sm" titolo="Ingrandisci" />
          </button>
          <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => setZoom(null)}>
            Adatta alla pagina
          </button>
        </fieldset>
        <div className="figura-uscite">
          <button
            type="button"
            className="btn btn-outline-primary"
            onClick={() => salvaFile({ nome: file, blob: new Blob([svg], { type: 'image/svg+xml' }) })}
          >
            <Icon name="it-download" className="icon-sm" />
            Scarica SVG
          </button>
          {pdf}
          <PrintButton />
        </div>
      </div>
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section
        className={`figura-quadro${zoom === null ? '' : ' figura-ingrandita'}`}
        aria-label={nome}
        tabIndex={0}
        ref={quadro}
      />
      {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: see above */}
    </div>
  )
}
