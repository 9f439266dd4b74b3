/** Blocking calls of template engines: ejs, pug, nunjucks. */
import type { BlockingApi } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'

const computes = { tier: 'cpu', effect: 'pure' } as const
const reads = { tier: 'file', effect: 'read' } as const

/** They read templates with `readFileSync`, whether or not they are given a callback. */
export const templates: readonly BlockingApi[] = [
  ...apisOf('ejs', 'https://ejs.co/#docs', [...rowsOf('compile render', computes), ...rowsOf('renderFile __express', reads)]),
  ...apisOf('pug', 'https://pugjs.org/api/reference.html', [
    ...rowsOf('compile compileClient compileClientWithDependenciesTracked render', computes),
    ...rowsOf('compileFile compileFileClient renderFile __express', reads),
  ]),
  ...apisOf('nunjucks', 'https://mozilla.github.io/nunjucks/api.html', [
    ...rowsOf('compile precompileString', computes),
    ...rowsOf('precompile render renderString Environment#render Environment#renderString Environment#getTemplate Template#render', reads),
    ...rowsOf('configure#render configure#renderString configure#getTemplate', reads),
  ]),
]
