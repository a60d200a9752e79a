// Filters of the two dashboards, with what there is to choose from; they stay in the address, and name nobody.
import type { ReactNode } from 'react'
import type { Scelte } from '../../shared/patti/cruscotto.api.ts'
import { FilterSelect, Filtri, useFiltri } from '../kernel/ui/filters.tsx'

export const VUOTI = { misura: '', comune: '', anno: '', di: '' }
type Valori = typeof VUOTI

export function useFiltriCruscotto() {
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const quale = {
    ...(filtri.misura && { misura: filtri.misura }),
    ...(filtri.comune && { comune: filtri.comune }),
    ...(/^\d{4}$/.test(filtri.anno) && { anno: Number(filtri.anno) }),
  }
  return { filtri, setFiltri, quale }
}

export function FiltriCruscotto({
  filtri,
  onCambia,
  scelte,
  anno,
  children,
}: {
  filtri: Valori
  onCambia: (f: Partial<Valori>) => void
  scelte: Scelte | undefined
  /** What the year is of. */
  anno: string
  children?: ReactNode
}) {
  const nominate = (voci: Scelte['comuni'] = []) => voci.map((v) => [v.id, v.nome] as const)
  return (
    <Filtri valori={filtri} onCambia={onCambia} vuoti={VUOTI} etichetta="Filtri del cruscotto">
      {children}
      <FilterSelect name="misura" label="Misura" tutti="Tutte" opzioni={nominate(scelte?.misure)} />
      {((scelte?.comuni.length ?? 0) > 1 || filtri.comune) && (
        <FilterSelect name="comune" label="Comune" tutti="Tutti i comuni" opzioni={nominate(scelte?.comuni)} />
      )}
      <FilterSelect
        name="anno"
        label={anno}
        tutti="Tutti gli anni"
        opzioni={(scelte?.anni ?? []).map((a) => [String(a), String(a)] as const)}
      />
    </Filtri>
  )
}
