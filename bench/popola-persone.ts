// The people and the record, written into a database that has its territory (data.ts).
import { bancoCartella, passiCartella, tabelleCartella } from './cartella-data.ts'
import { type Esecutore, inMassa } from './massa.ts'
import { passiPersone, preparaBanco, tabellePersone } from './persone-data.ts'

/** `persone` is a multiple of 250. The first connection may be the only one. */
export async function popolaPersone(esecutori: readonly [Esecutore, ...Esecutore[]], persone: number) {
  if (persone % 250 !== 0) throw new Error('le persone sono un multiplo di 250')
  const [primo] = esecutori
  await preparaBanco(primo, persone)
  await primo.query(bancoCartella(persone))
  await inMassa(
    esecutori,
    [...tabelleCartella.slice(0, 1), ...tabellePersone, ...tabelleCartella.slice(1)],
    [...passiPersone(persone), ...passiCartella(persone)],
  )
  await primo.query('drop schema banco cascade; analyze')
}
