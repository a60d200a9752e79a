// A woman who must not be found: a secret address, a secret telephone and e-mail, a telephone that must not be called. Around
// her everything that could tell: household, network, presa in carico with its hand-over, an offer to another comune,
// diary, letters, contacts, segnalazione, invii, agenda, decisions, chronology, a second sheet merged, files of the registry.
import { sql } from 'kysely'
import { importaApi } from '../../src/shared/anagrafe/importazioni.api.ts'
import { nucleiApi } from '../../src/shared/anagrafe/nuclei.api.ts'
import { fattiApi, personeApi } from '../../src/shared/anagrafe/persone.api.ts'
import { relazioniApi } from '../../src/shared/anagrafe/relazioni.api.ts'
import { unioniApi } from '../../src/shared/anagrafe/unioni.api.ts'
import { agendaApi, calendarioApi } from '../../src/shared/cartella/agenda.api.ts'
import { compitiApi } from '../../src/shared/cartella/compiti.api.ts'
import { contattiApi } from '../../src/shared/cartella/contatti.api.ts'
import { decisioniApi } from '../../src/shared/cartella/decisioni.api.ts'
import { diarioApi } from '../../src/shared/cartella/diario.api.ts'
import { cronologieApi } from '../../src/shared/cartella/fascicolo.api.ts'
import { inviiApi } from '../../src/shared/cartella/invii.api.ts'
import { preseApi } from '../../src/shared/cartella/prese.api.ts'
import { scambiApi } from '../../src/shared/cartella/scambi.api.ts'
import { segnalazioniApi } from '../../src/shared/cartella/segnalazioni.api.ts'
import { trasferimentiApi } from '../../src/shared/cartella/trasferimenti.api.ts'
import { lettereApi } from '../../src/shared/documenti/modelli.api.ts'
import type { Ambito, Caller, TestApp } from './app.ts'
import { nuovaPersona, presaInCarico } from './cartella.ts'
import { codiceFiscaleDi } from './casi-segreti.ts'
import { nuovoUfficio, segnalazione } from './sportello.ts'

export const VIA = 'Via delle Mimose Nascoste'
export const STRUTTURA = 'Casa Girasole Celato'
export const TELEFONO = '+39 347 555 0147'
export const EMAIL = 'rifugio.celato@example.it'
export const DA_NON_CHIAMARE = '333 555 0199'

export interface Segreta {
  donna: string
  doppia: string
  familiari: string[]
  presa: string
  presaOfferta: string
  voce: string
  documento: string
  relazione: string
  /** A presa that waits to be assigned, of somebody else. */
  daAssegnare: string
  ufficio: string
  altrove: string
  modello: string
  chiaveCalendario: string
  importazioni: string[]
  /** The secret facts, and the telephone that must not be called. */
  segreti: string[]
  insicuro: string
}

interface Chi {
  sociale: Caller
  collega: Caller
  sportello: Caller
  ufficio: Caller
  equipe: readonly Caller[]
}

export const dati = { cognome: 'Zocelata', nome: 'Rosa', dataNascita: '1988-03-04' }

