// Acts on the flows that meet: a withdrawal and a generation, two answers of INPS for one flow, an answer and a cancellation, two clerks on one
// row, a correction and «Rielabora». Each pair at every point in which it can meet (test/support/intrecci.ts).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { daProprietario, Refused, type TestApp, testApp } from '../../../test/support/app.ts'
import { operatore } from '../../../test/support/cartella.ts'
import {
  genera,
  importa,
  lavora,
  luoghiFlussi,
  prepara,
  type ScenaFlussi,
  scenaFlussi,
  xmlDi,
} from '../../../test/support/flussi.ts'
import { csv, foglioMinori, rigaBuona } from '../../../test/support/fogli-flussi.ts'
import { type Incontro, ogniIncontro } from '../../../test/support/intrecci.ts'
import { carichiApi } from '../../shared/flussi/carichi.api.ts'
import { minoreDiProva } from '../../shared/flussi/esempi.fixture.ts'
import { esitiApi } from '../../shared/flussi/esiti.api.ts'
import { generazioniApi } from '../../shared/flussi/generazioni.api.ts'
import { minoriApi } from '../../shared/flussi/minori.api.ts'
import { campiPianiMinore, leggiPercorso } from '../../shared/flussi/percorsi.ts'
import { type Prestazione, prestazioniApi } from '../../shared/flussi/prestazioni.api.ts'
import { rielaborazioniApi } from '../../shared/flussi/rielaborazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { leggiCarico } from './carichi-corsa.ts'
import { ritiraFile } from './carichi-ritiro.ts'
import { generaFlussi } from './generazioni-corsa.ts'
import { leggiTutto } from './prova.fixture.ts'
import { rielaboraRighe } from './rielaborazioni-corsa.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
  await luoghiFlussi(t)
  await lavora(t)
})
afterAll(() => t.close())

const incarico = (s: ScenaFlussi, id: string) => ({ id, ambito: s.a.id, utente: s.chi.utenteId, comuni: [s.comune] })
type Filtri = Omit<Input<typeof prestazioniApi.list>, 'ente' | 'limite'>
const righe = async (s: ScenaFlussi, quali: Filtri = {}) =>
  (await s.chi.call(prestazioniApi.list, { ente: s.ente, limite: 200, ...quali })).voci
const riga = (s: ScenaFlussi, id: string) => s.chi.call(prestazioniApi.leggi, { id })
const valore = (p: Pick<Prestazione, 'valori'>, campo: string) => p.valori.find((v) => v.campo === campo)?.valore
const regole = (p: Pick<Prestazione, 'difetti'>) => p.difetti.map((d) => d.regola)

/** What a refused act was told; anything else that goes wrong is not a refusal. */
function rifiuto(esito: PromiseSettledResult<unknown>): string | undefined {
  if (esito.status === 'fulfilled') return undefined
  if (!(esito.reason instanceof Refused)) throw esito.reason
  return esito.reason.problem.codice
}
const riuscito = <T>(esito: PromiseSettledResult<T>): T => {
  if (esito.status === 'rejected') throw esito.reason
  return esito.value
}

/** Both ways round: who is stopped is one, then the other. */
async function entrambi<S, A, B>(
  prepara: (passo: number) => Promise<S>,
  a: (s: S) => Promise<A>,
  b: (s: S) => Promise<B>,
  verifica: (s: S, i: Incontro<A, B>) => Promise<void>,
  ogni = 1,
): Promise<void> {
  const dritti = await ogniIncontro(t, prepara, a, b, verifica, ogni)
  const rovesci = await ogniIncontro(t, prepara, b, a, (s, i) => verifica(s, { passo: i.passo, a: i.b, b: i.a }), ogni)
  // an act that is not stopped anywhere has met nobody
  if (t.deps.db.kind === 'postgres') expect(Math.min(dritti, rovesci)).toBeGreaterThan(4)
}

/** Each test is tens of meetings, one after the other. */
const TEMPO = 240_000

/** Acts that may have so many questions, each way: what they act upon is there beforehand, a month each. */
const INCONTRI = process.env.TRAMA_TEST_PG ? 60 : 4
const mese = (n: number) => `${2015 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`
const pagata = (n: number) => `20/${mese(n).split('-').reverse().join('/')}`

