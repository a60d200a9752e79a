// Two sheets found to be one, wherever one looks: what was written on either is read under the one she is shown as, and after
// the division each has its own again. Between two comuni each sheet stays its comune's.

import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import { type Ambito, as, type Caller, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import {
  ambitoConCartella,
  cognomeNuovo,
  nuovaPersona,
  operatore,
  presaInCarico,
} from '../../../test/support/cartella.ts'
import { PDF } from '../../../test/support/file-di-prova.ts'
import { senzaChiave } from '../../../test/support/piani.ts'
import { nuovoUfficio, segnalazione } from '../../../test/support/sportello.ts'
import { nucleiApi } from '../../shared/anagrafe/nuclei.api.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import { unioniApi } from '../../shared/anagrafe/unioni.api.ts'
import { agendaApi } from '../../shared/cartella/agenda.api.ts'
import { compitiApi } from '../../shared/cartella/compiti.api.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { decisioniApi } from '../../shared/cartella/decisioni.api.ts'
import { diarioApi } from '../../shared/cartella/diario.api.ts'
import { esportazioneApi } from '../../shared/cartella/esportazione.api.ts'
import { fascicoloApi } from '../../shared/cartella/fascicolo.api.ts'
import { inviiApi } from '../../shared/cartella/invii.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { radarApi } from '../../shared/cartella/radar.api.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { documentiApi } from '../../shared/documenti/documenti.api.ts'
import { verificaJob } from '../documenti/verifica.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let responsabile: Caller
let ufficio: string
beforeAll(async () => {
  t = await testApp()
  // the queue exists before the first upload
  await t.jobs.drain(t.deps, verificaJob({ clamd: undefined }))
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  a = await ambitoConCartella(t)
  sociale = await operatore(t, a, 'assistente-sociale')
  responsabile = await operatore(t, a, 'responsabile-servizio')
  ufficio = await nuovoUfficio(t, a, a.comuni[0]!)
})
afterAll(() => t.close())

interface Scheda {
  id: string
  comune: string
  cognome: string
  presa: string
}

/** A sheet with something of each kind. */
async function piena(chi: Caller, comune: string, altro: { cognome?: string } = {}): Promise<Scheda> {
  const cognome = altro.cognome ?? cognomeNuovo()
  const id = await nuovaPersona(chi, comune, { cognome, nome: 'Rosa' })
  const presa = await presaInCarico(t, a, comune, id, chi.utenteId)
  await chi.call(diarioApi.scrivi, {
    id,
    specie: 'diario',
    giorno: '2026-02-10',
    tipo: 'colloquio',
    completa: true,
    blocchi: [{ tipo: 'fatto', testo: `Diario di ${cognome}` }],
  })
  await chi.call(fattiApi.registra, {
    id,
    tipo: 'residenza',
    dati: { comune, indirizzo: `Via ${cognome}` },
    dal: '2020-01-01',
    fonte: 'anagrafe',
  })
  await chi.call(documentiApi.carica, { id, sottocartella: 'altro', nome: `${cognome}.pdf` } as never, { file: PDF })
  await chi.call(compitiApi.crea, {
    id: presa,
    titolo: `Compito di ${cognome}`,
    tipo: 'telefonata',
    scade: '2026-03-05',
  })
  await chi.call(decisioniApi.crea, { id, presaId: presa, quesito: `Domanda di ${cognome}` })
  const { id: contattoId } = await chi.call(contattiApi.crea, {
    comuneId: comune,
    canale: 'persona',
    esito: 'inviato',
    personaId: id,
  })
  await chi.call(inviiApi.crea, { contattoId, ente: 'Ente dimostrativo', testo: 'Una persona.', bozza: true })
  await chi.call(segnalazioniApi.crea, segnalazione(comune, { segnalati: [{ personaId: id }] }))
  return { id, comune, cognome, presa }
}

const unisci = (chi: Caller, x: Scheda, y: Scheda, scelte: Record<string, string> = {}) =>
  chi.call(unioniApi.unisci, { id: x.id, altra: y.id, scelte, motivo: 'La stessa' })

const testoDi = (zip: unknown) =>
  Object.values(unzipSync(zip as Uint8Array))
    .map((f) => Buffer.from(f).toString())
    .join('\n')

/** Everything that an operator reads of a person, as what it says of whom. */
async function uscite(chi: Caller, id: string) {
  const di = <T extends { persona: { id: string } | null }>(voci: T[]) => voci.map((v) => v.persona?.id ?? '').sort()
  return {
    diario: (await chi.call(diarioApi.voci, { id })).voci.map((v) => v.blocchi[0]!.testo).sort(),
    diarioDi: [
      ...new Set((await chi.call(diarioApi.voci, { id })).voci.flatMap((v) => v.persone.map((p) => p.id))),
    ].sort(),
    storia: (await chi.call(fascicoloApi.timeline, { id, limite: 200 })).voci.map((v) => v.tipo).sort(),
    pagine: [
      ...new Set(
        (await chi.call(fascicoloApi.timeline, { id, limite: 200 })).voci.flatMap(
          (v) => v.collegamento?.match(/^\/persone\/([^/]+)/)?.[1] ?? [],
        ),
      ),
    ],
    documenti: (await chi.call(documentiApi.list, { id })).voci.map((d) => d.titolo).sort(),
    prese: (await chi.call(preseApi.diPersona, { id })).voci.map((p) => p.id).sort(),
    decisioni: (await chi.call(decisioniApi.decisioniDiPersona, { id })).voci.map((d) => d.quesito).sort(),
    carico: di((await chi.call(preseApi.mie, {})).voci),
    compiti: di((await chi.call(preseApi.agenda, {})).compiti),
    decisioniMie: di((await chi.call(decisioniApi.mie, {})).voci),
    radar: di((await chi.call(radarApi.miei, {})).voci),
    segnalazioni: (await chi.call(segnalazioniApi.list, {})).voci
      .flatMap((s) => s.segnalati.map((p) => p.persona?.id ?? ''))
      .sort(),
    contatti: di((await chi.call(contattiApi.list, {})).voci),
    invii: di((await chi.call(inviiApi.list, { verso: 'partenza' })).voci),
    residenze: (await chi.call(personeApi.leggi, { id })).fatti
      .filter((f) => f.tipo === 'residenza' && f.vigente)
      .map((f) => f.dati.indirizzo),
  }
}

describe('nello stesso comune', () => {
  test('tutto si legge sotto la principale, e dopo la divisione ognuna ha il suo', async () => {
    const qui = a.comuni[0]!
    const [x, y] = [await piena(sociale, qui), await piena(sociale, qui)]
    const prima = { x: await uscite(sociale, x.id), y: await uscite(sociale, y.id) }
    const { id: unione } = await unisci(sociale, x, y)
    const insieme = await uscite(sociale, x.id)
    expect(insieme).toMatchObject({
      diario: [`Diario di ${x.cognome}`, `Diario di ${y.cognome}`].sort(),
      diarioDi: [x.id],
      pagine: [x.id],
      documenti: [x.cognome, y.cognome].sort(),
      prese: [x.presa, y.presa].sort(),
      decisioni: [`Domanda di ${x.cognome}`, `Domanda di ${y.cognome}`].sort(),
      residenze: [`Via ${x.cognome}`],
    })
    expect(insieme.storia).toEqual([...prima.x.storia, ...prima.y.storia].sort())
    for (const k of ['carico', 'compiti', 'decisioniMie', 'contatti', 'invii', 'segnalazioni'] as const)
      expect(insieme[k], k).toEqual([x.id, x.id])
    expect(new Set(insieme.radar)).toEqual(new Set([x.id]))
    // the merged sheet tells the same story
    expect((await uscite(sociale, y.id)).diario).toEqual(insieme.diario)
    t.clock.advance(5)
    await sociale.call(unioniApi.dividi, { id: x.id, unione, motivo: 'Erano due' })
    expect(await uscite(sociale, x.id)).toEqual(prima.x)
    expect(await uscite(sociale, y.id)).toEqual(prima.y)
  })
  test('chi ha letto l’una ha letto l’altra: divise, ognuna lo ha nel suo registro', async () => {
    const qui = a.comuni[0]!
    const [x, y] = [await piena(sociale, qui), await piena(sociale, qui)]
    const { id: unione } = await unisci(sociale, x, y)
    await responsabile.call(personeApi.apri, { id: x.id, motivo: 'vigilanza', dettaglio: 'Verifica' })
    await responsabile.call(diarioApi.voci, { id: x.id })
    const lettori = async (id: string) =>
      (await sociale.call(personeApi.letture, { id })).voci.filter((v) => v.fuoriCarico).map((v) => v.atto)
    const insieme = await lettori(x.id)
    // the opening and the reading
    expect(insieme.length).toBe(2)
    await sociale.call(unioniApi.dividi, { id: x.id, unione, motivo: 'Erano due' })
    expect(await lettori(x.id)).toEqual(insieme)
    expect(await lettori(y.id)).toEqual(insieme)
  })
  test('agenda, nuclei, genogramma, ecomappa, consegne la nominano una volta sola', async () => {
    const qui = a.comuni[0]!
    const [x, y] = [await piena(sociale, qui), await piena(sociale, qui)]
    const amica = await nuovaPersona(sociale, qui)
    const componenti = [
      { personaId: y.id, parentela: 'persona-di-riferimento' },
      { personaId: amica, parentela: 'non-definita' },
    ]
    await sociale.call(nucleiApi.crea, { personaId: y.id, tipo: 'rete', fonte: 'persona', componenti })
    await sociale.call(relazioniApi.registra, {
      id: y.id,
      con: amica,
      specie: 'legame',
      tipo: 'vicino',
      fonte: 'persona',
    })
    const appuntamento = { giorno: '2026-03-03', ora: '10:00', durataMinuti: 30, comuneId: qui, ufficioId: ufficio }
    await sociale.call(agendaApi.crea, {
      ...appuntamento,
      operatoreId: sociale.utenteId,
      tipo: 'colloquio',
      personaId: y.id,
    })
    await unisci(sociale, x, y)
    const agenda = await sociale.call(agendaApi.list, { dal: '2026-03-03', al: '2026-03-03' })
    expect(agenda.voci[0]!.persona!.id).toBe(x.id)
    expect((await sociale.call(relazioniApi.ecomappa, { id: x.id })).risorse).toContainEqual(
      expect.objectContaining({ id: amica, qualita: 'forte' }),
    )
    expect((await sociale.call(relazioniApi.famiglia, { id: x.id })).persone.map((p) => p.id).sort()).toEqual(
      [x.id, amica].sort(),
    )
    const f = await sociale.call(fascicoloApi.frontespizio, { id: x.id })
    expect(f.nuclei.flatMap((n) => n.componenti.map((c) => c.id)).sort()).toEqual([x.id, amica].sort())
    expect(f.dati.filter((d) => d.tipo === 'residenza').map((d) => d.valore)).toEqual([
      expect.stringContaining(x.cognome),
    ])
    expect(f.prese.length).toBe(2)
    await t.jobs.drain(t.deps, verificaJob({ clamd: undefined }))
    const zip = testoDi((await sociale.call(esportazioneApi.esporta, { id: x.id, motivo: 'Prova' })).contenuto)
    for (const s of [x, y]) expect(zip).toContain(`Diario di ${s.cognome}`)
  })
  test('chi è la persona stessa non apre il fascicolo che la comprende, da qualunque scheda', async () => {
    const qui = a.comuni[0]!
    const utente = await nuovoUtente(t, a, ['assistente-sociale'])
    const [x, y] = [await piena(sociale, qui), await piena(sociale, qui)]
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni }, (tx) =>
      sql`update persona set codice_fiscale = ${utente.codiceFiscale} where id = ${y.id}`.execute(tx),
    )
    const io = await as(t, utente)
    expect(await rifiuto(io.call(personeApi.leggi, { id: x.id }))).toMatchObject({ codice: 'motivo-richiesto' })
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni }, (tx) =>
      sql`update persona set unita_a = ${x.id} where id = ${y.id}`.execute(tx),
    )
    for (const id of [x.id, y.id])
      expect(await rifiuto(io.call(personeApi.leggi, { id }))).toMatchObject({ status: 404 })
  })
})

