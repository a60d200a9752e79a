// The form of the first phase between screen and contract. While one writes, most fields are empty or half written:
// what is saved every few seconds is what the contract already accepts, and what is missing is said by the same rules
// by which the server will refuse. Pure.
import { richiestaPubblicaApi, type richiesteAmbitoApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import { type Mancanza, mancanzePerInvio } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { analizzaCodiceFiscale, normalizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { type Scelta, valoriDaInviare } from '../kernel/form/schema.ts'

export type Propria = Output<typeof richiestaPubblicaApi.leggi>
export type Documento = Propria['documenti'][number]
/** The same request on the card of the ministry. */
export type Richiesta = Output<typeof richiesteAmbitoApi.get>
export type Modulo = Input<typeof richiestaPubblicaApi.salva>
type PersonaLetta = Propria['persone'][number]

const scelta = (valore: string | null, etichetta: string | undefined): Scelta | null =>
  valore ? { valore, etichetta: etichetta ?? valore } : null

export const personaVuota = () => ({
  id: crypto.randomUUID() as string,
  codiceFiscale: '',
  nome: '',
  cognome: '',
  dataNascita: '',
  luogoNascitaId: null as Scelta | null,
  genere: '',
  email: '',
  telefono: '',
})
export const nominataVuota = () => ({ codiceFiscale: '', nominativo: '' })
export type ValoriPersona = ReturnType<typeof personaVuota>

const valoriPersona = (p: PersonaLetta): ValoriPersona => ({
  id: p.id,
  codiceFiscale: p.codiceFiscale ?? '',
  nome: p.nome ?? '',
  cognome: p.cognome ?? '',
  dataNascita: p.dataNascita ?? '',
  luogoNascitaId: scelta(p.luogoNascitaId, p.luogoNascita?.nome),
  genere: p.genere ?? '',
  email: p.email ?? '',
  telefono: p.telefono ?? '',
})

/** The request as the fields hold it; there is always a first person to fill in. */
export const valoriDelModulo = (r: Propria) => ({
  ambitoId: scelta(r.ambitoId, r.ambito?.nome),
  ambitoNominato: r.ambitoNominato ?? '',
  firmatarioNome: r.firmatarioNome ?? '',
  firmatarioCognome: r.firmatarioCognome ?? '',
  firmatarioQualifica: r.firmatarioQualifica ?? '',
  firmatarioEmail: r.firmatarioEmail ?? '',
  firmatarioTelefono: r.firmatarioTelefono ?? '',
  nominaDichiarata: r.nominaDichiarata,
  persone: r.persone.length > 0 ? r.persone.map(valoriPersona) : [personaVuota()],
  personeNota: r.personeNota.map(({ codiceFiscale, nominativo }) => ({ codiceFiscale, nominativo })),
})

// ---- what is wrong with one field as it stands, in words; null when nothing is

export const difettoEmail = (v: string): string | null =>
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(v.trim())
    ? null
    : 'Scrivi un indirizzo completo, per esempio nome.cognome@comune.it.'
export const difettoTelefono = (v: string): string | null =>
  /^[+0-9][0-9 ./-]{4,29}$/.test(v.trim()) ? null : 'Scrivi il numero con le sole cifre, per esempio 0773 123456.'
export function difettoCodiceFiscale(v: string): string | null {
  const a = analizzaCodiceFiscale(v)
  return a.valido ? null : a.frase
}

const seVa = <T>(v: T | null | undefined, va: (v: T) => boolean): T | null =>
  v !== null && v !== undefined && va(v) ? v : null
const email = (v: string | null | undefined) => seVa(v, (x) => !difettoEmail(x))
const telefono = (v: string | null | undefined) => seVa(v, (x) => !difettoTelefono(x))
const codiceFiscale = (v: string | null | undefined) => seVa(v, (x) => /^[A-Za-z0-9 ]{11,32}$/.test(x))

/** What can be saved now of what is on the screen. What is half written stays on the screen alone. */
export function daSalvare(valori: Record<string, unknown>): Modulo {
  const m = valoriDaInviare(richiestaPubblicaApi.salva, valori) as Modulo
  return {
    ...m,
    ambitoNominato: m.ambitoId ? null : m.ambitoNominato,
    firmatarioEmail: email(m.firmatarioEmail),
    firmatarioTelefono: telefono(m.firmatarioTelefono),
    persone: m.persone.map((p) => ({
      ...p,
      codiceFiscale: codiceFiscale(p.codiceFiscale),
      dataNascita: seVa(p.dataNascita, (d) => /^\d{4}-\d{2}-\d{2}$/.test(d)),
      email: email(p.email),
      telefono: telefono(p.telefono),
    })),
    personeNota: m.personeNota.filter((p) => codiceFiscale(p.codiceFiscale) && p.nominativo),
  }
}

/** What is missing before sending, with what the server found impossible in the persons it last saved. */
export function mancanzeDelModulo(
  m: Modulo,
  documenti: readonly Documento[],
  lette: readonly PersonaLetta[],
): Mancanza[] {
  const persone = m.persone.map((p) => ({
    id: p.id,
    codiceFiscale: p.codiceFiscale ? normalizzaCodiceFiscale(p.codiceFiscale) : null,
    nome: p.nome ?? null,
    cognome: p.cognome ?? null,
    dataNascita: p.dataNascita ?? null,
    luogoNascitaId: p.luogoNascitaId ?? null,
    genere: p.genere ?? null,
    email: p.email ?? null,
    telefono: p.telefono ?? null,
  }))
  const mancanti = mancanzePerInvio({
    ambitoId: m.ambitoId ?? null,
    ambitoNominato: m.ambitoNominato ?? null,
    firmatarioNome: m.firmatarioNome ?? null,
    firmatarioCognome: m.firmatarioCognome ?? null,
    firmatarioQualifica: m.firmatarioQualifica ?? null,
    firmatarioEmail: m.firmatarioEmail ?? null,
    firmatarioTelefono: m.firmatarioTelefono ?? null,
    nominaDichiarata: m.nominaDichiarata ?? false,
    persone,
    personeNota: m.personeNota.map((p) => ({ ...p, codiceFiscale: normalizzaCodiceFiscale(p.codiceFiscale) })),
    documenti,
  })
  const impossibili = persone.flatMap((p, n): Mancanza[] => {
    const letta = lette.find((x) => x.id === p.id)
    return letta?.codiceFiscaleEsito?.esito === 'impossibile' && letta.codiceFiscale === p.codiceFiscale
      ? [{ regola: 'A2.01', campo: `persone.${n}.codiceFiscale`, messaggio: letta.codiceFiscaleEsito.motivi.join(' ') }]
      : []
  })
  return [...mancanti, ...impossibili]
}

// ---- the parts of the form, as the index and the list of what is missing speak of them

export const parti = [
  { id: 'ambito', titolo: 'L’ambito' },
  { id: 'firma', titolo: 'Chi firma' },
  { id: 'amministratori', titolo: 'Gli amministratori' },
  { id: 'nota', titolo: 'La nota di autorizzazione' },
  { id: 'invio', titolo: 'Controlla e invia' },
] as const
export type Parte = (typeof parti)[number]['id']

export function parteDi(campo: string): Parte {
  if (campo.startsWith('ambito')) return 'ambito'
  if (campo.startsWith('firmatario') || campo === 'documenti.delega') return 'firma'
  if (campo.startsWith('personeNota') || campo === 'documenti.nota') return 'nota'
  return 'amministratori'
}
