// The preparation of convocations made together: some in a transaction, letters typeset between one and the next, so that a process
// killed anywhere leaves whole convocations and some yet to be prepared, which the next run takes up.
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { messaggiDelModello, scriviMessaggio } from '../../shared/documenti/modelli.rules.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import {
  type Canale,
  canali,
  daUsare,
  NON_USABILE,
  type StatoConvocazione,
  transizioniConvocazione,
} from '../../shared/patti/convocazioni.rules.ts'
import { giornoInParole } from '../documenti/fonte.ts'
import { type Stampa, stampa } from '../documenti/stampa.ts'
import { notifica } from '../kernel/avvisi.ts'
import { type Ctx, type Deps, oggiInItalia } from '../kernel/context.ts'
import type { Job } from '../kernel/jobs.ts'
import { inCtx } from '../kernel/serve.ts'
import { nonRecapitata } from './convocazione-esiti.ts'
import { type Destinatario, destinatari, segniDi, usabili } from './convocazione-parti.ts'

interface Incarico {
  invio: string
  ambito: string
  utente: string
}

const AZIONE = 'convocazione.gestisci'
const FERMO_DA_MINUTI = 10
/** Prepared in one transaction: opening it is most of what one costs. */
const LOTTO = 20

/** With the reach that whoever asked has at that moment: the comuni of which he follows casi. */
async function dentro<T>(deps: Deps, i: Incarico, fn: (ctx: Ctx) => Promise<T>): Promise<T> {
  const base = { azione: AZIONE, ambito: i.ambito, utente: i.utente }
  const comuni = await inCtx(deps, base, async (ctx) => {
    const { rows } = await sql<{ comuni: string[] }>`
      select (accesso.portata(${i.utente}, ${i.ambito}, ${AZIONE}, kernel.oggi())).assegnati as comuni`.execute(ctx.tx)
    return rows[0]!.comuni
  })
  return inCtx(deps, { ...base, comuni, fascicolo: true }, fn)
}

interface DaPreparare {
  id: string
  casoId: string
  componenteId: string | null
  giorno: string
  ora: string
  luogo: string
  canali: Canale[]
  modo: 'primo' | 'tutti'
  modello: string
  operatore: string
}

/** The next ones, each with whoever it goes to; none where there is nothing left, or another run is at work. */
async function prossime(ctx: Ctx, i: Incarico, corsa: string) {
  const { rows } = await sql<DaPreparare>`
    select v.id, v.caso_id, v.componente_id, kernel.giorno(v.inizio) as giorno, to_char(v.inizio at time zone 'Europe/Rome', 'HH24:MI') as ora, v.luogo, n.canali, n.modo, w.testo as modello,
           coalesce((select nome from accesso.nomi_di(array[n.assegnatario_id])), '') as operatore
      from convocazione_invio n join convocazione v on v.invio_id = n.id join modello_versione w on w.id = n.modello_versione_id
     where n.id = ${i.invio} and n.corsa = ${corsa} and v.stato = 'da-preparare' order by v.id limit ${LOTTO}`.execute(
    ctx.tx,
  )
  const a = new Map((await destinatari(ctx, rows)).map((d) => [d.posto, d]))
  return rows.map((v, n) => ({ v, d: a.get(n) }))
}

const perLettera = (v: DaPreparare, d: Destinatario, indirizzo: string | null, istante: Date): Stampa => ({
  testo: v.modello,
  istante,
  dati: {
    oggi: giornoInParole(oggiInItalia(istante)),
    ente: { ambito: d.ambito, comune: d.comune },
    operatore: { nominativo: v.operatore },
    persona: {
      nominativo: `${d.nome} ${d.cognome}`,
      cognome: d.cognome,
      nome: d.nome,
      sesso: d.sesso,
      dataNascita: d.dataNascita && giornoInParole(d.dataNascita),
      luogoNascita: null,
      codiceFiscale: d.codiceFiscale,
      indirizzo: indirizzo ? indirizzo.split('\n') : null,
      telefono: null,
      email: null,
    },
    presa: null,
    convocazione: { giorno: giornoInParole(v.giorno), ora: v.ora, luogo: v.luogo },
    campi: {},
  },
})

interface Pronto {
  canale: Canale
  indirizzo: string | null
  oggetto: string | null
  testo: string | null
  escluso: boolean
  pdf?: Buffer
}

/** What leaves by each channel, typeset where it is a letter: outside any transaction. */
async function componi(v: DaPreparare, d: Destinatario, istante: Date): Promise<Pronto[]> {
  const indirizzi = usabili(d)
  const { usati, esclusi } = daUsare(v.canali, indirizzi, v.modo)
  const segni = segniDi(d, v)
  const m = messaggiDelModello(v.modello)
  const pronti: Pronto[] = []
  for (const canale of canali) {
    if (esclusi.includes(canale)) pronti.push({ canale, indirizzo: null, oggetto: null, testo: null, escluso: true })
    if (!usati.includes(canale)) continue
    const indirizzo = indirizzi[canale]
    if (canale === 'lettera' || canale === 'a-mano')
      pronti.push({
        canale,
        indirizzo: indirizzo || null,
        oggetto: null,
        testo: null,
        escluso: false,
        pdf: await stampa(perLettera(v, d, indirizzo || null, istante)),
      })
    else
      pronti.push({
        canale,
        indirizzo,
        oggetto: canale === 'sms' ? null : scriviMessaggio(m?.oggetto ?? '', segni),
        testo: scriviMessaggio((canale === 'sms' ? m?.sms : m?.email) ?? '', segni),
        escluso: false,
      })
  }
  return pronti
}

