// Casi in the demonstration: an extract of households of Cisterna as a coordinator loads it, assigned, and brought by their case
// managers to different states, with days counted back from today so that something is overdue and something is near.
import type { FastifyInstance } from 'fastify'
import { signIn } from '../src/server/kernel/call.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { inCtx } from '../src/server/kernel/serve.ts'
import { caricaMisure } from '../src/server/misure/carica-misure.ts'
import { importa, verifica } from '../src/server/patti/estratto-corsa.ts'
import { calcolaCodiceFiscale } from '../src/shared/kernel/codice-fiscale.ts'
import { piuGiorni } from '../src/shared/misure/giorni.ts'
import { casiApi } from '../src/shared/patti/casi.api.ts'
import { estrattiApi } from '../src/shared/patti/estratti.api.ts'
import { mieiCasiApi } from '../src/shared/patti/miei-casi.api.ts'
import { persone } from './persone.ts'

type Nato = readonly [cognome: string, nome: string, sesso: 'M' | 'F', nascita: string]
interface Famiglia {
  persone: readonly Nato[]
  /** Days ago: the PAD of the household. */
  pad: number
  /** Days ago of each act of the case manager; absent: still to be assigned. */
  chi?: 'lei' | 'lui'
  convocato?: number
  presentato?: number
  esonerato?: boolean
  chiuso?: boolean
}

const famiglie: readonly Famiglia[] = [
  {
    persone: [
      ['Dimostrativa', 'Teresa', 'F', '1984-05-12'],
      ['Sintetici', 'Nadia', 'F', '2013-08-03'],
    ],
    pad: 132,
    chi: 'lei',
    convocato: 20,
  },
  { persone: [['Simulata', 'Olga', 'F', '1990-11-21']], pad: 112, chi: 'lei' },
  {
    persone: [
      ['Fittizio', 'Dario', 'M', '1978-02-14'],
      ['Fittizia', 'Irene', 'F', '1981-09-09'],
      ['Fittizi', 'Marco', 'M', '2016-01-30'],
    ],
    pad: 100,
    chi: 'lei',
    convocato: 60,
    presentato: 45,
  },
  { persone: [['Campioni', 'Lidia', 'F', '1959-03-18']], pad: 90, chi: 'lei', convocato: 70, presentato: 50 },
  {
    persone: [
      ['Esempio', 'Bruno', 'M', '1987-07-07'],
      ['Esempio', 'Sara', 'F', '2024-12-01'],
    ],
    pad: 70,
    chi: 'lei',
    convocato: 30,
    presentato: 28,
    esonerato: true,
  },
  {
    persone: [['Prova', 'Gino', 'M', '1971-10-26']],
    pad: 120,
    chi: 'lui',
    convocato: 90,
    presentato: 80,
    chiuso: true,
  },
  {
    persone: [
      ['Sintetica', 'Paola', 'F', '1993-04-04'],
      ['Sintetico', 'Elio', 'M', '2018-06-15'],
    ],
    pad: 40,
  },
  { persone: [['Modello', 'Franco', 'M', '1966-12-12']], pad: 125 },
]

const italiano = (g: string) => g.split('-').reverse().join('/')
const codice = ([cognome, nome, genere, dataNascita]: Nato) =>
  calcolaCodiceFiscale({ cognome, nome, genere, dataNascita, belfiore: 'C740' })

function estratto(oggi: string): Buffer {
  const testa =
    'Protocollo;CF richiedente;Data presentazione;Data PAD nucleo;Stato beneficio;Importo mensile;Comune residenza;Indirizzo;CAP;CF;Cognome;Nome;Relazione parentale;Data nascita;Genere;Nazionalità'
  const righe = famiglie.flatMap((f, n) =>
    f.persone.map((p, k) => {
      const pad = piuGiorni(oggi, -f.pad)
      const [cognome, nome, sesso, nascita] = p
      return [
        `DIM-ADI-${1001 + n}`,
        codice(f.persone[0]!),
        italiano(piuGiorni(pad, -12)),
        italiano(pad),
        'In pagamento',
        `${380 + n * 35},00`,
        'C740',
        `Via Dimostrativa ${n + 1}`,
        '04012',
        codice(p),
        cognome,
        nome,
        k === 0 ? 'Richiedente' : k === 1 && f.persone.length > 2 ? 'Coniuge' : 'Figlio',
        italiano(nascita),
        sesso,
        'italiana',
      ].join(';')
    }),
  )
  return Buffer.from([testa, ...righe].join('\n'))
}

export async function casiDiCisterna(
  app: FastifyInstance,
  deps: Deps,
  comune: string,
  oggi: string,
  il: (giorno: string) => void,
  primo: string,
) {
  // never before the operators were there
  const giorno = (fa: number) => {
    const g = piuGiorni(oggi, -fa)
    return g < primo ? primo : g
  }
  await caricaMisure(deps)
  il(giorno(95))
  const coordinatore = await signIn(app, deps, persone.coordinatoreECase.codiceFiscale)
  const lei = await signIn(app, deps, persone.caseManager.codiceFiscale)
  il(giorno(0))
  const { id: ambito } = await inCtx(
    deps,
    { azione: 'dimostrazione.carica', nazionale: true, operatore: 'dimostrazione' },
    (ctx) =>
      ctx.tx
        .selectFrom('ambito')
        .innerJoin('ambitoComune', 'ambitoComune.ambitoId', 'ambito.id')
        .select('ambito.id')
        .where('ambitoComune.comuneId', '=', comune)
        .executeTakeFirstOrThrow(),
  )
  const { id } = await coordinatore.call(
    estrattiApi.carica,
    { nome: 'estratto-dimostrativo.csv', comune, misura: 'adi', estrattoIl: oggi, completo: true } as never,
    { file: estratto(oggi) },
  )
  const { mappa } = await coordinatore.call(estrattiApi.colonne, { id })
  await coordinatore.call(estrattiApi.mappa, { id, mappa, salvaCome: 'Estratto dimostrativo' })
  const incarico = { id, ambito, utente: coordinatore.utenteId }
  await verifica(deps, incarico)
  await coordinatore.call(estrattiApi.conferma, { id })
  await importa(deps, incarico)
  const { voci } = await coordinatore.call(casiApi.cerca, { limite: 200 })
  for (const f of famiglie) {
    const caso = voci.find((c) => c.codiceFiscale === codice(f.persone[0]!))
    if (!caso || !f.chi) continue
    const chi = f.chi === 'lei' ? lei : coordinatore
    await coordinatore.call(casiApi.assegna, { voci: [{ casoId: caso.id, utenteId: chi.utenteId }] })
    const uno = { id: caso.id }
    if (f.convocato)
      await chi.call(mieiCasiApi.convoca, { ...uno, giorno: piuGiorni(oggi, -f.convocato), nota: 'Per telefono' })
    if (f.presentato) await chi.call(mieiCasiApi.presenta, { ...uno, giorno: piuGiorni(oggi, -f.presentato) })
    if (f.esonerato) {
      const { nucleo } = await chi.call(mieiCasiApi.leggi, uno)
      await chi.call(mieiCasiApi.esonera, {
        ...uno,
        componenteId: nucleo[0]!.id,
        specie: 'esonero',
        tipo: 'carichi-di-cura',
        dal: piuGiorni(oggi, -20),
        rivedereIl: piuGiorni(oggi, 160),
        documento: 'Certificato di nascita 12 (dimostrativo)',
      })
    }
    if (f.chiuso) await chi.call(mieiCasiApi.chiudi, { ...uno, motivo: 'rinuncia', nota: 'Dimostrativa' })
  }
}
