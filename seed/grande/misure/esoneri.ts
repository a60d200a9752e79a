// Members who are not subject to the obligations of the measure, for a time and by a document; and one who is again.
import { piuGiorni } from '../../../src/shared/misure/giorni.ts'
import { mieiCasiApi } from '../../../src/shared/patti/miei-casi.api.ts'
import { adultoIl, type Nucleo } from './nuclei.ts'
import type { Tela } from './tela.ts'

const tipi = {
  esonero: ['valutazione-servizi'],
  esclusione: ['carichi-di-cura', 'disabilita', 'studio', 'malattia-oncologica', 'lavoro'],
} as const

export function esonera(t: Tela, x: Nucleo, dopo: number, specie: 'esonero' | 'esclusione', chi: 'tutti' | 'uno') {
  t.il(x, dopo, (r, giorno) =>
    r.unaVolta(x.chi, mieiCasiApi.esonera, `${x.caso.id} ${specie}`, async () => {
      const { nucleo } = await r.fa(x.chi, mieiCasiApi.leggi, { id: x.caso.id })
      const obbligati = nucleo.filter(
        (c) =>
          c.uscitoIl === null &&
          c.esoneri.length === 0 &&
          (!c.dataNascita || adultoIl({ nascita: c.dataNascita }, giorno)),
      )
      const suo = (k: number) => ({
        id: x.caso.id,
        componenteId: obbligati[k]!.id,
        specie,
        tipo: tipi[specie][(x.n + k) % tipi[specie].length]!,
        dal: giorno,
        rivedereIl: piuGiorni(t.m.giorni.oggi, 30 + ((x.n * 13) % 150)),
        documento: `Certificato dimostrativo ${x.n + 1}`,
      })
      const quanti = chi === 'uno' ? 1 : obbligati.length
      for (let k = 0; k < quanti - 1; k++) await r.subito(x.chi, mieiCasiApi.esonera, suo(k))
      return suo(quanti - 1)
    }),
  )
}

export function riprende(t: Tela, x: Nucleo, dopo: number) {
  t.il(x, dopo, (r, giorno) =>
    r.unaVolta(x.chi, mieiCasiApi.cessaEsonero, x.caso.id, async () => {
      const { nucleo } = await r.fa(x.chi, mieiCasiApi.leggi, { id: x.caso.id })
      const attivo = nucleo.flatMap((c) => c.esoneri).find((e) => e.attivo)!
      return { id: x.caso.id, esonero: attivo.id, giorno, motivo: 'Il familiare assistito è in una struttura.' }
    }),
  )
}
