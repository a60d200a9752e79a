// Many PDF files in one, to be printed at once. Structure for those who listen to a document stays in the single files: this is for paper.

export interface UnionePdf {
  titolo: string
  quando: Date
  /** Each file begins on a sheet of its own also where one prints on both sides. */
  fronteRetro: boolean
}

/** Between one file and the next whoever else waits has his turn. */
const respiro = () => new Promise<void>((vai) => setImmediate(vai))

export async function unisciPdf(pdf: readonly Uint8Array[], o: UnionePdf): Promise<Uint8Array> {
  // read when it is needed: it is long, and few need it
  const { PDFDocument } = await import('@cantoo/pdf-lib')
  const uno = await PDFDocument.create()
  uno.setTitle(o.titolo)
  uno.setLanguage('it-IT')
  uno.setProducer('Trama')
  uno.setCreationDate(o.quando)
  uno.setModificationDate(o.quando)
  for (const file of pdf) {
    const suo = await PDFDocument.load(file, { updateMetadata: false })
    const pagine = await uno.copyPages(suo, suo.getPageIndices())
    for (const p of pagine) uno.addPage(p)
    const ultima = pagine.at(-1)
    if (o.fronteRetro && ultima && pagine.length % 2 === 1) uno.addPage([ultima.getWidth(), ultima.getHeight()])
    await respiro()
  }
  return uno.save()
}
