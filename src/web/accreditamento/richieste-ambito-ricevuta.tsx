// The receipt of a request that has been sent: what to keep, how to follow it, and its outcome when there is one.
import { useState } from 'react'
import { Link } from 'react-router'
import { nominativo, nomiStatoRichiesta } from '../../shared/accreditamento/richieste-ambito.rules.ts'
import { formatIstante } from '../kernel/format.ts'
import { PrintButton } from '../kernel/ui/azioni.tsx'
import { PageHeader } from '../kernel/ui/page-header.tsx'
import { Avviso, DefinitionList } from '../kernel/ui/parts.tsx'
import { dimenticaChiave } from './richieste-ambito-chiave.ts'
import type { Propria } from './richieste-ambito-modulo.ts'

export function Ricevuta({ richiesta: r, appena = false }: { richiesta: Propria; appena?: boolean }) {
  const [dimenticata, setDimenticata] = useState(false)
  return (
    <>
      <PageHeader titolo="Ricevuta della richiesta" azioni={<PrintButton etichetta="Stampa la ricevuta" />} />
      {appena && (
        <Avviso tipo="success" titolo="La richiesta è stata inviata" annuncia>
          <p>Una conferma con il codice di ricevuta arriva a {r.firmatarioEmail}.</p>
        </Avviso>
      )}
      {r.stato === 'respinta' && (
        <Avviso tipo="danger" titolo="La richiesta è stata respinta">
          <p className="ra-motivo">{r.motivo}</p>
          <p>
            Corretto ciò che è indicato, puoi <Link to="/richiesta-accreditamento">presentarne un’altra</Link>.
          </p>
        </Avviso>
      )}
      <h2>Codice di ricevuta</h2>
      <code className="ra-codice">{r.ricevuta}</code>
      <p>
        Conservalo: con questo codice si vede{' '}
        <Link to="/richiesta-accreditamento/stato">a che punto è la richiesta</Link>, e nient’altro.
      </p>
      <DefinitionList
        voci={[
          ['Stato', nomiStatoRichiesta[r.stato]],
          ['Inviata il', formatIstante(r.inviata)],
          ['Ambito', r.ambito?.nome ?? r.ambitoNominato],
          ['Firmata da', nominativo({ nome: r.firmatarioNome, cognome: r.firmatarioCognome })],
          ['Amministratori indicati', r.persone.map((p) => nominativo(p)).join(', ')],
          ['Documenti allegati', String(r.documenti.length)],
        ]}
      />
      <h2>E adesso</h2>
      <ul>
        <li>Il ministero confronta il modulo con la nota e decide: l’esito arriva per e-mail a chi ha firmato.</li>
        <li>Se serve un’integrazione, si riapre il modulo con la chiave: conservala fino alla decisione.</li>
        <li>Quando la richiesta è approvata, gli amministratori entrano con SPID: non serve altro.</li>
      </ul>
      <p role="status">{dimenticata && 'Questo browser non conserva più la chiave.'}</p>
      {!dimenticata && (
        <button
          type="button"
          className="btn btn-outline-primary"
          onClick={() => {
            dimenticaChiave()
            setDimenticata(true)
          }}
        >
          Dimentica la chiave in questo browser
        </button>
      )}
    </>
  )
}
