// The demonstration: two ambiti marked «dimostrativo», written through the handlers with a moved clock, so that every
// row is lawful, authorised and in the register. Deterministic; begins on data where nobody has been accredited. The
// small part is there whole or not at all; the large one (seed/grande) is taken up where a start was interrupted.
import { randomUUID } from 'node:crypto'
import { comandiSuperUtente } from '../src/server/accesso/comandi.ts'
import { buildApp } from '../src/server/app.ts'
import { type Caller, caller, signIn } from '../src/server/kernel/call.ts'
import type { Dimostrazione } from '../src/server/kernel/config.ts'
import { type Deps, oggiInItalia } from '../src/server/kernel/context.ts'
import { tuttoONiente } from '../src/server/kernel/insieme.ts'
import { moduli } from '../src/server/modules.ts'
import { caricaQuestionari } from '../src/server/parametri/carica-questionari.ts'
import { utentiApi } from '../src/shared/accesso/utenti.api.ts'
import { richiestaPubblicaApi, richiesteAmbitoApi } from '../src/shared/accreditamento/richieste-ambito.api.ts'
import { richiesteFormaliApi } from '../src/shared/accreditamento/richieste-formali.api.ts'
import { contattiApi } from '../src/shared/cartella/contatti.api.ts'
import { adesioniApi } from '../src/shared/territorio/adesioni.api.ts'
import { ambitiApi, ufficiApi } from '../src/shared/territorio/ambiti.api.ts'
import { delegheApi } from '../src/shared/territorio/deleghe.api.ts'
import { cartellaDiLatina, operatoriCartella } from './cartella.ts'
import { domandeDiLatina } from './domande.ts'
import { flussiDimostrativi } from './flussi.ts'
import { eml, pdf } from './fonti.ts'
import { giorni } from './grande/giorni.ts'
import { racconta } from './grande/grande.ts'
import { casiDiCisterna } from './patti.ts'
import { anagraficaDi, type PersonaDemo, persone } from './persone.ts'
import { sportelloDiLatina } from './sportello.ts'
import { leggiStato, rispostePrecedenti, segnaFine, segnaInizio } from './stato.ts'

const LATINA = 'E472'
const CISTERNA = 'C740'
const CORI = 'D003'
const SERMONETA = 'I634'
const ROCCA_MASSIMA = 'H421'
const MAGENTA = 'E801'
const ABBIATEGRASSO = 'A010'
const CORBETTA = 'C986'
const SPORTELLO = 'Sportello sociale'

/** When operators and first persons of the record are there: a year later there is a year to tell. */
const PRIMA_CARTELLA = '2025-02-10'
const PRIMO_RACCONTO = '2026-02-11'
/** The section PUC asks for an act a year since this one (config/sezioni-requisiti.csv). */
const PRIMO_ATTO_PUC = 2026

interface Opzioni {
  quanta?: Dimostrazione
  /** Families of the large part: fewer in a test. */
  famiglie?: number
  avanza?: (cosa: string, parte: number) => void
}

/** Loads what is wanted of the demonstration and is not there yet; finishes what was begun. Returns what these data have. */
export async function caricaDimostrazione(deps: Deps, o: Opzioni = {}): Promise<Dimostrazione> {
  const quanta = o.quanta ?? 'piccola'
  const prima = await leggiStato(deps)
  const grande = quanta === 'intera' && oggiInItalia(deps.clock()) >= PRIMO_RACCONTO
  if (!prima.presente) {
    if (!prima.vuoto || quanta === 'no') return 'no'
    o.avanza?.('gli ambiti e gli operatori', 0)
    await tuttoONiente(deps.db, async (db) => {
      await conOrologio({ ...deps, db }, async (s) => {
        await scrivi(s)
        if (!grande) await settimanaAlloSportello(s)
      })
      if (grande) await segnaInizio({ ...deps, db })
    })
    await deps.db.contaRighe()
  }
  const ora = await leggiStato(deps)
  if (!ora.cominciata) return 'piccola'
  if (!ora.conclusa) {
    await racconta(deps, {
      oggi: ora.cominciata,
      risposte: prima.cominciata ? await rispostePrecedenti(deps) : new Map(),
      ...(o.famiglie ? { famiglie: o.famiglie } : {}),
      ...(o.avanza ? { avanza: o.avanza } : {}),
    })
    await tuttoONiente(deps.db, async (db) => {
      await conOrologio({ ...deps, db }, settimanaAlloSportello)
      await segnaFine({ ...deps, db })
    })
  }
  return 'intera'
}

