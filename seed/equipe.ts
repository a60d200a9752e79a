// In the demonstration, the analyses of two casi: one under way, one concluded with a complex need, its équipe that has sat once and its
// framework finished. By the handlers, with the clock on each day.
import type { Caller } from '../src/server/kernel/call.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { jobPresa } from '../src/server/patti/presa.ts'
import { analisiCasoApi } from '../src/shared/patti/analisi-caso.api.ts'
import { compilazioniApi } from '../src/shared/patti/compilazioni.api.ts'
import { equipeApi } from '../src/shared/patti/equipe.api.ts'
import { mieiCasiApi } from '../src/shared/patti/miei-casi.api.ts'
import { rispondi, type Scritta } from './analisi.ts'
import { type PersonaDemo, persone } from './persone.ts'

interface Scena {
  deps: Deps
  entra: (p: PersonaDemo) => Promise<Caller>
  il: (giorno: string) => void
  /** So many days ago. */
  giorno: (fa: number) => string
  cm: PersonaDemo
  caso: { caso: string; ambito: string; utente: string; comune: string }
}

/** The members in the record, as the work of the assignment does; who looks like somebody else is said to be none of them. */
async function collega(s: Scena) {
  const cm = await s.entra(s.cm)
  await jobPresa.run(s.deps, s.caso)
  const { nucleo } = await cm.call(mieiCasiApi.leggi, { id: s.caso.caso })
  for (const m of nucleo.filter((x) => x.collegamento === 'proposto' && x.uscitoIl === null))
    await cm.call(mieiCasiApi.collega, { id: s.caso.caso, componente: m.id, personaId: null } as never)
  await jobPresa.run(s.deps, s.caso)
}

const id = (s: Scena) => ({ id: s.caso.caso })

export async function analisiDelCaso(s: Scena) {
  s.il(s.giorno(11))
  await collega(s)
  const cm = await s.entra(s.cm)
  const ap = await cm.call(analisiCasoApi.comincia, {
    ...id(s),
    questionario: 'analisi-preliminare',
    giorno: s.giorno(12),
  })
  await rispondi(
    cm,
    ap.id,
    [
      ['luogo', 'ufficio'],
      ['problemi-reti', ['isolamento']],
      ['risorse-reti', ['associazioni']],
    ],
    false,
  )
}

export async function casoConEquipe(s: Scena) {
  s.il(s.giorno(17))
  await collega(s)
  const cm = await s.entra(s.cm)
  const ap = await cm.call(analisiCasoApi.comincia, {
    ...id(s),
    questionario: 'analisi-preliminare',
    giorno: s.giorno(18),
  })
  const { membri } = await cm.call(compilazioniApi.leggi, ap)
  const adulti = membri.filter((m) => (m.eta ?? 0) >= 18)
  const bambini = membri.filter((m) => (m.eta ?? 0) < 18)
  await rispondi(cm, ap.id, [
    ['luogo', 'ufficio'],
    ['presenti', 'Tutti e due i genitori'],
    ['problemi-economia', ['perdita', 'bilancio']],
    ['debiti', ['affitto', 'utenze']],
    ['cura', ['sovraccarico', 'minori-6']],
    ['problemi-reti', ['isolamento']],
    ['risorse-reti', ['parenti']],
    ...adulti.flatMap((m): Scritta[] => [
      ['esclusione', 'nessuna', m.id],
      ['genitoriale', 'si', m.id],
      ['attivabile', 'si', m.id],
      ['percorso', '1', m.id],
    ]),
    ...bambini.map((m): Scritta => ['percorso', 'nessuno', m.id]),
    ['esito', 'D'],
    ['motivazione', 'I debiti e la salute del padre chiedono più professioni insieme.'],
  ])
  await equipe(s)
  await quadro(
    s,
    adulti.map((m) => m.id),
    bambini.map((m) => m.id),
  )
}

