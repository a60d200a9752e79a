// A segnalazione as its reader sees it: the facts, who reported (where his class is open to him), the history, and the
// others near it (segnalazioni-vicine.ts).
import { sql } from 'kysely'
import type { SegnalazioneBreve, SegnalazioneScheda, segnalazioniApi } from '../../shared/cartella/segnalazioni.api.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import { conPersona } from '../anagrafe/scelte.ts'
import type { Ctx } from '../kernel/context.ts'
import { paroleDeiSegnalanti, paroleDelSegnalante, senza } from './segnalanti.ts'
import { segnalanteDi } from './segnalazioni-stato.ts'
import { ripetute } from './segnalazioni-vicine.ts'
import { nomeDi, personaNominata } from './sportello-parti.ts'

type Api = typeof segnalazioniApi
type Segnalato = SegnalazioneBreve['segnalati'][number]
export type RigaSegnalazione = Omit<SegnalazioneBreve, 'segnalati'> & { segnalati: (Segnalato & DiChi)[] }
/** What somebody who does not see who reported has written is read as it is, or the gap would answer him (ADR 0053). */
type DiChi = { diChiNonSa: boolean }

export const colonneSegnalazione = sql`s.id, upper(left(s.id::text, 8)) as riferimento, s.ricevuta_il, s.canale,
  coalesce(kernel.voce_etichetta('canale-contatto', s.canale), s.canale) as canale_testo, s.classificazione,
  kernel.voce_etichetta('classificazione-segnalazione', s.classificazione) as classificazione_testo, s.urgenza, s.minori_presenti, s.stato, s.scade_il,
  s.stato in ('ricevuta', 'in-valutazione') and s.scade_il < kernel.adesso() as scaduta, ${nomeDi(sql`s.valutatore_id`)} as valutatore, s.comune_id,
  coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'descrizione', x.descrizione, 'diChiNonSa', x.di_chi_non_sa, 'persona', ${personaNominata(sql`x.persona_id`)}) order by x.aggiunta_il, x.id)
     from segnalazione_persona x where x.segnalazione_id = s.id and (x.persona_id is null or exists (select 1 from persona v where v.id = x.persona_id))), '[]') as segnalati`

type Testata = RigaSegnalazione & { notaDiChiNonSa: boolean; conclusioneDiChiNonSa: boolean } & Pick<
    SegnalazioneScheda,
    | 'versione'
    | 'riservata'
    | 'laValutoIo'
    | 'motivo'
    | 'ufficio'
    | 'contattoId'
    | 'fatti'
    | 'fattiModo'
    | 'luogo'
    | 'pericolo'
    | 'informata'
    | 'informataNota'
    | 'motivoArchiviazione'
    | 'conclusione'
    | 'chiusaIl'
  >

