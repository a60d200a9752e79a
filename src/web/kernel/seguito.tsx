// What follows an act in the hands of a later module, offered on the page of the earlier one: the page leaves the place
// and knows nothing of who fills it, as an event on the server knows nothing of who listens. `main.tsx` joins the two.
//
//   <Seguito di="adesione-registrata" />
import { type ComponentType, createContext, Suspense, useContext } from 'react'

export type Seguiti = Partial<Record<'adesione-registrata', ComponentType>>

export const SeguitiContext = createContext<Seguiti>({})

export function Seguito({ di }: { di: keyof Seguiti }) {
  const Parte = useContext(SeguitiContext)[di]
  return Parte ? (
    <Suspense>
      <Parte />
    </Suspense>
  ) : null
}
