// The full sheet of a contact (cartella §2.19): completed as one goes, with what can be proposed for its needs; from
// here it becomes a segnalazione or is sent elsewhere.
import { useParams } from 'react-router'
import { type ContattoScheda, contattiApi } from '../../shared/cartella/contatti.api.ts'
import { nomiStatoContatto, transizioniContatto } from '../../shared/cartella/contatti.rules.ts'
import { impedimento } from '../../shared/kernel/transizioni.ts'
import { CheckField, TextArea, TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { AmountField, DateField, NumberField } from '../kernel/form/typed-fields.tsx'
import { formatEuro, formatIstante, formatOra, oggi } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { DefinitionList } from '../kernel/ui/parts.tsx'
import { VoceField } from '../parametri/voce-field.tsx'
import { BisogniField } from './bisogni-field.tsx'
import { ConMotivo } from './con-motivo.tsx'
import { InviaContatto } from './contatto-invio.tsx'
import { NoteRiservate } from './contatto-note.tsx'
import { ServiziField } from './servizi-field.tsx'
import { nomePersona, PersonaField, StatoContattoBadge, sceltaPersona } from './sportello-parti.tsx'
import './sportello.css'

export default function ContattoPage() {
  const { id = '' } = useParams()
  const q = useEndpoint(contattiApi.leggi, { id })
  const c = q.data
  return (
    <>
      <PageHeader
        titolo="Contatto"
        sotto={c && `${c.canaleTesto}, ${formatIstante(c.quando)}, ${c.operatore}`}
        azioni={<PrintButton />}
      />
      <ConMotivo query={q} scheda={id}>
        {(c) => <Scheda key={c.id} c={c} />}
      </ConMotivo>
    </>
  )
}

function Scheda({ c }: { c: ContattoScheda }) {
  const fermo = impedimento(transizioniContatto, 'completa', c.stato)
  return (
    <>
      <DefinitionList
        voci={[
          ['Stato', <StatoContattoBadge key="s" stato={c.stato} />],
          ['Persona', nomePersona(c.persona) ?? 'anonimo'],
          ['Ufficio', c.ufficio],
          [
            'Chi lo vede',
            c.riservato ? 'soltanto i colleghi a cui è riservato' : 'chi lavora allo sportello del comune',
          ],
          ...(c.motivoAnnullamento ? [['Annullato perché', c.motivoAnnullamento] as const] : []),
        ]}
      />
      <p className="sportello-passi">
        {!fermo && (
          <LinkButton
            azione="segnalazione.crea"
            to={`/segnalazioni/nuova?contatto=${c.id}`}
            variante="outline-primary"
            icona="it-arrow-right"
          >
            Apri una segnalazione
          </LinkButton>
        )}
        <ActionButton
          e={contattiApi.annulla}
          input={{ id: c.id }}
          etichetta="Annulla il contatto"
          variante="outline-danger"
          impedita={impedimento(transizioniContatto, 'annulla', c.stato)}
          conferma={{
            titolo: 'Annullare questo contatto?',
            testo: 'Resta nel registro e non si conta più.',
            motivo: 'Motivo',
            pericolo: true,
          }}
          invalidates={[contattiApi.leggi, contattiApi.list]}
          esito="Contatto annullato."
        />
      </p>
      {fermo ? <Letta c={c} perche={fermo} /> : <Modulo c={c} />}
      <NoteRiservate c={c} />
      {c.stato !== 'annullata' && <InviaContatto c={c} />}
    </>
  )
}

function Letta({ c, perche }: { c: ContattoScheda; perche: string }) {
  return (
    <>
      <p>
        Questo contatto è {nomiStatoContatto[c.stato]}. {perche}
      </p>
      <DefinitionList
        voci={[
          ['Bisogni', c.bisogniTesto.join(', ')],
          ['Esito', c.esitoTesto],
          ['Accompagnato da', c.accompagnatoDa],
          ['Aiuto dato subito', c.aiutoImporto === null ? null : formatEuro(c.aiutoImporto)],
          ['Servizi chiesti', c.servizi.map((s) => s.descrizione).join(', ')],
        ]}
      />
      {c.nota && <p className="testo-scritto">{c.nota}</p>}
    </>
  )
}

function Modulo({ c }: { c: ContattoScheda }) {
  const form = useActionForm(contattiApi.completa, {
    iniziali: {
      giorno: oggi(new Date(c.quando)),
      ora: formatOra(c.quando),
      canale: c.canale,
      motivo: c.motivo ?? '',
      interlocutore: c.interlocutore ?? '',
      bisogni: c.bisogni,
      esito: c.esito,
      personaId: sceltaPersona(c.persona),
      durataMinuti: c.durataMinuti,
      accompagnatoDa: c.accompagnatoDa ?? '',
      informata: c.informata ?? false,
      nota: c.nota ?? '',
      aiutoTipo: c.aiutoTipo ?? '',
      aiutoImporto: c.aiutoImporto,
      aiutoFonte: c.aiutoFonte ?? '',
      servizi: c.servizi.map(({ id: _, ...s }) => s),
    },
    fissi: { id: c.id, versione: c.versione },
    bozza: `contatto:${c.id}`,
    invalidates: [contattiApi.leggi, contattiApi.list],
    esito: 'Scheda salvata.',
  })
  return (
    <Form form={form} invio="Salva la scheda">
      <h2>Chi e come</h2>
      <div className="campi-affiancati">
        <DateField name="giorno" label="Avvenuto il" />
        <TextField name="ora" label="Ora" aiuto="Per esempio 09:30" />
        <VoceField name="canale" label="Come" codifica="canale-contatto" />
        <VoceField name="motivo" label="Perché" codifica="motivo-contatto" />
        <VoceField name="interlocutore" label="Chi parla con il servizio" codifica="interlocutore" />
        <PersonaField name="personaId" label="Persona" aiuto="Vuoto: il contatto resta anonimo" />
        <TextField name="accompagnatoDa" label="Accompagnato da" />
        <NumberField name="durataMinuti" label="Durata in minuti" />
      </div>
      <CheckField name="informata" label="La persona è stata informata di ciò che si registra" />
      <h2>Che cosa serve</h2>
      <BisogniField name="bisogni" label="Bisogni" />
      <ServiziField />
      <h2>Com’è finita</h2>
      <VoceField name="esito" label="Esito" codifica="esito-contatto" />
      <div className="campi-affiancati">
        <VoceField name="aiutoTipo" label="Aiuto dato subito" codifica="aiuto-immediato" />
        <AmountField name="aiutoImporto" label="Valore dell’aiuto" />
        <VoceField name="aiutoFonte" label="Chi lo paga" codifica="fonte-aiuto" />
      </div>
      <TextArea
        name="nota"
        label="Nota"
        righe={6}
        aiuto="La legge chi apre questa scheda. Per una nota riservata usa il riquadro qui sotto."
      />
    </Form>
  )
}
