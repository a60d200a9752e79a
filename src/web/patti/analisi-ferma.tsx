// Where the record is not open no analysis begins: said to who coordinates and to who administers, before work is given out.
import { Link } from 'react-router'
import { cheCosaApreLaCartella } from '../../shared/patti/cartella-chiusa.rules.ts'
import type { AnalisiFerma } from '../../shared/patti/casi.api.ts'
import { plurale } from '../kernel/format.ts'
import { useCan } from '../kernel/session.tsx'
import { Avviso } from '../kernel/ui/parts.tsx'

export function AvvisoAnalisiFerma({ a }: { a: AnalisiFerma | undefined }) {
  const can = useCan()
  if (!a || a.comuni.length === 0) return null
  return (
    <Avviso tipo="warning" titolo="Dove l’analisi non può cominciare">
      <p>
        L’analisi riguarda le persone della cartella sociale. In questi comuni la cartella non è aperta: i nuclei si
        assegnano, si convocano e si incontrano, ma analisi, esito e patto aspettano.
      </p>
      <ul>
        {a.comuni.map((c) => (
          <li key={c.comuneId}>
            {c.comune}: {plurale(c.casi, 'caso aperto', 'casi aperti')}
          </li>
        ))}
      </ul>
      <p>
        {cheCosaApreLaCartella(a)} {a.aperta && can('adesione.leggi') && <Link to="/adesioni">Vai alle adesioni</Link>}
      </p>
    </Avviso>
  )
}
