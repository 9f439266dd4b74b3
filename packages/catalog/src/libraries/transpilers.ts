/** Blocking calls of compilers and minifiers beside those of bundlers: @babel/core, typescript, terser, svgo, lightningcss, node-sass. */
import type { BlockingApi } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'
import type { Row } from '../row.ts'

const computes = { tier: 'cpu', effect: 'pure' } as const
const reads = { tier: 'cpu', effect: 'read' } as const

const settings = (name: string): Row => ({
  name: `${name}Sync`,
  tier: 'file',
  effect: 'read',
  twin: { module: '@babel/core', name: `${name}Async`, form: 'same' },
})

/** The async forms of Babel, terser and svgo compute on the same thread; names of typescript are those up to major 6. */
export const transpilers: readonly BlockingApi[] = [
  ...apisOf('@babel/core', 'https://babeljs.io/docs/babel-core', [
    ...rowsOf('transformSync transformFileSync transformFromAstSync parseSync', reads),
    ...rowsOf('transform transformFromAst parse', { ...reads, onlyWithoutCallback: true }),
    ...['loadOptions', 'loadPartialConfig', 'createConfigItem'].map(settings),
  ]),
  ...apisOf('typescript', 'https://github.com/microsoft/TypeScript/wiki/Using-the-Compiler-API', [
    // what it reports points into the syntax tree
    { ...computes, name: 'transpileModule', crosses: { exceptWith: ['reportDiagnostics', 'transformers'] } },
    ...rowsOf('transpile transpileDeclaration', computes),
    { ...reads, name: 'createProgram' },
    { name: 'createProgram#emit', aliases: ['Program#emit'], tier: 'cpu', effect: 'write' },
    ...['getSyntacticDiagnostics', 'getSemanticDiagnostics', 'getDeclarationDiagnostics'].map((name): Row => ({
      ...reads,
      name: `createProgram#${name}`,
      aliases: [`Program#${name}`],
    })),
  ]),
  ...apisOf('terser', 'https://terser.org/docs/api-reference/', [{ ...computes, name: 'minify_sync' }]),
  ...apisOf('svgo', 'https://svgo.dev/docs/usage/browser/', [{ ...computes, name: 'optimize', crosses: {} }]),
  ...apisOf('lightningcss', 'https://lightningcss.dev/docs.html#from-node', [
    ...rowsOf('transform transformStyleAttribute', computes),
    { ...reads, name: 'bundle', twin: { module: 'lightningcss', name: 'bundleAsync', form: 'same' } },
  ]),
  ...apisOf('node-sass', 'https://github.com/sass/node-sass#usage', [
    { ...reads, name: 'renderSync', twin: { module: 'node-sass', name: 'render', form: 'promisify' } },
  ]),
]
