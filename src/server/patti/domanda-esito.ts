// What INPS decides of a domanda, wherever it comes from. Granted, it becomes what an extract would have brought: a domanda with its
// members and its caso, to be assigned; and what happened before (presented, sent, decided) is among the happenings of the caso.
import { sql } from 'kysely'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import { impedimentoCaso } from '../../shared/patti/casi.rules.ts'
import { isFattoDelNucleo, type Valori } from '../../shared/patti/domanda-campi.ts'
import type { AttoDomanda } from '../../shared/patti/domande.rules.ts'
import type { Valori as ValoriNucleo } from '../../shared/patti/estratto.rules.ts'
import type { Nucleo } from '../../shared/patti/nucleo.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { bloccaCaso, muoviCaso } from './caso.ts'
import { type DomandaRaccolta, leggiDichiarato, muoviDomanda } from './domanda-raccolta.ts'
import { collegaPersone, collegaRichiedenti, inserisciNuclei } from './estratto-scrittura.ts'
import { ricalcola } from './termini.ts'

export interface Esito {
  esito: 'accolta' | 'respinta' | 'integrazione'
  giorno: string
  motivo: string
  protocollo: string | null
  mensile: number | null
  /** The last day of a benefit that is over already. */
  finitoIl?: string | null
}
export const attoDiEsito = { accolta: 'accogli', respinta: 'nega', integrazione: 'sospendi' } as const satisfies Record<
  Esito['esito'],
  AttoDomanda
>

/** Its transition is asserted here too: 409 where it is not possible. */
export async function applicaEsito(ctx: Ctx, d: DomandaRaccolta, e: Esito): Promise<void> {
  const altro = { giorno: e.giorno, motivo: e.motivo, ...(e.esito === 'integrazione' ? {} : { esitoIl: e.giorno }) }
  await muoviDomanda(ctx, d, attoDiEsito[e.esito], altro)
  if (e.protocollo)
    await sql`update domanda_raccolta set protocollo = ${e.protocollo} where id = ${d.id}`.execute(ctx.tx)
  if (e.esito === 'accolta') await apriCaso(ctx, d, e)
  else if (e.esito === 'integrazione')
    await sql`select accesso.avvisa_chi_puo('domanda.invia', ${ctx.ambito}, ${d.comuneId}, 'INPS chiede un’integrazione per una domanda.', ${`/domande/${d.id}`})`.execute(
      ctx.tx,
    )
}

// ---- granted --------------------------------------------------------------------------------------------------------------

const pieni = (v: Record<string, Valori[string] | undefined>): ValoriNucleo =>
  Object.fromEntries(Object.entries(v).filter(([, x]) => x !== null && x !== undefined)) as ValoriNucleo

/** Words of the codes that an extract would say in words. */
async function parole(
  ctx: Ctx,
  giorno: string,
  voci: readonly (readonly [lista: string, codice: unknown])[],
): Promise<Map<string, string>> {
  const chieste = voci.flatMap(([lista, codice]) => (typeof codice === 'string' ? [{ lista, codice }] : []))
  const { rows } = await sql<{ lista: string; codice: string; nome: string | null }>`
    select c.lista, c.codice, kernel.voce_etichetta(c.lista, c.codice, ${giorno}::date, null) as nome
      from jsonb_to_recordset(${JSON.stringify(chieste)}::jsonb) as c(lista text, codice text)`.execute(ctx.tx)
  return new Map(rows.flatMap((r) => (r.nome ? [[`${r.lista}:${r.codice}`, r.nome] as const] : [])))
}

