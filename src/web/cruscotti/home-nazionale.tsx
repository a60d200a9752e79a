// For the Super Utente: the requests of the ambiti, oldest first, and the ambito to work on.
import { richiesteAmbitoApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { useAmbitoScelto } from '../kernel/ambito.ts'
import { formatData, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { LinkButton } from '../kernel/ui/azioni.tsx'
import { Compito, PRIMI, type VoceCompito } from './compito.tsx'

export function CodaNazionale() {
  const [scelto] = useAmbitoScelto()
  const limite = PRIMI + 1
  const nuove = useEndpoint(richiesteAmbitoApi.list, { stato: 'inviata', limite })
  const mie = useEndpoint(richiesteAmbitoApi.list, { stato: 'in-istruttoria', mie: true, limite })
  const ferme = useEndpoint(richiesteAmbitoApi.list, { stato: 'integrazione-richiesta', limite })
  const voce = (r: { id: string; ambito: string; inviata: string; persone: number }): VoceCompito => ({
    chiave: r.id,
    testo: r.ambito,
    to: `/richieste-ambito/${r.id}`,
    poi: `inviata il ${formatData(r.inviata)}, ${plurale(r.persone, 'amministratore', 'amministratori')}`,
  })
  const coda = (stato: string) => ({ to: `/richieste-ambito?stato=${stato}`, etichetta: 'Apri la coda' })
  return (
    <section aria-labelledby="coda">
      <h2 id="coda">Richieste degli ambiti</h2>
      <div className="da-fare">
        <Compito
          titolo="Da prendere in carico"
          vuoto="Nessuna richiesta attende."
          lettura={nuove}
          voci={(d) => d.voci.map(voce)}
          tutti={coda('inviata')}
        />
        <Compito
          titolo="In istruttoria da me"
          vuoto="Non hai richieste aperte."
          lettura={mie}
          voci={(d) => d.voci.map(voce)}
          tutti={coda('in-istruttoria')}
        />
        <Compito
          titolo="In attesa dell’ambito"
          vuoto="Nessuna integrazione in attesa."
          lettura={ferme}
          voci={(d) => d.voci.map(voce)}
          tutti={coda('integrazione-richiesta')}
        />
      </div>
      {!scelto && (
        <>
          <h2>Lavorare su un ambito</h2>
          <p>Scegli un ambito per vedere che cosa vi è da fare, i suoi operatori e le sue adesioni.</p>
          <LinkButton to="/ambiti">Scegli un ambito</LinkButton>
        </>
      )}
    </section>
  )
}
