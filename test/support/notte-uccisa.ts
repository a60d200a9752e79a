// A process on the data folder that an extract has filled, that stops to be killed half way in the night: `notte-uccisa.ts FOLDER
// AMBITO INSTANT`. Run by estratto-ucciso.test.ts.
import type { Deps } from '../../src/server/kernel/context.ts'
import { type Database, openEmbedded } from '../../src/server/kernel/db.ts'
import { notteDi } from '../../src/server/patti/notte.ts'
import { baseInCartella } from './database.ts'

const [dir, ambito, istante] = process.argv.slice(2) as [string, string, string]
const vero = await openEmbedded(await baseInCartella(dir))

let transazioni = 0
/** Stops for ever when the third transaction that opens the folders begins: exemptions and the first lot of terms are written. */
const db: Database = {
  kind: vero.kind,
  inScope: async (scope, fn) => {
    if (scope.fascicolo && ++transazioni === 3) {
      console.log('a metà')
      // with something to do, or the process would end by itself
      setInterval(() => {}, 1000)
      await new Promise(() => {})
    }
    return vero.inScope(scope, fn)
  },
  inSession: (scope, fn) => vero.inSession(scope, fn),
  call: (text, values) => vero.call(text, values),
  connect: () => vero.connect(),
  contaRighe: () => vero.contaRighe(),
  close: () => vero.close(),
}
const deps: Deps = { db, clock: () => new Date(istante), jobs: { enqueue: async () => {} }, verificaRisposte: false }
await notteDi(deps, ambito)
