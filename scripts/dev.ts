// `npm run dev`: the server, restarted at each change of its sources, and the pages, refreshed as one types.
// Open the address that Vite prints: it passes what is not a page to the server.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { radice } from '../src/server/kernel/paths.ts'

const start = (args: string[], env: NodeJS.ProcessEnv = {}) =>
  spawn(process.execPath, args, { cwd: radice, stdio: 'inherit', env: { ...process.env, ...env } })

const port = process.env.TRAMA_PORT || '3000'
// SPID returns to the address of the pages, not to the server's
const server = start(
  ['--watch', '--watch-path=src/server', '--watch-path=src/shared', '--watch-path=config', 'src/server/main.ts'],
  {
    TRAMA_SENZA_PAGINE: '1',
    TRAMA_PORT: port,
    TRAMA_BASE_URL: process.env.TRAMA_BASE_URL || 'http://localhost:5173',
  },
)
const pages = start([join('node_modules', 'vite', 'bin', 'vite.js'), '--host', 'localhost', '--strictPort'], {
  TRAMA_PORT: port,
})
const stop = () => {
  server.kill('SIGINT')
  pages.kill('SIGINT')
}
process.on('SIGINT', stop).on('SIGTERM', stop)
for (const child of [server, pages]) child.on('exit', stop)
