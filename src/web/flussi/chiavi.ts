// How the hooks name what they read: to say that it is old, where an act is followed by something that happens by itself.
import type { AnyEndpoint } from '../kernel/client.ts'

export const nomeEndpointDi = (e: AnyEndpoint): string => `${e.method} ${e.path}`
