// Domande at the desk: begun, written, presented, corrected, given up. What is written may be incomplete until it is presented; then
// everything that is missing is said at once, the requirements are evaluated and kept with their explanation.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { type ErroreCampo, erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { vieta } from '../../shared/misure/durata.rules.ts'
import { valuta } from '../../shared/misure/valutazione.rules.ts'
import type { VersioneCompilata } from '../../shared/misure/versione.rules.ts'
import type { Codifica } from '../../shared/parametri/codifiche.rules.ts'
import { inVigore, type StatoVersione } from '../../shared/parametri/versioni.rules.ts'
import {
  type Contenuto,
  campiFissi,
  DOVE_DOMANDA,
  difettiPresentazione,
  inFatti,
  leggiContenuto,
  type Valori,
} from '../../shared/patti/domanda-campi.ts'
import { type ContenutoScritto, contenutoDi, domandeApi } from '../../shared/patti/domande.api.ts'
import { isDaInps } from '../../shared/patti/domande.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { getVersione } from '../misure/misure.ts'
import { compilata } from '../misure/valutazioni.ts'
import { assertVoci } from '../parametri/voci.ts'
import { controlla, esito, integra, invia, respingi, riporta } from './domanda-atti.ts'
import { scriviDellaDomanda } from './domanda-messaggi.ts'
import { collega, collegaMembri, persone } from './domanda-persone.ts'
import { chiestaPresto } from './domanda-prima.ts'
import { apriPunto, chiudiPunto, punti, puntiAperti } from './domanda-punti.ts'
import {
  assertGiorno,
  assertVersione,
  bloccaDomanda,
  type DomandaRaccolta,
  leggiDichiarato,
  muoviDomanda,
  raccoltaDi,
  segnaPasso,
} from './domanda-raccolta.ts'
import { leggi } from './domanda-scheda.ts'
import { cerca, soggetti } from './domande-elenchi.ts'
import { foglio, numeri } from './domande-figure.ts'

type Api = typeof domandeApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

// ---- what can be begun ------------------------------------------------------------------------------------------------------

interface VersioneRaccolta {
  id: string
  misuraId: string
  nome: string
  stato: StatoVersione
  dal: string
  al: string | null
  numero: number
}
/** Versions whose domanda the comune takes. */
async function versioniRaccolte(ctx: Ctx): Promise<VersioneRaccolta[]> {
  const { rows } = await sql<VersioneRaccolta>`
    select v.id, v.misura_id, m.nome, v.stato, v.dal, v.al, v.numero from misura_versione v join misura m on m.id = v.misura_id
     where v.stato = 'pubblicata' and v.definizione ? 'domanda' order by m.nome, v.dal`.execute(ctx.tx)
  return rows
}

const comuniAperti = async (ctx: Ctx) => {
  const { rows } = await sql<{ id: string; nome: string }>`
    select id, nome from comune where id = any (array(select unnest(kernel.comuni()) intersect select unnest(accesso.comuni_aperti('patti')))) order by nome_chiave`.execute(
    ctx.tx,
  )
  return rows
}

async function scelte(ctx: Ctx): Promise<Output<Api['scelte']>> {
  const aperti = await puntiAperti(ctx)
  const versioni = await versioniRaccolte(ctx)
  return {
    comuni: (await comuniAperti(ctx)).map((c) => ({
      ...c,
      punti: aperti.filter((p) => p.comuneId === c.id).map((p) => ({ id: p.ufficioId, nome: p.ufficio })),
    })),
    misure: versioni.map((v) => ({ id: v.misuraId, nome: v.nome, dal: v.dal, al: v.al })),
  }
}

async function crea(ctx: Ctx, i: Input<Api['crea']>): Promise<Output<Api['crea']>> {
  if (!(await comuniAperti(ctx)).some((c) => c.id === i.comuneId))
    throw erroreDiCampo('comuneId', 'Scegli uno dei comuni con la convenzione registrata.')
  if (i.giorno > ctx.oggi()) throw erroreDiCampo('giorno', 'La data è nel futuro.')
  const sue = (await versioniRaccolte(ctx)).filter((v) => v.misuraId === i.misuraId)
  if (sue.length === 0)
    throw erroreDiCampo('misuraId', 'Scegli una delle misure la cui domanda si raccoglie al comune.')
  const versione = inVigore(sue, i.giorno)
  if (!versione) throw erroreDiCampo('giorno', 'In quel giorno la misura non si poteva chiedere.')
  if (
    i.ufficioId &&
    !(await puntiAperti(ctx, i.giorno)).some((p) => p.comuneId === i.comuneId && p.ufficioId === i.ufficioId)
  )
    throw erroreDiCampo('ufficioId', 'In quel giorno questo ufficio non raccoglieva le domande del comune.')
  const numero = `D-${i.giorno.slice(0, 4)}-${randomBytes(4).toString('hex').toUpperCase()}`
  const { rows } = await sql<{ id: string }>`
    insert into domanda_raccolta (comune_id, misura_id, versione_id, numero, ufficio_id, presentata_il)
    values (${i.comuneId}, ${i.misuraId}, ${versione.id}, ${numero}, ${i.ufficioId ?? null}, ${i.giorno}) returning id`.execute(
    ctx.tx,
  )
  const d = await bloccaDomanda(ctx, rows[0]!.id)
  await sql`insert into domanda_raccolta_nucleo (domanda_id, comune_id) values (${d.id}, ${d.comuneId})`.execute(ctx.tx)
  await segnaPasso(ctx, d, 'comincia', null)
  if (i.contenuto) await scriviContenuto(ctx, d, compilata(await getVersione(ctx.tx, d.versioneId)), i.contenuto)
  return { id: d.id }
}

