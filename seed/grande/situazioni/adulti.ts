// Grown-ups whose need is a home, work or papers.
import { codiciStati, stati } from '../nomi.ts'
import * as noti from '../noti.ts'
import { figliDi, type Situazioni } from './situazione.ts'

export const adulti = {
  straniera: {
    quante: 44,
    area: 'immigrati',
    componi(k) {
      const stato = k.caso.uno(codiciStati)
      const lui = k.persona({
        sesso: 'M',
        eta: k.caso.tra(32, 48),
        parentela: 'persona-di-riferimento',
        stato,
        dati: { ...noti.adulto(k), ...noti.permesso(k) },
      })
      const lei = k.persona({
        sesso: 'F',
        eta: k.caso.tra(30, 42),
        parentela: 'coniuge',
        linea: 1,
        stato,
        dati: { ...noti.casalinga(), ...noti.permesso(k), ...noti.lingua(k) },
      })
      const figli = figliDi(k, k.caso.tra(1, 4), 8)
      k.unione(lui, lei, { dal: k.data(11) })
      k.figli([lui, lei], figli)
      k.sa(lui, { ...noti.famiglia('coppia-con-figli'), ...noti.isee(k, 'minorenni') })
      for (const f of figli) k.sa(f, { 'cittadinanza.stato': stati[stato]! })
    },
  },
  'senza-dimora': {
    quante: 20,
    area: 'adulti',
    componi(k) {
      const stato = k.n % 2 === 0 ? k.caso.uno(codiciStati) : undefined
      k.persona({
        sesso: k.caso.percento(80) ? 'M' : 'F',
        eta: k.caso.tra(26, 66),
        parentela: 'persona-di-riferimento',
        ...(stato ? { stato } : {}),
        dati: noti.senzaDimora(k, stato !== undefined),
      })
    },
  },
  'adulto-solo': {
    quante: 32,
    area: 'adulti',
    componi(k) {
      const solo = k.persona({
        sesso: k.caso.percento(60) ? 'M' : 'F',
        eta: k.caso.tra(38, 64),
        parentela: 'persona-di-riferimento',
        dati: {
          ...noti.disoccupato(),
          ...noti.solo(k, 'disoccupato-lunga-durata'),
          ...noti.invii(k),
          ...noti.isee(k),
          ...(k.n % 2 === 0 ? noti.inAccertamento() : {}),
        },
      })
      if (!k.caso.percento(30)) return
      const ex = k.persona({ sesso: 'F', eta: 50, linea: 1 })
      k.unione(solo, ex, { dal: k.data(18), al: k.data(3), esito: 'divorzio' })
    },
  },
  'unione-civile': {
    quante: 4,
    area: 'adulti',
    componi(k) {
      const sesso = k.caso.percento(50) ? 'M' : 'F'
      // one house since the union: the law has known it for less time than they have had one
      const casa = { 'residenza.dal': k.data(4) }
      const uno = k.persona({
        sesso,
        eta: 52,
        parentela: 'persona-di-riferimento',
        dati: { ...noti.adulto(k), ...casa },
      })
      const altro = k.persona({
        sesso,
        eta: 48,
        parentela: 'unito-civilmente',
        linea: 1,
        dati: { ...noti.lavoratore(k), ...casa },
      })
      k.unione(uno, altro, { tipo: 'unione-civile', dal: k.data(5) })
      k.sa(uno, noti.famiglia('coppia-senza-figli'))
    },
  },
} as const satisfies Situazioni
