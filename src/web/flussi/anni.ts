// The years one may ask the figures of.
import { oggi } from '../kernel/format.ts'

const DAL = 2018
/** From this one back to when the platform began. */
export const anni = (): (readonly [string, string])[] => {
  const ora = Number(oggi().slice(0, 4))
  return Array.from({ length: ora - DAL + 1 }, (_, n) => [String(ora - n), String(ora - n)] as const)
}
