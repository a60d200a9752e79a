// The regional message through the endpoints: from a record to a file, into an empty one, and back.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { rifiuto } from '../../../../test/support/accreditamento.ts'
import { type Ambito, type Caller, type TestApp, testApp } from '../../../../test/support/app.ts'
import { ambitoConCartella, cognomeNuovo, nuovaPersona, operatore } from '../../../../test/support/cartella.ts'
import { segnalazione } from '../../../../test/support/sportello.ts'
import type { NomeFatto } from '../../../shared/anagrafe/fatti.ts'
import { nucleiApi } from '../../../shared/anagrafe/nuclei.api.ts'
import { fattiApi, personeApi } from '../../../shared/anagrafe/persone.api.ts'
import { assegnazioneApi } from '../../../shared/cartella/assegnazione.api.ts'
import { contattiApi } from '../../../shared/cartella/contatti.api.ts'
import { fascicoloApi } from '../../../shared/cartella/fascicolo.api.ts'
import type { TipoFase } from '../../../shared/cartella/lombardia/campi.ts'
import { messaggiApi } from '../../../shared/cartella/messaggi.api.ts'
import { oscuramentiApi } from '../../../shared/cartella/oscuramento.api.ts'
import { preseApi } from '../../../shared/cartella/prese.api.ts'
import { segnalazioniApi } from '../../../shared/cartella/segnalazioni.api.ts'
import type { Endpoint, Input } from '../../../shared/kernel/endpoint.ts'
import { comandiCartella } from '../comandi.ts'
import { esempio, leggi } from '../lombardia/esempi.fixture.ts'
import { codiceFiscaleDi, rientra } from '../presa.fixture.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

let a: Ambito
let as: Caller
let resp: Caller
const qui = () => a.comuni[0]!
let istat = Math.floor(Math.random() * 400_000)

/** An ambito whose comuni have an ISTAT code, as real ones do. */
async function ambito(): Promise<Ambito> {
  const nuovo = await ambitoConCartella(t)
  await t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, async (tx) => {
    for (const c of nuovo.comuni)
      await sql`update comune set istat = ${String(500_000 + istat++)} where id = ${c}`.execute(tx)
  })
  return nuovo
}

beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  a = await ambito()
  as = await operatore(t, a, 'assistente-sociale')
  resp = await operatore(t, a, 'responsabile-servizio')
})

const apri = (chi: Caller, id: string) =>
  chi.call(personeApi.apri, { id, motivo: 'vigilanza', dettaglio: 'Prova dei messaggi' })
const fatto = (id: string, tipo: NomeFatto, dati: object, altro: object = {}) =>
  as.call(fattiApi.registra, { id, tipo, dati: { ...dati }, fonte: 'persona', ...altro })

/** Somebody with a codice fiscale that nobody else has: her surname makes it. */
async function personaPiena(cognome = cognomeNuovo()) {
  const id = await nuovaPersona(as, qui(), { cognome })
  await apri(as, id)
  await fatto(id, 'residenza', { comune: qui(), indirizzo: 'Via Nota', civico: '3' }, { dal: '2020-01-01' })
  await fatto(id, 'recapito', { mezzo: 'cellulare', valore: '333 1234567' })
  await fatto(id, 'recapito', { mezzo: 'telefono', valore: '06 7654321', sicuro: false })
  await fatto(id, 'stato-civile', { stato: 'vedovo' })
  await fatto(id, 'cittadinanza', { stato: 'Italiana' })
  await fatto(id, 'isee', { tipo: 'ordinario', isee: 912_320 }, { dal: '2026-01-10' })
  await fatto(id, 'salute', { descrizione: 'Diabete; ipoacusia' })
  const figlio = await nuovaPersona(as, qui(), { nome: 'Luca', dataNascita: '2012-05-05', sesso: 'M' })
  await as.call(nucleiApi.crea, {
    personaId: id,
    tipo: 'anagrafico',
    fonte: 'anagrafe',
    dal: '2020-01-01',
    componenti: [
      { personaId: id, parentela: 'persona-di-riferimento', intestatario: true },
      { personaId: figlio, parentela: 'figlio' },
    ],
  })
  return { id, figlio }
}

async function contatto(personaId: string) {
  await as.call(contattiApi.crea, {
    comuneId: qui(),
    canale: 'telefono',
    bisogno: 'casa',
    esito: 'informazione-data',
    personaId,
  })
}

