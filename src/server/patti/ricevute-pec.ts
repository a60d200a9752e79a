// The receipts of certified mail that an operator brings back from the mailbox, as .eml files: each is read (daticert.xml, by a parser
// that expands nothing), found its message by the Message-ID under which it left, kept whole as evidence. Brought twice it changes
// nothing. The signature of the provider is not verified: the file stays, for whoever must.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { SaxesParser } from 'saxes'
import type { FileReply, Input, Output } from '../../shared/kernel/endpoint.ts'
import { Problem, problem } from '../../shared/kernel/problems.ts'
import type { convocazioniApi } from '../../shared/patti/convocazioni.api.ts'
import {
  type DatiCertificazione,
  difettoRicevuta,
  effettoRicevuta,
  isSpecieRicevuta,
  messaggioDi,
  nomiRicevuta,
  type SpecieRicevuta,
} from '../../shared/patti/ricevute-pec.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { gruppiDelRapporto, leggiMessaggio, type Messaggio } from '../kernel/messaggio.ts'
import { arriva, type Bloccato, bloccaMessaggio, nonArriva, partito } from './convocazione-esiti.ts'
import { assertLeggibile, daVerificare } from './file-verifica.ts'

type Api = typeof convocazioniApi

const nonLo = (detail: string) => problem('regola-non-rispettata', { detail })

// ---- reading --------------------------------------------------------------------------------------------------------------

/** Of the elements that matter the text, by their name; those of the dates joined. Null where it is not well-formed. */
function elementi(
  xml: string,
): { tipo: string | null; errore: string | null; testi: Map<string, string[]>; zona: string | null } | null {
  const testi = new Map<string, string[]>()
  let tipo: string | null = null
  let errore: string | null = null
  let zona: string | null = null
  let testo = ''
  const parser = new SaxesParser()
  parser.on('doctype', () => {
    throw new Error('doctype')
  })
  parser.on('error', (e) => {
    throw e
  })
  parser.on('opentag', (t) => {
    testo = ''
    if (t.name === 'postacert') {
      tipo = t.attributes.tipo ?? null
      errore = t.attributes.errore ?? null
    }
    if (t.name === 'data') zona = t.attributes.zona ?? null
  })
  parser.on('text', (x) => {
    testo += x
  })
  parser.on('closetag', (t) => {
    testi.set(t.name, [...(testi.get(t.name) ?? []), testo.trim()])
    testo = ''
  })
  try {
    parser.write(xml).close()
  } catch {
    return null
  }
  return { tipo, errore, testi, zona }
}

/** «02/03/2026», «09:30:00», «+0100» */
function istante(giorno: string | undefined, ora: string | undefined, zona: string | null): string | null {
  const g = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(giorno ?? '')
  const z = /^([+-]\d{2}):?(\d{2})$/.exec(zona ?? '')
  if (!g || !z || !/^\d{2}:\d{2}:\d{2}$/.test(ora ?? '')) return null
  const d = new Date(`${g[3]}-${g[2]}-${g[1]}T${ora}${z[1]}:${z[2]}`)
  return Number.isNaN(d.getTime()) ? null : d.toISOString()
}

export function leggiDaticert(xml: string): DatiCertificazione | null {
  const e = elementi(xml)
  if (!e?.tipo) return null
  const uno = (nome: string) => e.testi.get(nome)?.[0] || null
  return {
    tipo: e.tipo,
    errore: e.errore,
    msgid: uno('msgid'),
    identificativo: uno('identificativo'),
    gestore: uno('gestore-emittente'),
    quando: istante(uno('giorno') ?? undefined, uno('ora') ?? undefined, e.zona),
    destinatari: e.testi.get('destinatari') ?? [],
    consegna: uno('consegna'),
    motivo: uno('errore-esteso'),
  }
}

interface Letta {
  specie: SpecieRicevuta
  dati: DatiCertificazione
  messaggio: string
}

