// An extract from the file to the casi, as the server does it, in a process of its own: `estratto-corsa.ts URL AMBITO UTENTE COMUNE
// MISURA FILE`. Prints how long each step took, the peak of resident memory and what came of it.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Deps } from '../src/server/kernel/context.ts'
import { openPostgres } from '../src/server/kernel/db.ts'
import { carica, colonne, conferma, leggi, mappa } from '../src/server/patti/estratti.ts'
import { importa, verifica } from '../src/server/patti/estratto-corsa.ts'
import { dentro } from '../src/server/patti/estratto-incarico.ts'
import { fase, ms, picchi } from './fasi.ts'

const [url, ambito, utente, comune, misura, path] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
]
const db = openPostgres(url, 4)
// the works are done here, one after another
const deps: Deps = { db, clock: () => new Date(), jobs: { enqueue: async () => {} }, verificaRisposte: false }

const incarico = { id: '', ambito, utente }
await fase('caricamento', async () => {
  const hash = createHash('sha256')
  for await (const pezzo of createReadStream(path)) hash.update(pezzo as Buffer)
  const { size: bytes } = await stat(path)
  const file = { path, nome: 'estratto.csv', bytes, sha256: hash.digest('hex'), depositi: new Map<string, string>() }
  await dentro(deps, incarico, async (ctx) => {
    incarico.id = (await carica(ctx, { comune, misura, estrattoIl: ctx.oggi(), file, nome: file.nome })).id
    const { mappa: proposta } = await colonne(ctx, incarico)
    await mappa(ctx, { ...incarico, mappa: proposta })
  })
})
await fase('lettura', () => verifica(deps, incarico))
await fase('conferma', async () => {
  await dentro(deps, incarico, (ctx) => conferma(ctx, incarico))
  await importa(deps, incarico)
})
const esito = await dentro(deps, incarico, (ctx) => leggi(ctx, incarico))
if (esito.stato !== 'conclusa') throw new Error(`${esito.stato}: ${esito.errore}`)
await db.close()
console.log(JSON.stringify({ ms, picchi, id: incarico.id, nuove: esito.nuove, rifiutate: esito.rifiutate }))
