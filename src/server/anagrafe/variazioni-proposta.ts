// A lot of a file of registry changes against the record: what differs becomes a proposal, once; who is not in the record
// is counted and left, nothing of him is stored. Queries are for the lot, never for a row.
import { sql } from 'kysely'
import { CLASSE_SEGRETA, type NomeFatto, tipoFatto } from '../../shared/anagrafe/fatti.ts'
import { type DatiRiga, type FattoRiga, fattoDi } from '../../shared/anagrafe/importa-riga.rules.ts'
import type { GenereVariazione } from '../../shared/anagrafe/variazioni.rules.ts'
import { Problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertDate, assertDati } from './fatti.ts'
import { cosaSiSa, diceLoStesso, generalitaDi, type Noto, riconosci } from './importa-identita.ts'
import { type Importazione, inFrase } from './importa-persone.ts'
import { mostrateDaSe } from './ricerca-fonti.ts'
import { inDifferenze, type Proposta, scriviProposte } from './variazioni-scrittura.ts'

export interface RigaLettaFile {
  riga: number
  celle: string[]
  dati: DatiRiga
  errori: string[]
}

export interface Conti {
  proposte: number
  giaProposte: number
  sconosciute: number
  senzaNovita: number
  rifiutate: { riga: number; celle: string[]; motivi: string[] }[]
}

const DA_INDIRIZZO: readonly NomeFatto[] = ['residenza', 'domicilio', 'recapito']

/** Those found neither by code nor by codice fiscale: by name and birth, when only one answers. */
async function perNome(ctx: Ctx, righe: readonly DatiRiga[]): Promise<(d: DatiRiga) => string | undefined> {
  const chieste = righe.map(generalitaDi).filter((g) => g.cognome && g.nome && g.dataNascita)
  const { rows } = await sql<{ cognome: string; nome: string; dataNascita: string; ids: string[]; codice: boolean }>`
    with c as materialized (
      select x.*, kernel.normalizza(x.cognome) as cognome_chiave, kernel.normalizza(x.nome) as nome_chiave
        from jsonb_to_recordset(${JSON.stringify(chieste)}::jsonb) as x(cognome text, nome text, "dataNascita" date)
    )
    -- one name at a time, each from the index: a key that is computed inside the join reaches none under row-level security
    select c.cognome, c.nome, c."dataNascita" as data_nascita, array_agg(distinct p.id) as ids, bool_or(p.codice) as codice
      from c cross join lateral (
        select p.id, p.codice_fiscale is not null as codice from persona p
         where p.ambito_id = ${ctx.ambito} and p.cognome_chiave = c.cognome_chiave and p.nome_chiave = c.nome_chiave
           and p.data_nascita = c."dataNascita" and ${mostrateDaSe} offset 0) p
     group by 1, 2, 3`.execute(ctx.tx)
  const chiave = (g: { cognome: string; nome: string; dataNascita: string | null }) =>
    `${g.cognome}|${g.nome}|${g.dataNascita}`
  const trovate = new Map(rows.map((r) => [chiave(r), r]))
  return (d) => {
    const g = generalitaDi(d)
    const r = trovate.get(chiave(g))
    // two different codici fiscali are two persons
    return r && r.ids.length === 1 && !(g.codiceFiscale && r.codice) ? r.ids[0] : undefined
  }
}

/** For a newborn: the household of the record where he enters, and its person of reference. */
async function famiglieNote(ctx: Ctx, comune: string, codici: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ riferimento: string; personaId: string }>`
    select distinct on (n.riferimento) n.riferimento, kernel.principale(c.persona_id) as persona_id
      from nucleo n join nucleo_componente c on c.nucleo_id = n.id and c.sostituito_il is null and c.al is null
     where n.tipo = 'anagrafico' and n.comune_id = ${comune} and n.riferimento = any (${codici as string[]}) order by n.riferimento, c.intestatario desc, c.id`.execute(
    ctx.tx,
  )
  return new Map(rows.map((r) => [r.riferimento, r.personaId]))
}

