// The national measures, from config/misure: `codice.versione.json`. Versions that are missing are added; those present stay as
// they were published, and what was decided under them stays what it was. A file that cannot be read stops the start: it is
// part of the product.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { FileCorrezione, FileMisura } from '../../shared/misure/definizione.ts'
import { leggiDefinizione } from '../../shared/misure/versione.rules.ts'
import type { Deps } from '../kernel/context.ts'
import { radice } from '../kernel/paths.ts'
import { inCtx } from '../kernel/serve.ts'
import { checker } from '../kernel/validate.ts'

export interface MisuraDiFabbrica extends FileMisura {
  codice: string
  versione: number
  /** The version whose terms, obligations or exemptions it corrects. */
  corregge: number | null
}

const assertFile = checker(FileMisura)
const assertCorrezione = checker(FileCorrezione)
type Letto = FileMisura | FileCorrezione

/** The parts of a list, those corrected in their place, the new ones at the end. */
function conCorrette<T extends { id: string }>(prima: readonly T[], corrette: readonly { id: string }[] = []): T[] {
  const nuove = corrette.filter((c) => !prima.some((p) => p.id === c.id))
  return [...prima.map((p) => ({ ...p, ...corrette.find((c) => c.id === p.id) })), ...(nuove as T[])]
}

/** The whole version that a file gives: its own, or another one corrected. */
function intera(di: ReadonlyMap<number, Letto>, numero: number, nome: string): FileMisura {
  const letto = di.get(numero)
  if (!letto) throw new Error(`config/misure/${nome}: la versione ${numero} non c’è`)
  if (!('corregge' in letto)) {
    assertFile(letto)
    return letto
  }
  assertCorrezione(letto)
  const come = 'come' in letto ? di.get(letto.come) : letto
  if (letto.corregge >= numero || !come || !('definizione' in come) || !('corregge' in come))
    throw new Error(`config/misure/${nome}: corregge una versione precedente, come fa un’altra correzione`)
  const prima = intera(di, letto.corregge, nome)
  const d = prima.definizione
  const dopo = {
    ...prima,
    nota: `${prima.nota} ${come.nota}`,
    definizione: {
      ...d,
      fatti: conCorrette(d.fatti, come.definizione.fatti),
      termini: conCorrette(d.termini, come.definizione.termini),
      obblighi: conCorrette(d.obblighi, come.definizione.obblighi),
      esoneri: conCorrette(d.esoneri, come.definizione.esoneri),
      ...(come.definizione.convocazione && { convocazione: come.definizione.convocazione }),
      ...(come.definizione.durata && { durata: come.definizione.durata }),
    },
  }
  assertFile(dopo)
  return dopo
}

export function leggiMisure(): MisuraDiFabbrica[] {
  const cartella = join(radice, 'config', 'misure')
  const file = globSync('*.json', { cwd: cartella })
    .sort()
    .map((f) => {
      const nome = /^([a-z][a-z0-9-]*)\.(\d+)\.json$/.exec(f)
      if (!nome) throw new Error(`config/misure/${f}: il nome è «codice.versione.json»`)
      const letto = JSON.parse(readFileSync(join(cartella, f), 'utf8')) as Letto
      return { f, codice: nome[1]!, versione: Number(nome[2]), letto }
    })
  const di = Map.groupBy(file, (x) => x.codice)
  return file.map(({ f, codice, versione, letto }) => {
    const misura = intera(new Map(di.get(codice)!.map((x) => [x.versione, x.letto])), versione, f)
    const { difetti } = leggiDefinizione(misura.definizione)
    if (difetti.length > 0) throw new Error(`config/misure/${f}: ${difetti.join(' ')}`)
    return { ...misura, codice, versione, corregge: 'corregge' in letto ? letto.corregge : null }
  })
}

export async function caricaMisure(deps: Deps, misure = leggiMisure()): Promise<void> {
  const righe = JSON.stringify(misure)
  await inCtx(deps, { azione: 'misure.carica', nazionale: true, operatore: 'configurazione' }, async ({ tx }) => {
    // the latest version says how the measure is called
    await sql`insert into misura (id, nome, sigla)
      select distinct on (codice) codice, nome, sigla
        from jsonb_to_recordset(${righe}::jsonb) as m(codice text, versione integer, nome text, sigla text)
       order by codice, versione desc
      on conflict (id) do update set nome = excluded.nome, sigla = excluded.sigla
       where (misura.nome, misura.sigla) is distinct from (excluded.nome, excluded.sigla)`.execute(tx)
    await sql`insert into misura_versione (misura_id, numero, stato, etichetta, dal, al, nota, definizione, pubblicata_il)
      select codice, versione, 'pubblicata', etichetta, dal, al, nota, definizione, kernel.adesso()
        from jsonb_to_recordset(${righe}::jsonb)
             as m(codice text, versione integer, etichetta text, dal date, al date, nota text, definizione jsonb)
      on conflict (misura_id, numero) do nothing`.execute(tx)
  })
}
