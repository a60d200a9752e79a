// A row of the register of changes in Italian. Tables and columns already have Italian names, so the words are theirs,
// with exceptions listed here: whatever table comes later is readable from its first day.

const oggetti: Record<string, string> = {
  adesione: 'Adesione',
  ambito_comune: 'Comune di un ambito',
  assegnazione: 'Ruolo di un utente',
  codifica_voce: 'Voce di una codifica',
  comune_periodo: 'Periodo di un comune',
  delega_comune: 'Comune di una delega',
  richiesta_ambito: 'Richiesta di accreditamento',
  richiesta_ambito_documento: 'Documento di una richiesta di accreditamento',
  richiesta_ambito_passaggio: 'Passaggio di una richiesta di accreditamento',
  richiesta_ambito_persona: 'Amministratore indicato in una richiesta',
  richiesta_ambito_persona_nota: 'Persona nominata in una nota di autorizzazione',
  sezione_apertura: 'Apertura nazionale di una sezione',
  sezione_requisito: 'Adesione richiesta da una sezione',
  stato_estero: 'Stato estero',
}

const campi: Record<string, string> = {
  al: 'fino al',
  attivita: 'attività',
  cognome_nascita: 'cognome di nascita',
  dal: 'dal',
  data_nascita: 'data di nascita',
  email: 'e-mail',
  luogo_nascita_id: 'luogo di nascita',
  motivo_stato: 'motivo dello stato',
  spid_differenze: 'differenze con SPID',
  ultimo_accesso: 'ultimo accesso',
}

// keys, hashes and counters say nothing to a reader
const tecnici = /^(id|versione|sha256|bytes|ambito_id|.*_(chiave|hash))$/

const maiuscola = (s: string) => s.charAt(0).toUpperCase() + s.slice(1)

export const nomeOggetto = (tabella: string): string => oggetti[tabella] ?? maiuscola(tabella.replaceAll('_', ' '))
export const nomeCampo = (campo: string): string => campi[campo] ?? campo.replace(/_id$/, '').replaceAll('_', ' ')

const giornoEOra = new Intl.DateTimeFormat('it-IT', { dateStyle: 'short', timeStyle: 'short', timeZone: 'Europe/Rome' })

/** An instant as it is read in Italy: 02/03/26, 10:00. */
export const istanteInParole = (iso: string): string => giornoEOra.format(new Date(iso))

export function valoreInParole(v: unknown): string | null {
  if (v === null || v === undefined || v === '') return null
  if (typeof v === 'boolean') return v ? 'sì' : 'no'
  if (typeof v === 'object') return JSON.stringify(v)
  const s = String(v)
  // the key of another row says nothing: only that there is one
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(s)) return 'indicato'
  const giorno = /^(\d{4})-(\d{2})-(\d{2})$/.exec(s)
  if (giorno) return `${giorno[3]}/${giorno[2]}/${giorno[1]}`
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(s) ? istanteInParole(s) : s
}

type Riga = Record<string, unknown> | null

/** The fields that a reader can understand, before and after. */
export function campiCambiati(prima: Riga, dopo: Riga) {
  const nomi = [...new Set([...Object.keys(prima ?? {}), ...Object.keys(dopo ?? {})])]
  return nomi
    .filter((n) => !tecnici.test(n))
    .map((n) => ({ campo: nomeCampo(n), prima: valoreInParole(prima?.[n]), dopo: valoreInParole(dopo?.[n]) }))
    .filter((c) => c.prima !== c.dopo)
}

const verbi = { inserimento: 'inserimento', modifica: 'modifica', cancellazione: 'cancellazione' } as const

export function fraseModifica(m: {
  operazione: keyof typeof verbi
  oggetto: string
  riguarda: string | null
  campi: readonly { campo: string; prima: string | null; dopo: string | null }[]
}): string {
  const cosa = `${m.oggetto}${m.riguarda ? `, ${m.riguarda}` : ''}: ${verbi[m.operazione]}`
  const dettagli = m.campi.map((c) => {
    if (m.operazione === 'inserimento') return `${c.campo} «${c.dopo}»`
    if (m.operazione === 'cancellazione') return `${c.campo} «${c.prima}»`
    if (c.prima === null) return `${c.campo} ora è «${c.dopo}»`
    if (c.dopo === null) return `${c.campo} tolto, era «${c.prima}»`
    return `${c.campo} da «${c.prima}» a «${c.dopo}»`
  })
  return dettagli.length > 0 ? `${cosa} (${dettagli.join('; ')})` : cosa
}
