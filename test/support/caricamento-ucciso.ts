// A server on a data folder of its own that receives a large document and says when half of it is written, then waits to
// be killed: `caricamento-ucciso.ts FOLDER`. Run by depositi.test.ts.
import { buildApp } from '../../src/server/app.ts'
import type { Deps } from '../../src/server/kernel/context.ts'
import { type Database, openEmbedded } from '../../src/server/kernel/db.ts'
import { createJobs } from '../../src/server/kernel/jobs.ts'
import { moduli } from '../../src/server/modules.ts'
import { documentiApi } from '../../src/shared/documenti/documenti.api.ts'
import type { TestApp } from './app.ts'
import { ambitoConCartella, nuovaPersona, operatore, presaInCarico } from './cartella.ts'
import { baseInCartella } from './database.ts'
import { PDF } from './file-di-prova.ts'

const vero = await openEmbedded(await baseInCartella(process.argv[2]!))

let transazioni = 0
let conta = false
/** Stops for ever at the fifth transaction of the upload: in the middle of the lots. */
const db: Database = {
  kind: vero.kind,
  inScope: (scope, fn) => vero.inScope(scope, fn),
  inSession: async (scope, fn) => {
    if (conta && ++transazioni === 5) {
      console.log('a metà')
      // with something to do, or the process would end by itself
      setInterval(() => {}, 1000)
      await new Promise(() => {})
    }
    return vero.inSession(scope, fn)
  },
  call: (text, values) => vero.call(text, values),
  connect: () => vero.connect(),
  contaRighe: () => vero.contaRighe(),
  close: () => vero.close(),
}
const deps: Deps = { db, clock: () => new Date(), jobs: createJobs(db, console.error), verificaRisposte: false }
const app = await buildApp({ deps, moduli })
const t = { app, deps } as TestApp
const a = await ambitoConCartella(t, 1)
const chi = await operatore(t, a, 'assistente-sociale')
const persona = await nuovaPersona(chi, a.comuni[0]!)
await presaInCarico(t, a, a.comuni[0]!, persona, chi.utenteId)
conta = true
await chi.call(documentiApi.carica, { id: persona, sottocartella: 'altro', nome: 'grande.pdf' } as never, {
  file: Buffer.concat([PDF, Buffer.alloc(8_000_000, 'a')]),
})
