// The schemas in use: Trama's own, written from the documented fields, or INPS's, where the installation has them
// (TRAMA_XSD_INPS: a folder with its .xsd files, or one of them). Which layout a schema is of, its elements say.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TipoFlusso } from '../../shared/flussi/prestazione.ts'
import { ErroreDiAvvio } from '../kernel/config.ts'
import { radice } from '../kernel/paths.ts'
import { leggiSchema, type Schema, SchemaNonCapito } from './schema-xsd.ts'

export interface SchemaInUso {
  schema: Schema
  /** For who reads the outcome. */
  nome: string
}

const DI_TRAMA = { PS_PSA_SINA: 'ps-psa-sina-201812.xsd', SINBA: 'sinba.xsd' } as const

const leggi = (file: string) => leggiSchema(readFileSync(file, 'utf8'))

/** Trama's own of a layout. */
export const schemaDiTrama = (tipo: TipoFlusso): SchemaInUso => ({
  schema: leggi(join(radice, 'config', 'flussi', DI_TRAMA[tipo])),
  nome: tipo === 'SINBA' ? 'SINBA (schema di Trama)' : 'PS_PSA_SINA 201812 (schema di Trama)',
})

export function tipoDi(schema: Schema): TipoFlusso | undefined {
  const flusso = schema.radici.get('Flusso')
  if (!flusso || !('complesso' in flusso)) return undefined
  const nomi = flusso.complesso.figli.map((f) => f.nome)
  return nomi.includes('SINBA') ? 'SINBA' : nomi.includes('Beneficiario') ? 'PS_PSA_SINA' : undefined
}

/** Those of INPS where they are, Trama's own for the others. */
export function apriSchemi(xsdInps: string | undefined): Readonly<Record<TipoFlusso, SchemaInUso>> {
  const schemi = { PS_PSA_SINA: schemaDiTrama('PS_PSA_SINA'), SINBA: schemaDiTrama('SINBA') }
  if (!xsdInps) return schemi
  for (const file of fileXsd(xsdInps)) {
    let schema: Schema
    try {
      schema = leggi(file)
    } catch (e) {
      if (e instanceof SchemaNonCapito) throw new ErroreDiAvvio(`TRAMA_XSD_INPS, ${file}: ${e.message}`)
      throw e
    }
    const tipo = tipoDi(schema)
    if (!tipo) throw new ErroreDiAvvio(`TRAMA_XSD_INPS, ${file}: non è lo schema di un flusso che Trama conosce.`)
    schemi[tipo] = { schema, nome: `${tipo} (${file})` }
  }
  return schemi
}

function fileXsd(dove: string): string[] {
  let trovati: string[]
  try {
    trovati = statSync(dove).isDirectory()
      ? readdirSync(dove)
          .filter((f) => f.toLowerCase().endsWith('.xsd'))
          .sort()
          .map((f) => join(dove, f))
      : [dove]
  } catch {
    throw new ErroreDiAvvio(`TRAMA_XSD_INPS vale «${dove}»: il file o la cartella non c’è.`)
  }
  if (trovati.length === 0)
    throw new ErroreDiAvvio(`TRAMA_XSD_INPS vale «${dove}»: la cartella non contiene file .xsd.`)
  return trovati
}

const dette = new Map<string, Readonly<Record<TipoFlusso, boolean>>>()
/** Whether the installation has INPS's own schema of a layout. */
export function dellInstallazione(xsdInps: string | undefined, tipo: TipoFlusso): boolean {
  if (!xsdInps) return false
  let sue = dette.get(xsdInps)
  if (!sue) {
    const [aperti, nostri] = [apriSchemi(xsdInps), apriSchemi(undefined)]
    const altro = (t: TipoFlusso) => aperti[t].nome !== nostri[t].nome
    sue = { PS_PSA_SINA: altro('PS_PSA_SINA'), SINBA: altro('SINBA') }
    dette.set(xsdInps, sue)
  }
  return sue[tipo]
}
