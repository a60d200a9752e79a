// One folder, read whole: every table of the record, row by row as it is kept and as the reader may see it, and the
// people that its rows name. The rows of the classes that never leave stay behind, whoever exports.
import { sql } from 'kysely'
import { FORMATO_ESPORTAZIONE, VERSIONE_ESPORTAZIONE } from '../../shared/cartella/esportazione.api.ts'
import { type EsitoVerifica, impedimentoLettura } from '../../shared/documenti/documenti.rules.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import {
  CLASSI_CHE_NON_ESCONO,
  datiSenza,
  neiTesti,
  paroleDeiSegnalanti,
  senza,
  TESTI_CON_SEGNALANTE,
} from './segnalanti.ts'
import {
  type FascicoloEsportato,
  type FileEsportato,
  type OperatoreEsportato,
  type Riferimenti,
  type RigaEsportata,
  type Tabella,
  tabelleFascicolo,
} from './tabelle-fascicolo.ts'

export const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
type Presi = Map<string, RigaEsportata[]>

/** Of these one takes what belongs to the whole, which is how it makes sense. */
const INTERI = ['nucleo', 'diario_voce', 'contatto', 'compilazione']

/** Which rows of a table belong to these persons; null where none can be told to. */
function dove(t: Tabella, persone: readonly string[], presi: Presi) {
  const tutte = [...persone]
  if (t.nome === 'persona') return sql`t.id = any (${tutte})`
  if (t.nome === 'relazione') return sql`(t.persona_a = any (${tutte}) or t.persona_b = any (${tutte}))`
  if (t.nome === 'diario_voce')
    return sql`t.id in (select d.voce_id from diario_persona d where d.persona_id = any (${tutte}))`
  if (t.nome === 'compilazione')
    return sql`t.id in (select c.compilazione_id from compilazione_persona c where c.persona_id = any (${tutte}))`
  if (t.nome === 'nucleo')
    return sql`t.id in (select c.nucleo_id from nucleo_componente c where c.persona_id = any (${tutte}))`
  if (t.nome === 'segnalazione')
    return sql`t.id in (select s.segnalazione_id from segnalazione_persona s where s.persona_id = any (${tutte}))`
  if (t.nome === 'appuntamento')
    return sql`t.id in (select a.appuntamento_id from appuntamento_persona a where a.persona_id = any (${tutte}))`
  const intero = t.madri.find((m) => INTERI.includes(m.tabella) && t.nome.startsWith(m.tabella.replace(/_.*/, '_')))
  if (!intero && t.colonne.includes('persona_id')) return sql`t.persona_id = any (${tutte})`
  const madre = intero ?? t.madri.find((m) => m.tabella !== t.nome)
  if (!madre) return null
  const ids = (presi.get(madre.tabella) ?? []).map((r) => r.id as string)
  return sql`${sql.ref(`t.${madre.colonna}`)} = any (${ids}::uuid[])`
}

interface DiChi {
  persone: readonly string[]
  comuneId: string
}

async function righeDi(ctx: Ctx, t: Tabella, di: DiChi, presi: Presi): Promise<RigaEsportata[]> {
  const filtro = dove(t, di.persone, presi)
  if (!filtro) return []
  // what another comune wrote of the same person is of that comune
  const suo = t.colonne.includes('comune_id') ? sql`and t.comune_id = ${di.comuneId}` : sql``
  const segreto = t.colonne.includes('classe')
    ? sql`and (t.classe is null or not t.classe = any (${[...CLASSI_CHE_NON_ESCONO]}))`
    : sql``
  // a purpose may tell of the sheet that asked for it, or that somebody has reported her: it stays with who wrote it
  const taciuto =
    t.nome === 'apertura_fascicolo'
      ? sql`and (t.utente_id = kernel.utente() or t.scheda_id is null and t.motivo <> 'segnalazione-nuova')`
      : sql``
  const ordine = t.serie ? sql`${sql.ref(`t.${t.serie}`)}, ` : sql``
  const { rows } = await sql<{ riga: RigaEsportata }>`
    select to_jsonb(t) as riga from ${sql.table(t.nome)} t where ${filtro} ${segreto} ${taciuto} ${suo} order by ${ordine} to_jsonb(t)::text`.execute(
    ctx.tx,
  )
  return rows.map(({ riga }) => Object.fromEntries(t.colonne.map((c) => [c, riga[c]])))
}

