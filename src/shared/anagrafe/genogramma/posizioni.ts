// Where each place stands along its row. Orders are given; parents are drawn over the middle of their children and
// children under their parents, back and forth, and each time the row is put back into non-overlapping places by the
// least total movement (isotonic regression, pool adjacent violators).
import type { Aspetto } from './nodi.ts'
import { RAGGIO } from './nodi.ts'
import type { Blocco, Giunto, Schema, Voce } from './schema.ts'

export interface Misure {
  aspetto: (persona: string) => Aspetto
  /** Room for what is written on the line of a couple. */
  scritta: (g: Giunto) => number
}

const SPAZIO = 32
/** Between a person's name and a line that goes down beside it. */
const PORTA = 14
const CICLI = 14

/** Between two partners: names, and what is written on their line, find room. */
const traPartner = (g: Giunto, fianchi: number, m: Misure) =>
  Math.max(fianchi + 22, 2 * RAGGIO + m.scritta(g) + 22, 2 * RAGGIO + 44)

const fianco = (v: Voce, m: Misure) => (v.tipo === 'persona' ? m.aspetto(v.persona!).fianco : 0)

/** Between the centres of two places that stand side by side. */
function distanza(v: Voce, w: Voce, m: Misure): number {
  if (v.tipo === 'persona' && w.tipo === 'persona') return fianco(v, m) + fianco(w, m) + SPAZIO
  if (v.tipo === 'persona' || w.tipo === 'persona') {
    const [persona, altro] = v.tipo === 'persona' ? [v, w] : [w, v]
    return fianco(persona, m) + (altro.persona === persona.persona ? PORTA : 20)
  }
  return 16
}

/** The places of a block, from its first. */
function interni(b: Blocco, m: Misure, coppie: ReadonlyMap<string, Giunto>): Map<string, number> {
  const scarti = new Map<string, number>()
  let x = 0
  b.voci.forEach((v, i) => {
    const prima = b.voci[i - 1]
    // the last person before, and the doors between
    const da = b.voci.slice(0, i).findLastIndex((w) => w.tipo === 'persona')
    const p = b.voci[da]
    const g =
      p && v.tipo === 'persona'
        ? (coppie.get(`${p.chiave} ${v.chiave}`) ?? coppie.get(`${v.chiave} ${p.chiave}`))
        : undefined
    const passo = prima ? distanza(prima, v, m) : 0
    if (g && p) {
      const porte = i - da - 1
      const minimo = scarti.get(p.chiave)! + traPartner(g, fianco(p, m) + fianco(v, m), m) + porte * PORTA
      x = porte === 0 ? minimo : Math.max(x + passo, minimo)
    } else x += passo
    scarti.set(v.chiave, x)
  })
  return scarti
}

interface Elemento {
  x: number
  /** Of each of its places, from the first. */
  scarti: Map<string, number>
  blocco: Blocco
}

/** The places nearest to the wished ones that keep every distance. */
function adatta(fila: readonly Elemento[], voluti: readonly { x: number; peso: number }[], spazi: readonly number[]) {
  const gruppi: { somma: number; peso: number; n: number }[] = []
  let cumulo = 0
  fila.forEach((_e, i) => {
    cumulo += i === 0 ? 0 : spazi[i - 1]!
    gruppi.push({ somma: (voluti[i]!.x - cumulo) * voluti[i]!.peso, peso: voluti[i]!.peso, n: 1 })
    for (;;) {
      const [a, b] = [gruppi.at(-2), gruppi.at(-1)!]
      if (!a || a.somma / a.peso <= b.somma / b.peso) break
      gruppi.splice(-2, 2, { somma: a.somma + b.somma, peso: a.peso + b.peso, n: a.n + b.n })
    }
  })
  let i = 0
  cumulo = 0
  for (const g of gruppi)
    for (let k = 0; k < g.n; k++, i++) {
      cumulo += i === 0 ? 0 : spazi[i - 1]!
      fila[i]!.x = g.somma / g.peso + cumulo
    }
}

