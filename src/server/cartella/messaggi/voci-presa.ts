// The presa in carico that the phases B and E of a message speak of. What the message says in no code that is known, and
// what it never says, the operator adds: without it nothing is written.
import type { Contenuto } from '../../../shared/cartella/lombardia/contenuto.ts'
import { apriPresa, difettoPresa, type PresaImportata, TIPO_PRESA } from '../../anagrafe/importa-prese.ts'
import type { Ctx } from '../../kernel/context.ts'
import { type Aggiunte, type Confrontata, inItaliano, pieno, type VoceDaScrivere } from './voce.ts'

/** What is still to be said of a presa, besides the agreement, which no message tells. */
export function mancaAllaPresa(p: Contenuto['presa']): (keyof Aggiunte)[] {
  if (!p) return []
  return [
    'mandato',
    ...(p.area ? [] : ['area' as const]),
    ...(p.al && !p.motivoChiusura ? ['motivoChiusura' as const] : []),
  ]
}

export function vociPresa(ctx: Ctx, k: Confrontata): VoceDaScrivere[] {
  const { noto, letto, aggiunte } = k
  const p = letto.contenuto.presa
  if (!p) return []
  const area = p.area ?? aggiunte.area
  const motivoChiusura = p.al ? (p.motivoChiusura ?? aggiunte.motivoChiusura) : undefined
  const base = { cosa: 'Presa in carico', valore: `dal ${inItaliano(p.dal)}${p.al ? ` al ${inItaliano(p.al)}` : ''}` }
  if (noto.prese.some((x) => x.apertaIl === p.dal && (!area || x.area === area)))
    return [{ ...base, esito: 'gia-presente', perche: null }]
  if (!p.al && noto.prese.some((x) => x.aperta && x.tipo === TIPO_PRESA))
    return [{ ...base, esito: 'resta', perche: 'Ce n’è già una aperta dello stesso tipo: resta quella.' }]
  if (!area || !aggiunte.mandato || (p.al && !motivoChiusura))
    return [{ ...base, esito: 'fuori', perche: 'Il messaggio non dice tutto: per riportarla completala.' }]
  const presa: PresaImportata = {
    ...pieno<PresaImportata>({
      area,
      mandato: aggiunte.mandato,
      dal: p.dal,
      al: p.al,
      motivoChiusura,
      valutazione: p.valutazione,
    }),
    attivata: p.attivata ?? null,
  }
  const [difetto] = difettoPresa(ctx, presa)
  if (difetto) return [{ ...base, esito: 'fuori', perche: difetto }]
  return [
    {
      ...base,
      esito: 'aggiunge',
      perche: p.al ? null : 'Arriva da assegnare.',
      scrivi: async (personaId) => {
        // no message gives work to a colleague: whoever coordinates does
        await apriPresa(
          ctx,
          noto.comuneId,
          personaId,
          presa,
          new Map(),
          `Dal messaggio di ${letto.messaggio.busta.mittente}`,
        )
      },
    },
  ]
}
