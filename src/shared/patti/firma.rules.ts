// How a pact is signed, and what can be said of a signed file by looking at it alone.
export const modiFirma = ['carta', 'disegnata', 'digitale'] as const
export type ModoFirma = (typeof modiFirma)[number]
export const nomiModoFirma: Readonly<Record<ModoFirma, string>> = {
  carta: 'Su carta, con la scansione',
  disegnata: 'Disegnata sullo schermo',
  digitale: 'Digitale, con il file firmato',
}
export const nomiStatoFirma = { attesa: 'Da firmare', firmata: 'Firmata', rifiutata: 'Non firma' } as const
export type StatoFirma = keyof typeof nomiStatoFirma

/** A signature found in a file. */
export interface FirmaTrovata {
  firmatario: string
  codiceFiscale: string | null
  emittente: string
  /** Of the certificate. */
  dal: string
  al: string
  /** When the signer says that he signed: his own clock. */
  dichiarataIl: string | null
  /** What is signed is what stands in the file; null where the algorithm is not one that can be checked here. */
  integra: boolean | null
  /** The certificate was within its dates when he says that he signed. */
  certificatoNelleDate: boolean
}
/** Whether one of the certificates is of who should sign, by codice fiscale; who signs for another is not refused, and is said. */
export const diChiFirma = ['la-stessa', 'altra', 'non-si-sa'] as const
export type DiChiFirma = (typeof diChiFirma)[number]

export const confrontaPersona = (
  firme: readonly Pick<FirmaTrovata, 'codiceFiscale'>[],
  atteso: string | null,
): DiChiFirma => {
  const letti = firme.flatMap((f) => f.codiceFiscale ?? [])
  if (!atteso || letti.length === 0) return 'non-si-sa'
  return letti.includes(atteso.toUpperCase()) ? 'la-stessa' : 'altra'
}

export interface VerificaFirma {
  forma: 'PAdES' | 'CAdES'
  /** What was signed, beside the pact as it was proposed. */
  contenuto: 'uguale' | 'diverso'
  firme: FirmaTrovata[]
  persona: DiChiFirma
  nonVerificato: string[]
}

/** What a file alone does not say, always. */
export const maiVerificato: readonly string[] = [
  'che il certificato venga da un’autorità riconosciuta',
  'che il certificato non fosse revocato il giorno della firma',
  'che la data della firma sia certa: è quella dichiarata da chi firma',
]

/** Why a signed file cannot be taken as a signature of this pact; null where it can. */
export function difettoDellaFirma(v: VerificaFirma): string | null {
  if (v.firme.length === 0) return 'Nel file non c’è nessuna firma digitale.'
  if (v.contenuto === 'diverso')
    return 'Il file firmato non contiene il patto come è stato proposto: scarica da qui il PDF da firmare e firma quello.'
  if (v.firme.some((f) => f.integra === false))
    return 'Il file è stato cambiato dopo la firma: chiedi di firmare di nuovo.'
  return null
}
