/** Words only, of what is typed to find a user: a codice fiscale must not reach an address. */
export const soloParole = (q: string): string => (/^[A-Z]{6}\d/i.test(q) ? '' : q)
