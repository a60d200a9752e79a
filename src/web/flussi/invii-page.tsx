// Who has sent what: every ente by month, for whoever runs the flows of many. One line opens one ente, and from there one works on
// it alone.
import { Link } from 'react-router'
import { type Invio, inviiApi } from '../../shared/flussi/invii.api.ts'
import { type TipoFlusso, tipiFlusso } from '../../shared/flussi/prestazione.ts'
import { nomiTipoTermine } from '../../shared/flussi/scadenze.rules.ts'
import { formatEuro, formatNumero, oggi } from '../kernel/format.ts'
import { usePerAmbito } from '../kernel/hooks.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { anni } from './anni.ts'
import { DaVerificare } from './da-verificare.tsx'
import { ConEntiInsieme } from './ente-scelto.tsx'
import { ambitiDi, type EnteMio } from './enti-miei.ts'
import { Esporta } from './esporta-invii.tsx'
import { GeneraInsieme } from './genera-insieme.tsx'
import { nomePeriodo } from './parole.tsx'
import './flussi.css'

export default function InviiPage() {
  const [filtri, setFiltri] = useFiltri({ ente: '', anno: oggi().slice(0, 4), periodo: '' })
  const anno = Number(filtri.anno)
  const quale = { anno, ...(filtri.ente && { ente: filtri.ente }) }
  return (
    <>
      <PageHeader
        titolo="Chi ha mandato che cosa"
        sotto="Ogni ente, mese per mese: che cosa c’è, che cosa è partito, che cosa INPS ha accettato"
        azioni={
          <>
            <Esporta quale={quale} formati={['xlsx', 'csv']} />
            <PrintButton />
          </>
        }
      />
      <ConEntiInsieme scelto={filtri.ente} onScelto={(ente) => setFiltri({ ente, periodo: '' })}>
        {(ente, enti) => (
          <>
            <Filtri valori={filtri} onCambia={setFiltri} vuoti={{ anno: oggi().slice(0, 4), periodo: '' }}>
              <FilterSelect name="anno" label="Anno" opzioni={anni()} tutti={oggi().slice(0, 4)} />
              <FilterSelect
                name="periodo"
                label="Mese"
                opzioni={Array.from({ length: 12 }, (_, n) => {
                  const p = `${filtri.anno}-${String(n + 1).padStart(2, '0')}`
                  return [p, nomePeriodo(p)] as const
                })}
                tutti="Tutti i mesi"
              />
            </Filtri>
            <DaVerificare ambiti={ambitiDi(ente, enti)} />
            <Invii
              quale={quale}
              periodo={filtri.periodo}
              ambiti={ambitiDi(ente, enti)}
              insieme={!ente && enti.length > 1 ? enti : []}
            />
          </>
        )}
      </ConEntiInsieme>
    </>
  )
}

const QUANTI = [
  'righe',
  'rifiutate',
  'daCompletare',
  'pronte',
  'inviate',
  'accettate',
  'respinte',
  'centesimi',
] as const

