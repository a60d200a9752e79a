// What a domanda says to INPS: itself with its checks, an update of them, an integration, that it was given up. A snapshot: later
// corrections are messages of their own.
import { sql } from 'kysely'
import type { Fatto } from '../../shared/misure/linguaggio.ts'
import type { Valori } from '../../shared/patti/domanda-campi.ts'
import type { RigaMessaggio } from '../../shared/patti/tracciati.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { comunicazioneDovuta, scriviComunicazione } from './coda.ts'
import { type DomandaRaccolta, leggiDichiarato } from './domanda-raccolta.ts'
import { Termini } from './termini-letti.ts'

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

/** What the version of the measure asks and these values declare, by the names that the measure gives: one by one, and all in a cell. */
function fattiIn(usati: readonly Fatto[], valori: Valori, inUno: 'fattiNucleo' | 'fattiComponente'): RigaMessaggio {
  const dichiarati = usati.flatMap((f) => {
    const v = valori[f.id]
    if (v === undefined || v === null) return []
    return [[f.id, f.tipo === 'importo' ? euro(v) : v] as const]
  })
  const testo = (v: unknown) => (typeof v === 'boolean' ? (v ? 'SI' : 'NO') : String(v))
  return {
    ...Object.fromEntries(dichiarati),
    [inUno]: dichiarati.map(([id, v]) => `${id}=${testo(v)}`).join(' '),
  }
}

async function righe(ctx: Ctx, d: DomandaRaccolta, tipo: TipoMessaggioDomanda, altro: Altro): Promise<RigaMessaggio[]> {
  const base = await testata(ctx, d, altro)
  if (tipo === 'rinuncia') return [{ ...base, fatto: 'Rinuncia' }]
  const fatti = await controlli(ctx, d)
  if (tipo === 'aggiornamento-controlli') return fatti.map((c) => ({ ...base, ...c }))
  const { nucleo, componenti } = await leggiDichiarato(ctx, d.id)
  const { usati } = await new Termini().versione(ctx, d.versioneId)
  const casa: RigaMessaggio = {
    ...base,
    indirizzo: nucleo.indirizzo ?? null,
    cap: nucleo.cap ?? null,
    titoloGodimento: nucleo.titoloGodimento ?? null,
    ...fattiIn(usati, nucleo, 'fattiNucleo'),
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
    ...fattiIn(usati, v, 'fattiComponente'),
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
