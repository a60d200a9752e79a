// Extracts on a real database: the dry run and its sentences, the taking in, the same file again, what changes and what vanishes,
// a run that dies.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ambito, asRuolo, type Caller, type TestApp, testApp } from '../../../test/support/app.ts'
import { nuovaPersona, operatore } from '../../../test/support/cartella.ts'
import {
  ambitoConPatti,
  type Cella,
  casoDi,
  csv,
  finto,
  importa,
  lavora,
  nucleo,
  preparaPatti,
  prova,
} from '../../../test/support/patti.ts'
import { casiApi } from '../../shared/patti/casi.api.ts'
import { type EsitoNucleo, estrattiApi } from '../../shared/patti/estratti.api.ts'
import { mieiCasiApi } from '../../shared/patti/miei-casi.api.ts'
import { scriviCartella } from '../kernel/tabelle/scrivi.ts'

let t: TestApp
let mio: Ambito
let cp: Caller
let comune: string
beforeAll(async () => {
  t = await testApp()
  await preparaPatti(t)
  mio = await ambitoConPatti(t, 2, true)
  comune = mio.comuni[0]!
  cp = await asRuolo(t, mio, { ruolo: 'coordinatore-patto', comune })
})
afterAll(() => t.close())

const report = async (id: string, esito?: EsitoNucleo) =>
  (await cp.call(estrattiApi.nuclei, { id, ...(esito ? { esito } : {}) })).voci
const dentro = <T>(fn: Parameters<TestApp['deps']['db']['inScope']>[1]) =>
  t.deps.db.inScope({ azione: 'prova', ambito: mio.id, comuni: mio.comuni, fascicolo: true }, fn) as Promise<T>
/** Every row that casi are made of, to see whether anything has been written. */
const impronta = () =>
  dentro<string>(async (tx) => {
    const parti: string[] = []
    for (const tabella of [
      'domanda',
      'domanda_componente',
      'caso',
      'caso_stato',
      'caso_evento',
      'caso_termine',
      'caso_passaggio',
    ]) {
      const { rows } = await sql<{
        riga: string
      }>`select to_jsonb(t)::text as riga from ${sql.table(tabella)} t where ambito_id = ${mio.id} order by 1`.execute(
        tx,
      )
      parti.push(`${tabella}:${rows.map((r) => r.riga).join('|')}`)
    }
    return parti.join('\n')
  })

test('an extract becomes domande, members and casi to be assigned (T1), with their first terms', async () => {
  const ada = finto()
  const figlio = finto('Ivo', '2015-06-07', 'M')
  const id = await importa(t, cp, nucleo([ada, figlio]), { comune })
  expect(await cp.call(estrattiApi.leggi, { id })).toMatchObject({
    stato: 'conclusa',
    righeLette: 2,
    domande: 1,
    nuove: 1,
    rifiutate: 0,
    mio: true,
  })
  const c = await casoDi(cp, ada)
  expect(c).toMatchObject({
    assegnazione: 'da-assegnare',
    componenti: 2,
    comuneId: comune,
    presentataIl: '2026-01-10',
    assegnatario: null,
    peso: 1,
  })
  const { rows } = await dentro<{ rows: { termine: string; scade: string }[] }>((tx) =>
    sql`select termine, scade from caso_termine where caso_id = ${c.id} order by scade, termine`.execute(tx),
  )
  // PAD 10/2/2026: recommended 60 days, limit 120
  expect(rows).toEqual([
    { termine: 'primo-incontro-consigliato', scade: '2026-04-11' },
    { termine: 'primo-incontro', scade: '2026-06-10' },
  ])
})

