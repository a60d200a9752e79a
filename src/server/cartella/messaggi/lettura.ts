// A folder as the regional message needs it, read as its reader sees it: facts believed and true today, household, access,
// one presa in carico. Restricted things stay, secret addresses and unsafe numbers stay, and who reported is taken out of
// the texts that leave.
import { sql } from 'kysely'
import { CLASSE_SEGRETA, type NomeFatto } from '../../../shared/anagrafe/fatti.ts'
import type { FattoLetto } from '../../../shared/anagrafe/persone.api.ts'
import type { Contenuto, PresaContenuta } from '../../../shared/cartella/lombardia/contenuto.ts'
import { fasciaInvalidita } from '../../../shared/cartella/lombardia/invalidita.rules.ts'
import { type Percorso, percorsoDi } from '../../../shared/cartella/lombardia/percorso.rules.ts'
import {
  type Recapito,
  type RegolaContatto,
  recapitiCheEscono,
} from '../../../shared/cartella/lombardia/recapiti.rules.ts'
import { oscura } from '../../../shared/cartella/segnalazioni.rules.ts'
import { problem } from '../../../shared/kernel/problems.ts'
import { creduto, leggiFatti, veroIl } from '../../anagrafe/fatti.ts'
import type { Ctx } from '../../kernel/context.ts'
import { paroleDeiSegnalanti } from '../segnalanti.ts'
import { accessoDi, type FattiPercorso, leggiFattiPercorso, type PresaLetta } from './percorso.ts'
import { leggiVicini } from './vicini.ts'

interface Persona {
  id: string
  persone: string[]
  cognome: string
  nome: string
  sesso: 'F' | 'M' | null
  nascita: string | null
  codiceFiscale: string | null
  luogoNascita: string | null
  ente: string
  riservata: boolean
}

export interface Cartella {
  persona: Persona
  /** As the reader sees it. */
  visto: Percorso
  /** As the message tells it: without what is restricted to a few. */
  percorso: Percorso
  /** Something stays because it is restricted. */
  riservate: boolean
  /** Those that may travel, newest first. */
  prese: PresaLetta[]
  /** Null: nothing has begun. */
  contenuto: Contenuto | null
  /** Others whose data the message carries. */
  vicini: string[]
}

