// What came back, reconciled with what left: receipts, discards, outcomes of domande, returns from the employment centre. Row by row:
// what is not ours, or cannot be true in the state where things are, is told and changes nothing. The same file, or the same answer
// in another file, changes nothing the second time.
import { createHash, hash } from 'node:crypto'
import { sql } from 'kysely'
import { problem } from '../../shared/kernel/problems.ts'
import type { Riconciliazione } from '../../shared/patti/comunicazioni.api.ts'
import {
  type EsitoRisposta,
  nomiEsitoRisposta,
  type StatoComunicazione,
  transizioniComunicazione,
} from '../../shared/patti/comunicazioni.rules.ts'
import { type AttoDomanda, impedimentoDomanda, nomiStatoDomanda } from '../../shared/patti/domande.rules.ts'
import { lettoreRisposte, type Risposta } from '../../shared/patti/tracciati.rules.ts'
import { inFrase } from '../anagrafe/importa-persone.ts'
import type { Ctx } from '../kernel/context.ts'
import { toProblem } from '../kernel/errors.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { TabellaRifiutata } from '../kernel/tabelle/rifiuti.ts'
import { applicaEsito, attoDiEsito } from './domanda-esito.ts'
import { bloccaDomanda, muoviDomanda } from './domanda-raccolta.ts'
import { daVerificare } from './file-verifica.ts'
import { applicaRitorno, impedimentoRitorno } from './invii-cpi.ts'
import { tracciati } from './tracciati.ts'

interface Comunicazione {
  id: string
  comuneId: string
  tipo: string
  stato: StatoComunicazione
  raccoltaId: string | null
  casoId: string | null
  inviataIl: string | null
}

// ---- reading ------------------------------------------------------------------------------------------------------------------

export interface Lette {
  risposte: Risposta[]
  problemi: string[]
}
export async function leggiRisposte(path: string): Promise<Lette> {
  const lette: Lette = { risposte: [], problemi: [] }
  let lettore: ReturnType<typeof lettoreRisposte> | undefined
  try {
    for await (const { riga, celle } of leggiTabella(path)) {
      if (!lettore) {
        lettore = lettoreRisposte(tracciati.risposte, celle)
        if (lettore.difetto) throw problem('tipo-file-non-ammesso', { detail: lettore.difetto })
        continue
      }
      const r = lettore.leggi(riga, celle)
      if (typeof r === 'string') lette.problemi.push(r)
      else lette.risposte.push(r)
    }
  } catch (e) {
    if (e instanceof TabellaRifiutata) throw problem('tipo-file-non-ammesso', { detail: e.message })
    throw e
  }
  return lette
}

// ---- reconciling -----------------------------------------------------------------------------------------------------------------

const delleDomande = ['domanda', 'integrazione']
const isDecisione = (e: EsitoRisposta): e is keyof typeof attoDiEsito => e in attoDiEsito
const isRitorno = (e: EsitoRisposta): e is 'presa-in-carico' | 'rientro' | 'non-accolta' =>
  e === 'presa-in-carico' || e === 'rientro' || e === 'non-accolta'

/** Why the answer cannot be true now, in words; null when it can. */
async function impedimento(ctx: Ctx, c: Comunicazione, r: Risposta, giorno: string): Promise<string | null> {
  if (giorno > ctx.oggi()) return 'la data è nel futuro'
  if (c.inviataIl !== null && giorno < c.inviataIl) return 'la data viene prima dell’invio'
  if (c.stato === 'da-inviare' || c.stato === 'annullata') return 'la comunicazione non è partita'
  if (isRitorno(r.esito)) {
    if (c.tipo !== 'invio-cpi' || !c.casoId) return 'la comunicazione non è un invio al centro per l’impiego'
    return impedimentoRitorno(ctx, c.casoId, r.esito, giorno)
  }
  if (!isDecisione(r.esito)) {
    const da = transizioniComunicazione[r.esito === 'ricevuta' ? 'ricevi' : 'scarta'].da
    return da.includes(c.stato) ? null : `la comunicazione era già ${c.stato}`
  }
  if (!c.raccoltaId || !delleDomande.includes(c.tipo)) return 'la comunicazione non è una domanda'
  if (r.esito === 'accolta' && !r.protocollo) return 'manca il protocollo della domanda accolta'
  const { rows } = await sql<{
    stato: keyof typeof nomiStatoDomanda
  }>`select stato from domanda_raccolta where id = ${c.raccoltaId}`.execute(ctx.tx)
  if (!rows[0]) return 'la domanda non si può aprire'
  return impedimentoDomanda(attoDiEsito[r.esito], rows[0].stato)
    ? `la domanda risulta: ${nomiStatoDomanda[rows[0].stato].toLowerCase()}`
    : null
}