async function conOrologio(deps: Deps, fai: (s: Scena) => Promise<void>) {
  const vero = deps.clock()
  let now = vero
  const moved: Deps = {
    ...deps,
    clock: () => now,
    // what casi ask of the queues the demonstration does itself, in its own order
    jobs: {
      enqueue: (exec, eventi) =>
        deps.jobs.enqueue(
          exec,
          eventi.filter((e) => !/^(estratto|caso|convocazione|patti)\./.test(e.nome)),
        ),
    },
  }
  const app = await buildApp({ deps: moved, moduli, senzaLimiti: true })
  try {
    await fai({
      deps: moved,
      app,
      vero,
      il: (giorno, ora = '08:00') => {
        now = new Date(`${giorno}T${ora}:00Z`)
      },
      fa: (giorni) => oggiInItalia(new Date(vero.getTime() - giorni * 86_400_000)),
    })
  } finally {
    await app.close()
  }
}

interface Scena {
  deps: Deps
  app: Awaited<ReturnType<typeof buildApp>>
  /** The instant of the start, which some dates must follow. */
  vero: Date
  /** Moves the clock to the morning of a day, or to an hour of it. */
  il(giorno: string, ora?: string): void
  /** So many days before the start. */
  fa(giorni: number): string
}

async function scrivi(s: Scena) {
  s.il('2019-05-20')
  const crea = comandiSuperUtente.find((c) => c.nome === 'superutente crea')!
  const p = persone.superUtente
  await crea.run({ deps: s.deps, operatore: 'dimostrazione', cwd: '.', baseUrl: '', out: () => {} }, [
    '--cf',
    p.codiceFiscale,
    '--nome',
    p.nome,
    '--cognome',
    p.cognome,
    '--nascita',
    p.dataNascita,
    '--luogo',
    p.luogoNascita,
    '--genere',
    p.genere,
    '--email',
    p.email,
  ])
  const su = await signIn(s.app, s.deps, p.codiceFiscale)
  const latina = await creaAmbito(su, 'DIM-LT1', 'Ambito dimostrativo di Latina', '12', LATINA, [
    LATINA,
    CISTERNA,
    CORI,
    SERMONETA,
    ROCCA_MASSIMA,
  ])
  const magentino = await creaAmbito(
    su,
    'DIM-MI7',
    'Ambito dimostrativo del Magentino',
    '03',
    MAGENTA,
    [MAGENTA, ABBIATEGRASSO, CORBETTA],
    'Azienda speciale dimostrativa',
  )
  await primaFase(s, latina, magentino)
  await ambitoDiLatina(s)
  await ambitoDelMagentino(s)
  await cittaMetropolitana(s)
}

async function creaAmbito(
  su: Caller,
  codice: string,
  nome: string,
  regioneId: string,
  capofilaId: string,
  comuni: string[],
  soggettoAttuatore?: string,
) {
  const a = await su.call(ambitiApi.crea, {
    codice,
    nome,
    regioneId,
    capofilaId,
    dimostrativo: true,
    dal: '2018-01-01',
    ...(soggettoAttuatore ? { soggettoAttuatore } : {}),
    pec: `${codice.toLowerCase()}@pec.example.it`,
  })
  for (const comuneId of comuni) await su.call(ambitiApi.aggiungiComune, { id: a.id, comuneId, dal: '2018-01-01' })
  return a.id
}

// ---- first phase: requests in every state ---------------------------------------------------------------------------

const delModulo = (p: PersonaDemo) => ({
  id: randomUUID(),
  codiceFiscale: p.codiceFiscale,
  nome: p.nome,
  cognome: p.cognome,
  dataNascita: p.dataNascita,
  luogoNascitaId: p.luogoNascita,
  genere: p.genere,
  email: p.email,
  telefono: p.telefono,
})

