// The thread in which a file is read: parsing, mapping, normalising and checking never hold up the requests of others. It gives
// lots as texts ready for the database and waits to be asked for the next, so memory does not grow with the file. It stays for the
// next file: two hundred small ones cost what one large does.
import { constants, setPriority } from 'node:os'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { type Elaborata, elabora, TUTTO_FERMO } from '../../shared/flussi/elabora.ts'
import type { Lettura } from '../../shared/flussi/lettura.ts'
import type { Luoghi } from '../../shared/flussi/normalizza/luoghi.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { applicaPrestazioni, type Profilo } from '../../shared/flussi/profilo.ts'
import { componiContesto, type DatiEnte, luoghiDa } from './contesto-dati.ts'
import { type Formato, fraseLettura, type RigaLetta, recordXml, righeDati, Testata } from './righe-file.ts'
import { type Lotto, memorie, Righe } from './righe-lotto.ts'
import { conservate } from './testo-riga.ts'

export interface LavoroLettura {
  path: string
  formato: Formato
  lettura: Lettura
  colonne: string[]
  profilo: Profilo | null
  /** Rows up to this one are already in the database. */
  dopo: number
  /** Rows of the file in each lot. */
  lotto: number
  ente: DatiEnte
  /** Whether values are put right; otherwise they stay as they are written. */
  normalizza: boolean
}

export interface LottoLetto {
  ultima: number
  righe: number
  prestazioni: number
  lotto: Lotto
  /** What is seen of the whole file, so far. */
  avviso: string | undefined
}

export type Messaggio = { lotto: LottoLetto } | { fine: true } | { rifiuto: string }

interface Letta {
  riga: number
  record: PrestazioneErogata
  /** Of a table, as they are kept. */
  celle: readonly string[] | null
}

/** The rows of the file that are not in the database yet, some at a time; each made when it is its turn, and soon forgotten. */
async function* daLeggere(l: LavoroLettura, testata: Testata): AsyncGenerator<Iterable<Letta>> {
  if (l.formato === 'xml') {
    for await (const righe of recordXml(l.path, testata))
      yield righe.filter((r) => r.riga > l.dopo).map((r) => ({ ...r, celle: null }))
    return
  }
  const applica = applicaPrestazioni(l.profilo!, l.colonne)
  function* lette(righe: readonly RigaLetta[]): Generator<Letta> {
    for (const r of righe) {
      if (r.riga <= l.dopo) continue
      const celle = conservate(r.celle)
      yield { riga: r.riga, record: applica(celle), celle }
    }
  }
  for await (const righe of righeDati(l.path, l.lettura)) yield lette(righe)
}

/** Of a column that nobody can tell from that of the whole amount: said of the file, once. */
const DIVISI =
  'L’importo di alcune prestazioni periodiche è stato preso come quello di tutto il periodo, e diviso per i mesi (N23). Se nel file era già l’importo di ogni mese, ritiralo, caricalo di nuovo e indica quella colonna come «Importo mensile».'

function diviso(e: Elaborata): boolean {
  if (e.record.carattere !== '1') return false
  const intero = e.modifiche.find((m) => m.campo === 'importo' && m.regola === 'N23')
  return intero !== undefined && intero.prima !== e.record.importoMensile
}

async function* lotti(l: LavoroLettura, luoghi: Luoghi, reso: () => Lotto | undefined): AsyncGenerator<LottoLetto> {
  const contesto = componiContesto(l.ente, luoghi, l.profilo)
  const testata = new Testata()
  const insieme = new Righe()
  let [ultima, righe] = [l.dopo, 0]
  let divisi = false
  const chiudi = (): LottoLetto => {
    const fatto = {
      ultima,
      righe,
      prestazioni: insieme.quante,
      lotto: insieme.togli(undefined, reso()),
      avviso: divisi ? DIVISI : testata.tracciato.frase(),
    }
    righe = 0
    return fatto
  }
  const fermi = l.normalizza ? [] : [TUTTO_FERMO]
  for await (const lette of daLeggere(l, testata))
    for (const { riga, record, celle } of lette) {
      ultima = riga
      // however it is written, it is the same prestazione
      const identica = l.normalizza ? undefined : elabora(record, contesto)[0]?.record
      const elaborate = elabora(record, contesto, fermi)
      divisi ||= l.formato === 'tabella' && elaborate.some(diviso)
      insieme.aggiungi(elaborate, riga, { celle, letta: celle ? null : record, identica })
      if (++righe === l.lotto) yield chiudi()
    }
  if (righe > 0) yield chiudi()
}

/** What the other side sends: work to do, or that the next lot is waited for; with it one already stored, for its memory. */
export type Richiesta =
  | { lavoro: LavoroLettura; luoghi: string | undefined }
  | { prosegui: true; reso: Lotto | undefined }

/** A file follows another at once, or not for a while: then what the last one left is given back. */
const RIPOSO_MS = 500

function ascolta(porta: MessagePort): void {
  const di = (m: Messaggio) => porta.postMessage(m, 'lotto' in m ? memorie(m.lotto.lotto) : [])
  let reso: Lotto | undefined
  const prendi = () => {
    const questo = reso
    reso = undefined
    return questo
  }
  let luoghi: Luoghi | undefined
  let chiesto = () => {}
  const richiesta = () =>
    new Promise<void>((si) => {
      chiesto = si
    })
  let riposo: NodeJS.Timeout | undefined
  async function lavora(lavoro: LavoroLettura, dove: Luoghi): Promise<void> {
    clearTimeout(riposo)
    // the first is not waited for
    let prossima = Promise.resolve()
    try {
      for await (const lotto of lotti(lavoro, dove, prendi)) {
        await prossima
        prossima = richiesta()
        di({ lotto })
      }
      di({ fine: true })
    } catch (e) {
      di({ rifiuto: fraseLettura(e) })
    }
    reso = undefined
    riposo = setTimeout(() => globalThis.gc?.(), RIPOSO_MS)
  }
  porta.on('message', (r: Richiesta) => {
    if ('prosegui' in r) {
      reso = r.reso
      chiesto()
      return
    }
    if (r.luoghi) luoghi = luoghiDa(r.luoghi)
    void lavora(r.lavoro, luoghi!)
  })
}

if (parentPort) {
  // who waits for a page comes before who waits for a file; elsewhere than on Linux it would be said of the whole server
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL)
  ascolta(parentPort)
}
