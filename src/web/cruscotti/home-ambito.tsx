// For who accredits in an ambito: who is only prepared, which contracts end, what SPID says otherwise, what is missing
// among the acts, and the work left half-way.
import { assegnazioniApi, utentiApi } from '../../shared/accesso/utenti.api.ts'
import { completezzaApi } from '../../shared/accreditamento/completezza.api.ts'
import { importazioniApi } from '../../shared/accreditamento/importazioni.api.ts'
import type { StatoImportazione } from '../../shared/accreditamento/importazioni.rules.ts'
import { richiesteFormaliApi } from '../../shared/accreditamento/richieste-formali.api.ts'
import type { Output } from '../../shared/kernel/endpoint.ts'
import { adesioniApi } from '../../shared/territorio/adesioni.api.ts'
import { sezioniApi } from '../../shared/territorio/sezioni.api.ts'
import { formatData, oggi, plurale } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { Compito, PRIMI, type VoceCompito } from './compito.tsx'

type Utente = Output<typeof utentiApi.list>['voci'][number]
type Sezione = Output<typeof sezioniApi.stato>['voci'][number]

const limite = PRIMI + 1
const PREAVVISO = 30

const fra = (giorni: number) => {
  const d = new Date(`${oggi()}T12:00:00Z`)
  d.setUTCDate(d.getUTCDate() + giorni)
  return d.toISOString().slice(0, 10)
}

const persona = (u: Utente, poi: string): VoceCompito => ({
  chiave: u.id,
  testo: `${u.cognome} ${u.nome}`,
  to: `/utenti/${u.id}`,
  poi,
})

export function DaFareNellAmbito() {
  const preparati = useEndpoint(utentiApi.list, { stato: 'comunicato', limite })
  const completezza = useEndpoint(completezzaApi.leggi, {})
  const contratti = useEndpoint(utentiApi.list, { contrattoEntro: fra(PREAVVISO), limite })
  const spid = useEndpoint(utentiApi.list, { differenzeSpid: true, limite })
  const firmate = useEndpoint(adesioniApi.elenco, { stato: 'firmata', limite })
  const sezioni = useEndpoint(sezioniApi.stato, {})
  const importazioni = useEndpoint(importazioniApi.list, { limite: 20 })
  return (
    <section aria-labelledby="ambito">
      <h2 id="ambito">Nell’ambito</h2>
      <div className="da-fare">
        <Compito
          titolo="Operatori preparati, da abilitare"
          vuoto="Nessun operatore è in attesa."
          lettura={preparati}
          voci={(d) =>
            d.voci.map((u) => persona(u, u.incarichi.map((i) => `${i.ruoloNome}, ${i.territorio}`).join('; ')))
          }
          tutti={{ to: '/utenti?stato=comunicato', etichetta: 'Tutti gli operatori preparati' }}
        >
          <p>Si abilitano quando l’atto del loro ente è firmato e valido.</p>
          <ActionButton
            e={assegnazioniApi.abilitaPreparate}
            input={{}}
            etichetta="Abilita quelli per cui c’è"
            invalidates={[utentiApi.list, completezzaApi.leggi]}
            esito={(r) =>
              r.abilitati === 0
                ? `Nessun ruolo si può ancora abilitare: per ${plurale(r.preparati, 'ruolo manca', 'ruoli manca')} l’atto.`
                : `Abilitati: ${plurale(r.abilitati, 'ruolo', 'ruoli')}. Ancora preparati: ${r.preparati}.`
            }
          />
        </Compito>
        <Compito
          titolo="Enti a cui manca qualcosa"
          vuoto="Tutti hanno comunicato il minimo."
          lettura={completezza}
          quanti={(d) => d.incompleti}
          voci={incompleti}
          tutti={{ to: '/completezza', etichetta: 'Il quadro della completezza' }}
        />
        <Compito
          titolo={`Contratti che terminano entro ${PREAVVISO} giorni`}
          vuoto="Nessun contratto è in scadenza."
          lettura={contratti}
          voci={(d) => d.voci.map((u) => persona(u, termine(u)))}
          tutti={{ to: `/utenti?contratto=${PREAVVISO}`, etichetta: 'Tutti i contratti in scadenza' }}
        />
        <Compito
          titolo="Dati che SPID comunica diversi"
          vuoto="I dati di chi è entrato coincidono con quelli di SPID."
          lettura={spid}
          voci={(d) => d.voci.map((u) => persona(u, 'confronta i dati nella scheda'))}
          tutti={{ to: '/utenti?spid=1', etichetta: 'Tutte le differenze' }}
        />
        <Compito
          titolo="Sezioni con comuni chiusi"
          vuoto="In ogni sezione attiva tutti i comuni sono aperti."
          lettura={sezioni}
          voci={(d) => d.voci.flatMap(chiusi)}
          tutti={{ to: '/adesioni', etichetta: 'Vai alle adesioni' }}
        />
        <Compito
          titolo="Adesioni firmate, da registrare"
          vuoto="Nessuna adesione attende la registrazione."
          lettura={firmate}
          voci={(d) =>
            d.voci.map((a) => ({
              chiave: a.id,
              testo: `${a.tipo}, ${a.ente}`,
              to: `/adesioni/${a.id}`,
              poi: `firmata il ${formatData(a.firmataIl)}`,
            }))
          }
          tutti={{ to: '/adesioni?stato=firmata', etichetta: 'Tutte quelle da registrare' }}
        />
        <Compito
          titolo="Importazioni non concluse"
          vuoto="Nessuna importazione è rimasta a metà."
          lettura={importazioni}
          voci={(d) =>
            d.voci
              .filter((i) => i.stato in aMeta)
              .map((i) => ({ chiave: i.id, testo: i.nomeFile, to: `/importazioni/${i.id}`, poi: aMeta[i.stato] }))
          }
          tutti={{ to: '/importazioni', etichetta: 'Tutte le importazioni' }}
        />
        <RichiesteRecenti />
      </div>
    </section>
  )
}