test('who leaves a household and is in another of the same file is taken from the one to the other, whichever comes first', async () => {
  const ada = finto()
  const ugo = finto('Ugo', '1980-01-02', 'M')
  const ivo = finto('Ivo', '2015-06-07', 'M')
  const eva = finto('Eva')
  const [prima, altra] = [nucleo([ada, ivo]), nucleo([ugo])]
  await importa(t, cp, [...prima, ...altra], { comune })
  const membri = async (p: typeof ada) => {
    const { domandaId } = (
      await dentro<{ rows: { domandaId: string }[] }>((tx) =>
        sql`select domanda_id from caso where codice_fiscale = ${p.cf}`.execute(tx),
      )
    ).rows[0]!
    const { rows } = await dentro<{ rows: { nome: string }[] }>((tx) =>
      sql`select nome from domanda_componente where domanda_id = ${domandaId} and uscito_il is null order by nome`.execute(
        tx,
      ),
    )
    return rows.map((r) => r.nome)
  }
  const senza = prima.slice(0, 1)
  // the household that receives him is read before the one that he leaves, and a third follows in a chain
  const conIvo = [...altra, { ...prima[1]!, Protocollo: altra[0]!.Protocollo!, 'CF richiedente': ugo.cf }]
  const id = await prova(t, cp, [...conIvo, ...senza], { comune })
  expect((await report(id)).map((r) => r.esito)).toEqual(['cambiata', 'cambiata'])
  await cp.call(estrattiApi.conferma, { id })
  await lavora(t)
  expect(await cp.call(estrattiApi.leggi, { id })).toMatchObject({
    stato: 'conclusa',
    cambiate: 2,
    contraddittorie: 0,
    elaborate: 2,
  })
  expect([await membri(ada), await membri(ugo)]).toEqual([['Ada'], ['Ivo', 'Ugo']])
  // the one that he would leave is refused: he has not left, and who would receive him is told
  const terza = nucleo([eva, ivo])
  const rotta = altra.map((r) => ({ ...r, 'Data presentazione': '03/03/2027' }))
  const due = await prova(t, cp, [...terza, ...rotta], { comune })
  await cp.call(estrattiApi.conferma, { id: due })
  await lavora(t)
  const esiti = await report(due)
  expect(esiti.map((r) => r.esito).sort()).toEqual(['contraddittoria', 'rifiutata'])
  expect(esiti.find((r) => r.esito === 'contraddittoria')!.motivi[0]).toContain('è già nel nucleo')
  expect(await membri(ugo)).toEqual(['Ivo', 'Ugo'])
})

test('the dry run writes nothing, and the same file twice changes nothing', async () => {
  const righe = nucleo([finto(), finto('Ugo', '1980-01-02', 'M')])
  const prima = await impronta()
  const id = await prova(t, cp, righe, { comune })
  expect(await cp.call(estrattiApi.leggi, { id })).toMatchObject({ stato: 'da-confermare', nuove: 1 })
  expect(await impronta()).toBe(prima)
  await cp.call(estrattiApi.conferma, { id })
  await lavora(t)
  const dopo = await impronta()
  const ancora = await importa(t, cp, righe, { comune })
  expect(await impronta()).toBe(dopo)
  expect(await cp.call(estrattiApi.leggi, { id: ancora })).toMatchObject({ invariate: 1, nuove: 0, cambiate: 0 })
  expect((await cp.call(estrattiApi.leggi, { id: ancora })).stessoFileIl).not.toBeNull()
})

