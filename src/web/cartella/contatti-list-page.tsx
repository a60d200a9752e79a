// All the contacts of the desk, with filters in the address: none of them is a datum of a person.
import { Link } from 'react-router'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { nomiStatoContatto, type StatoContatto, statiContatto } from '../../shared/cartella/contatti.rules.ts'
import { formatIstante } from '../kernel/format.ts'
import { usePagine } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterDate, FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { nomePersona, StatoContattoBadge, useOpzioni } from './sportello-parti.tsx'

const VUOTI = { dal: '', al: '', canale: '', bisogno: '', esito: '', stato: '' }

export default function ContattiListPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const filtrato = Object.values(filtri).some(Boolean)
  const pieni = Object.fromEntries(Object.entries(filtri).filter(([, v]) => v !== ''))
  const lista = usePagine(contattiApi.list, { ...pieni, ...(filtri.stato && { stato: filtri.stato as StatoContatto }) })
  const nuovo = (
    <LinkButton azione="contatto.crea" to="/sportello" icona="it-plus">
      Nuovo contatto
    </LinkButton>
  )
  return (
    <>
      <PageHeader
        titolo="Contatti"
        sotto="Chi si è rivolto allo sportello, anche senza dire il suo nome"
        azioni={
          <>
            {nuovo}
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterDate name="dal" label="Dal" />
        <FilterDate name="al" label="Al" />
        <FilterSelect name="canale" label="Come" opzioni={useOpzioni('canale-contatto')} />
        <FilterSelect name="bisogno" label="Bisogno" opzioni={useOpzioni('bisogno')} />
        <FilterSelect name="esito" label="Esito" opzioni={useOpzioni('esito-contatto')} />
        <FilterSelect
          name="stato"
          label="Stato"
          opzioni={statiContatto.map((s) => [s, nomiStatoContatto[s]] as const)}
        />
      </Filtri>
      <DataTable
        caption="Dal più recente"
        lista={lista}
        chiave={(c) => c.id}
        conteggio={['contatto', 'contatti']}
        colonne={[
          {
            id: 'quando',
            titolo: 'Quando',
            riga: true,
            cella: (c) => <Link to={`/sportello/contatti/${c.id}`}>{formatIstante(c.quando)}</Link>,
          },
          { id: 'canale', titolo: 'Come', cella: (c) => c.canaleTesto },
          { id: 'bisogni', titolo: 'Bisogni', cella: (c) => c.bisogniTesto.join(', ') || '–' },
          { id: 'esito', titolo: 'Esito', cella: (c) => c.esitoTesto },
          { id: 'persona', titolo: 'Persona', cella: (c) => nomePersona(c.persona) ?? 'anonimo' },
          { id: 'ufficio', titolo: 'Ufficio', cella: (c) => c.ufficio ?? '–' },
          { id: 'operatore', titolo: 'Operatore', cella: (c) => c.operatore },
          { id: 'stato', titolo: 'Stato', cella: (c) => <StatoContattoBadge stato={c.stato} /> },
        ]}
        vuoto={{
          titolo: filtrato ? 'Nessun contatto con questi filtri' : 'Nessun contatto',
          testo: filtrato ? 'Togli un filtro per vederne altri.' : 'Registra il primo dall’accoglienza.',
          azione: nuovo,
        }}
      />
    </>
  )
}