async function richiesta(
  s: Scena,
  p: PersonaDemo,
  ambitoId: string | undefined,
  fino: 'bozza' | 'inviata',
  ambitoNominato?: string,
) {
  const chi = caller(s.app)
  const { id, chiave } = await chi.call(richiestaPubblicaApi.crea, {})
  const headers = { 'trama-chiave': chiave }
  const persona = delModulo(p)
  await chi.call(
    richiestaPubblicaApi.salva,
    {
      ...(ambitoId ? { ambitoId } : { ambitoNominato: ambitoNominato! }),
      firmatarioNome: 'Lucia',
      firmatarioCognome: 'Rappresentante',
      firmatarioQualifica: 'legale-rappresentante' as const,
      firmatarioEmail: 'presidenza@example.it',
      firmatarioTelefono: '0600000000',
      nominaDichiarata: true,
      persone: [persona],
      personeNota: [{ codiceFiscale: p.codiceFiscale, nominativo: `${p.nome} ${p.cognome}` }],
    },
    { headers },
  )
  if (fino === 'bozza') return id
  const allega = (tipo: 'nota' | 'documento-identita' | 'codice-fiscale', nome: string, file: Uint8Array) =>
    chi.call(
      richiestaPubblicaApi.carica,
      { tipo, nome, ...(tipo === 'nota' ? {} : { persona: persona.id }) } as never,
      { headers, file },
    )
  const quando = s.deps.clock()
  await allega(
    'nota',
    'nota-autorizzazione.eml',
    eml(
      quando,
      'ambito@pec.example.it',
      'Designazione dell’amministratore',
      `Si designa ${p.nome} ${p.cognome}. Documento dimostrativo.`,
    ),
  )
  await allega('documento-identita', 'documento.pdf', pdf('Documento dimostrativo', `${p.nome} ${p.cognome}`))
  await allega('codice-fiscale', 'codice-fiscale.pdf', pdf('Documento dimostrativo', p.codiceFiscale))
  await chi.call(richiestaPubblicaApi.invia, {}, { headers })
  return id
}

async function primaFase(s: Scena, latina: string, magentino: string) {
  s.il('2019-05-27')
  const prime = [
    await richiesta(s, persone.amministratrice, latina, 'inviata'),
    await richiesta(s, persone.amministratore, magentino, 'inviata'),
  ]
  s.il('2019-06-03')
  const su = await signIn(s.app, s.deps, persone.superUtente.codiceFiscale)
  for (const id of prime) {
    await su.call(richiesteAmbitoApi.prendiInCarico, { id })
    const { persone: nominate } = await su.call(richiesteAmbitoApi.get, { id })
    await su.call(richiesteAmbitoApi.personeNota, {
      id,
      personeNota: nominate.map((p) => ({ codiceFiscale: p.codiceFiscale!, nominativo: `${p.nome} ${p.cognome}` })),
    })
    await su.call(richiesteAmbitoApi.approva, { id, dubbi: [] })
  }
  // the queue as it may stand on any day, on recent dates; the persons are those who hold no role
  s.il(s.fa(9))
  const altre: string[] = []
  for (const nome of [
    'Ambito dimostrativo dei Laghi',
    'Ambito dimostrativo del Mare',
    'Ambito dimostrativo della Piana',
    'Ambito dimostrativo del Monte',
  ])
    altre.push(await richiesta(s, persone.sconosciuto, undefined, 'inviata', nome))
  await richiesta(s, persone.sconosciuto, undefined, 'bozza', 'Ambito dimostrativo in bozza')
  s.il(s.fa(5))
  const oggi = await signIn(s.app, s.deps, persone.superUtente.codiceFiscale)
  for (const id of altre.slice(1)) await oggi.call(richiesteAmbitoApi.prendiInCarico, { id })
  await oggi.call(richiesteAmbitoApi.chiediIntegrazione, {
    id: altre[2]!,
    motivo: 'La copia del documento di identità non è leggibile: allegala di nuovo.',
  })
  await oggi.call(richiesteAmbitoApi.respingi, {
    id: altre[3]!,
    motivo: 'La nota non è firmata dal legale rappresentante né da un suo delegato.',
  })
}

// ---- second and third phase ------------------------------------------------------------------------------------------

interface Atto {
  tipo: string
  comune?: string
  anno?: number
  fino: 'bozza' | 'firmata' | 'registrata' | 'cessata'
  dal?: string
  al?: string
  /** The ambito to which the comune entrusts its work. */
  affidatarioId?: string
}

