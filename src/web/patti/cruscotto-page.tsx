// How casi and pacts go, in numbers: of the territory for who coordinates and for the administrator, of his own for the case manager.
// Each chart with its table; what is too small to be said without saying of whom is left out, and how much is said.
import { Link } from 'react-router'
import { type Cruscotto, cruscottoApi } from '../../shared/patti/cruscotto.api.ts'
import { plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { useCan } from '../kernel/session.tsx'
import { ExportButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { FilterSelect } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { CaricoPerCaseManager } from './cruscotto-carico.tsx'
import { Arrivi, InBreve, Sostegni, Stati, Tempi, Territorio } from './cruscotto-figure.tsx'
import { FiltriCruscotto, useFiltriCruscotto } from './cruscotto-filtri.tsx'

export default function CruscottoPage() {
  const can = useCan()
  const { filtri, setFiltri, quale } = useFiltriCruscotto()
  const [tutti, suoi] = [can('patto.conta'), can('caso.miei')]
  const miei = suoi && (!tutti || filtri.di === 'miei')
  const q = useEndpoint(miei ? cruscottoApi.miei : cruscottoApi.territorio, quale, { tieni: true })
  const foglio = miei ? cruscottoApi.foglioMiei : cruscottoApi.foglioTerritorio
  return (
    <>
      <PageHeader
        titolo="Cruscotto patti"
        sotto={miei ? 'I tuoi casi, per numeri' : 'I casi e i patti del tuo territorio, per numeri: mai di chi'}
        azioni={
          <>
            <ExportButton e={foglio} input={{ ...quale, formato: 'xlsx' }} etichetta="Esporta in Excel" />
            <ExportButton e={foglio} input={{ ...quale, formato: 'csv' }} etichetta="Esporta in CSV" />
            {!miei && (
              <LinkButton azione="patto.conta" to="/patti-numeri" variante="outline-primary">
                Rendiconto
              </LinkButton>
            )}
            <PrintButton />
          </>
        }
      />
      <FiltriCruscotto filtri={filtri} onCambia={setFiltri} scelte={q.data?.scelte} anno="Arrivati nel">
        {tutti && suoi && (
          <FilterSelect name="di" label="Quali casi" tutti="Del territorio" opzioni={[['miei', 'I miei']]} />
        )}
      </FiltriCruscotto>
      <Caricamento query={q} righe={8}>
        {(c) => <Corpo c={c} miei={miei} />}
      </Caricamento>
      {!miei && can('caso.carico') && <CaricoPerCaseManager />}
    </>
  )
}

function Corpo({ c, miei }: { c: Cruscotto; miei: boolean }) {
  if (c.casi === 0)
    return (
      <div className="vuoto" role="status">
        <p className="vuoto-titolo">Nessun caso da contare</p>
        <p>
          {c.scelte.anni.length > 0
            ? 'Con questi filtri non ce ne sono: togline uno.'
            : miei
              ? 'I numeri cominciano con il primo caso che il coordinatore ti assegna.'
              : 'I numeri cominciano con il primo estratto delle domande accolte, nei comuni con la convenzione registrata.'}
        </p>
      </div>
    )
  return (
    <>
      {c.taciuti > 0 && (
        <Avviso titolo={`${plurale(c.taciuti, 'caso non è contato', 'casi non sono contati')} nell’avanzamento`}>
          <p>
            Sono in gruppi (misura, comune, anno) con meno di {c.minimo} casi: un numero direbbe di qualcuno, e
            l’avanzamento di un caso lo vede soltanto chi lo segue. Con meno filtri se ne contano di più.
          </p>
        </Avviso>
      )}
      <InBreve c={c} miei={miei} />
      <Stati c={c} />
      <Tempi c={c} />
      <Sostegni c={c} />
      <Arrivi c={c} />
      <Territorio c={c} miei={miei} />
      {miei && (
        <p>
          Quali sono lo dicono <Link to="/miei-casi">I miei casi</Link> e lo <Link to="/scadenziere">Scadenziere</Link>.
        </p>
      )}
    </>
  )
}