function Invii({
  quale,
  periodo,
  ambiti,
  insieme,
}: {
  quale: { anno: number; ente?: string }
  periodo: string
  ambiti: (string | null)[]
  /** Several enti, on which one may work together. */
  insieme: EnteMio[]
}) {
  const q = usePerAmbito(inviiApi.invii, quale, ambiti, { tieni: true })
  const arrivate = q.data?.flatMap(({ risposta }) => risposta.voci) ?? []
  const tutte = (ambiti.length > 1 ? arrivate.toSorted((a, b) => a.ente.localeCompare(b.ente, 'it')) : arrivate).filter(
    (v) => !periodo || v.periodo === periodo || (v.periodo === null && v.righe === 0),
  )
  // an ente with nothing has one line without a month: it is what one looks for here
  const voci = periodo ? conChiTace(tutte, periodo) : tutte
  const n = (titolo: string, id: (typeof QUANTI)[number]) => ({
    id,
    titolo,
    numero: true,
    cella: (v: Invio) => formatNumero(v[id]),
  })
  return (
    <>
      <DataTable
        caption={`Invii a INPS, ${periodo ? nomePeriodo(periodo) : quale.anno}`}
        lista={{ ...q, voci }}
        chiave={(v) => `${v.enteId} ${v.tipo} ${v.periodo}`}
        conteggio={['riga', 'righe']}
        colonne={[
          {
            id: 'ente',
            titolo: 'Ente',
            riga: true,
            cella: (v) => (
              <Link to={apre(v)}>
                {v.ente} ({v.codice})
              </Link>
            ),
          },
          { id: 'tipo', titolo: 'Flusso', cella: (v) => nomiTipoTermine[v.tipo] },
          {
            id: 'mese',
            titolo: 'Mese',
            cella: (v) => (v.periodo || v.righe > 0 ? nomePeriodo(v.periodo) : 'nulla caricato'),
          },
          n('Righe', 'righe'),
          n('Rifiutate', 'rifiutate'),
          n('Da completare', 'daCompletare'),
          n('Pronte', 'pronte'),
          n('Inviate', 'inviate'),
          n('Accettate', 'accettate'),
          n('Respinte da INPS', 'respinte'),
          { id: 'importo', titolo: 'Importo inviato', numero: true, cella: (v) => formatEuro(v.centesimi) },
        ]}
        vuoto={{
          titolo: 'Nessun ente ha prestazioni in questo periodo',
          testo: 'Scegli un altro anno o un altro mese.',
        }}
      />
      {voci.length > 1 && <Totale voci={voci} />}
      {insieme.length > 0 &&
        tipiFlusso.map((tipo) => {
          // of minors only where there are some: ready or not, so that what has been made stays in sight
          if (tipo === 'SINBA' && !voci.some((v) => v.tipo === tipo)) return null
          const [dal, al] = [periodo || `${quale.anno}-01`, periodo || `${quale.anno}-12`]
          // what is done is done in one ambito at a time
          return ambiti.map((ambito) => {
            const suoi = insieme.filter((e) => e.ambito === ambito)
            const enti = conPronte(
              voci.filter((v) => suoi.some((e) => e.id === v.enteId)),
              tipo,
            )
            const dove = { id: ambito, ...(ambiti.length > 1 && { nome: suoi[0]?.nomeAmbito ?? '' }) }
            return <GeneraInsieme key={`${tipo} ${ambito}`} tipo={tipo} enti={enti} dal={dal} al={al} dove={dove} />
          })
        })}
    </>
  )
}

const apre = (v: Invio) =>
  v.tipo === 'SINBA'
    ? `/flussi/minori?ente=${v.enteId}`
    : `/flussi?ente=${v.enteId}${v.periodo ? `&periodo=${v.periodo}` : v.righe > 0 ? '&periodo=senza-data' : ''}`

/** Enti with something of a kind that may leave, and how much. */
function conPronte(voci: Invio[], tipo: TipoFlusso) {
  const di = Map.groupBy(
    voci.filter((v) => v.tipo === tipo && v.periodo !== null),
    (v) => v.enteId,
  )
  return [...di.values()]
    .map((sue) => ({ enteId: sue[0]!.enteId, ente: sue[0]!.ente, pronte: sue.reduce((n, v) => n + v.pronte, 0) }))
    .filter((e) => e.pronte > 0)
}

/** In one month: who has nothing in it has a line of zeros, once. */
function conChiTace(voci: Invio[], periodo: string): Invio[] {
  const conQualcosa = new Set(voci.filter((v) => v.periodo === periodo).map((v) => v.enteId))
  return voci.filter((v) => v.periodo === periodo || !conQualcosa.has(v.enteId))
}

function Totale({ voci }: { voci: Invio[] }) {
  const somma = (k: (typeof QUANTI)[number]) => voci.reduce((t, v) => t + v[k], 0)
  return (
    <p>
      In tutto: {formatNumero(somma('righe'))} righe, {formatNumero(somma('rifiutate'))} rifiutate,{' '}
      {formatNumero(somma('pronte'))} pronte, {formatNumero(somma('inviate'))} inviate,{' '}
      {formatNumero(somma('accettate'))} accettate, per {formatEuro(somma('centesimi'))} inviati.
    </p>
  )
}
