// The household of a caso and those of the record: linked by itself, proposed with who is missing and who is more, refused, made; and what
// must not be seen, which leaves no trace in any of it.
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, as, asRuolo, type Caller, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { cognomeNuovo, presaInCarico } from '../../../test/support/cartella.ts'
import {
  ambitoConPatti,
  type Cella,
  casoDi,
  type Finto,
  finto,
  importa,
  lavora,
  muovi,
  nucleo,
  preparaPatti,
} from '../../../test/support/patti.ts'
import { nucleiApi } from '../../shared/anagrafe/nuclei.api.ts'
import { personeApi } from '../../shared/anagrafe/persone.api.ts'
import { unioniApi } from '../../shared/anagrafe/unioni.api.ts'
import { calcolaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { nucleiCasoApi } from '../../shared/patti/nuclei-caso.api.ts'
import type { Tx } from '../kernel/db.ts'
import { inCtx } from '../kernel/serve.ts'
import { collegaNuclei } from './nuclei-caso.ts'

const OGGI = '2026-03-02'
let t: TestApp
let mio: Ambito
let comune: string
let cp: Caller
let cm: Caller
/** Follows casi, and keeps no record. */
let altra: Caller
beforeAll(async () => {
  t = await testApp()
  await preparaPatti(t)
  t.clock.set(`${OGGI}T09:00:00Z`)
  mio = await ambitoConPatti(t, 2, true)
  comune = mio.comuni[0]!
  const qui = (...ruoli: string[]) => asRuolo(t, mio, ...ruoli.map((ruolo) => ({ ruolo, comune })))
  cp = await qui('coordinatore-patto')
  cm = await qui('case-manager', 'assistente-sociale')
  altra = await qui('case-manager')
})
afterAll(() => t.close())

/** The base of the record, as somebody who sees all of it. */
const scrivi = <T>(fn: (tx: Tx) => Promise<T>, utente?: string) =>
  t.deps.db.inScope(
    {
      azione: 'prova',
      ambito: mio.id,
      comuni: mio.comuni,
      fascicolo: true,
      classi: ['indirizzo-segreto'],
      adesso: t.deps.clock(),
      ...(utente && { utente }),
    },
    fn,
  )
async function inCartella(p: Finto): Promise<string> {
  const { id } = await cm.call(personeApi.create, {
    cognome: p.cognome,
    nome: p.nome,
    sesso: p.nome === 'Ada' || p.nome === 'Lea' ? 'F' : 'M',
    dataNascita: p.nascita,
    codiceFiscale: p.cf,
    comuneId: comune,
    fonte: 'persona',
  })
  return id
}
const nucleoCon = (persone: string[], tipo = 'anagrafico', altro: { fuori?: string } = {}) =>
  scrivi(async (tx) => {
    const { rows } = await sql<{ id: string }>`
      insert into nucleo (comune_id, tipo, fonte) values (${comune}, ${tipo}, 'anagrafe') returning id`.execute(tx)
    for (const p of persone)
      await sql`insert into nucleo_componente (comune_id, nucleo_id, persona_id, parentela, esclusivo, convivente)
        values (${comune}, ${rows[0]!.id}, ${p}, 'figlio', ${tipo === 'anagrafico'}, ${p === altro.fuori ? false : null})`.execute(
        tx,
      )
    return rows[0]!.id
  })

async function assegnato(righe: Cella[], chi: Finto, a: Caller = cm): Promise<string> {
  await importa(t, cp, righe, { comune })
  const { id } = await casoDi(cp, chi)
  await cp.call(casiApi.assegna, { voci: [{ casoId: id, utenteId: a.utenteId }] })
  await lavora(t)
  return id
}
const letto = (id: string, lei = cm) => lei.call(nucleiCasoApi.leggi, { id })
const stati = async (id: string, lei = cm) => (await letto(id, lei)).nuclei.map((n) => [n.id, n.stato])
/** Names on one side only. */
const diversi = async (id: string, k = 0) =>
  (await letto(id)).nuclei[k]!.persone.filter((p) => p.inCartella === null || p.nelCaso === null).map((p) => [
    p.nome.split(' ').at(-1),
    p.inCartella === null ? 'nel caso' : 'in cartella',
  ])
const decisioni = (id: string) =>
  scrivi(async (tx) => {
    const { rows } = await sql<{ stato: string; modo: string; vale: boolean }>`
      select stato, modo, superato_il is null as vale from caso_nucleo where caso_id = ${id} order by superato_il nulls last, deciso_il, id`.execute(
      tx,
    )
    return rows.map((r) => `${r.modo} ${r.stato} ${r.vale}`)
  })

/** Until so many wait for what this transaction holds; the embedded database has one session, where whoever comes waits for its end. */
async function inAttesa(quanti: number) {
  while (t.deps.db.kind === 'postgres') {
    const { rows } = await t.owner.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      [],
    )
    if (rows.length >= quanti) return
    await setTimeout(20)
  }
}

