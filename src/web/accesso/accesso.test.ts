import { describe, expect, test } from 'vitest'
import { catalogo } from '../../shared/kernel/problems.ts'
import { dispositivoInParole } from './dispositivo.ts'
import { righe } from './guida/disegno.tsx'
import { livelli, type Ruolo } from './guida/livelli.ts'
import { gruppi } from './pubblico/problemi.ts'

test('every refusal of the catalogue stands once in the manual, whatever its status', () => {
  const detti = gruppi.flatMap((g) => g.voci.map((v) => v.codice))
  expect(detti.sort()).toEqual(Object.keys(catalogo).sort())
})

describe('the hierarchy of the roles', () => {
  const ruolo = (codice: string, territorio: Ruolo['territorio'], assegnatoDa: string[], sezione?: string) =>
    ({ codice, territorio, assegnatoDa, sezione: sezione ? { codice: sezione, nome: sezione } : null }) as Ruolo
  const ruoli = [
    ruolo('su', 'nazionale', ['su']),
    ruolo('aa', 'ambito', ['su']),
    ruolo('cp', 'ambito-o-comune', ['aa', 'su'], 'patti'),
    ruolo('cca', 'comune', ['aa', 'su'], 'controlli'),
    ruolo('cm', 'ambito-o-comune', ['aa', 'su'], 'patti'),
  ]
  test('comes from who assigns whom, the operators by section', () => {
    const l = livelli(ruoli)
    expect(l.nazionali.map((r) => r.codice)).toEqual(['su'])
    expect(l.amministratori.map((r) => r.codice)).toEqual(['aa'])
    expect(l.sezioni.map(([s, r]) => [s, r.map((x) => x.codice)])).toEqual([
      ['patti', ['cp', 'cm']],
      ['controlli', ['cca']],
    ])
  })
})

test('a text in a box breaks between words and loses none', () => {
  expect(righe('Coordinatore per il Patto per l’Inclusione Sociale', 22)).toEqual([
    'Coordinatore per il',
    'Patto per l’Inclusione',
    'Sociale',
  ])
})

test.each([
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge su Windows'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1', 'Safari su iPhone o iPad'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox su Linux'],
  ['', 'Dispositivo non riconosciuto'],
])('a device is said so that its owner knows it', (userAgent, parole) => {
  expect(dispositivoInParole(userAgent)).toBe(parole)
})
