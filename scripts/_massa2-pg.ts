import { spawnSync } from 'node:child_process'
import { startPostgres } from './postgres.ts'
const p = await startPostgres()
for (const args of JSON.parse(process.argv[2]!)) spawnSync('node', ['scripts/_massa2.ts', ...args], { stdio: 'inherit', env: { ...process.env, TRAMA_TEST_PG: p.url } })
p.stop(); process.exit(0)
