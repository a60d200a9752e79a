// The family told as one would tell it: a couple, its children from the eldest with what follows from each, then the
// in-laws. The rows as they come out are where the search for a good order begins.
import type { Famiglia } from './famiglia.ts'
import { type Blocco, chiavePersona, type Giunto, type Schema } from './schema.ts'

export interface Racconto {
  padrePrima: boolean
  suoceriSubito: boolean
}

/** The rows as they come out of one telling of the family. */
export function racconta(f: Famiglia, s: Schema, modo: Racconto): Blocco[][] {
  const righe: Blocco[][] = Array.from({ length: s.righe }, () => [])
  const bloccoDi = new Map(s.blocchi.flatMap((b) => b.voci.map((v) => [v.chiave, b] as const)))
  const posti = new Set<Blocco>()
  const metti = (b: Blocco) => {
    posti.add(b)
    righe[b.riga]!.push(b)
  }
  const persona = (id: string) => bloccoDi.get(chiavePersona(id))!
  const natale = (id: string) => s.giunti.filter((g) => g.coppia.figli.some((r) => r.figlio === id))
  const membri = (g: Giunto) => (g.coppia.b === undefined ? [g.coppia.a] : [g.coppia.a, g.coppia.b])

  const visita = (b: Blocco, sopra: Blocco[]) => {
    if (posti.has(b)) return
    metti(b)
    const persone = b.voci.flatMap((v) => (v.tipo === 'persona' ? [v.persona!] : []))
    const attesa: Blocco[] = []
    for (const id of persone) {
      for (const g of s.giunti.filter((x) => membri(x).includes(id))) {
        for (const luogo of g.catena)
          if (!posti.has(bloccoDi.get(luogo)!) && luogo.startsWith('v:')) metti(bloccoDi.get(luogo)!)
        for (const ramo of g.rami)
          for (const luogo of ramo) {
            const suo = bloccoDi.get(luogo)!
            if (luogo.startsWith('v:')) {
              if (!posti.has(suo)) metti(suo)
            } else visita(suo, attesa)
          }
        for (const m of membri(g)) visita(persona(m), attesa)
      }
      for (const [ospite, presso] of s.accanto) if (presso === id) visita(persona(ospite), attesa)
    }
    for (const a of attesa) visita(a, [])
    for (const id of persone)
      for (const g of natale(id))
        for (const m of membri(g)) {
          if (modo.suoceriSubito) visita(persona(m), [])
          else sopra.push(persona(m))
        }
  }

  /** Up from the index person, by the father's or the mother's line. */
  const radice = (id: string): Blocco => {
    const genitori = natale(id).flatMap(membri)
    const scelto = genitori.find((g) => (f.perId.get(g)!.sesso === 'M') === modo.padrePrima) ?? genitori[0]
    return scelto === undefined ? persona(id) : radice(scelto)
  }
  const presenti = f.persone.filter((p) => bloccoDi.has(chiavePersona(p.id)))
  const indice = presenti.find((p) => p.indice)
  const coda = [...(indice ? [radice(indice.id)] : []), ...presenti.map((p) => radice(p.id)), ...s.blocchi]
  while (coda.length > 0) visita(coda.shift()!, coda)
  return righe
}
