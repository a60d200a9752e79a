// Find a person by whatever one knows of him. What is typed never enters an address; nothing is shown until something
// is asked, because to look through everybody is not a way to search.
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import { type CriteriPersona, personeApi } from '../../shared/anagrafe/persone.api.ts'
import { usePagine } from '../kernel/hooks.ts'
import { LinkButton, PrintButton } from '../kernel/ui/azioni.tsx'
import { DataTable } from '../kernel/ui/data-table.tsx'
import { FilterCheck, FilterDate, FilterText, Filtri, useFiltri } from '../kernel/ui/filters.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'
import { nascitaInParole, nomePersona, SegniPersona } from './parole.tsx'
import './anagrafe.css'

const VUOTI = { nome: '', suono: '', codice: '', recapito: '', indirizzo: '', natoDal: '', natoAl: '' }
const RISERVATI = ['nome', 'codice', 'recapito', 'indirizzo', 'natoDal', 'natoAl'] as const

/** What can be asked: too little would be refused by the server at every key. */
function criteriDi(f: Record<keyof typeof VUOTI, string>): CriteriPersona {
  const nome = f.nome.trim()
  const codice = f.codice.replace(/\s/g, '')
  const recapito = f.recapito.trim()
  const cifre = recapito.includes('@') ? recapito.length > 3 : recapito.replace(/\D/g, '').length >= 5
  return {
    ...(nome.length > 1 && { nome, ...(f.suono && { suono: true }) }),
    ...(codice.length >= 5 && { codice }),
    ...(cifre && { recapito }),
    ...(f.indirizzo.trim().length > 2 && { indirizzo: f.indirizzo.trim() }),
    ...(f.natoDal && { natoDal: f.natoDal }),
    ...(f.natoAl && { natoAl: f.natoAl }),
  }
}

export default function PersonePage() {
  const [filtri, setFiltri] = useFiltri(VUOTI, { riservati: [...RISERVATI] })
  const criteri = criteriDi(filtri)
  const chiesto = Object.keys(criteri).length > 0
  const lista = usePagine(personeApi.cerca, criteri, { enabled: chiesto })
  const cima = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // who comes here comes to type
    cima.current?.querySelector('input')?.focus({ preventScroll: true })
  }, [])
  return (
    <>
      <PageHeader
        titolo="Persone"
        azioni={
          <>
            <LinkButton azione="persona.crea" to="/persone/nuova" icona="it-plus">
              Nuova persona
            </LinkButton>
            {chiesto && <PrintButton />}
          </>
        }
      />
      <div ref={cima}>
        <Filtri valori={filtri} onCambia={setFiltri} vuoti={VUOTI}>
          <FilterText name="nome" label="Cognome e nome" />
          <FilterCheck name="suono" label="Anche nomi che suonano simili" />
          <FilterText name="codice" label="Codice fiscale, STP, ENI" />
          <FilterText name="recapito" label="Telefono o e-mail" />
          <FilterText name="indirizzo" label="Indirizzo" />
          <FilterDate name="natoDal" label="Nata o nato dal" />
          <FilterDate name="natoAl" label="al" />
        </Filtri>
      </div>
      {chiesto ? (
        <DataTable
          caption="Persone trovate, in ordine di cognome"
          lista={lista}
          chiave={(p) => p.id}
          conteggio={['persona', 'persone']}
          colonne={[
            {
              id: 'nome',
              titolo: 'Persona',
              riga: true,
              cella: (p) => (
                <>
                  <Link to={`/persone/${p.id}`}>{nomePersona(p)}</Link>
                  <small className="sotto-nome">{nascitaInParole(p)}</small>
                </>
              ),
            },
            { id: 'codice', titolo: 'Codice fiscale', cella: (p) => p.codiceFiscale ?? '–' },
            { id: 'comune', titolo: 'Comune', cella: (p) => p.comune },
            { id: 'segni', titolo: 'Stato', cella: (p) => <SegniPersona p={p} /> },
          ]}
          vuoto={{
            titolo: 'Nessuna persona trovata',
            testo: filtri.suono
              ? 'Prova con meno lettere, o con la data di nascita. Se non c’è, aggiungila.'
              : 'Prova con meno lettere, o spunta «Anche nomi che suonano simili». Se non c’è, aggiungila.',
            azione: (
              <LinkButton azione="persona.crea" to="/persone/nuova" icona="it-plus">
                Nuova persona
              </LinkButton>
            ),
          }}
        />
      ) : (
        <Avviso titolo="Scrivi che cosa sai della persona">
          <p>
            Bastano le prime lettere del cognome e del nome, in qualsiasi ordine; oppure un codice, cinque cifre del
            telefono, la via, la data di nascita. Da ogni pagina arrivi qui con il tasto <kbd>/</kbd> o con{' '}
            <kbd>Ctrl</kbd> <kbd>K</kbd>.
          </p>
        </Avviso>
      )}
    </>
  )
}
