// A message against a folder, item by item: what is added, what is there already, what stays as the record has it, what
// remains in the file.
import { sql } from 'kysely'
import { type NomeFatto, tipoFatto } from '../../../shared/anagrafe/fatti.ts'
import type { FattoRiga } from '../../../shared/anagrafe/importa-riga.rules.ts'
import type { Contenuto } from '../../../shared/cartella/lombardia/contenuto.ts'
import { Problem } from '../../../shared/kernel/problems.ts'
import { completo, scriviFatto } from '../../anagrafe/fatti.ts'
import { inParole } from '../../anagrafe/fatti-parole.ts'
import { diceLoStesso } from '../../anagrafe/importa-identita.ts'
import { inFrase } from '../../anagrafe/importa-persone.ts'
import type { Ctx } from '../../kernel/context.ts'
import { generalitaDi } from './persona.ts'
import { type Aggiunte, type Confrontata, FONTE, type VoceDaScrivere } from './voce.ts'
import { mancaAllaPresa, vociPresa } from './voci-presa.ts'
import { vociVicini } from './voci-vicini.ts'

/** The facts that a message says, in the shapes of the record. */
function fattiDi({ letto, luoghi, aggiunte }: Confrontata): FattoRiga[] {
  const c = letto.contenuto
  const comune = (istat: string | undefined) => istat && luoghi.get(istat)
  const fatti: [NomeFatto, Record<string, unknown> | undefined][] = [
    ['residenza', comune(c.residenza) ? { comune: comune(c.residenza) } : undefined],
    ['domicilio', comune(c.domicilio) ? { comune: comune(c.domicilio) } : undefined],
    ['recapito', c.telefono ? { mezzo: 'telefono', valore: c.telefono } : undefined],
    ['recapito', c.cellulare ? { mezzo: 'cellulare', valore: c.cellulare } : undefined],
    ['recapito', c.email ? { mezzo: 'email', valore: c.email } : undefined],
    ['stato-civile', c.statoCivile ? { stato: c.statoCivile } : undefined],
    ...c.cittadinanze.map((stato): [NomeFatto, Record<string, unknown>] => ['cittadinanza', { stato }]),
    ['documento', c.documento],
    ['studio', c.titoloStudio ? { titolo: c.titoloStudio } : undefined],
    ['lavoro', c.lavoro ? { condizione: c.lavoro } : undefined],
    ['sociale', c.tipologiaFamiliare ? { tipologiaFamiliare: c.tipologiaFamiliare } : undefined],
    ['isee', iseeDi(c, aggiunte)],
    ['salute', c.salute ? { descrizione: c.salute } : undefined],
    ['tessera-sanitaria', c.tessera ? { numero: c.tessera } : undefined],
    ['assistenza-sanitaria', assistenzaDi(c)],
  ]
  return fatti.flatMap(([tipo, dati]) => (dati ? [{ tipo, dati }] : []))
}

function iseeDi(c: Contenuto, aggiunte: Aggiunte) {
  const tipo = c.isee?.tipo ?? aggiunte.tipoIsee
  return c.isee && tipo ? { tipo, isee: c.isee.centesimi } : undefined
}

function assistenzaDi({ ats, asst, ambito, medico }: Contenuto) {
  const dati = {
    ats,
    asst,
    ambito,
    medicoCognome: medico?.cognome,
    medicoNome: medico?.nome,
    medicoCodiceFiscale: medico?.codiceFiscale,
  }
  const detti = Object.entries(dati).filter(([, v]) => v !== undefined)
  return detti.length > 0 ? Object.fromEntries(detti) : undefined
}

/** What the operator may add, to let more of the message in. */
export const servono = (c: Contenuto): (keyof Aggiunte)[] => [
  ...mancaAllaPresa(c.presa),
  ...(c.isee && !c.isee.tipo ? (['tipoIsee'] as const) : []),
]

export async function vociDi(ctx: Ctx, k: Confrontata): Promise<VoceDaScrivere[]> {
  return [
    vociGeneralita(k),
    ...(await vociFatti(ctx, k)),
    ...(await vociVicini(ctx, k)),
    ...vociPresa(ctx, k),
    ...vociFuori(k),
  ]
}