async function adesione(aa: Caller, a: Atto) {
  const { id } = await aa.call(adesioniApi.crea, {
    tipoId: a.tipo,
    ...(a.comune ? { comuneId: a.comune } : {}),
    ...(a.anno ? { anno: a.anno } : {}),
    ...(a.affidatarioId ? { affidatarioId: a.affidatarioId } : {}),
  })
  if (a.fino === 'bozza') return
  const firmataIl = a.dal ?? '2019-09-16'
  await aa.call(adesioniApi.documento, { id, nome: 'atto-firmato.pdf' } as never, {
    file: pdf('Atto dimostrativo', a.tipo),
  })
  let { versione } = await aa.call(adesioniApi.leggi, { id })
  ;({ versione } = await aa.call(adesioniApi.firma, {
    id,
    firmatario: a.comune ? 'Sindaca Dimostrativa' : 'Presidente Dimostrativo',
    qualifica: a.comune ? 'sindaco' : 'legale-rappresentante-capofila',
    firmataIl,
    versione,
  }))
  if (a.fino === 'firmata') return
  ;({ versione } = await aa.call(adesioniApi.registra, {
    id,
    dal: firmataIl,
    ...(a.anno ? { al: `${a.anno}-12-31` } : {}),
    versione,
  }))
  if (a.fino === 'cessata')
    await aa.call(adesioniApi.cessa, { id, al: a.al!, motivo: 'Recesso dell’ente (dimostrativo).', versione })
}

async function richiestaFormale(aa: Caller, comuneId: string | null, protocollo: string, data: string) {
  const r = await aa.call(richiesteFormaliApi.create, {
    ...(comuneId ? { comune: comuneId } : {}),
    ufficio: 'Servizi sociali',
    protocollo,
    data,
  })
  await aa.call(richiesteFormaliApi.caricaDocumento, { id: r.id, nome: 'richiesta.pdf' } as never, {
    file: pdf('Richiesta formale dimostrativa', `Protocollo ${protocollo}`),
  })
  return r.id
}

interface Ruolo {
  ruolo: string
  comune?: string
}
async function utente(
  aa: Caller,
  p: PersonaDemo,
  richiestaFormaleId: string,
  assegnazioni: Ruolo[],
  extra: { fineContratto?: string; fondo?: string } = {},
) {
  const { id } = await aa.call(utentiApi.create, {
    ...anagraficaDi(p),
    ...extra,
    assegnazioni,
    richiestaFormaleId,
  })
  return id
}

