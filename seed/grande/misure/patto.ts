// The pact of a household: written with the family, proposed, signed by each, its supports and its meetings, revised, closed. Every
// entry has an id of its own made from the caso, so that what a process that died had written is written again as it was.
import { piuGiorni } from '../../../src/shared/misure/giorni.ts'
import { type IncontroPatto, monitoraggioApi, pattoApi, sostegniApi } from '../../../src/shared/patti/patto.api.ts'
import type { GenereVoce, ValoreVoce } from '../../../src/shared/patti/patto-voci.ts'
import { SEGNO } from '../../patto.ts'
import type { PersonaDemo } from '../../persone.ts'
import { comeUuid, type Regia } from '../regia.ts'
import type { Nucleo } from './nuclei.ts'

const SCADENZA_RISULTATO = 200
const OGNI = 90

const uno = <T>(lista: readonly T[], n: number): T => lista[n % lista.length]!

interface Traccia {
  area: string
  obiettivo: string
  risultato: string
  indicatore: string
  partenza: string
  azione: string
  impegno: readonly [area: string, testo: string, frequenza: string]
  sostegno: readonly [tipo: string, testo: string, ore: number]
  rete: readonly [chi: string, testo: string]
}

const tracce: readonly Traccia[] = [
  {
    area: 'inclusione-lavorativa',
    obiettivo: 'Trovare un lavoro vicino a casa.',
    risultato: 'Finire il corso di cucina.',
    indicatore: 'C’è l’attestato del corso.',
    partenza: 'Non ha mai fatto un corso.',
    azione: 'Iscriversi e andare al corso.',
    impegno: ['formazione', 'Andare al corso due mattine alla settimana.', 'Due volte alla settimana'],
    sostegno: ['leps-c', 'Un tirocinio in una mensa, dopo il corso.', 120],
    rete: ['Parrocchia dimostrativa', 'Tiene i bambini durante il corso.'],
  },
  {
    area: 'inclusione-sociale',
    obiettivo: 'Pagare le spese di casa senza fare altri debiti.',
    risultato: 'Chiudere il debito con la luce.',
    indicatore: 'Le bollette degli ultimi tre mesi sono pagate.',
    partenza: 'Ci sono quattro bollette da pagare.',
    azione: 'Scrivere insieme entrate e uscite del mese.',
    impegno: ['contatti-servizi', 'Venire ogni mese con le bollette e i conti.', 'Una volta al mese'],
    sostegno: ['leps-d', 'Un educatore aiuta a fare i conti della spesa.', 40],
    rete: ['Emporio solidale dimostrativo', 'Dà la spesa per tre mesi.'],
  },
  {
    area: 'civico',
    obiettivo: 'I figli tornano a scuola tutti i giorni.',
    risultato: 'Meno di tre assenze al mese.',
    indicatore: 'Il registro della scuola.',
    partenza: 'Le assenze sono più di dieci al mese.',
    azione: 'Parlare con la maestra una volta al mese.',
    impegno: ['scuola', 'Accompagnare i bambini a scuola.', 'Ogni mattina'],
    sostegno: ['leps-f', 'Un gruppo per genitori, il giovedì.', 30],
    rete: ['Istituto comprensivo dimostrativo', 'Avvisa il servizio delle assenze.'],
  },
  {
    area: 'inclusione-sociale',
    obiettivo: 'Curarsi con regolarità.',
    risultato: 'Andare a tutte le visite.',
    indicatore: 'Il centro conferma le presenze.',
    partenza: 'Salta una visita su due.',
    azione: 'Segnare le visite sul calendario.',
    impegno: ['salute', 'Andare alle visite del centro.', 'Una volta al mese'],
    sostegno: ['salute', 'Il centro di salute mentale segue la persona.', 20],
    rete: ['Associazione dimostrativa', 'Accompagna alle visite chi non ha l’auto.'],
  },
]