async function presaChiusa(id: string) {
  await apri(resp, id)
  const { id: presa } = await resp.call(preseApi.proponi, {
    id,
    tipo: 'professionale',
    area: 'adulti',
    mandato: 'accordo',
    peso: 1,
    oggetto: 'Sostegno',
  })
  const coordinatore = await operatore(t, a, 'coordinatore-servizio')
  await coordinatore.call(assegnazioneApi.assegna, { assegnazioni: [{ presaId: presa, utenteId: as.utenteId }] })
  await as.call(preseApi.accetta, { id: presa })
  await as.call(preseApi.contatta, { id: presa, giorno: '2026-03-02' })
  t.clock.set('2026-03-05T09:00:00Z')
  as = await rientra(t, as)
  await as.call(preseApi.attiva, { id: presa })
  t.clock.set('2026-03-20T09:00:00Z')
  as = await rientra(t, as)
  await as.call(preseApi.chiudi, {
    id: presa,
    motivo: 'obiettivi-raggiunti',
    valutazione: 'Ha trovato casa, come Segnalatrice Silvia sperava.',
  })
  // closed, it is nobody's: the folder is opened again by saying why
  await apri(as, id)
  return presa
}

const esporta = async (chi: Caller, id: string, fase: TipoFase = 'accesso', presa?: string) => {
  const r = await chi.raw(messaggiApi.esporta, { id, fase, ...(presa && { presa }) })
  expect(r.status, JSON.stringify(r.body)).toBe(200)
  return new TextDecoder().decode(r.body as Uint8Array)
}
const messaggio = (xml: string) => {
  const r = leggi(xml)
  if (r.esito === 'rifiutato') throw new Error(JSON.stringify(r.difetti))
  return r.messaggio
}
const invia = <E extends Endpoint>(chi: Caller, e: E, input: Omit<Input<E>, 'file'>, xml: string) =>
  chi.call(e, input as Input<E>, { file: Buffer.from(xml) })
const nega = async (p: Promise<unknown>, codice: string) => expect(await rifiuto(p)).toMatchObject({ codice })

/** What two installations must agree on: not who sends, when, with which identifiers, nor who works there. */
function contenuto(xml: string) {
  const { accesso, valutazione: b, finale: e } = messaggio(xml)
  const {
    dati,
    id: _a,
    assistito: { id: _i, comuneResidenza: _c, ...assistito },
    ...resto
  } = accesso
  const { nomeEnteRilevatore: _n, ...altri } = dati
  return {
    accesso: { ...resto, assistito, dati: altri },
    valutazione: b && { ...b, id: '', responsabile: undefined },
    finale: e && { ...e, id: '', responsabile: undefined },
  }
}

