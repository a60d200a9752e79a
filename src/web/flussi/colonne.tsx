// What the columns of a file are: recognised, changed here, looked at on the first rows, kept as a profile. Next month a profile
// that fits is one click.
import { useId, useState } from 'react'
import { type Carico, carichiApi, type ProfiloWeb } from '../../shared/flussi/carichi.api.ts'
import type { Lettura } from '../../shared/flussi/lettura.ts'
import { type TipoFlusso, tipiFlusso } from '../../shared/flussi/prestazione.ts'
import type { OutputWeb } from '../kernel/client.ts'
import { TextField } from '../kernel/form/fields.tsx'
import { Form, useActionForm } from '../kernel/form/form.tsx'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { Avviso, Caricamento } from '../kernel/ui/parts.tsx'
import { Anteprima } from './anteprima.tsx'
import { type Cerca, ComeSiLegge, DoveComincia } from './come-si-legge.tsx'
import { UnaColonna, ValoriUguali } from './una-colonna.tsx'

type Proposta = OutputWeb<typeof carichiApi.proposta>

export function Colonne({ c }: { c: Carico }) {
  const [scelta, setScelta] = useState<{ lettura: Lettura; cerca?: Cerca }>()
  const [tipo, setTipo] = useState<TipoFlusso | undefined>(undefined)
  const q = useEndpoint(carichiApi.proposta, { id: c.id, ...scelta, ...(tipo && { tipo }) })
  return (
    <Caricamento query={q} righe={8}>
      {(p) => (
        <>
          <CheCosaContiene tipo={p.tipo} onTipo={setTipo} />
          <Modulo
            // what was told of the columns stays when only how a cell is read changes
            key={`${p.tipo} ${JSON.stringify({ ...p.lettura, formule: undefined })}`}
            c={c}
            p={p}
            onLettura={(lettura, cerca) => setScelta({ lettura, ...(cerca && { cerca }) })}
          />
        </>
      )}
    </Caricamento>
  )
}

const nomi: Readonly<Record<TipoFlusso, string>> = {
  PS_PSA_SINA: 'Prestazioni, con la persona che le ha ricevute',
  SINBA: 'Minori (SINBA): schede che a INPS vanno senza nome',
}

function CheCosaContiene({ tipo, onTipo }: { tipo: TipoFlusso; onTipo: (t: TipoFlusso) => void }) {
  const id = useId()
  return (
    <div className="campo">
      <label htmlFor={id}>Che cosa c’è nel file</label>
      <select
        id={id}
        className="form-select"
        value={tipo}
        onChange={(e) => onTipo(e.target.value === 'SINBA' ? 'SINBA' : 'PS_PSA_SINA')}
      >
        {tipiFlusso.map((t) => (
          <option key={t} value={t}>
            {nomi[t]}
          </option>
        ))}
      </select>
      {tipo === 'SINBA' && (
        <p className="campo-aiuto">
          La colonna «Identificativo locale del minore» dice come l’ufficio conosce il minore, per esempio il numero del
          fascicolo: resta qui, e a INPS va un identificativo estratto a sorte.
        </p>
      )}
    </div>
  )
}

const vuoto = (p: Proposta): ProfiloWeb => ({
  tipo: p.tipo,
  voci: p.colonne.flatMap((x) => (x.campo ? [{ campo: x.campo, colonna: x.nome }] : [])),
})

function Modulo({ c, p, onLettura }: { c: Carico; p: Proposta; onLettura: (l: Lettura, cerca?: Cerca) => void }) {
  const [profilo, setProfilo] = useState<ProfiloWeb>(() => vuoto(p))
  const tocca = [carichiApi.leggi, carichiApi.list, carichiApi.profili]
  const form = useActionForm(carichiApi.mappa, {
    iniziali: { salvaCome: '' },
    // a value still to be written says nothing
    fissi: {
      id: c.id,
      lettura: p.lettura,
      profilo: { ...profilo, voci: profilo.voci.filter((v) => v.colonna || v.valore) },
    },
    invalidates: tocca,
    esito: 'Lettura avviata.',
  })
  const adatti = p.profili.filter((x) => x.difetti.length === 0 && x.profilo.tipo === p.tipo)
  return (
    <>
      {adatti.length > 0 && (
        <Avviso
          tipo="success"
          titolo={
            adatti.some((x) => x.stesseColonne)
              ? 'Questo file è come quello dell’altra volta'
              : 'C’è un profilo che si adatta'
          }
        >
          <p>Con un profilo le colonne sono già indicate: il file si legge subito.</p>
          <div className="flussi-atti">
            {adatti.map((x) => (
              <ActionButton
                key={x.id}
                e={carichiApi.mappa}
                input={{ id: c.id, lettura: x.lettura, profilo: x.profilo, profiloId: x.id }}
                etichetta={`Leggi con «${x.nome}»`}
                variante={x.stesseColonne ? 'primary' : 'outline-primary'}
                invalidates={tocca}
                esito="Lettura avviata."
              />
            ))}
          </div>
        </Avviso>
      )}
      <h2>Che cosa sono le colonne</h2>
      <p>
        Quelle riconosciute sono già indicate: controllale con gli esempi, e indica le altre. Ciò che non serve a INPS
        si lascia.
      </p>
      <DoveComincia p={p} onLettura={onLettura} />
      <ComeSiLegge lettura={p.lettura} profilo={profilo} onLettura={onLettura} onProfilo={setProfilo} />
      <DataTable
        caption="Colonne del file, con qualche esempio"
        lista={{ voci: p.colonne }}
        chiave={(x) => x.nome}
        conteggio={['colonna', 'colonne']}
        colonne={[
          { id: 'nome', titolo: 'Colonna', riga: true, cella: (x) => x.nome },
          { id: 'esempi', titolo: 'Esempi', cella: (x) => x.esempi.join(' · ') || '–' },
          {
            id: 'campo',
            titolo: 'Che cos’è',
            cella: (x) => <UnaColonna colonna={x.nome} esempi={x.esempi} profilo={profilo} onCambia={setProfilo} />,
          },
        ]}
        vuoto={{ titolo: 'Il file non ha colonne' }}
      />
      <ValoriUguali profilo={profilo} onCambia={setProfilo} />
      <Anteprima id={c.id} lettura={p.lettura} profilo={profilo} />
      <Form form={form} invio="Leggi il file">
        <TextField
          name="salvaCome"
          label="Conserva queste scelte con il nome"
          aiuto="Il mese prossimo basterà un clic. Per esempio: «Contributi, programma dell’ufficio»."
        />
      </Form>
    </>
  )
}
