// The frame of the pages that act on one operator: reads his card, names him, and stops where the work belongs to
// another ambito.
import type { ReactNode } from 'react'
import { useParams } from 'react-router'
import { utentiApi } from '../../../shared/accesso/utenti.api.ts'
import { type Scheda, StatoUtenteBadge } from '../../accesso/utenti/parole.tsx'
import { useEndpoint } from '../../kernel/hooks.ts'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Caricamento } from '../../kernel/ui/parts.tsx'
import { ConAmbito } from '../../territorio/ambito-scelto.tsx'
import '../accreditamento.css'

export function UtenteIntestato({ titolo, children }: { titolo: string; children: (u: Scheda) => ReactNode }) {
  const { id = '' } = useParams()
  const q = useEndpoint(utentiApi.leggi, { id })
  const u = q.data
  const corpo = (
    <>
      <PageHeader
        titolo={titolo}
        sotto={
          u && (
            <>
              {u.nome} {u.cognome} <StatoUtenteBadge stato={u.stato} />
            </>
          )
        }
      />
      <Caricamento query={q}>{children}</Caricamento>
    </>
  )
  return u && u.ambito === null ? corpo : <ConAmbito titolo={titolo}>{() => corpo}</ConAmbito>
}
