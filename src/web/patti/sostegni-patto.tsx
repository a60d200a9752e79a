// The supports of a signed pact: how each goes, how long one waits, hours and cost as they really were.
import { impedimento } from '../../shared/kernel/transizioni.ts'
import {
  attiSostegno,
  nomiAttoSostegno,
  nomiStatoSostegno,
  type StatoSostegno,
  transizioniSostegno,
  vuoleMotivo,
} from '../../shared/patti/monitoraggio.rules.ts'
import { monitoraggioApi, type PattoLetto, type SostegnoPatto } from '../../shared/patti/patto.api.ts'
import { pattoAttivo } from '../../shared/patti/patto.rules.ts'
import { testoDi, type Voce } from '../../shared/patti/patto-voci.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { TextArea } from '../kernel/form/fields.tsx'
import { AmountField, DateField, NumberField } from '../kernel/form/typed-fields.tsx'
import { formatData, formatEuro, oggi } from '../kernel/format.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { StatusBadge, type Tono } from '../kernel/ui/parts.tsx'
import { toccatePatto } from './patto-atti.tsx'
import type { ParolePatto } from './patto-contesto.ts'

const toni: Partial<Record<StatoSostegno, Tono>> = {
  'in-attesa': 'attenzione',
  attivo: 'positivo',
  previsto: 'informativo',
}

export function SostegniPatto({
  p,
  voci,
  sostegni,
  parole,
}: {
  p: PattoLetto
  voci: readonly Voce[]
  sostegni: SostegnoPatto[]
  parole: ParolePatto
}) {
  const di = (x: SostegnoPatto) => voci.find((v) => v.voce === x.voce)
  return (
    <DataTable
      caption="Sostegni"
      lista={{ voci: sostegni }}
      chiave={(x) => x.id}
      colonne={[
        {
          id: 'che',
          titolo: 'Sostegno',
          riga: true,
          cella: (x) => (
            <>
              {parole.codice('sostegno-patto', x.sostegno)}
              <small className="d-block">
                {[di(x) && testoDi(di(x)!), di(x) && testoDi(di(x)!, 'ente')].filter(Boolean).join(', ')}
              </small>
            </>
          ),
        },
        {
          id: 'stato',
          titolo: 'A che punto è',
          cella: (x) => (
            <>
              <StatusBadge tono={toni[x.stato] ?? 'neutro'}>{nomiStatoSostegno[x.stato]}</StatusBadge>
              <small className="d-block">{quando(x)}</small>
              {x.stato === 'in-attesa' && x.posti !== null && (
                <small className="d-block">
                  {x.attivi} posti occupati su {x.posti}, {x.inAttesa} in attesa
                </small>
              )}
            </>
          ),
        },
        { id: 'ore', titolo: 'Ore', cella: (x) => x.ore ?? '–' },
        { id: 'costo', titolo: 'Costo', cella: (x) => (x.costo === null ? '–' : formatEuro(x.costo)) },
        {
          id: 'atti',
          titolo: 'Atti',
          senzaTitolo: true,
          cella: (x) => (pattoAttivo(p.stato) ? <Atti p={p} x={x} /> : null),
        },
      ]}
      vuoto={{ titolo: 'Il patto non prevede sostegni', testo: 'Per aggiungerne uno si rivede il patto.' }}
    />
  )
}

const quando = (x: SostegnoPatto) =>
  [
    x.stato === 'previsto' && `dal ${formatData(x.dal)}`,
    x.stato === 'in-attesa' && `dal ${formatData(x.richiestoIl)}`,
    x.attivoDal && `attivo dal ${formatData(x.attivoDal)}`,
    x.finitoIl && `fino al ${formatData(x.finitoIl)}`,
  ]
    .filter(Boolean)
    .join(', ')

const Atti = ({ p, x }: { p: PattoLetto; x: SostegnoPatto }) => (
  <div className="atti">
    {attiSostegno
      .filter((a) => impedimento(transizioniSostegno, a, x.stato) === null)
      .map((atto) => (
        <AttoConCampi
          key={atto}
          e={monitoraggioApi.sostegno}
          fissi={{ id: p.id, sostegno: x.id, atto }}
          iniziali={{ giorno: oggi(), ore: x.ore ?? '', costo: x.costo ?? '', motivo: '' }}
          etichetta={nomiAttoSostegno[atto]}
          titolo={nomiAttoSostegno[atto]}
          invio="Registra"
          invalidates={toccatePatto}
          esito="Registrato."
          piccolo
        >
          <DateField name="giorno" label="Da quando" />
          {(atto === 'interrompi' || atto === 'concludi') && (
            <>
              <NumberField name="ore" label="Ore date finora" />
              <AmountField name="costo" label="Costo finora" />
            </>
          )}
          <TextArea
            name="motivo"
            label={vuoleMotivo(atto) ? 'Perché' : 'Nota'}
            righe={2}
            obbligatorio={vuoleMotivo(atto)}
          />
        </AttoConCampi>
      ))}
  </div>
)
