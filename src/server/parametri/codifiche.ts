// Code lists: the entries in force for the forms, the history of a list, and the entries that an ambito adds. An entry
// is never deleted nor changed in meaning: it is closed, and records that used it still read its words.
import { sql } from 'kysely'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { codificheApi } from '../../shared/parametri/codifiche.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { scriviCsv } from '../kernel/tabelle/csv.ts'

type Intera = Output<typeof codificheApi.leggi>
type Mappa = Record<string, string>

const inItaliano = (giorno: string) => giorno.split('-').reverse().join('/')

async function list(ctx: Ctx): Promise<Output<typeof codificheApi.list>> {
  const oggi = ctx.oggi()
  const voci = await ctx.tx
    .selectFrom('codifica as c')
    .leftJoin('codificaVoce as v', (j) =>
      j.onRef('v.codificaId', '=', 'c.id').on(sql<boolean>`${oggi}::date between v.dal and coalesce(v.al, 'infinity')`),
    )
    .select(['c.id', 'c.nome', 'c.descrizione', 'c.estendibile', 'c.livelli', 'c.fonte'])
    .select([sql<number>`count(v.id)::int`.as('inVigore'), sql<number>`count(v.ambito_id)::int`.as('locali')])
    .groupBy('c.id')
    .orderBy('c.nome')
    .execute()
  return { voci }
}

async function voci(ctx: Ctx, i: Input<typeof codificheApi.voci>): Promise<Output<typeof codificheApi.voci>> {
  const giorno = i.giorno ?? ctx.oggi()
  const nomi = [...new Set(i.codifiche.split(','))]
  const liste = await ctx.tx.selectFrom('codifica').select(['id', 'nome', 'livelli']).where('id', 'in', nomi).execute()
  if (liste.length < nomi.length) throw problem('non-trovato')
  const righe = await ctx.tx
    .selectFrom('codificaVoce')
    .select(['codificaId', 'codice', 'etichetta', 'etichettaF', 'padre', 'livello', 'ambitoId', 'attributi'])
    .where('codificaId', 'in', nomi)
    .where(sql<boolean>`${giorno}::date between dal and coalesce(al, 'infinity')`)
    .orderBy('ordine')
    .orderBy('etichetta')
    .execute()
  const perLista = Map.groupBy(righe, (r) => r.codificaId)
  return {
    codifiche: liste.map((l) => ({
      ...l,
      voci: (perLista.get(l.id) ?? []).map(({ codificaId, ambitoId, attributi, ...v }) => ({
        ...v,
        locale: ambitoId !== null,
        attributi: attributi as Mappa,
      })),
    })),
  }
}

async function getCodifica(ctx: Ctx, id: string): Promise<Intera> {
  const testata = await ctx.tx.selectFrom('codifica').selectAll().where('id', '=', id).executeTakeFirst()
  if (!testata) throw problem('non-trovato')
  const righe = await ctx.tx
    .selectFrom('codificaVoce')
    .select(['id', 'codice', 'etichetta', 'etichettaF', 'padre', 'livello', 'ambitoId', 'dal', 'al', 'bloccata'])
    .select(['mappa', 'attributi', 'fonte'])
    .where('codificaId', '=', id)
    .orderBy('ordine')
    .orderBy('etichetta')
    .orderBy('dal')
    .execute()
  return {
    ...testata,
    voci: righe.map(({ ambitoId, mappa, attributi, ...v }) => ({
      ...v,
      locale: ambitoId !== null,
      mappa: mappa as Mappa,
      attributi: attributi as Mappa,
    })),
  }
}

const leggi = (ctx: Ctx, i: Input<typeof codificheApi.leggi>): Promise<Intera> => getCodifica(ctx, i.codifica)

async function esporta(ctx: Ctx, i: Input<typeof codificheApi.esporta>): Promise<Output<typeof codificheApi.esporta>> {
  const c = await getCodifica(ctx, i.codifica)
  const inJson = (m: Mappa) => (Object.keys(m).length > 0 ? JSON.stringify(m) : '')
  const righe = c.voci.map((v) => [
    v.codice,
    v.etichetta,
    v.etichettaF ?? '',
    v.padre ?? '',
    v.dal,
    v.al ?? '',
    v.bloccata ? 'sì' : 'no',
    v.locale ? 'ambito' : 'nazionale',
    inJson(v.mappa),
    inJson(v.attributi),
    v.fonte,
  ])
  const testata = ['codice', 'etichetta', 'etichetta per una donna', 'padre', 'dal', 'al', 'bloccata', 'vale per']
  return {
    nome: `codifica-${c.id}.csv`,
    tipo: 'text/csv',
    contenuto: scriviCsv([[...testata, 'codici altrove', 'attributi', 'fonte'], ...righe]),
  }
}

