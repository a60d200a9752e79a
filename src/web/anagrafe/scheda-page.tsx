// The sheet of a person: what is true of her, group by group; what it was on another day; what we knew then.
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { tipoFatto } from '../../shared/anagrafe/fatti.ts'
import { type GruppoFatti, gruppiFatti } from '../../shared/anagrafe/fatti-forma.ts'
import { type FattoLetto, fattiApi, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { formatData, formatIstante } from '../kernel/format.ts'
import { useEndpoint } from '../kernel/hooks.ts'
import { ActionButton, LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { FilterDate, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, DefinitionList, StatusBadge } from '../kernel/ui/parts.tsx'
import { CaricamentoFascicolo } from './apertura.tsx'
import { nascitaInParole, nomePersona, SegniPersona } from './parole.tsx'
import { SchedeUnite } from './schede-unite.tsx'
import './anagrafe.css'

const VUOTI = { giorno: '', noto: '' }

export default function SchedaPage() {
  const { id = '' } = useParams()
  const [filtri, setFiltri] = useFiltri(VUOTI)
  const q = useEndpoint(personeApi.leggi, {
    id,
    ...(filtri.giorno && { giorno: filtri.giorno }),
    // the end of that day, in Italy
    ...(filtri.noto && { comeNotoIl: new Date(`${filtri.noto}T23:59:59`).toISOString() }),
  })
  const p = q.data
  return (
    <>
      <PageHeader
        titolo={p ? nomePersona(p) : 'Scheda'}
        sotto={
          p && (
            <>
              {nascitaInParole(p)} <SegniPersona p={p} />
            </>
          )
        }
        azioni={
          p && (
            <>
              <LinkButton azione="persona.aggiorna" to={`/persone/${id}/scheda/nuovo`} icona="it-plus">
                Registra un dato
              </LinkButton>
              {!p.principaleId && (
                <LinkButton azione="persona.unisci" to={`/persone/${id}/unione`} variante="outline-primary">
                  Unisci un’altra scheda
                </LinkButton>
              )}
              <PrintButton />
            </>
          )
        }
      />
      <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
        <FilterDate name="giorno" label="Com’era il giorno" />
        <FilterDate name="noto" label="Come la conoscevamo il giorno" />
      </Filtri>
      <CaricamentoFascicolo personaId={id} query={q} righe={8}>
        {(scheda) => (
          <>
            {(filtri.giorno || filtri.noto) && (
              <Avviso titolo="Stai guardando il passato">
                <p>
                  {filtri.giorno && `Ciò che era vero il ${formatData(filtri.giorno)}`}
                  {filtri.giorno && filtri.noto && ', '}
                  {filtri.noto && `come risultava la sera del ${formatData(filtri.noto)}`}.
                </p>
              </Avviso>
            )}
            {scheda.principaleId && (
              <Avviso tipo="warning" titolo="È la stessa persona di un’altra scheda">
                <p>
                  <Link to={`/persone/${scheda.principaleId}/scheda`}>Apri la scheda principale</Link>: lì trovi anche
                  questi dati.
                </p>
              </Avviso>
            )}
            <SchedeUnite p={scheda} />
            {(Object.keys(gruppiFatti) as GruppoFatti[]).map((g) => (
              <Gruppo
                key={g}
                gruppo={g}
                personaId={id}
                fatti={scheda.fatti}
                passato={Boolean(filtri.giorno || filtri.noto)}
              />
            ))}
          </>
        )}
      </CaricamentoFascicolo>
    </>
  )
}

function Gruppo({
  gruppo,
  personaId,
  fatti,
  passato,
}: {
  gruppo: GruppoFatti
  personaId: string
  fatti: FattoLetto[]
  passato: boolean
}) {
  const [tutti, setTutti] = useState(false)
  const suoi = fatti.filter((f) => tipoFatto(f.tipo).gruppo === gruppo)
  if (suoi.length === 0) return null
  const vecchi = suoi.filter((f) => !f.vigente)
  const mostrati = passato || tutti ? suoi : suoi.filter((f) => f.vigente)
  return (
    <section>
      <h2>{gruppiFatti[gruppo]}</h2>
      {mostrati.map((f) => (
        <Fatto key={f.id} f={f} personaId={personaId} passato={passato} />
      ))}
      {!passato && vecchi.length > 0 && (
        <button type="button" className="btn btn-link btn-xs" aria-expanded={tutti} onClick={() => setTutti((x) => !x)}>
          {tutti ? 'Nascondi il passato' : `Mostra anche il passato (${vecchi.length})`}
        </button>
      )}
    </section>
  )
}

const periodo = (f: FattoLetto) =>
  f.tipo === 'decesso'
    ? `il ${formatData(f.dal)}`
    : [f.dal && `dal ${formatData(f.dal)}`, f.al && `fino al ${formatData(f.al)}`].filter(Boolean).join(' ')

function Fatto({ f, personaId, passato }: { f: FattoLetto; personaId: string; passato: boolean }) {
  const nome = tipoFatto(f.tipo).nome
  return (
    <article className="fatto" aria-label={nome}>
      <h3>
        {nome} <small>{periodo(f)}</small>{' '}
        {!f.vigente && <StatusBadge>{f.dellaUnita ? 'Della scheda unita' : 'Non più vero'}</StatusBadge>}{' '}
        {f.classe === 'indirizzo-segreto' && <StatusBadge tono="critico">Segreto</StatusBadge>}
        {f.riservato && <StatusBadge tono="attenzione">Riservato</StatusBadge>}
      </h3>
      <DefinitionList voci={f.parole.map((p) => [p.etichetta, p.valore] as const)} />
      {f.nota && <p>{f.nota}</p>}
      <p className="sotto-nome">
        Registrato il {formatIstante(f.registratoIl)}
        {f.registratoDa && ` da ${f.registratoDa}`}
      </p>
      {!passato && (
        <div className="fatto-atti">
          <LinkButton
            azione="persona.aggiorna"
            to={`/persone/${personaId}/scheda/${f.id}`}
            variante="outline-primary"
            piccolo
          >
            Correggi
          </LinkButton>
          <ActionButton
            e={fattiApi.annulla}
            input={{ id: personaId, fatto: f.id }}
            etichetta="Annulla"
            piccolo
            variante="link"
            conferma={{
              titolo: `Annullare «${nome}»?`,
              testo:
                'Si annulla ciò che è stato registrato per errore: non sarà più mostrato, e resta nella storia con il motivo.',
              motivo: 'Motivo',
            }}
            campoMotivo="motivo"
            esito="Dato annullato."
            invalidates={[personeApi.leggi, personeApi.cerca]}
          />
        </div>
      )}
    </article>
  )
}