async function ambitoDiLatina(s: Scena) {
  s.il('2019-09-20')
  let aa = await signIn(s.app, s.deps, persone.amministratrice.codiceFiscale)
  await aa.call(ufficiApi.crea, {
    nome: 'Ufficio di piano',
    indirizzo: 'Piazza dimostrativa 1',
    telefono: '0773000000',
    dal: '2018-01-01',
  })
  await aa.call(ufficiApi.crea, {
    comuneId: CISTERNA,
    nome: 'Segretariato sociale',
    telefono: '0690000000',
    dal: '2018-01-01',
  })
  await adesione(aa, { tipo: 'convenzione-ministero', fino: 'registrata' })
  await adesione(aa, { tipo: 'convenzione-ministero', comune: LATINA, fino: 'registrata' })
  await adesione(aa, { tipo: 'convenzione-ministero', comune: CISTERNA, fino: 'registrata' })
  await adesione(aa, { tipo: 'convenzione-ministero', comune: CORI, fino: 'registrata' })
  await adesione(aa, { tipo: 'convenzione-ministero', comune: SERMONETA, fino: 'firmata' })
  await adesione(aa, { tipo: 'convenzione-ministero', comune: ROCCA_MASSIMA, fino: 'bozza' })
  await adesione(aa, { tipo: 'protocollo-intesa', comune: LATINA, fino: 'registrata' })
  await adesione(aa, { tipo: 'protocollo-intesa', comune: CISTERNA, fino: 'registrata' })
  await adesione(aa, { tipo: 'protocollo-intesa', comune: CORI, fino: 'registrata' })
  const nota = await aa.call(delegheApi.crea, {
    oggetto: 'Delega alla gestione associata dei patti',
    protocollo: '12345/2019',
    data: '2019-09-10',
    comuni: [LATINA, CISTERNA, SERMONETA],
    dal: '2019-09-16',
  })
  await aa.call(delegheApi.documento, { id: nota.id, nome: 'delega.pdf' } as never, {
    file: pdf('Delega dimostrativa'),
  })
  await aa.call(delegheApi.crea, {
    oggetto: 'Delega dimostrativa che comincerà',
    protocollo: '9/2019',
    data: '2019-09-10',
    comuni: [ROCCA_MASSIMA],
    dal: '2030-01-01',
  })
  const scaduta = await aa.call(delegheApi.crea, {
    oggetto: 'Delega sperimentale',
    protocollo: '777/2019',
    data: '2019-09-10',
    comuni: [CORI],
    dal: '2019-09-16',
  })

  s.il('2020-07-01')
  aa = await signIn(s.app, s.deps, persone.amministratrice.codiceFiscale)
  await aa.call(delegheApi.chiudi, {
    id: scaduta.id,
    al: '2020-06-30',
    comuneId: CORI,
    motivo: 'Il comune riprende la gestione diretta.',
  })
  const protocollo = await aa.call(adesioniApi.elenco, { tipo: 'protocollo-intesa', comune: CORI })
  await aa.call(adesioniApi.cessa, {
    id: protocollo.voci[0]!.id,
    al: '2020-06-30',
    motivo: 'Recesso dell’ente (dimostrativo).',
    versione: protocollo.voci[0]!.versione,
  })
  await adesione(aa, { tipo: 'convenzione-puc', comune: LATINA, fino: 'registrata', dal: '2020-02-03' })

  s.il('2025-01-20')
  aa = await signIn(s.app, s.deps, persone.amministratrice.codiceFiscale)
  const dellAmbito = await richiestaFormale(aa, null, '101/2025', '2025-01-12')
  const diLatina = await richiestaFormale(aa, LATINA, '2201/2025', '2025-01-13')
  const diCisterna = await richiestaFormale(aa, CISTERNA, '88/2025', '2025-01-14')
  const diRocca = await richiestaFormale(aa, ROCCA_MASSIMA, '12/2025', '2025-01-15')
  await utente(aa, persone.coordinatoreECase, dellAmbito, [{ ruolo: 'coordinatore-patto' }, { ruolo: 'case-manager' }])
  await utente(aa, persone.caseManager, diCisterna, [{ ruolo: 'case-manager', comune: CISTERNA }], {
    fondo: 'Fondo povertà',
  })
  await utente(aa, persone.coordinatoreControlli, diLatina, [
    { ruolo: 'coordinatore-controlli', comune: CORI },
    { ruolo: 'coordinatore-controlli', comune: CISTERNA },
    { ruolo: 'responsabile-controlli', comune: LATINA },
  ])
  await utente(aa, persone.responsabileControlli, diLatina, [{ ruolo: 'responsabile-controlli', comune: LATINA }])
  await utente(aa, persone.coordinatoreVerifiche, diLatina, [
    { ruolo: 'coordinatore-verifiche-nucleo', comune: LATINA },
  ])
  await utente(aa, persone.responsabileVerifiche, diLatina, [
    { ruolo: 'responsabile-verifiche-nucleo', comune: LATINA },
  ])
  await utente(aa, persone.svantaggio, dellAmbito, [{ ruolo: 'responsabile-svantaggio' }])
  await utente(aa, persone.puc, diLatina, [{ ruolo: 'responsabile-puc', comune: LATINA }])
  await utente(aa, persone.incontri, dellAmbito, [{ ruolo: 'responsabile-incontri' }])
  for (const [chi, ruoli] of operatoriCartella(LATINA, CISTERNA)) await utente(aa, chi, diLatina, ruoli)
  await utente(aa, persone.straniero, diCisterna, [{ ruolo: 'case-manager', comune: CISTERNA }], {
    fondo: 'PON Inclusione',
    fineContratto: s.fa(-20),
  })
  await utente(aa, persone.preparata, diRocca, [{ ruolo: 'responsabile-controlli', comune: ROCCA_MASSIMA }])
  const sospesa = await utente(aa, persone.sospesa, diLatina, [{ ruolo: 'case-manager', comune: LATINA }])
  const cessato = await utente(aa, persone.cessato, diLatina, [{ ruolo: 'responsabile-controlli', comune: LATINA }])

  s.il(PRIMA_CARTELLA)
  aa = await signIn(s.app, s.deps, persone.amministratrice.codiceFiscale)
  await aa.call(utentiApi.sospendi, { id: sospesa, motivo: 'Congedo (dimostrativo).' })
  await aa.call(utentiApi.cessa, { id: cessato, motivo: 'Pensionamento (dimostrativo).' })
  for (const p of [persone.coordinatoreECase, persone.caseManager, persone.coordinatoreControlli])
    await signIn(s.app, s.deps, p.codiceFiscale)
  // as a start of the process has done already: the demonstration compiles them
  await caricaQuestionari(s.deps)
  await cartellaDiLatina(s.app, s.deps, LATINA)
  await aa.call(ufficiApi.crea, {
    comuneId: LATINA,
    nome: SPORTELLO,
    telefono: '0773000001',
    dal: '2018-01-01',
  })
  for (let anno = PRIMO_ATTO_PUC; `${anno}-01-20` < s.fa(9); anno++) {
    s.il(`${anno}-01-20`)
    aa = await signIn(s.app, s.deps, persone.amministratrice.codiceFiscale)
    await adesione(aa, { tipo: 'atto-annuale-puc', comune: LATINA, anno, fino: 'registrata', dal: `${anno}-01-15` })
  }
  await casiDiCisterna(s.app, s.deps, CISTERNA, oggiInItalia(s.vero), s.il, PRIMA_CARTELLA)
  await domandeDiLatina(s.app, s.deps, LATINA, oggiInItalia(s.vero), s.il, PRIMA_CARTELLA)
  await flussiDimostrativi(
    { app: s.app, deps: s.deps, oggi: oggiInItalia(s.vero), il: s.il },
    LATINA,
    CISTERNA,
    PRIMA_CARTELLA,
  )
}

