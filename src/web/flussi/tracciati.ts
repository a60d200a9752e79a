// The two kinds of rows on their way to INPS, as the pages see them: the same board, grid and workbook take the one or the other as data.
import { minoriApi, type RigaScheda } from '../../shared/flussi/minori.api.ts'
import { type CampoPiano, campiPianiMinore, campiPianiPrestazione } from '../../shared/flussi/percorsi.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { type Prestazione, prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { inLavorazione } from '../../shared/flussi/stati.rules.ts'
import type { AnyEndpoint } from '../kernel/client.ts'

export type Riga = Prestazione | RigaScheda
export type Gruppi = readonly (readonly [nome: string, campi: readonly CampoPiano[]])[]

type Di<K extends keyof typeof prestazioniApi & keyof typeof minoriApi> =
  | (typeof prestazioniApi)[K]
  | (typeof minoriApi)[K]

export interface TracciatoWeb {
  tipo: TipoFlusso
  una: string
  molte: string
  api: {
    righe: typeof prestazioniApi.list | typeof minoriApi.righe
    quadro: Di<'quadro'>
    regole: Di<'regole'>
    scelte: Di<'scelte'>
    correggi: Di<'correggi'>
    correggiMolte: Di<'correggiMolte'>
    deroga: Di<'deroga'>
    ripristina: Di<'ripristina'>
    foglio: Di<'foglio'>
    fogli: Di<'fogli'>
    rientro: Di<'rientro'>
  }
  /** What one of them changes is listed and counted elsewhere too. */
  rilegge: AnyEndpoint[]
  /** The page with the figures, that of the rows, and below which each is. */
  quadro: string
  griglia: string
  base: string
  campi: readonly CampoPiano[]
  gruppi: Gruppi
  /** Columns of the grid, whatever is wrong. */
  sempre: readonly string[]
  /** What a row is called, where no field of it does. */
  chi?: (r: Riga) => string
}

export const PRESTAZIONI: TracciatoWeb = {
  tipo: 'PS_PSA_SINA',
  una: 'prestazione',
  molte: 'prestazioni',
  api: { ...prestazioniApi, righe: prestazioniApi.list },
  rilegge: [prestazioniApi.leggi, prestazioniApi.list, prestazioniApi.quadro, prestazioniApi.regole],
  quadro: '/flussi',
  griglia: '/flussi/prestazioni',
  base: '/flussi/prestazioni',
  campi: campiPianiPrestazione,
  gruppi: [
    ['Persona', campiPianiPrestazione.filter((c) => /^beneficiario\.(codiceFiscale|anagrafica)/.test(c.percorso))],
    ['Residenza', campiPianiPrestazione.filter((c) => c.percorso.startsWith('beneficiario.indirizzi'))],
    ['Prestazione', campiPianiPrestazione.filter((c) => !/^(beneficiario|sina)\./.test(c.percorso))],
    ['Valutazione SINA', campiPianiPrestazione.filter((c) => c.percorso.startsWith('sina.'))],
  ],
  sempre: [
    'beneficiario.codiceFiscale',
    'beneficiario.anagrafica.cognome',
    'beneficiario.anagrafica.nome',
    'codicePrestazione',
  ],
}

/** Those that one writes: the token is drawn. */
export const campiScheda = campiPianiMinore.filter((c) => c.percorso !== 'idBeneficiario')

export const MINORI: TracciatoWeb = {
  tipo: 'SINBA',
  una: 'scheda',
  molte: 'schede',
  api: minoriApi,
  rilegge: [minoriApi.leggi, minoriApi.righe, minoriApi.list, minoriApi.quadro, minoriApi.regole],
  quadro: '/flussi/minori',
  griglia: '/flussi/minori/da-correggere',
  base: '/flussi/minori',
  campi: campiScheda,
  gruppi: [['Minore', campiScheda]],
  sempre: ['annoNascita', 'fasciaEta', 'prestazioni', 'famiglia'],
  chi: (r) => ('gettone' in r ? r.gettone : ''),
}

export const tracciatoWeb = (tipo: TipoFlusso): TracciatoWeb => (tipo === 'SINBA' ? MINORI : PRESTAZIONI)

/** Nothing of it has left; a cancellation repeats what was sent. */
export const siCorregge = (r: Riga): boolean =>
  inLavorazione.includes(r.stato) && !('operazione' in r && r.operazione === 'C')
