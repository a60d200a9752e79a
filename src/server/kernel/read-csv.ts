import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { radice } from './paths.ts'

/** A table of config/, one object for each row. */
export const readCsv = (name: string): Record<string, string>[] =>
  parse(readFileSync(join(radice, 'config', name)), {
    columns: true,
    delimiter: ';',
    bom: true,
    trim: true,
    relax_column_count: false,
  })