describe('dalla cartella al messaggio', () => {
  test('finché non c’è nulla il messaggio non si scrive, e si dice che cosa fare', async () => {
    const id = await nuovaPersona(as, qui())
    await apri(as, id)
    const s = await as.call(messaggiApi.stato, { id })
    expect(s.fase).toBeNull()
    expect(s.messaggi[0]!.mancano).toEqual([
      {
        cosa: 'Accesso',
        perche: 'non ci sono ancora un contatto, una segnalazione o una presa in carico.',
        dove: 'sportello',
      },
    ])
    await nega(as.call(messaggiApi.esporta, { id }), 'regola-non-rispettata')
    const f = await as.call(fascicoloApi.frontespizio, { id })
    expect(f.percorso).toMatchObject({ fase: null })
  })

  test('fase A: la persona, il nucleo, l’accesso; ciò che non si può dire è detto, con il posto dove si rimedia', async () => {
    const { id, figlio } = await personaPiena()
    await contatto(id)
    const s = await as.call(messaggiApi.stato, { id })
    expect(s).toMatchObject({ fase: { lettera: 'A' }, diProva: true })
    expect(s.messaggi[0]).toMatchObject({ fase: 'accesso', mancano: [] })
    expect(s.messaggi[1]!.mancano).toMatchObject([{ cosa: 'Presa in carico', dove: 'prese' }])
    const taciuti = s.messaggi[0]!.taciuti
    expect(taciuti).toContainEqual({ cosa: 'Titolo di studio', perche: 'non è registrato.', dove: 'scheda' })
    expect(taciuti.find((n) => n.cosa === 'Modalità di contatto')).toMatchObject({ dove: 'codici' })
    const xml = await esporta(as, id)
    expect(xml).toContain('schema non verificato')
    const m = messaggio(xml)
    expect(m.busta).toMatchObject({ mittente: a.codice, destinatari: ['PROVA'], processo: 'T' })
    expect(m.accesso).toMatchObject({ stato: 'completed', inizio: '2026-03-02', fine: '2026-03-02' })
    expect(m.accesso.assistito).toMatchObject({
      id,
      genere: 'F',
      statoCivile: 'W',
      cittadinanze: ['380'],
      cellulare: '333 1234567',
      nucleo: [{ nome: 'Luca', genere: 'M', nascita: '2012-05-05' }],
    })
    expect(m.accesso.assistito.telefono).toBeUndefined()
    expect(m.accesso.dati.isee).toBe('9123.2')
    // health is told with phase B, not before
    expect(xml).not.toContain('Diabete')
    // asked again at the same moment it is the same message
    expect(await esporta(as, id)).toBe(xml)
    const letture = await as.call(personeApi.letture, { id: figlio }).catch(() => null)
    expect(letture).toBeNull()
    await apri(as, figlio)
    const diLui = await as.call(personeApi.letture, { id: figlio })
    expect(diLui.voci.some((v) => v.interrogazione === 'persone vicine, nel messaggio regionale')).toBe(true)
    const diLei = await as.call(personeApi.letture, { id })
    expect(diLei.voci.some((v) => v.atto === 'Preparare il messaggio regionale di una persona')).toBe(true)
  })

  test('fasi B ed E: la presa in carico e la sua chiusura; chi ha segnalato non c’è, nemmeno nei testi', async () => {
    const { id } = await personaPiena()
    await as.call(
      segnalazioniApi.crea,
      segnalazione(qui(), {
        segnalati: [{ personaId: id }],
        segnalante: { anonimo: false, interlocutore: 'vicinato', nome: 'Segnalatrice Silvia', recapiti: '333 9999999' },
      }),
    )
    const presa = await presaChiusa(id)
    const s = await as.call(messaggiApi.stato, { id })
    expect(s.fase?.lettera).toBe('E')
    expect(s.messaggi.map((m) => m.mancano)).toEqual([[], [], []])
    const xml = await esporta(as, id, 'finale', presa)
    const m = messaggio(xml)
    expect(m.accesso.segnalazione).toEqual({ data: '2026-03-02' })
    expect(m.valutazione).toMatchObject({
      inizio: '2026-03-02',
      fine: '2026-03-05',
      dati: { patologieCorrenti: 'Diabete; ipoacusia' },
    })
    expect(m.finale).toMatchObject({ chiusura: '2026-03-20', dati: { dataValutazione: '2026-03-20' } })
    expect(m.finale!.dati.valutazione).toContain('[omissis]')
    for (const parola of ['Segnalatrice', 'Silvia', '9999999']) expect(xml).not.toContain(parola)
    const f = await as.call(fascicoloApi.frontespizio, { id })
    expect(f.percorso?.fase).toMatchObject({ lettera: 'E' })
  })

  test('indirizzo segreto, regole di contatto, dati riservati restano', async () => {
    const { id, figlio } = await personaPiena()
    await contatto(id)
    await fatto(id, 'contatto-sicuro', { regola: 'mai-telefono', riferimento: '3331234567' })
    await fatto(figlio, 'residenza', { comune: qui() }, { dal: '2020-01-01' }).catch(async () => {
      await apri(as, figlio)
      await fatto(figlio, 'residenza', { comune: qui() }, { dal: '2020-01-01' })
    })
    const prima = messaggio(await esporta(as, id))
    expect(prima.accesso.assistito.cellulare).toBeUndefined()
    expect(prima.accesso.assistito.nucleo[0]!.comuneResidenza).toBe(prima.accesso.assistito.comuneResidenza)
    await fatto(id, 'domicilio', { comune: a.comuni[1]!, indirizzo: 'Rifugio' }, { segreto: true, dal: '2026-01-01' })
    const m = messaggio(await esporta(as, id))
    expect(m.accesso.assistito).not.toHaveProperty('comuneDomicilio')
    expect(m.accesso.assistito).not.toHaveProperty('comuneResidenza')
    expect(m.accesso.assistito.nucleo[0]).not.toHaveProperty('comuneResidenza')
    // a whole folder restricted to a few does not leave at all
    await resp.call(personeApi.apri, { id, motivo: 'vigilanza', dettaglio: 'x' })
    await resp.call(oscuramentiApi.nascondi, {
      id,
      tipo: 'persona',
      oggettoId: id,
      motivo: 'Protezione',
      utenti: [as.utenteId],
    })
    const s = await as.call(messaggiApi.stato, { id })
    expect(s.messaggi[0]!.mancano[0]!.cosa).toBe('Fascicolo riservato')
    await nega(as.call(messaggiApi.esporta, { id }), 'regola-non-rispettata')
  })

  test('chi non l’ha in carico dice perché; chi non ha l’atto non può', async () => {
    const id = await nuovaPersona(resp, qui())
    await nega(as.call(messaggiApi.stato, { id }), 'motivo-richiesto')
    for (const ruolo of ['educatore', 'amministrativo', 'operatore-sportello', 'coordinatore-servizio'])
      await nega((await operatore(t, a, ruolo)).call(messaggiApi.esporta, { id }), 'azione-non-consentita')
  })
})

