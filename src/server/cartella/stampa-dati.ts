// What a printed folder says, in words. Everything comes from what is exported, so that paper and data hold the same: the
// rows that the data do not carry (secret addresses, who reported, what the reader does not see) are not here either.
import { type RawBuilder, sql } from 'kysely'
import { CLASSE_SEGRETA, tipoFatto } from '../../shared/anagrafe/fatti.ts'
import { gruppiFatti } from '../../shared/anagrafe/fatti-forma.ts'
import {
  nomiNucleo,
  type SituazioneMembro,
  situazioneMembro,
  type TipoNucleo,
} from '../../shared/anagrafe/nuclei.rules.ts'
import type { FattoLetto } from '../../shared/anagrafe/persone.api.ts'
import { etichettaRelazione, type SpecieRelazione } from '../../shared/anagrafe/relazioni.rules.ts'
import { leggiFatti, nomiUtenti } from '../anagrafe/fatti.ts'
import type { Ctx } from '../kernel/context.ts'
import { frontespizio } from './fascicolo.ts'
import { paroleDeiSegnalanti, raccontato, senza } from './segnalanti.ts'
import { analisiInParole } from './stampa-analisi.ts'
import { cronologieInParole, decisioniInParole, diarioInParole, documentiInParole } from './stampa-lavoro.ts'
import {
  type Contesto,
  type Coppia,
  giorno,
  momento,
  paroleDi,
  periodo,
  piene,
  testo,
  unisci,
} from './stampa-parole.ts'
import { codiciDelleRighe, preseInParole, sportelloInParole } from './stampa-prese.ts'
import type { FascicoloEsportato } from './tabelle-fascicolo.ts'

export type DatiFascicolo = Awaited<ReturnType<typeof datiDelFascicolo>>

interface Persona {
  cognome: string
  nome: string
  sesso: string | null
}

async function chiEsporta(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ nome: string | null }>`
    select nome from accesso.nomi_di(array[kernel.utente()])`.execute(ctx.tx)
  return rows[0]?.nome ?? ''
}

async function nomeAmbito(ctx: Ctx): Promise<string> {
  const a = await ctx.tx.selectFrom('ambito').select('nome').where('id', '=', ctx.ambito!).executeTakeFirst()
  return a?.nome ?? ''
}

function nucleiInParole(c: Contesto) {
  return c.righe('nucleo').map((n) => ({
    titolo: unisci([nomiNucleo[n.tipo as TipoNucleo], n.etichetta, periodo(n.dal, n.al)], ', '),
    componenti: c
      .righe('nucleo_componente')
      .filter((x) => x.nucleo_id === n.id && x.sostituito_il === null)
      .map((x): Coppia => {
        const chi = c.righe('persona').find((p) => p.id === x.persona_id)
        return [
          c.persona(x.persona_id),
          unisci(
            [
              c.parola('parentela', x.parentela, chi?.sesso),
              ...situazioneMembro(x as unknown as SituazioneMembro).map((s) => s.toLowerCase()),
              periodo(x.dal, x.al),
            ],
            ', ',
          ),
        ]
      }),
  }))
}

function relazioniInParole(c: Contesto, io: ReadonlySet<unknown>): string[] {
  return c
    .righe('relazione')
    .filter((r) => r.sostituito_il === null)
    .map((r) => {
      const altro = io.has(r.persona_a) ? 'b' : 'a'
      const id = altro === 'a' ? r.persona_a : r.persona_b
      const sesso = (c.righe('persona').find((p) => p.id === id)?.sesso ?? null) as 'M' | 'F' | null
      const come = etichettaRelazione({
        specie: r.specie as SpecieRelazione,
        tipo: String(r.tipo),
        altro,
        sessoAltro: sesso,
        esito: (r.esito ?? null) as string | null,
        finita: typeof r.al === 'string' && r.al < c.oggi,
        qualita: c.parola('qualita-legame', r.tipo),
      })
      return unisci([`${c.persona(id)}: ${come}`, periodo(r.dal, r.al), r.nota], ', ')
    })
}

