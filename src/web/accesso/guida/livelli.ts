import type { ruoliApi } from '../../../shared/accesso/ruoli.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'

export type Ruolo = Output<typeof ruoliApi.elenco>['voci'][number]

/** From the list to the three levels of the hierarchy, read from who assigns whom. */
export function livelli(ruoli: Ruolo[]) {
  const assegnano = new Set(ruoli.flatMap((r) => r.assegnatoDa))
  const nazionali = ruoli.filter((r) => r.territorio === 'nazionale')
  const amministratori = ruoli.filter((r) => r.territorio !== 'nazionale' && assegnano.has(r.codice))
  const operatori = ruoli.filter((r) => r.territorio !== 'nazionale' && !assegnano.has(r.codice))
  return {
    nazionali,
    amministratori,
    sezioni: [...Map.groupBy(operatori, (r) => r.sezione?.nome ?? 'Altri ruoli')],
  }
}
