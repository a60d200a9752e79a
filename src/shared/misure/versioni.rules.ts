// What changes between two versions, in words.
import { type Definizione, nomiDestinatario } from './definizione.ts'
import type { Espressione, Fatto } from './linguaggio.ts'
import { conValori, inParole, type Nomina, nominatore, valoreMisura } from './parole.ts'

/** One part of a definition in words: what is compared, and what a page shows. */
interface Parte {
  id: string
  nome: string
  testo: string
}

const arrotondamenti = { vicino: 'al più vicino', difetto: 'per difetto', eccesso: 'per eccesso' } as const
export const arrotondamentoInParole = (a: { modo: keyof typeof arrotondamenti; passo?: number } | undefined): string =>
  a
    ? `arrotondato ${arrotondamenti[a.modo]}, ${(a.passo ?? 1) === 1 ? 'al centesimo' : `a ${(a.passo ?? 1) / 100} €`}`
    : 'non arrotondato'

const unita = { giorni: 'giorni', 'giorni-lavorativi': 'giorni lavorativi', mesi: 'mesi' } as const
type Termine = Definizione['termini'][number]
export function termineInParole(t: Termine, nomina: Nomina): string {
  const evento = (e: string) => e.replaceAll('-', ' ')
  const da = t.ancore.map((a) =>
    a.quando === undefined ? evento(a.evento) : `${evento(a.evento)} (se ${inParole(a.quando as Espressione, nomina)})`,
  )
  const frasi = [
    `${t.lunghezza.quanti} ${unita[t.lunghezza.unita]} da: ${da.join(', altrimenti ')}`,
    t.quando === undefined ? '' : `c’è soltanto se ${inParole(t.quando as Espressione, nomina)}`,
    t.ripete ? 'ricomincia ogni volta' : '',
    t.riparte ? `ciò che viene prima di questi fatti non conta più: ${t.riparte.map(evento).join(', ')}` : '',
    `si adempie con: ${t.adempie.map(evento).join(', ')}`,
    t.conta === 'registrazione' ? 'conta il giorno in cui è registrato' : '',
    t.sana ? 'adempiuto in ritardo, sana' : '',
    t.ferma.length > 0 ? `lo ferma: ${t.ferma.map(evento).join(', ')}` : '',
    t.esclusi === undefined ? '' : `non riguarda chi: ${inParole(t.esclusi as Espressione, nomina)}`,
    t.sospende
      ? `se passa, il pagamento si ferma ${t.sospende.mesiDopo === 0 ? 'dallo stesso mese' : 'dal mese dopo'}${t.sospende.salvoEntro ? `; in tempo entro il giorno ${t.sospende.salvoEntro}` : ''}`
      : '',
    t.sospende?.salve
      ? `si pagano comunque ${t.sospende.salve.mensilita} mensilità, dal mese di: ${evento(t.sospende.salve.da)}`
      : '',
  ]
  return frasi.filter(Boolean).join('; ')
}

const nomiImpegno = {
  lavoro: 'È un obbligo di lavoro.',
  servizi: 'È un obbligo verso i servizi.',
  altro: 'Non muove termini né incontri.',
} as const

export const sezioni = {
  valori: 'Valori',
  requisiti: 'Requisiti',
  calcoli: 'Calcoli',
  scala: 'Scala di equivalenza',
  importi: 'Importi',
  durata: 'Durata',
  termini: 'Termini',
  questionari: 'Questionari',
  obblighi: 'Obblighi',
  esoneri: 'Esclusioni ed esoneri',
  flussi: 'Flussi',
  domanda: 'Domanda raccolta dal comune',
  comunicazioni: 'Comunicazioni',
  convocazione: 'Convocazioni',
} as const
export type SezioneVersione = keyof typeof sezioni

