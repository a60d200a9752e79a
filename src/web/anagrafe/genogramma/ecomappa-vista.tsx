// The ecomap as people look at it: the picture, and the same ties in sentences.
import { type ReactNode, useMemo } from 'react'
import { type DatiEcomappa, descriviEcomappa, disegnaEcomappa } from '../../../shared/anagrafe/ecomappa.rules.ts'
import { formatData } from '../../kernel/format.ts'
import { Figura } from './figura.tsx'

export default function EcomappaVista({
  dati,
  titolo,
  giorno,
  pdf,
}: {
  dati: DatiEcomappa
  titolo: string
  giorno: string
  /** The button that downloads the picture as a PDF. */
  pdf?: ReactNode
}) {
  const svg = useMemo(
    () => disegnaEcomappa(dati, { titolo, sottotitolo: `Situazione al ${formatData(giorno)}` }),
    [dati, titolo, giorno],
  )
  const [centro, ...frasi] = useMemo(() => descriviEcomappa(dati), [dati])
  return (
    <>
      <Figura svg={svg} nome={titolo} file={`ecomappa-${giorno}.svg`} pdf={pdf} />
      <h2 className="h4 mt-4">I legami</h2>
      <p>{centro}</p>
      <ul className="genogramma-frasi">
        {/* biome-ignore-start lint/suspicious/noArrayIndexKey: two services of one name make two equal sentences */}
        {frasi.map((f, i) => (
          <li key={i}>{f}</li>
        ))}
        {/* biome-ignore-end lint/suspicious/noArrayIndexKey: see above */}
      </ul>
    </>
  )
}
