// The national measures, from config/misure: `codice.versione.json`. Versions that are missing are added; those present stay as
// they were published, and what was decided under them stays what it was. A file that cannot be read stops the start: it is
// part of the product.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { FileMisura } from '../../shared/misure/definizione.ts'
import { leggiDefinizione } from '../../shared/misure/versione.rules.ts'
import type { Deps } from '../kernel/context.ts'
import { radice } from '../kernel/paths.ts'
import { inCtx } from '../kernel/serve.ts'
import { checker } from '../kernel/validate.ts'

export interface MisuraDiFabbrica extends FileMisura {
  codice: string
  versione: number
}

const assertFile = checker(FileMisura)

export function leggiMisure(): MisuraDiFabbrica[] {
  const cartella = join(radice, 'config', 'misure')
  return globSync('*.json', { cwd: cartella })
    .sort()
    .map((f) => {
      const nome = /^([a-z][a-z0-9-]*)\.(\d+)\.json$/.exec(f)
      if (!nome) throw new Error(`config/misure/${f}: il nome è «codice.versione.json»`)
      const letto = JSON.parse(readFileSync(join(cartella, f), 'utf8')) as FileMisura
      assertFile(letto)
      const { difetti } = leggiDefinizione(letto.definizione)
      if (difetti.length > 0) throw new Error(`config/misure/${f}: ${difetti.join(' ')}`)
      return { ...letto, codice: nome[1]!, versione: Number(nome[2]) }
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
