/** Blocking calls of compilers and bundlers: esbuild, @swc/core, sass. */
import type { BlockingApi, Effect, Tier } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'
import type { Row } from '../row.ts'

const pairs = (module: string, names: string, tier: Tier, effect: Effect): Row[] =>
  names.split(' ').map((name): Row => ({ name: `${name}Sync`, tier, effect, twin: { module, name, form: 'same' } }))

/** esbuild and swc compute elsewhere when they are async; sass stays on the thread, and its async form is the slower one. */
export const compilers: readonly BlockingApi[] = [
  ...apisOf('esbuild', 'https://esbuild.github.io/api/#js-sync', [
    ...pairs('esbuild', 'build', 'spawn', 'write'),
    ...pairs('esbuild', 'transform formatMessages analyzeMetafile', 'spawn', 'pure'),
  ]),
  ...apisOf('@swc/core', 'https://swc.rs/docs/usage/core', [
    ...pairs('@swc/core', 'transform parse print minify', 'cpu', 'pure'),
    ...pairs('@swc/core', 'transformFile parseFile', 'cpu', 'read'),
  ]),
  ...apisOf('sass', 'https://sass-lang.com/documentation/js-api/', [
    ...rowsOf('compile renderSync', { tier: 'cpu', effect: 'read' }),
    ...rowsOf('compileString', { tier: 'cpu', effect: 'pure' }),
  ]),
]
