// The other half of the pages, beside the first: giro-delle-pagine.ts says why there are two.
import { giroDellePagine } from './giro-delle-pagine.ts'

giroDellePagine(1)