/** A stable code out of the first label. The prefix keeps it apart from those that the configuration gives. */
async function nuovoCodice(ctx: Ctx, codifica: string, testo: string): Promise<string> {
  const parola = testo
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '')
  const base = `${ctx.ambito ? 'loc' : 'naz'}-${parola || 'voce'}`
  const presi = await ctx.tx
    .selectFrom('codificaVoce')
    .select('codice')
    .where('codificaId', '=', codifica)
    .where(sql<boolean>`codice ^@ ${base}`)
    .execute()
  const usati = new Set(presi.map((r) => r.codice))
  let codice = base
  for (let n = 2; usati.has(codice); n++) codice = `${base}-${n}`
  return codice
}

/** What an entry may say to the program: only what the national entries of its list already say. */
function assertAttributi(c: Intera, attributi: Mappa) {
  const note = c.voci.filter((v) => !v.locale)
  for (const [nome, valore] of Object.entries(attributi))
    if (!note.some((v) => v.attributi[nome] === valore))
      throw erroreDiCampo(`attributi.${nome}`, 'Scegli uno dei valori che hanno le voci nazionali.')
}

async function crea(ctx: Ctx, i: Input<typeof codificheApi.crea>): Promise<Intera> {
  const c = await getCodifica(ctx, i.codifica)
  if (ctx.ambito && !c.estendibile)
    throw problem('regola-non-rispettata', {
      detail: `L’elenco «${c.nome}» è uguale per tutti: un ambito non vi aggiunge voci.`,
    })
  const valide = c.voci.filter((v) => v.dal <= i.dal && (v.al === null || v.al >= i.dal))
  const padre = i.padre ? valide.find((v) => v.codice === i.padre) : undefined
  if (i.padre && !padre) throw erroreDiCampo('padre', 'La voce che la contiene non è in vigore quel giorno.')
  if ((padre?.livello ?? 0) >= c.livelli)
    throw erroreDiCampo('padre', 'Sotto questa voce non se ne possono aggiungere altre.')
  const testo = i.etichetta.trim()
  const stessa = (v: { etichetta: string; padre: string | null }) =>
    v.etichetta.toLocaleLowerCase('it') === testo.toLocaleLowerCase('it') && v.padre === (i.padre ?? null)
  if (valide.some(stessa)) throw erroreDiCampo('etichetta', 'C’è già una voce con queste parole: usa quella.')
  const attributi = i.attributi ?? {}
  assertAttributi(c, attributi)
  await ctx.tx
    .insertInto('codificaVoce')
    .values({
      codificaId: c.id,
      codice: await nuovoCodice(ctx, c.id, testo),
      etichetta: testo,
      etichettaF: i.etichettaF?.trim() || null,
      padre: i.padre ?? null,
      // after those of the configuration, in the order of the alphabet
      ordine: 100_000,
      dal: i.dal,
      ambitoId: ctx.ambito,
      fonte: i.fonte,
      attributi: sql<never>`${JSON.stringify(attributi)}::jsonb`,
    })
    .execute()
  return getCodifica(ctx, c.id)
}

async function chiudi(ctx: Ctx, i: Input<typeof codificheApi.chiudi>): Promise<Intera> {
  const v = await ctx.tx.selectFrom('codificaVoce').selectAll().where('id', '=', i.id).executeTakeFirst()
  if (!v) throw problem('non-trovato')
  if (v.ambitoId !== ctx.ambito)
    throw problem('azione-non-consentita', {
      detail: `«${v.etichetta}» è una voce nazionale: la chiude un atto nazionale, non quello di un ambito.`,
    })
  if (v.bloccata)
    throw problem('stato-non-ammesso', {
      detail: `«${v.etichetta}» è bloccata: il programma o un flusso nazionale ne ha bisogno.`,
    })
  const { al } = i
  if (al !== null) {
    if (al < v.dal) throw erroreDiCampo('al', `La voce è in vigore dal ${inItaliano(v.dal)}.`)
    // what was chosen until today was chosen rightly
    if (al < ctx.oggi())
      throw erroreDiCampo('al', 'Una voce si chiude da oggi in avanti: scegli oggi o un giorno futuro.')
    const sotto = await ctx.tx
      .selectFrom('codificaVoce')
      .select('etichetta')
      .where('codificaId', '=', v.codificaId)
      .where('padre', '=', v.codice)
      .where(sql<boolean>`coalesce(al, 'infinity') > ${al}::date`)
      .orderBy('ordine')
      .limit(1)
      .executeTakeFirst()
    if (sotto)
      throw erroreDiCampo('al', `Contiene voci ancora in vigore, come «${sotto.etichetta}»: chiudi prima quelle.`)
  }
  await ctx.tx.updateTable('codificaVoce').set({ al }).where('id', '=', v.id).execute()
  return getCodifica(ctx, v.codificaId)
}

export const codificheRotte = rotte(codificheApi, { list, voci, leggi, esporta, crea, chiudi })
