import { describe, expect, it } from 'vitest'
import { briciole, menuPer, type Rotta, trovaRotta } from './rotte.ts'
import { dividiFiltri } from './ui/filters.tsx'

const lazy = () => Promise.reject(new Error('not opened here'))
const rotte: Rotta[] = [
  { path: '/', titolo: 'Pagina iniziale', lazy, menu: {} },
  { path: '/utenti', titolo: 'Utenti', azione: 'utente.leggi', lazy, menu: { gruppo: 'Accreditamento' } },
  { path: '/utenti/:id', titolo: 'Utente', azione: 'utente.leggi', lazy },
  { path: '/utenti/nuovo', titolo: 'Nuovo utente', azione: 'utente.crea', lazy },
  {
    path: '/registri',
    titolo: 'Registri',
    azione: ['modifica.leggi', 'accesso.leggi'],
    lazy,
    menu: { etichetta: 'Chi ha fatto cosa' },
  },
  { path: '/importazioni', titolo: 'Importazioni', azione: 'utente.importa', lazy, menu: { gruppo: 'Accreditamento' } },
]
const can =
  (...azioni: string[]) =>
  (a: string | readonly string[]) =>
    (typeof a === 'string' ? [a] : a).some((x) => x === 'sessione' || x === 'pubblico' || azioni.includes(x))

describe('the route tables', () => {
  it('give a menu of what is allowed, in their order, without empty groups', () => {
    expect(
      menuPer(rotte, can('utente.leggi', 'utente.importa', 'accesso.leggi')).map((m) => [
        m.etichetta,
        m.voci.map((v) => v.path),
      ]),
    ).toEqual([
      ['Pagina iniziale', ['/']],
      ['Accreditamento', ['/utenti', '/importazioni']],
      ['Chi ha fatto cosa', ['/registri']],
    ])
    expect(menuPer(rotte, can()).map((m) => m.etichetta)).toEqual(['Pagina iniziale'])
  })
  it('find the page of a path, a written segment before a parameter', () => {
    expect(trovaRotta(rotte, '/utenti/nuovo')?.titolo).toBe('Nuovo utente')
    expect(trovaRotta(rotte, '/utenti/7')?.titolo).toBe('Utente')
    expect(trovaRotta(rotte, '/utenti/7/ruoli')).toBeUndefined()
  })
  it('give the way back up, skipping what is no page and what one may not open', () => {
    const su = (path: string, ...azioni: string[]) => briciole(rotte, path, can(...azioni)).map((b) => b.path)
    expect(su('/utenti/7/ruoli', 'utente.leggi')).toEqual(['/', '/utenti', '/utenti/7'])
    expect(su('/utenti/7/ruoli', 'utente.crea')).toEqual(['/'])
    expect(su('/', 'utente.leggi')).toEqual([])
  })
})

describe('filters', () => {
  it('go into the address, except the reserved ones and a codice fiscale wherever it is typed', () => {
    const vuoti = { testo: '', stato: '', nome: '' }
    expect(dividiFiltri({ testo: 'rossi', stato: '', nome: 'Anna' }, vuoti, ['nome'])).toEqual({
      nellIndirizzo: { testo: 'rossi' },
      riservatiOra: { nome: 'Anna' },
    })
    expect(dividiFiltri({ ...vuoti, testo: 'rssmra80a01h501u' }, vuoti, []).nellIndirizzo).toEqual({})
  })
})
