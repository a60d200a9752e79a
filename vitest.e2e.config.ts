import { defineConfig } from 'vitest/config'
import { primaILunghi } from './test/support/prima-i-lunghi.ts'

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    globalSetup: ['test/support/global-setup.ts', 'test/e2e/dati.setup.ts'],
    setupFiles: ['test/support/ogni-file.ts', 'test/e2e/ogni-prova.ts'],
    sequence: {
      sequencer: primaILunghi(['test/e2e/pagine', 'test/e2e/pagine-altre', 'test/e2e/bozze', 'test/e2e/percorso']),
    },
    pool: 'forks',
    // what walks through the pages is loaded once for each worker, and not for each journey
    isolate: false,
    // three at once on two cores: each has a server and data of its own, and much of a journey is waiting
    maxWorkers: 3,
    maxConcurrency: 2,
    testTimeout: 120_000,
    // as long as everything else in the browser: a page that is loaded again on a busy machine takes more than a second
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 300_000,
  },
})