const offerte = [
  ['Educativa domiciliare', 'leps-d', 'Cooperativa Dimostrativa', 14, 2250],
  ['Gruppo del giovedì per genitori', 'leps-f', 'Consultorio Sintetico', 20, null],
  ['Tirocini in bottega', 'leps-c', 'Ufficio lavoro dimostrativo', 4, null],
] as const

/** What the ambito offers since the beginning of the story. */
export async function catalogo(r: Regia, coordina: PersonaDemo, dal: string) {
  for (const [nome, sostegno, ente, posti, costoOrario] of offerte)
    await r.fa(coordina, sostegniApi.crea, { nome, sostegno, ente, posti, dal, costoOrario, fondo: 'fondo-poverta' })
}

const voceDi = (x: Nucleo, quale: string) => comeUuid(`${x.caso.id} ${quale}`)
const traccia = (x: Nucleo) => uno(tracce, x.n)

/** Field by field, over what is there: the revision under which each was last seen. */
async function riempi(r: Regia, x: Nucleo, id: string, giorno: string) {
  const { persone, versione: vista, risposte: gia } = await r.fa(x.chi, pattoApi.leggi, { id })
  const offerta = (await r.fa(x.chi, sostegniApi.list, {})).voci.find((o) => o.sostegno === traccia(x).sostegno[0])
  const t = traccia(x)
  const obbligata = persone.find((p) => !p.volontario && p.firma)
  const piano = gia.find((y) => y.campo === 'genere' && y.valore === 'monitoraggio')!.componenteId!
  const nuova = (genere: GenereVoce, campi: Record<string, ValoreVoce>) => ({ genere, ordine: 1, ...campi })
  const voci: readonly (readonly [id: string, campi: Record<string, ValoreVoce>])[] = [
    [voceDi(x, 'obiettivo'), nuova('obiettivo', { area: t.area, testo: t.obiettivo, priorita: true })],
    [
      voceDi(x, 'risultato'),
      nuova('risultato', {
        padre: voceDi(x, 'obiettivo'),
        testo: t.risultato,
        indicatore: t.indicatore,
        partenza: t.partenza,
        entro: piuGiorni(giorno, SCADENZA_RISULTATO),
      }),
    ],
    [
      voceDi(x, 'azione'),
      nuova('azione', {
        padre: voceDi(x, 'risultato'),
        testo: t.azione,
        chi: 'La famiglia, con il servizio',
        dal: giorno,
      }),
    ],
    [
      voceDi(x, 'impegno'),
      nuova('impegno', {
        area: t.impegno[0],
        testo: t.impegno[1],
        frequenza: t.impegno[2],
        componente: obbligata?.componenteId ?? null,
        condizionale: obbligata !== undefined,
      }),
    ],
    [
      voceDi(x, 'sostegno'),
      nuova('sostegno', {
        tipo: t.sostegno[0],
        testo: t.sostegno[1],
        ore: t.sostegno[2],
        ente: offerta?.ente ?? 'Servizio sociale dimostrativo',
        offerta: offerta?.id ?? null,
        fondo: 'fondo-poverta',
        dal: giorno,
      }),
    ],
    [voceDi(x, 'rete'), nuova('rete', { chi: t.rete[0], testo: t.rete[1] })],
    [piano, { primo: piuGiorni(giorno, OGNI), testo: 'Come va il risultato, e gli impegni.' }],
  ]
  const { versione } = await r.subito(x.chi, pattoApi.salva, {
    id,
    vista,
    risposte: voci.flatMap(([componenteId, campi]) =>
      Object.entries(campi).map(([campo, valore]) => ({
        componenteId,
        campo,
        valore,
        revisione: gia.find((y) => y.componenteId === componenteId && y.campo === campo)?.revisione ?? 0,
      })),
    ),
  })
  return { id, versione }
}

export async function apri(r: Regia, x: Nucleo): Promise<string> {
  const { id } = await r.fa(x.chi, pattoApi.apri, { id: x.caso.id })
  return id
}

