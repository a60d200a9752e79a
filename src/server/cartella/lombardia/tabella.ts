// The codes of the exchange as they are shipped: config/lombardia/*.csv → rows. Only the shape of the file is judged
// here; whether the rows agree with each other is `controllaTabella`, the same for rows that come from a database.
import {
  type Elenco,
  elenchi,
  type RigaCodice,
  type RigaSistema,
  type Segno,
  segni,
  type Tabella,
} from '../../../shared/cartella/lombardia/codici.ts'
import { readCsv } from '../../kernel/read-csv.ts'

type Riga = Record<string, string>

export function tabellaDaConfigurazione(): Tabella {
  return {
    sistemi: readCsv('lombardia/sistemi.csv').map(sistema),
    codici: readCsv('lombardia/codici.csv').map(codice),
  }
}

const sistema = (r: Riga): RigaSistema => ({
  sistema: r.sistema!,
  oid: r.oid || null,
  registro: r.registro || null,
  conflitto: r.conflitto || null,
  elenco: unoDi<Elenco>(elenchi, r.elenco!, r.sistema!),
  dal: r.dal!,
  al: r.al || null,
  segno: unoDi<Segno>(segni, r.segno!, r.sistema!),
  descrizione: r.descrizione!,
  fonte: r.fonte!,
})

const codice = (r: Riga): RigaCodice => ({
  sistema: r.sistema!,
  codice: r.codice!,
  descrizione: r.descrizione!,
  corrisponde: r.corrisponde || null,
  dal: r.dal!,
  al: r.al || null,
  segno: unoDi<Segno>(segni, r.segno!, r.sistema!),
  fonte: r.fonte!,
})

function unoDi<T extends string>(ammessi: readonly T[], valore: string, riga: string): T {
  const trovato = ammessi.find((a) => a === valore)
  if (!trovato) throw new Error(`config/lombardia, riga ${riga}: «${valore}» non è uno di ${ammessi.join(', ')}`)
  return trovato
}