async function scrivi(
  ctx: Ctx,
  i: Incarico,
  corsa: string,
  v: DaPreparare,
  d: Destinatario | undefined,
  pronti: Pronto[],
) {
  const { rows: mia } = await sql`
    update convocazione_invio set preparate = preparate + 1, aggiornato_il = kernel.adesso() where id = ${i.invio} and corsa = ${corsa} returning id`.execute(
    ctx.tx,
  )
  const { rows } = await sql<{ stato: StatoConvocazione; comuneId: string }>`
    select stato, comune_id from convocazione where id = ${v.id} for update`.execute(ctx.tx)
  const c = rows[0]
  // another run has it, or it was annulled meanwhile
  if (mia.length === 0 || !c || c.stato !== 'da-preparare') return
  const stato = assertTransizione(transizioniConvocazione, 'prepara', c.stato)
  await sql`update convocazione set stato = ${stato}, versione = versione + 1 where id = ${v.id}`.execute(ctx.tx)
  for (const [ordine, p] of pronti.entries()) {
    const { rows: g } = await sql<{ id: string }>`
      insert into convocazione_messaggio (comune_id, convocazione_id, ordine, canale, indirizzo, oggetto, testo, stato, motivo)
      values (${c.comuneId}, ${v.id}, ${ordine}, ${p.canale}, ${p.indirizzo}, ${p.oggetto}, ${p.testo}, ${p.escluso ? 'escluso' : 'in-uscita'}, ${p.escluso ? NON_USABILE : null}) returning id`.execute(
      ctx.tx,
    )
    if (p.pdf)
      await sql`insert into convocazione_lettera (messaggio_id, comune_id, sha256, contenuto) values (${g[0]!.id}, ${c.comuneId}, ${createHash('sha256').update(p.pdf).digest('hex')}, ${p.pdf})`.execute(
        ctx.tx,
      )
  }
  if (!pronti.some((p) => !p.escluso))
    await nonRecapitata(
      ctx,
      { convocazioneId: v.id, statoConvocazione: stato, assegnatarioId: null },
      d ? NON_USABILE : 'Il nucleo non è più tra i tuoi casi.',
    )
}

async function concludi(ctx: Ctx, i: Incarico, corsa: string) {
  const { rows } = await sql`
    update convocazione_invio set stato = 'concluso', corsa = null, concluso_il = kernel.adesso(), aggiornato_il = kernel.adesso() where id = ${i.invio} and corsa = ${corsa} returning id`.execute(
    ctx.tx,
  )
  if (rows.length === 0) return
  const { rows: n } = await sql<{ pronte: number; no: number }>`
    select count(*) filter (where stato in ('in-uscita', 'inviata'))::int as pronte, count(*) filter (where stato = 'non-recapitata')::int as no from convocazione where invio_id = ${i.invio}`.execute(
    ctx.tx,
  )
  const { pronte, no } = n[0]!
  await notifica(
    ctx,
    i.utente,
    no === 0
      ? `Le convocazioni sono pronte: ${pronte}.`
      : `Le convocazioni sono pronte: ${pronte}; ${no} da consegnare in un altro modo.`,
    `/convocazioni?invio=${i.invio}`,
  )
}

export async function prepara(deps: Deps, i: Incarico): Promise<void> {
  const corsa = randomUUID()
  const preso = await dentro(deps, i, async (ctx) => {
    const { rows } = await sql`
      update convocazione_invio set corsa = ${corsa}, aggiornato_il = kernel.adesso() where id = ${i.invio} and stato = 'in-corso' returning id`.execute(
      ctx.tx,
    )
    return rows.length > 0
  })
  if (!preso) return
  for (;;) {
    const lotto = await dentro(deps, i, (ctx) => prossime(ctx, i, corsa))
    if (lotto.length === 0) break
    const pronti: Pronto[][] = []
    for (const { v, d } of lotto) pronti.push(d ? await componi(v, d, deps.clock()) : [])
    await dentro(deps, i, async (ctx) => {
      for (const [n, { v, d }] of lotto.entries()) await scrivi(ctx, i, corsa, v, d, pronti[n]!)
    })
  }
  await dentro(deps, i, (ctx) => concludi(ctx, i, corsa))
}

export const jobPrepara: Job = {
  nome: 'convocazione.prepara',
  run: (deps, dati) =>
    prepara(deps, { invio: String(dati.invio), ambito: String(dati.ambito), utente: String(dati.utente) }),
}

/** What a process left half done when it died. */
export const jobRiprendiConvocazioni: Job = {
  nome: 'convocazione.riprendi',
  ogni: '*/10 * * * *',
  async run(deps) {
    const ferme = await inCtx(
      deps,
      { azione: 'convocazione.riprendi', nazionale: true, operatore: 'ripresa' },
      async (ctx) => {
        const { rows } = await sql<{ id: string; ambitoId: string; utenteId: string }>`
        select * from accesso.convocazioni_ferme(${FERMO_DA_MINUTI})`.execute(ctx.tx)
        return rows
      },
    )
    for (const f of ferme) await prepara(deps, { invio: f.id, ambito: f.ambitoId, utente: f.utenteId })
  },
}
