// The list of the users: filters, search by beginnings of words, keyset pages, export. Where a page comes from is decided in
// utenti-fonti.ts.
import { sql } from 'kysely'
import type { utentiApi } from '../../shared/accesso/utenti.api.ts'
import type { StatoAssegnazione, StatoUtente } from '../../shared/accesso/utenti.rules.ts'
import { analizzaCodiceFiscale, normalizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import type { Ctx } from '../kernel/context.ts'
import { aLotti, leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import type { Sql } from '../kernel/ricerca.ts'
import { scriviCsv } from '../kernel/tabelle/csv.ts'
import { type Colonna, scriviFoglioLungo, TIPO_XLSX } from '../kernel/tabelle/scrivi.ts'
import { perche } from './sessione.ts'
import { paginaDi } from './utenti-fonti.ts'

interface RigaIncarico {
  id: string
  ruolo: string
  ruoloNome: string
  territorio: string
  comuneId: string | null
  stato: StatoAssegnazione
  dal: string
  al: string | null
  motivoStato: string | null
}

interface Riga {
  id: string
  codiceFiscale: string
  cognome: string
  nome: string
  cognomeChiave: string
  nomeChiave: string
  stato: StatoUtente
  motivoStato: string | null
  email: string | null
  telefono: string | null
  fondo: string | null
  fineContratto: string | null
  ultimoAccesso: string | null
  differenzeSpid: boolean
  ambito: { id: string; nome: string } | null
  incarichi: RigaIncarico[]
}

/** «Comune di Latina», «tutto l’ambito», «tutto il territorio nazionale». */
export const territorioInParole = sql`case when c.nome is not null then 'Comune di ' || c.nome
  when r.territorio = 'nazionale' then 'tutto il territorio nazionale' else 'tutto l’ambito' end`

/** The page is cut first, then its assignments are read: not those of every user. */
async function righe(ctx: Ctx, pagina: Sql): Promise<Riga[]> {
  const { rows } = await sql<Riga>`
    with ${pagina}
    select p.id, p.codice_fiscale, p.cognome, p.nome, p.cognome_chiave, p.nome_chiave, p.stato, p.motivo_stato, p.email, p.telefono, p.fondo,
           p.fine_contratto, p.ultimo_accesso, p.spid_differenze is not null as differenze_spid,
           case when b.id is not null then jsonb_build_object('id', b.id, 'nome', b.nome) end as ambito,
           coalesce(i.voci, '[]') as incarichi
      from p
      left join ambito b on b.id = p.ambito_id
      left join lateral (
        select jsonb_agg(jsonb_build_object('id', a.id, 'ruolo', a.ruolo_id, 'ruoloNome', r.nome, 'territorio', ${territorioInParole},
                 'comuneId', a.comune_id, 'stato', a.stato, 'dal', a.dal, 'al', a.al, 'motivoStato', a.motivo_stato)
                 order by r.ordine, c.nome) as voci
          from assegnazione a join ruolo r on r.id = a.ruolo_id left join comune c on c.id = a.comune_id
         where a.utente_id = p.id and a.stato <> 'revocata' and coalesce(a.al, 'infinity') >= ${ctx.oggi()}::date
      ) i on true
     order by p.cognome_chiave, p.nome_chiave, p.id`.execute(ctx.tx)
  return rows
}

const voce = (ctx: Ctx, r: Riga): Output<typeof utentiApi.list>['voci'][number] => ({
  id: r.id,
  codiceFiscale: r.codiceFiscale,
  cognome: r.cognome,
  nome: r.nome,
  stato: r.stato,
  motivoStato: r.motivoStato,
  email: r.email,
  fineContratto: r.fineContratto,
  ultimoAccesso: r.ultimoAccesso,
  differenzeSpid: r.differenzeSpid,
  ambito: r.ambito,
  incarichi: r.incarichi.map(({ motivoStato, ...i }) => ({
    ...i,
    nonEfficacePerche: perche({ ...i, motivoStato }, ctx.oggi()),
  })),
})

export async function list(ctx: Ctx, i: Input<typeof utentiApi.list>): Promise<Output<typeof utentiApi.list>> {
  const limite = i.limite ?? PER_PAGINA
  const da = leggiCursore(i.dopo, 3)
  const lette = await righe(ctx, await paginaDi({ ctx, f: i, da, righe: limite + 1 }))
  const p = pagina(lette, limite, (r) => [r.cognomeChiave, r.nomeChiave, r.id])
  return { voci: p.voci.map((r) => voce(ctx, r)), prossima: p.prossima }
}

/** Of that codice fiscale, also where it is written with the letters of who had the same. */
function conIlCodice(codice: string): Sql[] {
  const analisi = analizzaCodiceFiscale(codice)
  const cercati = [normalizzaCodiceFiscale(codice), ...(analisi.valido ? [analisi.base] : [])]
  return [sql`u.codice_fiscale = any (${cercati})`]
}

export async function cercaCodice(
  ctx: Ctx,
  i: Input<typeof utentiApi.cercaCodice>,
): Promise<Output<typeof utentiApi.cercaCodice>> {
  const domanda = { ctx, f: {}, da: undefined, righe: PER_PAGINA }
  const lette = await righe(ctx, await paginaDi(domanda, conIlCodice(i.codiceFiscale)))
  return { voci: lette.map((r) => voce(ctx, r)) }
}

// ---- export -------------------------------------------------------------------------------------------------------

const colonne: readonly Colonna[] = [
  { titolo: 'Codice fiscale', larghezza: 20 },
  { titolo: 'Cognome', larghezza: 24 },
  { titolo: 'Nome', larghezza: 24 },
  { titolo: 'Stato', larghezza: 12 },
  { titolo: 'Ambito', larghezza: 30 },
  { titolo: 'Ruolo', larghezza: 40 },
  { titolo: 'Territorio', larghezza: 30 },
  { titolo: 'Stato del ruolo', larghezza: 40 },
  { titolo: 'Dal', formato: 'data' },
  { titolo: 'Al', formato: 'data' },
  { titolo: 'E-mail', larghezza: 30 },
  { titolo: 'Telefono', larghezza: 16 },
  { titolo: 'Fondo', larghezza: 20 },
  { titolo: 'Fine contratto', formato: 'data' },
  { titolo: 'Ultimo accesso', formato: 'data' },
]
const PER_LOTTO = 1000

export async function esporta(ctx: Ctx, i: Input<typeof utentiApi.esporta>): Promise<Output<typeof utentiApi.esporta>> {
  const { codiceFiscale, formato, ...filtri } = i
  const dove = codiceFiscale === undefined ? undefined : conIlCodice(codiceFiscale)
  const f = dove ? {} : filtri
  const tutti = () =>
    aLotti<Riga>(PER_LOTTO, (u) =>
      ctx.rileggi(async (tx) => {
        const da = u && [u.cognomeChiave, u.nomeChiave, u.id]
        const lotto = { ...ctx, tx }
        return righe(lotto, await paginaDi({ ctx: lotto, f, da, righe: PER_LOTTO }, dove))
      }),
    )
  async function* celle() {
    for await (const u of tutti()) {
      const fine = [u.email, u.telefono, u.fondo, u.fineContratto, u.ultimoAccesso?.slice(0, 10)]
      const inizio = [u.codiceFiscale, u.cognome, u.nome, u.stato, u.ambito?.nome]
      const nessuno = [undefined, undefined, undefined, undefined, undefined]
      const ruoli = u.incarichi.map((a) => [
        a.ruoloNome,
        a.territorio,
        perche(a, ctx.oggi()) ?? 'Abilitato',
        a.dal,
        a.al,
      ])
      for (const r of ruoli.length > 0 ? ruoli : [nessuno]) yield [...inizio, ...r, ...fine]
    }
  }
  async function* testi() {
    yield colonne.map((c) => c.titolo)
    for await (const r of celle()) yield r.map((v) => v ?? '')
  }
  const nome = `utenti-${ctx.oggi()}`
  // written as it is read, when the transaction of this handler has ended
  return formato === 'csv'
    ? { nome: `${nome}.csv`, tipo: 'text/csv; charset=utf-8', contenuto: async () => scriviCsv(testi()) }
    : {
        nome: `${nome}.xlsx`,
        tipo: TIPO_XLSX,
        contenuto: async () => scriviFoglioLungo({ nome: 'Utenti', colonne }, celle()),
      }
}
