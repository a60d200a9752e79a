// The équipe multidisciplinare: an external professional sees the casi and the parts that he is named for, while he is named, and
// the day after nothing; sittings and minutes from the agenda to the addition.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { pattoDimostrativo } from '../../../seed/patto.ts'
import { rifiuto } from '../../../test/support/accreditamento.ts'
import type { Ambito, Caller, TestApp } from '../../../test/support/app.ts'
import { casoSeguito, conAnalisi, type Finto, finto, type Scena, scena } from '../../../test/support/patti.ts'
import { analisiCasoApi } from '../../shared/patti/analisi-caso.api.ts'
import { compilazioniApi } from '../../shared/patti/compilazioni.api.ts'
import { equipeApi } from '../../shared/patti/equipe.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { monitoraggioApi, pattoApi } from '../../shared/patti/patto.api.ts'
import { caricaModelli } from '../documenti/carica-modelli.ts'
import type { Tx } from '../kernel/db.ts'

const OGGI = '2026-03-02'
const AP = 'analisi-preliminare'
let qui: Scena
let t: TestApp
let a: Ambito
let comune: string
let cp: Caller
let cm: Caller
let psichiatra: Caller
let maestra: Caller
async function quando(giorno: string) {
  ;[cp, cm, psichiatra, maestra] = (await qui.quando(giorno)) as [Caller, Caller, Caller, Caller]
}
beforeAll(async () => {
  qui = await scena('coordinatore-patto', 'case-manager', 'componente-equipe', 'componente-equipe')
  ;({ t, a, comune } = qui)
  await caricaModelli(t.deps)
})
beforeEach(() => quando(OGGI))
afterAll(() => t.close())

const caso = (persone: Finto[]) => casoSeguito(qui, { cp, cm }, persone, { incontro: OGGI })
const nomina = (id: string, chi: Caller, altro: object = {}) =>
  cm.call(equipeApi.nomina, {
    id,
    utenteId: chi.utenteId,
    professione: 'medico',
    ente: 'ASL di prova',
    parti: [],
    dal: OGGI,
    ...altro,
  })
const equipe = (id: string, chi: Caller) => chi.call(equipeApi.leggi, { id })

