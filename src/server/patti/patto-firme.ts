// Signing a pact, one person after the other, each in his own way: on paper (the scan is kept), drawn on the screen, with a digital
// signature (verified as far as the file allows). With the last signature the pact is signed, and its caso moves.
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import {
  confrontaPersona,
  difettoDellaFirma,
  type ModoFirma,
  type StatoFirma,
  type VerificaFirma,
} from '../../shared/patti/firma.rules.ts'
import type { pattoApi } from '../../shared/patti/patto.api.ts'
import { altroPattoAttivo, transizioniPatto } from '../../shared/patti/patto.rules.ts'
import { testoDi, vociVive } from '../../shared/patti/patto-voci.ts'
import { giornoInParole } from '../documenti/fonte.ts'
import { riconosciFile, tipiFile } from '../kernel/allegati.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertAvvenuto, type Caso, muoviCaso, registraEvento } from './caso.ts'
import { haAltroPatto, type Patto, vociDelPatto } from './patto-lettura.ts'
import { annotaPatto, assertVersione, bloccaPatto, conservaFile } from './patto-scrittura.ts'
import { avvisaPostiLiberi } from './sostegni-patto.ts'
import { ricalcola } from './termini.ts'

type Api = typeof pattoApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

interface DaFirmare {
  p: Patto
  c: Caso
  firma: { id: string; componenteId: string | null; stato: StatoFirma; chi: string; codiceFiscale: string | null }
  /** On paper, before the pact was proposed. */
  prima: boolean
}
/** The signature that one is about to register: of the document that is on the screen, not of one that has changed meanwhile. */
async function daFirmare(
  ctx: Ctx,
  i: { id: string; firma: string; versione: number; giorno: string; prima?: boolean | undefined },
): Promise<DaFirmare> {
  const { p, c } = await bloccaPatto(ctx, i.id)
  assertTransizione(transizioniPatto, 'firma', p.stato)
  assertVersione(p, i.versione)
  assertAvvenuto(ctx, c, i.giorno)
  const { rows } = await sql<DaFirmare['firma'] & { propostoIl: string }>`
    select f.id, f.componente_id, f.stato, m.codice_fiscale, p.proposto_il, coalesce(m.cognome || ' ' || m.nome, 'il servizio sociale') as chi
      from patto_firma f join patto p on p.id = f.patto_id left join domanda_componente m on m.id = f.componente_id
     where f.id = ${i.firma} and f.patto_id = ${p.id} and f.giro = ${p.giro}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  const { propostoIl, ...firma } = rows[0]
  // before there was a document nobody signed it: but for the paper that the family had already signed
  if (i.giorno < propostoIl && !i.prima)
    throw erroreDiCampo(
      'giorno',
      `Il patto è stato proposto alla firma il ${giornoInParole(propostoIl)}: prima di quel giorno non c’era che cosa firmare.`,
    )
  if (firma.stato === 'firmata') throw problem('stato-non-ammesso', { detail: 'Questa firma è già registrata.' })
  return { p, c, firma, prima: i.giorno < propostoIl }
}

async function registra(
  ctx: Ctx,
  d: DaFirmare,
  modo: ModoFirma,
  giorno: string,
  fileId: string,
  verifica: VerificaFirma | null,
) {
  await sql`update patto_firma set stato = 'firmata', modo = ${modo}, giorno = ${giorno}, file_id = ${fileId}, verifica = ${verifica && JSON.stringify(verifica)}::jsonb, motivo = null,
      registrata_il = kernel.adesso(), registrata_da = kernel.utente(), versione = versione + 1 where id = ${d.firma.id}`.execute(
    ctx.tx,
  )
  const come = d.prima ? `: sul foglio del ${giornoInParole(giorno)}, firmato prima che il patto fosse proposto` : ''
  await annotaPatto(ctx, d.p, 'firma', `${d.firma.chi}${come}`)
  await sottoscrivi(ctx, d)
}

export async function disegna(ctx: Ctx, i: Input<Api['disegna']>): Promise<Fatto> {
  const d = await daFirmare(ctx, i)
  const contenuto = Buffer.from(i.immagine.slice(i.immagine.indexOf(',') + 1), 'base64')
  const png = contenuto.subarray(0, 8).toString('hex') === '89504e470d0a1a0a'
  if (!png)
    throw problem('tipo-file-non-ammesso', { detail: 'La firma disegnata non è leggibile: cancellala e rifalla.' })
  const id = await conservaFile(ctx, d.p, { specie: 'disegno', nome: 'firma.png', tipo: 'image/png', contenuto })
  await registra(ctx, d, 'disegnata', i.giorno, id, null)
  return fatto
}

/** A file in which a virus was found gives its place to a clean one, of the same signature: whatever has become of the pact since. */
async function daSostituire(ctx: Ctx, i: Input<Api['carica']>): Promise<DaFirmare | null> {
  const { p, c } = await bloccaPatto(ctx, i.id)
  const { rows } = await sql<DaFirmare['firma'] & { giorno: string }>`
    select f.id, f.componente_id, f.stato, f.giorno, m.codice_fiscale, coalesce(m.cognome || ' ' || m.nome, 'il servizio sociale') as chi
      from patto_firma f join patto_file x on x.id = f.file_id left join domanda_componente m on m.id = f.componente_id
     where f.id = ${i.firma} and f.patto_id = ${p.id} and f.stato = 'firmata' and f.modo = ${i.modo} and x.verifica = 'infetto'`.execute(
    ctx.tx,
  )
  return rows[0] ? { p, c, firma: rows[0], prima: false } : null
}

export async function carica(ctx: Ctx, i: Input<Api['carica']>): Promise<Fatto> {
  if (i.prima && i.modo !== 'carta')
    throw erroreDiCampo('prima', 'Si firma prima di proporre il patto soltanto su carta.')
  const pulita = await daSostituire(ctx, i)
  const d = pulita ?? (await daFirmare(ctx, i))
  const tipo = await riconosciFile(i.file.path)
  const ammessi = i.modo === 'carta' ? (['pdf', 'jpg', 'png', 'tif'] as const) : (['pdf', 'p7m'] as const)
  const suo = ammessi.find((t) => t === tipo)
  if (!suo)
    throw problem('tipo-file-non-ammesso', {
      detail:
        i.modo === 'carta'
          ? 'La scansione è un PDF o un’immagine (JPG, PNG, TIFF).'
          : 'Il documento firmato digitalmente è un PDF firmato (PAdES) o un file .p7m (CAdES).',
    })
  const contenuto = await readFile(i.file.path)
  let verifica: VerificaFirma | null = null
  if (i.modo === 'digitale') {
    // what reads signed files is read with the first of them
    const { verificaFirma } = await import('./firma-digitale.ts')
    verifica = await verificaFirma(contenuto, await documento(ctx, d.p))
    const difetto = verifica ? difettoDellaFirma(verifica) : 'Nel file non c’è nessuna firma digitale.'
    if (difetto) throw problem('regola-non-rispettata', { detail: difetto })
    if (verifica) verifica = { ...verifica, persona: confrontaPersona(verifica.firme, d.firma.codiceFiscale) }
  }
  const id = await conservaFile(ctx, d.p, {
    specie: i.modo === 'carta' ? 'scansione' : 'firmato',
    nome: i.modo === 'carta' ? `patto-firmato.${suo}` : suo === 'p7m' ? 'patto.pdf.p7m' : 'patto-firmato.pdf',
    tipo: tipiFile[suo],
    contenuto,
  })
  if (pulita) {
    await sql`update patto_firma set file_id = ${id}, verifica = ${verifica && JSON.stringify(verifica)}::jsonb, versione = versione + 1 where id = ${d.firma.id}`.execute(
      ctx.tx,
    )
    await annotaPatto(ctx, d.p, 'file-pulito', d.firma.chi)
  } else await registra(ctx, d, i.modo, i.giorno, id, verifica)
  return fatto
}

/** The bytes that were proposed. */
async function documento(ctx: Ctx, p: Patto): Promise<Buffer> {
  const { rows } = await sql<{ contenuto: Uint8Array }>`
    select contenuto from patto_file where patto_id = ${p.id} and specie = 'patto' order by caricato_il desc limit 1`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return Buffer.from(rows[0].contenuto)
}

/** Whoever does not sign is written with his reason: the pact waits, and may be changed with him, or signed later. */
export async function rifiuta(ctx: Ctx, i: Input<Api['rifiuta']>): Promise<Fatto> {
  const d = await daFirmare(ctx, i)
  if (d.firma.stato === 'rifiutata') throw problem('stato-non-ammesso', { detail: 'È già scritto che non firma.' })
  await sql`update patto_firma set stato = 'rifiutata', giorno = ${i.giorno}, motivo = ${i.motivo.trim()}, registrata_il = kernel.adesso(), registrata_da = kernel.utente(), versione = versione + 1
    where id = ${d.firma.id}`.execute(ctx.tx)
  await annotaPatto(ctx, d.p, 'rifiuta', `${d.firma.chi}: ${i.motivo.trim()}`)
  await registraEvento(ctx, d.c, {
    evento: 'patto-non-sottoscritto',
    giorno: i.giorno,
    componenteId: d.firma.componenteId,
    origine: 'patto',
    origineId: d.p.id,
  })
  await ricalcola(ctx, [d.c.id])
  return fatto
}

/** With the last signature: the pact, the one that it takes the place of, the caso, what the services must now give. */
async function sottoscrivi(ctx: Ctx, { p, c }: DaFirmare): Promise<void> {
  const { rows } = await sql<{ mancano: boolean; ultima: string }>`
    select bool_or(stato <> 'firmata') as mancano, max(giorno) as ultima from patto_firma where patto_id = ${p.id} and giro = ${p.giro}`.execute(
    ctx.tx,
  )
  const { mancano, ultima } = rows[0]!
  if (mancano) return
  // the key answers the race of two; this, of whoever the key did not hold, being hidden when he signed
  if (p.numero === 1 && (await haAltroPatto(ctx, c.id)))
    throw problem('stato-non-ammesso', { detail: altroPattoAttivo })
  const stato = assertTransizione(transizioniPatto, 'sottoscrivi', p.stato)
  await muoviCaso(ctx, c, 'sottoscrivi-patto', { giorno: ultima })
  await sql`update patto set stato = ${transizioniPatto.sostituisci.a}, versione = versione + 1 where origine_id = ${p.origineId} and stato = 'in-revisione'`.execute(
    ctx.tx,
  )
  await sql`update patto set stato = ${stato}, firmato_il = ${ultima}, versione = versione + 1 where id = ${p.id}`.execute(
    ctx.tx,
  )
  await annotaPatto(ctx, p, 'sottoscrivi')
  await mettiSostegni(ctx, p)
  await registraEvento(ctx, c, { evento: 'patto-sottoscritto', giorno: ultima, origine: 'patto', origineId: p.id })
  await ricalcola(ctx, [c.id])
}

/** What the pact says that the services give begins its own life; what a revision no longer has, and nobody gave, does not begin. */
async function mettiSostegni(ctx: Ctx, p: Patto): Promise<void> {
  const righe = vociVive(await vociDelPatto(ctx, p.id))
    .filter((v) => v.genere === 'sostegno')
    .map((v) => ({
      voce: v.voce,
      sostegno: testoDi(v, 'tipo'),
      offerta_id: testoDi(v, 'offerta') || null,
      dal: testoDi(v, 'dal') || ctx.oggi(),
      fondo: testoDi(v, 'fondo') || null,
    }))
  const { rows: prima } = await sql<{ offertaId: string | null }>`
    select offerta_id from patto_sostegno where origine_id = ${p.origineId}`.execute(ctx.tx)
  await sql`insert into patto_sostegno as x (comune_id, caso_id, origine_id, voce, sostegno, offerta_id, dal, fondo)
    select ${p.comuneId}, ${p.casoId}, ${p.origineId}, r.voce, r.sostegno, r.offerta_id, r.dal, r.fondo
      from jsonb_to_recordset(${JSON.stringify(righe)}::jsonb) as r(voce uuid, sostegno text, offerta_id uuid, dal date, fondo text)
    on conflict on constraint patto_sostegno_uno do update set sostegno = excluded.sostegno, offerta_id = excluded.offerta_id, fondo = excluded.fondo, versione = x.versione + 1
     where (x.sostegno, x.offerta_id, x.fondo) is distinct from (excluded.sostegno, excluded.offerta_id, excluded.fondo)`.execute(
    ctx.tx,
  )
  await sql`update patto_sostegno set stato = 'non-attivato', versione = versione + 1
    where origine_id = ${p.origineId} and stato in ('previsto', 'in-attesa') and not voce = any (${righe.map((r) => r.voce)}::uuid[])`.execute(
    ctx.tx,
  )
  // what a revision leaves is a place for who waits
  await avvisaPostiLiberi(
    ctx,
    prima.map((x) => x.offertaId),
  )
}