/** Half written, as it stays while one talks of it with the family. */
export const prepara = (r: Regia, x: Nucleo, id: string, giorno: string) => r.forse(() => riempi(r, x, id, giorno))

export const proponi = (r: Regia, x: Nucleo, id: string, giorno: string) =>
  r.unaVolta(x.chi, pattoApi.proponi, id, () => riempi(r, x, id, giorno))

/** Everybody but the service has signed, or one after the other until the last. */
export async function firma(r: Regia, x: Nucleo, id: string, giorno: string, fino: 'una' | 'tutte') {
  await r.unaVolta(x.chi, pattoApi.disegna, `${id} ${fino}`, async () => {
    const { firme, versione } = await r.fa(x.chi, pattoApi.leggi, { id })
    const attese = firme.filter((f) => f.stato === 'attesa')
    const segno = (f: (typeof attese)[number]) => ({ id, firma: f.id, versione, giorno, immagine: SEGNO })
    if (fino === 'una') return segno(attese[0]!)
    for (const f of attese.slice(0, -1)) await r.subito(x.chi, pattoApi.disegna, segno(f))
    return segno(attese.at(-1)!)
  })
}

/** What the service gives begins, waits for a place, ends, is interrupted, or does not begin. */
export async function sostegni(
  r: Regia,
  x: Nucleo,
  id: string,
  giorno: string,
  atto: 'attiva' | 'metti-in-attesa' | 'interrompi' | 'concludi' | 'non-attivare',
) {
  await r.unaVolta(x.chi, monitoraggioApi.sostegno, `${id} ${atto}`, async () => {
    const { sostegni: suoi } = await r.fa(x.chi, monitoraggioApi.leggi, { id })
    const motivo =
      atto === 'interrompi' || atto === 'non-attivare' ? 'L’ente ha sospeso il servizio (dimostrativo).' : null
    return { id, sostegno: suoi[0]!.id, atto, giorno, motivo, oltreIPosti: atto === 'attiva' }
  })
}

/** What it has given so far this year, whether it goes on or not. */
export async function eroga(r: Regia, x: Nucleo, id: string, giorno: string) {
  await r.unaVolta(x.chi, monitoraggioApi.eroga, `${id} eroga`, async () => {
    const [s] = (await r.fa(x.chi, monitoraggioApi.leggi, { id })).sostegni
    const primo = `${giorno.slice(0, 4)}-01-01`
    return {
      id,
      sostegno: s!.id,
      dal: s!.attivoDal! > primo ? s!.attivoDal! : primo,
      al: giorno,
      ore: 36,
      costo: 81_000,
    }
  })
}

export const pianifica = (r: Regia, x: Nucleo, id: string, giorni: string[]) =>
  r.fa(x.chi, monitoraggioApi.pianifica, {
    id,
    giorni,
    ora: '10:00',
    durata: 45,
    voci: [voceDi(x, 'risultato'), voceDi(x, 'impegno')],
  })

const prossimo = (incontri: readonly IncontroPatto[]) => incontri.find((i) => i.stato === 'previsto')!.id

const andamento = ['invariato', 'parziale', 'raggiunto'] as const
const rispetto = ['in-parte', 'rispettato', 'rispettato'] as const

/** The meeting number `k` of the plan, held on this day. */
export async function incontro(r: Regia, x: Nucleo, id: string, giorno: string, k: number, decisione = 'prosegue') {
  await r.unaVolta(x.chi, monitoraggioApi.registra, `${id} ${k}`, async () => {
    const { incontri } = await r.fa(x.chi, monitoraggioApi.leggi, { id })
    const { persone } = await r.fa(x.chi, pattoApi.leggi, { id })
    const [primo, ...altri] = persone.filter((p) => p.firma).map((p) => p.componenteId)
    const manca = (x.n + k) % 5 === 2
    return {
      id,
      incontro: prossimo(incontri),
      tenuto: true,
      giorno,
      presenti: [primo!, ...(manca ? [] : altri)],
      assenti: manca ? altri : [],
      giustificati: manca
        ? altri.map((componenteId) => ({ componenteId, motivo: 'malattia', documento: 'Certificato di prova' }))
        : [],
      decisione,
      nota: uno(
        ['Racconta i primi passi.', 'È più sereno; restano i conti.', 'Il risultato c’è: si guarda avanti.'],
        k,
      ),
      valutazioni: [
        {
          voce: voceDi(x, 'risultato'),
          valore: uno(andamento, k),
          nota: uno(['All’inizio.', 'A metà.', 'Ci siamo.'], k),
        },
        { voce: voceDi(x, 'impegno'), valore: uno(rispetto, k) },
      ],
    }
  })
}

