// The process. Its settings come before the product is read: what is wrong with them is said at once.
import { ErroreDiAvvio, leggiConfigurazione } from './kernel/config.ts'

try {
  const c = leggiConfigurazione()
  const { avvia } = await import('./avvio.ts')
  await avvia(c)
} catch (e) {
  console.error(e instanceof ErroreDiAvvio ? e.message : e)
  process.exit(1)
}
