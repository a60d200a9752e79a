// What a person leans on today, drawn from what is recorded and never asked twice: school, work, care, who protects her,
// the services that have her in charge, her network. The quality of a tie to a person is that of the bond on record.
import { sql } from 'kysely'
import type { QualitaRisorsa, TipoRisorsa, VersoEnergia } from '../../shared/anagrafe/ecomappa.rules.ts'
import { CLASSE_SEGRETA } from '../../shared/anagrafe/fatti.ts'
import type { relazioniApi } from '../../shared/anagrafe/relazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import type { Ctx } from '../kernel/context.ts'
import { serviziIntorno } from './ecomappa-servizi.ts'
import { creduto, leggiFatti, veroIl } from './fatti.ts'
import { conPersona } from './scelte.ts'

type Ecomappa = Output<typeof relazioniApi.ecomappa>

/** A kind of fact → what it is on the map, and which of its fields names it. */
const daFatti: Record<string, { tipo: TipoRisorsa; campi: readonly string[]; energia: VersoEnergia }> = {
  scuola: { tipo: 'scuola', campi: ['istituto', 'anno'], energia: 'reciproca' },
  lavoro: { tipo: 'lavoro', campi: ['datore', 'professione'], energia: 'reciproca' },
  salute: { tipo: 'salute', campi: ['medico'], energia: 'riceve' },
  domicilio: { tipo: 'casa', campi: ['struttura'], energia: 'riceve' },
  protezione: { tipo: 'giustizia', campi: ['titolare'], energia: 'riceve' },
}

/** Mark of the bond → quality of the tie. A mark that says nothing of it, or no bond at all, is not a weak tie: it is not known. */
const qualitaDi: Record<string, QualitaRisorsa> = {
  doppia: 'forte',
  tripla: 'forte',
  linea: 'forte',
  zigzag: 'conflittuale',
  'zigzag-doppia': 'conflittuale',
  'zigzag-tripla': 'conflittuale',
  'zigzag-punteggiata': 'conflittuale',
  spezzata: 'interrotto',
  punteggiata: 'debole',
  'freccia-zigzag': 'conflittuale',
}

export async function ecomappa(ctx: Ctx, i: Input<typeof relazioniApi.ecomappa>): Promise<Ecomappa> {
  const giorno = ctx.oggi()
  const { rows: io } = await sql<{ nome: string }>`
    select trim(nome || ' ' || cognome) as nome from persona where id = kernel.principale(${i.id})`.execute(ctx.tx)
  const veri = sql`${creduto()} and ${veroIl(giorno)} and f.tipo = any (${Object.keys(daFatti)}) and f.classe is distinct from ${CLASSE_SEGRETA}`
  const fatti = (await leggiFatti(ctx, i.id, veri, giorno)).filter((f) => !f.dellaUnita)
  const { rows: rete } = await sql<{ id: string; nome: string; affettivo: boolean; segno: string | null }>`
    with io as materialized (select accesso.stessa_persona(${i.id}) as ids)
    select distinct on (p.cognome_chiave, p.nome_chiave, p.id) p.id, trim(p.nome || ' ' || p.cognome) as nome,
           altri.parentela not in ('convivente-non-affettivo', 'assistente-familiare', 'non-definita') as affettivo,
           (select v.attributi ->> 'segno' from relazione r join codifica_voce v on v.codifica_id = 'qualita-legame' and v.codice = r.tipo
             where r.specie = 'legame' and r.sostituito_il is null and ((r.persona_a = any (io.ids) and r.persona_b = any (accesso.stessa_persona(p.id)))
               or (r.persona_b = any (io.ids) and r.persona_a = any (accesso.stessa_persona(p.id)))) order by r.registrato_il desc limit 1) as segno
      from io join nucleo_componente mio on mio.persona_id = any (io.ids) and mio.sostituito_il is null
      join nucleo n on n.id = mio.nucleo_id
      join nucleo_componente altri on altri.nucleo_id = n.id and not altri.persona_id = any (io.ids) and altri.sostituito_il is null
           and (altri.dal is null or altri.dal <= ${giorno}::date) and (altri.al is null or altri.al >= ${giorno}::date)
      ${conPersona('altri.persona_id', 'p')}
     where n.tipo = 'rete' and (n.al is null or n.al >= ${giorno}::date) order by p.cognome_chiave, p.nome_chiave, p.id`.execute(
    ctx.tx,
  )
  const risorse: Ecomappa['risorse'] = []
  for (const f of fatti) {
    const come = daFatti[f.tipo]!
    const etichetta = come.campi.map((c) => f.dati[c]).find((v) => typeof v === 'string')
    if (typeof etichetta === 'string')
      risorse.push({ id: f.id, etichetta, tipo: come.tipo, qualita: 'non-nota', energia: come.energia })
  }
  risorse.push(...(await serviziIntorno(ctx, i.id)))
  for (const r of rete)
    risorse.push({
      id: r.id,
      etichetta: r.nome,
      tipo: r.affettivo ? 'parenti' : 'amici',
      qualita: qualitaDi[r.segno ?? ''] ?? 'non-nota',
      energia: 'reciproca',
    })
  return { giorno, centro: io[0]?.nome ?? '', risorse }
}
