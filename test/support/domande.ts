// A measure whose domanda the comune takes, made for the tests from one that is shipped: no code knows it. And a domanda as a desk
// writes it.
import type { Definizione } from '../../src/shared/misure/definizione.ts'
import { misureApi } from '../../src/shared/misure/misure.api.ts'
import { domandeApi } from '../../src/shared/patti/domande.api.ts'
import type { Caller } from './app.ts'
import type { Finto } from './patti.ts'

export const RACCOLTA = 'prova-raccolta'

/** Derived from the latest version that has a domanda of its own, in force since 2025, or when it is said. */
export async function misuraRaccolta(
  su: Caller,
  codice = RACCOLTA,
  vigore: { dal: string; al: string | null } = { dal: '2025-01-01', al: null },
): Promise<string> {
  const { voci } = await su.call(misureApi.list, {})
  const gia = voci.find((m) => m.id === codice)
  if (gia) return gia.versioni[0]!.id
  for (const v of voci.flatMap((m) => m.versioni)) {
    const letta = await su.call(misureApi.leggi, { id: v.id })
    if (!letta.definizione.domanda) continue
    const { id } = await su.call(misureApi.crea, { codice, nome: 'Misura di prova', sigla: 'MDP', da: v.id })
    const { revisione } = await su.call(misureApi.leggi, { id })
    const salvata = await su.call(misureApi.salva, {
      id,
      etichetta: 'di prova',
      ...vigore,
      nota: 'Misura delle prove',
      // what a caso says outwards too: the kinds of a shipped measure that has them
      definizione: { ...letta.definizione, comunicazioni: [...(letta.definizione.comunicazioni ?? []), ...DEL_CASO] },
      revisione,
    })
    await su.call(misureApi.pubblica, { id, revisione: salvata.revisione })
    return id
  }
  throw new Error('no measure has a domanda of its own')
}

const fonte = { fonte: 'Prova', segno: 'P' } as const
const DEL_CASO: NonNullable<Definizione['comunicazioni']> = [
  {
    tipo: 'incontro',
    nome: 'Incontro avvenuto',
    destinatario: 'inps',
    tracciato: 'atto.1',
    eventi: ['primo-incontro', 'incontro'],
    entroIlGiorno: 20,
    ...fonte,
  },
  {
    tipo: 'invio-cpi',
    nome: 'Invio al centro per l’impiego',
    destinatario: 'centro-impiego',
    tracciato: 'atto.1',
    eventi: ['invio-cpi'],
    ...fonte,
  },
  {
    tipo: 'convocazione',
    nome: 'Convocazione',
    destinatario: 'inps',
    tracciato: 'atto.1',
    eventi: ['convocazione'],
    ...fonte,
  },
  {
    tipo: 'attivabili',
    nome: 'Componenti attivabili',
    destinatario: 'siisl',
    tracciato: 'patto.1',
    eventi: ['patto-sottoscritto', 'patto-non-sottoscritto'],
    perComponente: true,
    ...fonte,
  },
]

export const componente = (p: Finto, altro: Record<string, string | number | boolean> = {}) => ({
  valori: {
    codiceFiscale: p.cf,
    cognome: p.cognome,
    nome: p.nome,
    dataNascita: p.nascita,
    sesso: Number(p.cf.slice(9, 11)) > 40 ? 'F' : 'M',
    'componente.naspi': false,
    ...altro,
  },
})

/** With which every requirement of the shipped version is met: 187,50 € a month for one person. */
export const casa: Record<string, string | number | boolean> = {
  indirizzo: 'Via della Prova 1',
  cap: '00100',
  telefono: '0600000000',
  'richiedente.titolo': 'italiano',
  'residenza.mesi-continuativi': 120,
  'isee.valore': 100_000,
  'isee.isre': 50_000,
  'isee.reddito': 0,
  'isee.trattamenti': 0,
  'isee.immobili': 0,
  'isee.mobiliare': 0,
  'beni.veicolo-24-mesi': false,
  'beni.nave': false,
}

export const CONTROLLI = ['residenza', 'soggiorno', 'nucleo'] as const

/** Begun and presented. */
export async function domandaPresentata(
  chi: Caller,
  comuneId: string,
  persone: readonly Finto[],
  o: { giorno?: string; nucleo?: typeof casa; misuraId?: string } = {},
): Promise<string> {
  const giorno = o.giorno ?? '2026-03-02'
  const { id } = await chi.call(domandeApi.crea, {
    comuneId,
    misuraId: o.misuraId ?? RACCOLTA,
    giorno,
    contenuto: {
      nucleo: { ...casa, ...o.nucleo },
      componenti: persone.map((p, n) => componente(p, n === 0 ? {} : { parentela: 'figlio' })),
    },
  })
  const { versione } = await chi.call(domandeApi.leggi, { id })
  await chi.call(domandeApi.presenta, { id, giorno, versione })
  return id
}

/** All the checks of the comune, regular unless said. */
export async function controllata(
  chi: Caller,
  id: string,
  esiti: Partial<Record<(typeof CONTROLLI)[number], 'regolare' | 'non-regolare' | 'in-attesa'>> = {},
): Promise<void> {
  for (const controllo of CONTROLLI)
    await chi.call(domandeApi.controlla, {
      id,
      controllo,
      esito: esiti[controllo] ?? 'regolare',
      giorno: '2026-03-02',
      documento: 'Anagrafe della popolazione, visura 12',
      nota: '',
    })
}