/** Every part of a definition, section by section, in words. */
export function inParti(d: Definizione, fatti: readonly Fatto[]): Record<SezioneVersione, Parte[]> {
  const nomina = nominatore(d, fatti)
  const dice = (e: unknown) => inParole(e as Espressione, nomina)
  const fonte = (x: { fonte: string; segno: string }) => `${x.fonte} [${x.segno}]`
  const s = d.scala
  return {
    valori: d.valori.map((v) => ({ id: v.id, nome: v.nome, testo: `${valoreMisura(v)}. ${fonte(v)}` })),
    requisiti: d.requisiti.map((r) => ({
      id: r.id,
      nome: r.nome,
      testo: `${conValori(r.testo, d)} ${dice(r.condizione)}. ${fonte(r)}`,
    })),
    calcoli: d.calcoli.map((c) => ({ id: c.id, nome: c.nome, testo: dice(c.formula) })),
    scala: s
      ? [
          { id: 'primo', nome: 'Chi chiede', testo: dice(s.primo) },
          ...s.voci.map((v) => ({
            id: v.id,
            nome: v.nome,
            testo: `${dice(v.peso)}${v.quanti ? `, per ${v.quanti} al più` : ''}: ${dice(v.chi)}. ${fonte(v)}`,
          })),
          ...(s.massimo === undefined ? [] : [{ id: 'massimo', nome: 'Scala massima', testo: dice(s.massimo) }]),
          ...(s.esclusi === undefined ? [] : [{ id: 'esclusi', nome: 'Chi non conta', testo: dice(s.esclusi) }]),
        ]
      : [],
    importi: d.importi.voci.map((v) => ({
      id: v.id,
      nome: v.nome,
      testo: `${dice(v.formula)}, ${v.periodo === 'anno' ? 'all’anno' : 'al mese'}, ${arrotondamentoInParole(v.arrotonda)}. ${fonte(v)}`,
    })),
    durata: [
      {
        id: 'durata',
        nome: 'Durata e rinnovi',
        testo: durataInParole(d.durata, dice, fonte),
      },
    ],
    termini: d.termini.map((t) => ({ id: t.id, nome: t.nome, testo: `${termineInParole(t, nomina)}. ${fonte(t)}` })),
    questionari: d.questionari.map((q) => ({ id: q.codice, nome: q.nome, testo: `${q.quando} ${fonte(q)}` })),
    obblighi: d.obblighi.map((o) => ({
      id: o.id,
      nome: o.nome,
      testo: `${conValori(o.testo, d)} ${o.impegna ? `${nomiImpegno[o.impegna]} ` : ''}Riguarda: ${dice(o.chi)}. ${fonte(o)}`,
    })),
    esoneri: d.esoneri.map((e) => ({
      id: e.id,
      nome: e.nome,
      testo: `${e.genere}${e.libera === 'lavoro' ? ', dagli obblighi di lavoro' : ''}: ${conValori(e.testo, d)} ${e.perCurata ? `Al più ${e.perCurata} per ogni persona curata. ` : ''}Riguarda: ${dice(e.chi)}. ${e.documento ? `Documento: ${e.documento}. ` : ''}${fonte(e)}`,
    })),
    flussi: d.flussi.map((f, i) => ({
      id: `${f.flusso}-${f.campo}-${i}`,
      nome: `${f.flusso}: ${f.campo}`,
      testo: `${f.codice}. ${f.nota ?? ''} ${fonte(f)}`,
    })),
    domanda: d.domanda
      ? [
          {
            id: 'raccolta',
            nome: 'La raccoglie il comune',
            testo: `${d.domanda.conIrregolari === 'invia' ? 'Va a INPS anche con un controllo non regolare.' : 'Con un controllo non regolare la respinge il comune.'} ${fonte(d.domanda)}`,
          },
          ...d.domanda.controlli.map((c) => ({ id: c.id, nome: c.nome, testo: `${c.testo} ${fonte(c)}` })),
        ]
      : [],
    comunicazioni: (d.comunicazioni ?? []).map((c) => ({
      id: c.tipo,
      nome: c.nome,
      testo: `${[
        `A ${nomiDestinatario[c.destinatario]}`,
        c.eventi.length > 0 ? `quando c’è: ${c.eventi.map((e) => e.replaceAll('-', ' ')).join(', ')}` : '',
        c.entroIlGiorno ? `entro il giorno ${c.entroIlGiorno} del mese` : '',
      ]
        .filter(Boolean)
        .join('; ')}. ${fonte(c)}`,
    })),
    convocazione: d.convocazione
      ? [
          {
            id: 'convocazione',
            nome: 'Come si convoca',
            testo: `${convocazioneInParole(d.convocazione)} ${fonte(d.convocazione)}`,
          },
        ]
      : [],
  }
}

