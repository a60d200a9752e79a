// Bulk accreditation from the command line: the same template, the same reading, the same import, without a queue.
// Every enabling refers to a formal request: the one named by its protocol, or one that this command puts on file with
// the workbook itself as its document.

import { copyFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { esitiRiga } from '../../shared/accreditamento/importazioni.rules.ts'
import type { UploadedFile } from '../../shared/kernel/endpoint.ts'
import { cartellaTemporanea } from '../kernel/cartella-temporanea.ts'
import { impronta, inParole, percorso } from '../kernel/comando.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { Ctx } from '../kernel/context.ts'
import type { AmbienteComando, Comando } from '../kernel/modulo.ts'
import { inCtx } from '../kernel/serve.ts'
import { apri, assertFoglio, avviaConferma, righeConEsito } from './importazioni.ts'
import { importa, verifica } from './importazioni-corsa.ts'
import { leggiContesto } from './importazioni-lettura.ts'
import { scriviEsitoLungo, scriviModello } from './importazioni-modello.ts'

const USO_MODELLO = 'accreditamento modello --ambito CODICE --out FILE.xlsx [--comune CODICE_CATASTALE] [--esistenti]'
const USO_IMPORTA =
  'accreditamento importa FILE.xlsx --ambito CODICE [--richiesta PROTOCOLLO] [--prova] [--esito FILE.xlsx]'

function opzioni(args: string[], uso: string) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ambito: { type: 'string' },
        out: { type: 'string' },
        comune: { type: 'string' },
        esistenti: { type: 'boolean' },
        richiesta: { type: 'string' },
        prova: { type: 'boolean' },
        esito: { type: 'string' },
      },
    })
    return { ...values, file: positionals[0] }
  } catch (e) {
    throw new ErroreDiAvvio(`Opzione non riconosciuta (${(e as Error).message.split('.')[0]}). Uso: trama -- ${uso}`)
  }
}

const AZIONE = 'importazione.esegui'
async function trovaAmbito(env: AmbienteComando, codice: string): Promise<string> {
  const id = await inCtx(env.deps, { azione: AZIONE, nazionale: true, operatore: env.operatore }, async (ctx) => {
    const riga = await ctx.tx.selectFrom('ambito').select('id').where('codice', '=', codice).executeTakeFirst()
    return riga?.id
  })
  if (!id) throw new ErroreDiAvvio(`Non c’è un ambito con codice «${codice}».`)
  return id
}

const modello: Comando = {
  nome: 'accreditamento modello',
  uso: USO_MODELLO,
  descrizione: 'Scrive il modello da compilare per accreditare gli operatori di un ambito',
  run: (env, args) =>
    inParole(async () => {
      const o = opzioni(args, USO_MODELLO)
      if (!o.ambito || !o.out) throw new ErroreDiAvvio(`Manca --ambito o --out. Uso: trama -- ${USO_MODELLO}`)
      const ambito = await trovaAmbito(env, o.ambito)
      const scope = { azione: AZIONE, ambito, intero: true, operatore: env.operatore }
      const file = await inCtx(env.deps, scope, (ctx) =>
        scriviModello(ctx, { esistenti: o.esistenti, comune: o.comune }),
      )
      await writeFile(percorso(env, o.out), file.contenuto as Uint8Array)
      env.out(`Modello scritto in ${o.out}.`)
      return 0
    }),
}

// ---- import ---------------------------------------------------------------------------------------------------------

