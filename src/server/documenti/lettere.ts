// A letter: a template in force, what the source lets leave of the person, what the operator has typed. Printed and kept
// in one act, with its hash, as a document «in uscita»; the version of the template it comes from is written beside it.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { lettereApi } from '../../shared/documenti/modelli.api.ts'
import {
  CLASSE_SEGNALANTE,
  campiDelModello,
  difettiDeiCampi,
  messaggiDelModello,
} from '../../shared/documenti/modelli.rules.ts'
import type { FileReply, Input, Output } from '../../shared/kernel/endpoint.ts'
import { problem } from '../../shared/kernel/problems.ts'
import type { Ctx } from '../kernel/context.ts'
import { rotte } from '../kernel/modulo.ts'
import { annotaPassaggio, assertPresa, nuovoDocumento } from './atti.ts'
import { scriviVersione } from './contenuto.ts'
import { depositaIntero } from './depositi.ts'
import { type FontePersona, giornoInParole, type SenzaSegnalanti } from './fonte.ts'
import { type ModelloInVigore, modelliInVigore } from './modelli.ts'
import { stampa } from './stampa.ts'

type Api = typeof lettereApi
type Compilata = Input<Api['anteprima']>

async function modelloScelto(ctx: Ctx, id: string): Promise<ModelloInVigore> {
  const m = (await modelliInVigore(ctx)).find((x) => x.id === id && !messaggiDelModello(x.testo))
  if (!m)
    throw problem('stato-non-ammesso', {
      detail: 'Di questo modello è in vigore un’altra versione: scegli di nuovo il modello, ciò che hai scritto resta.',
    })
  return m
}

function valoriDeiCampi(m: ModelloInVigore, valori: Record<string, string>): Record<string, string> {
  const campi = campiDelModello(m.testo)
  const difetti = difettiDeiCampi(campi, valori)
  if (difetti.length > 0)
    throw problem('regola-non-rispettata', {
      detail: difetti[0]!.messaggio,
      errori: difetti.map((d) => ({ ...d, codice: 'non-valido' })),
    })
  return Object.fromEntries(
    campi.map((c) => {
      const v = valori[c.nome]?.trim() ?? ''
      return [c.nome, c.genere === 'data' && v ? giornoInParole(v) : v]
    }),
  )
}

async function presa(ctx: Ctx, id: string | null | undefined, personaId: string) {
  if (!id) return null
  await assertPresa(ctx, id, personaId)
  const { rows } = await sql<{
    numero: number
    tipo: string
    area: string
    dal: string
    responsabile: string | null
  }>`select p.numero, coalesce(kernel.voce_etichetta('tipo-presa-in-carico', p.tipo), p.tipo) as tipo, coalesce(kernel.voce_etichetta('area-utenza', p.area), p.area) as area,
           p.aperta_il as dal, (select n.nome from presa_operatore o, accesso.nomi_di(array[o.utente_id]) n
             where o.presa_id = p.id and o.responsabile and o.dal <= kernel.oggi() and (o.al is null or o.al > kernel.oggi()) limit 1) as responsabile
      from presa_in_carico p where p.id = ${id}`.execute(ctx.tx)
  const p = rows[0]!
  return { ...p, dal: giornoInParole(p.dal) }
}

const TOLTO =
  'Chi ha segnalato è stato tolto dal testo: al suo posto c’è [omissis]. Se la lettera deve nominarlo, indica che può farlo.'

interface Fonti {
  persona: FontePersona
  senzaSegnalanti: SenzaSegnalanti
}

async function componi(ctx: Ctx, fonti: Fonti, i: Compilata) {
  const modello = await modelloScelto(ctx, i.modello)
  const scritti = valoriDeiCampi(modello, i.campi)
  const nascosto = i.classe === CLASSE_SEGNALANTE ? <T>(testo: T) => testo : await fonti.senzaSegnalanti(ctx, i.id)
  const campi = Object.fromEntries(Object.entries(scritti).map(([nome, testo]) => [nome, nascosto(testo)]))
  const tolto = Object.entries(campi).some(([nome, testo]) => testo !== scritti[nome])
  const persona = await fonti.persona(ctx, i.id)
  const { rows } = await sql<{ comune: string; ambito: string; operatore: string | null }>`
    select c.nome as comune, a.nome as ambito, (select nome from accesso.nomi_di(array[kernel.utente()])) as operatore
      from persona p join comune c on c.id = p.comune_id join ambito a on a.id = p.ambito_id where p.id = ${i.id}`.execute(
    ctx.tx,
  )
  const ente = rows[0]
  if (!ente) throw problem('non-trovato')
  const dati = {
    oggi: giornoInParole(ctx.oggi()),
    ente: { ambito: ente.ambito, comune: ente.comune },
    operatore: { nominativo: ente.operatore ?? '' },
    persona: persona.dati,
    presa: await presa(ctx, i.presaId, i.id),
    convocazione: null,
    campi,
  }
  const avvertenze = [...persona.avvertenze, ...(tolto ? [TOLTO] : [])]
  return { modello, avvertenze, nascosto, lavoro: { testo: modello.testo, dati, istante: ctx.adesso() } }
}

export function lettereRotte(persona: FontePersona, senzaSegnalanti: SenzaSegnalanti) {
  const fonti = { persona, senzaSegnalanti }

  async function prepara(ctx: Ctx, i: Input<Api['prepara']>): Promise<Output<Api['prepara']>> {
    // a convocation is written from the caso that it concerns
    const modelli = (await modelliInVigore(ctx)).filter((m) => !messaggiDelModello(m.testo))
    return {
      modelli: modelli.map(({ testo, id, nome, descrizione, versione, nazionale }) => ({
        id,
        nome,
        descrizione,
        versione,
        nazionale,
        campi: campiDelModello(testo),
      })),
      avvertenze: (await persona(ctx, i.id)).avvertenze,
    }
  }

  async function anteprima(ctx: Ctx, i: Compilata): Promise<FileReply> {
    const { modello, lavoro } = await componi(ctx, fonti, i)
    return { nome: `${modello.nome}.pdf`, tipo: 'application/pdf', inLinea: true, contenuto: () => stampa(lavoro) }
  }

  async function scrivi(ctx: Ctx, i: Input<Api['scrivi']>): Promise<Output<Api['scrivi']>> {
    const { modello, avvertenze, nascosto, lavoro } = await componi(ctx, fonti, i)
    const titolo = nascosto(i.titolo.trim())
    const d = await nuovoDocumento(ctx, {
      personaId: i.id,
      sottocartella: 'in-uscita',
      titolo,
      presaId: i.presaId,
      classe: i.classe ?? null,
      riservato: i.riservato,
    })
    const pdf = await stampa(lavoro)
    await scriviVersione(ctx, {
      documentoId: d.id,
      numero: 1,
      mime: 'application/pdf',
      file: {
        nome: `${titolo.replace(/[/\\:]/g, '-').slice(0, 200)}.pdf`,
        bytes: pdf.length,
        sha256: createHash('sha256').update(pdf).digest('hex'),
      },
      deposito: await depositaIntero(ctx, d.comuneId, pdf),
      modelloVersioneId: modello.id,
      pulito: true,
    })
    await annotaPassaggio(ctx, d.id, { atto: 'scrittura', a: `${modello.nome}, versione ${modello.versione}` })
    return { id: d.id, avvertenze }
  }

  return rotte(lettereApi, { prepara, anteprima, scrivi })
}
