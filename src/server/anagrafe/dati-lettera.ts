// What of a person may leave in a letter. The rules of safe contact are kept here, once: a secret address is never given,
// nor any address where one must not write home; a telephone or an e-mail only if somebody has said that it is safe.
// All is read as the reader sees it: what a class hides from him is not there, and nothing in the answer tells.
import { sql } from 'kysely'
import { CLASSE_SEGRETA } from '../../shared/anagrafe/fatti.ts'
import type { FattoLetto } from '../../shared/anagrafe/persone.api.ts'
import { daNonUsare } from '../../shared/anagrafe/recapiti.rules.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { type DatiPersona, type FontePersona, giornoInParole } from '../documenti/fonte.ts'
import { creduto, leggiFatti, veroIl } from './fatti.ts'

const dove = ['residenza', 'domicilio'] as const

const valore = (f: FattoLetto, campo: string) => f.parole.find((p) => p.campo === campo)?.valore ?? ''

function righe(f: FattoLetto): string[] | null {
  const via = [valore(f, 'indirizzo'), valore(f, 'civico')].filter(Boolean).join(' ')
  const citta = [valore(f, 'cap'), valore(f, 'comune')].filter(Boolean).join(' ')
  const presso = valore(f, 'presso') && `presso ${valore(f, 'presso')}`
  const tutte = [valore(f, 'struttura'), presso, via, citta || valore(f, 'estero')].filter(Boolean)
  return via || valore(f, 'struttura') || valore(f, 'estero') ? tutte : null
}

interface Uscita {
  indirizzo: string[] | null
  telefono: string | null
  email: string | null
  avvertenze: string[]
}

/** What may be used to reach her, from her facts of today. */
export function recapitiPerLettera(fatti: readonly FattoLetto[]): Uscita {
  const avvertenze: string[] = []
  const regole = fatti.filter((f) => f.tipo === 'contatto-sicuro')
  const regola = (r: string) => regole.find((f) => f.dati.regola === r)
  const luoghi = fatti.filter((f) => !f.dellaUnita && (dove as readonly string[]).includes(f.tipo))
  const segreto = luoghi.some((f) => f.classe === CLASSE_SEGRETA)
  const tramite = regola('solo-tramite')
  const soltanto = tramite ?? regola('solo-in-presenza')

  let indirizzo: string[] | null = null
  if (segreto) avvertenze.push('L’indirizzo è segreto: nella lettera non c’è. Consegnala di persona.')
  else if (regola('mai-a-casa')) avvertenze.push('Non le si scrive a casa: l’indirizzo nella lettera non c’è.')
  else if (!soltanto) {
    // where she lives before where she is registered
    const scelto = luoghi.find((f) => f.tipo === 'domicilio') ?? luoghi.find((f) => f.tipo === 'residenza')
    indirizzo = scelto ? righe(scelto) : null
    if (!indirizzo) avvertenze.push('Non risulta un indirizzo a cui scrivere: nella lettera non c’è.')
  }
  if (tramite)
    avvertenze.push(
      `Si raggiunge soltanto tramite ${valore(tramite, 'riferimento') || 'altri'}: nella lettera non ci sono i suoi recapiti.`,
    )
  else if (soltanto) avvertenze.push('Si raggiunge soltanto di persona: nella lettera non ci sono i suoi recapiti.')

  const recapiti = fatti.filter((f) => f.tipo === 'recapito').map((f) => f.dati)
  const sicuro = (mezzi: string[]) =>
    soltanto
      ? null
      : ((fatti.find(
          (f) =>
            f.tipo === 'recapito' &&
            f.classe !== CLASSE_SEGRETA &&
            f.dati.sicuro === true &&
            !daNonUsare(recapiti, f.dati.valore) &&
            mezzi.includes(String(f.dati.mezzo)),
        )?.dati.valore as string | undefined) ?? null)
  return {
    indirizzo,
    telefono: regola('mai-telefono') ? null : sicuro(['cellulare', 'telefono']),
    email: sicuro(['email', 'pec']),
    avvertenze,
  }
}

export const datiPerLettera: FontePersona = async (ctx, personaId) => {
  const { rows } = await sql<Omit<DatiPersona, 'nominativo' | 'indirizzo' | 'telefono' | 'email'>>`
    select p.cognome, p.nome, p.sesso, p.data_nascita, p.codice_fiscale,
           coalesce((select c.nome from comune c where c.id = p.luogo_nascita_id), (select s.nome from stato_estero s where s.id = p.luogo_nascita_id)) as luogo_nascita
      from persona p where p.id = ${personaId}`.execute(ctx.tx)
  const p = rows[0]
  if (!p) throw problem('non-trovato')
  const fatti = await leggiFatti(ctx, personaId, sql`${creduto()} and ${veroIl(ctx.oggi())}`, ctx.oggi())
  const { avvertenze, ...recapiti } = recapitiPerLettera(fatti)
  return {
    dati: {
      ...p,
      nominativo: `${p.nome} ${p.cognome}`,
      dataNascita: p.dataNascita && giornoInParole(p.dataNascita),
      ...recapiti,
    },
    avvertenze,
  }
}
