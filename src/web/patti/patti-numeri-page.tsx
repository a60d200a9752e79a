// Pacts and supports for who sees none of them: how many, of which essential level, how many wait, how much of the offer is used; the
// sheet for the Fondo povertà.
import { type NumeriPatti, sostegniApi } from '../../shared/patti/patto.api.ts'
import { formatEuro, formatNumero, oggi, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ExportButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterDate, FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { parole, useVoci } from '../parametri/voci.ts'

const questo = Number(oggi().slice(0, 4))
const prima = Array.from({ length: 8 }, (_, n) => String(questo - 1 - n))
const ALTRO = 'altro'
const VUOTI = { anno: '', dal: `${questo}-01-01`, al: `${questo}-12-31` }

export default function PattiNumeriPage() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const periodo =
    filtri.anno === ALTRO
      ? { dal: filtri.dal || VUOTI.dal, al: filtri.al || VUOTI.al }
      : { dal: `${filtri.anno || questo}-01-01`, al: `${filtri.anno || questo}-12-31` }
  const q = useEndpoint(sostegniApi.numeri, periodo)
  return (
    <>
      <PageHeader
        titolo="Patti, per numeri"
        sotto="Quanti patti e quali sostegni, senza dire di chi"
        azioni={
          <>
            <ExportButton
              e={sostegniApi.rendiconto}
              input={{ ...periodo, formato: 'xlsx' }}
              etichetta="Rendiconto in Excel"
            />
            <ExportButton
              e={sostegniApi.rendiconto}
              input={{ ...periodo, formato: 'csv' }}
              etichetta="Rendiconto in CSV"
            />
            <LinkButton azione="sostegno.leggi" to="/sostegni" variante="outline-primary">
              Sostegni
            </LinkButton>
            <PrintButton />
          </>
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterSelect
          name="anno"
          label="Anno"
          tutti={String(questo)}
          opzioni={[
            ...prima.map((a) => [a, a] as const),
            // days that one moves are for who sees no household
            ...(q.data?.minimo === 1 || filtri.anno === ALTRO ? [[ALTRO, 'Un altro periodo'] as const] : []),
          ]}
        />
        {filtri.anno === ALTRO && (
          <>
            <FilterDate name="dal" label="Dal" />
            <FilterDate name="al" label="Al" />
          </>
        )}
      </Filtri>
      <Caricamento query={q} righe={8}>
        {(n) => <Numeri n={n} />}
      </Caricamento>
    </>
  )
}

/** Of casi none of which may be counted nothing is known: not that there are none. */
const contato = (m: NumeriPatti['misure'][number], quanti: number) =>
  m.casi > 0 && m.taciuti === m.casi ? '–' : formatNumero(quanti)

function Numeri({ n }: { n: NumeriPatti }) {
  const nomi = useVoci('sostegno-patto').voci
  const nome = (codice: string) => {
    const v = nomi.find((x) => x.codice === codice)
    return v ? parole(v) : codice
  }
  return (
    <>
      {(n.taciuti > 0 || n.misure.some((m) => m.taciuti > 0)) && (
        <Avviso titolo="Alcuni casi non sono contati">
          <p>
            I casi di un comune, di una misura e di un anno, se sono meno di {n.minimo}, si contano insieme ad altri o
            non si contano, come nel cruscotto: un numero direbbe di qualcuno, e l’avanzamento lo vede soltanto chi
            segue il caso.{' '}
            {n.taciuti > 0 && `Tra i sostegni ${plurale(n.taciuti, 'caso non è contato', 'casi non sono contati')}.`}
          </p>
        </Avviso>
      )}
      <DataTable
        caption="Patti"
        lista={{ voci: n.misure }}
        chiave={(m) => m.misura}
        conteggio={['misura', 'misure']}
        colonne={[
          { id: 'misura', titolo: 'Misura', riga: true, cella: (m) => m.misura },
          { id: 'casi', titolo: 'Casi', numero: true, cella: (m) => formatNumero(m.casi) },
          { id: 'taciuti', titolo: 'Non contati', numero: true, cella: (m) => formatNumero(m.taciuti) },
          { id: 'presi', titolo: 'Presi in carico', numero: true, cella: (m) => contato(m, m.presiInCarico) },
          { id: 'preparazione', titolo: 'In preparazione', numero: true, cella: (m) => contato(m, m.inPreparazione) },
          { id: 'firmare', titolo: 'Da firmare', numero: true, cella: (m) => contato(m, m.daFirmare) },
          { id: 'attivi', titolo: 'Attivi', numero: true, cella: (m) => contato(m, m.attivi) },
          { id: 'firmati', titolo: 'Firmati nel periodo', numero: true, cella: (m) => contato(m, m.firmati) },
          { id: 'chiusi', titolo: 'Chiusi nel periodo', numero: true, cella: (m) => contato(m, m.chiusi) },
        ]}
        vuoto={{ titolo: 'Ancora nessun numero', testo: 'I numeri arrivano con i primi casi del tuo territorio.' }}
      />
      <DataTable
        caption="Sostegni"
        lista={{ voci: n.sostegni }}
        chiave={(s) => s.sostegno}
        conteggio={['sostegno', 'sostegni']}
        colonne={[
          { id: 'leps', titolo: 'LEPS', cella: (s) => s.leps ?? '–' },
          { id: 'nome', titolo: 'Sostegno', riga: true, cella: (s) => nome(s.sostegno) },
          { id: 'previsti', titolo: 'Previsti', numero: true, cella: (s) => formatNumero(s.previsti) },
          { id: 'attesa', titolo: 'In attesa', numero: true, cella: (s) => formatNumero(s.inAttesa) },
          { id: 'attivi', titolo: 'Attivi', numero: true, cella: (s) => formatNumero(s.attivi) },
          { id: 'periodo', titolo: 'Dati nel periodo', numero: true, cella: (s) => formatNumero(s.nelPeriodo) },
          {
            id: 'posti',
            titolo: 'Posti occupati',
            numero: true,
            cella: (s) => (s.posti === null ? '–' : `${s.postiAttivi} su ${s.posti}`),
          },
          { id: 'ore', titolo: 'Ore nel periodo', numero: true, cella: (s) => formatNumero(s.ore) },
          { id: 'costo', titolo: 'Costo nel periodo', numero: true, cella: (s) => formatEuro(s.costo) },
        ]}
        vuoto={{ titolo: 'Nessun sostegno' }}
      />
    </>
  )
}
