// The patron's day of the comuni: who has the comune says it, from the page or, many at a time, from the command line. Terms already
// written move with the next nightly job.
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { type PatronoDiComune, patronoApi } from '../../shared/parametri/patrono.api.ts'
import { inParole, percorso } from '../kernel/comando.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import type { AmbienteComando, Comando } from '../kernel/modulo.ts'
import { rotte } from '../kernel/modulo.ts'
import { inCtx } from '../kernel/serve.ts'

type Api = typeof patronoApi

async function list(ctx: Ctx): Promise<Output<Api['list']>> {
  const { rows } = await sql<PatronoDiComune>`
    select c.id as comune_id, c.nome as comune, coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'nome', p.nome, 'giorno', p.giorno, 'dopoPasqua', p.dopo_pasqua, 'dalAnno', p.dal_anno, 'alAnno', p.al_anno,
             'fonte', p.fonte, 'confermatoDa', (select nome from accesso.nomi_di(array[p.confermato_da]))) order by p.dal_anno desc) from patrono p where p.comune_id = c.id), '[]') as patroni
      from ambito_comune a join comune c on c.id = a.comune_id
     where a.ambito_id = ${ctx.ambito} and kernel.oggi() between a.dal and coalesce(a.al, 'infinity') and ((select kernel.ambito_intero()) or c.id = any ((select kernel.comuni())::text[]))
     order by c.nome`.execute(ctx.tx)
  return { voci: rows }
}

/** A day of some year: also the 29th of February. */
const esiste = (giorno: string) => {
  const d = new Date(`2024-${giorno}T00:00:00Z`)
  return !Number.isNaN(d.getTime()) && d.toISOString().slice(5, 10) === giorno
}

async function conferma(ctx: Ctx, i: Input<Api['conferma']>): Promise<Output<Api['conferma']>> {
  if (!(await list(ctx)).voci.some((c) => c.comuneId === i.comuneId))
    throw erroreDiCampo('comuneId', 'Questo comune non è tra i tuoi.')
  const [giorno, dopoPasqua] = [i.giorno ?? null, i.dopoPasqua ?? null]
  if ((giorno === null) === (dopoPasqua === null))
    throw erroreDiCampo('giorno', 'Scrivi il giorno dell’anno, oppure quanti giorni dopo Pasqua: uno dei due.')
  if (giorno !== null && !esiste(giorno)) throw erroreDiCampo('giorno', 'Questo giorno non esiste.')
  if (i.alAnno && i.alAnno < i.dalAnno) throw erroreDiCampo('alAnno', 'L’ultimo anno viene prima del primo.')
  const { rows } = await sql<{ id: string }>`
    insert into patrono (comune_id, nome, giorno, dopo_pasqua, dal_anno, al_anno, fonte)
    values (${i.comuneId}, ${i.nome.trim()}, ${giorno}, ${dopoPasqua}, ${i.dalAnno}, ${i.alAnno ?? null}, ${i.fonte.trim()}) returning id`.execute(
    ctx.tx,
  )
  return { id: rows[0]!.id }
}

async function chiudi(ctx: Ctx, i: Input<Api['chiudi']>): Promise<Output<Api['chiudi']>> {
  const { rows } = await sql<{ dalAnno: number }>`select dal_anno from patrono where id = ${i.id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  if (i.alAnno < rows[0].dalAnno) throw erroreDiCampo('alAnno', 'L’ultimo anno viene prima del primo.')
  const { rows: fatto } = await sql`update patrono set al_anno = ${i.alAnno} where id = ${i.id} returning id`.execute(
    ctx.tx,
  )
  if (fatto.length === 0) throw problem('non-trovato')
  return { fatto: true }
}

export const patronoRotte = rotte(patronoApi, { list, conferma, chiudi })
export const patronoVincoli: Vincoli = {
  patrono_uno_all_anno: {
    codice: 'gia-presente',
    campo: 'dalAnno',
    detail: 'In quegli anni il comune ha già un patrono: scrivi prima qual è l’ultimo anno dell’altro.',
  },
}

const USO = 'patroni importa FILE.csv --ambito CODICE'

/** `comune;nome;giorno;dal_anno;fonte`, one a line after the first: the code of the comune, the day as MM-DD or as +N after Easter. */
function leggiRighe(testo: string) {
  const [testa, ...righe] = testo
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((r) => r.trim() !== '')
  if (testa?.trim() !== 'comune;nome;giorno;dal_anno;fonte')
    throw new ErroreDiAvvio('La prima riga deve essere: comune;nome;giorno;dal_anno;fonte')
  return righe.map((r, n) => {
    const [comuneId = '', nome = '', giorno = '', dalAnno = '', fonte = ''] = r.split(';').map((x) => x.trim())
    const mobile = /^[+-]\d+$/.test(giorno)
    if (!comuneId || !nome || !fonte || !/^\d{4}$/.test(dalAnno) || !(mobile || /^\d{2}-\d{2}$/.test(giorno)))
      throw new ErroreDiAvvio(
        `Riga ${n + 2}: servono il codice del comune, il nome, il giorno (MM-GG, o +50 per i giorni dopo Pasqua), il primo anno, la fonte.`,
      )
    return {
      comuneId,
      nome,
      giorno: mobile ? null : giorno,
      dopoPasqua: mobile ? Number(giorno) : null,
      dalAnno: Number(dalAnno),
      fonte,
    }
  })
}

async function importa(env: AmbienteComando, args: string[]): Promise<number> {
  const codice = args[args.indexOf('--ambito') + 1]
  const file = args[0]
  if (!file || !args.includes('--ambito') || !codice) throw new ErroreDiAvvio(`Manca qualcosa. Uso: trama -- ${USO}`)
  const righe = leggiRighe(readFileSync(percorso(env, file), 'utf8'))
  const ambito = await inCtx(env.deps, { azione: 'ambito.leggi', nazionale: true, operatore: env.operatore }, (ctx) =>
    ctx.tx.selectFrom('ambito').select('id').where('codice', '=', codice).executeTakeFirst(),
  )
  if (!ambito) throw new ErroreDiAvvio(`Non c’è un ambito con codice «${codice}».`)
  // all or none
  await inParole(() =>
    inCtx(
      env.deps,
      { azione: 'patrono.gestisci', ambito: ambito.id, intero: true, operatore: env.operatore },
      async (ctx) => {
        for (const r of righe) await conferma(ctx, r)
      },
    ),
  )
  env.out(`${righe.length} patroni registrati.`)
  return 0
}

export const comandoPatroni: Comando = {
  nome: 'patroni importa',
  uso: USO,
  descrizione: 'Registra il giorno del patrono dei comuni di un ambito, come lo hanno comunicato.',
  run: importa,
}
