// Families as the social workers write them after the first interview: ties, households beside the registered one,
// secret addresses and the rules by which one may be reached.
import { nucleiApi } from '../../src/shared/anagrafe/nuclei.api.ts'
import { fattiApi, personeApi } from '../../src/shared/anagrafe/persone.api.ts'
import { relazioniApi } from '../../src/shared/anagrafe/relazioni.api.ts'
import type { PersonaDemo } from '../persone.ts'
import type { Legame } from './casa.ts'
import { caso } from './caso.ts'
import type { Famiglia } from './famiglie.ts'
import { apri, idDi, type Mondo, presenti, type ServizioVivo } from './mondo.ts'
import type { Regia } from './regia.ts'

/** Who writes of a family: one social worker, in one day, with the folders that he opens. */
class Scrittore {
  readonly #r: Regia
  readonly chi: PersonaDemo
  readonly #f: Famiglia
  readonly #aperti = new Set<number>()
  constructor(r: Regia, chi: PersonaDemo, f: Famiglia) {
    this.#r = r
    this.chi = chi
    this.#f = f
  }
  async apri(persona: number): Promise<string> {
    const id = idDi(this.#f, persona)
    if (!this.#aperti.has(persona)) {
      this.#aperti.add(persona)
      await apri(this.#r, this.chi, id, 'lavoro-equipe', 'Ricostruzione della famiglia dopo il primo colloquio.')
    }
    return id
  }
  /** Of the two, the one whose folder is open; otherwise the second, who is more often the one of many ties. */
  async lega(l: Legame) {
    const daA = this.#aperti.has(l.a) && !this.#aperti.has(l.b)
    const [io, altro] = daA ? [l.a, l.b] : [l.b, l.a]
    const filiazione = l.specie === 'filiazione'
    await this.#r.fa(this.chi, relazioniApi.registra, {
      id: await this.apri(io),
      con: idDi(this.#f, altro),
      specie: l.specie,
      tipo: l.tipo,
      ...(filiazione || l.specie === 'legame' ? { altroE: daA ? 'figlio' : 'genitore' } : {}),
      ...(l.dal ? { dal: l.dal } : {}),
      ...(l.al ? { al: l.al } : {}),
      ...(l.esito ? { esito: l.esito } : {}),
      fonte: l.specie === 'legame' ? 'operatore' : 'persona',
    })
  }
}

export function famiglie(m: Mondo) {
  const c = caso(5)
  for (const s of m.servizi)
    for (const [n, f] of s.famiglie.entries()) {
      const chi = s.sociali[n % s.sociali.length]!
      const giorno = m.giorni.al(0.01 + c.numero() * 0.5)
      if (f.casa.legami.length > 0)
        m.copione.il(giorno, async (r) => {
          const w = new Scrittore(r, chi, f)
          await w.apri(f.casa.indice)
          for (const l of f.casa.legami) await w.lega(l)
          if (n % 4 === 0) await nuclei(r, w, f)
          if (n % 5 === 2) await gravidanze(r, w, f, n)
        })
      if (f.casa.fuggeDa !== undefined) m.copione.il(giorno, (r) => protegge(r, s, chi, f))
    }
}

/** A pregnancy that ended badly, as the mother told it: it has a place among her children. */
async function gravidanze(r: Regia, w: Scrittore, f: Famiglia, n: number) {
  const madre = f.casa.legami.find((l) => {
    const p = f.casa.persone[l.a]!
    return l.specie === 'filiazione' && p.sesso === 'F' && !p.dati['decesso.dal']
  })?.a
  if (madre === undefined) return
  await r.fa(w.chi, fattiApi.registra, {
    id: await w.apri(madre),
    tipo: 'gravidanza',
    dati: { esito: n % 2 === 0 ? 'aborto-spontaneo' : 'nato-morto', dellaCoppia: true },
    dal: f.casa.data(3, 200),
    al: f.casa.data(3, 60),
    fonte: 'persona',
  })
}

/** The household of the ISEE, the one of fact, the network: where they differ from the registered one. */
async function nuclei(r: Regia, w: Scrittore, f: Famiglia) {
  const dentro = presenti(f)
  const fuori = f.casa.persone.flatMap((p, n) => (p.parentela || p.dati['decesso.dal'] ? [] : [n]))
  const capo = dentro[0]!
  const personaId = await w.apri(capo)
  const componenti = (chi: readonly number[]) =>
    chi.map((p) => ({
      personaId: idDi(f, p),
      parentela: f.casa.persone[p]!.parentela ?? 'altro-parente',
      convivente: f.casa.persone[p]!.parentela !== undefined,
      ...(f.casa.legami.some((l) => l.specie === 'filiazione' && l.a === p)
        ? { responsabilita: 'piena' as const }
        : {}),
      ...(f.casa.persone[p]!.parentela ? {} : { contatto: 'saltuario' as const, disponibilita: 'parziale' as const }),
      ...(p === capo ? { intestatario: true } : {}),
    }))
  const crea = (tipo: 'isee' | 'fatto' | 'rete', chi: readonly number[]) =>
    r.fa(w.chi, nucleiApi.crea, { personaId, tipo, fonte: 'persona', dal: f.casa.data(1), componenti: componenti(chi) })
  await crea('isee', dentro)
  if (fuori.length === 0) return
  await crea('fatto', [capo, ...dentro.slice(1, -1), fuori[0]!])
  await crea('rete', [capo, ...fuori.slice(0, 3)])
}

/** Where they live now is told to nobody; how one may call them, to all who must. */
async function protegge(r: Regia, s: ServizioVivo, chi: PersonaDemo, f: Famiglia) {
  const dal = f.casa.data(1, 2)
  for (const p of presenti(f)) {
    const id = idDi(f, p)
    await apri(r, chi, id, 'lavoro-equipe', 'Protezione: indirizzo e regole di contatto.')
    const fatto = (
      tipo: 'domicilio' | 'recapito' | 'contatto-sicuro',
      dati: Record<string, unknown>,
      segreto = false,
    ) => r.fa(chi, fattiApi.registra, { id, tipo, dati, dal, fonte: 'persona', ...(segreto ? { segreto } : {}) })
    await fatto(
      'domicilio',
      {
        comune: s.comune,
        indirizzo: 'Via riservata dimostrativa',
        civico: '0',
        struttura: 'Casa rifugio dimostrativa',
      },
      true,
    )
    if (p !== f.casa.indice) continue
    await fatto('recapito', {
      mezzo: 'cellulare',
      valore: `3330009${String(f.casa.n).padStart(3, '0')}`,
      titolare: 'il centro antiviolenza',
      sicuro: true,
    })
    await fatto('recapito', {
      mezzo: 'cellulare',
      valore: `3330008${String(f.casa.n).padStart(3, '0')}`,
      titolare: 'l’ex compagno',
      sicuro: false,
    })
    await fatto('contatto-sicuro', { regola: 'mai-a-casa', perche: 'L’ex compagno apre la posta.' })
    await fatto('contatto-sicuro', { regola: 'solo-tramite', riferimento: 'Centro antiviolenza dimostrativo' })
  }
}

/** Met in the street or at the desk: a name that is not theirs, or none. */
export function senzaNome(m: Mondo) {
  for (const [n, s] of m.servizi.entries())
    for (const specie of ['anonima', 'alias'] as const)
      m.copione.il(m.giorni.al(0.2 + n * 0.2), (r) =>
        r.fa(s.sportello, personeApi.create, {
          specie,
          cognome: specie === 'anonima' ? 'Persona anonima' : 'Detta «la Maestra»',
          nome: `Dimostrativa ${s.nome}`,
          comuneId: s.comune,
          fonte: 'operatore',
        }),
      )
}
