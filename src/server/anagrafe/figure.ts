// The computed pictures on paper: the same drawing that the page shows, and under it what it says in words. Drawn from
// what this reader may see, so that neither a node nor a gap betrays the rest.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { descriviEcomappa, disegnaEcomappa } from '../../shared/anagrafe/ecomappa.rules.ts'
import { datiGenogramma, tabelleDi } from '../../shared/anagrafe/genogramma/da-famiglia.ts'
import { descrivi } from '../../shared/anagrafe/genogramma/descrizione.ts'
import { disegna } from '../../shared/anagrafe/genogramma/disegno.ts'
import { disponi } from '../../shared/anagrafe/genogramma/disposizione.ts'
import { alGiorno } from '../../shared/anagrafe/genogramma/modello.ts'
import type { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import type { FileReply, Input } from '../../shared/kernel/endpoint.ts'
import { stampa } from '../documenti/stampa.ts'
import type { Ctx } from '../kernel/context.ts'
import { radice } from '../kernel/paths.ts'
import { ecomappa } from './ecomappa.ts'
import { famiglia } from './famiglia.ts'

interface Figura {
  titolo: string
  svg: string
  /** What the picture says, a sentence for each thing. */
  frasi: readonly string[]
}

let modello: string | undefined
const leggiModello = () => {
  modello ??= readFileSync(join(radice, 'config', 'stampe', 'figura.typ'), 'utf8')
  return modello
}

const inItaliano = (giorno: string) => giorno.split('-').reverse().join('/')

/** Typeset after the transaction: it takes up to a second, and on the embedded engine all the others would wait. */
function inPdf(ctx: Ctx, nome: string, dati: Figura): FileReply {
  const istante = ctx.adesso()
  return { nome, tipo: 'application/pdf', contenuto: () => stampa({ testo: leggiModello(), dati, istante }) }
}

export async function genogrammaPdf(ctx: Ctx, i: Input<typeof relazioniApi.genogrammaPdf>): Promise<FileReply> {
  const letta = await famiglia(ctx, { id: i.id })
  const giorno = i.giorno ?? letta.giorno
  const dati = alGiorno(datiGenogramma(letta), giorno)
  const titolo = `Genogramma di ${letta.persone.find((p) => p.indice)?.nome ?? 'questa persona'}`
  const tabelle = tabelleDi(letta)
  const svg = disegna(disponi(dati), { ...tabelle, titolo, sottotitolo: `Situazione al ${inItaliano(giorno)}` })
  return inPdf(ctx, `genogramma-${giorno}.pdf`, { titolo, svg, frasi: descrivi(dati, tabelle) })
}

export async function ecomappaPdf(ctx: Ctx, i: Input<typeof relazioniApi.ecomappaPdf>): Promise<FileReply> {
  const { centro, giorno, risorse } = await ecomappa(ctx, i)
  const dati = { centro: { tipo: 'persona' as const, etichetta: centro }, risorse }
  const titolo = `Ecomappa di ${centro}`
  const svg = disegnaEcomappa(dati, { titolo, sottotitolo: `Situazione al ${inItaliano(giorno)}` })
  return inPdf(ctx, `ecomappa-${giorno}.pdf`, { titolo, svg, frasi: descriviEcomappa(dati) })
}