const NOMINANO = ['persona_id', 'componente_id', 'persona_a', 'persona_b', 'da_persona_id', 'unita_a', 'unita_id']

/** Relatives and others that the rows name: who they are, and nothing else of theirs. */
async function aggiungiNominate(ctx: Ctx, presi: Presi) {
  const persone = presi.get('persona') ?? []
  const noti = new Set(persone.map((r) => r.id as string))
  const nominate = new Set<string>()
  for (const righe of presi.values())
    for (const r of righe) for (const c of NOMINANO) if (typeof r[c] === 'string' && !noti.has(r[c])) nominate.add(r[c])
  for (const v of presi.get('diario_voce') ?? [])
    for (const id of v.persone as string[]) if (!noti.has(id)) nominate.add(id)
  if (nominate.size === 0) return
  const { rows } = await sql<{ riga: RigaEsportata }>`
    select to_jsonb(t) as riga from (select id, ambito_id, comune_id, specie, cognome, nome, sesso, data_nascita, nascita_presunta, decesso, riservato_a, creata_il, versione
      from persona where id = any (${[...nominate]})) t order by t.id`.execute(ctx.tx)
  persone.push(...rows.map((r) => r.riga))
}

/**
 * What a row names and the folder does not hold, because it is another's or the reader may not see it: the name is left
 * out, and where a row is nothing without it, the row. It could not be written elsewhere, and would tell that it is there.
 */
function sciogli(tabelle: readonly Tabella[], presi: Presi) {
  const ids = (tabella: string) => new Set((presi.get(tabella) ?? []).map((r) => r.id as string))
  const persone = ids('persona')
  for (const t of tabelle) {
    const madri = t.madri.map((m) => ({ ...m, ci: ids(m.tabella) }))
    const manca = (r: RigaEsportata, m: (typeof madri)[number]) =>
      typeof r[m.colonna] === 'string' && !m.ci.has(r[m.colonna] as string)
    presi.set(
      t.nome,
      (presi.get(t.nome) ?? [])
        .filter((r) => !madri.some((m) => m.obbligatoria && manca(r, m)))
        .map((r) => {
          const vuote = madri.filter((m) => !m.obbligatoria && manca(r, m)).map((m) => [m.colonna, null])
          const visibili = Array.isArray(r.persone)
            ? { persone: (r.persone as string[]).filter((id) => persone.has(id)) }
            : {}
          return { ...r, ...Object.fromEntries(vuote), ...visibili }
        }),
    )
  }
}

/** Who reported is never in a copy: his row stays behind, and his words are taken out of every text that may hold them. */
async function senzaSegnalanti(ctx: Ctx, presi: Presi, persone: readonly string[]) {
  const oscurato = senza(await paroleDeiSegnalanti(ctx, persone))
  for (const [tabella, colonne] of Object.entries(TESTI_CON_SEGNALANTE))
    for (const r of presi.get(tabella) ?? [])
      for (const c of colonne) {
        if (typeof r[c] === 'string') r[c] = oscurato(r[c])
        else if (tabella === 'persona_fatto') r[c] = r[c] && datiSenza(oscurato, String(r.tipo), r[c] as RigaEsportata)
        else r[c] = neiTesti(oscurato, r[c])
      }
}

async function operatoriDi(ctx: Ctx, ids: readonly string[]): Promise<FascicoloEsportato['operatori']> {
  const { rows } = await sql<OperatoreEsportato & { id: string }>`
    select id, codice_fiscale, cognome, nome, qualifica from accesso.operatori_nominati(${[...ids]}::uuid[])`.execute(
    ctx.tx,
  )
  return Object.fromEntries(rows.map(({ id, ...o }) => [id, o]))
}