describe('a withdrawal and a generation of one ente', { timeout: TEMPO }, () => {
  interface ConFile {
    s: ScenaFlussi
    file: string
    mese: string
  }
  /** What has become of the rows of one file, whoever came first: all away or all left, and a flow has what the board says. */
  async function intere({ s, file, mese: periodo }: ConFile, generazione?: string) {
    const sue = await righe(s, { carico: file })
    const stati = [...new Set(sue.map((p) => p.stato))]
    expect([sue.length, stati.length]).toEqual([2, 1])
    expect((await righe(s, { periodo })).length).toBe(2)
    if (generazione) {
      const partite: string[] = []
      for (const f of (await s.chi.call(generazioniApi.flussi, { generazione })).voci)
        partite.push(...(await leggiTutto(await xmlDi(s, f.id))).prestazioni.map((p) => p.protocolloDomanda!))
      const inFlusso = sue.filter((p) => p.stato === 'in-flusso').map((p) => valore(p, 'protocolloDomanda')!)
      expect(partite.sort()).toEqual(inFlusso.sort())
    }
    return stati[0]
  }
  const file = (s: ScenaFlussi) => {
    let n = 0
    return async (): Promise<ConFile> => {
      const questo = n++
      const due = [2 * questo, 2 * questo + 1].map((k) => rigaBuona(k, { 'Data pagamento': pagata(questo) }))
      const id = await prepara(s, csv(due))
      await leggiCarico(t.deps, incarico(s, id))
      return { s, file: id, mese: mese(questo) }
    }
  }
  const ritira = (c: ConFile) => c.s.chi.call(carichiApi.ritira, { id: c.file })
  const statoDi = async (c: ConFile) => (await c.s.chi.call(carichiApi.leggi, { id: c.file })).stato
  const chiedi = async (c: ConFile) =>
    (await c.s.chi.call(generazioniApi.genera, { ente: c.s.ente, dal: c.mese, al: c.mese, massimoRecord: 1 })).id
  const genera = async (c: ConFile) => {
    const id = await chiedi(c)
    await generaFlussi(t.deps, incarico(c.s, id))
    return id
  }

  test('asked for together: what is withdrawn does not leave, and what leaves is not withdrawn', async () => {
    await entrambi(
      file(await scenaFlussi(t)),
      ritira,
      genera,
      async (c, i) => {
        // whoever makes flows is never stopped by a withdrawal that one waits for
        const come = await intere(c, riuscito(i.b))
        expect(['esclusa', 'in-flusso']).toContain(come)
        const tolto = rifiuto(i.a)
        expect([undefined, 'stato-non-ammesso']).toContain(tolto)
        expect(await statoDi(c)).toBe(tolto ? 'concluso' : 'ritirato')
        if (tolto) expect(come).toBe('in-flusso')
        // each of these reads a file and makes a flow
      },
      3,
    )
  })
  test('of a large file, asked for together: one of the two, or the one would go on beside the other', async () => {
    const altro = file(await scenaFlussi(t))
    await entrambi(
      async () => {
        const c = await altro()
        await daProprietario(t, `update carico_flussi set prestazioni = 2001 where id = '${c.file}'`)
        return c
      },
      ritira,
      chiedi,
      async (c, i) => {
        expect([rifiuto(i.a), rifiuto(i.b)].sort()).toEqual(['stato-non-ammesso', undefined])
        // done with, so that the next meeting begins from nothing
        if (i.b.status === 'fulfilled') await generaFlussi(t.deps, incarico(c.s, i.b.value))
        else await ritiraFile(t.deps, incarico(c.s, c.file))
        expect(await intere(c)).toBe(i.b.status === 'fulfilled' ? 'in-flusso' : 'esclusa')
      },
    )
  })
  test('nor does the withdrawal of a large file, that goes on by itself, leave anything to be sent', async () => {
    const altro = file(await scenaFlussi(t))
    await ogniIncontro(
      t,
      async () => {
        const c = await altro()
        // as a file of thousands is, once its withdrawal has been asked for
        await daProprietario(
          t,
          `update carico_flussi set stato = 'in-ritiro', ritirato_da = '${c.s.chi.utenteId}' where id = '${c.file}'`,
        )
        return c
      },
      (c) => ritiraFile(t.deps, incarico(c.s, c.file)),
      genera,
      async (c, i) => {
        riuscito(i.a)
        expect([undefined, 'stato-non-ammesso']).toContain(rifiuto(i.b))
        expect(await intere(c, i.b.status === 'fulfilled' ? i.b.value : undefined)).toBe('esclusa')
        expect(await statoDi(c)).toBe('ritirato')
      },
    )
  })
})

