// What can be said of a document without a database: its states, the scanner's answers and what they allow.
import type { Transizioni } from '../kernel/transizioni.ts'

export const statiDocumento = ['valido', 'annullato'] as const
export type StatoDocumento = (typeof statiDocumento)[number]

const annullato = 'Il documento è annullato: resta nella storia e non cambia più.'
export const transizioniDocumento = {
  aggiorna: { da: ['valido'], a: 'valido', altrimenti: annullato },
  nuovaVersione: { da: ['valido'], a: 'valido', altrimenti: annullato },
  sposta: { da: ['valido'], a: 'valido', altrimenti: annullato },
  spostaPersona: { da: ['valido'], a: 'valido', altrimenti: annullato },
  riserva: { da: ['valido'], a: 'valido', altrimenti: annullato },
  annulla: { da: ['valido'], a: 'annullato', altrimenti: 'Il documento è già annullato.' },
} as const satisfies Transizioni<StatoDocumento, string>
export type AttoDocumento = keyof typeof transizioniDocumento

export const esitiVerifica = ['in-verifica', 'pulito', 'infetto', 'non-verificato'] as const
export type EsitoVerifica = (typeof esitiVerifica)[number]

/** What the page says of the scanner's answer. */
export function verificaInParole(v: { verifica: EsitoVerifica; verificaNota: string | null }): string {
  switch (v.verifica) {
    case 'pulito':
      return 'Controllato dall’antivirus'
    case 'infetto':
      return `Contiene un virus${v.verificaNota ? ` (${v.verificaNota})` : ''}: non si può aprire`
    case 'non-verificato':
      return 'Non verificato: in questa installazione non c’è un antivirus'
    case 'in-verifica':
      return v.verificaNota
        ? 'Non verificato: l’antivirus non risponde, si riprova da sé'
        : 'Controllo antivirus in corso'
  }
}

/**
 * Why the bytes of a version cannot be given; null when they can. A scanner that is down must not keep a folder
 * closed: once it has failed to answer, the file opens and the page says that nobody has looked at it.
 */
export function impedimentoLettura(v: { verifica: EsitoVerifica; verificaNota: string | null }): string | null {
  if (v.verifica === 'infetto')
    return `L’antivirus ha trovato un virus in questo file${v.verificaNota ? ` (${v.verificaNota})` : ''}: non si può aprire né scaricare. Chiedine una copia pulita a chi l’ha mandato.`
  if (v.verifica === 'in-verifica' && v.verificaNota === null)
    return 'L’antivirus sta controllando il file: riprova tra qualche secondo.'
  return null
}

export const versiProtocollo = { entrata: 'In entrata', uscita: 'In uscita', interno: 'Interno' } as const
export type VersoProtocollo = keyof typeof versiProtocollo
export const nomiVersoProtocollo = Object.keys(versiProtocollo) as VersoProtocollo[]

export interface Protocollo {
  ufficio: string | null
  anno: number
  numero: string
  verso: VersoProtocollo
  data: string | null
}

/** «Prot. 1234/2026 in entrata, Servizi sociali». */
export const protocolloInParole = (p: Protocollo): string =>
  `Prot. ${p.numero}/${p.anno} ${versiProtocollo[p.verso].toLowerCase()}${p.ufficio ? `, ${p.ufficio}` : ''}`

/** Why this protocol cannot be right on this day; null when it can. */
export function difettoProtocollo(p: Protocollo, oggi: string): { campo: string; messaggio: string } | null {
  const annoCorrente = Number(oggi.slice(0, 4))
  if (p.anno > annoCorrente)
    return { campo: 'protocollo.anno', messaggio: `L’anno di protocollo viene dopo il ${annoCorrente}: controllalo.` }
  if (p.data && p.data > oggi)
    return { campo: 'protocollo.data', messaggio: 'La data di protocollo è nel futuro: controllala.' }
  if (p.data && Number(p.data.slice(0, 4)) !== p.anno)
    return { campo: 'protocollo.data', messaggio: 'La data non è dell’anno di protocollo: controlla l’una e l’altro.' }
  return null
}
