import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { as, asRuolo, nuovoAmbito, nuovoUtente, type TestApp, testApp } from '../../../test/support/app.ts'
import { registriApi } from '../../shared/accesso/registri.api.ts'
import { registraAccesso } from '../kernel/accessi.ts'
import { inCtx } from '../kernel/serve.ts'
import { accesso } from './modulo.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp({ moduli: [accesso] })
})
afterAll(() => t.close())

describe('the register of changes', () => {
  test('says in words who changed what, with the values before and after, to the administrator of that ambito only', async () => {
    const [a, b] = [await nuovoAmbito(t), await nuovoAmbito(t)]
    const admin = await nuovoUtente(t, a, ['amministratore-ambito'])
    const operatore = await nuovoUtente(t, a, [])
    await inCtx(t.deps, { azione: 'utente.gestisci', ambito: a.id, intero: true, utente: admin.id }, (ctx) =>
      sql`update utente set telefono = '06123', stato = 'sospeso' where id = ${operatore.id}`.execute(ctx.tx),
    )
    const io = await as(t, admin)
    const { voci } = await io.call(registriApi.modifiche, { azione: 'utente.gestisci' })
    expect(voci).toHaveLength(1)
    expect(voci[0]).toMatchObject({
      chi: 'Prova Utente',
      atto: 'Inserire, abilitare, sospendere e cessare gli operatori',
      oggetto: 'Utente',
      riguarda: 'Prova Utente',
      operazione: 'modifica',
    })
    expect(voci[0]!.campi).toContainEqual({ campo: 'stato', prima: 'inserito', dopo: 'sospeso' })
    expect(voci[0]!.frase).toContain('telefono ora è «06123»')
    const altro = await asRuolo(t, b, 'amministratore-ambito')
    expect((await altro.call(registriApi.modifiche, { riga: operatore.id })).voci).toEqual([])
    const su = await asRuolo(t, null, 'super-utente')
    expect((await su.call(registriApi.modifiche, { riga: operatore.id, azione: 'utente.gestisci' })).voci).toHaveLength(
      1,
    )
  })

  test('pages by key without losing or repeating a row, and filters by Italian day, user and table', async () => {
    const a = await nuovoAmbito(t)
    const admin = await nuovoUtente(t, a, ['amministratore-ambito'])
    const scope = { azione: 'ufficio.gestisci', ambito: a.id, intero: true, utente: admin.id }
    // 23:30 UTC of the 28th is already March in Italy
    for (const [nome, quando] of [
      ['Uno', '2026-02-28T21:00:00Z'],
      ['Due', '2026-02-28T23:30:00Z'],
      ['Tre', '2026-03-01T10:00:00Z'],
    ] as const)
      await inCtx(t.deps, { ...scope, adesso: new Date(quando) }, (ctx) =>
        sql`insert into ufficio (nome) values (${nome})`.execute(ctx.tx),
      )
    const io = await as(t, admin)
    const nomi = (v: { campi: { campo: string; dopo: string | null }[] }) =>
      v.campi.find((c) => c.campo === 'nome')?.dopo
    const prima = await io.call(registriApi.modifiche, { tabella: 'ufficio', limite: 2 })
    expect(prima.voci.map(nomi)).toEqual(['Tre', 'Due'])
    const seconda = await io.call(registriApi.modifiche, { tabella: 'ufficio', limite: 2, dopo: prima.prossima! })
    expect(seconda.voci.map(nomi)).toEqual(['Uno'])
    expect(seconda.prossima).toBeNull()
    const marzo = await io.call(registriApi.modifiche, { tabella: 'ufficio', dal: '2026-03-01', utente: admin.id })
    expect(marzo.voci.map(nomi)).toEqual(['Tre', 'Due'])
    expect((await io.call(registriApi.modifiche, { tabella: 'ufficio', al: '2026-02-28' })).voci.map(nomi)).toEqual([
      'Uno',
    ])
    expect((await io.raw(registriApi.modifiche, { dopo: 'xyz' })).status).toBe(400)
  })

  test('comes newest first by its instants, in whatever order it was written, and pages so under each filter', async () => {
    const a = await nuovoAmbito(t)
    const [admin, altra] = [
      await nuovoUtente(t, a, ['amministratore-ambito']),
      await nuovoUtente(t, a, ['amministratore-ambito']),
    ]
    const istanti = ['2026-02-10', '2026-01-05', '2026-02-20', '2026-01-05', '2026-02-11', '2026-01-20']
    for (const [n, giorno] of istanti.entries())
      await inCtx(
        t.deps,
        {
          azione: n % 3 ? 'ufficio.gestisci' : 'prova.altro',
          ambito: a.id,
          intero: true,
          utente: n % 2 ? admin.id : altra.id,
          adesso: new Date(`${giorno}T10:00:00Z`),
        },
        async (ctx) => {
          await sql`insert into ufficio (nome) values (${`n${n}`})`.execute(ctx.tx)
          await registraAccesso(ctx, { oggetto: '/uffici', oggettoId: `${a.id} ${n % 2}`, persone: null })
        },
      )
    const io = await as(t, admin)
    const daVedere = (vale: (n: number) => boolean) =>
      [2, 4, 0, 5, 3, 1].filter(vale).map((n) => `${istanti[n]} ${n % 2} ${n % 3 ? 'ufficio.gestisci' : 'prova.altro'}`)
    const pagine = async <V>(leggi: (dopo?: string) => Promise<{ voci: V[]; prossima: string | null }>) => {
      const viste: V[] = []
      let dopo: string | undefined
      do {
        const p = await leggi(dopo)
        viste.push(...p.voci)
        dopo = p.prossima ?? undefined
      } while (dopo)
      return viste
    }
    const voce = (v: { quando: string; azione: string | null; utenteId: string | null }) =>
      `${v.quando.slice(0, 10)} ${v.utenteId === admin.id ? 1 : 0} ${v.azione}`
    const casi: [object, (n: number) => boolean][] = [
      [{}, () => true],
      [{ azione: 'prova.altro' }, (n) => n % 3 === 0],
      [{ utente: admin.id }, (n) => n % 2 === 1],
      [{ utente: admin.id, azione: 'ufficio.gestisci' }, (n) => n % 2 === 1 && n % 3 !== 0],
      [{ dal: '2026-01-20', al: '2026-02-10' }, (n) => n === 0 || n === 5],
      [{ al: '2026-01-31', utente: altra.id }, () => false],
    ]
    for (const [f, vale] of casi) {
      const modifiche = await pagine((dopo) =>
        io.call(registriApi.modifiche, { tabella: 'ufficio', ...f, limite: 1, ...(dopo && { dopo }) }),
      )
      expect(modifiche.map(voce), JSON.stringify(f)).toEqual(daVedere(vale))
      const accessi = await pagine((dopo) =>
        io.call(registriApi.accessi, { esito: 'consentito', ...f, limite: 1, ...(dopo && { dopo }) }),
      )
      expect(accessi.map(voce), JSON.stringify(f)).toEqual(daVedere(vale))
    }
    const aperto = await io.call(registriApi.accessi, { oggetto: `${a.id} 1` })
    expect(aperto.voci.map(voce)).toEqual(daVedere((n) => n % 2 === 1))
  })

  test('exports as CSV what the same filters show', async () => {
    const a = await nuovoAmbito(t)
    const admin = await nuovoUtente(t, a, ['amministratore-ambito'])
    await inCtx(t.deps, { azione: 'ufficio.gestisci', ambito: a.id, intero: true, utente: admin.id }, (ctx) =>
      sql`insert into ufficio (nome) values ('=Sportello')`.execute(ctx.tx),
    )
    const io = await as(t, admin)
    const f = await io.call(registriApi.esportaModifiche, { tabella: 'ufficio' })
    expect(f.tipo).toContain('text/csv')
    const righe = Buffer.from(f.contenuto as Uint8Array)
      .toString()
      .split('\r\n')
    expect(righe[0]).toContain('Quando;Chi;Atto;Che cosa;Ambito')
    expect(righe[1]).toContain(
      `02/03/26, 10:00;Prova Utente;Gestire gli uffici dell’ambito e dei comuni;"Ufficio: inserimento (primo giorno «02/03/2026»; nome «=Sportello»)";Ambito ${a.codice}`,
    )
  })
})

