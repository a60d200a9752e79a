// The files of a request: recognised by content, bounded in size and number, the note read for the record of who sent
// it and when. They stand in tables of their own, because an allegato belongs to an ambito and here there may be none.
import { readFile } from 'node:fs/promises'
import type { richiestaPubblicaApi, richiesteAmbitoApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { formatiDocumento, limitiRichiesta, nomiDocumento } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import type { FileReply, Input } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { riconosciFile, type TipoFile, tipiFile } from '../kernel/allegati.ts'
import type { Ctx } from '../kernel/context.ts'
import { completo, leggiMessaggio, type Messaggio } from '../kernel/messaggio.ts'
import type { DocumentoLetto } from './richieste-ambito-dati.ts'

type Caricato = Input<typeof richiestaPubblicaApi.carica>

export async function caricaDocumento(ctx: Ctx, richiestaId: string, i: Caricato): Promise<DocumentoLetto> {
  const formato = await assertFormato(i)
  const contenuto = await readFile(i.file.path)
  const messaggio = i.tipo === 'nota' ? leggiNota(contenuto) : null
  await assertSpazio(ctx, richiestaId, i.file.bytes)
  const personaId = await personaDi(ctx, richiestaId, i)
  const riga = await ctx.tx
    .insertInto('richiestaAmbitoDocumento')
    .values({
      richiestaId,
      personaId,
      tipo: i.tipo,
      nome: i.nome,
      formato,
      bytes: i.file.bytes,
      sha256: i.file.sha256,
      messaggio: messaggio && JSON.stringify(messaggio),
    })
    .returning(['id', 'tipo', 'personaId', 'nome', 'formato', 'bytes', 'caricato', 'messaggio'])
    .executeTakeFirstOrThrow()
  await ctx.tx.insertInto('richiestaAmbitoDocumentoContenuto').values({ documentoId: riga.id, contenuto }).execute()
  return riga as DocumentoLetto
}

async function assertFormato(i: Caricato): Promise<TipoFile> {
  const formato = await riconosciFile(i.file.path)
  const ammessi: readonly TipoFile[] = formatiDocumento[i.tipo]
  if (formato && ammessi.includes(formato)) return formato
  throw problem('tipo-file-non-ammesso', {
    detail:
      i.tipo === 'nota'
        ? 'La nota va allegata come messaggio .eml: apri il messaggio inviato o la ricevuta di consegna nella tua casella PEC e salvalo su file.'
        : `Il file non è ammesso per «${nomiDocumento[i.tipo]}»: usa un PDF, un’immagine JPG o PNG, o un PDF firmato (.p7m).`,
  })
}

function leggiNota(contenuto: Uint8Array): Messaggio {
  const m = leggiMessaggio(contenuto)
  if (completo(m)) return m
  throw problem('tipo-file-non-ammesso', {
    detail: 'Il messaggio non dice chi l’ha inviato e quando: salvalo di nuovo dalla casella PEC, senza modificarlo.',
  })
}

async function assertSpazio(ctx: Ctx, richiestaId: string, altri: number) {
  const { n, bytes } = await ctx.tx
    .selectFrom('richiestaAmbitoDocumento')
    .select((w) => [w.fn.countAll<number>().as('n'), w.fn.sum<number | null>('bytes').as('bytes')])
    .where('richiestaId', '=', richiestaId)
    .executeTakeFirstOrThrow()
  if (n >= limitiRichiesta.documenti)
    throw problem('regola-non-rispettata', {
      detail: `Una richiesta ha al massimo ${limitiRichiesta.documenti} documenti: togline qualcuno.`,
    })
  if (Number(bytes ?? 0) + altri > limitiRichiesta.bytes)
    throw problem('file-troppo-grande', {
      detail: `I documenti di una richiesta occupano insieme al massimo ${limitiRichiesta.bytes / 1_048_576} MB: riduci questo file o togline un altro.`,
    })
}

/** The copies are of a person, the other documents of the request. */
async function personaDi(ctx: Ctx, richiestaId: string, i: Caricato): Promise<string | null> {
  if (i.tipo === 'nota' || i.tipo === 'delega') return null
  const persona = i.persona
    ? await ctx.tx
        .selectFrom('richiestaAmbitoPersona')
        .select('id')
        .where('id', '=', i.persona)
        .where('richiestaId', '=', richiestaId)
        .executeTakeFirst()
    : undefined
  if (!persona)
    throw erroreDiCampo('persona', 'Indica di quale persona è questa copia: salva prima il modulo con i suoi dati.')
  return persona.id
}

export async function scaricaDocumento(ctx: Ctx, i: Input<typeof richiesteAmbitoApi.documento>): Promise<FileReply> {
  const riga = await ctx.tx
    .selectFrom('richiestaAmbitoDocumento as d')
    .innerJoin('richiestaAmbitoDocumentoContenuto as c', 'c.documentoId', 'd.id')
    .select(['d.nome', 'd.formato', 'c.contenuto'])
    .where('d.id', '=', i.documento)
    .where('d.richiestaId', '=', i.id)
    .executeTakeFirst()
  if (!riga) throw problem('non-trovato')
  return { nome: riga.nome, tipo: tipiFile[riga.formato as TipoFile], contenuto: riga.contenuto }
}
