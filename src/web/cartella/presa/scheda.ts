import { preseApi } from '../../../shared/cartella/prese.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'

export type Scheda = Output<typeof preseApi.leggi>

/** What any act on a presa in carico makes old. */
export const toccate = [preseApi.leggi, preseApi.mie, preseApi.agenda, preseApi.diPersona]
