// A journey that has failed says what was on its pages, and in the log of its server.
import { afterEach } from 'vitest'
import { mostraPagine } from './support.ts'

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await mostraPagine(task.name)
})
