// The workbooks of the bulk mode: the template, partly filled in for the ambito or for one comune, and the outcome of an
// import, which has the same columns and can be corrected and uploaded again.
import { sql } from 'kysely'
import {
  type ColonnaModello,
  type Contesto,
  colonneEsito,
  colonneModello,
} from '../../shared/accreditamento/importazioni.rules.ts'
import type { FileReply } from '../../shared/kernel/endpoint.ts'
import { erroreDiCampo } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { type Colonna, scriviCartella, scriviFoglioLungo, TIPO_XLSX, type Valore } from '../kernel/tabelle/scrivi.ts'
import { leggiContesto } from './importazioni-lettura.ts'

const RIGHE_DA_COMPILARE = 500
/** Above this a workbook is written in a stream, which has no drop-down lists. */
export const CON_ELENCHI = 5000

const larghezze: Partial<Record<ColonnaModello, number>> = {
  'Codice fiscale': 20,
  Nome: 22,
  Cognome: 22,
  'Comune di nascita': 26,
  'Comune di riferimento': 28,
  'Ambito di riferimento': 30,
  'E-mail': 30,
  Ruolo: 46,
  Fondo: 24,
}

function colonne(k: Contesto): Colonna[] {
  const scelte: Partial<Record<ColonnaModello, string[]>> = {
    Genere: ['F', 'M'],
    'Comune di riferimento': k.comuni.map((c) => c.nome),
    'Ambito di riferimento': [k.ambito.nome],
    Ruolo: k.ruoli.filter((r) => r.assegnabile).map((r) => r.nome),
  }
  return colonneModello.map((titolo) => ({
    titolo,
    formato: titolo === 'Data di nascita' || titolo === 'Fine contratto' ? 'data' : 'testo',
    ...(larghezze[titolo] && { larghezza: larghezze[titolo] }),
    ...(scelte[titolo] && { scelte: scelte[titolo] }),
  }))
}

const istruzioni = (k: Contesto) => [
  `Operatori da accreditare: ${k.ambito.nome}`,
  'Compila il foglio «Utenti»: una riga per ogni persona e per ogni ruolo. Chi ha più ruoli, o lo stesso ruolo in più comuni, occupa più righe con gli stessi dati anagrafici; e-mail, telefono, fondo e fine contratto bastano in una di esse, e se si ripetono devono essere uguali.',
  'Obbligatori: codice fiscale, nome, cognome, data e comune di nascita, genere, ruolo. Per chi è nato all’estero scrivi lo Stato al posto del comune. Facoltativi: e-mail, telefono, fondo che paga il contratto, fine del contratto.',
  'Scrivi nome e cognome per intero, come all’anagrafe: vengono confrontati con il codice fiscale.',
  'Territorio: indica il comune di riferimento se il ruolo è di un comune, oppure l’ambito di riferimento se è di tutto l’ambito. I ruoli dei controlli anagrafici sono sempre di un comune.',
  'Il ruolo e il comune si scelgono dall’elenco a discesa della cella. Non rinominare, togliere o aggiungere colonne; non usare formule.',
  'Le date si scrivono come 31/12/1980. Una cella vuota non cancella un dato già registrato.',
  'Il file va restituito all’amministratore dell’ambito insieme alla richiesta formale dell’ufficio. Prima di importare, Trama mostra l’esito riga per riga; le righe rifiutate si scaricano, si correggono e si ricaricano.',
]

