// The thread in which a file is read: parsing, mapping, normalising and checking never hold up the requests of others. It gives
// lots as texts ready for the database and waits to be asked for the next, so memory does not grow with the file.
import { parentPort, workerData } from 'node:worker_threads'
import { type ContestoElaborazione, elabora } from '../../shared/flussi/elabora.ts'
import type { Lettura } from '../../shared/flussi/lettura.ts'
import { creaLuoghi } from '../../shared/flussi/normalizza/luoghi.ts'
import { applicaPrestazioni, type Profilo } from '../../shared/flussi/profilo.ts'
import { componiContesto, type DatiEnte, type DatiLuoghi } from './contesto.ts'
import { inRighe, type Righe } from './righe-db.ts'
import { type Formato, fraseRifiuto, recordXml, righeTabella } from './righe-file.ts'

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
  luoghi: DatiLuoghi
}

export interface LottoLetto {
  ultima: number
  righe: number
  prestazioni: number
  strette: string
  larghe: string
}

export type Messaggio = { lotto: LottoLetto } | { fine: true } | { rifiuto: string }

/** What no text of the database may hold. */
const conservabile = (c: string) => (c.isWellFormed() && !c.includes('\0') ? c : c.toWellFormed().replaceAll('\0', ''))

async function* righeElaborate(
  l: LavoroLettura,
  contesto: ContestoElaborazione,
): AsyncGenerator<{ riga: number; righe: Righe }> {
  if (l.formato === 'xml') {
    for await (const { riga, record } of recordXml(l.path))
      if (riga > l.dopo) yield { riga, righe: inRighe(elabora(record, contesto), riga, { celle: null, letta: record }) }
    return
  }
  const applica = applicaPrestazioni(l.profilo!, l.colonne)
  let intestazione = !l.lettura.nomi
  for await (const r of righeTabella(l.path, l.lettura)) {
    if (intestazione) intestazione = false
    else if (r.riga > l.dopo) {
      const celle = r.celle.map(conservabile)
      yield { riga: r.riga, righe: inRighe(elabora(applica(celle), contesto), r.riga, { celle, letta: null }) }
    }
  }
}

async function* lotti(l: LavoroLettura): AsyncGenerator<LottoLetto> {
  const contesto = componiContesto(l.ente, creaLuoghi(l.luoghi.comuni, l.luoghi.stati), l.profilo)
  let [ultima, righe] = [l.dopo, 0]
  let insieme: Righe = { strette: [], larghe: [] }
  const chiudi = (): LottoLetto => {
    const lotto = {
      ultima,
      righe,
      prestazioni: insieme.strette.length,
      strette: JSON.stringify(insieme.strette),
      larghe: JSON.stringify(insieme.larghe),
    }
    righe = 0
    insieme = { strette: [], larghe: [] }
    return lotto
  }
  for await (const r of righeElaborate(l, contesto)) {
    ultima = r.riga
    righe++
    insieme.strette.push(...r.righe.strette)
    insieme.larghe.push(...r.righe.larghe)
    if (righe === l.lotto) yield chiudi()
  }
  if (righe > 0) yield chiudi()
}

async function lavora(): Promise<void> {
  const porta = parentPort!
  const di = (m: Messaggio) => porta.postMessage(m)
  let chiesto = () => {}
  porta.on('message', () => chiesto())
  const richiesta = () =>
    new Promise<void>((si) => {
      chiesto = si
    })
  // the first is not waited for
  let prossima = Promise.resolve()
  try {
    for await (const lotto of lotti(workerData as LavoroLettura)) {
      await prossima
      prossima = richiesta()
      di({ lotto })
    }
    di({ fine: true })
  } catch (e) {
    di({ rifiuto: fraseRifiuto(e) })
  }
  porta.close()
}

if (parentPort) await lavora()