async function unioniNote(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ a: string; b: string }>`
    select kernel.principale(r.persona_a) as a, kernel.principale(r.persona_b) as b from relazione r
     where r.specie = 'unione' and r.tipo in ('matrimonio', 'unione-civile') and r.sostituito_il is null and r.al is null
       and (r.persona_a = any (${ids as string[]}) or r.persona_b = any (${ids as string[]}))`.execute(ctx.tx)
  return new Set(rows.flatMap((r) => [`${r.a} ${r.b}`, `${r.b} ${r.a}`]))
}

const genereDi = (f: FattoRiga, noto: Noto): GenereVariazione => {
  if (f.tipo === 'decesso' || f.tipo === 'generalita' || f.tipo === 'stato-civile') return f.tipo
  if (f.tipo !== 'residenza') return 'altro'
  const altrove = f.dati.estero || (typeof f.dati.comune === 'string' && f.dati.comune !== noto.comuneId)
  return altrove ? 'trasferimento' : 'indirizzo'
}

/** What is known of the same kind, on the day the row speaks of. */
const attuale = (noto: Noto, tipo: NomeFatto) => noto.fatti.filter((x) => x.tipo === tipo).at(-1)

function difettiDate(ctx: Ctx, d: DatiRiga, noto: Noto): string[] {
  const motivi: string[] = []
  const nascita = generalitaDi(d).dataNascita ?? attuale(noto, 'generalita')?.dati.dataNascita
  for (const f of d.fatti) {
    try {
      assertDati(f.tipo, f.tipo === 'generalita' ? { ...attuale(noto, 'generalita')?.dati, ...f.dati } : f.dati)
      assertDate(ctx, { dal: f.dal ?? d.data, al: f.al })
    } catch (e) {
      if (!(e instanceof Problem)) throw e
      motivi.push(inFrase(e))
    }
    if (f.tipo === 'decesso' && typeof nascita === 'string' && f.dal && f.dal < nascita)
      motivi.push('Il decesso viene prima della nascita.')
  }
  return motivi
}

function confronta(
  r: RigaLettaFile,
  personaId: string,
  noto: Noto,
  coniuge: string | undefined,
  sposati: ReadonlySet<string>,
): { proposte: Proposta[]; motivi: string[] } {
  const d = r.dati
  const base = { riga: r.riga, personaId, comuneId: noto.comuneId }
  const motivi: string[] = []
  const proposte: Proposta[] = []
  for (const f of d.fatti) {
    const suoi = noto.fatti.filter((x) => x.tipo === f.tipo)
    const ora = suoi.at(-1)
    const uguale =
      f.tipo === 'decesso'
        ? ora !== undefined && ora.dal === f.dal
        : tipoFatto(f.tipo).singolo
          ? ora !== undefined && diceLoStesso(ora.dati, f.dati)
          : suoi.some((x) => diceLoStesso(x.dati, f.dati))
    if (uguale) continue
    const dal = f.dal ?? d.data
    if (tipoFatto(f.tipo).singolo && f.tipo !== 'decesso' && f.tipo !== 'generalita' && ora && !dal) {
      motivi.push(`«${tipoFatto(f.tipo).nome}» è cambiato, e manca la data da cui vale.`)
      continue
    }
    const { classe } = tipoFatto(f.tipo)
    const protetto = noto.segreto && DA_INDIRIZZO.includes(f.tipo)
    const scritto = (dati: FattoRiga['dati']) => ({
      fatto: { tipo: f.tipo, dati, ...(dal && { dal }), ...(f.al && { al: f.al }) },
    })
    proposte.push({
      ...base,
      genere: genereDi(f, noto),
      giorno: dal ?? null,
      classe: protetto ? CLASSE_SEGRETA : classe,
      // of a secret address not even the public one is repeated
      prima: ora && !protetto && tipoFatto(f.tipo).singolo ? { tipo: ora.tipo, dati: ora.dati, dal: ora.dal } : null,
      // what the file says and no more: the rest of the sheet is as it will be on the day one accepts
      dopo: scritto(f.dati),
      ...(f.tipo === 'generalita' && ora && { intera: scritto({ ...ora.dati, ...f.dati }) }),
    })
  }
  if (d.famiglia && !noto.famiglie.some((x) => x.riferimento === d.famiglia!.codice)) {
    const prima = noto.famiglie[0]
    proposte.push({
      ...base,
      genere: 'famiglia',
      giorno: d.famiglia.dal ?? d.data ?? null,
      classe: noto.segreto ? CLASSE_SEGRETA : null,
      prima: prima ? { famiglia: prima.riferimento, parentela: prima.parentela } : null,
      dopo: { famiglia: { ...d.famiglia, ...(!d.famiglia.dal && d.data ? { dal: d.data } : {}) } },
    })
  }
  if (coniuge && coniuge !== personaId && !sposati.has(`${personaId} ${coniuge}`)) {
    const dal = fattoDi(d, 'stato-civile')?.dal ?? d.data
    proposte.push({
      ...base,
      genere: 'unione',
      giorno: dal ?? null,
      classe: null,
      prima: null,
      dopo: { unione: { con: coniuge, ...(dal && { dal }) } },
    })
  }
  return { proposte, motivi }
}