async function equipe(s: Scena) {
  s.il(s.giorno(16))
  const cm = await s.entra(s.cm)
  await cm.call(equipeApi.nomina, {
    ...id(s),
    utenteId: (await s.entra(persone.componenteEquipe)).utenteId,
    professione: 'medico',
    ente: 'Centro di salute mentale',
    dal: s.giorno(16),
    parti: [
      { parte: 'verbali' },
      { parte: 'patto' },
      { parte: 'analisi', questionario: 'quadro-di-analisi', sezioni: ['ambiente-famiglia', 'adulti'] },
    ],
  })
  await cm.call(equipeApi.nomina, {
    ...id(s),
    nome: 'Simulati Rosa',
    professione: 'insegnante',
    ente: 'Istituto comprensivo dimostrativo',
    dal: s.giorno(16),
    parti: [],
  })
  const prima = await cm.call(equipeApi.fissa, {
    ...id(s),
    giorno: s.giorno(12),
    ora: '10:30',
    luogo: 'Sede del servizio sociale',
    ordine: ['La casa e i debiti', 'La salute del padre', 'La scuola'],
  })
  s.il(s.giorno(12))
  const lei = await s.entra(s.cm)
  const una = { ...id(s), seduta: prima.id }
  await lei.call(equipeApi.verbalizza, una)
  const { verbale } = await lei.call(equipeApi.seduta, una)
  const { versione } = await lei.call(equipeApi.scrivi, {
    ...una,
    versione: verbale!.versione,
    testo:
      'La famiglia racconta i mesi senza lavoro. Il centro conosce il padre e propone di rivederlo. La scuola segnala le assenze del bambino.',
    // the parents are there, the child is at school
    presenze: verbale!.presenze.map((p, n) => ({
      di: p.di,
      id: p.id,
      presenza: n === verbale!.presenze.length - 1 ? ('assente' as const) : ('presente' as const),
      partecipazione: p.di === 'nucleo' && n === 3 ? 'Chiede di poter pagare l’affitto a rate.' : null,
    })),
    decisioni: [
      { testo: 'Colloquio al centro di salute mentale', chi: 'Psiche Iris', entro: s.giorno(2) },
      { testo: 'Piano di rientro dell’affitto', chi: 'Il case manager', entro: null },
    ],
    dissensi: [{ chi: 'Il padre', decisione: 1, testo: 'Preferisce essere ricevuto in un’altra sede.' }],
  })
  await lei.call(equipeApi.chiudi, { ...una, versione })
}

async function quadro(s: Scena, adulti: readonly string[], bambini: readonly string[]) {
  s.il(s.giorno(10))
  const cm = await s.entra(s.cm)
  const qa = await cm.call(analisiCasoApi.comincia, {
    ...id(s),
    questionario: 'quadro-di-analisi',
    giorno: s.giorno(10),
    tempo: 'T0',
  })
  const componente = await s.entra(persone.componenteEquipe)
  await componente.call(equipeApi.contribuisci, {
    id: qa.id,
    componenteId: adulti[0]!,
    campo: 'salute-mentale',
    valore: 2,
    testo: 'È seguito da due anni, con interruzioni. Riprende volentieri.',
  })
  s.il(s.giorno(8))
  await rispondi(await s.entra(s.cm), qa.id, [
    ['cura', 3],
    ['economia', 1],
    ['economia#priorita', true],
    ['casa', 2],
    ['reti', 3],
    ...adulti.flatMap((m): Scritta[] => [
      ['salute-fisica', 4, m],
      ['lavoro', 2, m],
      ['genitorialita', 5, m],
    ]),
    ...bambini.flatMap((m): Scritta[] => [
      ['b-scuola', 2, m],
      ['b-calore', 5, m],
    ]),
    ['sintesi', 'Una famiglia unita, che i debiti hanno isolato.'],
  ])
  s.il(s.giorno(6))
  await (await s.entra(s.cm)).call(equipeApi.fissa, {
    ...id(s),
    giorno: s.giorno(0),
    ora: '15:00',
    luogo: 'A distanza',
    ordine: ['Verso il patto: da quali obiettivi cominciare'],
  })
}
