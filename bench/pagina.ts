// The JavaScript of the first page, compressed: what index.html asks for before anything is shown.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { radice } from '../src/server/kernel/paths.ts'
import type { Ambiente, Esito } from './ambiente.ts'

const LIMITE = 200_000

export async function pagina({ cartella }: Ambiente): Promise<Esito[]> {
  const dir = join(cartella, 'web')
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--outDir', dir, '--logLevel', 'error'], {
    cwd: radice,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const html = readFileSync(join(dir, 'index.html'), 'utf8')
  const file = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((m) => m[1]!)
  const byte = file.reduce((n, f) => n + gzipSync(readFileSync(join(dir, f))).length, 0)
  return [
    {
      misura: `JavaScript della prima pagina (${file.length} file, gzip)`,
      valore: `${Math.round(byte / 1000)} kB`,
      soglia: '≤ 200 kB',
      rispettata: byte <= LIMITE,
    },
  ]
}
