// The filters of the grid: as the address holds them, and as the contract wants them.
import { statiPrestazione } from '../../shared/flussi/stati.rules.ts'

export const VUOTI = { ente: '', periodo: '', stato: '', regola: '', carico: '', flusso: '' }
export type Scelti = Record<keyof typeof VUOTI, string>

export function domanda(ente: string, f: Scelti) {
  const stato = statiPrestazione.find((s) => s === f.stato)
  return {
    ente,
    ...(f.periodo && { periodo: f.periodo }),
    ...(stato && { stato }),
    ...(f.regola && { regola: f.regola }),
    ...(f.carico && { carico: f.carico }),
    ...(f.flusso && { flusso: f.flusso }),
  }
}
export type Domanda = ReturnType<typeof domanda>
