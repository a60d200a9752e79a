// A request of accreditation as its tests fill it in: over HTTP, with real files.
import { randomUUID } from 'node:crypto'
import { type Persona, persona } from '../../../test/support/accreditamento.ts'
import { type Ambito, anonimo, type CallOptions, type TestApp } from '../../../test/support/app.ts'
import { richiestaPubblicaApi } from '../../shared/accreditamento/richieste-ambito.api.ts'
import type { TipoDocumento } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import type { Endpoint, Input, Output } from '../../shared/kernel/endpoint.ts'

/** The smallest image there is. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

/** A delivery receipt of certified mail, the note inside it. */
export const notaPec = Buffer.from(
  [
    'Return-Path: <posta-certificata@pec.example.it>',
    'X-Ricevuta: avvenuta-consegna',
    'From: posta-certificata@pec.example.it',
    'Date: Mon, 2 Mar 2026 09:30:00 +0100',
    'Subject: CONSEGNA: Nota di autorizzazione',
    'Message-ID: <opec1.20260302@pec.example.it>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="esterno"',
    '',
    '--esterno',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Il messaggio e stato consegnato.',
    '--esterno',
    'Content-Type: message/rfc822; name="postacert.eml"',
    'Content-Disposition: attachment; filename="postacert.eml"',
    '',
    'From: =?utf-8?Q?Comune_capofila_=C3=A8_qui?= <protocollo@pec.comune.example.it>',
    'Date: Mon, 2 Mar 2026 09:29:00 +0100',
    'Subject: =?utf-8?B?Tm90YSBkaSBhdXRvcml6emF6aW9uZQ==?=',
    'Message-ID: <nota@pec.comune.example.it>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="interno"',
    '',
    '--interno',
    'Content-Type: application/pdf',
    "Content-Disposition: attachment; filename*=UTF-8''nota%20firmat%C3%A0.pdf",
    '',
    'x',
    '--interno--',
    '--esterno--',
    '',
  ].join('\r\n'),
)

type Dati = Input<typeof richiestaPubblicaApi.salva>

let richiedenti = 0
/** A network of his own: what one address has used today is no other test's business. */
const nuovaRete = () => {
  richiedenti++
  return `10.${richiedenti >> 16}.${(richiedenti >> 8) & 255}.${richiedenti & 255}`
}

/** The applicant, with the secret of his draft. */
export class Richiedente {
  readonly chiave: string
  readonly ricevuta: string
  readonly id: string
  readonly rete: string
  readonly #t: TestApp
  constructor(t: TestApp, creata: Output<typeof richiestaPubblicaApi.crea>, rete: string) {
    this.#t = t
    this.rete = rete
    this.chiave = creata.chiave
    this.ricevuta = creata.ricevuta
    this.id = creata.id
  }
  static async comincia(t: TestApp, rete = nuovaRete()) {
    return new Richiedente(t, await anonimo(t).call(richiestaPubblicaApi.crea, {}, { da: rete }), rete)
  }
  call<E extends Endpoint>(e: E, input: Input<E>, options: CallOptions = {}): Promise<Output<E>> {
    return anonimo(this.#t).call(e, input, { ...options, da: this.rete, headers: { 'trama-chiave': this.chiave } })
  }
  leggi = () => this.call(richiestaPubblicaApi.leggi, {})
  salva = (d: Dati) => this.call(richiestaPubblicaApi.salva, d)
  invia = () => this.call(richiestaPubblicaApi.invia, {})
  carica(tipo: TipoDocumento, file: Buffer, personaId?: string, nome = `${tipo}.bin`) {
    const input = { tipo, nome, ...(personaId ? { persona: personaId } : {}) }
    return this.call(richiestaPubblicaApi.carica, input as Input<typeof richiestaPubblicaApi.carica>, { file })
  }
}

export const nelModulo = (p: Persona, id: string = randomUUID()): Dati['persone'][number] => ({
  id,
  codiceFiscale: p.codiceFiscale,
  nome: p.nome,
  cognome: p.cognome,
  dataNascita: p.dataNascita,
  luogoNascitaId: p.luogoNascita,
  genere: p.genere,
  email: 'amministratore@example.it',
  telefono: '06 1234567',
})
export const nellaNota = (p: Persona) => ({ codiceFiscale: p.codiceFiscale, nominativo: `${p.cognome} ${p.nome}` })

/** A complete form for these persons. */
export const modulo = (a: Ambito | null, persone: Persona[], altro: Partial<Dati> = {}): Dati => ({
  ambitoId: a?.id ?? null,
  firmatarioNome: 'Ada',
  firmatarioCognome: 'Legale',
  firmatarioQualifica: 'legale-rappresentante',
  // a mailbox of his own: of what has been confirmed to it shortly before there is no second confirmation
  firmatarioEmail: `ada.${randomUUID()}@example.it`,
  nominaDichiarata: true,
  persone: persone.map((p) => nelModulo(p)),
  personeNota: persone.map(nellaNota),
  ...altro,
})

/** Saved with every document, not yet sent. */
export async function pronta(t: TestApp, dati: Dati, rete?: string): Promise<Richiedente> {
  const r = await Richiedente.comincia(t, rete)
  await r.salva(dati)
  await r.carica('nota', notaPec, undefined, 'nota.eml')
  for (const p of dati.persone) {
    await r.carica('documento-identita', png, p.id)
    await r.carica('codice-fiscale', pdf, p.id)
  }
  return r
}

export async function inviata(t: TestApp, a: Ambito | null, persone = [persona()], altro: Partial<Dati> = {}) {
  const r = await pronta(t, modulo(a, persone, altro))
  await r.invia()
  return r
}