const fileEsiti = (...righe: object[]) => Buffer.from(JSON.stringify({ esiti: righe }))
const bene = (flusso: string) => ({ id_flusso: flusso, codice_esito: 'OK', id_acquisizione_siuss: 'A1' })
const male = (flusso: string, perche = 'Dati non trovati') => ({
  id_flusso: flusso,
  codice_esito: 'DATI_NON_TROVATI',
  descrizione_esito: perche,
})
const esiti = (s: ScenaFlussi, ...righe: object[]) =>
  s.chi.call(esitiApi.carica, {} as never, { file: fileEsiti(...righe) })

interface Partita {
  s: ScenaFlussi
  /** Of the one prestazione that left, and its flow. */
  id: string
  flusso: { id: string; nome: string }
}
/** Prestazioni that have left, each in a flow of its own, to be taken one by one: as many leave together, of another ente, when none is left. */
function partite(insieme = process.env.TRAMA_TEST_PG ? 16 : 4): () => Promise<Partita> {
  let s: ScenaFlussi
  const flussi: Partita['flusso'][] = []
  return async () => {
    if (flussi.length === 0) {
      s = await scenaFlussi(t)
      await importa(t, s, csv(Array.from({ length: insieme }, (_, n) => rigaBuona(n))))
      const { id } = await s.chi.call(generazioniApi.genera, { ente: s.ente, massimoRecord: 1 })
      await generaFlussi(t.deps, incarico(s, id))
      flussi.push(...(await s.chi.call(generazioniApi.flussi, { generazione: id, limite: 200 })).voci)
    }
    const flusso = flussi.shift()!
    const [sua] = await righe(s, { flusso: flusso.id })
    return { s, id: sua!.id, flusso }
  }
}
const esitoDi = async ({ s, flusso }: Partita) =>
  (await s.chi.call(generazioniApi.flussi, { ente: s.ente, limite: 200 })).voci.find((f) => f.id === flusso.id)!.esito

describe('two answers of INPS for one flow', { timeout: TEMPO }, () => {
  test('that say otherwise: the first holds, and the other is told', async () => {
    await ogniIncontro(
      t,
      partite(),
      (p) => esiti(p.s, bene(p.flusso.nome)),
      (p) => esiti(p.s, male(p.flusso.nome)),
      async (p, i) => {
        const [si, no] = [riuscito(i.a), riuscito(i.b)]
        expect([si.accettati + no.respinti, si.problemi.length + no.problemi.length]).toEqual([1, 1])
        const r = await riga(p.s, p.id)
        expect([await esitoDi(p), r.stato, regole(r)]).toEqual(
          si.accettati ? ['accettato', 'accettata', []] : ['respinto', 'rifiutata', ['TR02']],
        )
      },
    )
  })
  test('that refuse it, in two files: it is refused once, with one reason', async () => {
    await ogniIncontro(
      t,
      partite(),
      (p) => esiti(p.s, male(p.flusso.nome, 'Primo motivo')),
      (p) => esiti(p.s, male(p.flusso.nome, 'Secondo motivo')),
      async (p, i) => {
        const [uno, due] = [riuscito(i.a), riuscito(i.b)]
        expect([uno.respinti + due.respinti, uno.giaNoti + due.giaNoti]).toEqual([1, 1])
        const r = await riga(p.s, p.id)
        expect([r.stato, regole(r)]).toEqual(['rifiutata', ['TR02']])
        expect(r.difetti[0]!.frase).toContain(uno.respinti ? 'Primo motivo' : 'Secondo motivo')
      },
    )
  })
  test('and whoever gives the flow up: one of the two', async () => {
    const altra = partite()
    await entrambi(
      async () => {
        const p = await altra()
        await esiti(p.s, { id_flusso: p.flusso.nome, codice_esito: 'ERRORE_GENERICO' })
        return p
      },
      (p) => esiti(p.s, bene(p.flusso.nome)),
      (p) => p.s.chi.call(esitiApi.rinuncia, { id: p.flusso.id, motivo: 'Verificato: INPS non lo ha' }),
      async (p, i) => {
        const preso = riuscito(i.a).accettati === 1
        expect(rifiuto(i.b)).toBe(preso ? 'stato-non-ammesso' : undefined)
        const r = await riga(p.s, p.id)
        expect([await esitoDi(p), r.stato]).toEqual(preso ? ['accettato', 'accettata'] : ['respinto', 'rifiutata'])
      },
    )
  })
  test('two files of the same flows in another order do not stop each other', async () => {
    const altra = partite()
    const morte = async () =>
      Number(
        (
          await daProprietario(
            t,
            'select pg_stat_get_db_deadlocks(oid) as n from pg_database where datname = current_database()',
          )
        )[0]!.n,
      )
    const prima = await morte()
    const insieme = (b: (uno: Partita, due: Partita) => Promise<Output<typeof esitiApi.carica>>) =>
      ogniIncontro(
        t,
        async () => [await altra(), await altra()] as const,
        ([uno, due]) => esiti(uno.s, male(uno.flusso.nome), male(due.flusso.nome)),
        (due) => b(...due),
        async ([uno, due], i) => {
          expect(riuscito(i.a).respinti + riuscito(i.b).respinti).toBe(2)
          for (const p of [uno, due]) expect(regole(await riga(p.s, p.id))).toEqual(['TR02'])
        },
      )
    await insieme((uno, due) => esiti(uno.s, male(due.flusso.nome), male(uno.flusso.nome)))
    await insieme((uno, due) => esiti(uno.s, male(due.flusso.nome)))
    if (t.deps.db.kind !== 'postgres') return
    // the engine tells what it has counted once a second
    await new Promise((r) => setTimeout(r, 1500))
    expect(await morte()).toBe(prima)
  })
})