test('named, he finds the caso and what he is named for; not named, or the day after his last, nothing is there, and the attempt is written', async () => {
  const id = await caso([finto('Ginevra', '1985-03-04'), finto('Lancillotto', '2014-05-06', 'M')])
  const ap = (await cm.call(analisiCasoApi.comincia, { id, questionario: AP, giorno: OGGI })).id
  const { versione } = await cm.call(compilazioniApi.leggi, { id: ap })
  const valori = { cura: ['sovraccarico'], 'problemi-casa': ['sovraffollamento'], motivazione: 'Riservata' }
  await cm.call(compilazioniApi.salva, {
    id: ap,
    vista: versione,
    risposte: Object.entries(valori).map(([campo, valore]) => ({ componenteId: null, campo, valore, revisione: 0 })),
  })
  expect((await psichiatra.call(equipeApi.mie, {})).voci).toEqual([])
  for (const e of [equipeApi.leggi, equipeApi.analisi] as const)
    expect((await psichiatra.raw(e, { id: e === equipeApi.leggi ? id : ap })).status).toBe(404)

  const { operatori, analisi } = await cm.call(equipeApi.nominabili, { id })
  expect(operatori.map((o) => o.id).sort()).toEqual([psichiatra.utenteId, maestra.utenteId].sort())
  expect(analisi.find((x) => x.id === AP)!.sezioni.map((s) => s.id)).toContain('bisogni')
  const suo = await nomina(id, psichiatra, {
    al: '2026-03-10',
    parti: [{ parte: 'analisi', questionario: AP, sezioni: ['bisogni'] }],
  })
  expect(
    (
      await cm.raw(equipeApi.nomina, {
        ...{ id, utenteId: cp.utenteId, professione: 'medico', ente: 'x', parti: [], dal: OGGI },
      })
    ).status,
  ).toBe(422)
  await nomina(id, maestra, { professione: 'insegnante', ente: 'Istituto comprensivo' })
  await cm.call(equipeApi.nomina, {
    id,
    nome: 'Rosa Simulata',
    professione: 'volontario',
    ente: 'Associazione',
    parti: [],
    dal: OGGI,
  })

  // of the household its name; of the analysis the sections, and no other answer, note, history or outcome
  expect((await psichiatra.call(equipeApi.mie, {})).voci).toMatchObject([{ casoId: id, ente: 'ASL di prova' }])
  const vista = await equipe(id, psichiatra)
  expect(vista).toMatchObject({ mio: false, sedute: [], analisi: [{ id: ap, stato: 'in-corso' }] })
  expect(vista.componenti.map((c) => [c.professioneTesto, c.parti])).toEqual(
    expect.arrayContaining([
      ['Medico', []],
      ['Insegnante', []],
    ]),
  )
  expect(JSON.stringify(vista)).not.toContain('analisi-in-bozza')
  const letta = await psichiatra.call(equipeApi.analisi, { id: ap })
  expect(letta.risposte.map((r) => r.campo).sort()).toEqual(['cura', 'problemi-casa'])
  expect(letta.membri.map((m) => m.nome)).toEqual(['Ginevra', 'Lancillotto'])
  expect(letta).toMatchObject({ casoId: null, proposte: [], storia: [] })
  expect(letta.campi).toContain('cura')
  expect(letta.campi).not.toContain('motivazione')
  // named for nothing: who is there, and that is all
  expect(await equipe(id, maestra)).toMatchObject({ analisi: [], sedute: [] })
  expect((await maestra.raw(equipeApi.analisi, { id: ap })).status).toBe(404)
  // what is of others stays so: the pages of the caso, of the analysis, of the record
  for (const e of [mieiCasiApi.leggi, compilazioniApi.leggi, analisiCasoApi.leggi] as const)
    expect((await psichiatra.raw(e, { id: e === compilazioniApi.leggi ? ap : id })).status).toBe(403)

  await quando('2026-03-10')
  expect((await psichiatra.call(equipeApi.analisi, { id: ap })).risposte).toHaveLength(2)
  await quando('2026-03-11')
  expect((await psichiatra.call(equipeApi.mie, {})).voci).toEqual([])
  expect((await psichiatra.raw(equipeApi.leggi, { id })).status).toBe(404)
  expect((await psichiatra.raw(equipeApi.analisi, { id: ap })).status).toBe(404)
  const { rows } = await t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, (tx) =>
    sql`select azione, motivo from kernel.registro_accessi where utente_id = ${psichiatra.utenteId} and esito = 'negato' order by id desc limit 2`.execute(
      tx,
    ),
  )
  expect(rows).toEqual([
    { azione: 'equipe.analisi', motivo: 'non-trovato' },
    { azione: 'equipe.leggi', motivo: 'non-trovato' },
  ])
  // named again, for the whole of it; the caso over, nothing
  const { componenti } = await equipe(id, cm)
  const c = componenti.find((x) => x.id === suo.id)!
  expect(c).toMatchObject({ attuale: false, parti: [{ parte: 'analisi', questionario: AP, sezioni: ['bisogni'] }] })
  await cm.call(equipeApi.cambia, {
    id,
    componente: c.id,
    versione: c.versione,
    ente: c.ente,
    parti: [{ parte: 'analisi', questionario: AP }],
    al: null,
  } as never)
  expect((await psichiatra.call(equipeApi.analisi, { id: ap })).campi).toBeNull()
  await cm.call(mieiCasiApi.chiudi, { id, motivo: 'rinuncia' })
  expect((await psichiatra.raw(equipeApi.leggi, { id })).status).toBe(404)
  expect((await cm.raw(equipeApi.fissa, { id, giorno: '2026-03-11', luogo: 'Sede', ordine: ['Uno'] })).status).toBe(409)
})

