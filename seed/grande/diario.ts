// Entries of the diary and professional activities, in their four states and confidential ones among them.
import { diarioApi } from '../../src/shared/cartella/diario.api.ts'
import type { Input } from '../../src/shared/kernel/endpoint.ts'
import type { PersonaDemo } from '../persone.ts'
import type { Famiglia } from './famiglie.ts'
import { casoDi, idDi, nomeDi, presenti } from './mondo.ts'
import type { Regia } from './regia.ts'
import { testiDi } from './testi.ts'

type Scritta = Input<typeof diarioApi.scrivi>

const tipi = [
  'colloquio',
  'visita-domiciliare',
  'telefonata',
  'colloquio',
  'riunione',
  'email',
  'osservazione',
] as const
const attivita = ['colloquio-sostegno', 'contatto-servizi', 'verifica-progetto', 'contatto-scuola', 'riunione-equipe']

export interface Voce {
  /** Of one folder each number is another entry. */
  n: number
  giorno: string
  presaId?: string | undefined
  altro?: Partial<Scritta>
}

/** Whoever of the household is concerned too: an adult with the child, or nobody. */
const altri = (f: Famiglia, n: number) =>
  n % 3 === 0
    ? presenti(f)
        .filter((p) => p !== f.casa.indice)
        .slice(0, 1)
        .map((p) => idDi(f, p))
    : []

/** What a report is made of, for one activity in two; the other office that was heard, where one was. */
const altroDi = (f: Famiglia, n: number, tipo: string): Partial<Scritta> => ({
  ...(tipo === 'contatto-servizi'
    ? { altriUffici: n % 8 === 3 ? 'Consultorio dimostrativo' : 'SerD dimostrativo' }
    : {}),
  ...((f.casa.n + n) % 2 === 0
    ? {
        suRichiesta: n % 8 === 7,
        attivita: {
          ambientale: 'Appartamento in ordine, piccolo per il numero di persone (dimostrativo).',
          genitoriale: 'Chi si occupa dei figli lo fa con costanza e chiede consiglio (dimostrativo).',
          sanitaria: 'Nessuna novità, a detta del medico di famiglia (dimostrativo).',
          fonti: 'Colloquio, visita a casa, telefonata con la scuola',
          organizzazione: 'Assistente sociale ed educatrice insieme',
          problemi: [
            { problema: 'Spese di casa arretrate', natura: 'materiale', stato: n % 8 === 3 ? 'aperto' : 'migliora' },
            { problema: 'Isolamento', natura: 'immateriale', stato: 'aperto' },
          ],
          interventi: 'Sostegno educativo a casa\nContributo per le utenze',
        },
      }
    : {}),
})

export async function scrivi(r: Regia, chi: PersonaDemo, f: Famiglia, v: Voce): Promise<string> {
  const c = casoDi(`diario ${v.n}`, f)
  const t = testiDi(f.area)
  const specie = v.n % 4 === 3 ? 'attivita' : 'diario'
  const dice = nomeDi(f.casa.persone[presenti(f)[0] ?? 0]!)
  const blocchi: Scritta['blocchi'] = [{ tipo: 'fatto', testo: c.uno(t.fatti) }]
  if (c.percento(55)) blocchi.push({ tipo: 'parole', testo: c.uno(t.parole) })
  if (c.percento(35))
    blocchi.push({
      tipo: 'dichiarazione',
      di: dice,
      testo: 'Riferisce che la settimana è andata meglio della precedente.',
    })
  if (c.percento(50)) blocchi.push({ tipo: 'valutazione', testo: c.uno(t.valutazioni) })
  const tipo =
    specie === 'diario' ? tipi[(v.n + f.casa.n) % tipi.length]! : attivita[(v.n + f.casa.n) % attivita.length]!
  const { id } = await r.fa(chi, diarioApi.scrivi, {
    id: idDi(f),
    specie,
    completa: true,
    giorno: v.giorno,
    durataMinuti: c.uno([20, 30, 45, 60, 90]),
    tipo,
    ...(specie === 'attivita' ? altroDi(f, v.n, tipo) : {}),
    luogo: c.percento(40) ? 'A casa' : 'In ufficio',
    con: [c.uno(['utente', 'parente-o-conoscente', 'scuola', 'servizio-sanitario'])],
    significativo: c.percento(20),
    origine: c.percento(15) ? 'telefono' : 'ufficio',
    blocchi,
    altrePersone: altri(f, v.n),
    ...(v.presaId ? { presaId: v.presaId } : {}),
    ...(specie === 'attivita' && c.percento(50)
      ? { proposta: 'Si propone di continuare e di verificare tra un mese.', prossimaAttivita: 'verifica-progetto' }
      : {}),
    ...v.altro,
  })
  return id
}

/** What happens to an entry afterwards, to some of them. */
export async function seguito(r: Regia, chi: PersonaDemo, id: string, come: 'integra' | 'annulla') {
  if (come === 'integra')
    await r.fa(chi, diarioApi.integra, { id, testo: 'Sentita anche la scuola: conferma quanto scritto.' })
  else await r.fa(chi, diarioApi.annulla, { id, motivo: 'Scritta due volte.' })
}
