// Builds the front end when its sources are newer than the build: `npm start` after a pull needs nothing else.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ErroreDiAvvio } from './config.ts'
import { radice } from './paths.ts'

function impronta(): string {
  const hash = createHash('sha256')
  const fonti = ['src/web/**/*', 'src/shared/**/*.ts', 'docs/manuale/*.md', 'vite.config.ts', 'package-lock.json']
  const files = globSync(fonti, {
    cwd: radice,
    withFileTypes: true,
  })
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name))
    .sort()
  for (const f of files) hash.update(f.slice(radice.length)).update(readFileSync(f))
  return hash.digest('hex')
}

/** Returns whether it built. */
export function costruisciFront(log: (s: string) => void): boolean {
  const stamp = join(radice, 'dist', 'web', '.impronta')
  const now = impronta()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return false
  log('Preparo le pagine (la prima volta, o dopo un aggiornamento)…')
  const vite = join(radice, 'node_modules', 'vite', 'bin', 'vite.js')
  const done = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: radice,
    stdio: ['ignore', 'inherit', 'inherit'],
    // whatever this process runs as, people get the optimised pages
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (done.status !== 0) throw new ErroreDiAvvio('Le pagine non si sono costruite: vedi il messaggio qui sopra.')
  writeFileSync(stamp, now)
  return true
}
