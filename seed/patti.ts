// Casi in the demonstration: an extract of households of Cisterna as a coordinator loads it, assigned, and brought by their case
// managers to different states, with days counted back from today so that something is overdue and something is near.
import type { FastifyInstance } from 'fastify'
import { caricaModelli } from '../src/server/documenti/carica-modelli.ts'
import { type Caller, signIn } from '../src/server/kernel/call.ts'
import type { Deps } from '../src/server/kernel/context.ts'
import { inCtx } from '../src/server/kernel/serve.ts'
import { caricaMisure } from '../src/server/misure/carica-misure.ts'
import { prepara } from '../src/server/patti/convocazione-lavoro.ts'
import { importa, verifica } from '../src/server/patti/estratto-corsa.ts'
import { spedisci } from '../src/server/patti/spedizioniere.ts'
import type { Vettori } from '../src/server/patti/vettori.ts'
import { disponibilitaApi } from '../src/shared/cartella/disponibilita.api.ts'
import { calcolaCodiceFiscale } from '../src/shared/kernel/codice-fiscale.ts'
import { piuGiorni } from '../src/shared/misure/giorni.ts'
import { casiApi } from '../src/shared/patti/casi.api.ts'
import { convocazioniApi } from '../src/shared/patti/convocazioni.api.ts'
import { estrattiApi } from '../src/shared/patti/estratti.api.ts'
import { mieiCasiApi } from '../src/shared/patti/miei-casi.api.ts'
import { analisiDelCaso, casoConEquipe } from './equipe.ts'
import { pattoDimostrativo, sostegniDimostrativi } from './patto.ts'
import { type PersonaDemo, persone } from './persone.ts'

type Nato = readonly [cognome: string, nome: string, sesso: 'M' | 'F', nascita: string]
interface Famiglia {
  persone: readonly Nato[]
  /** Days ago: the PAD of the household. */
  pad: number
  /** Days ago of each act of the case manager; absent: still to be assigned. */
  chi?: 'lei' | 'lui'
  convocato?: number
  /** Convened through a message to this address, for so many days after; otherwise by telephone. */
  email?: string
  per?: number
  presentato?: number
  esonerato?: boolean
  /** How far its analysis is: under way, or concluded with the équipe at work. */
  analisi?: 'cominciata' | 'equipe'
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
    email: 'teresa@example.it',
    per: 9,
  },
  {
    persone: [['Simulata', 'Olga', 'F', '1990-11-21']],
    pad: 112,
    chi: 'lei',
    convocato: 6,
    email: 'casella-chiusa@example.it',
    per: 12,
  },
  {
    persone: [
      ['Fittizio', 'Dario', 'M', '1978-02-14'],
      ['Fittizia', 'Irene', 'F', '1981-09-09'],
      ['Fittizi', 'Marco', 'M', '2016-01-30'],
    ],
    pad: 100,
    chi: 'lei',
    convocato: 25,
    email: 'dario@example.it',
    per: 7,
    presentato: 18,
    analisi: 'equipe',
  },
  {
    persone: [['Campioni', 'Lidia', 'F', '1959-03-18']],
    pad: 90,
    chi: 'lei',
    convocato: 26,
    presentato: 12,
    analisi: 'cominciata',
  },
  {
    persone: [
      ['Esempio', 'Bruno', 'M', '1987-07-07'],
      ['Esempio', 'Sara', 'F', '2024-12-01'],
    ],
    pad: 70,
    chi: 'lei',
    convocato: 24,
    presentato: 22,
    esonerato: true,
  },
  {
    persone: [['Prova', 'Gino', 'M', '1971-10-26']],
    pad: 120,
    chi: 'lui',
    convocato: 25,
    presentato: 20,
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
    'Protocollo;CF richiedente;Data presentazione;Data PAD nucleo;Stato beneficio;Importo mensile;Comune residenza;Indirizzo;CAP;CF;Cognome;Nome;Relazione parentale;Data nascita;Genere;Nazionalità;E-mail'
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
        k === 0 ? (f.email ?? '') : '',
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
  await caricaModelli(deps)
  const entra = (p: PersonaDemo) => signIn(app, deps, p.codiceFiscale)
  const arrivo = giorno(30)
  il(arrivo)
  const coordinatore = await entra(persone.coordinatoreECase)
  const incarico = await carica(deps, coordinatore, comune, arrivo, oggi)
  await coordinatore.call(estrattiApi.conferma, { id: incarico.id })
  await importa(deps, incarico)
  const { voci } = await coordinatore.call(casiApi.cerca, { limite: 200 })
  const sue = famiglie.flatMap((f) => {
    const casoId = voci.find((c) => c.codiceFiscale === codice(f.persone[0]!))?.id
    return casoId && f.chi
      ? [{ ...f, casoId, chi: f.chi === 'lei' ? persone.caseManager : persone.coordinatoreECase }]
      : []
  })
  for (const f of sue)
    await coordinatore.call(casiApi.assegna, { voci: [{ casoId: f.casoId, utenteId: (await entra(f.chi)).utenteId }] })
  await oreDi(await entra(persone.caseManager), comune, arrivo)
  for (const f of sue) {
    const uno = { id: f.casoId }
    if (f.convocato) {
      il(giorno(f.convocato))
      const chi = await entra(f.chi)
      if (f.email)
        await convocaPerPosta(deps, chi, incarico.ambito, f.casoId, piuGiorni(giorno(f.convocato), f.per ?? 7))
      else await chi.call(mieiCasiApi.convoca, { ...uno, giorno: giorno(f.convocato), nota: 'Per telefono' })
    }
    if (f.presentato) {
      il(giorno(f.presentato))
      await (await entra(f.chi)).call(mieiCasiApi.presenta, {
        ...uno,
        giorno: giorno(f.presentato),
        ora: '09:35',
        luogo: 'Sportello dei servizi sociali',
      })
    }
    if (f.analisi) {
      const d = { caso: f.casoId, ambito: incarico.ambito, utente: coordinatore.utenteId, comune }
      await (f.analisi === 'equipe' ? casoConEquipe : analisiDelCaso)({ deps, entra, il, giorno, cm: f.chi, caso: d })
    }
    il(giorno(5))
    const chi = await entra(f.chi)
    if (f.esonerato) {
      const { nucleo } = await chi.call(mieiCasiApi.leggi, uno)
      await chi.call(mieiCasiApi.esonera, {
        ...uno,
        componenteId: nucleo[0]!.id,
        specie: 'esonero',
        tipo: 'valutazione-servizi',
        dal: giorno(20),
        rivedereIl: piuGiorni(oggi, 160),
        documento: 'Relazione del servizio sociale 12 (dimostrativa)',
      })
    }
    if (f.chiuso) await chi.call(mieiCasiApi.chiudi, { ...uno, motivo: 'rinuncia', nota: 'Dimostrativa' })
  }
  await sostegniDimostrativi(await entra(persone.coordinatoreECase), giorno(5))
  // those whose analysis is finished
  for (const f of sue) await pattoDimostrativo(await entra(f.chi), f.casoId, giorno(5))
  il(giorno(0))
}

