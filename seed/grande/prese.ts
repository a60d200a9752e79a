// Prese in carico from the proposal to the closing and beyond, in every state (src/shared/cartella/prese.rules.ts).
import { assegnazioneApi } from '../../src/shared/cartella/assegnazione.api.ts'
import { preseApi } from '../../src/shared/cartella/prese.api.ts'
import { segnalazioniApi } from '../../src/shared/cartella/segnalazioni.api.ts'
import type { Famiglia } from './famiglie.ts'
import { apri, casoDi, idDi, type Mondo, type ServizioVivo } from './mondo.ts'
import { passaggio } from './passaggi.ts'
import { diventaPresa, ricevi } from './segnalazioni.ts'
import type { SortePresa } from './sorti.ts'
import { testiDi } from './testi.ts'
import { type Aperta, compiti, componi, diario } from './vita.ts'

const pesi = [1, 2, 3, 3, 4, 5, 6, 8]
const sospensioni = ['ricovero', 'assenza', 'attesa-decisione', 'richiesta-persona', 'detenzione']
const chiusure = ['obiettivi-raggiunti', 'obiettivi-parziali', 'altro-servizio', 'rinuncia', 'mancata-collaborazione']

/** What the file of the program used before says of the prese in carico that come from there. */
export function giaInCarico(f: Famiglia, sorte: SortePresa, s: ServizioVivo, n: number) {
  if (sorte !== 'importata-attiva' && sorte !== 'importata-chiusa') return
  const c = casoDi('importata', f)
  const p = f.casa.persone[f.casa.indice]!
  const chiusa = sorte === 'importata-chiusa'
  const dal = [f.casa.data(c.tra(chiusa ? 3 : 1, 4)), p.nascita].sort().at(-1)!
  f.casa.sa(f.casa.indice, {
    'presa.area': f.area,
    'presa.dal': dal,
    'presa.oggetto': testiDi(f.area).oggetto,
    'presa.mandato': f.situazione === 'affidataria' ? 'mandato-autorita' : 'accordo',
    'presa.responsabile': s.sociali[n % s.sociali.length]!.codiceFiscale,
    ...(chiusa ? { 'presa.al': [f.casa.data(1), dal].sort().at(-1)!, 'presa.motivoChiusura': c.uno(chiusure) } : {}),
  })
}

/** The presa in carico, where it stays at work until the end of the story. */
export function prendi(m: Mondo, s: ServizioVivo, f: Famiglia, sorte: SortePresa, n: number): Aperta | undefined {
  const chi = s.sociali[n % s.sociali.length]!
  const a: Aperta = { servizio: s, famiglia: f, n, chi, dal: m.giorni.inizio, presa: { id: '' } }
  if (sorte === 'importata-attiva') prosegui(m, a)
  else if (sorte !== 'importata-chiusa') nuova(m, a, sorte)
  return sorte === 'importata-attiva' || sorte === 'attiva' ? a : undefined
}

/** Quiet for longer than the radar bears. */
const silenziosa = (n: number) => n % 10 === 6

/** One that was at work already. */
function prosegui(m: Mondo, a: Aperta) {
  const g = m.giorni
  const dal = g.al(0.02 + (a.n % 10) * g.passo)
  a.dal = dal
  m.copione.il(dal, async (r) => {
    const { voci } = await r.fa(a.chi, preseApi.diPersona, { id: idDi(a.famiglia) })
    a.presa.id = voci[0]!.id
  })
  componi(m, a, dal)
  compiti(m, a, dal, null)
  diario(m, a, dal, silenziosa(a.n) ? g.fa(75) : g.fa(2 + (a.n % 30)), 5)
}

function nuova(m: Mondo, a: Aperta, sorte: SortePresa) {
  const { servizio: s, famiglia: f, chi, presa, n } = a
  const g = m.giorni
  const c = casoDi('presa', f)
  const recente = sorte === 'proposta' || sorte === 'assegnata' || sorte === 'accettata' || sorte === 'rifiutata'
  const inizio = recente ? g.fa(c.tra(8, 30)) : g.al(c.numero() * 0.55)
  const passo = (k: number) => g.al(g.posizione(inizio) + k * g.passo)
  proponi(m, a, inizio, passo, n % 2 === 0)
  if (sorte === 'proposta') return
  m.copione.il(passo(3), async (r) => {
    await r.fa(s.assegna, assegnazioneApi.assegna, { assegnazioni: [{ presaId: presa.id, utenteId: await r.id(chi) }] })
  })
  if (sorte === 'assegnata') return
  if (sorte === 'rifiutata') {
    m.copione.il(passo(4), (r) =>
      r.fa(chi, preseApi.rifiuta, { id: presa.id, motivo: 'Conosco la famiglia: è meglio che la segua un collega.' }),
    )
    return
  }
  m.copione.il(passo(4), async (r) => {
    await r.fa(chi, preseApi.accetta, { id: presa.id })
    const t = testiDi(f.area)
    // proposed, assigned, accepted: three versions
    if (n % 2 === 0)
      await r.cambia(chi, preseApi.scrivi, {
        id: presa.id,
        versione: 3,
        area: f.area,
        mandato: f.situazione === 'affidataria' ? 'mandato-autorita' : 'accordo',
        peso: pesi[n % pesi.length]!,
        oggetto: t.oggetto,
        accordi: t.accordi,
        desideri: t.desideri,
        ...(f.casa.fuggeDa === undefined
          ? {}
          : { sicurezza: 'Non andare mai alla casa di prima. Chiamare il numero sicuro.' }),
      })
  })
  if (sorte === 'accettata') return
  m.copione.il(passo(6), async (r) => {
    await r.fa(chi, preseApi.contatta, { id: presa.id, giorno: passo(6), nota: 'Primo incontro, in ufficio.' })
    await r.fa(chi, preseApi.attiva, { id: presa.id })
  })
  a.dal = passo(6)
  componi(m, a, passo(6))
  prosegueCome(m, a, sorte, passo(6))
}

