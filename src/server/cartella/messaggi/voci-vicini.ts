// The household and the network of a message: who is here by codice fiscale, who is already beside the person, who is new.
// One who only looks like somebody is never added by himself. They enter a household of fact, or a network, that says
// where it comes from: the registry alone says who is in a registry family.
import { sql } from 'kysely'
import { ASSISTENTE_FAMILIARE, NON_DEFINITA, type Vicino } from '../../../shared/cartella/lombardia/contenuto.ts'
import { scriviFatto } from '../../anagrafe/fatti.ts'
import { apriNucleo, scriviComponente } from '../../anagrafe/nuclei.ts'
import { similiA } from '../../anagrafe/ricerca.ts'
import type { Ctx } from '../../kernel/context.ts'
import { etichetta } from '../../parametri/voci.ts'
import { creaPersona } from './persona.ts'
import { type Confrontata, FONTE, pieno, type VoceDaScrivere } from './voce.ts'

type Tipo = 'fatto' | 'rete'

/** As a person without codice fiscale is known again. */
const chiE = (cognome: string, nome: string, nascita: string | null | undefined) =>
  [cognome, nome, nascita ?? ''].join('|').toLowerCase()

interface Presente {
  personaId: string
  rete: boolean
  chi: string
}

async function giaVicini(ctx: Ctx, personaId: string | null): Promise<Presente[]> {
  if (!personaId) return []
  const { rows } = await sql<{
    personaId: string
    rete: boolean
    cognome: string
    nome: string
    nascita: string | null
  }>`
    select kernel.principale(c.persona_id) as persona_id, n.tipo = 'rete' as rete, p.cognome, p.nome, p.data_nascita as nascita
      from nucleo_componente mio join nucleo n on n.id = mio.nucleo_id join nucleo_componente c on c.nucleo_id = n.id
      join persona p on p.id = kernel.principale(c.persona_id)
     where mio.persona_id = any (accesso.stessa_persona(${personaId})) and mio.sostituito_il is null and c.sostituito_il is null`.execute(
    ctx.tx,
  )
  return rows.map((r) => ({ personaId: r.personaId, rete: r.rete, chi: chiE(r.cognome, r.nome, r.nascita) }))
}

/** Who a person of the message is here: by codice fiscale; by likeness only to say that one must look. */
async function trova(ctx: Ctx, v: Vicino): Promise<{ id: string | null; dubbio: boolean }> {
  if (v.codiceFiscale) {
    const { rows } = await sql<{ id: string }>`
      select kernel.principale(p.id) as id from persona p where p.codice_fiscale_chiave = kernel.chiave_codice_fiscale(${v.codiceFiscale})
         and p.codice_fiscale is not null and p.ambito_id = ${ctx.ambito} order by p.unita_a is null desc, p.id limit 1`.execute(
      ctx.tx,
    )
    if (rows[0]) return { id: rows[0].id, dubbio: false }
  }
  const simili = await similiA(ctx, { cognome: v.cognome!, nome: v.nome!, dataNascita: v.nascita })
  return { id: null, dubbio: simili.some((s) => s.grado !== 'possibile' || !v.nascita || !s.persona.dataNascita) }
}

export async function vociVicini(ctx: Ctx, k: Confrontata): Promise<VoceDaScrivere[]> {
  const { contenuto: c } = k.letto
  const presenti = await giaVicini(ctx, k.personaId)
  const tutti: { v: Vicino; tipo: Tipo }[] = [
    ...c.nucleo.map((v) => ({ v, tipo: 'fatto' as const })),
    ...c.rete.map((v) => ({ v, tipo: 'rete' as const })),
    ...c.assistenti.map((v) => ({ v: { ...v, parentela: ASSISTENTE_FAMILIARE }, tipo: 'rete' as const })),
  ]
  // somebody named twice is one person
  const creati = new Map<string, Promise<string>>()
  const detti = new Set<string>()
  const voci: VoceDaScrivere[] = []
  for (const { v, tipo } of tutti) {
    if (!v.cognome || !v.nome) continue
    const chi = chiE(v.cognome, v.nome, v.nascita)
    if (detti.has(`${tipo} ${chi}`)) continue
    detti.add(`${tipo} ${chi}`)
    const base = { cosa: tipo === 'fatto' ? 'Nucleo' : 'Rete', valore: await inParole(ctx, v) }
    const qui = presenti.filter((p) => p.rete === (tipo === 'rete'))
    const trovato = qui.some((p) => p.chi === chi) ? null : await trova(ctx, v)
    if (!trovato || qui.some((p) => p.personaId === trovato.id))
      voci.push({ ...base, esito: 'gia-presente', perche: null })
    else if (trovato.id !== null && trovato.id === k.personaId)
      voci.push({ ...base, esito: 'fuori', perche: 'Ha il codice fiscale della persona stessa.' })
    else if (trovato.dubbio)
      voci.push({ ...base, esito: 'fuori', perche: 'C’è già una persona simile: aggiungila dai nuclei.' })
    else
      voci.push({
        ...base,
        esito: 'aggiunge',
        perche: trovato.id ? null : 'Persona nuova per la cartella.',
        scrivi: async (personaId) => {
          if (!trovato.id && !creati.has(chi)) creati.set(chi, creaVicino(ctx, k, v))
          const altraId = trovato.id ?? (await creati.get(chi)!)
          await mettiVicino(ctx, personaId, altraId, tipo, v.parentela ?? NON_DEFINITA)
        },
      })
  }
  return voci
}

async function inParole(ctx: Ctx, v: Vicino): Promise<string> {
  const nome = `${v.cognome} ${v.nome}`
  if (!v.parentela) return nome
  return `${nome}, ${(await etichetta(ctx.tx, 'parentela', v.parentela, ctx.oggi(), v.sesso)).toLowerCase()}`
}

async function creaVicino(ctx: Ctx, { noto, letto, luoghi }: Confrontata, v: Vicino): Promise<string> {
  const dati = pieno({
    cognome: v.cognome,
    nome: v.nome,
    sesso: v.sesso,
    dataNascita: v.nascita,
    codiceFiscale: v.codiceFiscale,
  })
  const id = await creaPersona(ctx, noto.comuneId, dati, letto.messaggio.busta.mittente)
  const residenza = v.residenza && luoghi.get(v.residenza)
  if (residenza) await scriviFatto(ctx, id, { tipo: 'residenza', dati: { comune: residenza }, fonte: FONTE })
  return id
}

async function mettiVicino(ctx: Ctx, personaId: string, altraId: string, tipo: Tipo, parentela: string) {
  const { rows } = await sql<{ id: string }>`
    select n.id from nucleo n join nucleo_componente c on c.nucleo_id = n.id and c.sostituito_il is null
     where c.persona_id = any (accesso.stessa_persona(${personaId})) and n.tipo = ${tipo} and n.fonte = ${FONTE} and n.al is null order by n.id limit 1`.execute(
    ctx.tx,
  )
  let nucleoId = rows[0]?.id
  if (!nucleoId) {
    nucleoId = await apriNucleo(ctx, { personaId, tipo, fonte: FONTE })
    await scriviComponente(ctx, nucleoId, { personaId, parentela: 'persona-di-riferimento', intestatario: true })
  }
  await scriviComponente(ctx, nucleoId, { personaId: altraId, parentela })
}