/** `lavora` runs the jobs that files need. */
export async function mondoSegreto(
  t: TestApp,
  a: Ambito,
  comuneAltrove: string,
  chi: Chi,
  lavora: () => Promise<unknown>,
): Promise<Segreta> {
  const qui = a.comuni[0]!
  const { sociale, collega, sportello, ufficio } = chi
  const donna = await nuovaPersona(sportello, qui, { ...dati, codiceFiscale: codiceFiscaleDi(dati) })
  const doppia = await nuovaPersona(sociale, qui, {
    cognome: 'Zoceladoppia',
    nome: 'Rosina',
    dataNascita: '1988-03-04',
  })
  const familiari: string[] = []
  for (const f of [
    { cognome: 'Zomaritato', nome: 'Piero', sesso: 'M' as const },
    { cognome: 'Zomaritato', nome: 'Luca', sesso: 'M' as const, dataNascita: '2015-01-01' },
    { cognome: 'Zovicina', nome: 'Elda' },
  ])
    familiari.push(await nuovaPersona(sociale, qui, f))
  const [marito, figlio, amica] = familiari as [string, string, string]
  const prese: string[] = []
  for (const p of [donna, doppia, ...familiari, donna]) {
    const presa = await presaInCarico(t, a, qui, p, sociale.utenteId)
    prese.push(presa)
    await t.deps.db.inScope({ azione: 'prova', ambito: a.id, comuni: a.comuni, fascicolo: true }, async (tx) => {
      for (const c of chi.equipe)
        if (c.utenteId !== sociale.utenteId)
          await sql`insert into presa_operatore (comune_id, presa_id, utente_id, professione, dal) values (${qui}, ${presa}, ${c.utenteId}, 'altro', '2026-01-10')`.execute(
            tx,
          )
    })
  }
  const [presa, presaOfferta] = [prese[0]!, prese.at(-1)!]

  const fatto = async (id: string, tipo: string, d: object, altro: object = {}) =>
    (await sociale.call(fattiApi.registra, { id, tipo, dati: d, fonte: 'persona', ...altro } as never)).id
  const segreto = { segreto: true }
  const casa = { comune: qui, indirizzo: VIA, civico: '47', cap: '04100' }
  for (const p of [donna, marito, figlio])
    await fatto(p, 'residenza', { comune: qui, indirizzo: 'Via Nota', civico: '1' }, { dal: '2019-01-01' })
  const segreti = [
    await fatto(donna, 'residenza', casa, { dal: '2026-02-01', ...segreto }),
    await fatto(donna, 'domicilio', { ...casa, struttura: STRUTTURA }, { dal: '2026-02-01', ...segreto }),
    await fatto(donna, 'recapito', { mezzo: 'cellulare', valore: TELEFONO, sicuro: true }, segreto),
    await fatto(donna, 'recapito', { mezzo: 'email', valore: EMAIL, sicuro: true }, segreto),
    await fatto(doppia, 'residenza', casa, { dal: '2026-02-01', ...segreto }),
  ]
  const insicuro = await fatto(donna, 'recapito', { mezzo: 'cellulare', valore: DA_NON_CHIAMARE, sicuro: false })
  await fatto(donna, 'contatto-sicuro', { regola: 'mai-telefono', riferimento: DA_NON_CHIAMARE })
  await fatto(donna, 'contatto-sicuro', { regola: 'mai-a-casa' })

  const componente = (personaId: string, parentela: string, altro: object = {}) => ({ personaId, parentela, ...altro })
  const nucleo = { personaId: donna, fonte: 'anagrafe' }
  const { id: anagrafico } = await sociale.call(nucleiApi.crea, {
    ...nucleo,
    tipo: 'anagrafico',
    riferimento: 'F-47',
    componenti: [
      componente(donna, 'persona-di-riferimento', { intestatario: true }),
      componente(marito, 'coniuge'),
      componente(figlio, 'figlio'),
    ],
  })
  await sociale.call(nucleiApi.crea, {
    ...nucleo,
    tipo: 'fatto',
    componenti: [componente(donna, 'persona-di-riferimento'), componente(figlio, 'figlio')],
  })
  await sociale.call(nucleiApi.crea, {
    ...nucleo,
    tipo: 'rete',
    componenti: [componente(donna, 'persona-di-riferimento'), componente(amica, 'non-definita')],
  })
  await sociale.call(nucleiApi.fotografa, { id: anagrafico, giorno: '2026-03-01' })
  const lega = (con: string, specie: 'unione' | 'filiazione' | 'legame', tipo: string, altro: object = {}) =>
    sociale.call(relazioniApi.registra, { id: donna, con, specie, tipo, fonte: 'persona', ...altro })
  const { id: relazione } = await lega(marito, 'unione', 'matrimonio')
  await lega(figlio, 'filiazione', 'naturale', { altroE: 'figlio' })
  await lega(marito, 'legame', 'violenza', { altroE: 'genitore' })

  const { id: voce } = await sociale.call(diarioApi.scrivi, {
    id: donna,
    specie: 'diario',
    giorno: '2026-02-20',
    tipo: 'colloquio',
    completa: true,
    altrePersone: [figlio],
    blocchi: [{ tipo: 'fatto', testo: 'Si è parlato di come sta.' }],
  })
  const { modelli } = await sociale.call(lettereApi.prepara, { id: donna })
  const modello = modelli.find((m) => m.nome === 'Lettera generica')!.id
  const { id: documento } = await sociale.call(lettereApi.scrivi, {
    id: donna,
    modello,
    campi: { oggetto: 'Comunicazione', corpo: 'La invitiamo in ufficio.' },
    titolo: 'Comunicazione',
  })
  const { id: cronologia } = await sociale.call(cronologieApi.comincia, { id: donna, titolo: 'Come si è arrivati qui' })
  await sociale.call(cronologieApi.update, {
    id: cronologia,
    versione: 1,
    titolo: 'Come si è arrivati qui',
    eventi: [...segreti.slice(0, 4), insicuro].map((id) => ({ tipo: 'fatto', id })),
  })
  const { id: decisione } = await sociale.call(decisioniApi.crea, {
    id: donna,
    presaId: presa,
    quesito: 'Restare qui?',
  })
  await sociale.call(decisioniApi.scrivi, {
    id: decisione,
    versione: 1,
    quesito: 'Restare qui?',
    alternative: [],
    scelta: 'Sì',
    ragioni: [{ testo: 'È al sicuro', fonti: segreti.slice(0, 4).map((id) => ({ tipo: 'fatto' as const, id })) }],
    partecipanti: [],
  })
  await sociale.call(compitiApi.crea, { id: presa, titolo: 'Telefonare', tipo: 'telefonata', scade: '2026-03-10' })

  const altra = await nuovaPersona(sociale, qui)
  await sociale.call(personeApi.apri, { id: altra, motivo: 'vigilanza', dettaglio: 'Prova' })
  const { id: daAssegnare } = await sociale.call(preseApi.proponi, {
    id: altra,
    tipo: 'professionale',
    area: 'adulti',
    mandato: 'accordo',
    peso: 1,
    oggetto: 'Casa',
  })

  const sede = await nuovoUfficio(t, a, qui)
  const altrove = await nuovoUfficio(t, a, a.comuni[1]!, 'Servizio dell’altro comune')
  const { id: contattoId } = await sportello.call(contattiApi.crea, {
    comuneId: qui,
    ufficioId: sede,
    canale: 'persona',
    esito: 'inviato',
    personaId: donna,
    nota: 'Chiede aiuto per l’affitto.',
  })
  const testo = 'Una persona chiede aiuto per l’affitto.'
  await sportello.call(inviiApi.crea, { contattoId, ufficioId: altrove, testo })
  await sportello.call(inviiApi.crea, { contattoId, ente: 'Ente dimostrativo', email: 'ente@example.it', testo })
  const { id: segnalata } = await sportello.call(
    segnalazioniApi.crea,
    segnalazione(qui, { segnalati: [{ personaId: donna }], luogo: 'Via Nota 1' }),
  )
  await sociale.call(segnalazioniApi.valuta, { id: segnalata })
  await sportello.call(agendaApi.crea, {
    giorno: '2026-03-03',
    ora: '10:00',
    durataMinuti: 60,
    comuneId: qui,
    ufficioId: sede,
    operatoreId: sociale.utenteId,
    tipo: 'colloquio',
    personaId: donna,
  })
  const { percorso } = await sociale.call(calendarioApi.collega, {})

  await sociale.call(trasferimentiApi.offri, { id: presa, utenteId: collega.utenteId, motivo: 'Ferie' })
  await sociale.call(scambiApi.offriAComune, { id: presaOfferta, comuneId: comuneAltrove, motivo: 'Cambia comune' })
  await sociale.call(unioniApi.unisci, { id: donna, altra: doppia, scelte: {}, motivo: 'È la stessa' } as never)

  const righe = [
    'Cognome;Nome;Data di nascita;Indirizzo;Comune di residenza;Data decesso;Data variazione',
    // known, with the address that must not be told; known, and refused for something else; the son, who moves with her
    `${dati.cognome};${dati.nome};${dati.dataNascita};${VIA} 47;${qui};;01/02/2026`,
    `${dati.cognome};${dati.nome};${dati.dataNascita};${VIA} 48;${qui};01/01/1980;01/02/2026`,
  ].join('\n')
  const importazioni: string[] = []
  for (const specie of ['variazioni', 'persone'] as const) {
    const { id } = await ufficio.call(importaApi.carica, { nome: 'file.csv', specie, comune: qui } as never, {
      file: Buffer.from(righe),
    })
    importazioni.push(id)
    const { mappa } = await ufficio.call(importaApi.proposta, { id })
    await ufficio.call(importaApi.mappa, { id, sistema: 'anagrafe', mappa })
    await lavora()
    if (specie === 'persone') await ufficio.call(importaApi.conferma, { id })
    await lavora()
  }
  return {
    donna,
    doppia,
    familiari,
    presa,
    presaOfferta,
    voce,
    documento,
    relazione,
    daAssegnare,
    ufficio: sede,
    altrove,
    modello,
    chiaveCalendario: new URL(percorso, 'http://localhost').searchParams.get('chiave')!,
    importazioni,
    segreti,
    insicuro,
  }
}
