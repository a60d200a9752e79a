// What is known of a person of the demonstration, by kind of life: fields of an import and their values.
import type { Casa } from './casa.ts'
import { scuole } from './nomi.ts'

type Dati = Record<string, string>

const euro = (centesimi: number) => (centesimi / 100).toFixed(2).replace('.', ',')

const telefono = (k: Casa): Dati => ({ 'recapito.cellulare': `333 ${String(1_000_000 + k.n * 40 + k.persone.length)}` })

const abitazioni = ['affitto-privato', 'affitto-pubblico', 'proprieta', 'proprieta-mutuo', 'ospitalita', 'sfratto']

/** By the number of the family, not by chance: what is added here must not change what chance says of the others. */
const aTurno = <T>(k: Casa, voci: readonly T[]): T => voci[k.n % voci.length]!

export const abitazione = (k: Casa): Dati => ({
  'abitazione.tipo': 'appartamento',
  'abitazione.godimento': k.caso.uno(abitazioni),
  'abitazione.vani': aTurno(k, ['2', '3', '4']),
  'abitazione.proprietario': 'Proprietario dimostrativo',
  'abitazione.ubicazione': aTurno(k, ['centro', 'periferia', 'frazione', 'isolata']),
  'abitazione.bagno': aTurno(k, ['interno', 'interno', 'interno', 'comune', 'assente']),
  'abitazione.riscaldamento': aTurno(k, ['autonomo', 'centralizzato', 'stufa', 'assente']),
  'abitazione.elettrodomestici': aTurno(k, ['Frigorifero e lavatrice', 'Soltanto il frigorifero']),
  ...(k.n % 4 === 3 ? { 'abitazione.adeguata': 'no', 'abitazione.problemi': 'Umidità, scale senza ascensore' } : {}),
})

export const famiglia = (tipo: string, gruppo?: string): Dati => ({
  'sociale.tipologiaFamiliare': tipo,
  'sociale.problematicaNucleo': 'Reddito basso e nessun parente vicino (dimostrativo)',
  ...(gruppo ? { 'sociale.gruppi': gruppo, 'sociale.autosufficienza': 'si' } : {}),
})

/** Who sent a person here, and who else has her in charge. */
export const invii = (k: Casa): Dati => ({
  'sociale.minori': aTurno(k, ['1', '2', '3']),
  'sociale.problematica': aTurno(k, ['Perdita del lavoro', 'Solitudine', 'Morosità nell’affitto']),
  'sociale.inviatoDa': aTurno(k, ['Scuola dimostrativa', 'Medico di famiglia', 'Parrocchia dimostrativa']),
  'sociale.inviatoA': 'Centro per l’impiego dimostrativo',
  'sociale.inCaricoA': 'Servizio sociale del comune',
  'sociale.altriServizi': aTurno(k, ['Consultorio dimostrativo', 'Centro di salute mentale dimostrativo']),
})

/** As the card and the registry of patients say it. */
const assistita = (k: Casa): Dati => ({
  'tessera-sanitaria.numero': `8038000${String(k.n * 40 + k.persone.length).padStart(13, '0')}`,
  'tessera-sanitaria.ente': 'Azienda sanitaria dimostrativa',
  'tessera-sanitaria.scadenza': `${Number(k.oggi.slice(0, 4)) + 2}-06-30`,
  'assistenza-sanitaria.ats': 'Azienda sanitaria dimostrativa',
  'assistenza-sanitaria.asst': `Distretto dimostrativo n. ${(k.n % 3) + 1}`,
  'assistenza-sanitaria.ambito': 'Ambito dimostrativo',
  'assistenza-sanitaria.medicoCognome': 'Sintetici',
  'assistenza-sanitaria.medicoNome': aTurno(k, ['Medico Primo', 'Medica Seconda', 'Medico Terzo']),
})

export const solo = (k: Casa, gruppo: string): Dati => ({ ...famiglia('persona-sola', gruppo), ...abitazione(k) })

export const lavoratore = (k: Casa): Dati => ({
  ...telefono(k),
  'lavoro.condizione': 'occupato',
  'lavoro.contratto': k.caso.uno(['indeterminato', 'determinato', 'domestico', 'stagionale']),
  'lavoro.datore': k.caso.uno(['Cooperativa dimostrativa', 'Ditta dimostrativa', 'Azienda agricola dimostrativa']),
  'lavoro.professione': aTurno(k, ['Operaio', 'Addetta alle pulizie', 'Commessa', 'Bracciante']),
  'lavoro.settore': aTurno(k, ['industria', 'imprese', 'commercio', 'agricoltura', 'famiglie']),
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
  'lingua.cultura': 'Le feste della sua comunità (dimostrativo).',
})

export const adulto = (k: Casa): Dati => (k.caso.percento(55) ? lavoratore(k) : { ...disoccupato(), ...telefono(k) })

export const anziano = (k: Casa): Dati => ({
  ...(k.caso.percento(60) ? telefono(k) : {}),
  'lavoro.condizione': 'ritirato',
  ...assistita(k),
})

const gradoA = (eta: number) =>
  eta < 3 ? 'nido' : eta < 6 ? 'infanzia' : eta < 11 ? 'primaria' : eta < 14 ? 'secondaria-primo' : 'secondaria-secondo'

