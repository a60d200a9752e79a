// What can be done on a presa in carico now, read from the table of its states; what cannot says why.
import { contattiApi } from '../../../shared/cartella/contatti.api.ts'
import { mandati, nomiMandato, preseApi } from '../../../shared/cartella/prese.api.ts'
import { type AttoPresa, CHI_LA_CHIUDE, impedimentoPresa } from '../../../shared/cartella/prese.rules.ts'
import { scambiApi } from '../../../shared/cartella/scambi.api.ts'
import { trasferimentiApi } from '../../../shared/cartella/trasferimenti.api.ts'
import { CheckField, SelectField, TextArea, TextField } from '../../kernel/form/fields.tsx'
import { DateField, NumberField } from '../../kernel/form/typed-fields.tsx'
import { oggi } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { ActionButton } from '../../kernel/ui/azioni.tsx'
import { VoceField } from '../../parametri/voce-field.tsx'
import { ComuneField } from '../../territorio/parti.tsx'
import { AttoConCampi } from '../atto-con-campi.tsx'
import { ufficiDelComune } from '../luogo-fields.tsx'
import { type Scheda, toccate } from './scheda.ts'
import '../cartella.css'

const PASSAGGIO_IN_CORSO = 'C’è un passaggio offerto: attendi la risposta o ritiralo.'

export function AttiDellaPresa({ p }: { p: Scheda }) {
  const puo = (a: AttoPresa) => impedimentoPresa(a, p.stato) === null
  const comune = { fissi: { id: p.id }, invalidates: toccate }
  const inCorso = p.trasferimento?.stato === 'offerto' || p.scambio?.stato === 'offerto'
  return (
    <div className="atti">
      {puo('accetta') && p.sonoResponsabile && (
        <>
          <ActionButton
            e={preseApi.accetta}
            input={{ id: p.id }}
            etichetta="Accetta la presa in carico"
            variante="primary"
            invalidates={toccate}
            esito="Presa in carico accettata."
          />
          <ActionButton
            e={preseApi.rifiuta}
            input={{ id: p.id }}
            etichetta="Rifiuta"
            conferma={{
              titolo: 'Rifiutare l’assegnazione?',
              testo: 'La presa in carico torna da assegnare.',
              motivo: 'Motivo',
            }}
            invalidates={toccate}
            esito="Assegnazione rifiutata."
          />
        </>
      )}
      {puo('contatta') && !p.primoContattoIl && (
        <AttoConCampi
          e={preseApi.contatta}
          {...comune}
          iniziali={{ giorno: oggi(), nota: '' }}
          etichetta="Registra il primo contatto"
          titolo="Primo contatto con la persona"
          primario
          esito="Primo contatto registrato."
        >
          <DateField name="giorno" label="Quando" />
          <TextField name="nota" label="Come è avvenuto" />
        </AttoConCampi>
      )}
      {puo('attiva') && (
        <ActionButton
          e={preseApi.attiva}
          input={{ id: p.id }}
          etichetta="Attiva"
          impedita={p.primoContattoIl ? null : 'Prima registra il primo contatto.'}
          invalidates={toccate}
          esito="Presa in carico attiva."
        />
      )}
      {puo('informa') && (
        <AttoConCampi
          e={preseApi.informa}
          {...comune}
          iniziali={{ giorno: oggi(), operatore: '', consensoLavoro: p.informativaConsensoLavoro ?? false }}
          etichetta={p.informativaIl ? 'Aggiorna l’informativa' : 'Informativa consegnata'}
          titolo="Consegna dell’informativa"
          invio="Registra"
          esito="Informativa registrata."
        >
          <DateField name="giorno" label="Consegnata il" />
          <TextField name="operatore" label="Da chi" aiuto="Lascia vuoto se l’hai consegnata tu." />
          <CheckField
            name="consensoLavoro"
            label="Consente che i dati utili siano comunicati ai centri per l’impiego"
            aiuto="È facoltativo: la presa in carico non dipende da questa scelta."
          />
        </AttoConCampi>
      )}
      {puo('sospendi') && (
        <AttoConCampi
          e={preseApi.sospendi}
          {...comune}
          iniziali={{ motivo: '', nota: '' }}
          etichetta="Sospendi"
          titolo="Sospendere la presa in carico?"
          esito="Presa in carico sospesa."
        >
          <VoceField name="motivo" label="Motivo" codifica="motivo-sospensione" />
          <TextField name="nota" label="Nota" />
        </AttoConCampi>
      )}
      {puo('riprendi') && (
        <ActionButton
          e={preseApi.riprendi}
          input={{ id: p.id }}
          etichetta="Riprendi"
          conferma={{ titolo: 'Riprendere la presa in carico?', motivo: 'Motivo' }}
          invalidates={toccate}
          esito="Presa in carico ripresa."
        />
      )}
      {puo('offri') && p.neRispondo && <OffriPassaggio p={p} impedita={inCorso ? PASSAGGIO_IN_CORSO : null} />}
      {p.scambio?.stato === 'offerto' && p.neRispondo && (
        <ActionButton
          e={scambiApi.ritira}
          input={{ id: p.id }}
          etichetta="Ritira l’offerta all’altro comune"
          conferma={{ titolo: 'Ritirare l’offerta?', motivo: 'Motivo' }}
          invalidates={toccate}
          esito="Offerta ritirata."
        />
      )}
      {puo('chiudi') && p.neRispondo && (
        <AttoConCampi
          e={preseApi.chiudi}
          {...comune}
          iniziali={{ motivo: '', valutazione: '' }}
          etichetta="Chiudi"
          titolo="Chiudere la presa in carico?"
          impedita={p.mancaPerChiudere.length > 0 ? p.mancaPerChiudere.join(' ') : null}
          esito="Presa in carico chiusa."
        >
          <VoceField name="motivo" label="Motivo" codifica="motivo-chiusura" />
          <TextArea name="valutazione" label="Valutazione finale" righe={6} />
        </AttoConCampi>
      )}
      {puo('chiudi') && !p.neRispondo && <p>{CHI_LA_CHIUDE}</p>}
      {puo('riapri') && <Riapri p={p} />}
    </div>
  )
}

