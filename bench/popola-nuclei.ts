// The households in charge and their analyses, written into a database that has its territory and the measures (ambiente.ts).
import { type Deps, oggiInItalia } from '../src/server/kernel/context.ts'
import { aggiornaTermini } from '../src/server/patti/notte.ts'
import { type Esecutore, inMassa } from './massa.ts'
import { tipi } from './nuclei-tipo.ts'
import { nominaCoordinatore, passiNuclei, preparaNuclei, preparaTipi, tabelleNuclei } from './patti-data.ts'

/** `deps` is the product on the same database, which computes the terms to be copied. */
export async function popolaNuclei(
  esecutori: readonly [Esecutore, ...Esecutore[]],
  deps: Deps,
  nuclei: number,
): Promise<void> {
  const [primo] = esecutori
  await preparaTipi(primo, tipi(oggiInItalia(deps.clock())))
  const { rows } = await primo.query('select ambito_id, comune_id from banco.qui')
  const qui = rows[0] as { ambito_id: string; comune_id: string }
  await aggiornaTermini(deps, qui.ambito_id, [qui.comune_id])
  await preparaNuclei(primo, nuclei)
  await inMassa(esecutori, tabelleNuclei, passiNuclei(nuclei))
  await nominaCoordinatore(primo)
  await primo.query('drop schema banco cascade; analyze')
}
