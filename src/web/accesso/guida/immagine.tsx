// A picture of the guide, taken by the browser journeys of the tests: where they have not run there is no picture, and
// the caption, which says what one would see, remains.
import { useState } from 'react'

export function Immagine({ nome, children }: { nome: string; children: string }) {
  const [manca, setManca] = useState(false)
  return (
    <figure className="immagine">
      {!manca && (
        // The caption says what the picture shows: repeating it would be read twice. Not lazy: a picture that arrives
        // while one goes to a chapter would move the chapter away; the size keeps its place from the start.
        <img src={`/manuale/immagini/${nome}.png`} alt="" width={1280} height={1000} onError={() => setManca(true)} />
      )}
      <figcaption>{children}</figcaption>
    </figure>
  )
}