async function getPersona(ctx: Ctx, id: string): Promise<Persona> {
  const { rows } = await sql<Persona>`
    select q.id, accesso.stessa_persona(p.id) as persone, q.cognome, q.nome, q.sesso, q.data_nascita as nascita, q.codice_fiscale, c.nome as ente,
           (select k.istat from comune k where k.id = q.luogo_nascita_id) as luogo_nascita, p.riservato_a is not null or q.riservato_a is not null as riservata
      from persona p join persona q on q.id = kernel.principale(p.id) join comune c on c.id = q.comune_id where p.id = ${id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

const pieno = <T extends object>(o: { [K in keyof T]: T[K] | undefined | null }): T =>
  Object.fromEntries(Object.entries(o).filter(([, x]) => x !== undefined && x !== null && x !== '')) as T

const TIPI: NomeFatto[] = [
  'residenza',
  'domicilio',
  'recapito',
  'contatto-sicuro',
  'stato-civile',
  'cittadinanza',
  'documento',
  'studio',
  'lavoro',
  'sociale',
  'isee',
  'salute',
  'tessera-sanitaria',
  'assistenza-sanitaria',
  'invalidita',
]

/** Facts that may leave, those of a kind from the newest. */
async function fattiCheEscono(ctx: Ctx, id: string): Promise<FattoLetto[]> {
  const oggi = ctx.oggi()
  const fatti = await leggiFatti(
    ctx,
    id,
    sql`f.tipo = any (${TIPI}) and f.riservato_a is null and f.classe is distinct from ${CLASSE_SEGRETA} and ${creduto()} and ${veroIl(oggi)}`,
    oggi,
  )
  return fatti.filter((f) => f.vigente)
}

const testo = (v: unknown) => (typeof v === 'string' ? v : undefined)

async function istatDi(ctx: Ctx, comuni: (string | undefined)[]) {
  const cercati = comuni.filter((c): c is string => c !== undefined)
  const { rows } = await sql<{ id: string; istat: string | null; regione: string | null }>`
    select c.id, c.istat, p.regione_id as regione from comune c left join provincia p on p.id = c.provincia_id where c.id = any (${cercati})`.execute(
    ctx.tx,
  )
  return new Map(rows.map((r) => [r.id, r]))
}

/** Which isee is in force: the newest. Amounts stay in cents. */
function iseeDi(fatti: readonly FattoLetto[]): Contenuto['isee'] {
  const f = fatti.find((x) => x.tipo === 'isee')
  return f ? pieno({ tipo: testo(f.dati.tipo), centesimi: Number(f.dati.isee) }) : undefined
}

function medicoDi(f: FattoLetto | undefined): Contenuto['medico'] {
  const m = pieno<NonNullable<Contenuto['medico']>>({
    codiceFiscale: testo(f?.dati.medicoCodiceFiscale)?.toUpperCase(),
    cognome: testo(f?.dati.medicoCognome),
    nome: testo(f?.dati.medicoNome),
  })
  return Object.keys(m).length > 0 ? m : undefined
}

/** The certified one in force; a request under way has no percentage yet. */
function invaliditaDi(fatti: readonly FattoLetto[]): Contenuto['invalidita'] {
  const f = fatti.find((x) => x.tipo === 'invalidita' && typeof x.dati.percentuale === 'number')
  if (!f) return undefined
  const { percentuale, accompagnamento, frequenza } = f.dati
  return pieno({
    fascia: fasciaInvalidita(Number(percentuale), accompagnamento === true),
    frequenza: typeof frequenza === 'boolean' ? frequenza : undefined,
  })
}

/** The words by which who reported could be known, to be taken out of what leaves. */
async function leggiPresa(ctx: Ctx, presa: PresaLetta, parole: readonly string[]): Promise<PresaContenuta> {
  const { rows } = await sql<{
    valutazione: string | null
    motivoChiusura: string | null
    responsabile: string | null
    professione: string | null
    chiusaDa: string | null
  }>`
    select d.valutazione_finale as valutazione, p.motivo_chiusura, o.utente_id as responsabile, o.professione,
           (select s.utente_id from presa_passaggio s where s.presa_id = p.id and s.atto = 'chiudi' order by s.quando desc, s.id limit 1) as chiusa_da
      from presa_in_carico p left join presa_dettaglio d on d.presa_id = p.id
      left join lateral (select x.utente_id, x.professione from presa_operatore x where x.presa_id = p.id and x.responsabile order by x.al is null desc, x.dal desc, x.id limit 1) o on true
     where p.id = ${presa.id}`.execute(ctx.tx)
  const r = rows[0]!
  const { rows: codici } = await sql<{ id: string; codiceFiscale: string }>`
    select id, codice_fiscale from accesso.codici_fiscali_di(${[r.responsabile, r.chiusaDa].filter((x) => x !== null)})`.execute(
    ctx.tx,
  )
  const cf = new Map(codici.map((c) => [c.id, c.codiceFiscale]))
  const responsabile = cf.get(r.responsabile ?? '')
  return pieno<PresaContenuta>({
    area: presa.area,
    dal: presa.apertaIl,
    attivata: presa.attivataIl,
    al: presa.chiusaIl,
    motivoChiusura: presa.chiusaIl ? r.motivoChiusura : undefined,
    valutazione: r.valutazione && oscura(r.valutazione, parole),
    responsabile: responsabile
      ? pieno<NonNullable<PresaContenuta['responsabile']>>({ codiceFiscale: responsabile, professione: r.professione })
      : undefined,
    chiusaDa: cf.get(r.chiusaDa ?? ''),
  })
}

async function leggiContenuto(ctx: Ctx, p: Persona, f: FattiPercorso, percorso: Percorso) {
  const vicini = await leggiVicini(ctx, p.persone)
  const accesso = accessoDi(f, percorso)
  if (!accesso) return { contenuto: null, vicini: [] }
  const fatti = await fattiCheEscono(ctx, p.id)
  const di = (tipo: NomeFatto) => fatti.filter((x) => x.tipo === tipo)
  const uno = (tipo: NomeFatto, campo: string) => testo(di(tipo)[0]?.dati[campo])
  const luoghi = await istatDi(ctx, [uno('residenza', 'comune'), uno('domicilio', 'comune')])
  const residenza = luoghi.get(uno('residenza', 'comune') ?? '')
  const recapiti = recapitiCheEscono(
    di('recapito').map((x) => x.dati as unknown as Recapito),
    di('contatto-sicuro').map((x) => x.dati as unknown as RegolaContatto),
    vicini.segreto,
  )
  const parole = await paroleDeiSegnalanti(ctx, p.persone)
  const salute = uno('salute', 'descrizione')
  // where she lives in secret, not even an address of before is told
  const luogo = <T>(x: T) => (vicini.segreto ? undefined : x)
  const recapito = (mezzo: string) => recapiti.find((r) => r.mezzo === mezzo)?.valore
  const documento = di('documento')[0]?.dati
  const presa = f.prese.find((x) => x.id === percorso.presaId)
  const contenuto = pieno<Contenuto>({
    persona: pieno<Contenuto['persona']>({
      chiave: p.id,
      codiceFiscale: p.codiceFiscale,
      cognome: p.cognome,
      nome: p.nome,
      sesso: p.sesso,
      nascita: p.nascita,
      luogoNascita: p.luogoNascita,
    }),
    statoCivile: uno('stato-civile', 'stato'),
    titoloStudio: uno('studio', 'titolo'),
    cittadinanze: di('cittadinanza')
      .map((x) => nomeStato(String(x.dati.stato)))
      .sort((a, b) => a.localeCompare(b)),
    residenza: luogo(residenza?.istat),
    regione: luogo(residenza?.istat && residenza.regione),
    domicilio: luogo(luoghi.get(uno('domicilio', 'comune') ?? '')?.istat),
    telefono: recapito('telefono'),
    cellulare: recapito('cellulare'),
    email: recapito('email'),
    documento: documento ? { tipo: String(documento.tipo), numero: String(documento.numero) } : undefined,
    lavoro: uno('lavoro', 'condizione'),
    tipologiaFamiliare: uno('sociale', 'tipologiaFamiliare'),
    isee: iseeDi(fatti),
    salute: salute && oscura(salute, parole),
    tessera: uno('tessera-sanitaria', 'numero'),
    // whose patients one is among tells where one lives
    ats: luogo(uno('assistenza-sanitaria', 'ats')),
    asst: luogo(uno('assistenza-sanitaria', 'asst')),
    ambito: luogo(uno('assistenza-sanitaria', 'ambito')),
    medico: luogo(medicoDi(di('assistenza-sanitaria')[0])),
    invalidita: invaliditaDi(fatti),
    nucleo: vicini.nucleo,
    rete: vicini.rete,
    assistenti: vicini.assistenti,
    ente: `Comune di ${p.ente}`.replace(/^Comune di Comune di/, 'Comune di'),
    accesso,
    presa: presa && (await leggiPresa(ctx, presa, parole)),
  })
  return { contenuto, vicini: vicini.persone }
}

/** The state is written as one likes: «Italiana», «italia». */
const nomeStato = (scritto: string) => (/^itali(a|ana|ano)$/i.test(scritto.trim()) ? 'Italia' : scritto.trim())

/** The folder on the path of one presa, or on today's. */
export async function leggiCartella(ctx: Ctx, id: string, presaId?: string): Promise<Cartella> {
  const persona = await getPersona(ctx, id)
  const letti = await leggiFattiPercorso(ctx, persona.persone)
  const f = {
    accessi: letti.accessi.filter((a) => !a.riservato),
    prese: letti.prese.filter((p) => !p.riservata),
  }
  if (presaId && !f.prese.some((p) => p.id === presaId)) throw problem('non-trovato')
  const percorso = percorsoDi(f.accessi, f.prese, presaId)
  const { contenuto, vicini } = await leggiContenuto(ctx, persona, f, percorso)
  return {
    persona,
    visto: percorsoDi(letti.accessi, letti.prese, presaId),
    percorso,
    riservate: f.prese.length < letti.prese.length || f.accessi.length < letti.accessi.length,
    prese: f.prese.toReversed(),
    contenuto,
    vicini,
  }
}