/** Three mornings of the week, where the comune has an office. */
async function oreDi(chi: Caller, comuneId: string, dal: string) {
  const { uffici } = await chi.call(disponibilitaApi.leggi, {})
  const ufficio = uffici.find((u) => u.comuneId === null || u.comuneId === comuneId)
  if (!ufficio) return
  for (const settimana of ['1', '3', '4'] as const)
    await chi.call(disponibilitaApi.crea, {
      comuneId,
      ufficioId: ufficio.id,
      settimana,
      dalle: '09:00',
      alle: '12:00',
      minuti: 30,
      dal,
    })
}

/** What carries mail in the demonstration: nothing leaves, and one address does not exist. */
const postino: Vettori = {
  email: () => ({
    porta: async (m) =>
      m.indirizzo.startsWith('casella-chiusa')
        ? { esito: 'respinto', motivo: '550 casella inesistente (dimostrativo)' }
        : { esito: 'partito', riferimento: 'Dimostrativo' },
    chiudi: () => {},
  }),
}

async function convocaPerPosta(deps: Deps, chi: Caller, ambito: string, casoId: string, giorno: string) {
  const { modelli } = await chi.call(convocazioniApi.scelte, {})
  const { id } = await chi.call(convocazioniApi.crea, {
    modello: modelli[0]!.id,
    canali: ['email'],
    modo: 'primo',
    luogo: 'Sportello dei servizi sociali (dimostrativo)',
    minuti: 30,
    voci: [{ casoId, giorno, ora: '09:30' }],
  })
  await prepara(deps, { invio: id, ambito, utente: chi.utenteId })
  await spedisci(deps, postino)
}

/** The extract uploaded and read: what the pages and the works do between them. */
async function carica(deps: Deps, coordinatore: Caller, comune: string, arrivo: string, oggi: string) {
  const { id: ambito } = await inCtx(
    deps,
    { azione: 'dimostrazione.carica', nazionale: true, operatore: 'dimostrazione' },
    (ctx) =>
      ctx.tx
        .selectFrom('ambitoComune')
        .select('ambitoId as id')
        .where('comuneId', '=', comune)
        .executeTakeFirstOrThrow(),
  )
  const { id } = await coordinatore.call(
    estrattiApi.carica,
    { nome: 'estratto-dimostrativo.csv', comune, misura: 'adi', estrattoIl: arrivo, completo: true } as never,
    { file: estratto(oggi) },
  )
  const { mappa } = await coordinatore.call(estrattiApi.colonne, { id })
  await coordinatore.call(estrattiApi.mappa, { id, mappa, salvaCome: 'Estratto dimostrativo' })
  const incarico = { id, ambito, utente: coordinatore.utenteId }
  await verifica(deps, incarico)
  return incarico
}
