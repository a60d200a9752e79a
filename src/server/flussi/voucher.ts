// A PDND voucher (pattern AUTH_REST_01): a signed token of type at+jwt that PDND gave to INPS for one e-service and one purpose.
// It may be used until it expires, as often as one likes: its identifier is written in the register, and not spent.
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { Rifiuto } from '../../shared/flussi/cooperazione.rules.ts'

/** Not let in: the reason is for the register and for who runs the ente. */
export class NonAmmesso extends Error {
  readonly motivo: Rifiuto
  constructor(motivo: Rifiuto) {
    super(motivo)
    this.motivo = motivo
  }
}

export interface Pdnd {
  emittente: string
  chiavi: JWTVerifyGetKey
}

export interface Voucher {
  id: string
  finalita: string
}

/** Asymmetric, and of those that RFC 8725 leaves: what PDND uses is RS256. */
const ALGORITMI = ['RS256', 'RS512', 'PS256', 'ES256']
/** Two clocks. */
const TOLLERANZA = 10

export async function verificaVoucher(
  autorizzazione: string | undefined,
  atteso: { audience: string; finalita: readonly string[]; adesso: Date },
  pdnd: Pdnd | undefined,
): Promise<Voucher> {
  if (!pdnd) throw new NonAmmesso('chiavi-non-disponibili')
  const token = /^Bearer +(\S+)$/i.exec(autorizzazione ?? '')?.[1]
  if (!token) throw new NonAmmesso('voucher-assente')
  try {
    const { payload } = await jwtVerify(token, pdnd.chiavi, {
      issuer: pdnd.emittente,
      audience: atteso.audience,
      algorithms: ALGORITMI,
      typ: 'at+jwt',
      requiredClaims: ['exp', 'iat', 'jti', 'purposeId'],
      clockTolerance: TOLLERANZA,
      currentDate: atteso.adesso,
    })
    const { jti, purposeId } = payload
    if (typeof jti !== 'string' || typeof purposeId !== 'string') throw new NonAmmesso('voucher-incompleto')
    if ((payload.iat ?? 0) * 1000 > atteso.adesso.getTime() + TOLLERANZA * 1000)
      throw new NonAmmesso('voucher-non-ancora-valido')
    if (!atteso.finalita.includes(purposeId)) throw new NonAmmesso('finalita-diversa')
    return { id: jti, finalita: purposeId }
  } catch (e) {
    throw e instanceof NonAmmesso ? e : new NonAmmesso(motivoDi(e))
  }
}

const perDato: Readonly<Record<string, Rifiuto>> = {
  iss: 'emittente-diverso',
  aud: 'voucher-di-altri',
  nbf: 'voucher-non-ancora-valido',
  typ: 'voucher-di-altro-tipo',
}

function motivoDi(e: unknown): Rifiuto {
  if (e instanceof errors.JWTExpired) return 'voucher-scaduto'
  if (e instanceof errors.JWTClaimValidationFailed) return perDato[e.claim] ?? 'voucher-incompleto'
  if (e instanceof errors.JOSEAlgNotAllowed) return 'algoritmo-non-ammesso'
  if (e instanceof errors.JWKSNoMatchingKey || e instanceof errors.JWKSMultipleMatchingKeys) return 'chiave-sconosciuta'
  if (e instanceof errors.JWSSignatureVerificationFailed) return 'firma-non-valida'
  if (e instanceof errors.JWSInvalid || e instanceof errors.JWTInvalid || e instanceof errors.JOSENotSupported)
    return 'voucher-illeggibile'
  // the address does not answer, or answers something else
  return 'chiavi-non-disponibili'
}
