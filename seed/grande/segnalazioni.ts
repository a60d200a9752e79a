// Segnalazioni of the year, in every state; and how one becomes the proposal of a presa in carico.
import { contattiApi } from '../../src/shared/cartella/contatti.api.ts'
import { inviiApi } from '../../src/shared/cartella/invii.api.ts'
import { segnalazioniApi } from '../../src/shared/cartella/segnalazioni.api.ts'
import type { Input } from '../../src/shared/kernel/endpoint.ts'
import type { PersonaDemo } from '../persone.ts'
import type { Famiglia } from './famiglie.ts'
import { casoDi, idDi, type Mondo, nomeDi, type ServizioVivo } from './mondo.ts'
import type { Regia } from './regia.ts'
import type { SorteSegnalazione } from './sorti.ts'
import { testiDi } from './testi.ts'

type Nuova = Input<typeof segnalazioniApi.crea>

const segnalanti: readonly Nuova['segnalante'][] = [
  { anonimo: true },
  { anonimo: false, interlocutore: 'vicinato', nome: 'Vicina Dimostrativa', recapiti: '3330000990' },
  { anonimo: false, interlocutore: 'scuola', nome: 'Dirigente Dimostrativa', ente: 'Istituto dimostrativo' },
  { anonimo: false, interlocutore: 'servizio-sanitario', nome: 'Medico Dimostrativo', ente: 'Ospedale dimostrativo' },
  { anonimo: false, interlocutore: 'forze-ordine', ente: 'Comando dimostrativo', recapiti: 'comando@example.it' },
  { anonimo: false, interlocutore: 'parente-o-conoscente', nome: 'Zio Dimostrativo', recapiti: '3330000991' },
]

const pericoli: readonly Nuova['pericolo'][] = [
  {},
  { 'pericolo-vita': 'no', 'senza-riparo': 'no' },
  { 'senza-cure': 'si' },
  { 'minaccia-presente': 'non-so', armi: 'no' },
]

/** Where the person lives; of who has no home, nothing: the street of the registry is everybody’s. */
function doveAccade(f: Famiglia): Pick<Nuova, 'luogo'> {
  const { dati } = f.casa.persone[f.casa.indice]!
  if (dati['residenza.senzaFissaDimora']) return {}
  return {
    luogo: [dati['residenza.indirizzo'] ?? 'Via dimostrativa', dati['residenza.civico']].filter(Boolean).join(' '),
  }
}

/** Received at the desk, from a contact every third time. */
export async function ricevi(
  r: Regia,
  s: ServizioVivo,
  f: Famiglia,
  altro: Partial<Nuova> = {},
  daContatto = false,
): Promise<string> {
  const c = casoDi('segnalazione', f)
  const [classificazione, fatti] = c.uno(testiDi(f.area).segnalazioni)
  const luogo = { comuneId: s.comune, ufficioId: s.ufficio }
  const contattoId = daContatto
    ? (
        await r.fa(s.sportello, contattiApi.crea, {
          ...luogo,
          canale: 'telefono',
          bisogno: 'ascolto',
          esito: 'segnalazione',
          nota: 'Chiama per segnalare una situazione.',
        })
      ).id
    : undefined
  const minore = f.area === 'famiglia-minori'
  const { id } = await r.fa(s.sportello, segnalazioniApi.crea, {
    ...luogo,
    ...(contattoId ? { contattoId } : {}),
    canale: c.uno(['telefono', 'persona', 'email', 'scritto']),
    classificazione,
    urgenza: c.percento(15) ? 'urgente' : 'ordinaria',
    minoriPresenti: minore,
    segnalante: c.uno(segnalanti),
    segnalati: [{ personaId: idDi(f) }],
    riferimenti: c.percento(40) ? [{ nome: 'Nonna Dimostrativa', legame: 'nonna', recapito: '3330000992' }] : [],
    fatti,
    fattiModo: c.percento(30) ? 'testuali' : 'riassunti',
    pericolo: f.situazione === 'violenza' ? { 'minaccia-presente': 'si' } : c.uno(pericoli),
    informata: c.uno(['si', 'no', 'non-so'] as const),
    ...doveAccade(f),
    ...altro,
  })
  return id
}

