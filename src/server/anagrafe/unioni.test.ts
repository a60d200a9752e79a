// One person, two sheets: merged, written upon, divided again. Whatever is done in between, each sheet has what was
// written for it, and nothing is lost.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, Refused, type TestApp, testApp } from '../../../test/support/app.ts'
import {
  ambitoConCartella,
  cognomeNuovo,
  nuovaPersona,
  operatore,
  presaInCarico,
} from '../../../test/support/cartella.ts'
import { nucleiApi } from '../../shared/anagrafe/nuclei.api.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import { unioniApi } from '../../shared/anagrafe/unioni.api.ts'
import { diarioApi } from '../../shared/cartella/diario.api.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
beforeAll(async () => {
  t = await testApp()
  a = await ambitoConCartella(t)
  sociale = await operatore(t, a, 'assistente-sociale')
})
afterAll(() => t.close())
const qui = () => a.comuni[0]!

async function inCarico(altro: Parameters<typeof nuovaPersona>[2] = {}) {
  const id = await nuovaPersona(sociale, qui(), altro)
  await presaInCarico(t, a, qui(), id, sociale.utenteId)
  return id
}
const residenza = (id: string, indirizzo: string, dal = '2020-01-01') =>
  sociale.call(fattiApi.registra, { id, tipo: 'residenza', dati: { comune: qui(), indirizzo }, fonte: 'anagrafe', dal })
const scheda = (id: string) => sociale.call(personeApi.leggi, { id })
const unisci = (id: string, altra: string, scelte: Record<string, string> = {}) => {
  t.clock.advance(1)
  return sociale.call(unioniApi.unisci, { id, altra, scelte, motivo: 'Stessa persona, registrata due volte' })
}
const dividi = (id: string, unione: string) =>
  sociale.call(unioniApi.dividi, { id, unione, motivo: 'Erano due persone' })
const mostrate = async (id: string) =>
  (await scheda(id)).fatti.filter((f) => f.tipo === 'residenza' && f.vigente).map((f) => f.dati.indirizzo)
const trova = async (nome: string) => (await sociale.call(personeApi.cerca, { nome })).voci.map((p) => p.id)

