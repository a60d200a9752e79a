// The rules of a prestazione erogata beyond the schema, PS02–PS14: INPS, specifica 2.0.1, allegato B, and what DM 206/2014
// and products in use add. Letters split a rule whose parts are not equally sure. PS01 (the schema) and PS11 (the channel)
// look at a file, not at a record: regole-flusso.ts.
import type { PrestazioneErogata } from './prestazione.ts'
import type { Regola } from './regole.ts'
import { carico } from './regole-carico.ts'
import { catalogo } from './regole-catalogo.ts'
import { quote } from './regole-quote.ts'
import { centesimi, giorno, giornoInParole, mesiDalGiorno, mesiToccati, minuti } from './valori.ts'

type RegolaPs = Regola<PrestazioneErogata>

/** ISO 3166-1 numeric. */
export const ITALIA = '380'

const carattere: RegolaPs[] = [
  {
    id: 'PS02',
    segno: 'O',
    titolo:
      'Il carattere è indicato; se periodico ci sono data di inizio e importo mensile, se occasionale data di erogazione e importo, maggiori di zero',
    controlla(p, _, dice) {
      if (p.carattere === undefined) dice('carattere', 'Indica se la prestazione è periodica (1) o occasionale (2).')
      const chiede = (campo: 'dataInizio' | 'dataErogazione', frase: string) => {
        if (p[campo] === undefined) dice(campo, frase)
      }
      const positivo = (campo: 'importoMensile' | 'importo', nome: string) => {
        const c = centesimi(p[campo])
        if (p[campo] === undefined) dice(campo, `Scrivi l’${nome}: per questo carattere è obbligatorio.`)
        else if (c === undefined)
          dice(campo, `L’${nome} «${p[campo]}» non è in euro e centesimi: scrivilo come 1234.56.`)
        else if (c <= 0) dice(campo, `L’${nome} deve essere maggiore di zero: correggilo, o togli la prestazione.`)
      }
      if (p.carattere === '1') {
        chiede('dataInizio', 'Scrivi la data di inizio: per una prestazione periodica è obbligatoria.')
        positivo('importoMensile', 'importo mensile')
      } else if (p.carattere === '2') {
        chiede('dataErogazione', 'Scrivi la data di erogazione: per una prestazione occasionale è obbligatoria.')
        positivo('importo', 'importo della prestazione')
      }
    },
  },
]

const periodo: RegolaPs[] = [
  {
    id: 'PS03a',
    segno: 'O',
    titolo: 'Inizio e fine di una prestazione stanno nello stesso anno',
    controlla(p, _, dice) {
      const [dal, al] = [giorno(p.dataInizio), giorno(p.dataFine)]
      if (dal && al && dal.anno !== al.anno)
        dice(
          'dataFine',
          `La prestazione va dal ${giornoInParole(p.dataInizio!)} al ${giornoInParole(p.dataFine!)}: dividila al 31 dicembre, una riga per anno.`,
        )
    },
  },
  {
    id: 'PS03b',
    segno: 'inf',
    titolo: 'La fine non viene prima dell’inizio',
    controlla(p, _, dice) {
      if (giorno(p.dataInizio) && giorno(p.dataFine) && p.dataFine! < p.dataInizio!)
        dice('dataFine', 'La data di fine viene prima di quella di inizio: correggi l’una o l’altra.')
    },
  },
  {
    id: 'PS03c',
    segno: 'inf',
    titolo: 'I mesi del periodo sono quelli tra inizio e fine',
    controlla(p, _, dice) {
      const [dal, al] = [giorno(p.dataInizio), giorno(p.dataFine)]
      if (!dal || !al || dal.anno !== al.anno || p.dataFine! < p.dataInizio!) return
      if (p.periodoErogazione === undefined || !/^\d+$/.test(p.periodoErogazione)) return
      // No source says how months are counted: those touched, or whole ones from the first day (as in INPS's example).
      const [da, a] = [mesiDalGiorno(dal, al), mesiToccati(dal, al)].sort((x, y) => x - y) as [number, number]
      const detti = Number(p.periodoErogazione)
      if (detti < da || detti > a)
        dice(
          'periodoErogazione',
          `I mesi del periodo sono ${detti}, ma tra le due date ce ne sono ${da === a ? da : `${da} o ${a}`}: correggi i mesi o le date.`,
        )
    },
  },
]

const PROTOCOLLO_DSU = /^INPS-ISEE-(\d{4})-\d{8}[A-Z]-\d{2}$/