describe('dalla riga di comando', () => {
  const comando = comandiCartella.find((c) => c.nome === 'cartella messaggio')!
  test('a nome di un operatore, con la sua portata: la lettura resta nel registro', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'trama-messaggio-'))
    const { id } = await personaPiena()
    await contatto(id)
    const detto: string[] = []
    const lancia = async (autore: string, altro: string[] = []) =>
      comando.run(
        { deps: t.deps, operatore: 'riga di comando: prove', cwd: dir, baseUrl: '', out: (l) => detto.push(l) },
        ['--ambito', a.codice, '--persona', id, '--fase', 'a', '--autore', autore, '--out', 'm.xml', ...altro],
      )
    await expect(lancia(await codiceFiscaleDi(t, (await operatore(t, a, 'educatore')).utenteId))).rejects.toThrow(
      'non è un operatore',
    )
    await expect(lancia(await codiceFiscaleDi(t, resp.utenteId))).rejects.toThrow('non ha in carico')
    await expect(lancia(await codiceFiscaleDi(t, as.utenteId), ['--fase', 'B'])).rejects.toThrow(
      'comincia con una presa in carico',
    )
    expect(await lancia(await codiceFiscaleDi(t, as.utenteId))).toBe(0)
    expect(await readFile(join(dir, 'm.xml'), 'utf8')).toBe(await esporta(as, id))
    expect(detto[0]).toContain('schema non verificato')
    await expect(lancia(await codiceFiscaleDi(t, as.utenteId))).rejects.toThrow('c’è già')
    const letture = await as.call(personeApi.letture, { id })
    expect(letture.voci.some((v) => v.motivo === 'riga di comando: prove')).toBe(true)
    await rm(dir, { recursive: true })
  })
})

