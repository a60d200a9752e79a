// What the patti know of the woman of mondo-segreto: INPS declares where she lives and her telephone. Linked to her sheet, and only
// resembling it; followed by a case manager, offered to another ambito, handed over; rows refused; analyses begun from her record.
import { caricaQuestionari } from '../../src/server/parametri/carica-questionari.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import { questionariApi } from '../../src/shared/parametri/questionari.api.ts'
import type { Valore } from '../../src/shared/parametri/questionari.rules.ts'
import { casiApi } from '../../src/shared/patti/casi.api.ts'
import { compilazioniApi } from '../../src/shared/patti/compilazioni.api.ts'
import { comunicazioniApi } from '../../src/shared/patti/comunicazioni.api.ts'
import { convocazioniApi } from '../../src/shared/patti/convocazioni.api.ts'
import { canali } from '../../src/shared/patti/convocazioni.rules.ts'
import { domandeApi } from '../../src/shared/patti/domande.api.ts'
import { equipeApi } from '../../src/shared/patti/equipe.api.ts'
import { pattoApi } from '../../src/shared/patti/patto.api.ts'
import type { Ambito, Caller, TestApp } from './app.ts'
import { casa, componente, controllata, domandaPresentata, misuraRaccolta, RACCOLTA } from './domande.ts'
import {
  type Cella,
  casoDi,
  conAnalisi,
  type Finto,
  finto,
  importa,
  lavora,
  nucleo,
  preparaPatti,
  scriviPatto,
} from './patti.ts'

export interface CasiSegreti {
  /** Linked to her, and followed. */
  caso: string
  /** A sitting of its équipe. */
  seduta: string
  casi: string[]
  estratti: string[]
  analisi: string[]
  convocazione: Convocata
  /** The pact of that caso, proposed: with its document. */
  patto: string
  documento: string
  domande: string[]
  comunicazioni: string[]
  file: string[]
}
export interface Convocata {
  /** What was asked, to be asked again without writing. */
  chiesta: object
  invio: string
  id: string
  lettera: string
}
export interface ChiSegue {
  superUtente: Caller
  sociale: Caller
  coordinatore: Caller
  caseManager: Caller
  /** Checks domande and sends them. */
  controlli: Caller
  flussi: Caller
  /** Named in the équipe, for the pact. */
  nominato: Caller
  /** Of the comune of another ambito to which households are offered. */
  altrove: Caller
}
export interface Lei {
  id: string
  cognome: string
  nome: string
  dataNascita: string
  via: string
  telefono: string
  email: string
}

export const codiceFiscaleDi = (p: Omit<Lei, 'id' | 'via' | 'telefono' | 'email'>, belfiore = 'H501') =>
  calcolaCodiceFiscale({ cognome: p.cognome, nome: p.nome, dataNascita: p.dataNascita, genere: 'F', belfiore })

