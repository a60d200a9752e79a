// The picture as SVG text: title and description for who listens, then boundaries, lines, symbols, bonds, and the legend
// of what was used. Pure: the same layout gives the same text.
import { CORPO_NUCLEO } from './contorni.ts'
import { descriviFamiglia } from './descrizione.ts'
import type { Disposizione, Nodo } from './figura.ts'
import { codiceForma, legenda, type Tabelle, type VoceLegenda } from './legenda.ts'
import { isPersona } from './modello.ts'
import { CORPO_DATE, CORPO_NOME, INTERLINEA, RAGGIO, STACCO } from './nodi.ts'
import { doppio, gruppo, morte, sagoma, segno, taglio, trattoFiglio, trattoNucleo, trattoUnione } from './simboli.ts'
import { stileDelLegame, stileDelSegno } from './tabelle.ts'
import { aCapo } from './testo.ts'
import { ALONE, CARATTERE, linea, n, scrivi, testo, trattoLegame } from './tratti.ts'
import { CORPO_UNIONE } from './unioni.ts'

export interface OpzioniDisegno extends Tabelle {
  titolo: string
  /** Under the title: of what day, for whom. */
  sottotitolo?: string
  /** Two pictures on a page need two. */
  id?: string
}

const CENTRATO = 'text-anchor="middle"'
const TESTATA = 44
const VOCE = { w: 226, h: 34 }

function simbolo(p: Nodo, t: Tabelle): string[] {
  const { forma, x, y, mezzo } = p
  if (!isPersona(p.persona)) {
    const perso = p.persona.tipo === 'nato-morto' ? morte(forma, x, y, mezzo) : ''
    return [gruppo(p.persona.tipo!, sagoma(forma, x, y, mezzo) + perso)]
  }
  const parti = [gruppo(codiceForma(forma), sagoma(forma, x, y, mezzo))]
  for (const s of p.persona.segni ?? [])
    parti.push(gruppo(`segno-${s.codice}`, segno(stileDelSegno(s.codice, t.segni), forma, x, y, mezzo)))
  if (p.persona.indice) parti.push(gruppo('indice', doppio(forma, x, y, mezzo)))
  if (p.persona.decesso) parti.push(gruppo('decesso', morte(forma, x, y, mezzo)))
  if (p.eta !== undefined) {
    // the X of death stops short of the age
    const tondo = p.persona.decesso ? `<circle cx="${n(x)}" cy="${n(y)}" r="9.5" fill="#fff"/>` : ''
    parti.push(gruppo('eta', tondo + scrivi(p.eta, x, y + 4.5, 12.5, `${CENTRATO} ${ALONE}`)))
  }
  return parti
}

function persona(p: Nodo, t: Tabelle): string {
  const prima = p.y + RAGGIO + STACCO + INTERLINEA - 3
  const nome = p.nome.map((riga, i) =>
    scrivi(
      riga,
      p.x,
      prima + i * INTERLINEA,
      CORPO_NOME,
      `${CENTRATO} ${ALONE}${p.persona.indice ? ' font-weight="bold"' : ''}`,
    ),
  )
  const date = p.date
    ? scrivi(p.date, p.x, prima + p.nome.length * INTERLINEA, CORPO_DATE, `${CENTRATO} fill="#333" ${ALONE}`)
    : ''
  return `<g data-persona="${testo(p.persona.id)}"><title>${testo(p.persona.etichetta)}</title>${simbolo(p, t).join('')}${nome.join('')}${date}</g>`
}

