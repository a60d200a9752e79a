// How the casi are shared among the case managers: counts of the whole territory, which no filter makes so small as to say which.
import { casiApi } from '../../shared/patti/casi.api.ts'
import { formatNumero } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { Grafico } from '../kernel/ui/grafico.tsx'
import { Caricamento } from '../kernel/ui/parts.tsx'

export function CaricoPerCaseManager() {
  const q = useEndpoint(casiApi.carico, {})
  return (
    <Caricamento query={q} righe={4}>
      {(d) => (
        <Grafico
          titolo="Casi per case manager"
          testo="Di tutto il territorio: i filtri qui non contano."
          voci={d.voci}
          chiave={(m) => m.utenteId}
          barra={(m) => m.nome}
          valore={(m) => m.casi}
          conteggio={['case manager', 'case manager']}
          colonne={[
            { id: 'nome', titolo: 'Case manager', riga: true, cella: (m) => m.nome },
            { id: 'casi', titolo: 'Casi', numero: true, cella: (m) => formatNumero(m.casi) },
            { id: 'peso', titolo: 'Peso', numero: true, cella: (m) => formatNumero(m.peso) },
            {
              id: 'vicini',
              titolo: `In scadenza entro ${d.giorni} giorni`,
              numero: true,
              cella: (m) => formatNumero(m.inScadenza),
            },
            { id: 'scaduti', titolo: 'Con scadenze superate', numero: true, cella: (m) => formatNumero(m.scaduti) },
          ]}
          vuoto="Nessun case manager nei tuoi comuni"
        />
      )}
    </Caricamento>
  )
}