/** What a receipt or a discard does to the domanda itself. */
const attoRicevuta: Partial<Record<EsitoRisposta, AttoDomanda>> = { ricevuta: 'ricevi', scartata: 'ritorna' }

async function applica(ctx: Ctx, c: Comunicazione, r: Risposta, giorno: string): Promise<void> {
  const stato = r.esito === 'scartata' ? 'scartata' : 'ricevuta'
  // an outcome says that it was received too
  await sql`update comunicazione set stato = ${stato}, risposta_il = kernel.adesso(), inviata_il = coalesce(inviata_il, kernel.adesso()), versione = versione + 1
    where id = ${c.id} and stato <> ${stato}`.execute(ctx.tx)
  if (isRitorno(r.esito)) return applicaRitorno(ctx, c.casoId!, { esito: r.esito, giorno, motivo: r.motivo })
  if (!c.raccoltaId || !delleDomande.includes(c.tipo)) return
  const d = await bloccaDomanda(ctx, c.raccoltaId)
  if (isDecisione(r.esito))
    return applicaEsito(ctx, d, {
      esito: r.esito,
      giorno,
      motivo: r.motivo,
      protocollo: r.protocollo,
      mensile: r.mensile,
    })
  const atto = attoRicevuta[r.esito]
  if (atto && !impedimentoDomanda(atto, d.stato)) await muoviDomanda(ctx, d, atto, { giorno, motivo: r.motivo })
}

async function una(ctx: Ctx, fileId: string, r: Risposta): Promise<'applicata' | 'nota' | string> {
  const { rows } = await sql<Comunicazione>`
    select id, comune_id, tipo, stato, raccolta_id, caso_id, kernel.giorno(inviata_il) as inviata_il from comunicazione where ambito_id = ${ctx.ambito} and riferimento = ${r.riferimento} for update`.execute(
    ctx.tx,
  )
  const c = rows[0]
  if (!c) return `Riga ${r.riga}: ${r.riferimento} non è tra le comunicazioni inviate da qui.`
  const giorno = r.giorno ?? ctx.oggi()
  const impronta = hash(
    'sha256',
    JSON.stringify([r.esito, r.giorno, r.motivo, r.protocollo, r.mensile]),
    'base64url',
  ).slice(0, 22)
  const { rows: gia } =
    await sql`select 1 from comunicazione_risposta where comunicazione_id = ${c.id} and impronta = ${impronta}`.execute(
      ctx.tx,
    )
  if (gia.length > 0) return 'nota'
  const perche = await impedimento(ctx, c, r, giorno)
  if (perche) return nonApplicata(r, `${perche}.`)
  await sql`insert into comunicazione_risposta (comune_id, comunicazione_id, file_id, posto, esito, giorno, motivo, dati, impronta)
    select ${c.comuneId}, ${c.id}, ${fileId}, count(*) + 1, ${r.esito}, ${giorno}, ${r.motivo}, ${JSON.stringify({ protocollo: r.protocollo, mensile: r.mensile })}::jsonb, ${impronta} from comunicazione_risposta where comunicazione_id = ${c.id}`.execute(
    ctx.tx,
  )
  await applica(ctx, c, r, giorno)
  return 'applicata'
}