type Fonte = (x: { fonte: string; segno: string }) => string
function durataInParole(d: Definizione['durata'], dice: (e: unknown) => string, fonte: Fonte): string {
  const mesi = (n: number) => (n === 1 ? 'un mese' : `${n} mesi`)
  const rinnovi = d.rinnovi.map((r) =>
    [
      r.testo,
      `${mesi(r.mesi)}${r.sosta > 0 ? `, dopo ${mesi(r.sosta)} senza pagamento` : ''}${r.ripete ? ', ogni volta che finisce' : ', una volta'}${r.conDomanda ? ', con un’altra domanda' : ''}.`,
      r.senzaSosta === undefined ? '' : `Senza sosta se ${dice(r.senzaSosta)}.`,
    ]
      .filter(Boolean)
      .join(' '),
  )
  const da = d.decorre
    ? `Si paga ${d.decorre.mesiDopo === 0 ? 'dal mese stesso' : d.decorre.mesiDopo === 1 ? 'dal mese dopo' : `da ${d.decorre.mesiDopo} mesi dopo`} di: ${d.decorre.eventi.map((e) => e.replaceAll('-', ' ')).join(', altrimenti ')} (${fonte(d.decorre)}).`
    : ''
  return [`${mesi(d.mesi)}.`, d.testo, ...rinnovi, da, fonte(d)].filter(Boolean).join(' ')
}

const giorni = (n: number) => (n === 1 ? 'almeno un giorno' : `almeno ${n} giorni`)
const convocazioneInParole = (c: NonNullable<Definizione['convocazione']>): string =>
  [
    c.preavvisoGiorni === undefined ? '' : `Tra la convocazione e l’incontro ${giorni(c.preavvisoGiorni)}.`,
    c.distanzaGiorni === undefined ? '' : `Tra due convocazioni dello stesso nucleo ${giorni(c.distanzaGiorni)}.`,
  ]
    .filter(Boolean)
    .join(' ')

export interface Differenza {
  sezione: SezioneVersione
  nome: string
  /** Null where it was not there. */
  prima: string | null
  /** Null where it is no longer there. */
  dopo: string | null
}

/** What changes from one version to another, part by part; the same words are the same rule. */
export function differenze(
  prima: { definizione: Definizione; fatti: readonly Fatto[] },
  dopo: { definizione: Definizione; fatti: readonly Fatto[] },
): Differenza[] {
  const [a, b] = [inParti(prima.definizione, prima.fatti), inParti(dopo.definizione, dopo.fatti)]
  return (Object.keys(sezioni) as SezioneVersione[]).flatMap((sezione) => {
    const [vecchie, nuove] = [new Map(a[sezione].map((p) => [p.id, p])), new Map(b[sezione].map((p) => [p.id, p]))]
    return [...new Set([...vecchie.keys(), ...nuove.keys()])]
      .map((id) => ({ vecchia: vecchie.get(id), nuova: nuove.get(id) }))
      .filter(({ vecchia, nuova }) => vecchia?.testo !== nuova?.testo || vecchia?.nome !== nuova?.nome)
      .map(({ vecchia, nuova }) => ({
        sezione,
        nome: (nuova ?? vecchia)!.nome,
        prima: vecchia?.testo ?? null,
        dopo: nuova?.testo ?? null,
      }))
  })
}
