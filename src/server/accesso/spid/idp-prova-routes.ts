// The pages of the test identity provider, under /idp-prova: whoever arrives with a request of Trama chooses who to be.
// Plain forms and no state of its own: the request travels in a hidden field and is verified again at each step, so a
// script can do the same posts as a browser (`trama prova accedi`).
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { IdpProva, Persona } from './idp-prova.ts'
import { b64 } from './messaggio.ts'
import { SpidRifiutato } from './motivi.ts'
import { type Campi, campiDi, inviaModulo, inviaPagina, leggiModulo, nascosti } from './pagine.ts'
import { markup } from './xml.ts'

export interface OpzioniIdpProva {
  idp: IdpProva
  /** The demo persons, in the order to show. */
  persone(): Promise<Persona[]>
}

const CAMPI = [
  ['codiceFiscale', 'Codice fiscale', 'text'],
  ['nome', 'Nome', 'text'],
  ['cognome', 'Cognome', 'text'],
  ['dataNascita', 'Data di nascita', 'date'],
  ['luogoNascita', 'Codice catastale del luogo di nascita (ad esempio H501)', 'text'],
  ['email', 'E-mail', 'email'],
  ['telefono', 'Telefono', 'tel'],
] as const

export async function idpProvaRoutes(app: FastifyInstance, { idp, persone }: OpzioniIdpProva): Promise<void> {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, leggiModulo)
  app.setErrorHandler((errore, _request, reply) => {
    if (!(errore instanceof SpidRifiutato)) throw errore
    const corpo = markup`<p class="errore">La richiesta ricevuta non è valida (${errore.message}). Torna alla pagina di accesso e ricomincia.</p>`
    return inviaPagina(reply, { titolo: 'Identità di prova', corpo }, errore.status)
  })

  app.get('/idp-prova/metadata', (_request, reply) => reply.type('application/samlmetadata+xml').send(idp.metadata()))

  app.post('/idp-prova/sso', (request, reply) => scelta(campiDi(request), reply))

  app.post('/idp-prova/accedi', async (request, reply) => {
    const campi = campiDi(request)
    const richiesta = idp.leggiRichiesta(campi.SAMLRequest ?? '')
    if (campi.esito === 'annulla') return rispondi(campi, reply, richiesta.acs, idp.rifiuta(richiesta, 25))
    const persona = await personaDa(campi)
    if (!persona) return scelta(campi, reply, 422)
    return rispondi(campi, reply, richiesta.acs, idp.conferma(richiesta, persona))
  })

  app.post('/idp-prova/logout', (request, reply) => {
    const campi = campiDi(request)
    const { xml, destinazione } = idp.rispondiLogout(campi.SAMLRequest ?? '')
    return rispondi(campi, reply, destinazione, xml)
  })

  /** One of the demo persons by codice fiscale alone, or anyone whose data are all given; else undefined. */
  async function personaDa(campi: Campi): Promise<Persona | undefined> {
    const codiceFiscale = campi.codiceFiscale?.trim().toUpperCase()
    const nota = (await persone()).find((p) => p.codiceFiscale === codiceFiscale)
    const data = { ...nota, ...Object.fromEntries(Object.entries(campi).filter(([, v]) => v?.trim())), codiceFiscale }
    const completa = [...CAMPI.map(([nome]) => nome), 'genere' as const].every((nome) => data[nome])
    return completa ? (data as Persona) : undefined
  }

  async function scelta(campi: Campi, reply: FastifyReply, stato = 200) {
    const { acs } = idp.leggiRichiesta(campi.SAMLRequest ?? '')
    const portati = nascosti({ SAMLRequest: campi.SAMLRequest ?? '', RelayState: campi.RelayState ?? '' })
    const una = (p: Persona) =>
      markup`<li><form method="post" action="/idp-prova/accedi">${portati}<button class="secondario" name="codiceFiscale" value="${p.codiceFiscale}">${p.nome} ${p.cognome}<small>${p.codiceFiscale}${p.nota && ` · ${p.nota}`}</small></button></form></li>`
    const corpo = markup`<p>Questo gestore di identità è finto e serve solo alla dimostrazione: scegli chi essere.</p>
${stato === 422 && markup`<p class="errore" role="alert">Questo codice fiscale non è tra le persone dimostrative: compila tutti i campi qui sotto.</p>`}
<h2>Persone dimostrative</h2>
<ul>${(await persone()).map(una)}</ul>
<details${stato === 422 && ' open'}><summary>Un’altra persona</summary>
<form method="post" action="/idp-prova/accedi">${portati}
${CAMPI.map(([nome, etichetta, tipo]) => markup`<label>${etichetta}<input name="${nome}" type="${tipo}" value="${campi[nome]}" required></label>`)}
<label>Genere<select name="genere"><option>F</option><option>M</option></select></label>
<p><button type="submit">Entra come questa persona</button></p></form></details>
<form method="post" action="/idp-prova/accedi">${portati}<button class="secondario" name="esito" value="annulla">Annulla</button></form>`
    return inviaPagina(reply, { titolo: 'Identità di prova', corpo, verso: acs }, stato)
  }

  const rispondi = (campi: Campi, reply: FastifyReply, destinazione: string, xml: string) =>
    inviaModulo(reply, {
      titolo: 'Stai tornando a Trama',
      destinazione,
      campi: { SAMLResponse: b64(xml), ...(campi.RelayState && { RelayState: campi.RelayState }) },
    })
}