const termine = (u: Utente) =>
  u.fineContratto && u.fineContratto < oggi()
    ? `terminato il ${formatData(u.fineContratto)}`
    : `termina il ${formatData(u.fineContratto)}`

const aMeta: Partial<Record<StatoImportazione, string>> = {
  'in-lettura': 'la verifica è in corso',
  'da-confermare': 'verificata, da confermare',
  'in-conferma': 'l’importazione è in corso',
  fallita: 'interrotta: apri per sapere perché',
}

function incompleti(c: Output<typeof completezzaApi.leggi>): VoceCompito[] {
  const voce = (chiave: string, testo: string, mancanze: { frase: string }[]): VoceCompito[] => {
    const [prima, ...altre] = mancanze
    if (!prima) return []
    const poi =
      altre.length > 0 ? `${prima.frase} E ${plurale(altre.length, 'altra cosa', 'altre cose')}.` : prima.frase
    return [{ chiave, testo, to: '/completezza', poi }]
  }
  return [
    ...voce('ambito', c.ambito.nome, c.ambito.mancanze),
    ...c.comuni.flatMap((x) => voce(x.id, x.nome, x.mancanze)),
  ]
}

/** A section closed by the national switch waits for nobody here. */
function chiusi(s: Sezione): VoceCompito[] {
  const quanti = s.comuni.filter((c) => !c.aperta).length
  if (!s.nazionale.aperta || quanti === 0) return []
  return [
    {
      chiave: s.id,
      testo: s.nome,
      to: `/sezioni/${s.id}`,
      poi: `${plurale(quanti, 'comune chiuso', 'comuni chiusi')} su ${s.comuni.length}`,
    },
  ]
}

/** A formal request that has enabled nobody yet. */
function RichiesteRecenti() {
  const richieste = useEndpoint(richiesteFormaliApi.list, { limite: 50 })
  return (
    <Compito
      titolo="Richieste formali senza operatori"
      vuoto="Ogni richiesta recente ha i suoi operatori."
      lettura={richieste}
      voci={(d) =>
        d.voci
          .filter((r) => r.utenti === 0)
          .slice(0, limite)
          .map((r) => ({
            chiave: r.id,
            testo: `${r.ente}, prot. ${r.protocollo}`,
            to: `/richieste-formali/${r.id}`,
            poi: `del ${formatData(r.data)}`,
          }))
      }
      tutti={{ to: '/richieste-formali', etichetta: 'Tutte le richieste formali' }}
    />
  )
}
