// The boundaries that keep the code readable, as tests: imports flow one way, modules in one order, no cycles.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { radice } from '../src/server/kernel/paths.ts'

/** A module may import only modules before it: a cycle cannot be written. */
const order = [
  'kernel',
  'territorio',
  'accesso',
  'parametri',
  'documenti',
  'accreditamento',
  'anagrafe',
  'cartella',
  'tutela',
  'misure',
  'patti',
  'interventi',
  'contabilita',
  'flussi',
  'sportello',
  'cruscotti',
]
/** The composition of the process and of the pages: they name every module. */
const roots =
  /^src\/(server\/(main|avvio|app|modules|comandi|trama|sui-dati|openapi|schema\.gen)\.ts|web\/(main|rotte|[a-z-]+)\.tsx?)$/

const files = globSync('src/**/*.{ts,tsx}', { cwd: radice }).filter((f) => !f.endsWith('.test.ts'))
const imports = new Map(
  files.map((f) => {
    const text = readFileSync(join(radice, f), 'utf8')
    const found = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((m) =>
      relative(radice, join(radice, dirname(f), m[1]!)),
    )
    return [f, found] as const
  }),
)
const layerOf = (f: string) => f.split('/')[1]
const moduleOf = (f: string) => f.split('/')[2]

describe('imports', () => {
  test('shared imports only shared; server never imports web, nor the reverse', () => {
    const wrong: string[] = []
    for (const [f, list] of imports)
      for (const i of list) {
        const [a, b] = [layerOf(f), layerOf(i)]
        if (a === b || b === 'shared' || !i.startsWith('src/')) continue
        wrong.push(`${f} → ${i}`)
      }
    expect(wrong).toEqual([])
  })
  test('shared uses neither Node nor the DOM', () => {
    const wrong = files.filter(
      (f) => layerOf(f) === 'shared' && /from 'node:|from '(?!\.|typebox)/.test(readFileSync(join(radice, f), 'utf8')),
    )
    expect(wrong).toEqual([])
  })
  test('a module imports only the modules before it', () => {
    const wrong: string[] = []
    for (const [f, list] of imports) {
      if (roots.test(f)) continue
      const mine = order.indexOf(moduleOf(f)!)
      if (mine < 0) wrong.push(`${f}: module not in the list`)
      for (const i of list) {
        if (!i.startsWith('src/') || roots.test(i)) {
          if (i.endsWith('schema.gen.ts') || !i.startsWith('src/')) continue
          wrong.push(`${f} → ${i}`)
          continue
        }
        if (order.indexOf(moduleOf(i)!) > mine) wrong.push(`${f} → ${i}`)
      }
    }
    expect(wrong).toEqual([])
  })
  test('there is no cycle between files', () => {
    const state = new Map<string, 'open' | 'done'>()
    const cycles: string[] = []
    const visit = (f: string, path: string[]) => {
      if (state.get(f) === 'done') return
      if (state.get(f) === 'open') {
        cycles.push([...path.slice(path.indexOf(f)), f].join(' → '))
        return
      }
      state.set(f, 'open')
      for (const i of imports.get(f) ?? []) if (imports.has(i)) visit(i, [...path, f])
      state.set(f, 'done')
    }
    for (const f of files) visit(f, [])
    expect(cycles).toEqual([])
  })
  test('no barrels: no file only passes exports on', () => {
    expect(files.filter((f) => /\/index\.tsx?$/.test(f))).toEqual([])
    expect(files.filter((f) => /^export \* from/m.test(readFileSync(join(radice, f), 'utf8')))).toEqual([])
  })
})

describe('conventions', () => {
  test('every file begins with what it hides, or is small', () => {
    const wrong = files.filter((f) => {
      const text = readFileSync(join(radice, f), 'utf8')
      return text.split('\n').length > 60 && !/^(\/\/|\/\*|import)/.test(text)
    })
    expect(wrong).toEqual([])
  })
  test('no file keeps the marks of two versions that were put together', () => {
    const guilty = globSync(['*.md', '{docs,src,test,seed,bench,config,migrations,scripts}/**/*.*'], {
      cwd: radice,
    }).filter(
      (f) => /\.(md|tsx?|sql|csv|json|scss)$/.test(f) && /^(<{7}|>{7}) /m.test(readFileSync(join(radice, f), 'utf8')),
    )
    expect(guilty).toEqual([])
  })

  test('no day is read off the clock in UTC, nor without a time zone: at night it is not the day it is in Italy', () => {
    const guilty = globSync('{src,test,seed,bench}/**/*.{ts,tsx}', { cwd: radice }).filter((f) =>
      /(new Date\(\)|Date\.now\(\)[^;\n]*|clock\(\)|istante|adesso\(\))\.toISOString\(\)\.slice\(0, 10\)|toLocaleDateString\('it-IT'(?![^)]*timeZone)/.test(
        readFileSync(join(radice, f), 'utf8'),
      ),
    )
    expect(guilty).toEqual([])
  })

  test('neither code nor documents name a path of a machine or a package registry', () => {
    const all = globSync('{src,config,docs,migrations,scripts,seed,test,bench}/**/*.{ts,tsx,mjs,sql,csv,md,json}', {
      cwd: radice,
    })
    const wrong = all.filter(
      (f) =>
        f !== 'test/architecture.test.ts' &&
        /['"`(](\/home|\/root|\/Users|\/srv)\/|registry\.\w+\.(org|com)/.test(readFileSync(join(radice, f), 'utf8')),
    )
    expect(wrong).toEqual([])
  })
})
