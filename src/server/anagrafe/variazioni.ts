// The inbox of registry changes: what a file proposed, taken into the record by the functions of the handlers, in the name
// of whoever accepts. Each one in its own savepoint: what cannot be taken says why, and the others go on.
import { type RawBuilder, sql } from 'kysely'
import { CLASSE_SEGRETA } from '../../shared/anagrafe/fatti.ts'
import type { PersonaBreve } from '../../shared/anagrafe/persone.api.ts'
import { variazioniApi } from '../../shared/anagrafe/variazioni.api.ts'
import {
  type GenereVariazione,
  generiVariazione,
  transizioniVariazione,
} from '../../shared/anagrafe/variazioni.rules.ts'
import type { FileReply, Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, Problem, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { Ctx } from '../kernel/context.ts'
import { toProblem } from '../kernel/errors.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import { scriviFoglioLungo, TIPO_XLSX } from '../kernel/tabelle/scrivi.ts'
import { nomiUtenti } from './fatti.ts'
import { inFrase } from './importa-persone.ts'
import { vincoliImportazione } from './importa-vincoli.ts'
import { colonneBrevi } from './ricerca.ts'
import { conPersona } from './scelte.ts'
import { applica, type DaEsaminare } from './variazioni-applica.ts'
import { ridisegna, Superata } from './variazioni-superate.ts'

type Api = typeof variazioniApi
type Voce = Output<Api['list']>['voci'][number]
type Filtri = Input<Api['esporta']>

// ---- reading -----------------------------------------------------------------------------------------------------------

function dove(ctx: Ctx, f: Filtri): RawBuilder<unknown> {
  const cond = [sql`v.ambito_id = ${ctx.ambito}`]
  if (f.stato === 'da-esaminare')
    cond.push(sql`(v.stato = 'proposta' or (v.stato = 'rinviata' and v.rinviata_al <= ${ctx.oggi()}::date))`)
  else if (f.stato) cond.push(sql`v.stato = ${f.stato}`)
  if (f.genere) cond.push(sql`v.genere = ${f.genere}`)
  if (f.importazione) cond.push(sql`v.importazione_id = ${f.importazione}`)
  return sql.join(cond, sql` and `)
}

type Riga = Omit<Voce, 'persona' | 'protetta' | 'decisaDa'> &
  PersonaBreve & { variazioneId: string; decisaDa: string | null; classe: string | null; quando: string }

async function leggiRighe(ctx: Ctx, f: Filtri, oltre: readonly string[] | undefined, limite: number): Promise<Riga[]> {
  const { rows } = await sql<Riga>`
    select v.id as variazione_id, v.genere, v.giorno, v.stato, v.rinviata_al, v.classe, v.ridisegnata_il is not null as cambiata, d.differenze, d.motivo, m.nome_file, v.riga, v.versione, v.proposta_il, v.decisa_il, v.decisa_da,
           v.proposta_il::text as quando, ${colonneBrevi}
      from variazione v join variazione_dettaglio d on d.variazione_id = v.id join importazione_cartella m on m.id = v.importazione_id
      ${conPersona('v.persona_id', 'p')}
     where ${dove(ctx, f)} ${oltre ? sql`and (v.proposta_il, v.id) > (${oltre[0]}::timestamptz, ${oltre[1]}::uuid)` : sql``}
     order by v.proposta_il, v.id limit ${limite}`.execute(ctx.tx)
  return rows
}

const voce = (r: Riga, nomi: ReadonlyMap<string, string>): Voce => ({
  id: r.variazioneId,
  persona: {
    id: r.id,
    cognome: r.cognome,
    nome: r.nome,
    specie: r.specie,
    sesso: r.sesso,
    dataNascita: r.dataNascita,
    nascitaPresunta: r.nascitaPresunta,
    codiceFiscale: r.codiceFiscale,
    decesso: r.decesso,
    comuneId: r.comuneId,
    comune: r.comune,
  },
  genere: r.genere,
  giorno: r.giorno,
  stato: r.stato,
  rinviataAl: r.rinviataAl,
  protetta: r.classe === 'indirizzo-segreto',
  cambiata: r.cambiata,
  differenze: r.differenze,
  motivo: r.motivo,
  nomeFile: r.nomeFile,
  riga: r.riga,
  versione: r.versione,
  propostaIl: r.propostaIl,
  decisaIl: r.decisaIl,
  decisaDa: nomi.get(r.decisaDa ?? '') ?? null,
})

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const rows = await leggiRighe(ctx, i, leggiCursore(i.dopo, 2), limite + 1)
  const nomi = await nomiUtenti(
    ctx,
    rows.map((r) => r.decisaDa),
  )
  const p = pagina(rows, limite, (r) => [r.quando, r.variazioneId])
  return { voci: p.voci.map((r) => voce(r, nomi)), prossima: p.prossima }
}

const IN_UN_FOGLIO = 10_000

