// The signed-in person: what he may do, on which territory, and his open sessions.
import { sql } from 'kysely'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { type Portata, sessioneApi } from '../../shared/kernel/sessione.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'

/** Why an assignment gives nothing today, in words; null when it does. What is missing of a prepared one is not looked for in a list. */
export function perche(
  a: { stato: string; dal: string; al: string | null; motivoStato: string | null; manca?: string | null },
  oggi: string,
): string | null {
  if (a.stato === 'preparata' && a.al !== null && a.al < oggi) return 'Terminato.'
  if (a.stato === 'preparata' && a.manca === undefined) return 'Preparato, non ancora abilitato: la scheda dice perché.'
  if (a.stato === 'preparata')
    return a.manca ? `Preparato, non abilitato: ${a.manca}.` : 'Preparato: lo abilita l’amministratore dell’ambito.'
  if (a.stato === 'sospesa') return `Sospeso${a.motivoStato ? `: ${a.motivoStato}` : ''}.`
  if (a.stato === 'revocata') return `Revocato${a.motivoStato ? `: ${a.motivoStato}` : ''}.`
  if (a.dal > oggi) return 'Non ancora iniziato.'
  if (a.al !== null && a.al < oggi) return 'Terminato.'
  return null
}

async function leggi(ctx: Ctx): Promise<Output<typeof sessioneApi.leggi>> {
  const { rows: io } = await sql<{
    id: string
    nome: string
    cognome: string
    ambitoId: string | null
  }>`select * from accesso.utente_corrente()`.execute(ctx.tx)
  const mine = io[0]!
  const ambito = mine.ambitoId
    ? await ctx.tx
        .selectFrom('ambito')
        .select(['id', 'codice', 'nome', 'dimostrativo'])
        .where('id', '=', mine.ambitoId)
        .executeTakeFirst()
    : undefined
  const assegnazioni = await ctx.tx
    .selectFrom('assegnazione as a')
    .innerJoin('ruolo as r', 'r.id', 'a.ruoloId')
    .leftJoin('comune as c', 'c.id', 'a.comuneId')
    .select([
      'a.ruoloId',
      'r.nome as ruoloNome',
      'r.territorio as tipo',
      'a.comuneId',
      'c.nome as comune',
      'a.dal',
      'a.al',
      'a.stato',
      'a.motivoStato',
      sql<string | null>`case a.stato when 'preparata' then accesso.atto_mancante(a.ruolo_id, a.comune_id) end`.as(
        'manca',
      ),
    ])
    .where('a.utenteId', '=', ctx.utente)
    .where('a.stato', '<>', 'revocata')
    .orderBy('r.ordine')
    .orderBy('c.nome')
    .execute()
  const azioni = await sql<{
    azioneId: string
    portata: Portata
  }>`select * from accesso.azioni_di(${ctx.utente}, ${ctx.oggi()})`.execute(ctx.tx)
  const { rows: sezioni } = await sql<{
    codice: string
    nome: string
    delegabile: boolean
    nazionale: boolean
    aperti: string[]
    norma: string | null
    azioni: string[]
  }>`
    select s.id as codice, s.nome, s.delegabile, accesso.sezione_aperta(s.id, ${ctx.oggi()}) as nazionale,
           array(select c.nome from unnest(accesso.comuni_aperti(s.id)) x join comune c on c.id = x order by c.nome) as aperti,
           (select norma from sezione_apertura p where p.sezione_id = s.id and ${ctx.oggi()} between p.dal and coalesce(p.al, 'infinity')) as norma,
           array(select a.id from azione a where a.sezione_id = s.id and a.id = any (${azioni.rows.map((a) => a.azioneId)}::text[]) order by 1) as azioni
      from sezione s order by s.ordine`.execute(ctx.tx)
  const { rows: affidati } = ambito
    ? await sql<{
        id: string
        nome: string
        azioni: string[]
      }>`select * from accesso.ambiti_affidati(${ctx.oggi()})`.execute(ctx.tx)
    : { rows: [] }
  const { rows: conto } = await sql<{ n: number; scade: string }>`
    select (select count(*) from kernel.notifica where letta is null) as n,
           (select max(scade_il) from accesso.sessioni_di_utente() where id = nullif(current_setting('app.sessione', true), '')::uuid) as scade`.execute(
    ctx.tx,
  )
  return {
    utente: { id: mine.id, nome: mine.nome, cognome: mine.cognome },
    ambito: ambito ?? null,
    assegnazioni: assegnazioni.map((a) => ({
      ruolo: a.ruoloId,
      ruoloNome: a.ruoloNome,
      territorio: a.comune
        ? `Comune di ${a.comune}`
        : a.tipo === 'nazionale'
          ? 'tutto il territorio nazionale'
          : 'tutto l’ambito',
      comuneId: a.comuneId,
      dal: a.dal,
      al: a.al,
      nonEfficacePerche: perche(a, ctx.oggi()),
    })),
    azioni: Object.fromEntries(azioni.rows.map((a) => [a.azioneId, a.portata])),
    sezioni: ambito
      ? sezioni.map((s) => ({
          codice: s.codice,
          nome: s.nome,
          comuniAperti: s.aperti,
          spiegazione: [spiega(s), affidanti(affidati, s.azioni)].join(''),
          azioni: s.azioni,
        }))
      : [],
    affidati,
    notificheDaLeggere: conto[0]!.n,
    scadeIl: conto[0]!.scade,
  }
}

/** Who lets one work in a section from outside. */
function affidanti(affidati: { nome: string; azioni: string[] }[], azioni: string[]): string {
  const nomi = affidati.filter((a) => a.azioni.some((x) => azioni.includes(x))).map((a) => a.nome)
  return nomi.length > 0 ? ` Affidano il loro lavoro al tuo ambito: ${nomi.join(', ')}.` : ''
}

function spiega(s: { nazionale: boolean; aperti: string[]; norma: string | null; delegabile: boolean }): string {
  if (!s.nazionale)
    return `Chiusa su tutto il territorio nazionale${s.norma ? `: ${s.norma}` : ''}. Gli utenti si possono preparare; i dati si apriranno con l’atto che la attiva.`
  if (s.aperti.length === 0)
    return `Nessun comune dell’ambito è aperto: manca un’adesione registrata${s.delegabile ? ', del comune o, con la sua delega, del soggetto attuatore' : ' del comune'}.`
  return `Aperta per ${s.aperti.length === 1 ? 'un comune' : `${s.aperti.length} comuni`}; negli altri manca l’adesione${s.delegabile ? ' o la delega' : ''}.`
}

async function aperte(ctx: Ctx): Promise<Output<typeof sessioneApi.aperte>> {
  const { rows } = await sql<{
    id: string
    apertaIl: string
    ultimaAttivita: string
    dispositivo: string
    corrente: boolean
  }>`
    select id, aperta_il, ultima_attivita, dispositivo, id = nullif(current_setting('app.sessione', true), '')::uuid as corrente from accesso.sessioni_di_utente()`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

async function esciOvunque(ctx: Ctx): Promise<Output<typeof sessioneApi.esciOvunque>> {
  await sql`select accesso.chiudi_sessioni(null, ${ctx.utente}, 'uscita ovunque', ${ctx.adesso().toISOString()})`.execute(
    ctx.tx,
  )
  return { fatto: true }
}

export const sessioneRotte = rotte(sessioneApi, { leggi, aperte, esciOvunque })