let nati = 0
/** Nobody looks like anybody else: neither name nor day of birth. */
function tutti() {
  const giorno = (anno: number) => new Date(Date.UTC(anno, 0, 1 + 7 * nati++)).toISOString().slice(0, 10)
  const nuovo = (nome: string, anno: number, genere: 'M' | 'F' = 'F'): Finto => {
    const [cognome, dataNascita] = [cognomeNuovo(), giorno(anno)]
    const cf = calcolaCodiceFiscale({ cognome, nome, dataNascita, genere, belfiore: 'H501' })
    return { cognome, nome, nascita: dataNascita, cf }
  }
  return { ada: nuovo('Ada', 1985), ivo: nuovo('Ivo', 2012, 'M'), lea: nuovo('Lea', 2015) }
}
/** Ada, Ivo and Lea in the record. */
async function famiglia() {
  const { ada, ivo, lea } = tutti()
  const ids = [await inCartella(ada), await inCartella(ivo), await inCartella(lea)] as const
  return { ada, ivo, lea, ids }
}

describe('the same members', () => {
  test('one household alone: linked by itself when the caso meets the record, once', async () => {
    const { ada, ivo, ids } = await famiglia()
    const n = await nucleoCon([ids[0], ids[1]])
    const righe = nucleo([ada, ivo])
    const id = await assegnato(righe, ada)
    expect((await letto(id)).nuclei).toMatchObject([
      { id: n, stato: 'collegato', uguali: true, decisione: { modo: 'da-solo', dal: OGGI, motivo: null } },
    ])
    // the same extract again, and the work again
    await importa(t, cp, righe, { comune })
    await cm.call(analisiCasoApi.collega, { id })
    await lavora(t)
    expect(await decisioni(id)).toEqual(['da-solo collegato true'])
    await cm.call(nucleiCasoApi.collega, { id, nucleo: n })
    expect(await decisioni(id)).toEqual(['da-solo collegato true'])
  })
  test('who is there and does not live with them, and the network, are not of the household', async () => {
    const { ada, ivo, ids } = await famiglia()
    await nucleoCon([ids[0], ids[2]], 'rete')
    const n = await nucleoCon([...ids], 'anagrafico', { fuori: ids[2] })
    const id = await assegnato(nucleo([ada, ivo]), ada)
    expect(await stati(id)).toEqual([[n, 'collegato']])
  })
  test('two households with the same members: both are proposed, and one is chosen', async () => {
    const { ada, ivo, ids } = await famiglia()
    const uno = await nucleoCon([ids[0], ids[1]])
    const due = await nucleoCon([ids[0], ids[1]], 'isee')
    const id = await assegnato(nucleo([ada, ivo]), ada)
    expect(await stati(id)).toEqual([
      [uno, 'proposto'],
      [due, 'proposto'],
    ])
    await cm.call(nucleiCasoApi.collega, { id, nucleo: due })
    expect(await stati(id)).toEqual([
      [uno, 'proposto'],
      [due, 'collegato'],
    ])
    // changed one's mind: the other takes its place
    await cm.call(nucleiCasoApi.collega, { id, nucleo: uno })
    expect(await decisioni(id)).toEqual(['confermato collegato false', 'confermato collegato true'])
  })
  test('a member in two households: the one that is the same is linked, the other stays to be seen', async () => {
    const { ada, ivo, ids } = await famiglia()
    const suo = await nucleoCon([ids[0], ids[1]])
    const altro = await nucleoCon([ids[1], ids[2]], 'fatto')
    const id = await assegnato(nucleo([ada, ivo]), ada)
    expect(await stati(id)).toEqual([
      [suo, 'collegato'],
      [altro, 'proposto'],
    ])
  })
})