describe('what is not taken in is said in a sentence', () => {
  const uno = async (righe: Cella[]) => report(await prova(t, cp, righe, { comune }))
  test('the same household twice, with rows that contradict each other', async () => {
    const n = nucleo([finto()])
    const [r] = await uno([...n, ...n.map((x) => ({ ...x, 'Data presentazione': '11/01/2026' }))])
    expect(r).toMatchObject({
      esito: 'rifiutata',
      motivi: ['Le righe 2 e 3 sono della stessa domanda e dicono cose diverse di «Data di presentazione».'],
    })
    expect((await uno([...n, ...n]))[0]).toMatchObject({ esito: 'nuova' })
  })
  test('a member in two households, of the file or of the casi', async () => {
    const [ada, ugo, ivo] = [finto(), finto('Ugo', '1980-01-02', 'M'), finto('Ivo', '2015-06-07', 'M')]
    const due = await uno([...nucleo([ada, ivo]), ...nucleo([ugo, ivo])])
    expect(due.map((r) => r.esito)).toEqual(['contraddittoria', 'contraddittoria'])
    expect(due[0]!.motivi[0]).toContain('dello stesso file: una persona sta in un solo nucleo')
    await importa(t, cp, nucleo([ada, ivo]), { comune })
    expect((await uno(nucleo([ugo, ivo])))[0]!.motivi[0]).toContain('è già nel nucleo della domanda')
  })
  test('wrong codes and dates in the future', async () => {
    const ada = finto()
    const sbagliato = await uno(nucleo([ada], { CF: `${ada.cf.slice(0, 15)}${ada.cf.endsWith('A') ? 'B' : 'A'}` }))
    expect(sbagliato[0]!.motivi.join()).toContain('errore di battitura')
    expect((await uno(nucleo([finto()], { 'Data presentazione': '03/03/2026' })))[0]!.motivi).toEqual([
      'Riga 2: Data di presentazione: 03/03/2026 è nel futuro.',
    ])
    expect((await uno(nucleo([finto()], { Protocollo: '' })))[0]).toMatchObject({
      protocollo: '(riga 2)',
      esito: 'rifiutata',
    })
  })
  test('a comune without convenzione, or not of the coordinator (T1)', async () => {
    const [r] = await uno(nucleo([finto()], { 'Comune residenza': mio.comuni[1]! }))
    expect(r!.motivi[0]).toContain('non è tra quelli per i quali puoi caricare estratti')
  })
  test('a day on which the measure was not in force', async () => {
    expect(
      (await uno(nucleo([finto()], { 'Data presentazione': '10/01/2020', 'Data PAD': '' })))[0]!.motivi[0],
    ).toContain('non era in vigore')
  })
  test('unknown columns are named, missing ones are asked for', async () => {
    const file = Buffer.from(`Protocollo;Colore preferito\nINPS-9;blu\n`)
    const { id } = await cp.call(
      estrattiApi.carica,
      { nome: 'x.csv', comune, misura: 'adi', estrattoIl: '2026-03-02' } as never,
      { file },
    )
    const c = await cp.call(estrattiApi.colonne, { id })
    expect(c.sconosciute).toEqual(['Colore preferito'])
    const r = await cp.raw(estrattiApi.mappa, { id, mappa: c.mappa })
    expect(JSON.stringify(r.body)).toContain('Indica la colonna di «Codice fiscale del richiedente»')
  })
})

test('what changes is written and said: values, a state of INPS (T14), who comes and who goes', async () => {
  const [ada, ugo, ivo] = [finto(), finto('Ugo', '1980-01-02', 'M'), finto('Ivo', '2015-06-07', 'M')]
  const righe = nucleo([ada, ugo])
  await importa(t, cp, righe, { comune })
  const { id } = await casoDi(cp, ada)
  const nuove = nucleo([ada, ivo], {
    Protocollo: righe[0]!.Protocollo!,
    Importo: '600,00',
    'Stato beneficio': 'Sospeso',
  })
  const estratto = await prova(t, cp, nuove, { comune })
  const [r] = await report(estratto)
  expect(r).toMatchObject({ esito: 'cambiata' })
  expect(r!.differenze.map((d) => [d.campo, d.prima, d.dopo])).toEqual([
    ['mensile', 50000, 60000],
    ['beneficio', 'in-pagamento', 'sospeso'],
    ['componente', null, 'entrato'],
    ['componente', 'presente', 'uscito'],
  ])
  await cp.call(estrattiApi.conferma, { id: estratto })
  await lavora(t)
  const { rows } = await dentro<{ rows: { stato: string; statoPrima: string; mensile: number; usciti: string[] }[] }>(
    (tx) =>
      sql`select s.stato, s.stato_prima, d.mensile, array(select codice_fiscale from domanda_componente m where m.domanda_id = d.id and m.uscito_il is not null) as usciti
          from caso_stato s join caso c on c.id = s.caso_id join domanda d on d.id = c.domanda_id where c.id = ${id}`.execute(
        tx,
      ),
  )
  expect(rows).toEqual([{ stato: 'sospeso', statoPrima: 'ricevuto', mensile: 60000, usciti: [ugo.cf] }])
})