// ---- what it declares ---------------------------------------------------------------------------------------------------------

const rifiuta = (errori: ErroreCampo[]) => problem('regola-non-rispettata', { detail: errori[0]!.messaggio, errori })
const testo = (v: Valori[string] | undefined) => (typeof v === 'string' ? v : '')

async function scriviContenuto(
  ctx: Ctx,
  d: DomandaRaccolta,
  v: VersioneCompilata,
  scritto: ContenutoScritto,
): Promise<string[]> {
  const { contenuto, errori } = leggiContenuto(v.usati, contenutoDi(scritto))
  if (errori.length > 0) throw rifiuta(errori)
  const prima = await leggiDichiarato(ctx, d.id)
  const miei = new Set(prima.membri.map((m) => m.id))
  const ids = scritto.componenti.map((c) => c.id ?? null)
  if (ids.some((id) => id !== null && !miei.has(id)))
    throw erroreDiCampo('contenuto', 'Uno dei componenti non è di questa domanda: ricarica la pagina.')
  // what was not shown to who writes stays as it was
  const nascosti = prima.segreta ? await tenuti(ctx, d.id) : {}
  await sql`update domanda_raccolta_nucleo set dati = ${JSON.stringify({ ...contenuto.nucleo, ...nascosti })}::jsonb where domanda_id = ${d.id}`.execute(
    ctx.tx,
  )
  const restano = ids.filter((id) => id !== null)
  await sql`update domanda_raccolta_componente set tolto_il = kernel.adesso() where domanda_id = ${d.id} and tolto_il is null and id = any (${[...miei]}::uuid[]) and not id = any (${restano}::uuid[])`.execute(
    ctx.tx,
  )
  const scritti: string[] = []
  for (const [n, valori] of contenuto.componenti.entries()) {
    const id = ids[n]
    const cf = testo(valori.codiceFiscale) || null
    if (id) {
      scritti.push(id)
      await sql`update domanda_raccolta_componente set ordine = ${n + 1}, dati = ${JSON.stringify(valori)}::jsonb,
          -- another codice fiscale is another person
          persona_id = case when codice_fiscale is not distinct from ${cf} then persona_id end,
          collegamento = case when codice_fiscale is not distinct from ${cf} then collegamento else 'nessuno' end,
          simili = case when codice_fiscale is not distinct from ${cf} then simili else '{}' end, codice_fiscale = ${cf} where id = ${id}`.execute(
        ctx.tx,
      )
    } else {
      const { rows } = await sql<{ id: string }>`
        insert into domanda_raccolta_componente (comune_id, domanda_id, ordine, codice_fiscale, dati) values (${d.comuneId}, ${d.id}, ${n + 1}, ${cf}, ${JSON.stringify(valori)}::jsonb) returning id`.execute(
        ctx.tx,
      )
      scritti.push(rows[0]!.id)
    }
  }
  const lui = contenuto.componenti[0]!
  await sql`update domanda_raccolta set richiedente = ${[testo(lui.cognome), testo(lui.nome)].filter(Boolean).join(' ')}, codice_fiscale = ${testo(lui.codiceFiscale) || null},
      componenti = ${contenuto.componenti.length}, versione = versione + 1 where id = ${d.id}`.execute(ctx.tx)
  d.versione++
  // at once, and not when it is presented: where somebody lives who must not be found depends on who it is
  await collegaMembri(ctx, d.id)
  return scritti
}

/** Where they live, as it is stored: for who keeps it, never for who reads. */
async function tenuti(ctx: Ctx, id: string): Promise<Valori> {
  const { rows } = await sql<{
    dati: Valori
  }>`select dati from domanda_raccolta_nucleo where domanda_id = ${id}`.execute(ctx.tx)
  return Object.fromEntries(Object.entries(rows[0]?.dati ?? {}).filter(([k]) => DOVE_DOMANDA.includes(k)))
}

async function salva(ctx: Ctx, i: Input<Api['salva']>): Promise<Output<Api['salva']>> {
  const d = await bloccaDomanda(ctx, i.id)
  assertVersione(d, i.versione)
  if (d.stato !== 'bozza' && d.stato !== 'in-correzione')
    throw problem('stato-non-ammesso', { detail: 'La domanda è già presentata: per cambiarla, correggila.' })
  const membri = await scriviContenuto(ctx, d, compilata(await getVersione(ctx.tx, d.versioneId)), i.contenuto)
  return { versione: d.versione, membri }
}

