// One run of the part «flussi», in a process of its own: writes a file, writes it validating, or examines it. Tells its seconds
// and the peak of its memory.
import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { scriviPrestazioniConvalidate } from '../src/server/flussi/convalida.ts'
import { elenchiDiBase } from '../src/server/flussi/elenchi.ts'
import { esaminaFlusso } from '../src/server/flussi/esamina.ts'
import { apriSchemi } from '../src/server/flussi/schemi.ts'
import { scriviPrestazioni } from '../src/server/flussi/scrivi-flusso.ts'
import { prestazioniDiMisura } from './flussi-data.ts'

const [, , come, file, quante] = process.argv as [string, string, string, string, string]
const intestazione = {
  nome: 'F205.PS.20250701.0000001',
  ente: {
    codice: 'F205',
    denominazione: 'Comune Dimostrativo',
    sede: 'F205',
    codiceFiscaleOperatore: 'DMSSTT80A01F205X',
  },
}
const schemi = apriSchemi(undefined)
let difetti = 0
const scrivi = (pezzi: AsyncIterable<string>) => pipeline(Readable.from(pezzi), createWriteStream(file))

const t = performance.now()
if (come === 'scrive') await scrivi(scriviPrestazioni(intestazione, prestazioniDiMisura(Number(quante))))
else if (come === 'convalida')
  await scrivi(
    scriviPrestazioniConvalidate(schemi.PS_PSA_SINA.schema, intestazione, prestazioniDiMisura(Number(quante)), () => {
      difetti++
    }),
  )
else {
  const esame = esaminaFlusso(createReadStream(file, { highWaterMark: 256 * 1024 }), {
    schemi,
    contesto: { elenchi: elenchiDiBase() },
    canale: 'file',
    gravita: {},
  })
  let passo = await esame.next()
  for (; !passo.done; passo = await esame.next()) difetti += passo.value.length
  if (passo.value.prestazioni !== Number(quante)) throw new Error(`lette ${passo.value.prestazioni} prestazioni`)
}
const secondi = (performance.now() - t) / 1000
if (difetti > 0) throw new Error(`${difetti} difetti in un file che non ne ha`)
console.log(JSON.stringify({ secondi, picco: process.resourceUsage().maxRSS / 1024 }))
