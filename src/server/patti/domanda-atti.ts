// The checks of the comune on a domanda, applied and applied again, and the acts of who deals with INPS. Each check is a row: the
// last one holds, those of before stay with who applied them.
import { sql } from 'kysely'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { domandeApi } from '../../shared/patti/domande.api.ts'
import {
  giornoFuoriOrdine,
  impedimentoDomanda,
  impedimentoInvio,
  impedimentoRifiuto,
  impedimentoRiporto,
  isDaInps,
} from '../../shared/patti/domande.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersione } from '../misure/misure.ts'
import { compilata } from '../misure/valutazioni.ts'
import { applicaEsito } from './domanda-esito.ts'
import { ritiraDellaDomanda, scriviDellaDomanda } from './domanda-messaggi.ts'
import {
  assertGiorno,
  bloccaDomanda,
  type DomandaRaccolta,
  muoviDomanda,
  raccoltaDi,
  validiDi,
} from './domanda-raccolta.ts'

type Api = typeof domandeApi
type Fatto = { fatto: true }
const fatto: Fatto = { fatto: true }

const raccolta = async (ctx: Ctx, d: DomandaRaccolta) => raccoltaDi(compilata(await getVersione(ctx.tx, d.versioneId)))
const assertPuo = (perche: string | null) => {
  if (perche) throw problem('stato-non-ammesso', { detail: perche })
}

export async function controlla(ctx: Ctx, i: Input<Api['controlla']>): Promise<Fatto> {
  const d = await bloccaDomanda(ctx, i.id)
  assertPuo(impedimentoDomanda('controlla', d.stato))
  const r = await raccolta(ctx, d)
  const quale = r.controlli.find((c) => c.id === i.controllo)
  if (!quale) throw erroreDiCampo('controllo', 'Scegli uno dei controlli che la misura prevede.')
  if (i.giorno > ctx.oggi()) throw erroreDiCampo('giorno', 'La data è nel futuro: si registra ciò che è già avvenuto.')
  if (i.esito !== 'in-attesa' && !i.documento.trim())
    throw erroreDiCampo('documento', 'Scrivi da quale documento o banca dati risulta.')
  await sql`insert into domanda_raccolta_controllo (comune_id, domanda_id, revisione, posto, controllo, esito, giorno, documento, nota)
    select ${d.comuneId}, ${d.id}, ${d.revisione}, count(*) + 1, ${i.controllo}, ${i.esito}, ${i.giorno}, ${i.documento.trim()}, ${i.nota.trim()}
      from domanda_raccolta_controllo where domanda_id = ${d.id}`.execute(ctx.tx)
  const prima = d.stato
  await muoviDomanda(ctx, d, 'controlla', { giorno: i.giorno, motivo: quale.nome, validi: await validiDi(ctx, d, r) })
  if (isDaInps(d.stato)) {
    // INPS has the checks of before: one update with all of them, if several change before it leaves
    await ritiraDellaDomanda(ctx, d, ['aggiornamento-controlli'])
    await scriviDellaDomanda(ctx, d, 'aggiornamento-controlli', { giorno: ctx.oggi() })
  } else if (prima !== 'controllata' && d.stato === 'controllata')
    await sql`select accesso.avvisa_chi_puo('domanda.invia', ${ctx.ambito}, ${d.comuneId}, 'Una domanda ha tutti i controlli: si può inviare.', ${`/domande/${d.id}`})`.execute(
      ctx.tx,
    )
  return fatto
}

export async function invia(ctx: Ctx, i: Input<Api['invia']>): Promise<Fatto> {
  const d = await bloccaDomanda(ctx, i.id)
  assertPuo(impedimentoDomanda('invia', d.stato))
  const r = await raccolta(ctx, d)
  assertPuo(impedimentoInvio(r, await validiDi(ctx, d, r)))
  const giorno = ctx.oggi()
  await scriviDellaDomanda(ctx, d, 'domanda', { giorno })
  await muoviDomanda(ctx, d, 'invia', { giorno, inviataIl: giorno })
  return fatto
}