export async function casiSegreti(
  t: TestApp,
  ambito: Ambito,
  lei: Lei,
  chi: ChiSegue,
  dove: { qui: string; altrove: string },
): Promise<CasiSegreti> {
  await preparaPatti(t)
  const { coordinatore } = chi
  const lui = (belfiore: string): Finto => ({
    cf: codiceFiscaleDi(lei, belfiore),
    cognome: lei.cognome,
    nome: lei.nome,
    nascita: lei.dataNascita,
  })
  // under another codice fiscale she is only proposed as the same
  const [nota, offerta, passata] = [lui('H501'), lui('F205'), lui('L219')]
  const file = { comune: dove.qui }
  const segreto: Cella = {
    Indirizzo: `${lei.via} 47`,
    Cellulare: lei.telefono,
    'E-mail': lei.email,
    Domicilio: `${lei.via} 47`,
    Annotazioni: `Sta in ${lei.via}, risponde al ${lei.telefono}`,
  }
  const suo = nucleo([nota, finto('Luca', '2015-01-01', 'M')], { Indirizzo: 'Via Nota 1' })
  const estratti = [
    await importa(t, coordinatore, suo, { ...file, estrattoIl: '2026-02-20' }),
    await importa(
      t,
      coordinatore,
      [
        // she moves; somebody with whom she lives asks
        ...suo.map((r) => ({ ...r, ...segreto })),
        ...nucleo([finto('Ada'), offerta], segreto),
        ...nucleo([finto('Ida'), passata], segreto),
      ],
      file,
    ),
    // left out, because she is already elsewhere
    await importa(t, coordinatore, nucleo([nota], segreto), file),
  ]
  const { id: caso } = await casoDi(coordinatore, nota)
  await coordinatore.call(casiApi.assegna, { voci: [{ casoId: caso, utenteId: chi.caseManager.utenteId }] })
  await lavora(t)
  const seduta = await chi.caseManager.call(equipeApi.fissa, {
    id: caso,
    giorno: '2026-03-02',
    luogo: 'Sede',
    ordine: ['Prova'],
  })
  await chi.caseManager.call(equipeApi.nomina, {
    ...{ id: caso, utenteId: chi.nominato.utenteId, professione: 'medico', ente: 'ASL di prova', dal: '2026-03-02' },
    parti: [{ parte: 'patto' }],
  })
  const altri = (await coordinatore.call(casiApi.cerca, { assegnazione: 'da-assegnare' })).voci
  for (const c of altri) await coordinatore.call(casiApi.offri, { id: c.id, comuneId: dove.altrove, motivo: 'Vive là' })
  const { voci: arrivi } = await chi.altrove.call(casiApi.arrivi, {})
  await chi.altrove.call(casiApi.rispondi, { id: arrivi[0]!.id, accetta: true, motivo: '' })
  await lavora(t)
  const convocazione = await convoca(t, caso, chi.caseManager)
  const { patto, documento } = await pattoDi(t, ambito, caso, chi.caseManager)
  const domande = await domandeDi(chi, dove.qui, [nota, lui('A944')], lei)
  return {
    patto,
    documento,
    caso,
    seduta: seduta.id,
    casi: [caso, ...altri.map((c) => c.id)],
    estratti,
    analisi: await analisiDi(t, lei.id, chi),
    convocazione,
    ...domande,
  }
}

/** She is convened by every channel: only what is handed over may leave. */
async function convoca(t: TestApp, casoId: string, caseManager: Caller): Promise<Convocata> {
  const { modelli } = await caseManager.call(convocazioniApi.scelte, {})
  const chiesta = {
    modello: modelli[0]!.id,
    canali: [...canali],
    modo: 'tutti' as const,
    luogo: 'Ufficio di prova',
    voci: [{ casoId, giorno: '2026-03-09', ora: '09:30' }],
  }
  const { id: invio } = await caseManager.call(convocazioniApi.crea, { ...chiesta, minuti: 30 })
  await lavora(t)
  const { voci } = await caseManager.call(convocazioniApi.elenco, { invio })
  const { messaggi } = await caseManager.call(convocazioniApi.leggi, { id: voci[0]!.id })
  const usati = messaggi.filter((m) => m.stato !== 'escluso')
  if (usati.length !== 1 || usati[0]!.canale !== 'a-mano') throw new Error('she is written to')
  return { chiesta, invio, id: voci[0]!.id, lettera: usati[0]!.id }
}

async function pattoDi(t: TestApp, ambito: Ambito, caso: string, lei: Caller) {
  await conAnalisi(t, ambito, caso, lei)
  const { id: patto } = await lei.call(pattoApi.apri, { id: caso })
  await scriviPatto(lei, patto)
  await lei.call(pattoApi.proponi, { id: patto, versione: (await lei.call(pattoApi.leggi, { id: patto })).versione })
  return { patto, documento: (await lei.call(pattoApi.leggi, { id: patto })).fileId! }
}