/** Offices and other things that the rows name, by what they are called. */
async function leggiRiferimenti(ctx: Ctx, tabelle: readonly Tabella[], presi: Presi): Promise<Riferimenti> {
  const cercati = new Map<string, Set<string>>()
  for (const t of tabelle)
    for (const { colonna, tabella } of t.altrove)
      for (const r of presi.get(t.nome) ?? [])
        if (typeof r[colonna] === 'string') {
          const di = cercati.get(tabella) ?? new Set()
          cercati.set(tabella, di.add(r[colonna]))
        }
  const trovati: Riferimenti = {}
  for (const [tabella, ids] of cercati) {
    const { rows } = await sql<{ id: string; chiave: unknown }>`
      select id, chiave from accesso.riferimenti(${tabella}, ${[...ids]}::uuid[]) order by id`.execute(ctx.tx)
    trovati[tabella] = Object.fromEntries(rows.map((r) => [r.id, r.chiave]))
  }
  return trovati
}

/**
 * The files that go with the folder. One in which a virus was found stays where it is, with its row; while the scanner is
 * at work one waits for it, so that nothing is left out without a word.
 */
function fileDi(presi: Presi): { file: FileEsportato[]; infetti: number } {
  const versioni = presi.get('documento_versione') ?? []
  const stato = (v: RigaEsportata) =>
    impedimentoLettura({ verifica: v.verifica as EsitoVerifica, verificaNota: v.verifica_nota as string | null })
  if (versioni.some((v) => v.verifica !== 'infetto' && stato(v)))
    throw problem('stato-non-ammesso', {
      detail: 'L’antivirus sta controllando un documento di questo fascicolo: riprova tra qualche secondo.',
    })
  const sani = versioni.filter((v) => v.verifica !== 'infetto')
  presi.set('documento_versione', sani)
  const conFile = new Set(sani.map((v) => v.documento_id))
  presi.set(
    'documento',
    (presi.get('documento') ?? []).filter((d) => conFile.has(d.id)),
  )
  const file = sani.map((v, n) => ({
    versione: String(v.id),
    // numbered, so that two files of one name are two; without what some system does not accept in a name
    percorso: `documenti/${String(n + 1).padStart(4, '0')} ${String(v.nome)
      .normalize('NFC')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
      .replace(/[\u0000-\u001f<>:"/\\|?*]/g, '_')
      .slice(-120)}`,
    bytes: Number(v.bytes),
    sha256: String(v.sha256),
  }))
  return { file, infetti: versioni.length - sani.length }
}

export async function leggiFascicolo(
  ctx: Ctx,
  personaId: string,
): Promise<{ fascicolo: FascicoloEsportato; infetti: number }> {
  const { rows } = await sql<{ persone: string[]; comuneId: string; comune: string }>`
    select accesso.stessa_persona(p.id) as persone, p.comune_id, c.nome as comune from persona p join comune c on c.id = p.comune_id where p.id = ${personaId}`.execute(
    ctx.tx,
  )
  const p = rows[0]
  if (!p) throw problem('non-trovato')
  const presi: Presi = new Map()
  const tabelle = await tabelleFascicolo(ctx.tx, 'persona')
  for (const t of tabelle) presi.set(t.nome, await righeDi(ctx, t, p, presi))
  await aggiungiNominate(ctx, presi)
  await senzaSegnalanti(ctx, presi, p.persone)
  const { file, infetti } = fileDi(presi)
  sciogli(tabelle, presi)
  const testo = JSON.stringify([...presi.values()])
  const ids = [...new Set(testo.match(UUID) ?? [])]
  const fascicolo: FascicoloEsportato = {
    formato: FORMATO_ESPORTAZIONE,
    versione: VERSIONE_ESPORTAZIONE,
    esportatoIl: ctx.adesso().toISOString(),
    comune: { codice: p.comuneId, nome: p.comune },
    persona: personaId,
    operatori: await operatoriDi(ctx, ids),
    riferimenti: await leggiRiferimenti(ctx, tabelle, presi),
    tabelle: Object.fromEntries(presi),
    file,
  }
  return { fascicolo, infetti }
}
