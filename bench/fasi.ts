// The steps of a work that runs in a process of its own: how long each took, and the peak of resident memory at its end, in
// megabytes, which says where memory grows.
export const ms: Record<string, number> = {}
export const picchi: Record<string, number> = {}

export async function fase<T>(nome: string, fn: () => Promise<T>): Promise<T> {
  const t = performance.now()
  const v = await fn()
  ms[nome] = performance.now() - t
  picchi[nome] = Math.round(process.resourceUsage().maxRSS / 1024)
  return v
}
