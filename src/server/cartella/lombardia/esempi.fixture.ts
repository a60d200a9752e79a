// The hand-written samples: their text, what they say, and reading as the tests need it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Tabella } from '../../../shared/cartella/lombardia/codici.ts'
import { INTERAZIONE, type Messaggio } from '../../../shared/cartella/lombardia/messaggio.ts'
import { leggiMessaggio } from './leggi.ts'
import { tabellaDaConfigurazione } from './tabella.ts'

export const tabella = tabellaDaConfigurazione()
export const esempio = (fase: string) => readFileSync(join(import.meta.dirname, 'esempi', `fase-${fase}.xml`), 'utf8')
export const leggi = (xml: string, t: Tabella = tabella) => leggiMessaggio(new TextEncoder().encode(xml), t)

/** Read, with nothing to say about it. */
export function letto(xml: string, t: Tabella = tabella): Messaggio {
  const r = leggi(xml, t)
  expect(r).toMatchObject({ esito: 'letto', avvisi: [] })
  return (r as Extract<typeof r, { esito: 'letto' }>).messaggio
}

const busta = {
  creato: '2026-11-23',
  interazione: INTERAZIONE,
  processo: 'Produzione',
  modalita: 'batch',
  ricevuta: 'NE',
  mittente: 'AMBITO-DIMOSTRATIVO',
  destinatari: ['REGIONE'],
}
export const accessoMinimo: Messaggio['accesso'] = {
  id: 'FASE-A-2',
  codice: 'A',
  stato: 'completed',
  inizio: '2026-03-01',
  assistito: { id: 'CARTELLA-0002', cognome: 'Sintetico', nome: 'Niccolò', cittadinanze: [], nucleo: [], rete: [] },
  assistenti: [],
  dati: {},
}

/** By phase. */
export const attesi: Record<string, Messaggio> = {
  a: {
    busta: {
      ...busta,
      id: 'ESEMPIO-A-1',
      creato: '2026-11-23T09:30:00Z',
      processo: 'T',
      modalita: 'T',
      ricevuta: 'AL',
    },
    accesso: {
      id: 'FASE-A-1',
      codice: 'A',
      annotazioni: 'Primo colloquio allo sportello.\nLa signora chiede un aiuto per la spesa & i pasti.',
      stato: 'completed',
      inizio: '2026-11-02',
      fine: '2026-11-09T10:15:00Z',
      esito: '1',
      assistito: {
        id: 'SNTDAA48C52F205U',
        cognome: 'Sintetica',
        nome: 'Ada',
        genere: 'F',
        nascita: '1948-03-12',
        comuneNascita: '015146',
        statoCivile: 'W',
        titoloStudio: '2',
        cittadinanze: ['380'],
        tessera: '80380000000000000000',
        comuneResidenza: '015146',
        regioneResidenza: '03',
        nazioneResidenza: 'IT',
        comuneDomicilio: '015146',
        telefono: '02 0000000',
        cellulare: '+39 333 0000000',
        email: 'ada.sintetica@example.it',
        documento: { tipo: '4', estremi: 'CA00000AA' },
        ats: '321',
        asst: '701',
        ambito: '30100',
        nucleo: [
          {
            tipo: '3',
            codiceFiscale: 'SNTNCL75L01F205N',
            cognome: 'Sintetico',
            nome: 'Niccolò',
            comuneResidenza: '015146',
            caregiver: '1',
            genere: 'M',
            nascita: '1975-07-01',
            comuneNascita: '015146',
          },
        ],
        rete: [{ cognome: 'Prova', nome: 'Vicina' }],
      },
      medico: { codiceFiscale: 'SMPMDC60A20F205M', cognome: 'Esempio', nome: 'Medico' },
      assistenti: [
        {
          tipo: '6',
          codiceFiscale: 'DSMKSN70S45F205R',
          cognome: 'D’Esempio',
          nome: 'Oksana',
          comuneResidenza: '015146',
          genere: 'F',
          nascita: '1970-11-05',
        },
      ],
      segnalazione: {
        codiceFiscale: 'PRVSNL82B68F205S',
        cognome: 'Prova',
        nome: 'Segnalante',
        data: '2026-10-30',
        bisogno: '2',
        ente: { tipo: '1', codice: '0000', denominazione: "Associazione d'esempio «Vicini»" },
      },
      dati: {
        tipologiaRichiesta: '1',
        modalitaContatto: '2',
        dsu: '1',
        tipoIsee: '3',
        isee: '9123.2',
        enteRilevatore: '30100',
        nomeEnteRilevatore: 'Ambito dimostrativo',
      },
    },
  },
  b: {
    busta: { ...busta, id: 'ESEMPIO-B-1' },
    accesso: accessoMinimo,
    valutazione: {
      id: 'FASE-B-2',
      codice: 'B',
      stato: 'active',
      inizio: '2026-03-10',
      data: '2026-04-02',
      responsabile: { codiceFiscale: 'PRVRPN79P09F205G', profilo: '1' },
      caseManager: { codiceFiscale: 'PRVPTR85E55F205U' },
      dati: {
        areeIntervento: ['10', '12'],
        esenzioni: [],
        previdenzeInps: [],
        protesi: ['21.45', '12.22'],
        strutturaCheHaInCarico: 'Centro psicosociale d’esempio',
        serviziGiaErogati: 'Riabilitazione a domicilio, due volte la settimana',
        invalidita: '2',
        patologieCorrenti: 'Diabete; ipoacusia',
        necessitaSociali: '1',
        fonteValutazione: '3',
      },
    },
  },
  e: {
    busta: { ...busta, id: 'ESEMPIO-E-1' },
    accesso: accessoMinimo,
    finale: {
      id: 'FASE-E-2',
      codice: 'E',
      annotazioni: 'Chiusura concordata con la persona.',
      stato: 'completed',
      inizio: '2026-10-01T08:00:00Z',
      fine: '2026-10-31T16:00:00Z',
      esito: '2',
      responsabile: 'PRVRPN79P09F205G',
      chiusura: '2026-10-31',
      dati: {
        dataValutazione: '2026-10-28',
        valutazione: 'La persona è tornata a vivere da sola.',
        motivoChiusura: '1',
        risorseFinali: '1250.50',
        risultatiRaggiunti: 'Autonomia nella cura di sé',
        risultatiNonRaggiunti: 'Il lavoro non è stato trovato',
        nuovoProgetto: '2',
      },
    },
  },
}