const dsu: RegolaPs[] = [
  {
    id: 'PS04a',
    segno: 'O',
    titolo: 'I tre dati della DSU (protocollo, anno, data) ci sono tutti o nessuno',
    controlla(p, _, dice) {
      const tre = ['numeroProtocolloDsu', 'annoProtocolloDsu', 'dataDsu'] as const
      const mancano = tre.filter((c) => p[c] === undefined || p[c] === '')
      if (mancano.length === 1 || mancano.length === 2)
        for (const c of mancano)
          dice(c, 'Completa i tre dati della DSU (numero, anno e data), oppure toglili tutti e tre.')
    },
  },
  {
    id: 'PS04b',
    segno: 'I',
    titolo: 'Una prestazione soggetta a ISEE porta la DSU',
    controlla(p, _, dice) {
      if (p.presenzaProvaMezzi === '1' && !p.numeroProtocolloDsu && !p.annoProtocolloDsu && !p.dataDsu)
        dice(
          'numeroProtocolloDsu',
          'La prestazione è soggetta a ISEE: aggiungi i dati della DSU, se la persona l’ha presentata.',
        )
    },
  },
  {
    id: 'PS04c',
    segno: 'inf',
    titolo: 'Il protocollo della DSU ha la forma INPS-ISEE-AAAA-NNNNNNNNX-NN e il suo anno è quello indicato',
    controlla(p, _, dice) {
      if (!p.numeroProtocolloDsu) return
      const m = PROTOCOLLO_DSU.exec(p.numeroProtocolloDsu)
      if (!m)
        dice(
          'numeroProtocolloDsu',
          'Il protocollo della DSU si scrive come INPS-ISEE-2026-01234567A-00: ricopialo dall’attestazione.',
        )
      else if (p.annoProtocolloDsu && m[1] !== p.annoProtocolloDsu)
        dice(
          'annoProtocolloDsu',
          `L’anno della DSU è ${p.annoProtocolloDsu}, quello del protocollo ${m[1]}: correggi l’uno o l’altro.`,
        )
    },
  },
]

/** Equal whatever the order of the keys. */
export function stessiDati(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [chiaviA, chiaviB] = [Object.keys(a), Object.keys(b)]
  return (
    chiaviA.length === chiaviB.length &&
    chiaviA.every((k) => stessiDati((a as Record<string, unknown>)[k], (b as Record<string, unknown>)[k]))
  )
}

const altre: RegolaPs[] = [
  {
    id: 'PS10',
    segno: 'O',
    titolo: 'Chi risiede in Italia ha regione e comune di residenza',
    controlla(p, _, dice) {
      p.beneficiario.indirizzi.forEach((i, n) => {
        if (i.nazione !== ITALIA) return
        const dove = `beneficiario.indirizzi.${n}`
        if (i.regione === undefined) dice(`${dove}.regione`, 'La residenza è in Italia: indica la regione.')
        if (i.comune === undefined) dice(`${dove}.comune`, 'La residenza è in Italia: indica il comune.')
      })
    },
  },
  {
    id: 'PS13',
    segno: '?',
    titolo:
      'Una cancellazione ripete la riga mandata, cambiando solo il tipo di operazione (INPS non dice con quali dati la riconosce)',
    controlla(p, { inviata }, dice) {
      if (p.tipoOperazione !== 'C') return
      const prima = inviata?.(p)
      if (!prima)
        dice(
          'tipoOperazione',
          'È una cancellazione: verifica che tutti i dati siano quelli della riga già mandata, e conferma.',
        )
      else if (!stessiDati({ ...prima, tipoOperazione: 'C' }, p))
        dice(
          'tipoOperazione',
          'La cancellazione non ha gli stessi dati della riga mandata: riparti da quella, senza cambiarla.',
        )
    },
  },
  {
    id: 'PS14',
    segno: 'O',
    titolo: 'Le ore di servizio sono ore e minuti (2.59 è 2 ore e 59 minuti), non ore con decimali',
    controlla(p, _, dice) {
      const ore = p.oreServizioMensile
      if (ore !== undefined && /^\d+(\.\d+)?$/.test(ore) && minuti(ore) === undefined)
        dice(
          'oreServizioMensile',
          `«${ore}» non è in ore e minuti: dopo il punto vanno i minuti, da 00 a 59 (due ore e mezza si scrivono 2.30).`,
        )
    },
  },
]

export const regolePrestazione: readonly RegolaPs[] = [
  ...carattere,
  ...periodo,
  ...dsu,
  ...quote,
  ...carico,
  ...catalogo,
  ...altre,
].sort((a, b) => (a.id < b.id ? -1 : 1))
