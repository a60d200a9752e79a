// What is sent to another comune with a presa in carico: a copy made at the offer, without the classes that do not travel,
// without who reported, without whom the sender alone sees.
import { sql } from 'kysely'
import type { NomeFatto } from '../../shared/anagrafe/fatti.ts'
import type { mandati } from '../../shared/cartella/prese.api.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { creduto, leggiFatti } from '../anagrafe/fatti.ts'
import { conPersona } from '../anagrafe/scelte.ts'
import type { Ctx } from '../kernel/context.ts'
import { preparaConsegne } from './consegne.ts'
import type { Voce } from './consegne-fatti.ts'
import { CLASSI_CHE_NON_ESCONO, datiSenza, paroleDeiSegnalanti, senza } from './segnalanti.ts'

export interface Pacchetto {
  da: string
  persona: { specie: string; cognome: string; nome: string; dataNascita: string | null; codiceFiscale: string | null }
  fatti: {
    tipo: NomeFatto
    dati: Record<string, unknown>
    dal: string | null
    al: string | null
    fonte: string
    nota: string | null
    segreto: false
  }[]
  presa: {
    tipo: string
    area: string
    mandato: (typeof mandati)[number]
    peso: number
    primoContattoEntro: string | null
    primoContattoIl: string | null
    oggetto: string | null
    accordi: string | null
    desideri: string | null
    sicurezza: string | null
  }
  compiti: { tipo: string; titolo: string; scade: string }[]
  consegne: Voce[]
}

export async function prepara(ctx: Ctx, presaId: string): Promise<Pacchetto> {
  const { rows } = await sql<
    Pacchetto['presa'] & {
      persona: Pacchetto['persona']
      personaId: string
      comuneId: string
      da: string
      riservata: boolean
    }
  >`
    select p.tipo, p.area, p.mandato, p.peso, p.primo_contatto_entro, p.primo_contatto_il, d.oggetto, d.accordi, d.desideri, d.sicurezza, p.persona_id, p.comune_id, c.nome as da,
           n.riservato_a is not null or p.riservato_a is not null as riservata,
           jsonb_build_object('specie', n.specie, 'cognome', n.cognome, 'nome', n.nome, 'dataNascita', n.data_nascita, 'codiceFiscale', n.codice_fiscale) as persona
      from presa_in_carico p ${conPersona('p.persona_id')} join comune c on c.id = p.comune_id left join presa_dettaglio d on d.presa_id = p.id
     where p.id = ${presaId}`.execute(ctx.tx)
  const { persona, personaId, comuneId, da, riservata, ...presa } = rows[0]!
  // who may read it is a list of people of this comune: it means nothing elsewhere, and must not be lost on the way
  if (riservata)
    throw problem('regola-non-rispettata', {
      detail:
        'Il fascicolo è riservato ad alcuni operatori: prima di offrirlo a un altro comune togli la riservatezza.',
    })
  // of two sheets found to be one, each kind as it is shown; what another comune wrote is not this one's to send
  const suoi = await leggiFatti(
    ctx,
    personaId,
    sql`${creduto()} and f.comune_id = ${comuneId} and f.riservato_a is null and (f.classe is null or not f.classe = any (${[...CLASSI_CHE_NON_ESCONO]}))
       and (f.al is null or f.al >= kernel.oggi())`,
    ctx.oggi(),
  )
  const fatti = suoi
    .filter((f) => !f.dellaUnita)
    .map(({ tipo, dati, dal, al, fonte, nota }) => ({ tipo, dati, dal, al, fonte, nota }))
    .sort(
      (x, y) =>
        Number(y.tipo === 'generalita') - Number(x.tipo === 'generalita') || (x.dal ?? '').localeCompare(y.dal ?? ''),
    )
  const { rows: compiti } = await sql<Pacchetto['compiti'][number]>`
    select c.tipo, t.titolo, c.scade from compito c join compito_testo t on t.compito_id = c.id where c.presa_id = ${presaId} and c.stato = 'aperto' and c.riservato_a is null order by c.scade, c.id`.execute(
    ctx.tx,
  )
  const nascosto = senza(await paroleDeiSegnalanti(ctx, [personaId]))
  return {
    da,
    persona,
    fatti: fatti.map((f) => ({
      ...f,
      dati: datiSenza(nascosto, f.tipo, f.dati),
      nota: nascosto(f.nota),
      segreto: false,
    })),
    presa: {
      ...presa,
      oggetto: nascosto(presa.oggetto),
      accordi: nascosto(presa.accordi),
      desideri: nascosto(presa.desideri),
      sicurezza: nascosto(presa.sicurezza),
    },
    compiti: compiti.map((c) => ({ ...c, titolo: nascosto(c.titolo) })),
    // whom the sender will see, and what he has not finished writing, stay with him
    consegne: (await preparaConsegne(ctx, presaId, personaId))
      .filter((v) => v.origineTipo !== 'bozza' && v.origineTipo !== 'appuntamento')
      .map(({ origineId: _o, origineTipo: _t, ...v }) => ({ ...v, testo: nascosto(v.testo) })),
  }
}
