// An extract from the command line, in the name of a coordinator: with his reach and no more. Read only, unless one says otherwise;
// the work is the same that the pages start, done before the command answers.
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { basename, isAbsolute, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { Problem } from '../../shared/kernel/problems.ts'
import { type EsitoNucleo, esitiNucleo, nomiEsitoNucleo } from '../../shared/patti/estratti.api.ts'
import { inFrase } from '../anagrafe/importa-persone.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { Ctx } from '../kernel/context.ts'
import type { AmbienteComando, Comando } from '../kernel/modulo.ts'
import { inCtx } from '../kernel/serve.ts'
import { carica, colonne, conferma, leggi, mappa, nuclei } from './estratti.ts'
import { importa, verifica } from './estratto-corsa.ts'

const USO =
  'casi importa FILE --ambito CODICE --comune CODICE --misura CODICE --autore CODICE_FISCALE [--estratto-il AAAA-MM-GG] [--profilo NOME] [--completo] [--conferma]'

function opzioni(args: string[]) {
  const stringa = { type: 'string' } as const
  const si = { type: 'boolean' } as const
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        ambito: stringa,
        comune: stringa,
        misura: stringa,
        autore: stringa,
        'estratto-il': stringa,
        profilo: stringa,
        completo: si,
        conferma: si,
      },
    })
    const { ambito, comune, misura, autore } = values
    const file = positionals[0]
    if (file && ambito && comune && misura && autore)
      return { ...values, file, ambito, comune, misura, autore: autore.toUpperCase() }
  } catch {
    throw new ErroreDiAvvio(`Opzione non riconosciuta. Uso: trama -- ${USO}`)
  }
  throw new ErroreDiAvvio(`Manca qualcosa. Uso: trama -- ${USO}`)
}

async function sha256(path: string): Promise<string> {
  const h = createHash('sha256')
  await pipeline(createReadStream(path), h)
  return h.digest('hex')
}

async function chi(env: AmbienteComando, codice: string, autore: string) {
  const ambito = await inCtx(env.deps, { azione: 'ambito.leggi', nazionale: true, operatore: env.operatore }, (ctx) =>
    ctx.tx.selectFrom('ambito').select('id').where('codice', '=', codice).executeTakeFirst(),
  )
  if (!ambito) throw new ErroreDiAvvio(`Non c’è un ambito con codice «${codice}».`)
  const { rows } = await inCtx(
    env.deps,
    { azione: 'domanda.importa', ambito: ambito.id, operatore: env.operatore },
    (ctx) =>
      sql<{
        utenteId: string
        comuni: string[]
      }>`select utente_id, comuni from accesso.portata_per_comando(${autore}, 'domanda.importa')`.execute(ctx.tx),
  )
  if (!rows[0]) throw new ErroreDiAvvio('L’autore non è un coordinatore dell’ambito che può caricare estratti.')
  return { ambito: ambito.id, utente: rows[0].utenteId, comuni: rows[0].comuni }
}

export const comandoImporta: Comando = {
  nome: 'casi importa',
  uso: USO,
  descrizione:
    'Legge un estratto di domande accolte, a nome di un coordinatore, e dice che cosa accadrebbe; con --conferma lo porta tra i casi',
  async run(env, args) {
    const o = opzioni(args)
    const path = isAbsolute(o.file) ? o.file : join(env.cwd, o.file)
    if (!existsSync(path)) throw new ErroreDiAvvio(`Il file «${o.file}» non esiste.`)
    const { ambito, utente, comuni } = await chi(env, o.ambito, o.autore)
    const dentro = <T>(fn: (ctx: Ctx) => Promise<T>) =>
      inCtx(env.deps, { azione: 'domanda.importa', ambito, utente, comuni, fascicolo: true }, fn).catch(
        (e: unknown) => {
          throw e instanceof Problem ? new ErroreDiAvvio(inFrase(e)) : e
        },
      )
    const file = {
      path,
      nome: basename(path),
      bytes: statSync(path).size,
      sha256: await sha256(path),
      depositi: new Map<string, string>(),
    }
    const { id, stessoFileIl } = await dentro((ctx) =>
      carica(ctx, {
        file,
        nome: file.nome,
        comune: o.comune,
        misura: o.misura,
        estrattoIl: o['estratto-il'] ?? ctx.oggi(),
        completo: o.completo ?? false,
      }),
    )
    if (stessoFileIl) env.out('Lo stesso file è già stato importato: ciò che non è cambiato resta com’è.')
    await dentro(async (ctx) => {
      const c = await colonne(ctx, { id })
      const profilo = o.profilo ? c.profili.find((p) => p.nome === o.profilo) : undefined
      if (o.profilo && !profilo) throw new ErroreDiAvvio(`Non c’è un profilo «${o.profilo}» per questa misura.`)
      if (!profilo && c.sconosciute.length > 0)
        env.out(`Colonne che non si conoscono, conservate come sono: ${c.sconosciute.join(', ')}.`)
      await mappa(ctx, { id, mappa: profilo?.mappa ?? c.mappa })
    })
    await verifica(env.deps, { id, ambito, utente })
    if (o.conferma && (await dentro((ctx) => leggi(ctx, { id }))).stato === 'da-confermare') {
      await dentro((ctx) => conferma(ctx, { id }))
      await importa(env.deps, { id, ambito, utente })
    }
    return racconta(env, dentro, id)
  },
}

async function racconta(
  env: AmbienteComando,
  dentro: <T>(fn: (ctx: Ctx) => Promise<T>) => Promise<T>,
  id: string,
): Promise<number> {
  const m = await dentro((ctx) => leggi(ctx, { id }))
  if (m.errore) throw new ErroreDiAvvio(m.errore)
  const conti: Record<EsitoNucleo, number> = {
    nuova: m.nuove,
    cambiata: m.cambiate,
    invariata: m.invariate,
    sparita: m.sparite,
    contraddittoria: m.contraddittorie,
    rifiutata: m.rifiutate,
  }
  env.out(
    `${m.domande} domande: ${esitiNucleo.map((e) => `${nomiEsitoNucleo[e].toLowerCase()} ${conti[e]}`).join(', ')}.`,
  )
  for (const esito of ['contraddittoria', 'rifiutata'] as const) {
    const { voci, prossima } = await dentro((ctx) => nuclei(ctx, { id, esito, limite: 50 }))
    for (const v of voci) env.out(`  riga ${v.riga}, ${nomiEsitoNucleo[esito].toLowerCase()}: ${v.motivi.join(' ')}`)
    if (prossima) env.out('  … le altre sono nella pagina dell’estratto.')
  }
  env.out(
    m.stato === 'conclusa'
      ? 'L’estratto è tra i casi.'
      : 'Nulla è stato scritto: ripeti con --conferma, o confermalo dalla pagina dell’estratto.',
  )
  return conti.rifiutata + conti.contraddittoria > 0 ? 1 : 0
}
