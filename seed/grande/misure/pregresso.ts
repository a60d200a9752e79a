// The measure of before, in its years: households that came with an extract and were followed until the benefit ended, with the clock of
// then. The record was not kept yet: nobody of it is linked, and the histories meet by codice fiscale.
import { piuGiorni } from '../../../src/shared/misure/giorni.ts'
import { casiApi } from '../../../src/shared/patti/casi.api.ts'
import { mieiCasiApi } from '../../../src/shared/patti/miei-casi.api.ts'
import type { PersonaDemo } from '../../persone.ts'
import { CISTERNA } from '../operatori.ts'
import type { Regia } from '../regia.ts'
import * as analisi from './analisi.ts'
import { caricaEstratto, type DettoDaInps, type Estratto } from './estratto.ts'
import { adultoIl, type Nucleo } from './nuclei.ts'
import { dellaMisura } from './operatori.ts'
import { MISURA_DI_PRIMA, type NomeSorte, TUTTI } from './sorti.ts'
import { SPORTELLO, type Tela } from './tela.ts'

/** Who worked then; the others came years after. */
export const ACCREDITATI_IL = '2019-10-21'
const ARRIVO = '2019-11-18'
const ASSEGNATI = '2019-11-25'
const CONVOCATI = '2019-12-09'
const INCONTRATI = '2020-01-13'
const ESONERATI = '2020-02-10'
const CHIUSI = '2021-03-15'
const CAMBIATI = '2021-06-14'
const FINE = '2023-12-31'
/** Out of three hundred: of those that are still here. */
const ANCHE_OGGI = 24
/** The fate of the household of which the analysis of then is still in the archive; and the day it bears. */
const CON_ARCHIVIO: NomeSorte = 'monitoraggio-3'
const ANALIZZATI = '2020-01-27'
/** Days before today in which it is brought here: the household is in the record, and the caso counts at last (T13). */
const RIPORTATA = 140

const coordinaAllora = (x: Nucleo): PersonaDemo =>
  x.dove.coordina === dellaMisura.coordinaMagentino ? dellaMisura.coordinaMagentino : dellaMisura.coordinaLatina
const seguivaAllora = (x: Nucleo): PersonaDemo => (x.dove.comune === CISTERNA ? dellaMisura.cisterna : x.chi)

interface DiPrima {
  x: Nucleo
  k: number
  /** As it was then: fewer of them, perhaps another who asked. */
  nucleo: Nucleo
  chi: PersonaDemo
  /** Its analysis was made on paper, and the caso closed without it. */
  diCarta: boolean
}

function detto(d: DiPrima): DettoDaInps {
  const presentata = piuGiorni('2019-05-06', (d.k * 3) % 140)
  return {
    protocollo: `DIM-PRIMA-${String(1000 + d.x.n)}`,
    presentata,
    riconosciuta: piuGiorni(presentata, 20),
    mensile: 40_000 + (d.k % 9) * 4_500,
    isee: 60_000 + (d.k % 13) * 40_000,
  }
}

type Fine = 'terminato' | 'decaduto' | 'revocato' | 'chiuso'
const fine = ({ k, diCarta }: DiPrima): Fine => {
  if (diCarta) return 'chiuso'
  return k % 9 === 4 ? 'decaduto' : k % 11 === 6 ? 'revocato' : k % 8 === 2 ? 'chiuso' : 'terminato'
}

export function pregresso(t: Tela, nuclei: readonly Nucleo[]) {
  const ancora = nuclei.filter((x) => x.sorte !== 'solo-prima')
  const anche = ancora.slice(0, Math.ceil((ANCHE_OGGI * nuclei.length) / TUTTI))
  const archivio = ancora.find((x) => x.sorte === CON_ARCHIVIO)
  if (archivio && !anche.includes(archivio)) anche.push(archivio)
  const tutti = [...nuclei.filter((x) => x.sorte === 'solo-prima'), ...anche].flatMap((x, k): DiPrima[] => {
    const nati = x.membri.filter((p) => p.nascita < ARRIVO)
    const chiede = nati.find((p) => adultoIl(p, '2019-01-01'))
    if (!chiede) return []
    const membri = [chiede, ...nati.filter((p) => p !== chiede)]
    return [{ x, k, nucleo: { ...x, membri, caso: { id: '' } }, chi: seguivaAllora(x), diCarta: x === archivio }]
  })
  for (const [coordina, suoi] of Map.groupBy(tutti, (d) => coordinaAllora(d.x))) diUnAmbito(t, coordina, suoi)
}

