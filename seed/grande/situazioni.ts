// The situations of a social service (L. 328/2000, art. 22), how many families of the demonstration live each, and how
// such a family is made.
import type { Casa } from './casa.ts'
import { codiciStati, stati } from './nomi.ts'
import * as noti from './noti.ts'

export interface Situazione {
  /** Out of five hundred. */
  quante: number
  /** Code of «area-utenza». */
  area: string
  componi(k: Casa): void
}

const figliDi = (k: Casa, quanti: number, etaMax: number, etaMin = 1) =>
  Array.from({ length: quanti }, () =>
    k.persona({
      sesso: k.caso.percento(50) ? 'M' : 'F',
      eta: k.caso.tra(etaMin, etaMax),
      parentela: 'figlio',
      dati: noti.scolaro(k),
    }),
  )

/** Husband and wife with their parents dead or elsewhere: what the genogram needs for a third generation. */
function nonni(k: Casa, figlio: number, linea: number) {
  const [nonno, nonna] = [
    k.persona({ sesso: 'M', eta: k.caso.tra(68, 84), linea, morto: k.caso.tra(1, 9) }),
    k.persona({ sesso: 'F', eta: k.caso.tra(67, 82), linea: linea + 2, dati: noti.anziano(k) }),
  ]
  k.unione(nonno, nonna, { dal: k.data(48), al: k.persone[nonno]!.dati['decesso.dal']!, esito: 'vedovanza' })
  k.figli([nonno, nonna], [figlio])
}

export const situazioni = {
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
        const lui = k.persona({ sesso: 'M', eta: k.caso.tra(32, 50), linea: 1 })
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
        dati: { ...noti.casalinga(), ...noti.permesso(k) },
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
        dati: { ...noti.disoccupato(), ...noti.solo(k, 'disoccupato-lunga-durata'), ...noti.isee(k) },
      })
      if (!k.caso.percento(30)) return
      const ex = k.persona({ sesso: 'F', eta: 50, linea: 1 })
      k.unione(solo, ex, { dal: k.data(18), al: k.data(3), esito: 'divorzio' })
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
} as const satisfies Readonly<Record<string, Situazione>>

export type NomeSituazione = keyof typeof situazioni
export const nomiSituazione = Object.keys(situazioni) as NomeSituazione[]