describe('an answer of INPS and what is done meanwhile', { timeout: TEMPO }, () => {
  const cancella = (p: Partita) =>
    p.s.chi.call(prestazioniApi.cancella, {
      id: p.id,
      motivo: 'Importo sbagliato',
      campi: [{ campo: 'importo', valore: '10,00' }],
    })

  test('a refusal, while what it refuses is being cancelled and corrected', async () => {
    await entrambi(
      partite(),
      (p) => esiti(p.s, male(p.flusso.nome)),
      cancella,
      async (p, i) => {
        expect(riuscito(i.a).respinti).toBe(1)
        const r = await riga(p.s, p.id)
        if (rifiuto(i.b)) {
          expect([rifiuto(i.b), r.stato, regole(r)]).toEqual(['stato-non-ammesso', 'rifiutata', ['TR02']])
          expect(r.legami).toMatchObject({ annullata: null, seguita: null })
          return
        }
        // INPS never had it: nothing is cancelled, and what takes its place has the reason
        const [annulla, segue] = riuscito(i.b).voci
        const suo = await riga(p.s, segue!.id)
        expect([r.stato, (await riga(p.s, annulla!.id)).stato, suo.stato, regole(suo)]).toEqual([
          'esclusa',
          'esclusa',
          'rifiutata',
          ['TR02'],
        ])
      },
    )
  })
  test('an acceptance, while what it accepts is being cancelled: there is something to cancel', async () => {
    await entrambi(
      partite(),
      (p) => esiti(p.s, bene(p.flusso.nome)),
      cancella,
      async (p, i) => {
        expect([riuscito(i.a).accettati, rifiuto(i.b)]).toEqual([1, undefined])
        const { legami, stato } = await riga(p.s, p.id)
        expect([stato, legami.annullata?.stato, legami.seguita?.stato]).toEqual(['accettata', 'pronta', 'pronta'])
      },
    )
  })

  const correggi = (s: ScenaFlussi, id: string, versione: number) =>
    s.chi.call(prestazioniApi.correggi, { id, versione, campi: [{ campo: 'importo', valore: '20,00' }] })

  test('an answer to a cancellation, while what takes its place is being corrected', async () => {
    const altra = partite(INCONTRI)
    // their cancellations have left, and what takes their place waits
    const pronte: (Partita & { annulla: string; segue: string; suo: string })[] = []
    let s: ScenaFlussi | undefined
    for (let n = 0; n < INCONTRI; n++) {
      const p = await altra()
      s = p.s
      const [annulla, segue] = (await cancella(p)).voci
      pronte.push({ ...p, annulla: annulla!.id, segue: segue!.id, suo: '' })
    }
    const { id } = await s!.chi.call(generazioniApi.genera, { ente: s!.ente, massimoRecord: 1 })
    await generaFlussi(t.deps, incarico(s!, id))
    for (const f of (await s!.chi.call(generazioniApi.flussi, { generazione: id, limite: 200 })).voci) {
      const [c] = await righe(s!, { flusso: f.id })
      pronte.find((p) => p.annulla === c!.id)!.suo = f.nome
    }
    let partono = 0
    for (const esito of ['OK', 'DATI_NON_TROVATI'])
      await ogniIncontro(
        t,
        async () => pronte.shift()!,
        async (p) => correggi(p.s, p.segue, (await riga(p.s, p.segue)).versione),
        (p) => esiti(p.s, { ...male(p.suo), codice_esito: esito }),
        async (p, i) => {
          expect(rifiuto(i.a)).toBeUndefined()
          const [r, annulla, segue] = [await riga(p.s, p.id), await riga(p.s, p.annulla), await riga(p.s, p.segue)]
          if (esito === 'OK') expect([r.stato, annulla.stato]).toEqual(['esclusa', 'accettata'])
          else expect([r.stato, annulla.stato, regole(annulla)]).toEqual(['in-flusso', 'rifiutata', ['TR02']])
          expect([segue.stato, valore(segue, 'importo')]).toEqual(['pronta', '20.00'])
          if (esito === 'OK') partono++
        },
      )
    // they leave where INPS has nothing in their place, and nowhere else
    expect((await genera(t, s!, {})).generazione.prestazioni).toBe(partono)
  })
  test('what comes back while somebody corrects it from an old screen is not overwritten', async () => {
    await entrambi(
      partite(),
      (p) => esiti(p.s, male(p.flusso.nome)),
      async (p) => correggi(p.s, p.id, (await riga(p.s, p.id)).versione),
      async (p, i) => {
        expect(riuscito(i.a).respinti).toBe(1)
        const r = await riga(p.s, p.id)
        if (rifiuto(i.b)) {
          expect(['stato-non-ammesso', 'versione-superata']).toContain(rifiuto(i.b))
          expect([r.stato, regole(r), valore(r, 'importo')]).toEqual(['rifiutata', ['TR02'], '1234.50'])
        } else expect([r.stato, regole(r), valore(r, 'importo')]).toEqual(['pronta', [], '20.00'])
      },
    )
  })
})

