// What the stages of `npm test` begin with, made while the first checks run, or one core would wait for the other: `prepara.ts` makes
// the image of the embedded database, `prepara.ts URL` the database that is cloned on that server, `prepara.ts URL FOLDER` the
// demonstration of the journeys there.
import { scriviDimostrazione } from '../e2e/server.ts'
import { buildImages, buildTemplate } from './database.ts'

const [pgUrl, dir] = process.argv.slice(2)
if (pgUrl && dir) await scriviDimostrazione(dir, pgUrl)
else if (pgUrl) await buildTemplate(pgUrl)
else await buildImages()