describe('not the same', () => {
  test('who is missing and who is more, side by side; the household is corrected in the record, and coincides', async () => {
    const { ada, ivo, lea, ids } = await famiglia()
    const n = await nucleoCon([ids[0], ids[2]])
    const id = await assegnato(nucleo([ada, ivo]), ada)
    expect(await stati(id)).toEqual([[n, 'proposto']])
    expect(await diversi(id)).toEqual([
      [ivo.nome, 'nel caso'],
      [lea.nome, 'in cartella'],
    ])
    const { nuclei } = await cm.call(nucleiApi.diPersona, { id: ids[0] })
    const suaDiLea = nuclei[0]!.membri.find((m) => m.persona.id === ids[2])!
    await cm.call(nucleiApi.esce, { id: n, componente: suaDiLea.id, al: '2026-02-28', motivo: 'È dal padre' })
    await cm.call(nucleiApi.aggiungi, { id: n, personaId: ids[1], parentela: 'figlio' })
    expect((await letto(id)).nuclei).toMatchObject([{ uguali: true, stato: 'proposto' }])
    await cm.call(nucleiCasoApi.collega, { id, nucleo: n })
    expect(await stati(id)).toEqual([[n, 'collegato']])
  })
  test('refused with a reason, it is not proposed again until one of the two changes', async () => {
    const { ada, ivo, lea, ids } = await famiglia()
    const n = await nucleoCon([...ids])
    const righe = nucleo([ada])
    const id = await assegnato(righe, ada)
    await cm.call(nucleiCasoApi.rifiuta, { id, nucleo: n, motivo: 'Vive da sola da un mese' })
    expect((await letto(id)).nuclei).toMatchObject([
      { stato: 'rifiutato', decisione: { stato: 'rifiutato', motivo: 'Vive da sola da un mese' } },
    ])
    await importa(t, cp, nucleo([ada, ivo], { Protocollo: righe[0]!.Protocollo! }), { comune })
    await lavora(t)
    expect(await stati(id)).toEqual([[n, 'proposto']])
    // even the same, what was refused is not linked by itself
    await importa(t, cp, nucleo([ada, ivo, lea], { Protocollo: righe[0]!.Protocollo! }), { comune })
    await lavora(t)
    expect((await letto(id)).nuclei).toMatchObject([{ uguali: true, stato: 'proposto' }])
  })
  test('an extract takes a member away: what was linked is to be looked at again, and so it may stay', async () => {
    const { ada, ivo, ids } = await famiglia()
    const n = await nucleoCon([ids[0], ids[1]])
    const righe = nucleo([ada, ivo])
    const id = await assegnato(righe, ada)
    expect(await stati(id)).toEqual([[n, 'collegato']])
    await importa(t, cp, righe.slice(0, 1), { comune })
    expect(await stati(id)).toEqual([[n, 'da-rivedere']])
    expect(await diversi(id)).toEqual([[ivo.nome, 'in cartella']])
    await cm.call(nucleiCasoApi.collega, { id, nucleo: n })
    expect(await stati(id)).toEqual([[n, 'collegato']])
    expect(await decisioni(id)).toEqual(['da-solo collegato false', 'confermato collegato true'])
    // he comes back: it is the same again
    await importa(t, cp, righe, { comune })
    expect((await letto(id)).nuclei).toMatchObject([{ uguali: true, stato: 'collegato' }])
  })
  test('an extract makes it the same: it is linked by itself', async () => {
    const { ada, ivo, ids } = await famiglia()
    const n = await nucleoCon([ids[0], ids[1]])
    const righe = nucleo([ada, ivo])
    const id = await assegnato(righe.slice(0, 1), ada)
    expect(await stati(id)).toEqual([[n, 'proposto']])
    await importa(t, cp, righe, { comune })
    expect(await stati(id)).toEqual([[n, 'collegato']])
  })
  test('refused while the work is about to link it: the work waits, and what was decided stays', async () => {
    const { ada, ivo, ids } = await famiglia()
    const id = await assegnato(nucleo([ada, ivo]), ada)
    const n = await nucleoCon([ids[0], ids[1]])
    const come = {
      azione: 'caso.gestisci',
      ambito: mio.id,
      utente: cm.utenteId,
      comuni: [comune],
      fascicolo: true,
      adesso: t.deps.clock(),
    }
    let lavoro: Promise<void> | undefined
    await t.deps.db.inScope(come, async (tx) => {
      await sql`select 1 from caso_stato where caso_id = ${id} for update`.execute(tx)
      await sql`insert into caso_nucleo (comune_id, caso_id, nucleo_id, stato, motivo, impronta) values (${comune}, ${id}, ${n}, 'rifiutato', 'Prova', 'x')`.execute(
        tx,
      )
      lavoro = inCtx(t.deps, come, (ctx) => collegaNuclei(ctx, [id]))
      await inAttesa(1)
    })
    await lavoro
    expect(await decisioni(id)).toEqual(['confermato rifiutato true'])
  })
  test('a household that is over is no longer there, and another takes its place', async () => {
    const { ada, ivo, ids } = await famiglia()
    const n = await nucleoCon([ids[0], ids[1]])
    const id = await assegnato(nucleo([ada, ivo]), ada)
    await scrivi((tx) => sql`update nucleo set al = '2026-02-28' where id = ${n}`.execute(tx))
    expect(await stati(id)).toEqual([])
    const due = await nucleoCon([ids[0], ids[1]], 'isee')
    await cm.call(nucleiCasoApi.collega, { id, nucleo: due })
    expect(await decisioni(id)).toEqual(['da-solo collegato false', 'confermato collegato true'])
  })
})

