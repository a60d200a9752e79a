// The declaration of accessibility (L. 4/2004, art. 3-quater): the target, how it is checked, how to report, and the
// official declaration on the AgID form once the body that runs the platform has published its own.
import { Link } from 'react-router'
import { PageHeader } from '../../kernel/ui/page-header.tsx'
import { ConContatti, Email } from './contatti.tsx'

export default function AccessibilitaPage() {
  return (
    <>
      <PageHeader titolo="Dichiarazione di accessibilità" />
      <ConContatti>
        {(c) => (
          <div className="prosa">
            <p>
              {c.gestore} si impegna a rendere Trama accessibile, secondo la legge 9 gennaio 2004, n. 4 e la norma EN
              301 549, che richiama le WCAG 2.1 al livello AA.
            </p>
            {c.dichiarazioneAccessibilita ? (
              <p>
                La dichiarazione ufficiale è pubblicata sul modulo di AgID:{' '}
                <a href={c.dichiarazioneAccessibilita}>leggi la dichiarazione di accessibilità</a>.
              </p>
            ) : (
              <p>
                La dichiarazione ufficiale sul modulo di AgID non è ancora pubblicata: chi gestisce la piattaforma la
                compila dopo la propria valutazione e ne indica qui l’indirizzo.
              </p>
            )}
            <h2>A che punto siamo</h2>
            <ul>
              <li>Ogni pagina si usa con la sola tastiera, con il focus sempre visibile.</li>
              <li>Ogni pagina si legge con lo zoom al 200 % e su uno schermo largo 390 pixel.</li>
              <li>Gli errori sono scritti accanto al campo e riassunti in cima al modulo.</li>
              <li>Lo stato delle cose è detto a parole: il colore non è mai l’unico indizio.</li>
              <li>Le figure della guida hanno accanto lo stesso contenuto in forma di testo.</li>
            </ul>
            <p>
              Le pagine sono controllate con uno strumento automatico a ogni modifica. Un controllo automatico non trova
              tutto: la valutazione con persone che usano tecnologie assistive spetta a chi gestisce la piattaforma.
            </p>
            <h2>Segnalare un problema</h2>
            <p>
              Se qualcosa ti impedisce di lavorare, <Link to="/feedback">segnalalo</Link> oppure scrivi a{' '}
              <Email a={c.email} oggetto="Accessibilità di Trama" />. Se entro trenta giorni la risposta manca o non è
              soddisfacente, puoi rivolgerti al{' '}
              <a href="https://www.agid.gov.it/it/agenzia/difensore-civico-il-digitale">
                difensore civico per il digitale
              </a>
              .
            </p>
          </div>
        )}
      </ConContatti>
    </>
  )
}
