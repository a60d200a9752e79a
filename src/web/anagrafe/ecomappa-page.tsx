// The ecomap of a person: what she leans on, from what is recorded.
import { lazy, Suspense, useMemo } from 'react'
import { useParams } from 'react-router'
import { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ExportButton, LinkButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Attesa, Avviso } from '../kernel/ui/parts.tsx'
import { CaricamentoFascicolo } from './apertura.tsx'

const EcomappaVista = lazy(() => import('./genogramma/ecomappa-vista.tsx'))

export default function EcomappaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(relazioniApi.ecomappa, { id })
  return (
    <>
      <PageHeader
        titolo="Ecomappa"
        sotto={q.data?.centro}
        azioni={
          <LinkButton azione="persona.leggi" to={`/persone/${id}/genogramma`} variante="outline-primary">
            Genogramma
          </LinkButton>
        }
      />
      <CaricamentoFascicolo personaId={id} query={q} righe={10}>
        {(r) => <Disegno id={id} r={r} />}
      </CaricamentoFascicolo>
    </>
  )
}

function Disegno({ id, r }: { id: string; r: Output<typeof relazioniApi.ecomappa> }) {
  const dati = useMemo(() => ({ centro: { tipo: 'persona' as const, etichetta: r.centro }, risorse: r.risorse }), [r])
  if (r.risorse.length === 0)
    return (
      <Avviso titolo="Non c’è ancora nulla intorno">
        <p>Registra la scuola, il lavoro, chi la cura, e la sua rete tra i nuclei: il disegno si compone da solo.</p>
        <LinkButton azione="persona.aggiorna" to={`/persone/${id}/scheda/nuovo`} icona="it-plus">
          Registra un dato
        </LinkButton>
      </Avviso>
    )
  return (
    <Suspense fallback={<Attesa righe={10} cosa="Composizione dell’ecomappa" />}>
      <EcomappaVista
        dati={dati}
        titolo={`Ecomappa di ${r.centro}`}
        giorno={r.giorno}
        pdf={<ExportButton e={relazioniApi.ecomappaPdf} input={{ id }} etichetta="Scarica PDF" />}
      />
    </Suspense>
  )
}
