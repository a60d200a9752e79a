// Transfers of a presa in carico: to a colleague, offered and accepted, refused or withdrawn; and to another comune.
import { compitiApi } from '../../src/shared/cartella/compiti.api.ts'
import { preseApi } from '../../src/shared/cartella/prese.api.ts'
import { scambiApi } from '../../src/shared/cartella/scambi.api.ts'
import { trasferimentiApi } from '../../src/shared/cartella/trasferimenti.api.ts'
import type { Mondo } from './mondo.ts'
import type { SortePresa } from './sorti.ts'
import type { Aperta } from './vita.ts'

export function passaggio(m: Mondo, a: Aperta, sorte: SortePresa, giorno: string) {
  if (sorte.startsWith('passaggio-')) aCollega(m, a, sorte, giorno)
  if (sorte.startsWith('scambio-')) adAltroComune(m, a, sorte, giorno)
}

function aCollega(m: Mondo, a: Aperta, sorte: SortePresa, giorno: string) {
  const { servizio: s, chi, presa, n } = a
  const g = m.giorni
  const collega = s.sociali[(n + 1) % s.sociali.length]!
  const offerta = sorte === 'passaggio-offerto' ? g.fa(2) : giorno
  const risposta = g.al(g.posizione(offerta) + 2 * g.passo)
  let id = ''
  m.copione.il(offerta, async (r) => {
    ;({ id } = await r.fa(chi, trasferimentiApi.offri, {
      id: presa.id,
      utenteId: await r.id(collega),
      motivo: 'Cambio di zona: la famiglia resta vicina al tuo ufficio.',
    }))
  })
  if (sorte === 'passaggio-accettato')
    m.copione.il(risposta, async (r) => {
      await r.fa(collega, trasferimentiApi.accetta, { id })
      const { trasferimento } = await r.fa(collega, preseApi.leggi, { id: presa.id })
      // some items wait: they stay in sight until somebody has read them
      const voci = trasferimento?.voci ?? []
      for (const v of n % 2 === 0 ? voci : voci.slice(0, 1))
        await r.fa(collega, trasferimentiApi.vedi, { id, voce: v.id })
    })
  if (sorte === 'passaggio-rifiutato')
    m.copione.il(risposta, (r) =>
      r.fa(collega, trasferimentiApi.rifiuta, {
        id,
        motivo: 'Ho già il carico più alto del servizio: parliamone con la responsabile.',
      }),
    )
  if (sorte === 'passaggio-ritirato')
    m.copione.il(risposta, (r) =>
      r.fa(chi, trasferimentiApi.ritira, { id, motivo: 'Resto in questa zona fino a giugno.' }),
    )
}

function adAltroComune(m: Mondo, a: Aperta, sorte: SortePresa, giorno: string) {
  const { servizio: s, chi, presa } = a
  const g = m.giorni
  const verso = m.servizi[(m.servizi.indexOf(s) + 1) % m.servizi.length]!
  const offerta = sorte === 'scambio-offerto' ? g.fa(4) : giorno
  const risposta = g.al(g.posizione(offerta) + 2 * g.passo)
  let id = ''
  m.copione.il(offerta, async (r) => {
    await r.fa(chi, compitiApi.crea, {
      id: presa.id,
      titolo: 'Presentare la famiglia ai nuovi servizi',
      tipo: 'riunione',
      scade: g.fra(20),
    })
    ;({ id } = await r.fa(chi, scambiApi.offriAComune, {
      id: presa.id,
      comuneId: verso.comune,
      motivo: `Si trasferisce a ${verso.nome}.`,
    }))
  })
  if (sorte === 'scambio-accettato')
    m.copione.il(risposta, async (r) => {
      await r.fa(verso.responsabile, scambiApi.accetta, { id, utenteId: await r.id(verso.sociali[0]!) })
    })
  if (sorte === 'scambio-rifiutato')
    m.copione.il(risposta, (r) =>
      r.fa(verso.responsabile, scambiApi.rifiuta, {
        id,
        motivo: 'Non risulta ancora trasferita: aspettiamo la residenza.',
      }),
    )
}