describe('two clerks on one row', { timeout: TEMPO }, () => {
  interface Riga {
    s: ScenaFlussi
    altra: ScenaFlussi['chi']
    id: string
    versione: number
    mese: string
  }
  /** Rows of one file, a month each, to be taken one by one; and a colleague. */
  const tante = async (celle: Parameters<typeof rigaBuona>[1]): Promise<() => Promise<Riga>> => {
    const s = await scenaFlussi(t)
    await importa(
      t,
      s,
      csv(Array.from({ length: INCONTRI }, (_, n) => rigaBuona(n, { 'Data pagamento': pagata(n), ...celle }))),
    )
    const altra = await operatore(t, s.a, 'operatore-flussi', s.comune)
    const tutte = await righe(s)
    return async () => {
      const r = tutte.shift()!
      return { s, altra, id: r.id, versione: r.versione, mese: r.periodo! }
    }
  }
  const SBAGLIATO = { 'Codice INPS': 'CONTR' }
  const correggi =
    (chi: 'uno' | 'altra', campo: string, scritto: string) =>
    ({ s, altra, id, versione }: Riga) =>
      (chi === 'uno' ? s.chi : altra).call(prestazioniApi.correggi, {
        id,
        versione,
        campi: [{ campo, valore: scritto }],
      })
  const importoDi = (r: Pick<Prestazione, 'valori'>) => valore(r, 'importo')

  test('who corrects it in two tabs: one is written, the other is told that the row has changed', async () => {
    await ogniIncontro(
      t,
      await tante(SBAGLIATO),
      correggi('uno', 'importo', '10,00'),
      correggi('altra', 'codicePrestazione', 'A1.04'),
      async ({ s, id, versione }, i) => {
        expect([rifiuto(i.a), rifiuto(i.b)].sort()).toEqual(['versione-superata', undefined])
        const r = await riga(s, id)
        expect([importoDi(r), valore(r, 'codicePrestazione'), r.versione]).toEqual(
          rifiuto(i.a) ? ['1234.50', 'A1.04', versione + 1] : ['10.00', 'CONTR', versione + 1],
        )
      },
    )
  })
  test('one corrects it and another corrects many: neither takes away what the other has written', async () => {
    await entrambi(
      await tante(SBAGLIATO),
      correggi('uno', 'importo', '10,00'),
      ({ s, altra, mese: periodo }) =>
        altra.call(prestazioniApi.correggiMolte, {
          ente: s.ente,
          periodo,
          campo: 'codicePrestazione',
          prima: 'CONTR',
          valore: 'A1.04',
        }),
      async ({ s, id }, i) => {
        expect(riuscito(i.b).cambiate).toBe(1)
        const r = await riga(s, id)
        expect([undefined, 'versione-superata']).toContain(rifiuto(i.a))
        expect([valore(r, 'codicePrestazione'), importoDi(r)]).toEqual(['A1.04', rifiuto(i.a) ? '1234.50' : '10.00'])
      },
    )
  })
  test('one excludes it and another corrects it: one of the two', async () => {
    await ogniIncontro(
      t,
      await tante(SBAGLIATO),
      correggi('uno', 'codicePrestazione', 'A1.04'),
      ({ altra, id, versione }) => altra.call(prestazioniApi.escludi, { id, versione }),
      async ({ s, id }, i) => {
        expect([rifiuto(i.a), rifiuto(i.b)].sort()).toEqual(['versione-superata', undefined])
        const r = await riga(s, id)
        expect([r.stato, valore(r, 'codicePrestazione')]).toEqual(
          rifiuto(i.a) ? ['esclusa', 'CONTR'] : ['pronta', 'A1.04'],
        )
      },
    )
  })
  test('one overrides a warning and another corrects: the reason stays, and so does the correction', async () => {
    await entrambi(
      // nothing of the DSU that is due: a warning
      await tante({ 'Prova dei mezzi': '1' }),
      correggi('uno', 'importo', '10,00'),
      ({ s, altra, id }) =>
        altra.call(prestazioniApi.deroga, { ente: s.ente, id, regola: 'PS04b', motivo: 'Non c’è una DSU' }),
      async ({ s, id }, i) => {
        expect(riuscito(i.b).cambiate).toBe(1)
        const r = await riga(s, id)
        expect([r.stato, r.deroghe.map((d) => d.regola)]).toEqual(['pronta', ['PS04b']])
        expect(importoDi(r)).toBe(rifiuto(i.a) ? '1234.50' : '10.00')
      },
    )
  })
  test('a correction and «Rielabora»: what somebody has written stays, and what has been learned holds', async () => {
    const altra = await tante(SBAGLIATO)
    // from now on it means something, also in what has been read
    const maestra = await altra()
    const campi = [{ campo: 'codicePrestazione', valore: 'A1.05' }]
    const { id: insegnata, versione: v } = maestra
    await maestra.s.chi.call(prestazioniApi.correggi, { id: insegnata, versione: v, campi, insegna: true })
    await entrambi(
      async () => {
        const r = await altra()
        const { id: lavoro } = await r.s.chi.call(rielaborazioniApi.avvia, { ente: r.s.ente, periodo: r.mese })
        return { ...r, lavoro }
      },
      correggi('uno', 'importo', '10,00'),
      ({ s, lavoro }) => rielaboraRighe(t.deps, incarico(s, lavoro)),
      async ({ s, id, lavoro }, i) => {
        riuscito(i.b)
        const fatto = await s.chi.call(rielaborazioniApi.leggi, { id: lavoro })
        expect(fatto).toMatchObject({ stato: 'conclusa', guardate: 1 })
        const r = await riga(s, id)
        expect([r.stato, valore(r, 'codicePrestazione')]).toEqual(['pronta', 'A1.05'])
        expect([undefined, 'versione-superata']).toContain(rifiuto(i.a))
        expect(importoDi(r)).toBe(rifiuto(i.a) ? '1234.50' : '10.00')
      },
    )
  })
})

