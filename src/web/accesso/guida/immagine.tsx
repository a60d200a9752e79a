// A picture of the guide, taken by the browser journeys of the tests: where they have not run there is no picture, and
// the caption, which says what one would see, remains.
import { useState } from 'react'

export function Immagine({ nome, children }: { nome: string; children: string }) {
  const [manca, setManca] = useState(false)
  return (
    <figure className="immagine">
      {!manca && (
        // the caption says what the picture shows: repeating it would be read twice
        <img src={`/manuale/immagini/${nome}.png`} alt="" loading="lazy" onError={() => setManca(true)} />
      )}
      <figcaption>{children}</figcaption>
    </figure>
  )
}
