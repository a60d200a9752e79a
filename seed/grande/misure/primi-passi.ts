// The first steps of every household: convened, met, analysed; by who follows it, or at the desk.
import { incontriApi } from '../../../src/shared/patti/incontri.api.ts'
import { mieiCasiApi } from '../../../src/shared/patti/miei-casi.api.ts'
import { persone } from '../../persone.ts'
import { CISTERNA, LATINA } from '../operatori.ts'
import * as analisi from './analisi.ts'
import type { Nucleo } from './nuclei.ts'
import { sorteDi } from './sorti.ts'
import { SPORTELLO, type Tela } from './tela.ts'

/** Days after the arrival. */
export const quando = { convocato: 8, primo: 18, analisi: 20, conclusa: 23, seconda: 26, patto: 27, firma: 33 } as const

/** With a message; two out of three by telephone, as it happens. */
export function convocato(t: Tela, x: Nucleo) {
  if (x.k % 3 === 0) t.convoca(x, t.giorno(x, quando.convocato), t.giorno(x, quando.primo))
  else
    t.il(x, quando.convocato, (r, giorno) =>
      r.fa(x.chi, mieiCasiApi.convoca, { id: x.caso.id, giorno, nota: 'Per telefono.' }),
    )
}

/** Convened and met; at the desk where there is who registers meetings, otherwise by who follows it. */
export function incontrato(t: Tela, x: Nucleo) {
  convocato(t, x)
  const alloSportello = x.k % 3 === 1 && [LATINA, CISTERNA].includes(x.dove.comune)
  t.il(x, quando.primo, (r, giorno) =>
    alloSportello
      ? r.fa(persone.incontri, incontriApi.registra, {
          id: x.caso.id,
          esito: 'tenuto',
          giorno,
          ora: '09:40',
          luogo: SPORTELLO,
        })
      : r.fa(x.chi, mieiCasiApi.presenta, { id: x.caso.id, giorno, ora: '09:35', luogo: SPORTELLO }),
  )
}

/** Met and analysed; what comes after knows the analysis. */
export function analizzato(t: Tela, x: Nucleo): { id: string } {
  incontrato(t, x)
  const a = { id: '' }
  const esito = sorteDi(x.sorte).analisi!
  t.il(x, quando.analisi, async (r, giorno) => {
    await analisi.inCartella(r, x, t.ambiti.get(x.dove.comune)!, giorno)
    a.id = await analisi.comincia(r, x, giorno)
    if (esito === 'bozza') await analisi.bozza(r, x, a.id)
  })
  if (esito !== 'bozza') t.il(x, quando.conclusa, (r) => analisi.concludi(r, x, a.id, esito))
  return a
}
