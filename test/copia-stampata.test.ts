// The family's copy as it is printed, read back block by block: what its readability is computed on, where an ambito prints its own.
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { expect, test } from 'vitest'
import { leggiModelli } from '../src/server/documenti/carica-modelli.ts'
import { testiDelPatto } from '../src/server/documenti/patto-testi.ts'
import { stampa } from '../src/server/documenti/stampa.ts'
import { leggibilita } from '../src/shared/patti/leggibilita.rules.ts'
import { type CopiaPatto, partiCopia, testoDellaCopia, type VoceCopia } from '../src/shared/patti/patto-copia.ts'
import { testoDelPdf } from '../src/web/documenti/testo-pdf.ts'

const LUNGA =
  'Chi lavora con voi vi aiuta a trovare un corso vicino a casa, vi accompagna il primo giorno, e torna a sentire come va ogni due settimane, finché il corso finisce'
const voce = (testo: string, altro: Partial<VoceCopia> = {}): VoceCopia => ({
  testo,
  righe: [],
  condizionale: false,
  passi: [],
  ...altro,
})
const copia: CopiaPatto = {
  raggiungere: [
    voce('Trovare un lavoro vicino a casa', {
      passi: [voce('Ada finisce il corso', { righe: [['copia-prova', 'Ha l’attestato']] })],
    }),
  ],
  facciamo: [voce(LUNGA)],
  impegni: [voce('Andare al corso', { righe: [['copia-chi', 'Rossi Ada']], condizionale: true })],
  aiuti: [],
  incontri: [],
  disaccordi: [],
}
const testi = testiDelPatto('it')!
const nazionale = leggiModelli().find((m) => m.uso === 'copia-patto')!.testo

async function stampata(testo: string): Promise<string> {
  const dati = {
    oggi: '2 marzo 2026',
    ente: { ambito: 'Ambito', comune: 'Roma' },
    operatore: { nominativo: 'Neri Paola' },
    copia: {
      misura: 'Misura',
      bozza: true,
      lingua: null,
      testi,
      accanto: null,
      persone: ['Rossi Ada'],
      parti: partiCopia.map((p) => [`copia-${p}`, copia[p]]),
      ...copia,
    },
  }
  const bytes = await stampa({ testo, dati, istante: new Date('2026-03-02T09:00:00Z') })
  const lettura = getDocument({ data: new Uint8Array(bytes), useSystemFonts: true, verbosity: 0 })
  const letto = await testoDelPdf(await lettura.promise)
  await lettura.destroy()
  return letto
}

test('every line of the copy is in one line of the print, however long; the numbers of the pages are in none', async () => {
  const righe = (await stampata(nazionale)).split('\n')
  for (const r of testoDellaCopia(copia, testi, true).split('\n'))
    expect(
      righe.filter((x) => x.includes(r)),
      r,
    ).toHaveLength(1)
  expect(righe.filter((r) => r.startsWith('Pagina'))).toEqual([])
  // the index of what is printed is near that which one reads while writing
  const [scritto, letto] = [testoDellaCopia(copia, testi, true), righe.join('\n')].map((x) => leggibilita(x)!.indice)
  expect(Math.abs(scritto! - letto!)).toBeLessThan(15)
})

test('what a template of the ambito says by itself counts', async () => {
  const suo =
    'Relativamente alla predisposizione della documentazione necessaria si rappresenta che l’amministrazione procedente provvederà all’acquisizione d’ufficio di quanto occorrente alla definizione del procedimento amministrativo in oggetto'
  const [prima, dopo] = [await stampata(nazionale), await stampata(`${nazionale}\n${suo}\n`)]
  expect(dopo.split('\n')).toContain(suo)
  expect(leggibilita(dopo)!.indice).toBeLessThan(leggibilita(prima)!.indice)
})
