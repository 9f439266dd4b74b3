/** Blocking calls of template engines: ejs, pug, nunjucks. */
import type { BlockingApi } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'

const computes = { tier: 'cpu', effect: 'pure' } as const
const reads = { tier: 'file', effect: 'read' } as const

/** Promises and functions can't be copied. */
const asText = { crosses: { exceptWith: ['async', 'client'] } } as const
const crosses = {}

/** They read templates with `readFileSync`, whether or not they are given a callback. */
export const templates: readonly BlockingApi[] = [
  ...apisOf('ejs', 'https://ejs.co/#docs', [
    { ...computes, name: 'compile' },
    { ...computes, ...asText, name: 'render' },
    ...rowsOf('renderFile __express', reads),
  ]),
  ...apisOf('pug', 'https://pugjs.org/api/reference.html', [
    { ...computes, name: 'compile' },
    ...rowsOf('compileClient compileClientWithDependenciesTracked render', { ...computes, crosses }),
    ...rowsOf('compileFileClient renderFile', { ...reads, crosses }),
    ...rowsOf('compileFile __express', reads),
  ]),
  ...apisOf('nunjucks', 'https://mozilla.github.io/nunjucks/api.html', [
    ...rowsOf('compile precompileString', computes),
    ...rowsOf('precompile render renderString Environment#render Environment#renderString Environment#getTemplate Template#render', reads),
    ...rowsOf('configure#render configure#renderString configure#getTemplate', reads),
  ]),
]
