// Arbitrary folders, as the exchange sees them, and a table in which every code of ours has one of the Region's: what the
// two ways must carry when the lists are known.
import fc from 'fast-check'
import type { RigaCodice, Tabella } from '../../../shared/cartella/lombardia/codici.ts'
import {
  ASSISTENTE_FAMILIARE,
  type Contenuto,
  NON_DEFINITA,
  type Vicino,
} from '../../../shared/cartella/lombardia/contenuto.ts'
import { calcolaCodiceFiscale } from '../../../shared/kernel/codice-fiscale.ts'
import { readCsv } from '../../kernel/read-csv.ts'
import { tabellaDaConfigurazione } from '../lombardia/tabella.ts'

const vociDi = (codifica: string) => readCsv(`codifiche/${codifica}.csv`).map((r) => r.codice!)

const liste = {
  'STATO-CIVILE': vociDi('stato-civile'),
  'TITOLO-STUDIO': vociDi('titolo-studio'),
  'DOCUMENTO-TIPO': vociDi('tipo-documento-identita'),
  NUCLEO: vociDi('parentela'),
  RETE: vociDi('parentela'),
  BISOGNO: vociDi('bisogno'),
  'A.TIRI': vociDi('motivo-contatto'),
  'A.MOCO': vociDi('canale-contatto'),
  'A.CONF': vociDi('tipologia-familiare'),
  'A.DSU0': ['si', 'no'],
  'A.TIIS': vociDi('tipo-isee'),
  'A.OCAS': vociDi('condizione-lavorativa'),
  'B.AMIR': vociDi('area-utenza'),
  'PROFILO-RESPONSABILE': vociDi('professione-operatore'),
  'E.MOCP': vociDi('motivo-chiusura'),
}

/** As if the Region had published its lists: invented numbers. */
export function tabellaPiena(): Tabella {
  const base = tabellaDaConfigurazione()
  const codici = Object.entries(liste).flatMap(([sistema, voci]) =>
    voci.map(
      (corrisponde, n): RigaCodice => ({
        sistema,
        codice: String(100 + n),
        descrizione: corrisponde,
        corrisponde,
        dal: '2017-11-16',
        al: null,
        segno: 'ipotesi',
        fonte: 'inventato per le prove',
      }),
    ),
  )
  return { ...base, codici: [...base.codici.filter((c) => !(c.sistema in liste)), ...codici] }
}

const nome = fc.constantFrom('Ada', 'Niccolò', 'Oksana', 'Anna Maria', 'Łucja', 'D’Angelo')
const cognome = fc.constantFrom('Sintetica', 'D’Esempio', 'Prova & Figli', 'De Simulatis', 'Ängström')
const giorno = (dal: string, al: string) =>
  fc.date({ min: new Date(dal), max: new Date(al), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10))
const nascita = giorno('1930-01-01', '2015-12-31')
const sesso = fc.constantFrom('F' as const, 'M' as const)
const istat = fc.constantFrom('015146', '016024', '058091')
const cf = fc
  .record({ nome, cognome, dataNascita: nascita, genere: sesso, belfiore: fc.constantFrom('F205', 'H501') })
  .map((p) => calcolaCodiceFiscale(p))
const uno = (sistema: keyof typeof liste) => fc.constantFrom(...liste[sistema])
const testo = fc.constantFrom('Va meglio.', 'Due righe:\nla seconda & altro', 'La persona è tornata a vivere da sola.')

const vicino = (parentela: boolean): fc.Arbitrary<Vicino> =>
  fc
    .record(
      {
        ...(parentela && { parentela: uno('NUCLEO').filter((p) => p !== NON_DEFINITA && p !== ASSISTENTE_FAMILIARE) }),
        codiceFiscale: cf,
        cognome,
        nome,
        sesso,
        nascita,
        residenza: istat,
      },
      { requiredKeys: ['cognome', 'nome'] },
    )
    .map((v) => structuredClone(v) as Vicino)

const persona = fc.record(
  { chiave: fc.uuid(), codiceFiscale: cf, cognome, nome, sesso, nascita, luogoNascita: istat },
  { requiredKeys: ['chiave', 'cognome', 'nome'] },
)

const presa = fc
  .record(
    {
      area: uno('B.AMIR'),
      attivata: giorno('2026-03-01', '2026-03-31'),
      chiusa: fc.record({ motivo: uno('E.MOCP'), da: cf, valutazione: testo }),
      responsabile: fc.record({ codiceFiscale: cf, professione: uno('PROFILO-RESPONSABILE') }),
    },
    { requiredKeys: ['area'] },
  )
  .map(({ chiusa, ...p }) => ({
    ...p,
    dal: '2026-02-01',
    ...(chiusa && {
      al: '2026-06-30',
      motivoChiusura: chiusa.motivo,
      valutazione: chiusa.valutazione,
      chiusaDa: chiusa.da,
    }),
  }))

const accesso = fc.record(
  {
    canale: uno('A.MOCO'),
    motivo: uno('A.TIRI'),
    bisogno: uno('BISOGNO'),
    segnalataIl: giorno('2025-12-01', '2026-01-31'),
  },
  { requiredKeys: [] },
)

export const contenuti: fc.Arbitrary<Contenuto> = fc
  .record(
    {
      persona,
      statoCivile: uno('STATO-CIVILE'),
      titoloStudio: uno('TITOLO-STUDIO'),
      cittadinanze: fc.uniqueArray(fc.constantFrom('Italia', 'Romania', 'Perù'), { maxLength: 2 }),
      residenza: istat,
      domicilio: istat,
      telefono: fc.constantFrom('02 0000000', '+39 06/000000'),
      cellulare: fc.constant('333 0000000'),
      email: fc.constant('ada.sintetica@example.it'),
      documento: fc.record({ tipo: uno('DOCUMENTO-TIPO'), numero: fc.constantFrom('CA00000AA', 'AB 12') }),
      lavoro: uno('A.OCAS'),
      tipologiaFamiliare: uno('A.CONF'),
      isee: fc.record({ tipo: uno('A.TIIS'), centesimi: fc.integer({ min: 0, max: 99_999_999 }) }),
      salute: testo,
      tessera: fc.constant('80380000000000000001'),
      ats: fc.constantFrom('321', '325'),
      asst: fc.constant('701'),
      ambito: fc.constant('A1'),
      medico: fc.record({ codiceFiscale: cf, cognome, nome }, { requiredKeys: ['cognome', 'nome'] }),
      nucleo: fc.array(vicino(true), { maxLength: 3 }),
      rete: fc.array(vicino(true), { maxLength: 2 }),
      assistenti: fc.array(vicino(false), { maxLength: 1 }),
      ente: fc.constant('Comune di prova'),
      accesso,
      presa,
    },
    { requiredKeys: ['persona', 'cittadinanze', 'nucleo', 'rete', 'assistenti', 'accesso'] },
  )
  .map((c): Contenuto => {
    const { accesso: a, ...resto } = structuredClone(c)
    // health is told with phase B, and a region with its comune
    if (!resto.presa) delete resto.salute
    return {
      ...resto,
      ...(resto.residenza && { regione: '03' }),
      accesso: { ...a, dal: '2025-12-01', ...(resto.presa && { al: resto.presa.dal }) },
    }
  })
