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
import { postoDi } from './testo-riga.ts'

type Vale<T> = (dati: T) => boolean

export interface Conforme {
  anagrafica: Vale<Beneficiario['anagrafica']>
  indirizzo: Vale<Beneficiario['indirizzi'][number]>
  /** With its SINA. */
  prestazione: Vale<PrestazioneErogata>
  /** One record under a beneficiario of its own. */
  record: Vale<PrestazioneErogata>
  /** The same of a record as flat text (testo-riga.ts), cut into its values; of a person already found good, the rest of it. */
  piano: (valori: readonly string[], personaBuona: boolean) => boolean
}

const mai = () => false
const complesso = (t: Tipo | undefined): TipoComplesso | undefined => (t && 'complesso' in t ? t.complesso : undefined)
const figlio = (t: TipoComplesso | undefined, nome: string): Particella | undefined =>
  t?.figli.find((p) => p.nome === nome)

interface Attributo {
  chiave: string
  vale: Vale<string>
  dovuto: boolean
}

/** What is asked of the attributes of one element; undefined where no record can have them all. */
function chiesti(campi: Readonly<Record<string, Campo>>, tipo: TipoComplesso | undefined): Attributo[] | undefined {
  if (!tipo) return undefined
  const nomi = new Set(Object.values(campi).map((c) => c.xml))
  if (tipo.obbligatori.some((o) => !nomi.has(o))) return undefined
  return Object.entries(campi).map(([chiave, campo]) => {
    const a = tipo.attributi.get(campo.xml)
    return { chiave, vale: a ? a.ammette : mai, dovuto: a?.obbligatorio === true }
  })
}

/** The attributes of one element; what is not asked here (its children) the caller asks. */
function attributi(campi: Readonly<Record<string, Campo>>, tipo: TipoComplesso | undefined): Vale<object> {
  const scritti = chiesti(campi, tipo)
  if (!scritti) return mai
  return (dati) => {
    for (const s of scritti) {
      const valore = (dati as Readonly<Record<string, unknown>>)[s.chiave]
      if (typeof valore === 'string' ? !s.vale(valore) : s.dovuto) return false
    }
    return true
  }
}

/** The same of values in their places, where an empty one is absent. */
function neiPosti(
  campi: Readonly<Record<string, Campo>>,
  tipo: TipoComplesso | undefined,
  sotto: string,
): Vale<readonly string[]> {
  const scritti = chiesti(campi, tipo)?.map((s) => ({ ...s, posto: postoDi(sotto + s.chiave)! - 1 }))
  if (!scritti) return mai
  return (valori) => {
    for (const s of scritti) {
      const valore = valori[s.posto]!
      if (valore === '' ? s.dovuto : !s.vale(valore)) return false
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
  const sotto = (nome: string) => complesso(figlio(chi, nome)?.tipo)
  const piani = {
    codice: neiPosti({ codiceFiscale: campoCodiceFiscale }, chi, 'beneficiario.'),
    anagrafica: neiPosti(campiAnagrafica, sotto('Anagrafica'), 'beneficiario.anagrafica.'),
    indirizzo: neiPosti(campiIndirizzo, sotto('Indirizzo'), 'beneficiario.indirizzi.0.'),
    prestazione: neiPosti(campiPrestazione, prestazione, ''),
    // one address, one prestazione, no SINA
    figli:
      quanti([1, 1, 1]) && sina([0]) && contati(sotto('Anagrafica'), [])([]) && contati(sotto('Indirizzo'), [])([]),
  }
  // records of one person follow one another and share one object, which nobody changes
  let buona: Beneficiario | undefined
  return {
    anagrafica,
    indirizzo,
    prestazione: dellaPrestazione,
    piano: (v, personaBuona) =>
      piani.figli &&
      (personaBuona || (piani.codice(v) && piani.anagrafica(v) && piani.indirizzo(v))) &&
      piani.prestazione(v),
    record: (p) => {
      if (p.beneficiario !== buona) {
        if (!persona(p.beneficiario)) return false
        buona = p.beneficiario
      }
      return dellaPrestazione(p)
    },
  }
}
