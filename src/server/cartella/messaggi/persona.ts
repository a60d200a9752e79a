// The person of a message, and those beside her, as the record adds them: checked as a form would check them. Where code
// and data do not agree the note says where they come from.
import type { Contenuto } from '../../../shared/cartella/lombardia/contenuto.ts'
import { Problem } from '../../../shared/kernel/problems.ts'
import { controllaGeneralita } from '../../anagrafe/generalita.ts'
import { inserisciPersona } from '../../anagrafe/persone.ts'
import type { Ctx } from '../../kernel/context.ts'
import { FONTE, pieno } from './voce.ts'

export const generalitaDi = (c: Contenuto, luoghi: ReadonlyMap<string, string>): Record<string, unknown> =>
  pieno({
    cognome: c.persona.cognome,
    nome: c.persona.nome,
    sesso: c.persona.sesso,
    dataNascita: c.persona.nascita,
    luogoNascita: c.persona.luogoNascita && luoghi.get(c.persona.luogoNascita),
    codiceFiscale: c.persona.codiceFiscale,
  })

async function controllate(ctx: Ctx, dati: Record<string, unknown>, mittente: string) {
  try {
    return { dati: await controllaGeneralita(ctx, dati), nota: null }
  } catch (e) {
    if (!(e instanceof Problem) || !e.errori.some((x) => x.campo === 'confermaDubbio')) throw e
    const nota = `Codice fiscale e dati anagrafici non si accordano: così nel messaggio di ${mittente}.`
    return { dati: await controllaGeneralita(ctx, dati, nota), nota }
  }
}

export async function creaPersona(
  ctx: Ctx,
  comune: string,
  dati: Record<string, unknown>,
  mittente: string,
): Promise<string> {
  return inserisciPersona(ctx, comune, { ...(await controllate(ctx, dati, mittente)), fonte: FONTE })
}
