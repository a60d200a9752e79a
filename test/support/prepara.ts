// What two stages of `npm test` begin with, made while the first checks run, or one core would wait for the other:
// `prepara.ts` makes the database of the tests, `prepara.ts FOLDER` the demonstration of the journeys (on the PostgreSQL of TRAMA_TEST_PG).
import { scriviDimostrazione } from '../e2e/server.ts'
import { buildImages } from './database.ts'

const [dir] = process.argv.slice(2)
if (dir) await scriviDimostrazione(dir, process.env.TRAMA_TEST_PG!)
else await buildImages()