describe('none in the record', () => {
  test('it is made there in one act, from the members who are there, by who follows the caso alone', async () => {
    const { ada, ivo } = tutti()
    const id = await assegnato(nucleo([ada, ivo]), ada, altra)
    expect(await letto(id, altra)).toMatchObject({ siConfronta: true, nuclei: [], nonSiCompone: null })
    await altra.call(nucleiCasoApi.componi, { id })
    // asked twice, made once
    await altra.call(nucleiCasoApi.componi, { id })
    await lavora(t)
    const { nuclei } = await letto(id, altra)
    expect(nuclei).toMatchObject([
      { tipo: 'isee', uguali: true, stato: 'collegato', decisione: { modo: 'composto', dal: OGGI } },
    ])
    expect(nuclei[0]!.persone.map((p) => [p.nelCaso, p.inCartella])).toEqual([
      ['Richiedente', 'Intestatario della scheda'],
      ['Figlio', 'Figlio'],
    ])
    const e = await rifiuto(altra.call(nucleiCasoApi.componi, { id }))
    expect(e).toMatchObject({ codice: 'regola-non-rispettata' })
  })
  test('not while there is one that nobody has refused', async () => {
    const { ada, ids } = await famiglia()
    const n = await nucleoCon([ids[0], ids[1]])
    const id = await assegnato(nucleo([ada]), ada)
    expect((await rifiuto(cm.call(nucleiCasoApi.componi, { id }))).codice).toBe('regola-non-rispettata')
    await cm.call(nucleiCasoApi.rifiuta, { id, nucleo: n, motivo: 'Era della madre' })
    await cm.call(nucleiCasoApi.componi, { id })
    await lavora(t)
    expect((await letto(id)).nuclei.map((x) => [x.tipo, x.stato])).toEqual([
      ['anagrafico', 'rifiutato'],
      ['isee', 'collegato'],
    ])
  })
})

