// What is asked of a search, as conditions on the keys that the indexes hold: ranges and equality only, because under
// row-level security nothing else reaches an index (architecture §5).
import { sql } from 'kysely'
import type { personeApi } from '../../shared/anagrafe/persone.api.ts'
import type { Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { inizia, type Sql } from '../kernel/ricerca.ts'

export type Criteri = Input<typeof personeApi.cerca>

const PAROLE_AL_PIU = 5
const spezza = (testo: string | undefined) =>
  (testo ?? '')
    .split(/[\s'’`´.,-]+/)
    .filter(Boolean)
    .slice(0, PAROLE_AL_PIU)

/** Digits of a telephone without the country's prefix, as the keys keep them. */
export const cifreDelTelefono = (v: string) => v.replace(/\D/g, '').slice(-9)

/** Words of persona_parola, of these kinds, for which the condition holds. */
export interface Chiave {
  tipi: readonly string[]
  dove: Sql
}

/** The rows of a key, among those of the ambito. */
export const parole = (ctx: Ctx, k: Chiave) =>
  sql`from persona_parola w where w.ambito_id = ${ctx.ambito} and w.tipo in (${sql.join(k.tipi)}) and ${k.dove}`

const w = sql.ref('w.parola')
/** The key that finds an address, and its other words: asked of the whole address that was found. */
export interface DiIndirizzo extends Chiave {
  accanto: Sql[]
}
/**
 * Where a word of a name is found, beside the beginning of the surname by which one is shown: it is the only other word of
 * that name, or one of several; or it is of a name that is not shown.
 */
export const NOMI = ['nome', 'nomi', 'altro-nome']
/** Who bears two words, none of them at the beginning of the surname, is found by one of these. */
export const NOMI_DI_PIU_PAROLE = ['nomi', 'altro-nome']
export interface DiNome {
  /** As the keys are written. */
  parola: Sql
  dove: Sql
}
export interface DiSuono {
  suono: Sql
  mostrato: Chiave
  altro: Chiave
}
/** Two sounds asked together: of who bears both among the names he is shown by. */
export interface DiDueSuoni extends Chiave {
  suoni: readonly [DiSuono, DiSuono]
}
export interface Domanda {
  nomi: DiNome[]
  suoni: DiSuono[]
  coppia: DiDueSuoni | undefined
  /** A code, a telephone: of nearly nobody else. */
  precise: Chiave[]
  indirizzo: DiIndirizzo | undefined
}

export const SUONI = ['suono', 'altro-suono']

const SENZA_SEGNO: Record<string, string> = { ø: 'o', đ: 'd', ł: 'l' }
const piana = (p: string) =>
  p
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øđł]/g, (x) => SENZA_SEGNO[x]!)

/** Without those with which another one begins: found the one, the other is found. */
function deiNomi(testo: string | undefined): DiNome[] {
  const piane = [...new Set(spezza(testo).map(piana))]
  return piane
    .filter((p) => !piane.some((q) => q !== p && q.startsWith(p)))
    .map((p) => {
      const parola = sql`kernel.normalizza(${p})`
      return { parola, dove: inizia(w, parola) }
    })
}

const delSuono = (testo: string): DiSuono => {
  const suono = sql`kernel.fonetica(${testo})`
  const dove = sql`${w} = ${suono}`
  return { suono, mostrato: { tipi: ['suono'], dove }, altro: { tipi: ['altro-suono'], dove } }
}

function deiDueSuoni([a, b]: DiSuono[]): DiDueSuoni | undefined {
  if (!a || !b) return undefined
  const [x, y] = [sql`(${a.suono} collate "C")`, sql`(${b.suono} collate "C")`]
  return { suoni: [a, b], tipi: ['suoni'], dove: sql`${w} = least(${x}, ${y}) || ' ' || greatest(${x}, ${y})` }
}

function delCodice(testo: string): Chiave {
  if (testo.length < 5) throw erroreDiCampo('codice', 'Scrivi almeno cinque caratteri del codice.')
  return { tipi: ['codice'], dove: inizia(w, sql`lower(kernel.chiave_codice_fiscale(${testo}))`) }
}

function delRecapito(testo: string): Chiave {
  if (testo.includes('@')) return { tipi: ['recapito'], dove: inizia(w, sql`${testo.trim().toLowerCase()}::text`) }
  const cifre = cifreDelTelefono(testo)
  if (cifre.length < 5) throw erroreDiCampo('recapito', 'Scrivi almeno cinque cifre del numero.')
  return { tipi: ['recapito'], dove: inizia(w, sql`${cifre}::text`) }
}

/** In nearly every address: they find everybody. */
const STRADE = /^(via|viale|v|piazza|piazzale|corso|largo|vicolo|strada|contrada|di|del|della|dei)$/i

function dellIndirizzo(testo: string | undefined): DiIndirizzo | undefined {
  const cercate = spezza(testo).filter((p) => !STRADE.test(p))
  if (testo?.trim() && cercate.length === 0)
    throw erroreDiCampo('indirizzo', 'Scrivi il nome della via, e se lo conosci il numero.')
  // the name of the street leads, with the number where there is one
  const lettere = (p: string) => p.replace(/[^\p{L}]/gu, '').length
  cercate.sort((x, y) => lettere(y) - lettere(x))
  const [via, ...resto] = cercate
  if (!via) return undefined
  // 12 and 12/B are the same door in the key; who wrote the letter wants that one
  const numero = /^\d/.test(via) ? undefined : resto.map((p) => /^\d+/.exec(p)?.[0]).find(Boolean)
  const chiave = sql`kernel.normalizza(${numero ? `${numero} ${via}` : via})`
  const accanto = resto
    .filter((p) => p !== numero)
    .map((p) => {
      const parola = sql`kernel.normalizza(${p})`
      return sql`(strpos(w.accanto, ' ' || ${parola}) > 0 or starts_with(replace(w.accanto, ' ', ''), ${parola}))`
    })
  return { tipi: ['indirizzo'], dove: inizia(w, chiave), accanto }
}

export function domandaDi(c: Criteri): Domanda {
  const codice = c.codice?.replace(/\s/g, '')
  const suoni = c.suono ? spezza(c.nome).map(delSuono) : []
  return {
    nomi: c.suono ? [] : deiNomi(c.nome),
    suoni,
    coppia: deiDueSuoni(suoni),
    precise: [...(codice ? [delCodice(codice)] : []), ...(c.recapito?.trim() ? [delRecapito(c.recapito)] : [])],
    indirizzo: dellIndirizzo(c.indirizzo),
  }
}
