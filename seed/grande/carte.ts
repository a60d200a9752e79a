// Papers of the folders: documents with versions and protocol, restricted and annulled ones, letters from the templates.
import { documentiApi } from '../../src/shared/documenti/documenti.api.ts'
import { lettereApi } from '../../src/shared/documenti/modelli.api.ts'
import { pdf } from '../fonti.ts'
import { idDi, type Mondo, nomeDi } from './mondo.ts'
import type { Aperta } from './vita.ts'

const generi = [
  ['tribunale', 'Decreto del tribunale'],
  ['in-entrata', 'Relazione della scuola'],
  ['documenti-sanitari', 'Verbale di invalidità'],
  ['in-uscita', 'Relazione di aggiornamento'],
  ['calendari-accordi', 'Calendario degli incontri'],
  ['contributi-economici', 'Domanda di contributo'],
] as const

const DOCUMENTI = 34

/** Of some of the prese in carico at work; `aperte` are those. */
export function documenti(m: Mondo, aperte: readonly Aperta[]) {
  const g = m.giorni
  for (let n = 0; n < Math.min(m.quanti(DOCUMENTI), aperte.length); n++) {
    const a = aperte[(n * 3) % aperte.length]!
    const { chi, famiglia: f } = a
    const [sottocartella, titolo] = generi[n % generi.length]!
    const file = pdf(`${titolo} (dimostrativo)`, nomeDi(f.casa.persone[f.casa.indice]!))
    const giorno = g.fa(12 + ((n * 5) % 60))
    m.copione.il(giorno, async (r) => {
      const { id } = await r.fa(
        chi,
        documentiApi.carica,
        {
          id: idDi(f),
          nome: `${titolo}.pdf`,
          sottocartella,
          presaId: a.presa.id,
          ...(sottocartella === 'documenti-sanitari' ? { classe: 'sanitaria' } : {}),
          ...(n % 9 === 4 ? { riservato: true } : {}),
        } as never,
        { file },
      )
      if (n % 2 === 0)
        await r.cambia(chi, documentiApi.aggiorna, {
          id,
          versione: 1,
          titolo: `${titolo} n. ${n + 1}`,
          presaId: a.presa.id,
          protocollo: {
            ufficio: 'Servizi sociali',
            anno: Number(giorno.slice(0, 4)),
            numero: `DIM-${1000 + n}`,
            verso: sottocartella === 'in-uscita' ? 'uscita' : 'entrata',
            data: giorno,
          },
        })
      if (n % 5 === 3)
        await r.fa(chi, documentiApi.nuovaVersione, { id, nome: `${titolo}-corretto.pdf` } as never, {
          file: pdf(`${titolo} corretto (dimostrativo)`, 'Seconda versione'),
        })
      if (n % 11 === 1) await r.fa(chi, documentiApi.annulla, { id, motivo: 'Era di un’altra persona.' })
    })
  }
}

/** Printing takes its time: a letter of each kind that has no need of more than a day and a place. */
export function lettere(m: Mondo, aperte: readonly Aperta[]) {
  for (let n = 0; n < Math.min(3, aperte.length); n++) {
    const a = aperte[n]!
    m.copione.il(m.giorni.fa(9 - n * 2), async (r) => {
      const { modelli } = await r.fa(a.chi, lettereApi.prepara, { id: idDi(a.famiglia) })
      const modello =
        modelli.find((x) => x.nome === (n === 1 ? 'Attestazione di presa in carico' : 'Convocazione a un colloquio')) ??
        modelli[0]!
      const valori: Record<string, string> = {
        giorno: m.giorni.fra(6),
        ora: '10:30',
        luogo: 'Ufficio del servizio sociale',
      }
      await r.fa(a.chi, lettereApi.scrivi, {
        id: idDi(a.famiglia),
        modello: modello.id,
        titolo: modello.nome,
        presaId: a.presa.id,
        campi: Object.fromEntries(
          modello.campi.map((c) => [c.nome, valori[c.nome] ?? (c.obbligatorio ? 'Testo dimostrativo' : '')]),
        ),
      })
    })
  }
}