/** Evaluated and taken in charge: the presa in carico that is proposed. */
export async function diventaPresa(r: Regia, s: ServizioVivo, f: Famiglia, chi: PersonaDemo, id: string) {
  const { prese } = await r.fa(chi, segnalazioniApi.prendiInCarico, {
    id,
    persone: [idDi(f)],
    tipo: 'professionale',
    area: f.area,
    mandato: f.situazione === 'affidataria' ? 'mandato-autorita' : 'accordo',
    conclusione: `${testiDi(f.area).oggetto} La valutazione conferma il bisogno di ${s.nome}.`,
  })
  return prese[0]!.id
}

const conclusioni = {
  archiviata: ['non-competenza', 'infondata', 'informazione-data', 'risolta', 'gia-in-carico', 'rifiuto'],
  autorita: ['Procura presso il tribunale per i minorenni dimostrativa', 'Procura della Repubblica dimostrativa'],
} as const

/** The life of one segnalazione that does not become a presa in carico. */
export function segnala(m: Mondo, s: ServizioVivo, f: Famiglia, sorte: SorteSegnalazione, n: number) {
  const g = m.giorni
  const c = casoDi('sorte', f)
  const chi = s.sociali[n % s.sociali.length]!
  const aperta = sorte === 'ricevuta' || sorte === 'in-valutazione'
  // what is still open came lately; two of them are late
  const inizio = aperta ? g.fa(c.tra(1, n % 4 === 0 ? 40 : 12)) : g.al(c.numero() * 0.93)
  const nellAnno = (passi: number) => {
    const dopo = g.al(g.posizione(inizio) + passi * g.passo)
    // biome-ignore lint/complexity/useMathMinMax: days, not numbers
    return dopo > inizio ? dopo : inizio
  }
  let id = ''
  let invioId = ''
  m.copione.il(inizio, async (r) => {
    // whom the reporter did not know by name is identified later
    const ignota = n % 5 === 0
    const persona = f.casa.persone[f.casa.indice]!
    id = await ricevi(
      r,
      s,
      f,
      ignota ? { segnalati: [{ descrizione: `Una persona di nome ${persona.nome}` }] } : {},
      n % 3 === 0,
    )
  })
  if (sorte === 'ricevuta') return
  m.copione.il(nellAnno(1), async (r) => {
    await r.fa(chi, segnalazioniApi.valuta, { id })
    if (n % 5 !== 0) return
    const { segnalati } = await r.fa(chi, segnalazioniApi.leggi, { id })
    await r.fa(chi, segnalazioniApi.identifica, { id, segnalato: segnalati[0]!.id, personaId: idDi(f) })
  })
  if (sorte === 'in-valutazione') return
  m.copione.il(nellAnno(3), async (r) => {
    if (sorte === 'archiviata')
      await r.fa(chi, segnalazioniApi.archivia, {
        id,
        motivo: c.uno(conclusioni.archiviata),
        conclusione: `Sentita la famiglia e la scuola: per ${nomeDi(f.casa.persone[f.casa.indice]!)} non servono altri interventi.`,
      })
    if (sorte === 'orientata')
      await r.fa(chi, segnalazioniApi.orienta, { id, conclusione: 'Accompagnata al consultorio, che la segue.' })
    if (sorte === 'segnalata-autorita')
      await r.fa(chi, segnalazioniApi.segnalaAutorita, {
        id,
        autorita: c.uno(conclusioni.autorita),
        conclusione: 'I fatti riferiti possono essere reato: trasmessi con i documenti.',
      })
    if (sorte !== 'inoltrata' && sorte !== 'ripresa') return
    ;({ invioId } = await r.fa(chi, segnalazioniApi.inoltra, {
      id,
      ente: 'Consultorio familiare dimostrativo',
      email: 'consultorio@example.it',
      testo: 'Si inoltra per competenza, con quanto raccolto.',
    }))
  })
  if (sorte !== 'ripresa') return
  m.copione.il(nellAnno(5), async (r) => {
    await r.fa(chi, inviiApi.respingi, { id: invioId, motivo: 'La persona abita fuori dal nostro territorio.' })
    await r.fa(chi, segnalazioniApi.riprendi, { id, motivo: 'Il consultorio non è competente: si valuta qui.' })
  })
}
