// The conditions of a SINBA card beyond the schema, numbered SB02–SB13 by Trama: INPS gives no numbers. SB01 is the schema.
// Sources: INPS, specifica 2.0.1; the conditions that SISO asks; DM 206/2014 art. 5 c. 4 (nothing that names the minor).

import type { SchedaMinore } from './prestazione.ts'
import type { Dice, Regola } from './regole.ts'
import { ITALIA } from './regole-prestazione.ts'
import { meseAnno } from './valori.ts'

type RegolaSb = Regola<SchedaMinore>

/** A date of SINBA that a yes makes due. */
const dovuta = (
  id: string,
  titolo: string,
  se: 'disabilita' | 'segnalazioneAutorita' | 'provvedimento',
  campo: keyof SchedaMinore,
  frase: string,
): RegolaSb => ({
  id,
  segno: 'I',
  titolo,
  controlla(m, _, dice) {
    if (m[se] === '1' && m[campo] === undefined) dice(campo, frase)
  },
})

/** Ages at the two ends of a band: [3 × (n − 1), 3 × n). */
const FASCE = 6
const ANNI_PER_FASCIA = 3

/** An age is known to the year: born in 2005, in 2010 one is four or five. */
function etaPossibili(annoNascita: number, mese: number): [number, number] {
  const anni = Math.floor(mese / 12) - annoNascita
  return [anni - 1, anni]
}

/** Anywhere in a text. */
export const CODICE_FISCALE = /[A-Z]{6}[0-9LMNP-V]{2}[A-EHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]/i

function controllaEta(m: SchedaMinore, dice: Dice): void {
  const [prima, nato, fascia] = [meseAnno(m.primaSegnalazione), Number(m.annoNascita), Number(m.fasciaEta)]
  if (prima === undefined || !(nato > 0) || !(fascia >= 1 && fascia <= FASCE)) return
  const [piuGiovane] = etaPossibili(nato, prima)
  // The band is that of a day that no field tells: it can only be the one of the first report, or a later one.
  if (piuGiovane >= ANNI_PER_FASCIA * fascia)
    dice(
      'fasciaEta',
      'Alla prima segnalazione il minore era già più grande di questa fascia di età: correggi la fascia, l’anno di nascita o la data.',
    )
}

export const regoleMinore: readonly RegolaSb[] = [
  {
    id: 'SB02',
    segno: 'O',
    titolo: 'Di chi risiede in Italia si indica la regione',
    controlla(m, _, dice) {
      if (m.nazioneResidenza === ITALIA && m.regioneResidenza === undefined)
        dice('regioneResidenza', 'Il minore risiede in Italia: indica la regione di residenza.')
    },
  },
  dovuta(
    'SB03',
    'Di un minore con disabilità si indica il tipo',
    'disabilita',
    'tipoDisabilita',
    'Il minore ha una disabilità: indica di che tipo.',
  ),
  dovuta(
    'SB04',
    'Di un minore con disabilità si indica la certificazione',
    'disabilita',
    'certificazioni',
    'Il minore ha una disabilità: indica la certificazione.',
  ),
  dovuta(
    'SB05',
    'Di una segnalazione all’autorità giudiziaria si scrive il mese',
    'segnalazioneAutorita',
    'dataSegnalazione',
    'C’è stata una segnalazione all’autorità giudiziaria: scrivine mese e anno, come 06/2026.',
  ),
  dovuta(
    'SB06',
    'Di un provvedimento giudiziario si scrive il mese',
    'provvedimento',
    'dataProvvedimento',
    'C’è un provvedimento giudiziario: scrivine mese e anno, come 06/2026.',
  ),
  {
    id: 'SB07',
    segno: 'inf',
    titolo: 'La fascia di età si accorda con l’anno di nascita e la prima segnalazione',
    controlla: (m, _, dice) => controllaEta(m, dice),
  },
  {
    id: 'SB08',
    segno: 'inf',
    titolo: 'Alla prima segnalazione è già nato e non ha compiuto diciotto anni',
    controlla(m, _, dice) {
      const prima = meseAnno(m.primaSegnalazione)
      const nato = Number(m.annoNascita)
      if (prima === undefined || !(nato > 0)) return
      const [piuGiovane, piuVecchio] = etaPossibili(nato, prima)
      if (piuVecchio < 0)
        dice(
          'primaSegnalazione',
          'La prima segnalazione viene prima della nascita: correggi la data o l’anno di nascita.',
        )
      else if (piuGiovane >= 18)
        dice('annoNascita', 'Alla prima segnalazione aveva già diciotto anni: correggi la data o l’anno di nascita.')
    },
  },
  {
    id: 'SB09',
    segno: 'inf',
    titolo: 'Le date di segnalazione e provvedimento non ci sono senza il loro sì',
    controlla(m, _, dice) {
      if (m.segnalazioneAutorita === '2' && m.dataSegnalazione !== undefined)
        dice(
          'dataSegnalazione',
          'È scritto che non c’è stata segnalazione all’autorità: togli la data, o correggi la risposta.',
        )
      if (m.provvedimento === '2' && m.dataProvvedimento !== undefined)
        dice('dataProvvedimento', 'È scritto che non c’è un provvedimento: togli la data, o correggi la risposta.')
    },
  },
  {
    id: 'SB10',
    segno: 'inf',
    titolo: 'I componenti del nucleo ISEE sono da 1 a 9',
    controlla(m, _, dice) {
      if (m.componentiIsee !== undefined && /^[+-]?\d+$/.test(m.componentiIsee) && Number(m.componentiIsee) < 1)
        dice('componentiIsee', 'I componenti del nucleo ISEE sono almeno uno: correggi il numero, o toglilo.')
    },
  },
  {
    id: 'SB11',
    segno: 'O',
    titolo: 'L’identificativo locale non è un codice fiscale: SINBA non porta identità',
    controlla(m, _, dice) {
      if (m.idBeneficiario && CODICE_FISCALE.test(m.idBeneficiario))
        dice(
          'idBeneficiario',
          'L’identificativo contiene un codice fiscale, che in SINBA è vietato: usa un codice che non dica chi è il minore.',
        )
    },
  },
  {
    id: 'SB12',
    segno: 'inf',
    titolo: 'Le prestazioni sono nel catalogo INPS',
    controlla(m, { elenchi }, dice) {
      m.prestazioni.forEach((c, n) => {
        if (!elenchi.trova('prestazione-siuss', c))
          dice(`prestazioni.${n}`, `Il codice ${c} non è nel catalogo delle prestazioni INPS: sceglilo dall’elenco.`)
      })
    },
  },
  {
    id: 'SB13',
    segno: 'inf',
    titolo: 'Le date di segnalazione e provvedimento non vengono prima della nascita',
    controlla(m, _, dice) {
      const nato = Number(m.annoNascita)
      if (!(nato > 0)) return
      for (const campo of ['dataSegnalazione', 'dataProvvedimento'] as const) {
        const mese = meseAnno(m[campo])
        if (mese !== undefined && mese < nato * 12)
          dice(campo, 'Questa data viene prima dell’anno di nascita: correggi l’una o l’altro.')
      }
    },
  },
]