describe('unire', () => {
  test('prima si vedono le due schede a confronto, con ciò che è in conflitto e ciò che ognuna porta', async () => {
    const [x, y] = [await inCarico(), await inCarico()]
    await residenza(x, 'Via Uno')
    await residenza(y, 'Via Due')
    await sociale.call(nucleiApi.crea, {
      personaId: y,
      tipo: 'fatto',
      fonte: 'persona',
      componenti: [{ personaId: y, parentela: 'persona-di-riferimento' }],
    })
    const c = await sociale.call(unioniApi.anteprima, { id: x, altra: y })
    expect(c.campi.filter((f) => f.conflitto).map((f) => f.tipo)).toEqual(['generalita', 'residenza'])
    expect(c.altra).toMatchObject({ prese: [{ stato: 'attiva' }], nuclei: [{ tipo: 'fatto' }], unite: 0 })
  })
  test('la scheda mostra i dati di entrambe, con i valori scelti; gli altri restano come storia della scheda unita', async () => {
    const [x, y] = [await inCarico(), await inCarico({ nome: 'Bruna' })]
    await residenza(x, 'Via Uno')
    await residenza(y, 'Via Due')
    await unisci(x, y, { residenza: y, generalita: y })
    const s = await scheda(x)
    expect(s.nome).toBe('Bruna')
    expect(await mostrate(x)).toEqual(['Via Due'])
    expect(s.fatti.find((f) => f.dati.indirizzo === 'Via Uno')).toMatchObject({ vigente: false, dellaUnita: true })
    expect(s.unite).toMatchObject([{ id: y, nome: 'Bruna' }])
    expect((await scheda(y)).principaleId).toBe(x)
  })
  test('si trova con il nome e con i codici della scheda unita', async () => {
    const [cx, cy] = [cognomeNuovo(), cognomeNuovo()]
    const [x, y] = [await inCarico({ cognome: cx }), await inCarico({ cognome: cy })]
    await sociale.call(fattiApi.registra, {
      id: y,
      tipo: 'codice',
      dati: { sistema: 'stp', valore: `STP${cy.slice(-20)}` },
      fonte: 'documento',
    })
    await unisci(x, y)
    for (const nome of [cx, cy]) expect(await trova(nome)).toEqual([x])
    expect((await sociale.call(personeApi.cerca, { codice: `STP${cy.slice(-20)}` })).voci.map((p) => p.id)).toEqual([x])
    expect(
      (await sociale.call(personeApi.simili, { cognome: cy, nome: 'Anna', dataNascita: '1980-05-06' })).voci,
    ).toMatchObject([{ persona: { id: x } }])
  })
  test('ciò che si scrive va sulla principale; la correzione di un dato della scheda unita resta sua', async () => {
    const [x, y, z] = [await inCarico(), await inCarico(), await inCarico()]
    const { id: fatto } = await residenza(y, 'Via Due')
    const { id: unione } = await unisci(x, y, { residenza: y })
    await sociale.call(fattiApi.correggi, {
      id: x,
      fatto,
      tipo: 'residenza',
      dati: { comune: qui(), indirizzo: 'Via Due bis' },
      dal: '2020-01-01',
      fonte: 'anagrafe',
      motivo: 'Civico',
    })
    expect(await mostrate(x)).toEqual(['Via Due bis'])
    t.clock.advance(1)
    await residenza(y, 'Via Nuova', '2026-01-01')
    await sociale.call(relazioniApi.registra, { id: y, con: z, specie: 'unione', tipo: 'matrimonio', fonte: 'persona' })
    expect(await mostrate(x)).toEqual(['Via Nuova'])
    expect((await sociale.call(relazioniApi.elenco, { id: z })).voci).toMatchObject([{ altro: { id: x } }])
    await dividi(x, unione)
    expect(await mostrate(x)).toEqual(['Via Nuova'])
    expect(await mostrate(y)).toEqual(['Via Due bis'])
    expect((await sociale.call(relazioniApi.elenco, { id: y })).voci).toEqual([])
  })
  test('chi è unito è una persona sola nel nucleo e nel genogramma', async () => {
    const [x, y, figlia] = [await inCarico(), await inCarico(), await inCarico({ dataNascita: '2010-01-01' })]
    const membri = [
      { personaId: y, parentela: 'persona-di-riferimento', intestatario: true },
      { personaId: x, parentela: 'coniuge' },
    ]
    await sociale.call(nucleiApi.crea, { personaId: y, tipo: 'anagrafico', fonte: 'anagrafe', componenti: membri })
    await sociale.call(relazioniApi.registra, {
      id: y,
      con: figlia,
      specie: 'filiazione',
      tipo: 'naturale',
      altroE: 'figlio',
      fonte: 'anagrafe',
    })
    await unisci(x, y)
    const { nuclei } = await sociale.call(nucleiApi.diPersona, { id: x })
    expect(nuclei.map((n) => n.membri.map((m) => m.persona.id))).toEqual([[x]])
    const g = await sociale.call(relazioniApi.famiglia, { id: x })
    expect(g.persone.map((p) => p.id).sort()).toEqual([x, figlia].sort())
    expect(g.relazioni).toMatchObject([{ a: x, b: figlia }])
  })
  test('unioni a catena: si sciolgono una alla volta, in qualsiasi ordine', async () => {
    const [x, y, z] = [await inCarico(), await inCarico(), await inCarico()]
    for (const [id, via] of [
      [x, 'Via X'],
      [y, 'Via Y'],
      [z, 'Via Z'],
    ] as const)
      await residenza(id, via)
    const { id: dentro } = await unisci(x, y, { residenza: y })
    const { id: fuori } = await unisci(z, x, { residenza: x })
    expect((await scheda(z)).unite.map((u) => u.id)).toEqual([y, x])
    expect(await mostrate(z)).toEqual(['Via Y'])
    await dividi(z, dentro)
    expect((await scheda(y)).principaleId).toBeNull()
    expect((await scheda(x)).principaleId).toBe(z)
    expect(await mostrate(z)).toEqual(['Via Z'])
    await dividi(z, fuori)
    for (const [id, via] of [
      [x, 'Via X'],
      [y, 'Via Y'],
      [z, 'Via Z'],
    ] as const)
      expect(await mostrate(id)).toEqual([via])
    // and from the outside in
    await unisci(x, y, { residenza: y })
    const { id: ancora } = await unisci(z, x, { residenza: z })
    await dividi(z, ancora)
    expect([(await scheda(y)).principaleId, await mostrate(x), await mostrate(z)]).toEqual([x, ['Via Y'], ['Via Z']])
    expect((await sociale.call(unioniApi.unioni, { id: x })).voci).toMatchObject([
      { divisaIl: null },
      { motivoDivisione: 'Erano due persone' },
    ])
  })
  test('chi è già unito, sé stessi, un cerchio, una parente, un fascicolo chiuso: una frase, e niente cambia', async () => {
    const [x, y, z] = [await inCarico(), await inCarico(), await inCarico()]
    await unisci(x, y)
    const prova = async (id: string, altra: string) => rifiuto(unisci(id, altra))
    expect((await prova(x, x)).detail).toContain('stessa scheda')
    expect((await prova(x, y)).detail).toContain('già unite')
    expect((await prova(y, x)).detail).toContain('già unite')
    expect((await prova(z, y)).detail).toContain('già unita')
    expect((await prova(y, z)).detail).toContain('già unita')
    const w = await inCarico({ dataNascita: '2001-01-01' })
    await sociale.call(relazioniApi.registra, {
      id: z,
      con: w,
      specie: 'filiazione',
      tipo: 'naturale',
      altroE: 'figlio',
      fonte: 'anagrafe',
    })
    expect((await prova(z, w)).detail).toContain('relazione')
    expect(await rifiuto(unisci(x, z, { recapito: z }))).toMatchObject({ campo: 'scelte.recapito' })
    expect(await rifiuto(unisci(x, z, { residenza: y }))).toMatchObject({ campo: 'scelte.residenza' })
    const chiusa = await nuovaPersona(sociale, qui())
    expect(await prova(x, chiusa)).toMatchObject({ codice: 'motivo-richiesto', campo: 'altra' })
    expect((await scheda(x)).unite.map((u) => u.id)).toEqual([y])
    const sportello = await operatore(t, a, 'operatore-sportello')
    expect(await rifiuto(sportello.call(unioniApi.unisci, { id: x, altra: z, scelte: {}, motivo: 'x' }))).toMatchObject(
      { status: 403 },
    )
  })
  test('il decesso scritto su una scheda unita si vede, e divise torna a chi era', async () => {
    const [x, y] = [await inCarico(), await inCarico()]
    await sociale.call(fattiApi.registra, { id: y, tipo: 'decesso', dati: {}, dal: '2026-01-05', fonte: 'anagrafe' })
    const { id } = await unisci(x, y)
    expect((await scheda(x)).decesso).toBe('2026-01-05')
    await dividi(x, id)
    expect([(await scheda(x)).decesso, (await scheda(y)).decesso]).toEqual([null, '2026-01-05'])
    expect(await rifiuto(dividi(x, id))).toMatchObject({ codice: 'stato-non-ammesso' })
  })
})

