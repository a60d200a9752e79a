// Codes as other programs and people write them: the description for the code, the adjective for the nation, a code that
// lost its zeros or took a comma for its point.
import type { Codifica } from '../../parametri/codifiche.rules.ts'
import { chiaveNome } from '../../territorio/luoghi.rules.ts'
import { denominazioneInps, type Elenchi, type Voce } from '../elenchi.ts'
import type { Giorno } from '../prestazione.ts'
import { type Esito, invariato, letto, type NonLetto, type RegolaNormalizzazione } from './esito.ts'
import { inizio } from './testi.ts'

const nonTrovato = (regola: RegolaNormalizzazione, frase: string): NonLetto => ({ regola, frase })

/** N14: the code, or the description of a list. */
export function codice(v: string, elenco: Codifica, elenchi: Elenchi, il?: Giorno): Esito {
  const t = v.trim()
  if (t === '') return invariato(v)
  if (elenchi.trova(elenco, t, il)) return letto(v, t, 'N14')
  const senzaZeri = t.replace(/^0+(?=\d)/, '').replace(/[.,]0+$/, '')
  if (elenchi.trova(elenco, senzaZeri, il)) return letto(v, senzaZeri, 'N14')
  const chiave = chiaveNome(t)
  const voci = elenchi.voci(elenco, il)
  const trovata = voci.find((x) => chiaveNome(x.etichetta) === chiave) ?? unica(voci, chiave)
  if (trovata) return letto(v, trovata.codice, 'N14')
  return nonTrovato('N14', `«${inizio(t, 60)}» non è tra le voci ammesse: scegli dall’elenco.`)
}

/** The one entry whose description begins so: «Periodico», «F», «Maschio». */
function unica(voci: readonly Voce[], chiave: string): Voce | undefined {
  const iniziano = voci.filter((x) => chiaveNome(x.etichetta).startsWith(chiave))
  return iniziano.length === 1 ? iniziano[0] : undefined
}

const SI = new Set(['si', 's', 'true', 'vero', 'x', 'yes', 'y'])
const NO = new Set(['no', 'n', 'false', 'falso', '0'])

/** N14: 1 is yes and 2 is no, in INPS's layouts. */
export function siNo(v: string): Esito {
  const t = v.trim()
  if (t === '' || t === '1' || t === '2') return letto(v, t, 'N14')
  const chiave = chiaveNome(t)
  if (SI.has(chiave)) return letto(v, '1', 'N14')
  if (NO.has(chiave)) return letto(v, '2', 'N14')
  return nonTrovato('N14', `«${inizio(t, 30)}» non è né sì né no: scrivi SI oppure NO.`)
}

/** N13. The zeros of a code of digits are already there (N09). */
export function nazione(v: string, elenchi: Elenchi): Esito {
  const t = v.trim()
  if (t === '' || elenchi.trova('nazione-iso', t)) return letto(v, t, 'N13')
  const chiave = chiaveNome(t)
  const trovata = elenchi
    .voci('nazione-iso')
    .find(
      (x) =>
        chiaveNome(x.etichetta) === chiave ||
        x.mappa.belfiore === t.toUpperCase() ||
        (t.length === 2 && x.attributi.alfa2 === t.toUpperCase()) ||
        (x.attributi.aggettivi ?? '').split(' ').includes(chiave),
    )
  if (trovata) return letto(v, trovata.codice, 'N13')
  return nonTrovato('N13', `«${inizio(t, 60)}» non è una nazione che Trama conosca: scrivi il nome dello Stato.`)
}

/** N15: the code of a prestazione; also from its official description, or from the name of a service of the ambito. */
export function codicePrestazione(v: string, elenchi: Elenchi): Esito {
  const t = v.trim()
  if (t === '' || elenchi.trova('prestazione-siuss', t)) return letto(v, t, 'N15')
  const m = /^A?\s*([1-9])[.,_ -](\d{1,2})(?:[.,_ -](\d{1,2}))?$/i.exec(t)
  if (m) {
    const due = (n: string) => n.padStart(2, '0')
    const scritto = `A${m[1]}.${due(m[2]!)}${m[3] ? `.${due(m[3])}` : ''}`
    if (elenchi.trova('prestazione-siuss', scritto)) return letto(v, scritto, 'N15')
  }
  const chiave = chiaveNome(t)
  const voci = elenchi.voci('prestazione-siuss')
  const trovata = voci.find((x) => chiaveNome(x.etichetta) === chiave) ?? delServizio(voci, chiave)
  if (trovata) return letto(v, trovata.codice, 'N15')
  return nonTrovato('N15', `«${inizio(t, 60)}» non è una prestazione del catalogo INPS: scegli il codice dall’elenco.`)
}

/** The one code that the catalogue of services knows under that name. */
function delServizio(voci: readonly Voce[], chiave: string): Voce | undefined {
  const sue = voci.filter((x) => x.attributi.nomi?.split('|').some((n) => chiaveNome(n) === chiave))
  return sue.length === 1 ? sue[0] : undefined
}

/** N16: the official label of a code, undefined where one writes one's own. */
export function denominazioneDi(codice: string | undefined, elenchi: Elenchi): string | undefined {
  const voce = codice === undefined ? undefined : elenchi.trova('prestazione-siuss', codice)
  return voce && voce.attributi.libera !== 'si' ? denominazioneInps(voce) : undefined
}

/** N17. What cannot be a protocol stays as it is: the rule PS04c says so. */
export function protocolloDsu(v: string): Esito {
  const t = v.trim().toUpperCase()
  const m = /^(?:INPS[\s_/-]*)?(?:ISEE[\s_/-]*)?(\d{4})[\s_/-]*(\d{1,8})\s*([A-Z])[\s_/-]*(\d{1,2})$/.exec(t)
  if (!m) return invariato(v)
  const numero = m[2]!.padStart(8, '0')
  return letto(v, `INPS-ISEE-${m[1]}-${numero}${m[3]}-${m[4]!.padStart(2, '0')}`, 'N17')
}

/** The year that a protocol of a DSU carries. */
export const annoProtocollo = (protocollo: string | undefined): string | undefined =>
  /^INPS-ISEE-(\d{4})-/.exec(protocollo ?? '')?.[1]
