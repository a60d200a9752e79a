// Domande that the comune took years ago for a measure of then, brought here from the paper: presented, checked, decided on the days of
// then (`riporta`), so that the story of a household begins where it began. Typed in one week of the year by the desk and the office.
import { piuGiorni, piuMesi } from '../../../src/shared/misure/giorni.ts'
import { domandeApi } from '../../../src/shared/patti/domande.api.ts'
import { persone } from '../../persone.ts'
import type { Persona } from '../casa.ts'
import { LATINA } from '../operatori.ts'
import type { Regia } from '../regia.ts'
import { adultoIl, type Nucleo } from './nuclei.ts'
import { MISURA_DEL_COMUNE, TUTTI } from './sorti.ts'
import type { Tela } from './tela.ts'

/** Out of three hundred households. */
const QUANTE = 20
/** Days before today in which they are typed, some on each. */
const BATTUTE = [160, 155, 150] as const
const PRIMA = '2018-06-04'
const PASSO = 7

type Finita = 'accolta' | 'respinta' | 'respinta-dal-comune' | 'rinunciata'
const finita = (k: number): Finita =>
  k % 7 === 2 ? 'respinta' : k % 7 === 4 ? 'respinta-dal-comune' : k % 15 === 6 ? 'rinunciata' : 'accolta'

const componente = (p: Persona, k: number) => ({
  valori: {
    codiceFiscale: p.codiceFiscale!,
    cognome: p.cognome,
    nome: p.nome,
    sesso: p.sesso,
    dataNascita: p.nascita,
    cittadinanza: 'italiana',
    ...(k === 0
      ? { professione: 'In cerca di lavoro', redditoLavoro: 0 }
      : { parentela: p.parentela === 'coniuge' ? 'coniuge' : 'figlio' }),
    'componente.naspi': false,
  },
})

const contenuto = (x: Nucleo, k: number, membri: readonly Persona[]) => ({
  nucleo: {
    indirizzo: [membri[0]!.dati['residenza.indirizzo'], membri[0]!.dati['residenza.civico']].filter(Boolean).join(' '),
    cap: x.dove.cap,
    'richiedente.titolo': 'italiano',
    'residenza.mesi-continuativi': 120 + k,
    'isee.valore': finita(k) === 'respinta' ? 780_000 : 90_000 + (k % 8) * 40_000,
    'isee.isre': finita(k) === 'respinta' ? 410_000 : 30_000 + (k % 8) * 12_000,
    'isee.reddito': 0,
    'isee.trattamenti': 0,
    'isee.immobili': 0,
    'isee.mobiliare': 50_000,
    'beni.veicolo-24-mesi': false,
    'beni.nave': false,
  },
  componenti: membri.map(componente),
})

export function domandeDiPrima(t: Tela, nuclei: readonly Nucleo[]) {
  const sue = nuclei
    .filter((x) => x.dove.comune === LATINA)
    .flatMap((x) => {
      const nati = x.membri.filter((p) => p.nascita < PRIMA)
      const chiede = nati.find((p) => adultoIl(p, '2018-01-01'))
      return chiede ? [{ x, membri: [chiede, ...nati.filter((p) => p !== chiede)] }] : []
    })
    .slice(0, Math.ceil((QUANTE * nuclei.length) / TUTTI))
  for (const [k, { x, membri }] of sue.entries())
    t.m.copione.il(t.m.giorni.fa(BATTUTE[k % BATTUTE.length]!), (r) => una(r, x, k, membri))
}

async function una(r: Regia, x: Nucleo, k: number, membri: readonly Persona[]) {
  const giorno = piuGiorni(PRIMA, k * PASSO)
  const { id } = await r.fa(persone.sportello, domandeApi.crea, {
    comuneId: x.dove.comune,
    misuraId: MISURA_DEL_COMUNE,
    giorno,
    contenuto: contenuto(x, k, membri),
  })
  await r.unaVolta(persone.sportello, domandeApi.presenta, id, async () => {
    const { versione } = await r.fa(persone.sportello, domandeApi.leggi, { id })
    return { id, giorno, versione }
  })
  if (finita(k) === 'rinunciata') {
    await r.fa(persone.sportello, domandeApi.rinuncia, {
      id,
      giorno: piuGiorni(giorno, 5),
      motivo: 'Ha trovato lavoro (dall’archivio di carta).',
    })
    return
  }
  const { controlli } = await r.fa(persone.responsabileControlli, domandeApi.leggi, { id })
  for (const [n, c] of controlli.entries())
    await r.fa(persone.responsabileControlli, domandeApi.controlla, {
      id,
      controllo: c.id,
      esito: finita(k) === 'respinta-dal-comune' && n === 0 ? 'non-regolare' : 'regolare',
      giorno: piuGiorni(giorno, 6),
      documento: 'Visura dimostrativa, dall’archivio di carta',
      nota: '',
    })
  await riporta(r, id, k, giorno)
}

async function riporta(r: Regia, id: string, k: number, giorno: string) {
  const esito = finita(k)
  const esitoIl = piuGiorni(giorno, 21)
  if (esito === 'respinta-dal-comune')
    await r.fa(persone.amministrativa, domandeApi.riporta, {
      id,
      esito: 'respinta',
      esitoIl,
      motivo: 'La residenza nel comune non risultava.',
    })
  else
    await r.fa(persone.amministrativa, domandeApi.riporta, {
      id,
      inviataIl: piuGiorni(giorno, 12),
      esito: esito === 'accolta' ? 'accolta' : 'respinta',
      esitoIl,
      motivo: esito === 'accolta' ? '' : 'L’ISEE superava la soglia.',
      ...(esito === 'accolta'
        ? {
            protocollo: `DIM-ALLORA-${String(500 + k)}`,
            mensile: 18_750 + (k % 6) * 4_000,
            finitoIl: piuGiorni(piuMesi(esitoIl, k % 3 === 0 ? 12 : 18), -1),
          }
        : {}),
    })
}
