import { describe, expect, it } from 'vitest'
import { calcolaCodiceFiscale } from '../../shared/kernel/codice-fiscale.ts'
import {
  daSalvare,
  difettoEmail,
  difettoTelefono,
  mancanzeDelModulo,
  nominataVuota,
  type Propria,
  parteDi,
  personaVuota,
  valoriDelModulo,
} from './richieste-ambito-modulo.ts'

const anna = { cognome: 'Verdi', nome: 'Anna', dataNascita: '1980-05-06', genere: 'F' as const }
const codice = calcolaCodiceFiscale({ ...anna, belfiore: 'H501' })
const ugo = calcolaCodiceFiscale({
  cognome: 'Neri',
  nome: 'Ugo',
  dataNascita: '1970-01-02',
  genere: 'M',
  belfiore: 'H501',
})
const persona = {
  ...personaVuota(),
  ...anna,
  codiceFiscale: codice.toLowerCase(),
  luogoNascitaId: { valore: 'H501', etichetta: 'Roma' },
  email: 'anna@example.it',
  telefono: '333 0000000',
}
const valori = {
  ambitoId: { valore: '2ec28dc2-1dbe-467b-b32a-15e4f81a2ca7', etichetta: 'Ambito di prova' },
  ambitoNominato: 'scritto prima di trovarlo',
  firmatarioNome: 'Franca',
  firmatarioCognome: 'Firma',
  firmatarioQualifica: 'legale-rappresentante',
  firmatarioEmail: 'franca@example.it',
  firmatarioTelefono: '',
  nominaDichiarata: true,
  persone: [persona],
  personeNota: [{ codiceFiscale: codice, nominativo: 'Verdi Anna' }],
}
const documento = (tipo: Propria['documenti'][number]['tipo'], personaId: string | null) => ({
  id: crypto.randomUUID(),
  tipo,
  personaId,
  nome: 'file',
  formato: 'pdf',
  bytes: 1,
  caricato: '2026-03-02T09:00:00.000Z',
  messaggio: null,
})
const documenti = [
  documento('nota', null),
  documento('documento-identita', persona.id),
  documento('codice-fiscale', persona.id),
]

describe('what the form saves by itself', () => {
  it('is the form, with the chosen entries as their codes', () => {
    expect(daSalvare(valori)).toMatchObject({
      ambitoId: valori.ambitoId.valore,
      ambitoNominato: null,
      firmatarioTelefono: null,
      persone: [{ id: persona.id, luogoNascitaId: 'H501', codiceFiscale: persona.codiceFiscale }],
    })
  })
  it('leaves out what is half written, which the contract would refuse together with the rest', () => {
    const m = daSalvare({
      ...valori,
      firmatarioEmail: 'franca@',
      firmatarioTelefono: '07',
      persone: [{ ...persona, codiceFiscale: 'VRD', dataNascita: '6/5', email: 'anna', telefono: 'tel' }],
      personeNota: [...valori.personeNota, nominataVuota(), { codiceFiscale: '', nominativo: 'Neri' }],
    })
    expect(m).toMatchObject({ firmatarioEmail: null, firmatarioTelefono: null, firmatarioNome: 'Franca' })
    expect(m.persone[0]).toMatchObject({ codiceFiscale: null, dataNascita: null, email: null, telefono: null })
    expect(m.personeNota).toEqual(valori.personeNota)
  })
  it('of an untouched form is a first person without data', () => {
    const vuoto = {
      ...Object.fromEntries(Object.keys(valori).map((k) => [k, null])),
      nominaDichiarata: false,
      persone: [],
      personeNota: [],
    } as unknown as Propria
    const m = daSalvare(valoriDelModulo(vuoto))
    expect(m.persone).toHaveLength(1)
    expect(m.persone[0]).toMatchObject({ cognome: null, nome: null, codiceFiscale: null })
  })
})

describe('what is missing before sending', () => {
  const mancanze = (v: object, lette: Propria['persone'] = []) =>
    mancanzeDelModulo(daSalvare({ ...valori, ...v }), documenti, lette)
  it('is nothing when form, note and documents are complete, however the codice fiscale is written', () => {
    expect(mancanze({})).toEqual([])
  })
  it('A2.05: names who is in the form and not in the note, and the other way round', () => {
    const frasi = mancanze({ personeNota: [{ codiceFiscale: ugo, nominativo: 'Neri Ugo' }] }).map((m) => m.messaggio)
    expect(frasi).toHaveLength(2)
    expect(frasi[0]).toContain('Verdi Anna')
    expect(frasi[1]).toContain('Neri Ugo')
  })
  it('is also a codice fiscale that the server found impossible, until it is written again', () => {
    const letta = {
      ...daSalvare(valori).persone[0],
      codiceFiscale: codice,
      luogoNascita: null,
      utenteId: null,
      codiceFiscaleEsito: { esito: 'impossibile', motivi: ['La data non torna.'] },
    } as Propria['persone'][number]
    expect(mancanze({}, [letta])).toMatchObject([{ campo: 'persone.0.codiceFiscale', messaggio: 'La data non torna.' }])
    expect(mancanze({ persone: [{ ...persona, codiceFiscale: ugo }], personeNota: [] }, [letta])).toEqual([])
  })
  it('points at the part of the form where it is', () => {
    expect(
      [
        'ambitoId',
        'firmatarioEmail',
        'documenti.delega',
        'persone.0.nome',
        'nominaDichiarata',
        'documenti.nota',
        'personeNota',
      ].map(parteDi),
    ).toEqual(['ambito', 'firma', 'firma', 'amministratori', 'amministratori', 'nota', 'nota'])
  })
})

it.each(['nome@comune.it', 'nome.cognome@pec.comune.latina.it', ' a-b+c@x.it '])('«%s» is an address', (v) => {
  expect(difettoEmail(v)).toBeNull()
})
it.each(['nome@', 'nome@comune', 'nome cognome@comune.it', 'nome@comune..it'])('«%s» is not an address', (v) => {
  expect(difettoEmail(v)).not.toBeNull()
})
it('a telephone may be written with blanks and an international prefix', () => {
  expect(['0773 123456', '+39 333.000-0000'].map(difettoTelefono)).toEqual([null, null])
  expect(difettoTelefono('interno 12')).not.toBeNull()
})
