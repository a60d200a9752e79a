// Domande in the demonstration: a measure of its own, marked as such, whose domanda the comune takes; people of Latina who ask for it,
// in every state; files sent and answered as the simulator would. Everything passes through the handlers, on days counted back from today.
import type { FastifyInstance } from 'fastify'
import { type Caller, signIn } from '../src/server/kernel/call.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { rispondiA } from '../src/server/patti/simulatore-inps.ts'
import { calcolaCodiceFiscale } from '../src/shared/kernel/codice-fiscale.ts'
import { piuGiorni } from '../src/shared/misure/giorni.ts'
import { misureApi } from '../src/shared/misure/misure.api.ts'
import { casiApi } from '../src/shared/patti/casi.api.ts'
import { comunicazioniApi } from '../src/shared/patti/comunicazioni.api.ts'
import { domandeApi } from '../src/shared/patti/domande.api.ts'
import { type PersonaDemo, persone } from './persone.ts'

type Nato = readonly [cognome: string, nome: string, sesso: 'M' | 'F', nascita: string]
/** How far each goes. */
type Fino =
  | 'bozza'
  | 'scartata'
  | 'presentata'
  | 'in-attesa'
  | 'in-correzione'
  | 'controllata'
  | 'respinta-qui'
  | 'rinunciata'
  | 'inviata'
  | 'in-verifica'
  | 'sospesa'
  | 'accolta'
  | 'respinta'
interface Famiglia {
  persone: readonly Nato[]
  /** Days ago. */
  il: number
  fino: Fino
  /** Cents; without it the receiver asks for it. */
  isee?: number
}

const famiglie: readonly Famiglia[] = [
  {
    persone: [
      ['Dimostrativa', 'Lucia', 'F', '1981-02-11'],
      ['Dimostrativi', 'Pietro', 'M', '2012-10-05'],
    ],
    il: 40,
    fino: 'accolta',
    isee: 280_000,
  },
  { persone: [['Sintetico', 'Aldo', 'M', '1963-07-19']], il: 38, fino: 'accolta', isee: 110_000 },
  {
    persone: [
      ['Simulata', 'Vera', 'F', '1974-05-30'],
      ['Simulati', 'Irma', 'F', '2009-01-22'],
    ],
    il: 36,
    fino: 'respinta',
    isee: 910_000,
  },
  { persone: [['Fittizio', 'Nino', 'M', '1990-12-01']], il: 34, fino: 'sospesa' },
  { persone: [['Campioni', 'Rosa', 'F', '1958-03-08']], il: 30, fino: 'presentata', isee: 300_000 },
  {
    persone: [
      ['Esempio', 'Carlo', 'M', '1987-09-14'],
      ['Esempi', 'Tea', 'F', '2020-06-27'],
    ],
    il: 28,
    fino: 'respinta-qui',
    isee: 150_000,
  },
  { persone: [['Figurata', 'Elda', 'F', '1969-11-11']], il: 15, fino: 'rinunciata', isee: 420_000 },
  { persone: [['Ipotetico', 'Saverio', 'M', '1995-04-25']], il: 12, fino: 'in-verifica', isee: 90_000 },
  {
    persone: [
      ['Sintetica', 'Dora', 'F', '1983-08-17'],
      ['Sintetici', 'Leo', 'M', '2016-02-09'],
    ],
    il: 9,
    fino: 'inviata',
    isee: 350_000,
  },
  { persone: [['Modello', 'Gina', 'F', '1978-06-06']], il: 8, fino: 'controllata', isee: 200_000 },
  { persone: [['Prova', 'Ettore', 'M', '1971-01-15']], il: 7, fino: 'in-attesa', isee: 240_000 },
  { persone: [['Traccia', 'Ivana', 'F', '1992-10-20']], il: 6, fino: 'in-correzione', isee: 180_000 },
  { persone: [['Dimostrativo', 'Remo', 'M', '1985-05-05']], il: 2, fino: 'bozza', isee: 0 },
  { persone: [['Bozzetti', 'Ada', 'F', '1999-09-09']], il: 2, fino: 'scartata' },
]