/** Codes of the lists, as they could be chosen on the day of the domanda. */
function voci(x: Contenuto): Record<string, readonly [Codifica, string | null]> {
  const tutte: Record<string, readonly [Codifica, string | null]> = {}
  for (const { id, di, codifica } of campiFissi) {
    if (!codifica) continue
    if (di === 'nucleo') tutte[`nucleo.${id}`] = [codifica, testo(x.nucleo[id]) || null]
    else for (const [n, v] of x.componenti.entries()) tutte[`componenti.${n}.${id}`] = [codifica, testo(v[id]) || null]
  }
  return tutte
}

async function presenta(ctx: Ctx, i: Input<Api['presenta']>): Promise<Fatto> {
  const d = await bloccaDomanda(ctx, i.id)
  assertVersione(d, i.versione)
  const corretta = d.stato === 'in-correzione'
  if (i.giorno > ctx.oggi()) throw erroreDiCampo('giorno', 'La data è nel futuro.')
  const letta = await getVersione(ctx.tx, d.versioneId)
  // who corrects does not ask again: the day of the domanda stays
  const giorno = corretta ? d.presentataIl : i.giorno
  if (giorno < letta.dal || (letta.al !== null && giorno > letta.al))
    throw erroreDiCampo(
      'giorno',
      'In quel giorno valeva un’altra versione della misura: comincia una domanda con quel giorno.',
    )
  const v = compilata(letta)
  raccoltaDi(v)
  const dichiarato = await leggiDichiarato(ctx, d.id)
  // what is hidden from who presents is there: it was asked for when it was written
  const x = dichiarato.segreta
    ? { ...dichiarato, nucleo: { ...dichiarato.nucleo, ...(await tenuti(ctx, d.id)) } }
    : dichiarato
  const errori = difettiPresentazione(v.usati, x, giorno)
  if (errori.length > 0) throw rifiuta(errori)
  await assertVoci(ctx.tx, giorno, voci(x))
  d.presentataIl = giorno
  if (corretta) d.revisione++
  await sql`update domanda_raccolta set presentata_il = ${giorno}, revisione = ${d.revisione} where id = ${d.id}`.execute(
    ctx.tx,
  )
  await collegaMembri(ctx, d.id)
  const fatti = inFatti(v.usati, x, giorno)
  const presto = await chiestaPresto(ctx, d, v, fatti)
  if (presto && vieta(v.definizione.durata.segno)) throw erroreDiCampo('giorno', presto)
  const risultato = valuta(v, fatti)
  await sql`insert into domanda_raccolta_valutazione (comune_id, domanda_id, revisione, fatti, risultato, esito, mensile)
    values (${d.comuneId}, ${d.id}, ${d.revisione}, ${JSON.stringify(fatti)}::jsonb, ${JSON.stringify(risultato)}::jsonb, ${risultato.esito}, ${risultato.mensile})`.execute(
    ctx.tx,
  )
  await muoviDomanda(ctx, d, 'presenta', { giorno })
  await sql`select accesso.avvisa_chi_puo('domanda.controlla', ${ctx.ambito}, ${d.comuneId}, 'C’è una domanda da controllare.', ${`/domande/${d.id}`})`.execute(
    ctx.tx,
  )
  return fatto
}

async function scarta(ctx: Ctx, i: Input<Api['scarta']>): Promise<Fatto> {
  await muoviDomanda(ctx, await bloccaDomanda(ctx, i.id), 'scarta', { motivo: i.motivo })
  return fatto
}
async function correggi(ctx: Ctx, i: Input<Api['correggi']>): Promise<Fatto> {
  await muoviDomanda(ctx, await bloccaDomanda(ctx, i.id), 'correggi', { motivo: i.motivo })
  return fatto
}
async function rinuncia(ctx: Ctx, i: Input<Api['rinuncia']>): Promise<Fatto> {
  const d = await bloccaDomanda(ctx, i.id)
  assertGiorno(ctx, d, i.giorno)
  const daDire = isDaInps(d.stato) || d.inviataIl !== null
  await muoviDomanda(ctx, d, 'rinuncia', { giorno: i.giorno, motivo: i.motivo, esitoIl: i.giorno })
  if (daDire) await scriviDellaDomanda(ctx, d, 'rinuncia', { giorno: i.giorno })
  return fatto
}

export const domandeRotte = rotte(domandeApi, {
  scelte,
  numeri,
  numeriAmbito: numeri,
  foglio,
  foglioAmbito: foglio,
  cerca,
  soggetti,
  persone,
  crea,
  leggi,
  salva,
  presenta,
  scarta,
  correggi,
  rinuncia,
  collega,
  controlla,
  invia,
  respingi,
  riporta,
  integra,
  esito,
  punti,
  apriPunto,
  chiudiPunto,
})
