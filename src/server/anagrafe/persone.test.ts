// Persons of the record: search, similar ones, facts dated twice, who may open what, and the trace of every reading.
import { randomUUID } from 'node:crypto'
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
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import type { Tx } from '../kernel/db.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let sportello: Caller
beforeAll(async () => {
  t = await testApp()
  a = await ambitoConCartella(t)
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  sociale = await operatore(t, a, 'assistente-sociale')
  sportello = await operatore(t, a, 'operatore-sportello', a.comuni[0])
})
afterAll(() => t.close())

const qui = () => a.comuni[0]!
const accessi = (personaId: string) =>
  t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, async (tx) => {
    const { rows } = await sql<{ azione: string; esito: string; interrogazione: string | null; fuoriCarico: boolean }>`
      select azione, esito, interrogazione, fuori_carico from kernel.registro_accessi where ${personaId}::uuid = any (persone) order by id`.execute(
      tx,
    )
    return rows
  })

describe('ricerca', () => {
  const trova = async (chi: Caller, criteri: object) =>
    (await chi.call(personeApi.cerca, criteri)).voci.map((v) => v.id)

  test('per parti del nome, in qualsiasi ordine, senza accenti e apostrofi', async () => {
    const cognome = `D’${cognomeNuovo()}`
    const id = await nuovaPersona(sportello, qui(), { cognome, nome: 'Niccolò' })
    for (const nome of [
      cognome,
      cognome.replace('’', ' '),
      `niccolo ${cognome.slice(2, 6)}`,
      `${cognome.slice(2)} nic`,
    ])
      expect(await trova(sportello, { nome }), nome).toContain(id)
    expect(await trova(sportello, { nome: `${cognome} mario` })).toEqual([])
  })
  test.each([
    ['Mohamed', 'Muhammad'],
    ['Mohammed', 'Mohamed'],
    ['Yusuf', 'Iusuf'],
    ['Kamil', 'Camil'],
    ['Ricci', 'Rici'],
    ['Cattaneo', 'Cataneo'],
    ['Filippo', 'Philippo'],
  ])('%s si trova cercando come suona %s', async (scritto, cercato) => {
    const cognome = cognomeNuovo()
    const id = await nuovaPersona(sportello, qui(), { cognome, nome: scritto })
    expect(await trova(sportello, { nome: `${cognome} ${cercato}`, suono: true })).toEqual([id])
  })
  test('per recapito, per indirizzo, per intervallo di nascita', async () => {
    const cognome = cognomeNuovo()
    const id = await nuovaPersona(sociale, qui(), { cognome, dataNascita: '1971-02-03' })
    await presaInCarico(t, a, qui(), id, sociale.utenteId)
    await sociale.call(fattiApi.registra, {
      id,
      tipo: 'recapito',
      dati: { mezzo: 'cellulare', valore: '+39 347 00 11 223' },
      fonte: 'persona',
    })
    await sociale.call(fattiApi.registra, {
      id,
      tipo: 'residenza',
      dati: { comune: qui(), indirizzo: `Via ${cognome}`, civico: '12/b' },
      fonte: 'anagrafe',
      dal: '2020-01-01',
    })
    expect(await trova(sportello, { recapito: '3470011223' })).toContain(id)
    expect(await trova(sportello, { indirizzo: `via ${cognome.slice(0, 6)} 12` })).toEqual([id])
    expect(await trova(sportello, { nome: cognome, natoDal: '1971-02-03', natoAl: '1971-02-03' })).toEqual([id])
    expect(await trova(sportello, { nome: cognome, natoDal: '1971-02-04' })).toEqual([])
  })
  test('scrive chi è stato mostrato e per quale domanda, mai che cosa si è cercato', async () => {
    const cognome = cognomeNuovo()
    const id = await nuovaPersona(sportello, qui(), { cognome })
    await trova(sportello, { nome: cognome })
    const righe = await accessi(id)
    expect(righe.at(-1)).toMatchObject({
      azione: 'persona.cerca',
      esito: 'consentito',
      interrogazione: 'ricerca per nome',
    })
    expect(JSON.stringify(righe)).not.toContain(cognome)
  })
  test('un comune senza protocollo d’intesa non mostra nessuno', async () => {
    const b = await ambitoConCartella(t)
    const op = await operatore(t, b, 'operatore-sportello')
    const cognome = cognomeNuovo()
    const id = await nuovaPersona(op, b.comuni[0]!, { cognome })
    expect(await trova(op, { nome: cognome })).toEqual([id])
    await t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, (tx) =>
      sql`update adesione set stato = 'cessata', al = '2026-01-31' where ambito_id = ${b.id} and comune_id = ${b.comuni[0]}`.execute(
        tx,
      ),
    )
    expect(await trova(op, { nome: cognome })).toEqual([])
  })
})

