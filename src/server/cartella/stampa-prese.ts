// The prese in carico of a printed folder, with who works on them and what happened; what the desk has written.
import { datoInParole, nomiMandato } from '../../shared/cartella/prese.api.ts'
import {
  cambiamenti,
  DA_SEGNALAZIONE,
  datiDellaPresa,
  isRiaperta,
  nomeAtto,
  nomiStato,
  type StatoPresa,
} from '../../shared/cartella/prese.rules.ts'
import { nomiStatoSegnalazione, type StatoSegnalazione } from '../../shared/cartella/segnalazioni.rules.ts'
import {
  type CodiceDaDire,
  type Contesto,
  type Coppia,
  giorno,
  maiuscola,
  momento,
  periodo,
  piene,
  testo,
  unisci,
} from './stampa-parole.ts'
import type { RigaEsportata } from './tabelle-fascicolo.ts'

/** Table → column → the list of its codes. */
const CODICI: Record<string, Record<string, string>> = {
  presa_in_carico: { tipo: 'tipo-presa-in-carico', area: 'area-utenza', motivo_chiusura: 'motivo-chiusura' },
  presa_operatore: { professione: 'professione-operatore' },
  compito: { tipo: 'tipo-compito' },
  contatto: { canale: 'canale-contatto', motivo: 'motivo-contatto', esito: 'esito-contatto' },
  segnalazione: {
    canale: 'canale-contatto',
    classificazione: 'classificazione-segnalazione',
    motivo_archiviazione: 'motivo-archiviazione',
  },
  appuntamento: { tipo: 'tipo-appuntamento' },
  documento: { sottocartella: 'sottocartella-documenti' },
  relazione: { tipo: 'qualita-legame' },
}

/** Every code that the printed rows hold. */
export function codiciDelleRighe(righe: (tabella: string) => readonly RigaEsportata[]): CodiceDaDire[] {
  const semplici = Object.entries(CODICI).flatMap(([tabella, colonne]) =>
    righe(tabella).flatMap((r) => Object.entries(colonne).map(([c, lista]) => ({ lista, codice: r[c] }))),
  )
  const sesso = new Map(righe('persona').map((p) => [p.id, p.sesso]))
  return [
    ...semplici,
    ...righe('presa_passaggio').flatMap(areeCambiate),
    ...righe('nucleo_componente').map((x) => ({
      lista: 'parentela',
      codice: x.parentela,
      sesso: sesso.get(x.persona_id),
    })),
    ...righe('contatto').flatMap((k) => (k.bisogni as string[]).map((codice) => ({ lista: 'bisogno', codice }))),
  ]
}

/** What an act has changed of a presa in carico, before and after. */
const inParole = (c: Contesto, s: RigaEsportata) =>
  s.atto === 'scrivi'
    ? cambiamenti(s.dettaglio, (dato, v) => datoInParole(dato, v, (area) => c.parola('area-utenza', area))).map(
        (x) => `${datiDellaPresa[x.dato].toLowerCase()}: ${x.prima ?? '–'} → ${x.dopo ?? '–'}`,
      )
    : []

const areeCambiate = (s: RigaEsportata): CodiceDaDire[] => {
  const { prima, dopo } = (s.dettaglio ?? {}) as { prima?: { area?: string }; dopo?: { area?: string } }
  return [prima?.area, dopo?.area].flatMap((codice) => (codice ? [{ lista: 'area-utenza', codice }] : []))
}

