// What is known of a person of the demonstration, by kind of life: fields of an import and their values.
import type { Casa } from './casa.ts'
import { scuole } from './nomi.ts'

type Dati = Record<string, string>

const euro = (centesimi: number) => (centesimi / 100).toFixed(2).replace('.', ',')

const telefono = (k: Casa): Dati => ({ 'recapito.cellulare': `333 ${String(1_000_000 + k.n * 40 + k.persone.length)}` })

const abitazioni = ['affitto-privato', 'affitto-pubblico', 'proprieta', 'proprieta-mutuo', 'ospitalita', 'sfratto']

export const abitazione = (k: Casa): Dati => ({
  'abitazione.tipo': 'appartamento',
  'abitazione.godimento': k.caso.uno(abitazioni),
})

export const famiglia = (tipo: string, gruppo?: string): Dati => ({
  'sociale.tipologiaFamiliare': tipo,
  ...(gruppo ? { 'sociale.gruppi': gruppo } : {}),
})

export const solo = (k: Casa, gruppo: string): Dati => ({ ...famiglia('persona-sola', gruppo), ...abitazione(k) })

export const lavoratore = (k: Casa): Dati => ({
  ...telefono(k),
  'lavoro.condizione': 'occupato',
  'lavoro.contratto': k.caso.uno(['indeterminato', 'determinato', 'domestico', 'stagionale']),
  'lavoro.datore': k.caso.uno(['Cooperativa dimostrativa', 'Ditta dimostrativa', 'Azienda agricola dimostrativa']),
})

export const disoccupato = (): Dati => ({
  'lavoro.condizione': 'disoccupato',
  'studio.titolo': 'secondaria-primo-grado',
})

export const casalinga = (): Dati => ({ 'lavoro.condizione': 'casalingo' })

export const lingua = (k: Casa): Dati => ({
  'lingua.lingua': ['Arabo', 'Bengalese', 'Punjabi', 'Romeno'][k.n % 4]!,
  'lingua.italiano': k.n % 3 === 0 ? 'poco' : 'si-fa-capire',
  'lingua.mediazione': k.n % 3 === 0 ? 'si' : 'no',
})

export const adulto = (k: Casa): Dati => (k.caso.percento(55) ? lavoratore(k) : { ...disoccupato(), ...telefono(k) })

export const anziano = (k: Casa): Dati => ({
  ...(k.caso.percento(60) ? telefono(k) : {}),
  'lavoro.condizione': 'ritirato',
})

export const scolaro = (k: Casa): Dati => {
  const settembre = Number(k.inizio.slice(5, 7)) >= 9 ? k.anno : k.anno - 1
  return {
    'scuola.anno': `${settembre}/${settembre + 1}`,
    'scuola.istituto': scuole[k.n % scuole.length]!,
    'scuola.classe': `${k.caso.tra(1, 3)} ${k.caso.uno(['A', 'B', 'C'])}`,
  }
}

/** Of the year in which the story begins; renewed afterwards for some (rinnovi.ts), and the radar speaks of the others. */
export const isee = (k: Casa, tipo = 'ordinario'): Dati => {
  const valore = k.caso.tra(0, 18_000_00)
  return {
    'isee.tipo': tipo,
    'isee.isee': euro(valore),
    'isee.ise': euro(Math.round(valore * 2.04)),
    'isee.scala': '2,04',
    'isee.protocollo': `INPS-ISEE-${k.anno}-DIM${String(k.n).padStart(6, '0')}`,
    'isee.dal': `${k.anno}-01-01`,
    'isee.al': `${k.anno}-12-31`,
  }
}

export const nonAutosufficiente = (k: Casa): Dati => ({
  'disabilita.tipologia': 'Non autosufficienza',
  'disabilita.gravita': 'non-autosufficienza',
  'disabilita.legge104': 'si',
  'invalidita.percentuale': '100',
  'invalidita.accompagnamento': 'si',
  'sociale.gruppi': 'non-autosufficiente',
  'salute.descrizione': 'Ha bisogno di aiuto per lavarsi, vestirsi e prendere le medicine (dimostrativo).',
  'salute.medico': `Medico dimostrativo n. ${k.caso.tra(1, 9)}`,
})