describe('persone simili', () => {
  test('chi ha lo stesso nome e la stessa nascita va guardato prima di aggiungerne un altro', async () => {
    const cognome = cognomeNuovo()
    const dati = {
      cognome,
      nome: 'Youssef',
      sesso: 'M' as const,
      dataNascita: '1990-10-11',
      comuneId: qui(),
      fonte: 'persona',
    }
    const { id } = await sportello.call(personeApi.create, dati)
    const doppio = { ...dati, nome: 'Yusef' }
    expect(await rifiuto(sportello.call(personeApi.create, doppio))).toMatchObject({
      status: 409,
      codice: 'possibile-doppione',
    })
    const { voci } = await sportello.call(personeApi.simili, { cognome, nome: 'Yusef', dataNascita: '1990-10-11' })
    expect(voci).toMatchObject([
      { persona: { id }, grado: 'probabile', motivi: ['nome che suona allo stesso modo', 'stessa data di nascita'] },
    ])
    await expect(sportello.call(personeApi.create, { ...doppio, diverseDa: [id] })).resolves.toMatchObject({
      id: expect.any(String),
    })
  })
  test('il doppio clic non aggiunge due persone', async () => {
    const dati = { cognome: cognomeNuovo(), nome: 'Ada', comuneId: qui(), fonte: 'persona' }
    const chiave = randomUUID()
    const [x, y] = await Promise.all(
      [1, 2].map(() => sportello.call(personeApi.create, dati, { headers: { 'idempotency-key': chiave } })),
    )
    expect(x).toEqual(y)
  })
})

