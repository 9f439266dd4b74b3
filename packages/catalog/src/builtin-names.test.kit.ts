/** What the running Node exports, by the names of the catalogue: for tests. */
import { isBuiltin } from 'node:module'
import * as fs from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as zlib from 'node:zlib'

type Members = Readonly<Record<string, unknown>>

/** True where the running Node is at least the release of `since` (`>=22.5`), and where there is none. */
export function isReached(since: string | undefined, running: string = process.versions.node): boolean {
  if (since === undefined) return true
  const [wanted = [], have = []] = [since.slice(2), running].map((each) => each.split('.').map(Number))
  const at = wanted.findIndex((part, index) => part !== have[index])
  return at < 0 || wanted[at]! < have[at]!
}

/** The exports of a builtin, or the globals; undefined where this Node doesn't have the module. */
export async function membersOf(module: string): Promise<Members | undefined> {
  if (module === 'globalThis') return globalThis as unknown as Members
  if (!isBuiltin(module)) return undefined
  const loaded = (await import(module)) as { default?: Members }
  return loaded.default ?? (loaded as Members)
}

/** Instances of classes whose methods are not on the exported class, or that the module doesn't export; by module and class. */
export async function instances(): Promise<Map<string, object>> {
  const found = new Map<string, object>()
  const folder = fs.mkdtempSync(join(tmpdir(), 'offloop-catalog-'))
  try {
    const dir = fs.opendirSync(folder)
    found.set('node:fs.Dir', dir)
    dir.closeSync()
    const handle = await open(folder)
    found.set('node:fs/promises.FileHandle', handle)
    await handle.close()
    for (const [name, each] of zipInstances(join(folder, 'a.zip'))) found.set(`node:zlib.${name}`, each)
    for (const [name, each] of await sqliteInstances()) found.set(`node:sqlite.${name}`, each)
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
  return found
}

function zipInstances(path: string): [string, object][] {
  const { ZipEntry, ZipBuffer, ZipFile, createZipArchiveSync } = zlib as unknown as {
    ZipEntry?: { createSync(name: string, data: Buffer): object }
    ZipBuffer: new (data: Buffer) => object
    ZipFile: { openSync(path: string): { closeSync(): void } }
    createZipArchiveSync(entries: object[]): Iterable<Buffer>
  }
  if (!ZipEntry) return []
  const entry = ZipEntry.createSync('a.txt', Buffer.from('a'))
  const archive = Buffer.concat([...createZipArchiveSync([entry])])
  fs.writeFileSync(path, archive)
  const file = ZipFile.openSync(path)
  file.closeSync()
  return [
    ['ZipEntry', entry],
    ['ZipBuffer', new ZipBuffer(archive)],
    ['ZipFile', file],
  ]
}

async function sqliteInstances(): Promise<[string, object][]> {
  if (!isBuiltin('node:sqlite')) return []
  const { DatabaseSync } = (await membersOf('node:sqlite')) as {
    DatabaseSync: new (path: string) => { createSession?(): object; createTagStore?(): object }
  }
  const database = new DatabaseSync(':memory:')
  const [session, store] = [database.createSession?.(), database.createTagStore?.()]
  return [
    ...(session ? [['Session', session] satisfies [string, object]] : []),
    ...(store ? [['SQLTagStore', store] satisfies [string, object]] : []),
  ]
}

/** What a name of the catalogue stands for: `readFileSync`, `realpathSync.native`, `Dir#readSync`. */
export function memberOf(module: string, members: Members, made: ReadonlyMap<string, object>, name: string): unknown {
  const [path = '', method] = name.split('#')
  const owner = path.split('.').reduce<unknown>((at, part) => (at as Members | undefined)?.[part], members)
  if (method === undefined) return owner
  const instance = made.get(`${module}.${path}`)
  return ((instance ?? (owner as { prototype?: object } | undefined)?.prototype) as Members | undefined)?.[method]
}

/** Every function name that ends in `Sync`: exports, static members, methods of classes and of instances. */
export function syncNames(module: string, members: Members, made: ReadonlyMap<string, object>): string[] {
  const isSync = (name: string): boolean => name.endsWith('Sync')
  const found = new Set<string>()
  for (const key of Object.getOwnPropertyNames(members)) {
    const isClass = /^[A-Z]/u.test(key)
    if (isSync(key) && !isClass) found.add(key)
    const value = isClass ? members[key] : undefined
    if (typeof value !== 'function') continue
    for (const name of Object.getOwnPropertyNames(value)) if (isSync(name)) found.add(`${key}.${name}`)
    for (const name of Object.getOwnPropertyNames(value.prototype ?? {})) if (isSync(name)) found.add(`${key}#${name}`)
  }
  for (const [key, instance] of made) {
    if (!key.startsWith(`${module}.`)) continue
    for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(instance)))
      if (isSync(name)) found.add(`${key.slice(module.length + 1)}#${name}`)
  }
  return [...found]
}
