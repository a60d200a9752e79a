// What the columns of a file are: proposed from their names, changed here, kept as a profile that is used again in one
// step. Nothing is typed twice: a profile that fits is one click.
import { useId, useState } from 'react'
import {
  type FormatoData,
  formatiData,
  type OrdineNome,
  ordiniNome,
  type VoceMappa,
} from '../../../shared/anagrafe/importa.rules.ts'
import { campiPer, campoImportabile, type SpecieImportazione } from '../../../shared/anagrafe/importa-campi.ts'
import { importaApi, type ImportazioneScheda as Scheda } from '../../../shared/anagrafe/importazioni.api.ts'
import type { OutputWeb } from '../../kernel/client.ts'
import { TextField } from '../../kernel/form/fields.tsx'
import { Form, useActionForm } from '../../kernel/form/form.tsx'
import { useEndpoint } from '../../kernel/hooks.ts'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { Avviso, Caricamento } from '../../kernel/ui/parts.tsx'
import { Rinuncia } from './rinuncia.tsx'

type Proposta = OutputWeb<typeof importaApi.proposta>

export function Colonne({ i }: { i: Scheda }) {
  const q = useEndpoint(importaApi.proposta, { id: i.id })
  return (
    <Caricamento query={q} righe={8}>
      {(p) => <Modulo i={i} p={p} />}
    </Caricamento>
  )
}

function Modulo({ i, p }: { i: Scheda; p: Proposta }) {
  const [mappa, setMappa] = useState<VoceMappa[]>(i.mappa ?? p.mappa)
  const form = useActionForm(importaApi.mappa, {
    iniziali: { sistema: i.sistema ?? '', salvaCome: '' },
    // a value still to be written says nothing
    fissi: { id: i.id, mappa: mappa.filter((v) => v.colonna !== undefined || v.valore) },
    invalidates: [importaApi.leggi, importaApi.list, importaApi.righe, importaApi.proposta],
    esito: 'Lettura avviata.',
  })
  const adatti = p.profili.filter((x) => x.adatto)
  const di = (colonna: string) => mappa.find((v) => v.colonna === colonna)
  const cambia = (colonna: string, v: VoceMappa | null) =>
    setMappa((m) => [...m.filter((x) => x.colonna !== colonna), ...(v ? [v] : [])])
  return (
    <>
      <h2>Che cosa sono le colonne</h2>
      {adatti.length > 0 && (
        <Avviso titolo="C’è un profilo per questo file">
          <div className="utente-atti">
            {adatti.map((x) => (
              <button
                key={x.id}
                type="button"
                className="btn btn-primary"
                onClick={() => {
                  setMappa(x.mappa)
                  form.rhf.setValue('sistema', x.sistema)
                }}
              >
                Usa «{x.nome}»
              </button>
            ))}
          </div>
        </Avviso>
      )}
      <DataTable
        caption="Colonne del file, con qualche esempio"
        lista={{ voci: p.colonne }}
        chiave={(c) => c.nome}
        conteggio={['colonna', 'colonne']}
        colonne={[
          { id: 'colonna', titolo: 'Colonna', riga: true, cella: (c) => c.nome },
          { id: 'esempi', titolo: 'Esempi', cella: (c) => c.esempi.join(' · ') || '–' },
          {
            id: 'campo',
            titolo: 'Che cos’è',
            cella: (c) => (
              <UnaColonna specie={i.specie} colonna={c.nome} voce={di(c.nome)} onCambia={(v) => cambia(c.nome, v)} />
            ),
          },
        ]}
        vuoto={{ titolo: 'Il file non ha colonne' }}
      />
      <Fissi specie={i.specie} mappa={mappa} onCambia={setMappa} />
      <Form form={form} invio="Leggi il file" annulla={<Rinuncia i={i} />}>
        <TextField
          name="sistema"
          label="Programma o anagrafe da cui viene"
          aiuto="Sempre lo stesso nome per lo stesso programma: con i suoi codici riconosce le persone."
        />
        <TextField name="salvaCome" label="Conserva queste scelte con il nome" />
      </Form>
    </>
  )
}

