// What the tests of casi start from: an ambito whose comuni have signed with the ministry, households as an extract writes them,
// an extract taken in as a coordinator does. Everything else goes through the endpoints.

import type { IndirizzoClamd } from '../../src/server/documenti/clamd.ts'
import { oggiInItalia } from '../../src/server/kernel/context.ts'
import { inCtx } from '../../src/server/kernel/serve.ts'
import { caricaMisure } from '../../src/server/misure/carica-misure.ts'
import { caricaQuestionari } from '../../src/server/parametri/carica-questionari.ts'
import { bloccaCaso, muoviCaso } from '../../src/server/patti/caso.ts'
import { verificaPattiJob } from '../../src/server/patti/file-verifica.ts'
import { patti } from '../../src/server/patti/modulo.ts'
import { calcolaCodiceFiscale } from '../../src/shared/kernel/codice-fiscale.ts'
import { casiApi } from '../../src/shared/patti/casi.api.ts'
import type { AttoCaso, EsitoAnalisi } from '../../src/shared/patti/casi.rules.ts'
import { estrattiApi } from '../../src/shared/patti/estratti.api.ts'
import { mieiCasiApi } from '../../src/shared/patti/miei-casi.api.ts'
import { pattoApi } from '../../src/shared/patti/patto.api.ts'
import type { ValoreVoce } from '../../src/shared/patti/patto-voci.ts'
import { convenzionati } from './accreditamento.ts'
import { type Ambito, as, type Caller, nuovoAmbito, nuovoUtente, type TestApp, testApp } from './app.ts'

/** A fresh ambito whose comuni have their convenzione registered; with the record too, where it is asked for. */
export async function ambitoConPatti(t: TestApp, n = 2, cartella = false): Promise<Ambito> {
  const a = await nuovoAmbito(t, n)
  await convenzionati(t, a, 'convenzione-ministero', ...(cartella ? ['protocollo-intesa'] : []))
  return a
}

/** The measures, and the queues of the works on casi. */
export async function preparaPatti(t: TestApp): Promise<void> {
  await caricaMisure(t.deps)
  await lavora(t)
}
export interface Scena {
  t: TestApp
  a: Ambito
  comune: string
  /** Everybody enters again on that day: a session does not live so long. In the order in which their roles were said. */
  quando(giorno: string): Promise<Caller[]>
}
/** An ambito with casi, record and questionnaires, and in its first comune somebody for each role. */
export async function scena(...ruoli: string[]): Promise<Scena> {
  const t = await testApp()
  await preparaPatti(t)
  await caricaQuestionari(t.deps)
  const a = await ambitoConPatti(t, 2, true)
  const comune = a.comuni[0]!
  const utenti: { codiceFiscale: string }[] = []
  for (const ruolo of ruoli) utenti.push(await nuovoUtente(t, a, [{ ruolo, comune }]))
  return {
    t,
    a,
    comune,
    quando(giorno) {
      t.clock.set(`${giorno}T09:00:00Z`)
      return Promise.all(utenti.map((u) => as(t, u)))
    },
  }
}

/** A household that has arrived, is assigned, and has been met for the first time on that day, if one is said. */
export async function casoSeguito(
  s: Pick<Scena, 't' | 'comune'>,
  chi: { cp: Caller; cm: Caller },
  persone: Finto[],
  o: { altro?: Cella; misura?: string; incontro?: string } = {},
): Promise<string> {
  const file = { comune: s.comune, ...(o.misura && { misura: o.misura }) }
  await importa(s.t, chi.cp, nucleo(persone, o.altro), file)
  const { id } = await casoDi(chi.cp, persone[0]!)
  await chi.cp.call(casiApi.assegna, { voci: [{ casoId: id, utenteId: chi.cm.utenteId }] })
  await lavora(s.t)
  if (o.incontro) await chi.cm.call(mieiCasiApi.presenta, { id, giorno: o.incontro })
  return id
}

/** Everything that waits in the queues of casi. */
export const lavora = (t: TestApp, clamd?: IndirizzoClamd) =>
  t.jobs.drain(t.deps, [...patti.jobs!, ...verificaPattiJob({ clamd })])

