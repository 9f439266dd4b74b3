/** Which functions with error-first callbacks have a promise form, and what that gives. */
import { defaultCatalog } from '@offloop/catalog'

/** The promise form of a function that takes a callback. */
export interface PromiseForm {
  /** `promises`: a function of the same name in a module of promises. `promisify`: `util.promisify` of the function itself. */
  readonly kind: 'promises' | 'promisify'
  /** Of the promise module: `node:fs/promises`. */
  readonly module: string
  readonly name: string
  /** What the callback gets after the error; several values arrive as members of an object. */
  readonly values: readonly string[]
  /** With arguments of this form alone: `lookup(host, callback)`. */
  readonly onlyWith?: number
}

const one = ['value']

/** Functions of Node that the catalogue has no twin for, from the pages of their modules (`util.promisify` and the promises APIs). */
const others: readonly (readonly [string, string, PromiseForm['kind'], readonly string[]])[] = [
  ...['open', 'close', 'fstat', 'fsync', 'fdatasync', 'ftruncate', 'futimes', 'fchmod', 'fchown'].map(
    (name) => ['fs', name, 'promisify', one] as const,
  ),
  ...['read', 'readv'].map((name) => ['fs', name, 'promisify', ['bytesRead', name === 'read' ? 'buffer' : 'buffers']] as const),
  ...['write', 'writev'].map((name) => ['fs', name, 'promisify', ['bytesWritten', name === 'write' ? 'buffer' : 'buffers']] as const),
  ...['exec', 'execFile'].map((name) => ['child_process', name, 'promisify', ['stdout', 'stderr']] as const),
  ...['pipeline', 'finished'].map((name) => ['stream', name, 'promises', one] as const),
  ['dns', 'lookup', 'promises', ['address', 'family']],
  ['dns', 'lookupService', 'promises', ['hostname', 'service']],
  ...['', '4', '6', 'Any', 'Caa', 'Cname', 'Mx', 'Naptr', 'Ns', 'Ptr', 'Soa', 'Srv', 'Txt'].map(
    (kind) => ['dns', `resolve${kind}`, 'promises', one] as const,
  ),
  ['dns', 'reverse', 'promises', one],
  ...['sign', 'verify'].map((name) => ['jsonwebtoken', name, 'promisify', one] as const),
  ...['ncp', 'mkdirp', 'rimraf', 'glob', 'node-dir'].map((name) => [name, '', 'promisify', one] as const),
  ['ncp', 'ncp', 'promisify', one],
]

/** Libraries whose functions take a callback under the name of the async twin. */
const libraries = new Set([
  'fs-extra',
  'graceful-fs',
  'bcrypt',
  'bcryptjs',
  'jsonfile',
  'tmp',
  'fflate',
  'node-sass',
  'glob',
  'rimraf',
  'mkdirp',
])

const forms: ReadonlyMap<string, PromiseForm> = (() => {
  const found = new Map<string, PromiseForm>()
  const add = (module: string, name: string, kind: PromiseForm['kind'], values: readonly string[]): void => {
    found.set(`${module} ${name}`, { kind, module: kind === 'promises' ? `node:${module}/promises` : module, name, values })
  }
  for (const { module, twin } of defaultCatalog.apis) {
    if (!twin || twin.name.includes('#') || twin.name.includes('.') || twin.name === 'default') continue
    const own = module.replace(/^node:/u, '')
    if (twin.module === 'node:fs/promises' && module === 'node:fs' && twin.form === 'same') add('fs', twin.name, 'promises', one)
    else if (twin.module === module && (twin.form === 'promisify' || (twin.form === 'same' && libraries.has(own))))
      add(own, twin.name, 'promisify', twin.name === 'generateKeyPair' ? ['publicKey', 'privateKey'] : one)
  }
  for (const each of others) add(...each)
  return found
})()

/** The promise form of a function of a module. */
export function promiseForm(module: string, path: string): PromiseForm | undefined {
  return forms.get(`${module} ${path}`)
}
