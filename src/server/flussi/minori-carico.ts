// Cards of minors from a file: a table whose columns were told, or the SINBA flow of any program. They are as many as the minors in
// charge of an ente, hundreds: read in the job itself, a few at a time. What the file calls a minor stays here, beside his token. Of
// what was changed in a card it keeps how the file had it, but for a codice fiscale.
import { createReadStream } from 'node:fs'
import { TUTTO_FERMO } from '../../shared/flussi/elabora.ts'
import type { Lettura } from '../../shared/flussi/lettura.ts'
import type { SchedaMinore } from '../../shared/flussi/prestazione.ts'
import { applicaMinori, type Profilo } from '../../shared/flussi/profilo.ts'
import type { Ctx } from '../kernel/context.ts'
import { contestoMinori } from './contesto.ts'
import { LettoreFlusso } from './leggi-flusso.ts'
import { FileIlleggibile, leggiXml } from './lettore-xml.ts'
import {
  aggiungiScheda,
  type EnteDelMinore,
  gettoneDalFlusso,
  gettoneDi,
  MASSIMO_RIFERIMENTO,
  riferimentoDi,
} from './minori-scrittura.ts'
import { type Formato, righeDati } from './righe-file.ts'
import { conservabile } from './testo-riga.ts'

export interface SchedaLetta {
  /** Of the table, or the number of the card in the flow. */
  riga: number
  /** With the reference of the office, or of the other program, in the place of the token. */
  record: SchedaMinore
}

/** Cards of a SINBA flow, numbered, some at a time. */
export async function* minoriXml(path: string): AsyncGenerator<SchedaLetta[]> {
  let pronte: SchedaLetta[] = []
  let numero = 0
  const lettore = new LettoreFlusso({
    intestazione: () => {},
    prestazione: () => {
      throw new FileIlleggibile(
        'Il flusso contiene prestazioni e minori insieme: INPS vuole due file diversi. Fallo esportare di nuovo.',
      )
    },
    minore: (record) => pronte.push({ riga: ++numero, record }),
  })
  for await (const _ of leggiXml(createReadStream(path, { highWaterMark: 64 * 1024 }), lettore)) {
    const queste = pronte
    pronte = []
    if (queste.length > 0) yield queste
  }
  if (pronte.length > 0) yield pronte
  if (numero === 0) throw new FileIlleggibile('Il flusso non contiene alcun minore.')
}

async function* minoriTabella(
  path: string,
  lettura: Lettura,
  colonne: string[],
  profilo: Profilo,
): AsyncGenerator<SchedaLetta[]> {
  const applica = applicaMinori(profilo, colonne)
  for await (const righe of righeDati(path, lettura))
    yield righe.map((r) => ({ riga: r.riga, record: applica(r.celle.map(conservabile)) }))
}

/** Cards in one transaction. */
const LOTTO = 50

export interface FileMinori {
  formato: Formato
  lettura: Lettura
  colonne: string[]
  profilo: Profilo | null
  /** Rows up to this one are already in the database. */
  ultimaRiga: number
}

/** Those that are not in the database yet, a lot at a time. */
export async function* lottiMinori(path: string, f: FileMinori): AsyncGenerator<SchedaLetta[]> {
  const lette = f.formato === 'xml' ? minoriXml(path) : minoriTabella(path, f.lettura, f.colonne, f.profilo!)
  let lotto: SchedaLetta[] = []
  for await (const righe of lette)
    for (const r of righe) {
      if (r.riga <= f.ultimaRiga) continue
      if (lotto.push(r) < LOTTO) continue
      yield lotto
      lotto = []
    }
  if (lotto.length > 0) yield lotto
}

/** Without a reference nobody would ever know whose card it is, and its minor would be another one each time. */
function riferimento({ riga, record }: SchedaLetta): string {
  const detto = riferimentoDi(record.idBeneficiario ?? '')
  if (detto === '' || detto.length > MASSIMO_RIFERIMENTO)
    throw new FileIlleggibile(
      detto === ''
        ? 'manca il riferimento del minore: scrivi come lo conosce l’ufficio, per esempio il numero del fascicolo, e carica di nuovo il file.'
        : `il riferimento del minore ha più di ${MASSIMO_RIFERIMENTO} caratteri: usa il numero del fascicolo, e carica di nuovo il file.`,
      riga,
    )
  return detto
}

/** In the transaction of the lot; the check of all of them comes before the first is written. */
export async function scriviSchede(
  ctx: Ctx,
  ente: EnteDelMinore,
  f: { carico: string; formato: Formato; normalizza: boolean; giaInviato: boolean },
  lotto: readonly SchedaLetta[],
): Promise<void> {
  const base = await contestoMinori(ctx, ente.id)
  const fermi = f.normalizza ? [] : [TUTTO_FERMO]
  for (const s of lotto) {
    const gettone = await (f.formato === 'xml' ? gettoneDalFlusso : gettoneDi)(ctx, ente, riferimento(s))
    const da = { carico: f.carico, riga: s.riga }
    await aggiungiScheda(
      ctx,
      ente,
      { gettone, record: s.record, modifiche: [], fermi, da, giaInviata: f.giaInviato },
      base,
    )
  }
}