describe('possibili doppioni', () => {
  test('vengono proposti una volta, pagina dopo pagina, finché non si dice che sono diversi', async () => {
    const b = await ambitoConCartella(t)
    const op = await operatore(t, b, 'assistente-sociale')
    const coppie: string[][] = []
    for (let n = 0; n < 3; n++) {
      const cognome = cognomeNuovo()
      const prima = await nuovaPersona(op, b.comuni[0]!, { cognome, nome: 'Youssef' })
      const { id } = await op.call(personeApi.create, {
        cognome,
        nome: 'Yusef',
        dataNascita: '1980-05-06',
        comuneId: b.comuni[0]!,
        fonte: 'persona',
        diverseDa: [prima],
      })
      coppie.push([prima, id].sort())
    }
    await nuovaPersona(op, b.comuni[0]!)
    const tutte: string[][] = []
    let dopo: string | undefined
    do {
      const p = await op.call(unioniApi.doppioni, { limite: 1, ...(dopo ? { dopo } : {}) })
      tutte.push(...p.voci.map((c) => [c.una.id, c.altra.id].sort()))
      dopo = p.prossima ?? undefined
    } while (dopo)
    expect(tutte.toSorted()).toEqual(coppie.toSorted())
    await op.call(unioniApi.scarta, { una: coppie[0]![1]!, altra: coppie[0]![0]!, motivo: 'Due cugini' })
    const restano = (await op.call(unioniApi.doppioni, {})).voci.map((c) => [c.una.id, c.altra.id].sort())
    expect(restano.toSorted()).toEqual(coppie.slice(1).toSorted())
    expect(await rifiuto(op.call(unioniApi.scarta, { una: coppie[0]![0]!, altra: coppie[0]![0]! }))).toMatchObject({
      campo: 'altra',
    })
  })
})

// ---- the property ------------------------------------------------------------------------------------------------------

/** What the model believes of a fact; the row's id is its name. */
interface Creduto {
  id: string
  di: string
  tipo: string
  dati: unknown
  dal: string | null
  al: string | null
  creduto: boolean
}

