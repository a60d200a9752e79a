// What a module is working on, said and changed in the header: one thing at a time, held by the address of the page, so that two
// tabs on two things do not disturb each other. The header has the place; who knows what to put there is a page.
//
//   <InTestata><label …/><select …/></InTestata>
import { type ReactNode, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'

const POSTO = 'testata-contesto'

/** In the header, after where one is. */
export const PostoContesto = () => <div id={POSTO} className="testata-contesto" />

export function InTestata({ children }: { children: ReactNode }) {
  const [posto, setPosto] = useState<HTMLElement | null>(null)
  useEffect(() => setPosto(document.getElementById(POSTO)), [])
  return posto && createPortal(children, posto)
}
