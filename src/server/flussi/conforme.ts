// Whether a record is as the schema wants it, yes or no, from the schema put together once for the fields of the catalogue. Nearly
// every record is, and then there is nothing to say: only of the others the validator is asked what is wrong. A test holds
// the two together.
import {
  type Campo,
  campiAnagrafica,
  campiIndirizzo,
  campiPrestazione,
  campiSina,
  campoCodiceFiscale,
  gruppiSina,
} from '../../shared/flussi/campi.ts'
import type { Beneficiario, PrestazioneErogata, Sina } from '../../shared/flussi/prestazione.ts'
import { ammette } from './schema-tipi.ts'
import type { Particella, Schema, Tipo, TipoComplesso } from './schema-xsd.ts'

type Vale<T> = (dati: T) => boolean

export interface Conforme {
  anagrafica: Vale<Beneficiario['anagrafica']>
  indirizzo: Vale<Beneficiario['indirizzi'][number]>
  /** With its SINA. */
  prestazione: Vale<PrestazioneErogata>
  /** One record under a beneficiario of its own. */
  record: Vale<PrestazioneErogata>
}

const mai = () => false
const complesso = (t: Tipo | undefined): TipoComplesso | undefined => (t && 'complesso' in t ? t.complesso : undefined)
const figlio = (t: TipoComplesso | undefined, nome: string): Particella | undefined =>
  t?.figli.find((p) => p.nome === nome)

/** The attributes of one element; what is not asked here (its children) the caller asks. */
function attributi(campi: Readonly<Record<string, Campo>>, tipo: TipoComplesso | undefined): Vale<object> {
  if (!tipo) return mai
  const scritti = Object.entries(campi).map(([chiave, campo]) => {
    const a = tipo.attributi.get(campo.xml)
    return { chiave, vale: a ? a.ammette : mai, dovuto: a?.obbligatorio === true }
  })
  const nomi = new Set(Object.values(campi).map((c) => c.xml))
  if (tipo.obbligatori.some((o) => !nomi.has(o))) return mai
  return (dati) => {
    for (const s of scritti) {
      const valore = (dati as Readonly<Record<string, unknown>>)[s.chiave]
      if (typeof valore === 'string' ? !s.vale(valore) : s.dovuto) return false
    }
    return true
  }
}

/** How many of each child are written, in the order of writing, against how many the schema wants. */
function contati(tipo: TipoComplesso | undefined, nomi: readonly string[]): Vale<readonly number[]> {
  if (!tipo) return mai
  const dove = nomi.map((n) => tipo.figli.findIndex((p) => p.nome === n))
  const limiti = dove.map((i) => tipo.figli[i] ?? { min: 0, max: 0 })
  const inOrdine = dove.filter((i) => i >= 0).every((i, n, tutti) => n === 0 || tutti[n - 1]! < i)
  const altri = tipo.figli.some((p) => p.min > 0 && !nomi.includes(p.nome))
  if (!inOrdine || altri) return mai
  return (quanti) => quanti.every((n, i) => n >= limiti[i]!.min && n <= limiti[i]!.max)
}

function gruppo(sopra: TipoComplesso | undefined, g: { xml: string; voce: Campo }): Vale<readonly string[]> {
  const tipo = complesso(figlio(sopra, g.xml)?.tipo)
  const voce = figlio(tipo, g.voce.xml)?.tipo
  if (!tipo || tipo.obbligatori.length > 0 || !voce || !('semplice' in voce)) return mai
  const [quante, vale] = [contati(tipo, [g.voce.xml]), ammette(voce.semplice)]
  return (valori) => quante([valori.length]) && valori.every(vale)
}

const compilati = new WeakMap<Schema, Conforme>()

export function conforme(schema: Schema): Conforme {
  let c = compilati.get(schema)
  if (!c) {
    c = compila(schema)
    compilati.set(schema, c)
  }
  return c
}

function compila(schema: Schema): Conforme {
  const chi = complesso(figlio(complesso(schema.radici.get('Flusso')), 'Beneficiario')?.tipo)
  const prestazione = complesso(figlio(chi, 'PrestazioniSociali')?.tipo)
  const dellaSina = complesso(figlio(prestazione, 'SINA')?.tipo)
  const semplice = (nome: string, campi: Readonly<Record<string, Campo>>): Vale<object> => {
    const tipo = complesso(figlio(chi, nome)?.tipo)
    const [suoi, nessuno] = [attributi(campi, tipo), contati(tipo, [])]
    return (dati) => nessuno([]) && suoi(dati)
  }
  const anagrafica = semplice('Anagrafica', campiAnagrafica)
  const indirizzo = semplice('Indirizzo', campiIndirizzo)
  const codice = attributi({ codiceFiscale: campoCodiceFiscale }, chi)
  const quanti = contati(chi, ['Anagrafica', 'Indirizzo', 'PrestazioniSociali'])
  const [suoi, diSina, sina] = [
    attributi(campiPrestazione, prestazione),
    attributi(campiSina, dellaSina),
    contati(prestazione, ['SINA']),
  ]
  const gruppi = (['interventiNecessari', 'invaliditaCivile'] as const).map(
    (chiave) => [chiave, gruppo(dellaSina, gruppiSina[chiave])] as const,
  )
  const quantiGruppi = contati(
    dellaSina,
    gruppi.map(([chiave]) => gruppiSina[chiave].xml),
  )
  const conSina = (s: Sina) =>
    diSina(s) &&
    // a group of none is not written
    quantiGruppi(gruppi.map(([chiave]) => (s[chiave]?.length ? 1 : 0))) &&
    gruppi.every(([chiave, vale]) => !s[chiave]?.length || vale(s[chiave]))
  const dellaPrestazione: Vale<PrestazioneErogata> = (p) =>
    suoi(p) && sina([p.sina ? 1 : 0]) && (p.sina === undefined || conSina(p.sina))
  const persona: Vale<Beneficiario> = (b) =>
    codice(b) && quanti([1, b.indirizzi.length, 1]) && anagrafica(b.anagrafica) && b.indirizzi.every(indirizzo)
  // records of one person follow one another and share one object, which nobody changes
  let buona: Beneficiario | undefined
  return {
    anagrafica,
    indirizzo,
    prestazione: dellaPrestazione,
    record: (p) => {
      if (p.beneficiario !== buona) {
        if (!persona(p.beneficiario)) return false
        buona = p.beneficiario
      }
      return dellaPrestazione(p)
    },
  }
}
