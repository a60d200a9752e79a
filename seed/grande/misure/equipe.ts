// The équipe of a household with a complex need: who is named in it, its sittings and their minutes.
import { equipeApi } from '../../../src/shared/patti/equipe.api.ts'
import { persone } from '../../persone.ts'
import { CISTERNA } from '../operatori.ts'
import type { Regia } from '../regia.ts'
import type { Nucleo } from './nuclei.ts'

/** A professional who enters here, where one is accredited; and one who does not. */
export async function nomina(r: Regia, x: Nucleo, dal: string) {
  const id = x.caso.id
  if (x.dove.comune === CISTERNA)
    await r.fa(x.chi, equipeApi.nomina, {
      id,
      utenteId: await r.id(persone.componenteEquipe),
      professione: 'medico',
      ente: 'Centro di salute mentale dimostrativo',
      dal,
      parti: [{ parte: 'verbali' }, { parte: 'patto' }],
    })
  await r.fa(x.chi, equipeApi.nomina, {
    id,
    nome: 'Maestri Simulati Sara',
    professione: 'insegnante',
    ente: 'Istituto comprensivo dimostrativo',
    dal,
    parti: [],
  })
}

export async function fissa(r: Regia, x: Nucleo, giorno: string, ordine: readonly string[]): Promise<string> {
  const s = await r.fa(x.chi, equipeApi.fissa, {
    id: x.caso.id,
    giorno,
    ora: '11:00',
    luogo: 'Sede del servizio sociale',
    ordine: [...ordine],
  })
  return s.id
}

export const annulla = (r: Regia, x: Nucleo, seduta: string) =>
  r.fa(x.chi, equipeApi.annulla, {
    id: x.caso.id,
    seduta,
    motivo: 'La scuola non può esserci: si fissa un altro giorno.',
  })

/** Its minutes begun; and closed, where it says so. */
export async function tieni(r: Regia, x: Nucleo, seduta: string, chiudi: boolean) {
  const una = { id: x.caso.id, seduta }
  await r.fa(x.chi, equipeApi.verbalizza, una)
  if (!chiudi) return
  await r.unaVolta(x.chi, equipeApi.chiudi, seduta, async () => {
    const { verbale } = await r.fa(x.chi, equipeApi.seduta, una)
    const v = verbale!
    const { versione } = await r.subito(x.chi, equipeApi.scrivi, {
      ...una,
      versione: v.versione,
      testo:
        'La famiglia racconta l’ultimo anno. La scuola segnala le assenze; il servizio propone un educatore a casa.',
      presenze: v.presenze.map((p, n) => ({
        di: p.di,
        id: p.id,
        presenza: n < 3 ? ('presente' as const) : ('assente' as const),
        partecipazione: null,
      })),
      decisioni: [{ testo: 'Un educatore a casa, due volte alla settimana', chi: 'Il case manager', entro: null }],
      dissensi: x.k % 2 === 0 ? [{ chi: 'Chi chiede', decisione: 1, testo: 'Preferisce un solo pomeriggio.' }] : [],
    })
    return { ...una, versione }
  })
}
