// The message from the command line, in the name of an operator: with his reach, his classes, his folders, and no more.
// The reading is in the register as if he had asked for it himself, with who typed the command.
import { writeFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { catalogo, fasi, type TipoFase } from '../../../shared/cartella/lombardia/campi.ts'
import { messaggiApi } from '../../../shared/cartella/messaggi.api.ts'
import { Problem } from '../../../shared/kernel/problems.ts'
import { inFrase } from '../../anagrafe/importa-persone.ts'
import { ErroreDiAvvio } from '../../kernel/config.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { AmbienteComando, Comando } from '../../kernel/modulo.ts'
import { inCtx } from '../../kernel/serve.ts'
import { componi } from './esporta.ts'

const USO =
  'cartella messaggio --ambito CODICE --persona ID --fase A|B|E --autore CODICE_FISCALE --out FILE [--presa ID]'
const AZIONE = messaggiApi.esporta.azione
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

interface Opzioni {
  ambito: string
  persona: string
  fase: TipoFase
  autore: string
  out: string
  presa?: string | undefined
}

function opzioni(args: string[]): Opzioni {
  const stringa = { type: 'string' } as const
  let o: Record<string, string | undefined>
  try {
    o = parseArgs({
      args,
      options: { ambito: stringa, persona: stringa, fase: stringa, autore: stringa, out: stringa, presa: stringa },
    }).values
  } catch {
    throw new ErroreDiAvvio(`Opzione non riconosciuta. Uso: trama -- ${USO}`)
  }
  const fase = fasi.find((f) => catalogo[f].lettera === o.fase?.toUpperCase())
  const { ambito, persona, autore, out, presa } = o
  if (!ambito || !persona || !autore || !out || !fase)
    throw new ErroreDiAvvio(`Manca qualcosa, o la fase non è A, B o E. Uso: trama -- ${USO}`)
  if (!UUID.test(persona) || (presa !== undefined && !UUID.test(presa)))
    throw new ErroreDiAvvio(
      'La persona e la presa in carico si indicano con il loro identificativo, come nell’indirizzo della pagina.',
    )
  return { ambito, persona, fase, autore: autore.toUpperCase(), out, presa }
}

interface Portata {
  utenteId: string
  comuni: string[]
  classi: string[]
  vietate: string[]
}

async function portataDi(env: AmbienteComando, ambito: string, autore: string): Promise<Portata> {
  const scope = { azione: AZIONE, ambito, operatore: env.operatore }
  const { rows } = await inCtx(env.deps, scope, (ctx) =>
    sql<Portata>`select utente_id, comuni, classi, vietate from accesso.portata_per_comando(${autore}, ${AZIONE})`.execute(
      ctx.tx,
    ),
  )
  if (!rows[0]) throw new ErroreDiAvvio('L’autore non è un operatore dell’ambito che può preparare messaggi regionali.')
  return rows[0]
}

/** As the server does before it answers: the folder must be his to read, and the reading is written first. */
async function apri(ctx: Ctx, operatore: string, o: Opzioni) {
  const { rows } = await sql<{ persone: string[]; rapporto: string }>`
    select persone, rapporto from kernel.apri_fascicolo('persona', ${o.persona}::uuid)`.execute(ctx.tx)
  const { persone, rapporto } = rows[0]!
  if (rapporto === 'non-trovato') throw new ErroreDiAvvio('La persona non c’è, o l’autore non la può vedere.')
  if (rapporto === 'motivo-richiesto')
    throw new ErroreDiAvvio(
      'L’autore non ha in carico la persona: prima ne apra il fascicolo dalle pagine, dicendo perché.',
    )
  await registra(ctx, operatore, persone, o.persona, rapporto !== 'in-carico')
}

const registra = (ctx: Ctx, operatore: string, persone: string[], id: string, fuoriCarico: boolean) =>
  sql`insert into kernel.registro_accessi (utente_id, ambito_id, azione, richiesta_id, oggetto, oggetto_id, esito, motivo, persone, fuori_carico)
    values (${ctx.utente}, ${ctx.ambito}, ${AZIONE}, ${ctx.richiesta}, ${messaggiApi.esporta.path}, ${id}, 'consentito', ${operatore}, ${persone}, ${fuoriCarico})`.execute(
    ctx.tx,
  )

/** `trovaAmbito` is the one that every command of the record uses. */
export const comandoMessaggio = (
  trovaAmbito: (env: AmbienteComando, codice: string) => Promise<{ id: string }>,
): Comando => ({
  nome: 'cartella messaggio',
  uso: USO,
  descrizione: 'Scrive in un file nuovo il messaggio regionale di una persona, a nome di un operatore',
  async run(env, args) {
    const o = opzioni(args)
    const ambito = await trovaAmbito(env, o.ambito)
    const p = await portataDi(env, ambito.id, o.autore)
    const scope = {
      azione: AZIONE,
      ambito: ambito.id,
      utente: p.utenteId,
      comuni: p.comuni,
      classi: p.classi,
      fascicolo: true,
    }
    const esportato = await inCtx(env.deps, scope, async (ctx) => {
      await sql`select set_config('app.persone_vietate', ${p.vietate}::uuid[]::text, true)`.execute(ctx.tx)
      await apri(ctx, env.operatore, o)
      const e = await componi(ctx, o.persona, o.fase, o.presa).catch((errore: unknown) => {
        throw errore instanceof Problem ? new ErroreDiAvvio(inFrase(errore)) : errore
      })
      if (e.persone.length > 0) await registra(ctx, env.operatore, e.persone, o.persona, false)
      return e
    })
    const file = isAbsolute(o.out) ? o.out : join(env.cwd, o.out)
    try {
      writeFileSync(file, esportato.xml, { flag: 'wx', mode: 0o600 })
    } catch {
      throw new ErroreDiAvvio(`Il file «${o.out}» c’è già, o non si può scrivere lì.`)
    }
    env.out(`Messaggio scritto (schema non verificato). Non dice ${esportato.taciuti.length} dati:`)
    for (const t of esportato.taciuti) env.out(`  ${t}`)
    return 0
  },
})
