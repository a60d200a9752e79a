// The readable half of an export: one HTML page that stands by itself and prints on A4. The words are those of the
// screens; the rows that the data do not carry (secret addresses) are not here either.
import { type RawBuilder, sql } from 'kysely'
import { CLASSE_SEGRETA, gruppiFatti, tipoFatto } from '../../shared/anagrafe/fatti.ts'
import type { VoceLetta } from '../../shared/cartella/diario.api.ts'
import { titoloBlocco } from '../../shared/cartella/diario.rules.ts'
import { leggiFatti } from '../anagrafe/fatti.ts'
import type { Ctx } from '../kernel/context.ts'
import { list } from './diario-lettura.ts'
import type { FascicoloEsportato, RigaEsportata } from './tabelle-fascicolo.ts'

const esc = (v: unknown) =>
  String(v ?? '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
const data = (g: unknown) => (typeof g === 'string' ? g.slice(0, 10).split('-').reverse().join('/') : '')
const sezione = (titolo: string, corpo: string) => (corpo ? `<section><h2>${esc(titolo)}</h2>${corpo}</section>` : '')
const elenco = (voci: readonly string[]) =>
  voci.length > 0 ? `<ul>${voci.map((v) => `<li>${v}</li>`).join('')}</ul>` : ''

const STILE = `@page{size:A4;margin:18mm}body{font:11pt/1.45 system-ui,sans-serif;color:#000;max-width:46rem;margin:1rem auto}
h1{font-size:18pt}h2{font-size:13pt;border-bottom:1px solid #999;margin-top:1.6rem}h3{font-size:11pt;margin:.8rem 0 .2rem}
p,li{margin:.2rem 0}.testo{white-space:pre-wrap;overflow-wrap:anywhere}.nota{color:#444;font-size:9.5pt}article,li{break-inside:avoid}.annullata{text-decoration:line-through}`

/** All the entries, page after page of the same list that the screen reads. */
async function tutteLeVoci(ctx: Ctx, id: string): Promise<VoceLetta[]> {
  const voci: VoceLetta[] = []
  let dopo: string | null = null
  do {
    const p: Awaited<ReturnType<typeof list>> = await list(ctx, { id, limite: 200, ...(dopo ? { dopo } : {}) })
    voci.push(...p.voci)
    dopo = p.prossima
  } while (dopo)
  return voci
}

const voce = (
  v: VoceLetta,
) => `<article${v.stato === 'annullata' ? ' class="annullata"' : ''}><h3>${data(v.giorno)} – ${esc(v.tipoTesto)}</h3>
<p class="nota">${esc([v.autore.nome, v.luogo, [...v.conTesto, v.conAltri].filter(Boolean).join(', '), v.significativo && 'evento significativo', v.riservataA && 'riservata', v.stato !== 'completata' && v.stato].filter(Boolean).join('; '))}</p>
${v.blocchi.map((b) => `<p><strong>${esc(titoloBlocco(b))}.</strong> <span class="testo">${esc(b.testo)}</span></p>`).join('')}${v.proposta ? `<p><strong>Proposta.</strong> <span class="testo">${esc(v.proposta)}</span></p>` : ''}</article>`

export async function paginaFascicolo(ctx: Ctx, personaId: string, f: FascicoloEsportato): Promise<string> {
  const righe = (t: string): RigaEsportata[] => f.tabelle[t] ?? []
  const persone = new Map(righe('persona').map((p) => [p.id as string, p]))
  const nome = (id: unknown) => {
    const p = persone.get(String(id))
    return p ? `${p.cognome} ${p.nome}` : 'persona non visibile'
  }
  const io = persone.get(personaId)!
  const creduti: RawBuilder<unknown> = sql`f.sostituito_il is null and f.comune_id = ${f.comune.codice} and f.classe is distinct from ${CLASSE_SEGRETA}`
  const fatti = await leggiFatti(ctx, personaId, creduti, ctx.oggi())
  const esportate = new Set(righe('diario_voce').map((v) => v.id))
  const voci = (await tutteLeVoci(ctx, personaId)).filter((v) => esportate.has(v.id))
  const dettagli = new Map(righe('presa_dettaglio').map((d) => [d.presa_id, d]))
  const contatto = fatti
    .filter((x) => x.tipo === 'contatto-sicuro')
    .map((x) => esc(x.parole.map((p) => p.valore).join(': ')))
  const corpo = [
    contatto.length > 0 ? `<section><h2>Attenzione a come contattarla</h2>${elenco(contatto)}</section>` : '',
    ...Object.entries(gruppiFatti).map(([g, titolo]) =>
      sezione(
        titolo,
        elenco(
          fatti
            .filter((x) => tipoFatto(x.tipo).gruppo === g && x.tipo !== 'contatto-sicuro')
            .map(
              (x) =>
                `<strong>${esc(tipoFatto(x.tipo).nome)}</strong>: ${esc(x.parole.map((p) => `${p.etichetta} ${p.valore}`).join('; '))}${x.dal || x.al ? ` <span class="nota">${x.dal ? `dal ${data(x.dal)}` : ''} ${x.al ? `al ${data(x.al)}` : ''}</span>` : ''}`,
            ),
        ),
      ),
    ),
    ...righe('nucleo').map((n) =>
      sezione(
        `Nucleo: ${n.tipo}`,
        elenco(
          righe('nucleo_componente')
            .filter((c) => c.nucleo_id === n.id && c.sostituito_il === null)
            .map(
              (c) =>
                `${esc(nome(c.persona_id))}, ${esc(c.parentela)} <span class="nota">${c.dal ? `dal ${data(c.dal)}` : ''} ${c.al ? `al ${data(c.al)}` : ''}</span>`,
            ),
        ),
      ),
    ),
    sezione(
      'Relazioni',
      elenco(
        righe('relazione')
          .filter((r) => r.sostituito_il === null)
          .map((r) => `${esc(nome(r.persona_a))} e ${esc(nome(r.persona_b))}: ${esc(r.specie)}, ${esc(r.tipo)}`),
      ),
    ),
    sezione(
      'Prese in carico',
      righe('presa_in_carico')
        .map((p) => {
          const d = dettagli.get(p.id)
          return `<article><h3>N. ${esc(p.numero)}, ${esc(p.stato)}</h3><p class="nota">dal ${data(p.aperta_il)}${p.chiusa_il ? ` al ${data(p.chiusa_il)}` : ''}; ${esc(p.area)}</p>${
            d
              ? ['oggetto', 'accordi', 'desideri', 'valutazione_finale']
                  .filter((k) => d[k])
                  .map((k) => `<p class="testo">${esc(d[k])}</p>`)
                  .join('')
              : ''
          }</article>`
        })
        .join(''),
    ),
    sezione('Diario e attività professionali', voci.map(voce).join('')),
    sezione(
      'Cronologie',
      righe('cronologia')
        .map(
          (c) => `<article><h3>${esc(c.titolo)} (${esc(c.stato)})</h3><p class="testo">${esc(c.analisi)}</p></article>`,
        )
        .join(''),
    ),
  ]
  return `<!doctype html><html lang="it"><head><meta charset="utf-8"><title>Fascicolo</title><style>${STILE}</style></head><body>
<h1>${esc(`${io.cognome} ${io.nome}`)}</h1>
<p class="nota">Fascicolo della cartella sociale del Comune di ${esc(f.comune.nome)}, esportato il ${data(f.esportatoIl)}. Contiene ciò che può leggere chi l’ha esportato; gli indirizzi segreti non ne fanno parte.</p>
${corpo.join('\n')}
</body></html>`
}
