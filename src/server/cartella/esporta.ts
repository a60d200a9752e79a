// One folder out, as one archive written while it is read: the data, the same to be read on paper, the files of its
// documents, and the hash of each.
import { createHash } from 'node:crypto'
import { esportazioneApi, FORMATO_ESPORTAZIONE, VERSIONE_ESPORTAZIONE } from '../../shared/cartella/esportazione.api.ts'
import type { FileReply, Input } from '../../shared/kernel/endpoint.ts'
import { pezzi } from '../documenti/contenuto.ts'
import { scriviArchivio, type VoceArchivio } from '../kernel/archivio.ts'
import type { Ctx } from '../kernel/context.ts'
import { passano } from '../kernel/memoria.ts'
import { rotte } from '../kernel/modulo.ts'
import { importa, ricezioneImporta } from './importa.ts'
import { leggiFascicolo } from './leggi-fascicolo.ts'
import { datiDelFascicolo } from './stampa-dati.ts'
import { stampaFascicolo } from './stampa-fascicolo.ts'
import type { FileEsportato } from './tabelle-fascicolo.ts'

const leggimi = (infetti: number) => `Questo archivio contiene un fascicolo della cartella sociale, esportato da Trama.

fascicolo.pdf    da leggere e da stampare
fascicolo.json   i dati come sono conservati, con la loro storia: formato «${FORMATO_ESPORTAZIONE}», versione ${VERSIONE_ESPORTAZIONE}
documenti/       i file dei documenti, ogni versione; fascicolo.json dice di ciascuno a quale documento appartiene
IMPRONTE.txt     l’impronta SHA-256 di ogni file: «sha256sum -c IMPRONTE.txt» dice se qualcosa è cambiato

Contiene dati personali particolari: conservalo e trasmettilo soltanto in modo protetto.
Contiene ciò che può leggere chi l’ha esportato. Gli indirizzi segreti e chi ha segnalato non ne fanno parte; nei file dei documenti resta ciò che vi è scritto.
${infetti > 0 ? `${infetti === 1 ? 'Un file in cui è stato trovato un virus non è stato esportato.' : `${infetti} file in cui è stato trovato un virus non sono stati esportati.`}\n` : ''}`

const sha256 = (b: Uint8Array) => createHash('sha256').update(b).digest('hex')

/** The bytes of a file as they leave, checked against the hash under which they are kept. */
async function* controllato(contenuto: AsyncIterable<Uint8Array>, f: FileEsportato): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const pezzo of contenuto) {
    hash.update(pezzo)
    passano(pezzo.length)
    yield pezzo
  }
  if (hash.digest('hex') !== f.sha256) throw new Error(`version ${f.versione} is not what its hash says`)
}

async function esporta(ctx: Ctx, i: Input<typeof esportazioneApi.esporta>): Promise<FileReply> {
  const motivo = i.motivo.trim()
  const { fascicolo, infetti } = await leggiFascicolo(ctx, i.id)
  const dati = await datiDelFascicolo(ctx, i.id, fascicolo, motivo)
  const json = Buffer.from(JSON.stringify(fascicolo, null, 1))
  const quando = ctx.adesso()
  return {
    // no name of a person in the name of a file
    nome: `fascicolo-${i.id.slice(0, 8)}-${ctx.oggi()}.zip`,
    tipo: 'application/zip',
    // after the transaction: printing takes time, and the documents leave as fast as they are received
    contenuto: async () => {
      const pdf = await stampaFascicolo(dati, quando)
      const interi: [string, Uint8Array][] = [
        ['LEGGIMI.txt', Buffer.from(leggimi(infetti))],
        ['fascicolo.pdf', pdf],
        ['fascicolo.json', json],
      ]
      const impronte = [
        ...interi.map(([nome, b]) => `${sha256(b)}  ${nome}`),
        ...fascicolo.file.map((f) => `${f.sha256}  ${f.percorso}`),
      ]
      const voci: VoceArchivio[] = [
        ...interi.map(([nome, contenuto]) => ({ nome, contenuto })),
        { nome: 'IMPRONTE.txt', contenuto: Buffer.from(`${impronte.join('\n')}\n`) },
        ...fascicolo.file.map((f) => ({
          nome: f.percorso,
          contenuto: () => controllato(pezzi(ctx.rileggi, f.versione), f),
        })),
      ]
      return scriviArchivio(voci, quando)
    },
  }
}

export const esportazioneRotte = rotte(esportazioneApi, { esporta, importa }, { importa: ricezioneImporta })
