// What changes a document: upload, new version, title and protocol, move, restriction, annulment. Each leaves its row in
// the history of the document; no version is ever overwritten, nothing is deleted (cartella §2.2).
import { sql } from 'kysely'
import type { documentiApi } from '../../shared/documenti/documenti.api.ts'
import {
  type AttoDocumento,
  difettoProtocollo,
  protocolloInParole,
  type StatoDocumento,
  transizioniDocumento,
} from '../../shared/documenti/documenti.rules.ts'
import { tipiDocumento } from '../../shared/documenti/tipi-documento.ts'
import type { Input, Output, UploadedFile } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import { fette } from '../kernel/allegati.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Ricezione } from '../kernel/serve.ts'
import { assertVoce, etichetta } from '../parametri/voci.ts'
import { scriviVersione } from './contenuto.ts'
import { apriDeposito, depositaALotti, depositoDi, ritira } from './depositi.ts'
import { classiAmmesse, limiteBytes, MEGABYTE } from './lettura.ts'
import { assertDocumento } from './riconosci.ts'
import { VERIFICA } from './verifica.ts'

type Api = typeof documentiApi

export interface Documento {
  id: string
  personaId: string
  comuneId: string
  sottocartella: string
  classe: string | null
  stato: StatoDocumento
  versione: number
}

/** The document, held until the end, if the act is possible in its state. */
export async function prendi(ctx: Ctx, id: string, atto: AttoDocumento): Promise<Documento> {
  const { rows } = await sql<Documento>`
    select id, persona_id, comune_id, sottocartella, classe, stato, versione from documento where id = ${id} for update`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  assertTransizione(transizioniDocumento, atto, rows[0].stato)
  return rows[0]
}

interface Passaggio {
  atto: string
  da?: string | null
  a?: string | null
  motivo?: string | null | undefined
}
export async function annotaPassaggio(ctx: Ctx, documentoId: string, p: Passaggio): Promise<void> {
  await sql`insert into documento_passaggio (documento_id, atto, da, a, motivo) values (${documentoId}, ${p.atto}, ${p.da ?? null}, ${p.a ?? null}, ${p.motivo?.trim() || null})`.execute(
    ctx.tx,
  )
}

async function assertDimensione(ctx: Ctx, file: UploadedFile): Promise<void> {
  const massimo = await limiteBytes(ctx)
  if (file.bytes > massimo)
    throw problem('file-troppo-grande', {
      detail: `Il file supera ${massimo / MEGABYTE} MB, il massimo per un documento: riducilo o dividilo.`,
    })
}

export async function assertPresa(ctx: Ctx, presaId: string | null | undefined, personaId: string): Promise<void> {
  if (!presaId) return
  const { rows } = await sql`
    select 1 from presa_in_carico where id = ${presaId} and persona_id = any (accesso.stessa_persona(${personaId}))
       and comune_id = (select comune_id from persona where id = ${personaId})`.execute(ctx.tx)
  if (rows.length === 0)
    throw erroreDiCampo('presaId', 'Questa presa in carico non è di questa persona: scegline un’altra.')
}

/** A class that the reader could not open himself would take the document away from him without a word. */
export async function assertClasse(ctx: Ctx, classe: string | null | undefined, personaId: string): Promise<void> {
  if (!classe) return
  if (!(await classiAmmesse(ctx, personaId)).some((c) => c.id === classe))
    throw erroreDiCampo('classe', 'Il tuo ruolo non vede questa classe di dati protetti: scegline un’altra.')
}

async function uguali(ctx: Ctx, personaId: string, sha256: string, nuova: string) {
  const { rows } = await sql<{ id: string; titolo: string; numero: number }>`
    select d.id, d.titolo, v.numero from documento_versione v join documento d on d.id = v.documento_id
     where v.sha256 = ${sha256} and v.id <> ${nuova} and d.stato = 'valido' and d.persona_id = any (accesso.stessa_persona(${personaId}))
     order by v.caricata_il limit 5`.execute(ctx.tx)
  return rows
}

const titoloDalNome = (nome: string) => nome.replace(/\.[^.]{1,8}$/, '').trim() || nome

/** What is told to whom the scanner's answer matters; identifiers only. */
const daVerificare = (ctx: Ctx, versioneId: string, comune: string, classe: string | null) =>
  ctx.emit(VERIFICA, { versione: versioneId, ambito: ctx.ambito, comune, utente: ctx.utente, classe })

export interface NuovoDocumento {
  personaId: string
  sottocartella: string
  titolo: string
  presaId?: string | null | undefined
  voceId?: string
  classe?: string | null
  riservato?: boolean | undefined
}

