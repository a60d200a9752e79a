// What is already known when one begins: facts of the record, as the definition names them, what INPS declares of the household
// of a caso, and what the analysis before said. Each is a proposal with its source and day, until somebody confirms or changes it. All is read as the reader sees
// it, and an answer keeps the class of protected data of its question.
import { type RawBuilder, sql } from 'kysely'
import { tipiFatto } from '../../shared/anagrafe/fatti.ts'
import type { Campo } from '../../shared/anagrafe/fatti-forma.ts'
import type { FattoLetto } from '../../shared/anagrafe/persone.api.ts'
import { daNonUsare } from '../../shared/anagrafe/recapiti.rules.ts'
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
import type { Risposta } from '../../shared/patti/compilazioni.api.ts'
import { type OrigineProposta, originiProposta } from '../../shared/patti/compilazioni.rules.ts'
import type { Valori } from '../../shared/patti/estratto.rules.ts'
import { nomeCampoEstratto } from '../../shared/patti/estratto-campi.ts'
import { daEstratto } from '../../shared/patti/estratto-proposte.rules.ts'
import { creduto, leggiFatti, veroIl } from '../anagrafe/fatti.ts'
import type { Ctx } from '../kernel/context.ts'
import { risposteDi } from './compilazioni-lettura.ts'

export interface Proposta {
  componente_id: string | null
  campo: string
  valore: Valore
  classe: string | null
  origine: OrigineProposta
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
  const recapiti = fatti.filter((x) => x.tipo === 'recapito' && x.vigente).map((x) => x.dati)
  return voci(d).flatMap((v) => {
    const { domanda } = v
    if (!domanda.precompila || v.perComponente !== (componenteId !== null)) return []
    const citato = fattoCitato(domanda.precompila)
    const f = citato && fatti.find((x) => x.tipo === citato.tipo && x.vigente && !x.dellaUnita)
    // a fact of a class answers only a question of that class: elsewhere its value would be read by whoever reads the analysis
    if (!f || (f.classe !== null && f.classe !== domanda.classe)) return []
    // and a number that must not be used is told only with its warning, in the sheet
    if (f.tipo === 'recapito' && daNonUsare(recapiti, f.dati.valore)) return []
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
  /** Made in another comune: its answers, of the persons that its members are here, and whose it is. */
  altrove?: { risposte: readonly Risposta[]; di: string }
}

async function daPrecedente(ctx: Ctx, d: Definizione, p: Precedente, membri: ReadonlySet<string>): Promise<Proposta[]> {
  const note = new Map(voci(d).map((v) => [v.domanda.name, v]))
  return (p.altrove?.risposte ?? (await risposteDi(ctx, p.id))).flatMap((r) => {
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
        origine_testo: `${p.questionario} precedente${p.altrove ? `, ${p.altrove.di}` : ''}`,
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

/** Members as INPS declares them, for the analysis of a caso. */
export interface Dichiarato {
  personaId: string
  valori: Valori
}
export interface DaInps {
  nucleo: Valori
  membri: readonly Dichiarato[]
  misura: string
  giorno: string | null
}

function daInps(d: Definizione, i: DaInps): Proposta[] {
  const di = (componenteId: string | null, valori: Valori) =>
    voci(d)
      .filter((v) => v.perComponente === (componenteId !== null))
      .flatMap((v): Proposta[] => {
        const detto = daEstratto(v, d, valori)
        if (!detto || valoreNonAmmesso(d, v.domanda.name, detto.valore)) return []
        return [
          {
            componente_id: componenteId,
            campo: v.domanda.name,
            valore: detto.valore,
            classe: v.domanda.classe ?? null,
            origine: 'inps',
            origine_testo: `INPS, ${i.misura}: ${nomeCampoEstratto(detto.campo)}`,
            informazione_del: i.giorno,
          },
        ]
      })
  return [...di(null, i.nucleo), ...i.membri.flatMap((m) => di(m.personaId, m.valori))]
}

export interface Fonti {
  personaId: string
  membri: readonly string[]
  precedente: Precedente | undefined
  /** Classes of protected data that who begins opens. */
  classi: readonly string[]
  /** Where facts are read, by who reaches no person of the record. */
  fatti?: RawBuilder<unknown>
  inps?: DaInps
}

/** All that is known, one for each question and source: which one becomes the answer to confirm is the first of `originiProposta`. */
export async function proposteDi(ctx: Ctx, d: Definizione, f: Fonti): Promise<Proposta[]> {
  const fattiDi = (id: string) => leggiFatti(ctx, id, sql`${creduto()} and ${veroIl(ctx.oggi())}`, ctx.oggi(), f.fatti)
  const tutte = [
    ...(f.precedente ? await daPrecedente(ctx, d, f.precedente, new Set(f.membri)) : []),
    ...(f.inps ? daInps(d, f.inps) : []),
    ...daiFatti(d, await fattiDi(f.personaId), null),
  ]
  if (voci(d).some((v) => v.perComponente && v.domanda.precompila))
    for (const m of f.membri) tutte.push(...daiFatti(d, await fattiDi(m), m))
  return tutte.filter((p) => p.classe === null || f.classi.includes(p.classe))
}

/** The one that becomes the answer. */
export const prescelte = (proposte: readonly Proposta[]): Proposta[] =>
  [...Map.groupBy(proposte, (p) => chiaveDi(p.componente_id, p.campo)).values()].map(
    (sue) => originiProposta.flatMap((o) => sue.filter((p) => p.origine === o))[0]!,
  )
