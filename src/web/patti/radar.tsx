// A radar of the same dimensions at several times: a picture for who would rather look; the table beside says the same.
// Lines differ by their stroke and marks as well as by colour.
interface Serie {
  nome: string
  valori: (number | null)[]
}

const LATO = 360
const CENTRO = LATO / 2
const RAGGIO = 120
const tratti = ['0', '6 4', '2 3']
const colori = ['#0066cc', '#b34b00', '#006b44']

const punto = (i: number, quanti: number, r: number): [number, number] => {
  const a = (i / quanti) * 2 * Math.PI - Math.PI / 2
  return [CENTRO + r * Math.cos(a), CENTRO + r * Math.sin(a)]
}
const testo = ([x, y]: [number, number]) => `${x.toFixed(1)},${y.toFixed(1)}`

export function Radar({
  titolo,
  numeri,
  serie,
  massimo,
}: {
  titolo: string
  numeri: string[]
  serie: Serie[]
  massimo: number
}) {
  const n = numeri.length
  const raggio = (v: number) => (v / massimo) * RAGGIO
  const anelli = Array.from({ length: massimo }, (_x, i) => i + 1)
  return (
    <figure className="analisi-radar">
      <svg
        viewBox={`0 0 ${LATO} ${LATO}`}
        role="img"
        aria-label={`${titolo}: gli stessi valori sono nella tabella che segue`}
      >
        {anelli.map((v) => (
          <polygon
            key={v}
            className="radar-anello"
            points={numeri.map((_n, i) => testo(punto(i, n, raggio(v)))).join(' ')}
          />
        ))}
        {numeri.map((numero, i) => {
          const [x, y] = punto(i, n, RAGGIO)
          const [tx, ty] = punto(i, n, RAGGIO + 16)
          return (
            <g key={numero}>
              <line className="radar-raggio" x1={CENTRO} y1={CENTRO} x2={x} y2={y} />
              <text className="radar-numero" x={tx} y={ty} textAnchor="middle" dominantBaseline="middle">
                {numero}
              </text>
            </g>
          )
        })}
        {serie.map((s, k) => (
          <g key={s.nome} stroke={colori[k % colori.length]} fill={colori[k % colori.length]}>
            {/* what is not rated breaks the line: it is not zero */}
            {tratteggi(s.valori).map((pezzo) => (
              <polyline
                key={pezzo[0]}
                className="radar-linea"
                strokeDasharray={tratti[k % tratti.length]}
                points={pezzo.map((i) => testo(punto(i, n, raggio(s.valori[i % n]!)))).join(' ')}
              />
            ))}
            {s.valori.map((v, i) => {
              if (v === null) return null
              const [x, y] = punto(i, n, raggio(v))
              return <circle key={numeri[i]} cx={x} cy={y} r={3} />
            })}
          </g>
        ))}
      </svg>
      <figcaption>
        <ul className="radar-legenda">
          {serie.map((s, k) => (
            <li key={s.nome}>
              <svg viewBox="0 0 30 8" width="30" height="8" aria-hidden="true">
                <line
                  x1="0"
                  y1="4"
                  x2="30"
                  y2="4"
                  strokeWidth="2"
                  stroke={colori[k % colori.length]}
                  strokeDasharray={tratti[k % tratti.length]}
                />
              </svg>{' '}
              {s.nome}
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  )
}

/** Runs of neighbours that are rated, around the circle. */
export function tratteggi(valori: readonly (number | null)[]): number[][] {
  const n = valori.length
  if (valori.every((v) => v !== null)) return n === 0 ? [] : [[...valori.keys(), n]]
  const inizio = valori.indexOf(null)
  const pezzi: number[][] = [[]]
  for (let k = 1; k <= n; k++) {
    const i = (inizio + k) % n
    if (valori[i] === null) pezzi.push([])
    else pezzi.at(-1)!.push(i)
  }
  return pezzi.filter((p) => p.length > 1)
}
