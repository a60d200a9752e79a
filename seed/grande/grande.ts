// The large part of the demonstration: five hundred families and a year of work, told by who did it, through the
// handlers. The same day gives the same story; what was told before a process died is not told twice.
import { buildApp } from '../../src/server/app.ts'
import { verificaJob } from '../../src/server/documenti/verifica.ts'
import type { Deps, Evento } from '../../src/server/kernel/context.ts'
import type { Database } from '../../src/server/kernel/db.ts'
import { moduli } from '../../src/server/modules.ts'
import { verificaPattiJob } from '../../src/server/patti/file-verifica.ts'
import { appuntamenti } from './agenda.ts'
import { documenti, lettere } from './carte.ts'
import { emergenze, unione } from './eccezioni.ts'
import { componiFamiglie, FAMIGLIE, quota } from './famiglie.ts'
import { giorni } from './giorni.ts'
import { famiglie as legami, senzaNome } from './legami.ts'
import { ambitiDi, componiMisure, lavoriDelleMisure, primaDiTutto } from './misure/misure.ts'
import { aggiungiCartella } from './misure/operatori.ts'
import type { Mondo, ServizioVivo } from './mondo.ts'
import { accredita, quote, servizi } from './operatori.ts'
import { bozza, cronologie, decisioni, oscuramento, rinvio } from './pensieri.ts'
import { giaInCarico, prendi } from './prese.ts'
import { apriUffici, caricaPersone } from './primo-caricamento.ts'
import { Copione, Regia } from './regia.ts'
import { attestazioni } from './rinnovi.ts'
import { segnala } from './segnalazioni.ts'
import { assegnaSorti } from './sorti.ts'
import { anno, scritti } from './sportello.ts'
import type { Aperta } from './vita.ts'

export interface Racconto {
  /** Day of the story. */
  oggi: string
  famiglie?: number
  /** What a process that died had already done. */
  risposte: ReadonlyMap<string, unknown>
  avanza?: (cosa: string, parte: number) => void
}

/** The script of everything that happens after the first day. */
export function componi(oggi: string, famiglie: number): Mondo {
  const tutte = componiFamiglie(famiglie, oggi, quote)
  const m: Mondo = {
    giorni: giorni(oggi),
    copione: new Copione(),
    quanti: (su500) => quota(su500, famiglie),
    servizi: servizi.map(
      (s): ServizioVivo => ({ ...s, ufficio: '', famiglie: tutte.filter((f) => f.casa.comune === s.comune) }),
    ),
    liberi: new Set(),
  }
  const servizioDi = (comune: string) => m.servizi.find((s) => s.comune === comune)!
  const aperte: Aperta[] = []
  for (const [n, sorte] of assegnaSorti(tutte, m.quanti).entries()) {
    const s = servizioDi(sorte.famiglia.casa.comune)
    if (sorte.presa) {
      giaInCarico(sorte.famiglia, sorte.presa, s, n)
      const a = prendi(m, s, sorte.famiglia, sorte.presa, n)
      if (a) aperte.push(a)
    } else if (sorte.segnalazione) segnala(m, s, sorte.famiglia, sorte.segnalazione, n)
    else m.liberi.add(sorte.famiglia)
  }
  legami(m)
  senzaNome(m)
  anno(m)
  scritti(m)
  appuntamenti(m)
  documenti(m, aperte)
  lettere(m, aperte)
  decisioni(m, aperte)
  cronologie(m, aperte)
  attestazioni(m, aperte)
  bozza(m, aperte[0]!)
  oscuramento(m, aperte[0]!)
  rinvio(m, aperte[0]!)
  for (const s of m.servizi) emergenze(m, s)
  unione(m, m.servizi[0]!)
  return m
}

/** The same database, whose works count its rows only while many arrive: a file of some households changes no plan. */
const conSenno = (db: Database, molte: () => boolean): Database => ({
  ...db,
  kind: db.kind,
  connect: () => db.connect(),
  call: (text, values) => db.call(text, values),
  inScope: (scope, fn) => db.inScope(scope, fn),
  inSession: (scope, fn) => db.inSession(scope, fn),
  contaRighe: async () => {
    if (molte()) await db.contaRighe()
  },
  close: () => db.close(),
})

/** Tells it. Returns how many requests it took. */
export async function racconta(deps: Deps, o: Racconto): Promise<number> {
  const avanza = o.avanza ?? (() => {})
  const famiglie = o.famiglie ?? FAMIGLIE
  const m = componi(o.oggi, famiglie)
  componiMisure(m, { deps, ambiti: await ambitiDi(deps), famiglie })
  let now = deps.clock()
  const coda: Evento[] = []
  let molteRighe = false
  const moved: Deps = {
    ...deps,
    db: conSenno(deps.db, () => molteRighe),
    clock: () => now,
    // what the product leaves to its jobs is done here at once, as of that day
    jobs: {
      enqueue: async (_exec, eventi) => {
        // whose household is in the record is asked where its story needs it
        coda.push(...eventi.filter((e) => e.nome !== 'caso.presa'))
      },
    },
  }
  const app = await buildApp({ deps: moved, moduli, senzaLimiti: true })
  try {
    const r = new Regia({
      deps: moved,
      app,
      oggi: o.oggi,
      lavori: [
        ...moduli.flatMap((x) => x.jobs ?? []),
        ...verificaJob({ clamd: undefined }),
        ...verificaPattiJob({ clamd: undefined }),
        ...lavoriDelleMisure,
      ],
      risposte: o.risposte,
      conta: () => deps.db.contaRighe(),
      coda,
      sposta: (adesso) => {
        now = adesso
      },
    })
    await primaDiTutto(r)
    await m.copione.recita(
      r,
      (giorno) => giorno < m.giorni.inizio,
      (fatte, tutte) => avanza('le misure degli anni prima', fatte / tutte),
    )
    await deps.db.contaRighe()
    r.il(m.giorni.inizio)
    await accredita(r, m.giorni.inizio)
    await aggiungiCartella(r, m.giorni.inizio)
    await apriUffici(r, m.servizi)
    molteRighe = true
    for (const s of m.servizi) {
      avanza(`le persone di ${s.nome}`, 0)
      await caricaPersone(r, s)
    }
    molteRighe = false
    await deps.db.contaRighe()
    await m.copione.recita(
      r,
      (giorno) => giorno >= m.giorni.inizio,
      (fatte, tutte) => avanza('un anno di lavoro', fatte / tutte),
    )
    await r.fine()
    await deps.db.contaRighe()
    return r.richieste
  } finally {
    await app.close()
  }
}
