// The text of a scheme of adhesion: headings, paragraphs and lists, with {{segnaposti}} that the product fills in. What
// is not known yet becomes a line to write on. The result is one page of HTML that prints clean and needs nothing else.

/** What a scheme may ask to be filled in. */
export const segnaposti = [
  'ente',
  'ambito',
  'capofila',
  'regione',
  'provincia',
  'istat',
  'controparte',
  // the ambito to which an act entrusts a work
  'affidatario',
  'anno',
  'firmatario',
  'luogo',
  'data',
] as const
export type Segnaposto = (typeof segnaposti)[number]

const trovati = /\{\{\s*(\p{L}+)\s*\}\}/gu

/** Those that the product cannot fill in: a scheme with one of them is not accepted. */
export const segnapostiIgnoti = (testo: string): string[] => [
  ...new Set(
    [...testo.matchAll(trovati)].map((m) => m[1]!).filter((n) => !(segnaposti as readonly string[]).includes(n)),
  ),
]

export const compila = (testo: string, valori: Record<Segnaposto, string | null>): string =>
  testo.replace(trovati, (intero, nome: string) =>
    (segnaposti as readonly string[]).includes(nome) ? (valori[nome as Segnaposto] ?? '______________') : intero,
  )

const inHtml = (s: string) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function blocco(b: string): string {
  const righe = b.split('\n')
  if (righe.every((r) => r.startsWith('- ')))
    return `<ul>${righe.map((r) => `<li>${inHtml(r.slice(2))}</li>`).join('')}</ul>`
  const titolo = /^(#{1,3}) (.*)$/.exec(b)
  if (titolo) return `<h${titolo[1]!.length}>${inHtml(titolo[2]!)}</h${titolo[1]!.length}>`
  return `<p>${righe.map(inHtml).join('<br>')}</p>`
}

export const paginaStampabile = (titolo: string, testo: string, nota: string): string => `<!doctype html>
<html lang="it">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${inHtml(titolo)}</title>
<style>
@page { size: A4; margin: 2.5cm }
body { font: 12pt/1.5 serif; max-width: 17cm; margin: 1cm auto; padding: 0 0.5cm; color: #000; background: #fff }
h1 { font-size: 17pt; text-align: center; line-height: 1.25 }
h2 { font-size: 13pt; break-after: avoid }
p, li { orphans: 3; widows: 3 }
footer { margin-top: 2cm; font-size: 9pt; color: #444 }
</style>
</head>
<body>
${testo
  .split(/\n{2,}/)
  .map((b) => b.trim())
  .filter((b) => b !== '')
  .map(blocco)
  .join('\n')}
<footer>${inHtml(nota)}</footer>
</body>
</html>
`
