// The page of a domanda: what it declares, each check with those of before, the requirements as they were evaluated, the terms, what
// left for INPS and what it answered, the history.
import { sql } from 'kysely'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { vieta } from '../../shared/misure/durata.rules.ts'
import { type EsitoRisposta, nomiEsitoRisposta } from '../../shared/patti/comunicazioni.rules.ts'
import { inFatti } from '../../shared/patti/domanda-campi.ts'
import type { DomandaBreve, domandeApi, SchedaDomanda } from '../../shared/patti/domande.api.ts'
import {
  controlliValidi,
  impedimentoInvio,
  impedimentoRifiuto,
  impedimentoRiporto,
  isFinita,
  nomiAttoDomanda,
} from '../../shared/patti/domande.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { getVersione } from '../misure/misure.ts'
import { compilata } from '../misure/valutazioni.ts'
import { similiDi } from './domanda-persone.ts'
import { chiestaPresto } from './domanda-prima.ts'
import { type DomandaRaccolta, leggiDichiarato, raccoltaDi, terminiDomanda } from './domanda-raccolta.ts'
import { breve, breveDa } from './domande-elenchi.ts'

type Testata = DomandaBreve &
  Pick<
    SchedaDomanda,
    'versione' | 'versioneId' | 'versioneMisura' | 'punto' | 'revisione' | 'inviataIl' | 'esitoIl' | 'mensile'
  > &
  Pick<DomandaRaccolta, 'misuraId'>

async function nomi(ctx: Ctx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const { rows } = await sql<{
    id: string
    nome: string
  }>`select * from accesso.nomi_di(${[...new Set(ids.flatMap((x) => x ?? []))]}::uuid[])`.execute(ctx.tx)
  return new Map(rows.map((r) => [r.id, r.nome]))
}

interface Applicato {
  controllo: string
  posto: number
  esito: SchedaDomanda['controlli'][number]['storia'][number]['esito']
  giorno: string
  documento: string
  nota: string
  revisione: number
  registratoIl: string
  registratoDa: string | null
}
async function applicati(ctx: Ctx, id: string): Promise<Applicato[]> {
  const { rows } = await sql<Applicato>`
    select controllo, posto, esito, giorno, documento, nota, revisione, registrato_il, registrato_da from domanda_raccolta_controllo where domanda_id = ${id} order by posto desc`.execute(
    ctx.tx,
  )
  return rows
}

async function storia(ctx: Ctx, id: string): Promise<SchedaDomanda['storia']> {
  const { rows } = await sql<{
    id: string
    quando: string
    giorno: string | null
    atto: string
    motivo: string | null
    utenteId: string | null
  }>`
    select id, quando, giorno, atto, motivo, utente_id from domanda_raccolta_passaggio where domanda_id = ${id} order by quando desc, giorno desc nulls last, id limit 500`.execute(
    ctx.tx,
  )
  const autori = await nomi(
    ctx,
    rows.map((r) => r.utenteId),
  )
  return rows.map((r) => ({
    id: r.id,
    quando: r.quando,
    giorno: r.giorno,
    titolo: nomiAttoDomanda[r.atto as keyof typeof nomiAttoDomanda] ?? r.atto,
    testo: r.motivo,
    autore: r.utenteId ? (autori.get(r.utenteId) ?? null) : null,
  }))
}

async function comunicazioni(
  ctx: Ctx,
  id: string,
  nomiTipi: ReadonlyMap<string, string>,
): Promise<SchedaDomanda['comunicazioni']> {
  const { rows } = await sql<
    SchedaDomanda['comunicazioni'][number] & { esito: EsitoRisposta | null; motivo: string | null }
  >`
    select c.riferimento, c.tipo, c.stato, c.accodata_il, c.inviata_il, c.risposta_il, r.esito, r.motivo
      from comunicazione c left join lateral (select x.esito, x.motivo from comunicazione_risposta x where x.comunicazione_id = c.id order by x.posto desc limit 1) r on true
     where c.raccolta_id = ${id} order by c.accodata_il desc, c.id`.execute(ctx.tx)
  return rows.map(({ esito, motivo, ...c }) => ({
    ...c,
    nome: nomiTipi.get(c.tipo) ?? c.tipo,
    risposta: esito ? [nomiEsitoRisposta[esito], motivo].filter(Boolean).join(': ') : null,
  }))
}

export async function leggi(ctx: Ctx, i: Input<typeof domandeApi.leggi>): Promise<SchedaDomanda> {
  const { rows } = await sql<Testata>`
    select ${breve}, d.versione, d.versione_id, v.etichetta as versione_misura, u.nome as punto, d.revisione, d.inviata_il, d.esito_il, d.mensile, d.misura_id
      from ${breveDa} join misura_versione v on v.id = d.versione_id left join ufficio u on u.id = d.ufficio_id where d.id = ${i.id}`.execute(
    ctx.tx,
  )
  const t = rows[0]
  if (!t) throw problem('non-trovato')
  const letta = await getVersione(ctx.tx, t.versioneId)
  const v = compilata(letta)
  const r = raccoltaDi(v)
  const { nucleo, membri, segreta } = await leggiDichiarato(ctx, t.id)
  const simili = await similiDi(ctx, t.id)
  const fatti = await applicati(ctx, t.id)
  const operatori = await nomi(
    ctx,
    fatti.map((a) => a.registratoDa),
  )
  const validi = controlliValidi(r, fatti, t.revisione)
  const { rows: valutazioni } = await sql<NonNullable<SchedaDomanda['valutazione']>>`
    select fatti, risultato, creata_il from domanda_raccolta_valutazione where domanda_id = ${t.id} order by creata_il desc, id limit 1`.execute(
    ctx.tx,
  )
  const termini = await terminiDomanda(ctx, t)
  const presto = isFinita(t.stato)
    ? null
    : await chiestaPresto(
        ctx,
        t,
        v,
        valutazioni[0]?.fatti ?? inFatti(v.usati, { nucleo, componenti: membri.map((m) => m.valori) }, t.presentataIl),
      )
  const { durata } = v.definizione
  const { misuraId: _m, ...testata } = t
  return {
    ...testata,
    nucleo,
    membri: membri.map((m) => ({ ...m, simili: simili.get(m.id) ?? [] })),
    segreta,
    controlli: r.controlli.map((c, n) => ({
      ...c,
      esito: validi[n]!.esito,
      storia: fatti
        .filter((a) => a.controllo === c.id)
        .map(({ controllo: _c, registratoDa, ...a }) => ({
          ...a,
          operatore: registratoDa ? (operatori.get(registratoDa) ?? null) : null,
        })),
    })),
    impedimentoInvio: impedimentoInvio(r, validi),
    impedimentoRifiuto: impedimentoRifiuto(r, validi),
    impedimentoRiporto: impedimentoRiporto(letta, ctx.oggi()),
    presto: presto ? { frase: presto, fonte: `${durata.fonte} [${durata.segno}]`, vieta: vieta(durata.segno) } : null,
    valutazione: valutazioni[0] ?? null,
    termini: termini.map(({ termine, stato }) => ({
      id: termine.id,
      nome: termine.nome,
      luce: stato.luce,
      scadenza: stato.scadenza,
      adempiuto: stato.adempiuto,
      fonte: `${termine.fonte} [${termine.segno}]`,
    })),
    comunicazioni: await comunicazioni(
      ctx,
      t.id,
      new Map((v.definizione.comunicazioni ?? []).map((c) => [c.tipo, c.nome])),
    ),
    storia: await storia(ctx, t.id),
  }
}