/** The last working day, after whatever has been told of it. */
async function settimanaAlloSportello(s: Scena) {
  const oggi = oggiInItalia(s.vero)
  s.il(giorni(oggi).fa(1), '16:00')
  const chi = await signIn(s.app, s.deps, persone.sportello.codiceFiscale)
  const { uffici } = await chi.call(contattiApi.postazione, {})
  const ufficio = uffici.find((u) => u.comuneId === LATINA && u.nome === SPORTELLO)!
  await sportelloDiLatina(s.app, s.deps, LATINA, ufficio.id, oggi)
}

async function ambitoDelMagentino(s: Scena) {
  s.il('2019-10-01')
  let aa = await signIn(s.app, s.deps, persone.amministratore.codiceFiscale)
  await adesione(aa, { tipo: 'convenzione-ministero', comune: MAGENTA, fino: 'registrata', dal: '2019-09-30' })
  await adesione(aa, { tipo: 'convenzione-ministero', comune: CORBETTA, fino: 'registrata', dal: '2019-09-30' })
  await adesione(aa, { tipo: 'protocollo-intesa', comune: CORBETTA, fino: 'registrata', dal: '2019-09-30' })
  s.il('2025-01-21')
  aa = await signIn(s.app, s.deps, persone.amministratore.codiceFiscale)
  const diMagenta = await richiestaFormale(aa, MAGENTA, '300/2025', '2025-01-19')
  await utente(aa, persone.milanese, diMagenta, [{ ruolo: 'coordinatore-patto', comune: MAGENTA }])
}

/** An ambito with no comuni of its own, to which one comune of each of the others entrusts its flows. */
async function cittaMetropolitana(s: Scena) {
  s.il('2025-02-11')
  const su = await signIn(s.app, s.deps, persone.superUtente.codiceFiscale)
  const { id } = await su.call(ambitiApi.crea, {
    codice: 'DIM-CM1',
    nome: 'Città metropolitana dimostrativa',
    regioneId: '03',
    dimostrativo: true,
    dal: '2018-01-01',
    pec: 'dim-cm1@pec.example.it',
  })
  const affida = { tipo: 'affidamento-flussi', affidatarioId: id, fino: 'registrata', dal: '2025-02-10' } as const
  for (const [chi, comune] of [
    [persone.amministratrice, CISTERNA],
    [persone.amministratore, CORBETTA],
  ] as const)
    await adesione(await signIn(s.app, s.deps, chi.codiceFiscale), { ...affida, comune })
  const la = caller(s.app, su.utenteId, su.token, { 'trama-ambito': id })
  const richiesta = await richiestaFormale(la, null, '1/2025', '2025-02-10')
  await utente(la, persone.operatoreMetropolitano, richiesta, [{ ruolo: 'operatore-flussi' }])
}
