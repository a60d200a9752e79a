import { defineConfig } from 'vitest/config'
import { primaILunghi } from './test/support/prima-i-lunghi.ts'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'seed/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/ogni-file.ts'],
    sequence: {
      sequencer: primaILunghi(['test/contatto-sicuro', 'test/process', 'test/oscuramento', 'seed/grande/grande']),
    },
    pool: 'forks',
    // the product is loaded once for each worker and not for each file, whose database is its own
    isolate: false,
    maxWorkers: 2,
    // a test leaves behind much that is soon forgotten: with a larger young heap less of it is carried along
    execArgv: ['--max-semi-space-size=32'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
