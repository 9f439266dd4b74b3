/** Main files: top-level calls, sync and async mains, handlers that are called one after another or at once. */
import { refer } from './writer.test.kit.ts'
import type { Callable, Writer } from './writer.test.kit.ts'

type Entry = (w: Writer, functions: readonly Callable[]) => void

/** `f2(n)`, for the functions at the top of the program. */
function calls(functions: readonly Callable[], argument: string): string[] {
  return functions.slice(-3).map((each) => `${refer(each)}(${argument})`)
}

/** Lines that run each call and print what it gives or throws. */
function guarded(w: Writer, functions: readonly Callable[]): string[] {
  return calls(functions, 'n').flatMap((call) => [
    'try {',
    w.log(call),
    '} catch (error) {',
    w.log(`'failed ' + ${w.kit('message')}(error)`),
    '}',
  ])
}

const numbers = 'for (const n of [0, 1, 2]) {'

const topLevel: Entry = (w, functions) => w.top(numbers, ...guarded(w, functions), '}')

const asyncMain =
  (start: string): Entry =>
  (w, functions) =>
    w.top('async function main() {', numbers, ...guarded(w, functions), '}', w.log("'done'"), '}', start)

const throwingMain =
  (...start: readonly string[]): Entry =>
  (w, functions) => {
    const names = calls(functions, '1').map((call) => w.log(call))
    w.kit('message')
    w.top('async function main() {', ...names, '}', ...start)
  }

const syncMain: Entry = (w, functions) => w.top('function main() {', numbers, ...guarded(w, functions), '}', '}', 'main()')

/** Handlers that are async already, called one after another. */
const handlers =
  (start: (call: string) => readonly string[]): Entry =>
  (w, functions) => {
    const n = w.type('n: number') || 'n'
    w.top('const handlers = {', ...calls(functions, 'n').map((call, index) => `h${index}: async (${n}) => ({ body: ${call} }),`), '}')
    w.top('async function main() {', 'for (const handler of Object.values(handlers)) {', numbers, 'try {', w.log('(await handler(n)).body'))
    w.top('} catch (error) {', w.log(`${w.kit('message')}(error)`), '}', '}', '}', '}', ...start('main()'))
  }

/** Functions that give a promise without being async. */
const promising =
  (start: string, form: (call: string) => string): Entry =>
  (w, functions) => {
    const names = calls(functions, 'n').map((call, index) => {
      w.top(`const handle${index} = (${w.type('n: number') || 'n'}) => ${form(call)}`)
      return `handle${index}`
    })
    w.top('async function main() {', numbers)
    for (const name of names) w.top('try {', w.log(`await ${name}(n)`), '} catch (error) {', w.log(`${w.kit('message')}(error)`), '}')
    w.top('}', '}', start)
  }

/** Handlers that run at once. */
const concurrent =
  (isCommonJs: boolean): Entry =>
  (w, functions) => {
    const n = w.type('n: number') || 'n'
    w.top(
      'const handlers = [',
      ...calls(functions, 'n').map((call) => `async (${n}) => ({ body: ${call} }),`),
      ']',
      'async function main() {',
    )
    w.top(
      'const all = [0, 1, 2].flatMap((n) => handlers.map((handler) => handler(n)))',
      'for (const each of await Promise.allSettled(all)) {',
    )
    w.top(w.log(`each.status === 'fulfilled' ? each.value.body : ${w.kit('message')}(each.reason)`), '}', '}')
    w.top(isCommonJs ? 'main()' : awaited)
  }

const awaited = 'await main()'

/** The main files of each module system, and the one of programs without shared state. */
export const entries: {
  readonly esm: readonly Entry[]
  readonly commonJs: readonly Entry[]
  readonly concurrent: (isCommonJs: boolean) => Entry
} = {
  concurrent,
  esm: [
    topLevel,
    asyncMain(awaited),
    syncMain,
    throwingMain(awaited),
    throwingMain('main().catch((error) => {', "console.log('main ' + message(error))", 'process.exitCode = 3', '})'),
    handlers(() => [awaited]),
    promising(awaited, (call) => `Promise.resolve().then(() => ${call})`),
    promising(awaited, (call) => `new Promise((resolve) => setImmediate(resolve)).then(() => ${call})`),
  ],
  commonJs: [
    asyncMain('main()'),
    throwingMain('main()'),
    throwingMain('main().catch((error) => {', "console.log('main ' + message(error))", 'process.exitCode = 3', '})'),
    handlers((call) => [call]),
    promising('main()', (call) => `Promise.resolve().then(() => ${call})`),
  ],
}