export async function mancato(r: Regia, x: Nucleo, id: string, giorno: string) {
  await r.unaVolta(x.chi, monitoraggioApi.registra, `${id} mancato`, async () => {
    const { incontri } = await r.fa(x.chi, monitoraggioApi.leggi, { id })
    const { persone } = await r.fa(x.chi, pattoApi.leggi, { id })
    return {
      id,
      incontro: prossimo(incontri),
      tenuto: false,
      giorno,
      presenti: [],
      assenti: persone.filter((p) => p.firma).map((p) => p.componenteId),
      nota: 'Non è venuto nessuno, e nessuno ha avvisato.',
      valutazioni: [],
    }
  })
}

export async function annullaIncontro(r: Regia, x: Nucleo, id: string) {
  await r.unaVolta(x.chi, monitoraggioApi.annulla, id, async () => {
    const { incontri } = await r.fa(x.chi, monitoraggioApi.leggi, { id })
    return { id, incontro: prossimo(incontri), motivo: 'L’ufficio quel giorno è chiuso.' }
  })
}

export async function rivedi(r: Regia, x: Nucleo, id: string): Promise<string> {
  const nuovo = await r.unaVolta(x.chi, pattoApi.rivedi, id, async () => {
    const { versione } = await r.fa(x.chi, pattoApi.leggi, { id })
    return { id, versione, motivo: 'È nato un altro bisogno: la casa è piccola (dimostrativo).' }
  })
  return nuovo.id
}

/** What the revision changes: the result takes longer. */
const allunga = async (r: Regia, x: Nucleo, id: string, giorno: string) => {
  const { versione: vista, risposte } = await r.fa(x.chi, pattoApi.leggi, { id })
  const voce = voceDi(x, 'risultato')
  const entro = risposte.find((y) => y.componenteId === voce && y.campo === 'entro')!
  const { versione } = await r.subito(x.chi, pattoApi.salva, {
    id,
    vista,
    risposte: [
      {
        componenteId: voce,
        campo: 'entro',
        valore: piuGiorni(giorno, SCADENZA_RISULTATO + OGNI),
        revisione: entro.revisione,
      },
    ],
  })
  return { id, versione }
}
export const proponiRevisione = (r: Regia, x: Nucleo, id: string, giorno: string) =>
  r.unaVolta(x.chi, pattoApi.proponi, id, () => allunga(r, x, id, giorno))

export const lasciaRevisione = (r: Regia, x: Nucleo, id: string) =>
  r.fa(x.chi, pattoApi.annulla, { id, motivo: 'La famiglia preferisce tenere il patto com’è.' })

export async function chiudi(r: Regia, x: Nucleo, id: string, giorno: string) {
  await r.unaVolta(x.chi, pattoApi.chiudi, id, async () => {
    const { versione } = await r.fa(x.chi, pattoApi.leggi, { id })
    return {
      id,
      versione,
      giorno,
      motivo: uno(['risultati-raggiunti', 'risultati-parziali', 'fine-beneficio'], x.k),
      valutazione: 'La famiglia ha un lavoro e paga le bollette da sé. Resta il contatto con la scuola.',
      ...(x.k % 2 === 0 ? { caso: 'chiudi' as const, motivoCaso: 'conclusione' as const } : { caso: 'resta' as const }),
    }
  })
}
