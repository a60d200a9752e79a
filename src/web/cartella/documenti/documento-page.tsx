// One document: its preview, its versions, its protocol, who sees it, where it stands, and everything that happened to it.
import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { type DocumentoScheda, documentiApi, type VersioneLetta } from '../../../shared/documenti/documenti.api.ts'
import {
  impedimentoLettura,
  protocolloInParole,
  transizioniDocumento,
} from '../../../shared/documenti/documenti.rules.ts'
import { estensioniAmmesse } from '../../../shared/documenti/tipi-documento.ts'
import { impedimento } from '../../../shared/kernel/transizioni.ts'
import { CaricamentoFascicolo } from '../../anagrafe/apertura.tsx'
import { formatData, formatIstante } from '../../kernel/format.ts'
import { useEndpoint } from '../../kernel/hooks.ts'
import { useCan } from '../../kernel/session.tsx'
import { ActionButton, ExportButton, PrintButton } from '../../kernel/ui/azioni.tsx'
import { DataTable } from '../../kernel/ui/data-table.tsx'
import { FileDrop, useUpload } from '../../kernel/ui/file-drop.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, DefinitionList } from '../../kernel/ui/parts.tsx'
import { AttoButton } from '../../territorio/parti.tsx'
import { Anteprima } from './anteprima.tsx'
import { FormDati, FormNota, FormPersonaGiusta, FormRiserva, FormSposta } from './moduli.tsx'
import { SegniDocumento, Verifica } from './parole.tsx'

const LEGGE = [documentiApi.list, documentiApi.cartelle, documentiApi.leggi]

const ATTI: Record<string, string> = {
  titolo: 'Titolo cambiato',
  protocollo: 'Protocollo',
  spostamento: 'Spostato',
  persona: 'Arrivato dal fascicolo di un’altra persona',
  riservatezza: 'Chi lo vede',
  annullamento: 'Annullato',
  scrittura: 'Scritto da un modello',
}

export default function DocumentoPage() {
  const { id: personaId = '', documento: id = '' } = useParams()
  const q = useEndpoint(documentiApi.leggi, { id })
  const cartelle = useEndpoint(documentiApi.cartelle, { id: personaId }, { enabled: q.data !== undefined })
  const d = q.data
  const navigate = useNavigate()
  const fermo = (atto: keyof typeof transizioniDocumento) => d && impedimento(transizioniDocumento, atto, d.stato)
  return (
    <>
      <PageHeader
        titolo={d?.titolo ?? 'Documento'}
        sotto={
          d && (
            <>
              {d.cartella} <SegniDocumento d={d} />
            </>
          )
        }
        azioni={
          d && (
            <>
              <AttoButton
                e={documentiApi.aggiorna}
                etichetta="Titolo e protocollo"
                titolo="Titolo e protocollo"
                impedita={fermo('aggiorna') ?? null}
              >
                {(chiudi) => <FormDati d={d} prese={cartelle.data?.prese ?? []} chiudi={chiudi} />}
              </AttoButton>
              <AttoButton
                e={documentiApi.sposta}
                etichetta="Sposta"
                titolo="Spostare il documento"
                impedita={fermo('sposta') ?? null}
              >
                {(chiudi) => <FormSposta d={d} chiudi={chiudi} />}
              </AttoButton>
              <AttoButton
                e={documentiApi.spostaPersona}
                etichetta="È di un’altra persona"
                titolo="Spostare nel fascicolo giusto"
                impedita={fermo('spostaPersona') ?? null}
              >
                {(chiudi) => (
                  <FormPersonaGiusta
                    d={d}
                    chiudi={chiudi}
                    fatto={(persona) => {
                      chiudi()
                      navigate(`/persone/${persona}/documenti/${d.id}`)
                    }}
                  />
                )}
              </AttoButton>
              <AttoButton
                e={documentiApi.riserva}
                etichetta="Chi lo vede"
                titolo="Chi vede questo documento"
                impedita={fermo('riserva') ?? null}
              >
                {(chiudi) => (
                  <FormRiserva
                    d={d}
                    colleghi={cartelle.data?.colleghi ?? []}
                    classi={cartelle.data?.classi ?? []}
                    chiudi={chiudi}
                  />
                )}
              </AttoButton>
              <ActionButton
                e={documentiApi.annulla}
                input={{ id }}
                etichetta="Annulla il documento"
                variante="outline-danger"
                impedita={fermo('annulla') ?? null}
                conferma={{
                  titolo: 'Annullare questo documento?',
                  testo: (
                    <p>
                      Si annulla ciò che è stato aggiunto per errore. Resta nella cartella tra gli annullati, con il
                      motivo.
                    </p>
                  ),
                  motivo: 'Motivo',
                  pericolo: true,
                }}
                campoMotivo="motivo"
                invalidates={LEGGE}
                esito="Documento annullato."
              />
              <PrintButton />
            </>
          )
        }
      />
      <CaricamentoFascicolo personaId={personaId} query={q} righe={8}>
        {(x) => <Scheda d={x} limite={cartelle.data?.limiteBytes} />}
      </CaricamentoFascicolo>
    </>
  )
}

