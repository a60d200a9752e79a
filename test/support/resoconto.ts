// What a run of tests says: how far it is, and each failure as it comes; nothing of what goes well. What went wrong is also left
// in a file (TRAMA_NON_RIUSCITE), for who says it again at the end of everything: also what belongs to no test.
import { writeFileSync } from 'node:fs'
import { MinimalReporter, type TestModule, type TestSpecification } from 'vitest/node'

type Errore = Parameters<MinimalReporter['onTestRunEnd']>[1][number]

const detto = (e: Errore) => (e.stack ?? `${e.name}: ${e.message}`).split('\n').slice(0, 8).join('\n')

/** What went wrong in a file, under the name of the test it belongs to, or of the file alone: what is done before and after tests. */
function* nonRiuscite(file: TestModule): Generator<string> {
  for (const t of file.children.allTests('failed'))
    yield `${file.relativeModuleId} › ${t.fullName}\n${(t.result().errors ?? []).map(detto).join('\n')}`
  const gruppi = [file, ...file.children.allSuites()]
  for (const e of gruppi.flatMap((g) => g.errors())) yield `${file.relativeModuleId}\n${detto(e)}`
}

export default class Resoconto extends MinimalReporter {
  #quanti = 0
  #finiti = 0

  override onTestRunStart(file: readonly TestSpecification[]) {
    super.onTestRunStart(file)
    this.#quanti = file.length
  }

  override onTestModuleEnd(file: TestModule) {
    super.onTestModuleEnd(file)
    const decimi = (n: number) => Math.floor((n * 10) / this.#quanti)
    if (decimi(++this.#finiti) > decimi(this.#finiti - 1)) this.log(`   ${this.#finiti} file su ${this.#quanti}`)
  }

  override onTestRunEnd(...[file, errori, motivo]: Parameters<MinimalReporter['onTestRunEnd']>) {
    super.onTestRunEnd(file, errori, motivo)
    const dove = process.env.TRAMA_NON_RIUSCITE
    const tutte = [
      ...file.flatMap((f) => [...nonRiuscite(f)]),
      ...errori.map((e) => `fuori da ogni prova, in ${e.VITEST_TEST_PATH ?? 'nessun file'}\n${detto(e)}`),
    ]
    if (dove) writeFileSync(dove, JSON.stringify(tutte))
  }
}
