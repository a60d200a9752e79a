// From the stored file to rows: streamed, a lot at a time. What a profile needs to know of places and code lists is read
// once for a run, so that memory does not grow with the file.
import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { sql } from 'kysely'
import { leggiColonne, type Mappa } from '../../shared/anagrafe/importa.rules.ts'
import { campoImportabile, normalizza } from '../../shared/anagrafe/importa-campi.ts'
import type { Risolutore } from '../../shared/anagrafe/importa-riga.rules.ts'
import type { UploadedFile } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Tx } from '../kernel/db.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { TabellaRifiutata } from '../kernel/tabelle/rifiuti.ts'

export interface RigaFile {
  riga: number
  celle: string[]
}

const FETTA = 262_144
export const RIGHE_AL_PIU = 250_001
const opzioni = { maxBytes: 64 * 1024 * 1024, maxRighe: RIGHE_AL_PIU }

/** The filled rows after the header, beyond the last one already read. */
export async function* righeDelFile(path: string, dopo: number): AsyncGenerator<RigaFile> {
  let intestazione = true
  for await (const r of leggiTabella(path, opzioni)) {
    if (intestazione) intestazione = false
    else if (r.riga > dopo) yield r
  }
}

const ESEMPI = 5
const formati = [
  'formato-diverso',
  'excel-vecchio',
  'macro',
  'protetto-da-password',
  'danneggiato',
  'contenuto-non-ammesso',
]

/** Header and first rows; a file that cannot be read is one sentence, before anything of it is stored. */
export async function leggiInizio(path: string): Promise<{ colonne: string[]; esempi: RigaFile[] }> {
  const righe: RigaFile[] = []
  try {
    for await (const r of leggiTabella(path, opzioni)) if (righe.push(r) > ESEMPI) break
  } catch (e) {
    throw e instanceof TabellaRifiutata
      ? problem(formati.includes(e.motivo) ? 'tipo-file-non-ammesso' : 'regola-non-rispettata', { detail: frase(e) })
      : e
  }
  const lette = righe[0]
    ? leggiColonne(righe[0].celle)
    : { rifiuto: 'Il file è vuoto: controlla di aver scelto quello giusto.' }
  if ('rifiuto' in lette) throw problem('regola-non-rispettata', { detail: lette.rifiuto })
  if (righe.length < 2)
    throw problem('regola-non-rispettata', {
      detail: 'Il file ha soltanto l’intestazione: non c’è alcuna riga da leggere.',
    })
  return { colonne: lette.colonne, esempi: righe.slice(1) }
}

/** The readers speak of the platform's own templates: here the file is somebody else's. */
export function frase(e: TabellaRifiutata): string {
  if (e.motivo === 'troppe-colonne')
    return 'Il foglio ha più di 256 colonne: togli quelle che non servono e carica di nuovo il file.'
  if (e.motivo === 'formato-diverso')
    return 'Il file non è una tabella: salvalo come .xlsx, .ods o CSV e caricalo di nuovo.'
  return e.message
}

// ---- bytes -------------------------------------------------------------------------------------------------------------

/** The tables that keep the bytes of files of persons, apart from the other files. */
type TabellaParti = 'importazione_cartella_parte' | 'importazione_estratto_parte'

export async function conservaFile(
  ctx: Ctx,
  id: string,
  comune: string,
  file: UploadedFile,
  tabella: TabellaParti = 'importazione_cartella_parte',
) {
  const aperto = await open(file.path)
  try {
    const fetta = Buffer.alloc(FETTA)
    for (let parte = 0; ; parte++) {
      const { bytesRead } = await aperto.read(fetta, 0, FETTA)
      if (bytesRead === 0) return
      await sql`insert into ${sql.table(tabella)} (importazione_id, comune_id, parte, contenuto)
        values (${id}, ${comune}, ${parte}, ${Buffer.from(fetta.subarray(0, bytesRead))})`.execute(ctx.tx)
    }
  } finally {
    await aperto.close()
  }
}

export async function* pezziFile(
  tx: Tx,
  id: string,
  tabella: TabellaParti = 'importazione_cartella_parte',
): AsyncGenerator<Buffer> {
  for (let parte = 0; ; parte++) {
    const { rows } = await sql<{ contenuto: Buffer }>`
      select contenuto from ${sql.table(tabella)} where importazione_id = ${id} and parte = ${parte}`.execute(tx)
    if (!rows[0]) return
    yield rows[0].contenuto
  }
}

export async function scarica(ctx: Ctx, id: string, path: string, tabella?: TabellaParti) {
  const file = createWriteStream(path, { mode: 0o600 })
  for await (const pezzo of pezziFile(ctx.tx, id, tabella))
    await new Promise<void>((fatto, errore) => file.write(pezzo, (e) => (e ? errore(e) : fatto())))
  await new Promise<void>((fatto) => file.end(fatto))
}

/** What was uploaded is kept no longer than it is needed. */
export const dimentica = (ctx: Ctx, id: string) =>
  ctx.tx.deleteFrom('importazioneCartellaParte').where('importazioneId', '=', id).execute()

// ---- places and codes ----------------------------------------------------------------------------------------------------

export async function risolutore(ctx: Ctx, mappa: Mappa): Promise<Risolutore> {
  const luoghi = new Map<string, string>()
  // who has ceased first, so that a living namesake takes its place
  const posti = await sql<{ id: string; nome: string }>`
    select id, nome from comune order by al nulls last, id`.execute(ctx.tx)
  const stati = await sql<{
    id: string
    nome: string
  }>`select id, nome from stato_estero order by al nulls last, id`.execute(ctx.tx)
  for (const l of [...stati.rows, ...posti.rows]) {
    luoghi.set(normalizza(l.nome), l.id)
    luoghi.set(normalizza(l.id), l.id)
  }
  const liste = [...new Set(mappa.flatMap((v) => campoImportabile(v.campo)?.codifica ?? []))]
  const { rows } = await sql<{ lista: string; codice: string; etichetta: string; etichettaF: string | null }>`
    select codifica_id as lista, codice, etichetta, etichetta_f from codifica_voce
     where codifica_id = any (${liste}) and (ambito_id is null or ambito_id = (select kernel.ambito())) and ${ctx.oggi()}::date between dal and coalesce(al, 'infinity')`.execute(
    ctx.tx,
  )
  const voci = new Map<string, string>()
  for (const v of rows)
    for (const detta of [v.etichetta, v.etichettaF, v.codice])
      if (detta) voci.set(`${v.lista} ${normalizza(detta)}`, v.codice)
  return {
    // «LATINA (LT)» too
    luogo: (t) => luoghi.get(normalizza(t)) ?? luoghi.get(normalizza(t.replace(/\([^)]*\)\s*$/, ''))),
    voce: (lista, t) => voci.get(`${lista} ${normalizza(t)}`),
  }
}
