// Spoils a file in the ways that files are spoiled: something taken away, doubled, moved, misspelt, emptied, put where it
// does not go. Always well formed: what is not, no schema is asked about.
import { DOMParser, type Document, type Element, Node, XMLSerializer } from '@xmldom/xmldom'
import fc from 'fast-check'
import { NAMESPACE } from '../../shared/flussi/campi.ts'

/** One change: which, where, with what. */
export interface Mutazione {
  come: number
  elemento: number
  attributo: number
  valore: string
}

export const difficili = [
  '',
  ' ',
  '0',
  '1',
  '7',
  '15',
  '-1',
  '+5',
  '05',
  ' 3 ',
  '12:30',
  '1,5',
  '1.',
  '.5',
  '.',
  '1e3',
  'NaN',
  '2147483648',
  '123456789012345678',
  '2025-02-28',
  '2025-02-29',
  '2024-02-29',
  '2025-13-01',
  '2025-1-1',
  '31/12/2025',
  '2025-12-31Z',
  ' 2025-12-31 ',
  '0000-01-01',
  '12025-01-01',
  '2025-12-31+14:00',
  '2025-12-31+15:00',
  '13/2020',
  '06/1899',
  '06/2026',
  'A1.0',
  'A1.05.01.002',
  'RSSMRA80A01H501',
  'RSSMRA80A01H501X',
  'rssmra80a01h501x',
  'RSSMRALMA01H501X',
  '12345678901',
  '12345678901     ',
  '12345678901      ',
  '٠١٢',
  '٠١٢٣',
  'é'.repeat(36),
  '😀'.repeat(4),
  '😀'.repeat(36),
  'x'.repeat(9),
  'x'.repeat(37),
  'x'.repeat(51),
  'x'.repeat(201),
  'I',
  'C',
  'i',
  'Z110',
  'a\nb c',
  '38O',
]

export const mutazioni: fc.Arbitrary<Mutazione[]> = fc.array(
  fc.record({
    come: fc.nat(15),
    elemento: fc.nat(200),
    attributo: fc.nat(40),
    valore: fc.oneof(fc.constantFrom(...difficili), fc.string({ maxLength: 12, unit: 'grapheme-ascii' })),
  }),
  { minLength: 1, maxLength: 2 },
)

const ALTRI = 'urn:altri'

/** `<` may not stand in the text of the parser's errors; the serializer protects it. */
export function muta(testo: string, elenco: readonly Mutazione[]): string {
  const d = new DOMParser().parseFromString(testo, 'text/xml')
  for (const m of elenco) applica(d, m)
  return new XMLSerializer().serializeToString(d)
}

function applica(d: Document, { come, elemento, attributo, valore }: Mutazione): void {
  const tutti = [...d.getElementsByTagName('*')]
  const el = tutti[elemento % tutti.length]!
  const suoi = [...el.attributes].filter((a) => !a.name.startsWith('xmlns'))
  const suo = suoi[attributo % Math.max(1, suoi.length)]
  const sopra = el.parentNode as Element
  const dentro = sopra.nodeType === Node.ELEMENT_NODE
  const nuovo = (nome: string, namespace: string | null = NAMESPACE) => d.createElementNS(namespace, nome)
  if (come <= 4) {
    // values are what goes wrong most
    if (suo) el.setAttribute(suo.name, valore)
    else if (el.childNodes.length <= 1) el.textContent = valore
  } else if (come === 5 && suo) el.removeAttribute(suo.name)
  else if (come === 6 && suo) {
    el.removeAttribute(suo.name)
    el.setAttribute(suo.name.toLowerCase(), suo.value)
  } else if (come === 7) el.setAttribute('Altro', valore)
  else if (come === 8 && dentro) sopra.removeChild(el)
  else if (come === 9 && dentro) sopra.insertBefore(el.cloneNode(true), el)
  else if (come === 10 && dentro && el !== sopra.firstChild) sopra.insertBefore(el, sopra.firstChild)
  else if (come === 11 && dentro && el !== sopra.lastChild) sopra.appendChild(el)
  else if (come === 12) el.appendChild(nuovo('Indirizzo'))
  else if (come === 13) el.appendChild(d.createTextNode(valore || 'testo'))
  else if (come === 14) el.insertBefore(nuovo('CodicePrestazione', ALTRI), el.firstChild)
  else if (come === 15) for (const f of [...el.childNodes]) el.removeChild(f)
}