test('beside the framework he writes what his profession says, where he is named, under his name; nowhere else', async () => {
  const id = await caso([finto('Eleonora', '1980-01-02')])
  const ap = (await cm.call(analisiCasoApi.comincia, { id, questionario: AP, giorno: OGGI })).id
  const { membri, versione } = await cm.call(compilazioniApi.leggi, { id: ap })
  const io = membri[0]!.id
  const scelte: [string, string, string | null][] = [
    ['esito', 'D', null],
    ['motivazione', 'Serve l’équipe', null],
    ['esclusione', 'nessuna', io],
    ['genitoriale', 'no', io],
    ['attivabile', 'si', io],
    ['percorso', '4', io],
  ]
  const salvata = await cm.call(compilazioniApi.salva, {
    id: ap,
    vista: versione,
    risposte: scelte.map(([campo, valore, componenteId]) => ({ campo, valore, componenteId, revisione: 0 })),
  })
  await cm.call(compilazioniApi.finalizza, { id: ap, versione: salvata.versione })
  const qa = (
    await cm.call(analisiCasoApi.comincia, { id, questionario: 'quadro-di-analisi', giorno: OGGI, tempo: 'T0' })
  ).id
  await nomina(id, psichiatra, {
    parti: [{ parte: 'analisi', questionario: 'quadro-di-analisi', sezioni: ['ambiente-famiglia'] }],
  })
  const contributo = (campo: string, componenteId: string | null = null) => ({
    id: qa,
    componenteId,
    campo,
    valore: 2,
    testo: 'Molto sola',
  })
  await psichiatra.call(equipeApi.contribuisci, contributo('reti'))
  expect((await psichiatra.raw(equipeApi.contribuisci, contributo('lavoro', io))).status).toBe(404)
  expect((await psichiatra.raw(equipeApi.contribuisci, { ...contributo('reti'), id: ap })).status).toBe(404)
  expect((await cm.call(compilazioniApi.leggi, { id: qa })).contributi).toMatchObject([
    { campo: 'reti', testo: 'Molto sola', professione: 'Medico, ASL di prova', mio: false },
  ])
  // not even a handler that tried could let him answer
  await expect(
    t.deps.db.inScope(
      { azione: 'equipe.contribuisci', ambito: a.id, utente: psichiatra.utenteId, fascicolo: true },
      async (tx) => {
        await sql`select set_config('app.comuni_assegnati', ${`{${comune}}`}, true)`.execute(tx)
        const { rows } = await sql`select 1 from compilazione where id = ${qa}`.execute(tx)
        expect(rows).toHaveLength(1)
        await sql`insert into compilazione_risposta (comune_id, persona_id, compilazione_id, campo, valore) values (${comune}, ${io}, ${qa}, 'reti', '6'::jsonb)`.execute(
          tx,
        )
      },
    ),
  ).rejects.toThrow(/row-level security/)
  await cm.call(compilazioniApi.salva, {
    id: qa,
    vista: 1,
    risposte: [{ componenteId: null, campo: 'sintesi', valore: 'Una donna sola.', revisione: 0 }],
  })
  await cm.call(compilazioniApi.finalizza, {
    id: qa,
    versione: (await cm.call(compilazioniApi.leggi, { id: qa })).versione,
  })
  expect(await rifiuto(psichiatra.call(equipeApi.contribuisci, contributo('reti')))).toMatchObject({ status: 409 })
})

