// Who grows old: alone, or two together.
import * as noti from '../noti.ts'
import type { Situazioni } from './situazione.ts'

export const anziani = {
  'anziano-solo': {
    quante: 70,
    area: 'anziani',
    componi(k) {
      const sola = k.persona({
        sesso: k.caso.percento(70) ? 'F' : 'M',
        eta: k.caso.tra(72, 94),
        parentela: 'persona-di-riferimento',
        dati: { ...noti.anziano(k), ...noti.solo(k, 'anziano-solo') },
      })
      if (k.caso.percento(35)) k.sa(sola, noti.nonAutosufficiente(k))
      if (k.caso.percento(15)) k.sa(sola, noti.amministratore(k))
      if (!k.caso.percento(40)) return
      const coniuge = k.persona({ sesso: 'M', eta: 90, linea: 1, morto: k.caso.tra(1, 12) })
      k.unione(sola, coniuge, { dal: k.data(50), al: k.persone[coniuge]!.dati['decesso.dal']!, esito: 'vedovanza' })
    },
  },
  'coppia-anziana': {
    quante: 40,
    area: 'anziani',
    componi(k) {
      const lui = k.persona({
        sesso: 'M',
        eta: k.caso.tra(76, 92),
        parentela: 'persona-di-riferimento',
        dati: noti.anziano(k),
      })
      const lei = k.persona({
        sesso: 'F',
        eta: k.caso.tra(72, 88),
        parentela: 'coniuge',
        linea: 1,
        dati: noti.anziano(k),
      })
      k.unione(lui, lei, { dal: k.data(k.caso.tra(45, 55)) })
      k.sa(lui, noti.nonAutosufficiente(k))
      const figlia = k.persona({ sesso: 'F', eta: k.caso.tra(46, 54), dati: noti.lavoratore(k) })
      k.figli([lui, lei], [figlia])
      k.legame(figlia, lui, 'sostegno')
    },
  },
} as const satisfies Situazioni