describe('the register of accesses', () => {
  test('shows what was refused, with its reason, to the administrator; an operator does not read it', async () => {
    const a = await nuovoAmbito(t)
    const cm = await asRuolo(t, a, { ruolo: 'case-manager', comune: a.comuni[0]! })
    expect((await cm.raw(registriApi.accessi, {})).status).toBe(403)
    const io = await asRuolo(t, a, 'amministratore-ambito')
    const { voci } = await io.call(registriApi.accessi, { esito: 'negato' })
    expect(voci).toHaveLength(1)
    expect(voci[0]).toMatchObject({
      utenteId: cm.utenteId,
      chi: 'Prova Utente',
      atto: 'Consultare chi ha aperto quali fascicoli',
      esito: 'negato',
    })
    expect(voci[0]!.motivo).toContain('Il tuo ruolo non consente')
    const f = await io.call(registriApi.esportaAccessi, { utente: cm.utenteId })
    expect(Buffer.from(f.contenuto as Uint8Array).toString()).toContain('negato')
    expect((await io.call(registriApi.accessi, { esito: 'consentito' })).voci).toEqual([])
  })

  test('what no user has done is of Trama, unless it is a login of nobody known', async () => {
    const a = await nuovoAmbito(t)
    await inCtx(t.deps, { azione: 'waas.flussi', ambito: a.id }, (ctx) =>
      registraAccesso(ctx, { oggetto: '/waas/flussi', oggettoId: a.id, persone: null, motivo: 'INPS' }),
    )
    await t.deps.db.call('select accesso.spid_rifiuta($1, $2, $3, $4)', [
      'sessione.apri',
      '/spid/acs',
      'non-leggibile',
      t.deps.clock().toISOString(),
    ])
    const io = await asRuolo(t, a, 'amministratore-ambito')
    expect((await io.call(registriApi.accessi, {})).voci.map((v) => v.chi)).toEqual(['Trama'])
    const su = await asRuolo(t, null, 'super-utente')
    const { voci } = await su.call(registriApi.accessi, { azione: 'sessione.apri' })
    expect(voci.map((v) => v.chi)).toEqual(['Persona non identificata'])
  })

  test('of a granted reading says who and which, never why: a reason may name whom it is about', async () => {
    const a = await nuovoAmbito(t)
    const sociale = await nuovoUtente(t, a, [{ ruolo: 'assistente-sociale', comune: a.comuni[0]! }])
    const motivo = 'Chiesto dall’avvocato di Maria Dimostrativa'
    await inCtx(t.deps, { azione: 'persona.leggi', ambito: a.id, utente: sociale.id }, (ctx) =>
      registraAccesso(ctx, { oggetto: '/persone/:id', oggettoId: a.id, persone: null, motivo }),
    )
    for (const chi of [await asRuolo(t, a, 'amministratore-ambito'), await asRuolo(t, null, 'super-utente')]) {
      const { voci } = await chi.call(registriApi.accessi, { utente: sociale.id })
      expect(voci).toMatchObject([{ esito: 'consentito', oggettoId: a.id, motivo: null }])
      const f = await chi.call(registriApi.esportaAccessi, { utente: sociale.id })
      expect(Buffer.from(f.contenuto as Uint8Array).toString()).not.toContain('Dimostrativa')
    }
  })
})
