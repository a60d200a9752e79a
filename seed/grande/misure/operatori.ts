// Who works on the measures in the two ambiti: accredited when the first of them began, years before the record was
// kept; where it is, whoever follows a household answers for its presa in carico too.
import { utentiApi } from '../../../src/shared/accesso/utenti.api.ts'
import { richiesteFormaliApi } from '../../../src/shared/accreditamento/richieste-formali.api.ts'
import { anagraficaDi, type PersonaDemo, persona, persone } from '../../persone.ts'
import { CISTERNA, CORBETTA, LATINA } from '../operatori.ts'
import type { Regia } from '../regia.ts'

export const MAGENTA = 'E801'

export const dellaMisura = {
  coordinaLatina: persona(
    'Rita',
    'Riparto',
    'F',
    '1972-05-16',
    'E472',
    'Coordinatrice dei patti, nell’ambito di Latina',
  ),
  coordinaMagentino: persona(
    'Ugo',
    'Smistamento',
    'M',
    '1976-10-03',
    'F205',
    'Coordinatore dei patti di Magenta e di Corbetta',
  ),
  latina: persona('Nadia', 'Percorso', 'F', '1987-03-12', 'E472', 'Case manager e assistente sociale di Latina'),
  latina2: persona('Fausto', 'Accordi', 'M', '1981-12-09', 'H501', 'Case manager e assistente sociale di Latina'),
  cisterna: persona('Irma', 'Traguardi', 'F', '1990-06-30', 'C740', 'Case manager e assistente sociale di Cisterna'),
  corbetta: persona('Dino', 'Progetti', 'M', '1983-08-21', 'F205', 'Case manager e assistente sociale di Corbetta'),
  magenta: persona('Elsa', 'Tappe', 'F', '1985-01-27', 'E801', 'Case manager di Magenta'),
} as const satisfies Record<string, PersonaDemo>

/** The comuni in which households ask for a measure, with who follows them and who shares the work out. */
export interface Territorio {
  comune: string
  nome: string
  cap: string
  coordina: PersonaDemo
  seguono: readonly PersonaDemo[]
  /** The record is kept there. */
  cartella: boolean
}

const d = dellaMisura
export const territori: readonly Territorio[] = [
  {
    comune: LATINA,
    nome: 'Latina',
    cap: '04100',
    coordina: persone.coordinatoreECase,
    seguono: [d.latina, d.latina2],
    cartella: true,
  },
  {
    comune: CISTERNA,
    nome: 'Cisterna di Latina',
    cap: '04012',
    coordina: persone.coordinatoreECase,
    seguono: [persone.caseManager, d.cisterna],
    cartella: true,
  },
  {
    comune: CORBETTA,
    nome: 'Corbetta',
    cap: '20011',
    coordina: d.coordinaMagentino,
    seguono: [d.corbetta],
    cartella: true,
  },
  {
    comune: MAGENTA,
    nome: 'Magenta',
    cap: '20013',
    coordina: d.coordinaMagentino,
    seguono: [d.magenta],
    cartella: false,
  },
]

const case_ = (comune: string) => [{ ruolo: 'case-manager', comune }]
const nuovi: readonly (readonly [chi: PersonaDemo, comune: string, ruoli: { ruolo: string; comune?: string }[]])[] = [
  [d.coordinaLatina, LATINA, [{ ruolo: 'coordinatore-patto' }]],
  [d.latina, LATINA, case_(LATINA)],
  [d.latina2, LATINA, case_(LATINA)],
  [d.cisterna, CISTERNA, case_(CISTERNA)],
  [
    d.coordinaMagentino,
    MAGENTA,
    [
      { ruolo: 'coordinatore-patto', comune: MAGENTA },
      { ruolo: 'coordinatore-patto', comune: CORBETTA },
    ],
  ],
  [d.magenta, MAGENTA, case_(MAGENTA)],
  [d.corbetta, CORBETTA, case_(CORBETTA)],
]
const delMagentino = (comune: string) => comune === MAGENTA || comune === CORBETTA

/** Formal request of a comune → its id, once for all of its persons. */
async function richieste(r: Regia, data: string, sigla: string, comuni: readonly string[]) {
  const di = new Map<string, string>()
  for (const comune of new Set(comuni)) {
    const { id } = await r.fa(
      delMagentino(comune) ? persone.amministratore : persone.amministratrice,
      richiesteFormaliApi.create,
      { comune, ufficio: 'Servizi sociali', protocollo: `${sigla}/${comune}/${data.slice(0, 4)}`, data },
    )
    di.set(comune, id)
  }
  return di
}

export async function accreditaMisure(r: Regia, data: string) {
  const di = await richieste(
    r,
    data,
    'PATTI',
    nuovi.map(([, comune]) => comune),
  )
  for (const [p, comune, assegnazioni] of nuovi)
    await r.fa(delMagentino(comune) ? persone.amministratore : persone.amministratrice, utentiApi.create, {
      ...anagraficaDi(p),
      assegnazioni,
      richiestaFormaleId: di.get(comune)!,
    })
}

/** Once the record is kept, social workers of their comune too. */
const sociali: readonly PersonaDemo[] = [d.latina, d.latina2, d.cisterna, d.corbetta]
export const isSociale = (p: PersonaDemo): boolean => sociali.includes(p)

export async function aggiungiCartella(r: Regia, data: string) {
  const chi = sociali
  const dove = (p: PersonaDemo) => nuovi.find(([x]) => x === p)![1]
  const di = await richieste(r, data, 'CARTELLA', chi.map(dove))
  for (const p of chi)
    await r.fa(delMagentino(dove(p)) ? persone.amministratore : persone.amministratrice, utentiApi.assegna, {
      id: await r.id(p),
      assegnazioni: [{ ruolo: 'assistente-sociale', comune: dove(p) }],
      richiestaFormaleId: di.get(dove(p))!,
    })
}