export async function respingi(ctx: Ctx, i: Input<Api['respingi']>): Promise<Fatto> {
  const d = await bloccaDomanda(ctx, i.id)
  assertPuo(impedimentoDomanda('respingi', d.stato))
  const r = await raccolta(ctx, d)
  assertPuo(impedimentoRifiuto(r, await validiDi(ctx, d, r)))
  await muoviDomanda(ctx, d, 'respingi', { giorno: ctx.oggi(), motivo: i.motivo, esitoIl: ctx.oggi() })
  return fatto
}

export async function integra(ctx: Ctx, i: Input<Api['integra']>): Promise<Fatto> {
  const d = await bloccaDomanda(ctx, i.id)
  await muoviDomanda(ctx, d, 'integra', { giorno: ctx.oggi(), motivo: i.nota })
  await scriviDellaDomanda(ctx, d, 'integrazione', { giorno: ctx.oggi(), nota: i.nota.trim() })
  return fatto
}

export async function esito(ctx: Ctx, i: Input<Api['esito']>): Promise<Fatto> {
  const d = await bloccaDomanda(ctx, i.id)
  assertGiorno(ctx, d, i.giorno)
  if (d.inviataIl && i.giorno < d.inviataIl) throw erroreDiCampo('giorno', 'La data viene prima dell’invio.')
  if (i.esito !== 'accolta' && !i.motivo.trim()) throw erroreDiCampo('motivo', 'Scrivi che cosa ha detto INPS.')
  if (i.esito === 'accolta' && !i.protocollo?.trim())
    throw erroreDiCampo('protocollo', 'Serve il protocollo di INPS: è il nome della domanda accolta.')
  await applicaEsito(ctx, d, {
    esito: i.esito,
    giorno: i.giorno,
    motivo: i.motivo,
    protocollo: i.protocollo?.trim() ?? null,
    mensile: i.mensile ?? null,
  })
  return fatto
}

/** What was decided in other years, by other ways: its steps on the days of then, and nothing that leaves. */
export async function riporta(ctx: Ctx, i: Input<Api['riporta']>): Promise<Fatto> {
  const d = await bloccaDomanda(ctx, i.id)
  const letta = await getVersione(ctx.tx, d.versioneId)
  assertPuo(impedimentoRiporto(letta, ctx.oggi()))
  const fuori = giornoFuoriOrdine(
    [
      ['presentataIl', d.presentataIl],
      ['inviataIl', i.inviataIl],
      ['esitoIl', i.esitoIl],
      ['finitoIl', i.finitoIl],
    ],
    ctx.oggi(),
  )
  if (fuori) throw erroreDiCampo(fuori.campo, fuori.frase)
  const protocollo = i.protocollo?.trim() || null
  if (i.esito === 'accolta' && !protocollo)
    throw erroreDiCampo('protocollo', 'Serve il protocollo di INPS: è il nome della domanda accolta.')
  if (i.esito === 'respinta' && !i.motivo.trim()) throw erroreDiCampo('motivo', 'Scrivi perché è stata respinta.')
  if (i.esito === 'respinta' && i.finitoIl)
    throw erroreDiCampo('finitoIl', 'Una domanda respinta non ha un beneficio che finisce.')
  const r = raccoltaDi(compilata(letta))
  const validi = await validiDi(ctx, d, r)
  if (!i.inviataIl) {
    if (i.esito === 'accolta') throw erroreDiCampo('inviataIl', 'Scrivi quando è stata inviata a INPS.')
    assertPuo(impedimentoDomanda('respingi', d.stato) ?? impedimentoRifiuto(r, validi))
    await muoviDomanda(ctx, d, 'respingi', { giorno: i.esitoIl, motivo: i.motivo, esitoIl: i.esitoIl })
    return fatto
  }
  assertPuo(impedimentoDomanda('invia', d.stato) ?? impedimentoInvio(r, validi))
  await muoviDomanda(ctx, d, 'invia', { giorno: i.inviataIl, motivo: 'Riportata', inviataIl: i.inviataIl })
  await applicaEsito(ctx, d, {
    esito: i.esito,
    giorno: i.esitoIl,
    motivo: i.motivo,
    protocollo,
    mensile: i.mensile ?? null,
    finitoIl: i.finitoIl ?? null,
  })
  return fatto
}
