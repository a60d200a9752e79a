// Sheets received from other offices, and those sent.
import { Link } from 'react-router'
import { inviiApi, versi } from '../../shared/cartella/invii.api.ts'
import { nomiStatoInvio, type StatoInvio, statiInvio } from '../../shared/cartella/invii.rules.ts'
import { formatIstante } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { nomePersona, StatoInvioBadge } from './sportello-parti.tsx'
import { filtroUffici, UfficiFilter } from './uffici-filter.tsx'

const VUOTI = { verso: '', stato: '', ufficio: '' }

export default function InviiPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const verso = filtri.verso === 'partenza' ? versi[1] : versi[0]
  const lista = usePagine(inviiApi.list, {
    verso,
    ...(filtri.stato && { stato: filtri.stato as StatoInvio }),
    ...filtroUffici(filtri.ufficio),
  })
  return (
    <>
      <PageHeader
        titolo="Invii"
        sotto={verso === 'arrivo' ? 'Ricevuti da altri uffici' : 'Mandati ad altri uffici ed enti'}
        azioni={<PrintButton />}
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect name="verso" label="Verso" tutti="In arrivo" opzioni={[['partenza', 'Partiti']]} />
        <FilterSelect name="stato" label="Stato" opzioni={statiInvio.map((s) => [s, nomiStatoInvio[s]] as const)} />
        {verso === 'arrivo' && <UfficiFilter />}
      </Filtri>
      <DataTable
        caption="Dal più recente"
        lista={lista}
        chiave={(n) => n.id}
        conteggio={['invio', 'invii']}
        colonne={[
          {
            id: 'riferimento',
            titolo: 'Riferimento',
            riga: true,
            cella: (n) => <Link to={`/invii/${n.id}`}>{n.riferimento}</Link>,
          },
          { id: 'da', titolo: 'Da', cella: (n) => [n.mittente, n.mittenteUfficio].filter(Boolean).join(', ') },
          { id: 'a', titolo: 'A', cella: (n) => n.destinatario },
          { id: 'persona', titolo: 'Persona', cella: (n) => nomePersona(n.persona) ?? '–' },
          { id: 'quando', titolo: 'Inviato il', cella: (n) => formatIstante(n.inviatoIl) },
          { id: 'stato', titolo: 'Stato', cella: (n) => <StatoInvioBadge stato={n.stato} /> },
        ]}
        vuoto={{
          titolo: 'Nessun invio',
          testo:
            verso === 'arrivo'
              ? 'Quando un altro ufficio manda una scheda a uno dei tuoi, la trovi qui. Con «Tutti gli uffici» vedi anche quelle degli altri uffici dei tuoi comuni.'
              : 'Una scheda si manda dal contatto o dalla segnalazione.',
        }}
      />
    </>
  )
}