describe('fascicolo', () => {
  test('fuori dal carico chiede il motivo, lo registra e avvisa il responsabile', async () => {
    const id = await nuovaPersona(sociale, qui())
    await presaInCarico(t, a, qui(), id, sociale.utenteId)
    const collega = await operatore(t, a, 'assistente-sociale')
    expect(await rifiuto(collega.call(personeApi.leggi, { id }))).toMatchObject({
      status: 422,
      codice: 'motivo-richiesto',
    })
    await collega.call(personeApi.apri, { id, motivo: 'sostituzione', dettaglio: 'Sostituisco la collega in ferie' })
    // who is told of it finds who and why, also before anything is read
    expect((await sociale.call(personeApi.letture, { id })).voci.find((v) => v.fuoriCarico)).toMatchObject({
      chi: 'Prova Utente',
      atto: 'Aprire un fascicolo fuori dal proprio carico, indicando il motivo',
      motivo: 'Sostituzione di un collega: Sostituisco la collega in ferie',
    })
    expect(await collega.call(personeApi.leggi, { id })).toMatchObject({ id, principaleId: null })
    const visti = await accessi(id)
    expect(visti.at(-1)).toMatchObject({ azione: 'persona.leggi', esito: 'consentito', fuoriCarico: true })
    const { voci } = await sociale.call(personeApi.letture, { id })
    expect(voci.find((v) => v.fuoriCarico)).toMatchObject({
      chi: 'Prova Utente',
      atto: 'Leggere la scheda di una persona',
    })
    const { rows } = await t.deps.db.inScope({ azione: 'prova', utente: sociale.utenteId, ambito: a.id }, (tx) =>
      sql`select testo from kernel.notifica where utente_id = ${sociale.utenteId} and collegamento = ${`/persone/${id}/letture`}`.execute(
        tx,
      ),
    )
    expect(rows).toHaveLength(1)
  })
  test('se nessuno ne è responsabile lo sa chi risponde del servizio di quel comune, e per cui la persona esiste', async () => {
    const id = await nuovaPersona(sociale, qui())
    const rse = { ruolo: 'responsabile-servizio', comune: qui() }
    const [servizio, altro, vicino] = await Promise.all([
      operatore(t, a, rse.ruolo, rse.comune),
      operatore(t, a, rse.ruolo, rse.comune),
      operatore(t, a, rse.ruolo, a.comuni[1]),
    ])
    const utente = await nuovoUtente(t, a, [rse])
    const interessato = await as(t, utente)
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, (tx) =>
      sql`update persona set codice_fiscale = ${utente.codiceFiscale} where id = ${id}`.execute(tx),
    )
    const quanti = (...chi: Caller[]) =>
      Promise.all(
        chi.map((c) =>
          t.deps.db.inScope({ azione: 'prova', utente: c.utenteId, ambito: a.id }, async (tx) => {
            const { rows } = await sql`select 1 from kernel.notifica where utente_id = ${c.utenteId}
              and testo like '%nessuno è responsabile%' and collegamento = ${`/persone/${id}/letture`}`.execute(tx)
            return rows.length
          }),
        ),
      )
    const apre = (chi: Caller) =>
      chi.call(personeApi.apri, { id, motivo: 'sostituzione', dettaglio: 'La collega è in ferie' })
    await apre(sociale)
    expect(await quanti(servizio, altro, vicino, interessato, sociale)).toEqual([1, 1, 0, 0, 0])
    await apre(servizio)
    expect(await quanti(servizio, altro)).toEqual([1, 2])
    // who answers for her by a presa in carico that is hidden from the service is nobody, to the service
    const presa = await presaInCarico(t, a, qui(), id, sociale.utenteId)
    const nascosta = (chi: string[] | null) =>
      t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, utente: altro.utenteId }, (tx) =>
        sql`update presa_in_carico set riservato_a = ${chi} where id = ${presa}`.execute(tx),
      )
    await nascosta([sociale.utenteId, altro.utenteId])
    await apre(sociale)
    expect(await quanti(servizio, altro)).toEqual([2, 2])
    await nascosta(null)
    await apre(sociale)
    expect(await quanti(servizio, altro)).toEqual([2, 2])
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni }, (tx) =>
      sql`update presa_in_carico set stato = 'chiusa', chiusa_il = kernel.oggi(), motivo_chiusura = 'rinuncia' where id = ${presa}`.execute(
        tx,
      ),
    )
    // hidden from one of them, it does not show by this either
    await t.deps.db.inScope(
      { azione: 'prova', ambito: a.id, comuni: a.comuni, utente: sociale.utenteId, fascicolo: true },
      (tx) => sql`update persona set riservato_a = ${[sociale.utenteId, altro.utenteId]} where id = ${id}`.execute(tx),
    )
    await apre(sociale)
    expect(await quanti(servizio, altro)).toEqual([2, 3])
    // with somebody who answers for her, only he is told; nobody when it is himself
    await presaInCarico(t, a, qui(), id, sociale.utenteId)
    await apre(altro)
    await apre(sociale)
    expect(await quanti(servizio, altro, sociale)).toEqual([2, 3, 0])
  })
  test('il motivo vale per le ore previste, poi si indica di nuovo', async () => {
    const id = await nuovaPersona(sociale, qui())
    const collega = await operatore(t, a, 'assistente-sociale')
    const { scade } = await collega.call(personeApi.apri, {
      id,
      motivo: 'lavoro-equipe',
      dettaglio: 'Riunione di équipe',
    })
    expect(scade).toBe('2026-03-02T17:00:00.000Z')
    for (let m = 0; m < 8 * 60; m += 20) {
      t.clock.advance(20)
      const r = await rifiuto(collega.call(personeApi.leggi, { id }))
      expect(r.codice, `dopo ${m + 20} minuti`).toBe(m + 20 < 480 ? 'accettato' : 'motivo-richiesto')
    }
  })
  test('lo sportello cerca e aggiunge, ma non apre', async () => {
    const id = await nuovaPersona(sportello, qui())
    expect(await rifiuto(sportello.call(personeApi.leggi, { id }))).toMatchObject({ status: 403 })
  })
  test('nessuno apre il proprio fascicolo, né quello della sua famiglia fino al secondo grado o di chi vive con lui', async () => {
    const cognome = cognomeNuovo()
    const suoi = ['io', 'madre', 'sorella', 'nonna', 'cognato', 'figlia', 'nipotina', 'suoPadre', 'genero', 'compagno']
    const acquisiti = ['suocera', 'cognata', 'figliastro', 'convivente', 'gemella', 'sorellaBis', 'madreBis']
    const altri = ['zia', 'nipote', 'suoCognato', 'amica', 'omonima']
    const id: Record<string, string> = {}
    for (const chi of [...suoi, ...acquisiti, ...altri]) id[chi] = await nuovaPersona(sportello, qui())
    const inCartella = (f: (tx: Tx) => Promise<unknown>) =>
      t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, f)
    const { rows } = await t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, (tx) =>
      sql<{ codice: string }>`update utente set cognome = ${cognome}, nome = 'Anna', data_nascita = '1980-05-06'
        where id = ${sociale.utenteId} returning codice_fiscale as codice`.execute(tx),
    )
    await inCartella(async (tx) => {
      // her sheet has her name and birth, and no code; that of who is called as she is, another birth
      await sql`update persona set cognome = ${cognome} where id = any (${[id.io, id.omonima]})`.execute(tx)
      await sql`update persona set data_nascita = '1979-05-06' where id = ${id.omonima}`.execute(tx)
      await sql`update persona set unita_a = case id when ${id.sorellaBis} then ${id.sorella}::uuid else ${id.madre}::uuid end
        where id = any (${[id.sorellaBis, id.madreBis]})`.execute(tx)
      for (const [specie, di, con] of [
        ['filiazione', 'madre', 'io'],
        ['filiazione', 'madre', 'sorella'],
        // what is known of the mother was written on the other of her sheets
        ['filiazione', 'nonna', 'madreBis'],
        ['filiazione', 'nonna', 'zia'],
        ['filiazione', 'io', 'figlia'],
        ['filiazione', 'suoPadre', 'figlia'],
        ['filiazione', 'figlia', 'nipotina'],
        ['filiazione', 'sorella', 'nipote'],
        ['filiazione', 'suocera', 'compagno'],
        ['filiazione', 'suocera', 'cognata'],
        ['filiazione', 'compagno', 'figliastro'],
        ['unione', 'compagno', 'io'],
        ['unione', 'sorella', 'cognato'],
        ['unione', 'genero', 'figlia'],
        ['unione', 'cognata', 'suoCognato'],
        ['gemelli', 'gemella', 'io'],
        ['legame', 'io', 'amica'],
      ] as const)
        await sql`insert into relazione (comune_id, specie, tipo, persona_a, persona_b, fonte)
          values (${qui()}, ${specie}, 'prova', ${id[di]}, ${id[con]}, 'anagrafe')`.execute(tx)
      const nucleo = randomUUID()
      await sql`insert into nucleo (id, comune_id, tipo, fonte) values (${nucleo}, ${qui()}, 'fatto', 'persona')`.execute(
        tx,
      )
      await sql`insert into nucleo_componente (comune_id, nucleo_id, persona_id, parentela)
        select ${qui()}, ${nucleo}, x, 'altro' from unnest(${[id.io, id.convivente]}::uuid[]) x`.execute(tx)
    })
    /** Whose folder is not there at all: of the others a purpose is asked. */
    const negati = async () => {
      const esiti = await Promise.all(
        Object.entries(id).map(async ([chi, suo]) => {
          const r = await rifiuto(sociale.call(personeApi.leggi, { id: suo }))
          return [chi, r.codice] as const
        }),
      )
      return esiti.flatMap(([chi, codice]) => (codice === 'motivo-richiesto' ? [] : [chi])).sort()
    }
    const famiglia = [...suoi, ...acquisiti].sort()
    expect(await negati()).toEqual(famiglia)
    expect(
      await rifiuto(sociale.call(personeApi.apri, { id: id.sorella!, motivo: 'altro', dettaglio: 'x' })),
    ).toMatchObject({ status: 404 })
    // the code of another says that it is another, her own that it is she, whatever the name
    const scrivi = (codice: string, nome: string) =>
      inCartella((tx) =>
        sql`update persona set codice_fiscale = ${codice}, nome = ${nome} where id = ${id.io}`.execute(tx),
      )
    await scrivi('RSSMRA80A01H501U', 'Anna')
    expect(await negati()).toEqual([])
    await scrivi(rows[0]!.codice, 'Nina')
    expect(await negati()).toEqual(famiglia)
    const collega = await operatore(t, a, 'assistente-sociale')
    await collega.call(personeApi.apri, {
      id: id.io!,
      motivo: 'emergenza',
      dettaglio: 'Richiesta della collega stessa',
    })
    await expect(collega.call(personeApi.leggi, { id: id.io! })).resolves.toMatchObject({ id: id.io })
  })
  test('i dati sanitari e l’indirizzo segreto non esistono per chi non è della loro classe', async () => {
    const id = await nuovaPersona(sociale, qui())
    await presaInCarico(t, a, qui(), id, sociale.utenteId)
    const amministrativo = await operatore(t, a, 'amministrativo')
    await amministrativo.call(personeApi.apri, {
      id,
      motivo: 'istruttoria-prestazione',
      dettaglio: 'Aggiornamento dei recapiti',
    })
    const via = cognomeNuovo()
    await sociale.call(fattiApi.registra, {
      id,
      tipo: 'disabilita',
      dati: { tipologia: 'Motoria' },
      fonte: 'persona',
    })
    await sociale.call(fattiApi.registra, {
      id,
      tipo: 'residenza',
      dati: { comune: qui(), indirizzo: 'Via Vecchia' },
      fonte: 'anagrafe',
      dal: '2020-01-01',
    })
    await sociale.call(fattiApi.registra, {
      id,
      tipo: 'residenza',
      dati: { comune: qui(), indirizzo: `Via ${via}` },
      fonte: 'persona',
      dal: '2026-01-01',
      segreto: true,
    })
    const vede = async (chi: Caller) =>
      (await chi.call(personeApi.leggi, { id })).fatti.map((f) => f.tipo + (f.classe ?? ''))
    expect(await vede(sociale)).toEqual(
      expect.arrayContaining(['disabilitasanitaria', 'residenza', 'residenzaindirizzo-segreto']),
    )
    expect(await vede(amministrativo)).not.toEqual(expect.arrayContaining(['disabilitasanitaria']))
    expect((await vede(amministrativo)).filter((x) => x.startsWith('residenza'))).toEqual(['residenza'])
    const cerca = async (chi: Caller) => (await chi.call(personeApi.cerca, { indirizzo: via })).voci.length
    expect([await cerca(sociale), await cerca(amministrativo)]).toEqual([1, 0])
  })
})