describe('made in the record, whatever the sheets are', () => {
  const fatto = (id: string) => letto(id).then((r) => r.nuclei.map((x) => [x.tipo, x.stato, x.persone.length]))
  test('the person is of another comune, of which a sheet of this one was found to be: the household is of this one', async () => {
    const { ada, ivo, ids } = await famiglia()
    const id = await assegnato(nucleo([ada, ivo]), ada)
    const la = mio.comuni[1]!
    const dove = mio.comuni.map((c) => ({ ruolo: 'assistente-sociale', comune: c }))
    const sociale = await as(t, await nuovoUtente(t, mio, dove))
    for (const k of [0, 1] as const) {
      const { nome, cognome, nascita } = [ada, ivo][k]!
      const { id: altrove } = await sociale.call(personeApi.create, {
        ...{ cognome, nome, dataNascita: nascita, sesso: k === 0 ? 'F' : 'M', comuneId: la, fonte: 'persona' },
        diverseDa: [ids[k]],
      })
      for (const p of [altrove, ids[k]]) await presaInCarico(t, mio, p === altrove ? la : comune, p, sociale.utenteId)
      await sociale.call(unioniApi.unisci, { id: altrove, altra: ids[k], scelte: {}, motivo: 'La stessa' })
    }
    expect(await letto(id)).toMatchObject({ nuclei: [], nonSiCompone: null })
    await cm.call(nucleiCasoApi.componi, { id })
    await lavora(t)
    expect(await fatto(id)).toEqual([['isee', 'collegato', 2]])
  })
  test('the applicant and another member are one person: he is there once, as the applicant', async () => {
    const { ada, ivo, ids } = await famiglia()
    const id = await assegnato(nucleo([ada, finto('Ada', ada.nascita), ivo]), ada)
    await scrivi((tx) =>
      sql`update domanda_componente set persona_id = ${ids[0]}, collegamento = 'confermato', simili = '{}'
        where domanda_id = (select domanda_id from caso where id = ${id}) and not richiedente and nome = 'Ada'`.execute(
        tx,
      ),
    )
    expect((await letto(id)).componibili).toEqual([ada, ivo].map((p) => `${p.cognome} ${p.nome}`))
    await cm.call(nucleiCasoApi.componi, { id })
    await lavora(t)
    expect(await fatto(id)).toEqual([['isee', 'collegato', 2]])
    expect((await letto(id)).nuclei[0]!.persone[0]).toMatchObject({ inCartella: 'Intestataria della scheda' })
  })
  test('asked by who no longer follows it, or of a caso that is over meanwhile, it is not made', async () => {
    const [di, chiuso] = [tutti(), tutti()]
    const id = await assegnato(nucleo([di.ada, di.ivo]), di.ada, altra)
    await altra.call(nucleiCasoApi.componi, { id })
    await cp.call(casiApi.riassegna, { casi: [id], utenteId: cm.utenteId, motivo: 'Ferie' })
    await lavora(t)
    expect(await letto(id)).toMatchObject({ nuclei: [], nonSiCompone: null })
    const finito = await assegnato(nucleo([chiuso.ada]), chiuso.ada)
    await cm.call(nucleiCasoApi.componi, { id: finito })
    await muovi(t, mio, finito, cm, ['chiudi'])
    await lavora(t)
    expect(await letto(finito)).toMatchObject({ nuclei: [], soloLettura: true })
  })
})

