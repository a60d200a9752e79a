// The page of a file that is uploaded, mapped, tried, confirmed and worked on, whatever it holds: its state with what one can do, its
// columns, its rows, what is known of it. What is of one kind of file only is given by its page.
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { StatoImportazione } from '../../../shared/anagrafe/importazioni.rules.ts'
import { formatIstante } from '../../kernel/format.ts'
import { PrintButton } from '../../kernel/ui/azioni.tsx'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { Avviso, Caricamento, DefinitionList } from '../../kernel/ui/parts.tsx'
import { StatoBadge } from './parole.tsx'
import { Avanzamento } from './seguito.tsx'

export interface FileCaricato {
  nomeFile: string
  stato: StatoImportazione
  stessoFileIl: string | null
  errore: string | null
  righeLette: number
  creata: string
  creataDa: string | null
  confermataDa: string | null
  conclusaIl: string | null
}

interface ParoleDelFile {
  /** Until its name is known. */
  titolo: string
  /** «file», «estratto»: masculine, as the sentences want it. */
  nome: string
  nonSiLegge: string
  /** Where another is uploaded. */
  elenco: string
  /** What is counted while it is taken in. */
  portate: string
}

type Definizioni = Parameters<typeof DefinitionList>[0]['voci']
export interface PaginaFileProps<I extends FileCaricato> {
  q: Parameters<typeof Caricamento<I>>[0]['query']
  parole: ParoleDelFile
  sotto: (i: I) => ReactNode
  colonne: (i: I) => ReactNode
  righe: (i: I) => ReactNode
  /** How many have been taken in, of how many. */
  fatto: (i: I) => { fatto: number; totale: number }
  daConfermare: (i: I) => ReactNode
  conclusa: (i: I) => ReactNode
  definizioni: (i: I) => Definizioni
  dopo?: (i: I) => ReactNode
}

export function PaginaFile<I extends FileCaricato>(p: PaginaFileProps<I>) {
  const i = p.q.data
  return (
    <>
      <PageHeader
        titolo={i?.nomeFile ?? p.parole.titolo}
        sotto={
          i && (
            <>
              {p.sotto(i)} <StatoBadge stato={i.stato} />
            </>
          )
        }
        azioni={<PrintButton />}
      />
      <Caricamento query={p.q} righe={6}>
        {(letto) => <Corpo i={letto} p={p} />}
      </Caricamento>
    </>
  )
}

const conRighe: readonly StatoImportazione[] = ['da-confermare', 'in-conferma', 'conclusa']

function Corpo<I extends FileCaricato>({ i, p }: { i: I; p: PaginaFileProps<I> }) {
  return (
    <>
      <Situazione i={i} p={p} />
      {i.stato === 'da-mappare' && p.colonne(i)}
      {conRighe.includes(i.stato) && p.righe(i)}
      {i.stato === 'da-confermare' && (
        <details>
          <summary>Cambia che cosa sono le colonne</summary>
          {p.colonne(i)}
        </details>
      )}
      <h2>Di questo {p.parole.nome}</h2>
      <DefinitionList
        voci={[
          ...p.definizioni(i),
          ['Caricato', `${formatIstante(i.creata)}${i.creataDa ? `, ${i.creataDa}` : ''}`],
          ['Confermato da', i.confermataDa],
          ['Concluso', formatIstante(i.conclusaIl)],
        ]}
      />
      {p.dopo?.(i)}
    </>
  )
}

function Situazione<I extends FileCaricato>({ i, p }: { i: I; p: PaginaFileProps<I> }) {
  const { nome, nonSiLegge, elenco, portate } = p.parole
  switch (i.stato) {
    case 'da-mappare':
      return i.stessoFileIl ? (
        <Avviso titolo={`Questo ${nome} è già stato caricato`}>
          <p>Lo stesso file è entrato il {formatIstante(i.stessoFileIl)}: caricarlo di nuovo non cambia nulla.</p>
        </Avviso>
      ) : null
    case 'in-lettura':
      return <Avanzamento etichetta="Righe lette" fatto={i.righeLette} totale={null} />
    case 'in-conferma':
      return <Avanzamento etichetta={portate} {...p.fatto(i)} />
    case 'fallita':
      return (
        <Avviso tipo="danger" titolo={nonSiLegge}>
          <p>{i.errore}</p>
          <p>
            Ciò che era già entrato resta. Quando vuoi, <Link to={elenco}>carica di nuovo il file</Link>.
          </p>
        </Avviso>
      )
    case 'annullata':
      return (
        <Avviso titolo={`Questo ${nome} è annullato`}>
          <p>Di lui non è rimasto nulla.</p>
        </Avviso>
      )
    case 'da-confermare':
      return p.daConfermare(i)
    case 'conclusa':
      return p.conclusa(i)
  }
}
