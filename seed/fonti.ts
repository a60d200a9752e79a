// The papers of the demonstration: real files of the right type, with synthetic content that says so.

/** A one-page PDF with a few lines of text. */
export function pdf(...righe: string[]): Uint8Array {
  const testo = righe
    .map(
      (r, i) =>
        `BT /F1 12 Tf 60 ${780 - i * 22} Td (${r
          .normalize('NFD')
          .replace(/[^\x20-\x7e]/g, '')
          .replace(/[()\\]/g, '\\$&')}) Tj ET`,
    )
    .join('\n')
  const parti = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${testo.length} >>\nstream\n${testo}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let out = '%PDF-1.4\n'
  const offsets = parti.map((p, i) => {
    const at = out.length
    out += `${i + 1} 0 obj\n${p}\nendobj\n`
    return at
  })
  const xref = out.length
  out += `xref\n0 ${parti.length + 1}\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, '0')} 00000 n \n`).join('')}`
  out += `trailer\n<< /Size ${parti.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`
  return Buffer.from(out, 'latin1')
}

/** A certified-mail message as the ministry's mailbox would keep it. */
export function eml(data: Date, mittente: string, oggetto: string, testo: string): Uint8Array {
  return Buffer.from(
    [
      `From: "Per conto di: ${mittente}" <posta-certificata@pec.example.it>`,
      'To: accreditamento@pec.example.it',
      `Subject: POSTA CERTIFICATA: ${oggetto}`,
      `Date: ${data.toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <opec.${data.getTime()}@pec.example.it>`,
      'X-Trasporto: posta-certificata',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      testo,
      '',
    ].join('\r\n'),
  )
}
