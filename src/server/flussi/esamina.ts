// Examines an INPS file as it flows by: schema and rules together, in one reading and in the same memory whatever the length.
// Hands out the defects a piece at a time, and at the end what the file holds.
import { percorsoNelFile } from '../../shared/flussi/percorsi.ts'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { applica, type Contesto, type Difetto, type GravitaScelte } from '../../shared/flussi/regole.ts'
import { type Canale, controllaFlusso, regolaSchema } from '../../shared/flussi/regole-flusso.ts'
import { regoleMinore } from '../../shared/flussi/regole-minore.ts'
import { regolePrestazione } from '../../shared/flussi/regole-prestazione.ts'
import { analizzaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import { type Intestazione, LettoreFlusso, type Posizione } from './leggi-flusso.ts'
import { type AscoltoXml, type Elemento, leggiXml } from './lettore-xml.ts'
import { assertFlusso, TracciatoPrecedente } from './riconosci.ts'
import type { SchemaInUso } from './schemi.ts'
import { type DifettoSchema, Validatore } from './validatore.ts'

export interface OpzioniEsame {
  schemi: Readonly<Record<TipoFlusso, SchemaInUso>>
  contesto: Contesto
  canale: Canale
  gravita: GravitaScelte
}

export interface DifettoNelFile extends Omit<Difetto, 'campo'> {
  percorso: string
  riga: number
}

export interface Esame {
  tipo: TipoFlusso
  schema: string
  intestazione: Intestazione | undefined
  beneficiari: number
  prestazioni: number
  errori: number
  avvisi: number
  /** How many for each rule. */
  regole: Record<string, number>
  tracciatoPrecedente: string | undefined
}

/** An event kept until the layout is known: it is the third element of a file that tells. */
type Trattenuto = (v: Validatore) => void

class Esaminatore implements AscoltoXml {
  readonly difetti: DifettoNelFile[] = []
  private readonly opzioni: OpzioniEsame
  private readonly lettore: LettoreFlusso
  private readonly precedente = new TracciatoPrecedente()
  private readonly conta = { errori: 0, avvisi: 0, regole: {} as Record<string, number> }
  private tipo: TipoFlusso | undefined
  private validatore: Validatore | undefined
  private trattenuti: Trattenuto[] = []
  private livello = 0
  private intestazione: Intestazione | undefined
  private beneficiari = 0
  private prestazioni = 0

  constructor(opzioni: OpzioniEsame) {
    this.opzioni = opzioni
    const { contesto, gravita } = opzioni
    this.lettore = new LettoreFlusso({
      intestazione: (i) => {
        this.intestazione = i
      },
      prestazione: (p, dove) => {
        this.prestazioni++
        this.precedente.prestazione(p)
        this.aggiungi('PS_PSA_SINA', applica(regolePrestazione, p, contesto, gravita), dove)
      },
      minore: (m, dove) => this.aggiungi('SINBA', applica(regoleMinore, m, contesto, gravita), dove),
    })
  }

  apre(e: Elemento): void {
    if (++this.livello === 1) {
      assertFlusso(e)
      this.precedente.radice(e)
    }
    if (this.livello === 2 && (e.nome === 'Beneficiario' || e.nome === 'SINBA')) {
      this.beneficiari++
      if (!this.tipo) this.scegli(e.nome === 'SINBA' ? 'SINBA' : 'PS_PSA_SINA')
    }
    this.valida((v) => v.apre(e))
    this.lettore.apre(e)
  }

  testo(t: string, riga: number): void {
    this.valida((v) => v.testo(t, riga))
    this.lettore.testo(t)
  }

  chiude(riga: number): void {
    this.livello--
    this.valida((v) => v.chiude(riga))
    this.lettore.chiude()
  }

  fine(): Esame {
    if (!this.tipo) this.scegli('PS_PSA_SINA')
    const { beneficiari, prestazioni, conta } = this
    const tipo = this.tipo!
    for (const { campo: _, ...d } of controllaFlusso({ tipo, beneficiari, prestazioni }, this.opzioni.canale))
      this.dice({ ...d, percorso: '/Flusso', riga: 1 })
    return {
      tipo,
      schema: this.opzioni.schemi[tipo].nome,
      intestazione: this.intestazione,
      beneficiari,
      prestazioni,
      ...conta,
      tracciatoPrecedente: conta.errori > 0 ? this.precedente.frase() : undefined,
    }
  }

  private scegli(tipo: TipoFlusso): void {
    this.tipo = tipo
    const regola = regolaSchema(tipo)
    const v = new Validatore(this.opzioni.schemi[tipo].schema, (d) =>
      this.dice({
        regola: regola.id,
        segno: regola.segno,
        gravita: 'errore',
        derogabile: false,
        percorso: d.percorso,
        riga: d.riga,
        frase: omocodia(d) ?? d.frase,
      }),
    )
    this.validatore = v
    for (const t of this.trattenuti) t(v)
    this.trattenuti = []
  }

  private valida(evento: Trattenuto): void {
    if (this.validatore) evento(this.validatore)
    else {
      this.trattenuti.push(evento)
      // more than any header: whatever it is, it is no SINBA
      if (this.trattenuti.length > 1000) this.scegli('PS_PSA_SINA')
    }
  }

  private aggiungi(tipo: TipoFlusso, difetti: readonly Difetto[], dove: Posizione): void {
    for (const { campo, ...d } of difetti) {
      const delBeneficiario = campo.startsWith('beneficiario.')
      // told once, not for each prestazione of the same person
      if (delBeneficiario && dove.prestazione > 1) continue
      const riga = delBeneficiario ? dove.rigaBeneficiario : dove.riga
      this.dice({ ...d, percorso: percorsoNelFile(tipo, campo, dove), riga })
    }
  }

  private dice(d: DifettoNelFile): void {
    this.difetti.push(d)
    this.conta.regole[d.regola] = (this.conta.regole[d.regola] ?? 0) + 1
    if (d.gravita === 'errore') this.conta.errori++
    else this.conta.avvisi++
  }
}

/** INPS's pattern wants digits where these codes have letters: the code is right, the schema cannot take it. */
function omocodia(d: DifettoSchema): string | undefined {
  if (!d.valore || !/@(CodiceFiscale|CFOperatore)$/.test(d.percorso)) return undefined
  const a = analizzaCodiceFiscale(d.valore)
  return a.valido && a.omocodico
    ? 'Il codice fiscale ha lettere al posto delle cifre (omocodia): è valido, ma lo schema INPS non lo accetta. Chiedi a INPS come inviarlo, e intanto togli la persona dal file.'
    : undefined
}

export async function* esaminaFlusso(
  pezzi: AsyncIterable<Uint8Array>,
  opzioni: OpzioniEsame,
): AsyncGenerator<DifettoNelFile[], Esame> {
  const esaminatore = new Esaminatore(opzioni)
  for await (const _ of leggiXml(pezzi, esaminatore)) {
    if (esaminatore.difetti.length > 0) yield esaminatore.difetti.splice(0)
  }
  const esame = esaminatore.fine()
  if (esaminatore.difetti.length > 0) yield esaminatore.difetti.splice(0)
  return esame
}
