// Generated records through the endpoints: taken in from a message, sent, taken in elsewhere, sent again. The two messages
// say the same, and a second time changes nothing.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Caller, type TestApp, testApp } from '../../../../test/support/app.ts'
import { ambitoConCartella, cognomeNuovo, operatore } from '../../../../test/support/cartella.ts'
import { personeApi } from '../../../shared/anagrafe/persone.api.ts'
import type { TipoFase } from '../../../shared/cartella/lombardia/campi.ts'
import { versioneDel } from '../../../shared/cartella/lombardia/codici.ts'
import type { Contenuto } from '../../../shared/cartella/lombardia/contenuto.ts'
import { inMessaggio } from '../../../shared/cartella/lombardia/in-messaggio.ts'
import { INTERAZIONE, type Messaggio } from '../../../shared/cartella/lombardia/messaggio.ts'
import { messaggiApi } from '../../../shared/cartella/messaggi.api.ts'
import type { Endpoint, Input } from '../../../shared/kernel/endpoint.ts'
import { leggi, tabella } from '../lombardia/esempi.fixture.ts'
import { scriviMessaggio } from '../lombardia/scrivi.ts'
import { contenuti } from './contenuto.fixture.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const busta = {
  creato: '2026-07-01T10:00:00Z',
  interazione: INTERAZIONE,
  processo: 'T',
  modalita: 'T',
  ricevuta: 'NE',
  mittente: 'ORIGINE',
  destinatari: ['PROVA'],
}
const ultimaFase = (c: Contenuto): TipoFase => (c.presa?.al ? 'finale' : c.presa ? 'valutazione' : 'accesso')

/** Names of nobody else, places that exist here, no codici fiscali that their data would belie. */
function possibile(c: Contenuto, istat: string[]): Contenuto {
  const posto = (x: string | undefined) => (x ? { residenza: istat[Number(x) % istat.length]! } : {})
  const vicino = ({ codiceFiscale: _, residenza, ...v }: Contenuto['nucleo'][number]) => ({
    ...v,
    cognome: cognomeNuovo(),
    ...posto(residenza),
  })
  const { codiceFiscale: _, luogoNascita: _l, ...persona } = c.persona
  // these comuni have no province, so no region is told
  const { residenza, domicilio, regione: _r, ...resto } = c
  return {
    ...resto,
    persona: { ...persona, cognome: cognomeNuovo() },
    ...posto(residenza),
    ...(domicilio && { domicilio: istat[1]! }),
    nucleo: c.nucleo.map(vicino),
    rete: c.rete.map(vicino),
    assistenti: c.assistenti.map(vicino),
  }
}

const aggiunte = { area: 'adulti', mandato: 'accordo', motivoChiusura: 'altro', tipoIsee: 'corrente' } as const
const invia = <E extends Endpoint>(chi: Caller, e: E, input: Omit<Input<E>, 'file'>, xml: string) =>
  chi.call(e, { ...input } as Input<E>, { file: Buffer.from(xml) })

async function prendi(chi: Caller, comune: string, xml: string): Promise<string> {
  const { personaId } = await invia(chi, messaggiApi.nuova, { comune, ...aggiunte }, xml)
  await chi.call(personeApi.apri, { id: personaId, motivo: 'vigilanza', dettaglio: 'Prova del giro' })
  return personaId
}

async function manda(chi: Caller, id: string, fase: TipoFase): Promise<string> {
  const r = await chi.call(messaggiApi.esporta, { id, fase })
  return new TextDecoder().decode(r.contenuto as Uint8Array)
}

/** Not who sends and when, nor identifiers; and a presa still open arrives to be assigned. */
function detto(xml: string) {
  const r = leggi(xml)
  if (r.esito === 'rifiutato') throw new Error(JSON.stringify(r.difetti))
  const { accesso, valutazione: b, finale: e } = r.messaggio satisfies Messaggio
  const { nomeEnteRilevatore: _n, ...dati } = accesso.dati
  const { assistito: a, assistenti } = accesso
  const inOrdine = <T>(lista: T[]) => lista.toSorted((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1))
  const assistito = {
    ...a,
    id: '',
    cittadinanze: inOrdine(a.cittadinanze),
    nucleo: inOrdine(a.nucleo),
    rete: inOrdine(a.rete),
  }
  return {
    accesso: { ...accesso, id: '', assistito, assistenti: inOrdine(assistenti), dati },
    valutazione: b && { ...b, id: '', responsabile: undefined, ...(e ? {} : { stato: '', fine: undefined }) },
    finale: e && { ...e, id: '', responsabile: undefined },
  }
}

test('cartelle qualunque, da un’installazione a un’altra vuota', async () => {
  let codice = 700_000 + Math.floor(Math.random() * 200_000)
  for (const generato of fc.sample(contenuti, 12)) {
    t.clock.set('2026-07-02T09:00:00Z')
    const [a, b] = [await ambitoConCartella(t, 2), await ambitoConCartella(t, 1)]
    const istat = a.comuni.map(() => String(codice++))
    await t.deps.db.inScope({ azione: 'prova', nazionale: true, operatore: 'prove' }, async (tx) => {
      for (const [n, c] of a.comuni.entries())
        await sql`update comune set istat = ${istat[n]!} where id = ${c}`.execute(tx)
    })
    const c = possibile(generato, istat)
    const fase = ultimaFase(c)
    const v = versioneDel(tabella, '2026-07-01')
    const { messaggio } = inMessaggio(c, fase, { ...busta, id: 'M' }, { persona: c.persona.chiave, presa: 'P' }, v)
    const primo = scriviMessaggio(messaggio!, tabella)
    const [io, altra] = [await operatore(t, a, 'assistente-sociale'), await operatore(t, b, 'assistente-sociale')]
    const qui = await prendi(io, a.comuni[0]!, primo)
    const uscito = await manda(io, qui, fase)
    expect(detto(uscito)).toEqual(detto(primo))
    const li = await prendi(altra, b.comuni[0]!, uscito)
    expect(detto(await manda(altra, li, fase))).toEqual(detto(uscito))
    const ancora = await invia(altra, messaggiApi.riporta, { id: li, ...aggiunte }, uscito)
    expect(ancora.aggiunte, JSON.stringify(ancora.voci)).toBe(0)
    expect(detto(await manda(altra, li, fase))).toEqual(detto(uscito))
  }
}, 240_000)