function vociGeneralita({ personaId, noto, letto, luoghi }: Confrontata): VoceDaScrivere {
  const { persona } = letto.contenuto
  const base = { cosa: 'Generalità', valore: `${persona.cognome} ${persona.nome}` }
  if (!personaId) return { ...base, esito: 'aggiunge', perche: null }
  const sue = noto.fatti.find((f) => f.tipo === 'generalita')?.dati ?? {}
  return diceLoStesso(sue, generalitaDi(letto.contenuto, luoghi))
    ? { ...base, esito: 'gia-presente', perche: null }
    : { ...base, esito: 'resta', perche: 'Nel messaggio non sono uguali: restano quelle della cartella.' }
}

/** Protected data that the running act may write in this comune. */
async function classiAperte(ctx: Ctx, comune: string): Promise<Set<string>> {
  const { rows } = await sql<{ classi: string[] }>`select kernel.classi() as classi`.execute(ctx.tx)
  return new Set(rows[0]!.classi.map((c) => (c.endsWith(`:${comune}`) ? c.slice(0, c.indexOf(':')) : c)))
}

const DOVE_VIVE: NomeFatto[] = ['residenza', 'domicilio', 'recapito', 'assistenza-sanitaria']

async function vociFatti(ctx: Ctx, k: Confrontata): Promise<VoceDaScrivere[]> {
  const { noto } = k
  // what arrives must neither tell nor overwrite where she lives in secret
  const fatti = fattiDi(k).filter((f) => !(noto.segreto && DOVE_VIVE.includes(f.tipo)))
  const aperte = await classiAperte(ctx, noto.comuneId)
  const parole = await inParole(
    ctx,
    fatti.map((f) => ({ ...f, dal: null })),
  )
  const voci: VoceDaScrivere[] = []
  for (const [n, f] of fatti.entries()) {
    const { nome, singolo, classe } = tipoFatto(f.tipo)
    const base = { cosa: nome, valore: parole[n]!.map((p) => p.valore).join(', ') }
    const suoi = noto.fatti.filter((x) => x.tipo === f.tipo)
    const difetto = await difettoDi(ctx, f)
    if (suoi.some((x) => diceLoStesso(x.dati, f.dati))) voci.push({ ...base, esito: 'gia-presente', perche: null })
    else if (classe && !aperte.has(classe))
      voci.push({ ...base, esito: 'fuori', perche: 'È un dato protetto che il tuo ruolo non scrive.' })
    else if (difetto) voci.push({ ...base, esito: 'fuori', perche: difetto })
    else if (singolo && suoi.length > 0)
      voci.push({
        ...base,
        esito: 'resta',
        perche: 'Nella cartella è diverso: se è cambiato, registralo nella scheda.',
      })
    else
      voci.push({
        ...base,
        esito: 'aggiunge',
        perche: null,
        scrivi: async (personaId) => {
          await scriviFatto(ctx, personaId, { ...f, fonte: FONTE })
        },
      })
  }
  return voci
}

/** The data as a form would refuse them, in words. */
async function difettoDi(ctx: Ctx, f: FattoRiga): Promise<string | null> {
  try {
    await completo(ctx, '', { ...f, fonte: FONTE })
    return null
  } catch (e) {
    if (!(e instanceof Problem)) throw e
    return inFrase(e)
  }
}

function vociFuori({ letto, luoghi, aggiunte }: Confrontata): VoceDaScrivere[] {
  const { contenuto: c, fuori } = letto
  const voci = fuori.map(
    (n): VoceDaScrivere => ({ cosa: n.cosa, valore: '', esito: 'fuori', perche: maiuscola(n.perche) }),
  )
  if (c.isee && !iseeDi(c, aggiunte))
    voci.push({
      cosa: tipoFatto('isee').nome,
      valore: (c.isee.centesimi / 100).toLocaleString('it-IT', { style: 'currency', currency: 'EUR' }),
      esito: 'fuori',
      perche: 'Il messaggio non dice di che tipo: per riportarla indicalo.',
    })
  const ignoti = new Set([c.residenza, c.domicilio, c.persona.luogoNascita].filter((x) => x && !luoghi.has(x)))
  for (const istat of ignoti)
    voci.push({ cosa: 'Comune', valore: istat!, esito: 'fuori', perche: 'Nessun comune ha questo codice ISTAT.' })
  return voci
}

const maiuscola = (s: string) => s.charAt(0).toUpperCase() + s.slice(1)
