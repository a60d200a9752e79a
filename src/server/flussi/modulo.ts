// The hub of the flows: from a file, whatever wrote it, to an INPS flow.
import { sql } from 'kysely'
import { leggiConfigurazione } from '../kernel/config.ts'
import type { Deps } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import type { Modulo } from '../kernel/modulo.ts'
import { inCtx } from '../kernel/serve.ts'
import { carichiRotte, carichiVincoli } from './carichi.ts'
import { type Incarico, jobLeggi, leggiCarico, ORE } from './carichi-corsa.ts'
import { jobArrivi } from './carichi-file.ts'
import { jobRitira, ritiraFile } from './carichi-ritiro.ts'
import { chiaviDa } from './chiavi-pdnd.ts'
import { comandiFlussi } from './comandi.ts'
import { cooperazioneRotte, cooperazioneVincoli } from './cooperazione.ts'
import { copiaRotte, copiaVincoli } from './copia.ts'
import { csvRotte } from './csv.ts'
import { entiRotte, entiVincoli } from './enti.ts'
import { esitiRotte } from './esiti.ts'
import { fontiRotte } from './fonti-estrazione.ts'
import { generazioniRotte, generazioniVincoli } from './generazioni.ts'
import { generaFlussi, jobGenera } from './generazioni-corsa.ts'
import { insegnamentiRotte } from './insegnamenti.ts'
import { insiemeRotte } from './insieme.ts'
import { interventiEnteRotte } from './interventi-ente.ts'
import { inviiRotte } from './invii.ts'
import { minoriRotte } from './minori.ts'
import { portaInps } from './porta-inps.ts'
import { prestazioniRotte, prestazioniVincoli } from './prestazioni.ts'
import { jobPubblica, pubblicaFlussi } from './pubblicazioni.ts'
import { rielaborazioniRotte, rielaborazioniVincoli } from './rielaborazioni.ts'
import { jobRielabora, rielaboraRighe } from './rielaborazioni-corsa.ts'
import { riferimentiRotte } from './riferimenti.ts'
import { jobScadenze } from './scadenze.ts'
import type { Pdnd } from './voucher.ts'

const SILENZIO_MINUTI = 10

/** What a run left unfinished when the process died, and the queue has not given to another yet. */
export async function riprendi(deps: Deps, minuti = SILENZIO_MINUTI): Promise<void> {
  const scope = { azione: 'flusso.riprendi', nazionale: true, operatore: 'ripresa' }
  const fermi = await inCtx(deps, scope, async (ctx) => {
    const { rows } = await sql<{
      lavoro: 'lettura' | 'ritiro' | 'generazione' | 'pubblicazione' | 'rielaborazione'
      id: string
      ambitoId: string
      utenteId: string | null
      portata: { comuni: string[] }
    }>`
      select * from accesso.flussi_fermi(${minuti})`.execute(ctx.tx)
    return rows
  })
  // one that fails does not keep the others back
  const errori: unknown[] = []
  for (const f of fermi) {
    const i: Incarico = {
      id: f.id,
      ambito: f.ambitoId,
      utente: f.utenteId ?? undefined,
      operatore: 'ripresa',
      comuni: f.portata.comuni,
    }
    const lavoro = {
      lettura: leggiCarico,
      ritiro: ritiraFile,
      generazione: generaFlussi,
      pubblicazione: pubblicaFlussi,
      rielaborazione: rielaboraRighe,
    }[f.lavoro]
    await lavoro(deps, i).catch((e: unknown) => errori.push(e))
  }
  if (errori.length > 0) throw errori[0]
}

const jobRiprendi: Job = { nome: 'flussi.riprendi', ogni: '*/5 * * * *', ore: ORE, run: (deps) => riprendi(deps) }

/** As the installation says, once: the keys are kept from call to call. */
let pdnd: Pdnd | undefined
function pdndConfigurata(): Pdnd | undefined {
  const c = leggiConfigurazione().pdnd
  if (c && !pdnd) pdnd = { emittente: c.emittente, chiavi: chiaviDa(c.chiavi) }
  return pdnd
}

export const flussi: Modulo = {
  nome: 'flussi',
  rotte: [
    entiRotte,
    csvRotte,
    copiaRotte,
    carichiRotte,
    prestazioniRotte,
    generazioniRotte,
    insiemeRotte,
    esitiRotte,
    insegnamentiRotte,
    cooperazioneRotte,
    inviiRotte,
    fontiRotte,
    riferimentiRotte,
    minoriRotte,
    rielaborazioniRotte,
    interventiEnteRotte,
  ],
  porte: [portaInps(pdndConfigurata)],
  vincoli: {
    ...entiVincoli,
    ...carichiVincoli,
    ...prestazioniVincoli,
    ...copiaVincoli,
    ...generazioniVincoli,
    ...cooperazioneVincoli,
    ...rielaborazioniVincoli,
  },
  comandi: comandiFlussi,
  jobs: [...jobLeggi, jobRitira, jobGenera, jobPubblica, jobRielabora, jobArrivi, jobRiprendi, jobScadenze],
}
