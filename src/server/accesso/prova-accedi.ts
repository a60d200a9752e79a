// Signs in over HTTP with the test identity provider, as a browser would, for scripts: follows the real forms from
// /spid/login to the session cookie.
import { ErroreDiAvvio } from '../kernel/config.ts'

interface Modulo {
  azione: string
  campi: Record<string, string>
}

const decode = (s: string) =>
  s
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

function primoModulo(html: string): Modulo {
  const form = /<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(html)
  if (!form) throw new ErroreDiAvvio('La pagina di accesso non ha il modulo atteso.')
  const campi: Record<string, string> = {}
  for (const m of form[2]!.matchAll(/<input[^>]*>/g)) {
    const attr = (n: string) => new RegExp(`\\b${n}="([^"]*)"`).exec(m[0])?.[1]
    if (attr('type') === 'hidden' && attr('name')) campi[attr('name')!] = decode(attr('value') ?? '')
  }
  return { azione: decode(form[1]!), campi }
}

/** Returns `nome=valore` of the session cookie. */
export async function accediDiProva(baseUrl: string, codiceFiscale: string): Promise<string> {
  if (!codiceFiscale) throw new ErroreDiAvvio('Indica il codice fiscale: trama -- prova accedi CODICE_FISCALE')
  const jar = new Map<string, string>()
  const go = async (url: string, body?: Record<string, string>) => {
    const r = await fetch(new URL(url, baseUrl), {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([k, v]) => `${k}=${v}`).join('; ') },
      ...(body ? { method: 'POST', body: new URLSearchParams(body) } : {}),
    }).catch(() => {
      throw new ErroreDiAvvio(`Nessun server di Trama risponde a ${baseUrl}: avvialo con npm start.`)
    })
    for (const c of r.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(c) ?? []
      if (name) value ? jar.set(name, value) : jar.delete(name)
    }
    return r
  }
  const { voci } = (await (await go('/spid/idp')).json()) as { voci: { entityId: string }[] }
  const idp = voci.find((v) => v.entityId.startsWith(baseUrl))
  if (!idp) throw new ErroreDiAvvio('Questo server non ha il gestore di identità di prova.')
  const richiesta = primoModulo(await (await go(`/spid/login?idp=${encodeURIComponent(idp.entityId)}`)).text())
  const scelta = primoModulo(await (await go(richiesta.azione, richiesta.campi)).text())
  const risposta = await go('/idp-prova/accedi', { ...scelta.campi, codiceFiscale })
  if (risposta.status !== 200) throw new ErroreDiAvvio('Il codice fiscale non è tra le persone dimostrative.')
  const ritorno = primoModulo(await risposta.text())
  const fine = await go(ritorno.azione, ritorno.campi)
  const sessione = [...jar].find(([k]) => k === 'trama' || k === '__Host-trama')
  if (sessione) return `${sessione[0]}=${sessione[1]}`
  const esito = (await (await go('/spid/esito')).json()) as { titolo: string; testo: string } | null
  throw new ErroreDiAvvio(esito ? `${esito.titolo}. ${esito.testo}` : `Accesso non riuscito (${fine.status}).`)
}