export const disabilita = (k: Casa): Dati => ({
  'disabilita.tipologia': k.caso.uno(['Intellettiva', 'Motoria', 'Sensoriale', 'Disturbo dello spettro autistico']),
  'disabilita.gravita': k.caso.uno(['media', 'grave', 'grave']),
  'disabilita.legge104': 'si',
  'disabilita.ente': 'Commissione medica dimostrativa',
  'invalidita.percentuale': String(k.caso.uno([74, 80, 100])),
  'invalidita.accompagnamento': k.caso.percento(50) ? 'si' : 'no',
  'lavoro.condizione': 'inabile',
  'studio.titolo': 'secondaria-primo-grado',
})

export const amministratore = (k: Casa): Dati => ({
  'protezione.tipo': 'amministratore-sostegno',
  'protezione.titolare': `Avv. Amministratrice Dimostrativa n. ${k.caso.tra(1, 7)}`,
  'protezione.recapito': 'studio.dimostrativo@example.it',
  'protezione.tribunale': 'Tribunale dimostrativo',
  'protezione.decreto': `${k.caso.tra(100, 999)}/${k.data(2).slice(0, 4)} V.G.`,
  'protezione.decretoData': k.data(2),
  'protezione.poteri': 'ordinaria-amministrazione|riscossione-redditi|rapporti-con-uffici',
})

export const tutore = (k: Casa): Dati => ({
  'protezione.tipo': 'affidamento-servizio-sociale',
  'protezione.titolare': 'Servizio sociale del comune (dimostrativo)',
  'protezione.tribunale': 'Tribunale per i minorenni dimostrativo',
  'protezione.decreto': `${k.caso.tra(100, 999)}/${k.data(1).slice(0, 4)}`,
  'protezione.decretoData': k.data(1),
  'protezione.poteri': 'cura-della-persona',
})

export const permesso = (k: Casa): Dati => ({
  'documento.tipo': 'permesso-soggiorno',
  'documento.numero': `DIM${String(k.n * 10 + k.persone.length).padStart(7, '0')}`,
  'documento.rilasciatoDa': 'Questura dimostrativa',
  'documento.scadenza': `${Number(k.oggi.slice(0, 4)) + k.caso.tra(0, 2)}-${String(k.caso.tra(1, 12)).padStart(2, '0')}-15`,
})

export const senzaDimora = (k: Casa, straniero: boolean): Dati => ({
  'residenza.indirizzo': 'Via della Casa comunale (fittizia)',
  'residenza.civico': '1',
  'residenza.senzaFissaDimora': 'si',
  'abitazione.tipo': k.caso.uno(['strada', 'dormitorio', 'alloggio-di-fortuna', 'roulotte']),
  'sociale.gruppi': 'senza-dimora|poverta-estrema',
  'lavoro.condizione': 'disoccupato',
  ...(straniero
    ? { 'codice.sistema': k.caso.percento(60) ? 'stp' : 'eni', 'codice.valore': `STP120999${String(1_000_000 + k.n)}` }
    : {}),
  ...(k.caso.percento(40) ? { 'alias.cognome': 'Detto «il Professore» (dimostrativo)', 'alias.uso': 'In strada' } : {}),
})

export const minoreSolo = (k: Casa): Dati => ({
  ...permesso(k),
  'sociale.gruppi': 'minore-non-accompagnato',
  'abitazione.tipo': 'comunita',
  'abitazione.godimento': 'struttura',
  'protezione.tipo': 'tutore-volontario',
  'protezione.titolare': 'Tutrice Volontaria Dimostrativa',
  'protezione.tribunale': 'Tribunale per i minorenni dimostrativo',
  'protezione.poteri': 'rappresentanza-generale',
})
