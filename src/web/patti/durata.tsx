// How long a benefit lasts and what may come after, as the version of its measure says and the days of the caso allow.
import { finito, tolto } from '../../shared/patti/benefici.rules.ts'
import type { SchedaCaso } from '../../shared/patti/miei-casi.api.ts'
import { formatData } from '../kernel/format.ts'
import '../misure/misure.css'

const mesi = (n: number) => (n === 1 ? 'un mese' : `${n} mesi`)

/** Entries for the list of the caso. */
export function vociDurata({ durata: d, beneficio }: SchedaCaso): [string, React.ReactNode][] {
  const quanto =
    d.dal && d.al
      ? `${d.rinnovi > 0 ? `${d.rinnovi === 1 ? 'Rinnovato una volta' : `Rinnovato ${d.rinnovi} volte`}, ` : ''}dal ${formatData(d.dal)} al ${formatData(d.al)}`
      : d.decorre
        ? `${mesi(d.mesi)}; da quando si paga non si sa ancora`
        : mesi(d.mesi)
  const quale = finito(beneficio) ? 'È durato' : d.passata ? 'Doveva durare' : 'Fine prevista'
  return [
    [
      d.al ? quale : 'Durata',
      <>
        {quanto}
        <small className="d-block fonte">
          {d.testo} {d.fonte} [{d.segno}]{d.dal && d.decorre && `; ${d.decorre}`}
        </small>
      </>,
    ],
    // taken away, what comes after is of other rules
    ...(tolto(beneficio) || !d.al ? [] : [['Dopo', <Dopo key="dopo" poi={d.poi} />] as [string, React.ReactNode]]),
  ]
}

function Dopo({ poi }: { poi: SchedaCaso['durata']['poi'] }) {
  if (!poi) return 'La misura non prevede altro.'
  const come = poi.conDomanda ? 'Si può chiedere di nuovo, con un’altra domanda' : 'Si può rinnovare'
  return (
    <>
      {come} per {mesi(poi.mesi)},{' '}
      {poi.nonPrima
        ? `non prima del ${formatData(poi.nonPrima)}`
        : `dopo ${mesi(poi.sosta)} senza pagamento, se al nucleo si applica la sosta`}
      .<small className="d-block fonte">{poi.testo}</small>
    </>
  )
}