export const colonne = [
  'Protocollo',
  'CF richiedente',
  'Data presentazione',
  'Data PAD',
  'Stato beneficio',
  'Importo',
  'Comune residenza',
  'Indirizzo',
  'CF',
  'Cognome',
  'Nome',
  'Parentela',
  'Data nascita',
  'Disabilità',
  'Cellulare',
  'E-mail',
  'Domicilio',
  // of which nobody has said what it is
  'Annotazioni',
] as const
export type Cella = Partial<Record<(typeof colonne)[number], string>>

let serie = 0
// none that sounds as another: for the record who sounds alike, and was born that day, may be the same person
const lettere = 'BCDFGLMNPRSTV'
export interface Finto {
  cf: string
  cognome: string
  nome: string
  nascita: string
}
/** A synthetic person whose codice fiscale is right, and never the same twice in a run. */
export function finto(nome = 'Ada', nascita = '1985-03-04', genere: 'M' | 'F' = 'F'): Finto {
  // the first three consonants make the code: the serial number in base thirteen, but for those in which one sounds as if it were not there
  let sillabe: string[]
  do {
    const n = serie++
    sillabe = [0, 1, 2].map((k) => `${lettere[Math.floor(n / 13 ** k) % 13]}a`)
  } while (sillabe[0] === sillabe[1] || sillabe[1] === sillabe[2])
  const cognome = sillabe.join('')
  return {
    cognome,
    nome,
    nascita,
    cf: calcolaCodiceFiscale({ cognome, nome, dataNascita: nascita, genere, belfiore: 'H501' }),
  }
}

const italiano = (g: string) => g.split('-').reverse().join('/')
let protocolli = 0

/** The rows of a household: who asks, then the others. */
export function nucleo(persone: Finto[], altro: Cella = {}): Cella[] {
  const protocollo = `INPS-PROVA-${process.pid}-${protocolli++}`
  return persone.map((p, n) => ({
    Protocollo: protocollo,
    'CF richiedente': persone[0]!.cf,
    'Data presentazione': '10/01/2026',
    'Data PAD': '10/02/2026',
    'Stato beneficio': 'In pagamento',
    Importo: '500,00',
    Indirizzo: 'Via della Prova 1',
    CF: p.cf,
    Cognome: p.cognome,
    Nome: p.nome,
    Parentela: n === 0 ? 'Richiedente' : 'Figlio',
    'Data nascita': italiano(p.nascita),
    ...altro,
  }))
}

export const csv = (righe: readonly Cella[]): Buffer =>
  Buffer.from([colonne.join(';'), ...righe.map((r) => colonne.map((c) => r[c] ?? '').join(';'))].join('\n'))

export interface ConFile {
  comune: string
  misura?: string
  estrattoIl?: string
  completo?: boolean
}
/** An extract uploaded and read: the dry run. */
export async function prova(t: TestApp, chi: Caller, righe: readonly Cella[], o: ConFile): Promise<string> {
  const { id } = await chi.call(
    estrattiApi.carica,
    { nome: 'estratto.csv', misura: 'adi', estrattoIl: '2026-03-02', ...o } as never,
    { file: csv(righe) },
  )
  const { mappa } = await chi.call(estrattiApi.colonne, { id })
  await chi.call(estrattiApi.mappa, { id, mappa })
  await lavora(t)
  return id
}
/** … and taken in. */
export async function importa(t: TestApp, chi: Caller, righe: readonly Cella[], o: ConFile): Promise<string> {
  const id = await prova(t, chi, righe, o)
  await chi.call(estrattiApi.conferma, { id })
  await lavora(t)
  return id
}

/** The caso of a household, as its coordinator finds it: the one that waits, where there is more than one. */
export async function casoDi(chi: Caller, p: Finto) {
  const { voci } = await chi.call(casiApi.cerca, { testo: p.cf })
  const c = voci.find((v) => v.assegnazione === 'da-assegnare') ?? voci[0]
  if (!c) throw new Error(`no caso of ${p.cognome}`)
  return c
}

/**
 * Households that have arrived and are followed by somebody, ordinary ones of that day, taken one at a time: when none is left, as many as one
 * says arrive with one extract and are assigned together. Who needs an extract of its own brings it in alone.
 */
