// One prestazione written by hand; the next begins from it, so that a month of the same service is a few keys each.
import { useState } from 'react'
import { Link } from 'react-router'
import { prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { CampiForm } from './campi-form.tsx'
import { ConEnte } from './ente-scelto.tsx'
import { StatoPrestazioneBadge } from './parole.tsx'
import './flussi.css'

export default function PrestazioneNuovaPage() {
  const [filtri, setFiltri] = useFiltri({ ente: '', come: '' })
  return (
    <>
      <PageHeader
        titolo="Prestazione scritta a mano"
        sotto="Si scrive come si è abituati: date, importi e codici si sistemano da soli"
        azioni={<PrintButton />}
      />
      <ConEnte scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente, come: '' })}>
        {(ente) =>
          filtri.come ? (
            <DaUnAltra key={filtri.come} ente={ente.id} come={filtri.come} onFatta={(come) => setFiltri({ come })} />
          ) : (
            <Modulo ente={ente.id} valori={[]} onFatta={(come) => setFiltri({ come })} />
          )
        }
      </ConEnte>
    </>
  )
}

function DaUnAltra({ ente, come, onFatta }: { ente: string; come: string; onFatta: (id: string) => void }) {
  const q = useEndpoint(prestazioniApi.leggi, { id: come })
  return (
    <Caricamento query={q} righe={8}>
      {(p) => (
        <>
          <Avviso tipo="success" titolo="Si comincia da un’altra">
            <p>
              <StatoPrestazioneBadge stato={p.stato} /> <Link to={`/flussi/prestazioni/${p.id}`}>Apri l’altra</Link>.
              Cambia ciò che è diverso e aggiungi la prossima.
            </p>
          </Avviso>
          <Modulo ente={ente} valori={p.valori} copia onFatta={onFatta} />
        </>
      )}
    </Caricamento>
  )
}

function Modulo({
  ente,
  valori,
  copia = false,
  onFatta,
}: {
  ente: string
  valori: { campo: string; valore: string }[]
  copia?: boolean
  onFatta: (id: string) => void
}) {
  const [volta, setVolta] = useState(0)
  return (
    <CampiForm
      key={volta}
      e={prestazioniApi.create}
      valori={[]}
      partenza={copia ? valori : []}
      fissi={{ ente }}
      invio="Aggiungi"
      bozza={copia ? undefined : `prestazione-nuova ${ente}`}
      esito="Prestazione aggiunta."
      invalidates={[prestazioniApi.list, prestazioniApi.quadro, prestazioniApi.regole]}
      onDone={(r) => {
        setVolta((v) => v + 1)
        const nuova = r.voci[0]
        if (nuova) onFatta(nuova.id)
      }}
    />
  )
}
