import type { decisioniApi } from '../../../shared/cartella/decisioni.api.ts'
import type { Output } from '../../../shared/kernel/endpoint.ts'

export type Decisione = Output<typeof decisioniApi.leggi>
