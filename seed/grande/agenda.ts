// The agenda of the year: appointments kept, missed, moved and called off, those of today and of the coming weeks.
import { agendaApi } from '../../src/shared/cartella/agenda.api.ts'
import type { PersonaDemo } from '../persone.ts'
import { caso } from './caso.ts'
import { idDi, type Mondo, presenti, type ServizioVivo } from './mondo.ts'

/** Hours that leave free those of the small demonstration. */
const ore = ['08:15', '11:45', '12:30', '14:00', '16:15', '17:00'] as const
const tipi = ['colloquio', 'primo-colloquio', 'visita-domiciliare', 'telefonata', 'colloquio', 'pratica'] as const

const PASSATI = 190
const FUTURI = 60

export function appuntamenti(m: Mondo) {
  const c = caso(11)
  const g = m.giorni
  const presi = new Map<string, number>()
  /** The next free hour of somebody on a day, if there is one. */
  const ora = (chi: PersonaDemo, giorno: string) => {
    const chiave = `${chi.codiceFiscale} ${giorno}`
    const n = presi.get(chiave) ?? 0
    presi.set(chiave, n + 1)
    return ore[n]
  }
  const fissa = (s: ServizioVivo, n: number, giorno: string, quando: string) => {
    const chi = s.sociali[n % s.sociali.length]!
    const alle = ora(chi, giorno)
    if (!alle) return undefined
    const f = c.uno(s.famiglie)
    const tipo = c.uno(tipi)
    const conNome = c.percento(90)
    const appuntamento = { id: '', chi }
    m.copione.il(quando, async (r) => {
      const { id } = await r.fa(n % 3 === 0 ? chi : s.sportello, agendaApi.crea, {
        comuneId: s.comune,
        ufficioId: s.ufficio,
        giorno,
        ora: alle,
        durataMinuti: 40,
        operatoreId: await r.id(chi),
        tipo,
        ...(tipo === 'visita-domiciliare' ? { luogo: 'A casa della persona' } : {}),
        ...(conNome ? { personaId: idDi(f, presenti(f)[0]) } : {}),
      })
      appuntamento.id = id
    })
    return appuntamento
  }
  for (let n = 0; n < m.quanti(PASSATI); n++) {
    const s = m.servizi[n % m.servizi.length]!
    // fixed some days before, closed the day after
    const quando = g.al(c.numero() * 0.94)
    const giorno = g.al(g.posizione(quando) + 2 * g.passo)
    const dopo = g.al(g.posizione(quando) + 3 * g.passo)
    if (giorno === dopo) continue
    const a = fissa(s, n, giorno, quando)
    if (!a) continue
    const come = n % 12
    const altraOra = come === 6 ? ora(a.chi, dopo) : undefined
    // of some nobody has said yet how it went
    if (come === 11 && n > 12) continue
    m.copione.il(come === 5 || come === 6 ? g.al(g.posizione(quando) + g.passo) : dopo, async (r) => {
      const { id, chi } = a
      if (come === 5) await r.fa(chi, agendaApi.annulla, { id, motivo: 'La persona ha telefonato: non può venire.' })
      else if (come === 6 && altraOra)
        await r.fa(chi, agendaApi.sposta, { id, giorno: dopo, ora: altraOra, durataMinuti: 30 })
      else if (come === 6) await r.fa(chi, agendaApi.annulla, { id, motivo: 'Rinviato a data da destinarsi.' })
      else if (come === 2 || come === 9) await r.fa(chi, agendaApi.nonPresentato, { id })
      else await r.fa(chi, agendaApi.svolgi, { id })
    })
  }
  for (let n = 0; n < m.quanti(FUTURI); n++) {
    const s = m.servizi[n % m.servizi.length]!
    fissa(s, n, g.fra(n < 9 ? 0 : c.tra(1, 21)), g.fa(1))
  }
}
