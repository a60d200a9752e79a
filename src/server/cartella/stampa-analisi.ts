// The analyses of a printed folder: what was asked and answered, with the numbers of the form, version after version.
import { eta } from '../../shared/anagrafe/genogramma/modello.ts'
import {
  type Accanto,
  chiaveDi,
  type Valore,
  valoreInParole,
  voci,
  vuoto,
} from '../../shared/parametri/questionari.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { esaminaRisposte } from '../parametri/motore.ts'
import { getVersioneQuestionario } from '../parametri/questionari.ts'
import { type Contesto, type Coppia, giorno, piene, testo, unisci } from './stampa-parole.ts'
import type { RigaEsportata } from './tabelle-fascicolo.ts'

const stati: Record<string, string> = {
  'in-corso': 'in corso',
  finalizzata: 'finalizzata',
  sostituita: 'sostituita da una rettifica',
  annullata: 'annullata',
}

async function una(ctx: Ctx, c: Contesto, k: RigaEsportata) {
  const v = await getVersioneQuestionario(ctx.tx, String(k.questionario_versione_id))
  const sue = (tabella: string) => c.righe(tabella).filter((r) => r.compilazione_id === k.id)
  const persone = new Map(c.righe('persona').map((p) => [p.id, p]))
  const componenti = sue('compilazione_persona')
    .toSorted((x, y) => Number(x.ordine) - Number(y.ordine))
    .map((m) => {
      const p = persone.get(m.persona_id)
      return {
        id: String(m.persona_id),
        eta: eta(testo(p?.data_nascita), testo(k.giorno)) ?? null,
        sesso: (p?.sesso ?? null) as string | null,
      }
    })
  const valori = new Map(
    sue('compilazione_risposta').map((r) => [
      chiaveDi((r.componente_id ?? null) as string | null, String(r.campo)),
      r.valore as Valore,
    ]),
  )
  const { visibili } = esaminaRisposte(v.definizione, valori, componenti)
  const accanto = (chiave: string, a: Accanto) => valori.get(`${chiave}#${a}`)
  const righeDi = (pagina: string, chi: string | null): Coppia[] =>
    voci(v.definizione)
      .filter((x) => x.pagina.name === pagina && x.perComponente === (chi !== null))
      .flatMap((x): Coppia[] => {
        const chiave = chiaveDi(chi, x.domanda.name)
        const valore = valori.get(chiave) ?? null
        if (!visibili.has(chiave) || vuoto(valore)) return []
        const detto = unisci(
          [
            valoreInParole(x.domanda, v.definizione, valore),
            accanto(chiave, 'priorita') === true && 'priorità',
            accanto(chiave, 'nota'),
          ],
          ' – ',
        )
        return [[`${x.numero} ${x.domanda.title}`, detto]]
      })
  const parti = v.definizione.modulo.pages.flatMap((p) => [
    { titolo: p.title, righe: righeDi(p.name, null) },
    ...componenti.map((m) => ({ titolo: `${p.title}: ${c.persona(m.id)}`, righe: righeDi(p.name, m.id) })),
  ])
  const ultimo = sue('compilazione_passaggio')
    .toSorted((x, y) => String(x.quando).localeCompare(String(y.quando)))
    .findLast((x) => x.motivo !== null)
  return {
    titolo: unisci([`${giorno(k.giorno)} – ${v.nome}`, k.tempo, Number(k.numero) > 1 && `versione ${k.numero}`], ', '),
    nota: unisci([
      stati[String(k.stato)],
      `di ${c.collega(k.creata_da)}`,
      k.finalizzata_il && `finalizzata il ${giorno(k.finalizzata_il)} da ${c.collega(k.finalizzata_da)}`,
      ultimo && `motivo: ${testo(ultimo.motivo)}`,
    ]),
    parti: parti.filter((p) => p.righe.length > 0),
    contributi: piene(
      sue('compilazione_contributo')
        .filter((x) => x.ritirato_il === null)
        .map((x): Coppia => {
          const d = voci(v.definizione).find((y) => y.domanda.name === x.campo)
          const chi = unisci([c.collega(x.autore_id), x.professione, giorno(x.scritto_il)], ', ')
          return [`${d?.numero ?? ''} ${d?.domanda.title ?? testo(x.campo)}, ${chi}`.trim(), testo(x.testo)]
        }),
    ),
  }
}

export async function analisiInParole(ctx: Ctx, c: Contesto) {
  const righe = c
    .righe('compilazione')
    .toSorted((x, y) => String(x.giorno).localeCompare(String(y.giorno)) || Number(x.numero) - Number(y.numero))
  const dette = []
  for (const k of righe) dette.push(await una(ctx, c, k))
  return dette
}
