// The library that reads PDFs, loaded where it is needed, and a file opened with it.
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist'
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { testoDelPdf } from './testo-pdf.ts'

GlobalWorkerOptions.workerSrc = worker

export const apriPdf = (sorgente: { url: string } | { data: Uint8Array }): Promise<PDFDocumentProxy> =>
  getDocument({ ...sorgente, enableXfa: false }).promise

/** As `testoDelPdf`, of a file that has arrived. */
export async function testoDi(blob: Blob): Promise<string> {
  const pdf = await apriPdf({ data: new Uint8Array(await blob.arrayBuffer()) })
  try {
    return await testoDelPdf(pdf)
  } finally {
    await pdf.loadingTask.destroy()
  }
}