/** From a segnalazione every second time; otherwise proposed by who has met the person. */
function proponi(m: Mondo, a: Aperta, inizio: string, passo: (k: number) => string, daSegnalazione: boolean) {
  const { servizio: s, famiglia: f, chi, presa, n } = a
  if (daSegnalazione) {
    let id = ''
    m.copione.il(inizio, async (r) => {
      id = await ricevi(r, s, f, {}, n % 3 === 0)
    })
    m.copione.il(passo(1), (r) => r.fa(chi, segnalazioniApi.valuta, { id }))
    m.copione.il(passo(2), async (r) => {
      presa.id = await diventaPresa(r, s, f, chi, id)
    })
    return
  }
  m.copione.il(inizio, async (r) => {
    const t = testiDi(f.area)
    await apri(r, chi, idDi(f), 'segnalazione-nuova', 'Primo colloquio dopo il contatto allo sportello.')
    const { id } = await r.fa(chi, preseApi.proponi, {
      id: idDi(f),
      tipo: 'professionale',
      area: f.area,
      mandato: n % 7 === 0 ? 'senza-accordo' : 'accordo',
      peso: pesi[n % pesi.length]!,
      oggetto: t.oggetto,
      accordi: t.accordi,
      desideri: t.desideri,
    })
    presa.id = id
  })
}

/** What becomes of it once it is active. */
function prosegueCome(m: Mondo, a: Aperta, sorte: SortePresa, attivata: string) {
  const { servizio: s, famiglia: f, chi, presa, n } = a
  const g = m.giorni
  const dopo = (quota: number) => g.al(g.posizione(attivata) + (1 - g.posizione(attivata)) * quota)
  const fine = sorte === 'chiusa' || sorte === 'riaperta' || sorte === 'riassegnata' ? dopo(0.6) : null
  const sospesa = sorte === 'sospesa' ? dopo(0.15 + (n % 5) * 0.15) : null
  // from then on it is of a colleague, or of another comune
  const ceduta = sorte === 'passaggio-accettato' || sorte === 'scambio-accettato' ? dopo(0.6) : null
  const mia = fine ?? sospesa ?? ceduta
  compiti(m, a, attivata, mia)
  diario(m, a, attivata, mia ?? (silenziosa(n) ? g.fa(70) : g.fa(1 + (n % 25))), 5)
  if (sorte === 'passaggio-accettato')
    diario(m, { ...a, chi: s.sociali[(n + 1) % s.sociali.length]! }, dopo(0.85), g.fa(3), 2, 50)
  if (sospesa)
    m.copione.il(sospesa, (r) =>
      r.fa(chi, preseApi.sospendi, {
        id: presa.id,
        motivo: sospensioni[n % sospensioni.length]!,
        nota: 'Si risente tra un mese.',
      }),
    )
  // a suspension that ended
  if (sorte === 'attiva' && n % 6 === 0) {
    m.copione.il(dopo(0.3), (r) => r.fa(chi, preseApi.sospendi, { id: presa.id, motivo: 'assenza' }))
    m.copione.il(dopo(0.4), (r) => r.fa(chi, preseApi.riprendi, { id: presa.id, motivo: 'È tornata a casa.' }))
  }
  if (fine) {
    m.copione.il(fine, (r) =>
      r.fa(chi, preseApi.chiudi, {
        id: presa.id,
        motivo: chiusure[n % chiusure.length]!,
        valutazione: testiDi(f.area).chiusura,
      }),
    )
    if (sorte === 'riaperta')
      m.copione.il(dopo(0.8), async (r) => {
        await apri(r, chi, idDi(f), 'richiesta-persona', 'È tornata allo sportello.')
        await r.fa(chi, preseApi.riapri, { id: presa.id, motivo: 'La situazione di prima si è ripresentata.' })
      })
    if (sorte === 'riassegnata')
      m.copione.il(g.fa(3), async (r) => {
        await apri(r, s.responsabile, idDi(f), 'vigilanza', 'Nuova richiesta dopo la chiusura.')
        const utenteId = await r.id(s.sociali[(n + 1) % s.sociali.length]!)
        await r.fa(s.responsabile, preseApi.riassegna, { id: presa.id, utenteId, motivo: 'Chiede di nuovo aiuto.' })
      })
    return
  }
  passaggio(m, a, sorte, dopo(0.7))
}