function diUnAmbito(t: Tela, coordina: PersonaDemo, suoi: readonly DiPrima[]) {
  const estratto = (
    estrattoIl: string,
    quali: readonly DiPrima[],
    altro: (d: DiPrima) => Partial<DettoDaInps>,
  ): Estratto => ({
    nome: `estratto-${estrattoIl}.csv`,
    chi: coordina,
    comune: quali[0]!.x.dove.comune,
    misura: MISURA_DI_PRIMA,
    estrattoIl,
    nuclei: quali.map((d) => [d.nucleo, { ...detto(d), ...altro(d) }] as const),
  })
  const il = t.m.copione.il.bind(t.m.copione)
  const primo = estratto(ARRIVO, suoi, () => ({}))
  il(ARRIVO, async (r) => {
    await caricaEstratto(r, primo)
    const nuclei = suoi.map((d) => d.nucleo)
    for (const [x, id] of await t.casi(MISURA_DI_PRIMA, nuclei)) x.caso.id = id
  })
  il(ASSEGNATI, async (r) => {
    const voci = []
    for (const d of suoi) voci.push({ casoId: d.nucleo.caso.id, utenteId: await r.id(d.chi) })
    await r.fa(coordina, casiApi.assegna, { voci })
  })
  for (const d of suoi) seguito(t, d)
  const persi = suoi.filter((d) => fine(d) === 'decaduto' || fine(d) === 'revocato')
  if (persi.length > 0)
    il(CAMBIATI, (r) =>
      caricaEstratto(
        r,
        estratto(CAMBIATI, persi, (d) => ({
          beneficio: fine(d) === 'decaduto' ? 'Decaduto' : 'Revocato',
          beneficioDal: piuGiorni(CAMBIATI, -20),
        })),
      ),
    )
  const altri = suoi.filter((d) => !persi.includes(d))
  il(FINE, (r) =>
    caricaEstratto(
      r,
      estratto(FINE, altri, () => ({ beneficio: 'Terminato', beneficioDal: FINE })),
    ),
  )
}

function seguito(t: Tela, d: DiPrima) {
  const { k, nucleo, chi } = d
  const il = (giorno: string, fai: Parameters<Tela['m']['copione']['il']>[1]) => t.m.copione.il(giorno, fai)
  if (k % 2 === 0 || d.diCarta)
    il(CONVOCATI, (r) =>
      r.fa(chi, mieiCasiApi.convoca, { id: nucleo.caso.id, giorno: CONVOCATI, nota: 'Con una lettera.' }),
    )
  if (k % 4 === 0 || d.diCarta)
    il(INCONTRATI, (r) =>
      r.fa(chi, mieiCasiApi.presenta, { id: nucleo.caso.id, giorno: INCONTRATI, ora: '10:00', luogo: SPORTELLO }),
    )
  if (k % 10 === 3 && !d.diCarta)
    il(ESONERATI, (r) =>
      r.unaVolta(chi, mieiCasiApi.esonera, `prima ${nucleo.caso.id}`, async () => {
        const { nucleo: membri } = await r.fa(chi, mieiCasiApi.leggi, { id: nucleo.caso.id })
        return {
          id: nucleo.caso.id,
          componenteId: membri[0]!.id,
          specie: 'esonero' as const,
          tipo: 'cura-minore',
          dal: ESONERATI,
          rivedereIl: piuGiorni(ESONERATI, 365),
          documento: 'Certificato di nascita (dimostrativo)',
        }
      }),
    )
  if (fine(d) === 'chiuso')
    il(CHIUSI, (r) =>
      r.fa(chi, mieiCasiApi.chiudi, { id: nucleo.caso.id, motivo: 'rinuncia', nota: 'Ha trovato lavoro.' }),
    )
  if (d.diCarta) t.m.copione.il(t.m.giorni.fa(RIPORTATA), (r) => riporta(t, r, d))
}

/** Closed before its analysis was finished, it is reopened for it, with the day of the paper and the questionnaire of then, and closed again. */
async function riporta(t: Tela, r: Regia, d: DiPrima) {
  const x: Nucleo = { ...d.nucleo, chi: d.chi }
  await r.fa(d.chi, mieiCasiApi.riapri, { id: x.caso.id, motivo: 'L’analisi di allora è nell’archivio di carta.' })
  await analisi.inCartella(r, x, t.ambiti.get(x.dove.comune)!, r.giorno)
  const id = await analisi.comincia(r, x, ANALIZZATI)
  await analisi.concludiAllora(r, x, id)
  await r.fa(d.chi, mieiCasiApi.chiudi, {
    id: x.caso.id,
    motivo: 'beneficio',
    nota: 'Riportata l’analisi di allora (dimostrativa).',
  })
}
