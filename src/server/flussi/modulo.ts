// The hub of the flows: from a file, whatever wrote it, to an INPS flow.
import { sql } from 'kysely'
import type { Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import type { Modulo } from '../kernel/modulo.ts'
import { inCtx } from '../kernel/serve.ts'
import { carichiRotte, carichiVincoli } from './carichi.ts'
import { type Incarico, jobLeggi, leggiCarico } from './carichi-corsa.ts'
import { jobArrivi } from './carichi-file.ts'
import { comandiFlussi } from './comandi.ts'
import { entiRotte, entiVincoli } from './enti.ts'
import { esitiRotte } from './esiti.ts'
import { fontiRotte } from './fonti-estrazione.ts'
import { generazioniRotte, generazioniVincoli } from './generazioni.ts'
import { generaFlussi, jobGenera } from './generazioni-corsa.ts'
import { insegnamentiRotte } from './insegnamenti.ts'
import { minoriRotte } from './minori.ts'
import { prestazioniRotte, prestazioniVincoli } from './prestazioni.ts'
import { riferimentiRotte } from './riferimenti.ts'

const SILENZIO_MINUTI = 10

/** What a run left unfinished when the process died, and the queue has not given to another yet. */
export async function riprendi(deps: Deps, minuti = SILENZIO_MINUTI): Promise<void> {
  const scope = { azione: 'flusso.riprendi', nazionale: true, operatore: 'ripresa' }
  const fermi = await inCtx(deps, scope, async (ctx) => {
    const { rows } = await sql<{
      lavoro: string
      id: string
      ambitoId: string
      utenteId: string | null
      portata: { comuni: string[] }
    }>`
      select * from accesso.flussi_fermi(${minuti})`.execute(ctx.tx)
    return rows
  })
  for (const f of fermi) {
    const i: Incarico = {
      id: f.id,
      ambito: f.ambitoId,
      utente: f.utenteId ?? undefined,
      operatore: 'ripresa',
      comuni: f.portata.comuni,
    }
    await (f.lavoro === 'lettura' ? leggiCarico(deps, i) : generaFlussi(deps, i))
  }
}

const jobRiprendi: Job = { nome: 'flussi.riprendi', ogni: '*/5 * * * *', run: (deps) => riprendi(deps) }

export const flussi: Modulo = {
  nome: 'flussi',
  rotte: [
    entiRotte,
    carichiRotte,
    prestazioniRotte,
    generazioniRotte,
    esitiRotte,
    insegnamentiRotte,
    fontiRotte,
    riferimentiRotte,
    minoriRotte,
  ],
  vincoli: { ...entiVincoli, ...carichiVincoli, ...prestazioniVincoli, ...generazioniVincoli },
  comandi: comandiFlussi,
  jobs: [jobLeggi, jobGenera, jobArrivi, jobRiprendi],
}
