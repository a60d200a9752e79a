// Builds the browser side into dist/web, which the server serves as static files. The first page has a budget
// (200 kB of gzipped JavaScript): a build that exceeds it fails, so that weight is a decision and never an accident.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const BUDGET = 200_000

function firstPageBudget(): Plugin {
  return {
    name: 'trama:first-page-budget',
    generateBundle(_options, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap((c) => (c.type === 'chunk' ? [[c.fileName, c] as const] : [])),
      )
      const first = new Set<string>()
      const visit = (name: string) => {
        const chunk = chunks.get(name)
        if (!chunk || first.has(name)) return
        first.add(name)
        chunk.imports.forEach(visit)
      }
      for (const c of chunks.values()) if (c.isEntry) visit(c.fileName)
      const bytes = [...first].reduce((sum, name) => sum + gzipSync(chunks.get(name)?.code ?? '').length, 0)
      const words = `first page: ${Math.round(bytes / 1000)} kB of gzipped JavaScript (budget ${BUDGET / 1000} kB)`
      if (bytes > BUDGET) this.error(words)
      else this.info(words)
    },
  }
}

/**
 * Classes of the design system that no page of ours writes: out of thirty there is one that we use, and the browser compares each
 * element with all the rules. A name that is put together (`alert-${tipo}`) is known by how it begins; the journeys ask every
 * page and window that they examine whether it writes one that has gone.
 */
function classiNonUsate(): string[] {
  const leggi = (file: string) => readFileSync(join(import.meta.dirname, file), 'utf8')
  const nostre = new Set(
    globSync('src/{web,shared}/**/*.{ts,tsx,css,html}', { cwd: import.meta.dirname }).flatMap(
      (f) => leggi(f).match(/[\w-]+(?:\$\{(?!string))?/g) ?? [],
    ),
  )
  const foglio = leggi('node_modules/bootstrap-italia/dist/css/bootstrap-italia.min.css')
  const classi = new Set(Array.from(foglio.matchAll(/\.(-?[a-z_][\w-]*)/gi), (t) => t[1]!))
  const composta = (c: string) => [...c.matchAll(/-/g)].some((t) => nostre.has(`${c.slice(0, t.index + 1)}\${`))
  return [...classi].filter((c) => !nostre.has(c) && !composta(c))
}

const server = `http://127.0.0.1:${process.env.TRAMA_PORT ?? 3000}`

export default defineConfig({
  root: 'src/web',
  plugins: [react(), firstPageBudget()],
  css: { transformer: 'lightningcss', lightningcss: { unusedSymbols: classiNonUsate() } },
  build: { outDir: '../../dist/web', emptyOutDir: true, target: 'es2022' },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/spid', '/idp-prova', '/status', '/openapi.json', '/manuale/immagini'].map((p) => [
        p,
        { target: server },
      ]),
    ),
  },
})
