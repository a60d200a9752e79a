// The register that the person may ask for: who has read, when, in which role, why; in plain words, to be printed.
import { useEffect } from 'react'
import { useParams } from 'react-router'
import { personeApi } from '../../../shared/anagrafe/persone.api.ts'
import { accessiApi } from '../../../shared/cartella/accessi.api.ts'
import { letturaInParole } from '../../../shared/cartella/registro.rules.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { nomePersona } from '../../anagrafe/parole.tsx'
import { formatData, oggi } from '../../kernel/format.ts'
import { useEndpoint, usePagine } from '../../kernel/hooks.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Attesa } from '../../kernel/ui/parts.tsx'
import './fascicolo.css'

export default function RegistroPage() {
  const { id = '' } = useParams()
  const persona = useEndpoint(personeApi.leggi, { id })
  const lista = usePagine(accessiApi.registro, { id, limite: 200 }, { enabled: persona.data !== undefined })
  // a register is given whole
  const { altre, inArrivo, carica } = lista
  useEffect(() => {
    if (altre && !inArrivo) carica()
  }, [altre, inArrivo, carica])
  return (
    <>
      <PageHeader
        titolo="Chi ha letto i tuoi dati"
        sotto={persona.data && nomePersona(persona.data)}
        azioni={!altre && <PrintButton etichetta="Stampa per la persona" />}
      />
      <CaricamentoFascicolo personaId={id} query={persona}>
        {() => (
          <>
            <p>
              Questo elenco dice chi, tra gli operatori dei servizi sociali, ha letto i tuoi dati, quando e per quale
              motivo. È aggiornato al {formatData(oggi())}. Se una lettura non ti sembra giustificata, puoi chiedere
              spiegazioni al servizio o scrivere al responsabile della protezione dei dati.
            </p>
            {lista.isPending || altre ? (
              <Attesa cosa="Lettura di tutto il registro" />
            ) : lista.voci.length === 0 ? (
              <p>Nessuno ha ancora letto i tuoi dati.</p>
            ) : (
              <ol className="eventi">
                {lista.voci.map((l) => (
                  <li key={l.id}>{letturaInParole(l)}</li>
                ))}
              </ol>
            )}
          </>
        )}
      </CaricamentoFascicolo>
    </>
  )
}