describe('who sees it', () => {
  test('handed over, nothing goes with it: it starts anew beside the record of the other comune', async () => {
    const { ada, ivo, ids } = await famiglia()
    const n = await nucleoCon([ids[0], ids[1]])
    const id = await assegnato(nucleo([ada, ivo]), ada)
    expect(await stati(id)).toEqual([[n, 'collegato']])
    const la = mio.comuni[1]!
    const [suo, lei] = await Promise.all(
      ['coordinatore-patto', 'case-manager'].map(async (ruolo) =>
        as(t, await nuovoUtente(t, mio, [{ ruolo, comune: la }])),
      ),
    )
    await cp.call(casiApi.offri, { id, comuneId: la, motivo: 'Vive là' })
    const { voci } = await suo!.call(casiApi.arrivi, {})
    const { id: offerta } = voci.find((v) => v.codiceFiscale === ada.cf)!
    await suo!.call(casiApi.rispondi, { id: offerta, accetta: true, motivo: '' })
    await lavora(t)
    const qui = await casoDi(suo!, ada)
    await suo!.call(casiApi.assegna, { voci: [{ casoId: qui.id, utenteId: lei!.utenteId }] })
    await lavora(t)
    expect(await letto(qui.id, lei)).toMatchObject({ siConfronta: true, nuclei: [] })
    expect(await decisioni(qui.id)).toEqual([])
    // and where it was it is no longer one of his
    expect(await letto(id)).toMatchObject({ siConfronta: false, nuclei: [], soloLettura: true })
    const { nuclei } = await cm.call(nucleiApi.diPersona, { id: ids[0] })
    expect(nuclei.flatMap((x) => x.casi)).toEqual([])
  })
  test('whoever follows the caso, and in the record whoever may open it; never who assigns', async () => {
    const { ada, ivo, ids } = await famiglia()
    const n = await nucleoCon([ids[0], ids[1]])
    const id = await assegnato(nucleo([ada, ivo]), ada)
    expect((await rifiuto(cp.call(nucleiCasoApi.leggi, { id }))).codice).toBe('azione-non-consentita')
    expect((await rifiuto(altra.call(nucleiCasoApi.leggi, { id }))).codice).toBe('non-trovato')
    expect((await rifiuto(altra.call(nucleiCasoApi.collega, { id, nucleo: n }))).codice).toBe('non-trovato')
    const casi = async (lei: Caller) =>
      (await lei.call(nucleiApi.diPersona, { id: ids[0] })).nuclei.flatMap((x) => x.casi)
    expect(await casi(cm)).toMatchObject([{ id, richiedente: `${ada.cognome} ${ada.nome}` }])
    // reassigned, it goes with the caso
    await cp.call(casiApi.riassegna, { casi: [id], utenteId: altra.utenteId, motivo: 'Ferie' })
    await lavora(t)
    expect(await stati(id, altra)).toEqual([[n, 'collegato']])
    expect((await rifiuto(letto(id))).codice).toBe('non-trovato')
    // in charge of her, he still reads her households
    await presaInCarico(t, mio, comune, ids[0], cm.utenteId)
    expect(await casi(cm)).toEqual([])
  })
  test('where the record is not open nothing is said', async () => {
    const solo = await ambitoConPatti(t, 1)
    const dove = solo.comuni[0]!
    const ruoli = ['coordinatore-patto', 'case-manager'].map((ruolo) => ({ ruolo, comune: dove }))
    const lei = await as(t, await nuovoUtente(t, solo, ruoli))
    const ada = finto()
    await importa(t, lei, nucleo([ada]), { comune: dove })
    const { id } = await casoDi(lei, ada)
    await lei.call(casiApi.assegna, { voci: [{ casoId: id, utenteId: lei.utenteId }] })
    await lavora(t)
    expect(await letto(id, lei)).toMatchObject({ siConfronta: false, nuclei: [], componibili: [] })
    expect((await rifiuto(lei.call(nucleiCasoApi.componi, { id }))).codice).toBe('regola-non-rispettata')
  })
})

