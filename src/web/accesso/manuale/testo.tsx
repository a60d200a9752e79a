// A chapter as people read it: Markdown with the pictures of the guide and links that stay in the application.
import Markdown from 'markdown-to-jsx/react'
import { Children, type ComponentProps, isValidElement } from 'react'
import { Link } from 'react-router'
import { Immagine } from '../guida/immagine.tsx'

const Collegamento = ({ href = '', children, title }: ComponentProps<'a'>) =>
  href.startsWith('/') ? (
    <Link to={href}>{children}</Link>
  ) : href.endsWith('.md') ? (
    // on a shelf of files the chapters lead to each other by name
    <Link to={`/manuale/${href.slice(0, -3)}`}>{children}</Link>
  ) : (
    <a href={href} title={title}>
      {children}
    </a>
  )

const Figura = ({ src = '', alt = '' }: ComponentProps<'img'>) => (
  <Immagine nome={src.replace(/^immagini\//, '').replace(/\.png$/, '')}>{alt}</Immagine>
)

/** A picture by itself is a figure, which does not stand in a paragraph. */
function Paragrafo({ children }: ComponentProps<'p'>) {
  const [solo, ...altri] = Children.toArray(children)
  return altri.length === 0 && isValidElement(solo) && solo.type === Figura ? solo : <p>{children}</p>
}

const Passi = ({ children }: ComponentProps<'ol'>) => <ol className="passi">{children}</ol>

export const TestoManuale = ({ testo }: { testo: string }) => (
  <div className="prosa manuale">
    <Markdown
      options={{
        disableParsingRawHTML: true,
        forceBlock: true,
        overrides: { a: Collegamento, img: Figura, p: Paragrafo, ol: Passi },
      }}
    >
      {/* the title is the head of the page */}
      {testo.replace(/^# .*\n+/, '')}
    </Markdown>
  </div>
)
