// The diary of a printed folder in order of time, the decisions, the chronologies, the documents.
import { attivitaInParole } from '../../shared/cartella/attivita.rules.ts'
import type { VoceLetta } from '../../shared/cartella/diario.api.ts'
import { titoloBlocco } from '../../shared/cartella/diario.rules.ts'
import { type Protocollo, protocolloInParole, type VersoProtocollo } from '../../shared/documenti/documenti.rules.ts'
import type { Ctx } from '../kernel/context.ts'
import { list } from './diario-lettura.ts'
import { type Nascondi, voceSenza } from './segnalanti.ts'
import { type Contesto, type Coppia, dimensione, giorno, piene, righe, testo, unisci } from './stampa-parole.ts'
import type { FileEsportato } from './tabelle-fascicolo.ts'

/** All the entries, page after page of the same list that the screen reads; a draft is not yet one. */
async function tutteLeVoci(ctx: Ctx, id: string): Promise<VoceLetta[]> {
  const voci: VoceLetta[] = []
  let dopo: string | null = null
  do {
    const p: Awaited<ReturnType<typeof list>> = await list(ctx, { id, limite: 200, ...(dopo ? { dopo } : {}) })
    voci.push(...p.voci)
    dopo = p.prossima
  } while (dopo)
  return voci.filter((v) => v.stato !== 'bozza').reverse()
}

export async function diarioInParole(ctx: Ctx, id: string, c: Contesto, nascosto: Nascondi) {
  const aggiunte = Map.groupBy(c.righe('diario_integrazione'), (x) => x.voce_id)
  const allegati = Map.groupBy(c.righe('documento'), (x) => x.voce_id)
  // those of the folder, not what another comune wrote of the same person
  const sue = new Set(c.righe('diario_voce').map((v) => v.id))
  const voci = (await tutteLeVoci(ctx, id)).filter((v) => sue.has(v.id)).map((v) => voceSenza(nascosto, v))
  return voci.map((v) => ({
    titolo: `${giorno(v.giorno)} – ${v.tipoTesto}`,
    nota: unisci([
      v.autore.nome,
      v.operatori.length > 0 && `con ${v.operatori.map((o) => o.nome).join(', ')}`,
      [...v.conTesto, v.conAltri].filter(Boolean).join(', '),
      v.luogo,
      v.durataMinuti && `${v.durataMinuti} minuti`,
      v.persone.length > 1 &&
        `riguarda anche ${v.persone
          .filter((p) => p.id !== id)
          .map((p) => p.nome)
          .join(', ')}`,
      v.significativo && 'evento significativo',
      v.riservataA && 'riservata',
      v.stato === 'annullata' && `annullata: ${testo(v.motivoAnnullamento)}`,
    ]),
    annullata: v.stato === 'annullata',
    blocchi: piene([
      ...v.blocchi.map((b): Coppia => [titoloBlocco(b), testo(b.testo)]),
      ...attivitaInParole(v.attivita),
      ['Proposta', testo(v.proposta)],
      [
        'Prossima attività',
        unisci(
          [
            v.prossimaAttivitaTesto,
            v.prossimaIl && giorno(v.prossimaIl),
            v.attivita?.prossimaAl && `fino al ${giorno(v.attivita.prossimaAl)}`,
          ],
          ', ',
        ),
      ],
      ['Allegati', (allegati.get(v.id) ?? []).map((d) => testo(d.titolo)).join(', ')],
    ]),
    aggiunte: (aggiunte.get(v.id) ?? [])
      .toSorted((x, y) => String(x.quando).localeCompare(String(y.quando)))
      .map((x): Coppia => [`Aggiunta del ${giorno(x.quando)}, ${c.collega(x.autore_id)}`, testo(x.testo)]),
  }))
}

export function decisioniInParole(c: Contesto) {
  const testi = new Map(c.righe('decisione_testo').map((t) => [t.decisione_id, t]))
  const fonti = c.righe('decisione_fonte').filter((f) => f.tolta_il === null)
  return c
    .righe('decisione')
    .toSorted((x, y) => String(x.creata_il).localeCompare(String(y.creata_il)))
    .map((d) => {
      const t = testi.get(d.id) ?? {}
      const nomi = righe(t.partecipanti).map((p) => unisci([p.nome, p.qualita && `(${p.qualita})`], ' '))
      return {
        titolo: `${giorno(d.presa_il ?? d.creata_il)} – ${testo(t.quesito) || 'Decisione'}`,
        righe: piene([
          ['Stato', d.stato === 'presa' ? `presa da ${c.collega(d.presa_da)}` : 'in preparazione'],
          ['Chi ha partecipato', nomi.join(', ')],
          ['Da rivedere', giorno(d.rivedere_il)],
        ]),
        testi: piene([
          [
            'Alternative',
            righe(t.alternative)
              .map((a) => unisci([a.testo, a.perche], ' – '))
              .join('\n'),
          ],
          ['Scelta', testo(t.scelta)],
          ...righe(t.ragioni).map((r): Coppia => {
            const suFonti = fonti.filter((f) => f.ragione_id === r.id).map((f) => `Su: ${testo(f.testo)}`)
            return ['Ragione', [testo(r.testo), ...suFonti].join('\n')]
          }),
          ['Parere della persona', testo(t.parere)],
          ['Dissenso', testo(t.dissenso)],
        ]),
      }
    })
}

export const cronologieInParole = (c: Contesto) =>
  c.righe('cronologia').map((k) => ({
    titolo: testo(k.titolo),
    nota: unisci([`${k.stato}, cominciata il ${giorno(k.creata_il)} da ${c.collega(k.creata_da)}`]),
    testi: piene([
      ['Scopo', testo(k.scopo)],
      ['Analisi', testo(k.analisi)],
    ]),
  }))

export function documentiInParole(c: Contesto, file: readonly FileEsportato[]) {
  const percorsi = new Map(file.map((f) => [f.versione, f.percorso.replace('documenti/', '')]))
  const versioni = Map.groupBy(c.righe('documento_versione'), (v) => v.documento_id)
  return c
    .righe('documento')
    .toSorted((x, y) => String(x.creato_il).localeCompare(String(y.creato_il)))
    .map((d) => ({
      titolo: testo(d.titolo),
      nota: unisci([
        c.parola('sottocartella-documenti', d.sottocartella),
        d.protocollo_numero &&
          protocolloInParole({
            ufficio: (d.protocollo_ufficio ?? null) as Protocollo['ufficio'],
            anno: Number(d.protocollo_anno),
            numero: String(d.protocollo_numero),
            verso: d.protocollo_verso as VersoProtocollo,
            data: null,
          }),
        d.riservato_a !== null && 'riservato',
        d.stato === 'annullato' && `annullato: ${testo(d.motivo_annullamento)}`,
      ]),
      versioni: (versioni.get(d.id) ?? [])
        .toSorted((x, y) => Number(x.numero) - Number(y.numero))
        .map((v) =>
          unisci(
            [
              `Versione ${v.numero}: ${percorsi.get(String(v.id))}`,
              dimensione(Number(v.bytes)),
              unisci([giorno(v.caricata_il), v.caricata_da && c.collega(v.caricata_da)], ', '),
              testo(v.nota),
              `SHA-256 ${String(v.sha256).slice(0, 16)}…`,
            ],
            ' – ',
          ),
        ),
    }))
}
