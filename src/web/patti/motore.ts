// SurveyJS in the page, loaded when an analysis is opened and not before: what is asked, given these answers.
import { useEffect, useMemo, useState } from 'react'
import {
  type Componente,
  type Esame,
  esamina,
  type Modello,
  type ModuloVivo,
  moduloDi,
} from '../../shared/parametri/motore.ts'
import type { Valore } from '../../shared/parametri/questionari.rules.ts'
import type { Definizione } from '../../shared/parametri/questionario.ts'

let caricato: Modello | undefined
const carica = async (): Promise<Modello> => {
  caricato ??= (await import('survey-core')).Model as unknown as Modello
  return caricato
}

/** Undefined until the engine has arrived. */
export function useEsame(
  d: Definizione,
  valori: ReadonlyMap<string, Valore>,
  componenti: readonly Componente[],
): Esame | undefined {
  const [modello, setModello] = useState<Modello | undefined>(() => caricato)
  useEffect(() => {
    if (!modello) void carica().then((m) => setModello(() => m))
  }, [modello])
  const vivo = useMemo<ModuloVivo | undefined>(() => modello && new modello(moduloDi(d)), [modello, d])
  return useMemo(() => vivo && esamina(vivo, valori, componenti), [vivo, valori, componenti])
}