describe('tra due comuni dello stesso ambito', () => {
  let x: Scheda
  let y: Scheda
  let diUno: Caller
  let diDue: Caller
  let unione: string
  const cognome = { cognome: cognomeNuovo() }
  beforeEach(async () => {
    const [uno, due] = a.comuni as [string, string]
    diUno = await operatore(t, a, 'assistente-sociale', uno)
    diDue = await operatore(t, a, 'assistente-sociale', due)
    x = await piena(sociale, uno)
    y = await piena(sociale, due, cognome)
    for (const [s, chi] of [
      [x, diUno],
      [y, diDue],
    ] as const)
      await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
        sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, dal) values (${s.comune}, ${s.presa}, ${chi.utenteId}, 'altro', '2026-01-10')`.execute(
          tx,
        ),
      )
    ;({ id: unione } = await unisci(sociale, x, y))
  })
  const trova = async (chi: Caller, c: string) => (await chi.call(personeApi.cerca, { nome: c })).voci.map((p) => p.id)

  test('chi lavora in uno solo trova e legge la sua scheda, e nulla gli dice dell’altra', async () => {
    expect(await trova(diUno, x.cognome)).toEqual([x.id])
    expect(await trova(diDue, y.cognome)).toEqual([y.id])
    expect(await trova(diUno, y.cognome)).toEqual([])
    expect(await diDue.call(fascicoloApi.frontespizio, { id: y.id })).toMatchObject({ principaleId: null })
    expect(await diDue.call(personeApi.leggi, { id: y.id })).toMatchObject({ principaleId: null, unite: [] })
    for (const [chi, s] of [
      [diUno, x],
      [diDue, y],
    ] as const) {
      const u = await uscite(chi, s.id)
      expect(u).toMatchObject({
        diario: [`Diario di ${s.cognome}`],
        diarioDi: [s.id],
        documenti: [s.cognome],
        prese: [s.presa],
        residenze: [`Via ${s.cognome}`],
        carico: [s.id],
        segnalazioni: [s.id],
        contatti: [s.id],
      })
    }
    expect(await rifiuto(diDue.call(personeApi.leggi, { id: x.id }))).toMatchObject({ status: 404 })
  })
  test('chi lavora in tutti e due legge tutto insieme, e ciò che porta via resta di un comune solo', async () => {
    const u = await uscite(sociale, x.id)
    expect(u.diario).toEqual([`Diario di ${x.cognome}`, `Diario di ${y.cognome}`].sort())
    expect(u.prese).toEqual([x.presa, y.presa].sort())
    await t.jobs.drain(t.deps, verificaJob({ clamd: undefined }))
    const zip = testoDi((await sociale.call(esportazioneApi.esporta, { id: x.id, motivo: 'Prova' })).contenuto)
    expect(zip).toContain(`Diario di ${x.cognome}`)
    expect(zip).not.toContain(`Diario di ${y.cognome}`)
    expect(zip).not.toContain(`Via ${y.cognome}`)
  })
  test('ciascun comune mostra il nome che ha registrato, e i suoi lettori', async () => {
    await sociale.call(unioniApi.dividi, { id: x.id, unione, motivo: 'Prova' })
    expect(await rifiuto(unisci(sociale, x, y, { generalita: y.id }))).toMatchObject({ campo: 'scelte.generalita' })
    await unisci(sociale, x, y)
    await diDue.call(diarioApi.voci, { id: y.id })
    const chi = async (c: Caller, id: string) => (await c.call(personeApi.letture, { id })).voci.map((v) => v.atto)
    expect((await chi(diUno, x.id)).length).toBeLessThan((await chi(sociale, x.id)).length)
  })
  test('la divide chi vede tutte e due le schede', async () => {
    expect(await rifiuto(diUno.call(unioniApi.dividi, { id: x.id, unione, motivo: 'x' }))).toMatchObject({
      codice: 'stato-non-ammesso',
    })
    await sociale.call(unioniApi.dividi, { id: x.id, unione, motivo: 'x' })
    expect(await trova(sociale, y.cognome)).toEqual([y.id])
  })
})

describe('i piani', () => {
  test('la persona che si mostra si trova per chiave, non leggendo tutto l’ambito', async () => {
    const qui = a.comuni[0]!
    const [x, y] = [await piena(sociale, qui), await piena(sociale, qui)]
    const componenti = [{ personaId: y.id, parentela: 'persona-di-riferimento' }]
    await sociale.call(nucleiApi.crea, { personaId: y.id, tipo: 'rete', fonte: 'persona', componenti })
    await unisci(sociale, x, y)
    // so many that reading them all is the wrong plan
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
      sql`insert into persona (comune_id, cognome, nome) select ${qui}, 'Zofolla', 'N' || n from generate_series(1, 3000) n`.execute(
        tx,
      ),
    )
    if (t.deps.db.kind === 'pglite') await t.deps.db.contaRighe()
    else await t.owner.exec('analyze persona')
    const letture: [string, () => Promise<unknown>][] = [
      ['carico', () => sociale.call(preseApi.mie, {})],
      ['agenda', () => sociale.call(preseApi.agenda, {})],
      ['radar', () => sociale.call(radarApi.miei, {})],
      ['segnalazioni', () => sociale.call(segnalazioniApi.list, {})],
      ['contatti', () => sociale.call(contattiApi.list, {})],
      ['decisioni', () => sociale.call(decisioniApi.mie, {})],
      ['diario', () => sociale.call(diarioApi.voci, { id: x.id })],
      ['frontespizio', () => sociale.call(fascicoloApi.frontespizio, { id: x.id })],
      ['nuclei', () => sociale.call(nucleiApi.diPersona, { id: x.id })],
      ['ecomappa', () => sociale.call(relazioniApi.ecomappa, { id: x.id })],
      ['ricerca', () => sociale.call(personeApi.cerca, { nome: x.cognome })],
    ]
    const male: string[] = []
    for (const [nome, leggi] of letture)
      male.push(...(await senzaChiave(t.deps.db, 'persona', leggi)).map((s) => `${nome}: ${s}`))
    expect(male).toEqual([])
  }, 180_000)
})
