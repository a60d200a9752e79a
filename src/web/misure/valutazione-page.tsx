// A kept evaluation, explained with the words of its own version, and computed again.
import { useParams } from 'react-router'
import { valutazioniApi } from '../../shared/misure/valutazioni.api.ts'
import { formatData, formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../kernel/ui/parts.tsx'
import './misure.css'
import { compila } from './parti.tsx'
import { EsitoInParole, Spiegazione } from './spiegazione.tsx'

export default function ValutazionePage() {
  const { id = '' } = useParams()
  const q = useEndpoint(valutazioniApi.leggi, { id })
  return (
    <>
      <PageHeader titolo={q.data ? `Valutazione: pratica ${q.data.pratica}` : 'Valutazione'} azioni={<PrintButton />} />
      <Caricamento query={q} righe={8}>
        {(v) => (
          <>
            <DefinitionList
              voci={[
                ['Misura', `${v.misura}, ${v.versione}`],
                ['Comune', v.comune],
                ['Domanda del', formatData(v.giorno)],
                ['Conservata il', formatIstante(v.creataIl)],
              ]}
            />
            {v.identica ? (
              <p>Ricalcolata oggi con la stessa versione e gli stessi fatti: il risultato è lo stesso.</p>
            ) : (
              <Avviso tipo="warning" titolo="Ricalcolata oggi, il risultato è diverso">
                <p>Vale quello conservato, mostrato qui. Avvisa l’assistenza: non dovrebbe accadere.</p>
              </Avviso>
            )}
            <EsitoInParole risultato={v.risultato} />
            <Spiegazione versione={compila(v.versioneLetta)} fatti={v.fatti} risultato={v.risultato} />
          </>
        )}
      </Caricamento>
    </>
  )
}
