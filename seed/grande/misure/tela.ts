// What the scenes of the measures share: the days counted from the arrival of a household, the convocations of a day that leave
// together, the ambito of each comune.
import type { Deps } from '../../../src/server/kernel/context.ts'
import { inCtx } from '../../../src/server/kernel/serve.ts'
import { convocazioniApi } from '../../../src/shared/patti/convocazioni.api.ts'
import { type Canale, isAutomatico } from '../../../src/shared/patti/convocazioni.rules.ts'
import type { Mondo } from '../mondo.ts'
import type { Regia } from '../regia.ts'
import type { Nucleo } from './nuclei.ts'
import { ondate, sorteDi } from './sorti.ts'

const ORE = ['09:00', '09:30', '10:00', '10:30', '11:00', '11:30', '12:00', '12:30', '14:30', '15:00', '15:30', '16:00']
export const SPORTELLO = 'Sportello dei servizi sociali (dimostrativo)'

interface DaConvocare {
  x: Nucleo
  giorno: string
}
interface Invio {
  il: string
  canali: readonly Canale[]
  /** Letters are handed to the post the day they are printed. */
  voci: DaConvocare[]
  annulla: boolean
}

export class Tela {
  readonly m: Mondo
  readonly deps: Deps
  /** Comune → ambito; known when the story begins. */
  readonly ambiti: ReadonlyMap<string, string>
  readonly #invii = new Map<string, Invio>()
  constructor(m: Mondo, deps: Deps, ambiti: ReadonlyMap<string, string>) {
    this.m = m
    this.deps = deps
    this.ambiti = ambiti
  }

  /** The working day so many days after the household has arrived; never after yesterday. */
  giorno(x: Nucleo, dopo: number): string {
    return this.m.giorni.fa(Math.max(1, ondate[sorteDi(x.sorte).ondata] - dopo))
  }

  /** The casi of these households in the comune where they are, or where they have gone: read once, whoever coordinates them. */
  async casi(misura: string, nuclei: readonly Nucleo[]): Promise<Map<Nucleo, string>> {
    const trovati = new Map<Nucleo, string>()
    for (const [ambito, suoi] of Map.groupBy(nuclei, (x) => this.ambiti.get(x.dove.comune)!)) {
      const comuni = [...new Set(suoi.map((x) => x.dove.comune))]
      const scope = { azione: 'dimostrazione.carica', ambito, comuni, operatore: 'dimostrazione' }
      const righe = await inCtx(this.deps, scope, ({ tx }) =>
        tx
          .selectFrom('caso')
          .select(['id', 'comuneId', 'codiceFiscale'])
          .where('misuraId', '=', misura)
          .where(
            'codiceFiscale',
            'in',
            suoi.map((x) => x.membri[0]!.codiceFiscale!),
          )
          .execute(),
      )
      for (const x of suoi) {
        const suo = righe.find((c) => c.comuneId === x.dove.comune && c.codiceFiscale === x.membri[0]!.codiceFiscale)
        if (!suo) throw new Error(`${x.membri[0]!.cognome} has no caso of ${misura}`)
        trovati.set(x, suo.id)
      }
    }
    return trovati
  }

  il(x: Nucleo, dopo: number, fai: (r: Regia, giorno: string) => Promise<unknown>) {
    const giorno = this.giorno(x, dopo)
    this.m.copione.il(giorno, (r) => fai(r, giorno))
  }

  /** Convened on a day for another: those of one case manager by the same channels leave together. */
  convoca(x: Nucleo, il: string, giorno: string, canali: readonly Canale[] = ['email', 'sms'], annulla = false) {
    const chiave = `${il} ${x.chi.codiceFiscale} ${canali.join()} ${annulla}`
    const invio = this.#invii.get(chiave) ?? { il, canali, annulla, voci: [] }
    this.#invii.set(chiave, invio)
    invio.voci.push({ x, giorno })
  }

  /** The scenes of what was convened, once all is known. */
  spedisci() {
    for (const invio of this.#invii.values()) this.m.copione.il(invio.il, (r) => this.#parte(r, invio))
  }

  async #parte(r: Regia, { canali, voci, annulla }: Invio) {
    const { chi } = voci[0]!.x
    const { modelli } = await r.fa(chi, convocazioniApi.scelte, {})
    const { id } = await r.fa(chi, convocazioniApi.crea, {
      modello: modelli[0]!.id,
      canali: [...canali],
      modo: 'primo',
      luogo: SPORTELLO,
      minuti: 30,
      voci: voci.map(({ x, giorno }, k) => ({ casoId: x.caso.id, giorno, ora: ORE[k % ORE.length]! })),
    })
    await r.lavora()
    // what a process that died was preparing
    await r.aSuoTempo('convocazione.riprendi', 11)
    if (annulla)
      for (const v of (await r.fa(chi, convocazioniApi.elenco, { invio: id })).voci)
        await r.fa(chi, convocazioniApi.annulla, { id: v.id, motivo: 'Si incontreranno a scuola (dimostrativo).' })
    if (canali.some(isAutomatico)) await r.aSuoTempo('convocazione.spedisci', 1)
    else await this.#imbuca(r, voci[0]!.x, id)
  }

  /** Letters to the post; the first is known to have arrived. */
  async #imbuca(r: Regia, x: Nucleo, invio: string) {
    const { giorno } = r
    await r.fa(x.chi, convocazioniApi.spedite, { id: invio, giorno })
    const [prima] = (await r.fa(x.chi, convocazioniApi.elenco, { invio })).voci
    const { messaggi } = await r.fa(x.chi, convocazioniApi.leggi, { id: prima!.id })
    await r.fa(x.chi, convocazioniApi.recapito, { id: messaggi[0]!.id, arrivato: true, giorno })
  }
}
