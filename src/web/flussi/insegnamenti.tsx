// The corrections that repeat themselves in every file of the ente, and how to stop them.
import { insegnamentiApi } from '../../shared/flussi/insegnamenti.api.ts'
import { formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { nomeCampo } from './parole.tsx'

export function Insegnamenti({ ente }: { ente: string }) {
  const q = useEndpoint(insegnamentiApi.list, { ente })
  const voci = q.data?.voci ?? []
  if (voci.length === 0) return null
  return (
    <section aria-label="Correzioni che si ripetono da sole">
      <h2>Correzioni che si ripetono da sole</h2>
      <DataTable
        caption="Ciò che i file di questo ente scrivono, e che cosa significa"
        lista={{ voci }}
        chiave={(i) => i.id}
        conteggio={['correzione', 'correzioni']}
        colonne={[
          { id: 'campo', titolo: 'Dato', riga: true, cella: (i) => nomeCampo(i.campo) },
          { id: 'prima', titolo: 'Nel file', cella: (i) => i.prima },
          { id: 'dopo', titolo: 'Significa', cella: (i) => i.dopo || '(si toglie)' },
          {
            id: 'quando',
            titolo: 'Insegnata',
            cella: (i) => `${formatIstante(i.insegnatoIl)}${i.da ? `, ${i.da}` : ''}`,
          },
          {
            id: 'atto',
            titolo: 'Togli',
            senzaTitolo: true,
            cella: (i) => (
              <ActionButton
                e={insegnamentiApi.togli}
                input={{ id: i.id }}
                etichetta="Togli"
                piccolo
                invalidates={[insegnamentiApi.list]}
                esito="I prossimi file si leggeranno senza questa correzione."
              />
            ),
          },
        ]}
        vuoto={{ titolo: 'Nessuna correzione' }}
      />
    </section>
  )
}
