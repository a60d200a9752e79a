// Children who grow with others than the two who had them: grandparents in the house, adoption, foster care, no family here.
import * as noti from '../noti.ts'
import type { Situazioni } from './situazione.ts'

export const parenti = {
  'tre-generazioni': {
    quante: 24,
    area: 'famiglia-minori',
    componi(k) {
      const nonna = k.persona({
        sesso: 'F',
        eta: k.caso.tra(66, 80),
        parentela: 'persona-di-riferimento',
        linea: 1,
        dati: noti.anziano(k),
      })
      const nonno = k.persona({ sesso: 'M', eta: k.caso.tra(70, 84), morto: k.caso.tra(2, 10) })
      const figlia = k.persona({ sesso: 'F', eta: k.caso.tra(38, 44), parentela: 'figlio', dati: noti.adulto(k) })
      const fratello = k.persona({ sesso: 'M', eta: k.caso.tra(34, 37), parentela: 'figlio', dati: noti.disoccupato() })
      const genero = k.persona({
        sesso: 'M',
        eta: k.caso.tra(40, 48),
        parentela: 'genero',
        linea: 2,
        dati: noti.lavoratore(k),
      })
      const uno = k.persona({
        sesso: 'M',
        eta: k.caso.tra(4, 12),
        parentela: 'nipote-discendente',
        linea: 2,
        dati: noti.scolaro(k),
      })
      const altra = k.persona({
        sesso: k.caso.percento(50) ? 'F' : 'M',
        eta: 5,
        parentela: 'nipote-discendente',
        linea: 2,
        dati: noti.scolaro(k),
      })
      k.unione(nonno, nonna, { dal: k.data(47), al: k.persone[nonno]!.dati['decesso.dal']!, esito: 'vedovanza' })
      k.unione(genero, figlia, { dal: k.data(13) })
      k.figli([nonno, nonna], [figlia, fratello])
      k.figli([genero, figlia], [uno, altra])
      k.gemelli(uno, altra)
      k.legame(nonna, figlia, 'vicino')
      k.legame(fratello, genero, 'ostile')
      k.sa(nonna, noti.famiglia('famiglia-estesa'))
      k.indice = uno
    },
  },
  adottiva: {
    quante: 8,
    area: 'famiglia-minori',
    componi(k) {
      const lui = k.persona({ sesso: 'M', eta: 49, parentela: 'persona-di-riferimento', dati: noti.lavoratore(k) })
      const lei = k.persona({ sesso: 'F', eta: 46, parentela: 'coniuge', linea: 1, dati: noti.lavoratore(k) })
      const figlio = k.persona({
        sesso: 'M',
        eta: k.caso.tra(6, 12),
        parentela: 'adottato',
        dati: { ...noti.scolaro(k), 'cittadinanza.stato': 'Italia' },
      })
      k.unione(lui, lei, { dal: k.data(17) })
      k.figli([lui, lei], [figlio], 'adozione')
      k.sa(lui, noti.famiglia('famiglia-adottiva'))
      k.sa(figlio, { 'alias.cognome': 'Cognome di prima (dimostrativo)', 'alias.uso': 'Prima dell’adozione' })
      k.indice = figlio
    },
  },
  affidataria: {
    quante: 8,
    area: 'famiglia-minori',
    componi(k) {
      const lui = k.persona({ sesso: 'M', eta: 51, parentela: 'persona-di-riferimento', dati: noti.lavoratore(k) })
      const lei = k.persona({ sesso: 'F', eta: 48, parentela: 'coniuge', linea: 1, dati: noti.lavoratore(k) })
      const madre = k.persona({ sesso: 'F', eta: 33, linea: 2, dati: noti.disoccupato() })
      const minore = k.persona({
        sesso: 'F',
        eta: k.caso.tra(5, 14),
        parentela: 'affidato',
        linea: 2,
        dati: { ...noti.scolaro(k), ...noti.tutore(k) },
      })
      k.unione(lui, lei, { dal: k.data(20) })
      k.figli([madre], [minore])
      k.figli([lui, lei], [minore], 'affido')
      k.legame(madre, minore, 'distante')
      k.sa(lui, noti.famiglia('famiglia-affidataria'))
      k.indice = minore
    },
  },
  'minore-straniero-solo': {
    quante: 6,
    area: 'famiglia-minori',
    componi(k) {
      const stato = k.caso.uno(['Z249', 'Z336', 'Z100'])
      k.persona({
        sesso: 'M',
        eta: k.caso.tra(15, 17),
        parentela: 'persona-di-riferimento',
        stato,
        dati: noti.minoreSolo(k),
      })
    },
  },
} as const satisfies Situazioni
