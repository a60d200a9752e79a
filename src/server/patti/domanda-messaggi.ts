// What a domanda says to INPS: itself with its checks, an update of them, an integration, that it was given up. A snapshot: later
// corrections are messages of their own.
import { sql } from 'kysely'
import type { RigaMessaggio } from '../../shared/patti/tracciati.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { comunicazioneDovuta, scriviComunicazione } from './coda.ts'
import { type DomandaRaccolta, leggiDichiarato } from './domanda-raccolta.ts'

export type TipoMessaggioDomanda = 'domanda' | 'integrazione' | 'aggiornamento-controlli' | 'rinuncia'

interface Altro {
  giorno: string
  nota?: string
  rimandaId?: string
}

async function testata(ctx: Ctx, d: DomandaRaccolta, altro: Altro): Promise<RigaMessaggio> {
  const { rows } = await sql<{ misura: string; protocollo: string | null; mensile: number | null }>`
    select m.sigla as misura, x.protocollo, (select v.mensile from domanda_raccolta_valutazione v where v.domanda_id = x.id order by v.creata_il desc, v.id limit 1) as mensile
      from domanda_raccolta x join misura m on m.id = x.misura_id where x.id = ${d.id}`.execute(ctx.tx)
  const r = rows[0]!
  return {
    misura: r.misura,
    numero: d.numero,
    protocollo: r.protocollo,
    presentataIl: d.presentataIl,
    comune: d.comuneId,
    richiedente: d.codiceFiscale,
    mensile: r.mensile === null ? null : r.mensile / 100,
    giorno: altro.giorno,
    nota: altro.nota ?? null,
  }
}

interface Controllo {
  controllo: string
  esito: string
  giorno: string
  documento: string
}
/** The last of each check, applied to what the domanda says now. */
async function controlli(ctx: Ctx, d: DomandaRaccolta): Promise<Controllo[]> {
  const { rows } = await sql<Controllo>`
    select distinct on (controllo) controllo, esito, giorno, documento from domanda_raccolta_controllo where domanda_id = ${d.id} and revisione = ${d.revisione}
     order by controllo, posto desc`.execute(ctx.tx)
  return rows
}

const euro = (v: unknown) => (typeof v === 'number' ? v / 100 : null)

async function righe(ctx: Ctx, d: DomandaRaccolta, tipo: TipoMessaggioDomanda, altro: Altro): Promise<RigaMessaggio[]> {
  const base = await testata(ctx, d, altro)
  if (tipo === 'rinuncia') return [{ ...base, fatto: 'Rinuncia' }]
  const fatti = await controlli(ctx, d)
  if (tipo === 'aggiornamento-controlli') return fatti.map((c) => ({ ...base, ...c }))
  const { nucleo, componenti } = await leggiDichiarato(ctx, d.id)
  const casa: RigaMessaggio = {
    ...base,
    indirizzo: nucleo.indirizzo ?? null,
    cap: nucleo.cap ?? null,
    titoloGodimento: nucleo.titoloGodimento ?? null,
    isee: euro(nucleo['isee.valore']),
    isre: euro(nucleo['isee.isre']),
    canone: euro(nucleo['casa.canone']),
    controlli: fatti.map((c) => `${c.controllo}=${c.esito}`).join(' '),
  }
  return componenti.map((v) => ({
    ...casa,
    codiceFiscale: v.codiceFiscale ?? null,
    cognome: v.cognome ?? null,
    nome: v.nome ?? null,
    dataNascita: v.dataNascita ?? null,
    sesso: v.sesso ?? null,
    parentela: v.parentela ?? null,
    cittadinanza: v.cittadinanza ?? null,
    titoloStudio: v.titoloStudio ?? null,
    condizione: v.condizione ?? null,
    professione: v.professione ?? null,
    redditoLavoro: euro(v.redditoLavoro),
    redditoAltro: euro(v.redditoAltro),
  }))
}

/** In the outbox, whole, as it stands now. */
export async function scriviDellaDomanda(
  ctx: Ctx,
  d: DomandaRaccolta,
  tipo: TipoMessaggioDomanda,
  altro: Altro,
): Promise<string> {
  const che = await comunicazioneDovuta(ctx, d.versioneId, tipo)
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from comunicazione where raccolta_id = ${d.id}`.execute(ctx.tx)
  const id = await scriviComunicazione(ctx, {
    comuneId: d.comuneId,
    che,
    raccoltaId: d.id,
    chiave: `${tipo}:${d.id}:${rows[0]!.n}`,
    giorno: altro.giorno,
    ...(altro.rimandaId ? { rimandaId: altro.rimandaId } : {}),
    righe: await righe(ctx, d, tipo, altro),
  })
  return id!
}

/** What has not left does not leave: the domanda is no longer as it says. */
export async function ritiraDellaDomanda(
  ctx: Ctx,
  d: DomandaRaccolta,
  tipi: readonly TipoMessaggioDomanda[],
): Promise<void> {
  await sql`update comunicazione set stato = 'annullata', revocata_il = kernel.adesso(), versione = versione + 1
    where raccolta_id = ${d.id} and tipo = any (${tipi}) and stato = 'da-inviare'`.execute(ctx.tx)
}
