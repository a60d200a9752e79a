// A year at the desk: contacts, most of them of people who do not say who they are, and the sheets sent to others.
import { contattiApi } from '../../src/shared/cartella/contatti.api.ts'
import { inviiApi } from '../../src/shared/cartella/invii.api.ts'
import type { Input } from '../../src/shared/kernel/endpoint.ts'
import { caso } from './caso.ts'
import { idDi, type Mondo, presenti, type ServizioVivo } from './mondo.ts'
import type { Regia } from './regia.ts'
import { bisogniDi, noteContatto } from './testi.ts'

const canali = [
  'persona',
  'persona',
  'persona',
  'telefono',
  'telefono',
  'telefono',
  'email',
  'messaggio',
  'strada',
] as const
const bisogni = [
  'reddito',
  'casa',
  'utenze',
  'cibo',
  'lavoro',
  'salute',
  'assistenza-quotidiana',
  'genitorialita',
  'regolarita-soggiorno',
  'ascolto',
] as const
const esiti = [
  'informazione-data',
  'informazione-data',
  'informazione-data',
  'orientato',
  'appuntamento',
  'domanda-avviata',
  'da-richiamare',
  'nessun-seguito',
  'non-accolto',
] as const
const motivi = ['spontaneo', 'spontaneo', 'inviato', 'informazione', 'rinnovo', 'convocato'] as const

const CONTATTI = 700
/** States of an invio (src/shared/cartella/invii.rules.ts), as many of each out of five hundred families. */
const invii = { creata: 3, inviata: 6, vista: 5, accettata: 18, respinta: 6 } as const
type StatoInvio = keyof typeof invii

export function anno(m: Mondo) {
  const c = caso(22)
  for (const s of m.servizi) {
    const quanti = m.quanti((CONTATTI * s.famiglie.length) / m.servizi.reduce((n, x) => n + x.famiglie.length, 0))
    for (let n = 0; n < quanti; n++) {
      // more in winter than in summer would need a calendar: here they are many on some days and few on others
      const giorno = m.giorni.al(c.numero())
      const noto = c.percento(38)
      const f = c.uno(s.famiglie)
      const dati = {
        canale: c.uno(canali),
        bisogno: noto ? c.uno(bisogniDi[f.area] ?? bisogni) : c.percento(85) ? c.uno(bisogni) : null,
        esito: c.uno(esiti),
        nota: c.percento(25) ? c.uno(noteContatto) : null,
      }
      const persona = noto ? (presenti(f).find((p) => p !== f.casa.indice) ?? f.casa.indice) : undefined
      const poi = { completa: n % 5 === 0, annulla: n % 97 === 13, motivo: c.uno(motivi), minuti: c.tra(3, 40) }
      m.copione.il(giorno, async (r) => {
        const { id } = await r.fa(s.sportello, contattiApi.crea, {
          comuneId: s.comune,
          ufficioId: s.ufficio,
          ...dati,
          ...(persona === undefined ? {} : { personaId: idDi(f, persona) }),
        })
        if (poi.annulla) await r.fa(s.sportello, contattiApi.annulla, { id, motivo: 'Registrato due volte.' })
        else if (poi.completa) await completa(r, s, id, dati, poi, persona === undefined ? null : idDi(f, persona))
      })
    }
  }
}

interface Dati {
  canale: string
  bisogno: string | null
  esito: string
  nota: string | null
}

const completa = (
  r: Regia,
  s: ServizioVivo,
  id: string,
  d: Dati,
  poi: { motivo: string; minuti: number },
  personaId: string | null,
) => {
  const aiuto = poi.minuti > 32
  const scheda: Input<typeof contattiApi.completa> = {
    id,
    versione: 1,
    canale: d.canale,
    motivo: poi.motivo,
    interlocutore: poi.minuti % 3 === 0 ? 'parente-o-conoscente' : 'utente',
    bisogni: d.bisogno ? [d.bisogno] : [],
    esito: aiuto ? 'aiuto-immediato' : d.esito,
    personaId,
    durataMinuti: poi.minuti,
    informata: true,
    nota: d.nota ?? 'Informazioni date e annotate.',
    ...(aiuto ? { aiutoTipo: 'buono-spesa', aiutoImporto: 50_00, aiutoFonte: 'comune' } : {}),
    servizi: poi.minuti % 2 === 0 ? [{ descrizione: 'Informazioni sull’assegno di inclusione' }] : [],
  }
  return r.cambia(s.sportello, contattiApi.completa, scheda)
}

const enti = [
  'Centro per l’impiego dimostrativo',
  'Emporio solidale dimostrativo',
  'Consultorio dimostrativo',
  'Patronato dimostrativo',
]

/** A sheet sent: to an office of the ambito, which answers in the product, or to a body outside, for which the sender does. */
export function scritti(m: Mondo) {
  let n = 0
  for (const [stato, su500] of Object.entries(invii))
    for (let k = 0; k < m.quanti(su500); k++, n++) {
      const s = m.servizi[n % m.servizi.length]!
      manda(m, s, stato as StatoInvio, n, k)
    }
}

function manda(m: Mondo, s: ServizioVivo, stato: StatoInvio, n: number, k: number) {
  const g = m.giorni
  const f = s.famiglie[(n * 7) % s.famiglie.length]!
  // only an office that reads it in Trama can have seen it; the first of each kind goes there
  const interno = stato === 'vista' || k % 2 === 0
  const chiRisponde = interno ? s.sociali[n % s.sociali.length]! : s.sportello
  const inizio =
    stato === 'accettata' || stato === 'respinta' ? g.al(0.1 + (0.8 * ((n * 37) % 100)) / 100) : g.fa(2 + (n % 9))
  const risposta = g.al(g.posizione(inizio) + 2 * g.passo)
  let id = ''
  m.copione.il(inizio, async (r) => {
    const { id: contattoId } = await r.fa(s.sportello, contattiApi.crea, {
      comuneId: s.comune,
      ufficioId: s.ufficio,
      canale: 'persona',
      bisogno: 'reddito',
      esito: 'inviato',
      personaId: idDi(f, presenti(f)[0]),
    })
    ;({ id } = await r.fa(s.sportello, inviiApi.crea, {
      contattoId,
      ...(interno ? { ufficioId: s.ufficio } : { ente: enti[n % enti.length]!, email: 'ente@example.it' }),
      testo: 'Si chiede di incontrare la persona per una prima valutazione.',
      ...(stato === 'creata' ? { bozza: true } : {}),
    }))
  })
  if (stato === 'creata' || stato === 'inviata') return
  m.copione.il(risposta, async (r) => {
    if (interno) await r.fa(chiRisponde, inviiApi.leggi, { id })
    if (stato === 'accettata') await r.fa(chiRisponde, inviiApi.accetta, { id, risposta: 'Appuntamento fissato.' })
    if (stato === 'respinta')
      await r.fa(chiRisponde, inviiApi.respingi, { id, motivo: 'Mancano i documenti: rimandare completa.' })
  })
}