async function esporta(ctx: Ctx, i: Filtri): Promise<FileReply> {
  const rows = await leggiRighe(ctx, i, undefined, IN_UN_FOGLIO)
  const colonne = [
    { titolo: 'Persona', larghezza: 30 },
    { titolo: 'Codice fiscale', larghezza: 18 },
    { titolo: 'Variazione', larghezza: 20 },
    { titolo: 'Dal', formato: 'data' as const, larghezza: 12 },
    { titolo: 'Che cosa cambia', larghezza: 80 },
    { titolo: 'Stato', larghezza: 14 },
  ]
  const valori = rows.map((r) => [
    `${r.cognome} ${r.nome}`,
    r.codiceFiscale,
    generiVariazione[r.genere as GenereVariazione],
    r.giorno,
    r.differenze.map((d) => `${d.etichetta}: ${d.prima ? `${d.prima} → ` : ''}${d.dopo}`).join('; '),
    r.stato,
  ])
  return {
    nome: `variazioni-${ctx.oggi()}.xlsx`,
    tipo: TIPO_XLSX,
    contenuto: scriviFoglioLungo({ nome: 'Variazioni', colonne }, valori),
    persone: rows.map((r) => r.id),
  }
}

// ---- deciding ------------------------------------------------------------------------------------------------------------

async function getVariazione(ctx: Ctx, id: string): Promise<DaEsaminare> {
  const { rows } = await sql<DaEsaminare>`
    select v.id, v.stato, v.genere, kernel.principale(v.persona_id) as persona_id, v.giorno, v.classe, v.versione, d.prima, d.dopo
      from variazione v join variazione_dettaglio d on d.variazione_id = v.id where v.id = ${id} for update of v`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

type Atto = keyof typeof transizioniVariazione

async function esamina(
  ctx: Ctx,
  ids: readonly string[],
  atto: Atto,
  fai: (v: DaEsaminare) => Promise<void>,
  o: { al?: string; motivo?: string } = {},
): Promise<Output<Api['accetta']>> {
  const nonRiuscite: { id: string; motivo: string }[] = []
  let fatte = 0
  for (const id of [...new Set(ids)]) {
    await sql`savepoint variazione`.execute(ctx.tx)
    try {
      const v = await getVariazione(ctx, id)
      const stato = assertTransizione(transizioniVariazione, atto, v.stato)
      await fai(v)
      await sql`update variazione set stato = ${stato}, rinviata_al = ${o.al ?? null}, decisa_il = kernel.adesso(), decisa_da = kernel.utente(), versione = versione + 1 where id = ${id}`.execute(
        ctx.tx,
      )
      if (o.motivo)
        await sql`update variazione_dettaglio set motivo = ${o.motivo} where variazione_id = ${id}`.execute(ctx.tx)
      await sql`release savepoint variazione`.execute(ctx.tx)
      fatte++
    } catch (e) {
      const p = e instanceof Problem ? e : toProblem(e, vincoliImportazione)
      await sql`rollback to savepoint variazione`.execute(ctx.tx)
      if (!p || p.status >= 500) throw e
      nonRiuscite.push({ id, motivo: p instanceof Superata ? await ridisegna(ctx, id, p) : inFrase(p) || p.message })
    }
  }
  return { fatte, nonRiuscite }
}

const accetta = (ctx: Ctx, i: Input<Api['accetta']>) =>
  esamina(ctx, i.ids, 'accetta', async (v) => {
    const vista = i.versioni?.[v.id]
    if (vista !== undefined && vista !== v.versione) throw problem('versione-superata')
    await applica(ctx, v)
  })
/** In one transaction: as many as are written before somebody waiting would think that it is stuck. */
const LOTTO = 100

/** Not for the many: what concerns a secret address, changed by hand, and what the sheet has overtaken, which is to be looked at. */
async function accettaTutte(ctx: Ctx, i: Input<Api['accettaTutte']>): Promise<Output<Api['accettaTutte']>> {
  const { dopo, ...filtri } = i
  const oltre = leggiCursore(dopo, 2)
  const { rows } = await sql<{ id: string; quando: string }>`
    select v.id, v.proposta_il::text as quando from variazione v
     where ${dove(ctx, { ...filtri, stato: 'da-esaminare' })} and v.classe is distinct from ${CLASSE_SEGRETA} and v.ridisegnata_il is null
       ${oltre ? sql`and (v.proposta_il, v.id) > (${oltre[0]}::timestamptz, ${oltre[1]}::uuid)` : sql``}
     order by v.proposta_il, v.id limit ${LOTTO + 1}`.execute(ctx.tx)
  const { voci, prossima } = pagina(rows, LOTTO, (r) => [r.quando, r.id])
  const { fatte, nonRiuscite } = await esamina(
    ctx,
    voci.map((v) => v.id),
    'accetta',
    (v) => applica(ctx, v),
  )
  return { fatte, restano: nonRiuscite.length, prossima }
}

const rifiuta = (ctx: Ctx, i: Input<Api['rifiuta']>) =>
  esamina(ctx, i.ids, 'rifiuta', async () => {}, { motivo: i.motivo.trim() })
async function rinvia(ctx: Ctx, i: Input<Api['rinvia']>): Promise<Output<Api['rinvia']>> {
  if (i.al <= ctx.oggi()) throw erroreDiCampo('al', 'Scegli un giorno dopo oggi.')
  return esamina(ctx, i.ids, 'rinvia', async () => {}, { al: i.al })
}

export const variazioniRotte = rotte(variazioniApi, { list, esporta, accetta, accettaTutte, rifiuta, rinvia })