const UN_ANNO = 366 * 86_400_000

export async function proponi(ctx: Ctx, imp: Importazione, righe: readonly RigaLettaFile[]): Promise<Conti> {
  const conti: Conti = { proposte: 0, giaProposte: 0, sconosciute: 0, senzaNovita: 0, rifiutate: [] }
  const dati = righe.map((r) => r.dati)
  const noti = await riconosci(ctx, imp, dati)
  const nome = await perNome(ctx, dati)
  const chi = dati.map((d) => {
    const cf = generalitaDi(d).codiceFiscale
    return (d.codice && noti.perCodice.get(d.codice)) || (cf && noti.perCodiceFiscale.get(cf)) || nome(d)
  })
  const fiscale = (c: string | undefined) => (c ? noti.perCodiceFiscale.get(c) : undefined)
  const genitori = dati.map((d) => [fiscale(d.madre), fiscale(d.padre)].flatMap((x) => x ?? []))
  const famiglie = await famiglieNote(
    ctx,
    imp.comune,
    dati.flatMap((d) => d.famiglia?.codice ?? []),
  )
  const trovate = chi.flatMap((id) => id || [])
  const sa = await cosaSiSa(ctx, [...trovate, ...genitori.flat(), ...famiglie.values()])
  const sposati = await unioniNote(ctx, trovate)
  const proposte: Proposta[] = []
  for (const [n, r] of righe.entries()) {
    const g = generalitaDi(r.dati)
    const id = chi[n]
    const noto = id ? sa.get(id) : undefined
    if (id && noto) {
      const motivi = [...r.errori, ...difettiDate(ctx, r.dati, noto)]
      const esito =
        motivi.length === 0 ? confronta(r, id, noto, fiscale(r.dati.coniuge), sposati) : { proposte: [], motivi }
      proposte.push(...esito.proposte)
      if (esito.motivi.length > 0) conti.rifiutate.push({ riga: r.riga, celle: r.celle, motivi: esito.motivi })
      else if (esito.proposte.length === 0) conti.senzaNovita++
      continue
    }
    const verso = genitori[n]![0] ?? (r.dati.famiglia && famiglie.get(r.dati.famiglia.codice))
    const capo = verso ? sa.get(verso) : undefined
    const neonato = g.dataNascita !== null && ctx.adesso().getTime() - Date.parse(g.dataNascita) < UN_ANNO
    if (verso && capo && r.errori.length === 0 && neonato && g.nome && g.cognome && g.dataNascita! <= ctx.oggi())
      proposte.push({
        riga: r.riga,
        personaId: verso,
        comuneId: capo.comuneId,
        genere: 'nascita',
        giorno: g.dataNascita,
        classe: capo.segreto ? CLASSE_SEGRETA : null,
        prima: null,
        dopo: {
          nascita: {
            generalita: fattoDi(r.dati, 'generalita')!.dati,
            genitori: genitori[n]!,
            sistema: imp.sistema,
            ...(r.dati.famiglia && { famiglia: r.dati.famiglia }),
            ...(r.dati.codice && { codice: r.dati.codice }),
          },
        },
      })
    else if (r.errori.length > 0 && !r.dati.codice && !g.codiceFiscale && !(g.cognome && g.dataNascita))
      conti.rifiutate.push({ riga: r.riga, celle: r.celle, motivi: r.errori })
    else conti.sconosciute++
  }
  await inDifferenze(ctx, proposte)
  const nuove = await scriviProposte(ctx, imp, proposte)
  return { ...conti, proposte: nuove, giaProposte: proposte.length - nuove }
}
