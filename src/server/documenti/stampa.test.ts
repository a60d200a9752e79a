// The typesetting process: what it makes, and what a template cannot do from inside it.
import { globSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { campiDelModello, difettiDeiCampi, difettiDelModello } from '../../shared/documenti/modelli.rules.ts'
import { leggiModelli } from './carica-modelli.ts'
import { copiaDiProva, pattoDiProva } from './patto-testi.ts'
import { type LimitiStampa, stampa } from './stampa.ts'

const dati = {
  oggi: '2 marzo 2026',
  ente: { ambito: 'Ambito', comune: 'Roma' },
  operatore: { nominativo: 'Neri Paola' },
  persona: {
    nominativo: 'Rosa #Bianchi *x* $y$ @z',
    sesso: 'F',
    dataNascita: null,
    luogoNascita: null,
    indirizzo: null,
  },
  presa: { numero: 1, tipo: 'x', area: 'x', dal: '10 gennaio 2026', responsabile: null },
  patto: pattoDiProva(),
  copia: copiaDiProva(),
  convocazione: { giorno: '16 marzo 2026', ora: '09:30', luogo: 'Ufficio di prova' },
  campi: {},
}
const istante = new Date('2026-03-02T09:00:00Z')
const prova = (testo: string, limiti: Partial<LimitiStampa> = {}) => stampa({ testo, dati, istante }, limiti)
const rifiuto = async (testo: string, limiti: Partial<LimitiStampa> = {}) =>
  prova(testo, limiti).then(
    () => 'stampato',
    (e) => String(e.detail ?? e),
  )
const TITOLO = '#set document(title: "T")\n#set text(lang: "it")\n'

describe('che cosa esce', () => {
  test.each(leggiModelli())(
    'il modello $codice si stampa, con il titolo, la lingua, le etichette, per l’archivio',
    async (m) => {
      const campi = Object.fromEntries(campiDelModello(m.testo).map((c) => [c.nome, `${c.etichetta}\n\n#due *tre*`]))
      const pdf = (await stampa({ testo: m.testo, dati: { ...dati, campi }, istante })).toString('latin1')
      expect(pdf.slice(0, 5)).toBe('%PDF-')
      expect(pdf).toMatch(/<pdfaid:part>2<\/pdfaid:part>/)
      expect(pdf).toMatch(/<pdfaid:conformance>A<\/pdfaid:conformance>/)
      expect(pdf).toContain('/StructTreeRoot')
      expect(pdf).toMatch(/\/Lang ?\(it/)
    },
  )
  test('gli stessi dati allo stesso istante danno gli stessi byte', async () => {
    const m = `${TITOLO}#import "/trama.typ": *\n#dati.persona.nominativo`
    expect((await prova(m)).equals(await prova(m))).toBe(true)
  })
  test('un errore dice la riga, e che cosa non va', async () => {
    expect(await rifiuto(`${TITOLO}\n\n#pippo`)).toContain('Riga 5: «pippo» non esiste.')
    expect(await rifiuto('senza titolo')).toContain('manca il titolo del documento')
    expect(await rifiuto(`${TITOLO}#import "/trama.typ": *\n#dati.persona.iban`)).toContain('tra i dati non c’è «iban»')
  })
})

describe('che cosa un modello non può fare', () => {
  test.each([
    '#read("/etc/passwd")',
    '#read("../../../../../../etc/passwd")',
    '#raw(read("/proc/self/environ", encoding: none))',
    '#image("/etc/passwd")',
    '#include "/etc/passwd"',
  ])('leggere file: %s', async (prova) => {
    expect(await rifiuto(TITOLO + prova)).toContain('un modello non può leggere file')
  })
  test('sapere del processo che lo stampa', async () => {
    expect(await rifiuto(`${TITOLO}#assert(sys.inputs.keys() == ("dati",), message: repr(sys.inputs.keys()))`)).toBe(
      'stampato',
    )
  })

  describe('usare la rete', () => {
    let spia: Server
    const richieste: string[] = []
    beforeAll(async () => {
      spia = createServer((s) => {
        s.on('error', () => {})
        s.once('data', (d) => {
          richieste.push(d.toString().split('\r\n')[0]!)
          s.destroy()
        })
      })
      await new Promise<void>((done) => spia.listen(0, '127.0.0.1', done))
    })
    afterAll(() => new Promise((done) => spia.close(done)))
    // put together so that no reading of the text can see it
    const pacchetto = `${TITOLO}#let m = "@prev" + "iew/example:0.1.0"\n#import m: *`
    test('la sola via sarebbe quella che diamo al processo', async () => {
      const { port } = spia.address() as { port: number }
      expect(await rifiuto(pacchetto, { proxy: `http://127.0.0.1:${port}` })).toContain('pacchetti della rete')
      expect(richieste).toEqual([expect.stringMatching(/^CONNECT /)])
    })
    test('e noi gliene diamo una che non porta da nessuna parte', async () => {
      const prima = richieste.length
      expect(await rifiuto(pacchetto)).toContain('pacchetti della rete')
      expect(richieste).toHaveLength(prima)
    })
    test('scritto chiaro, è detto prima di stampare', () =>
      expect(difettiDelModello('#import "@preview/x:1.0.0": *')).toEqual([
        'Un modello non può usare pacchetti della rete.',
      ]))
  })

  test('durare senza fine', async () => {
    const p = await rifiuto(
      `${TITOLO}#for i in range(9000) { for j in range(9000) { for k in range(9000) { let x = i } } }`,
      { secondi: 2 },
    )
    expect(p).toContain('Ci mette più di 2 secondi')
  })
  test('prendersi la memoria', async () => {
    const p = await rifiuto(`${TITOLO}#let a = range(300000000).map(x => str(x))`, { megabyte: 250, secondi: 30 })
    expect(p).toContain('Usa più di 250 MB')
  })
  test('e di tutto questo non resta nulla su disco', () =>
    expect(globSync('trama-*/*/modello.typ', { cwd: tmpdir() })).toEqual([]))
})

describe('i campi di un modello', () => {
  const testo =
    '// campo: oggetto | Oggetto | testo | obbligatorio\n  // campo: giorno | Il giorno | data\n// campo: corpo|Testo|testo-lungo'
  test('si leggono dai suoi commenti', () =>
    expect(campiDelModello(testo)).toEqual([
      { nome: 'oggetto', etichetta: 'Oggetto', genere: 'testo', obbligatorio: true },
      { nome: 'giorno', etichetta: 'Il giorno', genere: 'data', obbligatorio: false },
      { nome: 'corpo', etichetta: 'Testo', genere: 'testo-lungo', obbligatorio: false },
    ]))
  test.each([
    ['// campo: Due parole | X', 'non dice un campo'],
    ['// campo: x', 'non dice un campo'],
    ['// campo: x | X | numero', 'non dice un campo'],
    ['// campo: x | X | testo | forse', 'non dice un campo'],
    ['// campo: x | X\n// campo: x | Y', 'due volte'],
  ])('%j è detto sbagliato', (t, frase) => expect(difettiDelModello(t).join()).toContain(frase))
  test('ciò che si compila deve corrispondere', () => {
    const campi = campiDelModello(testo)
    expect(difettiDeiCampi(campi, { oggetto: 'x' })).toEqual([])
    expect(difettiDeiCampi(campi, { oggetto: ' ', giorno: 'domani', altro: 'x' }).map((d) => d.campo)).toEqual([
      'campi.oggetto',
      'campi.giorno',
      'campi.altro',
    ])
  })
})