const giorno = fc
  .integer({ min: 0, max: 2000 })
  .map((n) => new Date(Date.UTC(2020, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
const valore = fc.constantFrom('uno', 'due', 'tre', 'quattro')
const atto = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      atto: fc.constant('registra' as const),
      da: fc.nat(1),
      tipo: fc.constantFrom('residenza', 'recapito', 'alias'),
      v: valore,
      dal: giorno,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ atto: fc.constant('correggi' as const), quale: fc.nat(), v: valore, dal: giorno }),
  },
  { weight: 1, arbitrary: fc.record({ atto: fc.constant('annulla' as const), quale: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ atto: fc.constant('termina' as const), quale: fc.nat(), al: giorno }) },
  { weight: 1, arbitrary: fc.record({ atto: fc.constant('relazione' as const), da: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ atto: fc.constant('nucleo' as const), da: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ atto: fc.constant('diario' as const), da: fc.nat(1) }) },
)
const dati = (tipo: string, v: string) =>
  tipo === 'residenza'
    ? { indirizzo: `Via ${v}` }
    : tipo === 'recapito'
      ? { mezzo: 'telefono', valore: `06 1234${v.length}` }
      : { cognome: v }
/** Ties of one kind between two persons exclude one another on a day: each has one of its own. */
const unGiorno = (n: number) => {
  const g = new Date(Date.UTC(2010, 0, 1) + n * 86_400_000).toISOString().slice(0, 10)
  return { dal: g, al: g }
}
const giornoPrima = (g: string) => new Date(Date.parse(g) - 86_400_000).toISOString().slice(0, 10)

/** Everything written of one sheet, read from the table: no overlay in between. */
async function scritto(id: string): Promise<Creduto[]> {
  return t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, async (tx) => {
    const { rows } =
      await sql<Creduto>`select id, persona_id as di, tipo, dati, dal, al, sostituito_il is null as creduto from persona_fatto
      where persona_id = ${id} and tipo <> 'generalita'`.execute(tx)
    return rows
  })
}
const perId = (x: Creduto, y: Creduto) => (x.id < y.id ? -1 : 1)