test('a complete extract says what has vanished, and it is back when it comes back', async () => {
  const altro = await ambitoConPatti(t, 1)
  const suo = await asRuolo(t, altro, { ruolo: 'coordinatore-patto', comune: altro.comuni[0]! })
  const [uno, due] = [nucleo([finto()]), nucleo([finto()])]
  const dove = { comune: altro.comuni[0]! }
  await importa(t, suo, [...uno, ...due], dove)
  const id = await importa(t, suo, uno, { ...dove, completo: true })
  expect(await suo.call(estrattiApi.leggi, { id })).toMatchObject({ sparite: 1, invariate: 1 })
  const torna = await importa(t, suo, [...uno, ...due], { ...dove, completo: true })
  expect((await suo.call(estrattiApi.nuclei, { id: torna, esito: 'cambiata' })).voci[0]!.motivi).toEqual([
    'È tornata nell’estratto.',
  ])
})

test('members are linked to the persons of the record by codice fiscale; who is doubtful is proposed', async () => {
  const as = await operatore(t, mio, 'assistente-sociale')
  const [ada, eva] = [finto(), finto('Eva', '1990-02-03')]
  await nuovaPersona(as, comune, {
    cognome: ada.cognome,
    nome: ada.nome,
    dataNascita: ada.nascita,
    sesso: 'F',
    codiceFiscale: ada.cf,
  } as never)
  await nuovaPersona(as, comune, { cognome: eva.cognome, nome: eva.nome, dataNascita: eva.nascita, sesso: 'F' })
  await importa(t, cp, nucleo([ada, eva]), { comune })
  const { rows } = await dentro<{ rows: { collegamento: string; legata: boolean; simili: number }[] }>((tx) =>
    sql`select collegamento, persona_id is not null as legata, cardinality(simili) as simili from domanda_componente where codice_fiscale in (${ada.cf}, ${eva.cf}) order by ordine`.execute(
      tx,
    ),
  )
  expect(rows).toEqual([
    { collegamento: 'codice-fiscale', legata: true, simili: 0 },
    { collegamento: 'proposto', legata: false, simili: 1 },
  ])
  expect((await casoDi(cp, ada)).personaId).not.toBeNull()
})

test('a profile written once is proposed again; the original comes back as it was, to whoever brought it', async () => {
  const righe = nucleo([finto()])
  const { id } = await cp.call(
    estrattiApi.carica,
    { nome: 'estratto.csv', comune, misura: 'adi', estrattoIl: '2026-03-02' } as never,
    { file: csv(righe) },
  )
  const { mappa } = await cp.call(estrattiApi.colonne, { id })
  await cp.call(estrattiApi.mappa, { id, mappa, salvaCome: 'Estratto di prova' })
  await lavora(t)
  expect((await cp.call(estrattiApi.colonne, { id })).profili).toMatchObject([
    { nome: 'Estratto di prova', adatto: true },
  ])
  const r = await cp.raw(estrattiApi.originale, { id })
  expect(Buffer.from(r.body as Uint8Array).equals(csv(righe))).toBe(true)
  const collega = await asRuolo(t, mio, { ruolo: 'coordinatore-patto', comune })
  expect((await collega.raw(estrattiApi.originale, { id })).status).toBe(404)
  await cp.call(estrattiApi.annulla, { id })
  expect((await cp.raw(estrattiApi.originale, { id })).body).toHaveLength(0)
})

