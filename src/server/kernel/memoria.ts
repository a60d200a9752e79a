// The bytes of a file that passes through are buffers outside V8's heap: it lets some sixty megabytes of them pile up
// before it collects, so a server that moves one large file would grow by as much for no reason. Whoever streams says
// how much has passed, and every few megabytes what is no longer needed is given back. Needs `node --expose-gc`, which
// `npm start` gives; without it memory is V8's business alone.
const OGNI = 8 * 1_048_576
let passati = 0

export function passano(bytes: number): void {
  passati += bytes
  if (passati < OGNI) return
  passati = 0
  globalThis.gc?.()
}

/**
 * The same for a statement of megabytes that has just been answered: the buffers in which it left are still young, and giving back what is
 * young takes a millisecond.
 */
export function passata(): void {
  globalThis.gc?.({ type: 'minor' })
}