describe('i campi della scheda', () => {
  test('si scrivono e si rileggono in parole; la regione segue dal comune; un dato che non dice nulla è rifiutato', async () => {
    const id = await nuovaPersona(sociale, qui())
    await presaInCarico(t, a, qui(), id, sociale.utenteId)
    const scrivi = (tipo: string, dati: object) =>
      sociale.call(fattiApi.registra, { id, tipo, dati, fonte: 'persona', dal: '2026-01-01' } as never)
    await t.deps.db.inScope({ azione: 'prova.prepara', nazionale: true }, async (tx) => {
      await sql`insert into regione (id, nome) values ('98', 'Regione di prova')`.execute(tx)
      await sql`insert into provincia (id, sigla, nome, regione_id) values ('998', 'ZZ', 'Prova', '98')`.execute(tx)
      await sql`update comune set provincia_id = '998' where id = ${qui()}`.execute(tx)
    })
    await scrivi('residenza', { comune: qui(), indirizzo: 'Via Nota' })
    await scrivi('tessera-sanitaria', { numero: '80380000000000000001' })
    await scrivi('assistenza-sanitaria', { ats: '321', medicoCognome: 'Sintetici', medicoNome: 'Medico' })
    await scrivi('soggiorno', { titolo: 'asilo', numero: 'A1' })
    await scrivi('scuola', { anno: '2025/2026', tipo: 'statale', grado: 'primaria' })
    await scrivi('lavoro', { condizione: 'occupato', settore: 'famiglie' })
    await scrivi('sociale', { minori: 2, autosufficienza: 'parziale', altriServizi: 'Consultorio' })
    await scrivi('abitazione', { tipo: 'appartamento', riscaldamento: 'stufa', bagno: 'interno' })
    await scrivi('disabilita', { tipo: 'sensoriale', profilo: 'pdf', orientamento: 'Centro diurno' })
    await scrivi('invalidita', { inCorso: true, diagnosi: 'G80.0', diagnosi2: 'F70' })
    const { fatti } = await sociale.call(personeApi.leggi, { id })
    const parole = (tipo: string) =>
      Object.fromEntries(fatti.find((f) => f.tipo === tipo)!.parole.map((p) => [p.campo, p.valore]))
    expect(parole('residenza')).toMatchObject({ indirizzo: 'Via Nota', regione: 'Regione di prova' })
    expect(parole('soggiorno')).toMatchObject({ titolo: 'Asilo (status di rifugiato)' })
    expect(parole('scuola')).toMatchObject({ tipo: 'Statale', grado: 'Primaria' })
    expect(parole('lavoro')).toMatchObject({ settore: 'Lavoro domestico e di cura presso famiglie' })
    expect(parole('disabilita')).toMatchObject({ tipo: 'Sensoriale', profilo: 'Profilo dinamico funzionale (PDF)' })
    expect(parole('invalidita')).toEqual({ inCorso: 'sì', diagnosi: 'G80.0', diagnosi2: 'F70' })
    for (const [tipo, dati, campo] of [
      ['invalidita', { accompagnamento: true, inCorso: false }, 'percentuale'],
      ['disabilita', { gravita: 'grave' }, 'tipo'],
      ['disabilita', { tipo: 'Motoria' }, 'tipo'],
      ['residenza', { nazione: qui() }, 'nazione'],
    ] as const)
      expect(await rifiuto(scrivi(tipo, dati))).toMatchObject({ errori: [{ campo: `dati.${campo}` }] })
  })
})

