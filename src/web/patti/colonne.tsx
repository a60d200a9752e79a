// What the columns of an extract are: proposed from their names, with examples; a profile kept for the ambito is used with a click.
import { useId, useState } from 'react'
import { type FormatoData, formatiData } from '../../shared/anagrafe/importa.rules.ts'
import { type EstrattoScheda, estrattiApi } from '../../shared/patti/estratti.api.ts'
import type { VoceMappa } from '../../shared/patti/estratto.rules.ts'
import { campiEstratto, campoEstratto, daColonna, NON_SERVE } from '../../shared/patti/estratto-campi.ts'
import { TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { Rinuncia } from './rinuncia.tsx'
import '../cartella/cartella.css'

export function Colonne({ i }: { i: EstrattoScheda }) {
  const q = useEndpoint(estrattiApi.colonne, { id: i.id }, { staleTime: 300_000 })
  return (
    <Caricamento query={q} righe={8}>
      {(p) => <Scelte i={i} p={p} />}
    </Caricamento>
  )
}

type Proposta = NonNullable<ReturnType<typeof useEndpoint<typeof estrattiApi.colonne>>['data']>

function Scelte({ i, p }: { i: EstrattoScheda; p: Proposta }) {
  const [mappa, setMappa] = useState<VoceMappa[]>(i.mappa ?? p.mappa)
  const form = useActionForm(estrattiApi.mappa, {
    iniziali: { salvaCome: '' },
    fissi: { id: i.id, mappa },
    bozza: `estratto-colonne ${i.id}`,
    invalidates: [estrattiApi.leggi, estrattiApi.list],
    esito: 'Lettura avviata.',
  })
  const di = (colonna: string) => mappa.find((v) => v.colonna === colonna)
  const cambia = (colonna: string, v: VoceMappa) =>
    setMappa([...mappa.filter((x) => x.colonna !== colonna && (v.campo === NON_SERVE || x.campo !== v.campo)), v])
  const adatti = p.profili.filter((x) => x.adatto)
  return (
    <>
      {adatti.length > 0 && (
        <Avviso titolo="Profili già scritti per questa misura">
          <div className="atti">
            {adatti.map((x) => (
              <button key={x.id} type="button" className="btn btn-outline-primary" onClick={() => setMappa(x.mappa)}>
                Usa «{x.nome}»
              </button>
            ))}
          </div>
        </Avviso>
      )}
      {p.sconosciute.length > 0 && !i.mappa && (
        <Avviso titolo="Colonne che non si conoscono">
          <p>
            {p.sconosciute.join(', ')}: si conservano come sono, tra i dati dichiarati di ogni componente. Di’ che cosa
            sono, se c’è tra le voci, oppure che non servono.
          </p>
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
            cella: (c) => <Una colonna={c.nome} voce={di(c.nome)} onCambia={(v) => cambia(c.nome, v)} />,
          },
        ]}
        vuoto={{ titolo: 'Il file non ha colonne' }}
      />
      <Form form={form} invio="Leggi l’estratto" annulla={<Rinuncia i={i} />}>
        <TextField
          name="salvaCome"
          label="Conserva queste scelte con il nome"
          aiuto="Le ritrova chiunque carichi estratti nell’ambito."
        />
      </Form>
    </>
  )
}

const gruppi = [
  ['Domanda', campiEstratto.filter((c) => c.di === 'domanda')],
  ['Componente', campiEstratto.filter((c) => c.di === 'componente')],
] as const

function Una({
  colonna,
  voce,
  onCambia,
}: {
  colonna: string
  voce: VoceMappa | undefined
  onCambia: (v: VoceMappa) => void
}) {
  const id = useId()
  return (
    <>
      <label className="visually-hidden" htmlFor={id}>
        Che cos’è la colonna {colonna}
      </label>
      <select
        id={id}
        className="form-select"
        value={voce?.campo ?? daColonna(colonna)}
        onChange={(e) => onCambia({ campo: e.target.value, colonna })}
      >
        <option value={daColonna(colonna)}>Altro: si conserva com’è</option>
        <option value={NON_SERVE}>Non serve</option>
        {gruppi.map(([nome, campi]) => (
          <optgroup key={nome} label={nome}>
            {campi.map((c) => (
              <option key={c.id} value={c.id}>
                {c.nome}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
      {voce && campoEstratto(voce.campo)?.tipo === 'giorno' && (
        <select
          className="form-select"
          aria-label={`Come sono scritte le date di ${colonna}`}
          value={voce.formato ?? 'gma'}
          onChange={(e) => onCambia({ ...voce, formato: e.target.value as FormatoData })}
        >
          {Object.entries(formatiData).map(([v, t]) => (
            <option key={v} value={v}>
              {t}
            </option>
          ))}
        </select>
      )}
    </>
  )
}
