// In which order files of tests are given to the workers. What takes longest begins first, or the others would wait for it
// at the end: the size of a file, by which vitest goes the first time, does not say it.
import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from 'vitest/node'

/** `lunghi` are paths without their ending, the longest first. */
export function primaILunghi(lunghi: readonly string[]): TestSequencerConstructor {
  const posto = (s: TestSpecification) => {
    const n = lunghi.findIndex((inizio) => s.moduleId.includes(`/${inizio}.`))
    return n < 0 ? lunghi.length : n
  }
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]) {
      return (await super.sort(files)).sort((a, b) => posto(a) - posto(b))
    }
  }
}
