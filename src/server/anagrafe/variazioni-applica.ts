// What a registry change becomes once accepted: written by the functions of the handlers, in the name of whoever accepts.
import { sql } from 'kysely'
import type { GenereVariazione, StatoVariazione } from '../../shared/anagrafe/variazioni.rules.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { correggi, registra } from './fatti.ts'
import { controllaGeneralita } from './generalita.ts'
import { apriNucleo, esce, scriviComponente } from './nuclei.ts'
import { inserisciPersona } from './persone.ts'
import { registraRelazione } from './relazioni.ts'
import { principaleDi } from './scelte.ts'
import type { Dopo } from './variazioni-scrittura.ts'
import { creduti, daScrivere, Superata } from './variazioni-superate.ts'

const FONTE = 'anagrafe'
const giornoPrima = (g: string) => new Date(Date.parse(g) - 86_400_000).toISOString().slice(0, 10)

export interface DaEsaminare {
  id: string
  stato: StatoVariazione
  genere: GenereVariazione
  personaId: string
  giorno: string | null
  classe: string | null
  versione: number
  prima: Record<string, unknown> | null
  dopo: Dopo
}

const DA_INDIRIZZO = ['residenza', 'domicilio', 'recapito']

/** An address that must not be told changes by the hand of who knows why. */
async function assertNonSegreto(ctx: Ctx, v: DaEsaminare) {
  const tocca =
    v.dopo.famiglia || v.dopo.nascita?.famiglia || (v.dopo.fatto && DA_INDIRIZZO.includes(v.dopo.fatto.tipo))
  if (!tocca) return
  const { rows } =
    await sql`select 1 from accesso.indirizzo_segreto(accesso.stessa_persona(${v.personaId})) limit 1`.execute(ctx.tx)
  if (rows.length > 0 || v.classe === 'indirizzo-segreto')
    throw problem('regola-non-rispettata', {
      detail: 'Questa variazione non si accetta da qui: aggiorna a mano la scheda della persona.',
    })
}

async function scriviFattoProposto(ctx: Ctx, v: DaEsaminare, proposto: NonNullable<Dopo['fatto']>) {
  const scelto = daScrivere(v.prima, proposto, await creduti(ctx, v.personaId, proposto.tipo))
  if (!scelto) return
  const { fatto: f, corregge } = scelto
  const base = { id: v.personaId, tipo: f.tipo, dati: f.dati, dal: f.dal ?? null, al: f.al ?? null, fonte: FONTE }
  if (corregge)
    await correggi(ctx, {
      ...base,
      dal: f.tipo === 'generalita' ? corregge.dal : base.dal,
      fatto: corregge.id,
      motivo: 'Variazione anagrafica',
    })
  else await registra(ctx, base)
}

/** `prima`: the household that the proposal was compared with; of a newborn there is none to compare. */
async function cambiaFamiglia(
  ctx: Ctx,
  personaId: string,
  f: NonNullable<Dopo['famiglia']>,
  prima?: DaEsaminare['prima'],
) {
  const { rows: correnti } = await sql<{
    id: string
    nucleoId: string
    riferimento: string | null
    parentela: string
  }>`
    select c.id, c.nucleo_id, n.riferimento, c.parentela from nucleo_componente c join nucleo n on n.id = c.nucleo_id and n.tipo = 'anagrafico'
     where c.persona_id = any (accesso.stessa_persona(${personaId})) and c.sostituito_il is null and c.al is null`.execute(
    ctx.tx,
  )
  if (correnti.some((c) => c.riferimento === f.codice)) return
  const comeAllora = prima ? correnti.some((c) => c.riferimento === prima.famiglia) : correnti.length === 0
  if (prima !== undefined && !comeAllora) {
    const ora = correnti[0]
    throw new Superata({
      prima: ora ? { famiglia: ora.riferimento, parentela: ora.parentela } : null,
      dopo: { famiglia: f },
    })
  }
  if (correnti.length > 0 && !f.dal)
    throw erroreDiCampo('dal', 'Manca il giorno del cambio di famiglia: registralo a mano dal nucleo.')
  for (const c of correnti)
    await esce(ctx, { id: c.nucleoId, componente: c.id, al: giornoPrima(f.dal!), motivo: 'Variazione anagrafica' })
  const { rows } = await sql<{ id: string }>`
    select n.id from nucleo n join persona p on p.id = ${personaId} and n.comune_id = p.comune_id where n.tipo = 'anagrafico' and n.riferimento = ${f.codice}`.execute(
    ctx.tx,
  )
  const nucleoId =
    rows[0]?.id ??
    (await apriNucleo(ctx, { personaId, tipo: 'anagrafico', fonte: FONTE, riferimento: f.codice, dal: f.dal }))
  await scriviComponente(ctx, nucleoId, { personaId, parentela: f.parentela, intestatario: f.intestatario, dal: f.dal })
}

/** Between the file and the acceptance the desk, or another file, may have added the newborn. */
async function assertNonGiaQui(ctx: Ctx, dati: Record<string, unknown>) {
  const { rows } = await sql`
    select 1 from persona p where p.ambito_id = ${ctx.ambito} and p.cognome_chiave = (select kernel.normalizza(${dati.cognome}::text))
       and p.nome_chiave = (select kernel.normalizza(${dati.nome}::text)) and p.data_nascita = ${dati.dataNascita}::date
       and (p.codice_fiscale is null or ${dati.codiceFiscale ?? null}::text is null or p.codice_fiscale = ${dati.codiceFiscale ?? null}::text) limit 1`.execute(
    ctx.tx,
  )
  if (rows.length > 0)
    throw problem('gia-presente', {
      detail:
        'Nel frattempo è stata aggiunta una persona con questo nome e questa data di nascita: completa la sua scheda e rifiuta questa proposta.',
    })
}

async function nasce(ctx: Ctx, v: DaEsaminare, n: NonNullable<Dopo['nascita']>) {
  const dati = await controllaGeneralita(ctx, n.generalita, 'Variazione anagrafica')
  await assertNonGiaQui(ctx, dati)
  const { rows } = await sql<{ comuneId: string }>`select comune_id from persona where id = ${v.personaId}`.execute(
    ctx.tx,
  )
  const comune = rows[0]!.comuneId
  const figlio = await inserisciPersona(ctx, comune, { dati, fonte: FONTE })
  if (n.codice)
    await sql`insert into persona_origine (comune_id, persona_id, sistema, codice) values (${comune}, ${figlio}, ${n.sistema}, ${n.codice})`.execute(
      ctx.tx,
    )
  for (const genitore of n.genitori) {
    const di = await principaleDi(ctx, genitore)
    await registraRelazione(ctx, figlio, { specie: 'filiazione', tipo: 'naturale', a: di, b: figlio, fonte: FONTE })
  }
  if (n.famiglia)
    await cambiaFamiglia(ctx, figlio, { ...n.famiglia, ...(v.giorno && !n.famiglia.dal ? { dal: v.giorno } : {}) })
}

export async function applica(ctx: Ctx, v: DaEsaminare) {
  await assertNonSegreto(ctx, v)
  const { fatto, famiglia, unione, nascita } = v.dopo
  if (fatto) await scriviFattoProposto(ctx, v, fatto)
  if (famiglia) await cambiaFamiglia(ctx, v.personaId, famiglia, v.prima)
  if (nascita) await nasce(ctx, v, nascita)
  if (unione)
    await registraRelazione(ctx, v.personaId, {
      specie: 'unione',
      tipo: 'matrimonio',
      a: v.personaId,
      b: await principaleDi(ctx, unione.con),
      dal: unione.dal,
      fonte: FONTE,
    })
}
