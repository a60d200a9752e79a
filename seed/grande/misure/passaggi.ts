// Households that live elsewhere, or that another colleague follows from now on: offered to their comune, accepted and carried there,
// refused, withdrawn, still waiting; given to another case manager.
import { sql } from 'kysely'
import { inCtx } from '../../../src/server/kernel/serve.ts'
import { casiApi } from '../../../src/shared/patti/casi.api.ts'
import type { Regia } from '../regia.ts'
import type { Nucleo } from './nuclei.ts'
import { type Territorio, territori } from './operatori.ts'
import { MISURA } from './sorti.ts'
import type { Tela } from './tela.ts'

/** Days after the arrival. */
const giorni = { offerta: 20, risposta: 26, assegnato: 31 } as const

const verso = (x: Nucleo): Territorio => territori[(territori.indexOf(x.dove) + 1) % territori.length]!

const offri = (r: Regia, x: Nucleo) =>
  r.fa(x.dove.coordina, casiApi.offri, {
    id: x.caso.id,
    comuneId: verso(x).comune,
    motivo: `La famiglia abita a ${verso(x).nome}: lo dice l’anagrafe (dimostrativo).`,
  })

async function rispondi(r: Regia, x: Nucleo, accetta: boolean) {
  const { coordina } = verso(x)
  await r.unaVolta(coordina, casiApi.rispondi, x.caso.id, async () => {
    const { voci } = await r.fa(coordina, casiApi.arrivi, {})
    const offerta = voci.find((o) => o.codiceFiscale === x.membri[0]!.codiceFiscale)!
    return { id: offerta.id, accetta, motivo: accetta ? '' : 'All’anagrafe risulta ancora nell’altro comune.' }
  })
}

/** Who carries it is a work, that may have been lost with the process that had to do it. */
async function consegna(t: Tela, r: Regia, x: Nucleo) {
  const scope = { azione: 'caso.passa', ambito: t.ambiti.get(x.dove.comune)!, comuni: [x.dove.comune] }
  const offerte = await inCtx(t.deps, { ...scope, operatore: 'dimostrazione' }, async ({ tx }) => {
    const { rows } = await sql<{ id: string }>`
      select id from caso_offerta where caso_id = ${x.caso.id} and stato = 'accettata'`.execute(tx)
    return rows
  })
  for (const { id } of offerte) await r.rifai('caso.consegna', { offerta: id, ambito: t.ambiti.get(verso(x).comune)! })
}

type Racconto = (t: Tela, x: Nucleo) => void

export const passaggi = {
  trasferito: (t, x) => {
    t.il(x, giorni.offerta, (r) => offri(r, x))
    t.il(x, giorni.risposta, async (r) => {
      await rispondi(r, x, true)
      await consegna(t, r, x)
    })
    // two out of three are given to somebody there
    if (x.k % 3 === 2) return
    t.il(x, giorni.assegnato, async (r) => {
      const la = { ...x, dove: verso(x) }
      const [id] = (await t.casi(MISURA, [la])).values()
      await r.fa(la.dove.coordina, casiApi.assegna, {
        voci: [{ casoId: id!, utenteId: await r.id(la.dove.seguono[x.k % la.dove.seguono.length]!) }],
      })
    })
  },
  'offerta-in-attesa': (t, x) => t.m.copione.il(t.m.giorni.fa(6), (r) => offri(r, x)),
  'offerta-rifiutata': (t, x) => {
    t.il(x, giorni.offerta, (r) => offri(r, x))
    t.il(x, giorni.risposta, (r) => rispondi(r, x, false))
  },
  'offerta-ritirata': (t, x) => {
    t.il(x, giorni.offerta, (r) => offri(r, x))
    t.il(x, giorni.risposta, (r) => r.fa(x.dove.coordina, casiApi.ritira, { id: x.caso.id }))
  },
  riassegnato: (t, x) => {
    const altro = x.dove.seguono.find((p) => p !== x.chi)
    if (!altro) return
    t.il(x, giorni.assegnato, async (r) =>
      r.fa(x.dove.coordina, casiApi.riassegna, {
        casi: [x.caso.id],
        utenteId: await r.id(altro),
        motivo: 'La famiglia abita nella zona del collega.',
      }),
    )
  },
} as const satisfies Record<string, Racconto>