async function trovaRichiesta(ctx: Ctx, protocollo: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from richiesta_formale where ambito_id = ${ctx.ambito} and lower(protocollo) = lower(${protocollo}) limit 2`.execute(
    ctx.tx,
  )
  if (rows.length === 1) return rows[0]!.id
  throw new ErroreDiAvvio(
    rows.length === 0
      ? `Nell’ambito non è registrata una richiesta formale con protocollo «${protocollo}».`
      : `Più richieste formali hanno il protocollo «${protocollo}»: importa dalla pagina, scegliendone una.`,
  )
}

/** The same file of the same day falls under the same request. */
async function registraRichiesta(ctx: Ctx, env: AmbienteComando, file: UploadedFile): Promise<string> {
  const protocollo = `CLI-${file.sha256.slice(0, 12)}`
  const { rows } = await sql<{ id: string }>`
    insert into richiesta_formale (ambito_id, ufficio, protocollo, data, note)
    values (${ctx.ambito}, ${`Importazione: ${env.operatore}`.slice(0, 200)}, ${protocollo}, ${ctx.oggi()}, ${`Registrata con il foglio «${file.nome}», che ne è il documento`})
    on conflict (ambito_id, coalesce(comune_id, '*'), lower(protocollo), data) do update set ufficio = excluded.ufficio returning id`.execute(
    ctx.tx,
  )
  return rows[0]!.id
}

const nomiEsito = {
  accettata: 'accettate',
  'gia-presente': 'già presenti',
  modificata: 'modificate',
  rifiutata: 'rifiutate',
}

async function esegui(env: AmbienteComando, args: string[]): Promise<number> {
  const o = opzioni(args, USO_IMPORTA)
  if (!o.file || !o.ambito) throw new ErroreDiAvvio(`Manca il file o --ambito. Uso: trama -- ${USO_IMPORTA}`)
  const path = percorso(env, o.file)
  const misura = await stat(path).catch(() => undefined)
  if (!misura?.isFile()) throw new ErroreDiAvvio(`Il file «${o.file}» non esiste.`)
  const ambito = await trovaAmbito(env, o.ambito)
  const leggi = <T>(fn: (ctx: Ctx) => Promise<T>) =>
    inCtx(env.deps, { azione: AZIONE, ambito, intero: true, operatore: env.operatore }, fn)
  // a copy: what is checked, what is stored and what is imported must be the same bytes
  const { cartella, togli } = await cartellaTemporanea()
  try {
    const copia = join(cartella, 'foglio')
    await copyFile(path, copia)
    await assertFoglio(copia)
    const file: UploadedFile = {
      path: copia,
      nome: basename(path),
      bytes: misura.size,
      sha256: await impronta(copia),
      depositi: new Map(),
    }
    const id = await leggi(async (ctx) => {
      const richiesta = o.richiesta ? await trovaRichiesta(ctx, o.richiesta) : await registraRichiesta(ctx, env, file)
      const aperta = await apri(ctx, file, richiesta)
      if (!o.richiesta)
        await sql`update richiesta_formale set allegato_id = (select allegato_id from importazione where id = ${aperta.id}) where id = ${richiesta} and allegato_id is null`.execute(
          ctx.tx,
        )
      return aperta.id
    })
    const incarico = { id, ambito, operatore: env.operatore }
    await verifica(env.deps, incarico)
    if (!o.prova) {
      await leggi((ctx) => avviaConferma(ctx, id))
      await importa(env.deps, incarico)
    }
    return await riferisci(env, leggi, id, o)
  } finally {
    await togli()
  }
}

async function riferisci(
  env: AmbienteComando,
  leggi: <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>,
  id: string,
  o: { prova?: boolean | undefined; esito?: string | undefined },
): Promise<number> {
  const { contesto, conti } = await leggi(async (ctx) => {
    const { rows } = await sql<{ esito: (typeof esitiRiga)[number]; n: number }>`
      select esito, count(*) as n from importazione_riga where importazione_id = ${id} group by esito`.execute(ctx.tx)
    return { contesto: await leggiContesto(ctx), conti: new Map(rows.map((r) => [r.esito, r.n])) }
  })
  env.out(
    `${o.prova ? 'Prova, nulla è stato scritto' : 'Importazione conclusa'}: ${esitiRiga.map((e) => `${conti.get(e) ?? 0} ${nomiEsito[e]}`).join(', ')}.`,
  )
  // the first refusals by row number, without saying whose: the workbook of the outcome says the rest
  const rifiutate = await leggi((ctx) =>
    ctx.tx
      .selectFrom('importazioneRiga')
      .select(['riga', 'motivi'])
      .where('importazioneId', '=', id)
      .where('esito', '=', 'rifiutata')
      .orderBy('riga')
      .limit(20)
      .execute(),
  )
  for (const r of rifiutate) env.out(`  riga ${r.riga}: ${r.motivi.join(' ')}`)
  const quante = conti.get('rifiutata') ?? 0
  if (quante > rifiutate.length)
    env.out(`  … e altre ${quante - rifiutate.length}: usa --esito FILE.xlsx per averle tutte.`)
  if (o.esito) {
    await writeFile(
      percorso(env, o.esito),
      scriviEsitoLungo(
        contesto,
        righeConEsito((fn) => leggi((ctx) => fn(ctx.tx)), id),
      ),
    )
    env.out(`Esito riga per riga scritto in ${o.esito}.`)
  }
  if (o.prova) await leggi((ctx) => scarta(ctx, id))
  return quante > 0 ? 1 : 0
}

/** A rehearsal leaves nothing behind, not even the request that it put on file for itself. */
async function scarta(ctx: Ctx, id: string) {
  const { allegatoId, richiestaFormaleId } = await ctx.tx
    .deleteFrom('importazione')
    .where('id', '=', id)
    .returning(['allegatoId', 'richiestaFormaleId'])
    .executeTakeFirstOrThrow()
  await sql`delete from richiesta_formale f where id = ${richiestaFormaleId} and allegato_id = ${allegatoId}
    and not exists (select 1 from importazione m where m.richiesta_formale_id = f.id)
    and not exists (select 1 from assegnazione a where a.richiesta_formale_id = f.id)`.execute(ctx.tx)
  await sql`delete from allegato g where id = ${allegatoId} and not exists (select 1 from richiesta_formale f where f.allegato_id = g.id)`.execute(
    ctx.tx,
  )
}

const importaFoglio: Comando = {
  nome: 'accreditamento importa',
  uso: USO_IMPORTA,
  descrizione:
    'Accredita gli operatori di un foglio compilato; esce con 0 soltanto se nessuna riga è rifiutata. Senza --richiesta ne registra una, da completare',
  run: (env, args) => inParole(() => esegui(env, args)),
}

export const comandiAccreditamento: Comando[] = [modello, importaFoglio]
