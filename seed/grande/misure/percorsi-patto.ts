// The households that have, or had, a pact: how far each goes, up to the third meeting and beyond.
import * as analisi from './analisi.ts'
import type { Nucleo } from './nuclei.ts'
import * as patto from './patto.ts'
import { analizzato, quando } from './primi-passi.ts'
import type { Tela } from './tela.ts'

/** Days after the arrival of the meetings of the plan. */
const incontri = [118, 208, 298] as const

/** Proposed; signed by all where it says so. */
function proposto(t: Tela, x: Nucleo, firma: boolean): { id: string } {
  const p = { id: '' }
  if (x.sorte === 'patto-rivisto') conIlQuadro(t, x)
  else analizzato(t, x)
  t.il(x, quando.patto, async (r, giorno) => {
    p.id = await patto.apri(r, x)
    await patto.proponi(r, x, p.id, giorno)
  })
  if (firma) t.il(x, quando.firma, (r, giorno) => patto.firma(r, x, p.id, giorno, 'tutte'))
  return p
}

/** A complex need: the framework comes before the pact, and is made again a year after. */
function conIlQuadro(t: Tela, x: Nucleo) {
  analizzato(t, x)
  t.il(x, quando.seconda, (r, giorno) => analisi.quadro(r, x, giorno, 'T0', 'finalizzato'))
  t.il(x, incontri[1], (r, giorno) => analisi.quadro(r, x, giorno, 'T1', 'finalizzato'))
}

/** Signed, with so many meetings held out of those planned. */
function monitorato(t: Tela, x: Nucleo, tenuti: number, decisione = 'prosegue'): { id: string } {
  const p = proposto(t, x, true)
  const futuro = t.m.giorni.fra(6 + ((x.k * 7) % 40))
  t.il(x, quando.firma + 2, async (r, giorno) => {
    if (x.sorte !== 'patto-rivisto' && x.sorte !== 'revisione-lasciata')
      await patto.sostegni(r, x, p.id, giorno, 'attiva')
    await patto.pianifica(r, x, p.id, [...incontri.slice(0, tenuti).map((k) => t.giorno(x, k)), futuro])
  })
  for (const [k, dopo] of incontri.slice(0, tenuti).entries())
    t.il(x, dopo, (r, giorno) => patto.incontro(r, x, p.id, giorno, k, k === tenuti - 1 ? decisione : 'prosegue'))
  return p
}

type Racconto = (t: Tela, x: Nucleo) => void

export const conPatto = {
  'patto-in-bozza': (t, x) => {
    analizzato(t, x)
    t.il(x, quando.patto, async (r, giorno) => {
      const id = await patto.apri(r, x)
      if (x.k % 2 === 0) await patto.prepara(r, x, id, giorno)
    })
    if (x.k === 0) t.convoca(x, t.giorno(x, 60), t.giorno(x, 75), ['lettera'])
  },
  'patto-da-firmare': (t, x) => {
    const p = proposto(t, x, false)
    if (x.k % 2 === 0) t.il(x, quando.firma, (r, giorno) => patto.firma(r, x, p.id, giorno, 'una'))
  },
  'patto-firmato': (t, x) => {
    const p = proposto(t, x, true)
    if (x.k % 2 === 0) t.il(x, quando.firma + 2, (r, giorno) => patto.sostegni(r, x, p.id, giorno, 'metti-in-attesa'))
  },
  'monitoraggio-1': (t, x) => {
    const p = monitorato(t, x, 1)
    if (x.k % 3 === 0) t.il(x, incontri[0] + 20, (r, giorno) => patto.sostegni(r, x, p.id, giorno, 'interrompi'))
    if (x.k % 3 !== 0) return
    // the second was planned, and nobody came
    t.il(x, incontri[0] + 2, (r) => patto.pianifica(r, x, p.id, [t.giorno(x, 190)]))
    t.il(x, 190, (r, giorno) => patto.mancato(r, x, p.id, giorno))
  },
  'monitoraggio-3': (t, x) => {
    const p = monitorato(t, x, 3)
    t.il(x, incontri[2] + 2, async (r, giorno) => {
      await patto.eroga(r, x, p.id, giorno)
      if (x.k % 3 === 0) await patto.sostegni(r, x, p.id, giorno, 'concludi')
    })
  },
  'patto-in-revisione': (t, x) => {
    const p = monitorato(t, x, 1, 'revisione')
    t.il(x, incontri[0] + 6, (r) => patto.rivedi(r, x, p.id))
  },
  'patto-rivisto': (t, x) => {
    const p = monitorato(t, x, 1, 'revisione')
    const nuovo = { id: '' }
    t.il(x, incontri[0] + 6, async (r) => {
      nuovo.id = await patto.rivedi(r, x, p.id)
    })
    t.il(x, incontri[0] + 9, (r, giorno) => patto.proponiRevisione(r, x, nuovo.id, giorno))
    t.il(x, incontri[0] + 14, (r, giorno) => patto.firma(r, x, nuovo.id, giorno, 'tutte'))
  },
  'revisione-lasciata': (t, x) => {
    const p = monitorato(t, x, 1, 'revisione')
    t.il(x, quando.firma + 4, (r, giorno) => patto.sostegni(r, x, p.id, giorno, 'non-attivare'))
    t.il(x, incontri[0] + 6, async (r) => {
      const nuovo = await patto.rivedi(r, x, p.id)
      await patto.lasciaRevisione(r, x, nuovo)
    })
  },
  'patto-chiuso': (t, x) => {
    const p = monitorato(t, x, 2, 'chiusura')
    t.il(x, incontri[1] + 10, (r, giorno) => patto.chiudi(r, x, p.id, giorno))
  },
} as const satisfies Record<string, Racconto>
