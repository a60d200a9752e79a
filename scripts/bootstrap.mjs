// Runs before every npm script, on whatever Node (≥ 20.19) the machine has, so it is plain JavaScript:
// it installs the pinned packages, the pinned Node 26 among them, when they are missing or older than the lock file.
//
// `npm install --no-save` and not `npm ci`: a registry that serves one platform only leaves the optional
// packages of the others out of the lock file, and `npm ci` then refuses it. The versions stay those of the lock.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const lock = join(root, 'package-lock.json')
const stamp = join(root, 'node_modules', '.trama-lock.json')

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Trama richiede Node.js 20.19 o successivo per avviarsi; questo è ${process.versions.node}.`)
  process.exit(1)
}

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== readFileSync(lock, 'utf8')) {
  console.error('Installo i pacchetti (la prima volta può richiedere un minuto)…')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // the front end is built here, in production too
  const args = ['install', '--no-save', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const done = spawnSync(npm, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) {
    console.error('I pacchetti non si sono installati: vedi il messaggio di npm qui sopra.')
    process.exit(1)
  }
  copyFileSync(lock, stamp)
}
