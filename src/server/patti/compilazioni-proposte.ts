// What is already known when one begins: facts of the record, as the definition names them, and what the analysis before
// said. Each is a proposal with its source and day, until somebody confirms or changes it. All is read as the reader sees
// it, and an answer keeps the class of protected data of its question.
import { sql } from 'kysely'
import { tipiFatto } from '../../shared/anagrafe/fatti.ts'
import type { Campo } from '../../shared/anagrafe/fatti-forma.ts'
import type { FattoLetto } from '../../shared/anagrafe/persone.api.ts'
import {
  chiaveDi,
  scelteDi,
  type Valore,
  type Voce,
  valoreNonAmmesso,
  voci,
  vuoto,
} from '../../shared/parametri/questionari.rules.ts'
import type { Definizione } from '../../shared/parametri/questionario.ts'
import { creduto, leggiFatti, veroIl } from '../anagrafe/fatti.ts'
import type { Ctx } from '../kernel/context.ts'
import { risposteDi } from './compilazioni-lettura.ts'

export interface Proposta {
  componente_id: string | null
  campo: string
  valore: Valore
  classe: string | null
  origine: 'fatto' | 'precedente'
  origine_testo: string
  informazione_del: string | null
}

/** «fatto:abitazione.godimento» → kind, field and what is known of the field; undefined where there is no such fact. */
export function fattoCitato(precompila: string): { tipo: string; campo: string; di: Campo; nome: string } | undefined {
  const [tipo, campo] = precompila.slice('fatto:'.length).split('.') as [string, string]
  const t = (tipiFatto as Record<string, { nome: string; campi: Readonly<Record<string, Campo>> }>)[tipo]
  const di = t?.campi[campo]
  return t && di ? { tipo, campo, di, nome: t.nome } : undefined
}

/** As the question asks it: euros and not cents, a code only if it is among the choices, otherwise in words. */
function comeRisposta(v: Voce, d: Definizione, f: FattoLetto, campo: string, di: Campo): Valore {
  const grezzo = (f.dati as Record<string, unknown>)[campo]
  if (vuoto(grezzo)) return null
  if (v.domanda.choices) {
    const codice = typeof grezzo === 'boolean' ? (grezzo ? 'si' : 'no') : grezzo
    const ammessi: unknown[] = scelteDi(v.domanda, d).map((s) => s.value)
    const scelti = [codice].flat().filter((x): x is string => ammessi.includes(x))
    if (scelti.length === 0) return null
    return v.domanda.type === 'checkbox' ? scelti : scelti[0]!
  }
  if (v.domanda.inputType === 'number') return di.genere === 'euro' ? Number(grezzo) / 100 : Number(grezzo)
  if (v.domanda.inputType === 'date') return String(grezzo)
  return f.parole.find((p) => p.campo === campo)?.valore ?? null
}

function daiFatti(d: Definizione, fatti: readonly FattoLetto[], componenteId: string | null): Proposta[] {
  return voci(d).flatMap((v) => {
    const { domanda } = v
    if (!domanda.precompila || v.perComponente !== (componenteId !== null)) return []
    const citato = fattoCitato(domanda.precompila)
    const f = citato && fatti.find((x) => x.tipo === citato.tipo && x.vigente && !x.dellaUnita)
    // a fact of a class answers only a question of that class: elsewhere its value would be read by whoever reads the analysis
    if (!f || (f.classe !== null && f.classe !== domanda.classe)) return []
    // and a number that must not be used is told only with its warning, in the sheet
    if (f.dati.sicuro === false) return []
    const valore = comeRisposta(v, d, f, citato.campo, citato.di)
    if (vuoto(valore) || valoreNonAmmesso(d, domanda.name, valore)) return []
    return [
      {
        componente_id: componenteId,
        campo: domanda.name,
        valore,
        classe: domanda.classe ?? null,
        origine: 'fatto' as const,
        origine_testo: `Cartella: ${citato.nome}`,
        informazione_del: f.dal ?? f.registratoIl.slice(0, 10),
      },
    ]
  })
}

export interface Precedente {
  id: string
  questionario: string
  giorno: string
}

async function daPrecedente(ctx: Ctx, d: Definizione, p: Precedente, membri: ReadonlySet<string>): Promise<Proposta[]> {
  const note = new Map(voci(d).map((v) => [v.domanda.name, v]))
  return (await risposteDi(ctx, p.id)).flatMap((r) => {
    const v = note.get(r.campo)
    if (!v || v.domanda.riporta === false || vuoto(r.valore) || valoreNonAmmesso(d, r.campo, r.valore)) return []
    if (v.perComponente !== (r.componenteId !== null) || (r.componenteId !== null && !membri.has(r.componenteId)))
      return []
    return [
      {
        componente_id: r.componenteId,
        campo: r.campo,
        valore: r.valore,
        classe: v.domanda.classe ?? null,
        origine: 'precedente' as const,
        origine_testo: `${p.questionario} precedente`,
        informazione_del: p.giorno,
      },
    ]
  })
}

/** The latest finalised compilation of the same questionnaire for this person. */
export async function precedenteDi(
  ctx: Ctx,
  personaId: string,
  questionarioId: string,
): Promise<Precedente | undefined> {
  const { rows } = await sql<Precedente>`
    select c.id, q.nome as questionario, c.giorno from compilazione_persona p join compilazione c on c.id = p.compilazione_id join questionario q on q.id = c.questionario_id
     where p.persona_id = any (accesso.stessa_persona(${personaId})) and c.questionario_id = ${questionarioId} and c.stato = 'finalizzata'
     order by c.giorno desc, c.finalizzata_il desc limit 1`.execute(ctx.tx)
  return rows[0]
}

/** A fact of the record wins over what an earlier analysis said: it has its own day, and is kept up to date elsewhere. */
export async function proposteDi(
  ctx: Ctx,
  d: Definizione,
  personaId: string,
  membri: readonly string[],
  precedente: Precedente | undefined,
  classi: readonly string[],
): Promise<Proposta[]> {
  const tutte = new Map<string, Proposta>()
  const aggiungi = (p: Proposta) => {
    if (p.classe === null || classi.includes(p.classe)) tutte.set(chiaveDi(p.componente_id, p.campo), p)
  }
  if (precedente) for (const p of await daPrecedente(ctx, d, precedente, new Set(membri))) aggiungi(p)
  const fattiDi = (id: string) => leggiFatti(ctx, id, sql`${creduto()} and ${veroIl(ctx.oggi())}`, ctx.oggi())
  for (const p of daiFatti(d, await fattiDi(personaId), null)) aggiungi(p)
  if (voci(d).some((v) => v.perComponente && v.domanda.precompila))
    for (const m of membri) for (const p of daiFatti(d, await fattiDi(m), m)) aggiungi(p)
  return [...tutte.values()]
}