function Scheda({ d, limite }: { d: DocumentoScheda; limite: number | undefined }) {
  const [scelta, setScelta] = useState<number | null>(null)
  const ultima = d.versioni[0]
  const mostrata = d.versioni.find((v) => v.numero === scelta) ?? ultima
  return (
    <>
      {d.stato === 'annullato' && (
        <Avviso tipo="warning" titolo={`Annullato il ${formatIstante(d.annullatoIl)}`}>
          <p>{d.motivoAnnullamento}</p>
        </Avviso>
      )}
      <DefinitionList
        voci={[
          [
            'Protocollo',
            d.protocollo &&
              `${protocolloInParole(d.protocollo)}${d.protocollo.data ? `, ${formatData(d.protocollo.data)}` : ''}`,
          ],
          ['Aggiunto', `${formatIstante(d.creatoIl)}${d.creatoDa ? `, da ${d.creatoDa}` : ''}`],
          [
            'Chi lo vede',
            d.riservatoA
              ? d.riservatoA.map((u) => u.nome).join(', ')
              : d.voceId
                ? 'Chi vede la voce del diario'
                : 'Chi può aprire la cartella',
          ],
          ['Allegato a', d.voceId && <Link to={`/diario/${d.voceId}`}>Una voce del diario</Link>],
        ]}
      />
      {mostrata && (
        <section aria-labelledby="anteprima">
          <h2 id="anteprima">{mostrata === ultima ? 'Anteprima' : `Anteprima della versione ${mostrata.numero}`}</h2>
          <Anteprima documentoId={d.id} v={mostrata} titolo={d.titolo} />
        </section>
      )}
      <section aria-labelledby="versioni">
        <h2 id="versioni">Versioni</h2>
        <DataTable
          caption="Versioni, dalla più recente"
          lista={{ voci: d.versioni }}
          chiave={(v) => String(v.numero)}
          conteggio={['versione', 'versioni']}
          colonne={[
            { id: 'numero', titolo: 'Versione', riga: true, cella: (v) => `${v.numero}. ${v.nome}` },
            {
              id: 'quando',
              titolo: 'Aggiunta',
              cella: (v) => `${formatIstante(v.caricataIl)}${v.caricataDa ? `, ${v.caricataDa}` : ''}`,
            },
            { id: 'nota', titolo: 'Che cosa cambia', cella: (v) => v.nota ?? v.daModello ?? '–' },
            { id: 'verifica', titolo: 'Antivirus', cella: (v) => <Verifica v={v} /> },
            {
              id: 'impronta',
              titolo: 'Impronta (SHA-256)',
              cella: (v) => <code title={v.sha256}>{v.sha256.slice(0, 12)}…</code>,
            },
            {
              id: 'atti',
              titolo: 'Che cosa si può fare',
              senzaTitolo: true,
              cella: (v) => <AttiVersione d={d} v={v} mostra={() => setScelta(v.numero)} />,
            },
          ]}
          vuoto={{ titolo: 'Nessuna versione' }}
        />
        {limite !== undefined && d.stato === 'valido' && <NuovaVersione id={d.id} limite={limite} />}
      </section>
      <section aria-labelledby="storia">
        <h2 id="storia">Storia</h2>
        <DataTable
          caption="Che cosa è successo, dal più recente"
          lista={{ voci: d.passaggi }}
          chiave={(p) => `${p.quando} ${p.atto} ${p.a}`}
          conteggio={['passaggio', 'passaggi']}
          colonne={[
            { id: 'quando', titolo: 'Quando', cella: (p) => formatIstante(p.quando) },
            { id: 'atto', titolo: 'Che cosa', riga: true, cella: (p) => ATTI[p.atto] ?? p.atto },
            { id: 'come', titolo: 'Da, a', cella: (p) => [p.da, p.a].filter(Boolean).join(' → ') || '–' },
            { id: 'chi', titolo: 'Chi', cella: (p) => p.chi ?? '–' },
            { id: 'motivo', titolo: 'Motivo', cella: (p) => p.motivo ?? '–' },
          ]}
          vuoto={{ titolo: 'Ancora nessun cambiamento' }}
        />
      </section>
    </>
  )
}

function AttiVersione({ d, v, mostra }: { d: DocumentoScheda; v: VersioneLetta; mostra: () => void }) {
  return (
    <div className="utente-atti">
      {d.versioni.length > 1 && (
        <button type="button" className="btn btn-link btn-xs" onClick={mostra}>
          Guarda
        </button>
      )}
      {!impedimentoLettura(v) && (
        <ExportButton e={documentiApi.scarica} input={{ id: d.id, numero: v.numero }} etichetta="Scarica" piccolo />
      )}
      {v.nota === null && d.stato === 'valido' && (
        <AttoButton
          e={documentiApi.annota}
          etichetta="Scrivi una nota"
          titolo="Che cosa cambia in questa versione"
          piccolo
        >
          {(chiudi) => <FormNota id={d.id} numero={v.numero} chiudi={chiudi} />}
        </AttoButton>
      )}
    </div>
  )
}

function NuovaVersione({ id, limite }: { id: string; limite: number }) {
  const can = useCan()
  const carica = useUpload(documentiApi.nuovaVersione, { invalidates: LEGGE, esito: 'Versione aggiunta.' })
  if (!can('documento.carica')) return null
  return (
    <FileDrop
      etichetta="Aggiungi una versione"
      aiuto="Quelle di prima restano."
      estensioni={estensioniAmmesse}
      maxBytes={limite}
      stato={carica}
      onFile={(file) => void carica.invia({ id, file })}
    />
  )
}
