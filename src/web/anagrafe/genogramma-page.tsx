// The genogram of a person, computed from what is recorded: to change the picture one changes the data.
import { lazy, Suspense, useMemo } from 'react'
import { useParams } from 'react-router'
import { datiGenogramma, tabelleDi } from '../../shared/anagrafe/genogramma/da-famiglia.ts'
import { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ExportButton, LinkButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Attesa, Avviso } from '../kernel/ui/parts.tsx'
import { CaricamentoFascicolo } from './apertura.tsx'

const GenogrammaVista = lazy(() => import('./genogramma/genogramma-vista.tsx'))

export default function GenogrammaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(relazioniApi.famiglia, { id })
  const indice = q.data?.persone.find((p) => p.indice)
  return (
    <>
      <PageHeader
        titolo="Genogramma"
        sotto={indice?.nome}
        azioni={
          <>
            <LinkButton azione="relazione.gestisci" to={`/persone/${id}/relazioni`} variante="outline-primary">
              Parentele e legami
            </LinkButton>
            <LinkButton azione="persona.leggi" to={`/persone/${id}/ecomappa`} variante="outline-primary">
              Ecomappa
            </LinkButton>
          </>
        }
      />
      <CaricamentoFascicolo personaId={id} query={q} righe={10}>
        {(f) => <Disegno id={id} f={f} />}
      </CaricamentoFascicolo>
    </>
  )
}

function Disegno({ id, f }: { id: string; f: Output<typeof relazioniApi.famiglia> }) {
  const dati = useMemo(() => datiGenogramma(f), [f])
  const tabelle = useMemo(() => tabelleDi(f), [f])
  const indice = f.persone.find((p) => p.indice)
  return (
    <>
      {f.persone.length < 2 && (
        <Avviso titolo="C’è soltanto questa persona">
          <p>Registra le sue parentele, le unioni e i nuclei: il disegno si compone da solo.</p>
        </Avviso>
      )}
      <Suspense fallback={<Attesa righe={10} cosa="Composizione del genogramma" />}>
        <GenogrammaVista
          dati={dati}
          tabelle={tabelle}
          titolo={`Genogramma di ${indice?.nome ?? 'questa persona'}`}
          pdf={(giorno) => (
            <ExportButton e={relazioniApi.genogrammaPdf} input={{ id, giorno }} etichetta="Scarica PDF" />
          )}
        />
      </Suspense>
    </>
  )
}