/** The address of a field of a report: «rfc822; ada@example.it». */
const indirizzoDi = (campo = ''): string | undefined => campo.split(';').at(-1)!.trim() || undefined

/** A mail server says that it did not deliver: the last word only where it failed, and of the message that it gives back. */
function rimbalzoDi(m: Messaggio, rapporto: string): Letta {
  const gruppi = gruppiDelRapporto(rapporto)
  const suo = gruppi.find((g) => g.get('action')?.toLowerCase() === 'failed')
  if (!suo)
    throw nonLo(
      'L’avviso non dice che l’e-mail non è arrivata: forse dice che ritarda, o che è arrivata. Non cambia nulla.',
    )
  const messaggio = messaggioDi(m.restituito?.messageId ?? null)
  if (!messaggio) throw nonLo('L’avviso è di un messaggio che non è partito da qui, o non dice di quale.')
  const dati: DatiCertificazione = {
    tipo: 'mancato-recapito',
    errore: suo.get('status') ?? null,
    msgid: m.restituito?.messageId ?? null,
    identificativo: m.messageId,
    gestore: indirizzoDi(gruppi.find((g) => g.has('reporting-mta'))?.get('reporting-mta')) ?? null,
    quando: m.data,
    // forwarded by who receives it, it may have failed at another address: ours is the first
    destinatari: [suo.get('original-recipient'), suo.get('final-recipient')].flatMap((x) => indirizzoDi(x) ?? []),
    consegna: indirizzoDi(suo.get('original-recipient')) ?? null,
    motivo: suo.get('diagnostic-code') ?? null,
  }
  return { specie: 'mancato-recapito', dati, messaggio }
}

function ricevutaDi(bytes: Uint8Array): Letta {
  const letto = leggiMessaggio(bytes, 'daticert.xml')
  const { chiesto, postaCertificata } = letto
  if (!chiesto && letto.rapporto !== undefined) return rimbalzoDi(letto, letto.rapporto)
  if (!chiesto)
    throw nonLo(
      postaCertificata
        ? 'È un messaggio di posta certificata ma non una ricevuta: manca l’allegato daticert.xml. Salva la ricevuta dalla casella così com’è.'
        : 'Non è una ricevuta di posta certificata, né un avviso di mancato recapito: salva dalla casella il messaggio così com’è, in formato .eml.',
    )
  const dati = leggiDaticert(chiesto.toString('utf8'))
  if (!dati) throw nonLo('L’allegato daticert.xml non si legge: salva di nuovo la ricevuta dalla casella.')
  if (!isSpecieRicevuta(dati.tipo) || dati.tipo === 'mancato-recapito')
    throw nonLo('È la busta di un messaggio, non la ricevuta di uno che hai mandato: scegli le ricevute.')
  const messaggio = messaggioDi(dati.msgid)
  if (!messaggio) throw nonLo('La ricevuta è di un messaggio che non è partito da qui.')
  return { specie: dati.tipo, dati, messaggio }
}

/** The clocks of two servers are not the same. */
const SCARTO_MS = 5 * 60_000

// ---- reconciling ------------------------------------------------------------------------------------------------------------

type Suo = Bloccato & { indirizzo: string | null; creatoIl: string; inviatoIl: string | null; comuneId: string }

/** The message of a caso that the reader follows; one sentence for whatever is not, which says nothing of it. */
async function suo(ctx: Ctx, id: string): Promise<Suo> {
  try {
    const m = await bloccaMessaggio(ctx, id)
    if (m.assegnatarioId !== ctx.utente) throw problem('non-trovato')
    const { rows } = await sql<Omit<Suo, keyof Bloccato>>`
      select indirizzo, creato_il, inviato_il, comune_id from convocazione_messaggio where id = ${id}`.execute(ctx.tx)
    return { ...m, ...rows[0]! }
  } catch (e) {
    if (e instanceof Problem && e.codice === 'non-trovato')
      throw nonLo('La ricevuta è di un messaggio che non è partito da qui, o di un caso che non segui.')
    throw e
  }
}

