import { join } from 'node:path'
import { radice } from '../../src/server/kernel/paths.ts'

/** For the processes that tests start: Node keeps the product as it has compiled it, and reads it once for all of them. */
export const programmaGiaLetto = { NODE_COMPILE_CACHE: join(radice, '.cache', 'compilati') }
