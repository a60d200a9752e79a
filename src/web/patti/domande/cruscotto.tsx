// Domande in numbers, each chart with its table: by state, by outcome, by month, by comune, by measure, and how long the steps take. Every
// figure that one may open opens the rows it counts.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { domandeApi, type NumeriDomande, type NumeroDomande } from '../../../shared/patti/domande.api.ts'
import { nomiStatoDomanda, statiDomanda } from '../../../shared/patti/domande.rules.ts'
import { nomiPassoDomanda } from '../../../shared/patti/domande-figure.rules.ts'
import { formatMese, formatNumero, formatParte } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { ExportButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import type { Colonna } from '../../kernel/ui/data-table.tsx'
import { Grafico } from '../../kernel/ui/grafico.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Caricamento } from '../../kernel/ui/parts.tsx'
import { FiltriCruscotto, useFiltriCruscotto } from '../cruscotto-filtri.tsx'

const somma = (v: readonly NumeroDomande[], k: 'quante' | 'vicine' | 'scadute') => v.reduce((n, x) => n + x[k], 0)

/** The whole page: of the comuni of who works with domande, or of the ambito whose administrator sees none. */
export function PaginaCruscotto({
  ambito,
  titolo,
  sotto,
  azioni,
}: {
  ambito: boolean
  titolo: string
  sotto: string
  azioni?: ReactNode
}) {
  const { filtri, setFiltri, quale } = useFiltriCruscotto()
  const q = useEndpoint(ambito ? domandeApi.numeriAmbito : domandeApi.numeri, quale, { tieni: true })
  const foglio = ambito ? domandeApi.foglioAmbito : domandeApi.foglio
  // the list has no year: its rows would be others
  const apre = useCan()('domanda.leggi') && !ambito && !quale.anno
  const dove = new URLSearchParams([...Object.entries(quale).map(([k, v]) => [k, String(v)])]).toString()
  return (
    <>
      <PageHeader
        titolo={titolo}
        sotto={sotto}
        azioni={
          <>
            {azioni}
            <ExportButton e={foglio} input={{ ...quale, formato: 'xlsx' }} etichetta="Esporta in Excel" />
            <ExportButton e={foglio} input={{ ...quale, formato: 'csv' }} etichetta="Esporta in CSV" />
            <PrintButton />
          </>
        }
      />
      <FiltriCruscotto filtri={filtri} onCambia={setFiltri} scelte={q.data?.scelte} anno="Presentate nel" />
      <Caricamento query={q} righe={8}>
        {(n) => <Figure n={n} apri={apre ? (a) => `/domande?${[a, dove].filter(Boolean).join('&')}` : undefined} />}
      </Caricamento>
    </>
  )
}

type Apri = ((a: string) => string) | undefined

function Figure({ n, apri }: { n: NumeriDomande; apri: Apri }) {
  if (n.voci.length === 0)
    return (
      <div className="vuoto" role="status">
        <p className="vuoto-titolo">Nessuna domanda</p>
        <p>
          {n.scelte.anni.length > 0
            ? 'Con questi filtri non ce ne sono: togline uno.'
            : 'Le domande che il comune raccoglie si contano qui, stato per stato.'}
        </p>
      </div>
    )
  return (
    <>
      <PerStato voci={n.voci} apri={apri} />
      <Esiti n={n} />
      <Mesi n={n} />
      <Grafico
        titolo="Giorni tra un passo e l’altro"
        testo="In media, di calendario."
        voci={n.tempi.filter((t) => t.domande > 0)}
        chiave={(t) => t.passo}
        barra={(t) => nomiPassoDomanda[t.passo]}
        valore={(t) => t.giorni ?? 0}
        conteggio={['passo', 'passi']}
        colonne={[
          { id: 'passo', titolo: 'Passo', riga: true, cella: (t) => nomiPassoDomanda[t.passo] },
          { id: 'giorni', titolo: 'Giorni in media', numero: true, cella: (t) => formatNumero(t.giorni) },
          { id: 'domande', titolo: 'Domande contate', numero: true, cella: (t) => formatNumero(t.domande) },
        ]}
        vuoto="Nessuna domanda è ancora stata inviata"
      />
      <Per titolo="Domande per misura" prima="Misura" voci={n.voci} chiave="misuraId" nome="misura" />
      <Per titolo="Domande per comune" prima="Comune" voci={n.voci} chiave="comuneId" nome="comune" />
    </>
  )
}

interface Conto {
  id: string
  nome: string
  quante: number
  vicine: number
  scadute: number
}

function PerStato({ voci, apri }: { voci: readonly NumeroDomande[]; apri: Apri }) {
  const stati = statiDomanda.flatMap((stato) => {
    const sue = voci.filter((v) => v.stato === stato)
    return sue.length === 0 ? [] : [contoDi(stato, nomiStatoDomanda[stato], sue)]
  })
  const quante = (k: 'quante' | 'vicine' | 'scadute', titolo: string, termine = ''): Colonna<Conto> => ({
    id: k,
    titolo,
    numero: true,
    cella: (s) =>
      s[k] > 0 && apri ? (
        <Link to={apri(`stato=${s.id}${termine && `&termine=${termine}`}`)}>
          {formatNumero(s[k])}
          <span className="visually-hidden">
            {' '}
            {s.nome}, {titolo}
          </span>
        </Link>
      ) : (
        formatNumero(s[k])
      ),
  })
  return (
    <Grafico
      titolo="Domande per stato"
      voci={stati}
      chiave={(s) => s.id}
      barra={(s) => s.nome}
      valore={(s) => s.quante}
      conteggio={['stato', 'stati']}
      colonne={[
        { id: 'stato', titolo: 'Stato', riga: true, cella: (s) => s.nome },
        quante('quante', 'Domande'),
        quante('vicine', 'Termine vicino', 'vicine'),
        quante('scadute', 'Termine superato', 'scadute'),
      ]}
      vuoto="Nessuna domanda"
    />
  )
}

const contoDi = (id: string, nome: string, sue: readonly NumeroDomande[]): Conto => ({
  id,
  nome,
  quante: somma(sue, 'quante'),
  vicine: somma(sue, 'vicine'),
  scadute: somma(sue, 'scadute'),
})

const Per = ({
  titolo,
  prima,
  voci,
  chiave,
  nome,
}: {
  titolo: string
  prima: string
  voci: readonly NumeroDomande[]
  chiave: 'misuraId' | 'comuneId'
  nome: 'misura' | 'comune'
}) => (
  <Grafico
    titolo={titolo}
    voci={[...Map.groupBy(voci, (v) => v[chiave])].map(([id, sue]) => contoDi(id, sue[0]![nome], sue))}
    chiave={(v) => v.id}
    barra={(v) => v.nome}
    valore={(v) => v.quante}
    conteggio={chiave === 'misuraId' ? ['misura', 'misure'] : ['comune', 'comuni']}
    colonne={[
      { id: 'nome', titolo: prima, riga: true, cella: (v) => v.nome },
      { id: 'quante', titolo: 'Domande', numero: true, cella: (v) => formatNumero(v.quante) },
      { id: 'vicine', titolo: 'Termine vicino', numero: true, cella: (v) => formatNumero(v.vicine) },
      { id: 'scadute', titolo: 'Termine superato', numero: true, cella: (v) => formatNumero(v.scadute) },
    ]}
    vuoto="Nessuna domanda"
  />
)

function Esiti({ n }: { n: NumeriDomande }) {
  const con = (k: 'accolte' | 'respinte' | 'rinunciate') => n.mesi.reduce((t, m) => t + m[k], 0)
  const esiti = [
    { esito: 'Accolte', quante: con('accolte') },
    { esito: 'Respinte', quante: con('respinte') },
    { esito: 'Rinunciate', quante: con('rinunciate') },
  ].filter((e) => e.quante > 0)
  const tutte = esiti.reduce((t, e) => t + e.quante, 0)
  return (
    <Grafico
      titolo="Esiti"
      voci={esiti}
      chiave={(e) => e.esito}
      barra={(e) => e.esito}
      valore={(e) => e.quante}
      conteggio={['esito', 'esiti']}
      colonne={[
        { id: 'esito', titolo: 'Esito', riga: true, cella: (e) => e.esito },
        { id: 'quante', titolo: 'Domande', numero: true, cella: (e) => formatNumero(e.quante) },
        { id: 'parte', titolo: 'Su quelle finite', numero: true, cella: (e) => formatParte(e.quante, tutte) },
      ]}
      vuoto="Nessuna domanda ha ancora un esito"
    />
  )
}

const Mesi = ({ n }: { n: NumeriDomande }) => (
  <Grafico
    titolo="Domande presentate, mese per mese"
    voci={n.mesi}
    chiave={(m) => m.mese}
    barra={(m) => formatMese(m.mese)}
    valore={(m) => m.presentate}
    nelTempo
    conteggio={['mese', 'mesi']}
    colonne={[
      { id: 'mese', titolo: 'Mese', riga: true, cella: (m) => formatMese(m.mese) },
      { id: 'presentate', titolo: 'Presentate', numero: true, cella: (m) => formatNumero(m.presentate) },
      { id: 'accolte', titolo: 'Accolte', numero: true, cella: (m) => formatNumero(m.accolte) },
      { id: 'respinte', titolo: 'Respinte', numero: true, cella: (m) => formatNumero(m.respinte) },
      { id: 'rinunciate', titolo: 'Rinunciate', numero: true, cella: (m) => formatNumero(m.rinunciate) },
    ]}
    vuoto="Nessuna domanda è ancora presentata"
  />
)
