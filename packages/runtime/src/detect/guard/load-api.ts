/** Loading a module, as an entry like those of the catalogue. */
import type { BlockingApi } from '@offloop/catalog'

/** Not of the catalogue: only the first `require` of a module blocks. */
export const loadApi: BlockingApi = {
  id: 'node:module.require',
  module: 'node:module',
  name: 'require',
  tier: 'file',
  effect: 'process',
  remedy: 'offload',
  source: 'https://nodejs.org/api/modules.html#requireid',
}
