// What two stages of `npm test` begin with, made while the first checks run, or one core would wait for the other:
// `prepara.ts` makes the database of the tests, `prepara.ts FOLDER` the data of the demonstration in it.
import { avvia, ferma, portaLibera } from '../e2e/server.ts'
import { buildImages } from './database.ts'

const [dir] = process.argv.slice(2)
if (dir) await ferma(await avvia(dir, await portaLibera()), 'SIGINT')
else await buildImages()
