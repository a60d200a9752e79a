// From a workbook to staged rows: streamed, a lot at a time, each lot in its own transaction that also says how far
// the reading is. Memory does not grow with the rows. What the cells say by themselves, and whether the codice fiscale
// can be that person's, is decided here; what the platform knows of him is asked in importazioni-esito.ts.
import { sql } from 'kysely'
import {
  type Contesto,
  inOrdine,
  leggiIntestazione,
  type RigaLetta,
  rigaVuota,
} from '../../shared/accreditamento/importazioni.rules.ts'
import { analizzaCodiceFiscale, confrontaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import { archivio } from '../accesso/utenti-identita.ts'
import type { Ctx } from '../kernel/context.ts'
import type { Tx } from '../kernel/db.ts'
import { passano } from '../kernel/memoria.ts'
import { leggiTabella } from '../kernel/tabelle/leggi.ts'
import { TabellaRifiutata } from '../kernel/tabelle/rifiuti.ts'

export interface RigaDelFoglio {
  riga: number
  celle: string[]
}

/** The rows where somebody was written, in the order of the template; refuses the file as a whole. */
export async function* righeDelFoglio(path: string): AsyncGenerator<RigaDelFoglio> {
  let posizioni: number[] | undefined
  for await (const { riga, celle } of leggiTabella(path, { soloXlsx: true })) {
    if (!posizioni) {
      const intestazione = leggiIntestazione(celle)
      if ('rifiuto' in intestazione) throw new TabellaRifiutata('foglio-assente', intestazione.rifiuto)
      posizioni = intestazione.posizioni
      continue
    }
    const lette = inOrdine(celle, posizioni)
    if (!rigaVuota(lette)) yield { riga, celle: lette }
  }
  if (!posizioni) throw new TabellaRifiutata('vuoto')
}

/** What the reader must know of the ambito, read once. */
export async function leggiContesto(ctx: Ctx): Promise<Contesto> {
  const { rows } = await sql<Omit<Contesto, 'oggi'>>`
    select jsonb_build_object('codice', b.codice, 'nome', b.nome) as ambito,
           (select jsonb_agg(jsonb_build_object('id', c.id, 'nome', c.nome, 'istat', c.istat) order by c.nome)
              from unnest(accesso.comuni_di(b.id, ${ctx.oggi()})) as x(id) join comune c on c.id = x.id) as comuni,
           (select jsonb_agg(jsonb_build_object('id', r.id, 'sigla', r.sigla, 'nome', r.nome, 'territorio', r.territorio,
                     'assegnabile', r.id in (select accesso.ruoli_assegnabili(${ctx.oggi()}))) order by r.ordine)
              from ruolo r where r.territorio <> 'nazionale') as ruoli
      from ambito b where b.id = ${ctx.ambito}`.execute(ctx.tx)
  const k = rows[0]!
  return { ...k, comuni: k.comuni ?? [], oggi: ctx.oggi() }
}

/** One lot: read the cells, check the person, stage. */
export async function accoda(
  ctx: Ctx,
  importazioneId: string,
  leggi: (celle: readonly string[]) => RigaLetta,
  lotto: readonly RigaDelFoglio[],
) {
  const lette = lotto.map((r) => ({ ...r, ...leggi(r.celle) }))
  const luoghi = await cercaLuoghi(ctx.tx, lette)
  const righe = lette.map((r) => {
    const { luogoId, dubbi } = controllaPersona(r, luoghi)
    return {
      riga: r.riga,
      celle: r.celle,
      errori: r.errori,
      dubbi,
      codice_fiscale: r.codiceFiscale,
      cognome: r.cognome,
      nome: r.nome,
      data_nascita: r.dataNascita,
      luogo_nascita_id: luogoId,
      genere: r.genere,
      ruolo_id: r.ruoloId,
      territorio_id: r.comuneId,
      email: r.email,
      telefono: r.telefono,
      fondo: r.fondo,
      fine_contratto: r.fineContratto,
    }
  })
  const dati = JSON.stringify(righe)
  passano(dati.length)
  await sql`
    insert into importazione_riga (importazione_id, ambito_id, riga, celle, errori, dubbi, codice_fiscale, cognome, nome, data_nascita, luogo_nascita_id,
      genere, ruolo_id, territorio_id, email, telefono, fondo, fine_contratto)
    select ${importazioneId}, ${ctx.ambito}, x.* from jsonb_to_recordset(${dati}::jsonb) as x(riga integer, celle text[], errori text[], dubbi text[],
      codice_fiscale text, cognome text, nome text, data_nascita date, luogo_nascita_id text, genere text, ruolo_id text, territorio_id text,
      email text, telefono text, fondo text, fine_contratto date)`.execute(ctx.tx)
}

// ---- places of birth ------------------------------------------------------------------------------------------------

interface Luogo {
  id: string
  dal: string | null
  al: string | null
}
interface Luoghi {
  /** Places called so, by the text as it was written. */
  perNome: Map<string, Luogo[]>
  perCodice: Map<string, Luogo>
  /** `codice testo`: the place had that name once. */
  nomiPassati: Set<string>
}

/** «Castro (BG)» is how people tell homonyms apart. */
const senzaProvincia = (luogo: string) => luogo.replace(/\s*\([A-Za-z]{2}\)$/, '')
const codiceLuogo = (cf: string | null) => {
  const analisi = cf ? analizzaCodiceFiscale(cf) : undefined
  return analisi?.valido ? analisi.belfiore : undefined
}

/** Everything the lot asks of the archive of places, in two questions. */
async function cercaLuoghi(tx: Tx, righe: readonly RigaLetta[]): Promise<Luoghi> {
  const testi = [...new Set(righe.map((r) => senzaProvincia(r.luogo)))]
  const codici = [...new Set(righe.flatMap((r) => codiceLuogo(r.codiceFiscale) ?? []))]
  const nomi = await sql<Luogo & { testo: string }>`
    select t.testo, l.id, l.dal, l.al
      from (select x as testo, kernel.normalizza(x) as chiave from unnest(${testi}::text[]) as x) t
      join lateral (
        select id, dal, al from comune where nome_chiave = t.chiave
        union all select id, dal, al from comune where id = upper(t.testo)
        union all select id, dal, al from stato_estero where nome_chiave = t.chiave
        union all select id, dal, al from stato_estero where id = upper(t.testo)
      ) l on true order by l.al is not null, l.id`.execute(tx)
  const noti = await sql<Luogo & { passati: string[] | null }>`
    select c.id, c.dal, c.al, (select array_agg(distinct x) from comune_periodo p, unnest(${testi}::text[]) as x
             where p.comune_id = c.id and kernel.normalizza(p.nome) = kernel.normalizza(x)) as passati
      from comune c where c.id = any (${codici})
    union all select id, dal, al, null from stato_estero where id = any (${codici})`.execute(tx)
  return {
    perNome: Map.groupBy(nomi.rows, (l) => l.testo),
    perCodice: new Map([...nomi.rows, ...noti.rows].map((l) => [l.id, l])),
    nomiPassati: new Set(noti.rows.flatMap((l) => (l.passati ?? []).map((n) => `${l.id} ${n}`))),
  }
}

const esisteva = (l: Luogo, giorno: string) => (!l.dal || l.dal <= giorno) && (!l.al || l.al >= giorno)

/** Adds what is impossible to the errors of the row; returns the place and what is only doubtful. */
function controllaPersona(r: RigaLetta, luoghi: Luoghi): { luogoId: string | null; dubbi: string[] } {
  const nulla = { luogoId: null, dubbi: [] }
  if (!r.codiceFiscale) return nulla
  const analisi = analizzaCodiceFiscale(r.codiceFiscale)
  if (!analisi.valido) {
    r.errori.push(analisi.frase)
    return nulla
  }
  if (!r.luogo || !r.dataNascita || !r.genere || !r.cognome || !r.nome) return nulla
  const nascita = r.dataNascita
  const testo = senzaProvincia(r.luogo)
  const trovati = luoghi.perNome.get(testo) ?? []
  const suo = trovati.filter((l) => esisteva(l, nascita))
  const delCodice =
    suo.find((l) => l.id === analisi.belfiore) ??
    (luoghi.nomiPassati.has(`${analisi.belfiore} ${testo}`) ? { id: analisi.belfiore } : undefined)
  const luogo = delCodice ?? suo[0]
  if (!luogo) {
    r.errori.push(
      trovati.length > 0
        ? `«${r.luogo}» non esisteva alla data di nascita: scrivi il nome che il comune aveva allora.`
        : `Il luogo di nascita «${r.luogo}» non è tra i comuni e gli Stati noti: controlla come è scritto.`,
    )
    return nulla
  }
  const confronto = confrontaCodiceFiscale(
    analisi.codice,
    { nome: r.nome, cognome: r.cognome, dataNascita: nascita, genere: r.genere, belfiore: luogo.id },
    archivio(luoghi.perCodice),
  )
  if (confronto.esito === 'impossibile') r.errori.push(...confronto.motivi)
  return { luogoId: luogo.id, dubbi: confronto.esito === 'dubbio' ? confronto.motivi : [] }
}
