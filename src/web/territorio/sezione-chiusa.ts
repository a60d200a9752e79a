import type { Static } from 'typebox'
import type { Azione } from '../../shared/kernel/endpoint.ts'
import type { Sessione } from '../../shared/kernel/sessione.api.ts'

/**
 * Why a page of this act has no data to show: its section is closed in every comune where the user works. Undefined where
 * some are open, or where the act is of no section.
 */
export function sezioneChiusa(
  {
    assegnazioni,
    sezioni,
    azioni,
    affidati,
  }: Pick<Static<typeof Sessione>, 'assegnazioni' | 'sezioni' | 'azioni' | 'affidati'>,
  azione: Azione | readonly Azione[] | undefined,
): { nome: string; perche: string } | undefined {
  const sue = [azione ?? []].flat().filter((a) => a in azioni)
  const sezione = sue.length > 0 && sezioni.find((s) => sue.every((a) => s.azioni.includes(a)))
  if (!sezione) return undefined
  // at home or not, there is where to work
  if (affidati.some((a) => sue.every((z) => a.azioni.includes(z)))) return undefined
  const { nome, comuniAperti, spiegazione } = sezione
  if (comuniAperti.length === 0) return { nome, perche: spiegazione }
  const efficaci = assegnazioni.filter((a) => a.nonEfficacePerche === null)
  if (efficaci.some((a) => a.comuneId === null || comuniAperti.some((c) => a.territorio === `Comune di ${c}`)))
    return undefined
  const suoi = [...new Set(efficaci.map((a) => a.territorio))].join(', ')
  return { nome, perche: `Per ${suoi} manca un’adesione registrata: gli altri comuni dell’ambito non ti riguardano.` }
}
