import { preseApi } from '../../../shared/cartella/prese.api.ts'

/** What any act on a presa in carico makes old. */
export const toccate = [preseApi.leggi, preseApi.mie, preseApi.agenda, preseApi.diPersona]
