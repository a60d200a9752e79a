import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { completo, leggiMessaggio } from '../kernel/messaggio.ts'
import { notaPec } from './richieste-ambito.fixture.ts'

const leggi = (...righe: string[]) => leggiMessaggio(Buffer.from(righe.join('\r\n')))

describe('a message', () => {
  test('of certified mail gives the envelope, the original inside it and the names of the attachments', () => {
    expect(leggiMessaggio(notaPec)).toEqual({
      mittente: 'posta-certificata@pec.example.it',
      data: '2026-03-02T08:30:00.000Z',
      oggetto: 'CONSEGNA: Nota di autorizzazione',
      messageId: '<opec1.20260302@pec.example.it>',
      postaCertificata: true,
      originale: {
        mittente: 'Comune capofila è qui <protocollo@pec.comune.example.it>',
        data: '2026-03-02T08:29:00.000Z',
        oggetto: 'Nota di autorizzazione',
        messageId: '<nota@pec.comune.example.it>',
      },
      allegati: ['postacert.eml', 'nota firmatà.pdf'],
    })
  })

  test('is read with folded headers, several encoded words, raw UTF-8 and names in pieces', () => {
    const m = leggi(
      'From: "Ufficio',
      '\tprotocollo" <a@example.it>',
      'Date: Mon, 2 Mar 2026 09:29:00 +0100 (CET)',
      'Subject: =?iso-8859-1?Q?Citt=E0_di?= =?utf-8?B?IE5vdGE=?= perché',
      'Content-Type: multipart/mixed;',
      ' boundary="a;b"',
      '',
      'preambolo --a;b non a capo',
      '--a;b',
      "Content-Disposition: attachment; filename*0*=utf-8''Carta%20; filename*1=identit; filename*2*=%C3%A0.pdf",
      '',
      'x',
      '--a;b',
      'Content-Type: image/png; name="=?utf-8?Q?foto_=C3=A8.png?="',
      '',
      'x',
      '--a;b--',
      '--a;b',
      'Content-Type: image/png; name=dopo-la-fine.png',
      '',
    )
    expect(m).toMatchObject({
      mittente: '"Ufficio\tprotocollo" <a@example.it>'.replace('\t', ' '),
      data: '2026-03-02T08:29:00.000Z',
      oggetto: 'Città di Nota perché',
      postaCertificata: false,
      originale: null,
      allegati: ['Carta identità.pdf', 'foto è.png'],
    })
  })

  test('without a sender or a date is no evidence; control characters never come out', () => {
    expect(completo(leggi('From: a@example.it', 'Date: ieri', '', ''))).toBe(false)
    expect(completo(leggi('Date: Mon, 2 Mar 2026 09:29:00 +0100', '', ''))).toBe(false)
    expect(leggi('Subject: =?utf-8?Q?a=0D=0ABcc:_x?=', '', '').oggetto).toBe('a Bcc: x')
  })

  test('cannot make the reader recurse or swell: parts, depth and lengths are bounded', () => {
    const annidato = (n: number): string =>
      n === 0
        ? 'Content-Type: image/png; name=fondo.png\r\n\r\nx'
        : `Content-Type: message/rfc822; name=m${n}.eml\r\n\r\n${annidato(n - 1)}`
    expect(leggiMessaggio(Buffer.from(annidato(50))).allegati.length).toBeLessThan(10)
    const parti = `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: a/b; name=x\r\n\r\n'.repeat(5000)}--b--`
    expect(leggiMessaggio(Buffer.from(parti)).allegati.length).toBeLessThan(100)
    expect(leggi(`Subject: ${'a'.repeat(100_000)}`, '', '').oggetto!.length).toBeLessThanOrEqual(500)
  })

  test('whatever the bytes, it is read without failing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.string({ maxLength: 200 }), (bytes, testo) => {
        leggiMessaggio(bytes)
        leggiMessaggio(Buffer.from(`Content-Type: multipart/mixed; boundary=${testo}\r\n\r\n--${testo}\r\n${testo}`))
        leggiMessaggio(Buffer.from(`From: ${testo}\r\nSubject: =?${testo}?Q?${testo}?=\r\nDate: ${testo}\r\n\r\n`))
      }),
    )
  })
})
