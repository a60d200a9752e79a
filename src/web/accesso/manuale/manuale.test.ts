// What the manual says it has, it has: its files, pictures and links, and a chapter for every page of the record.
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { radice } from '../../../server/kernel/paths.ts'
import { trovaRotta } from '../../kernel/rotte.ts'
import { tutteLeRotte } from '../../rotte.ts'
import { capitoli, conManuale } from './capitoli.ts'

const cartella = join(radice, 'docs', 'manuale')
const testi = capitoli.map((c) => ({ ...c, testo: readFileSync(join(cartella, `${c.id}.md`), 'utf8') }))
const immagini = new Set(globSync('immagini/*.png', { cwd: cartella }).map((f) => basename(f)))
/** What Markdown points to: pictures, chapters, pages. */
const mete = (testo: string) => [...testo.matchAll(/\]\(([^)]+)\)/g)].map((m) => m[1]!)

describe('the manual', () => {
  test('has a chapter for each file, with the same title', () => {
    expect(globSync('*.md', { cwd: cartella }).filter((f) => f !== 'README.md')).toHaveLength(capitoli.length)
    for (const c of testi) expect(c.testo.split('\n')[0]).toBe(`# ${c.titolo}`)
  })
  test('is listed whole where its folder is read', () => {
    const indice = readFileSync(join(cartella, 'README.md'), 'utf8')
    for (const c of capitoli) expect(indice).toContain(`[${c.titolo}](${c.id}.md)`)
  })
  test('shows pictures that are there and leads to pages that are there', () => {
    const persi = testi.flatMap((c) =>
      mete(c.testo)
        .filter((m) =>
          m.startsWith('immagini/')
            ? !immagini.has(basename(m))
            : m.endsWith('.md')
              ? !capitoli.some((x) => `${x.id}.md` === m)
              : !trovaRotta(tutteLeRotte, m),
        )
        .map((m) => `${c.id}: ${m}`),
    )
    expect(persi).toEqual([])
  })
  test('and the guide show pictures that are there, each made by a journey that walks its page', () => {
    const guida = readFileSync(join(radice, 'src/web/accesso/guida/guida-page.tsx'), 'utf8')
    const dellaGuida = [...guida.matchAll(/<Immagine nome="([^"]+)"/g)].map((m) => `${m[1]}.png`)
    expect(dellaGuida.length).toBeGreaterThan(10)
    expect(dellaGuida.filter((f) => !immagini.has(f))).toEqual([])
    const percorsi = globSync('test/e2e/*.ts', { cwd: radice }).map((f) => readFileSync(join(radice, f), 'utf8'))
    // the third argument of `fotografa`, `controlla`, `ancheSulTelefono`; or pages and names in a list
    const comeSiFa = /\(\s*\w+,\s*'([\w-]+)',\s*true\s*,?\s*\)|\['[^']+', '([\w-]+)'\]/g
    const fatte = percorsi.flatMap((p) => [...p.matchAll(comeSiFa)].map((m) => `${m[1] ?? m[2]}.png`))
    expect([...immagini].filter((f) => !fatte.includes(f)).sort()).toEqual([])
    const usate = new Set([...dellaGuida, ...testi.flatMap((c) => mete(c.testo)).map((m) => basename(m))])
    const leggimi = readFileSync(join(radice, 'README.md'), 'utf8')
    expect([...immagini].filter((f) => !usate.has(f) && !leggimi.includes(f))).toEqual([])
  })
  test('explains every page of the record, of the desk and of the pacts', () => {
    const senza = tutteLeRotte
      .filter(
        (r) =>
          ['Cartella sociale', 'Sportello', 'Patti'].includes(r.menu?.gruppo ?? '') ||
          /^\/(?:misure|miei-casi|casi|patti|domande)\b/.test(r.path) ||
          r.path.includes('persone'),
      )
      .filter((r) => !r.guida)
      .map((r) => r.path)
    expect(senza).toEqual([])
  })
  test('takes the chapter that names the longest path', () => {
    const [a, b, c] = conManuale(
      (['/persone/:id/genogramma', '/persone/:id/timeline', '/territorio'] as const).map((path) => ({
        path,
        titolo: '',
        lazy: () => Promise.reject(new Error('not opened')),
      })),
    )
    expect([a?.guida, b?.guida, c?.guida]).toEqual(['/manuale/persone', '/manuale/diario', undefined])
  })
})
