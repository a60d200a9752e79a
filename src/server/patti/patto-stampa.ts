// The pact on paper: tagged, PDF/A-2a, checked against PDF/UA-1, by the template of the ambito (documenti/stampa.ts, ADR 0016). What
// was proposed for signature is a file, and stays as it was read; before that it is typeset each time, and says that it is a draft.

import { sql } from 'kysely'
import type { FileReply, Input } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { pattoApi } from '../../shared/patti/patto.api.ts'
import { nonFirmato, type StatoPatto, siDaAllaFamiglia } from '../../shared/patti/patto.rules.ts'
import { copiaDelPatto, partiCopia } from '../../shared/patti/patto-copia.ts'
import {
  type Campo,
  type GenereVoce,
  generi,
  listaDi,
  testoDi,
  type Voce,
  vociDi,
  vociVive,
} from '../../shared/patti/patto-voci.ts'
import { giornoInParole } from '../documenti/fonte.ts'
import { modelliInVigore, type UsoModello } from '../documenti/modelli.ts'
import { testiDelPatto } from '../documenti/patto-testi.ts'
import { stampa } from '../documenti/stampa.ts'
import type { Ctx } from '../kernel/context.ts'
import { assertLeggibile } from './file-verifica.ts'
import { getPatto, incontriDiTutti, type Patto, personeDi, vociDelPatto } from './patto-lettura.ts'

type Api = typeof pattoApi
type Parole = ReadonlyMap<string, string>
interface VoceStampata {
  testo: string
  condizionale: boolean
  righe: [string, string][]
}

const euro = new Intl.NumberFormat('it-IT', { style: 'currency', currency: 'EUR' })

/** Words of all the codes of a pact, in one query. */
async function paroleDeiCodici(ctx: Ctx, voci: readonly Voce[]): Promise<Parole> {
  const chieste = voci.flatMap((v) =>
    generi[v.genere].campi.flatMap((c) => {
      const codice = c.codifica ? testoDi(v, c.nome) : ''
      return codice ? [{ lista: c.codifica, codice }] : []
    }),
  )
  const { rows } = await sql<{ lista: string; codice: string; parole: string | null }>`
    select distinct c.lista, c.codice, kernel.voce_etichetta(c.lista, c.codice) as parole
      from jsonb_to_recordset(${JSON.stringify(chieste)}::jsonb) as c(lista text, codice text)`.execute(ctx.tx)
  return new Map(rows.map((r) => [`${r.lista} ${r.codice}`, r.parole ?? r.codice]))
}

function inParole(v: Voce, c: Campo, nomi: Parole, codici: Parole): string {
  const x = v.campi[c.nome]
  if (x === null || x === undefined || x === '') return ''
  switch (c.tipo) {
    case 'giorno':
      return giornoInParole(String(x))
    case 'importo':
      return euro.format(Number(x) / 100)
    case 'si-no':
      return x === true ? 'sì' : ''
    case 'componente':
      return nomi.get(String(x)) ?? ''
    case 'componenti':
      return listaDi(v, c.nome)
        .flatMap((id) => nomi.get(id) ?? [])
        .join(', ')
    case 'voce':
      return codici.get(`${c.codifica} ${String(x)}`) ?? String(x)
    case 'offerta':
      return ''
    default:
      return String(x).trim()
  }
}

/** What the template says by itself, and what only serves those who write. */
const nonInRiga: readonly string[] = ['testo', 'condizionale', 'fonte', 'priorita']

function dellaVoce(v: Voce, nomi: Parole, codici: Parole): VoceStampata {
  return {
    testo: testoDi(v),
    condizionale: v.campi.condizionale === true,
    righe: generi[v.genere].campi
      .filter((c) => !nonInRiga.includes(c.nome))
      .map((c): [string, string] => [c.etichetta, inParole(v, c, nomi, codici)])
      .filter(([, valore]) => valore !== ''),
  }
}

interface DaStampare {
  id: string
  numero: number
  stato: StatoPatto
  lingua: string | null
}

/** Everything is read here; the typesetting, which takes its time, can be done when the transaction has ended. */
export async function preparaPdf(ctx: Ctx, p: DaStampare): Promise<() => Promise<Buffer>> {
  const testo = await modelloDi(ctx, 'patto', 'Nessun modello di patto è in vigore: chiedi a chi gestisce i modelli.')
  const t = await testataDi(ctx, p.id)
  const voci = vociVive(await vociDelPatto(ctx, p.id))
  const persone = await personeDi(ctx, p.id)
  const nomi: Parole = new Map(persone.map((x) => [x.componenteId, x.nome]))
  const codici = await paroleDeiCodici(ctx, voci)
  const di = (genere: GenereVoce, padre: string | null = null) => vociDi(voci, genere, padre)
  const una = (v: Voce) => dellaVoce(v, nomi, codici)
  const dati = {
    oggi: giornoInParole(ctx.oggi()),
    ente: { ambito: t.ambito, comune: t.comune },
    operatore: { nominativo: t.operatore ?? '' },
    patto: {
      numero: p.numero,
      misura: t.misura,
      richiedente: t.richiedente,
      bozza: p.stato === 'bozza',
      lingua: p.lingua,
      testi: testiDelPatto('it'),
      accanto: p.lingua ? testiDelPatto(p.lingua) : null,
      persone: persone.map((x) => ({
        nome: x.nome,
        nascita: x.dataNascita && giornoInParole(x.dataNascita),
        volontario: x.volontario,
      })),
      obiettivi: di('obiettivo').map((o) => ({
        ...una(o),
        risultati: di('risultato', o.voce).map((r) => ({ ...una(r), azioni: di('azione', r.voce).map(una) })),
      })),
      impegni: di('impegno').map(una),
      sostegni: di('sostegno').map(una),
      rete: di('rete').map(una),
      risorse: di('risorsa').map(una),
      proposte: di('proposta').map(una),
      equipe: di('equipe').map(una),
      beneficio: di('beneficio').map(una),
      monitoraggio: di('monitoraggio').map(una),
      disaccordi: di('disaccordo').map(una),
      firme: [...persone.filter((x) => x.firma).map((x) => x.nome), 'Il servizio sociale'],
    },
  }
  const istante = ctx.adesso()
  return () => stampa({ testo, dati, istante })
}

