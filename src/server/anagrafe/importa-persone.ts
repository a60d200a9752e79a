// One row of a first loading: what becomes of it, and how it enters the record. A person who is already there receives
// what is missing and loses nothing; the same file twice changes nothing. Everything is written by the functions of the
// handlers, so that a file can do no more than a person can.
import { sql } from 'kysely'
import { tipoFatto } from '../../shared/anagrafe/fatti.ts'
import { type DatiRiga, type FattoRiga, fattoDi } from '../../shared/anagrafe/importa-riga.rules.ts'
import type { EsitoRiga } from '../../shared/anagrafe/importazioni.rules.ts'
import { Problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertDate, assertDati, scriviFatto } from './fatti.ts'
import { controllaGeneralita } from './generalita.ts'
import {
  cosaSiSa,
  diceLoStesso,
  generalitaDi,
  type Noto,
  type Provenienza,
  type Riconosciute,
  riconosci,
} from './importa-identita.ts'
import { apriPresa, difettoPresa, TIPO_PRESA } from './importa-prese.ts'
import { apriNucleo, scriviComponente } from './nuclei.ts'
import { inserisciPersona } from './persone.ts'
import { similiA } from './ricerca.ts'

export const FONTE = 'archivio-precedente'

export interface Importazione extends Provenienza {
  id: string
  /** Comuni that whoever asked may reach, and classes of data that he may write. */
  comuni: readonly string[]
  classi: readonly string[]
  /** Codice fiscale → id of who may answer for a presa in carico. */
  operatori: ReadonlyMap<string, string>
}

export interface Giudizio {
  esito: EsitoRiga
  motivi: string[]
  simili: string[]
  personaId: string | null
}

const indirizzi = ['residenza', 'domicilio']

/** A refusal in the words that the forms use. */
export const inFrase = (e: Problem) => e.detail ?? e.errori.map((x) => `${x.campo}: ${x.messaggio}`).join(' ')

async function difetto(fn: () => unknown): Promise<string[]> {
  try {
    await fn()
    return []
  } catch (e) {
    if (!(e instanceof Problem)) throw e
    return [inFrase(e)]
  }
}

function difettoFatto(ctx: Ctx, imp: Importazione, comune: string, f: FattoRiga) {
  const { classe, nome } = tipoFatto(f.tipo)
  if (classe && !imp.classi.includes(classe) && !imp.classi.includes(`${classe}:${comune}`))
    return [
      `«${nome}» è un dato protetto che il tuo ruolo non può scrivere: togli quella colonna, o fai importare chi può.`,
    ]
  return difetto(() => {
    assertDati(f.tipo, f.dati)
    assertDate(ctx, f)
  })
}

/** What is wrong with a row by itself. */
export async function difettiRiga(ctx: Ctx, imp: Importazione, d: DatiRiga): Promise<string[]> {
  const comune = d.comune ?? imp.comune
  const g = generalitaDi(d)
  const motivi: string[] = []
  if (!imp.comuni.includes(comune)) motivi.push('Il comune indicato non è tra quelli per i quali puoi importare.')
  if (!g.cognome || !g.nome) motivi.push('Mancano il cognome o il nome.')
  const generalita = fattoDi(d, 'generalita')
  if (generalita && motivi.length === 0)
    motivi.push(...(await difetto(() => controllaGeneralita(ctx, generalita.dati, 'importazione'))))
  for (const f of d.fatti) motivi.push(...(await difettoFatto(ctx, imp, comune, f)))
  if (d.famiglia?.dal) motivi.push(...(await difetto(() => assertDate(ctx, { dal: d.famiglia!.dal! }))))
  if (d.presa) motivi.push(...difettoPresa(ctx, d.presa))
  const decesso = fattoDi(d, 'decesso')?.dal
  if (decesso && g.dataNascita && decesso < g.dataNascita) motivi.push('Il decesso viene prima della nascita.')
  return [...new Set(motivi)]
}

/** Those who may be this person: what only shares a common name does not stop a row. */
async function simili(ctx: Ctx, d: DatiRiga) {
  const g = generalitaDi(d)
  const trovate = await similiA(ctx, g)
  return trovate.filter(
    (s) =>
      s.grado !== 'possibile' ||
      !s.persona.dataNascita ||
      !g.dataNascita ||
      s.motivi.includes('data di nascita quasi uguale'),
  )
}

