// What a PDF says, as a reader would take it: by the same library that shows it on the pages.
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** The text of all the pages, how many they are, and what the file says of itself. */
export async function leggiPdf(bytes: Uint8Array): Promise<{ pagine: number; testo: string; metadati: string }> {
  const lettura = getDocument({ data: new Uint8Array(bytes), useSystemFonts: true, verbosity: 0 })
  const pdf = await lettura.promise
  const testi: string[] = []
  for (let n = 1; n <= pdf.numPages; n++) {
    const { items } = await (await pdf.getPage(n)).getTextContent()
    testi.push(items.map((i) => ('str' in i ? i.str + (i.hasEOL ? '\n' : '') : '')).join(''))
  }
  const pagine = pdf.numPages
  const metadati = JSON.stringify(await pdf.getMetadata())
  await lettura.destroy()
  return { pagine, metadati, testo: testi.join('\n') }
}
