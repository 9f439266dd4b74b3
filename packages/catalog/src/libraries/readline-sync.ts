/** Blocking calls of libraries that wait for somebody to type. */
import type { BlockingApi, Twin } from '../entry.ts'
import { apisOf, rowsOf } from '../row.ts'

const twin: Twin = { module: 'node:readline/promises', name: 'createInterface', form: 'manual', note: 'its question gives a promise' }
const asks = { tier: 'wait', effect: 'process', twin } as const

/** Every question parks the thread until it is answered. */
export const readlineSync: readonly BlockingApi[] = [
  ...apisOf('readline-sync', 'https://github.com/anseki/readline-sync#basic_options', [
    ...rowsOf('question prompt keyIn questionEMail questionNewPassword questionInt questionFloat questionPath', asks),
    ...rowsOf('promptCL promptLoop promptCLLoop promptSimShell keyInYN keyInYNStrict keyInPause keyInSelect', asks),
  ]),
  ...apisOf('prompt-sync', 'https://github.com/heapwolf/prompt-sync#api', [
    { ...asks, name: 'default()' },
    { ...asks, name: 'default#hide' },
  ]),
]