function useColleghi(p: Scheda) {
  const q = useEndpoint(preseApi.colleghi, { id: p.id })
  return (q.data?.voci ?? []).filter((c) => c.puoRispondere).map((c) => [c.utenteId, c.nome] as const)
}

function OffriPassaggio({ p, impedita }: { p: Scheda; impedita: string | null }) {
  const responsabile = p.equipe.find((o) => o.responsabile && o.al === null)?.utenteId
  const colleghi = useColleghi(p).filter(([id]) => id !== responsabile)
  return (
    <>
      <AttoConCampi
        e={trasferimentiApi.offri}
        fissi={{ id: p.id }}
        invalidates={toccate}
        iniziali={{ utenteId: '', motivo: '' }}
        etichetta="Offri il passaggio"
        titolo="A quale collega la offri?"
        invio="Offri il passaggio"
        impedita={impedita}
        esito="Passaggio offerto: le consegne sono pronte."
      >
        <p>
          Finché il collega non accetta, il responsabile resta quello di ora. Per decidere potrà leggere il fascicolo.
          {!p.sonoResponsabile && ' Chi ne risponde ora riceve un avviso.'}
        </p>
        <SelectField name="utenteId" label="Collega" opzioni={colleghi} />
        <TextArea name="motivo" label="Motivo" righe={2} />
      </AttoConCampi>
      <AttoConCampi
        e={scambiApi.offriAComune}
        fissi={{ id: p.id }}
        invalidates={toccate}
        iniziali={{ comuneId: null, motivo: '' }}
        etichetta="Offri a un altro comune"
        titolo="A quale comune la offri?"
        invio="Offri"
        impedita={impedita}
        esito="Offerta inviata al comune."
      >
        <p>
          Il comune riceve una copia: dati della persona, compiti con le loro scadenze, consegne. Indirizzi segreti e
          identità di chi ha segnalato non vengono trasmessi. Se accetta, la tua presa in carico si chiude come
          trasferita e resta nel tuo archivio.
        </p>
        <ComuneField name="comuneId" label="Comune" />
        <TextArea name="motivo" label="Motivo" righe={2} />
      </AttoConCampi>
    </>
  )
}

