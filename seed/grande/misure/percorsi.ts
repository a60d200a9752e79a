// What happens to each household after it has arrived, by its fate: a table of small stories, each told by who follows it on the days
// counted from the arrival.
import { inviiCpiApi } from '../../../src/shared/patti/invii-cpi.api.ts'
import { mieiCasiApi } from '../../../src/shared/patti/miei-casi.api.ts'
import * as analisi from './analisi.ts'
import * as equipe from './equipe.ts'
import { esonera, riprende } from './esoneri.ts'
import type { Nucleo } from './nuclei.ts'
import { passaggi } from './passaggi.ts'
import { conPatto } from './percorsi-patto.ts'
import { analizzato, convocato, incontrato, quando } from './primi-passi.ts'
import type { NomeSorte } from './sorti.ts'
import { SPORTELLO, type Tela } from './tela.ts'

function alCentroPerLImpiego(t: Tela, x: Nucleo) {
  analizzato(t, x)
  t.il(x, quando.seconda, (r, giorno) =>
    r.fa(x.chi, inviiCpiApi.invia, { id: x.caso.id, giorno, motivo: 'Chiede soltanto lavoro, e può cominciare.' }),
  )
}

function assente(t: Tela, x: Nucleo, dopo: number) {
  t.convoca(x, t.giorno(x, dopo - 10), t.giorno(x, dopo))
  t.il(x, dopo, (r, giorno) =>
    r.fa(x.chi, mieiCasiApi.nonSiPresenta, { id: x.caso.id, giorno, nota: 'Nessuno ha avvisato.' }),
  )
}

const chiude = (t: Tela, x: Nucleo, dopo: number) =>
  t.il(x, dopo, (r) =>
    r.fa(x.chi, mieiCasiApi.chiudi, {
      id: x.caso.id,
      motivo: (['rinuncia', 'altro', 'decesso', 'beneficio'] as const)[x.k % 4]!,
      nota: 'Dimostrativa.',
    }),
  )

function conQuadro(t: Tela, x: Nucleo, fino: 'bozza' | 'finalizzato') {
  analizzato(t, x)
  const s = { prima: '', seconda: '' }
  t.il(x, quando.seconda, async (r, giorno) => {
    await equipe.nomina(r, x, giorno)
    s.prima = await equipe.fissa(r, x, t.giorno(x, quando.seconda + 6), ['La casa e i debiti', 'La scuola'])
  })
  t.il(x, quando.seconda + 6, async (r, giorno) => {
    await equipe.tieni(r, x, s.prima, true)
    await analisi.quadro(r, x, giorno, 'T0', fino)
  })
  t.il(x, quando.seconda + 50, async (r, giorno) => {
    s.seconda = await equipe.fissa(r, x, giorno, ['A che punto siamo'])
    if (fino === 'bozza') await equipe.tieni(r, x, s.seconda, false)
    else await equipe.annulla(r, x, s.seconda)
    if (x.k === 0) await equipe.fissa(r, x, t.m.giorni.fra(9), ['Verso il patto'])
  })
}

type Racconto = (t: Tela, x: Nucleo) => void
const nulla: Racconto = () => {}

