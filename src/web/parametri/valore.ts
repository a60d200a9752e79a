import type { Output } from '../../shared/kernel/endpoint.ts'
import type { parametriApi } from '../../shared/parametri/parametri.api.ts'
import { formatNumero } from '../kernel/format.ts'

export type Parametro = Output<typeof parametriApi.list>['voci'][number]
export type Valore = Parametro['valori'][number]['valore']

/** A value as one reads it. */
export function valoreInParole(v: Valore): string {
  if (typeof v === 'boolean') return v ? 'sì' : 'no'
  if (typeof v === 'number') return formatNumero(v)
  return v === '' ? '(vuoto)' : v
}
