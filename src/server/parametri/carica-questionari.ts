// The national questionnaires, from config/questionari: `codice.versione.json`. As the measures: versions that are missing
// are added, those present stay as they were published, a file that cannot be read stops the start.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { FileQuestionario } from '../../shared/parametri/questionario.ts'
import type { Deps } from '../kernel/context.ts'
import { radice } from '../kernel/paths.ts'
import { inCtx } from '../kernel/serve.ts'
import { checker } from '../kernel/validate.ts'
import { difettiDellaDefinizione } from './motore.ts'

export interface QuestionarioDiFabbrica extends FileQuestionario {
  codice: string
  versione: number
}

const assertFile = checker(FileQuestionario)

export function leggiQuestionari(): QuestionarioDiFabbrica[] {
  const cartella = join(radice, 'config', 'questionari')
  return globSync('*.json', { cwd: cartella })
    .sort()
    .map((f) => {
      const nome = /^([a-z][a-z0-9-]*)\.(\d+)\.json$/.exec(f)
      if (!nome) throw new Error(`config/questionari/${f}: il nome è «codice.versione.json»`)
      const letto = JSON.parse(readFileSync(join(cartella, f), 'utf8')) as FileQuestionario
      assertFile(letto)
      return { ...letto, codice: nome[1]!, versione: Number(nome[2]) }
    })
}

export async function caricaQuestionari(deps: Deps, questionari = leggiQuestionari()): Promise<void> {
  const righe = JSON.stringify(questionari)
  await inCtx(deps, { azione: 'questionari.carica', nazionale: true, operatore: 'configurazione' }, async ({ tx }) => {
    const presenti = await sql<{ id: string }>`select id from questionario_versione`.execute(tx)
    const gia = new Set(presenti.rows.map((r) => r.id))
    // those present were examined when they came, and stay as they are
    for (const q of questionari.filter((x) => !gia.has(`${x.codice}.${x.versione}`))) {
      const difetti = difettiDellaDefinizione(q.definizione)
      if (difetti.length > 0) throw new Error(`config/questionari/${q.codice}.${q.versione}.json: ${difetti.join(' ')}`)
    }
    await sql`insert into questionario (id, nome)
      select distinct on (codice) codice, nome from jsonb_to_recordset(${righe}::jsonb) as q(codice text, versione integer, nome text)
       order by codice, versione desc
      on conflict (id) do update set nome = excluded.nome where questionario.nome is distinct from excluded.nome`.execute(
      tx,
    )
    await sql`insert into questionario_versione (id, questionario_id, numero, stato, etichetta, dal, al, nota, definizione, pubblicata_il)
      select codice || '.' || versione, codice, versione, 'pubblicata', etichetta, dal, al, nota, definizione, kernel.adesso()
        from jsonb_to_recordset(${righe}::jsonb)
             as q(codice text, versione integer, etichetta text, dal date, al date, nota text, definizione jsonb)
      on conflict (questionario_id, numero) do nothing`.execute(tx)
  })
}
