// What a tagged PDF says, block by block as its structure has them: a paragraph that goes over more lines of the sheet is one line
// here, and what is not of the text (the numbers of the pages) is not there. What the structure keeps together is together.
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'

type Contenuto = Awaited<ReturnType<PDFPageProxy['getTextContent']>>['items']
type Nodo = Awaited<ReturnType<PDFPageProxy['getStructTree']>>
type Figlio = Nodo['children'][number]

/** What has one of these roles goes on in the line of what contains it. */
const inRiga: readonly string[] = ['Span', 'Link', 'Em', 'Strong', 'Quote', 'Code', 'Reference', 'Lbl']

/** The words of each piece of the sheet that the structure names. */
function perNome(contenuto: Contenuto): Map<string, string> {
  const parole = new Map<string, string>()
  const aperti: (string | null)[] = []
  for (const x of contenuto) {
    if ('str' in x) {
      const nome = aperti.findLast((y) => y !== null)
      if (nome) parole.set(nome, `${parole.get(nome) ?? ''}${x.str}${x.hasEOL ? ' ' : ''}`)
    } else if (x.type === 'endMarkedContent') aperti.pop()
    else aperti.push(x.id || null)
  }
  return parole
}

/** One line for each block, in the order in which it is read; empty where the file has no structure. */
export async function testoDelPdf(pdf: Pick<PDFDocumentProxy, 'numPages' | 'getPage'>): Promise<string> {
  const righe: string[] = []
  let riga = ''
  const chiudi = () => {
    if (riga.trim()) righe.push(riga.replace(/\s+/g, ' ').trim())
    riga = ''
  }
  for (let n = 1; n <= pdf.numPages; n++) {
    const pagina = await pdf.getPage(n)
    const parole = perNome((await pagina.getTextContent({ includeMarkedContent: true })).items)
    const scendi = (x: Figlio) => {
      if (!('role' in x)) {
        riga += parole.get(x.id) ?? ''
        return
      }
      const blocco = !inRiga.includes(x.role)
      if (blocco) chiudi()
      x.children.forEach(scendi)
      if (blocco) chiudi()
    }
    // null where it has none
    const albero = (await pagina.getStructTree()) as Nodo | null
    if (albero) scendi(albero)
    chiudi()
  }
  return righe.join('\n')
}
