// Roles and territories to give, one per row. Each row says in words what the role may see, where it may be held, and
// what will happen on saving: enabled, or only prepared because a signed act is missing (A2.13b).
import { useEffect } from 'react'
import { useFieldArray } from 'react-hook-form'
import { ruoliApi } from '../../../shared/accesso/ruoli.api.ts'
import { assegnazioniApi } from '../../../shared/accesso/utenti.api.ts'
import { useAmbito } from '../../accesso/utenti/ambito-corrente.ts'
import { SelectField } from '../../kernel/form/fields.tsx'
import { useFormCorrente } from '../../kernel/form/form.tsx'
import { DateField } from '../../kernel/form/typed-fields.tsx'
import { oggi, plurale } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { Avviso, Icon } from '../../kernel/ui/parts.tsx'
import {
  dove,
  type IncaricoScritto,
  incaricoVuoto,
  previsione,
  type Ruolo,
  type RuoloAssegnabile,
  TUTTO,
  territorioAdatto,
} from './incarichi.ts'
import { RichiestaFormaleField } from './richiesta-formale-field.tsx'

const MASSIMO = 60

export function IncarichiFields() {
  const { rhf } = useFormCorrente()
  const { fields, append, remove } = useFieldArray({ control: rhf.control, name: 'assegnazioni' })
  const assegnabili = useEndpoint(assegnazioniApi.ruoli, {}, { staleTime: 60_000 })
  const tutti = useEndpoint(ruoliApi.elenco, {}, { staleTime: 300_000 })
  const ambito = useAmbito()
  const scritti = (rhf.watch('assegnazioni') ?? []) as IncaricoScritto[]
  const voci = assegnabili.data?.voci ?? []
  const ruoloDi = (i: IncaricoScritto | undefined) => voci.find((r) => r.id === i?.ruolo)
  const previste = scritti.flatMap((i) => previsione(ruoloDi(i), i, ambito.nomeComune, oggi()) ?? [])
  const subito = previste.filter((p) => p.subito).length
  const serveRichiesta = scritti.some((i) => ruoloDi(i)?.richiedeRichiestaFormale)
  if (assegnabili.data && voci.length === 0)
    return (
      <Avviso tipo="warning" titolo="Oggi non puoi assegnare alcun ruolo">
        <p>Rivolgiti al Super Utente.</p>
      </Avviso>
    )
  return (
    <>
      <h2>Ruoli e territorio</h2>
      <p>
        Ogni ruolo vale solo sul suo territorio: chi è coordinatore in un comune e responsabile in un altro vede in
        ciascuno soltanto ciò che quel ruolo gli apre.
      </p>
      {fields.map((f, n) => (
        <Incarico
          key={f.id}
          n={n}
          solo={fields.length === 1}
          scritto={scritti[n] ?? incaricoVuoto()}
          voci={voci}
          ruolo={ruoloDi(scritti[n])}
          descritto={tutti.data?.voci.find((r) => r.codice === scritti[n]?.ruolo)}
          onTogli={() => remove(n)}
        />
      ))}
      <div className="utente-atti incarico-aggiungi">
        {fields.length < MASSIMO && (
          <button type="button" className="btn btn-outline-primary btn-xs" onClick={() => append(incaricoVuoto())}>
            <Icon name="it-plus" className="icon-sm" />
            Aggiungi un altro ruolo
          </button>
        )}
        {fields.length < MASSIMO && ruoloDi(scritti.at(-1)) && (
          <button
            type="button"
            className="btn btn-outline-primary btn-xs"
            onClick={() => append(incaricoVuoto(scritti.at(-1)!.ruolo))}
          >
            Stesso ruolo in un altro comune
          </button>
        )}
      </div>
      {serveRichiesta && <RichiestaFormaleField obbligatorio />}
      <div role="status">
        {previste.length > 0 && (
          <Avviso tipo={subito === previste.length ? 'success' : 'warning'} titolo="Che cosa succede quando salvi">
            <p>
              {subito > 0 && `${plurale(subito, 'ruolo viene abilitato', 'ruoli vengono abilitati')} subito. `}
              {subito < previste.length &&
                `${plurale(previste.length - subito, 'ruolo viene soltanto preparato', 'ruoli vengono soltanto preparati')}: la persona è registrata, ma con quelli non entra finché manca l’atto firmato. `}
              {subito === 0 && 'Fino ad allora resta nello stato «comunicato».'}
            </p>
          </Avviso>
        )}
      </div>
    </>
  )
}

