// A PDF shown inside the page, one sheet at a time. Drawn by pdf.js and not by the browser's own viewer: that one does
// not open under the sandbox in which our files are served, and telephones do not have it.
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { Attesa, Avviso } from '../kernel/ui/parts.tsx'
import { apriPdf } from './apri-pdf.ts'
import './documenti.css'

export type SorgentePdf = { url: string } | { blob: Blob }

export default function VistaPdf({ sorgente, titolo }: { sorgente: SorgentePdf; titolo: string }) {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null)
  const [guasto, setGuasto] = useState(false)
  const [pagina, setPagina] = useState(1)
  const url = 'url' in sorgente ? sorgente.url : null
  const blob = 'blob' in sorgente ? sorgente.blob : null
  useEffect(() => {
    let finita = false
    const carica = async () => apriPdf(blob ? { data: new Uint8Array(await blob.arrayBuffer()) } : { url: url ?? '' })
    setPdf(null)
    setGuasto(false)
    setPagina(1)
    const promessa = carica()
    promessa.then(
      (d) => !finita && setPdf(d),
      () => !finita && setGuasto(true),
    )
    return () => {
      finita = true
      void promessa.then(
        (d) => d.loadingTask.destroy(),
        () => {},
      )
    }
  }, [url, blob])
  if (guasto)
    return (
      <Avviso tipo="warning" titolo="L’anteprima non si apre">
        <p>Il file non si lascia mostrare qui: scaricalo per leggerlo.</p>
      </Avviso>
    )
  if (!pdf) return <Attesa righe={6} cosa="Caricamento dell’anteprima" />
  return (
    <div className="vista-pdf">
      <div className="vista-pdf-comandi">
        <button
          type="button"
          className="btn btn-outline-primary btn-xs"
          aria-disabled={pagina === 1}
          onClick={() => setPagina((n) => Math.max(1, n - 1))}
        >
          Pagina precedente
        </button>
        <span role="status">
          Pagina {pagina} di {pdf.numPages}
        </span>
        <button
          type="button"
          className="btn btn-outline-primary btn-xs"
          aria-disabled={pagina === pdf.numPages}
          onClick={() => setPagina((n) => Math.min(pdf.numPages, n + 1))}
        >
          Pagina seguente
        </button>
      </div>
      <Foglio pdf={pdf} numero={pagina} titolo={titolo} />
    </div>
  )
}

function Foglio({ pdf, numero, titolo }: { pdf: PDFDocumentProxy; numero: number; titolo: string }) {
  const tela = useRef<HTMLCanvasElement>(null)
  const [testo, setTesto] = useState('')
  useEffect(() => {
    let finita = false
    let ferma = () => {}
    void pdf.getPage(numero).then(async (p) => {
      const canvas = tela.current
      if (finita || !canvas) return
      // sharp on the screen it is drawn for, never larger than is useful
      const viewport = p.getViewport({ scale: Math.min(2, window.devicePixelRatio || 1) * 1.5 })
      canvas.width = viewport.width
      canvas.height = viewport.height
      const disegno = p.render({ canvas, viewport })
      ferma = () => disegno.cancel()
      await disegno.promise.catch(() => {})
      const contenuto = await p.getTextContent()
      if (!finita) setTesto(contenuto.items.map((x) => ('str' in x ? x.str : '')).join(' '))
    })
    return () => {
      finita = true
      ferma()
    }
  }, [pdf, numero])
  return (
    <>
      <div aria-hidden="true">
        <canvas ref={tela} />
      </div>
      {/* what the drawing says, for who listens */}
      <p className="visually-hidden">
        {titolo}, pagina {numero}. {testo}
      </p>
    </>
  )
}
