// The driver exports what it writes values with, and its types do not say so.
declare module 'pg/lib/utils.js' {
  export function prepareValue(value: unknown): string | Buffer | null
}
