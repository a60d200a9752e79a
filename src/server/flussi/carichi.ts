// Files of prestazioni through the API. The handlers only open and close the work: it runs in carichi-corsa.ts.
import { sql } from 'kysely'
import { type Carico, carichiApi } from '../../shared/flussi/carichi.api.ts'
import { type Elaborata, elabora, posizione } from '../../shared/flussi/elabora.ts'
import { elaboraMinore, type MinoreElaborato } from '../../shared/flussi/elabora-minore.ts'
import type { Lettura } from '../../shared/flussi/lettura.ts'
import { leggiPercorso } from '../../shared/flussi/percorsi.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import {
  applicaMinori,
  applicaPrestazioni,
  campiPiani,
  difettiProfilo,
  type Profilo,
  proponiColonne,
  tipoProbabile,
} from '../../shared/flussi/profilo.ts'
import { RITIRO_SUBITO, type StatoCarico, transizioniCarico } from '../../shared/flussi/stati.rules.ts'
import type { Input, Output } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo, problem } from '../../shared/kernel/problems.ts'
import { assertTransizione } from '../../shared/kernel/transizioni.ts'
import type { Ctx, Vincoli } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { leggiCursore, PER_PAGINA, pagina } from '../kernel/pagina.ts'
import type { Ricezioni } from '../kernel/serve.ts'
import { accogli, avvia, getCarico, leggiXmlCarico, passa, visibili } from './carichi-avvio.ts'
import {
  bytesCarico,
  caricoDi,
  deposita,
  dimentica,
  fisseDelTesto,
  type Guardato,
  guarda,
  guardatoDi,
  inizioDi,
  primeDi,
} from './carichi-file.ts'
import { escludiRighe } from './carichi-ritiro.ts'
import { contestoDi, contestoMinori } from './contesto.ts'
import { getEnte } from './enti.ts'
import { tieniUscite } from './generazioni.ts'
import { calcolate, conIntestazione } from './inizio-tabella.ts'
import { ritiraSchede } from './minori-scrittura.ts'
import { firmaColonne, letturaDelProfilo, profiliDi } from './profili-lettura.ts'

type Api = typeof carichiApi

const colonne = sql`m.id, m.ente_id, e.denominazione as ente, m.nome_file, m.bytes, m.stato, m.formato, m.tipo, m.righe_lette, m.prestazioni, m.errore, m.creato_il,
  m.concluso_il as concluso, (select max(x.concluso_il) from carico_flussi x where x.ente_id = m.ente_id and x.sha256 = m.sha256 and x.stato = 'concluso' and x.id <> m.id
     and x.creato_il <= m.creato_il) as stesso_file_il`

async function list(ctx: Ctx, i: Input<Api['list']>): Promise<Output<Api['list']>> {
  const limite = i.limite ?? PER_PAGINA
  const dopo = leggiCursore(i.dopo, 2)
  const { rows } = await sql<Carico>`
    select ${colonne} from carico_flussi m join ente_flussi e on e.id = m.ente_id where m.ambito_id = ${ctx.ambito} and ${visibili} ${i.ente ? sql`and m.ente_id = ${i.ente}` : sql``}
      ${dopo ? sql`and (m.creato_il, m.id) < (${dopo[0]}::timestamptz, ${dopo[1]}::uuid)` : sql``}
     order by m.creato_il desc, m.id desc limit ${limite + 1}`.execute(ctx.tx)
  return pagina(rows, limite, (r) => [r.creatoIl, r.id])
}