test('a sitting: agenda, presence, what was said, decisions and dissent; closed it is locked, read by who is named for it, and only added to', async () => {
  const id = await caso([finto('Matilde', '1979-03-03'), finto('Manfredi', '2010-04-04', 'M')])
  await nomina(id, psichiatra, { parti: [{ parte: 'verbali' }] })
  await nomina(id, maestra, { professione: 'insegnante', ente: 'Scuola', parti: [] })
  const s = (
    await cm.call(equipeApi.fissa, {
      id,
      giorno: '2026-03-09',
      ora: '10:30',
      luogo: 'Sede',
      ordine: ['Scuola di Manfredi', 'Casa'],
    })
  ).id
  expect((await equipe(id, psichiatra)).sedute).toMatchObject([{ id: s, numero: 1, stato: 'fissata' }])
  expect((await equipe(id, maestra)).sedute).toEqual([])
  expect((await psichiatra.call(equipeApi.seduta, { id, seduta: s })).ordine).toEqual(['Scuola di Manfredi', 'Casa'])
  expect((await maestra.raw(equipeApi.seduta, { id, seduta: s })).status).toBe(404)
  expect(await rifiuto(cm.call(equipeApi.verbalizza, { id, seduta: s } as never))).toMatchObject({ status: 409 })
  await quando('2026-03-09')
  await cm.call(equipeApi.verbalizza, { id, seduta: s } as never)
  const bozza = (await cm.call(equipeApi.seduta, { id, seduta: s })).verbale!
  expect(bozza.presenze.map((p) => [p.di, p.presenza])).toEqual([
    ['equipe', 'presente'],
    ['equipe', 'presente'],
    ['equipe', 'presente'],
    ['nucleo', 'assente'],
    ['nucleo', 'assente'],
  ])
  // a draft is of its case manager
  expect((await psichiatra.call(equipeApi.seduta, { id, seduta: s })).verbale).toBeNull()
  expect(await rifiuto(cm.call(equipeApi.chiudi, { id, seduta: s, versione: bozza.versione } as never))).toMatchObject({
    status: 422,
  })
  const scritto = {
    id,
    seduta: s,
    versione: bozza.versione,
    testo: 'Manfredi è tornato a scuola.',
    presenze: bozza.presenze.map((p, n) => ({
      di: p.di,
      id: p.id,
      presenza: n === 3 ? 'presente' : p.presenza,
      partecipazione: n === 3 ? 'Chiede un orario che le permetta di esserci.' : null,
    })),
    decisioni: [{ testo: 'Aiuto per i compiti', chi: 'Educatrice', entro: '2026-04-01' }],
    dissensi: [{ chi: 'La madre', decisione: 1, testo: 'Preferisce la sera' }],
  }
  const { versione } = await cm.call(equipeApi.scrivi, scritto as never)
  expect((await cm.raw(equipeApi.scrivi, scritto as never)).status).toBe(412)
  expect(
    (
      await cm.raw(equipeApi.scrivi, {
        ...scritto,
        versione,
        presenze: [{ di: 'equipe', id, presenza: 'presente' }],
      } as never)
    ).status,
  ).toBe(422)
  await cm.call(equipeApi.chiudi, { id, seduta: s, versione } as never)
  expect((await cm.raw(equipeApi.scrivi, { ...scritto, versione } as never)).status).toBe(409)
  // nor by the tables themselves
  await expect(
    t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
      sql`update equipe_verbale set testo = 'Altro' where seduta_id = ${s}`.execute(tx),
    ),
  ).rejects.toThrow()
  await cm.call(equipeApi.aggiungi, { id, seduta: s, testo: 'La dirigente conferma.' } as never)
  const letto = await psichiatra.call(equipeApi.seduta, { id, seduta: s })
  expect(letto.verbale).toMatchObject({
    testo: 'Manfredi è tornato a scuola.',
    decisioni: [{ testo: 'Aiuto per i compiti', entro: '2026-04-01' }],
    dissensi: [{ chi: 'La madre', decisione: 1 }],
  })
  expect(letto.verbale!.presenze[3]).toMatchObject({
    presenza: 'presente',
    partecipazione: expect.stringContaining('orario'),
  })
  expect(letto.aggiunte).toMatchObject([{ testo: 'La dirigente conferma.' }])
  const { storia } = await cm.call(mieiCasiApi.leggi, { id })
  expect(storia.find((e) => e.titolo === 'Seduta dell’équipe')).toMatchObject({ giorno: '2026-03-09' })
  // who was there says himself what he brings and what he does not agree with; the minutes stay as they are
  const detta = (specie: 'contributo' | 'dissenso', altro: object = {}) =>
    ({ id, seduta: s, specie, testo: 'Un’altra strada', ...altro }) as never
  expect(letto.dichiara).toBe(true)
  expect((await cm.call(equipeApi.seduta, { id, seduta: s })).dichiara).toBe(false)
  expect((await psichiatra.raw(equipeApi.dichiara, detta('dissenso', { decisione: 2 }))).status).toBe(422)
  await psichiatra.call(equipeApi.dichiara, detta('dissenso', { decisione: 1 }))
  await psichiatra.call(equipeApi.dichiara, detta('contributo'))
  const dopo = await cm.call(equipeApi.seduta, { id, seduta: s })
  expect(dopo.aggiunte.map((x) => [x.specie, x.decisione, x.qualita]).sort()).toEqual([
    ['aggiunta', null, null],
    ['contributo', null, 'Medico, ASL di prova'],
    ['dissenso', 1, 'Medico, ASL di prova'],
  ])
  expect(dopo.verbale).toEqual((await cm.call(equipeApi.seduta, { id, seduta: s })).verbale)
  // not named for the minutes, not an operator of the équipe, or of another act: nothing, whatever one tries
  expect((await maestra.raw(equipeApi.dichiara, detta('dissenso'))).status).toBe(404)
  expect((await cm.raw(equipeApi.dichiara, detta('dissenso'))).status).toBe(403)
  const aMano = (azione: string, chi: Caller, specie = 'dissenso') =>
    t.deps.db.inScope({ azione, ambito: a.id, utente: chi.utenteId, fascicolo: true }, async (tx) => {
      await sql`select set_config('app.comuni_assegnati', ${`{${comune}}`}, true)`.execute(tx)
      await sql`insert into equipe_aggiunta (comune_id, caso_id, seduta_id, specie, qualita, testo) values (${comune}, ${id}, ${s}, ${specie}, 'x', 'x')`.execute(
        tx,
      )
    })
  for (const [azione, chi] of [
    ['equipe.dichiara', maestra],
    ['equipe.leggi', psichiatra],
  ] as const)
    await expect(aMano(azione, chi), azione).rejects.toThrow(/row-level security/)
  // before there are minutes he brings, and dissents from nothing
  const prossima = (await cm.call(equipeApi.fissa, { id, giorno: '2026-03-20', luogo: 'Sede', ordine: ['Verifica'] }))
    .id
  const futura = (specie: 'contributo' | 'dissenso') =>
    psichiatra.raw(equipeApi.dichiara, { ...(detta(specie) as object), seduta: prossima } as never)
  expect((await futura('dissenso')).status).toBe(409)
  expect((await futura('contributo')).status).toBe(201)
  // the day after his last, no longer
  const { componenti } = await equipe(id, cm)
  const suo = componenti.find((x) => x.professioneTesto === 'Medico')!
  await cm.call(equipeApi.cambia, {
    ...{ id, componente: suo.id, versione: suo.versione, ente: suo.ente, parti: suo.parti, al: '2026-03-08' },
  } as never)
  expect((await psichiatra.raw(equipeApi.dichiara, detta('dissenso'))).status).toBe(404)
  await cm.call(equipeApi.cambia, {
    ...{ id, componente: suo.id, versione: suo.versione + 1, ente: suo.ente, parti: suo.parti, al: '2026-03-15' },
  } as never)
  // named until before the next sitting: it is not his
  expect(await futura('contributo')).toMatchObject({ status: 422 })
  // nothing of it is the coordinator's
  expect((await cp.raw(equipeApi.leggi, { id })).status).toBe(403)
  expect((await maestra.raw(equipeApi.seduta, { id, seduta: s })).status).toBe(404)
})