function figura(d: Disposizione, t: Tabelle): string {
  const parti: string[] = []
  for (const c of d.contorni)
    parti.push(
      gruppo(`nucleo-${c.nucleo.tipo}`, c.anelli.map((a) => linea(a, trattoNucleo[c.nucleo.tipo], true)).join('')),
      scrivi(
        c.nucleo.etichetta,
        c.riquadro.x,
        c.riquadro.y + c.riquadro.h - 3,
        CORPO_NUCLEO,
        `font-style="italic" fill="#333" ${ALONE}`,
      ),
    )
  for (const l of d.figli) parti.push(gruppo(`figlio-${l.tipo}`, trattoFiglio(l.tipo, l.punti)))
  for (const g of d.gemelli)
    parti.push(
      gruppo(g.monozigoti ? 'gemelli-monozigoti' : 'gemelli', g.barra ? linea(g.barra, { spessore: 1.4 }) : ''),
    )
  for (const u of d.unioni) {
    parti.push(gruppo(`unione-${u.tipo}`, trattoUnione(u.tipo, u.punti)))
    if (u.taglio) parti.push(gruppo(`taglio-${u.taglio}`, taglio(u.taglio, u.taglioIn)))
  }
  for (const l of d.legami)
    parti.push(gruppo(`legame-${l.legame.qualita}`, trattoLegame(l.punti, stileDelLegame(l.legame.qualita, t.legami))))
  for (const u of d.unioni)
    for (const [i, riga] of u.testo.entries())
      parti.push(
        scrivi(riga, u.riquadro.x + u.riquadro.w / 2, u.riquadro.y + 9 + i * 11, CORPO_UNIONE, `${CENTRATO} ${ALONE}`),
      )
  for (const p of d.nodi) parti.push(persona(p, t))
  return parti.join('')
}

function disegnaLegenda(voci: readonly VoceLegenda[], larghezza: number): { svg: string; altezza: number } {
  const colonne = Math.max(1, Math.floor((larghezza - 20) / VOCE.w))
  const righe = Math.ceil(voci.length / colonne)
  const svg = voci.map((v, i) => {
    const [x, y] = [20 + Math.floor(i / righe) * VOCE.w, 26 + (i % righe) * VOCE.h]
    const parole = aCapo(v.nome, 11, VOCE.w - 66, 2)
    const scritte = parole.map((r, k) => scrivi(r, x + 54, y + 17 + (k - (parole.length - 1) / 2) * 12, 11)).join('')
    return `<g data-legenda="${testo(v.codice)}">${v.disegno(x, y)}${scritte}</g>`
  })
  return {
    svg: `${scrivi('Legenda', 20, 14, 12, 'font-weight="bold"')}${svg.join('')}`,
    altezza: voci.length > 0 ? 34 + righe * VOCE.h : 0,
  }
}

/** The sheet around a picture: shared by genogram and ecomap. */
export function foglio(
  o: OpzioniDisegno,
  w: number,
  h: number,
  dentro: string,
  voci: readonly VoceLegenda[],
  descrizione: readonly string[],
): string {
  const id = o.id ?? 'genogramma'
  const larghezza = Math.ceil(Math.max(w, 520))
  const l = disegnaLegenda(voci, larghezza)
  const altezza = Math.ceil(TESTATA + h + l.altezza + 8)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${larghezza} ${altezza}" width="${larghezza}" height="${altezza}" role="img"`,
    ` aria-labelledby="${testo(id)}-titolo" aria-describedby="${testo(id)}-descrizione" font-family="${CARATTERE}" fill="#111">`,
    `<title id="${testo(id)}-titolo">${testo(o.titolo)}</title>`,
    `<desc id="${testo(id)}-descrizione">${testo(descrizione.join(' '))}</desc>`,
    `<rect width="${larghezza}" height="${altezza}" fill="#fff"/>`,
    scrivi(o.titolo, 20, 24, 15, 'font-weight="bold"'),
    o.sottotitolo ? scrivi(o.sottotitolo, 20, 40, 11) : '',
    `<g data-parte="figura" transform="translate(${n((larghezza - w) / 2)} ${TESTATA})">${dentro}</g>`,
    `<g data-parte="legenda" transform="translate(0 ${n(TESTATA + h)})">${l.svg}</g>`,
    '</svg>',
  ].join('')
}

export function disegna(d: Disposizione, o: OpzioniDisegno): string {
  return foglio(o, d.larghezza, d.altezza, figura(d, o), legenda(d, o), descriviFamiglia(d.famiglia, o))
}
