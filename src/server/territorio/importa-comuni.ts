// Brings the comuni and their history to what the official dated archive says, in one transaction: what is equal is not
// touched, so the same file twice changes nothing and the register shows only real changes. The successor of a
// suppressed comune is not in the archive and is never guessed from dates: it has its own import.
import { sql } from 'kysely'
import { data } from '../../shared/territorio/adesioni.rules.ts'
import { chiaveNome, nomeProprio } from '../../shared/territorio/luoghi.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { type Anomalia, type Archivio, type PeriodoArchivio, tipiAnomalia } from './archivio-comuni.ts'
import { controllaSuccessori, scriviSuccessori } from './luoghi.ts'
import { leggiRighe, type RigaRifiutata, RigheRifiutate } from './righe.ts'

export interface EsitoComuni {
  righe: number
  comuniAggiunti: string[]
  comuniModificati: string[]
  periodiAggiunti: number
  periodiTolti: number
  provinceAggiunte: string[]
  anomalie: Anomalia[]
}

interface RigaComune {
  id: string
  nome: string
  provincia_id: string
  istat: string
  dal: string | null
  al: string | null
}
interface RigaPeriodo {
  comune_id: string
  nome: string
  altra_denominazione: string | null
  istat: string
  provincia_id: string
  dal: string
  al: string | null
}

/** Only these columns are compared and written. */
const uguale = <T extends object>(a: T, b: T | undefined) =>
  b !== undefined && (Object.keys(a) as (keyof T)[]).every((k) => a[k] === b[k])

export async function importaComuni(ctx: Ctx, archivio: Archivio): Promise<EsitoComuni> {
  const anomalie = [...archivio.anomalie]
  const provinceAggiunte = await aggiungiProvince(ctx, archivio, anomalie)
  const presenti = new Map(
    (await sql<RigaComune>`select to_jsonb(c) - 'nome_chiave' as riga from comune c`.execute(ctx.tx)).rows
      .map((r) => (r as unknown as { riga: RigaComune }).riga)
      .map((r) => [r.id, r]),
  )
  const comuni: RigaComune[] = []
  const periodi: RigaPeriodo[] = []
  for (const [id, storia] of archivio.comuni) {
    const noto = presenti.get(id)
    const ultimo = storia.at(-1)!
    // another source may know of a suppression that came after the archive was made
    const dopo = ultimo.al === null && noto?.al && noto.al > archivio.aggiornatoAl ? noto.al : null
    if (dopo)
      anomalie.push({
        tipo: 'fonte-piu-recente',
        testo: `${noto!.nome} (${id}): l’archivio, che arriva al ${data(archivio.aggiornatoAl)}, lo dà esistente; resta soppresso, con ultimo giorno il ${data(dopo)}.`,
      })
    const come = (p: PeriodoArchivio) =>
      noto && chiaveNome(noto.nome) === chiaveNome(p.nome) ? noto.nome : nomeProprio(p.nome)
    comuni.push({
      id,
      nome: come(ultimo),
      provincia_id: ultimo.provincia,
      istat: ultimo.istat,
      dal: storia[0]!.dal,
      al: ultimo.al ?? dopo,
    })
    for (const p of storia)
      periodi.push({
        comune_id: id,
        nome: come(p),
        altra_denominazione: p.altra && nomeProprio(p.altra),
        istat: p.istat,
        provincia_id: p.provincia,
        dal: p.dal,
        al: p === ultimo ? (p.al ?? dopo) : p.al,
      })
  }
  const daScrivere = comuni.filter((c) => !uguale(c, presenti.get(c.id)))
  await sql`insert into comune (id, nome, provincia_id, istat, dal, al)
    select id, nome, provincia_id, istat, dal, al from jsonb_populate_recordset(null::comune, ${JSON.stringify(daScrivere)}::jsonb)
    on conflict (id) do update set nome = excluded.nome, provincia_id = excluded.provincia_id, istat = excluded.istat,
      dal = excluded.dal, al = excluded.al`.execute(ctx.tx)
  const { aggiunti, tolti } = await scriviPeriodi(ctx, periodi)
  const titolo = (c: RigaComune) => `${c.nome} (${c.id})`
  return {
    righe: archivio.righe,
    comuniAggiunti: daScrivere.filter((c) => !presenti.has(c.id)).map(titolo),
    comuniModificati: daScrivere.filter((c) => presenti.has(c.id)).map(titolo),
    periodiAggiunti: aggiunti,
    periodiTolti: tolti,
    provinceAggiunte,
    anomalie: anomalie.sort((a, b) => tipiAnomalia.indexOf(a.tipo) - tipiAnomalia.indexOf(b.tipo)),
  }
}

