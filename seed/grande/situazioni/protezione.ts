// Who has to be protected, or helped for life: violence, disability.
import * as noti from '../noti.ts'
import { figliDi, type Situazioni } from './situazione.ts'

export const protezione = {
  violenza: {
    quante: 14,
    area: 'vittime-violenza',
    componi(k) {
      const lei = k.persona({
        sesso: 'F',
        eta: k.caso.tra(27, 45),
        parentela: 'persona-di-riferimento',
        dati: noti.disoccupato(),
      })
      const figli = figliDi(k, k.caso.tra(1, 2), 8)
      const lui = k.persona({ sesso: 'M', eta: k.caso.tra(30, 50), linea: 1 })
      k.unione(lui, lei, { dal: k.data(9), al: k.data(1, k.caso.tra(5, 60)), esito: 'separazione-di-fatto' })
      k.figli([lui, lei], figli)
      k.legame(lui, lei, k.caso.percento(60) ? 'violenza' : 'controllo')
      k.sa(lei, noti.famiglia('madre-sola-con-figli', 'vittima-violenza'))
      k.indice = lei
      k.fuggeDa = lui
    },
  },
  disabilita: {
    quante: 40,
    area: 'disabili',
    componi(k) {
      const madre = k.persona({
        sesso: 'F',
        eta: k.caso.tra(63, 78),
        parentela: 'persona-di-riferimento',
        linea: 1,
        dati: noti.anziano(k),
      })
      const padre = k.persona({ sesso: 'M', eta: k.caso.tra(65, 80), parentela: 'coniuge', dati: noti.anziano(k) })
      const figlio = k.persona({
        sesso: k.caso.percento(55) ? 'M' : 'F',
        eta: k.caso.tra(22, 42),
        parentela: 'figlio',
        dati: { ...noti.disabilita(k), ...noti.isee(k, 'sociosanitario') },
      })
      k.unione(padre, madre, { dal: k.data(44) })
      k.figli([padre, madre], [figlio])
      k.legame(madre, figlio, 'fuso')
      if (k.caso.percento(50)) k.sa(figlio, noti.amministratore(k))
      k.indice = figlio
    },
  },
} as const satisfies Situazioni