async function leggi(ctx: Ctx, i: Input<Api['leggi']>): Promise<Output<Api['leggi']>> {
  const { rows } = await sql<Omit<Output<Api['leggi']>, 'conti'>>`
    select ${colonne}, m.sha256, e.codice, m.testata, m.gia_inviato, m.normalizza, m.avviso, m.ritirate, (select nome from accesso.nomi_di_chi_prepara(array[m.creato_da])) as creato_da
      from carico_flussi m join ente_flussi e on e.id = m.ente_id where m.id = ${i.id} and ${visibili}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return { ...rows[0], conti: await contiDi(ctx, rows[0]) }
}

/** Of what is being read or withdrawn nothing is counted: the page asks every second, and they are all its rows so far. */
async function contiDi(ctx: Ctx, c: Pick<Carico, 'id' | 'stato'>): Promise<Output<Api['leggi']>['conti']> {
  if (c.stato === 'in-lettura' || c.stato === 'in-ritiro') return null
  const { rows } = await sql<NonNullable<Output<Api['leggi']>['conti']>>`
    select count(*) filter (where stato = 'pronta') as pronte, count(*) filter (where stato = 'da-completare') as da_completare,
           count(*) filter (where stato = 'rifiutata') as rifiutate, count(*) filter (where gia_inviata and stato <> 'esclusa') as gia_inviate
      from (select stato, gia_inviata from prestazione_erogata where carico_id = ${c.id}
            union all select stato, gia_inviata from scheda_minore where carico_id = ${c.id}) r`.execute(ctx.tx)
  return rows[0]!
}

async function carica(ctx: Ctx, i: Input<Api['carica']>): Promise<Output<Api['carica']>> {
  const id = caricoDi(i.file)
  await accogli(ctx, id)
  return { id }
}

const ricezioni: Ricezioni<Api> = {
  carica: {
    ammetti: (ctx, i) => getEnte(ctx, i.ente),
    async deposita(dentro, i) {
      const visto = await guarda(i.file.path)
      const { id: enteId, comuneId } = await dentro((ctx) => getEnte(ctx, i.ente))
      await deposita(dentro, { ...visto, enteId, comuneId, file: i.file })
    },
    ritira: dimentica,
  },
}

// ---- columns -----------------------------------------------------------------------------------------------------------

/** Of the rows among which one says which is the header: how many, and how much of each. */
const [DA_MOSTRARE, LARGO] = [40, 120]

/** What is looked for again takes the place of what was told. */
async function cercata(
  ctx: Ctx,
  id: string,
  g: Guardato,
  l: Lettura,
  cerca: Input<Api['proposta']>['cerca'],
): Promise<Lettura> {
  if (!cerca) return l
  const { colonneFisse: _, ...base } = l
  const fisse = cerca === 'colonne-fisse' ? await fisseDelTesto(ctx, id, l) : l.colonneFisse
  if (cerca === 'colonne-fisse' && !fisse?.length)
    throw problem('regola-non-rispettata', {
      detail:
        'Nelle prime righe le colonne non cominciano sempre nello stesso punto: scrivi tu dove comincia ciascuna.',
    })
  const qui = { ...base, ...(fisse && { colonneFisse: fisse }) }
  return conIntestazione(await primeDi(ctx, id, g, qui), qui)
}

async function proposta(ctx: Ctx, i: Input<Api['proposta']>): Promise<Output<Api['proposta']>> {
  const m = await getCarico(ctx, i.id)
  const g = await guardatoDi(ctx, i.id, m.colonne)
  const lettura = await cercata(ctx, i.id, g, i.lettura ?? m.lettura, i.cerca)
  const { colonne: nomi, esempi } = await inizioDi(ctx, i.id, g, lettura)
  const celle = esempi.map((e) => e.celle)
  const tipo = i.tipo ?? tipoProbabile(nomi, celle)
  const proposte = proponiColonne(tipo, nomi, celle)
  const profili: Output<Api['proposta']>['profili'] = []
  for (const p of await profiliDi(ctx, m.enteId)) {
    const letta = await letturaDelProfilo(ctx, i.id, g, m.lettura, p)
    profili.push({
      id: p.id,
      nome: p.nome,
      profilo: p.profilo as (typeof profili)[number]['profilo'],
      lettura: letta.lettura,
      stesseColonne: p.firma === firmaColonne(letta.nomi),
      difetti: letta.difetti,
    })
  }
  const prime = await primeDi(ctx, i.id, g, lettura)
  return {
    tipo,
    lettura,
    fogli:
      'fogli' in g
        ? g.fogli.flatMap((f) => (f.nome === null ? [] : [{ nome: f.nome, rifiuto: f.rifiuto ?? null }]))
        : [],
    calcolate: calcolate(prime, nomi, lettura),
    prime: prime.slice(0, DA_MOSTRARE).map((r) => ({ riga: r.riga, testo: r.celle.join(' · ').slice(0, LARGO) })),
    larghezza: Math.max(0, ...prime.map((r) => r.celle.length)),
    colonne: proposte.map((p) => ({ nome: p.colonna, campo: p.campo ?? null, esempi: p.esempi })),
    profili,
  }
}

type Vista = Output<Api['anteprima']>['righe'][number]

/** One of the first rows as it would become: of a prestazione cut at the end of the year, each part. */
function vista(tipo: TipoFlusso, riga: number, x: Elaborata | MinoreElaborato): Vista {
  return {
    riga,
    stato: posizione(x.difetti).stato,
    valori: campiPiani(tipo).flatMap(({ percorso }) => {
      const valore = percorso === 'idBeneficiario' ? undefined : leggiPercorso(x.record, percorso)
      return valore === undefined ? [] : [{ campo: percorso, valore }]
    }),
    modifiche: x.modifiche.map((c) => ({ ...c, prima: c.prima ?? null, dopo: c.dopo ?? null })),
    difetti: x.difetti.map(({ segno: _, ...d }) => d),
  }
}

/** In the place of a token, which is drawn when a card is written: nothing of a preview is. */
const GETTONE_DI_PROVA = 'A'.repeat(20)

async function anteprima(ctx: Ctx, i: Input<Api['anteprima']>): Promise<Output<Api['anteprima']>> {
  const m = await getCarico(ctx, i.id)
  const { colonne: nomi, esempi } = await inizioDi(ctx, i.id, await guardatoDi(ctx, i.id, m.colonne), i.lettura)
  const profilo = i.profilo as Profilo
  const prime = esempi.slice(0, 5)
  const difetti = difettiProfilo(profilo, nomi)
  if (profilo.tipo === 'SINBA') {
    const contesto = { ...(await contestoMinori(ctx, m.enteId)), giaPartita: false }
    const applica = applicaMinori(profilo, nomi)
    const righe = prime.map((e) => {
      const scritta = { ...applica(e.celle), idBeneficiario: GETTONE_DI_PROVA }
      return vista('SINBA', e.riga, elaboraMinore(scritta, contesto))
    })
    return { difettiProfilo: difetti, righe }
  }
  const contesto = await contestoDi(ctx, m.enteId, profilo)
  const applica = applicaPrestazioni(profilo, nomi)
  const righe = prime.flatMap((e) => elabora(applica(e.celle), contesto).map((x) => vista('PS_PSA_SINA', e.riga, x)))
  return { difettiProfilo: difetti, righe }
}

/** What a formula shows is what the workbook had calculated when it was saved: whoever sends it says that it is right. */
const chiedeFormule = (colonne: readonly string[]) =>
  `${colonne.length === 1 ? `La colonna «${colonne[0]}» è calcolata` : `Le colonne ${colonne.map((c) => `«${c}»`).join(', ')} sono calcolate`} con formule: conferma che si leggano i valori che il foglio mostra, oppure copiale come soli valori e carica di nuovo il file.`

export interface Mappatura {
  lettura: Lettura
  profilo: Profilo
  profiloId?: string | undefined
  salvaCome?: string | undefined
}

/** Holds a profile to the columns, keeps it where it is asked, and starts the reading. */
export async function mappaCarico(ctx: Ctx, id: string, i: Mappatura, accoda = true): Promise<StatoCarico> {
  const m = await getCarico(ctx, id)
  assertTransizione(transizioniCarico, 'mappa', m.stato)
  if (m.formato !== 'tabella')
    throw problem('stato-non-ammesso', { detail: 'Un file di INPS non ha colonne da indicare.' })
  const g = await guardatoDi(ctx, id, m.colonne)
  const { colonne: nomi } = await inizioDi(ctx, id, g, i.lettura)
  const formule = i.lettura.formule ? [] : calcolate(await primeDi(ctx, id, g, i.lettura), nomi, i.lettura)
  if (formule.length > 0) throw erroreDiCampo('lettura', chiedeFormule(formule))
  const difetti = difettiProfilo(i.profilo, nomi)
  if (difetti.length > 0) throw erroreDiCampo('profilo', difetti.join(' '))
  const scritto = JSON.stringify(i.profilo)
  const nome = i.salvaCome?.trim()
  const lettura = JSON.stringify(i.lettura)
  const { rows } = nome
    ? await sql<{ id: string }>`
        insert into profilo_flussi (comune_id, ente_id, nome, firma, lettura, profilo, usato_il)
        values (${m.comuneId}, ${m.enteId}, ${nome}, ${firmaColonne(nomi)}, ${lettura}::jsonb, ${scritto}::jsonb, kernel.adesso())
        on conflict on constraint profilo_flussi_nome_unico do update set firma = excluded.firma, lettura = excluded.lettura, profilo = excluded.profilo,
          usato_il = excluded.usato_il, versione = profilo_flussi.versione + 1 returning id`.execute(ctx.tx)
    : await sql<{ id: string }>`
        update profilo_flussi set usato_il = kernel.adesso(), lettura = lettura || ${JSON.stringify(i.lettura.formule ? { formule: true } : {})}::jsonb where id = ${i.profiloId ?? null}::uuid and ente_id = ${m.enteId} returning id`.execute(
        ctx.tx,
      )
  return avvia(
    ctx,
    id,
    accoda,
    sql`, tipo = ${i.profilo.tipo}, profilo = ${scritto}::jsonb, lettura = ${lettura}::jsonb, colonne = ${nomi}, profilo_id = ${rows[0]?.id ?? null}::uuid, errore = null, corse = 0`,
  )
}

const mappa = async (ctx: Ctx, i: Input<Api['mappa']>): Promise<Output<Api['mappa']>> => ({
  stato: await mappaCarico(ctx, i.id, i as Mappatura),
})

const leggiXml = async (ctx: Ctx, { id, ...i }: Input<Api['leggiXml']>): Promise<Output<Api['leggiXml']>> => ({
  stato: await leggiXmlCarico(ctx, id, i),
})

async function originale(ctx: Ctx, i: Input<Api['originale']>): Promise<Output<Api['originale']>> {
  const m = await getCarico(ctx, i.id)
  return { nome: m.nomeFile, tipo: 'application/octet-stream', contenuto: bytesCarico(ctx.rileggi, i.id) }
}

async function ritira(ctx: Ctx, i: Input<Api['ritira']>): Promise<Output<Api['ritira']>> {
  const m = await getCarico(ctx, i.id)
  const stato = assertTransizione(transizioniCarico, 'ritira', m.stato)
  await tieniUscite(ctx, m.enteId)
  const { rows: escono } = await sql`
    select 1 from generazione_flussi where ente_id = ${m.enteId} and stato = 'in-corso' limit 1`.execute(ctx.tx)
  if (escono[0])
    throw problem('stato-non-ammesso', {
      detail:
        'Si stanno facendo i flussi di questo ente, e ciò che il file ha portato può essere già in uno: aspetta che finiscano, poi ritiralo.',
    })
  if (m.prestazioni > RITIRO_SUBITO) {
    // it is the act of who withdraws it, with his reach, whoever had brought it
    const { comuni } = await passa(
      ctx,
      i.id,
      'in-ritiro',
      sql`, ritirate = 0, corsa = null, corse = 0, errore = null, ritirato_da = kernel.utente(), portata = jsonb_build_object('comuni', to_jsonb(kernel.comuni()))`,
    )
    ctx.emit('flussi.ritira', { id: i.id, ambito: ctx.ambito, utente: ctx.utente || undefined, comuni })
    return { fatto: true }
  }
  await escludiRighe(ctx, m, 0, RITIRO_SUBITO)
  await ritiraSchede(ctx, m.enteId, m.id)
  await passa(ctx, i.id, stato, sql`, ritirato_da = kernel.utente()`)
  return { fatto: true }
}

async function profili(ctx: Ctx, i: Input<Api['profili']>): Promise<Output<Api['profili']>> {
  const { rows } = await sql<Output<Api['profili']>['voci'][number]>`
    select id, nome, usato_il, jsonb_array_length(profilo -> 'voci') as campi from profilo_flussi where ente_id = ${i.ente} order by nome limit 200`.execute(
    ctx.tx,
  )
  return { voci: rows }
}

export const carichiRotte = rotte(
  carichiApi,
  { list, leggi, carica, leggiXml, originale, proposta, anteprima, mappa, ritira, profili },
  ricezioni,
)

export const carichiVincoli: Vincoli = {
  profilo_flussi_nome_unico: {
    codice: 'gia-presente',
    campo: 'salvaCome',
    detail: 'C’è già un profilo con questo nome.',
  },
}
