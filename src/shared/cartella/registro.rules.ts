// A reading of the record told to the person it is about: no codes, no jargon.

const giorno = new Intl.DateTimeFormat('it-IT', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'Europe/Rome',
})
const ora = new Intl.DateTimeFormat('it-IT', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Rome' })

export interface Lettura {
  quando: string
  chi: string
  ruoli: string | null
  atto: string
  interrogazione: string | null
  fuoriCarico: boolean
  motivo: string | null
}

const minuscola = (t: string) => t.charAt(0).toLowerCase() + t.slice(1)

export function letturaInParole(l: Lettura): string {
  const quando = new Date(l.quando)
  const inizio = `Il ${giorno.format(quando)} alle ${ora.format(quando)}, ${l.chi}${l.ruoli ? ` (${minuscola(l.ruoli)})` : ''}`
  const cosa = l.interrogazione
    ? `ha visto il tuo nome in un elenco (${l.interrogazione})`
    : `ha aperto il tuo fascicolo per ${minuscola(l.atto)}`
  const perche = l.fuoriCarico
    ? `. Non ti seguiva${l.motivo ? `: ha indicato come motivo «${l.motivo}»` : ', e ha dovuto indicare un motivo'}`
    : ''
  return `${inizio}, ${cosa}${perche}.`
}
