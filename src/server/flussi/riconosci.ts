// Which layout a file is of, from how it begins; and whether what is wrong in it is what an older layout wanted.
import { NAMESPACE } from '../../shared/flussi/campi.ts'
import type { PrestazioneErogata } from '../../shared/flussi/prestazione.ts'
import { type Elemento, FileIlleggibile } from './lettore-xml.ts'

/** The first layout, of 2015: data in elements, banca PSA alone. */
const PSA_2015 = /ws\.inps\.it\/schema\/PSA/i

/** Refuses a file that is not of the two layouts, saying what it is where that can be seen. */
export function assertFlusso(radice: Elemento): void {
  if (radice.nome === 'Flusso') return
  const rifiuta = (frase: string) => {
    throw new FileIlleggibile(frase, radice.riga)
  }
  if (radice.nome === 'inps' || PSA_2015.test(radice.namespace))
    rifiuta(
      'È un file nel tracciato PSA del 2015 (PSA_InvioPrestazioni), che INPS ha sostituito: fallo esportare nel tracciato PS_PSA_SINA 201812.',
    )
  if (radice.namespace === 'http://www.w3.org/2001/XMLSchema')
    rifiuta('È uno schema (XSD), non un flusso: scegli il file con i dati.')
  rifiuta(
    `Non è un flusso INPS: comincia con «${radice.nome.slice(0, 40)}» invece che con «Flusso» (${NAMESPACE}). Scegli il file esportato per INPS.`,
  )
}

/** Gathers, record by record, what only the layouts before 201812 wrote. */
export class TracciatoPrecedente {
  private nominato: string | undefined
  private senzaIndirizzo = 0
  private oreConDuePunti = 0

  radice(e: Elemento): void {
    const dove = e.attributi.find((a) => a.nome === 'schemaLocation')?.valore ?? ''
    this.nominato = /PS_PSA_SINA(?!201812)\d{6}/.exec(dove)?.[0]
  }

  prestazione(p: PrestazioneErogata): void {
    if (p.beneficiario.indirizzi.length === 0) this.senzaIndirizzo++
    if (p.oreServizioMensile !== undefined && /^\d+:\d{2}$/.test(p.oreServizioMensile)) this.oreConDuePunti++
  }

  /** A sentence about the whole file, or nothing. */
  frase(): string | undefined {
    const segni = [
      ...(this.nominato ? [`il file nomina lo schema ${this.nominato}`] : []),
      ...(this.senzaIndirizzo > 0 ? ['ci sono beneficiari senza indirizzo'] : []),
      ...(this.oreConDuePunti > 0 ? ['le ore sono scritte come 2:30 e non come 2.30'] : []),
    ]
    if (segni.length === 0) return undefined
    return `Sembra scritto per un tracciato precedente al 201812 (PS_PSA2016_SINA o PS_PSA_SINA201806): ${segni.join('; ')}. Chiedi a chi fa il programma di passare al 201812.`
  }
}