function Incarico({
  n,
  solo,
  scritto,
  voci,
  ruolo,
  descritto,
  onTogli,
}: {
  n: number
  solo: boolean
  scritto: IncaricoScritto
  voci: readonly RuoloAssegnabile[]
  ruolo: RuoloAssegnabile | undefined
  descritto: Ruolo | undefined
  onTogli: () => void
}) {
  const { rhf } = useFormCorrente()
  const ambito = useAmbito()
  const campo = (nome: keyof IncaricoScritto) => `assegnazioni.${n}.${nome}`
  const fisso = ruolo?.territorio === 'ambito' || ruolo?.territorio === 'nazionale'
  const inadatto = ruolo !== undefined && !territorioAdatto(ruolo, scritto.comune)
  const nome = `assegnazioni.${n}.comune`
  // a territory that the new role cannot have is taken away, one that it must have is given
  useEffect(() => {
    if (fisso && scritto.comune !== TUTTO) rhf.setValue(nome, TUTTO)
    else if (inadatto && !fisso) rhf.setValue(nome, '')
  }, [fisso, inadatto, scritto.comune, rhf, nome])
  const prevista = previsione(ruolo, scritto, ambito.nomeComune, oggi())
  const territori = [
    ...(ruolo?.territorio === 'comune'
      ? []
      : ([[TUTTO, ruolo?.territorio === 'nazionale' ? 'Tutta Italia' : 'Tutto l’ambito']] as const)),
    ...(fisso ? [] : ambito.opzioniComuni),
  ]
  return (
    <fieldset className="incarico">
      <legend>Ruolo {n + 1}</legend>
      <SelectField
        name={campo('ruolo')}
        label="Ruolo"
        opzioni={voci.map((r) => [r.id, `${r.nome} (${r.sigla})`] as const)}
      />
      {ruolo && (
        <div className="incarico-parole">
          <p>{ruolo.descrizione}</p>
          <p>{dove(ruolo, descritto?.richiedeDelega ?? false)}</p>
          {ruolo.esclusivo && <p>Non si può unire ad alcun altro ruolo.</p>}
          {descritto && descritto.azioni.length > 0 && (
            <details className="dettagli">
              <summary>Che cosa gli apre oggi</summary>
              <ul>
                {descritto.azioni.map((a) => (
                  <li key={a.azione}>
                    {a.descrizione}
                    {a.portata === 'assegnati' && ': solo ciò che gli è assegnato'}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      )}
      {ruolo && !fisso && <SelectField name={campo('comune')} label="Territorio" opzioni={territori} obbligatorio />}
      <div className="incarico-date">
        <DateField name={campo('dal')} label="Dal" aiuto="gg/mm/aaaa. Vuoto: da oggi." />
        <DateField name={campo('al')} label="Al" aiuto="gg/mm/aaaa. Vuoto: senza termine." />
      </div>
      {prevista && (
        <p className={prevista.subito ? 'incarico-subito' : 'incarico-preparato'}>
          <Icon name={prevista.subito ? 'it-check-circle' : 'it-clock'} className="icon-sm" />
          {prevista.frase}
        </p>
      )}
      {!solo && (
        <button type="button" className="btn btn-outline-primary btn-xs" onClick={onTogli}>
          Togli questo ruolo
        </button>
      )}
    </fieldset>
  )
}