async function testata(ctx: Ctx, id: string): Promise<Testata> {
  const { rows } = await sql<Testata>`
    select ${colonneSegnalazione}, s.versione, s.riservato_a is not null as riservata, coalesce(s.valutatore_id = kernel.utente(), false) as la_valuto_io, s.motivo, (select u.nome from ufficio u where u.id = s.ufficio_id) as ufficio, s.contatto_id, d.fatti, d.fatti_modo,
           d.luogo, d.pericolo, d.informata, d.informata_nota, d.nota_di_chi_non_sa, d.conclusione_di_chi_non_sa, kernel.voce_etichetta('motivo-archiviazione', s.motivo_archiviazione) as motivo_archiviazione,
           d.conclusione, s.chiusa_il
      from segnalazione s join segnalazione_dettaglio d on d.segnalazione_id = s.id where s.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

type Segnalante = NonNullable<SegnalazioneScheda['segnalante']>

/**
 * Takes the reporter out of what is told, for whoever does not see his row: his class would hide nothing if the facts
 * named him. The place stays: help must reach it, and it is the place of the facts, not his.
 */
export async function senzaSegnalante(ctx: Ctx, id: string, visto: Segnalante | undefined) {
  return senza(visto ? [] : await paroleDelSegnalante(ctx, id))
}

/** Whom it is about, in words until he is identified: who reported may be named there too. */
export const segnalatiSenza = (
  segnalati: RigaSegnalazione['segnalati'],
  senzaParole: (testo: string | null) => string | null,
) =>
  segnalati.map(({ diChiNonSa, ...x }) => ({
    ...x,
    descrizione: diChiNonSa ? x.descrizione : senzaParole(x.descrizione),
  }))

export async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<SegnalazioneScheda> {
  const { notaDiChiNonSa, conclusioneDiChiNonSa, ...s } = await testata(ctx, i.id)
  const riferimenti = await ctx.tx
    .selectFrom('segnalazioneRiferimento')
    .select(['posizione', 'nome', 'legame', 'recapito', 'problemi', 'diChiNonSa'])
    .where('segnalazioneId', '=', i.id)
    .orderBy('posizione')
    .execute()
  const { rows: passaggi } = await sql<SegnalazioneScheda['passaggi'][number] & DiChi>`
    select p.id, p.atto, p.da, p.a, p.motivo, p.quando, p.di_chi_non_sa, ${nomeDi(sql`p.utente_id`)} as chi
      from segnalazione_passaggio p where p.segnalazione_id = ${i.id} order by p.n`.execute(ctx.tx)
  const { rows: prese } = await sql<SegnalazioneScheda['prese'][number]>`
    select k.id, k.numero, k.stato, jsonb_build_object('id', p.id, 'cognome', p.cognome, 'nome', p.nome) as persona
      from segnalazione_presa x join presa_in_carico k on k.id = x.presa_id ${conPersona('k.persona_id', 'p')}
     where x.segnalazione_id = ${i.id} order by k.numero`.execute(ctx.tx)
  const { rows: invii } = await sql<SegnalazioneScheda['invii'][number]>`
    select n.id, coalesce(u.nome, n.ente) as destinatario, n.stato from invio n left join accesso.uffici_dell_ambito() u on u.id = n.ufficio_id
     where n.segnalazione_id = ${i.id} order by n.creato_il`.execute(ctx.tx)
  const segnalante = await segnalanteDi(ctx, i.id)
  const nascosto = await senzaSegnalante(ctx, i.id, segnalante)
  return {
    ...s,
    fatti: nascosto(s.fatti),
    conclusione: conclusioneDiChiNonSa ? s.conclusione : nascosto(s.conclusione),
    informataNota: notaDiChiNonSa ? s.informataNota : nascosto(s.informataNota),
    segnalati: segnalatiSenza(s.segnalati, nascosto),
    segnalante: segnalante ?? null,
    riferimenti: riferimenti.map(({ diChiNonSa, ...r }) =>
      diChiNonSa
        ? r
        : {
            posizione: r.posizione,
            nome: nascosto(r.nome),
            legame: nascosto(r.legame),
            recapito: nascosto(r.recapito),
            problemi: nascosto(r.problemi),
          },
    ),
    passaggi: passaggi.map(({ diChiNonSa, ...p }) => (diChiNonSa ? p : { ...p, motivo: nascosto(p.motivo) })),
    prese,
    invii,
    ripetute: await ripetute(ctx, i.id),
  }
}

/**
 * What the family may be given: the facts without who reported. His name, body and contacts are taken out of the texts
 * too; only who may know them can make the copy, because nobody else could take them out.
 */
export async function copia(ctx: Ctx, i: Input<Api['copia']>): Promise<Output<Api['copia']>> {
  const s = await testata(ctx, i.id)
  const persone = s.segnalati.flatMap((p) => (p.persona ? [p.persona.id] : []))
  // who reported the same persons at another time may be named here too
  const nascosto = senza([...(await paroleDelSegnalante(ctx, i.id)), ...(await paroleDeiSegnalanti(ctx, persone))])
  const { rows } = await sql<{ nome: string }>`select nome from comune where id = ${s.comuneId}`.execute(ctx.tx)
  return {
    riferimento: s.riferimento,
    ricevutaIl: s.ricevutaIl,
    stato: s.stato,
    comune: rows[0]?.nome ?? '',
    segnalati: s.segnalati.map((p) =>
      p.persona ? `${p.persona.cognome} ${p.persona.nome}` : (nascosto(p.descrizione) ?? ''),
    ),
    fatti: nascosto(s.fatti),
    fattiModo: s.fattiModo,
    conclusione: nascosto(s.conclusione),
  }
}
