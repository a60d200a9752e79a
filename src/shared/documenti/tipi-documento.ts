// The kinds of file that a folder takes: how each is called, which names it may have, whether a page can show it.
// HTML and SVG are not among them: they are programs, and a page of ours must never run one.

interface TipoDocumento {
  /** Italian name, with its article: «un PDF». */
  nome: string
  mime: string
  /** Lower case, without the dot; a name with another ending is not believed. */
  estensioni: readonly string[]
  anteprima?: 'pdf' | 'immagine'
}

export const tipiDocumento = {
  pdf: { nome: 'un PDF', mime: 'application/pdf', estensioni: ['pdf'], anteprima: 'pdf' },
  p7m: { nome: 'un file firmato (.p7m)', mime: 'application/pkcs7-mime', estensioni: ['p7m'] },
  eml: { nome: 'un messaggio di posta (.eml)', mime: 'message/rfc822', estensioni: ['eml'] },
  jpg: { nome: 'un’immagine JPG', mime: 'image/jpeg', estensioni: ['jpg', 'jpeg'], anteprima: 'immagine' },
  png: { nome: 'un’immagine PNG', mime: 'image/png', estensioni: ['png'], anteprima: 'immagine' },
  webp: { nome: 'un’immagine WebP', mime: 'image/webp', estensioni: ['webp'], anteprima: 'immagine' },
  gif: { nome: 'un’immagine GIF', mime: 'image/gif', estensioni: ['gif'], anteprima: 'immagine' },
  tif: { nome: 'un’immagine TIFF', mime: 'image/tiff', estensioni: ['tif', 'tiff'] },
  heic: { nome: 'una foto HEIC', mime: 'image/heic', estensioni: ['heic', 'heif'] },
  docx: {
    nome: 'un documento Word',
    mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    estensioni: ['docx'],
  },
  xlsx: {
    nome: 'un foglio Excel',
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    estensioni: ['xlsx'],
  },
  pptx: {
    nome: 'una presentazione PowerPoint',
    mime: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    estensioni: ['pptx'],
  },
  // one container for the three: only the name tells them apart
  cfb: { nome: 'un vecchio file di Office', mime: 'application/x-cfb', estensioni: ['doc', 'xls', 'ppt', 'msg'] },
  odt: { nome: 'un documento ODF', mime: 'application/vnd.oasis.opendocument.text', estensioni: ['odt'] },
  ods: { nome: 'un foglio ODF', mime: 'application/vnd.oasis.opendocument.spreadsheet', estensioni: ['ods'] },
  odp: { nome: 'una presentazione ODF', mime: 'application/vnd.oasis.opendocument.presentation', estensioni: ['odp'] },
  rtf: { nome: 'un documento RTF', mime: 'application/rtf', estensioni: ['rtf'] },
  txt: { nome: 'un testo', mime: 'text/plain', estensioni: ['txt'] },
} as const satisfies Record<string, TipoDocumento>

export type NomeTipoDocumento = keyof typeof tipiDocumento

const perMime = new Map<string, TipoDocumento>(Object.values(tipiDocumento).map((t) => [t.mime, t]))
export const tipoDalMime = (mime: string): TipoDocumento | undefined => perMime.get(mime)

export const estensioniAmmesse: readonly string[] = Object.values<TipoDocumento>(tipiDocumento).flatMap((t) =>
  t.estensioni.map((e) => `.${e}`),
)

export const estensioneDi = (nome: string): string => /\.([^.]{1,8})$/.exec(nome)?.[1]?.toLowerCase() ?? ''

/** What is wrong between the name and the content of a file, in words; null when they agree. */
export function discordanza(nome: string, tipo: NomeTipoDocumento): string | null {
  const t: TipoDocumento = tipiDocumento[tipo]
  const estensione = estensioneDi(nome)
  if (t.estensioni.includes(estensione)) return null
  const comeSiChiama = estensione ? `Il nome finisce per «.${estensione}»` : 'Il nome non dice che file è'
  return `${comeSiChiama}, ma il contenuto è ${t.nome}: il file è stato rinominato o è rovinato. Aprilo, salvalo di nuovo e carica quello.`
}
