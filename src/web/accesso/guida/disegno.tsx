// Boxes with wrapped text and elbow arrows, for the two figures of the guide: plain SVG, so that they print and follow
// the colours of the page.
export const LARGHEZZA = 960

/** Words in lines of at most `massimo` letters: SVG does not wrap by itself. */
export function righe(testo: string, massimo: number): string[] {
  const uscita: string[] = []
  for (const parola of testo.split(' ')) {
    const ultima = uscita.at(-1)
    if (ultima !== undefined && `${ultima} ${parola}`.length <= massimo)
      uscita[uscita.length - 1] = `${ultima} ${parola}`
    else uscita.push(parola)
  }
  return uscita
}

const INTERLINEA = 17

export function Riquadro({
  x,
  y,
  w,
  h,
  testo,
  titolo,
  tipo = '',
}: {
  x: number
  y: number
  w: number
  h: number
  testo: string
  /** In bold, on a line of its own. */
  titolo?: string
  tipo?: string
}) {
  const linee = righe(testo, Math.floor((w - 16) / 6.8))
  const n = linee.length + (titolo ? 1 : 0)
  const primo = y + h / 2 - ((n - 1) * INTERLINEA) / 2 + 5
  return (
    <g className={`riquadro ${tipo}`}>
      <rect x={x} y={y} width={w} height={h} rx="4" />
      <text x={x + w / 2} y={primo} textAnchor="middle">
        {titolo && (
          <tspan x={x + w / 2} className="riquadro-titolo">
            {titolo}
          </tspan>
        )}
        {linee.map((l, i) => (
          <tspan key={l} x={x + w / 2} dy={i === 0 && !titolo ? 0 : INTERLINEA}>
            {l}
          </tspan>
        ))}
      </text>
    </g>
  )
}

export function Freccia({ d, id }: { d: string; id: string }) {
  return <path className="freccia" d={d} markerEnd={`url(#${id})`} />
}

export function Punta({ id }: { id: string }) {
  return (
    <defs>
      <marker id={id} viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">
        <path d="M0 0 10 5 0 10z" />
      </marker>
    </defs>
  )
}
