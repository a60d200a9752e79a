// The national templates, from config/modelli: `codice.versione.typ`, each with a head of comments that says its name,
// what it is for and from which day. Versions that are missing are added; those present stay as they were published.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Deps } from '../kernel/context.ts'
import { radice } from '../kernel/paths.ts'
import { inCtx } from '../kernel/serve.ts'

export interface ModelloDiFabbrica {
  codice: string
  versione: number
  nome: string
  descrizione: string
  dal: string
  uso: string
  testo: string
}

export function leggiModelli(): ModelloDiFabbrica[] {
  const cartella = join(radice, 'config', 'modelli')
  return globSync('*.typ', { cwd: cartella })
    .sort()
    .map((f) => {
      const nome = /^([a-z][a-z0-9-]*)\.(\d+)\.typ$/.exec(f)
      const testo = readFileSync(join(cartella, f), 'utf8')
      const testa = (chiave: string) => new RegExp(`^// ${chiave}: (.+)$`, 'm').exec(testo)?.[1]?.trim()
      const m = { nome: testa('modello'), descrizione: testa('descrizione'), dal: testa('dal') }
      if (!nome || !m.nome || !m.descrizione || !m.dal)
        throw new Error(
          `${f}: servono il nome «codice.versione.typ» e le righe «// modello:», «// descrizione:», «// dal:»`,
        )
      return {
        codice: nome[1]!,
        versione: Number(nome[2]),
        nome: m.nome,
        descrizione: m.descrizione,
        dal: m.dal,
        uso: testa('uso') ?? 'lettera',
        testo,
      }
    })
}

export async function caricaModelli(deps: Deps): Promise<void> {
  const modelli = JSON.stringify(leggiModelli())
  await inCtx(deps, { azione: 'modelli.carica', nazionale: true, operatore: 'configurazione' }, async ({ tx }) => {
    // the latest version says how the model is called
    await sql`insert into modello_documento (codice, nome, descrizione, uso)
      select distinct on (codice) codice, nome, descrizione, uso from jsonb_to_recordset(${modelli}::jsonb) as m(codice text, versione integer, nome text, descrizione text, uso text)
       order by codice, versione desc
      on conflict (coalesce(ambito_id, '00000000-0000-0000-0000-000000000000'::uuid), codice) do update set nome = excluded.nome, descrizione = excluded.descrizione
       where (modello_documento.nome, modello_documento.descrizione) is distinct from (excluded.nome, excluded.descrizione)`.execute(
      tx,
    )
    await sql`insert into modello_versione (modello_id, versione, stato, dal, testo)
      select d.id, m.versione, 'pubblicata', m.dal, m.testo
        from jsonb_to_recordset(${modelli}::jsonb) as m(codice text, versione integer, dal date, testo text)
        join modello_documento d on d.codice = m.codice and d.ambito_id is null
      on conflict (modello_id, versione) do nothing`.execute(tx)
  })
}