/** Facts of the row that the record does not have yet; and in words, where it says something else. */
function fattiNuovi(d: DatiRiga, noto: Noto): { nuovi: FattoRiga[]; diversi: string[] } {
  const diversi: string[] = []
  const nuovi = d.fatti.filter((f) => {
    if (f.tipo === 'generalita') {
      const g = noto.fatti.find((x) => x.tipo === 'generalita')
      if (g && !diceLoStesso(g.dati, f.dati))
        diversi.push('Le generalità sono diverse da quelle della cartella: restano quelle della cartella.')
      return false
    }
    if (noto.segreto && (indirizzi.includes(f.tipo) || f.tipo === 'recapito')) return false
    const suoi = noto.fatti.filter((x) => x.tipo === f.tipo)
    if (suoi.some((x) => diceLoStesso(x.dati, f.dati))) return false
    if (!tipoFatto(f.tipo).singolo || suoi.length === 0) return true
    diversi.push(`«${tipoFatto(f.tipo).nome}» è diverso da quello della cartella: resta quello della cartella.`)
    return false
  })
  if (d.presa && !stessaPresa(d, noto) && giaInCarico(d, noto))
    diversi.push('C’è già una presa in carico aperta dello stesso tipo: quella del file non si aggiunge.')
  return { nuovi, diversi }
}

const haFamiglia = (d: DatiRiga, n: Noto) => n.famiglie.some((f) => f.riferimento === d.famiglia?.codice)
const stessaPresa = (d: DatiRiga, n: Noto) =>
  n.prese.some((p) => p.area === d.presa?.area && p.apertaIl === d.presa?.dal)
/** A person has one open presa in carico of a kind, wherever it comes from. */
const giaInCarico = (d: DatiRiga, n: Noto) =>
  !d.presa?.al && n.prese.some((p) => p.aperta && p.tipo === (d.presa?.tipo ?? TIPO_PRESA))
const haPresa = (d: DatiRiga, n: Noto) => stessaPresa(d, n) || giaInCarico(d, n)

function novita(d: DatiRiga, n: Noto, conCodice: boolean): boolean {
  return (
    fattiNuovi(d, n).nuovi.length > 0 ||
    Boolean(d.famiglia && !haFamiglia(d, n)) ||
    Boolean(d.presa && !haPresa(d, n)) ||
    Boolean(d.codice && !conCodice)
  )
}

function chiE(d: DatiRiga, noti: Riconosciute): { id?: string | undefined; contesi?: string[] } {
  const perCodice = d.codice ? noti.perCodice.get(d.codice) : undefined
  const cf = generalitaDi(d).codiceFiscale
  const perFiscale = cf ? noti.perCodiceFiscale.get(cf) : undefined
  if (perCodice && perFiscale && perCodice !== perFiscale) return { contesi: [perCodice, perFiscale] }
  return { id: perCodice ?? perFiscale }
}

/** What becomes of each row of a lot: already without faults of their own. */
export async function giudica(ctx: Ctx, imp: Importazione, righe: readonly DatiRiga[]): Promise<Giudizio[]> {
  const noti = await riconosci(ctx, imp, righe)
  const chi = righe.map((d) => chiE(d, noti))
  const sa = await cosaSiSa(
    ctx,
    chi.flatMap((c) => c.id ?? []),
  )
  const giudizi: Giudizio[] = []
  for (const [n, d] of righe.entries()) {
    const { id, contesi } = chi[n]!
    if (contesi)
      giudizi.push({
        esito: 'dubbia',
        motivi: ['Il codice e il codice fiscale sono di due persone diverse della cartella.'],
        simili: contesi,
        personaId: null,
      })
    else if (id) {
      const noto = sa.get(id)!
      const cambia = novita(d, noto, Boolean(d.codice && noti.perCodice.has(d.codice)))
      giudizi.push({
        esito: cambia ? 'aggiorna' : 'gia-presente',
        motivi: fattiNuovi(d, noto).diversi,
        simili: [],
        personaId: id,
      })
    } else {
      const trovate = await simili(ctx, d)
      giudizi.push({
        esito: trovate.length > 0 ? 'dubbia' : 'nuova',
        motivi:
          trovate.length > 0
            ? [
                `Nella cartella ${trovate.length === 1 ? 'c’è già una persona simile' : 'ci sono già persone simili'}: di’ se è la stessa.`,
              ]
            : [],
        simili: trovate.map((s) => s.persona.id),
        personaId: null,
      })
    }
  }
  return giudizi
}