async function applica(ctx: Ctx, m: Suo, specie: SpecieRicevuta, d: DatiCertificazione): Promise<boolean> {
  const quando = d.quando!
  // sent again since, what came back is the one before
  if (specie === 'mancato-recapito' && m.inviatoIl && Date.parse(quando) < Date.parse(m.inviatoIl) - SCARTO_MS)
    return false
  const effetto = effettoRicevuta(specie, m.stato)
  const { rows } = await sql<{ giorno: string }>`select kernel.giorno(${quando}::timestamptz) as giorno`.execute(ctx.tx)
  const { giorno } = rows[0]!
  if (effetto === 'parte')
    await partito(ctx, { ...m, stato: 'in-partenza' }, 'parte', { quando, giorno, riferimento: d.identificativo })
  else if (effetto === 'consegna') await arriva(ctx, m, { quando, giorno, nota: null, riferimento: d.identificativo })
  else if (effetto === 'torna')
    // the words of the provider may hold the address: they stay with the receipt
    await nonArriva(ctx, m, 'torna', `${nomiRicevuta[specie]}.`)
  return effetto !== 'nulla'
}

export async function caricaRicevuta(ctx: Ctx, i: Input<Api['ricevuta']>): Promise<Output<Api['ricevuta']>> {
  const contenuto = await readFile(i.file.path)
  const { specie, dati, messaggio } = ricevutaDi(contenuto)
  const m = await suo(ctx, messaggio)
  const risposta = { convocazioneId: m.convocazioneId, specie, quando: dati.quando }
  const sha256 = createHash('sha256').update(contenuto).digest('hex')
  const { rows: gia } = await sql`
    select 1 from convocazione_ricevuta where messaggio_id = ${m.id} and (sha256 = ${sha256} or (specie = ${specie} and identificativo = ${dati.identificativo} and indirizzo is not distinct from ${dati.consegna}))`.execute(
    ctx.tx,
  )
  if (gia.length > 0) return { ...risposta, esito: 'nota' }
  const difetto = difettoRicevuta(dati, m, ctx.adesso().toISOString())
  if (difetto) throw nonLo(difetto)
  const { rows } = await sql<{ id: string }>`
    insert into convocazione_ricevuta (comune_id, messaggio_id, specie, quando, gestore, identificativo, indirizzo, motivo, nome, bytes, sha256, contenuto)
    values (${m.comuneId}, ${m.id}, ${specie}, ${dati.quando}, ${dati.gestore}, ${dati.identificativo}, ${dati.consegna}, ${dati.motivo?.slice(0, 2000) ?? null}, ${`${specie}.eml`}, ${contenuto.length}, ${sha256}, ${contenuto})
    returning id`.execute(ctx.tx)
  daVerificare(ctx, 'convocazione_ricevuta', rows[0]!.id, m.comuneId)
  return { ...risposta, esito: (await applica(ctx, m, specie, dati)) ? 'applicata' : 'conservata' }
}

export async function scaricaRicevuta(ctx: Ctx, i: Input<Api['scaricaRicevuta']>): Promise<FileReply> {
  type Riga = { nome: string; contenuto: Uint8Array } & Parameters<typeof assertLeggibile>[0]
  // what became secret after it left is left out when it is read
  const { rows } = await sql<Riga>`
    select r.nome, r.contenuto, r.verifica, r.verifica_nota from convocazione_ricevuta r join convocazione_messaggio g on g.id = r.messaggio_id join convocazione v on v.id = g.convocazione_id
      join caso c on c.id = v.caso_id where r.id = ${i.id} and c.assegnatario_id = kernel.utente() and not exists (select 1 from accesso.da_non_trovare(c.domanda_id))`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  assertLeggibile(rows[0])
  return { nome: rows[0].nome, tipo: 'message/rfc822', contenuto: Buffer.from(rows[0].contenuto) }
}
