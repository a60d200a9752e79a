import { describe, expect, test } from 'vitest'
import { famigliaEsempio } from '../famiglia-esempio.fixture.ts'
import { famiglia } from '../genogramma.fixture.ts'
import { alGiorno, type DatiGenogramma, type Persona } from './modello.ts'
import { parentela, parentele } from './parentela.ts'

const oggi = alGiorno(famigliaEsempio, '2026-11-26')
const e = (da: string, a: string) => parentela(oggi, da, a)

describe('il nome della parentela', () => {
  test.each([
    ['io', 'padre', 'padre'],
    ['padre', 'io', 'figlia'],
    ['io', 'nonna', 'nonna paterna'],
    ['io', 'nonno2', 'nonno materno'],
    ['nonna', 'io', 'nipote'],
    ['io', 'zio2', 'zio materno'],
    ['zio2', 'io', 'nipote'],
    ['io', 'marito', 'zio acquisito'],
    ['io', 'adottata', 'cugina'],
    ['gem1', 'gem2', 'gemello'],
    ['io', 'gem1', 'fratello'],
    ['io', 'fratellastro', 'fratello unilaterale'],
    ['piccola', 'io', 'sorella unilaterale'],
    ['padre', 'madre', 'ex coniuge'],
    ['madre', 'padre', 'ex coniuge'],
    ['madre', 'compagno', 'convivente'],
    ['padre', 'prima', 'ex convivente'],
    ['nonna', 'nonno', 'marito defunto'],
    ['nonno', 'nonna', 'vedova'],
    ['nonna', 'marito', 'genero'],
    ['marito', 'nonna', 'suocera'],
    ['marito', 'zio', 'cognato'],
    ['zio', 'marito', 'cognato'],
    ['madre', 'zia', 'ex cognata'],
    ['zia', 'madre', 'ex cognata'],
    ['zia', 'adottata', 'figlia adottiva'],
    ['adottata', 'zia', 'madre adottiva'],
    ['zia', 'affidato', 'figlio in affido'],
    ['affidato', 'marito', 'padre affidatario'],
    ['io', 'compagno', 'convivente della madre'],
    ['compagno', 'io', 'figlia della convivente'],
  ])('%s → %s: %s', (da, a, atteso) => {
    expect(e(da, a)).toBe(atteso)
  })
  test('non c’è dove niente lega, né con sé', () => {
    expect(e('io', 'vicina')).toBeUndefined()
    expect(e('io', 'io')).toBeUndefined()
    expect(e('io', 'nessuno')).toBeUndefined()
  })
  test('dei due genitori non uniti dice che lo sono dello stesso figlio', () => {
    const dati: DatiGenogramma = {
      persone: (['a', 'b', 'c'] as const).map((id): Persona => ({ id, etichetta: id, sesso: 'ignoto' })),
      unioni: [],
      filiazioni: [{ figlio: 'c', genitori: { persone: ['a', 'b'] }, tipo: 'naturale' }],
      legami: [],
      nuclei: [],
    }
    expect(parentela(dati, 'a', 'b')).toBe('altro genitore dei figli')
    expect(parentela(dati, 'a', 'c')).toBe('figlio/a')
    expect(parentela(dati, 'c', 'a')).toBe('genitore')
  })
})

describe('letta dall’altra parte', () => {
  /** What the other must be, for the ties that have one answer. */
  const inversi: [RegExp, RegExp][] = [
    [/^(padre|madre|genitore)$/, /^figli(o|a|o\/a)$/],
    [/^(padre|madre|genitore) adottiv(o|a|o\/a)$/, /^figli(o|a|o\/a) adottiv(o|a|o\/a)$/],
    [/^(padre|madre|genitore) affidatari[oa]$/, /^figli(o|a|o\/a) in affido$/],
    [/^(nonn|zi)(o|a|o\/a)( (patern|matern)(o|a|o\/a))?$/, /^nipote$/],
    [/^(bisnonn|prozi)(o|a|o\/a)( (patern|matern)(o|a|o\/a))?$/, /^pronipote$/],
    [/^(fratello|sorella)(\/sorella)?( unilaterale)?$/, /^(fratello|sorella)(\/sorella)?( unilaterale)?$/],
    [/^trisavol(o|a|o\/a)$/, /^trisnipote$/],
    [/^gemell(o|a|o\/a)$/, /^gemell(o|a|o\/a)$/],
    [/^cugin(o|a|o\/a)$/, /^cugin(o|a|o\/a)$/],
    [/^suocer(o|a|o\/a)$/, /^(genero|nuora|genero\/nuora)$/],
    [/^ex suocer(o|a|o\/a)$/, /^ex (genero|nuora|genero\/nuora)$/],
    [/^cognat/, /^cognat/],
    [/^ex cognat/, /^ex cognat/],
    [/^ex coniuge$/, /^ex coniuge$/],
    [/^(marito|moglie)$/, /^(marito|moglie|coniuge)$/],
    [/^convivente$/, /^convivente$/],
    [/^parente di/, /^parente di/],
  ]
  test('ogni parentela ha la sua inversa, col genere giusto', () => {
    const sbagliate: string[] = []
    for (let s = 1; s <= 40; s++) {
      const dati = famiglia(s)
      const tutte = new Map(dati.persone.map((p) => [p.id, parentele(dati, p.id)]))
      const perId = new Map(dati.persone.map((p) => [p.id, p]))
      for (const [da, altri] of tutte)
        for (const [a, nome] of altri) {
          const ritorno = tutte.get(a)!.get(da)
          for (const [x, y] of inversi) {
            if (x.test(nome) && !(ritorno && y.test(ritorno)))
              sbagliate.push(`famiglia ${s}: ${da}→${a} ${nome}, ma ${a}→${da} ${ritorno}`)
            if (y.test(nome) && x !== y && ritorno === undefined)
              sbagliate.push(`famiglia ${s}: ${da}→${a} ${nome} senza ritorno`)
          }
          const p = perId.get(a)!
          if (p.sesso === 'F' && /^(padre|figlio|nonno|zio|fratello|marito|cugino|cognato|suocero|genero)\b/.test(nome))
            sbagliate.push(`famiglia ${s}: ${a} è donna e ${nome}`)
          if (p.sesso === 'M' && /^(madre|figlia|nonna|zia|sorella|moglie|cugina|cognata|suocera|nuora)\b/.test(nome))
            sbagliate.push(`famiglia ${s}: ${a} è uomo e ${nome}`)
        }
    }
    expect(sbagliate.slice(0, 10)).toEqual([])
  })
})
