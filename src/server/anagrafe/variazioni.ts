// The inbox of registry changes: what a file proposed, taken into the record by the functions of the handlers, in the name
// of whoever accepts. Each one in its own savepoint: what cannot be taken says why, and the others go on.
import { type RawBuilder, sql } from 'kysely'
import type { PersonaBreve } from '../../shared/anagrafe/persone.api.ts'
import { variazioniApi } from '../../shared/anagrafe/variazioni.api.ts'
import {
  type GenereVariazione,
  generiVariazione,
  type StatoVariazione,
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
import { correggi, nomiUtenti, registra } from './fatti.ts'
import { controllaGeneralita } from './generalita.ts'
import { inFrase } from './importa-persone.ts'
import { vincoliImportazione } from './importa-vincoli.ts'
import { apriNucleo, esce, scriviComponente } from './nuclei.ts'
import { inserisciPersona } from './persone.ts'
import { registraRelazione } from './relazioni.ts'
import { colonneBrevi } from './ricerca.ts'
import { conPersona, principaleDi } from './scelte.ts'
import type { Dopo } from './variazioni-scrittura.ts'

type Api = typeof variazioniApi
type Voce = Output<Api['list']>['voci'][number]
type Filtri = Input<Api['esporta']>

const FONTE = 'anagrafe'
const giornoPrima = (g: string) => new Date(Date.parse(g) - 86_400_000).toISOString().slice(0, 10)

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
    select v.id as variazione_id, v.genere, v.giorno, v.stato, v.rinviata_al, v.classe, d.differenze, d.motivo, m.nome_file, v.riga, v.proposta_il, v.decisa_il, v.decisa_da,
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
  differenze: r.differenze,
  motivo: r.motivo,
  nomeFile: r.nomeFile,
  riga: r.riga,
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

interface DaEsaminare {
  id: string
  stato: StatoVariazione
  genere: GenereVariazione
  personaId: string
  giorno: string | null
  classe: string | null
  dopo: Dopo
}

async function getVariazione(ctx: Ctx, id: string): Promise<DaEsaminare> {
  const { rows } = await sql<DaEsaminare>`
    select v.id, v.stato, v.genere, kernel.principale(v.persona_id) as persona_id, v.giorno, v.classe, d.dopo
      from variazione v join variazione_dettaglio d on d.variazione_id = v.id where v.id = ${id} for update of v`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

const DA_INDIRIZZO = ['residenza', 'domicilio', 'recapito']

/** An address that must not be told changes by the hand of who knows why. */
async function assertNonSegreto(ctx: Ctx, v: DaEsaminare) {
  const tocca =
    v.dopo.famiglia || v.dopo.nascita?.famiglia || (v.dopo.fatto && DA_INDIRIZZO.includes(v.dopo.fatto.tipo))
  if (!tocca) return
  const { rows } =
    await sql`select 1 from accesso.indirizzo_segreto(accesso.stessa_persona(${v.personaId})) limit 1`.execute(ctx.tx)
  if (rows.length > 0 || v.classe === 'indirizzo-segreto')
    throw problem('regola-non-rispettata', {
      detail: 'Questa variazione non si accetta da qui: aggiorna a mano la scheda della persona.',
    })
}

async function scriviFattoProposto(ctx: Ctx, v: DaEsaminare, f: NonNullable<Dopo['fatto']>) {
  const base = { id: v.personaId, tipo: f.tipo, dati: f.dati, dal: f.dal ?? null, al: f.al ?? null, fonte: FONTE }
  const { rows } = await sql<{ id: string; dal: string | null }>`
    select id, dal from persona_fatto where persona_id = any (accesso.stessa_persona(${v.personaId})) and tipo = ${f.tipo} and sostituito_il is null
     order by dal desc nulls last limit 1`.execute(ctx.tx)
  const ora = rows[0]
  // names and a wrong date of death are corrected; what changes with time follows what was there
  if (ora && (f.tipo === 'generalita' || f.tipo === 'decesso'))
    return correggi(ctx, {
      ...base,
      dal: f.tipo === 'generalita' ? ora.dal : base.dal,
      fatto: ora.id,
      motivo: 'Variazione anagrafica',
    })
  return registra(ctx, base)
}

async function cambiaFamiglia(ctx: Ctx, personaId: string, f: NonNullable<Dopo['famiglia']>) {
  const { rows: correnti } = await sql<{ id: string; nucleoId: string; riferimento: string | null }>`
    select c.id, c.nucleo_id, n.riferimento from nucleo_componente c join nucleo n on n.id = c.nucleo_id and n.tipo = 'anagrafico'
     where c.persona_id = any (accesso.stessa_persona(${personaId})) and c.sostituito_il is null and c.al is null`.execute(
    ctx.tx,
  )
  if (correnti.some((c) => c.riferimento === f.codice)) return
  if (correnti.length > 0 && !f.dal)
    throw erroreDiCampo('dal', 'Manca il giorno del cambio di famiglia: registralo a mano dal nucleo.')
  for (const c of correnti)
    await esce(ctx, { id: c.nucleoId, componente: c.id, al: giornoPrima(f.dal!), motivo: 'Variazione anagrafica' })
  const { rows } = await sql<{ id: string }>`
    select n.id from nucleo n join persona p on p.id = ${personaId} and n.comune_id = p.comune_id where n.tipo = 'anagrafico' and n.riferimento = ${f.codice}`.execute(
    ctx.tx,
  )
  const nucleoId =
    rows[0]?.id ??
    (await apriNucleo(ctx, { personaId, tipo: 'anagrafico', fonte: FONTE, riferimento: f.codice, dal: f.dal }))
  await scriviComponente(ctx, nucleoId, { personaId, parentela: f.parentela, intestatario: f.intestatario, dal: f.dal })
}

async function nasce(ctx: Ctx, v: DaEsaminare, n: NonNullable<Dopo['nascita']>) {
  const dati = await controllaGeneralita(ctx, n.generalita, 'Variazione anagrafica')
  const { rows } = await sql<{ comuneId: string }>`select comune_id from persona where id = ${v.personaId}`.execute(
    ctx.tx,
  )
  const comune = rows[0]!.comuneId
  const figlio = await inserisciPersona(ctx, comune, { dati, fonte: FONTE })
  if (n.codice)
    await sql`insert into persona_origine (comune_id, persona_id, sistema, codice) values (${comune}, ${figlio}, ${n.sistema}, ${n.codice})`.execute(
      ctx.tx,
    )
  for (const genitore of n.genitori) {
    const di = await principaleDi(ctx, genitore)
    await registraRelazione(ctx, figlio, { specie: 'filiazione', tipo: 'naturale', a: di, b: figlio, fonte: FONTE })
  }
  if (n.famiglia)
    await cambiaFamiglia(ctx, figlio, { ...n.famiglia, ...(v.giorno && !n.famiglia.dal ? { dal: v.giorno } : {}) })
}

async function applica(ctx: Ctx, v: DaEsaminare) {
  await assertNonSegreto(ctx, v)
  const { fatto, famiglia, unione, nascita } = v.dopo
  if (fatto) await scriviFattoProposto(ctx, v, fatto)
  if (famiglia) await cambiaFamiglia(ctx, v.personaId, famiglia)
  if (nascita) await nasce(ctx, v, nascita)
  if (unione)
    await registraRelazione(ctx, v.personaId, {
      specie: 'unione',
      tipo: 'matrimonio',
      a: v.personaId,
      b: await principaleDi(ctx, unione.con),
      dal: unione.dal,
      fonte: FONTE,
    })
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
      nonRiuscite.push({ id, motivo: inFrase(p) || p.message })
    }
  }
  return { fatte, nonRiuscite }
}

const accetta = (ctx: Ctx, i: Input<Api['accetta']>) => esamina(ctx, i.ids, 'accetta', (v) => applica(ctx, v))
const rifiuta = (ctx: Ctx, i: Input<Api['rifiuta']>) =>
  esamina(ctx, i.ids, 'rifiuta', async () => {}, { motivo: i.motivo.trim() })
async function rinvia(ctx: Ctx, i: Input<Api['rinvia']>): Promise<Output<Api['rinvia']>> {
  if (i.al <= ctx.oggi()) throw erroreDiCampo('al', 'Scegli un giorno dopo oggi.')
  return esamina(ctx, i.ids, 'rinvia', async () => {}, { al: i.al })
}

export const variazioniRotte = rotte(variazioniApi, { list, esporta, accetta, rifiuta, rinvia })
