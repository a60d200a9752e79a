// Who runs the platform, in the public pages: read once, and a plain sentence where it cannot be read.
import './pubblico.css'
import type { ReactNode } from 'react'
import { contattiApi } from '../../../shared/accesso/contatti.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { Caricamento } from '../../kernel/ui/parts.tsx'

export function ConContatti({ children }: { children: (c: Output<typeof contattiApi.leggi>) => ReactNode }) {
  return <Caricamento query={useEndpoint(contattiApi.leggi, {}, { staleTime: 600_000 })}>{children}</Caricamento>
}

export function Email({ a, oggetto, testo }: { a: string; oggetto?: string; testo?: string }) {
  const parametri = new URLSearchParams({ ...(oggetto && { subject: oggetto }), ...(testo && { body: testo }) })
  // mail programs read «+» as itself, not as a space
  const query = parametri.size > 0 ? `?${String(parametri).replaceAll('+', '%20')}` : ''
  return <a href={`mailto:${a}${query}`}>{a}</a>
}