async function modelloDi(ctx: Ctx, uso: UsoModello, manca: string): Promise<string> {
  const [modello] = await modelliInVigore(ctx, uso)
  if (!modello) throw problem('stato-non-ammesso', { detail: manca })
  return modello.testo
}

interface Testata {
  ambito: string
  comune: string
  operatore: string | null
  misura: string
  richiedente: string
}
async function testataDi(ctx: Ctx, id: string): Promise<Testata> {
  const { rows } = await sql<Testata>`
    select a.nome as ambito, k.nome as comune, (select nome from accesso.nomi_di(array[kernel.utente()])) as operatore, m.nome as misura, c.richiedente
      from patto p join caso c on c.id = p.caso_id join comune k on k.id = p.comune_id join ambito a on a.id = p.ambito_id join misura m on m.id = c.misura_id
     where p.id = ${id}`.execute(ctx.tx)
  if (!rows[0]) throw problem('non-trovato')
  return rows[0]
}

/** The copy in plain words, as the pact is now: nothing of it is kept, because what binds is the other. */
async function preparaCopia(ctx: Ctx, p: Patto, lingua: string | null): Promise<() => Promise<Buffer>> {
  const testo = await modelloDi(
    ctx,
    'copia-patto',
    'Nessun modello di copia in parole semplici è in vigore: chiedi a chi gestisce i modelli.',
  )
  const t = await testataDi(ctx, p.id)
  const persone = await personeDi(ctx, p.id)
  const nomi = new Map(persone.map((x) => [x.componenteId, x.nome]))
  const c = copiaDelPatto({
    voci: await vociDelPatto(ctx, p.id),
    nome: (id) => nomi.get(id) ?? '',
    giorno: giornoInParole,
    incontri: await incontriDiTutti(ctx, p),
  })
  const dati = {
    oggi: giornoInParole(ctx.oggi()),
    ente: { ambito: t.ambito, comune: t.comune },
    operatore: { nominativo: t.operatore ?? '' },
    copia: {
      misura: t.misura,
      bozza: nonFirmato(p.stato),
      lingua,
      testi: testiDelPatto('it'),
      accanto: lingua ? testiDelPatto(lingua) : null,
      persone: persone.map((x) => x.nome),
      parti: partiCopia.map((x) => [`copia-${x}`, c[x]]),
      ...c,
    },
  }
  const istante = ctx.adesso()
  return () => stampa({ testo, dati, istante })
}

export async function copia(ctx: Ctx, i: Input<Api['copia']>): Promise<FileReply> {
  const p = await getPatto(ctx, i.id)
  if (!siDaAllaFamiglia(p.stato))
    throw problem('stato-non-ammesso', {
      detail: 'Questa versione del patto non vale più: la copia si dà di quella che vale.',
    })
  const contenuto = await preparaCopia(ctx, p, i.soloItaliano ? null : p.lingua)
  return { nome: 'patto-in-parole-semplici.pdf', tipo: 'application/pdf', inLinea: true, contenuto }
}

export async function pdf(ctx: Ctx, i: Input<Api['pdf']>): Promise<FileReply> {
  const p = await getPatto(ctx, i.id)
  if (p.stato === 'bozza')
    return { nome: 'patto-bozza.pdf', tipo: 'application/pdf', inLinea: true, contenuto: await preparaPdf(ctx, p) }
  const { rows } = await sql<{ id: string }>`
    select id from patto_file where patto_id = ${p.id} and specie = 'patto' order by caricato_il desc limit 1`.execute(
    ctx.tx,
  )
  return file(ctx, { id: p.id, file: rows[0]?.id ?? p.id })
}

export async function file(ctx: Ctx, i: Input<Api['file']>): Promise<FileReply> {
  type Riga = { nome: string; tipo: string; contenuto: Uint8Array } & Parameters<typeof assertLeggibile>[0]
  const { rows } = await sql<Riga>`
    select nome, tipo, contenuto, verifica, verifica_nota from patto_file where id = ${i.file} and patto_id = ${i.id}`.execute(
    ctx.tx,
  )
  if (!rows[0]) throw problem('non-trovato')
  assertLeggibile(rows[0])
  const { nome, tipo, contenuto } = rows[0]
  const inLinea = tipo === 'application/pdf' || tipo.startsWith('image/')
  return { nome, tipo, contenuto, ...(inLinea && { inLinea: true as const }) }
}
