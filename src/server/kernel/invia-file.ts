// A file as the reply of a request: its name, what a browser may do with it (nothing), and, where the bytes can be given
// from any point, the part that was asked for (RFC 9110, §14): a download that broke goes on from where it was.
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FileReply } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'

export interface Intervallo {
  /** First and last byte, both included. */
  da: number
  a: number
}

/**
 * What a Range header asks of `bytes` bytes: a part, the whole, or something that is not there. Several parts at once
 * may be answered with the whole, and so they are: no browser asks for them.
 */
export function intervalloChiesto(range: string | undefined, bytes: number): Intervallo | 'intero' | 'fuori' {
  const m = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(range?.trim() ?? '')
  if (!m || (m[1] === '' && m[2] === '')) return 'intero'
  if (m[1] === '') {
    // the last so many
    const ultimi = Number(m[2])
    return ultimi === 0 ? 'fuori' : { da: Math.max(0, bytes - ultimi), a: bytes - 1 }
  }
  const da = Number(m[1])
  if (m[2] !== '' && Number(m[2]) < da) return 'intero'
  if (da >= bytes) return 'fuori'
  return { da, a: m[2] === '' ? bytes - 1 : Math.min(Number(m[2]), bytes - 1) }
}

const testo = (v: string | string[] | undefined) => (typeof v === 'string' ? v : undefined)

/** The part to send; undefined for the whole. A validator that is no longer ours means: send all of it again. */
function parteChiesta(request: FastifyRequest, reply: FastifyReply, etag: string, bytes: number) {
  reply.header('accept-ranges', 'bytes').header('etag', etag)
  const seStesso = testo(request.headers['if-range'])
  if (seStesso !== undefined && seStesso !== etag) return undefined
  const i = intervalloChiesto(testo(request.headers.range), bytes)
  if (i === 'intero') return undefined
  if (i === 'fuori') {
    reply.header('content-range', `bytes */${bytes}`)
    throw problem('intervallo-non-valido')
  }
  return i
}

export async function inviaFile(request: FastifyRequest, reply: FastifyReply, file: FileReply) {
  const { parti, bytes } = file
  const parte = parti && bytes !== undefined ? parteChiesta(request, reply, parti.etag, bytes) : undefined
  const contenuto = parte
    ? parti!.leggi(parte.da, parte.a)
    : typeof file.contenuto === 'function'
      ? await file.contenuto()
      : file.contenuto
  const ascii = file.nome.normalize('NFD').replace(/[^\w. -]/g, '')
  reply
    .header(
      'content-disposition',
      `${file.inLinea ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(file.nome)}`,
    )
    .header('cache-control', 'no-store')
    // whatever it is, it is not a page of ours: no scripts, no origin, nothing loaded
    .header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'")
    .type(file.tipo)
  if (parte) reply.code(206).header('content-range', `bytes ${parte.da}-${parte.a}/${bytes}`)
  const lunghezza = parte ? parte.a - parte.da + 1 : bytes
  if (lunghezza !== undefined) reply.header('content-length', lunghezza)
  return reply.send(contenuto instanceof Uint8Array ? Buffer.from(contenuto) : Readable.from(contenuto))
}
