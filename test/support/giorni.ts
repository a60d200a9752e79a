import { oggiInItalia } from '../../src/server/kernel/context.ts'

/** The day it is in Italy, or so many days from it, `AAAA-MM-GG`: for an hour or two of every night it is not that of UTC. */
export const giorno = (fra = 0): string => oggiInItalia(new Date(Date.now() + fra * 86_400_000))

/** The same as a person types it: `GG/MM/AAAA`. */
export const giornoScritto = (fra = 0): string => giorno(fra).split('-').reverse().join('/')
