import type { Static } from 'typebox'
import type { Ruolo } from '../../shared/accesso/ruoli.api.ts'
import type { AssegnazioneInParole, StatoSezione } from '../../shared/kernel/sessione.api.ts'

/** What a role gives today, in one sentence: nobody should wonder why a list is empty. */
export function datiDelRuolo(
  a: Static<typeof AssegnazioneInParole>,
  ruolo: Static<typeof Ruolo> | undefined,
  sezioni: Static<typeof StatoSezione>[],
): string {
  if (a.nonEfficacePerche) return a.nonEfficacePerche
  const sezione = sezioni.find((s) => s.codice === ruolo?.sezione?.codice)
  if (!sezione) return 'Il ruolo è efficace.'
  if (a.comuneId) {
    return sezione.comuniAperti.some((c) => a.territorio === `Comune di ${c}`)
      ? `I dati sono aperti nella sezione «${sezione.nome}».`
      : `Non vedi dati: per il ${a.territorio} la sezione «${sezione.nome}» non è aperta.`
  }
  if (sezione.comuniAperti.length === 0) return `Non vedi dati: ${sezione.spiegazione}`
  const aperti = sezione.comuniAperti.join(', ')
  return ruolo?.richiedeDelega
    ? `I dati sono aperti per i comuni con delega valida tra questi: ${aperti}.`
    : `I dati sono aperti per: ${aperti}.`
}
