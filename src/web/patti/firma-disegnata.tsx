// A signature drawn with a finger, a pen or the mouse: kept as the picture that it is. Who cannot draw signs on paper.
import { type PointerEvent, useRef, useState } from 'react'

export function FirmaDisegnata({ onCambia }: { onCambia: (png: string | null) => void }) {
  const tela = useRef<HTMLCanvasElement>(null)
  const penna = useRef(false)
  const [vuota, setVuota] = useState(true)
  const punto = (e: PointerEvent<HTMLCanvasElement>): [number, number] => {
    const r = e.currentTarget.getBoundingClientRect()
    return [
      ((e.clientX - r.left) * e.currentTarget.width) / r.width,
      ((e.clientY - r.top) * e.currentTarget.height) / r.height,
    ]
  }
  const traccia = (e: PointerEvent<HTMLCanvasElement>, comincia: boolean) => {
    const c = e.currentTarget.getContext('2d')
    if (!c || (!comincia && !penna.current)) return
    const [x, y] = punto(e)
    if (comincia) {
      penna.current = true
      e.currentTarget.setPointerCapture(e.pointerId)
      c.lineWidth = 3
      c.lineCap = 'round'
      c.lineJoin = 'round'
      c.strokeStyle = '#17324d'
      c.beginPath()
      c.moveTo(x, y)
    } else {
      c.lineTo(x, y)
      c.stroke()
    }
  }
  const fine = () => {
    if (!penna.current) return
    penna.current = false
    setVuota(false)
    onCambia(tela.current?.toDataURL('image/png') ?? null)
  }
  const cancella = () => {
    const c = tela.current
    c?.getContext('2d')?.clearRect(0, 0, c.width, c.height)
    setVuota(true)
    onCambia(null)
  }
  return (
    <div className="campo">
      <p id="come-si-disegna">Firma nel riquadro, con il dito, la penna o il mouse.</p>
      <canvas
        ref={tela}
        className="firma-tela"
        width={640}
        height={220}
        role="img"
        aria-label={vuota ? 'Riquadro della firma, vuoto' : 'Firma disegnata'}
        aria-describedby="come-si-disegna"
        onPointerDown={(e) => traccia(e, true)}
        onPointerMove={(e) => traccia(e, false)}
        onPointerUp={fine}
        onPointerCancel={fine}
      />
      <button type="button" className="btn btn-link btn-xs" onClick={cancella} disabled={vuota}>
        Cancella e rifai
      </button>
    </div>
  )
}
