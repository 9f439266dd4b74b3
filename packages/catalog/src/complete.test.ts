import { builtinModules } from 'node:module'
import { beforeAll, describe, expect, test } from 'vitest'
import { instances, isReached, memberOf, membersOf, syncNames } from './builtin-names.test.kit.ts'
import { builtins } from './builtins.ts'
import { defaultCatalog } from './default-catalog.ts'

/** Names that end in `Sync` and don't block, each with its reason. */
const notBlocking: Readonly<Record<string, string>> = {
  'node:dgram.Socket#bindSync': 'one system call; the address is numeric, so that nothing is looked up',
  'node:dgram.Socket#connectSync': 'the same',
}

/** What blocks under a name that doesn't say so. */
const knownOthers = [
  'globalThis.Atomics.wait',
  'globalThis.WebAssembly.Module',
  'node:crypto.randomBytes',
  'node:crypto.randomInt',
  'node:crypto.sign',
  'node:crypto.verify',
  'node:crypto.privateDecrypt',
  'node:crypto.createDiffieHellman',
  'node:fs.realpathSync.native',
  'node:inspector.waitForDebugger',
  'node:process.loadEnvFile',
  'globalThis.process.loadEnvFile',
  'node:sqlite.DatabaseSync',
  'node:sqlite.DatabaseSync#exec',
  'node:sqlite.DatabaseSync#prepare',
  'node:sqlite.StatementSync#all',
  'node:sqlite.StatementSync#get',
  'node:sqlite.StatementSync#iterate',
  'node:sqlite.StatementSync#run',
  'node:v8.writeHeapSnapshot',
  'node:vm.Script',
  'node:vm.Script#runInContext',
  'node:vm.compileFunction',
  'node:vm.runInNewContext',
  'node:wasi.WASI#start',
]

/** Look like blocking calls and are none. */
const knownHarmless = [
  'node:worker_threads.receiveMessageOnPort',
  'node:module.syncBuiltinESMExports',
  'node:fs.createReadStream',
  'node:child_process.spawn',
]

const modules = [
  ...new Set([
    ...builtinModules.filter((name) => !name.startsWith('_')).map((name) => `node:${name.replace(/^node:/u, '')}`),
    'node:sqlite',
    'globalThis',
  ]),
]

describe(`Node ${process.versions.node}`, () => {
  let made: ReadonlyMap<string, object>
  beforeAll(async () => {
    made = await instances()
  })

  const hasFunction = async (module: string, name: string): Promise<boolean> => {
    const members = await membersOf(module)
    // lchmod and lchmodSync are there on every system, and undefined on all but macOS.
    return members !== undefined && (typeof memberOf(module, members, made, name) === 'function' || /^lchmod(?:Sync)?$/u.test(name))
  }

  test('every export that ends in Sync is listed', async () => {
    const missing: string[] = []
    let seen = 0
    for (const module of modules) {
      const members = await membersOf(module)
      for (const name of members ? syncNames(module, members, made) : []) {
        seen++
        const id = `${module}.${name}`
        if (defaultCatalog.find(module, name)?.id !== id && !Object.hasOwn(notBlocking, id)) missing.push(id)
      }
    }
    expect(missing).toEqual([])
    expect(seen).toBeGreaterThan(60)
  })

  test('every entry names an export that exists', async () => {
    const wrong: string[] = []
    for (const { id, module, name, since } of builtins) if (isReached(since) && !(await hasFunction(module, name))) wrong.push(id)
    expect(wrong).toEqual([])
  })

  test('every twin in Node exists, those of libraries too', async () => {
    const wrong: string[] = []
    for (const { id, since, twin } of defaultCatalog.apis) {
      if (!twin || !/^(?:node:|globalThis$)/u.test(twin.module) || !isReached(since)) continue
      if (!(await hasFunction(twin.module, twin.name))) wrong.push(`${id} -> ${twin.module}.${twin.name}`)
    }
    expect(wrong).toEqual([])
  })

  test('the known others are listed, and nothing that is harmless', () => {
    expect(knownOthers.filter((id) => defaultCatalog.byId(id) === undefined)).toEqual([])
    expect([...knownHarmless, ...Object.keys(notBlocking)].filter((id) => defaultCatalog.byId(id) !== undefined)).toEqual([])
  })

  test('what may be called with a callback says so', () => {
    const names = builtins.filter((each) => each.onlyWithoutCallback).map(({ name }) => name)
    expect(names.toSorted()).toEqual(['decapsulate', 'diffieHellman', 'encapsulate', 'randomBytes', 'randomInt', 'sign', 'verify'])
  })
})

test('a release is reached by itself and by later ones', () => {
  expect([
    isReached('>=22.5', '22.5.0'),
    isReached('>=22.5', '22.4.9'),
    isReached('>=22.5', '24.0.0'),
    isReached('>=22.15', '22.5.1'),
    isReached('>=24', '24.1.0'),
  ]).toEqual([true, false, true, false, true])
  expect(isReached(undefined)).toBe(true)
})