const racconti: Readonly<Record<NomeSorte, Racconto>> = {
  ricevuto: nulla,
  'da-assegnare-scaduto': nulla,
  'solo-prima': nulla,
  assegnato: nulla,
  // the mail comes back, and nobody has looked since
  'assegnato-scaduto': (t, x) => {
    if (x.k % 2 === 0) t.convoca(x, t.giorno(x, quando.convocato), t.giorno(x, quando.primo))
  },
  // for a day that has still to come; the others by telephone
  convocato: (t, x) => {
    if (x.k % 3 !== 1) t.convoca(x, t.giorno(x, 31), t.m.giorni.fra(3 + (x.k % 9)))
    else t.il(x, 24, (r, giorno) => r.fa(x.chi, mieiCasiApi.convoca, { id: x.caso.id, giorno, nota: 'Per telefono.' }))
  },
  'non-si-presenta': (t, x) => {
    assente(t, x, quando.primo)
    if (x.k % 2 === 1) assente(t, x, quando.primo + 25)
  },
  giustificato: (t, x) => {
    convocato(t, x)
    t.il(x, quando.primo, (r, giorno) =>
      r.fa(x.chi, mieiCasiApi.giustifica, {
        id: x.caso.id,
        giorno,
        fino: t.giorno(x, quando.primo + 60),
        motivo: (['malattia', 'famiglia', 'tribunale'] as const)[x.k % 3]!,
        documento: 'Certificato dimostrativo',
        nota: 'Ha telefonato la mattina.',
      }),
    )
  },
  presentato: (t, x) => {
    incontrato(t, x)
    // certified mail has no carrier in the demonstration: it waits
    if (x.k === 0) t.convoca(x, t.m.giorni.fa(4), t.m.giorni.fra(10), ['pec'])
  },
  'analisi-in-bozza': (t, x) => {
    analizzato(t, x)
    if (x.k === 0) t.convoca(x, t.giorno(x, 30), t.m.giorni.fra(4), ['email'])
  },
  'analisi-finalizzata': (t, x) => {
    analizzato(t, x)
    if (x.k === 0) t.convoca(x, t.giorno(x, 60), t.giorno(x, 75), ['email'], true)
  },
  'analisi-rettificata': (t, x) => {
    const a = analizzato(t, x)
    t.il(x, quando.patto, (r) => analisi.rettifica(r, x, a.id, 'C'))
  },
  'inviato-cpi': alCentroPerLImpiego,
  'preso-dal-cpi': (t, x) => {
    alCentroPerLImpiego(t, x)
    t.il(x, quando.firma, (r, giorno) => r.fa(x.chi, inviiCpiApi.preso, { id: x.caso.id, giorno }))
  },
  'rientrato-dal-cpi': (t, x) => {
    alCentroPerLImpiego(t, x)
    t.il(x, quando.firma + 20, (r, giorno) =>
      r.fa(x.chi, inviiCpiApi.rientro, {
        id: x.caso.id,
        giorno,
        accolto: true,
        motivo: 'bisogno-sociale',
        nota: 'Prima del lavoro serve un posto per i bambini.',
      }),
    )
  },
  'non-accolto-dal-cpi': (t, x) => {
    alCentroPerLImpiego(t, x)
    t.il(x, quando.firma, (r, giorno) =>
      r.fa(x.chi, inviiCpiApi.rientro, { id: x.caso.id, giorno, accolto: false, motivo: 'esonerato', nota: null }),
    )
  },
  'quadro-in-bozza': (t, x) => conQuadro(t, x, 'bozza'),
  'quadro-finalizzato': (t, x) => conQuadro(t, x, 'finalizzato'),
  ...conPatto,
  esonerato: (t, x) => {
    incontrato(t, x)
    esonera(t, x, quando.firma, 'esonero', 'tutti')
  },
  escluso: (t, x) => {
    incontrato(t, x)
    esonera(t, x, quando.firma, 'esclusione', 'tutti')
  },
  'esonero-di-uno': (t, x) => {
    incontrato(t, x)
    esonera(t, x, quando.firma, 'esonero', 'uno')
  },
  reintegrato: (t, x) => {
    incontrato(t, x)
    esonera(t, x, quando.firma, 'esonero', 'tutti')
    riprende(t, x, quando.firma + 60)
  },
  // what INPS does comes with the last extract
  sospeso: incontrato,
  decaduto: (t, x) => assente(t, x, quando.primo),
  revocato: incontrato,
  terminato: incontrato,
  rinnovato: (t, x) => {
    incontrato(t, x)
    // with the renewal the path begins again: the first meeting is to be made once more
    if (x.k % 2 === 0) t.convoca(x, t.m.giorni.fa(60), t.m.giorni.fa(48))
    if (x.k % 4 === 0)
      t.m.copione.il(t.m.giorni.fa(48), (r) =>
        r.fa(x.chi, mieiCasiApi.presenta, {
          id: x.caso.id,
          giorno: t.m.giorni.fa(48),
          ora: '10:10',
          luogo: SPORTELLO,
        }),
      )
  },
  chiuso: (t, x) => {
    incontrato(t, x)
    chiude(t, x, 60)
  },
  riaperto: (t, x) => {
    incontrato(t, x)
    chiude(t, x, 60)
    t.il(x, 90, (r) =>
      r.fa(x.chi, mieiCasiApi.riapri, { id: x.caso.id, motivo: 'La famiglia è tornata nel comune (dimostrativo).' }),
    )
  },
  ...passaggi,
}

export const racconta = (t: Tela, x: Nucleo) => racconti[x.sorte](t, x)
