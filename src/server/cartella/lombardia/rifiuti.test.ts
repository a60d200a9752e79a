import { describe, expect, test } from 'vitest'
import type { Messaggio } from '../../../shared/cartella/lombardia/messaggio.ts'
import { accessoMinimo, attesi, esempio, leggi, tabella } from './esempi.fixture.ts'
import { leggiMessaggio } from './leggi.ts'
import { BYTES_MASSIMI } from './lettore.ts'
import { scriviMessaggio } from './scrivi.ts'
import { MessaggioNonValido } from './scrivi-persone.ts'

/** The only sentence with which a file, made from a sample, is refused. */
function rifiuto(xml: string | Uint8Array): string {
  const r = typeof xml === 'string' ? leggi(xml) : leggiMessaggio(xml, tabella)
  if (r.esito === 'letto') throw new Error('letto')
  expect(r.difetti).toHaveLength(1)
  expect(r.difetti[0]!.frase).toMatch(/^(\p{Lu}|«|[A-Z]).+\.$/su)
  return r.difetti[0]!.frase
}
const a = (prima: string | RegExp, poi: string) => {
  const cambiato = esempio('a').replace(prima, poi)
  expect(cambiato).not.toBe(esempio('a'))
  return cambiato
}

describe('file che non vanno', () => {
  test.each([
    ['vuoto', '', 'vuoto'],
    ['un’altra radice', '<html/>', 'comincia con «html»'],
    [
      'un altro messaggio HL7',
      '<PRPA_IN201305UV02 xmlns="urn:hl7-org:v3"/>',
      'un altro messaggio HL7 (PRPA_IN201305UV02)',
    ],
    ['la ricevuta', '<MCCI_IN000002UV01 xmlns="urn:hl7-org:v3"/>', 'una ricevuta'],
    ['senza spazio dei nomi', esempio('a').replace(' xmlns="urn:hl7-org:v3"', ''), 'spazio dei nomi'],
    ['troncato', esempio('a').slice(0, 3000), 'non è un XML ben formato'],
    ['DOCTYPE', `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${esempio('a')}`, 'DOCTYPE'],
    ['entità non dichiarata', esempio('a').replace('Ada<', '&ada;<'), 'non è un XML ben formato'],
    ['carattere di controllo', esempio('a').replace('Ada<', 'Ad\u0001a<'), ''],
    ['troppi livelli', '<a>'.repeat(1000) + '</a>'.repeat(1000), 'troppi livelli'],
  ])('%s', (_, xml, frase) => {
    expect(rifiuto(xml)).toContain(frase)
  })
  test('più grande di quanto un messaggio possa essere', () => {
    expect(rifiuto(new Uint8Array(BYTES_MASSIMI + 1))).toContain('512 kB')
  })
  test('non UTF-8', () => {
    expect(rifiuto(Buffer.from(esempio('a'), 'latin1'))).toContain('UTF-8')
  })
})

describe('messaggi che non vanno', () => {
  test.each([
    ['data di creazione in ordine italiano', a('20261123093000+0000', '23112026'), '«23112026» non è una data valida'],
    ['senza data di creazione', a(/<creationTime.*?>/, ''), 'La data di creazione del messaggio manca'],
    ['prima della tabella', a('20261123093000+0000', '20100101'), 'non ha righe per il 2010-01-01'],
    ['data di nascita impossibile', a('19480312', '19480230'), '«19480230» non è una data valida'],
    ['ora senza fuso', a('20261109101500+0000', '20261109101500'), 'il fuso'],
    ['senza cognome', a('<family>Sintetica</family>', ''), 'Il cognome dell’assistito manca'],
    ['senza stato', a('<statusCode code="completed"/>', ''), 'Lo stato della fase A manca'],
    ['senza inizio', a('<low value="20261102"/>', ''), 'L’inizio della fase A manca'],
    ['finisce prima di cominciare', a('20261109101500+0000', '20261101'), 'prima del suo inizio'],
    ['senza la fase A', a(/<encounterEvent[\s\S]*<\/encounterEvent>/, ''), 'Manca la fase A'],
    ['una fase che non esiste', a('<code code="A" ', '<code code="Z" '), '«Z» non è il codice di una fase'],
    ['la fase A due volte', a(/(<encounterEvent[\s\S]*<\/encounterEvent>)/, '$1$1'), 'compare due volte'],
    [
      'genere fuori elenco',
      a('Code code="F" codeSystem="2.16.840.1.113883.5.1"', 'Code code="X" codeSystem="2.16.840.1.113883.5.1"'),
      '«X» non è fra i codici ammessi (Genere)',
    ],
    [
      'due codici su un OID',
      a(
        '"MOCO" codeSystem="2.16.840.1.113883.2.9.2.30.3.2.3.1.1.4"',
        '"MOCO" codeSystem="2.16.840.1.113883.2.9.2.30.3.2.3.1.1.3"',
      ),
      'che nella tabella è di A.TIRI: due codici su un solo OID',
    ],
    [
      'OID sconosciuto',
      a('"TIRI" codeSystem="2.16.840.1.113883.2.9.2.30.3.2.3.1.1.3"', '"TIRI" codeSystem="1.2.3"'),
      'L’OID 1.2.3 non è quello della tabella',
    ],
    ['senza OID', a('code="TIRI" codeSystem="2.16.840.1.113883.2.9.2.30.3.2.3.1.1.3"', 'code="TIRI"'), 'Manca l’OID'],
    [
      'un campo due volte',
      a(
        'code="DSU0" codeSystem="2.16.840.1.113883.2.9.2.30.3.2.3.1.1.16"',
        'code="TIRI" codeSystem="2.16.840.1.113883.2.9.2.30.3.2.3.1.1.3"',
      ),
      'compare due volte',
    ],
    ['importo con la virgola', a('9123.2', '9123,20'), 'non è un importo in euro («9123,20»)'],
    ['un’altra valuta', a('currency="EUR"', 'currency="CHF"'), 'è in CHF'],
    ['codice fiscale sbagliato', a('SNTNCL75L01F205N', 'SNTNCL75L01F205X'), 'errore di battitura'],
    ['ATS o ASST', a('extension="701" assigningAuthorityName="ASST"', 'extension="799"'), 'ATS o una ASST'],
    [
      'un’altra interazione',
      a('interactionId extension="PRSS_IN001004ZZ"', 'interactionId extension="PRSS_IN001001ZZ"'),
      'L’interazione è «PRSS_IN001001ZZ»',
    ],
  ])('%s', (_, xml, frase) => {
    expect(rifiuto(xml)).toContain(frase)
  })
  test('ciò che non si scrive: caratteri di controllo, gruppi vuoti, vuoti', () => {
    const con = (accesso: Partial<Messaggio['accesso']>) => () =>
      scriviMessaggio({ ...attesi.a!, accesso: { ...accessoMinimo, ...accesso } }, tabella)
    expect(con({ annotazioni: 'suono \u0007' })).toThrow('carattere invisibile')
    expect(con({ annotazioni: 'mezza emoji \ud83d' })).toThrow('carattere invisibile')
    expect(con({ annotazioni: 'a capo\r\n' })).toThrow(MessaggioNonValido)
    expect(con({ annotazioni: '' })).toThrow('presente ma vuoto')
    expect(con({ medico: {} })).toThrow('non c’è alcun dato')
    expect(con({ segnalazione: { ente: {} } })).toThrow('non c’è alcun dato')
    const molti = Array.from({ length: 3000 }, () => ({ cognome: 'x'.repeat(200) }))
    expect(con({ assistenti: molti })).toThrow('supera i 512 kB')
    expect(con({ codice: 'B' })).toThrow('non è il codice della fase A')
  })
})