export const scolaro = (k: Casa, eta?: number): Dati => {
  const settembre = Number(k.inizio.slice(5, 7)) >= 9 ? k.anno : k.anno - 1
  return {
    'scuola.anno': `${settembre}/${settembre + 1}`,
    'scuola.istituto': scuole[k.n % scuole.length]!,
    'scuola.classe': `${k.caso.tra(1, 3)} ${k.caso.uno(['A', 'B', 'C'])}`,
    'scuola.tipo': aTurno(k, ['statale', 'statale', 'paritaria', 'comunale']),
    ...(eta === undefined ? {} : { 'scuola.grado': gradoA(eta) }),
    ...(k.n % 3 === 1 ? { 'scuola.progetto': 'Doposcuola dimostrativo', 'scuola.abbandono': 'no' } : {}),
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
    ...(k.n % 10 === 4 ? { 'isee.omissioni': 'Un conto corrente non dichiarato (dimostrativo)' } : {}),
  }
}

export const nonAutosufficiente = (k: Casa): Dati => ({
  'disabilita.tipo': 'fisica',
  'disabilita.tipologia': 'Non autosufficienza',
  'disabilita.gravita': 'non-autosufficienza',
  'disabilita.legge104': 'si',
  'invalidita.percentuale': '100',
  'invalidita.accompagnamento': 'si',
  'invalidita.legge104': 'si',
  'invalidita.diagnosi': 'I69.3',
  'invalidita.diagnosi2': 'F01',
  'sociale.gruppi': 'non-autosufficiente',
  'sociale.autosufficienza': 'no',
  'salute.terapie': 'Terapia dimostrativa',
  'salute.descrizione': 'Ha bisogno di aiuto per lavarsi, vestirsi e prendere le medicine (dimostrativo).',
  'salute.segno': k.n % 2 === 0 ? 'malattia-fisica' : 'malattia-psichica',
  'salute.medico': `Medico dimostrativo n. ${k.caso.tra(1, 9)}`,
})

const disabilitaDi: Readonly<Record<string, string>> = {
  Intellettiva: 'intellettiva',
  Motoria: 'fisica',
  Sensoriale: 'sensoriale',
  'Disturbo dello spettro autistico': 'psichica',
}

/** Who is waiting for the answer of the commission. */
export const inAccertamento = (): Dati => ({ 'invalidita.inCorso': 'si', 'invalidita.diagnosi': 'M54.5' })

export const disabilita = (k: Casa): Dati => {
  const tipologia = k.caso.uno(Object.keys(disabilitaDi))
  return { 'disabilita.tipo': disabilitaDi[tipologia]!, 'disabilita.tipologia': tipologia, ...certificata(k) }
}

const certificata = (k: Casa): Dati => ({
  'disabilita.gravita': k.caso.uno(['media', 'grave', 'grave']),
  'disabilita.legge104': 'si',
  'disabilita.ente': 'Commissione medica dimostrativa',
  'disabilita.revisione': `${Number(k.oggi.slice(0, 4)) + 1}-03-31`,
  'disabilita.profilo': aTurno(k, ['df', 'pdf', 'pf']),
  'disabilita.profiloSintesi': 'Si muove da sola in casa, ha bisogno di aiuto fuori (dimostrativo).',
  'disabilita.orientamento': 'Centro diurno e vita indipendente',
  'disabilita.terapie': 'Logopedia e fisioterapia dimostrative',
  'invalidita.frequenza': 'no',
  'invalidita.revisione': `${Number(k.oggi.slice(0, 4)) + 1}-03-31`,
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
  'cittadinanza.modo': 'Nascita',
  'soggiorno.titolo': aTurno(k, ['lavoro-subordinato', 'famiglia', 'ue-lungo-periodo', 'asilo', 'in-rinnovo']),
  'soggiorno.numero': `DIM${String(k.n * 10 + k.persone.length).padStart(7, '0')}`,
  'soggiorno.rilasciatoDa': 'Questura dimostrativa',
  'soggiorno.scadenza': `${Number(k.oggi.slice(0, 4)) + 1}-02-15`,
})

export const senzaDimora = (k: Casa, straniero: boolean): Dati => ({
  'residenza.indirizzo': 'Via della Casa comunale (fittizia)',
  'residenza.civico': '1',
  'residenza.senzaFissaDimora': 'si',
  'abitazione.tipo': k.caso.uno(['strada', 'dormitorio', 'alloggio-di-fortuna', 'roulotte']),
  'sociale.gruppi': 'senza-dimora|poverta-estrema',
  'lavoro.condizione': 'disoccupato',
  ...(straniero
    ? {
        'soggiorno.titolo': 'nessuno',
        'soggiorno.perche': 'Domanda mai presentata (dimostrativo)',
        'codice.sistema': k.caso.percento(60) ? 'stp' : 'eni',
        'codice.valore': `STP120999${String(1_000_000 + k.n)}`,
      }
    : {}),
  ...(k.caso.percento(40) ? { 'alias.cognome': 'Detto «il Professore» (dimostrativo)', 'alias.uso': 'In strada' } : {}),
})

export const minoreSolo = (k: Casa): Dati => ({
  ...permesso(k),
  'sociale.gruppi': 'minore-non-accompagnato',
  'abitazione.tipo': 'comunita',
  'abitazione.godimento': 'struttura',
  'abitazione.area': 'Accoglienza minori',
  'abitazione.struttura': 'Comunità dimostrativa',
  'abitazione.unita': `Stanza ${(k.n % 5) + 1}`,
  'soggiorno.titolo': 'minore-eta',
  'protezione.tipo': 'tutore-volontario',
  'protezione.titolare': 'Tutrice Volontaria Dimostrativa',
  'protezione.tribunale': 'Tribunale per i minorenni dimostrativo',
  'protezione.poteri': 'rappresentanza-generale',
})
