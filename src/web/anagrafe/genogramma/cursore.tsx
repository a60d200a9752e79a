// The slider of the date: years under the finger, months and events with the buttons. The date is always said in full.
import { useId, useMemo } from 'react'
import type { DatiGenogramma } from '../../../shared/anagrafe/genogramma/modello.ts'
import { cambiamenti, spostaMesi } from '../../../shared/anagrafe/genogramma/tempo.ts'
import { formatData, oggi } from '../../kernel/format.ts'

export function Cursore({
  dati,
  giorno,
  onGiorno,
}: {
  dati: DatiGenogramma
  giorno: string
  onGiorno: (giorno: string) => void
}) {
  const id = useId()
  const ultimo = oggi()
  const eventi = useMemo(() => cambiamenti(dati).filter((d) => d <= ultimo), [dati, ultimo])
  const primo = eventi[0] ?? ultimo
  const vai = (d: string) => onGiorno(d > ultimo ? ultimo : d < primo ? primo : d)
  const anno = (d: string) => Number(d.slice(0, 4))
  const prima = eventi.findLast((d) => d < giorno)
  const dopo = eventi.find((d) => d > giorno)
  const passo = (etichetta: string, a: string | undefined) => (
    <button
      type="button"
      className={`btn btn-outline-primary btn-xs${a === undefined ? ' disabled' : ''}`}
      // not the `disabled` attribute: the focus must not be lost at the end of the way
      aria-disabled={a === undefined}
      onClick={() => a !== undefined && vai(a)}
    >
      {etichetta}
    </button>
  )
  return (
    <fieldset className="genogramma-tempo">
      <legend>La famiglia al giorno</legend>
      <output htmlFor={id}>{formatData(giorno)}</output>
      <input
        id={id}
        type="range"
        aria-label="Anno"
        aria-valuetext={formatData(giorno)}
        min={anno(primo)}
        max={anno(ultimo)}
        step={1}
        value={anno(giorno)}
        onChange={(e) => vai(spostaMesi(giorno, (Number(e.target.value) - anno(giorno)) * 12))}
      />
      <div className="genogramma-passi">
        {passo('← Evento precedente', prima)}
        {passo('− 1 mese', giorno > primo ? spostaMesi(giorno, -1) : undefined)}
        {passo('+ 1 mese', giorno < ultimo ? spostaMesi(giorno, 1) : undefined)}
        {passo('Evento successivo →', dopo)}
        {passo('Oggi', giorno === ultimo ? undefined : ultimo)}
      </div>
    </fieldset>
  )
}
