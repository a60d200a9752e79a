// The copy for the family: what was told, without who told it. To be read before it is given: also the way of telling
// may let somebody be known.
import { useParams } from 'react-router'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { nomiStatoSegnalazione } from '../../shared/cartella/segnalazioni.rules.ts'
import { formatData } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, DefinitionList } from '../kernel/ui/parts.tsx'
import { ConMotivo } from './con-motivo.tsx'
import './sportello.css'

export default function SegnalazioneCopiaPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(segnalazioniApi.copia, { id })
  return (
    <>
      <PageHeader
        titolo="Copia per la famiglia"
        sotto={q.data && `Comune di ${q.data.comune}`}
        azioni={<PrintButton />}
      />
      <div className="d-print-none">
        <Avviso tipo="warning" titolo="Rileggila prima di consegnarla">
          <p>
            Chi ha segnalato non compare, e dove il testo lo nomina c’è scritto [omissis]. Anche il modo di raccontare,
            un luogo o un’ora possono però farlo riconoscere: se è così, non consegnarla.
          </p>
        </Avviso>
      </div>
      <ConMotivo query={q} scheda={id}>
        {(c) => (
          <>
            <DefinitionList
              voci={[
                ['Riferimento', c.riferimento],
                ['Ricevuta il', formatData(c.ricevutaIl)],
                ['Stato', nomiStatoSegnalazione[c.stato]],
                ['Riguarda', c.segnalati.join(', ')],
              ]}
            />
            <h2>Che cosa è stato riferito</h2>
            <p className="testo-scritto">{c.fatti}</p>
            {c.conclusione && (
              <>
                <h2>Conclusione</h2>
                <p className="testo-scritto">{c.conclusione}</p>
              </>
            )}
          </>
        )}
      </ConMotivo>
    </>
  )
}
