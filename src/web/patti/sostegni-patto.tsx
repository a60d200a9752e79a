// The supports of a signed pact: how each goes, how many wait before, hours and cost as they really were, with their days.
import { impedimento } from '../../shared/kernel/transizioni.ts'
import {
  attiSostegno,
  nomiAttoSostegno,
  nomiStatoSostegno,
  type StatoSostegno,
  senzaPosto,
  transizioniSostegno,
  vuoleMotivo,
} from '../../shared/patti/monitoraggio.rules.ts'
import { monitoraggioApi, type PattoLetto, type SostegnoPatto } from '../../shared/patti/patto.api.ts'
import { pattoAttivo, siRendiconta } from '../../shared/patti/patto.rules.ts'
import { testoDi, type Voce } from '../../shared/patti/patto-voci.ts'
import { AttoConCampi } from '../cartella/atto-con-campi.tsx'
import { CheckField, TextArea } from '../kernel/form/fields.tsx'
import { AmountField, DateField, NumberField } from '../kernel/form/typed-fields.tsx'
import { formatData, formatEuro, oggi, plurale } from '../kernel/format.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso, StatusBadge, type Tono } from '../kernel/ui/parts.tsx'
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
                {[di(x) && testoDi(di(x)!), di(x) && testoDi(di(x)!, 'ente')].filter(Boolean).join(' · ')}
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
              {(x.stato === 'in-attesa' || x.stato === 'previsto') && x.posti !== null && (
                <small className="d-block">
                  {x.attivi} posti occupati su {x.posti}, {x.inAttesa} in attesa
                  {x.davanti !== null && `: ${x.davanti === 0 ? 'è il primo' : `prima di lui ${x.davanti}`}`}
                </small>
              )}
            </>
          ),
        },
        { id: 'dato', titolo: 'Che cosa ha dato', cella: (x) => <Dato p={p} x={x} /> },
        {
          id: 'atti',
          titolo: 'Atti',
          senzaTitolo: true,
          cella: (x) => (siRendiconta(p.stato) ? <Atti p={p} x={x} /> : null),
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
    ...x.interruzioni.map(
      (g) => `interrotto ${g.al === g.dal ? 'il' : `dal ${formatData(g.dal)} al`} ${formatData(g.al)}`,
    ),
    x.finitoIl && `fino al ${formatData(x.finitoIl)}`,
  ]
    .filter(Boolean)
    .join(', ')

const quanto = (e: { ore: number | null; costo: number | null }) =>
  [e.ore !== null && plurale(e.ore, 'ora', 'ore'), e.costo !== null && formatEuro(e.costo)].filter(Boolean).join(', ')

/** In how many hours and at what cost, day by day; what was given elsewhere is read and stays. */
const Dato = ({ p, x }: { p: PattoLetto; x: SostegnoPatto }) =>
  x.erogazioni.length === 0 ? (
    '–'
  ) : (
    <>
      {quanto({ ore: x.ore || null, costo: x.costo || null })}
      <ul className="list-unstyled mb-0">
        {x.erogazioni.map((e) => (
          <li key={e.id}>
            <small>
              {formatData(e.dal)}
              {e.al !== e.dal && ` – ${formatData(e.al)}`}: {quanto(e)}
              {e.altrove && ' (nel comune di prima)'}
              {e.tardiva && ` (registrato il ${formatData(e.registrataIl)}, dopo la fine)`}
            </small>
            {!e.altrove && siRendiconta(p.stato) && (
              <AttoConCampi
                e={monitoraggioApi.togliErogazione}
                fissi={{ id: p.id, sostegno: x.id, erogazione: e.id }}
                iniziali={{ motivo: '' }}
                etichetta="Togli"
                titolo="Togli ciò che è registrato per errore"
                invio="Togli"
                invalidates={toccatePatto}
                esito="Tolto."
                piccolo
              >
                <TextArea name="motivo" label="Perché" righe={2} obbligatorio />
              </AttoConCampi>
            )}
          </li>
        ))}
      </ul>
    </>
  )

const Atti = ({ p, x }: { p: PattoLetto; x: SostegnoPatto }) => (
  <div className="atti">
    {attiSostegno
      .filter((a) => pattoAttivo(p.stato) && impedimento(transizioniSostegno, a, x.stato) === null)
      .map((atto) => {
        const avviso = atto === 'attiva' ? senzaPosto(x) : null
        return (
          <AttoConCampi
            key={atto}
            e={monitoraggioApi.sostegno}
            fissi={{ id: p.id, sostegno: x.id, atto }}
            iniziali={{ giorno: oggi(), motivo: '', ...(avviso && { oltreIPosti: false }) }}
            etichetta={nomiAttoSostegno[atto]}
            titolo={nomiAttoSostegno[atto]}
            invio="Registra"
            invalidates={toccatePatto}
            esito="Registrato."
            piccolo
          >
            {avviso && (
              <Avviso titolo="Non c’è un posto per questo nucleo">
                <p>{avviso}</p>
              </Avviso>
            )}
            {atto === 'concludi' && x.finitoIl && (
              <p>
                È stato dato fino al {formatData(x.finitoIl)}, quando si è interrotto: il giorno in cui lo concludi
                resta nella storia del patto.
              </p>
            )}
            <DateField name="giorno" label="Da quando" />
            {avviso && <CheckField name="oltreIPosti" label="Attivalo lo stesso" />}
            <TextArea
              name="motivo"
              label={vuoleMotivo(atto) ? 'Perché' : 'Nota'}
              righe={2}
              obbligatorio={vuoleMotivo(atto)}
            />
          </AttoConCampi>
        )
      })}
    {x.attivoDal && (
      <AttoConCampi
        e={monitoraggioApi.eroga}
        fissi={{ id: p.id, sostegno: x.id }}
        iniziali={{ dal: '', al: '', ore: '', costo: '' }}
        etichetta="Ore e costo"
        titolo="Registra ciò che il sostegno ha dato"
        invio="Registra"
        invalidates={toccatePatto}
        esito="Registrato."
        piccolo
      >
        {x.finitoIl && (
          <p>
            I giorni sono quelli del sostegno, dal {formatData(x.attivoDal)} al {formatData(x.finitoIl)}: conta nel
            rendiconto di allora, e si vede che è stato registrato dopo.
          </p>
        )}
        <DateField name="dal" label="Dal" />
        <DateField name="al" label="Al" aiuto="I giorni sono di un anno solo: il rendiconto di un anno li somma." />
        <NumberField name="ore" label="Ore" />
        <AmountField name="costo" label="Costo" />
      </AttoConCampi>
    )}
  </div>
)
