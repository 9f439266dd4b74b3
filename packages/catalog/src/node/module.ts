/** Blocking exports of node:module. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'
import { docsOf } from './heading.ts'

/** What blocks in node:module. `require` is not listed: it blocks at the first call for a module and costs nothing after. */
export const nodeModule: readonly BlockingApi[] = apisOf('node:module', 'https://nodejs.org/api/module.html', [
  {
    name: 'findPackageJSON',
    tier: 'metadata',
    effect: 'read',
    since: '>=22.14',
    source: docsOf('module', 'module.findPackageJSON(specifier[, base])'),
  },
  {
    name: 'stripTypeScriptTypes',
    tier: 'cpu',
    effect: 'pure',
    since: '>=22.13',
    source: docsOf('module', 'module.stripTypeScriptTypes(code[, options])'),
  },
])