const nonApplicata = (r: Risposta, perche: string) =>
  `Riga ${r.riga}: ${r.riferimento}, ${nomiEsitoRisposta[r.esito].toLowerCase()}: ${perche} Non è cambiato nulla.`

/** A row in its own savepoint: one that an act refuses when it is half done says why, and the others stay. */
async function protetta(ctx: Ctx, fileId: string, r: Risposta): ReturnType<typeof una> {
  await sql`savepoint risposta`.execute(ctx.tx)
  try {
    const x = await una(ctx, fileId, r)
    await sql`release savepoint risposta`.execute(ctx.tx)
    return x
  } catch (e) {
    const p = toProblem(e, {})
    await sql`rollback to savepoint risposta`.execute(ctx.tx)
    // a fault of ours is of the whole file, which is read again
    if (!p || p.status >= 500) throw e
    return nonApplicata(r, inFrase(p) || p.message)
  }
}

/** A file is of one comune: the first that its references name, or else the first that the act reaches. */
async function comuneDi(ctx: Ctx, risposte: readonly Risposta[]): Promise<string> {
  const { rows } = await sql<{ comuneId: string }>`
    select comune_id from comunicazione where ambito_id = ${ctx.ambito} and riferimento = any (${risposte.map((r) => r.riferimento)})
    union all select x from unnest(array(select unnest(kernel.comuni()) intersect select unnest(accesso.comuni_aperti('patti')))) x limit 1`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('stato-non-ammesso', { detail: 'Nessun comune ha la convenzione registrata.' })
  return rows[0].comuneId
}

/** One transaction for all; answers what became of each row. */
export async function riconcilia(ctx: Ctx, nome: string, contenuto: Buffer, lette: Lette): Promise<Riconciliazione> {
  const sha256 = createHash('sha256').update(contenuto).digest('hex')
  const { rows: prima } = await sql<{ creatoIl: string; giaNote: number; problemi: string[]; applicate: number }>`
    select creato_il, applicate, gia_note, problemi from scambio_file where ambito_id = ${ctx.ambito} and verso = 'ingresso' and sha256 = ${sha256}`.execute(
    ctx.tx,
  )
  if (prima[0])
    return {
      applicate: 0,
      giaNote: prima[0].applicate + prima[0].giaNote,
      problemi: prima[0].problemi,
      stessoFileIl: prima[0].creatoIl,
    }
  const comune = await comuneDi(ctx, lette.risposte)
  const { rows } = await sql<{ id: string }>`
    insert into scambio_file (comune_id, verso, nome, tracciato, sha256, bytes, righe, stato)
    values (${comune}, 'ingresso', ${`${sha256.slice(0, 8)}_${nome.slice(0, 180)}`}, ${tracciati.codiceRisposte}, ${sha256}, ${contenuto.length}, ${lette.risposte.length + lette.problemi.length}, 'letto') returning id`.execute(
    ctx.tx,
  )
  const fileId = rows[0]!.id
  await sql`insert into scambio_contenuto (file_id, comune_id, contenuto) values (${fileId}, ${comune}, ${contenuto})`.execute(
    ctx.tx,
  )
  daVerificare(ctx, 'scambio_file', fileId, comune)
  const esito = {
    applicate: 0,
    giaNote: 0,
    problemi: lette.problemi.slice(0, 200),
    stessoFileIl: null,
  }
  for (const r of lette.risposte) {
    const x = await protetta(ctx, fileId, r)
    if (x === 'applicata') esito.applicate++
    else if (x === 'nota') esito.giaNote++
    else if (esito.problemi.length < 500) esito.problemi.push(x)
  }
  await sql`update scambio_file set applicate = ${esito.applicate}, gia_note = ${esito.giaNote}, problemi = ${esito.problemi} where id = ${fileId}`.execute(
    ctx.tx,
  )
  return esito
}
