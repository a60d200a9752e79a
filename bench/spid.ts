// The SPID login, in process, with the real service provider and the test identity provider: what it costs beyond the
// verification of the signatures (timed apart, on the same response), against the request of the home page. The person is
// of a median ambito: in the largest the home page costs more, and the comparison would be easier.
import type { LightMyRequestResponse } from 'fastify'
import { leggiIdp } from '../src/server/accesso/spid/idp-metadata.ts'
import { apriRisposta } from '../src/server/accesso/spid/risposta.ts'
import { contenutoFirmato, figlio } from '../src/server/accesso/spid/xml.ts'
import { spid } from '../src/server/accesso/spid-login.ts'
import { buildApp } from '../src/server/app.ts'
import { leggiConfigurazione } from '../src/server/kernel/config.ts'
import { moduli } from '../src/server/modules.ts'
import { calcolaCodiceFiscale } from '../src/shared/kernel/codice-fiscale.ts'
import { type Ambiente, type Esito, mediana, proprietario } from './ambiente.ts'
import { MEDIANO } from './data.ts'

const GIRI = 60
const BASE = 'http://localhost:3000'

const persona = {
  nome: 'Bruna',
  cognome: 'Sintetica',
  dataNascita: '1980-05-06',
  luogoNascita: 'H501',
  genere: 'F' as const,
  email: 'bruna@example.it',
  telefono: '3331234567',
}
const codiceFiscale = calcolaCodiceFiscale({ ...persona, belfiore: persona.luogoNascita })

/** The form that a page posts by itself. */
function modulo(html: string) {
  const m = /<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(html)!
  const campi = [...m[2]!.matchAll(/name="([^"]+)"[^>]*value="([^"]*)"/g)].map((x) => [x[1]!, x[2]!] as const)
  return { url: m[1]!.replace(BASE, ''), campi: Object.fromEntries(campi) as Record<string, string> }
}

export async function accessoSpid({ base, cartella }: Ambiente): Promise<Esito[]> {
  await proprietario(base.urlProprietario, (o) =>
    o.query(
      `with u as (insert into utente (ambito_id, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id, genere, stato)
         select md5('ambito ${MEDIANO}')::uuid, $1, 'Sintetica', 'Bruna', '1980-05-06', 'H501', 'F', 'inserito' returning id, ambito_id)
       insert into assegnazione (ambito_id, utente_id, ruolo_id, dal, stato)
         select ambito_id, id, 'amministratore-ambito', '2019-06-01', 'abilitata' from u`,
      [codiceFiscale],
    ),
  )
  const config = { ...leggiConfigurazione({ TRAMA_BASE_URL: BASE }), datiDir: cartella, idpProva: true }
  const persone = async () => [{ ...persona, codiceFiscale }]
  const app = await buildApp({
    deps: base.deps,
    moduli,
    senzaLimiti: true,
    altre: (a) => spid(base.deps, { config, persone })(a),
  })
  const cookie = new Map<string, string>()
  const vai = async (url: string, campi?: Record<string, string>): Promise<[LightMyRequestResponse, number]> => {
    const t = performance.now()
    const r = await app.inject({
      method: campi ? 'POST' : 'GET',
      url,
      headers: {
        cookie: [...cookie].map(([k, v]) => `${k}=${v}`).join('; '),
        ...(campi ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(campi ? { payload: new URLSearchParams(campi).toString() } : {}),
    })
    const ms = performance.now() - t
    for (const c of r.cookies) c.value ? cookie.set(c.name, c.value) : cookie.delete(c.name)
    return [r, ms]
  }
  try {
    const [idp] = leggiIdp((await vai('/idp-prova/metadata'))[0].body)
    const tempi = { richiesta: [] as number[], ritorno: [] as number[], firme: [] as number[], casa: [] as number[] }
    for (let i = 0; i < GIRI; i++) {
      const [partenza, msRichiesta] = await vai(`/spid/login?idp=${encodeURIComponent(idp!.entityId)}&ritorno=/`)
      const { campi } = modulo(partenza.body)
      const { url, campi: risposta } = modulo((await vai('/idp-prova/accedi', { ...campi, codiceFiscale }))[0].body)
      const [arrivo, msRitorno] = await vai(url, risposta)
      if (arrivo.statusCode !== 303 || arrivo.headers.location !== '/') throw new Error(`accesso: ${arrivo.body}`)
      const messaggio = apriRisposta(risposta.SAMLResponse!)
      const asserzione = figlio(messaggio.radice, 'saml:Assertion', 'asserzione-assente')
      const t = performance.now()
      contenutoFirmato(messaggio.testo, messaggio.radice, idp!.certificati, 'firma-risposta-assente')
      contenutoFirmato(messaggio.testo, asserzione, idp!.certificati, 'firma-asserzione-assente')
      const msFirme = performance.now() - t
      const [casa, msCasa] = await vai('/api/sessione')
      if (casa.statusCode !== 200) throw new Error(`sessione: ${casa.body}`)
      // the first rounds warm the code up
      if (i < 10) continue
      tempi.richiesta.push(msRichiesta)
      tempi.ritorno.push(msRitorno)
      tempi.firme.push(msFirme)
      tempi.casa.push(msCasa)
    }
    const [richiesta, ritorno, firme, casa] = [tempi.richiesta, tempi.ritorno, tempi.firme, tempi.casa].map(
      mediana,
    ) as [number, number, number, number]
    const ms = (v: number) => `${v.toLocaleString('it-IT', { maximumFractionDigits: 1 })} ms`
    const x = (v: number) => `${(v / casa).toLocaleString('it-IT', { maximumFractionDigits: 2 })} ×`
    return [
      { misura: 'Richiesta della pagina iniziale', valore: ms(casa), soglia: '' },
      { misura: 'Verifica delle due firme', valore: ms(firme), soglia: '' },
      {
        misura: 'Ritorno dal gestore (/spid/acs), oltre la verifica delle firme',
        valore: `${ms(ritorno - firme)}: ${x(ritorno - firme)}`,
        soglia: '≤ 2 × la pagina iniziale',
        rispettata: ritorno - firme <= 2 * casa,
      },
      {
        misura: 'Andata e ritorno (/spid/login, che firma la richiesta, più /spid/acs), oltre la verifica delle firme',
        valore: `${ms(richiesta + ritorno - firme)}: ${x(richiesta + ritorno - firme)}`,
        soglia: '≤ 2 × la pagina iniziale',
        rispettata: richiesta + ritorno - firme <= 2 * casa,
      },
    ]
  } finally {
    await app.close()
  }
}
