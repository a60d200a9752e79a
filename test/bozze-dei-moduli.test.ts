// Nothing typed is lost (issue 3 §5): a form that shows a text area, or asks a reason or a note in a line, names its draft (ADR 0012). Read from the sources, so
// that a new form is held to it on arrival; fields that stand in another component are looked for there.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { radice } from '../src/server/kernel/paths.ts'

const salvataPaginaIntera = 'a field of a page whose draft is one, with all its fields (salvataggio.ts, compila.tsx)'
const corrispondenze = 'codes of another program, one a line, not words: they stay in the profile of the file'
/** Components where one may write at length and no draft is kept, and why. */
const eccezioni = new Map([
  ['kernel/form/fields.tsx TextArea', 'the field itself: the draft is of the form it stands in'],
  ['patti/domanda-field.tsx Casella', salvataPaginaIntera],
  ['patti/domanda-field.tsx NotaField', salvataPaginaIntera],
  ['patti/patto-campo.tsx Casella', salvataPaginaIntera],
  ['anagrafe/importa/colonne.tsx Modulo', corrispondenze],
  ['anagrafe/importa/colonne.tsx Tabella', corrispondenze],
  [
    'accreditamento/richieste-ambito-editor.tsx Editor',
    'nobody is signed in: what is written saves itself in the request, under its key',
  ],
])

interface Componente {
  chiave: string
  testo: string
  /** The components it draws, by `chiave`. */
  disegna: string[]
}

const web = join(radice, 'src/web')

/** The declarations at the left margin of every file: components, and what stands beside them. */
function leggi(): Map<string, Componente> {
  const tutti = new Map<string, Componente>()
  for (const file of globSync('**/*.tsx', { cwd: web })) {
    const sorgente = readFileSync(join(web, file), 'utf8')
    const inizi = [...sorgente.matchAll(/^(?:export )?(?:default )?(?:async )?(?:function|const) (\w+)/gm)]
    const daDove = new Map(inizi.map((m) => [m[1]!, `${file} ${m[1]}`]))
    for (const [, nomi, da] of sorgente.matchAll(/^import \{([^}]+)\} from '(\.[^']+)'/gm))
      for (const nome of nomi!.split(',').map((n) => n.trim()))
        daDove.set(nome, `${relative(web, join(web, dirname(file), da!))} ${nome}`)
    for (const [n, m] of inizi.entries()) {
      const testo = sorgente.slice(m.index, inizi[n + 1]?.index)
      const disegna = [...testo.matchAll(/<([A-Z]\w*)/g)].flatMap((d) => daDove.get(d[1]!) ?? [])
      tutti.set(`${file} ${m[1]}`, { chiave: `${file} ${m[1]}`, testo, disegna })
    }
  }
  return tutti
}

/** What stands between the brackets that open at `da`. */
function traParentesi(testo: string, da: number): string {
  let aperte = 0
  for (let n = da; n < testo.length; n++) {
    if (testo[n] === '(') aperte++
    if (testo[n] === ')' && --aperte === 0) return testo.slice(da, n)
  }
  return testo.slice(da)
}

const haUnModulo = (c: Componente) => /\buse(ActionForm|Bozza|Scrittura|Scritto)\(/.test(c.testo)

/** A reason or a note in one line: words all the same. */
const RIGA_DI_PAROLE = /<TextField\s+name="(?:\w+\.)*(motivo|nota|perche|dettaglio)"/

/** What draws what is given to it, and no field of its own. */
const CORNICI = /^kernel\//

/** Calls of `useActionForm` without a draft, in components where one may write at length. */
function senzaBozza(tutti: Map<string, Componente>): string[] {
  const siScrive = (c: Componente, visti = new Set<string>()): boolean => {
    if (visti.has(c.chiave)) return false
    visti.add(c.chiave)
    // of fields that others put into it nothing is known
    if (/<TextArea\b|<textarea\b|\{(p\.)?children\}/.test(c.testo) || RIGA_DI_PAROLE.test(c.testo)) return true
    return c.disegna.some((d) => {
      const dentro = tutti.get(d)
      return dentro !== undefined && !haUnModulo(dentro) && !CORNICI.test(d) && siScrive(dentro, visti)
    })
  }
  return [...tutti.values()].flatMap((c) => {
    const chiamate = [...c.testo.matchAll(/\buseActionForm\(/g)].map((m) =>
      traParentesi(c.testo, m.index + m[0].length - 1),
    )
    // `...comune` brings in the options that stand beside
    const comune = /const comune = \{[\s\S]*?^ {2}\}/m.exec(c.testo)?.[0] ?? ''
    const nuda = (chiamata: string) => !/\bbozza\b/.test(/\bcomune\b/.test(chiamata) ? chiamata + comune : chiamata)
    return chiamate.some(nuda) && siScrive(c) ? [c.chiave] : []
  })
}
describe('drafts of the forms', () => {
  const tutti = leggi()
  test('every form where one writes words names its own, and so does a text area outside a form', () => {
    const fuori = [...tutti.values()].filter((c) => /<textarea\b/.test(c.testo) && !haUnModulo(c))
    const trovati = [...senzaBozza(tutti), ...fuori.map((c) => c.chiave)]
    expect(trovati.sort()).toEqual([...eccezioni.keys()].sort())
  })
  test('and one without it is found, also when its fields stand elsewhere', () => {
    const finto = (testo: string, disegna: string[] = []) => ({ chiave: testo, testo, disegna })
    const campi = finto('<TextArea name="nota" />')
    const prova = (c: Componente) =>
      senzaBozza(
        new Map([
          [campi.chiave, campi],
          [c.chiave, c],
        ]),
      )
    expect(prova(finto('useActionForm(x, { iniziali: f() })', [campi.chiave]))).toHaveLength(1)
    expect(prova(finto('useActionForm(x, { iniziali: f() })<TextField name="motivo" />'))).toHaveLength(1)
    expect(prova(finto('useActionForm(x, { iniziali: f() })<TextField name="ora" />'))).toEqual([])
    expect(prova(finto("useActionForm(x, { bozza: 'x' })", [campi.chiave]))).toEqual([])
    expect(prova(finto('useActionForm(x, { iniziali: f() })'))).toEqual([])
  })
})
