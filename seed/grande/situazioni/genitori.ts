// Parents with their children: together, alone, separated, with another.
import * as noti from '../noti.ts'
import { figliDi, nonni, type Situazioni } from './situazione.ts'

export const genitori = {
  'coppia-con-figli': {
    quante: 84,
    area: 'famiglia-minori',
    componi(k) {
      const lui = k.persona({
        sesso: 'M',
        eta: k.caso.tra(36, 52),
        parentela: 'persona-di-riferimento',
        dati: noti.adulto(k),
      })
      const lei = k.persona({
        sesso: 'F',
        eta: k.caso.tra(32, 46),
        parentela: 'coniuge',
        linea: 1,
        dati: noti.adulto(k),
      })
      const figli = figliDi(k, k.caso.tra(1, 3), 12)
      k.unione(lui, lei, { dal: k.data(13) })
      k.figli([lui, lei], figli)
      k.sa(lui, { ...noti.famiglia('coppia-con-figli'), ...noti.isee(k) })
      if (k.caso.percento(25)) nonni(k, lei, 1)
      if (k.caso.percento(20)) k.legame(lui, lei, 'conflitto')
      k.indice = figli[0]!
    },
  },
  'madre-sola': {
    quante: 50,
    area: 'famiglia-minori',
    componi(k) {
      const lei = k.persona({
        sesso: 'F',
        eta: k.caso.tra(30, 46),
        parentela: 'persona-di-riferimento',
        dati: noti.adulto(k),
      })
      const figli = figliDi(k, k.caso.tra(1, 3), 9)
      k.sa(lei, { ...noti.famiglia('madre-sola-con-figli', 'genitore-solo'), ...noti.isee(k, 'minorenni') })
      if (k.caso.percento(60)) {
        const lui = k.persona({
          sesso: 'M',
          eta: k.caso.tra(32, 50),
          linea: 1,
          dati: { 'residenza.nazione': 'Z100', 'residenza.estero': 'Durazzo (dimostrativo)' },
        })
        k.unione(lui, lei, {
          tipo: 'convivenza',
          dal: k.data(11),
          al: k.data(k.caso.tra(1, 3)),
          esito: 'separazione-di-fatto',
        })
        k.figli([lui, lei], figli)
        k.legame(lui, lei, 'interrotto')
      } else k.figli([lei], figli)
      k.indice = lei
    },
  },
  'padre-solo': {
    quante: 12,
    area: 'famiglia-minori',
    componi(k) {
      const lui = k.persona({
        sesso: 'M',
        eta: k.caso.tra(38, 52),
        parentela: 'persona-di-riferimento',
        dati: noti.adulto(k),
      })
      const lei = k.persona({ sesso: 'F', eta: k.caso.tra(34, 44), linea: 1, morto: k.caso.tra(1, 4) })
      const figli = figliDi(k, 2, 13, 6)
      k.unione(lui, lei, { dal: k.data(15), al: k.persone[lei]!.dati['decesso.dal']!, esito: 'vedovanza' })
      k.figli([lui, lei], figli)
      k.sa(lui, noti.famiglia('padre-solo-con-figli', 'genitore-solo'))
    },
  },
  separati: {
    quante: 28,
    area: 'famiglia-minori',
    componi(k) {
      const lei = k.persona({
        sesso: 'F',
        eta: k.caso.tra(34, 48),
        parentela: 'persona-di-riferimento',
        dati: noti.adulto(k),
      })
      const lui = k.persona({ sesso: 'M', eta: k.caso.tra(36, 54), linea: 1, dati: noti.lavoratore(k) })
      const figli = figliDi(k, 2, 11)
      const al = k.data(k.caso.tra(1, 4))
      k.unione(lui, lei, { dal: k.data(14), al, esito: k.caso.percento(50) ? 'separazione-legale' : 'divorzio' })
      k.figli([lui, lei], figli)
      k.legame(lui, lei, 'conflitto')
      k.indice = figli[0]!
    },
  },
  ricostituita: {
    quante: 16,
    area: 'famiglia-minori',
    componi(k) {
      const lui = k.persona({ sesso: 'M', eta: 45, parentela: 'persona-di-riferimento', dati: noti.adulto(k) })
      const lei = k.persona({ sesso: 'F', eta: 41, parentela: 'convivente', linea: 1, dati: noti.adulto(k) })
      const prima = k.persona({ sesso: 'F', eta: 43, linea: 2 })
      const suo = k.persona({ sesso: 'M', eta: k.caso.tra(11, 15), parentela: 'figlio', dati: noti.scolaro(k) })
      const comune = k.persona({ sesso: 'F', eta: k.caso.tra(1, 4), parentela: 'figlio' })
      k.unione(lui, prima, { dal: k.data(18), al: k.data(7), esito: 'divorzio' })
      k.unione(lui, lei, { tipo: 'convivenza', dal: k.data(6) })
      k.figli([lui, prima], [suo])
      k.figli([lui, lei], [comune])
      k.figli([lei], [suo], 'acquisita')
      k.sa(lui, noti.famiglia('famiglia-ricostituita'))
      k.indice = suo
    },
  },
} as const satisfies Situazioni
