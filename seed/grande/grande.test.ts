// The large demonstration with fewer families: every state and every situation is there, the same day tells the same
// story, and a start killed half way is taken up where it was.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caricaModelli } from '../../src/server/documenti/carica-modelli.ts'
import type { Deps } from '../../src/server/kernel/context.ts'
import type { Database } from '../../src/server/kernel/db.ts'
import { caricaTerritorio } from '../../src/server/territorio/predefiniti.ts'
import { nomiFatto, tipoFatto } from '../../src/shared/anagrafe/fatti.ts'
import { esitiRiga } from '../../src/shared/anagrafe/importazioni.rules.ts'
import { tipiNucleo } from '../../src/shared/anagrafe/nuclei.rules.ts'
import { speciePersona } from '../../src/shared/anagrafe/persone.api.ts'
import { nomiEsito, specieRelazione } from '../../src/shared/anagrafe/relazioni.rules.ts'
import { statiAppuntamento } from '../../src/shared/cartella/agenda.rules.ts'
import { statiContatto } from '../../src/shared/cartella/contatti.rules.ts'
import { statiCronologia } from '../../src/shared/cartella/cronologia.rules.ts'
import { statiDecisione } from '../../src/shared/cartella/decisioni.api.ts'
import { statiVoce } from '../../src/shared/cartella/diario.rules.ts'
import { esitiRiesame } from '../../src/shared/cartella/emergenze.api.ts'
import { statiInvio } from '../../src/shared/cartella/invii.rules.ts'
import { statiPresa } from '../../src/shared/cartella/prese.rules.ts'
import { statiSegnalazione } from '../../src/shared/cartella/segnalazioni.rules.ts'
import { statiDocumento } from '../../src/shared/documenti/documenti.rules.ts'
import { statiCaso } from '../../src/shared/patti/casi.rules.ts'
import { statiConvocazione, statiMessaggio } from '../../src/shared/patti/convocazioni.rules.ts'
import { statiDomanda } from '../../src/shared/patti/domande.rules.ts'
import { statiSeduta } from '../../src/shared/patti/equipe.rules.ts'
import { statiInvio as statiInvioCpi } from '../../src/shared/patti/invii-cpi.rules.ts'
import { statiIncontro, statiSostegno } from '../../src/shared/patti/monitoraggio.rules.ts'
import { statiPatto } from '../../src/shared/patti/patto.rules.ts'
import { type TestApp, testApp } from '../../test/support/app.ts'
import { caricaDimostrazione } from '../demo.ts'
import { componiFamiglie, quota } from './famiglie.ts'
import { componi } from './grande.ts'
import { componiNuclei } from './misure/nuclei.ts'
import { territori } from './misure/operatori.ts'
import { MISURA, MISURA_DEL_COMUNE, MISURA_DI_PRIMA, sorti, TUTTI } from './misure/sorti.ts'
import { quote } from './operatori.ts'
import { nomiSituazione } from './situazioni.ts'

const FAMIGLIE = 60
const OGGI = '2026-11-26T09:00:00Z'
/** Connections: in the middle of the year, between an analysis and its pact. */
const UCCISO_DOPO = 2400
const senza = <T>(stati: readonly T[], diPassaggio: T) => stati.filter((s) => s !== diPassaggio)

describe('families', () => {
  test('five hundred, in every situation, over the comuni that have the record open', () => {
    const tutte = componiFamiglie(500, '2026-11-26', quote)
    expect(tutte).toHaveLength(500)
    expect([...new Set(tutte.map((f) => f.situazione))].sort()).toEqual([...nomiSituazione].sort())
    expect([...new Set(tutte.map((f) => f.casa.comune))].sort()).toEqual(quote.map(([c]) => c).sort())
    const nomi = tutte.flatMap((f) => f.casa.persone.map((p) => `${p.cognome} ${p.nome}`))
    expect(new Set(nomi).size).toBe(nomi.length)
  })
  test('every field of the sheet is known of somebody', () => {
    // written by the acts of those who work, or by the import itself; or of no use to look at
    const altrove =
      /^(generalita|domicilio|recapito|contatto-sicuro|gravidanza)\.|\.(cap|presso|medicoCodiceFiscale)$|^alias\.nome$/
    const noti = new Set(
      componiFamiglie(FAMIGLIE, '2026-11-26', quote).flatMap((f) => f.casa.persone.flatMap((p) => Object.keys(p.dati))),
    )
    const campi = nomiFatto.flatMap((tipo) => Object.keys(tipoFatto(tipo).campi).map((c) => `${tipo}.${c}`))
    expect(campi.filter((c) => !noti.has(c) && !altrove.test(c))).toEqual([])
  })
  test('the same twice', () => {
    const dati = () =>
      componiFamiglie(500, '2026-11-26', quote).map(({ casa, area }) => [casa.comune, area, casa.persone, casa.legami])
    expect(dati()).toEqual(dati())
    const scene = () => componi('2026-11-26', 500).copione.scene.map((x) => JSON.stringify(x))
    expect(scene()).toEqual(scene())
  })
})