test('named for the pact he reads it and how it goes, in force and in preparation; never the signatures, the words of a meeting, or a day more', async () => {
  const id = await casoSeguito(qui, { cp, cm }, [finto('Orsola', '1981-02-03'), finto('Berto', '2013-04-05', 'M')])
  await conAnalisi(t, a, id, cm)
  await nomina(id, psichiatra, { al: '2026-03-10', parti: [{ parte: 'patto' }] })
  await nomina(id, maestra, { professione: 'insegnante', ente: 'Scuola', parti: [{ parte: 'verbali' }] })
  expect(await psichiatra.call(equipeApi.patto, { id })).toMatchObject({ patti: [], sostegni: [], incontri: [] })
  const patto = (await pattoDimostrativo(cm, id, OGGI))!
  const letto = await psichiatra.call(equipeApi.patto, { id })
  expect(letto).toMatchObject({
    richiedente: expect.stringContaining('Orsola'),
    patti: [{ id: patto, numero: 1, stato: 'firmato', firmatoIl: OGGI }],
    sostegni: [{ sostegno: 'leps-d', stato: 'attivo', attivoDal: OGGI }],
    incontri: [{ stato: 'tenuto', tenutoIl: OGGI, valutazioni: [{ valore: 'parziale' }] }, { stato: 'previsto' }],
  })
  expect(letto.patti[0]!.persone.map((p) => p.nome.split(' ').at(-1)).sort()).toEqual(['Berto', 'Orsola'])
  expect(letto.patti[0]!.campi).toContainEqual(
    expect.objectContaining({ campo: 'testo', valore: 'Andare al corso due mattine alla settimana.' }),
  )
  // the note of the meeting, the evaluation in words, the signatures, what it cost
  expect(JSON.stringify(letto)).not.toMatch(/dimostrativo\.|metà del corso|firme|autore|costo"|4500/)
  // each reading is written, with whom it was of
  const { rows } = await t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, (tx) =>
    sql<{ azione: string; n: number; fuori: boolean }>`
      select azione, cardinality(persone) as n, fuori_carico as fuori from kernel.registro_accessi
       where utente_id = ${psichiatra.utenteId} and azione = 'equipe.patto' and esito = 'consentito' and persone is not null order by id desc limit 1`.execute(
      tx,
    ),
  )
  expect(rows).toEqual([{ azione: 'equipe.patto', n: 2, fuori: false }])
  // a revision in preparation is read beside the one in force; what is over is not
  const { versione } = await cm.call(pattoApi.leggi, { id: patto })
  const due = (await cm.call(pattoApi.rivedi, { id: patto, motivo: 'Cambia il corso', versione })).id
  const stati = async () => (await psichiatra.call(equipeApi.patto, { id })).patti.map((p) => p.stato).sort()
  expect(await stati()).toEqual(['bozza', 'in-revisione'])
  await cm.call(pattoApi.annulla, { id: due, motivo: 'Va bene così' })
  expect(await stati()).toEqual(['firmato'])
  // who is named for another part, who is of another caso, another act of his own: nothing of it
  expect((await maestra.raw(equipeApi.patto, { id })).status).toBe(404)
  expect((await psichiatra.raw(equipeApi.patto, { id: await caso([finto('Zita', '1977-07-07')]) })).status).toBe(404)
  expect((await cm.raw(equipeApi.patto, { id })).status).toBe(403)
  for (const e of [pattoApi.leggi, monitoraggioApi.leggi] as const)
    expect((await psichiatra.raw(e, { id: patto })).status).toBe(403)
  const aMano = (azione: string, prova: (tx: Tx) => Promise<unknown>) =>
    t.deps.db.inScope(
      { azione, ambito: a.id, utente: psichiatra.utenteId, fascicolo: true, adesso: new Date(`${OGGI}T09:00:00Z`) },
      async (tx) => {
        await sql`select set_config('app.comuni_assegnati', ${`{${comune}}`}, true)`.execute(tx)
        return prova(tx)
      },
    )
  const quante = (azione: string) =>
    aMano(azione, async (tx) => {
      const di = async (t: string) => (await sql`select 1 from ${sql.table(t)}`.execute(tx)).rows.length
      return [
        await di('patto'),
        await di('patto_voce'),
        await di('patto_incontro_esito'),
        await di('patto_firma'),
        await di('patto_file'),
        await di('patto_passaggio'),
        await di('patto_erogazione'),
      ].map((n) => n > 0)
    })
  expect(await quante('equipe.patto')).toEqual([true, true, false, false, false, false, false])
  expect(await quante('equipe.leggi')).toEqual([false, false, false, false, false, false, false])
  // not even a handler that tried could let him write
  const scritte = await aMano('equipe.patto', async (tx) =>
    sql`update patto set lingua = 'en' where id = ${patto} returning id`.execute(tx).then((r) => r.rows),
  )
  expect(scritte).toEqual([])

  await quando('2026-03-10')
  expect(await stati()).toEqual(['firmato'])
  await quando('2026-03-11')
  expect((await psichiatra.raw(equipeApi.patto, { id })).status).toBe(404)
})