describe('ciò che non si legge viene detto', () => {
  const avvisi = (xml: string) => {
    const r = leggi(xml)
    if (r.esito === 'rifiutato') throw new Error(JSON.stringify(r.difetti))
    return r.avvisi
  }
  test('un elemento, un attributo, un testo, un campo che Trama non conosce', () => {
    expect(avvisi(a('<subject>', '<activityTime value="2026"/><subject>'))).toEqual([
      { percorso: expect.stringContaining('encounterEvent[1]'), frase: expect.stringContaining('«activityTime»') },
    ])
    expect(avvisi(a('<birthTime value="19480312"/>', '<birthTime value="19480312" precision="D"/>'))).toHaveLength(1)
    expect(avvisi(a('<patient>', '<patient>testo sparso'))[0]!.frase).toContain('«testo sparso»')
    const zzzz =
      '<reference typeCode="REFR"><commonObservationEvent><code code="ZZZZ"/><value code="1"/></commonObservationEvent></reference>'
    expect(avvisi(a('<reference', `${zzzz}<reference`))).toEqual([
      { percorso: expect.stringContaining('commonObservationEvent'), frase: expect.stringContaining('«ZZZZ»') },
    ])
  })
  test('un recapito di altro uso, un elemento di un altro vocabolario', () => {
    expect(avvisi(a('use="HP"', 'use="WP"'))).toEqual([
      { percorso: expect.stringContaining('telecom[1]'), frase: expect.stringContaining('use="WP"') },
    ])
    expect(avvisi(a('<birthTime value="19480312"/>', '<x:birthTime xmlns:x="urn:altro" value="1"/>'))).toHaveLength(1)
  })
  test('un attributo fisso con un altro valore', () => {
    expect(avvisi(a('moodCode="EVN">\n        <!-- fase', 'moodCode="RQO">\n        <!-- fase'))[0]!.frase).toContain(
      'moodCode="RQO"',
    )
  })
  test('migliaia di parti sconosciute si contano, e si dicono le prime', () => {
    const trovati = avvisi(a('<subject>', `${'<x/>'.repeat(5000)}<subject>`))
    expect(trovati).toHaveLength(201)
    expect(trovati.at(-1)!.frase).toContain('Altre 4800 parti')
  })
  test('le fasi C e D restano nel file', () => {
    const c =
      '<encounterEvent classCode="ENC" moodCode="EVN"><id root="x"/><code code="C" codeSystem="2.16.840.1.113883.2.9.2.30.3.2.3.1.1.1"/></encounterEvent>'
    expect(avvisi(a('<encounterEvent', `${c}<encounterEvent`))).toEqual([
      {
        percorso: expect.any(String),
        frase: expect.stringContaining('La fase C (Elaborazione del progetto individuale) non è ancora scambiata'),
      },
    ])
  })
  test('nomi accanto ai codici e posizione dello schema non sono dati', () => {
    const xml = a(
      'ITSVersion',
      'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:hl7-org:v3 x.xsd" ITSVersion',
    )
    expect(avvisi(xml.replace('code="TIRI"', 'code="TIRI" displayName="Tipologia richiesta"'))).toEqual([])
  })
})