/** She asks, and somebody with whom she lives asks; both say where. One is on its way, in a file; one is still at the desk. */
async function domandeDi(chi: ChiSegue, comuneId: string, nomi: readonly Finto[], lei: Lei) {
  await misuraRaccolta(chi.superUtente)
  const dice = { indirizzo: `${lei.via} 47`, telefono: lei.telefono, email: lei.email, nota: `Sta in ${lei.via}` }
  const giorno = '2026-03-02'
  const inviata = await domandaPresentata(chi.sociale, comuneId, [nomi[0]!], { nucleo: { ...casa, ...dice }, giorno })
  await controllata(chi.controlli, inviata)
  await chi.controlli.call(domandeApi.invia, { id: inviata })
  const { id: bozza } = await chi.sociale.call(domandeApi.crea, {
    comuneId,
    misuraId: RACCOLTA,
    giorno,
    contenuto: { nucleo: dice, componenti: [componente(finto('Ida')), componente(nomi[1]!, { parentela: 'figlio' })] },
  })
  await chi.flussi.call(comunicazioniApi.prepara, {})
  const { voci: file } = await chi.flussi.call(comunicazioniApi.file, {})
  const { voci } = await chi.flussi.call(comunicazioniApi.list, {})
  return { domande: [inviata, bozza], comunicazioni: voci.map((c) => c.id), file: file.map((f) => f.id) }
}

const AP = 'analisi-preliminare'
const QA = 'quadro-di-analisi'

/** A questionnaire that asks what the sheet keeps secret, and proposes it from there. */
async function questionarioCheChiedeDove(su: Caller) {
  const { id } = await su.call(questionariApi.scrivi, { id: `${AP}.1` })
  const { definizione, revisione } = await su.call(questionariApi.leggi, { id })
  const chiede = (name: string, precompila: string) =>
    ({ type: 'text', name, title: name, fonte: 'Prova', maxLength: 200, precompila }) as never
  definizione.modulo.pages[0]!.elements.push(
    chiede('dove-vive', 'fatto:residenza.indirizzo'),
    chiede('dove-sta', 'fatto:domicilio.struttura'),
    chiede('come-si-raggiunge', 'fatto:recapito.valore'),
  )
  const bozza = { id, etichetta: 'Che chiede dove', dal: '2026-01-02', al: null, nota: '' }
  const salvata = await su.call(questionariApi.salva, { ...bozza, definizione, revisione })
  await su.call(questionariApi.pubblica, { id, revisione: salvata.revisione })
}

async function analisiDi(t: TestApp, id: string, chi: ChiSegue): Promise<string[]> {
  await caricaQuestionari(t.deps)
  await questionarioCheChiedeDove(chi.superUtente)
  const { sociale } = chi
  const comincia = async (questionario: string, tempo?: string) =>
    (
      await sociale.call(compilazioniApi.comincia, {
        id,
        questionario,
        giorno: '2026-03-02',
        ...(tempo ? { tempo } : {}),
      })
    ).id
  const finalizza = async (analisi: string, scritte: [campo: string, valore: Valore, componenteId?: string][]) => {
    const c = await sociale.call(compilazioniApi.leggi, { id: analisi })
    await sociale.call(compilazioniApi.salva, {
      id: analisi,
      vista: c.versione,
      risposte: scritte.map(([campo, valore, componenteId]) => ({
        componenteId: componenteId ?? null,
        campo,
        valore: valore as string,
        revisione: 0,
      })),
    })
    const proposte = c.risposte.filter((r) => r.daConfermare)
    if (proposte.length > 0)
      await sociale.call(compilazioniApi.conferma, {
        id: analisi,
        vista: c.versione,
        risposte: proposte.map(({ componenteId, campo, revisione }) => ({ componenteId, campo, revisione })),
      })
    const { versione } = await sociale.call(compilazioniApi.leggi, { id: analisi })
    await sociale.call(compilazioniApi.finalizza, { id: analisi, versione })
  }
  const preliminare = await comincia(AP)
  await finalizza(preliminare, [
    ['esito', 'D'],
    ['motivazione', 'Colloquio in ufficio.'],
    ['esclusione', 'nessuna', id],
    ['genitoriale', 'si', id],
    ['attivabile', 'si', id],
    ['percorso', '1', id],
  ])
  const quadro = await comincia(QA, 'T0')
  await finalizza(quadro, [
    ['cura', 2],
    ['casa', 1],
    ['sintesi', 'Quadro T0'],
  ])
  return [preliminare, quadro, await comincia(AP)]
}
