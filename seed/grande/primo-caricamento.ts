// The first day: offices, and the persons of each comune taken in from the file of the program used before.
import { importaApi } from '../../src/shared/anagrafe/importazioni.api.ts'
import { contattiApi } from '../../src/shared/cartella/contatti.api.ts'
import { ufficiApi } from '../../src/shared/territorio/ambiti.api.ts'
import { persone } from '../persone.ts'
import { foglioDi, SISTEMA } from './foglio.ts'
import { ricorda, type ServizioVivo } from './mondo.ts'
import { CORBETTA, LATINA } from './operatori.ts'
import type { Regia } from './regia.ts'

const PER_PAGINA = 200

export async function apriUffici(r: Regia, servizi: readonly ServizioVivo[]) {
  await r.fa(persone.amministratore, ufficiApi.crea, {
    comuneId: CORBETTA,
    nome: 'Segretariato sociale',
    telefono: '0297000001',
    dal: '2018-01-01',
  })
  await r.fa(persone.amministratrice, ufficiApi.crea, {
    comuneId: LATINA,
    nome: 'Ufficio casa',
    telefono: '0773000002',
    dal: '2018-01-01',
  })
  for (const s of servizi) {
    const { uffici } = await r.fa(s.sportello, contattiApi.postazione, {})
    s.ufficio = uffici.find((u) => u.comuneId === s.comune && u.nome.startsWith('S'))!.id
  }
}

export async function caricaPersone(r: Regia, s: ServizioVivo) {
  const { csv, mappa, righe } = foglioDi(s.famiglie, s.comune === LATINA)
  const chi = s.responsabile
  const nome = `assistiti-${s.nome.toLowerCase().replaceAll(' ', '-')}.csv`
  const { id } = await r.fa(chi, importaApi.carica, { nome, specie: 'persone', comune: s.comune } as never, {
    file: csv,
  })
  await r.fa(chi, importaApi.mappa, { id, sistema: SISTEMA, mappa: mappa as never, salvaCome: SISTEMA })
  await finoA(r, s, id, 'da-confermare', 'in-lettura')
  await r.fa(chi, importaApi.conferma, { id })
  await finoA(r, s, id, 'conclusa', 'in-conferma')
  let dopo: string | undefined
  do {
    const p = await r.fa(chi, importaApi.righe, { id, limite: PER_PAGINA, ...(dopo ? { dopo } : {}) })
    for (const v of p.voci) {
      // the first line of the file is the header
      const riga = righe[v.riga - 2]
      if (!riga?.famiglia) continue
      const p = riga.famiglia.casa.persone[riga.persona]!
      if (!v.personaId) throw new Error(`${p.nome} ${p.cognome} does not enter the record: ${v.motivi.join(' ')}`)
      ricorda(p, v.personaId)
    }
    dopo = p.prossima ?? undefined
  } while (dopo)
}

/** The work on the file is done; where a process died in the middle of it, it is taken up as the product does. */
async function finoA(r: Regia, s: ServizioVivo, id: string, voluto: string, inCorso: string) {
  await r.lavora()
  for (let volta = 0; volta < 3; volta++) {
    const { stato, errore } = await r.fa(s.responsabile, importaApi.leggi, { id })
    if (stato === voluto || stato === 'conclusa') return
    if (stato !== inCorso) throw new Error(`the file of ${s.nome} is «${stato}»: ${errore ?? ''}`)
    await r.turno('cartella.riprendi', 15)
  }
  throw new Error(`the file of ${s.nome} does not end`)
}