describe('dal messaggio alla cartella', () => {
  const aggiunte = {
    area: 'adulti',
    mandato: 'accordo',
    motivoChiusura: 'obiettivi-raggiunti',
    tipoIsee: 'ordinario',
  } as const

  test('in un’altra installazione vuota torna lo stesso contenuto, e la seconda volta non cambia nulla', async () => {
    const { id } = await personaPiena()
    await contatto(id)
    const presa = await presaChiusa(id)
    const xml = await esporta(as, id, 'finale', presa)
    const b = await ambito()
    const altra = await operatore(t, b, 'assistente-sociale')
    const comune = b.comuni[0]!
    const chi = await invia(altra, messaggiApi.diChi, { comune }, xml)
    expect(chi).toMatchObject({ certa: null, simili: [], servono: ['mandato', 'area', 'motivoChiusura', 'tipoIsee'] })
    expect(chi.voci.find((v) => v.cosa === 'Presa in carico')).toMatchObject({ esito: 'fuori' })
    const fatta = await invia(altra, messaggiApi.nuova, { comune, ...aggiunte }, xml)
    expect(fatta.voci.filter((v) => v.esito === 'aggiunge').map((v) => v.cosa)).toEqual(
      expect.arrayContaining([
        'Generalità',
        'Residenza',
        'Recapito',
        'Stato civile',
        'Cittadinanza',
        'Attestazione ISEE',
        'Condizione di salute',
        'Nucleo',
        'Presa in carico',
      ]),
    )
    const nuova = fatta.personaId
    await apri(altra, nuova)
    const scheda = await altra.call(personeApi.leggi, { id: nuova })
    expect(new Set(scheda.fatti.map((f) => f.fonte))).toEqual(new Set(['messaggio-regionale']))
    const stato = await altra.call(messaggiApi.stato, { id: nuova })
    expect(stato).toMatchObject({
      fase: { lettera: 'E' },
      ricevuti: [{ mittente: a.codice, fasi: ['accesso', 'valutazione', 'finale'] }],
    })
    expect(contenuto(await esporta(altra, nuova, 'finale'))).toEqual(contenuto(xml))
    const storia = await altra.call(fascicoloApi.timeline, { id: nuova, tipo: 'messaggio' })
    expect(storia.voci).toHaveLength(1)

    const prima = await righe(b)
    const k = await invia(altra, messaggiApi.confronta, { id: nuova, ...aggiunte }, xml)
    expect(k.giaRicevutoIl).not.toBeNull()
    expect(k.voci.filter((v) => v.esito === 'aggiunge')).toEqual([])
    const dopo = await invia(altra, messaggiApi.riporta, { id: nuova, ...aggiunte }, xml)
    expect(dopo.aggiunte).toBe(0)
    expect(await righe(b)).toEqual(prima)
    // known by the code of the sender, though she has no codice fiscale
    const ancora = await invia(altra, messaggiApi.diChi, { comune }, xml)
    expect(ancora.certa?.id).toBe(nuova)
    await nega(invia(altra, messaggiApi.nuova, { comune }, xml), 'possibile-doppione')
  })

  test('di chi c’è già si aggiunge soltanto ciò che manca, e ciò che è diverso resta', async () => {
    const cognome = cognomeNuovo()
    const { id } = await personaPiena(cognome)
    await contatto(id)
    const xml = await esporta(as, id)
    const b = await ambito()
    const altra = await operatore(t, b, 'assistente-sociale')
    const comune = b.comuni[0]!
    const sua = await nuovaPersona(altra, comune, { cognome })
    const chi = await invia(altra, messaggiApi.diChi, { comune }, xml)
    expect(chi.simili.map((s) => s.persona.id)).toEqual([sua])
    await nega(invia(altra, messaggiApi.nuova, { comune }, xml), 'possibile-doppione')
    await nega(invia(altra, messaggiApi.confronta, { id: sua }, xml), 'motivo-richiesto')
    await apri(altra, sua)
    await altra.call(fattiApi.registra, {
      id: sua,
      tipo: 'stato-civile',
      dati: { stato: 'coniugato' },
      fonte: 'persona',
    })
    const prima = await righe(b)
    const k = await invia(altra, messaggiApi.confronta, { id: sua }, xml)
    expect(k.voci.find((v) => v.cosa === 'Stato civile')).toMatchObject({ esito: 'resta' })
    expect(k.voci.find((v) => v.cosa === 'Cittadinanza')).toMatchObject({ esito: 'aggiunge', valore: 'Italia' })
    expect(await righe(b)).toEqual(prima)
    await invia(altra, messaggiApi.riporta, { id: sua }, xml)
    const scheda = await altra.call(personeApi.leggi, { id: sua })
    expect(scheda.fatti.find((f) => f.tipo === 'stato-civile' && f.vigente)?.dati).toEqual({ stato: 'coniugato' })
    expect(scheda.fatti.some((f) => f.tipo === 'cittadinanza' && f.fonte === 'messaggio-regionale')).toBe(true)
  })

  test('gli esempi scritti a mano entrano; chi ha segnalato e ciò che non ha un posto restano nel file', async () => {
    const comune = qui()
    const chi = await invia(as, messaggiApi.diChi, { comune }, esempio('a'))
    expect(chi.assistito).toMatchObject({ cognome: 'Sintetica', nome: 'Ada', codiceFiscale: 'SNTDAA48C52F205U' })
    const fuori = chi.voci.filter((v) => v.esito === 'fuori').map((v) => v.cosa)
    expect(fuori).toEqual(expect.arrayContaining(['Chi ha segnalato']))
    expect(JSON.stringify(chi)).not.toContain('Segnalante')
    const aggiunge = chi.voci.filter((v) => v.esito === 'aggiunge').map((v) => v.cosa)
    expect(aggiunge).toEqual(expect.arrayContaining(['Tessera sanitaria (TEAM)', 'Assistenza sanitaria']))
    const { personaId } = await invia(as, messaggiApi.nuova, { comune }, esempio('a'))
    await apri(as, personaId)
    const { nuclei } = await as.call(nucleiApi.diPersona, { id: personaId })
    expect(nuclei.map((n) => [n.tipo, n.membri.length])).toEqual([
      ['fatto', 2],
      ['rete', 3],
    ])
    for (const f of ['b', 'e'] as const) {
      const r = await invia(as, messaggiApi.diChi, { comune }, esempio(f))
      expect(r.fasi.map((x) => x.lettera)).toEqual(['A', f.toUpperCase()])
    }
  })

  const bomba = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
  test.each([
    ['vuoto di senso', 'ciao', 'XML'],
    ['un XML troncato', esempio('a').slice(0, 900), 'XML ben formato'],
    ['una bomba', bomba, 'DOCTYPE'],
    ['entità esterne', bomba.replace('"aaaaaaaaaa"', 'SYSTEM "file:///etc/passwd"'), 'DOCTYPE'],
    ['un’altra radice', '<Altro xmlns="urn:hl7-org:v3"/>', 'comincia con'],
    ['un codice che non c’è', esempio('a').replace('code="F"', 'code="Q"'), 'non è fra i codici ammessi'],
    ['un’altra fase', esempio('b').replaceAll('code="B"', 'code="Z"'), 'non è il codice di una fase'],
    ['un giorno impossibile', esempio('a').replace('value="19480312"', 'value="19480231"'), 'data'],
  ])('%s si rifiuta con una frase e non resta nulla', async (_nome, xml, frase) => {
    const prima = await righe(a)
    for (const e of [messaggiApi.diChi, messaggiApi.nuova]) {
      const r = await as.raw(e, { comune: qui() } as never, { file: Buffer.from(xml) })
      expect(r.status).toBe(422)
      const { detail } = r.body as { detail: string }
      expect(detail).toContain(frase)
      expect(detail.split('\n')).toHaveLength(1)
    }
    expect(await righe(a)).toEqual(prima)
  })
  test('un file enorme si rifiuta', async () => {
    const r = await as.raw(messaggiApi.diChi, { comune: qui() } as never, { file: Buffer.alloc(900_000, 'x') })
    expect(r.body).toMatchObject({ detail: expect.stringContaining('512 kB') })
  })
  test('in un comune che non è suo non si scrive', async () => {
    const b = await ambito()
    await nega(invia(as, messaggiApi.nuova, { comune: b.comuni[0]! }, esempio('a')), 'regola-non-rispettata')
  })
})

