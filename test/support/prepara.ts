// What two stages of `npm test` begin with, made while the first checks run, or one core would wait for the other:
// `prepara.ts` makes the database of the tests, `prepara.ts FOLDER URL` the demonstration of the journeys.
import { scriviDimostrazione } from '../e2e/server.ts'
import { buildImages } from './database.ts'

const [dir, pgUrl] = process.argv.slice(2)
if (dir && pgUrl) await scriviDimostrazione(dir, pgUrl)
else await buildImages()