const codice = ([cognome, nome, genere, dataNascita]: Nato) =>
  calcolaCodiceFiscale({ cognome, nome, genere, dataNascita, belfiore: 'E472' })
const CONTROLLI = [
  'Anagrafe della popolazione, visura dimostrativa',
  'Documento di identità (dimostrativo)',
  'Stato di famiglia (dimostrativo)',
]

const contenuto = (f: Famiglia) => ({
  nucleo: {
    indirizzo: `Via Dimostrativa ${f.il}`,
    cap: '04100',
    'richiedente.titolo': 'italiano',
    'residenza.mesi-continuativi': 240,
    ...(f.isee !== undefined && { 'isee.valore': f.isee, 'isee.isre': Math.round(f.isee / 3) }),
    'isee.reddito': 0,
    'isee.trattamenti': 0,
    'isee.immobili': 0,
    'isee.mobiliare': 50_000,
    'beni.veicolo-24-mesi': false,
    'beni.nave': false,
  },
  componenti: f.persone.map((p, n) => ({
    valori: {
      codiceFiscale: codice(p),
      cognome: p[0],
      nome: p[1],
      sesso: p[2],
      dataNascita: p[3],
      cittadinanza: 'italiana',
      ...(n === 0 ? { professione: 'In cerca di lavoro', redditoLavoro: 0 } : { parentela: 'figlio' }),
      'componente.naspi': false,
    },
  })),
})

/** A measure of the demonstration, from a shipped one whose domanda the comune takes: so that its terms run today. */
async function misuraDimostrativa(su: Caller): Promise<string> {
  const id = 'sostegno-dimostrativo'
  const { voci } = await su.call(misureApi.list, {})
  for (const v of voci.flatMap((m) => m.versioni)) {
    const letta = await su.call(misureApi.leggi, { id: v.id })
    if (!letta.definizione.domanda) continue
    const bozza = await su.call(misureApi.crea, {
      codice: id,
      nome: 'Sostegno dimostrativo',
      sigla: 'Dimostrativo',
      da: v.id,
    })
    const { revisione } = await su.call(misureApi.leggi, { id: bozza.id })
    const salvata = await su.call(misureApi.salva, {
      id: bozza.id,
      etichetta: 'dimostrativa',
      dal: '2025-01-01',
      al: null,
      nota: `Misura inventata per la dimostrazione, con le regole di «${letta.etichetta}».`,
      definizione: letta.definizione,
      revisione,
    })
    await su.call(misureApi.pubblica, { id: bozza.id, revisione: salvata.revisione })
    return id
  }
  throw new Error('no measure has a domanda of its own')
}