export function scorta(s: Pick<Scena, 't' | 'comune'>, persone: () => Finto[], quanti = 10) {
  const pronti = new Map<string, { id: string; persone: Finto[] }[]>()
  return async (chi: { cp: Caller; cm: Caller }) => {
    const quali = `${oggiInItalia(s.t.deps.clock())} ${chi.cm.utenteId}`
    if (!pronti.get(quali)?.length) {
      const famiglie = Array.from({ length: quanti }, persone)
      const righe = famiglie.flatMap((f) => nucleo(f))
      await importa(s.t, chi.cp, righe, { comune: s.comune })
      const { voci } = await chi.cp.call(casiApi.cerca, { assegnazione: 'da-assegnare', limite: 200 })
      const casi = famiglie.map((f) => ({ id: voci.find((v) => v.codiceFiscale === f[0]!.cf)!.id, persone: f }))
      await chi.cp.call(casiApi.assegna, { voci: casi.map((c) => ({ casoId: c.id, utenteId: chi.cm.utenteId })) })
      await lavora(s.t)
      pronti.set(quali, casi)
    }
    return pronti.get(quali)!.shift()!
  }
}

/** The outcomes of the questionnaire that is shipped, as a caso keeps them. */
export const esiti = {
  A: { codice: 'A', sociale: false, via: 'cpi', apre: null },
  B: { codice: 'B', sociale: true, via: 'patto', apre: null },
  C: { codice: 'C', sociale: true, via: 'patto', apre: null },
  D: { codice: 'D', sociale: true, via: 'patto', apre: 'quadro-di-analisi' },
} as const satisfies Record<string, EsitoAnalisi>
export type EsitoDiFabbrica = keyof typeof esiti

/** Moves a caso by acts that are of other pages, as they do. */
export async function muovi(
  t: TestApp,
  a: Ambito,
  casoId: string,
  lei: Caller,
  ...atti: [atto: AttoCaso, esito?: EsitoDiFabbrica][]
): Promise<void> {
  const come = { azione: 'caso.gestisci', ambito: a.id, utente: lei.utenteId, comuni: [...a.comuni], fascicolo: true }
  await inCtx(t.deps, come, async (ctx) => {
    const c = await bloccaCaso(ctx, casoId)
    for (const [atto, esito] of atti) await muoviCaso(ctx, c, atto, { ...(esito && { esitoAnalisi: esiti[esito] }) })
  })
}

/** A caso whose first meeting is registered and whose analysis is finished: where a pact begins. */
export async function conAnalisi(
  t: TestApp,
  a: Ambito,
  casoId: string,
  lei: Caller,
  esito: EsitoDiFabbrica = 'B',
): Promise<void> {
  await lei.call(mieiCasiApi.presenta, { id: casoId, giorno: oggiInItalia(t.deps.clock()) })
  await muovi(t, a, casoId, lei, ['apri-analisi'], ['finalizza-analisi', esito])
}

/** The least that a pact must say before it can be proposed: an objective with its result, and when one meets. */
export async function scriviPatto(
  lei: Caller,
  id: string,
  altre: { voce: string; campi: Record<string, ValoreVoce> }[] = [],
) {
  const { risposte: gia, versione } = await lei.call(pattoApi.leggi, { id })
  const [obiettivo, risultato] = [crypto.randomUUID(), crypto.randomUUID()]
  const piano = gia.find((r) => r.campo === 'genere' && r.valore === 'monitoraggio')!.componenteId!
  const voci = [
    { voce: obiettivo, campi: { genere: 'obiettivo', ordine: 1, area: 'civico', testo: 'Fare parte del quartiere' } },
    {
      voce: risultato,
      campi: {
        genere: 'risultato',
        padre: obiettivo,
        ordine: 1,
        testo: 'Va al centro civico',
        indicatore: 'Ci va',
        entro: '2026-09-30',
      },
    },
    { voce: piano, campi: { primo: '2026-06-01' } },
    ...altre,
  ]
  const risposte = voci.flatMap(({ voce, campi }) =>
    Object.entries(campi).map(([campo, valore]) => ({
      componenteId: voce,
      campo,
      valore: valore as string,
      revisione: 0,
    })),
  )
  await lei.call(pattoApi.salva, { id, vista: versione, risposte })
  return { obiettivo, risultato }
}
