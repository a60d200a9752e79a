// The Super Utente is accredited by nobody on the platform: the operator of the installation enters him from the
// command line, and the register says who did it. Everyone else is accredited by someone signed in.
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { confrontaCodiceFiscale, normalizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { Ctx } from '../kernel/context.ts'
import type { AmbienteComando, Comando } from '../kernel/modulo.ts'
import { inCtx } from '../kernel/serve.ts'

const opzioni = ['cf', 'nome', 'cognome', 'nascita', 'luogo', 'genere', 'email'] as const
type Dati = Record<(typeof opzioni)[number], string>

const USO =
  'superutente crea --cf CODICE --nome NOME --cognome COGNOME --nascita AAAA-MM-GG --luogo CODICE_O_NOME --genere M|F --email INDIRIZZO'

function leggi(args: string[]): Dati {
  let valori: Partial<Record<string, string | boolean>>
  try {
    valori = parseArgs({ args, options: Object.fromEntries(opzioni.map((o) => [o, { type: 'string' }])) }).values
  } catch (e) {
    throw new ErroreDiAvvio(`Opzione non riconosciuta (${(e as Error).message.split('.')[0]}). Uso: ${USO}`)
  }
  const mancanti = opzioni.filter((o) => !valori[o])
  if (mancanti.length > 0)
    throw new ErroreDiAvvio(`Manca ${mancanti.map((o) => `--${o}`).join(', ')}. Uso: trama -- ${USO}`)
  const d = valori as Dati
  if (!/^\d{4}-\d{2}-\d{2}$/.test(d.nascita)) throw new ErroreDiAvvio('--nascita va scritta come 1980-12-31.')
  if (d.genere !== 'M' && d.genere !== 'F') throw new ErroreDiAvvio('--genere è M o F.')
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(d.email)) throw new ErroreDiAvvio('--email non è un indirizzo valido.')
  return { ...d, cf: normalizzaCodiceFiscale(d.cf) }
}

/** A Belfiore code, or a name that only one place has. */
async function trovaLuogo(ctx: Ctx, luogo: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from comune where id = upper(${luogo}) or nome_chiave = kernel.normalizza(${luogo})
    union select id from stato_estero where id = upper(${luogo}) or nome_chiave = kernel.normalizza(${luogo})`.execute(
    ctx.tx,
  )
  if (rows.length === 1) return rows[0]!.id
  throw new ErroreDiAvvio(
    rows.length === 0
      ? `Il luogo di nascita «${luogo}» non esiste: scrivi il nome del comune o dello Stato, o il suo codice catastale.`
      : `Più luoghi si chiamano «${luogo}» (${rows.map((r) => r.id).join(', ')}): indica il codice catastale.`,
  )
}

async function crea(ctx: Ctx, d: Dati): Promise<void> {
  const luogo = await trovaLuogo(ctx, d.luogo)
  const confronto = confrontaCodiceFiscale(d.cf, {
    nome: d.nome,
    cognome: d.cognome,
    dataNascita: d.nascita,
    genere: d.genere as 'M' | 'F',
    belfiore: luogo,
  })
  // nobody is there to accept a doubt with a reason: the first account of an installation has none
  if (confronto.esito !== 'coerente') throw new ErroreDiAvvio(confronto.motivi.join('\n'))
  const presente = await ctx.tx
    .selectFrom('utente')
    .select('ambitoId')
    .where('codiceFiscale', '=', d.cf)
    .where('stato', 'not in', ['cessato', 'altrove'])
    // an ambito that has ended has no administrator who could: who was accredited there is ceased by being accredited here (ADR 0050)
    .where((w) =>
      w.not(
        w.exists(
          w
            .selectFrom('ambito as a')
            .select('a.id')
            .whereRef('a.id', '=', 'utente.ambitoId')
            .where('a.al', '<', ctx.oggi()),
        ),
      ),
    )
    .executeTakeFirst()
  if (presente)
    throw new ErroreDiAvvio(
      presente.ambitoId
        ? 'Questa persona è già accreditata in un ambito: il suo amministratore deve prima cessarla.'
        : 'Questa persona è già Super Utente.',
    )
  const utente = await ctx.tx
    .insertInto('utente')
    .values({
      ambitoId: null,
      codiceFiscale: d.cf,
      cognome: d.cognome,
      nome: d.nome,
      dataNascita: d.nascita,
      luogoNascitaId: luogo,
      genere: d.genere,
      email: d.email,
      stato: 'inserito',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await ctx.tx
    .insertInto('assegnazione')
    .values({
      ambitoId: null,
      utenteId: utente.id,
      ruoloId: 'super-utente',
      stato: 'abilitata',
      dal: ctx.oggi(),
      abilitataIl: ctx.adesso().toISOString(),
    })
    .execute()
}

async function elenca(env: AmbienteComando): Promise<void> {
  const scope = { azione: 'superutente.elenco', nazionale: true, operatore: env.operatore }
  const righe = await inCtx(env.deps, scope, (ctx) =>
    ctx.tx
      .selectFrom('utente as u')
      .innerJoin('assegnazione as a', 'a.utenteId', 'u.id')
      .select(['u.cognome', 'u.nome', 'u.email', 'u.stato', 'a.stato as incarico', 'u.ultimoAccesso'])
      .where('a.ruoloId', '=', 'super-utente')
      .orderBy('u.cognomeChiave')
      .orderBy('u.nomeChiave')
      .execute(),
  )
  if (righe.length === 0) env.out(`Nessun Super Utente: crealo con trama -- ${USO}`)
  for (const r of righe)
    env.out(
      `${r.cognome} ${r.nome}  ${r.email ?? ''}  ${r.incarico === 'abilitata' ? r.stato : r.incarico}  ${r.ultimoAccesso ? `ultimo accesso ${r.ultimoAccesso.slice(0, 10)}` : 'mai entrato'}`,
    )
}

export const comandiSuperUtente: Comando[] = [
  {
    nome: 'superutente crea',
    uso: USO,
    descrizione: 'Accredita un Super Utente: potrà entrare con SPID e accreditare gli amministratori degli ambiti',
    async run(env, args) {
      const dati = leggi(args)
      const scope = { azione: 'superutente.crea', nazionale: true, operatore: env.operatore }
      await inCtx(env.deps, scope, (ctx) => crea(ctx, dati))
      env.out(`${dati.cognome} ${dati.nome} è Super Utente e può entrare con SPID.`)
      return 0
    },
  },
  {
    nome: 'superutente elenco',
    uso: 'superutente elenco',
    descrizione: 'I Super Utenti e il loro ultimo accesso',
    async run(env) {
      await elenca(env)
      return 0
    },
  },
]