describe('who must not be seen', () => {
  const riserva = (persona: string) =>
    scrivi(
      (tx) => sql`update persona set riservato_a = ${[altra.utenteId]}::uuid[] where id = ${persona}`.execute(tx),
      altra.utenteId,
    )
  const nascondeDove = (persona: string) =>
    scrivi((tx) =>
      sql`insert into persona_fatto (comune_id, persona_id, tipo, singolo, dati, dal, fonte, classe)
        values (${comune}, ${persona}, 'residenza', true, '{"indirizzo": "Via Segreta"}', '2026-01-01', 'persona', 'indirizzo-segreto')`.execute(
        tx,
      ),
    )

  test('restricted to others, she is on neither side: what is seen is what would be seen without her', async () => {
    const { ada, ivo, lea, ids } = await famiglia()
    const n = await nucleoCon([...ids])
    await riserva(ids[2])
    const senza = await famiglia()
    const m = await nucleoCon([senza.ids[0], senza.ids[1]])
    const [con, gemello] = [
      await assegnato(nucleo([ada, ivo]), ada),
      await assegnato(nucleo([senza.ada, senza.ivo]), senza.ada),
    ]
    const forma = async (id: string, nucleoId: string) => {
      const r = await letto(id)
      expect(r.nuclei.map((x) => x.id)).toEqual([nucleoId])
      return JSON.stringify(r)
        .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
        .replaceAll(/[A-Za-z’' ]+ (?=Ada|Ivo)/g, '')
    }
    expect(await forma(con, n)).toBe(await forma(gemello, m))
    expect(JSON.stringify(await letto(con))).not.toContain(lea.cognome)
    expect(await stati(con)).toEqual([[n, 'collegato']])
  })
  test('in the caso somebody must not be found: nothing is linked, proposed or made', async () => {
    const { ada, ivo, ids } = await famiglia()
    const n = await nucleoCon([ids[0], ids[1]])
    await nascondeDove(ids[1])
    const id = await assegnato(nucleo([ada, ivo]), ada)
    expect(await letto(id)).toMatchObject({ siConfronta: false, nuclei: [], componibili: [] })
    expect(await decisioni(id)).toEqual([])
    expect((await rifiuto(cm.call(nucleiCasoApi.collega, { id, nucleo: n }))).codice).toBe('non-trovato')
    // as of one that is not there
    expect((await rifiuto(cm.call(nucleiCasoApi.componi, { id }))).codice).toBe('regola-non-rispettata')
  })
  test('who lives with somebody who must not be found: that household is not there, and the other is linked', async () => {
    const { ada, ivo, lea, ids } = await famiglia()
    const suo = await nucleoCon([ids[0], ids[1]])
    const altro = await nucleoCon([ids[1], ids[2]], 'fatto')
    await nascondeDove(ids[2])
    const id = await assegnato(nucleo([ada, ivo]), ada)
    const r = await letto(id)
    expect(r.nuclei.map((x) => [x.id, x.stato])).toEqual([[suo, 'collegato']])
    expect(JSON.stringify(r)).not.toContain(lea.cognome)
    expect((await rifiuto(cm.call(nucleiCasoApi.collega, { id, nucleo: altro }))).codice).toBe('non-trovato')
  })
  test('restricted besides, that household is hidden none the less: to be protected more must not show it', async () => {
    const { ada, ivo, lea, ids } = await famiglia()
    const nonna = tutti().ada
    const suo = await nucleoCon([ids[0], ids[1]])
    const altro = await nucleoCon([ids[1], ids[2], await inCartella(nonna)], 'fatto')
    await nascondeDove(ids[2])
    await riserva(ids[2])
    const id = await assegnato(nucleo([ada, ivo]), ada)
    const r = await letto(id)
    expect(r.nuclei.map((x) => [x.id, x.stato])).toEqual([[suo, 'collegato']])
    for (const p of [lea, nonna]) expect(JSON.stringify(r)).not.toContain(p.cognome)
    expect((await rifiuto(cm.call(nucleiCasoApi.collega, { id, nucleo: altro }))).codice).toBe('non-trovato')
  })
  test('who lives with them is secret later: the page of the caso and that of the record say the same', async () => {
    const { ada, ivo, ids } = await famiglia()
    const n = await nucleoCon([...ids])
    const id = await assegnato(nucleo([ada, ivo]), ada)
    await cm.call(nucleiCasoApi.collega, { id, nucleo: n })
    const casi = async () => (await cm.call(nucleiApi.diPersona, { id: ids[0] })).nuclei.flatMap((x) => x.casi)
    expect(await casi()).toHaveLength(1)
    await nascondeDove(ids[2])
    expect((await letto(id)).nuclei).toEqual([])
    expect(await casi()).toEqual([])
  })
  test('secret later: neither the caso nor the household of the record says that they are one', async () => {
    const { ada, ivo, ids } = await famiglia()
    await nucleoCon([ids[0], ids[1]])
    const id = await assegnato(nucleo([ada, ivo]), ada)
    expect((await letto(id)).nuclei).toHaveLength(1)
    await nascondeDove(ids[1])
    expect(await letto(id)).toMatchObject({ siConfronta: false, nuclei: [] })
    const { nuclei } = await cm.call(nucleiApi.diPersona, { id: ids[0] })
    expect(nuclei.flatMap((x) => x.casi)).toEqual([])
  })
  test('a case manager never sees his own family: who lives with them is on neither side', async () => {
    const { ada, ivo, lea, ids } = await famiglia()
    const n = await nucleoCon([...ids])
    const mia = tutti()
    // Lea is the mother of whoever follows the caso, and is hidden from him with those who live with her
    const lei = await as(t, await nuovoUtente(t, mio, [{ ruolo: 'case-manager', comune }]))
    const { codiceFiscale } = await t.deps.db.inScope({ azione: 'prova', nazionale: true }, async (tx) => {
      const { rows } = await sql<{
        codiceFiscale: string
      }>`select codice_fiscale from utente where id = ${lei.utenteId}`.execute(tx)
      return rows[0]!
    })
    await scrivi(async (tx) => {
      const { rows } = await sql<{ id: string }>`
        insert into persona (comune_id, cognome, nome, data_nascita, codice_fiscale) values (${comune}, ${mia.ada.cognome}, 'Ugo', '1970-01-01', ${codiceFiscale}) returning id`.execute(
        tx,
      )
      await sql`insert into relazione (comune_id, specie, tipo, persona_a, persona_b, fonte) values (${comune}, 'filiazione', 'biologica', ${ids[2]}, ${rows[0]!.id}, 'persona')`.execute(
        tx,
      )
    })
    const id = await assegnato(nucleo([ada, ivo]), ada, lei)
    const r = await letto(id, lei)
    expect(r.nuclei.map((x) => [x.id, x.stato])).toEqual([[n, 'collegato']])
    expect(JSON.stringify(r)).not.toContain(lea.cognome)
    // of anybody else she is there
    await cp.call(casiApi.riassegna, { casi: [id], utenteId: altra.utenteId, motivo: 'Ferie' })
    expect(JSON.stringify(await letto(id, altra))).toContain(lea.cognome)
    // and must not be found: her household is not there either, though she is not seen
    await nascondeDove(ids[2])
    await cp.call(casiApi.riassegna, { casi: [id], utenteId: lei.utenteId, motivo: 'Torna' })
    expect((await letto(id, lei)).nuclei).toEqual([])
  })
})

test('who is doubtful is said first; said who he is, the household is linked', async () => {
  const { ada, ivo, ids } = await famiglia()
  const n = await nucleoCon([ids[0], ids[1]])
  // the same name and birth under another codice fiscale
  const id = await assegnato(nucleo([ada, { ...ivo, cf: finto('Ivo', ivo.nascita, 'M').cf }]), ada)
  const dubbio = (await cm.call(mieiCasiApi.leggi, { id })).nucleo.find((m) => m.collegamento === 'proposto')!
  expect(await stati(id)).toEqual([[n, 'proposto']])
  await cm.call(mieiCasiApi.collega, { id, componente: dubbio.id, personaId: ids[1] })
  expect(await stati(id)).toEqual([[n, 'collegato']])
})
