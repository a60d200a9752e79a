// The observations of a phase out of the XML, by the catalogue of the fields.
import { type Campo, catalogo, sistemaDi, type TipoFase } from '../../../shared/cartella/lombardia/campi.ts'
import type { Lettore } from './lettore.ts'
import { TIPI_VALORE } from './struttura.ts'
import { data, type LettoreCodici } from './valori-letti.ts'

export function leggiOsservazioni(
  codici: LettoreCodici,
  tipo: TipoFase,
  osservazioni: readonly Lettore[],
): Record<string, string | string[]> {
  const { campi, lettera } = catalogo[tipo]
  const dati: Record<string, string | string[]> = {}
  for (const campo of campi) if (campo.multiplo) dati[campo.chiave] = []
  for (const osservazione of osservazioni) {
    const l = osservazione.figlio('code')
    const sigla = l?.attributo('code')
    const campo = campi.find((c) => c.sigla === sigla)
    if (!l || !campo) {
      osservazione.lascia(
        sigla === undefined
          ? 'Un’osservazione non dice che cosa sia: manca il suo codice, resta solo nel file.'
          : `«${sigla}» non è fra i campi della fase ${lettera} che Trama conosce: resta solo nel file.`,
      )
      continue
    }
    codici.fra(l, 'codeSystem', [sistemaDi(tipo, campo)])
    const valore = leggiValore(osservazione, campo)
    if (valore === undefined) continue
    const gia = dati[campo.chiave]
    if (Array.isArray(gia)) gia.push(valore)
    else if (gia === undefined) dati[campo.chiave] = valore
    else osservazione.difetto(`Il campo ${campo.sigla} (${campo.nome}) compare due volte: ne serve uno solo.`)
  }
  return dati
}

function leggiValore(osservazione: Lettore, { tipo, sigla }: Campo): string | undefined {
  if (tipo === 'testo') return osservazione.figlio('text')?.testo()
  // ANY says nothing of the value, so it fits them all (the observed library uses it also for a code, MOCP)
  const l = osservazione.figlio('value')?.costanti({ type: TIPI_VALORE[tipo] }).costanti({ type: 'ANY' })
  if (tipo === 'data') return data(l, 'code')
  if (tipo === 'importo') {
    const valuta = l?.attributo('currency') ?? 'EUR'
    if (valuta !== 'EUR') l?.difetto(`L’importo ${sigla} è in ${valuta}: Trama legge soltanto euro (EUR).`)
  }
  return l?.attributo('code')
}
