// Pacts in the demonstration: what the ambito offers, and the pact of each caso whose analysis is finished, by the acts of its case
// manager: written, proposed, signed by everybody, one meeting held.
import type { Caller } from '../src/server/kernel/call.ts'
import { piuGiorni } from '../src/shared/misure/giorni.ts'
import { monitoraggioApi, pattoApi, sostegniApi } from '../src/shared/patti/patto.api.ts'
import type { GenereVoce, ValoreVoce } from '../src/shared/patti/patto-voci.ts'

const offerte = [
  ['Educatori a casa', 'leps-d', 'Cooperativa Dimostrativa', 12, 2250],
  ['Gruppi per genitori', 'leps-f', 'Consultorio Sintetico', 20, null],
  ['Mediazione culturale', 'leps-g', 'Associazione Simulata', 6, 2400],
  ['Tirocini di inclusione', 'leps-c', 'Ufficio lavoro dimostrativo', 8, null],
] as const

/** The local catalogue, as a coordinator writes it. */
export async function sostegniDimostrativi(coordinatore: Caller, dal: string): Promise<void> {
  for (const [nome, sostegno, ente, posti, costoOrario] of offerte)
    await coordinatore.call(sostegniApi.crea, { nome, sostegno, ente, posti, dal, costoOrario, fondo: 'fondo-poverta' })
}

// the picture of a short line: a signature that says that it is of nobody
export const SEGNO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** The pact of a caso, if it can have one: from the first entry to the first meeting held on the same day. */
export async function pattoDimostrativo(lei: Caller, casoId: string, oggi: string): Promise<string | null> {
  const { impedito } = await lei.call(pattoApi.delCaso, { id: casoId })
  if (impedito !== null) return null
  const { id } = await lei.call(pattoApi.apri, { id: casoId })
  const { persone, versione: vista, risposte: gia } = await lei.call(pattoApi.leggi, { id })
  const chi = persone.find((p) => !p.volontario)
  const offerta = (await lei.call(sostegniApi.list, {})).voci.find((o) => o.sostegno === 'leps-d')
  const voci: [id: string, campi: Record<string, ValoreVoce>][] = []
  const scrivi = (genere: GenereVoce, campi: Record<string, ValoreVoce>) => {
    const voce = crypto.randomUUID()
    voci.push([voce, { genere, ordine: 1, ...campi }])
    return voce
  }
  const obiettivo = scrivi('obiettivo', { area: 'inclusione-lavorativa', testo: 'Trovare un lavoro vicino a casa.' })
  const risultato = scrivi('risultato', {
    padre: obiettivo,
    testo: 'Finire il corso di cucina.',
    indicatore: 'C’è l’attestato del corso.',
    partenza: 'Non ha mai fatto un corso.',
    entro: piuGiorni(oggi, 180),
  })
  scrivi('azione', {
    padre: risultato,
    testo: 'Iscriversi e andare al corso.',
    chi: 'La famiglia, con il servizio',
    dal: oggi,
  })
  scrivi('impegno', {
    area: 'formazione',
    testo: 'Andare al corso due mattine alla settimana.',
    componente: chi?.componenteId ?? null,
    condizionale: chi !== undefined,
    frequenza: 'Due volte alla settimana',
  })
  scrivi('sostegno', {
    tipo: 'leps-d',
    testo: 'Un educatore aiuta a fare i conti della spesa.',
    ente: offerta?.ente ?? 'Servizio sociale dimostrativo',
    offerta: offerta?.id ?? null,
    fondo: 'fondo-poverta',
    dal: oggi,
    ore: 40,
  })
  scrivi('rete', { chi: 'Parrocchia dimostrativa', testo: 'Tiene i bambini durante il corso.' })
  const piano = gia.find((r) => r.campo === 'genere' && r.valore === 'monitoraggio')?.componenteId
  if (piano) voci.push([piano, { primo: oggi, testo: 'Il corso, i conti della spesa.' }])
  const risposte = voci.flatMap(([componenteId, campi]) =>
    Object.entries(campi).map(([campo, valore]) => ({ componenteId, campo, valore, revisione: 0 })),
  )
  const { versione } = await lei.call(pattoApi.salva, { id, vista, risposte })
  await lei.call(pattoApi.proponi, { id, versione })
  await firmanoTutti(lei, id, oggi)
  await primoIncontro(lei, id, oggi, risultato)
  return id
}

async function firmanoTutti(lei: Caller, id: string, giorno: string): Promise<void> {
  const { firme, versione } = await lei.call(pattoApi.leggi, { id })
  for (const f of firme) await lei.call(pattoApi.disegna, { id, firma: f.id, versione, giorno, immagine: SEGNO })
}

async function primoIncontro(lei: Caller, id: string, giorno: string, risultato: string): Promise<void> {
  await lei.call(monitoraggioApi.pianifica, {
    id,
    giorni: [giorno, piuGiorni(giorno, 90)],
    ora: '10:00',
    durata: 45,
    voci: [risultato],
  })
  const [{ incontri, sostegni }, { persone }] = await Promise.all([
    lei.call(monitoraggioApi.leggi, { id }),
    lei.call(pattoApi.leggi, { id }),
  ])
  for (const s of sostegni) {
    await lei.call(monitoraggioApi.sostegno, { id, sostegno: s.id, atto: 'attiva', giorno, oltreIPosti: true })
    await lei.call(monitoraggioApi.eroga, { id, sostegno: s.id, dal: giorno, al: giorno, ore: 2, costo: 4500 })
  }
  await lei.call(monitoraggioApi.registra, {
    id,
    incontro: incontri[0]!.id,
    tenuto: true,
    giorno,
    presenti: persone.filter((p) => p.firma).map((p) => p.componenteId),
    assenti: [],
    decisione: 'prosegue',
    nota: 'Incontro dimostrativo.',
    valutazioni: [{ voce: risultato, valore: 'parziale', nota: 'È a metà del corso.' }],
  })
}
