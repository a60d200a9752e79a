// The imports of the territory as commands: the file is read whole before the transaction opens, and what is wrong with
// it is said row by row on the way out, with exit code 1 and nothing loaded.
import { isAbsolute, join } from 'node:path'
import { data } from '../../shared/territorio/adesioni.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import type { AmbienteComando, Comando } from '../kernel/modulo.ts'
import { inCtx } from '../kernel/serve.ts'
import { TabellaRifiutata } from '../kernel/tabelle/rifiuti.ts'
import { type Anomalia, leggiArchivio } from './archivio-comuni.ts'
import { importaAmbiti, leggiAmbiti } from './importa-ambiti.ts'
import { importaComuni, importaSuccessori, leggiSuccessori } from './importa-comuni.ts'
import { RigheRifiutate } from './righe.ts'

const MASSIMO_ESEMPI = 10
const MASSIMO_RIFIUTI = 50

function comando<D>(
  nome: string,
  descrizione: string,
  azione: string,
  leggi: (path: string) => Promise<D>,
  scrivi: (ctx: Ctx, dati: D) => Promise<string[]>,
): Comando {
  return {
    nome: `territorio ${nome}`,
    uso: `territorio ${nome} FILE`,
    descrizione,
    async run(env: AmbienteComando, args) {
      const [file, ...altri] = args
      if (!file || altri.length > 0) {
        env.out(`Indica un file: trama -- territorio ${nome} FILE`)
        return 1
      }
      try {
        const dati = await leggi(isAbsolute(file) ? file : join(env.cwd, file))
        const scope = { azione, nazionale: true, operatore: env.operatore }
        for (const riga of await inCtx(env.deps, scope, (ctx) => scrivi(ctx, dati))) env.out(riga)
        return 0
      } catch (e) {
        const righe = rifiutoInParole(e, file)
        if (!righe) throw e
        for (const riga of righe) env.out(riga)
        return 1
      }
    },
  }
}

function rifiutoInParole(e: unknown, file: string): string[] | undefined {
  if (e instanceof TabellaRifiutata) return [e.message]
  if ((e as NodeJS.ErrnoException).code === 'ENOENT') return [`Il file «${file}» non esiste: controlla il percorso.`]
  if (!(e instanceof RigheRifiutate)) return undefined
  const dette = e.righe.slice(0, MASSIMO_RIFIUTI).map((r) => `Riga ${r.riga}: ${r.motivo}`)
  const altre = e.righe.length - dette.length
  return [e.message, ...dette, ...(altre > 0 ? [`… e altre ${altre}.`] : [])]
}

const conteggio = (titolo: string, voci: readonly string[]): string =>
  voci.length === 0
    ? `${titolo}: nessuno.`
    : `${titolo}: ${voci.length} (${voci.slice(0, MASSIMO_ESEMPI).join('; ')}${voci.length > MASSIMO_ESEMPI ? '; …' : ''}).`

const titoliAnomalie: Record<Anomalia['tipo'], string> = {
  'senza-codice': 'righe senza codice catastale, non caricate',
  sovrapposizione: 'righe con lo stesso codice catastale nello stesso giorno',
  'istat-ripetuto': 'codici ISTAT di due comuni nello stesso giorno',
  'provincia-sconosciuta': 'province non note',
  'regione-sconosciuta': 'regioni non note',
  'fonte-piu-recente': 'comuni di cui un’altra fonte sa qualcosa di più recente',
}

const anomalieInParole = (anomalie: readonly Anomalia[]): string[] =>
  [...Map.groupBy(anomalie, (a) => a.tipo)].flatMap(([tipo, lista]) => [
    `Da controllare – ${titoliAnomalie[tipo]}: ${lista.length}.`,
    ...lista.slice(0, MASSIMO_ESEMPI).map((a) => `  ${a.testo}`),
    ...(lista.length > MASSIMO_ESEMPI ? [`  … e altre ${lista.length - MASSIMO_ESEMPI}.`] : []),
  ])

export const comandiTerritorio: Comando[] = [
  comando(
    'importa-comuni',
    'Completa i comuni e la loro storia dall’archivio ufficiale con le date (CSV)',
    'territorio.importa-comuni',
    leggiArchivio,
    async (ctx, archivio) => {
      const e = await importaComuni(ctx, archivio)
      return [
        `Righe lette: ${e.righe}. L’archivio arriva al ${data(archivio.aggiornatoAl)}.`,
        conteggio('Comuni aggiunti', e.comuniAggiunti),
        conteggio('Comuni modificati', e.comuniModificati),
        `Periodi della storia: ${e.periodiAggiunti} scritti, ${e.periodiTolti} sostituiti o tolti.`,
        ...(e.provinceAggiunte.length > 0 ? [conteggio('Province aggiunte', e.provinceAggiunte)] : []),
        ...anomalieInParole(e.anomalie),
      ]
    },
  ),
  comando(
    'importa-successori',
    'Registra i comuni subentrati a quelli soppressi (CSV: belfiore;successore;fonte)',
    'territorio.importa-successori',
    leggiSuccessori,
    async (ctx, righe) => {
      const e = await importaSuccessori(ctx, righe)
      return [`Righe lette: ${e.righe}. Successori scritti: ${e.scritti}; già presenti: ${e.righe - e.scritti}.`]
    },
  ),
  comando(
    'importa-ambiti',
    'Carica gli ambiti e i loro comuni nel tempo (CSV o xlsx: codice, nome, regione, capofila, comune ISTAT, dal, al)',
    'territorio.importa-ambiti',
    leggiAmbiti,
    async (ctx, righe) => {
      const e = await importaAmbiti(ctx, righe)
      return [
        `Righe lette: ${e.righe}.`,
        conteggio('Ambiti aggiunti', e.ambitiAggiunti),
        conteggio('Ambiti modificati', e.ambitiModificati),
        `Comuni entrati: ${e.comuniAggiunti}. Date modificate: ${e.dateModificate}.`,
      ]
    },
  ),
]