export async function datiDelFascicolo(ctx: Ctx, personaId: string, f: FascicoloEsportato, motivo: string) {
  const righe = (tabella: string) => f.tabelle[tabella] ?? []
  const nomi = new Map(righe('persona').map((p) => [p.id, `${p.cognome} ${p.nome}`.trim()]))
  const colleghi = await nomiUtenti(ctx, Object.keys(f.operatori))
  const c: Contesto = {
    oggi: ctx.oggi(),
    righe,
    persona: (id) => nomi.get(id) ?? 'persona non visibile',
    collega: (id) => colleghi.get(String(id)) ?? 'operatore non più presente',
    parola: await paroleDi(ctx, codiciDelleRighe(righe)),
  }
  const chi = righe('persona').find((p) => p.id === personaId) as unknown as Persona
  const prima = await frontespizio(ctx, { id: personaId })
  const creduti: RawBuilder<unknown> = sql`f.sostituito_il is null and f.comune_id = ${f.comune.codice} and f.classe is distinct from ${CLASSE_SEGRETA}`
  const fatti = await leggiFatti(ctx, personaId, creduti, ctx.oggi())
  // what is not read from the rows that leave, cleaned as they are
  const nascosto = senza(await paroleDeiSegnalanti(ctx, [personaId]))
  const dette = (x: FattoLetto) =>
    x.parole.map((p) => (raccontato(x.tipo, p.campo) ? { ...p, valore: nascosto(p.valore) } : p))
  const io = new Set([personaId, ...fatti.map((x) => x.personaId)])
  const prese = preseInParole(c)
  const diario = await diarioInParole(ctx, personaId, c, nascosto)
  const documenti = documentiInParole(c, f.file)
  const numeri = righe('presa_in_carico').map((p) => p.numero)
  const codiceFiscale = testo(righe('persona').find((p) => p.id === personaId)?.codice_fiscale)
  return {
    oggi: giorno(ctx.oggi()),
    ente: { comune: f.comune.nome, ambito: await nomeAmbito(ctx) },
    // the number of the presa in carico is that of the folder in its comune; before there is one, the key of the person
    riferimento: numeri.length > 0 ? `n. ${unisci(numeri, ', ')}` : `${personaId.slice(0, 8).toUpperCase()}`,
    persona: {
      nominativo: `${chi.cognome} ${chi.nome}`.trim(),
      righe: piene([
        [chi.sesso === 'M' ? 'Nato' : chi.sesso === 'F' ? 'Nata' : 'Nascita', giorno(prima.persona.dataNascita)],
        ['Codice fiscale', codiceFiscale],
        [chi.sesso === 'M' ? 'Deceduto' : 'Deceduta', giorno(prima.persona.decesso)],
      ]),
    },
    esportazione: {
      da: await chiEsporta(ctx),
      quando: momento(ctx.adesso()),
      motivo,
      contiene: unisci(
        [
          `${diario.length === 1 ? '1 voce' : `${diario.length.toLocaleString('it-IT')} voci`} di diario`,
          `${prese.length} ${prese.length === 1 ? 'presa' : 'prese'} in carico`,
          `${documenti.length} ${documenti.length === 1 ? 'documento' : 'documenti'}`,
        ],
        ', ',
      ),
    },
    contatto: fatti
      .filter((x) => x.tipo === 'contatto-sicuro' && x.vigente)
      .map((x) =>
        dette(x)
          .map((p) => p.valore)
          .join(': '),
      ),
    avvisi: prima.avvisi.map((a) => a.testo),
    perche: piene([
      ['Di che cosa si tratta', nascosto(testo(prima.perche?.oggetto))],
      ['Accordi', nascosto(testo(prima.perche?.accordi))],
      ['Che cosa desidera', nascosto(testo(prima.perche?.desideri))],
      ['Sicurezza', nascosto(testo(prima.perche?.sicurezza))],
    ]),
    prossimi: prima.prossimi.map((p): Coppia => [giorno(p.giorno), p.scaduto ? `${p.cosa} (in ritardo)` : p.cosa]),
    gruppi: Object.entries(gruppiFatti)
      .map(([g, titolo]) => ({
        titolo,
        righe: fatti
          .filter((x) => tipoFatto(x.tipo).gruppo === g && x.tipo !== 'contatto-sicuro')
          .map(
            (x): Coppia => [
              tipoFatto(x.tipo).nome,
              unisci(
                [
                  dette(x)
                    .map((p) => (p.valore === 'sì' ? p.etichetta : p.valore))
                    .join(', '),
                  periodo(x.dal, x.al),
                  nascosto(testo(x.nota)),
                ],
                ' – ',
              ),
            ],
          ),
      }))
      .filter((g) => g.righe.length > 0),
    nuclei: nucleiInParole(c),
    relazioni: relazioniInParole(c, io),
    prese,
    sportello: sportelloInParole(c),
    diario,
    analisi: await analisiInParole(ctx, c),
    decisioni: decisioniInParole(c),
    cronologie: cronologieInParole(c),
    documenti,
  }
}
