import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the installation: where migrations/, config/ and dist/ stand. */
export const radice = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