export function preseInParole(c: Contesto) {
  const suoi = (tabella: string, presa: RigaEsportata) => c.righe(tabella).filter((r) => r.presa_id === presa.id)
  const compiti = new Map(c.righe('compito_testo').map((t) => [t.compito_id, t]))
  return c
    .righe('presa_in_carico')
    .toSorted((x, y) => String(y.aperta_il).localeCompare(String(x.aperta_il)))
    .map((p) => {
      const d = suoi('presa_dettaglio', p)[0] ?? {}
      return {
        titolo: `Presa in carico n. ${p.numero}, ${nomiStato[p.stato as StatoPresa]}${isRiaperta(p as unknown as { stato: string; riaperture: number }) ? ' (riaperta)' : ''}`,
        righe: piene([
          ['Periodo', periodo(p.aperta_il, p.chiusa_il)],
          ['Tipo', c.parola('tipo-presa-in-carico', p.tipo)],
          ['Area', c.parola('area-utenza', p.area)],
          ['Mandato', nomiMandato[p.mandato as keyof typeof nomiMandato]],
          ['Primo contatto', giorno(p.primo_contatto_il)],
          ['Informativa consegnata', giorno(p.informativa_il)],
          ['Chiusa perché', c.parola('motivo-chiusura', p.motivo_chiusura)],
        ]),
        testi: piene([
          ['Di che cosa si tratta', testo(d.oggetto)],
          ['Accordi', testo(d.accordi)],
          ['Che cosa desidera', testo(d.desideri)],
          ['Sicurezza', testo(d.sicurezza)],
          ['Valutazione finale', testo(d.valutazione_finale)],
        ]),
        equipe: suoi('presa_operatore', p)
          .toSorted((x, y) => String(x.dal).localeCompare(String(y.dal)))
          .map((o) =>
            unisci(
              [
                c.collega(o.utente_id),
                c.parola('professione-operatore', o.professione),
                o.responsabile && 'responsabile del caso',
                periodo(o.dal, o.al),
              ],
              ', ',
            ),
          ),
        passaggi: [
          ...suoi('presa_passaggio', p).map((s) => ({
            quando: String(s.quando),
            cosa: unisci(
              [
                nomeAtto(String(s.atto)),
                ...inParole(c, s),
                s.atto === 'proponi' && suoi('segnalazione_presa', p).length > 0 ? DA_SEGNALAZIONE : testo(s.motivo),
                s.utente_id && c.collega(s.utente_id),
              ],
              ' – ',
            ),
          })),
          ...suoi('compito', p).map((k) => ({
            quando: String(k.chiuso_il ?? k.creato_il),
            cosa: unisci(
              [
                `${c.parola('tipo-compito', k.tipo)}: ${testo(compiti.get(k.id)?.titolo)}`,
                k.stato === 'aperto' ? `da fare entro il ${giorno(k.scade)}` : String(k.stato),
                testo(compiti.get(k.id)?.esito),
              ],
              ' – ',
            ),
          })),
        ]
          .toSorted((x, y) => x.quando.localeCompare(y.quando))
          .map((s): Coppia => [giorno(s.quando), s.cosa]),
      }
    })
}

const dopo = (quando: unknown) => momento(new Date(String(quando)))

/** Contacts, segnalazioni, appointments, in order of time. Who reported is not among the rows. */
export function sportelloInParole(c: Contesto) {
  const dettaglio = (tabella: string, colonna: string, id: unknown) =>
    c.righe(tabella).find((r) => r[colonna] === id) ?? {}
  const voci = [
    ...c
      .righe('contatto')
      .filter((k) => k.stato !== 'annullata')
      .map((k) => {
        const d = dettaglio('contatto_dettaglio', 'contatto_id', k.id)
        const servizi = c.righe('contatto_servizio').filter((s) => s.contatto_id === k.id && s.tolto_il === null)
        const note = c.righe('contatto_nota').filter((s) => s.contatto_id === k.id)
        return {
          quando: String(k.quando),
          titolo: `${dopo(k.quando)} – Contatto, ${c.parola('canale-contatto', k.canale).toLowerCase()}`,
          nota: unisci([
            c.collega(k.operatore_id),
            c.parola('motivo-contatto', k.motivo),
            (k.bisogni as string[]).map((b) => c.parola('bisogno', b)).join(', '),
            c.parola('esito-contatto', k.esito),
          ]),
          testi: piene([
            ['Che cosa è stato detto', testo(d.nota)],
            ['Servizi chiesti', servizi.map((s) => testo(s.descrizione)).join(', ')],
            ...note.map((n): Coppia => ['Nota per alcuni', testo(n.testo)]),
          ]),
        }
      }),
    ...c.righe('segnalazione').map((s) => {
      const d = dettaglio('segnalazione_dettaglio', 'segnalazione_id', s.id)
      return {
        quando: String(s.ricevuta_il),
        titolo: `${dopo(s.ricevuta_il)} – Segnalazione`,
        nota: unisci([
          maiuscola(nomiStatoSegnalazione[s.stato as StatoSegnalazione]),
          c.parola('canale-contatto', s.canale),
          c.parola('classificazione-segnalazione', s.classificazione),
          s.urgenza !== 'ordinaria' && s.urgenza,
        ]),
        testi: piene([
          [d.fatti_modo === 'testuali' ? 'Fatti, come sono stati detti' : 'Fatti, riassunti', testo(d.fatti)],
          ['Conclusione', testo(d.conclusione)],
        ]),
      }
    }),
    ...c.righe('appuntamento').map((a) => ({
      quando: String(a.inizio),
      titolo: `${dopo(a.inizio)} – Appuntamento`,
      nota: unisci([
        c.parola('tipo-appuntamento', a.tipo),
        c.collega(a.operatore_id),
        testo(a.luogo),
        String(a.stato).replace('-', ' '),
        testo(a.motivo),
      ]),
      testi: [] as Coppia[],
    })),
  ]
  return voci.toSorted((x, y) => x.quando.localeCompare(y.quando)).map(({ quando: _, ...v }) => v)
}
