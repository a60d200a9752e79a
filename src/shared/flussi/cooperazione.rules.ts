// Why INPS is not let in, each with its own reason: the ente reads it in words, the caller is told only the status that the
// specification has for it.

export const rifiuti = {
  'ente-sconosciuto': [401, 'L’indirizzo chiamato non è di nessun ente.'],
  'voucher-assente': [401, 'La chiamata non portava un voucher PDND.'],
  'voucher-illeggibile': [401, 'Il voucher non si legge: non è un token firmato.'],
  'voucher-di-altro-tipo': [401, 'Il token non è un voucher: il suo tipo non è «at+jwt».'],
  'voucher-incompleto': [401, 'Al voucher manca un dato: emissione, scadenza, identificativo o finalità.'],
  'algoritmo-non-ammesso': [401, 'Il voucher è firmato con un algoritmo che non si accetta.'],
  'chiave-sconosciuta': [401, 'Il voucher è firmato con una chiave che PDND non pubblica.'],
  'firma-non-valida': [401, 'La firma del voucher non è valida: qualcuno può averlo cambiato.'],
  'emittente-diverso': [401, 'Il voucher non è stato emesso da PDND.'],
  'voucher-di-altri': [401, 'Il voucher è per un altro e-service: la sua «audience» non è quella di questo ente.'],
  'voucher-scaduto': [401, 'Il voucher è scaduto.'],
  'voucher-non-ancora-valido': [401, 'Il voucher non vale ancora: gli orologi non vanno d’accordo.'],
  'finalita-diversa': [403, 'La finalità del voucher non è tra quelle indicate per questo ente.'],
  'cooperazione-spenta': [403, 'La cooperazione di questo ente è spenta.'],
  'azione-non-consentita': [403, 'La tabella dei permessi non concede questo atto a INPS.'],
  'adesione-assente': [403, 'Il protocollo d’intesa del comune non è registrato, o non vale oggi.'],
  'chiavi-non-disponibili': [
    503,
    'Le chiavi pubbliche di PDND non si raggiungono, o l’installazione non dice dove sono.',
  ],
  'richiesta-errata': [400, 'La richiesta non era come la vuole la specifica.'],
} as const satisfies Record<string, readonly [status: number, frase: string]>
export type Rifiuto = keyof typeof rifiuti

export const fraseRifiutoInps = (codice: string): string =>
  (rifiuti as Record<string, readonly [number, string]>)[codice]?.[1] ?? codice

/** Below the public address of the installation, with the opaque code of the ente. */
export const BASE_WAAS = '/waas/v1'
