import { createFormControl } from 'react-hook-form'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { ById, Data, endpoint, Fatto, Oggetto, Opzionale, Testo, Uno } from '../../../shared/kernel/endpoint.ts'
import { diTroppo, schemaDelCampo, valoriDaInviare } from './schema.ts'
import { dopoInvio, dopoRitorno, siPrende, versioneScritta } from './vista.ts'

const crea = endpoint({
  method: 'POST',
  path: '/enti/:id/utenti',
  azione: 'utente.crea',
  summary: 'Crea',
  params: ById,
  body: Oggetto({
    cognome: Testo(60),
    email: Opzionale(Testo(100)),
    nota: Type.Optional(Testo(500)),
    attivo: Type.Boolean(),
    separatore: Uno([';', '\t'] as const),
    comuneId: Type.String(),
    nascita: Oggetto({ data: Data, luogo: Opzionale(Testo(80)) }),
    righe: Type.Array(Oggetto({ ruolo: Testo(30) })),
  }),
  reply: Fatto,
})

describe('a form reads its contract', () => {
  it('for what is required and how long it may be, inside objects and lists too', () => {
    expect(schemaDelCampo(crea, 'cognome')).toMatchObject({ obbligatorio: true, schema: { maxLength: 60 } })
    expect(schemaDelCampo(crea, 'email')).toMatchObject({ obbligatorio: false, schema: { maxLength: 100 } })
    expect(schemaDelCampo(crea, 'nascita.data').obbligatorio).toBe(true)
    expect(schemaDelCampo(crea, 'nascita.luogo').obbligatorio).toBe(false)
    expect(schemaDelCampo(crea, 'righe.0.ruolo')).toMatchObject({ obbligatorio: true, schema: { maxLength: 30 } })
  })
  it('and says how much of a pasted text is too much, instead of cutting it', () => {
    expect(diTroppo(` ${'a'.repeat(500)} `, 500)).toBeNull()
    expect(diTroppo('a'.repeat(2_000_000), 500)).toContain('1.999.500 di troppo')
    expect(diTroppo('a'.repeat(2_000_000), undefined)).toBeNull()
  })
  it('and sends what was meant: trimmed, chosen entries by value, empty as null or left out', () => {
    expect(
      valoriDaInviare(crea, {
        cognome: '  De Luca ',
        email: ' ',
        nota: '',
        attivo: false,
        comuneId: { valore: 'E472', etichetta: 'Latina' },
        nascita: { data: '1980-01-31', luogo: '' },
        righe: [{ ruolo: ' CM ' }],
      }),
    ).toEqual({
      cognome: 'De Luca',
      email: null,
      attivo: false,
      comuneId: 'E472',
      nascita: { data: '1980-01-31', luogo: null },
      righe: [{ ruolo: 'CM' }],
    })
  })
  it('and sends a required text left empty, so that the refusal names it', () => {
    expect(valoriDaInviare(crea, { cognome: '', nota: '' })).toEqual({ cognome: '' })
  })
  it('and sends the entry of a closed list as it is, also a blank', () => {
    expect(valoriDaInviare(crea, { separatore: '\t' })).toEqual({ separatore: '\t' })
  })
})

describe('after its act', () => {
  const iniziali = { nota: '', righe: [] as string[] }
  function scritto() {
    const modulo = createFormControl({ defaultValues: iniziali })
    let sporco = false
    modulo.subscribe({
      formState: { isDirty: true },
      callback: (s) => {
        sporco = s.isDirty ?? sporco
      },
    })
    modulo.setValue('nota', 'Scritto', { shouldDirty: true })
    modulo.setValue('righe', ['a'], { shouldDirty: true })
    return { modulo, sporco: () => sporco }
  }
  it('what was sent is what is kept, and nothing is left to save', () => {
    const { modulo, sporco } = scritto()
    expect(sporco()).toBe(true)
    let visti: unknown
    dopoInvio(modulo as never, { nota: 'Scritto', righe: ['a'] }, () => {
      visti = modulo.getValues()
    })
    expect(visti).toEqual({ nota: 'Scritto', righe: ['a'] })
    expect(sporco()).toBe(false)
    // it is from there that one writes on
    modulo.setValue('nota', '', { shouldDirty: true })
    expect(sporco()).toBe(true)
    modulo.setValue('nota', 'Scritto', { shouldDirty: true })
    expect(sporco()).toBe(false)
  })
  it('one that begins anew is empty, whatever was sent', () => {
    const { modulo, sporco } = scritto()
    dopoInvio(modulo as never, modulo.getValues(), () => modulo.reset(iniziali))
    expect(modulo.getValues()).toEqual(iniziali)
    expect(sporco()).toBe(false)
  })
  it('what was typed while the answer was awaited is there, still to be sent', () => {
    const { modulo, sporco } = scritto()
    const inviati = structuredClone(modulo.getValues())
    modulo.setValue('righe.0', 'a e altro', { shouldDirty: true })
    let visti: unknown
    dopoInvio(modulo as never, inviati, () => {
      visti = structuredClone(modulo.getValues())
    })
    expect(visti).toEqual({ nota: 'Scritto', righe: ['a e altro'] })
    expect(modulo.getValues()).toEqual(visti)
    expect(sporco()).toBe(true)
    modulo.setValue('righe.0', 'a', { shouldDirty: true })
    expect(sporco()).toBe(false)
  })
  it('and in one that begins anew too: it alone', () => {
    const { modulo, sporco } = scritto()
    const inviati = structuredClone(modulo.getValues())
    modulo.setValue('nota', 'La prossima', { shouldDirty: true })
    dopoInvio(modulo as never, inviati, () => modulo.reset(iniziali))
    expect(modulo.getValues()).toEqual({ nota: 'La prossima', righe: [] })
    expect(sporco()).toBe(true)
  })
  it('what was saved is shown as it is kept, but for what was typed since', () => {
    const { modulo, sporco } = scritto()
    const inviati = structuredClone(modulo.getValues())
    modulo.setValue('righe.0', 'a e altro', { shouldDirty: true })
    dopoInvio(modulo as never, inviati, () => {})
    dopoRitorno(modulo as never, inviati, { nota: 'SCRITTO', righe: ['A'] })
    expect(modulo.getValues()).toEqual({ nota: 'SCRITTO', righe: ['a e altro'] })
    expect(sporco()).toBe(true)
    // against what is kept, not against what was sent
    modulo.setValue('righe.0', 'A', { shouldDirty: true })
    expect(sporco()).toBe(false)
  })
  it('a newer version is shown, unless a colleague has changed what somebody is writing over', () => {
    const v = { visti: 'prima', nostra: null }
    const arriva = (versione: number, valori = 'dopo') => ({ versione, valori })
    expect(siPrende(v, arriva(6), false)).toBe(true)
    expect(siPrende(v, arriva(6), true)).toBe(false)
    expect(siPrende(v, arriva(6, 'prima'), true)).toBe(true)
    // seen the fifth, saved the sixth: the seventh is of somebody else, whether it comes after or in its place
    const nostra = versioneScritta({ fatto: true }, 5)
    expect(siPrende({ ...v, nostra }, arriva(6), true)).toBe(true)
    expect(siPrende({ ...v, nostra }, arriva(7), true)).toBe(false)
    // the act says which it has written, or that it has written none
    expect(siPrende({ ...v, nostra: versioneScritta({ versione: 7 }, 5) }, arriva(7), true)).toBe(true)
    expect(siPrende({ ...v, nostra: versioneScritta({ versione: 5 }, 5) }, arriva(6), true)).toBe(false)
    expect(versioneScritta(undefined, undefined)).toBe(1)
  })
})