function SceltaCampo({
  id,
  specie,
  valore,
  onCambia,
  vuota,
}: {
  id: string
  specie: SpecieImportazione
  valore: string
  onCambia: (campo: string) => void
  vuota: string
}) {
  const gruppi = Map.groupBy(campiPer(specie), (c) => c.gruppo)
  return (
    <select id={id} className="form-select" value={valore} onChange={(e) => onCambia(e.target.value)}>
      <option value="">{vuota}</option>
      {[...gruppi].map(([gruppo, campi]) => (
        <optgroup key={gruppo} label={gruppo}>
          {campi.map((c) => (
            <option key={c.id} value={c.id}>
              {c.etichetta}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

function UnaColonna({
  specie,
  colonna,
  voce,
  onCambia,
}: {
  specie: SpecieImportazione
  colonna: string
  voce: VoceMappa | undefined
  onCambia: (v: VoceMappa | null) => void
}) {
  const id = useId()
  const campo = voce && campoImportabile(voce.campo)
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        Che cos’è la colonna {colonna}
      </label>
      <SceltaCampo
        id={id}
        specie={specie}
        valore={voce?.campo ?? ''}
        vuota="Non serve"
        onCambia={(c) => onCambia(c ? { campo: c, colonna } : null)}
      />
      {voce && campo?.genere === 'data' && (
        <Piccola
          etichetta={`Come sono scritte le date di ${colonna}`}
          valore={voce.formato ?? 'gma'}
          opzioni={Object.entries(formatiData)}
          onCambia={(f) => onCambia({ ...voce, formato: f as FormatoData })}
        />
      )}
      {voce && campo?.genere === 'nominativo' && (
        <Piccola
          etichetta={`In che ordine sono i nomi di ${colonna}`}
          valore={voce.ordine ?? 'cognome-nome'}
          opzioni={Object.entries(ordiniNome)}
          onCambia={(o) => onCambia({ ...voce, ordine: o as OrdineNome })}
        />
      )}
      {voce && (campo?.genere === 'codice' || campo?.genere === 'codici' || campo?.genere === 'scelta') && (
        <Tabella voce={voce} colonna={colonna} onCambia={onCambia} />
      )}
    </>
  )
}

function Piccola({
  etichetta,
  valore,
  opzioni,
  onCambia,
}: {
  etichetta: string
  valore: string
  opzioni: [string, string][]
  onCambia: (v: string) => void
}) {
  const id = useId()
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        {etichetta}
      </label>
      <select id={id} className="form-select" value={valore} onChange={(e) => onCambia(e.target.value)}>
        {opzioni.map(([v, esempio]) => (
          <option key={v} value={v}>
            Come {esempio}
          </option>
        ))}
      </select>
    </>
  )
}

const inRighe = (t: Record<string, string> | undefined) =>
  Object.entries(t ?? {})
    .map(([k, v]) => `${k} = ${v}`)
    .join('\n')
const daRighe = (testo: string) =>
  Object.fromEntries(
    testo.split('\n').flatMap((r) => {
      const n = r.indexOf('=')
      const [k, v] = [r.slice(0, n).trim(), r.slice(n + 1).trim()]
      return n > 0 && k && v ? [[k, v]] : []
    }),
  )

function Tabella({ voce, colonna, onCambia }: { voce: VoceMappa; colonna: string; onCambia: (v: VoceMappa) => void }) {
  const id = useId()
  const [testo, setTesto] = useState(() => inRighe(voce.tabella))
  return (
    <details>
      <summary>Valori propri del programma</summary>
      <label htmlFor={id}>
        Corrispondenze di {colonna}, una per riga: «ciò che c’è nel file = voce della cartella»
      </label>
      <textarea
        id={id}
        className="form-control"
        rows={4}
        value={testo}
        onChange={(e) => {
          setTesto(e.target.value)
          onCambia({ ...voce, tabella: daRighe(e.target.value) })
        }}
      />
    </details>
  )
}

/** What is the same for every row and stands in no column. */
function Fissi({
  specie,
  mappa,
  onCambia,
}: {
  specie: SpecieImportazione
  mappa: VoceMappa[]
  onCambia: (m: VoceMappa[]) => void
}) {
  const id = useId()
  const fissi = mappa.filter((v) => v.colonna === undefined)
  const altri = mappa.filter((v) => v.colonna !== undefined)
  return (
    <fieldset className="campo">
      <legend>Valori uguali per tutte le righe</legend>
      {fissi.map((v, n) => (
        <div key={v.campo} className="campo">
          <label htmlFor={`${id}-${n}`}>{campoImportabile(v.campo)?.etichetta ?? v.campo}</label>
          <input
            id={`${id}-${n}`}
            className="form-control"
            value={v.valore ?? ''}
            onChange={(e) =>
              onCambia([...altri, ...fissi.map((x) => (x === v ? { ...x, valore: e.target.value } : x))])
            }
          />
          <button
            type="button"
            className="btn btn-link btn-xs"
            onClick={() => onCambia([...altri, ...fissi.filter((x) => x !== v)])}
          >
            Togli
          </button>
        </div>
      ))}
      <label htmlFor={`${id}-nuovo`}>Aggiungi un valore</label>
      <SceltaCampo
        id={`${id}-nuovo`}
        specie={specie}
        valore=""
        vuota="Scegli…"
        onCambia={(c) => c && !mappa.some((v) => v.campo === c) && onCambia([...mappa, { campo: c, valore: '' }])}
      />
    </fieldset>
  )
}