async function inNucleo(ctx: Ctx, d: DomandaRaccolta, e: Esito, protocollo: string): Promise<Nucleo> {
  const { membri } = await leggiDichiarato(ctx, d.id)
  // whole: the caso leaves out what must not be said by itself, when it is read
  const { rows } = await sql<{
    dati: Valori
  }>`select dati from domanda_raccolta_nucleo where domanda_id = ${d.id}`.execute(ctx.tx)
  const casa = rows[0]?.dati ?? {}
  const nomi = await parole(
    ctx,
    d.presentataIl,
    membri.flatMap((m) => [
      ['parentela', m.valori.parentela] as const,
      ['titolo-studio', m.valori.titoloStudio] as const,
      ['condizione-lavorativa', m.valori.condizione] as const,
    ]),
  )
  const parola = (lista: string, codice: Valori[string] | undefined) =>
    typeof codice === 'string' ? (nomi.get(`${lista}:${codice}`) ?? codice) : undefined
  return {
    protocollo,
    richiedente: d.codiceFiscale!,
    valori: pieni({
      presentataIl: d.presentataIl,
      riconosciutaIl: e.giorno,
      beneficio: e.finitoIl ? 'terminato' : 'riconosciuto',
      beneficioDal: e.finitoIl ?? e.giorno,
      mensile: e.mensile,
      indirizzo: casa.indirizzo,
      cap: casa.cap,
      ...Object.fromEntries(Object.entries(casa).filter(([k]) => isFattoDelNucleo(k))),
    }),
    componenti: membri.map(({ valori: v }, n) => ({
      codiceFiscale: String(v.codiceFiscale),
      valori: pieni({
        codiceFiscale: v.codiceFiscale,
        cognome: v.cognome,
        nome: v.nome,
        dataNascita: v.dataNascita,
        sesso: v.sesso,
        parentela: n === 0 ? 'Richiedente' : parola('parentela', v.parentela),
        nazionalita: v.cittadinanza,
        titoloStudio: parola('titolo-studio', v.titoloStudio),
        occupazione: parola('condizione-lavorativa', v.condizione),
        qualifica: v.professione,
        ...(n === 0 ? { telefono: casa.telefono, email: casa.email } : {}),
        // the facts of one member, by the names that casi give them
        ...Object.fromEntries(
          Object.entries(v).flatMap(([k, x]) =>
            k.startsWith('componente.') ? [[k.slice('componente.'.length), x]] : [],
          ),
        ),
      }),
    })),
  }
}

async function apriCaso(ctx: Ctx, d: DomandaRaccolta, e: Esito): Promise<void> {
  const protocollo = e.protocollo ?? d.numero
  const { rows: gia } = await sql<{ id: string; raccolta: string | null }>`
    select x.id, (select r.id from domanda_raccolta r where r.domanda_id = x.id) as raccolta from domanda x
     where x.comune_id = ${d.comuneId} and x.misura_id = ${d.misuraId} and x.protocollo = ${protocollo}`.execute(ctx.tx)
  if (gia[0]?.raccolta) throw erroreDiCampo('protocollo', 'Questo protocollo è già di un’altra domanda: ricontrollalo.')
  // an extract has brought it before its outcome came: it is the same
  const nuovi = gia[0]
    ? []
    : await inserisciNuclei(ctx, { id: null, misuraId: d.misuraId, estrattoIl: ctx.oggi() }, [
        { comuneId: d.comuneId, versioneId: d.versioneId, nucleo: await inNucleo(ctx, d, e, protocollo) },
      ])
  const { rows } = await sql<{ id: string; casoId: string }>`
    select x.id, c.id as caso_id from domanda x join caso c on c.domanda_id = x.id where ${gia[0] ? sql`x.id = ${gia[0].id}` : sql`c.id = any (${nuovi})`}`.execute(
    ctx.tx,
  )
  const { id: domandaId, casoId } = rows[0]!
  await sql`update domanda_raccolta set stato = 'accolta', stato_dal = kernel.oggi(), esito_il = ${e.giorno}, domanda_id = ${domandaId}, mensile = ${e.mensile}, protocollo = ${protocollo},
      scade = null, preavviso = 0, versione = versione + 1 where id = ${d.id}`.execute(ctx.tx)
  const passi = [
    { evento: 'domanda-inviata', giorno: d.inviataIl },
    { evento: 'esito-domanda', giorno: e.giorno },
  ].filter((p) => p.giorno !== null)
  await sql`insert into caso_evento (comune_id, caso_id, evento, giorno, origine, origine_id)
    select ${d.comuneId}, ${casoId}, p.evento, p.giorno, 'domanda', ${d.id} from jsonb_to_recordset(${JSON.stringify(passi)}::jsonb) as p(evento text, giorno date)`.execute(
    ctx.tx,
  )
  await sql`update domanda_componente m set persona_id = r.persona_id, collegamento = r.collegamento from domanda_raccolta_componente r
    where m.domanda_id = ${domandaId} and r.domanda_id = ${d.id} and r.tolto_il is null and r.codice_fiscale_chiave = m.codice_fiscale_chiave
      and r.collegamento in ('confermato', 'codice-fiscale', 'escluso') and m.persona_id is null`.execute(ctx.tx)
  await collegaPersone(ctx, [casoId])
  await collegaRichiedenti(ctx, [casoId])
  if (e.finitoIl) {
    const caso = await bloccaCaso(ctx, casoId)
    if (impedimentoCaso('termina', caso.stato) === null)
      await muoviCaso(ctx, caso, 'termina', { giorno: e.finitoIl, motivo: 'Riportato: il beneficio era già finito' })
    return
  }
  await ricalcola(ctx, [casoId])
  await sql`select accesso.avvisa_chi_puo('caso.assegna', ${ctx.ambito}, ${d.comuneId}, 'Una domanda è stata accolta: c’è un nucleo da assegnare.', '/casi')`.execute(
    ctx.tx,
  )
}