describe('cards of minors', { timeout: TEMPO }, () => {
  /** What a clerk types of a good card. */
  const buona = campiPianiMinore
    .filter((c) => c.percorso !== 'idBeneficiario')
    .flatMap(({ percorso }) => {
      const scritto = leggiPercorso(minoreDiProva(), percorso)
      return scritto === undefined ? [] : [{ campo: percorso, valore: scritto }]
    })
  interface Minore {
    s: ScenaFlussi
    riferimento: string
    id: string
    versione: number
  }
  const scrivi = ({ s, riferimento }: Pick<Minore, 's' | 'riferimento'>) =>
    s.chi.call(minoriApi.create, { ente: s.ente, riferimento, campi: buona })
  const scheda = (s: ScenaFlussi, id: string) => s.chi.call(minoriApi.leggi, { id })
  const minori = async () => {
    const s = await scenaFlussi(t)
    let n = 0
    return async (): Promise<Minore> => {
      const uno = { s, riferimento: `Fascicolo ${n++}` }
      return { ...uno, ...(await scrivi(uno)) }
    }
  }
  const fuori = ({ s }: Minore) => s.chi.call(minoriApi.genera, { ente: s.ente })

  test('two clerks correct one: one is written, the other is told', async () => {
    await ogniIncontro(
      t,
      await minori(),
      ({ s, id, versione }) =>
        s.chi.call(minoriApi.correggi, { id, versione, campi: [{ campo: 'annoNascita', valore: '2013' }] }),
      ({ s, id, versione }) =>
        s.chi.call(minoriApi.correggi, { id, versione, campi: [{ campo: 'componentiIsee', valore: '7' }] }),
      async ({ s, id }, i) => {
        expect([rifiuto(i.a), rifiuto(i.b)].sort()).toEqual(['versione-superata', undefined])
        const r = await scheda(s, id)
        const era = (campo: string) => buona.find((c) => c.campo === campo)?.valore
        expect([valore(r, 'annoNascita'), valore(r, 'componentiIsee')]).toEqual(
          rifiuto(i.a) ? [era('annoNascita'), '7'] : ['2013', era('componentiIsee')],
        )
      },
    )
  })
  test('one leaves while another of the same minor is written: that asks why', async () => {
    await entrambi(await minori(), fuori, scrivi, async ({ s, id }, i) => {
      // one equal is a copy while the first waits; when it has left, INPS has a card of him
      expect(riuscito(i.a).schede).toBe(1)
      const altra = await scheda(s, riuscito(i.b).id)
      expect([(await scheda(s, id)).stato, altra.stato, regole(altra)]).toEqual([
        'in-flusso',
        'da-completare',
        ['TR03'],
      ])
      // what waits does not stand in the way of the next meeting
      await s.chi.call(minoriApi.escludi, { id: altra.id, versione: altra.versione })
    })
  })
  test('INPS refuses one while another of the same minor is written: of him none has left', async () => {
    const altro = await minori()
    await entrambi(
      async () => {
        const m = await altro()
        const { flusso } = await fuori(m)
        return { ...m, flusso: flusso! }
      },
      ({ s, flusso }) => esiti(s, male(flusso)),
      scrivi,
      async ({ s, id }, i) => {
        expect(riuscito(i.a).respinti).toBe(1)
        const [prima, altra] = [await scheda(s, id), await scheda(s, riuscito(i.b).id)]
        expect([prima.stato, regole(prima).includes('TR02'), regole(altra).includes('TR03')]).toEqual([
          'rifiutata',
          true,
          false,
        ])
        for (const r of [prima, altra]) {
          const { versione } = await scheda(s, r.id)
          await s.chi.call(minoriApi.escludi, { id: r.id, versione })
        }
      },
    )
  })
  test('a file is withdrawn while its cards leave: all away or all left', async () => {
    const s = await scenaFlussi(t)
    let n = 0
    await entrambi(
      async () => {
        const { id } = await importa(t, s, foglioMinori([[`F ${n++}`], [`F ${n++}`]]))
        return { s, file: id }
      },
      ({ file }) => s.chi.call(carichiApi.ritira, { id: file }),
      () => s.chi.call(minoriApi.genera, { ente: s.ente }),
      async ({ file }, i) => {
        const sue = (await s.chi.call(minoriApi.righe, { ente: s.ente, carico: file })).voci
        const stati = [...new Set(sue.map((r) => r.stato))]
        expect([sue.length, stati.length]).toEqual([2, 1])
        expect([riuscito(i.b).schede, rifiuto(i.a)]).toEqual(stati[0] === 'esclusa' ? [0, undefined] : [2, undefined])
      },
    )
  })
})