describe('fatti datati due volte', () => {
  const apri = async () => {
    const id = await nuovaPersona(sociale, qui())
    await presaInCarico(t, a, qui(), id, sociale.utenteId)
    return id
  }
  const residenza = (id: string, indirizzo: string, dal?: string) =>
    sociale.call(fattiApi.registra, {
      id,
      tipo: 'residenza',
      dati: { comune: qui(), indirizzo },
      fonte: 'anagrafe',
      ...(dal ? { dal } : {}),
    })
  const dove = async (id: string, giorno: string, comeNotoIl?: string) =>
    (await sociale.call(personeApi.leggi, { id, giorno, ...(comeNotoIl ? { comeNotoIl } : {}) })).fatti
      .filter((f) => f.tipo === 'residenza')
      .map((f) => f.dati.indirizzo)

  test('la scheda si legge com’era in un giorno e come era nota in un altro', async () => {
    const id = await apri()
    await residenza(id, 'Via Uno', '2020-01-01')
    t.clock.advance(10)
    const saputo = '2026-03-02T09:05:00.000Z'
    const nuova = await residenza(id, 'Via Due', '2025-06-01')
    expect(await dove(id, '2025-05-31')).toEqual(['Via Uno'])
    expect(await dove(id, '2025-06-01')).toEqual(['Via Due'])
    // that morning we still believed that she lived in Via Uno
    expect(await dove(id, '2025-06-01', saputo)).toEqual(['Via Uno'])
    t.clock.advance(5)
    await sociale.call(fattiApi.correggi, {
      id,
      fatto: nuova.id,
      tipo: 'residenza',
      dati: { comune: qui(), indirizzo: 'Via Tre' },
      dal: '2025-06-01',
      fonte: 'anagrafe',
      motivo: 'Via sbagliata',
    })
    expect(await dove(id, '2025-06-01')).toEqual(['Via Tre'])
    expect(await dove(id, '2025-06-01', '2026-03-02T09:12:00.000Z')).toEqual(['Via Due'])
    const { voci } = await sociale.call(fattiApi.storia, { id, tipo: 'residenza' })
    expect(voci.filter((f) => f.sostituitoIl)).toHaveLength(2)
  })
  test('date impossibili, campi sconosciuti, due residenze insieme: una frase, e niente cambia', async () => {
    const id = await apri()
    await residenza(id, 'Via Uno', '2020-01-01')
    const prova = (dati: object, altro: object = {}) =>
      rifiuto(sociale.call(fattiApi.registra, { id, tipo: 'residenza', dati, fonte: 'anagrafe', ...altro } as never))
    expect(await prova({ indirizzo: 'Via Due' })).toMatchObject({ campo: 'dal', status: 422 })
    expect(await prova({ indirizzo: 'Via Due' }, { dal: '2019-01-01' })).toMatchObject({ status: 409, campo: 'dal' })
    expect(await prova({ indirizzo: 'Via Due' }, { dal: '1026-01-01' })).toMatchObject({ campo: 'dal' })
    expect(await prova({ indirizzo: 'Via Due' }, { dal: '2999-01-01' })).toMatchObject({ campo: 'dal' })
    expect(await prova({ indirizzo: 'Via Due' }, { dal: '2025-02-31' })).toMatchObject({ status: 400 })
    expect(await prova({ strada: 'Via Due' }, { dal: '2025-02-01' })).toMatchObject({ status: 400 })
    expect(await dove(id, '2026-01-01')).toEqual(['Via Uno'])
  })
  test('un decesso annullato torna indietro, e la storia lo ricorda', async () => {
    const id = await apri()
    const { id: fatto } = await sociale.call(fattiApi.registra, {
      id,
      tipo: 'decesso',
      dati: {},
      dal: '2026-02-01',
      fonte: 'anagrafe',
    })
    expect((await sociale.call(personeApi.leggi, { id })).decesso).toBe('2026-02-01')
    await sociale.call(fattiApi.annulla, { id, fatto, motivo: 'Omonimia' })
    expect((await sociale.call(personeApi.leggi, { id })).decesso).toBeNull()
    expect((await sociale.call(fattiApi.storia, { id, tipo: 'decesso' })).voci).toMatchObject([
      { motivoSostituzione: 'Omonimia' },
    ])
  })
  test('un codice fiscale impossibile è rifiutato, e uno provvisorio va tra gli altri codici', async () => {
    const base = { cognome: cognomeNuovo(), nome: 'Eva', comuneId: qui(), fonte: 'persona' }
    expect(
      await rifiuto(sportello.call(personeApi.create, { ...base, codiceFiscale: 'RSSMRA80A01H501A' })),
    ).toMatchObject({ campo: 'codiceFiscale' })
    expect(await rifiuto(sportello.call(personeApi.create, { ...base, codiceFiscale: '12345678901' }))).toMatchObject({
      campo: 'codiceFiscale',
    })
  })
})
