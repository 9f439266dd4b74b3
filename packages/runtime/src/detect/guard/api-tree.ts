/** The names of a module's blocking calls as a tree, so that each place is visited once. */
import type { BlockingApi } from '@offloop/catalog'

/** One name, and what hangs on it. */
export interface ApiNode {
  api?: BlockingApi
  /** `realpathSync.native`. */
  readonly members: Map<string, ApiNode>
  /** Methods of instances of this class, or of what this function returns: `Dir#readSync`, `createSession#changeset`. */
  readonly instance: Map<string, ApiNode>
  /** What this function returns is called: `createSyncFn()`. */
  result?: ApiNode
}

/** A node with nothing on it. */
export function emptyNode(): ApiNode {
  return { members: new Map(), instance: new Map() }
}

/** The tree of the entries of one module. An alias counts where the module doesn't export what the name begins with. */
export function apiTree(apis: readonly BlockingApi[], has: (exported: string) => boolean): ApiNode {
  const root = emptyNode()
  for (const api of apis) {
    const names = [api.name, ...(api.aliases ?? [])].filter((name) => has(firstOf(name)))
    const [name, ...others] = names
    if (name !== undefined) nodeAt(root, name).api = api
    // A class that isn't exported is met through what returns its instances; one path to it is enough.
    if (name === api.name) continue
    for (const other of others) nodeAt(root, other).api = api
  }
  return root
}

function firstOf(name: string): string {
  return /^[^.#(]+/u.exec(name)?.[0] ?? name
}

function nodeAt(root: ApiNode, name: string): ApiNode {
  let node = childOf(root.members, firstOf(name))
  for (const [, mark, word] of name.slice(firstOf(name).length).matchAll(/([.#])([^.#(]+)|\(\)/gu)) {
    if (mark === '.') node = childOf(node.members, word ?? '')
    else if (mark === '#') node = childOf(node.instance, word ?? '')
    else node = node.result ??= emptyNode()
  }
  return node
}

function childOf(map: Map<string, ApiNode>, name: string): ApiNode {
  const child = map.get(name) ?? emptyNode()
  map.set(name, child)
  return child
}
