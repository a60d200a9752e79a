// A process on the data folder that an extract has filled, that stops to be killed half way in the night: `notte-uccisa.ts FOLDER
// AMBITO INSTANT`. Run by estratto-ucciso.test.ts.
import type { Deps } from '../../src/server/kernel/context.ts'
import { openEmbedded } from '../../src/server/kernel/db.ts'
import { notteDi } from '../../src/server/patti/notte.ts'
import { baseInCartella } from './database.ts'
import { altroIngresso, fermo } from './processo.ts'

const [dir, ambito, istante] = process.argv.slice(2) as [string, string, string]
const vero = await openEmbedded(await baseInCartella(dir))

let transazioni = 0
/** Stops when the third transaction that opens the folders begins: exemptions and the first lot of terms are written. */
const db = altroIngresso(vero, async (scope, fn) =>
  scope.fascicolo && ++transazioni === 3 ? fermo() : vero.inScope(scope, fn),
)
const deps: Deps = { db, clock: () => new Date(istante), jobs: { enqueue: async () => {} }, verificaRisposte: false }
await notteDi(deps, ambito)
