// The key pair with which the service provider signs (and the provider of the demonstration): given by the configuration (PEM
// text or path), or made once and kept in a folder, readable by the owner alone. Production uses a certificate of AgID's profile (Avviso 29): the one
// made here has that profile too, so that a body may start from it.
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { certificatoSp, type ProfiloCertificato } from './x509.ts'
import type { Chiavi } from './xml.ts'

const comePem = (pemOPercorso: string, cosa: string): string => {
  if (pemOPercorso.includes('-----BEGIN ')) return pemOPercorso
  try {
    return readFileSync(pemOPercorso, 'utf8')
  } catch (errore) {
    throw new Error(`Non riesco a leggere ${cosa} di SPID da «${pemOPercorso}»: ${(errore as Error).message}`)
  }
}

/** Reads and checks a pair; what is wrong is said in one sentence. */
export function caricaChiavi(chiave: string, certificato: string): Chiavi {
  const chiavi = { chiave: comePem(chiave, 'la chiave'), certificato: comePem(certificato, 'il certificato') }
  try {
    const privata = createPrivateKey(chiavi.chiave)
    const x509 = new X509Certificate(chiavi.certificato)
    if (privata.asymmetricKeyType !== 'rsa' || privata.asymmetricKeyDetails!.modulusLength! < 2048)
      throw new Error('serve una chiave RSA di almeno 2048 bit')
    if (!x509.checkPrivateKey(privata)) throw new Error('il certificato non è quello della chiave')
    return chiavi
  } catch (errore) {
    throw new Error(`La chiave o il certificato di SPID non sono utilizzabili: ${(errore as Error).message}`)
  }
}

export function generaChiavi(profilo: ProfiloCertificato, adesso = new Date()): Chiavi {
  const { privateKey: chiave } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { chiave, certificato: certificatoSp(chiave, profilo, adesso) }
}

/** The pair of the folder; on the first start it is made. */
export function chiaviInCartella(cartella: string, profilo: ProfiloCertificato, adesso = new Date()): Chiavi {
  const [chiave, certificato] = [join(cartella, 'spid-chiave.pem'), join(cartella, 'spid-certificato.pem')]
  if (!existsSync(chiave)) {
    const nuove = generaChiavi(profilo, adesso)
    mkdirSync(cartella, { recursive: true })
    // the certificate first: a start interrupted in between leaves no key without its certificate
    writeFileSync(certificato, nuove.certificato)
    writeFileSync(chiave, nuove.chiave, { mode: 0o600, flag: 'wx' })
  }
  return caricaChiavi(chiave, certificato)
}