/** The row of a document, in the folder of a person; its first version is written by the caller. */
export async function nuovoDocumento(ctx: Ctx, n: NuovoDocumento): Promise<{ id: string; comuneId: string }> {
  await assertVoce(ctx.tx, 'sottocartella-documenti', n.sottocartella, ctx.oggi(), 'sottocartella')
  await assertPresa(ctx, n.presaId, n.personaId)
  await assertClasse(ctx, n.classe, n.personaId)
  const { rows } = await sql<{ id: string; comuneId: string }>`
    insert into documento (comune_id, persona_id, presa_id, voce_id, sottocartella, titolo, classe, riservato_a)
    select p.comune_id, p.id, ${n.presaId ?? null}, ${n.voceId ?? null}, ${n.sottocartella}, ${n.titolo.slice(0, 200)}, ${n.classe ?? null}, ${n.riservato ? [ctx.utente] : null}
      from persona p where p.id = ${n.personaId} returning id, comune_id`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

/** The name under which an upload finds again the bytes that it has written ahead. */
const FILE = 'file'

/** What precedes the short transaction that makes a document, or a version, of a file received. */
export const ricezione = (comune: (ctx: Ctx, id: string) => Promise<{ comuneId: string } | undefined>) =>
  ({
    controlla: async (file) => void (await assertDocumento(file)),
    deposita: async (dentro, i) => {
      const id = await dentro(async (ctx) => {
        await assertDimensione(ctx, i.file)
        const dove = await comune(ctx, i.id)
        if (!dove) throw problem('non-trovato')
        return apriDeposito(ctx, dove.comuneId)
      })
      i.file.depositi.set(FILE, id)
      await depositaALotti(dentro, id, fette(i.file.path))
    },
    ritira,
  }) satisfies Ricezione<Api['carica' | 'nuovaVersione']>

export const ricezioni = {
  carica: ricezione((ctx, id) =>
    ctx.tx.selectFrom('persona').select('comuneId').where('id', '=', id).executeTakeFirst(),
  ),
  nuovaVersione: ricezione((ctx, id) => prendi(ctx, id, 'nuovaVersione')),
}

export const carica = (ctx: Ctx, i: Input<Api['carica']>): Promise<Output<Api['carica']>> =>
  documentoDalFile(ctx, i.file, { ...i, personaId: i.id, classe: i.classe ?? null })

/** A document of a file received, called as the file is. */
export async function documentoDalFile(
  ctx: Ctx,
  file: UploadedFile,
  n: Omit<NuovoDocumento, 'titolo'>,
): Promise<Output<Api['carica']>> {
  const tipo = await assertDocumento(file)
  const d = await nuovoDocumento(ctx, { ...n, titolo: titoloDalNome(file.nome) })
  const versione = await scriviVersione(ctx, {
    documentoId: d.id,
    numero: 1,
    mime: tipiDocumento[tipo].mime,
    file,
    deposito: depositoDi(file, FILE),
  })
  daVerificare(ctx, versione, d.comuneId, n.classe ?? null)
  return { id: d.id, numero: 1, uguali: await uguali(ctx, n.personaId, file.sha256, versione) }
}

export async function nuovaVersione(ctx: Ctx, i: Input<Api['nuovaVersione']>): Promise<Output<Api['nuovaVersione']>> {
  const d = await prendi(ctx, i.id, 'nuovaVersione')
  const tipo = await assertDocumento(i.file)
  const { rows } = await sql<{ numero: number }>`
    select coalesce(max(numero), 0) + 1 as numero from documento_versione where documento_id = ${i.id}`.execute(ctx.tx)
  const numero = rows[0]!.numero
  const versione = await scriviVersione(ctx, {
    documentoId: i.id,
    numero,
    mime: tipiDocumento[tipo].mime,
    file: i.file,
    deposito: depositoDi(i.file, FILE),
  })
  daVerificare(ctx, versione, d.comuneId, d.classe)
  return { id: i.id, numero, uguali: await uguali(ctx, d.personaId, i.file.sha256, versione) }
}

export async function annota(ctx: Ctx, i: Input<Api['annota']>): Promise<Output<Api['annota']>> {
  await prendi(ctx, i.id, 'aggiorna')
  const { rows } = await sql<{ numero: number }>`
    update documento_versione set nota = ${i.nota.trim()} where documento_id = ${i.id} and numero = ${i.numero} and nota is null returning numero`.execute(
    ctx.tx,
  )
  if (rows.length === 0)
    throw problem('stato-non-ammesso', {
      detail: 'Questa versione ha già la sua nota, o non c’è: una nota non si riscrive.',
    })
  return { fatto: true }
}

export async function aggiorna(ctx: Ctx, i: Input<Api['aggiorna']>): Promise<Output<Api['aggiorna']>> {
  const d = await prendi(ctx, i.id, 'aggiorna')
  const p = i.protocollo ?? null
  const difetto = p && difettoProtocollo(p, ctx.oggi())
  if (difetto) throw erroreDiCampo(difetto.campo, difetto.messaggio)
  await assertPresa(ctx, i.presaId, d.personaId)
  const { rows } = await sql<{ titolo: string; protocolloNumero: string | null; protocolloAnno: number | null }>`
    select titolo, protocollo_numero, protocollo_anno from documento where id = ${i.id}`.execute(ctx.tx)
  const prima = rows[0]!
  const { rows: fatto } = await sql`
    update documento set titolo = ${i.titolo.trim()}, presa_id = ${i.presaId ?? null}, protocollo_ufficio = ${p?.ufficio?.trim() || null},
           protocollo_anno = ${p?.anno ?? null}, protocollo_numero = ${p?.numero.trim() ?? null}, protocollo_verso = ${p?.verso ?? null},
           protocollo_data = ${p?.data ?? null}, versione = versione + 1
     where id = ${i.id} and versione = ${i.versione} returning id`.execute(ctx.tx)
  if (fatto.length === 0) throw problem('versione-superata')
  if (prima.titolo !== i.titolo.trim())
    await annotaPassaggio(ctx, i.id, { atto: 'titolo', da: prima.titolo, a: i.titolo.trim() })
  if (prima.protocolloNumero !== (p?.numero.trim() ?? null) || prima.protocolloAnno !== (p?.anno ?? null))
    await annotaPassaggio(ctx, i.id, {
      atto: 'protocollo',
      da: prima.protocolloNumero && `${prima.protocolloNumero}/${prima.protocolloAnno}`,
      a: p && protocolloInParole(p),
    })
  return { fatto: true }
}

export async function sposta(ctx: Ctx, i: Input<Api['sposta']>): Promise<Output<Api['sposta']>> {
  const d = await prendi(ctx, i.id, 'sposta')
  await assertVoce(ctx.tx, 'sottocartella-documenti', i.sottocartella, ctx.oggi(), 'sottocartella')
  if (d.sottocartella === i.sottocartella)
    throw erroreDiCampo('sottocartella', 'Il documento è già in questa sottocartella.')
  await sql`update documento set sottocartella = ${i.sottocartella}, versione = versione + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  const nome = (codice: string) => etichetta(ctx.tx, 'sottocartella-documenti', codice, ctx.oggi())
  await annotaPassaggio(ctx, i.id, {
    atto: 'spostamento',
    da: await nome(d.sottocartella),
    a: await nome(i.sottocartella),
    motivo: i.motivo,
  })
  return { fatto: true }
}

export async function riserva(ctx: Ctx, i: Input<Api['riserva']>): Promise<Output<Api['riserva']>> {
  const d = await prendi(ctx, i.id, 'riserva')
  await assertClasse(ctx, i.classe, d.personaId)
  // who restricts a document is always among those who see it
  const a = i.riservatoA && [...new Set([ctx.utente, ...i.riservatoA])]
  await sql`update documento set riservato_a = ${a}::uuid[], classe = ${i.classe}, versione = versione + 1 where id = ${i.id}`.execute(
    ctx.tx,
  )
  // the trace of having been elsewhere is as confidential as the document
  await sql`update documento_spostamento set riservato_a = ${a}::uuid[], classe = ${i.classe} where documento_id = ${i.id}`.execute(
    ctx.tx,
  )
  await annotaPassaggio(ctx, i.id, {
    atto: 'riservatezza',
    a: a ? (a.length === 1 ? 'una persona sola' : `${a.length} persone`) : 'tutti coloro che aprono la cartella',
  })
  return { fatto: true }
}

export async function annulla(ctx: Ctx, i: Input<Api['annulla']>): Promise<Output<Api['annulla']>> {
  await prendi(ctx, i.id, 'annulla')
  await sql`update documento set stato = 'annullato', annullato_il = kernel.adesso(), annullato_da = ${ctx.utente}, motivo_annullamento = ${i.motivo.trim()}, versione = versione + 1
    where id = ${i.id}`.execute(ctx.tx)
  await annotaPassaggio(ctx, i.id, { atto: 'annullamento', motivo: i.motivo })
  return { fatto: true }
}