function Riapri({ p }: { p: Scheda }) {
  const colleghi = useColleghi(p)
  return (
    <>
      <ActionButton
        e={preseApi.riapri}
        input={{ id: p.id }}
        etichetta={p.eroResponsabile ? 'Riapri e seguila tu' : 'Riapri'}
        conferma={{
          titolo: 'Riaprire la presa in carico?',
          testo: p.eroResponsabile
            ? 'Ne rispondi di nuovo; la storia continua da dove era.'
            : 'Torna da assegnare: ne risponderà chi indica il servizio, che riceve un avviso. La storia continua da dove era.',
          motivo: 'Motivo',
        }}
        invalidates={toccate}
        esito={(r) =>
          r.stato === 'proposta'
            ? 'Presa in carico riaperta: è da assegnare, il servizio è avvisato.'
            : 'Presa in carico riaperta.'
        }
      />
      <AttoConCampi
        e={preseApi.riassegna}
        fissi={{ id: p.id }}
        invalidates={toccate}
        iniziali={{ utenteId: '', motivo: '' }}
        etichetta="Riapri e assegna"
        titolo="A chi la assegni?"
        esito="Presa in carico riaperta e assegnata."
      >
        <SelectField name="utenteId" label="Operatore" opzioni={colleghi} />
        <TextArea name="motivo" label="Motivo" righe={2} />
      </AttoConCampi>
    </>
  )
}

export function ModificaPresa({ p }: { p: Scheda }) {
  if (impedimentoPresa('scrivi', p.stato)) return null
  return (
    <p>
      <AttoConCampi
        e={preseApi.scrivi}
        fissi={{ id: p.id, versione: p.versione }}
        invalidates={toccate}
        iniziali={{
          area: p.area,
          mandato: p.mandato,
          peso: p.peso,
          ufficioId: p.ufficioId ?? '',
          oggetto: p.oggetto ?? '',
          desideri: p.desideri ?? '',
          accordi: p.accordi ?? '',
          sicurezza: p.sicurezza ?? '',
        }}
        etichetta="Modifica"
        titolo="Di che cosa si tratta"
        invio="Salva"
        esito="Modifiche salvate."
      >
        <CampiDellaPresa />
        <UfficioField p={p} />
      </AttoConCampi>
    </p>
  )
}

function UfficioField({ p }: { p: Scheda }) {
  const { data } = useEndpoint(contattiApi.postazione, {}, { staleTime: 300_000 })
  if (!data) return null
  const aperti = ufficiDelComune(data, p.comuneId).map((u) => [u.id, u.nome] as const)
  // closed since: it stays until another is chosen
  const chiuso = p.ufficioId && !aperti.some(([id]) => id === p.ufficioId)
  return (
    <SelectField
      name="ufficioId"
      label="Ufficio che la segue"
      opzioni={chiuso ? [[p.ufficioId!, `${p.ufficio ?? 'Ufficio'} (non più aperto)`], ...aperti] : aperti}
    />
  )
}

/** The same for a new one. */
export function CampiDellaPresa() {
  return (
    <>
      <VoceField name="area" label="Area" codifica="area-utenza" />
      <SelectField
        name="mandato"
        label="Con o senza accordo"
        opzioni={mandati.map((m) => [m, nomiMandato[m]] as const)}
      />
      <NumberField name="peso" label="Peso nel carico di lavoro" aiuto="Da 1, leggera, a 10, molto impegnativa." />
      <TextArea name="oggetto" label="Oggetto" righe={3} />
      <TextArea name="desideri" label="Che cosa desidera la persona, con le sue parole" righe={2} />
      <TextArea name="accordi" label="Accordi" righe={2} />
      <TextArea
        name="sicurezza"
        label="Sicurezza"
        righe={2}
        aiuto="Ciò che un collega deve sapere prima di un incontro."
      />
    </>
  )
}
