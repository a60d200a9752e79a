// Single values out of the XML: dates, and the code systems by which a value says what it is.
import type { Versione } from '../../../shared/cartella/lombardia/codici.ts'
import type { Momento } from '../../../shared/cartella/lombardia/messaggio.ts'
import { daHl7 } from '../../../shared/cartella/lombardia/valori.ts'
import type { Lettore } from './lettore.ts'

/** Absent fields leave no key, so that equal messages are equal objects. */
export const senzaVuoti = <T extends object>(o: T): T =>
  Object.fromEntries(Object.entries(o).filter(([, v]) => v !== undefined)) as T

export const seNonVuoto = <T extends object>(o: T): T | undefined => (Object.keys(o).length === 0 ? undefined : o)

export function data(l: Lettore | undefined, attributo = 'value'): Momento | undefined {
  const scritta = l?.attributo(attributo)
  if (scritta === undefined) return undefined
  const letta = daHl7(scritta)
  if (letta === undefined)
    l?.difetto(
      `«${scritta}» non è una data valida: si scrive anno, mese e giorno (20261231) e, se c’è l’ora, anche il fuso (20261231093000+0100).`,
    )
  return letta
}

export class LettoreCodici {
  readonly tabella: Versione
  constructor(tabella: Versione) {
    this.tabella = tabella
  }

  /** The code of an element, once its code system is the one of the table. */
  codice(l: Lettore | undefined, sistema: string): string | undefined {
    if (l) this.fra(l, 'codeSystem', [sistema])
    return l?.attributo('code')
  }
  id(l: Lettore | undefined, sistema: string): string | undefined {
    if (l) this.fra(l, 'root', [sistema])
    return l?.attributo('extension')
  }

  /** Which of these systems the OID in that attribute is; a defect when it is none. */
  fra<const N extends string>(l: Lettore, attributo: 'codeSystem' | 'root', sistemi: readonly N[]): N | undefined {
    const attesi = sistemi.map((nome) => ({ nome, oid: this.tabella.sistema(nome)?.oid ?? undefined }))
    const oid = l.attributo(attributo)
    // a system without OID takes any: an attribute that the table does not foresee is told, but refuses nothing
    const trovato = attesi.find((a) => a.oid === oid) ?? attesi.find((a) => a.oid === undefined)
    if (trovato) {
      if (trovato.oid !== oid) l.nonLetto(attributo, oid ?? '')
      return trovato.nome
    }
    const giusti = attesi.map((a) => `${a.oid} (${a.nome})`).join(' oppure ')
    const altro = oid === undefined ? undefined : this.tabella.conOid(oid)
    if (oid === undefined) l.difetto(`Manca l’OID del codice: secondo la tabella è ${giusti}.`)
    else if (altro)
      l.difetto(
        `${sistemi.join(' o ')} porta l’OID ${oid}, che nella tabella è di ${altro.sistema}: due codici su un solo OID. Secondo la tabella è ${giusti}.`,
      )
    else l.difetto(`L’OID ${oid} non è quello della tabella: lì è ${giusti}.`)
    return undefined
  }
}
