/** Names of members that are worth a question to a type checker: to have a call resolved costs it the types of all that the call stands on. */
import type { Catalog } from '@offloop/catalog'
import type { FunctionNode } from './target.ts'

/** Members of the language's own objects: nine of ten calls of a member with such a name are theirs, and who runs their callback is known by the name. */
const languageMembers = new Set(
  [Array, String, Map, Set, Promise, RegExp, Function, Object].flatMap((each) => Object.getOwnPropertyNames(each.prototype)),
)

/** How a function is called that is written as an argument: by the call that it is given to. */
const callbackOf = 'callback of '

/**
 * Names that a function of the project or of the catalogue has, and those of calls that are given a function: who it is given to says when it runs.
 * `isMet`: the package is installed or imported.
 */
export function askedNames(
  nodes: ReadonlyMap<string, readonly FunctionNode[]>,
  catalog: Catalog,
  isMet: (module: string) => boolean,
): ReadonlySet<string> {
  const names = new Set<string>()
  for (const list of nodes.values()) {
    for (const { summary } of list) {
      // Initialisers of a field bear its name, and nobody outside of a class calls what is private to it.
      if (summary.kind === 'field' || summary.kind === 'static-block') continue
      const name = lastName(summary.name)
      if (summary.name.endsWith(`#${name}`) || (summary.name.startsWith(callbackOf) && languageMembers.has(name))) continue
      names.add(name)
    }
  }
  for (const { module, name } of catalog.apis) {
    const last = lastName(name)
    if (!names.has(last) && (!languageMembers.has(last) || isMet(module))) names.add(last)
  }
  return names
}

function lastName(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('#')) + 1)
}