test('11ter 2: in a comune without convenzione the coordinator has zero households, and can load none', async () => {
  const { nuovoAmbito } = await import('../../../test/support/app.ts')
  const chiuso = await nuovoAmbito(t, 1)
  const suo = await asRuolo(t, chiuso, { ruolo: 'coordinatore-patto', comune: chiuso.comuni[0]! })
  expect((await suo.call(casiApi.cerca, {})).voci).toEqual([])
  expect((await suo.call(estrattiApi.scelte, {})).comuni).toEqual([])
})

test('a workbook too, of what INPS says of a benefit (M2–M6): each field has its place, a column of none is kept as it is', async () => {
  const ada = finto()
  const [riga] = nucleo([ada])
  const altre: Record<string, string> = {
    'Stato pagamento': 'Pagato',
    'Altre prestazioni': 'A1.05 200,00',
    'Nucleo ISEE da verificare': 'sì',
    'Da convocare dal centro per l’impiego': 'no',
    'Cognome richiedente': ada.cognome,
    Ambito: 'Ambito di prova',
    'Codice interno': 'XK-12',
  }
  const nomi = [...Object.keys(riga!), ...Object.keys(altre)]
  const valore = (c: string) => altre[c] ?? riga![c as keyof Cella] ?? ''
  const foglio = await scriviCartella({
    titolo: 'Estratto',
    fogli: [
      {
        nome: 'Estratto',
        colonne: nomi.map((titolo) => ({ titolo })),
        // the second line is another benefit of the same household
        righe: [nomi.map(valore), nomi.map((c) => (c === 'Altre prestazioni' ? 'A2.01 90,00' : valore(c)))],
      },
    ],
  })
  const { id } = await cp.call(
    estrattiApi.carica,
    { nome: 'estratto.xlsx', comune, misura: 'adi', estrattoIl: '2026-03-02' } as never,
    { file: Buffer.from(foglio) },
  )
  const c = await cp.call(estrattiApi.colonne, { id })
  expect(c.sconosciute).toEqual(['Codice interno'])
  // a profile that says nothing of it loses it no more than the proposal
  await cp.call(estrattiApi.mappa, { id, mappa: c.mappa.filter((v) => v.colonna !== 'Codice interno') })
  await lavora(t)
  await cp.call(estrattiApi.conferma, { id })
  await lavora(t)
  const { id: casoId } = await casoDi(cp, ada)
  const cm = await asRuolo(t, mio, { ruolo: 'case-manager', comune })
  await cp.call(casiApi.assegna, { voci: [{ casoId, utenteId: cm.utenteId }] })
  const s = await cm.call(mieiCasiApi.leggi, { id: casoId })
  const detti = (dati: { nome: string; dichiarato: unknown }[]) => dati.map((d) => [d.nome, d.dichiarato])
  expect(detti(s.dati)).toEqual(
    expect.arrayContaining([
      ['Stato del pagamento', 'Pagato'],
      ['Altre prestazioni del nucleo', 'A1.05 200,00 · A2.01 90,00'],
      ['Nucleo non verificabile', true],
      ['Ambito', 'Ambito di prova'],
    ]),
  )
  const suoi = s.nucleo[0]!
  expect(detti(suoi.dati)).toEqual(
    expect.arrayContaining([
      ['Da convocare dal centro per l’impiego', false],
      ['Codice interno', 'XK-12'],
    ]),
  )
  await cm.call(mieiCasiApi.verifica, {
    id: casoId,
    componenteId: suoi.id,
    campo: 'colonna/Codice interno',
    verificato: 'XK-13',
    fonte: 'Anagrafe',
    giorno: '2026-03-02',
  })
  const dopo = (await cm.call(mieiCasiApi.leggi, { id: casoId })).nucleo[0]!.dati
  expect(dopo.find((d) => d.nome === 'Codice interno')).toMatchObject({ dichiarato: 'XK-12', verificato: 'XK-13' })
})
