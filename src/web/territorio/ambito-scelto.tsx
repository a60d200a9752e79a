// Which ambito the screens of the territory work in: the user's own, or the one that a user of national reach has
// chosen. Where none is chosen the page says how, instead of showing an empty list.
//
//   <ConAmbito titolo="Adesioni">{(ambitoId) => …}</ConAmbito>
//   <LavoraQui id nome />     the button that chooses it
//   <FasciaAmbito />          in the frame of every page: «Stai lavorando su …», with the way out
import './territorio.css'
import type { ReactNode } from 'react'
import { Link, useNavigate } from 'react-router'
import { ambitiApi } from '../../shared/territorio/ambiti.api.ts'
import { useAmbitoScelto } from '../kernel/ambito.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useSessione, useStatoSessione } from '../kernel/session.tsx'
import { LinkButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'

function useAmbitoDiLavoro(): string | null {
  const { ambito } = useSessione()
  const [scelto] = useAmbitoScelto()
  return ambito?.id ?? scelto
}

export function ConAmbito({ titolo, children }: { titolo: string; children: (ambitoId: string) => ReactNode }) {
  const id = useAmbitoDiLavoro()
  // another ambito is another page: no form half filled in for the first may be sent to the second
  if (id) return <div key={id}>{children(id)}</div>
  return (
    <>
      <PageHeader titolo={titolo} />
      <div className="vuoto">
        <p className="vuoto-titolo">Scegli prima l’ambito su cui lavorare</p>
        <p>Operi su tutto il territorio nazionale: questa pagina mostra un ambito alla volta.</p>
        <LinkButton to="/ambiti">Scegli l’ambito</LinkButton>
      </div>
    </>
  )
}

export function FasciaAmbito() {
  const { sessione } = useStatoSessione()
  const [scelto, scegli] = useAmbitoScelto()
  const q = useEndpoint(
    ambitiApi.leggi,
    { id: scelto ?? '' },
    { enabled: Boolean(sessione && !sessione.ambito && scelto), staleTime: 300_000 },
  )
  if (!sessione || sessione.ambito || !scelto) return null
  const lascia = (
    <button type="button" onClick={() => scegli(null)}>
      Lascia l’ambito
    </button>
  )
  if (q.error?.status === 404) {
    return (
      <p className="fascia fascia-ambito">
        <strong>L’ambito scelto non esiste.</strong> {lascia}
      </p>
    )
  }
  return (
    <p className="fascia fascia-ambito">
      Stai lavorando su{' '}
      <strong>
        <Link to="/ambito">{q.data ? `${q.data.nome} (${q.data.codice})` : 'un ambito'}</Link>
      </strong>
      {q.data?.dimostrativo && ', ambito dimostrativo con dati sintetici'}. <Link to="/ambiti">Cambia ambito</Link>{' '}
      {lascia}
    </p>
  )
}

/** Chooses the ambito to work in and opens its page. */
export function LavoraQui({ id, nome, piccolo }: { id: string; nome: string; piccolo?: boolean }) {
  const [scelto, scegli] = useAmbitoScelto()
  const navigate = useNavigate()
  const etichetta = scelto === id ? 'Torna al lavoro qui' : 'Lavora qui'
  return (
    <button
      type="button"
      className={`btn ${scelto === id ? 'btn-outline-primary' : 'btn-primary'}${piccolo ? ' btn-xs' : ''}`}
      aria-label={`${etichetta}: ${nome}`}
      onClick={() => {
        scegli(id)
        void navigate('/ambito')
      }}
    >
      {etichetta}
    </button>
  )
}
