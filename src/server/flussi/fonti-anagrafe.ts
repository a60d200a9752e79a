// What the record knows of who benefited, on the day of what was granted: citizenship, residence, whether she is in charge. Asked once for
// all the things of a turn, and laid over what goes to the board; of what is secret, or restricted, or of another day, nothing.
import { sql } from 'kysely'
import type { Elenchi } from '../../shared/flussi/elenchi.ts'
import { nazione } from '../../shared/flussi/normalizza/codici.ts'
import type { Indirizzo, PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { ITALIA } from '../../shared/flussi/regole-prestazione.ts'
import type { Ctx } from '../kernel/context.ts'

interface Noto {
  cittadinanze: string[] | null
  /** Belfiore code of the comune; of a foreign state, where one lives abroad, which may also be only in words. */
  residenza: { comune: string | null; nazione: string | null; estero: string | null } | null
  inCarico: boolean
}

const giornoDi = (r: PrestazioneErogata) => r.dataErogazione ?? r.dataFine ?? r.dataInizio

/** Of each record, in their order: undefined where the record of the comune has nobody, or more than one. */
export async function notiDi(
  ctx: Ctx,
  comuneId: string,
  record: readonly PrestazioneErogata[],
): Promise<(Noto | undefined)[]> {
  const chi = record.map((r) => ({ cf: r.beneficiario.codiceFiscale ?? null, il: giornoDi(r) ?? null }))
  const { rows } = await sql<Noto & { n: number }>`
    with chi as materialized (
      select n, kernel.chiave_codice_fiscale(cf) as chiave, il from unnest(${chi.map((c) => c.cf)}::text[], ${chi.map((c) => c.il)}::date[]) with ordinality x(cf, il, n)
       where cf is not null and il is not null),
    persone as materialized (
      select chi.n, chi.il, (array_agg(p.id))[1] as id from chi join persona p on p.codice_fiscale_chiave = chi.chiave and p.codice_fiscale is not null
       where p.ambito_id = ${ctx.ambito} and p.comune_id = ${comuneId} and p.unita_a is null and p.specie = 'nota' group by 1, 2 having count(*) = 1),
    schede as materialized (
      select n, il, id from persone union all select s.n, s.il, p.id from persone s join persona p on p.unita_a = s.id),
    fatti as materialized (
      select s.n, f.tipo, f.dati, f.dal, f.id from schede s join persona_fatto f on f.persona_id = s.id
       where f.tipo in ('cittadinanza', 'residenza') and f.classe is null and f.riservato_a is null and f.sostituito_il is null
         and coalesce(f.dal, '-infinity') <= s.il and coalesce(f.al, 'infinity') >= s.il)
    select p.n::integer as n,
           (select array_agg(c.stato order by c.dal, c.stato) from (
              select f.dati ->> 'stato' as stato, min(coalesce(f.dal, '-infinity')) as dal from fatti f where f.n = p.n and f.tipo = 'cittadinanza' group by 1) c) as cittadinanze,
           (select jsonb_build_object('comune', f.dati ->> 'comune', 'nazione', f.dati ->> 'nazione', 'estero', f.dati ->> 'estero') from fatti f where f.n = p.n and f.tipo = 'residenza' order by f.dal desc nulls last, f.id limit 1) as residenza,
           exists (select 1 from schede s join presa_in_carico k on k.persona_id = s.id where s.n = p.n and k.riservato_a is null and k.attivata_il <= s.il and coalesce(k.chiusa_il, 'infinity') >= s.il) as in_carico
      from persone p where not accesso.persona_da_non_trovare(p.id)`.execute(ctx.tx)
  const perNumero = new Map(rows.map((r) => [r.n, r]))
  return record.map((_, i) => perNumero.get(i + 1))
}

const iso = (stato: string, elenchi: Elenchi): string => {
  const esito = nazione(stato, elenchi)
  return 'valore' in esito ? esito.valore : stato
}

/** Abroad INPS asks for the state alone; in Italy the region is that of the comune (N12). */
function indirizziDi(n: Noto, elenchi: Elenchi): Indirizzo[] | undefined {
  const stato = n.residenza?.nazione ? iso(n.residenza.nazione, elenchi) : ITALIA
  if (stato !== ITALIA) return [{ nazione: stato }]
  // in words alone it is no state that INPS knows, and not the comune either: the row waits for who writes it
  if (!n.residenza?.nazione && !n.residenza?.comune && n.residenza?.estero) return [{}]
  return n.residenza?.comune ? [{ comune: n.residenza.comune }] : undefined
}

/** What is known of the person, and of the thing (`inCarico`), comes before what the ente has said once for all. */
export function conNoti(
  r: PrestazioneErogata,
  n: Noto | undefined,
  elenchi: Elenchi,
  inCarico: boolean | undefined,
): PrestazioneErogata {
  const preso = { ...(inCarico && { presaInCarico: '1' }) }
  if (!n) return { ...r, ...preso }
  // two sheets of one person, now one, may write the same state in two ways
  const stati = Map.groupBy(n.cittadinanze ?? [], (c) => iso(c, elenchi))
  const [prima, seconda] = [...stati.values()].map(([c]) => c)
  const indirizzi = indirizziDi(n, elenchi)
  return {
    ...r,
    beneficiario: {
      ...r.beneficiario,
      anagrafica: {
        ...r.beneficiario.anagrafica,
        ...(prima && { cittadinanza: prima }),
        ...(seconda && { secondaCittadinanza: seconda }),
      },
      ...(indirizzi && { indirizzi }),
    },
    ...(n.inCarico ? { presaInCarico: '1' } : preso),
  }
}
