// The few HTML pages that SAML itself needs, before and beside the web application: plain, accessible, without anything
// to load. The one script they may carry runs by nonce, so that the page holds under the strictest content policy.
import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Markup, markup } from './xml.ts'

const STILE = markup`body{font:1.125rem/1.5 "Titillium Web",system-ui,sans-serif;color:#17324d;max-width:40rem;margin:2rem auto;padding:0 1rem}h1{font-size:1.75rem}button{font:inherit;font-weight:600;color:#fff;background:#06c;border:0;border-radius:4px;padding:.75rem 1.5rem;margin:.25rem 0}button.secondario{color:#06c;background:#fff;box-shadow:inset 0 0 0 2px #06c}button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible{outline:3px solid #f90;outline-offset:2px}label{display:block;margin-top:.75rem;font-weight:600}input,select{font:inherit;width:100%;padding:.5rem;border:1px solid #5d7083;border-radius:4px;box-sizing:border-box}ul{list-style:none;padding:0}li form{margin:.5rem 0}li button{width:100%;text-align:left}small{display:block;font-weight:400}summary{cursor:pointer;padding:.5rem 0}.errore{border-left:4px solid #cc334d;padding-left:1rem}`

/** Sends a page. `verso` is where its forms may post, besides our own origin. */
export function inviaPagina(
  reply: FastifyReply,
  pagina: { titolo: string; corpo: Markup; verso?: string; script?: Markup },
  stato = 200,
) {
  const nonce = randomBytes(16).toString('base64')
  // https: because a provider answers the post with redirects of its own, and Chromium applies form-action to them too
  const forme = pagina.verso ? `'self' https: ${new URL(pagina.verso).origin}` : "'self'"
  return reply
    .code(stato)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; form-action ${forme}; base-uri 'none'; frame-ancestors 'none'`,
    )
    .send(
      markup`<!doctype html>
<html lang="it">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${pagina.titolo}</title><style nonce="${nonce}">${STILE}</style></head>
<body><main><h1>${pagina.titolo}</h1>
${pagina.corpo}
</main>${pagina.script && markup`<script nonce="${nonce}">${pagina.script}</script>`}</body>
</html>
`.testo,
    )
}

/** Carries a SAML message across the browser with the HTTP-POST binding; without scripts, with one press. */
export const inviaModulo = (
  reply: FastifyReply,
  modulo: { titolo: string; destinazione: string; campi: Record<string, string> },
) =>
  inviaPagina(reply, {
    titolo: modulo.titolo,
    verso: modulo.destinazione,
    corpo: markup`<form method="post" action="${modulo.destinazione}">
${nascosti(modulo.campi)}
<p>Se la pagina non cambia da sola, premi «Prosegui».</p>
<button type="submit">Prosegui</button>
</form>`,
    script: markup`document.forms[0].submit()`,
  })

export const nascosti = (campi: Record<string, string>): Markup =>
  markup`${Object.entries(campi).map(([nome, valore]) => markup`<input type="hidden" name="${nome}" value="${valore}">`)}`

/** The fields of a form posted by a browser. */
export type Campi = Record<string, string | undefined>
export const campiDi = (request: FastifyRequest): Campi => (request.body ?? {}) as Campi

/** Parser of `application/x-www-form-urlencoded` bodies, for the plugin that registers it and no other. */
export const leggiModulo = (_richiesta: unknown, corpo: string | Buffer, fatto: (e: null, c: Campi) => void) =>
  fatto(null, Object.fromEntries(new URLSearchParams(String(corpo))))
