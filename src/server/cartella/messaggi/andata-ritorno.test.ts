import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TipoFase } from '../../../shared/cartella/lombardia/campi.ts'
import { conOid, controllaTabella, type Tabella, versioneDel } from '../../../shared/cartella/lombardia/codici.ts'
import type { Contenuto } from '../../../shared/cartella/lombardia/contenuto.ts'
import { daMessaggio } from '../../../shared/cartella/lombardia/da-messaggio.ts'
import { inMessaggio } from '../../../shared/cartella/lombardia/in-messaggio.ts'
import { fasciaInvalidita } from '../../../shared/cartella/lombardia/invalidita.rules.ts'
import { INTERAZIONE } from '../../../shared/cartella/lombardia/messaggio.ts'
import { leggiMessaggio } from '../lombardia/leggi.ts'
import { scriviMessaggio } from '../lombardia/scrivi.ts'
import { tabellaDaConfigurazione } from '../lombardia/tabella.ts'
import { contenuti, tabellaPiena } from './contenuto.fixture.ts'

const busta = {
  id: 'PROVA-1',
  creato: '2026-07-01T10:00:00Z',
  interazione: INTERAZIONE,
  processo: 'T',
  modalita: 'T',
  ricevuta: 'NE',
  mittente: 'AMBITO',
  destinatari: ['PROVA'],
}
const id = { persona: 'persona', presa: 'presa' }
const piena = tabellaPiena()

const ultimaFase = (c: Contenuto): TipoFase => (c.presa?.al ? 'finale' : c.presa ? 'valutazione' : 'accesso')

/** Out to a file and back, by the same table. */
function giro(c: Contenuto, tabella = piena): Contenuto {
  const v = versioneDel(tabella, '2026-07-01')
  const p = inMessaggio(c, ultimaFase(c), busta, id, v)
  expect(p.mancano).toEqual([])
  const letto = leggiMessaggio(new TextEncoder().encode(scriviMessaggio(p.messaggio!, tabella)), tabella)
  if (letto.esito === 'rifiutato') throw new Error(JSON.stringify(letto.difetti))
  expect(letto.avvisi).toEqual([])
  return daMessaggio(letto.messaggio, v).contenuto
}

/** A person who has a codice fiscale is known by it. */
const atteso = (c: Contenuto): Contenuto => ({
  ...c,
  persona: { ...c.persona, chiave: c.persona.codiceFiscale ?? c.persona.chiave },
})

describe('dalla cartella al messaggio e ritorno', () => {
  test('quando gli elenchi sono noti torna tutto, qualunque sia la cartella', () => {
    expect(controllaTabella(piena)).toEqual([])
    fc.assert(
      fc.property(contenuti, (c) => {
        expect(giro(c)).toStrictEqual(atteso(c))
      }),
      { numRuns: 150 },
    )
  })
  test('con gli elenchi di oggi ciò che non ha un codice è taciuto, e il resto torna', () => {
    const oggi = tabellaDaConfigurazione()
    const v = versioneDel(oggi, '2026-07-01')
    fc.assert(
      fc.property(contenuti, (c) => {
        const { taciuti } = inMessaggio(c, ultimaFase(c), busta, id, v)
        const tace = (cosa: string) => taciuti.some((t) => t.cosa === cosa)
        const tornato = giro(c, oggi)
        expect(tornato.persona).toEqual(atteso(c).persona)
        expect(tornato.isee?.centesimi).toEqual(c.isee?.centesimi)
        expect(tornato.statoCivile === c.statoCivile || tace('Stato civile')).toBe(true)
        expect(tornato.titoloStudio).toBeUndefined()
        expect(tace('Titolo di studio')).toBe(true)
        expect(tornato.nucleo.map((x) => x.cognome)).toEqual(c.nucleo.map((x) => x.cognome))
      }),
      { numRuns: 50 },
    )
  })
})

describe('l’invalidità', () => {
  const [c] = fc.sample(contenuti, { numRuns: 1, seed: 7 })
  const conInvalidita: Contenuto = {
    ...c!,
    presa: { dal: '2026-02-01' },
    invalidita: { fascia: fasciaInvalidita(80, false), frequenza: false },
  }
  const fuori = (tabella: Tabella) => {
    const p = inMessaggio(conInvalidita, 'valutazione', busta, id, versioneDel(tabella, '2026-07-01'))
    const { invalidita, indennitaFrequenza } = p.messaggio!.valutazione!.dati
    return { invalidita, indennitaFrequenza, taciuti: p.taciuti.map((t) => t.cosa) }
  }
  test('esce con il codice della sua fascia, dove qualcuno lo ha configurato', () => {
    const riga = { descrizione: 'x', dal: '2017-11-16', al: null, segno: 'ipotesi', fonte: 'prova' } as const
    const codici = [
      { ...riga, sistema: 'B.INVA', codice: '7', corrisponde: '74-99' },
      { ...riga, sistema: 'B.INFR', codice: '2', corrisponde: 'no' },
    ]
    expect(fuori({ ...piena, codici: [...piena.codici, ...codici] })).toMatchObject({
      invalidita: '7',
      indennitaFrequenza: '2',
    })
    expect(fuori(piena)).toMatchObject({
      invalidita: undefined,
      taciuti: expect.arrayContaining(['Invalidità', 'Indennità di frequenza']),
    })
  })
  test('le fasce', () => {
    expect([0, 34, 66, 67, 74, 99, 100].map((n) => fasciaInvalidita(n, false))).toEqual([
      'meno-di-34',
      '34-66',
      '34-66',
      '67-73',
      '74-99',
      '74-99',
      '100',
    ])
    expect(fasciaInvalidita(100, true)).toBe('100-accompagnamento')
  })
})

describe('gli OID che l’installazione ha saputo', () => {
  const base = tabellaDaConfigurazione()
  const detto = { sistema: 'A.MOCO', oid: '1.2.3', dal: '2026-06-01', al: '2026-06-30', fonte: 'nota' }
  test('valgono nei loro giorni, e gli altri giorni restano com’erano', () => {
    const t = conOid(base, [detto])
    expect(controllaTabella(t)).toEqual([])
    const di = (g: string) => versioneDel(t, g).sistema('A.MOCO')?.oid
    expect([di('2026-05-31'), di('2026-06-01'), di('2026-06-30'), di('2026-07-01')]).toEqual([
      versioneDel(base, '2026-05-31').sistema('A.MOCO')?.oid,
      '1.2.3',
      '1.2.3',
      versioneDel(base, '2026-07-01').sistema('A.MOCO')?.oid,
    ])
  })
  test('se due si contraddicono la tabella lo dice', () => {
    const tiri = versioneDel(base, '2026-06-01').sistema('A.TIRI')!.oid!
    const t = conOid(base, [{ ...detto, oid: tiri, al: null }])
    expect(controllaTabella(t)[0]!.frase).toContain('due codici su un solo OID')
  })
})
