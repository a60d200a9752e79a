import type { Static } from 'typebox'
import type { Ruolo } from '../../shared/accesso/ruoli.api.ts'
import type { AssegnazioneInParole, StatoSezione } from '../../shared/kernel/sessione.api.ts'

/** What a role gives today, in one sentence: nobody should wonder why a list is empty. */
export function datiDelRuolo(
  a: Static<typeof AssegnazioneInParole>,
  ruolo: Static<typeof Ruolo> | undefined,
  sezioni: Static<typeof StatoSezione>[],
): { stato: 'efficace' | 'senza dati' | 'non efficace'; frase: string } {
  if (a.nonEfficacePerche) return { stato: 'non efficace', frase: a.nonEfficacePerche }
  const sezione = sezioni.find((s) => s.codice === ruolo?.sezione?.codice)
  if (!sezione) return { stato: 'efficace', frase: 'Il ruolo è efficace.' }
  const { nome, comuniAperti, spiegazione } = sezione
  if (a.comuneId) {
    return comuniAperti.some((c) => a.territorio === `Comune di ${c}`)
      ? { stato: 'efficace', frase: `I dati sono aperti nella sezione «${nome}».` }
      : { stato: 'senza dati', frase: `Per il ${a.territorio} la sezione «${nome}» non è ancora aperta.` }
  }
  if (comuniAperti.length === 0) return { stato: 'senza dati', frase: spiegazione }
  const dove = ruolo?.richiedeDelega ? 'i comuni con delega valida tra questi' : 'questi comuni'
  return { stato: 'efficace', frase: `I dati sono aperti per ${dove}: ${comuniAperti.join(', ')}.` }
}
