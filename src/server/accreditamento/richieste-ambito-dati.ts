// A request of accreditation as both sides read it. Whose it is was decided before: by the secret, or by the act.
import { type Selectable, sql } from 'kysely'
import type { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import type { StatoRichiesta } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { Problem, problem } from '../../shared/kernel/problems.ts'
import { controllaIdentita } from '../accesso/utenti-identita.ts'
import type { Ctx } from '../kernel/context.ts'
import type { DB } from '../schema.gen.ts'

type Propria = Output<typeof richiestaPubblicaApi.leggi>
export type PersonaLetta = Propria['persone'][number]
type DatiPersona = Pick<
  Selectable<DB['richiestaAmbitoPersona']>,
  'codiceFiscale' | 'nome' | 'cognome' | 'dataNascita' | 'luogoNascitaId' | 'genere'
>
export type DocumentoLetto = Propria['documenti'][number]

/** The row of the request, locked where it is going to change. `id` null: the one that the secret opens. */
export async function trovaRichiesta(ctx: Ctx, id: string | null, forUpdate = false) {
  let q = ctx.tx.selectFrom('richiestaAmbito').selectAll()
  if (id) q = q.where('id', '=', id)
  if (forUpdate) q = q.forUpdate()
  const riga = await q.executeTakeFirst()
  if (!riga)
    throw problem(
      'non-trovato',
      id
        ? {}
        : {
            detail:
              'Nessuna richiesta si apre con questa chiave: controlla di averla copiata per intero. Una bozza non inviata scade.',
          },
    )
  return { ...riga, stato: riga.stato as StatoRichiesta }
}
export type RigaRichiesta = Awaited<ReturnType<typeof trovaRichiesta>>

/** The whole content, persons compared with their codice fiscale. */
export async function leggiContenuto(ctx: Ctx, r: RigaRichiesta) {
  const persone = await ctx.tx
    .selectFrom('richiestaAmbitoPersona')
    .selectAll()
    .where('richiestaId', '=', r.id)
    .orderBy('ordine')
    .execute()
  const personeNota = await ctx.tx
    .selectFrom('richiestaAmbitoPersonaNota')
    .select(['codiceFiscale', 'nominativo', 'indicataDa'])
    .where('richiestaId', '=', r.id)
    .orderBy('nominativo')
    .execute()
  const documenti = await ctx.tx
    .selectFrom('richiestaAmbitoDocumento')
    .select(['id', 'tipo', 'personaId', 'nome', 'formato', 'bytes', 'caricato', 'messaggio'])
    .where('richiestaId', '=', r.id)
    .orderBy('caricato')
    .orderBy('id')
    .execute()
  const ambito = r.ambitoId
    ? await ctx.tx.selectFrom('ambito').select(['id', 'codice', 'nome']).where('id', '=', r.ambitoId).executeTakeFirst()
    : undefined
  const luoghi = await nomiLuoghi(
    ctx,
    persone.map((p) => p.luogoNascitaId),
  )
  // one after the other: they are five at most, on one connection
  const esiti: PersonaLetta['codiceFiscaleEsito'][] = []
  for (const p of persone) esiti.push(await esitoIdentita(ctx, p))
  return {
    id: r.id,
    ricevuta: r.ricevuta,
    stato: r.stato,
    motivo: r.motivo,
    ambitoId: r.ambitoId,
    ambitoNominato: r.ambitoNominato,
    ambito: ambito ?? null,
    firmatarioNome: r.firmatarioNome,
    firmatarioCognome: r.firmatarioCognome,
    firmatarioQualifica: r.firmatarioQualifica as Propria['firmatarioQualifica'],
    firmatarioEmail: r.firmatarioEmail,
    firmatarioTelefono: r.firmatarioTelefono,
    nominaDichiarata: r.nominaDichiarata,
    inviata: r.inviata,
    personeNota: personeNota as Propria['personeNota'],
    documenti: documenti as DocumentoLetto[],
    persone: persone.map((p, n): PersonaLetta => {
      const luogo = luoghi.get(p.luogoNascitaId ?? '')
      return {
        id: p.id,
        codiceFiscale: p.codiceFiscale,
        nome: p.nome,
        cognome: p.cognome,
        dataNascita: p.dataNascita,
        luogoNascitaId: p.luogoNascitaId,
        luogoNascita: luogo ? { id: p.luogoNascitaId!, nome: luogo } : null,
        genere: p.genere as 'M' | 'F' | null,
        email: p.email,
        telefono: p.telefono,
        codiceFiscaleEsito: esiti[n]!,
        utenteId: p.utenteId,
      }
    }),
  }
}

/** Names of the places of birth, comuni and foreign states alike. */
async function nomiLuoghi(ctx: Ctx, codici: (string | null)[]): Promise<Map<string, string>> {
  const cercati = codici.filter((c) => c !== null)
  if (cercati.length === 0) return new Map()
  const { rows } = await sql<{ id: string; nome: string }>`
    select id, nome from comune where id = any (${cercati}) union all select id, nome from stato_estero where id = any (${cercati})`.execute(
    ctx.tx,
  )
  return new Map(rows.map((r) => [r.id, r.nome]))
}

/** The same check that the account will go through, as a finding instead of a refusal. */
async function esitoIdentita(ctx: Ctx, p: DatiPersona): Promise<PersonaLetta['codiceFiscaleEsito']> {
  const { codiceFiscale, nome, cognome, dataNascita, luogoNascitaId, genere } = p
  if (!codiceFiscale || !nome || !cognome || !dataNascita || !luogoNascitaId || !genere) return null
  try {
    const persona = {
      codiceFiscale,
      nome,
      cognome,
      dataNascita,
      luogoNascita: luogoNascitaId,
      genere: genere as 'M' | 'F',
    }
    await controllaIdentita(ctx.tx, persona, ctx.oggi())
    return { esito: 'coerente', motivi: [] }
  } catch (e) {
    if (!(e instanceof Problem)) throw e
    const dubbio = e.errori.some((x) => x.codice === 'conferma-richiesta')
    return { esito: dubbio ? 'dubbio' : 'impossibile', motivi: e.errori.map((x) => x.messaggio) }
  }
}

/** A change of state and its trace. */
export async function passa(
  ctx: Ctx,
  r: RigaRichiesta,
  stato: StatoRichiesta,
  altro: {
    motivo?: string | null
    istruttoreId?: string
    inviata?: string
    confermataIl?: string
    decisa?: string
  } = {},
): Promise<RigaRichiesta> {
  const { motivo = null, ...campi } = altro
  await ctx.tx
    .updateTable('richiestaAmbito')
    .set({ ...campi, stato, motivo, versione: r.versione + 1 })
    .where('id', '=', r.id)
    .execute()
  await ctx.tx
    .insertInto('richiestaAmbitoPassaggio')
    .values({ richiestaId: r.id, stato, motivo, utenteId: ctx.utente || null })
    .execute()
  return trovaRichiesta(ctx, r.id)
}

/** Puts the list of the persons that the note names in place of the one there is. */
export async function scriviPersoneNota(
  ctx: Ctx,
  richiestaId: string,
  persone: readonly { codiceFiscale: string; nominativo: string }[],
  indicataDa: 'richiedente' | 'istruttoria',
) {
  await ctx.tx.deleteFrom('richiestaAmbitoPersonaNota').where('richiestaId', '=', richiestaId).execute()
  // the same person twice in the list is once in the note
  const righe = [...new Map(persone.map((p) => [p.codiceFiscale, p])).values()]
  if (righe.length > 0)
    await ctx.tx
      .insertInto('richiestaAmbitoPersonaNota')
      .values(righe.map((p) => ({ ...p, richiestaId, indicataDa })))
      .execute()
}