// ---- in the record ---------------------------------------------------------------------------------------------------------

async function mettiInFamiglia(ctx: Ctx, comune: string, personaId: string, f: NonNullable<DatiRiga['famiglia']>) {
  const { rows } = await sql<{ id: string }>`
    select id from nucleo where comune_id = ${comune} and tipo = 'anagrafico' and riferimento = ${f.codice}`.execute(
    ctx.tx,
  )
  const nucleoId =
    rows[0]?.id ?? (await apriNucleo(ctx, { personaId, tipo: 'anagrafico', fonte: FONTE, riferimento: f.codice }))
  await scriviComponente(ctx, nucleoId, { personaId, parentela: f.parentela, intestatario: f.intestatario, dal: f.dal })
}

async function creaPersona(ctx: Ctx, imp: Importazione, comune: string, d: DatiRiga): Promise<string> {
  const g = fattoDi(d, 'generalita')!
  const scritti = assertDati('generalita', g.dati)
  const coerenti = await controllaGeneralita(ctx, scritti).catch((e) => {
    if (e instanceof Problem) return undefined
    throw e
  })
  return inserisciPersona(ctx, comune, {
    dati: coerenti ?? (await controllaGeneralita(ctx, scritti, 'importazione')),
    dal: g.dal,
    fonte: FONTE,
    nota: coerenti ? null : `Codice fiscale e dati anagrafici non si accordano: così nel programma «${imp.sistema}».`,
  })
}

/** What is known of who was added a moment ago: what the row itself said of her. */
const nuova = (comuneId: string, d: DatiRiga): Noto => {
  const g = generalitaDi(d)
  const sue = fattoDi(d, 'generalita')?.dati ?? {}
  return {
    comuneId,
    nome: `${g.cognome} ${g.nome}`,
    decesso: null,
    fatti: [{ tipo: 'generalita', dati: sue, dal: null, al: null }],
    famiglie: [],
    prese: [],
    segreto: false,
  }
}

/**
 * Writes one row: the person, or what he lacks. `decisa` is what the operator said of a doubtful one: an id, or null for
 * a new person.
 */
export async function applica(ctx: Ctx, imp: Importazione, d: DatiRiga, decisa?: string | null): Promise<Giudizio> {
  const comune = d.comune ?? imp.comune
  const noti = await riconosci(ctx, imp, [d])
  const nota = d.codice ? noti.perCodice.get(d.codice) : undefined
  const trovata = decisa === undefined ? chiE(d, noti).id : (decisa ?? undefined)
  const personaId = trovata ?? (await creaPersona(ctx, imp, comune, d))
  // of a new person nothing is known yet
  const noto = trovata ? (await cosaSiSa(ctx, [personaId])).get(personaId) : nuova(comune, d)
  if (!noto) throw new Problem('non-trovato')
  const { nuovi, diversi } = fattiNuovi(d, noto)
  for (const f of nuovi) await scriviFatto(ctx, personaId, { ...f, fonte: FONTE }, !trovata)
  if (d.codice && !nota)
    await sql`insert into persona_origine (comune_id, persona_id, sistema, codice) values (${imp.comune}, ${personaId}, ${imp.sistema}, ${d.codice})
      on conflict on constraint persona_origine_unica do nothing`.execute(ctx.tx)
  if (d.famiglia && !haFamiglia(d, noto)) await mettiInFamiglia(ctx, comune, personaId, d.famiglia)
  const motivi = [...diversi]
  if (d.presa && !haPresa(d, noto)) motivi.push(...(await apriPresa(ctx, comune, personaId, d.presa, imp.operatori)))
  return { esito: trovata ? 'aggiorna' : 'nuova', motivi, simili: [], personaId }
}