/** How many rows each table of the record has in an ambito, the registers apart. */
const righe = (di: Ambito) =>
  t.deps.db.inScope(
    {
      azione: 'prova',
      ambito: di.id,
      comuni: di.comuni,
      fascicolo: true,
      classi: ['sanitaria', 'violenza', 'segnalante', 'indirizzo-segreto', 'gravidanza'],
    },
    async (tx) => {
      const conti: Record<string, unknown> = {}
      for (const tabella of [
        'persona',
        'persona_fatto',
        'persona_origine',
        'nucleo',
        'nucleo_componente',
        'presa_in_carico',
        'messaggio_regionale',
        'contatto',
      ])
        conti[tabella] = (await sql`select count(*)::int as n from ${sql.table(tabella)}`.execute(tx)).rows
      return conti
    },
  )

describe('la tabella dei codici', () => {
  test('dice di ogni riga quanto è certa, e quali si contraddicono, con il parametro che le cambia', async () => {
    const { sistemi, difetti } = await as.call(messaggiApi.codici, {})
    expect(difetti).toEqual([])
    expect(sistemi.find((s) => s.sistema === 'A.MOCO')).toMatchObject({
      conflitto: 'A.TIRI',
      segno: 'ipotesi',
      parametro: 'lombardia.oid-a-moco',
    })
    const scambiati = sistemi.filter((s) => s.conflitto && !/^(LUOGO|PROFILO-EROGATORE)/.test(s.sistema))
    expect(scambiati.every((s) => s.parametro !== null)).toBe(true)
    expect(sistemi.find((s) => s.sistema === 'GENERE')!.codici).toHaveLength(3)
  })
})
