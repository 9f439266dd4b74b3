/** Blocking globals of the language. */
import type { BlockingApi } from '../entry.ts'
import { apisOf } from '../row.ts'

const webAssembly = 'https://developer.mozilla.org/en-US/docs/WebAssembly/Reference/JavaScript_interface'

/** What blocks without an import. */
export const globals: readonly BlockingApi[] = apisOf(
  'globalThis',
  'https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Atomics/wait',
  [
    {
      name: 'Atomics.wait',
      tier: 'wait',
      effect: 'process',
      twin: {
        module: 'globalThis',
        name: 'Atomics.waitAsync',
        form: 'manual',
        note: 'gives { async, value }, where value is a promise if async is true',
      },
    },
    {
      name: 'WebAssembly.Module',
      tier: 'cpu',
      effect: 'pure',
      twin: { module: 'globalThis', name: 'WebAssembly.compile', form: 'manual', note: 'is a function where this is a constructor' },
      source: `${webAssembly}/Module/Module`,
    },
    {
      name: 'WebAssembly.Instance',
      tier: 'cpu',
      effect: 'process',
      twin: { module: 'globalThis', name: 'WebAssembly.instantiate', form: 'manual', note: 'is a function where this is a constructor' },
      source: `${webAssembly}/Instance/Instance`,
    },
  ],
)
