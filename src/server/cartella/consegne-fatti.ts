// What the facts of a person hand over: how she is reached and how she must not be, who speaks for her, what is about to
// expire. Only what is confidential for nobody.
import { sql } from 'kysely'
import type { Static } from 'typebox'
import {
  type Recapito,
  type RegolaContatto,
  recapitiCheEscono,
  recapitiDiAltri,
} from '../../shared/cartella/lombardia/recapiti.rules.ts'
import type { TrasferimentoLetto } from '../../shared/cartella/prese.api.ts'
import type { Ctx } from '../kernel/context.ts'
import { etichettaVoce } from '../parametri/voci.ts'

/** One thing to know or to do. */
export interface Voce {
  sezione: Static<typeof TrasferimentoLetto>['voci'][number]['sezione']
  testo: string
  scade?: string | null
  origineTipo?: string
  origineId?: string
}

/** Days within which something is «due soon» for who takes over. */
export const PRESTO = 30

export const frase = (...parti: (string | null | undefined | false)[]) => parti.filter(Boolean).join(', ')

type Dati = Record<string, string | boolean | null | undefined>

interface FattoUtile {
  id: string
  tipo: string
  dati: Dati
  al: string | null
  /** Its code, in words. */
  voce: string | null
}

async function fattiUtili(ctx: Ctx, presaId: string, personaId: string) {
  const { rows } = await sql<FattoUtile>`
    select f.id, f.tipo, f.dati, f.al,
           case f.tipo when 'protezione' then ${etichettaVoce('tipo-protezione', sql`f.dati ->> 'tipo'`)}
                       when 'documento' then ${etichettaVoce('tipo-documento-identita', sql`f.dati ->> 'tipo'`)}
                       when 'soggiorno' then ${etichettaVoce('tipo-titolo-soggiorno', sql`f.dati ->> 'titolo'`)} end as voce
      from persona_fatto f
     where f.persona_id = any (accesso.stessa_persona(${personaId})) and f.tipo in ('recapito', 'contatto-sicuro', 'protezione', 'isee', 'documento', 'soggiorno')
       and f.comune_id = (select comune_id from presa_in_carico where id = ${presaId})
       and f.sostituito_il is null and f.classe is null and f.riservato_a is null and (f.al is null or f.al >= kernel.oggi())
     order by f.tipo, f.registrato_il, f.id`.execute(ctx.tx)
  return rows
}

/** Also what the writer may not see: what is given out cannot be taken back. */
async function cautele(ctx: Ctx, personaId: string) {
  const { rows } = await sql<{ prudenza: boolean; vietati: string[]; regole: RegolaContatto[] }>`
    select prudenza, vietati, regole from accesso.contatto_prudente(accesso.stessa_persona(${personaId}))`.execute(
    ctx.tx,
  )
  return rows[0]!
}

const cheScade: Record<string, string> = {
  isee: 'L’attestazione ISEE scade',
  documento: 'Il documento di identità scade',
  soggiorno: 'Il titolo di soggiorno scade',
}

const regole: Record<string, string> = {
  'mai-a-casa': 'Mai scrivere all’indirizzo di casa',
  'mai-telefono': 'Mai chiamare',
  'solo-tramite': 'Contattare soltanto tramite',
  'solo-in-presenza': 'Contattare soltanto di persona',
}

const scadenzaDi = (f: FattoUtile) => (f.dati.scadenza as string | undefined) ?? f.al ?? ''

export async function vociDeiFatti(ctx: Ctx, presaId: string, personaId: string): Promise<Voce[]> {
  const oggi = ctx.oggi()
  const entro = new Date(Date.parse(oggi) + PRESTO * 86_400_000).toISOString().slice(0, 10)
  const fatti = await fattiUtili(ctx, presaId, personaId)
  // one rule for what is handed over and for what leaves; here also the number of somebody else, if it is safe
  const { prudenza, vietati, regole: tutteLeRegole } = await cautele(ctx, personaId)
  const recapiti = [
    ...fatti.flatMap((f) => (f.tipo === 'recapito' ? [f.dati as unknown as Recapito] : [])),
    ...vietati.map((valore): Recapito => ({ mezzo: '', valore, sicuro: false })),
  ]
  const siDanno = new Set<unknown>([
    ...recapitiCheEscono(recapiti, tutteLeRegole, prudenza),
    ...recapitiDiAltri(recapiti, tutteLeRegole),
  ])
  /** In a few days, and there is no other that lasts longer. */
  const scadePresto = (f: FattoUtile) =>
    scadenzaDi(f) >= oggi &&
    scadenzaDi(f) <= entro &&
    !fatti.some((x) => x.tipo === f.tipo && x.dati.tipo === f.dati.tipo && scadenzaDi(x) > scadenzaDi(f))
  return fatti.flatMap((f): Voce[] => {
    const d = f.dati
    const origine = { origineTipo: 'fatto', origineId: f.id }
    const numero = `${d.valore}${d.titolare ? ` (${d.titolare})` : ''}`
    switch (f.tipo) {
      case 'recapito':
        if (d.sicuro === false) return [{ ...origine, sezione: 'sicurezza', testo: `Recapito da non usare: ${numero}` }]
        if (!siDanno.has(d)) return []
        return [
          { ...origine, sezione: 'chi', testo: `${d.sicuro === true ? 'Recapito sicuro' : 'Recapito'}: ${numero}` },
        ]
      case 'contatto-sicuro':
        return [
          {
            ...origine,
            sezione: 'sicurezza',
            testo: frase(regole[String(d.regola)] ?? String(d.regola), d.riferimento as string, d.perche as string),
          },
        ]
      case 'protezione':
        return [
          {
            ...origine,
            sezione: 'mandati',
            testo: frase(
              `${f.voce ?? d.tipo}: ${d.titolare}`,
              d.tribunale &&
                (/^tribunale/i.test(String(d.tribunale)) ? String(d.tribunale) : `tribunale di ${d.tribunale}`),
              d.decreto && `decreto ${d.decreto}`,
              d.recapito as string,
            ),
          },
        ]
      default:
        return scadePresto(f)
          ? [
              {
                ...origine,
                sezione: 'scadenze',
                testo: `${cheScade[f.tipo]}${f.voce ? `: ${f.voce}` : ''}`,
                scade: scadenzaDi(f),
              },
            ]
          : []
    }
  })
}