test('unite, cinquanta scritture qualsiasi, divise: ogni scheda ha ciò che era suo, e i totali tornano', async () => {
  // what every kind of act has written, in all the runs: one that is always refused proves nothing
  const scritti = { relazione: 0, nucleo: 0, diario: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(atto, { minLength: 50, maxLength: 50 }), async (atti) => {
      const [x, y, z] = [await inCarico(), await inCarico(), await inCarico()]
      const due = [x, y] as const
      for (const id of due) await residenza(id, 'Via di prima', '2019-01-01')
      const modello = new Map<string, Creduto>([...(await scritto(x)), ...(await scritto(y))].map((f) => [f.id, f]))
      const legami: string[] = []
      // an entry is of the sheet it was written for; what is believed is of the one they are shown as
      const voci: [string[], string[]] = [[], []]
      let nuclei = 0
      const { id: unione } = await unisci(x, y, { residenza: y })
      const scegli = (n: number) => {
        const aperti = [...modello.values()].filter((f) => f.creduto)
        return aperti[n % aperti.length]
      }
      /** A refusal leaves everything as it was. */
      const prova = async (fai: () => Promise<{ id: string }>) => {
        try {
          return (await fai()).id
        } catch (e) {
          if (e instanceof Refused) return null
          throw e
        }
      }
      const finora = (f: Creduto) => modello.set(f.id, { ...f, creduto: false })
      for (const op of atti) {
        if (op.atto === 'registra') {
          const d = dati(op.tipo, op.v)
          const id = await prova(() =>
            sociale.call(fattiApi.registra, {
              id: due[op.da]!,
              tipo: op.tipo as 'alias',
              dati: d,
              dal: op.dal,
              fonte: 'persona',
            }),
          )
          if (!id) continue
          const prima =
            op.tipo === 'residenza' &&
            [...modello.values()].find(
              (f) => f.creduto && f.di === x && f.tipo === op.tipo && f.al === null && f.dal! < op.dal,
            )
          if (prima) {
            finora(prima)
            const copia = (await scritto(x)).find((f) => !modello.has(f.id) && f.id !== id)!
            modello.set(copia.id, { ...prima, id: copia.id, al: giornoPrima(op.dal) })
          }
          modello.set(id, { id, di: x, tipo: op.tipo, dati: d, dal: op.dal, al: null, creduto: true })
        } else if (op.atto === 'relazione') {
          const id = await prova(() =>
            sociale.call(relazioniApi.registra, {
              id: due[op.da]!,
              con: z,
              specie: 'legame',
              tipo: 'vicino',
              fonte: 'persona',
              ...unGiorno(legami.length),
            }),
          )
          if (id) legami.push(id)
        } else if (op.atto === 'diario') {
          const id = await prova(() =>
            sociale.call(diarioApi.scrivi, {
              id: due[op.da]!,
              specie: 'diario',
              giorno: '2026-02-10',
              tipo: 'colloquio',
              blocchi: [{ tipo: 'fatto', testo: 'Incontrata.' }],
              completa: true,
            }),
          )
          if (id) voci[op.da]!.push(id)
        } else if (op.atto === 'nucleo') {
          const id = await prova(() =>
            sociale.call(nucleiApi.crea, {
              personaId: due[op.da]!,
              tipo: 'rete',
              fonte: 'persona',
              componenti: [{ personaId: due[op.da]!, parentela: 'persona-di-riferimento' }],
            }),
          )
          if (id) nuclei++
        } else {
          const f = scegli(op.quale)
          if (!f) continue
          const dove = { id: due[0], fatto: f.id }
          if (op.atto === 'annulla') {
            await sociale.call(fattiApi.annulla, { ...dove, motivo: 'prova' })
            finora(f)
          } else if (op.atto === 'termina') {
            const id = await prova(() => sociale.call(fattiApi.termina, { ...dove, al: op.al }))
            if (!id) continue
            finora(f)
            modello.set(id, { ...f, id, al: op.al })
          } else {
            const d = dati(f.tipo, op.v)
            const id = await prova(() =>
              sociale.call(fattiApi.correggi, {
                ...dove,
                tipo: f.tipo as 'alias',
                dati: d,
                dal: op.dal,
                fonte: 'persona',
                motivo: 'prova',
              }),
            )
            if (!id) continue
            finora(f)
            // an open one that began earlier, of the same sheet, ends before the corrected one
            const altre = (await scritto(f.di)).filter((r) => !modello.has(r.id) && r.id !== id)
            for (const r of altre) {
              const era = [...modello.values()].find(
                (m) => m.creduto && m.di === f.di && m.tipo === f.tipo && m.al === null && m.dal! < op.dal,
              )!
              finora(era)
              modello.set(r.id, { ...era, id: r.id, al: giornoPrima(op.dal) })
            }
            modello.set(id, { ...f, id, dati: d, dal: op.dal, al: null, creduto: true })
          }
        }
      }
      // while merged both sheets are read as one
      const insieme = (await sociale.call(fattiApi.storia, { id: x })).voci.filter((f) => f.tipo !== 'generalita')
      expect(insieme.map((f) => f.id).sort()).toEqual([...modello.keys()].sort())
      const diario = async (id: string) => (await sociale.call(diarioApi.voci, { id })).voci.map((v) => v.id).sort()
      const relazioni = async (id: string) =>
        (await sociale.call(relazioniApi.elenco, { id })).voci.map((r) => r.id).sort()
      for (const id of due) expect([await diario(id), await relazioni(id)]).toEqual([voci.flat().sort(), legami.sort()])
      await dividi(x, unione)
      for (const id of due) {
        const atteso = [...modello.values()].filter((f) => f.di === id).sort(perId)
        expect((await scritto(id)).sort(perId)).toEqual(atteso)
        const vista = (await sociale.call(fattiApi.storia, { id })).voci.filter((f) => f.tipo !== 'generalita')
        expect(vista.map((f) => f.id).sort()).toEqual(atteso.map((f) => f.id).sort())
        expect(vista.some((f) => f.dellaUnita)).toBe(false)
      }
      const [sx, sy] = [await scheda(x), await scheda(y)]
      expect([sx.principaleId, sy.principaleId, sx.unite]).toEqual([null, null, []])
      expect([await relazioni(x), await diario(x)]).toEqual([legami, voci[0].sort()])
      expect([await relazioni(y), await diario(y)]).toEqual([[], voci[1].sort()])
      expect((await sociale.call(nucleiApi.diPersona, { id: x })).nuclei).toHaveLength(nuclei)
      expect((await sociale.call(nucleiApi.diPersona, { id: y })).nuclei).toEqual([])
      scritti.relazione += legami.length
      scritti.nucleo += nuclei
      scritti.diario += voci.flat().length
    }),
    { numRuns: 4, endOnFailure: true },
  )
  for (const [cosa, quanti] of Object.entries(scritti)) expect(quanti, cosa).toBeGreaterThan(0)
})