/** A period that changed is taken away and written again: two neighbours that move would overlap on the way. */
async function scriviPeriodi(ctx: Ctx, periodi: RigaPeriodo[]) {
  const { rows } = await sql<{ id: string; riga: RigaPeriodo }>`
    select id, to_jsonb(p) - 'id' as riga from comune_periodo p
     where comune_id = any (${[...new Set(periodi.map((p) => p.comune_id))]}::text[])`.execute(ctx.tx)
  const chiave = (p: RigaPeriodo) => `${p.comune_id} ${p.dal}`
  const voluti = new Map(periodi.map((p) => [chiave(p), p]))
  const presenti = new Map(rows.map((r) => [chiave(r.riga), r.riga]))
  const tolti = rows.filter((r) => {
    const v = voluti.get(chiave(r.riga))
    return !v || !uguale(v, r.riga)
  })
  const aggiunti = periodi.filter((p) => !uguale(p, presenti.get(chiave(p))))
  await sql`delete from comune_periodo where id = any (${tolti.map((r) => r.id)}::uuid[])`.execute(ctx.tx)
  await sql`insert into comune_periodo (comune_id, nome, altra_denominazione, istat, provincia_id, dal, al)
    select comune_id, nome, altra_denominazione, istat, provincia_id, dal, al
      from jsonb_populate_recordset(null::comune_periodo, ${JSON.stringify(aggiunti)}::jsonb)`.execute(ctx.tx)
  return { aggiunti: aggiunti.length, tolti: tolti.length }
}

/** A province that nobody knows yet enters with its letters as name, for someone to write the name. */
async function aggiungiProvince(ctx: Ctx, archivio: Archivio, anomalie: Anomalia[]): Promise<string[]> {
  const note = new Set((await ctx.tx.selectFrom('provincia').select('id').execute()).map((p) => p.id))
  const regioni = new Set((await ctx.tx.selectFrom('regione').select('id').execute()).map((r) => r.id))
  const ultime = new Map<string, PeriodoArchivio>()
  for (const p of [...archivio.comuni.values()].flat()) {
    const u = ultime.get(p.provincia)
    if (!u || u.dal < p.dal) ultime.set(p.provincia, p)
  }
  const nuove = [...ultime.values()].filter((p) => !note.has(p.provincia))
  for (const p of nuove) {
    anomalie.push({
      tipo: 'provincia-sconosciuta',
      testo: `La provincia ${p.provincia} (${p.sigla}) non era nota: è stata aggiunta con la sigla al posto del nome.`,
    })
    if (p.regione && !regioni.has(p.regione))
      anomalie.push({
        tipo: 'regione-sconosciuta',
        testo: `La regione ${p.regione} della provincia ${p.provincia} non è nota.`,
      })
  }
  if (nuove.length > 0)
    await ctx.tx
      .insertInto('provincia')
      .values(
        nuove.map((p) => ({
          id: p.provincia,
          sigla: p.sigla,
          nome: p.sigla,
          regioneId: p.regione && regioni.has(p.regione) ? p.regione : null,
        })),
      )
      .execute()
  return nuove.map((p) => `${p.sigla} (${p.provincia})`)
}

/** Successors of suppressed comuni: `belfiore;successore;fonte`. Read before the transaction, written all or none. */
export async function leggiSuccessori(path: string) {
  const righe = await leggiRighe(path, { belfiore: ['belfiore'], successore: ['successore'], fonte: ['fonte'] })
  const rifiutate: RigaRifiutata[] = []
  const visti = new Set<string>()
  for (const r of righe) {
    const rifiuta = (motivo: string) => rifiutate.push({ riga: r.riga, motivo })
    if (!/^[A-Z]\d{3}$/.test(r.belfiore)) rifiuta(`il codice catastale «${r.belfiore}» non è valido.`)
    else if (!/^[A-Z]\d{3}$/.test(r.successore)) rifiuta(`il codice catastale «${r.successore}» non è valido.`)
    else if (r.fonte === '') rifiuta('manca la fonte.')
    else if (visti.has(r.belfiore)) rifiuta(`il comune ${r.belfiore} è già in un’altra riga.`)
    visti.add(r.belfiore)
  }
  if (rifiutate.length > 0) throw new RigheRifiutate(rifiutate)
  return righe
}

export async function importaSuccessori(ctx: Ctx, righe: Awaited<ReturnType<typeof leggiSuccessori>>) {
  const voci = righe.map((r) => ({ id: r.belfiore, successoreId: r.successore, fonte: r.fonte }))
  const riga = new Map(righe.map((r) => [r.belfiore, r.riga]))
  const rifiutate = (await controllaSuccessori(ctx, voci)).map((x) => ({ riga: riga.get(x.id)!, motivo: x.messaggio }))
  if (rifiutate.length > 0) throw new RigheRifiutate(rifiutate.sort((a, b) => a.riga - b.riga))
  return { righe: righe.length, scritti: await scriviSuccessori(ctx, voci) }
}
