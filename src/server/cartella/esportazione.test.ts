// A folder out and back: the same rows, the same bytes, file by file; what must not leave does not; of an archive in which
// something is wrong nothing comes in.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { sql } from 'kysely'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
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
import { PDF, PNG } from '../../../test/support/file-di-prova.ts'
import { daProprietario } from '../../../test/support/mondo.ts'
import { nuovoUfficio, segnalazione } from '../../../test/support/sportello.ts'
import { fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { agendaApi } from '../../shared/cartella/agenda.api.ts'
import { contattiApi } from '../../shared/cartella/contatti.api.ts'
import { decisioniApi } from '../../shared/cartella/decisioni.api.ts'
import { diarioApi } from '../../shared/cartella/diario.api.ts'
import { esportazioneApi } from '../../shared/cartella/esportazione.api.ts'
import { cronologieApi, fascicoloApi } from '../../shared/cartella/fascicolo.api.ts'
import { preseApi } from '../../shared/cartella/prese.api.ts'
import { segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import { documentiApi } from '../../shared/documenti/documenti.api.ts'
import { CLASSE_SEGNALANTE } from '../../shared/documenti/modelli.rules.ts'
import { verificaJob } from '../documenti/verifica.ts'
import { avvisiDi, codiceFiscaleDi } from './presa.fixture.ts'
import { TESTI_CON_SEGNALANTE } from './segnalanti.ts'
import { type FascicoloEsportato, tabelleFascicolo } from './tabelle-fascicolo.ts'

let t: TestApp
let a: Ambito
let sociale: Caller
let rse: Caller
let persona: string
let presa: string
const lavora = () => t.jobs.drain(t.deps, verificaJob({ clamd: undefined }))
beforeAll(async () => {
  t = await testApp()
  await lavora()
  a = await ambitoConCartella(t)
})
beforeEach(async () => {
  t.clock.set('2026-03-02T09:00:00Z')
  sociale = await operatore(t, a, 'assistente-sociale')
  rse = await operatore(t, a, 'responsabile-servizio')
  persona = await nuovaPersona(sociale, qui())
  presa = await presaInCarico(t, a, qui(), persona, sociale.utenteId)
})
afterAll(() => t.close())

const qui = () => a.comuni[0]!
const sha = (b: Uint8Array) => createHash('sha256').update(b).digest('hex')
const prepara = (fn: Parameters<typeof t.deps.db.inScope<void>>[1]) =>
  t.deps.db.inScope(
    { azione: 'prova.prepara', ambito: a.id, comuni: a.comuni, fascicolo: true, utente: sociale.utenteId },
    fn,
  )
const residenza = (indirizzo: string, altro: object = {}) =>
  sociale.call(fattiApi.registra, {
    id: persona,
    tipo: 'residenza',
    dati: { comune: qui(), indirizzo },
    fonte: 'persona',
    ...altro,
  } as never)
const voce = (testo: string, altro: object = {}) =>
  sociale.call(diarioApi.scrivi, {
    id: persona,
    specie: 'diario',
    giorno: '2026-02-10',
    tipo: 'colloquio',
    completa: true,
    blocchi: [{ tipo: 'fatto', testo }],
    ...altro,
  } as never) as Promise<{ id: string }>
const documento = async (nome: string, file: Uint8Array, altro: object = {}) => {
  const nuovo = { id: persona, sottocartella: 'altro', nome, ...altro }
  const d = await sociale.call(documentiApi.carica, nuovo as never, { file })
  await lavora()
  return d
}

type Parti = Record<string, Uint8Array>
interface Archivio {
  zip: Uint8Array
  parti: Parti
  f: FascicoloEsportato
}
const apri = (zip: Uint8Array): Archivio => {
  const parti = unzipSync(zip)
  return { zip, parti, f: JSON.parse(new TextDecoder().decode(parti['fascicolo.json'])) as FascicoloEsportato }
}
const esporta = async (chi: Caller, id: string): Promise<Archivio> => {
  const { contenuto } = await chi.call(esportazioneApi.esporta, { id, motivo: 'Richiesta della persona' })
  return apri(contenuto as Uint8Array)
}
const importa = (chi: Caller, comune: string, file: Uint8Array) =>
  chi.call(esportazioneApi.importa, { comune } as never, { file })

async function testoDelPdf(parti: Parti): Promise<string> {
  const pdf = await getDocument({ data: Uint8Array.from(parti['fascicolo.pdf']!) }).promise
  const pagine: string[] = []
  for (let n = 1; n <= pdf.numPages; n++) {
    const { items } = await (await pdf.getPage(n)).getTextContent()
    pagine.push(items.map((i) => ('str' in i ? i.str : '')).join(' '))
  }
  return pagine.join('\n').replace(/\s+/g, ' ')
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const chiaro = (r: object) => JSON.stringify(r).replace(UUID, '#')
/** What is of the place and not of the folder: ids, comune, ambito, who imported, what the scanner of here says. */
const DEL_POSTO = ['comune_id', 'ambito_id', 'verifica', 'verifica_nota', 'verificata_il']
/** The same rows whatever their ids and their comune: an operator is his codice fiscale, other ids the order in which they are met. */
const senzaId = (f: FascicoloEsportato, chiImporta?: string) => {
  const noti = new Map<string, string>()
  const chi = (testo: string) => testo.replace(UUID, (id) => f.operatori[id]?.codiceFiscale ?? id)
  const righe = Object.fromEntries(
    Object.entries(f.tabelle).map(([tabella, rr]) => [
      tabella,
      rr
        .map((r) => Object.fromEntries(Object.entries(r).filter(([c]) => !DEL_POSTO.includes(c))))
        // whoever imports is among those who see what was restricted
        .map((r) =>
          chiImporta && Array.isArray(r.riservato_a)
            ? { ...r, riservato_a: [...(r.riservato_a as string[]), chiImporta] }
            : r,
        )
        .map((r) => JSON.parse(chi(JSON.stringify(r))) as Record<string, unknown>)
        .map((r) => (Array.isArray(r.riservato_a) ? { ...r, riservato_a: r.riservato_a.toSorted() } : r))
        .toSorted((x, y) => chiaro(x).localeCompare(chiaro(y))),
    ]),
  )
  return JSON.parse(
    JSON.stringify(righe).replace(UUID, (id) => {
      if (!noti.has(id)) noti.set(id, `id-${noti.size}`)
      return noti.get(id)!
    }),
  )
}
/** The bytes of each version, by the name under which they left. */
const impronte = (x: Archivio) =>
  x.f.file.map((v) => [v.percorso.slice(15), v.bytes, v.sha256, sha(x.parti[v.percorso]!)]).sort()

/** A bit of everything that a folder may hold. */
async function fascicoloPieno() {
  await nuovoUfficio(t, a, qui(), 'Sportello')
  const ufficioId = await nuovoUfficio(t, a, qui(), 'Servizi sociali')
  await prepara(async (tx) => {
    await sql`update presa_in_carico set ufficio_id = ${ufficioId} where id = ${presa}`.execute(tx)
  })
  const figlio = await nuovaPersona(sociale, qui(), { nome: 'Luca' })
  await presaInCarico(t, a, qui(), figlio, sociale.utenteId)
  const prima = (await residenza('Via Uno', { dal: '2020-01-01' })) as { id: string }
  t.clock.advance(10)
  await sociale.call(fattiApi.correggi, {
    id: persona,
    fatto: prima.id,
    tipo: 'residenza',
    dati: { comune: qui(), indirizzo: 'Via Due' },
    dal: '2020-01-01',
    fonte: 'anagrafe',
    motivo: 'Errore',
  })
  await residenza('Rifugio nascosto', { dal: '2026-01-01', segreto: true })
  const collega = await operatore(t, a, 'educatore')
  await sociale.call(preseApi.aggiungiOperatore, {
    id: presa,
    utenteId: collega.utenteId,
    professione: 'educatore-professionale',
  })
  const { id: v } = await voce('Una visita.', { altrePersone: [figlio] })
  await voce('In équipe.', { operatori: [collega.utenteId], specie: 'attivita', tipo: 'visita' })
  await voce('Per noi due.', { destinatari: [collega.utenteId] })
  await collega.call(diarioApi.scrivi, {
    id: persona,
    specie: 'diario',
    giorno: '2026-02-11',
    tipo: 'colloquio',
    completa: true,
    blocchi: [{ tipo: 'fatto', testo: 'Dell’educatore.' }],
  })
  await sociale.call(diarioApi.integra, { id: v, testo: 'Aggiunta dopo' })
  await voce('Solo mia.', { destinatari: [] })
  await sociale.call(segnalazioniApi.crea, {
    ...segnalazione(qui()),
    fatti: 'La vicina Gertrude Malvasia dice che piange di notte.',
    segnalante: { anonimo: false, nome: 'Gertrude Malvasia', recapiti: '0773 998877' },
    segnalati: [{ personaId: persona }, { personaId: figlio }],
  })
  await sociale.call(agendaApi.crea, {
    comuneId: qui(),
    ufficioId,
    operatoreId: sociale.utenteId,
    giorno: '2026-03-10',
    ora: '09:00',
    durataMinuti: 30,
    tipo: 'colloquio',
    personaId: persona,
  })
  const { id: c } = await sociale.call(cronologieApi.comincia, { id: persona, titolo: 'La scuola' })
  const { versione } = await sociale.call(cronologieApi.update, {
    id: c,
    versione: 1,
    titolo: 'La scuola',
    eventi: [{ tipo: 'diario', id: v }],
  })
  await sociale.call(cronologieApi.chiudi, { id: c, versione })
  await decisione()
  await prepara(async (tx) => {
    await sql`insert into relazione (comune_id, specie, tipo, persona_a, persona_b, fonte) values (${qui()}, 'filiazione', 'naturale', ${persona}, ${figlio}, 'persona')`.execute(
      tx,
    )
  })
  const { id: d } = await documento('Decreto è qui.pdf', PDF, { sottocartella: 'tribunale', presaId: presa })
  await sociale.call(documentiApi.nuovaVersione, { id: d, nome: 'Decreto è qui.pdf' } as never, {
    file: Buffer.concat([PDF, randomBytes(300_000)]),
  })
  await sociale.call(documentiApi.annota, { id: d, numero: 2, nota: 'Firmato' })
  await documento('foto.png', PNG, { riservato: true })
  const { id: altrui } = await documento('Arrivato.pdf', Buffer.concat([PDF, Buffer.from('%x')]))
  await sociale.call(documentiApi.spostaPersona, { id: altrui, a: figlio, motivo: 'Era del figlio' })
  await lavora()
  return { figlio, collega }
}

async function decisione() {
  const { id } = await sociale.call(decisioniApi.crea, { id: persona, presaId: presa, quesito: 'Quale aiuto?' })
  const { voci } = await sociale.call(decisioniApi.fonti, { id: persona })
  const fonte = voci[0]!
  await sociale.call(decisioniApi.scrivi, {
    id,
    versione: 1,
    quesito: 'Quale aiuto?',
    alternative: [{ testo: 'Nessuno' }],
    scelta: 'L’educativa',
    ragioni: [{ testo: 'Lo chiede lei', fonti: [{ tipo: fonte.tipo, id: fonte.id }] }],
    partecipanti: [],
    rivedereIl: '2026-09-01',
  })
  await sociale.call(decisioniApi.prendi, { id, versione: 2 })
}

/** Columns of text of what is exported in which nobody tells anything, by why. */
const NON_SI_SCRIVE: Readonly<Record<string, string>> = {
  'a code, or one of a few words': `
    apertura_fascicolo.motivo apertura_fascicolo.riesame_esito appuntamento.stato appuntamento.tipo compilazione.stato compilazione.tempo
    compilazione_contributo.campo compilazione_contributo.professione compilazione_esito.esito compilazione_esito.percorsi
    compilazione_passaggio.atto compilazione_persona.parentela compilazione_proposta.campo compilazione_proposta.origine
    compilazione_risposta.campo compilazione_risposta.origine compito.stato compito.tipo consegna_voce.origine_tipo consegna_voce.sezione
    contatto.bisogni contatto.canale contatto.esito contatto.interlocutore contatto.motivo contatto.stato contatto_dettaglio.aiuto_fonte
    contatto_dettaglio.aiuto_tipo cronologia.stato cronologia_evento.tipo cronologia_passaggio.a decisione.stato decisione_fonte.tipo
    diario_voce.con diario_voce.origine diario_voce.prossima_attivita diario_voce.specie diario_voce.stato diario_voce.tipo
    documento.protocollo_verso documento.sottocartella documento.stato documento_passaggio.atto documento_spostamento.verso
    documento_versione.verifica invio.stato invio_passaggio.a invio_passaggio.da messaggio_regionale.bisogno messaggio_regionale.canale
    messaggio_regionale.fasi messaggio_regionale.motivo nucleo.fonte nucleo.tipo nucleo_componente.contatto nucleo_componente.disponibilita
    nucleo_componente.parentela nucleo_componente.responsabilita persona.sesso persona.specie persona_fatto.fonte persona_fatto.tipo
    presa_in_carico.area presa_in_carico.mandato presa_in_carico.motivo_chiusura presa_in_carico.stato presa_in_carico.tipo
    presa_operatore.professione presa_passaggio.a presa_passaggio.atto presa_passaggio.da radar_rinvio.regola relazione.esito relazione.fonte
    relazione.specie relazione.tipo segnalazione.canale segnalazione.classificazione segnalazione.motivo segnalazione.motivo_archiviazione
    segnalazione.stato segnalazione.urgenza segnalazione_dettaglio.fatti_modo segnalazione_dettaglio.informata segnalazione_dettaglio.pericolo
    segnalazione_passaggio.a segnalazione_passaggio.atto segnalazione_passaggio.da trasferimento.stato`,
  'ids, figures and keys': `
    persona.luogo_nascita_id documento.protocollo_numero documento.protocollo_ufficio documento_versione.sha256 messaggio_regionale.codice messaggio_regionale.creato
    messaggio_regionale.mittente nucleo.riferimento nucleo_fotografia.impronta nucleo_fotografia.membri persona_origine.codice
    persona_origine.sistema persona_unione.scelte presa_passaggio.dettaglio`,
  'who she is': 'persona.codice_fiscale persona.cognome persona.nome',
  'to whom something was sent, who informed her':
    'invio.ente invio_dettaglio.email presa_in_carico.informativa_operatore',
  'said by a program: the kind of the file, what the scanner answers':
    'documento_versione.tipo documento_versione.verifica_nota',
  'answers of an analysis, which are its own (docs/decisioni/0053)': `
    compilazione_contributo.valore compilazione_proposta.valore compilazione_risposta.valore`,
}

/** Of a document, the ambito is in its own row. */
const DEL_DOCUMENTO = 'exists (select 1 from documento d where d.id = t.documento_id)'
const SENZA_AMBITO: Record<string, string> = { documento_versione: DEL_DOCUMENTO, documento_passaggio: DEL_DOCUMENTO }

describe('quello che esce', () => {
  test('rientra in un altro comune uguale, riga per riga e byte per byte', async () => {
    await fascicoloPieno()
    const fuori = await esporta(sociale, persona)
    expect(fuori.f.tabelle.documento).toHaveLength(2)
    expect(fuori.f.tabelle.documento_versione).toHaveLength(3)
    for (const tabella of [
      'decisione_fonte',
      'segnalazione',
      'cronologia_evento',
      'documento_spostamento',
      'appuntamento',
    ])
      expect(fuori.f.tabelle[tabella]!.length, tabella).toBeGreaterThan(0)
    await nuovoUfficio(t, a, a.comuni[1]!, 'Servizi sociali')
    const qua = await importa(rse, a.comuni[1]!, fuori.zip)
    expect(qua).toMatchObject({ operatoriSconosciuti: 0, file: 3 })
    await lavora()
    const dopo = await esporta(sociale, qua.personaId)
    expect(impronte(dopo)).toEqual(impronte(fuori))
    for (const [, , attesa, vera] of impronte(dopo)) expect(vera).toBe(attesa)
    // the same hour of the same operator is taken by the appointment it is a copy of
    const senzaAgenda = (f: FascicoloEsportato): FascicoloEsportato => ({
      ...f,
      tabelle: { ...f.tabelle, appuntamento: [], appuntamento_persona: [] },
    })
    expect(qua.tralasciate).toBe(2)
    expect(senzaId(senzaAgenda(dopo.f))).toEqual(senzaId(senzaAgenda(fuori.f), await codiceFiscaleDi(t, rse.utenteId)))
    // it is a folder like any other: the story reads on
    const { voci } = await sociale.call(fascicoloApi.timeline, { id: qua.personaId })
    expect(voci.map((e) => e.tipo)).toEqual(
      expect.arrayContaining(['diario', 'decisione', 'documento', 'segnalazione']),
    )
  })
  test('rientra in un’altra installazione, vuota: ogni riga è di chi l’ha scritta, che sia noto di là o no', async () => {
    const { collega } = await fascicoloPieno()
    const fuori = await esporta(sociale, persona)
    const codici = Object.values(fuori.f.operatori).map((o) => o.codiceFiscale)
    expect(codici.sort()).toEqual(
      [await codiceFiscaleDi(t, sociale.utenteId), await codiceFiscaleDi(t, collega.utenteId)].sort(),
    )
    const la = await testApp({ altrove: true })
    try {
      await la.jobs.drain(la.deps, verificaJob({ clamd: undefined }))
      const b = await ambitoConCartella(la, 1)
      const comune = b.comuni[0]!
      const chi = await operatore(la, b, 'responsabile-servizio')
      // the colleague has changed job, and is there already
      const noto = await nuovoUtente(la, b, ['educatore'], 'attivo', await codiceFiscaleDi(t, collega.utenteId))
      const suoUfficio = await nuovoUfficio(la, b, comune, 'servizi sociali')
      const qua = await importa(chi, comune, fuori.zip)
      expect(qua).toMatchObject({ operatoriSconosciuti: 1, file: 3, tralasciate: 0 })
      expect(qua.righe).toBe(Object.values(fuori.f.tabelle).flat().length)
      await la.jobs.drain(la.deps, verificaJob({ clamd: undefined }))
      await chi.call(personeApi.apri, { id: qua.personaId, motivo: 'vigilanza', dettaglio: 'Verifica' })
      const dopo = await esporta(chi, qua.personaId)
      expect(impronte(dopo)).toEqual(impronte(fuori))
      // who opens it there leaves a row of his own
      const aperture = (dopo.f.tabelle.apertura_fascicolo ?? []).filter((r) => r.utente_id !== chi.utenteId)
      const tornate = { ...dopo.f, tabelle: { ...dopo.f.tabelle, apertura_fascicolo: aperture } }
      expect(senzaId(tornate)).toEqual(senzaId(fuori.f, await codiceFiscaleDi(la, chi.utenteId)))
      // he who works there is himself; the other is named as who he is, and answers for the case until the service gives it on
      const { voci: prese } = await chi.call(preseApi.diPersona, { id: qua.personaId })
      expect(prese[0]!.responsabile).toBe('Prova Utente (operatore di un’altra installazione)')
      const { equipe } = await chi.call(preseApi.leggi, { id: prese[0]!.id })
      expect(equipe.find((o) => o.utenteId === noto.id)).toMatchObject({ responsabile: false, nome: 'Prova Utente' })
      const suo = equipe.find((o) => o.responsabile)!.utenteId
      expect((await chi.call(preseApi.colleghi, { id: prese[0]!.id })).voci.map((v) => v.utenteId)).not.toContain(suo)
      await expect(as(la, { codiceFiscale: await codiceFiscaleDi(t, sociale.utenteId) })).rejects.toThrow(
        'non-accreditato',
      )
      // he answers for nothing there: who opens the folder is told to the service
      const altro = await operatore(la, b, 'assistente-sociale')
      await altro.call(personeApi.apri, { id: qua.personaId, motivo: 'vigilanza', dettaglio: 'Sostituzione' })
      expect((await avvisiDi(la, b, chi)).at(-1)?.testo).toContain('di cui oggi nessuno è responsabile')
      // the second time nobody is made again
      const altrove = async () =>
        (await daProprietario(la, `select count(*)::int as n from utente where stato = 'altrove'`))[0]!.n
      expect(await altrove()).toBe(1)
      const ancora = await importa(chi, comune, fuori.zip)
      expect(ancora).toMatchObject({ operatoriSconosciuti: 1 })
      expect(await altrove()).toBe(1)
      // its office is found by what it is called; where there is none so called, it is of none
      const ufficio = async (persona: string) =>
        (await daProprietario(la, `select ufficio_id from presa_in_carico where persona_id = '${persona}'`))[0]!
          .ufficio_id
      expect(await ufficio(qua.personaId)).toBe(suoUfficio)
      await daProprietario(la, `update ufficio set nome = 'Un altro' where id = '${suoUfficio}'`)
      expect(await ufficio((await importa(chi, comune, fuori.zip)).personaId)).toBeNull()
    } finally {
      await la.close()
    }
  })
  test('è tutto scritto nell’archivio: LEGGIMI, PDF, dati, documenti, le impronte di ciascuno', async () => {
    await fascicoloPieno()
    const { parti, f } = await esporta(sociale, persona)
    const nomi = Object.keys(parti)
    expect(nomi.slice(0, 4)).toEqual(['LEGGIMI.txt', 'fascicolo.pdf', 'fascicolo.json', 'IMPRONTE.txt'])
    expect(nomi.slice(4).sort()).toEqual(f.file.map((x) => x.percorso).sort())
    const dichiarate = new TextDecoder().decode(parti['IMPRONTE.txt']).trim().split('\n')
    expect(dichiarate.map((r) => r.slice(66)).sort()).toEqual(nomi.filter((n) => n !== 'IMPRONTE.txt').sort())
    for (const r of dichiarate) expect(sha(parti[r.slice(66)]!), r).toBe(r.slice(0, 64))
  })
  test('la carta dice chi, perché, quando, da chi; e tutto in ordine di tempo', async () => {
    await fascicoloPieno()
    const { parti } = await esporta(sociale, persona)
    const pdf = Buffer.from(parti['fascicolo.pdf']!).toString('latin1')
    expect(pdf).toMatch(/<pdfaid:part>2<\/pdfaid:part>/)
    expect(pdf).toMatch(/<pdfaid:conformance>A<\/pdfaid:conformance>/)
    const testo = await testoDelPdf(parti)
    for (const parola of [
      'Fascicolo della cartella sociale n. ',
      'Esportato da Prova Utente',
      'Richiesta della persona',
      '2 marzo 2026',
      'pagina 1 di ',
      'Via Due',
      'Una visita.',
      'Aggiunta dopo',
      'Quale aiuto?',
      'Decreto è qui',
    ])
      expect(testo, parola).toContain(parola)
  })
  test('senza indirizzi segreti né chi ha segnalato, nemmeno dentro i fatti', async () => {
    await fascicoloPieno()
    const { parti } = await esporta(sociale, persona)
    const tutto = `${Object.entries(parti)
      .filter(([n]) => /json|txt/.test(n))
      .map(([, b]) => new TextDecoder().decode(b))
      .join()} ${await testoDelPdf(parti)}`
    for (const segreto of ['Rifugio nascosto', 'Gertrude', 'Malvasia', '998877']) expect(tutto).not.toContain(segreto)
    expect(tutto).toContain('piange di notte')
  })
  test('né in alcun altro testo dove un operatore può averlo scritto: di ognuno di loro si prova', async () => {
    await fascicoloPieno()
    await prepara(async (tx) => {
      await sql`insert into segnalazione_riferimento (segnalazione_id, comune_id, posizione, nome)
        select s.id, s.comune_id, 1, 'Un parente' from segnalazione s where ${persona}::uuid = any (s.persone)`.execute(
        tx,
      )
    })
    const { id: contatto } = await sociale.call(contattiApi.crea, {
      comuneId: qui(),
      canale: 'telefono',
      personaId: persona,
      bisogno: 'ascolto',
      esito: 'orientato',
      nota: 'Chiede un aiuto.',
    })
    await sociale.call(contattiApi.annota, { id: contatto, testo: 'Per me.', colleghi: [] })
    // one that may name him is of his class, and stays
    const { id: inVerita } = await documento('In verità.pdf', Buffer.concat([PDF, Buffer.from('%y')]), {
      classe: CLASSE_SEGNALANTE,
    })
    await sociale.call(fattiApi.registra, {
      id: persona,
      tipo: 'recapito',
      dati: { mezzo: 'cellulare', valore: '3330000000', titolare: 'una vicina' },
      fonte: 'persona',
    } as never)
    await prepara(async (tx) => {
      await sql`insert into apertura_fascicolo (comune_id, persona_id, motivo, dettaglio, scade) values (${qui()}, ${persona}, 'vigilanza', 'Verifica', kernel.adesso() + interval '1 day')`.execute(
        tx,
      )
      await sql`insert into radar_rinvio (comune_id, persona_id, presa_id, regola, motivo, fino) values (${qui()}, ${persona}, ${presa}, 'senza-diario', 'Ferie', kernel.oggi())`.execute(
        tx,
      )
      await sql`with n as (insert into nucleo (comune_id, tipo, etichetta, fonte) values (${qui()}, 'rete', 'Chi la aiuta', 'persona') returning id)
        insert into nucleo_componente (comune_id, nucleo_id, persona_id, parentela) select ${qui()}, id, ${persona}, 'IS' from n`.execute(
        tx,
      )
    })
    const vuoti: string[] = []
    const { f: prima } = await esporta(sociale, persona)
    expect(JSON.stringify(prima)).not.toContain(inVerita)
    const detto = 'Lo dice la Malvasia (0773998877)'
    // where a column holds more than a text, the parts that an operator writes
    const parti: Record<string, object> = {
      'diario_voce.blocchi': [{ tipo: 'dichiarazione', di: 'Malvasia', testo: detto }],
      'diario_voce.attivita': {
        ambientale: detto,
        problemi: [{ problema: detto, natura: 'materiale', stato: 'aperto' }],
      },
      'decisione_testo.alternative': [{ testo: detto, perche: detto }],
      'decisione_testo.ragioni': [{ id: randomUUID(), testo: detto }],
      'decisione_testo.partecipanti': [{ nome: 'La Malvasia', qualita: detto }],
    }
    const scrivi = (tabella: string, c: string) => {
      const parte = parti[`${tabella}.${c}`]
      const valore = `'${parte ? JSON.stringify(parte) : detto}'`
      // only a professional activity has this part
      if (c === 'dati')
        return `dati = case when tipo = 'recapito' then dati || '{"titolare": "${detto}"}' else dati end`
      return `${c} = ${c === 'attivita' ? `case when specie = 'attivita' then ${valore}::jsonb end` : valore}`
    }
    for (const [tabella, colonne] of Object.entries(TESTI_CON_SEGNALANTE))
      for (const comando of [
        `alter table ${tabella} no force row level security, disable trigger user`,
        `update ${tabella} t set ${colonne.map((c) => scrivi(tabella, c)).join(', ')} where ${SENZA_AMBITO[tabella] ?? `ambito_id = '${a.id}'`}`,
        `alter table ${tabella} force row level security, enable trigger user`,
      ])
        await daProprietario(t, comando)
    const { f, parti: archivio } = await esporta(sociale, persona)
    for (const [tabella, colonne] of Object.entries(TESTI_CON_SEGNALANTE)) {
      expect(f.tabelle[tabella], tabella).toHaveLength(prima.tabelle[tabella]!.length)
      for (const c of colonne)
        for (const r of f.tabelle[tabella]!.filter((x) => x[c] !== null && (c !== 'dati' || x.tipo === 'recapito')))
          expect(JSON.stringify(r[c]), `${tabella}.${c}`).toMatch(/\[omissis\]/)
      if (f.tabelle[tabella]!.length === 0) vuoti.push(tabella)
    }
    expect(JSON.stringify(f)).not.toMatch(/Malvasia|998877/)
    expect(`${Object.keys(archivio).join()} ${await testoDelPdf(archivio)}`).not.toMatch(/Malvasia|998877/)
    // of these the folder of this test has no row
    expect(vuoti.sort()).toEqual([
      'compilazione_contributo',
      'compilazione_passaggio',
      'compilazione_proposta',
      'compilazione_risposta',
      'compito_testo',
      'consegna_voce',
      'contatto_servizio',
      'diario_spostamento',
      'documento_passaggio',
      'invio_dettaglio',
      'invio_passaggio',
      'oscuramento',
      'persona_unione',
    ])
  })
  test('ogni colonna in cui si può scrivere è tra quei testi, o ha una ragione per non esserlo', async () => {
    await prepara(async (tx) => {
      const tabelle = await tabelleFascicolo(tx, 'persona')
      const { rows } = await sql<{ tabella: string; colonna: string }>`
        select c.relname as tabella, a.attname as colonna from pg_class c join pg_attribute a on a.attrelid = c.oid
         where c.relnamespace = 'public'::regnamespace and c.relname::text = any (${tabelle.map((x) => x.nome)}::text[]) and a.attnum > 0 and not a.attisdropped
           and a.attgenerated = '' and a.atttypid::regtype::text ~ '^(text|character|json|xml)'
           -- what names a row of another table is its key
           and not exists (select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.conkey = array[a.attnum])`.execute(
        tx,
      )
      const dette = Object.entries(TESTI_CON_SEGNALANTE).flatMap(([tabella, cc]) => cc.map((c) => `${tabella}.${c}`))
      const eccezioni = Object.values(NON_SI_SCRIVE).flatMap((x) => x.trim().split(/\s+/))
      expect([...dette, ...eccezioni].sort()).toEqual(rows.map((r) => `${r.tabella}.${r.colonna}`).sort())
    })
  })
  test('chi sta già nel fascicolo resta nominato, anche se ha segnalato: il vuoto direbbe che è stata lei', async () => {
    const madre = await nuovaPersona(sociale, qui(), { cognome: 'Bellomare', nome: 'Teodora' })
    const figlio = await nuovaPersona(sociale, qui(), { cognome: cognomeNuovo(), nome: 'Luca', sesso: 'M' })
    await presaInCarico(t, a, qui(), madre, sociale.utenteId)
    await presaInCarico(t, a, qui(), figlio, sociale.utenteId)
    await prepara(async (tx) => {
      await sql`with n as (insert into nucleo (comune_id, tipo, fonte) values (${qui()}, 'fatto', 'persona') returning id)
        insert into nucleo_componente (comune_id, nucleo_id, persona_id, parentela) select ${qui()}, n.id, p, 'IS' from n, unnest(${[madre, figlio]}::uuid[]) p`.execute(
        tx,
      )
    })
    // of her son, and of herself
    for (const nome of ['Teodora Bellomare', 'la vicina Gertrude Malvasia'])
      await sociale.call(segnalazioniApi.crea, {
        ...segnalazione(qui()),
        segnalante: { anonimo: false, nome, ente: 'Scuola primaria di via Roma' },
        segnalati: [{ personaId: madre }, { personaId: figlio }],
      })
    const detto = 'La madre, Teodora Bellomare, lo accompagna a scuola in via Roma; non con la vicina'
    await voce(`${detto} Malvasia.`, { id: madre, altrePersone: [figlio] })
    for (const chi of [madre, figlio]) {
      const { parti, f } = await esporta(sociale, chi)
      expect(JSON.stringify(f.tabelle.diario_voce)).toContain(`${detto} [omissis].`)
      expect(await testoDelPdf(parti)).toContain('La madre, Teodora Bellomare,')
    }
  })
  test('con ciò che vede chi esporta, e non di più: un documento riservato ad altri non c’è, né se ne parla', async () => {
    await documento('mio.png', PNG, { riservato: true })
    const collega = await operatore(t, a, 'assistente-sociale')
    await presaInCarico(t, a, qui(), persona, collega.utenteId)
    const { f, parti } = await esporta(collega, persona)
    expect(f.file).toEqual([])
    expect(f.tabelle.documento).toEqual([])
    expect(await testoDelPdf(parti)).not.toContain('mio')
    expect((await esporta(sociale, persona)).f.file).toHaveLength(1)
  })
  test('un file con un virus resta dov’è, e l’archivio lo dice; uno in controllo si aspetta', async () => {
    const nuovo = { id: persona, sottocartella: 'altro', nome: 'a.pdf' }
    const { id } = await sociale.call(documentiApi.carica, nuovo as never, { file: PDF })
    expect(await rifiuto(sociale.call(esportazioneApi.esporta, { id: persona, motivo: 'x' }))).toMatchObject({
      codice: 'stato-non-ammesso',
    })
    await lavora()
    await prepara(async (tx) => {
      await sql`update documento_versione set verifica = 'infetto' where documento_id = ${id}`.execute(tx)
    })
    const { f, parti } = await esporta(sociale, persona)
    expect(f.file).toEqual([])
    expect(new TextDecoder().decode(parti['LEGGIMI.txt'])).toContain('Un file in cui è stato trovato un virus')
  })
  test('il perché è accanto alla lettura, nel registro; senza perché non esce nulla', async () => {
    await esporta(sociale, persona)
    const motivi = await t.deps.db.inScope({ azione: 'registro.accessi', ambito: a.id, intero: true }, async (tx) => {
      const { rows } = await sql<{ motivo: string }>`
        select motivo from kernel.registro_accessi where azione = 'fascicolo.esporta' and ${persona}::uuid = any (persone)`.execute(
        tx,
      )
      return rows.map((r) => r.motivo)
    })
    expect(motivi).toEqual(['Richiesta della persona'])
    expect(await rifiuto(sociale.call(esportazioneApi.esporta, { id: persona, motivo: ' ' }))).toMatchObject({
      status: 400,
    })
  })
})

describe('un archivio in cui qualcosa non va è rifiutato con una frase, e non entra nulla', () => {
  const conta = async () =>
    (
      await daProprietario(
        t,
        'select (select count(*)::int from persona) as persone, (select count(*)::int from documento_deposito) as depositi, (select count(*)::int from documento_contenuto) as fette',
      )
    )[0]
  const prova = async (file: Uint8Array, frase: string) => {
    const prima = await conta()
    const p = await rifiuto(importa(rse, a.comuni[1]!, file))
    expect(p?.status).toBe(422)
    expect(p?.detail).toContain(frase)
    expect(await conta()).toEqual(prima)
  }
  const json = (f: object) => strToU8(JSON.stringify(f))
  let buono: Archivio
  beforeEach(async () => {
    await documento('a.pdf', PDF)
    await documento('b.pdf', Buffer.concat([PDF, randomBytes(100_000)]))
    buono = await esporta(sociale, persona)
  })
  const senza = (nome: string) => Object.fromEntries(Object.entries(buono.parti).filter(([n]) => n !== nome))
  /** Changed, and with the hashes of the data made good again: as somebody would who wants to be believed. */
  const conDati = (f: object) => zipSync({ ...senza('IMPRONTE.txt'), 'fascicolo.json': json(f) })

  test('non è un archivio, è troncato, non ha i dati', async () => {
    await prova(readFileSync('package.json'), 'non è un archivio di Trama')
    await prova(buono.zip.subarray(0, buono.zip.length / 2), 'danneggiato')
    await prova(zipSync(senza('fascicolo.json')), 'manca fascicolo.json')
    await prova(zipSync({ 'fascicolo.json': strToU8('{') }), 'non è leggibile')
    await prova(zipSync({ 'fascicolo.json': json({ formato: 'altro' }) }), 'Non è un fascicolo')
    await prova(conDati({ ...buono.f, versione: 9 }), 'versione 9')
  })
  test('byte cambiati dentro l’archivio', async () => {
    const rotto = Uint8Array.from(buono.zip)
    const dove = Buffer.from(rotto).indexOf(PDF) + 20
    rotto[dove] = rotto[dove]! ^ 0xff
    await prova(rotto, 'non è più quello esportato')
  })
  test('manca un file; un file è un altro; i dati sono stati cambiati', async () => {
    const { percorso } = buono.f.file[0]!
    await prova(zipSync(senza(percorso)), `manca il file «${percorso}»`)
    await prova(zipSync({ ...buono.parti, [percorso]: PNG }), 'non è più quello esportato')
    await prova(zipSync({ ...buono.parti, 'fascicolo.json': json({ ...buono.f, persona: 'x' }) }), 'modificati dopo')
    await prova(conDati({ ...buono.f, file: buono.f.file.slice(1) }), 'non sono quelli dell’archivio')
    const altra = buono.f.file.map((x, n) => (n === 0 ? { ...x, sha256: sha(PNG), bytes: PNG.length } : x))
    await prova(conDati({ ...buono.f, file: altra }), 'non sono quelli dell’archivio')
  })
  test('nomina righe altrui', async () => {
    const estranea = await nuovaPersona(sociale, qui())
    const attacco = JSON.parse(JSON.stringify(buono.f)) as FascicoloEsportato
    attacco.tabelle.persona_fatto![0]!.persona_id = estranea
    await prova(conDati(attacco), 'righe che non contiene')
  })
  test('un comune dove la cartella non è aperta', async () => {
    expect(await rifiuto(importa(rse, 'H501', buono.zip))).toMatchObject({ status: 404 })
  })
  test('quelli di prima entrano ancora: senza documenti (versione 1), con il solo nome degli operatori (versione 2)', async () => {
    const { file: _, riferimenti: __, ...f } = buono.f
    const { documento: ___, documento_versione: ____, documento_passaggio: _____, ...tabelle } = f.tabelle
    const operatori = Object.fromEntries(Object.keys(f.operatori).map((id) => [id, 'Utente Prova']))
    const uno = zipSync({ 'fascicolo.json': json({ ...f, operatori, versione: 1, tabelle }) })
    expect(await importa(rse, a.comuni[1]!, uno)).toMatchObject({ file: 0, operatoriSconosciuti: 0 })
    const altrove = await ambitoConCartella(t, 1)
    const chi = await operatore(t, altrove, 'responsabile-servizio')
    const due = conDati({ ...buono.f, operatori, versione: 2 })
    expect(await importa(chi, altrove.comuni[0]!, due)).toMatchObject({ file: 2, operatoriSconosciuti: 1 })
    const [utenti] = await daProprietario(
      t,
      `select count(*)::int as n from utente where ambito_id = '${altrove.id}' and stato = 'altrove'`,
    )
    expect(utenti!.n).toBe(0)
  })
})
