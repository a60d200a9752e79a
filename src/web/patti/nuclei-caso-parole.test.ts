import { expect, test } from 'vitest'
import type { NucleoDelCaso } from '../../shared/patti/nuclei-caso.api.ts'
import { avvisoDi, confermaAlPosto, primaDeiNuclei } from './nuclei-caso-parole.ts'

const nucleo = (tipo: NucleoDelCaso['tipo'], stato: NucleoDelCaso['stato'], ...nomi: string[]): NucleoDelCaso => ({
  id: tipo,
  tipo,
  etichetta: null,
  stato,
  uguali: false,
  decisione: null,
  persone: [
    ...nomi.map((nome) => ({ personaId: nome, nome, inCartella: 'Figlio', nelCaso: null })),
    { personaId: null, nome: 'Nino', inCartella: null, nelCaso: 'Figlio' },
  ],
})
const suo = nucleo('anagrafico', 'collegato', 'Rossi Ada', 'Rossi Ivo')
const altro = nucleo('isee', 'proposto', 'Rossi Ada')

test('no heading without a word under it: nothing is there, or the record is that of today', () => {
  expect(primaDeiNuclei({ soloLettura: true, nuclei: [] })).toMatch(/non c’è un nucleo/)
  expect(primaDeiNuclei({ soloLettura: true, nuclei: [suo] })).toMatch(/è quella di oggi/)
  expect(primaDeiNuclei({ soloLettura: false, nuclei: [suo] })).toBe(null)
})

test('another one is proposed only while none is linked', () => {
  const si = { soloLettura: false, alPostoDi: undefined }
  expect(avvisoDi(altro, si)).toMatch(/Forse è questo/)
  expect(avvisoDi(altro, { ...si, alPostoDi: suo })).toBe(null)
  expect(avvisoDi(nucleo('isee', 'da-rivedere'), si)).toMatch(/è cambiato/)
  expect(avvisoDi(altro, { ...si, soloLettura: true })).toBe(null)
})

test('what replaces a link says which one, by who is in it in the record', () => {
  const { testo } = confermaAlPosto(altro, suo)
  expect(testo).toBe(
    'Ora è collegato: Nucleo anagrafico (Rossi Ada, Rossi Ivo). Al suo posto ci sarà: Nucleo ISEE (Rossi Ada).',
  )
})
