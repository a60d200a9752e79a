import { Type } from 'typebox'
import { beforeEach, describe, expect, it } from 'vitest'
import { ById, Data, endpoint, Fatto, Oggetto, Opzionale, Testo } from '../../../shared/kernel/endpoint.ts'
import { chiaveBozza, DURATA_GIORNI, salvaBozza, spazzaBozze, togliBozza, trovaBozza } from './bozza.ts'
import { schemaDelCampo, valoriDaInviare } from './schema.ts'

/** Storage as the browser has it, with a limit to reach. */
class Deposito {
  voci = new Map<string, string>()
  limite = 10_000
  get length() {
    return this.voci.size
  }
  key(i: number) {
    return [...this.voci.keys()][i] ?? null
  }
  getItem(k: string) {
    return this.voci.get(k) ?? null
  }
  setItem(k: string, v: string) {
    if (v.length > this.limite) throw new DOMException('full', 'QuotaExceededError')
    this.voci.set(k, v)
  }
  removeItem(k: string) {
    this.voci.delete(k)
  }
}

describe('a draft', () => {
  let dove: Deposito
  const chiave = chiaveBozza('anna', 'utente-nuovo')
  const ieri = new Date('2026-11-21T10:00:00Z')
  beforeEach(() => {
    dove = new Deposito()
  })

  it('is found again by the same person on the same form, and by nobody else', () => {
    salvaBozza(dove, chiave, { valori: { cognome: 'Verdi' }, versione: 3 }, ieri)
    expect(trovaBozza(dove, chiave, ieri)).toEqual({
      salvata: ieri.toISOString(),
      valori: { cognome: 'Verdi' },
      versione: 3,
    })
    expect(trovaBozza(dove, chiaveBozza('bruno', 'utente-nuovo'), ieri)).toBeNull()
    expect(trovaBozza(dove, chiaveBozza('anna', 'utente-7'), ieri)).toBeNull()
  })
  it('is gone when the form is accepted', () => {
    salvaBozza(dove, chiave, { valori: {} }, ieri)
    togliBozza(dove, chiave)
    expect(trovaBozza(dove, chiave, ieri)).toBeNull()
  })
  it('grows old: it is not offered, and is swept with whatever is unreadable', () => {
    const dopo = (giorni: number) => new Date(ieri.getTime() + giorni * 86_400_000)
    salvaBozza(dove, chiave, { valori: { a: 1 } }, ieri)
    salvaBozza(dove, chiaveBozza('bruno', 'x'), { valori: {} }, dopo(10))
    dove.setItem(`${chiave}-rotta`, '{')
    dove.setItem('altro', 'di un’altra applicazione')
    expect(trovaBozza(dove, chiave, dopo(DURATA_GIORNI))).not.toBeNull()
    expect(trovaBozza(dove, chiave, dopo(DURATA_GIORNI + 1))).toBeNull()
    expect(spazzaBozze(dove, dopo(DURATA_GIORNI + 1))).toBe(2)
    expect([...dove.voci.keys()]).toEqual([chiaveBozza('bruno', 'x'), 'altro'])
  })
  it('says when it could not be kept, and leaves files out', () => {
    expect(salvaBozza(dove, chiave, { valori: { nota: 'x', file: new Blob(['y']) } }, ieri)).toBe(true)
    expect(trovaBozza(dove, chiave, ieri)?.valori).toEqual({ nota: 'x' })
    dove.limite = 5
    expect(salvaBozza(dove, chiave, { valori: { nota: 'y' } }, ieri)).toBe(false)
  })
})

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
})