export async function domandeDiLatina(
  app: FastifyInstance,
  deps: Deps,
  comuneId: string,
  oggi: string,
  il: (giorno: string, ora?: string) => void,
  primo: string,
) {
  const giorno = (fa: number) => {
    const g = piuGiorni(oggi, -fa)
    return g < primo ? primo : g
  }
  const entra = (p: PersonaDemo) => signIn(app, deps, p.codiceFiscale)
  il(giorno(45))
  const misuraId = await misuraDimostrativa(await entra(persone.superUtente))
  const fatte: { id: string; f: Famiglia }[] = []
  for (const f of famiglie) {
    il(giorno(f.il))
    const sportello = await entra(persone.sportello)
    const { id } = await sportello.call(domandeApi.crea, {
      comuneId,
      misuraId,
      giorno: giorno(f.il),
      contenuto: contenuto(f),
    })
    fatte.push({ id, f })
    if (f.fino === 'bozza') continue
    if (f.fino === 'scartata') {
      await sportello.call(domandeApi.scarta, { id, motivo: 'Ha preferito un altro sportello (dimostrativo)' })
      continue
    }
    const { versione } = await sportello.call(domandeApi.leggi, { id })
    await sportello.call(domandeApi.presenta, { id, giorno: giorno(f.il), versione })
    il(giorno(Math.max(1, f.il - 4)), '10:00')
    await controlla(await entra(persone.responsabileControlli), id, f, giorno(Math.max(1, f.il - 4)))
    if (f.fino === 'in-correzione')
      await (await entra(persone.sportello)).call(domandeApi.correggi, {
        id,
        motivo: 'Mancava un reddito (dimostrativo)',
      })
  }
  il(giorno(5))
  const ufficio = await entra(persone.amministrativa)
  for (const { id, f } of fatte) {
    if (f.fino === 'respinta-qui')
      await ufficio.call(domandeApi.respingi, { id, motivo: 'La residenza nel comune non risulta (dimostrativo).' })
    if (f.fino === 'rinunciata')
      await ufficio.call(domandeApi.rinuncia, { id, giorno: giorno(5), motivo: 'Ha trovato lavoro (dimostrativo).' })
    if (['in-verifica', 'sospesa', 'accolta', 'respinta'].includes(f.fino)) await ufficio.call(domandeApi.invia, { id })
  }
  await rispondeIlSimulatore(await entra(persone.operatoreFlussi), fatte, giorno(5))
  il(giorno(1))
  for (const { id, f } of fatte)
    if (f.fino === 'inviata') await (await entra(persone.amministrativa)).call(domandeApi.invia, { id })
  const coordinatore = await entra(persone.coordinatoreECase)
  const { voci } = await coordinatore.call(casiApi.cerca, { testo: codice(famiglie[1]!.persone[0]!) })
  for (const c of voci)
    await coordinatore.call(casiApi.assegna, { voci: [{ casoId: c.id, utenteId: coordinatore.utenteId }] })
  il(giorno(0))
}

async function controlla(chi: Caller, id: string, f: Famiglia, giorno: string) {
  if (f.fino === 'presentata') return
  const { controlli } = await chi.call(domandeApi.leggi, { id })
  for (const [n, c] of controlli.entries()) {
    const attende = f.fino === 'in-attesa' && n === controlli.length - 1
    await chi.call(domandeApi.controlla, {
      id,
      controllo: c.id,
      esito: attende ? 'in-attesa' : f.fino === 'respinta-qui' && n === 0 ? 'non-regolare' : 'regolare',
      giorno,
      documento: attende ? '' : CONTROLLI[n % CONTROLLI.length]!,
      nota: attende ? 'Chiesto lo stato di famiglia (dimostrativo)' : '',
    })
  }
}

/** The file by hand, as who sends it does; and the answers that the simulator gives to it. */
async function rispondeIlSimulatore(flussi: Caller, fatte: readonly { id: string; f: Famiglia }[], giorno: string) {
  await flussi.call(comunicazioniApi.prepara, {})
  const { voci } = await flussi.call(comunicazioniApi.file, {})
  for (const x of voci.filter((v) => v.stato === 'da-consegnare'))
    await flussi.call(comunicazioniApi.consegna, { id: x.id })
  const inVerifica = new Set(fatte.filter((x) => x.f.fino === 'in-verifica').map((x) => codice(x.f.persone[0]!)))
  const risposte: string[][] = []
  for (const m of (await flussi.call(comunicazioniApi.list, { stato: 'inviata', limite: 200 })).voci) {
    const { colonne, righe } = await flussi.call(comunicazioniApi.leggi, { id: m.id })
    const riga = Object.fromEntries(colonne.map((c, n) => [c, righe[0]![n]!]))
    const sue = rispondiA(riga, giorno)
    risposte.push(...(inVerifica.has(riga.CF_RICHIEDENTE!) ? sue.slice(0, 1) : sue))
  }
  const testo = [['RIFERIMENTO', 'ESITO', 'DATA', 'MOTIVO', 'PROTOCOLLO', 'IMPORTO'], ...risposte]
    .map((r) => r.join(';'))
    .join('\n')
  await flussi.call(comunicazioniApi.ricevi, { nome: 'ricevute-dimostrative.csv' } as never, {
    file: Buffer.from(testo),
  })
}