describe('households of the measures', () => {
  const nuclei = (famiglie: number) =>
    componiNuclei(componi('2026-11-26', famiglie), '2026-11-26', (su300) => quota(su300, famiglie))
  test('three hundred, of every fate, over the comuni of the two ambiti, the same twice', () => {
    const tutti = nuclei(500)
    expect(tutti).toHaveLength(TUTTI)
    expect([...new Set(tutti.map((x) => x.sorte))].sort()).toEqual(Object.keys(sorti).sort())
    expect([...new Set(tutti.map((x) => x.dove.comune))].sort()).toEqual(territori.map((d) => d.comune).sort())
    const chi = (x: (typeof tutti)[number]) => [x.sorte, x.chi.codiceFiscale, x.membri.map((p) => p.codiceFiscale)]
    expect(nuclei(500).map(chi)).toEqual(tutti.map(chi))
    const codici = tutti.flatMap((x) => x.membri.map((p) => p.codiceFiscale))
    expect(new Set(codici).size).toBe(codici.length)
  })
})

describe('in the record', { timeout: 600_000 }, () => {
  let t: TestApp
  const ambiti: { id: string; comuni: string[] }[] = []
  beforeAll(async () => {
    t = await testApp()
    t.clock.set(OGGI)
    await caricaTerritorio(t.deps)
    await caricaModelli(t.deps)
    // killed in the middle: the connection breaks at some request of the year, or inside one, which answers with a fault
    const morto: Deps = { ...t.deps, db: cheMuore(t.deps.db, UCCISO_DOPO) }
    await expect(caricaDimostrazione(morto, { quanta: 'intera', famiglie: FAMIGLIE })).rejects.toThrow(
      /killed|errore-interno/,
    )
    expect(await caricaDimostrazione(t.deps, { quanta: 'intera', famiglie: FAMIGLIE })).toBe('intera')
    ambiti.push(
      ...(await t.deps.db.inScope({ azione: 'prova', nazionale: true }, async (tx) => {
        const { rows } = await sql<{ id: string; comuni: string[] }>`
          select a.id, array(select comune_id from ambito_comune c where c.ambito_id = a.id) as comuni from ambito a where a.dimostrativo`.execute(
          tx,
        )
        return rows
      })),
    )
  }, 600_000)
  afterAll(() => t.close())

  const righe = async <R>(q: ReturnType<typeof sql<R>>): Promise<R[]> => {
    const tutte: R[] = []
    for (const a of ambiti)
      tutte.push(
        ...(await t.deps.db.inScope(
          {
            azione: 'prova',
            ambito: a.id,
            comuni: a.comuni,
            fascicolo: true,
            classi: ['sanitaria', 'violenza', 'segnalante', 'indirizzo-segreto', 'gravidanza'],
          },
          async (tx) => (await q.execute(tx)).rows,
        )),
      )
    return tutte
  }
  const valori = async (q: ReturnType<typeof sql<{ v: string }>>) =>
    [...new Set((await righe(q)).map((r) => r.v))].sort()

  test.each([
    ['presa_in_carico', 'stato', statiPresa],
    ['segnalazione', 'stato', statiSegnalazione],
    // «convertita» is known by the segnalazione that names the contact
    ['contatto', 'stato', senza(statiContatto, 'convertita')],
    ['invio', 'stato', statiInvio],
    ['appuntamento', 'stato', statiAppuntamento],
    ['compito', 'stato', ['aperto', 'fatto', 'annullato', 'passato']],
    ['trasferimento', 'stato', ['offerto', 'accettato', 'rifiutato', 'ritirato']],
    ['scambio_presa', 'stato', ['offerto', 'accettato', 'rifiutato']],
    ['decisione', 'stato', statiDecisione],
    ['cronologia', 'stato', statiCronologia],
    ['documento', 'stato', statiDocumento],
    ['persona', 'specie', speciePersona],
    ['nucleo', 'tipo', tipiNucleo],
    ['relazione', 'specie', specieRelazione],
    ['importazione_cartella', 'stato', ['conclusa']],
    ['caso_stato', 'stato', statiCaso],
    ['domanda_raccolta', 'stato', statiDomanda],
    ['patto', 'stato', statiPatto],
    ['patto_incontro', 'stato', statiIncontro],
    ['patto_sostegno', 'stato', statiSostegno],
    ['equipe_seduta', 'stato', statiSeduta],
    ['caso_invio_cpi', 'stato', statiInvioCpi],
    ['caso_offerta', 'stato', ['offerta', 'consegnata', 'rifiutata', 'ritirata']],
    // those in which something is for an instant, while it is prepared or it leaves
    ['convocazione', 'stato', senza(statiConvocazione, 'da-preparare')],
    ['convocazione_messaggio', 'stato', senza(statiMessaggio, 'in-partenza')],
    ['importazione_estratto', 'stato', ['conclusa']],
    ['compilazione_esito', 'esito', ['A', 'B', 'C', 'D']],
  ] as const)('%s: every %s', async (tabella, colonna, attesi) => {
    expect(await valori(sql`select distinct ${sql.ref(colonna)} as v from ${sql.table(tabella)}`)).toEqual(
      [...attesi].sort(),
    )
  })
  test('some contacts have become a segnalazione', async () => {
    expect(
      (await valori(sql`select distinct contatto_id as v from segnalazione where contatto_id is not null`)).length,
    ).toBeGreaterThan(0)
  })
  test('each measure in every state that is of it: those of before are over, the one of today is everywhere', async () => {
    const stati = async (misura: string) =>
      valori(
        sql`select distinct s.stato as v from caso c join caso_stato s on s.caso_id = c.id where c.misura_id = ${misura}`,
      )
    expect(await stati(MISURA)).toEqual([...statiCaso].sort())
    expect(await stati(MISURA_DI_PRIMA)).toEqual(['chiuso', 'decaduto', 'revocato', 'terminato'])
    // brought here from the paper, which says that it came to its end
    expect(await stati(MISURA_DEL_COMUNE)).toEqual(['terminato'])
  })
  test('households of casi are those of the record, or are proposed with who is missing and who is more', async () => {
    const nuclei = await righe<{ stato: string | null; uguali: boolean }>(sql`
      select n.stato, n.caso = n.cartella as uguali from (
        select r.caso_id, r.nucleo_id, (select x.stato from caso_nucleo x where x.caso_id = r.caso_id and x.nucleo_id = r.nucleo_id and x.superato_il is null) as stato,
               array_agg(distinct r.persona_id order by r.persona_id) as cartella,
               (select array_agg(distinct m.persona_id order by m.persona_id) from accesso.membri_a_confronto(array[r.caso_id]) m) as caso
          from accesso.nuclei_a_confronto(array(select id from caso where assegnazione = 'assegnato')) r group by 1, 2) n`)
    expect(nuclei.filter((n) => n.stato === 'collegato').length).toBeGreaterThan(0)
    expect(nuclei.filter((n) => n.stato === null && !n.uguali).length).toBeGreaterThan(0)
  })
  test('an analysis of then, on the questionnaire of then, is finished and counts', async () => {
    const diAllora = await righe<{ esito: string; giorno: string; misura: string }>(
      sql`select e.esito, k.giorno, c.misura_id as misura from caso_analisi a join compilazione k on k.id = a.compilazione_id join compilazione_esito e on e.compilazione_id = k.id
            join caso c on c.id = a.caso_id where k.stato = 'finalizzata' and k.giorno < '2024-01-01'`,
    )
    expect(diAllora).toEqual([{ esito: 'B', giorno: '2020-01-27', misura: MISURA_DI_PRIMA }])
  })
  test('terms that have passed have been told to every level', async () => {
    expect(await valori(sql`select distinct unnest(detti) as v from caso_termine`)).toEqual(
      expect.arrayContaining(['amministratore', 'case-manager', 'coordinatore']),
    )
  })
  test('diary: every state, confidential entries among them', async () => {
    // a draft exists for its author alone
    const [bozza] = await righe<{ autoreId: string }>(sql`select autore_id from diario_voce where stato = 'bozza'`)
    expect(bozza).toBeUndefined()
    const tutti = await valori(sql`select distinct stato as v from diario_voce where riservato_a is null`)
    expect(tutti).toEqual(statiVoce.filter((s) => s !== 'bozza').sort())
  })
  test('activities with what a report is made of; members of whom it is known whether they live there', async () => {
    expect(await valori(sql`select distinct k as v from diario_voce, jsonb_object_keys(attivita) k`)).toEqual(
      expect.arrayContaining(['ambientale', 'fonti', 'interventi', 'problemi']),
    )
    const [m] = await righe<{ n: number }>(
      sql`select count(*) filter (where convivente is not null and responsabilita is not null)::int as n from nucleo_componente`,
    )
    expect(m!.n).toBeGreaterThan(0)
  })
  test('facts of every kind, unions ended in every way, ties of violence and of care', async () => {
    const fatti = await valori(sql`select distinct tipo as v from persona_fatto`)
    expect(nomiFatto.filter((x) => !fatti.includes(x))).toEqual([])
    expect(await valori(sql`select distinct esito as v from relazione where esito is not null`)).toEqual(
      [...nomiEsito].sort(),
    )
    expect(await valori(sql`select distinct classe as v from relazione where classe is not null`)).toEqual(['violenza'])
    expect(await valori(sql`select distinct tipo as v from relazione where specie = 'filiazione'`)).toEqual([
      'acquisita',
      'adozione',
      'affido',
      'naturale',
    ])
  })
  test('a secret address with the rules by which one may be reached', async () => {
    const protette = await righe<{ regole: number }>(sql`
      select (select count(*)::int from persona_fatto r where r.persona_id = f.persona_id and r.tipo = 'contatto-sicuro') as regole
        from persona_fatto f where f.classe = 'indirizzo-segreto' and f.tipo = 'domicilio'`)
    expect(protette.some((p) => p.regole > 0)).toBe(true)
  })
  test('emergencies reviewed, in both ways, and to be reviewed', async () => {
    expect(
      await valori(
        sql`select distinct coalesce(riesame_esito, 'da riesaminare') as v from apertura_fascicolo where emergenza`,
      ),
    ).toEqual([...esitiRiesame, 'da riesaminare'].sort())
  })
  test('one merge, one part hidden, an alert put off, rows of a file of every outcome', async () => {
    expect(await valori(sql`select count(*)::text as v from persona_unione where divisa_il is null`)).toContain('1')
    expect(await valori(sql`select count(*)::text as v from radar_rinvio`)).toContain('1')
    const esiti = await valori(sql`select distinct esito as v from importazione_cartella_riga`)
    expect(esitiRiga.filter((e) => esiti.includes(e))).toEqual(['nuova', 'dubbia', 'rifiutata'])
  })
  test('nobody is parent of himself, no to-do is of nobody: what was killed left nothing half done', async () => {
    expect(
      await righe(sql`select c.id from compito c where c.stato = 'aperto' and not exists (
        select 1 from presa_operatore o where o.presa_id = c.presa_id and o.utente_id = c.utente_id and o.al is null)`),
    ).toEqual([])
    expect(
      await righe(sql`select persona_a from relazione group by 1, persona_b, specie, tipo having count(*) > 1`),
    ).toEqual([])
    const doppie = await righe(
      sql`select cognome, nome, data_nascita from persona where unita_a is null and specie = 'nota' group by 1, 2, 3, comune_id having count(*) > 1`,
    )
    expect(doppie).toEqual([])
  })
  test('as many households as there must be; three measures, one after the other; a third meeting; nothing to come', async () => {
    const attesi = componiNuclei(componi('2026-11-26', FAMIGLIE), '2026-11-26', (su300) => quota(su300, FAMIGLIE))
    const oggi = await righe<{ protocollo: string }>(
      sql`select distinct protocollo from domanda where protocollo like 'DIM-INPS-%'`,
    )
    expect(new Set(oggi.map((r) => r.protocollo)).size).toBe(attesi.filter((x) => x.sorte !== 'solo-prima').length)
    const storie = await righe<{ misure: number }>(
      sql`select count(distinct misura_id)::int as misure from caso group by codice_fiscale_chiave`,
    )
    expect(Math.max(...storie.map((s) => s.misure))).toBeGreaterThanOrEqual(3)
    const incontri = await righe<{ tenuti: number }>(
      sql`select count(*)::int as tenuti from patto_incontro where stato = 'tenuto' group by origine_id`,
    )
    expect(Math.max(...incontri.map((i) => i.tenuti))).toBe(3)
    expect(
      await righe(
        sql`select id from caso_evento where giorno > '2026-11-26' union all select id from caso_passaggio where quando > ${OGGI}`,
      ),
    ).toEqual([])
  })
  test('a second time does nothing', async () => {
    const quante = () => valori(sql`select count(*)::text as v from persona_fatto`)
    const prima = await quante()
    expect(await caricaDimostrazione(t.deps, { quanta: 'intera' })).toBe('intera')
    expect(await caricaDimostrazione(t.deps, { quanta: 'no' })).toBe('intera')
    expect(await quante()).toEqual(prima)
  })
})

/** The same database, for so many connections; then every one of them fails, as when the process is killed. */
function cheMuore(db: Database, dopo: number): Database {
  let resta = dopo
  const conta = () => {
    if (resta-- <= 0) throw new Error('killed')
  }
  return {
    ...db,
    kind: db.kind,
    connect: async () => {
      conta()
      return db.connect()
    },
    call: async (text, values) => {
      conta()
      return db.call(text, values)
    },
    contaRighe: () => db.contaRighe(),
    close: async () => {},
    inScope: async (scope, fn) => {
      conta()
      return db.inScope(scope, fn)
    },
    inSession: async (scope, fn) => {
      conta()
      return db.inSession(scope, fn)
    },
  }
}