export function collocaX(righe: readonly Blocco[][], s: Schema, m: Misure): Map<string, number> {
  const coppie = new Map(s.giunti.filter((g) => g.modo === 'affiancata').map((g) => [g.discesa.join(' '), g]))
  const elementi = righe.map((fila) =>
    fila.map((blocco): Elemento => ({ x: 0, scarti: interni(blocco, m, coppie), blocco })),
  )
  const spazi = elementi.map((fila) =>
    fila.slice(1).map((e, i) => {
      const prima = fila[i]!
      const ultima = prima.blocco.voci.at(-1)!
      return prima.scarti.get(ultima.chiave)! + distanza(ultima, e.blocco.voci[0]!, m)
    }),
  )
  const di = new Map(elementi.flat().flatMap((e) => e.blocco.voci.map((v) => [v.chiave, e] as const)))
  const x = (chiave: string) => {
    const e = di.get(chiave)!
    return e.x + e.scarti.get(chiave)!
  }
  const media = (chiavi: readonly string[]) => chiavi.reduce((n, k) => n + x(k), 0) / chiavi.length
  // everyone packed to the left: what siblings would look like with nothing between them
  const accostati = new Map<string, number>()
  elementi.forEach((fila, r) => {
    let inizio = 0
    fila.forEach((e, i) => {
      if (i > 0) inizio += spazi[r]![i - 1]!
      e.x = inizio
      for (const [chiave, scarto] of e.scarti) accostati.set(chiave, inizio + scarto)
    })
  })
  const famiglie = [...Map.groupBy(s.archi, (a) => `${a.riga} ${a.su.join(' ')}`).values()].map((archi) => {
    const figli = archi.map((a) => a.giu)
    const posti = figli.map((k) => accostati.get(k)!)
    const centro = (Math.min(...posti) + Math.max(...posti)) / 2
    return { riga: archi[0]!.riga, su: archi[0]!.su, figli, scarti: posti.map((p) => p - centro) }
  })

  const sposta = (r: number, daSopra: boolean, daSotto: boolean) => {
    const fila = elementi[r]!
    const voglie = new Map(fila.map((e) => [e, { somma: 0, peso: 0 }]))
    const vuole = (chiave: string, dove: number, peso: number) => {
      const v = voglie.get(di.get(chiave)!)!
      v.somma += (dove - di.get(chiave)!.scarti.get(chiave)!) * peso
      v.peso += peso
    }
    for (const fam of famiglie) {
      if (daSopra && fam.riga === r - 1) {
        const centro = media(fam.su)
        fam.figli.forEach((k, i) => {
          vuole(k, centro + fam.scarti[i]!, 1)
        })
      }
      if (daSotto && fam.riga === r) {
        const figli = fam.figli.map(x)
        const scarto = (Math.min(...figli) + Math.max(...figli)) / 2 - media(fam.su)
        for (const k of fam.su) vuole(k, x(k) + scarto, fam.su.length > 1 ? 0.75 : 1.5)
      }
    }
    for (const [ospite, presso] of s.accanto) {
      const [k, h] = [`p:${ospite}`, `p:${presso}`]
      if (elementi[r]!.includes(di.get(k)!)) vuole(k, x(h) + Math.sign(accostati.get(k)! - accostati.get(h)!) * 90, 0.4)
    }
    adatta(
      fila,
      fila.map((e) => {
        const v = voglie.get(e)!
        return v.peso > 0 ? { x: v.somma / v.peso, peso: v.peso } : { x: e.x, peso: 0.02 }
      }),
      spazi[r]!,
    )
  }
  const n = righe.length
  for (let ciclo = 0; ciclo < CICLI; ciclo++) {
    const insieme = ciclo >= CICLI / 2
    for (let r = n - 1; r >= 0; r--) sposta(r, insieme, true)
    for (let r = 0; r < n; r++) sposta(r, true, insieme)
  }
  const minimo = Math.min(
    ...elementi
      .flat()
      .flatMap((e) =>
        e.blocco.voci.map((v) => x(v.chiave) - (v.persona && v.tipo === 'persona' ? m.aspetto(v.persona).fianco : 6)),
      ),
  )
  return new Map([...di.keys()].map((k) => [k, Math.round(x(k) - minimo)]))
}