/** One row for each present role that the file could give. */
async function utentiEsistenti(ctx: Ctx, comune: string | undefined): Promise<Valore[][]> {
  const { rows } = await sql<{ r: Valore[] }>`
    select array[u.codice_fiscale, u.nome, u.cognome, u.data_nascita::text, coalesce(l.nome, e.nome, u.luogo_nascita_id), u.genere, c.nome,
                 case when a.comune_id is null then b.nome end, u.email, u.telefono, r.nome, u.fondo, u.fine_contratto::text] as r
      from assegnazione a join utente u on u.id = a.utente_id join ruolo r on r.id = a.ruolo_id join ambito b on b.id = a.ambito_id
      left join comune c on c.id = a.comune_id left join comune l on l.id = u.luogo_nascita_id left join stato_estero e on e.id = u.luogo_nascita_id
     where a.ambito_id = ${ctx.ambito} and a.stato <> 'revocata' and coalesce(a.al, 'infinity') >= ${ctx.oggi()}::date and u.stato <> 'cessato'
       and r.id in (select accesso.ruoli_assegnabili(${ctx.oggi()})) and (${comune ?? null}::text is null or a.comune_id = ${comune ?? null})
     order by u.cognome_chiave, u.nome_chiave, u.id, r.ordine, c.nome`.execute(ctx.tx)
  return rows.map((x) => x.r)
}

export async function scriviModello(
  ctx: Ctx,
  i: { esistenti?: boolean | undefined; comune?: string | undefined },
): Promise<FileReply> {
  const tutto = await leggiContesto(ctx)
  const solo = i.comune ? tutto.comuni.filter((c) => c.id === i.comune) : undefined
  if (solo?.length === 0) throw erroreDiCampo('comune', 'Il comune non fa parte dell’ambito: scegline uno dell’ambito.')
  const k = solo ? { ...tutto, comuni: solo } : tutto
  const righe = i.esistenti ? await utentiEsistenti(ctx, i.comune) : []
  const vuota = colonneModello.map((c) => (c === 'Comune di riferimento' ? solo?.[0]?.nome : undefined))
  if (solo) for (let n = 0; n < RIGHE_DA_COMPILARE; n++) righe.push(vuota)
  const contenuto = await scriviCartella({
    titolo: `Operatori da accreditare: ${solo?.[0]?.nome ?? k.ambito.nome}`,
    fogli: [{ nome: 'Utenti', colonne: colonne(k), righe, righeVuote: solo ? 0 : RIGHE_DA_COMPILARE }],
    istruzioni: istruzioni(k),
  })
  return { nome: `operatori-${k.ambito.codice}${i.comune ? `-${i.comune}` : ''}.xlsx`, tipo: TIPO_XLSX, contenuto }
}

// ---- the outcome ----------------------------------------------------------------------------------------------------

export interface RigaEsito {
  celle: string[]
  esito: string | null
  motivi: string[]
}

const esitiInParole: Record<string, string> = {
  accettata: 'Accettata',
  'gia-presente': 'Già presente',
  modificata: 'Modificata',
  rifiutata: 'Rifiutata',
}
const inRiga = (r: RigaEsito): Valore[] => [...r.celle, esitiInParole[r.esito ?? ''] ?? '', r.motivi.join(' ')]
const conEsito = (k: Contesto): Colonna[] => [
  ...colonne(k),
  { titolo: colonneEsito[0], larghezza: 14 },
  { titolo: colonneEsito[1], larghezza: 80 },
]

/** Rows with their outcome, to be corrected and uploaded again: at most `CON_ELENCHI`. */
export const scriviEsito = (k: Contesto, righe: readonly RigaEsito[]): Promise<Uint8Array> =>
  scriviCartella({
    titolo: `Esito dell’importazione: ${k.ambito.nome}`,
    fogli: [{ nome: 'Utenti', colonne: conEsito(k), righe: righe.map(inRiga) }],
    istruzioni: istruzioni(k),
  })

/** The same of any length, in constant memory. */
export function scriviEsitoLungo(
  k: Contesto,
  righe: Iterable<RigaEsito> | AsyncIterable<RigaEsito>,
): AsyncIterable<Uint8Array> {
  async function* tutte() {
    for await (const r of righe) yield inRiga(r)
  }
  return scriviFoglioLungo({ nome: 'Utenti', colonne: conEsito(k) }, tutte())
}
